"""Points: what each answer gives each modality, and what a change of it moves, made ready once for all clients."""

from collections.abc import Iterable, Mapping, Sequence
from operator import neg, sub
from typing import NamedTuple

import pandas as pd

from modality_lab.recommender.rows import Answer, Question, Reason, SetOff
from modality_lab.tables.answers import FITS_SESSION


class Move(NamedTuple):
    """A change of one answer, and what it does to the points.

    Attributes
    ----------
    before, after : str, float or None
        The answer before and after; None stands for no answer.
    points : tuple of int
        How many points each modality gains, or, below zero, loses.
    most : int
        The most that any modality gains; 0 where none does.
    """

    before: Answer | None
    after: Answer | None
    points: tuple[int, ...]
    most: int


class Points:
    """What the answers of some tables give the modalities.

    Parameters
    ----------
    names : iterable of str
        The ids of the modalities.
    questions : mapping of str to Question
        The questions by their id.
    rules : mapping of (str, str) to list of Reason
        The ids of a question and an answer with the rules that they set off.
    fitting : iterable of tuple of str
        The modalities within whose usual sessions a time can lie together.

    Attributes
    ----------
    none : tuple of int
        No point for each modality.
    set_off : dict of (str, str) to SetOff
        The ids of each question and answer with what it sets off.
    set_off_within : dict of (str, tuple of str) to SetOff
        For questions of minutes: the id of each, and the modalities within whose usual sessions a time lies.
    of : dict of str to dict
        The id of each question with its answers and their points; questions of minutes are not in it.
    added, taken_back : dict of str to dict
        The id of each question that takes several answers with its answers, and what it moves to add each of them, or
        to take it back.
    added_with_points : dict of str to dict
        Those of `added` that move any points.
    exchanged : dict of (str, str or float) to list of Move
        The id of each question that takes one answer, and that answer or None, with its changes, once they were asked
        for.
    most_moved : dict of str to int
        The id of each question with the most by which one change of its answers can move two modalities apart.
    names : array of str
        The ids of the modalities as a column of a table.
    """

    def __init__(
        self,
        names: Iterable[str],
        questions: Mapping[str, Question],
        rules: Mapping[tuple[str, Answer], Sequence[Reason]],
        fitting: Iterable[tuple[str, ...]],
    ):
        self._names = tuple(names)
        self.none = (0,) * len(self._names)
        timed = [name for name, question in questions.items() if question.kind == "minutes"]
        self.set_off: dict[tuple[str, Answer], SetOff] = {
            (name, answer): self._set_off(rules.get((name, answer), ()))
            for name, question in questions.items()
            for answer in question.answers
            if name not in timed
        }
        self.set_off_within = {
            (name, those): self._set_off(
                [rule for rule in rules.get((name, FITS_SESSION), ()) if rule.modality in those]
            )
            for name in timed
            for those in fitting
        }
        self.of: dict[str, dict[Answer, tuple[int, ...]]] = {
            name: {answer: self.set_off[name, answer].points for answer in question.answers}
            for name, question in questions.items()
            if name not in timed
        }
        several = [name for name, question in questions.items() if question.kind == "several"]
        self.added = {
            name: {answer: _move(None, answer, points) for answer, points in self.of[name].items()} for name in several
        }
        self.taken_back = {
            name: {answer: _move(answer, None, map(neg, points)) for answer, points in self.of[name].items()}
            for name in several
        }
        self.added_with_points = {
            name: {answer: move for answer, move in self.added[name].items() if any(move.points)} for name in several
        }
        self.exchanged: dict[tuple[str, Answer | None], list[Move]] = {}
        self.most_moved = {
            name: _most(
                self.of[name].values()
                if name in self.of
                else [each.points for (q, _), each in self.set_off_within.items() if q == name]
            )
            * (1 if question.kind == "several" else 2)  # One answer goes as another comes.
            for name, question in questions.items()
        }
        self.names = pd.array(self._names, dtype="str")

    def _set_off(self, rules: Sequence[Reason]) -> SetOff:
        points = dict.fromkeys(self._names, 0)
        for rule in rules:
            points[rule.modality] = rule.points
        most = max([rule.points for rule in rules], default=0)
        leaders = tuple([rule.modality for rule in rules if rule.points == most])
        return SetOff(tuple(rules), tuple(points.values()), leaders)


def _move(before: Answer | None, after: Answer | None, points: Iterable[int]) -> Move:
    moved = tuple(points)
    return Move(before, after, moved, max(0, *moved))


def moves(before: Answer | None, lost: tuple[int, ...], after: Mapping[Answer, tuple[int, ...]]) -> list[Move]:
    """Return what it moves to give other answers in place of one.

    Parameters
    ----------
    before : str, float or None
        The answer before.
    lost : tuple of int
        What it gives.
    after : mapping of str or float to tuple of int
        The answers that there are, and what they give.

    Returns
    -------
    list of Move
        A change for each other answer; the first is to no answer, where there is one before.
    """
    others = [_move(before, answer, map(sub, gained, lost)) for answer, gained in after.items() if answer != before]
    return others if before is None else [_move(before, None, map(neg, lost)), *others]


def _most(points: Iterable[tuple[int, ...]]) -> int:
    """Return the most points that one answer gives a modality."""
    return max((max(each) for each in points), default=0)
