"""A note after the session in four parts (SOAP), for a student to complete by hand on the printed page."""

from modality_lab.markup import Html, bullets, element, html
from modality_lab.recommender.decision import Decision
from modality_lab.recommender.headline import sentence
from modality_lab.recommender.phrases import cut
from modality_lab.words import listed

MOST_ACTIONS = 8
"""How many actions of cautions the plan repeats; all of them stand in the result."""

LINE = "_" * 84


def session_note(decision: Decision) -> Html:
    """Return a note after the session: what was told and what the sources say is filled in, the rest is left blank.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.

    Returns
    -------
    Html
        The note, which begins a page of its own in print.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> "Assessment: what the sources say" in session_note(recommend({"minutes": 45}))
    True
    """
    return element(
        "section",
        element("h2", "Note after the session"),
        _part("subjective", "Subjective: what the client says", decision, _subjective(decision)),
        _part("objective", "Objective: what you see, feel and measure", decision, _lines(4)),
        _part("assessment", "Assessment: what the sources say", decision, _assessment(decision)),
        _part("plan", "Plan", decision, _plan(decision)),
        style="break-before: page",
    )


def _part(part: str, heading: str, decision: Decision, *children: Html) -> Html:
    """Return a part of the note with what belongs in it."""
    belongs = decision.rulebook.note_parts.get(part)
    hint = element("p", f"Write here: {belongs}", class_="ml-small") if belongs else None
    return html(element("h3", heading), hint, children)


def _lines(number: int) -> Html:
    """Return empty lines to write on."""
    return html([element("p", LINE) for _ in range(number)])


def _subjective(decision: Decision) -> Html:
    """Repeat the answers, and leave room for the client's own words."""
    rules = decision.rulebook
    told = [
        f"{rules.questions[question].label} {listed(rules.label(question, answer) for answer in given)}."
        for question, given in decision.answers.items()
    ]
    return html(bullets(told), element("p", "In the client's own words, with a number from 0 to 10:"), _lines(1))


def _assessment(decision: Decision) -> Html:
    """Repeat the headline: it is what sources say, and no diagnosis."""
    return html(element("p", sentence(decision)), element("p", "How the client responded:"), _lines(1))


def _plan(decision: Decision) -> Html:
    """List what the cautions ask for, and leave room for the next visit."""
    actions, more = cut(list(dict.fromkeys(caution.action for caution in decision.caution_rows)), MOST_ACTIONS)
    return html(
        bullets([*actions, *([f"{more} in the result above."] if more else [])]),
        element("p", "Next visit: ______________ Minutes: ________ Watch for: ______________________________"),
        element("p", "Shown for home: ____________________ Referred to, and followed up on: ____________________"),
    )
