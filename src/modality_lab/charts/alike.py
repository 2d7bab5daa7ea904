"""How much two modalities share of what the tables name for them, for each pair."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from modality_lab.charts.chart import Chart, canvas, figure_width, label_rows, wrap
from modality_lab.charts.look import Look, chart_of_first
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# What is counted: each table with the column that names its items.
COUNTED = {"benefits": "benefit", "conditions": "condition", "techniques": "technique"}
KINDS = listed(COUNTED)
# More pairs than these make a sentence that nobody reads to its end.
MOST_PAIRS = 3
SILENCE = "What is not named may still be so."


class Pair(NamedTuple):
    """Two modalities and what is named for them.

    Attributes
    ----------
    one, other : str
        Their ids.
    shared : dict of str to int
        How many items of each table are named for both.
    named : dict of str to int
        How many are named for either.
    """

    one: str
    other: str
    shared: dict[str, int]
    named: dict[str, int]

    @property
    def likeness(self) -> Fraction:
        """What part of all that is named for either is named for both.

        Returns
        -------
        Fraction
            From 0 to 1, exactly.
        """
        return Fraction(sum(self.shared.values()), sum(self.named.values()))


def alike(tables: Tables, modalities: Sequence[str] | None = None) -> Chart:
    """Show how much each two modalities share of the benefits, conditions and techniques named for them.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; counted are the rows of `benefits.csv`, `conditions.csv` and `techniques.csv`.
    modalities : sequence of str, optional
        The ids of those to compare; without them the first twelve.

    Returns
    -------
    Chart
        Its table has a row for each pair, the most alike first.

    Raises
    ------
    KitError
        When there is no such modality.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> alike(load_tables())  # doctest: +NORMALIZE_WHITESPACE
    Neuromuscular therapy and Deep tissue massage share 5 of the 31 benefits, conditions and techniques named for
    either. What is not named may still be so.
    """
    look = Look(tables, modalities)
    named = _named(tables, look)
    known = [name for name in look.names if any(named[name].values())]
    pairs = [_pair(one, other, named) for one, other in combinations(known, 2)]
    silent = [look.names[name] for name in look.names if name not in known]
    sentence = _sentence(pairs, silent, look)
    return chart_of_first(
        sentence, _table(pairs, look), partial(_draw, pairs, known, look), look, look.over_columns.note
    )


def _named(tables: Tables, look: Look) -> dict[str, dict[str, set[str]]]:
    """Return the items that each table names for each modality."""
    named: dict[str, dict[str, set[str]]] = {name: {table: set() for table in COUNTED} for name in look.names}
    for table, item in COUNTED.items():
        for modality, items in getattr(tables, table).groupby("modality")[item]:
            if modality in named:
                named[modality][table] = set(items)
    return named


def _pair(one: str, other: str, named: dict[str, dict[str, set[str]]]) -> Pair:
    shared = {table: len(named[one][table] & named[other][table]) for table in COUNTED}
    either = {table: len(named[one][table] | named[other][table]) for table in COUNTED}
    return Pair(one, other, shared, either)


def _sentence(pairs: list[Pair], silent: list[str], look: Look) -> str:
    left_out = f" {listed(silent)} cannot be compared, as nothing is named there." if silent else ""
    if not pairs:
        return f"To compare, two modalities are needed for which the tables name something.{left_out}"
    if len(pairs) == 1:
        [pair] = pairs
        return f"{_names(pair, look)} share {_count(pair)}.{left_out} {SILENCE}"
    highest = max(pair.likeness for pair in pairs)
    lowest = min(pair.likeness for pair in pairs)
    if highest == lowest:
        equal = f"All {len(pairs)} pairs are equally alike: each shares {_percent(highest)}% of {_either()}."
        return f"{equal}{left_out} {SILENCE}"
    most, least = (_those([pair for pair in pairs if pair.likeness == end], look) for end in (highest, lowest))
    counted_from = f"We counted the {KINDS} named for either of the two."
    return f"Most alike are {most}. Most different are {least}. {counted_from}{left_out} {SILENCE}"


def _those(pairs: list[Pair], look: Look) -> str:
    """Name the pairs, and say what they share: one pair in numbers, several by their percentage."""
    if len(pairs) == 1:
        shared, either = sum(pairs[0].shared.values()) or "none", sum(pairs[0].named.values())
        return f"{_names(pairs[0], look)}, which share {shared} of {either}"
    more = len(pairs) - MOST_PAIRS
    named = "; ".join(_names(pair, look) for pair in pairs[:MOST_PAIRS])
    rest = f"; and {counted(more, 'more pair')}" if more > 0 else ""
    part = "nothing" if not pairs[0].likeness else f"{_percent(pairs[0].likeness)}%"
    return f"{named}{rest}, which share {part} each"


def _names(pair: Pair, look: Look) -> str:
    return f"{look.names[pair.one]} and {look.names[pair.other]}"


def _count(pair: Pair) -> str:
    shared = sum(pair.shared.values()) or "none"
    return f"{shared} of the {sum(pair.named.values())} {KINDS} named for either"


def _either() -> str:
    return f"the {KINDS} named for either"


def _percent(likeness: Fraction) -> int:
    return round(100 * likeness)


def _table(pairs: list[Pair], look: Look) -> pd.DataFrame:
    ordered = sorted(pairs, key=lambda pair: -pair.likeness)
    rows = [
        {
            "Alike": f"{_percent(pair.likeness)}%",
            "Shared": f"{sum(pair.shared.values())} of {sum(pair.named.values())}",
            **{f"Shared {table}": f"{pair.shared[table]} of {pair.named[table]}" for table in COUNTED},
        }
        for pair in ordered
    ]
    columns = ["Alike", "Shared", *(f"Shared {table}" for table in COUNTED)]
    return pd.DataFrame(rows, columns=columns, index=pd.Index([_names(pair, look) for pair in ordered], name="Pair"))


def _draw(pairs: list[Pair], known: list[str], look: Look) -> "Figure":
    from matplotlib.patches import Rectangle

    sides = max(len(known) - 1, 1)
    figure, axes = canvas(height=2.2 + 0.62 * sides)
    axes.set_title("How much do two share?")
    place = {name: number for number, name in enumerate(known)}
    cells = np.full((sides, sides), np.nan)
    for pair in pairs:
        cells[place[pair.other] - 1, place[pair.one]] = float(pair.likeness)
    most = np.nanmax(cells) if pairs else 1
    axes.imshow(cells, cmap="Blues", vmin=0, vmax=max(2 * most, 0.01), aspect="auto")
    ends = {max(pair.likeness for pair in pairs), min(pair.likeness for pair in pairs)} if len(pairs) > 1 else set()
    # Many fields of a narrow figure hold the number alone.
    sign = "%" if sides < 5 or figure_width() == 10 else ""
    if not sign:
        axes.set_xlabel("percent that two share")
    for pair in pairs:
        x, y = place[pair.one], place[pair.other] - 1
        is_end = pair.likeness in ends
        weight = "bold" if is_end else "normal"
        axes.text(x, y, f"{_percent(pair.likeness)}{sign}", ha="center", va="center", fontsize=15, weight=weight)
        if is_end:
            style = "solid" if pair.likeness == max(ends) else "dashed"
            corner = (x - 0.46, y - 0.44)
            axes.add_patch(Rectangle(corner, 0.92, 0.88, fill=False, edgecolor="black", linewidth=3, linestyle=style))
    _name_both_sides(axes, known, look)
    if ends:
        figure.supxlabel("full frame: most alike     broken frame: most different", fontsize=15)
    return figure


def _name_both_sides(axes: "Axes", known: list[str], look: Look) -> None:
    label_rows(axes, [wrap(look.in_figure.words[name], 24) for name in known[1:]], top=-0.5)
    slant: dict[str, Any] = {"rotation": 35, "ha": "left"} if len(known) > 4 else {}
    axes.set_xticks(range(len(known[:-1])), [look.column_name(name) for name in known[:-1]], **slant)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
