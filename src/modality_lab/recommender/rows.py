"""The rows of the tables as the recommender reads them: questions, reasons, contradictions and notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Answer: TypeAlias = str | float
"""The id of an answer, or a number of minutes."""

Answers: TypeAlias = Mapping[str, tuple[Answer, ...]]
"""The answers about one client as understood: each answered question with its answers."""


@dataclass(frozen=True)
class Question:
    """A question with its answers.

    Attributes
    ----------
    question, label : str
        Its id, and how people read it.
    kind : str
        "one", "several" or "minutes": how it is answered.
    answers_from : str
        The table that its answers come from.
    minimum, maximum : int
        The least and the most that can be answered to a question of minutes.
    unit : str
        What a number that is answered counts.
    answers : mapping of str to str
        The id of each answer with its label.
    """

    question: str
    kind: str
    answers_from: str
    label: str
    minimum: int
    maximum: int
    unit: str
    answers: Mapping[str, str]

    @property
    def is_about_safety(self) -> bool:
        """Say whether its answers are health flags.

        Returns
        -------
        bool
            True where they come from the table of cautions.
        """
        return self.answers_from == "cautions"


@dataclass(frozen=True)
class Reason:
    """One row of the rules that an answer has set off.

    Attributes
    ----------
    question : str
        The id of the question.
    answer : str or float
        The id of the answer, or a number of minutes.
    modality : str
        The id of the modality that it speaks for.
    points : int
        How much it speaks for it.
    reason : str
        Why, as a sentence.
    source_id, source_section : str
        The source that says so, and where in it.
    """

    question: str
    answer: Answer
    modality: str
    points: int
    reason: str
    source_id: str
    source_section: str


class SetOff(NamedTuple):
    """What an answer sets off.

    Attributes
    ----------
    reasons : tuple of Reason
        The rules, in the order of the tables.
    points : tuple of int
        What they give each modality, in the order of the tables.
    leaders : tuple of str
        The ids of the modalities to which they give most; empty where there is no rule.
    """

    reasons: tuple[Reason, ...]
    points: tuple[int, ...]
    leaders: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """An answer beside which another question has no answer.

    Attributes
    ----------
    question, answer : str
        The ids of the question and its answer.
    other_question : str
        The id of the question that is then not to be answered.
    note : str
        What to say where it is, as a sentence.
    """

    question: str
    answer: str
    other_question: str
    note: str


@dataclass(frozen=True)
class AnswerNote:
    """What an educator would say to an answer, or to two answers given together.

    Attributes
    ----------
    question, answer : str
        The ids of the question and of the answer that bring it.
    below_minutes : float or None
        It stands only where the time is shorter than this.
    with_question, with_answer : str
        The ids of a second question and answer that have to be given too, or "".
    note : str
        What is said, as a sentence.
    in_headline : str
        "yes" where it limits what can be recommended; "instead" where no deep work is recommended beside it;
        otherwise "".
    """

    question: str
    answer: str
    below_minutes: float | None
    with_question: str
    with_answer: str
    note: str
    in_headline: str
