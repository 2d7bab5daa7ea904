"""What a class has decided, all lines together: who chose what, how sure, and who should talk to whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from modality_lab.cases import Case, cases, decisions
from modality_lab.classroom.record import Decision, Record
from modality_lab.quiz import items
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import counted, listed

MOST, EVEN = 0.7, 0.4
"""The share of votes from which a class agrees, and up to which it guesses. Where to draw these lines is our choice."""
VERY_SURE = 3


class Reason(NamedTuple):
    """A student's reason for a decision.

    Attributes
    ----------
    decision : str
        What was decided, in words.
    reason : str
        Why, in the student's own words.
    """

    decision: str
    reason: str


@dataclass(frozen=True)
class CaseTally:
    """What a class has decided about one case.

    Attributes
    ----------
    case : Case
        The case.
    counts : dict of str to int
        How many chose each decision, by its words, all decisions of the case in their order.
    sure : dict of str to int
        How many of these were sure.
    careful : str
        What a careful educator decides, in words.
    reasons : tuple of Reason
        The reasons that were given, without names.
    pairs : tuple of tuple of str
        Two students each who are sure of different decisions, so that they can convince each other.
    """

    case: Case
    counts: dict[str, int]
    sure: dict[str, int]
    careful: str
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def number(self) -> int:
        """How many students have decided.

        Returns
        -------
        int
            Their number.
        """
        return sum(self.counts.values())

    @property
    def right(self) -> int:
        """How many decided as a careful educator does.

        Returns
        -------
        int
            Their number.
        """
        return self.counts[self.careful]

    @property
    def sentence(self) -> str:
        """How the class and a careful educator compare, and what an instructor may do next.

        Returns
        -------
        str
            Two sentences.
        """
        top, most = max(self.counts.items(), key=lambda each: each[1])
        if self.right > MOST * self.number:
            advice = "Most got there: let one student say why, and go on."
        elif top != self.careful and most > MOST * self.number:
            advice = f"Most chose the same: {top}. Take up that mistake: what makes it tempting?"
        elif most <= EVEN * self.number:
            advice = "The votes are spread evenly, so many are guessing: go through the story again in another way."
        else:
            advice = "The class is split: let neighbours of different minds convince each other, then vote again."
        return f"{self.right} of {counted(self.number, 'student')} decided as a careful educator does. {advice}"


class Missed(NamedTuple):
    """A question of a quiz with how the class has answered it.

    Attributes
    ----------
    prompt : str
        The question.
    right : int
        How many answered it rightly at the first try.
    number : int
        How many answered it.
    """

    prompt: str
    right: int
    number: int


@dataclass(frozen=True)
class ClassTally:
    """What a class has decided.

    Attributes
    ----------
    number : int
        How many students' lines there are.
    cases : tuple of CaseTally
        The cases that somebody has decided about, from easy to hard.
    missed : tuple of Missed
        The questions of quizzes, those that most students missed first.
    unknown : tuple of str
        What the lines name and these tables do not have.
    """

    number: int
    cases: tuple[CaseTally, ...]
    missed: tuple[Missed, ...]
    unknown: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """How many students, cases and answers there are.

        Returns
        -------
        str
            One sentence.
        """
        if not self.number:
            return "No student's line is here yet."
        parts = [counted(len(self.cases), "case")] if self.cases else []
        parts += [f"{counted(len(self.missed), 'question')} of the quiz"] if self.missed else []
        about = f" on {listed(parts)}" if parts else ", and they hold nothing that these tables know"
        return f"The lines of {counted(self.number, 'student')} are here{about}."


def tally(records: Sequence[Record], tables: Tables | None = None) -> ClassTally:
    """Count what a class has decided.

    Parameters
    ----------
    records : sequence of Record
        What each student has decided.
    tables : Tables, optional
        The tables with the cases and questions, without them the kit's own.

    Returns
    -------
    ClassTally
        The counts.

    Examples
    --------
    >>> tally([]).sentence
    "No student's line is here yet."
    """
    tables = tables_or_kit(tables)
    known, words = cases(tables), decisions(tables)
    students = [f"{record.name or 'student'} {place}" for place, record in enumerate(records, 1)]
    decided = {name: _decided(name, records, students) for name in known}
    return ClassTally(
        number=len(records),
        cases=tuple(_case_tally(known[name], found, words) for name, found in decided.items() if found),
        missed=tuple(_missed(records, tables)),
        unknown=tuple(_unknown(records, set(known), {item.item for item in items(tables)})),
    )


def _decided(name: str, records: Sequence[Record], students: Sequence[str]) -> dict[str, Decision]:
    pairs = zip(students, records, strict=True)
    return {student: record.cases[name] for student, record in pairs if name in record.cases}


def _case_tally(case: Case, decided: dict[str, Decision], words: dict[str, str]) -> CaseTally:
    known = {student: each for student, each in decided.items() if each.decision in words}
    counts = Counter(each.decision for each in known.values())
    sure = Counter(each.decision for each in known.values() if each.sure == VERY_SURE)
    return CaseTally(
        case=case,
        counts={words[decision]: counts[decision] for decision in words},
        sure={words[decision]: sure[decision] for decision in words},
        careful=words[case.decision],
        reasons=tuple(Reason(words[each.decision], each.reason) for each in known.values() if each.reason),
        pairs=tuple(_pairs({student: each.decision for student, each in known.items() if each.sure == VERY_SURE})),
    )


def _pairs(sure_of: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Yield students in twos who are sure of different decisions, each student once."""
    by_decision: dict[str, list[str]] = {}
    for student, decision in sure_of.items():
        by_decision.setdefault(decision, []).append(student)
    while len(camps := sorted((each for each in by_decision.values() if each), key=len, reverse=True)) > 1:
        yield camps[0].pop(0), camps[1].pop(0)


def _missed(records: Sequence[Record], tables: Tables) -> list[Missed]:
    found = []
    for item in items(tables):
        answers = [record.quiz[item.item] for record in records if item.item in record.quiz]
        if answers:
            found.append(Missed(item.prompt, sum(answers), len(answers)))
    return sorted(found, key=lambda missed: missed.right / missed.number)


def _unknown(records: Sequence[Record], known: set[str], asked: set[str]) -> Iterable[str]:
    names = Counter(name for record in records for name in record.cases if name not in known)
    names += Counter(name for record in records for name in record.quiz if name not in asked)
    for name, number in names.items():
        yield f'{counted(number, "line")} named "{name}", which these tables do not have.'
