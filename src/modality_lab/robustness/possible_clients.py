"""Possible clients: everybody whom the form can describe with one answer to a question, counted without making them."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from math import prod
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modality_lab.recommender import Recommendation, recommend, recommend_many
from modality_lab.recommender.clients import OUTCOMES
from modality_lab.recommender.effects import effects_of
from modality_lab.recommender.outcome import Outcome
from modality_lab.recommender.rows import Answer, Question
from modality_lab.tables import Tables
from modality_lab.words import counted

Whole: TypeAlias = NDArray[Any]
Given: TypeAlias = Answer | None
SEPARATOR = ";"

MOST_POINTS = 2**21
"""So many points are counted at once; where the clients have more, some answers are left out by lot."""

SEED = 14
MOST_STEPS = 3
"""Clients who are so many questions or more from another result are counted together."""


class Ways:
    """The ways to answer a question that the tables can tell apart; the first is to leave it open.

    Parameters
    ----------
    question : Question
        The question.
    clients : dict
        What each way does to a result, with an answer that stands for all that do the same, and how many these are.

    Attributes
    ----------
    question : Question
        The question.
    given : list of (str, float or None)
        An answer for each way.
    numbers : list of int
        How many answers each way stands for.
    effects : list of tuple of int
        What each way does to a result.
    """

    def __init__(self, question: Question, clients: Mapping[tuple[int, ...], tuple[Given, int]]):
        self.question = question
        self.effects = list(clients)
        self.given = [given for given, _ in clients.values()]
        self.numbers = [number for _, number in clients.values()]


class PossibleClients:
    """Every client who gives at most one answer to each question, and what the tables recommend.

    Clients whom the tables cannot tell apart are counted together. They stand in an array with an axis for each
    question, so that a step along an axis is one question answered otherwise.

    Parameters
    ----------
    tables : Tables
        The tables.
    client : Recommendation, optional
        A client to place among them. Its own ways to answer stand beside the others, but count for nobody, and all
        have its health flags.

    Attributes
    ----------
    tables : Tables
        The tables.
    ways : list of Ways
        The ways to answer each question.
    is_part : bool
        Whether some answers had to be left out.
    count : int
        How many clients are counted: those who answer at least one question.
    place : tuple of int, or None
        Where the client stands.
    """

    def __init__(self, tables: Tables, client: Recommendation | None = None):
        self.tables = tables
        effects = effects_of(tables)
        self.rules = effects.rules
        self.client = client
        self.ways, self.is_part = _fewer([_ways(each, tables) for each in self.rules.questions_with_points], tables)
        self.count = prod(sum(each.numbers) for each in self.ways) - 1
        self.place: tuple[int, ...] | None = None
        if client is not None:
            self.place = tuple(_place(each, client, tables) for each in self.ways)

    @property
    def shape(self) -> tuple[int, ...]:
        """Return how many ways there are to answer each question.

        Returns
        -------
        tuple of int
            The shape of the arrays.
        """
        return tuple(len(each.given) for each in self.ways)

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """Return how many clients stand at each place.

        Returns
        -------
        array of float
            The numbers; whoever answers nothing at all is not counted.
        """
        numbers = np.ones((), dtype=float)
        for each in self.ways:
            numbers = np.multiply.outer(numbers, np.array(each.numbers, dtype=float))
        numbers[(0,) * numbers.ndim] = 0
        return numbers

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return a client for each place as a table, as `recommend_many` takes it.

        Returns
        -------
        DataFrame
            A row a place.
        """
        places = np.indices(self.shape, dtype=np.int16).reshape(len(self.ways), -1)
        columns: dict[str, Any] = {
            each.question.question: pd.Categorical.from_codes(place - 1, each.given[1:])
            for each, place in zip(self.ways, places, strict=True)
        }
        size = self.numbers.size
        for question, given in self.client.answers.items() if self.client else ():
            if self.rules.questions[question].is_about_safety:
                flags = SEPARATOR.join(map(str, given))
                columns[question] = pd.Categorical.from_codes(np.zeros(size, dtype=np.int8), [flags])
        return pd.DataFrame(columns, index=range(size))

    @cached_property
    def _found(self) -> tuple[Whole, list[Outcome], Whole]:
        """The results as numbers, what these mean, and the leads; the table that they come from is not kept."""
        table = recommend_many(self.frame, self.tables)
        outcomes, leaders = table["outcome"].cat, table["modalities"].cat
        size = len(leaders.categories)
        codes, found = pd.factorize(outcomes.codes.to_numpy(dtype=np.int64) * size + leaders.codes.to_numpy())
        named = [
            Outcome(OUTCOMES[each // size], tuple(filter(None, leaders.categories[each % size].split(SEPARATOR))))
            for each in found.tolist()
        ]
        left_out = self.client.left_out if self.client else ()
        playing = [f"points_{name}" for name in self.rules.names if name not in left_out]
        first, second = np.zeros((2, len(table)), dtype=np.int64)
        for name in playing:
            points = table[name].to_numpy()
            second = np.maximum(second, np.minimum(first, points))
            first = np.maximum(first, points)
        lead = np.where(table["outcome"] == "recommended", first - second, 0)
        return codes.reshape(self.shape).astype(np.int16), named, lead.reshape(self.shape)

    @property
    def results(self) -> Whole:
        """Return which of `outcomes` each place has.

        Returns
        -------
        array of int
            Their places in the list.
        """
        return self._found[0]

    @property
    def outcomes(self) -> list[Outcome]:
        """Return the results that there are.

        Returns
        -------
        list of Outcome
            Each of them once.
        """
        return self._found[1]

    @property
    def lead(self) -> Whole:
        """Return by how many points one modality leads at each place.

        Returns
        -------
        array of int
            The points; 0 where none leads.
        """
        return self._found[2]

    @cached_property
    def turned_by(self) -> list[NDArray[np.bool_]]:
        """Return where another way to answer a question alone would turn the result.

        Returns
        -------
        list of array of bool
            One for each question. Its own axis has one place, as what can turn one way can turn each.
        """
        return [
            self.results.max(axis=axis, keepdims=True) != self.results.min(axis=axis, keepdims=True)
            for axis in range(self.results.ndim)
        ]

    @cached_property
    def alone(self) -> Whole:
        """Return how many questions would turn the result alone, answered otherwise.

        Returns
        -------
        array of int
            The number for each place.
        """
        return np.asarray(sum(np.broadcast_to(each, self.shape).astype(np.int8) for each in self.turned_by))

    @cached_property
    def steps(self) -> Whole:
        """Return how many questions must be answered otherwise, at least, for another result.

        Returns
        -------
        array of int
            The number for each place, `MOST_STEPS` at most.
        """
        reached = self.alone > 0
        steps = np.where(reached, 1, MOST_STEPS)
        for number in range(2, MOST_STEPS):
            before = reached.copy()
            for axis in range(reached.ndim):
                reached |= before.any(axis=axis, keepdims=True)
            steps[reached & ~before] = number
        return steps

    def share(self, where: NDArray[np.bool_]) -> float:
        """Return how large a part of the clients stands at some places.

        Parameters
        ----------
        where : array of bool
            Whether each place is meant.

        Returns
        -------
        float
            From 0 to 1.
        """
        return float(self.numbers[where].sum() / self.numbers.sum()) if self.count else 0.0

    @property
    def counted(self) -> str:
        """Say what is counted.

        Returns
        -------
        str
            A sentence.
        """
        given = self.client.answers if self.client else {}
        flags = any(self.rules.questions[name].is_about_safety for name in given)
        times = " (times in whole minutes)" if any(each.question.kind == "minutes" for each in self.ways) else ""
        part = ", from some of the answers, drawn at random" if self.is_part else ""
        safety = "with this client's health flags" if flags else "without a health flag"
        return (
            f"We counted every way to give at most one answer to each of "
            f"{counted(len(self.ways), 'question')}{times}{part}, {safety}; real clients are not spread like this."
        )


def _ways(question: Question, tables: Tables) -> Ways:
    """Return the ways to answer a question."""
    effects = effects_of(tables)
    found: dict[tuple[int, ...], tuple[Given, int]] = {effects.nothing: (None, 1)}
    for answer, effect in effects.of_answers[question.question].items():
        if question.kind == "minutes" and float(answer) % 1:
            continue  # Times are counted in whole minutes.
        first, number = found.get(effect, (answer, 0))
        found[effect] = first, number + 1
    return Ways(question, found)


def _fewer(ways: list[Ways], tables: Tables) -> tuple[list[Ways], bool]:
    """Leave ways out by lot until the clients can be counted; the first, no answer, always stays."""
    random, most = np.random.default_rng(SEED), MOST_POINTS // len(tables.modalities)
    is_part = False
    while prod(len(each.given) for each in ways) > most:
        longest = max(ways, key=lambda each: len(each.given))
        at = int(random.integers(1, len(longest.given)))
        for each in (longest.effects, longest.given, longest.numbers):
            del each[at]
        is_part = True
    return ways, is_part


def _place(ways: Ways, client: Recommendation, tables: Tables) -> int:
    """Return which way of answering a question is the client's; one that is not there yet is added for nobody."""
    question = ways.question.question
    given = client.answers.get(question, ())
    effect = effects_of(tables).of({question: given}) if given else effects_of(tables).nothing
    if effect not in ways.effects:
        ways.effects.append(effect)
        ways.given.append(SEPARATOR.join(map(str, given)) if ways.question.kind == "several" else given[0])
        ways.numbers.append(0)
    return ways.effects.index(effect)


@lru_cache(maxsize=2)  # Without and with a client; the arrays of many modalities are large.
def _counted_once(tables: Tables, answers: tuple[tuple[str, tuple[Answer, ...]], ...]) -> PossibleClients:
    client = recommend({name: _as_given(given) for name, given in answers}, tables) if answers else None
    return PossibleClients(tables, client)


def _as_given(given: tuple[Answer, ...]) -> Any:
    return list(given) if len(given) > 1 else given[0]


def possible_clients(tables: Tables, client: Mapping[str, Any] | None = None) -> PossibleClients:
    """Return all possible clients, counted once for the same tables and the same client.

    Parameters
    ----------
    tables : Tables
        The tables.
    client : mapping of str to object, optional
        The answers of a client to place among them, as `recommend` takes them. A client who is referred on has no
        place, and neither has one for whom one modality alone is left, or who has answered nothing.

    Returns
    -------
    PossibleClients
        The clients.

    Raises
    ------
    AnswerError
        When an answer of the client cannot be used.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> possible_clients(load_tables()).count
    49832639
    """
    result = recommend(client, tables)
    has_place = result.outcome not in ("refer", "no_answers") and len(result.points) - len(result.left_out) > 1
    return _counted_once(tables, tuple(result.answers.items()) if has_place else ())
