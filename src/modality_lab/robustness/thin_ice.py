"""Thin ice: where each modality leads among all possible clients, and how many questions would turn that alone."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from modality_lab.charts.chart import Chart, canvas, label_rows, wrap
from modality_lab.charts.look import MOST_IN_SENTENCE, Look, chart_of_first
from modality_lab.recommender.outcome import Outcome
from modality_lab.recommender.phrases import in_words
from modality_lab.robustness.percent import percent
from modality_lab.robustness.possible_clients import PossibleClients, possible_clients
from modality_lab.tables import Tables
from modality_lab.words import counted, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TIE, NEITHER = "tie", "neither"
LEAST = (4, 2, 1, 0)
"""How many questions, at least, would turn a result alone in each part of a bar: the thinnest ice first."""

KEY = ("4 or more questions", "2 or 3 questions", "1 question", "no question")

COLORS = ("#DCEBF7", "#9CC4E4", "#4A8FC2", "#174A75")
HATCHES = ("//", "..", "", "")
NARROW = 0.06
"""A part of a bar that is narrower, beside the longest bar, has no room for its number."""


class Row(NamedTuple):
    """A result, and how many clients have it.

    Attributes
    ----------
    name : str
        How the result is called.
    words : str
        The same as the figure writes it.
    shares : tuple of float
        How large a part of all clients has it, for each thickness of the ice.
    """

    name: str
    words: str
    shares: tuple[float, ...]


def thin_ice(tables: Tables, client: Mapping[str, Any] | None = None) -> Chart:
    """Show where each modality leads among all possible clients, and how many questions would turn each result alone.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the clients are those whom its questions can describe with one answer each.
    client : mapping of str to object, optional
        The answers of a client to mark among them, as `recommend` takes them.

    Returns
    -------
    Chart
        Its table has a row for each result.

    Raises
    ------
    AnswerError
        When an answer of the client cannot be used.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> str(thin_ice(load_tables()))[:99]
    'Of 49,832,639 possible clients, Neuromuscular therapy leads for 45% and Deep tissue massage for 32%'
    """
    look = Look(tables)
    clients = possible_clients(tables, client)
    rows = rows_of(clients, look)
    place = place_of(clients)
    sentence = " ".join(
        filter(None, [_sentence(rows, clients), place_sentence(clients, look, client), clients.counted])
    )
    return chart_of_first(sentence, _table(rows), partial(_draw, rows, clients, place), look, look.in_figure.note)


def rows_of(clients: PossibleClients, look: Look) -> dict[str, Row]:
    """Return the results, each with how many clients have it.

    Parameters
    ----------
    clients : PossibleClients
        The clients.
    look : Look
        Names the modalities.

    Returns
    -------
    dict of str to Row
        A row under the id of each modality that is shown, and for a tie and for none where these are met.
    """
    keys = [key_of(outcome) for outcome in clients.outcomes]
    names = look.names | {TIE: "A tie", NEITHER: "None fits as it is"}
    words = look.in_figure.words | {TIE: "a tie: the edge", NEITHER: "none fits as it is"}
    found = {}
    for key, name in names.items():
        here = np.isin(clients.results, [number for number, each in enumerate(keys) if each == key])
        if key in look.names or here.any():
            found[key] = Row(name, words[key], tuple(_shares(clients, here)))
    return found


def _shares(clients: PossibleClients, here: Any) -> list[float]:
    above = [len(clients.ways) + 1, *LEAST]
    return [
        clients.share(here & (clients.alone >= least) & (clients.alone < most))
        for least, most in zip(LEAST, above, strict=False)
    ]


def key_of(outcome: Outcome) -> str:
    """Return under which key of `rows_of` a result stands.

    Parameters
    ----------
    outcome : Outcome
        The result.

    Returns
    -------
    str
        The id of the leader, or the word for the others.
    """
    return outcome.modalities[0] if outcome.name == "recommended" else outcome.name


def place_of(clients: PossibleClients) -> tuple[str, int] | None:
    """Return where the client stands.

    Parameters
    ----------
    clients : PossibleClients
        The clients.

    Returns
    -------
    tuple of (str, int) or None
        The key of the row, and the part of its bar; None where no client has been brought, or it has no place.
    """
    if clients.place is None:
        return None
    key, alone = key_of(clients.outcomes[clients.results[clients.place]]), clients.alone[clients.place]
    return key, next(part for part, least in enumerate(LEAST) if alone >= least)


def place_sentence(clients: PossibleClients, look: Look, client: Mapping[str, Any] | None) -> str:
    """Say where the client stands.

    Parameters
    ----------
    clients : PossibleClients
        The clients.
    look : Look
        Names the modalities.
    client : mapping of str to object, or None
        The client's answers.

    Returns
    -------
    str
        A sentence, or "" where no client has been brought.
    """
    if clients.place is None:
        return "This client has no place among them: safety comes first, or nothing is answered." if client else ""
    outcome = clients.outcomes[clients.results[clients.place]]
    alone, steps = int(clients.alone[clients.place]), int(clients.steps[clients.place])
    result = {TIE: "it is a tie", NEITHER: "none fits as it is"}.get(outcome.name)
    if result is None:
        names = {**look.names, **clients.rules.names}
        result = f"{names[outcome.modalities[0]]} leads by {counted(int(clients.lead[clients.place]), 'point')}"
    if alone:
        which = "any one" if alone == len(clients.ways) else in_words(alone)
        turns = f"{which} of the {in_words(len(clients.ways))} questions, answered anew, would turn that alone"
    else:
        turns = f"it takes {in_words(steps)}{' or more' if steps > 2 else ''} questions answered anew to turn that"
    return f"For this client {result}, and {turns}."


def _sentence(rows: Mapping[str, Row], clients: PossibleClients) -> str:
    led = {row.name: sum(row.shares) for key, row in rows.items() if key not in (TIE, NEITHER)}
    leading = sorted(filter(led.get, led), key=lambda name: -led[name])
    named = [f"{name}{'' if place else ' leads'} for {percent(led[name])}" for place, name in enumerate(leading)]
    parts = [listed(named[:MOST_IN_SENTENCE]) or "none leads alone"]
    if never := [name for name in led if not led[name]]:
        parts.append(f"{listed(never[:MOST_IN_SENTENCE], 'or')} for nobody")
    if TIE in rows:
        parts.append(f"{percent(sum(rows[TIE].shares))} are a tie")
    if NEITHER in rows:
        parts.append(f"for {percent(sum(rows[NEITHER].shares))} none fits as it is")
    thin = percent(clients.share(clients.alone > 0))
    return (
        f"Of {clients.count:,} possible clients, {'; '.join(parts)}. "
        f"For {thin} the ice is thin: one question answered anew is enough for another result."
    )


def _table(rows: Mapping[str, Row]) -> pd.DataFrame:
    cells = [[percent(sum(row.shares)), *map(percent, row.shares)] for row in rows.values()]
    columns = ["Of all clients", *(f"Turned alone by {words}" for words in KEY)]
    return pd.DataFrame(cells, columns=columns, index=pd.Index([row.name for row in rows.values()], name="Result"))


def _draw(rows: Mapping[str, Row], clients: PossibleClients, place: tuple[str, int] | None) -> "Figure":
    figure, axes = canvas(height=3.4 + 0.85 * len(rows), title="Where does each lead, and how thin is the ice?")
    longest = max(sum(row.shares) for row in rows.values())
    for number, row in enumerate(rows.values()):
        _draw_row(axes, number, row, longest)
    label_rows(axes, [wrap(row.words, 24) for row in rows.values()], top=-0.85)
    axes.set_xlim(0, longest * 1.12)
    axes.set_xlabel("percent of all possible clients")
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%")
    if place and place[0] in rows:
        key, part = place
        shares = rows[key].shares
        x, y = sum(shares[:part]) + shares[part] / 2, list(rows).index(key)
        axes.plot(x, y - 0.43, marker="v", color="#D55E00", markersize=16, clip_on=False, zorder=5)
        axes.text(x + 0.02 * longest, y - 0.45, "this client", ha="left", va="center", weight="bold", color="#A34700")
    words = f"so many of the {len(clients.ways)} questions would turn the result alone"
    figure.legend(*_key(), title=words, loc="outside lower center", ncols=4, frameon=False, title_fontsize=15)
    return figure


def _draw_row(axes: "Axes", number: int, row: Row, longest: float) -> None:
    left = 0.0
    for part, share in enumerate(row.shares):
        look: dict[str, Any] = {
            "color": COLORS[part],
            "hatch": HATCHES[part],
            "edgecolor": "#5B7F9E" if part < 2 else "white",
        }
        axes.barh(number, share, left=left, height=0.56, linewidth=1, **look)
        if share >= NARROW * longest:
            is_light = part < 2
            box = {"facecolor": COLORS[part], "edgecolor": "none", "pad": 1.5} if is_light else None
            axes.text(
                left + share / 2, number, f"{100 * share:.0f}", ha="center", va="center", weight="bold", bbox=box,
                color="black" if is_light else "white",
            )  # fmt: skip
        left += share
    axes.text(left + 0.009 * longest, number, f" {percent(left)}", ha="left", va="center", weight="bold")


def _key() -> tuple[list[Any], list[str]]:
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=color, hatch=hatch, edgecolor="#5B7F9E" if hatch else "white")
        for color, hatch in zip(COLORS, HATCHES, strict=True)
    ]
    return patches, [*KEY[:1], *(words.removesuffix(" question").removesuffix(" questions") for words in KEY[1:])]
