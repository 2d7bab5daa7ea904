"""Clients: a table of many of them, and for each what `recommend` says."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modality_lab.recommender.answers import AnswerError
from modality_lab.recommender.client_columns import SEPARATOR, Codes, Column, columns_of
from modality_lab.recommender.effects import Counts, Whole, effects_of
from modality_lab.recommender.rulebook import Rulebook
from modality_lab.tables.cells import quotable
from modality_lab.tables.loading import Tables, tables_or_kit

BLOCK = 2**18
"""So many clients are worked on at once: memory stays the same, however many there are."""

OUTCOMES = ("recommended", "tie", "neither", "no_answers", "refer")

SMALL = 2**12
"""Questions whose answers go together in no more ways than this are looked up together."""


def recommend_many(clients: pd.DataFrame, tables: Tables | None = None) -> pd.DataFrame:
    """Recommend a modality for each client of a table, as `recommend` does for one.

    Parameters
    ----------
    clients : DataFrame
        A row a client, a column a question, whose id is the column's name. A cell holds what `recommend` takes: the id
        of an answer, a number of minutes, a list of ids, or nothing; several ids may stand in one text with ";"
        between them. Instead, a question that takes several answers may have a column for each answer, such as
        `goals=relaxation`, with True and False. What was asked about safety stands in columns such as
        `safety_asked=Pregnancy`, or as a dictionary in the column `safety_asked`.
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Returns
    -------
    DataFrame
        A row a client, with the index of `clients`. Its columns are outcome; modalities (the id of the leader, or
        the ids of all that tie, with ";" between them); points_ with the id of each modality; left_out (the ids of
        the modalities that a caution rules out); and refer (whether the client is referred on).

    Raises
    ------
    AnswerError
        When a column or a cell cannot be used: it says which, what is allowed, and the nearest match.

    Notes
    -----
    What a cell says is understood once, however many clients say it. Columns of pandas' type "category" are read
    fastest, then columns of numbers, of True and False, and of text; a cell with a list takes longest.

    Examples
    --------
    >>> clients = pd.DataFrame({"goals": ["relaxation", "posture;flexibility", None], "minutes": [75, 60, 45]})
    >>> recommend_many(clients)[["outcome", "modalities", "points_nmt", "points_dtm"]]
           outcome modalities  points_nmt  points_dtm
    0  recommended        dtm           1           3
    1          tie    nmt;dtm           2           2
    2  recommended        nmt           1           0
    """
    if not isinstance(clients, pd.DataFrame):
        kind = type(clients).__name__
        raise AnswerError(
            None, f"The clients came as {kind}. Give them as a DataFrame: pd.DataFrame([answers, answers])."
        )
    effects = effects_of(tables_or_kit(tables))
    columns = columns_of(clients, effects)
    results = _Results(len(clients), effects.rules)
    for first in range(0, len(clients), BLOCK):
        end = min(first + BLOCK, len(clients))
        totals = np.zeros((len(effects.nothing), end - first), dtype=np.int64)
        for codes, table in _together(_codes(columns, clients.index, first, end)):
            for total, column in zip(totals, table.T, strict=True):
                total += column[codes]
        places, distinct = _distinct(list(totals))
        results.put(slice(first, end), places, effects.read(distinct))
    return results.frame(clients.index)


def _codes(columns: Sequence[Column], index: pd.Index, first: int, end: int) -> list[tuple[Codes, Whole]]:
    """Return the answers of some clients as codes with what each code does, or say which cell cannot be used."""
    found = [column.codes(first, end) for column in columns]
    wrong = [
        (int(np.argmax(is_wrong)), column, codes)
        for column, codes in zip(columns, found, strict=True)
        if column.wrong and (is_wrong := np.isin(codes, list(column.wrong))).any()
    ]
    if wrong:
        row, column, codes = min(wrong, key=lambda each: each[0])
        error = column.wrong[int(codes[row])]
        where = f'Row {first + row + 1} (index {quotable(str(index[first + row]))}), column "{quotable(column.name)}"'
        raise AnswerError(error.question, f"{where}: {error}")
    return [(codes, np.array(column.effects)) for codes, column in zip(found, columns, strict=True)]


def _together(coded: Iterable[tuple[Codes, Whole]]) -> Iterator[tuple[Codes, Whole]]:
    """Yield the same with small questions put together: their answers in every combination, each with its code."""
    found: tuple[Codes, Whole] | None = None
    for more_codes, more_effects in coded:
        if found is None or len(found[1]) * len(more_effects) > SMALL:
            if found is not None:
                yield found
            found = more_codes, more_effects
        else:
            codes, effects = found
            ways = len(effects) * len(more_effects)
            number = np.min_scalar_type(ways).type
            codes = codes.astype(number) * number(len(more_effects)) + more_codes.astype(number)
            found = codes, (effects[:, np.newaxis] + more_effects).reshape(ways, -1)
    if found is not None:
        yield found


def _distinct(totals: Sequence[Whole]) -> tuple[Codes, list[Whole]]:
    """Return the clients that differ in their numbers, and for each client which of them it is."""
    if len(totals) == 1 and (most := totals[0].max()) < len(totals[0]):  # Each number has its place in a list.
        is_met = np.zeros(most + 1, dtype=bool)
        is_met[totals[0]] = True
        return (np.cumsum(is_met) - 1)[totals[0]], [np.flatnonzero(is_met)]
    places, values = pd.factorize(totals[0])
    distinct = [values]
    for total in totals[1:]:
        more_places, values = pd.factorize(total)
        places, pairs = pd.factorize(places * len(values) + more_places)
        distinct = [*(each[pairs // len(values)] for each in distinct), values[pairs % len(values)]]
    return places, distinct


class _Names:
    """Ids with ";" between them as a column of categories, of which a few stand for all clients."""

    def __init__(self, length: int, ids: Sequence[str]):
        self._codes, self._ids = np.zeros(length, dtype=np.int32), ids
        self._known: dict[str, int] = {}

    def put(self, rows: slice, places: Codes, named: NDArray[np.bool_]) -> None:
        which, packed = _distinct(list(np.packbits(named, axis=1).T.astype(np.int64)))
        sets = np.unpackbits(np.column_stack(packed).astype(np.uint8), axis=1).tolist()
        texts = [SEPARATOR.join(compress(self._ids, each)) for each in sets]
        codes = np.array([self._known.setdefault(text, len(self._known)) for text in texts])
        self._codes[rows] = codes[which][places]

    def column(self) -> pd.Categorical:
        return pd.Categorical.from_codes(self._codes, list(self._known))


class _Results:
    """The columns of the result, which are filled block by block."""

    def __init__(self, length: int, rules: Rulebook):
        self._modalities = modalities = tuple(rules.names)
        self._is_deep = np.isin(modalities, rules.deep_working)
        self._outcome = np.zeros(length, dtype=np.int8)
        self._refer = np.zeros(length, dtype=bool)
        self._points = np.zeros((len(modalities), length), dtype=np.int64)
        self._leaders, self._left_out = _Names(length, modalities), _Names(length, modalities)

    def put(self, rows: slice, places: Codes, counts: Counts) -> None:
        """Fill in some clients: each is one of those that have been counted."""
        left_out = counts.left_out > 0
        refer = (counts.refers > 0) | left_out.all(axis=1)
        speaks = (counts.answered > 0) & ~refer
        taking_part = np.where(left_out, -1, counts.points)
        most = taking_part.max(axis=1)
        leads = (taking_part == most[:, np.newaxis]) & speaks[:, np.newaxis]
        is_aside = counts.sets_aside & (most > 0) & leads[:, self._is_deep].any(axis=1)
        leads &= ~is_aside[:, np.newaxis]
        is_alone = (most > 0) & (leads.sum(axis=1) == 1)
        outcome = np.select([refer, ~speaks, is_aside, is_alone], [4, 3, 2, 0], default=1)
        self._outcome[rows] = outcome[places]
        self._refer[rows] = refer[places]
        for column, points in zip(self._points, counts.points.T, strict=True):
            column[rows] = points[places]
        self._leaders.put(rows, places, leads)
        self._left_out.put(rows, places, left_out)

    def frame(self, index: pd.Index) -> pd.DataFrame:
        points = {f"points_{name}": each for name, each in zip(self._modalities, self._points, strict=True)}
        columns: dict[str, Any] = {
            "outcome": pd.Categorical.from_codes(self._outcome, OUTCOMES),
            "modalities": self._leaders.column(),
            **points,
            "left_out": self._left_out.column(),
            "refer": self._refer,
        }
        return pd.DataFrame(columns, index=index, copy=False)
