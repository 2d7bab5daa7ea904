"""Rules: which of them decide, and which never matter."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modality_lab.charts.chart import Chart
from modality_lab.charts.fonts import FigureWords
from modality_lab.recommender import recommend_many
from modality_lab.recommender.clients import OUTCOMES
from modality_lab.recommender.effects import effects_of
from modality_lab.robustness.bars import draw_bars
from modality_lab.robustness.percent import percent
from modality_lab.robustness.possible_clients import PossibleClients, possible_clients
from modality_lab.tables import Tables
from modality_lab.words import counted, listed

MOST_DRAWN = 6
"""So many rules are drawn at either end; the table has all."""


class Rule(NamedTuple):
    """A rule, and how often it decides.

    Attributes
    ----------
    answer, modality : str
        The answer that sets it off and the modality that it speaks for, as people read them.
    points : int
        Its points.
    decides : float
        For how large a part of the clients who give that answer the result would be another without it.
    """

    answer: str
    modality: str
    points: int
    decides: float


def rules(tables: Tables) -> Chart:
    """Show which rules decide most often, and which never matter: what would change if one of them were not there.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the rules are those of `rules.csv`.

    Returns
    -------
    Chart
        Its table has a row for each rule, the one that decides most often first.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(str(rules(load_tables()))[:41])
    Each of the 35 rules matters to somebody.
    """
    found = sorted(_decided(tables), key=lambda rule: -rule.decides)
    names = [f"{rule.answer}: {counted(rule.points, 'point')} for {rule.modality}" for rule in found]
    table = pd.DataFrame(
        {
            "Modality": [rule.modality for rule in found],
            "Points": [rule.points for rule in found],
            "Results it decides": [percent(rule.decides) for rule in found],
        },
        index=pd.Index([rule.answer for rule in found], name="Answer"),
    )
    drawn = [*range(len(found))]
    if len(found) > 2 * MOST_DRAWN:
        drawn = [*drawn[:MOST_DRAWN], *drawn[-MOST_DRAWN:]]
    words = FigureWords({str(number): names[number] for number in drawn}, longest=100)
    note = (
        f"the figure shows the {MOST_DRAWN} rules that decide most often, and the {MOST_DRAWN} that decide least often"
    )
    is_cut = len(drawn) < len(found)
    clients = possible_clients(tables)
    said = [_sentence(found, names), *([f"{note[:1].upper()}{note[1:]}."] if is_cut else []), clients.counted]
    return Chart(
        " ".join(said) + words.note,
        table,
        lambda: draw_bars(
            "Which rules decide?",
            "percent of the clients with this answer, whose result it decides",
            [(words.words[str(number)], found[number].decides) for number in drawn],
        ),
        note if is_cut else "",
    )


def _sentence(found: list[Rule], names: list[str]) -> str:
    if not found:
        return "There is no rule yet."
    never = [name for name, rule in zip(names, found, strict=True) if not rule.decides]
    most = f'The rule "{names[0]}" decides most often: without it, {percent(found[0].decides)} of the clients with this'
    most += " answer would have another result."
    if len(never) == len(found):
        return "No rule matters: without any one of them every result would be the same."
    if never:
        more = len(never) - MOST_DRAWN
        named = [f'"{name}"' for name in never[:MOST_DRAWN]] + ([counted(more, "more", "more")] if more > 0 else [])
        return f"{counted(len(never), 'rule')} of {len(found)} never matter: {listed(named)}. {most}"
    least = f'The rule "{names[-1]}" ({percent(found[-1].decides)})'
    return f"Each of the {len(found)} rules matters to somebody. {most} {least} decides least often."


@lru_cache(maxsize=2)  # Each rule is taken away once for the same tables.
def _decided(tables: Tables) -> tuple[Rule, ...]:
    """Return the rules, each with how often it decides."""
    clients = possible_clients(tables)
    axes = {each.question.question: axis for axis, each in enumerate(clients.ways)}
    decides: dict[tuple[object, ...], float] = {}  # Rules of answers that do the same decide as often.
    found = []
    for number, row in enumerate(tables.rules[["question", "answer", "modality", "points"]].to_dict("records")):
        if row["question"] not in axes:
            continue
        axis = axes[row["question"]]
        ways = _ways_that_set_off(row, axis, clients)
        key = axis, ways, row["modality"], row["points"]
        if key not in decides:
            without = tables.replace(rules=tables.rules.drop(index=tables.rules.index[number]))
            decides[key] = _decides(row, axis, ways, clients, without)
        answer, modality = clients.ways[axis].question.answers[row["answer"]], clients.rules.names[row["modality"]]
        found.append(Rule(answer, modality, int(row["points"]), decides[key]))
    return tuple(found)


def _ways_that_set_off(row: dict[Hashable, Any], axis: int, clients: PossibleClients) -> tuple[int, ...]:
    """Return which ways of answering a question set a rule off."""
    ways = clients.ways[axis]
    if ways.question.kind == "minutes":
        times = [(way, given) for way, given in enumerate(ways.given) if given is not None]
        return tuple(way for way, given in times if row["modality"] in clients.rules.fitting(given))
    effect = effects_of(clients.tables).of_answers[ways.question.question][row["answer"]]
    return (ways.effects.index(effect) if effect in ways.effects else len(ways.effects) - 1,)


def _decides(
    row: dict[Hashable, Any], axis: int, ways: tuple[int, ...], clients: PossibleClients, without: Tables
) -> float:
    """Return for how large a part of the clients who set a rule off the result is another without it."""
    rows = np.arange(clients.numbers.size).reshape(clients.shape).take(ways, axis=axis).ravel()
    frame, question = clients.frame.iloc[rows], clients.ways[axis].question
    if question.kind != "minutes":  # What stands for all answers that do the same gives way to this one.
        answer = pd.Categorical.from_codes(np.zeros(len(rows), dtype=int), [row["answer"]])
        frame = frame.assign(**{question.question: answer})
    known: dict[str, int] = {}
    before, after = (_results(frame, each, known) for each in (clients.tables, without))
    whose = clients.numbers.ravel()[rows]
    return float(whose[before != after].sum() / (whose.sum() or 1))


def _results(frame: pd.DataFrame, tables: Tables, known: dict[str, int]) -> NDArray[np.int64]:
    """Return a number for the result of each client, the same for the same result."""
    found = recommend_many(frame, tables)
    leaders = found["modalities"].cat
    numbers = np.array([known.setdefault(names, len(known)) for names in leaders.categories], dtype=np.int64)
    return np.asarray(numbers[leaders.codes] * len(OUTCOMES) + found["outcome"].cat.codes.to_numpy())
