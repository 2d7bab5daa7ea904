"""The safety section of a result: what is to be asked yet, what flags ask for and why, and where hands are careful."""

from collections.abc import Iterable

from modality_lab.markup import Html, bullets, element, folded, html
from modality_lab.recommender.asking import because_of, groups_listed, standing
from modality_lab.recommender.decision import Decision
from modality_lab.recommender.safety import ALL_MASSAGE, Caution
from modality_lab.words import plain, sentence_case

HEADING = "Safety first"
NOTHING_TICKED = "nothing was ticked. That does not mean that all is well; ask before you begin."
KIND_WORDS = {
    "red_flag": "Refer on",
    "absolute": "No massage of this kind",
    "medical_clearance": "Ask the treating clinician first",
    "local": "Keep off one area",
    "adapt": "Adapt",
}


def safety_section(decision: Decision, is_on_paper: bool) -> Html:
    """Show what is to be asked yet and what the health flags ask for, the most serious first.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.
    is_on_paper : bool
        Whether it is to be printed, where nothing can be opened.

    Returns
    -------
    Html
        The section; where there is nothing of this, at most a line.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> "bones can break under strong pressure" in safety_section(recommend({"health_flags": ["osteoporosis"]}), False)
    True
    """
    says_nothing = bool(decision.answers) and decision.asked is None and not decision.caution_rows
    parts = [_asking(decision), _cautions(decision, is_on_paper)]
    if not any(parts):
        return small(f"{HEADING}: {NOTHING_TICKED}") if says_nothing else Html()
    return element(
        "div",
        element("h3", HEADING),
        small(sentence_case(NOTHING_TICKED)) if says_nothing else None,
        parts,
        class_="ml-safety ml-refer" if decision.outcome == "refer" else "ml-safety",
        role="group",  # No landmark: a page may show the results of several clients.
        aria_label="Safety",
    )


def small(text: str) -> Html:
    """Return a line in small letters.

    Parameters
    ----------
    text : str
        What it says.

    Returns
    -------
    Html
        The line.

    Examples
    --------
    >>> small("Ask first.")
    '<p class="ml-small">Ask first.</p>'
    """
    return element("p", text, class_="ml-small")


def source_mark(decision: Decision, source_id: str, section: str = "") -> str:
    """Return the number of a source in square brackets, as it stands in the list of sources at the end of a result.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.
    source_id : str
        The source, one that its cautions or its reasons name.
    section : str
        Where in the source this stands.

    Returns
    -------
    str
        The mark.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> source_mark(recommend({"minutes": 45}), "article", "Session Length")
    '[1, Session Length]'
    """
    return f"[{', '.join(filter(None, [str(decision.cited[source_id]), section]))}]"


def caution_sites(decision: Decision) -> Html:
    """Name the places within the chosen areas where hands are careful.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.

    Returns
    -------
    Html
        The places with what to do there, or nothing.
    """
    sites = decision.caution_sites
    if not sites:
        return Html()
    places = [html(element("strong", sentence_case(site.name)), f": {site.action}") for site in sites]
    return folded(f"Take care within these areas ({len(sites)})", bullets(places), is_open=True)


def _asking(decision: Decision) -> Html:
    """Give the questions that answers have brought in full, and say what was asked and what was not."""
    stands = standing(decision.asked, decision.caution_rows, decision.rulebook)
    brought = [
        html(
            element("strong", each.question.group),
            f" (because of {because_of(each, decision.rulebook)}): {each.question.question}",
        )
        for each in decision.to_ask
    ]
    lines = [
        ("Yes to", stands.to_tick, ": tick what applies."),
        ("Not asked yet:", stands.not_asked, "."),
        ("Asked, and nothing applies:", stands.nothing_applies, "."),
    ]
    return html(
        (element("p", "Ask first", class_="ml-kind"), bullets(brought)) if brought else None,
        [element("p", f"{start} {groups_listed(groups)}{end}") for start, groups, end in lines if groups],
    )


def _cautions(decision: Decision, is_on_paper: bool) -> Html:
    """List what the health flags ask for, each kind under its own words."""
    if not decision.caution_rows:
        return Html()
    by_kind: dict[str, list[Caution]] = {}
    for caution in decision.caution_rows:
        words = "No massage now" if caution.refers and caution.kind != "red_flag" else KIND_WORDS[caution.kind]
        by_kind.setdefault(words, []).append(caution)
    return html(
        (
            element("p", words, class_="ml-kind"),
            bullets(_caution(caution, decision) for caution in cautions),
            _why(cautions, decision, is_on_paper),
        )
        for words, cautions in by_kind.items()
    )


def _caution(caution: Caution, decision: Decision) -> Html:
    """Say one caution: what was ticked, what to do, and how far it can be trusted."""
    work = "" if caution.applies_to == ALL_MASSAGE else f" ({plain(caution.applies_to)})"
    trust = element("span", f"{caution.certainty} {source_mark(decision, caution.source_id)}", class_="ml-small")
    return html(element("strong", sentence_case(caution.label)), f"{work}: {caution.action} ", trust)


def _why(cautions: Iterable[Caution], decision: Decision, is_on_paper: bool) -> Html:
    """Say what could go wrong, a flag a line."""
    reasons: dict[str, dict[str, None]] = {}
    for caution in cautions:
        why = f"{caution.why} {source_mark(decision, caution.why_source_id)}"
        reasons.setdefault(caution.label, {})[why] = None
    lines = [
        html(element("strong", sentence_case(label)), ": ", "; ".join(whys), ".") for label, whys in reasons.items()
    ]
    return folded("Why?", bullets(lines), is_open=is_on_paper)
