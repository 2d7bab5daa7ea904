"""A million clients: `recommend_many` beside the plain way of numpy, which compares, stacks and multiplies.

Both get the same table of clients: a column of categories for a question that takes one answer, a column of numbers for
the minutes, and a column of True and False for each answer of a question that takes several. Both have to return the
same: outcome, leaders, points, what is left out, and who is referred on.
"""

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import random_clients
from numpy.typing import NDArray

from modality_lab import Tables, recommend_many
from modality_lab.recommender.rulebook import Rulebook, rulebook

MADE_UP = 20_000
AT_ONCE = 100_000


def clients_of(tables: Tables, number: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return so many clients with their answers as text, and the same in columns of categories and of ticks.

    They repeat some thousands that are made up.
    """
    made_up = random_clients.made_up(tables, min(number, MADE_UP), np.random.default_rng(seed))
    places = np.random.default_rng(seed).integers(0, len(made_up), number)
    columns = []
    for name, question in rulebook(tables).questions.items():
        if question.kind == "several":
            ticks = made_up[name].str.get_dummies(";").reindex(columns=list(question.answers), fill_value=0)
            columns.append(ticks.astype(bool).add_prefix(f"{name}="))
        else:
            columns.append(made_up[name] if question.kind == "minutes" else made_up[name].astype("category"))
    in_columns = pd.concat(columns, axis=1)
    return made_up.iloc[places].reset_index(drop=True), in_columns.iloc[places].reset_index(drop=True)


def compare_stack_multiply(clients: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return what `recommend_many` returns, found in plain numpy; in blocks, or a million would fill the memory."""
    rules = rulebook(tables)
    parts = [
        _of_block(clients.iloc[first : first + AT_ONCE], rules, tables) for first in range(0, len(clients), AT_ONCE)
    ]
    return pd.concat(parts)


def points_alone(clients: pd.DataFrame, tables: Tables) -> NDArray[np.int_]:
    """Return the points alone, counted in the same way: no safety, no outcome, no leader, and no answer is checked."""
    blocks = [clients.iloc[first : first + AT_ONCE] for first in range(0, len(clients), AT_ONCE)]
    return np.concatenate([_points_of_block(block, rulebook(tables), tables) for block in blocks])


def _points_of_block(clients: pd.DataFrame, rules: Rulebook, tables: Tables) -> NDArray[np.int_]:
    names, rows = list(rules.names), tables.rules
    compared = np.column_stack(
        [
            _compared(clients, *each, rules)
            for each in zip(rows["question"], rows["answer"], rows["modality"], strict=True)
        ]
    )
    weights = np.zeros((len(rows), len(names)), dtype=int)
    weights[range(len(rows)), [names.index(name) for name in rows["modality"]]] = rows["points"].astype(int)
    return np.asarray(compared @ weights)


def _of_block(clients: pd.DataFrame, rules: Rulebook, tables: Tables) -> pd.DataFrame:
    names = list(rules.names)
    points = _points_of_block(clients, rules, tables)
    flags = list(rules.safety.cautions)
    ticked = np.column_stack([clients[f"health_flags={flag}"] for flag in flags])
    cautions = [rules.safety.raised_by([flag]) for flag in flags]
    refers = ticked @ np.array([any(each.refers for each in those) for those in cautions])
    ruled_out = np.array([np.isin(names, rules.safety.ruled_out(those)) for those in cautions])
    left_out = ticked @ ruled_out
    refer = refers | left_out.all(axis=1)

    asked = [question.question for question in rules.questions_with_points]
    columns = [name for name in clients.columns if name.partition("=")[0] in asked]
    answered = np.column_stack([_answered(clients[name]) for name in columns]).any(axis=1)
    aside = np.zeros(len(clients), dtype=bool)
    for note in rules.notes_instead:
        aside |= _compared(clients, note.question, note.answer, "", rules)
    taking_part = np.where(left_out, -1, points)
    most = taking_part.max(axis=1)
    leads = (taking_part == most[:, np.newaxis]) & (answered & ~refer)[:, np.newaxis]
    neither = aside & (most > 0) & leads[:, np.isin(names, rules.deep_working)].any(axis=1)
    leads &= ~neither[:, np.newaxis]
    alone = (leads.sum(axis=1) == 1) & (most > 0)
    found = {
        "outcome": np.select(
            [refer, ~answered, neither, alone], ["refer", "no_answers", "neither", "recommended"], default="tie"
        ),
        "modalities": _joined(leads, names),
        **{f"points_{name}": points[:, place] for place, name in enumerate(names)},
        "left_out": _joined(left_out, names),
        "refer": refer,
    }
    return pd.DataFrame(found, index=clients.index)


def _compared(clients: pd.DataFrame, question: str, answer: str, modality: str, rules: Rulebook) -> NDArray[np.bool_]:
    if rules.questions[question].kind == "minutes":
        shortest, longest = rules.sessions[modality]
        return np.asarray((clients[question] >= shortest) & (clients[question] <= longest))
    if rules.questions[question].kind == "several":
        ticked = f"{question}={answer}"
        if ticked in clients:
            return np.asarray(clients[ticked])
        return np.asarray((";" + clients[question] + ";").str.contains(f";{answer};", regex=False))
    return np.asarray(clients[question] == answer)


def _answered(cells: pd.Series) -> NDArray[np.bool_]:
    return np.asarray(cells if cells.dtype == bool else cells.notna() & (cells != ""))


def _joined(which: NDArray[np.bool_], names: list[str]) -> NDArray[np.object_]:
    joined = np.full(len(which), "", dtype=object)
    for place, name in enumerate(names):
        joined = np.where(which[:, place], np.where(joined == "", name, joined + ";" + name), joined)
    return joined


def million(tables: Tables, number: int = 1_000_000, seed: int = 14) -> dict[str, float]:
    """Return the seconds that each way takes, the kit's first, once it is seen that both return the same."""
    as_text, clients = clients_of(tables, number, seed)
    few, ours = clients.head(AT_ONCE), recommend_many(clients.head(AT_ONCE), tables)
    pd.testing.assert_frame_equal(ours, recommend_many(as_text.head(AT_ONCE), tables), check_categorical=False)
    ours = ours.astype({"outcome": object, "modalities": object, "left_out": object})
    pd.testing.assert_frame_equal(ours, compare_stack_multiply(few, tables), check_dtype=False)
    return {
        "recommend_many": best_of(3, lambda: recommend_many(clients, tables)),
        "recommend_many, all answers as text": best_of(3, lambda: recommend_many(as_text, tables)),
        "numpy: compare, stack, multiply": best_of(2, lambda: compare_stack_multiply(clients, tables)),
    }


def million_points(tables: Tables, number: int = 1_000_000, seed: int = 14) -> dict[str, float]:
    """Return the seconds that plain numpy takes to count the points alone, once it is seen that they are the same."""
    took = {}
    for name, clients in zip(("text", "columns of ticks"), clients_of(tables, number, seed), strict=True):
        few = clients.head(AT_ONCE)
        ours = recommend_many(few, tables).filter(like="points_").to_numpy()
        np.testing.assert_array_equal(ours, points_alone(few, tables))
        took[f"numpy: the points alone, answers as {name}"] = best_of(1, partial(points_alone, clients, tables))
    return took


def best_of(runs: int, measured: Callable[[], object]) -> float:
    """Return the fewest seconds of computing that a call takes: others on the machine do not count."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        measured()
        times.append(time.process_time() - start)
    return min(times)
