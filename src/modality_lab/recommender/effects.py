"""Effects: what an answer does to a result, as a whole number, so that the answers of many clients can be summed."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from modality_lab.recommender.rows import Answer, AnswerNote, Answers, Question
from modality_lab.recommender.rulebook import Rulebook, rulebook
from modality_lab.tables.answers import FITS_SESSION
from modality_lab.tables.loading import Tables

Whole: TypeAlias = NDArray[np.int64]

LARGEST = 2**62
"""A whole number of numpy's has room up to here."""


class Counts(NamedTuple):
    """What the answers of some clients come to.

    Attributes
    ----------
    points : array of int
        A row a client, a column a modality.
    answered : array of int
        How many answers each client has given to questions that can give points.
    refers : array of int
        How many of its flags refer each client on.
    left_out : array of int
        How many of its flags rule out each modality: a row a client, a column a modality.
    sets_aside : array of bool
        Whether a note stands instead of a recommendation of deep work.
    """

    points: Whole
    answered: Whole
    refers: Whole
    left_out: Whole
    sets_aside: NDArray[np.bool_]


class Effects:
    """What each answer adds to the counts of a client, written as a whole number.

    The counts stand in it side by side, as hours, minutes and seconds do in a number of seconds: each has as much
    room as all answers together can fill, so that nothing is lost when such numbers are summed and read again. Where
    tables have too many modalities for one number of numpy's, the counts stand in several.

    Parameters
    ----------
    rules : Rulebook
        The tables.

    Attributes
    ----------
    modalities : tuple of str
        The ids of the modalities.
    nothing : tuple of int
        What a blank adds.
    of_answers : dict of str to dict
        Each question with its answers, or its times by half minutes, and what each of them adds.
    """

    def __init__(self, rules: Rulebook):
        self.rules = rules
        self.modalities = tuple(rules.names)
        counts = {
            question: {answer: self._counts(question, answer) for answer in _possible(asked)}
            for question, asked in rules.questions.items()
        }
        nothing = [0] * (2 * len(self.modalities) + 2 + sum(len(_conditions(note)) for note in rules.notes_instead))
        most = [_most(asked, [nothing, *counts[question].values()]) for question, asked in rules.questions.items()]
        self._room = [1 + sum(of_questions) for of_questions in zip(*most, strict=True)]
        self._places = _places(self._room)
        self.nothing = (0,) * (1 + max(number for number, _ in self._places))
        self.of_answers = {
            question: {answer: self._written(each) for answer, each in of_question.items()}
            for question, of_question in counts.items()
        }

    def of(self, answers: Answers) -> tuple[int, ...]:
        """Return what some answers add together.

        Parameters
        ----------
        answers : mapping of str to tuple
            The answers as understood.

        Returns
        -------
        tuple of int
            One number, or several where there are many modalities.
        """
        return self.sum(
            self._written(self._counts(question, answer)) for question in answers for answer in answers[question]
        )

    def sum(self, effects: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
        """Return what some effects come to together.

        Parameters
        ----------
        effects : iterable of tuple of int
            The effects.

        Returns
        -------
        tuple of int
            One effect.
        """
        return tuple(map(sum, zip(self.nothing, *effects, strict=True)))

    def read(self, written: Sequence[Whole]) -> Counts:
        """Return the counts that stand in sums of such numbers.

        Parameters
        ----------
        written : sequence of array of int
            The first number of every client, then the second, and so on.

        Returns
        -------
        Counts
            The same as they were counted.
        """
        read = [written[number] // place % room for (number, place), room in zip(self._places, self._room, strict=True)]
        size = len(self.modalities)
        notes, at = np.zeros(len(written[0]), dtype=bool), 2 * size + 2
        for note in self.rules.notes_instead:
            conditions = len(_conditions(note))
            notes |= np.all(read[at : at + conditions], axis=0)
            at += conditions
        left_out = np.column_stack(read[size + 2 : 2 * size + 2])
        return Counts(np.column_stack(read[:size]), read[size], read[size + 1], left_out, notes)

    def _counts(self, question: str, answer: Answer) -> list[int]:
        """Return what an answer adds to each count, in the order of `Counts`."""
        left_out = dict.fromkeys(self.modalities, 0)
        is_about_safety = self.rules.questions[question].is_about_safety
        cautions = self.rules.safety.raised_by([str(answer)] if is_about_safety else [])
        for modality in self.rules.safety.ruled_out(cautions):
            left_out[modality] = 1
        refers = any(caution.refers for caution in cautions)
        kind = self.rules.questions[question].kind
        said = answer if kind != "minutes" else FITS_SESSION
        met = [
            int(kind == "minutes" and float(answer) < each if isinstance(each, float) else each == (question, said))
            for note in self.rules.notes_instead
            for each in _conditions(note)
        ]
        points = self.rules.set_off(question, answer).points
        return [*points, int(not is_about_safety), int(refers), *left_out.values(), *met]

    def _written(self, counts: Iterable[int]) -> tuple[int, ...]:
        written = list(self.nothing)
        for count, (number, place) in zip(counts, self._places, strict=True):
            written[number] += count * place
        return tuple(written)


def _conditions(note: AnswerNote) -> list[tuple[str, Answer] | float]:
    """Return what has to be given for a note to stand: questions with answers, and below how many minutes."""
    second: list[tuple[str, Answer] | float] = [(note.with_question, note.with_answer)] if note.with_question else []
    return [(note.question, note.answer), *second, *([] if note.below_minutes is None else [float(note.below_minutes)])]


def _possible(question: Question) -> Iterable[Answer]:
    """Return what can be answered to a question."""
    return half_minutes(question) if question.kind == "minutes" else question.answers


def _most(question: Question, counts: Iterable[list[int]]) -> list[int]:
    """Return the most that the answers to a question can add to each count."""
    return [(sum if question.kind == "several" else max)(each) for each in zip(*counts, strict=True)]


def half_minutes(question: Question) -> list[float]:
    """Return times that stand for all that can be answered: each whole minute, and one between it and the next.

    Parameters
    ----------
    question : Question
        A question of minutes.

    Returns
    -------
    list of float
        The times, from the least to the most. Sessions are of whole minutes, so that all times between two of these
        lie within the same.
    """
    return [half / 2 for half in range(2 * question.minimum, 2 * question.maximum + 1)]


@lru_cache(maxsize=8)  # As for the rulebook.
def effects_of(tables: Tables) -> Effects:
    """Return what answers do to a result.

    Parameters
    ----------
    tables : Tables
        The checked tables.

    Returns
    -------
    Effects
        The effects of all that can be answered.
    """
    return Effects(rulebook(tables))


def _places(room: Iterable[int]) -> list[tuple[int, int]]:
    """Return for each count in which number it stands, and what one counts there."""
    places, number, place = [], 0, 1
    for each in room:
        if place * each > LARGEST:
            number, place = number + 1, 1
        places.append((number, place))
        place *= each
    return places
