"""Asking: the first questions about safety, what was answered to them, and what is still to be asked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from modality_lab.recommender.first_questions import FirstQuestion
from modality_lab.recommender.phrases import brief, within_sentence
from modality_lab.recommender.rows import Answer, Answers
from modality_lab.recommender.rulebook import Rulebook
from modality_lab.recommender.safety import Caution
from modality_lab.words import listed, sentence_case

ASKED_NONE = "none"
"""What was answered to a first question when nothing of its group applies."""

ASKED_YES = "yes"
"""What was answered to a first question when something of its group applies."""

Asked = Mapping[str, str]
"""Groups of flags with what was answered to their first questions."""


class ToAsk(NamedTuple):
    """A first question about red flags that answers have brought and that nothing answers yet.

    Attributes
    ----------
    question : FirstQuestion
        The question.
    because : tuple of (str, str or float)
        The ids of the questions and answers that have brought it.
    may_be : tuple of Caution
        The flags that these answers may mean, each once.
    """

    question: FirstQuestion
    because: tuple[tuple[str, Answer], ...]
    may_be: tuple[Caution, ...]


def with_ticked(asked: Asked | None, ticked: Iterable[Caution], rulebook: Rulebook) -> Asked | None:
    """Return what was answered to the first questions, where a flag that is ticked is its group's yes.

    Parameters
    ----------
    asked : mapping of str to str, or None
        What was answered; None where nobody says what was asked.
    ticked : iterable of Caution
        The cautions of the flags that are ticked.
    rulebook : Rulebook
        The tables that these come from.

    Returns
    -------
    mapping of str to str, or None
        The same in the order of the questions.
    """
    if asked is None:
        return None
    groups = {caution.group for caution in ticked}
    return {
        group: ASKED_YES if group in groups else asked[group]
        for group in rulebook.first_questions
        if group in groups or group in asked
    }


def to_ask(answers: Answers, asked: Asked | None, ticked: Sequence[Caution], rulebook: Rulebook) -> tuple[ToAsk, ...]:
    """Return the first questions about red flags that answers have brought and that nothing answers yet.

    Parameters
    ----------
    answers : mapping of str to tuple
        The answers about one client as understood.
    asked : mapping of str to str, or None
        What was answered to the first questions, with what is ticked.
    ticked : sequence of Caution
        The cautions of the flags that are ticked: where one of them is what an answer may mean, that answer
        brings no question, and nor does any where a red flag of its group is ticked.
    rulebook : Rulebook
        The tables that these come from.

    Returns
    -------
    tuple of ToAsk
        The questions in their order.
    """
    settled = {caution.group for caution in ticked if caution.kind == "red_flag"} | set(asked or ())
    known = {caution.answer for caution in ticked}
    bringing: dict[str, list[tuple[str, Answer]]] = {}
    for question, given in answers.items():
        for answer in given:
            for group in rulebook.questions_brought_by.get(answer, ()):
                if group not in settled and answer not in known:
                    bringing.setdefault(group, []).append((question, answer))
    if not bringing:
        return ()
    found = []
    for group, first in rulebook.first_questions.items():
        if group in bringing and first.is_about_red_flags:
            because = bringing[group]
            may_be = {
                caution.flag: caution
                for _, answer in because
                for caution in rulebook.flags_meant_by.get(answer, ())
                if caution.group == group
            }
            found.append(ToAsk(first, tuple(because), tuple(may_be.values())))
    return tuple(found)


def ask_first_sentence(each: ToAsk, rulebook: Rulebook) -> str:
    """Say what to ask first, and because of which answers.

    Parameters
    ----------
    each : ToAsk
        What is to be asked.
    rulebook : Rulebook
        The tables that it comes from.

    Returns
    -------
    str
        A sentence or two, shorter than the question itself.
    """
    start = f"Ask first, because of {because_of(each, rulebook)}"
    red = [brief(caution.label) for caution in each.may_be if caution.kind == "red_flag"]
    others = [brief(caution.label) for caution in each.may_be if caution.kind != "red_flag"]
    if each.question.is_about_this_pain:  # The whole question stands below.
        may_be = f", and about {listed(others, 'or')}" if others else ""
        return f"{start}, about {each.question.about}{may_be}."
    if red or others:
        return f"{start}: does this apply? {sentence_case('; or '.join([*red, *others]))}."
    return f"{start}: {within_sentence(each.question.question)}"


def because_of(each: ToAsk, rulebook: Rulebook) -> str:
    """Return the answers that bring a question as they stand after "because of".

    Parameters
    ----------
    each : ToAsk
        What is to be asked.
    rulebook : Rulebook
        The tables that it comes from.

    Returns
    -------
    str
        The areas as places of pain, then the labels of the other answers.
    """
    areas, others = [], []
    for question, answer in each.because:
        label = rulebook.label(question, answer)
        if rulebook.questions[question].answers_from == "regions":
            areas.append(f"the {label}")
        else:
            others.append(label)
    return listed([*([f"pain in {listed(areas)}"] if areas else []), *others])


class Standing(NamedTuple):
    """How the first questions stand.

    Attributes
    ----------
    nothing_applies, not_asked, to_tick : tuple of FirstQuestion
        Those that were answered with none, those that were not asked, and those that were answered with yes
        while no flag of their group is ticked.
    """

    nothing_applies: tuple[FirstQuestion, ...]
    not_asked: tuple[FirstQuestion, ...]
    to_tick: tuple[FirstQuestion, ...]


def standing(asked: Asked | None, ticked: Iterable[Caution], rulebook: Rulebook) -> Standing:
    """Say how the first questions stand.

    Parameters
    ----------
    asked : mapping of str to str, or None
        What was answered to them, with what is ticked; None where nobody says what was asked.
    ticked : iterable of Caution
        The cautions of the flags that are ticked.
    rulebook : Rulebook
        The tables that these come from.

    Returns
    -------
    Standing
        The questions of each kind in their order; none at all where nobody says what was asked.
    """
    if asked is None:
        return Standing((), (), ())
    groups = {caution.group for caution in ticked}
    questions = rulebook.first_questions.values()
    return Standing(
        tuple(each for each in questions if asked.get(each.group) == ASKED_NONE),
        tuple(each for each in questions if each.group not in asked),
        tuple(each for each in questions if asked.get(each.group) == ASKED_YES and each.group not in groups),
    )


def groups_listed(questions: Iterable[FirstQuestion]) -> str:
    """Return the groups of some questions as a list in a sentence.

    Parameters
    ----------
    questions : iterable of FirstQuestion
        The questions.

    Returns
    -------
    str
        Their groups. Groups with a comma or an "and" in their name are parted by semicolons.
    """
    names = [within_sentence(each.group) for each in questions]
    return "; ".join(names) if any("," in name or " and " in name for name in names) else listed(names)
