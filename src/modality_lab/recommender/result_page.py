"""Show a decision as HTML: in a notebook, in the form, and as a page to print."""

import math
import re
from collections.abc import Iterable

from modality_lab import static
from modality_lab.markup import Html, bullets, element, folded, html, page, table
from modality_lab.recommender.decision import Decision
from modality_lab.recommender.headline import points_sentence, sentence
from modality_lab.recommender.outcome import Outcome
from modality_lab.recommender.rulebook import Answer, Reason
from modality_lab.recommender.safety import ALL_MASSAGE, Caution
from modality_lab.recommender.what_if import Change, changes
from modality_lab.words import counted, listed, plain, sentence_case

TEACHING_NOTE = (
    "A teaching aid: it counts what the sources say and diagnoses nothing. "
    "A client with a health question goes to a doctor or another qualified clinician."
)
NOTHING_TICKED = "Safety first: nothing was ticked. That does not mean that all is well; ask before you begin."
KIND_WORDS = {
    "red_flag": "Refer on",
    "absolute": "No massage of this kind",
    "medical_clearance": "Ask the treating clinician first",
    "local": "Keep off one area",
    "adapt": "Adapt",
}
MOST_SQUARES = 40
"""How many squares stand for points at most before each stands for several."""

# The colours of the charts, read from their one style file: a form does not wait for the library that draws them.
COLORS = re.findall(r"'([0-9A-F]{6})'", static.read("modality_lab.mplstyle"))


def result_html(decision: Decision) -> Html:
    """Show safety, the outcome, points, reasons, conflicts, and what would change it.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found. When the client is referred on, the points stand under a heading
        that sets them aside.

    Returns
    -------
    Html
        The result, to stand within a page.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> "These answers pull" in result_html(recommend({"goals": ["posture", "flexibility"]}))
    True
    """
    refers = decision.outcome == "refer"
    parts = [
        element("p", element("strong", sentence(decision)), class_="ml-outcome ml-refer" if refers else "ml-outcome"),
        _cautions(decision),
        _caution_sites(decision),
    ]
    if decision.by_points.name != "no_answers":
        parts += [
            _set_aside(decision) if refers else Html(),
            html([element("p", note) for note in decision.notes]),
            _points(decision),
            _reasons(decision),
            _conflicts(decision),
            Html() if refers else _what_if(decision),
        ]
    return element("div", parts, _small(TEACHING_NOTE), class_="ml-result")


def result_page(decision: Decision) -> Html:
    """Show a decision with its answers as one page that prints on its own.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.

    Returns
    -------
    Html
        The page. It needs no other file and asks no other host.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> "<dd>45 minutes</dd>" in result_page(recommend({"minutes": 45}))
    True
    """
    rules = decision.rulebook
    answers = [
        (
            element("dt", rules.questions[question].label),
            element("dd", listed(rules.label(question, answer) for answer in given)),
        )
        for question, given in decision.answers.items()
    ]
    main = element(
        "main",
        element("h1", "Which modality fits?"),
        _small("Client or student: ______________________________ Date: ______________"),
        element("h2", "The answers"),
        element("dl", answers or element("dt", "None yet")),
        element("h2", "What they point to"),
        result_html(decision),
    )
    return page("Modality Lab: which modality fits?", static.read("form.css"), main, class_="ml-page")


def _small(text: str) -> Html:
    return element("p", text, class_="ml-small")


def _sources(decision: Decision, cited: Iterable[str]) -> Html:
    titles = decision.rulebook.sources
    return _small(f"Sources: {'; '.join(f'{source}: {titles[source]}' for source in dict.fromkeys(cited))}.")


# Safety -------------------------------------------------------------------------------------------


def _cautions(decision: Decision) -> Html:
    """List what the health flags ask for, the most serious first, each kind under its own words."""
    if not decision.caution_rows:
        return _small(NOTHING_TICKED) if decision.answers else Html()
    by_kind: dict[str, list[Html]] = {}
    for caution in decision.caution_rows:
        words = "No massage now" if caution.refers and caution.kind != "red_flag" else KIND_WORDS[caution.kind]
        by_kind.setdefault(words, []).append(_caution(caution))
    return element(
        "section",
        element("h3", "Safety first"),
        [(element("p", words, class_="ml-kind"), bullets(each)) for words, each in by_kind.items()],
        _sources(decision, [caution.source_id for caution in decision.caution_rows]),
        class_="ml-safety ml-refer" if decision.outcome == "refer" else "ml-safety",
        aria_label="Safety",
    )


