"""Show a decision as HTML: in a notebook, in the form, and as a page to print."""

import math
import re
from collections.abc import Sequence

from modality_lab import static
from modality_lab.markup import Html, bullets, element, folded, html, page, table
from modality_lab.recommender.decision import Decision
from modality_lab.recommender.headline import points_sentence, sentence
from modality_lab.recommender.lead import lead_sentence
from modality_lab.recommender.rows import Answer, Reason
from modality_lab.recommender.safety_section import caution_sites, safety_section, small, source_mark
from modality_lab.recommender.session_note import session_note
from modality_lab.recommender.what_if import Change, changes
from modality_lab.recommender.what_would_change import what_would_change
from modality_lab.tables.citations import citation
from modality_lab.words import counted, listed, sentence_case

TEACHING_NOTE = (
    "A teaching aid: it counts what the sources say and diagnoses nothing. "
    "A client with a health question goes to a doctor or another qualified clinician."
)
MOST_SQUARES = 40
"""How many squares stand for points at most before each stands for several."""

# The colours of the charts, read from their one style file: a form does not wait for the library that draws them.
COLORS = re.findall(r"'([0-9A-F]{6})'", static.read("modality_lab.mplstyle"))


def result_html(decision: Decision, is_on_paper: bool = False) -> Html:
    """Show safety, the outcome, points, reasons, conflicts, and what would change it.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found. When the client is referred on, the points stand under a heading
        that sets them aside.
    is_on_paper : bool
        Whether it is to be printed, where nothing can be opened.

    Returns
    -------
    Html
        The result, to stand within a page.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> "These answers pull in different directions" in result_html(recommend({"goals": ["posture", "flexibility"]}))
    True
    """
    refers = decision.outcome == "refer"
    parts = [
        element("p", element("strong", sentence(decision)), class_="ml-outcome ml-refer" if refers else "ml-outcome"),
        safety_section(decision, is_on_paper),
        caution_sites(decision),
    ]
    if decision.by_points.name != "no_answers":
        every = changes(decision)
        parts += [
            _set_aside(decision) if refers else Html(),
            html([element("p", note) for note in decision.notes if note not in decision.headline_notes]),
            _points(decision),
            _lead(decision, every),
            _reasons(decision),
            _conflicts(decision),
            Html() if refers else what_would_change(decision, every),
        ]
    parts.append(_sources(decision, is_on_paper))
    return element("div", parts, small(TEACHING_NOTE), class_="ml-result")


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
        small("Client or student: ______________________________ Date: ______________"),
        element("h2", "The answers"),
        element("dl", answers or element("dt", "None yet")),
        element("h2", "What they point to"),
        result_html(decision, is_on_paper=True),
        session_note(decision),
    )
    return page("Modality Lab: which modality fits?", static.read("form.css"), main, class_="ml-page")


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


def _lead(decision: Decision, every: Sequence[Change]) -> Html:
    said = lead_sentence(decision, every)
    return element("p", said) if said else Html()


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
    return html(element("h3", "Why"), bullets(answers))


def _reason(reason: Reason, decision: Decision) -> Html:
    speaks_for = f"{counted(reason.points, 'point')} for {decision.rulebook.names[reason.modality]}"
    where = element("span", source_mark(decision, reason.source_id, reason.source_section), class_="ml-small")
    return html(element("strong", speaks_for), f". {reason.reason} ", where)


def _conflicts(decision: Decision) -> Html:
    if not decision.conflicts:
        return Html()
    return html(element("h3", "Where this points both ways"), bullets(decision.conflicts))


def _sources(decision: Decision, is_on_paper: bool) -> Html:
    """List the sources that the numbers in square brackets stand for, as people cite them."""
    cited = [element("li", citation(decision.rulebook.sources[source])) for source in decision.cited]
    return folded(f"Sources ({len(cited)})", element("ol", cited), is_open=is_on_paper) if cited else Html()
