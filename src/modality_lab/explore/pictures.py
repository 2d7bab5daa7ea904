"""The picture of what is chosen, its sentence and its table."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts import Chart
from modality_lab.charts.chart import canvas, empty_figure, figure_width, ink_on, label_rows, wrap
from modality_lab.explore.choice import ROWS, Choice
from modality_lab.explore.columns import FEW_GROUPS
from modality_lab.explore.filters import cell_text
from modality_lab.words import counted, listed, sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUPED = ("counts", "bars", "dots", "heat")
MOST_NAMED = 3
LABEL = 26
"""So many letters has a line of a name, and a name has two lines."""


def picture(choice: Choice, title: str, frame: pd.DataFrame) -> Chart:
    """Draw what is chosen, and say it in a sentence.

    Parameters
    ----------
    choice : Choice
        What is chosen.
    title : str
        What the table is called.
    frame : pandas.DataFrame
        The table.

    Returns
    -------
    Chart
        Its table has words in all cells. Without a picture, or without a row, its figure is empty.

    Examples
    --------
    >>> frame = pd.DataFrame({"Who": ["Ann", "Ben", "Ann"], "Age": [30, 41, 32]})
    >>> picture(Choice("clients.csv", "bars", group="Who", number="Age"), "Clients", frame)
    Clients: 3 rows. Age, on average for each Who: highest 41 for Ben, and lowest 31 for Ann.
    """
    rows = choice.rows(frame)
    result = choice.result(rows)
    sentence = f"{_which_rows(choice, title, frame, rows)} {_said(choice, rows, result)}".strip()
    draw, drawn = _DRAWN.get(choice.picture), _first_groups(choice, result)
    if len(drawn) < len(result):
        sentence += f" The picture shows the first {FEW_GROUPS} groups, and the table all."
    figure = empty_figure if draw is None or result.empty else lambda: draw(choice, drawn)
    return Chart(sentence, in_words(result), figure)


def _first_groups(choice: Choice, result: pd.DataFrame) -> pd.DataFrame:
    """Return the part of a table that can be drawn: as many groups as can be read."""
    if choice.picture == "strip" and choice.group:
        return result[result[choice.group].isin(sorted(result[choice.group].unique())[:FEW_GROUPS])]
    return result.head(FEW_GROUPS) if choice.picture in GROUPED else result


def in_words(result: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the words of all its cells, and its groups as its first column.

    Parameters
    ----------
    result : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.DataFrame
        The table to read.
    """
    grouped = result.index.name is not None
    heads = [*([result.index.name] if grouped else []), *result.columns]
    rows = [map(cell_text, row if grouped else row[1:]) for row in result.itertuples(name=None)]
    # A group may be called like a column: a table to read may have two of a name.
    return pd.DataFrame([list(row) for row in rows], columns=[cell_text(head) for head in heads], dtype=str)