def _caution(caution: Caution) -> Html:
    """Say one caution: what was ticked, what to do, and how far it can be trusted."""
    work = "" if caution.applies_to == ALL_MASSAGE else f" ({plain(caution.applies_to)})"
    trust = element("span", f"{caution.certainty} ({caution.source_id})", class_="ml-small")
    return html(element("strong", sentence_case(caution.label)), f"{work}: {caution.action} ", trust)


def _caution_sites(decision: Decision) -> Html:
    """Name the places within the chosen areas where hands are careful."""
    sites = decision.caution_sites
    if not sites:
        return Html()
    places = [html(element("strong", sentence_case(site.name)), f": {site.action}") for site in sites]
    return folded(f"Take care within these areas ({len(sites)})", bullets(places), is_open=True)


def _set_aside(decision: Decision) -> Html:
    heading = element("h3", "Set aside: what the sources alone would say")
    return html(heading, element("p", points_sentence(decision)))


# Points and reasons -------------------------------------------------------------------------------


def _points(decision: Decision) -> Html:
    """Draw the points as squares: they show on every page and on paper, and can be counted."""
    per_square = 1 + max(decision.points.values()) // MOST_SQUARES
    rows = []
    for number, (modality, points) in enumerate(decision.points.items()):
        name = decision.rulebook.names[modality] + (" (left out)" if modality in decision.left_out else "")
        squares = "■" * math.ceil(points / per_square)
        color = f"color: #{COLORS[number % len(COLORS)]}"
        rows.append([name, counted(points, "point"), element("span", squares, aria_hidden="true", style=color)])
    scale = "a square is a point" if per_square == 1 else f"a square is {per_square} points"
    return table(rows, row_heads=True, caption=f"Points ({scale})", left_from=2, class_="ml-points")


def _reasons(decision: Decision) -> Html:
    if not decision.reason_rows:
        return Html()
    by_answer: dict[tuple[str, Answer], list[Html]] = {}
    for reason in decision.reason_rows:
        by_answer.setdefault((reason.question, reason.answer), []).append(_reason(reason, decision))
    answers = [
        html(sentence_case(decision.rulebook.label(question, answer)), ":", [(" ", each) for each in reasons])
        for (question, answer), reasons in by_answer.items()
    ]
    sources = _sources(decision, [reason.source_id for reason in decision.reason_rows])
    return html(element("h3", "Why"), bullets(answers), sources)


def _reason(reason: Reason, decision: Decision) -> Html:
    speaks_for = f"{counted(reason.points, 'point')} for {decision.rulebook.names[reason.modality]}"
    where = element("span", f"({reason.source_id}: {reason.source_section})", class_="ml-small")
    return html(element("strong", speaks_for), f". {reason.reason} ", where)


def _conflicts(decision: Decision) -> Html:
    if not decision.conflicts:
        return Html()
    return html(element("h3", "Where this points both ways"), bullets(decision.conflicts))


# What would change it -----------------------------------------------------------------------------


def _what_if(decision: Decision) -> Html:
    """List the changes of one answer, those with the same outcome together."""
    groups: dict[str, dict[str, list[str]]] = {}
    for change in changes(decision):
        questions = groups.setdefault(_outcome_then(change, decision), {})
        questions.setdefault(change.question, []).append(_change(change, decision))
    heading = element("h3", "What would change this")
    if not groups:
        return html(heading, element("p", "No single answer would change it."))
    labels = decision.rulebook.questions
    items = [
        html(
            element("strong", outcome),
            ", with one of these changes:",
            bullets(f"{labels[question].label} {listed(each, 'or')}" for question, each in questions.items()),
        )
        for outcome, questions in groups.items()
    ]
    return html(heading, bullets(items))


def _outcome_then(change: Change, decision: Decision) -> str:
    outcome = Outcome(change.outcome, change.modalities)
    if outcome.name == "no_answers":
        return "No recommendation"
    # That nothing speaks for any is not the same as that as much speaks for each.
    if change.points == 0:
        return "Nothing that speaks for one modality over another"
    names = listed(decision.rulebook.names[modality] for modality in change.modalities)
    return f"A tie of {names}" if outcome.name == "tie" else names


def _change(change: Change, decision: Decision) -> str:
    rules, question = decision.rulebook, change.question
    now, then = (
        None if answer is None else f'"{rules.label(question, answer)}"'
        for answer in (change.answer_now, change.answer_then)
    )
    takes_several = rules.questions[question].kind == "several"
    if then is None:
        return f"without {now}" if takes_several else f"left open instead of {now}"
    if now is None:
        return f"{then} as well" if question in decision.answers else then
    return f"{then} instead of {now}"