def _which_rows(choice: Choice, title: str, frame: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Say which table it is, and how many of its rows are kept."""
    start, split = sentence_case(title), choice.split()
    kept = counted(len(rows), "row") if split or not choice.filters else f"{len(rows)} of {counted(len(frame), 'row')}"
    each = f", one for each thing named under {listed(split)}" if split else ""
    where = f" ({'; '.join(each.words for each in choice.filters)})" if choice.filters else ""
    return f"{start}: {kept}{each}{where}."


def _said(choice: Choice, rows: pd.DataFrame, result: pd.DataFrame) -> str:
    """Say what the picture shows."""
    if rows.empty:
        return "No row is left: take back one of the filters." if choice.filters else "Nothing stands in it yet."
    if result.empty:
        return f"None of them states a number under {choice.number}."
    if choice.picture == "rows":
        return ""
    without = len(rows) - int(rows[list(filter(None, (choice.number, choice.other)))].dropna().shape[0])
    more = f" ({counted(without, 'row')} without a number left out.)" if choice.number and without else ""
    return _SENTENCES[choice.picture](choice, result) + more


def _said_of_counts(choice: Choice, result: pd.DataFrame) -> str:
    counts = result[ROWS]
    if counts.min() == counts.max():
        return f"By {choice.group}: {counted(len(result), 'group')} of {counts.max()} each."
    most, least = _named(counts, counts.max()), _named(counts, counts.min())
    return f"By {choice.group}: most in {most} ({counts.max()}), and fewest in {least} ({counts.min()})."


def _said_of_bars(choice: Choice, result: pd.DataFrame) -> str:
    means = result[choice.number]
    highest, lowest = (cell_text(end) for end in (means.max(), means.min()))
    start = f"{choice.number}, on average for each {choice.group}"
    if highest == lowest:
        return f"{start}: {highest} in every group."
    names = _named(means, means.max()), _named(means, means.min())
    return f"{start}: highest {highest} for {names[0]}, and lowest {lowest} for {names[1]}."


def _said_of_dots(choice: Choice, result: pd.DataFrame) -> str:
    widths = result["max"] - result["min"]
    if widths.max() == 0:
        return f"{choice.number} for each {choice.group}: within a group the numbers do not differ."
    widest = widths[widths == widths.max()].index[0]
    low, high = (cell_text(result[end][widest]) for end in ("min", "max"))
    return f"{choice.number} for each {choice.group}: the widest range has {cell_text(widest)}, from {low} to {high}."


def _said_of_heat(choice: Choice, result: pd.DataFrame) -> str:
    counts = result.stack()
    pairs = [f"{cell_text(one)} with {cell_text(other)}" for one, other in counts[counts == counts.max()].index]
    empty = int((counts == 0).sum())
    start = f"{choice.group} against {choice.across}: most often {_some(pairs)} ({counts.max()})"
    return f"{start}; {empty} of the {counts.size} pairs {'do' if empty != 1 else 'does'} not occur."


def _said_of_strip(choice: Choice, result: pd.DataFrame) -> str:
    numbers = result[choice.number]
    low, middle, high = (cell_text(end) for end in (numbers.min(), numbers.median(), numbers.max()))
    return (
        f"{choice.number}: from {low} to {high}, half of the rows at {middle} or below. A darker dot is several rows."
    )


def _said_of_two(choice: Choice, result: pd.DataFrame) -> str:
    one, other = result[choice.number], result[choice.other]
    start = f"{choice.other} against {choice.number} in {counted(len(result), 'row')}"
    above = one > one.median()
    if not above.any():
        return f"{start}: too few different numbers under {choice.number} to see a direction."
    both = int((other[above] > other.median()).sum())
    high, middle = counted(int(above.sum()), "row"), f"the middle of {choice.number}"
    return f"{start}: of the {high} above {middle}, {both} {'are' if both != 1 else 'is'} above that of {choice.other}."


_SENTENCES: dict[str, Callable[[Choice, pd.DataFrame], str]] = {
    "counts": _said_of_counts,
    "bars": _said_of_bars,
    "dots": _said_of_dots,
    "heat": _said_of_heat,
    "strip": _said_of_strip,
    "against": _said_of_two,
}


def _named(numbers: pd.Series, at: float) -> str:
    return _some([cell_text(name) for name in numbers[numbers == at].index])


def _some(names: list[str]) -> str:
    """Name a few, and count the others."""
    more = [counted(len(names) - MOST_NAMED, "other")] if len(names) > MOST_NAMED + 1 else []
    return listed([*names[:MOST_NAMED], *more] if more else names)


def _draw_bars(choice: Choice, result: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=1.6 + 0.62 * len(result))
    numbers = result.iloc[:, 0]
    bars = axes.barh(range(len(result)), numbers, height=0.6)
    axes.bar_label(bars, [cell_text(number) for number in numbers], padding=6)
    axes.margins(x=0.12 if numbers.min() >= 0 else 0.25)
    _few_steps(axes, integer=not choice.number)
    label_rows(axes, _in_lines(result.index))
    axes.set_xlabel(wrap(f"{choice.number}, on average" if choice.number else "rows", 60))
    return figure


def _draw_dots(choice: Choice, result: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=2.2 + 0.62 * len(result))
    axes.hlines(range(len(result)), result["min"], result["max"], color="#BBBBBB")
    names = {"min": "lowest", "median": "middle (median)", "max": "highest"}
    for (column, name), marker in zip(names.items(), "<o>", strict=True):
        axes.plot(result[column], range(len(result)), marker, label=name, alpha=0.85)
    label_rows(axes, _in_lines(result.index))
    axes.set_xlabel(wrap(choice.number, 60))
    _few_steps(axes)
    axes.grid(axis="x")
    figure.legend(loc="outside upper center", ncols=3, frameon=False)
    return figure


def _draw_heat(choice: Choice, result: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=3.4 + max(2.5, 0.62 * len(result)))
    mesh = axes.pcolormesh(result.to_numpy(), cmap="Blues", edgecolor="white")
    # On a phone there is no room for three digits side by side in each of a dozen columns.
    is_tight = figure_width() < 10 and result.to_numpy().max() > 99 and len(result.columns) > 9
    turned = 90 if is_tight else 0
    for row, counts in enumerate(result.to_numpy()):
        for column, count in enumerate(counts):
            color = ink_on(mesh.cmap(mesh.norm(count)))
            axes.text(column + 0.5, row + 0.5, str(count or ""), ha="center", va="center", color=color, rotation=turned)
    columns = [wrap(cell_text(name), LABEL, lines=1) for name in result.columns]
    axes.set_xticks([at + 0.5 for at in range(len(columns))], columns, rotation=90)
    axes.set_yticks([at + 0.5 for at in range(len(result))], _in_lines(result.index))
    axes.set_ylim(len(result), 0)
    axes.set_xlabel(wrap(choice.across, 60))
    axes.set_ylabel(wrap(choice.group, 30))
    return figure


def _draw_strip(choice: Choice, result: pd.DataFrame) -> "Figure":
    groups = sorted(result[choice.group].unique()) if choice.group else [""]
    figure, axes = canvas(height=1.8 + 0.62 * len(groups))
    at = result[choice.group].map({name: row for row, name in enumerate(groups)}) if choice.group else [0] * len(result)
    axes.plot(result[choice.number], at, "o", alpha=0.5)
    label_rows(axes, _in_lines(groups) if choice.group else groups)
    axes.set_xlabel(wrap(choice.number, 60))
    _few_steps(axes)
    axes.grid(axis="x")
    return figure


def _draw_two(choice: Choice, result: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=5.5)
    axes.plot(result[choice.number], result[choice.other], "o", alpha=0.6)
    axes.set_xlabel(wrap(choice.number, 60))
    axes.set_ylabel(wrap(choice.other, 36))
    _few_steps(axes)
    axes.grid()
    return figure


def _few_steps(axes: "Axes", integer: bool = False) -> None:
    """Give the axis so few numbers that they have room on a phone."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(5, integer=integer))


def _in_lines(names: Iterable[object]) -> list[str]:
    return [wrap(cell_text(name), LABEL, lines=2) for name in names]


_DRAWN: dict[str, Callable[[Choice, pd.DataFrame], "Figure"]] = {
    **dict.fromkeys(("counts", "bars"), _draw_bars),
    "dots": _draw_dots,
    "heat": _draw_heat,
    "strip": _draw_strip,
    "against": _draw_two,
}
