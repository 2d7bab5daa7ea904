"""Charts that compare the modalities: each has a figure, a sentence and the table behind it.

>>> from modality_lab import load_tables
>>> session_length(load_tables()).table  # doctest: +NORMALIZE_WHITESPACE
                       Shortest (minutes)  Longest (minutes)
Modality
Neuromuscular therapy                  30                 60
Deep tissue massage                    60                 90

The colours are those of Okabe and Ito, made for colour-blind readers
(https://jfly.uni-koeln.de/color/); shape and pattern say the same again for print in grey.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts.chart import HATCHES, MARKERS, Chart, canvas, wrap
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# A hollow one of these needs more room than a circle to look hollow.
MARKER_SIZES = {"P": 19, "X": 19, "*": 25}
# More than these cannot be told apart on a projector.
MOST_MODALITIES = 12
MOST_ITEMS = 30
# More than these names make a sentence that nobody reads to its end.
MOST_IN_SENTENCE = 8


def session_length(tables: Tables) -> Chart:
    """Compare how long a usual session of each modality lasts, in minutes.

    Drawn from `sessions.csv`; the times that lie within the usual session of all are shaded.
    `tables` come from `load_tables`. Returns a `Chart`; its table has a row for each modality and
    the shortest and the longest session as whole minutes.

    >>> from modality_lab import load_tables
    >>> print(session_length(load_tables()))
    A usual session lasts 30 to 60 minutes for Neuromuscular therapy and 60 to 90 minutes for Deep tissue massage; only 60 minutes suits both.
    """
    look = _Look(tables)
    sessions = tables.sessions.set_index("modality")
    named = [modality for modality in look.names if modality in sessions.index]
    lows = [int(sessions["min_minutes"][modality]) for modality in named]
    highs = [int(sessions["max_minutes"][modality]) for modality in named]
    table = pd.DataFrame(
        {"Shortest (minutes)": lows, "Longest (minutes)": highs},
        index=pd.Index([look.names[modality] for modality in named], name="Modality"),
    )
    shared = (max(lows, default=0), min(highs, default=0))
    return _chart(
        _session_sentence(table, shared, look), table, lambda: _draw_sessions(table, shared, named, look), look
    )


def _chart(sentence: str, table: pd.DataFrame, draw: Callable[[], "Figure"], look: "_Look", items: str = "") -> Chart:
    """Return a chart that says what is not shown of it; `items` says it of its rows."""
    cut = [
        *([f"the first {MOST_MODALITIES} of {look.count} modalities"] if look.count > MOST_MODALITIES else []),
        *([items] if items else []),
    ]
    if not cut:
        return Chart(sentence, table, draw)
    note = f"shown are {listed(cut)}; to see others, hide modalities in switchboard.csv."
    return Chart(f"{sentence.removesuffix('.')}; {note}", table, draw, note)


def _session_sentence(table: pd.DataFrame, shared: tuple[int, int], look: "_Look") -> str:
    if table.empty:
        return "No session length is stated for any modality yet."
    if len(table) > MOST_IN_SENTENCE:
        lows, highs = (table[column].tolist() for column in table)
        sentence = f"The usual sessions of {len(table)} modalities lie within {_span(min(lows), max(highs))}"
    else:
        ranges = [f"{_span(low, high)} for {name}" for name, low, high in table.itertuples()]
        sentence = f"A usual session lasts {listed(ranges)}"
    if len(table) > 1:
        group = "both" if len(table) == 2 else f"all {len(table)}"
        low, high = shared
        only = "only " if low == high else ""
        fits = f"{only}{_span(low, high)} suits {group}" if low <= high else f"no length suits {group}"
        sentence += f"; {fits}"
    missing = [name for name in look.names.values() if name not in table.index]
    return sentence + (f"; none is stated for {listed(missing)}." if missing else ".")


def _span(low: int, high: int) -> str:
    return counted(low, "minute") if low == high else f"{low} to {high} minutes"


def _draw_sessions(table: pd.DataFrame, shared: tuple[int, int], named: list[str], look: "_Look") -> "Figure":
    figure, axes = canvas(height=2.4 + 0.9 * len(table))
    axes.set_title("How long is a usual session?")
    low, high = shared
    if len(table) > 1 and low <= high:
        group = "both" if len(table) == 2 else "all"
        axes.axvspan(low - 0.75, high + 0.75, color="#BBBBBB", alpha=0.6, zorder=0)
        axes.text((low + high) / 2, -0.62, f"{_span(low, high)} suits {group}", ha="center", va="bottom")
    for row, (modality, (name, shortest, longest)) in enumerate(zip(named, table.itertuples())):
        if longest > shortest:
            axes.barh(
                row,
                longest - shortest,
                left=shortest,
                height=0.5,
                color=look.color(modality),
                hatch=look.hatch(modality),
                edgecolor="white",
            )
        else:  # One length and no range: a bar too thin for a pattern.
            axes.barh(row, 1, left=shortest - 0.5, height=0.5, color=look.color(modality))
        axes.text(shortest - 1.5, row, shortest, ha="right", va="center", weight="bold")
        if longest > shortest:
            axes.text(longest + 1.5, row, longest, ha="left", va="center", weight="bold")
    axes.set_yticks(range(len(table)), [wrap(name, 24) for name in table.index])
    axes.set_ylim(len(table) - 0.4, -0.85)
    longest = int(table["Longest (minutes)"].max()) if len(table) else 60
    step = next(step for step in (15, 30, 60, 120, 240) if longest / step <= 10 or step == 240)
    axes.set_xticks(range(0, longest + 1, step))
    axes.set_xlim(0, longest + step * 0.8)
    axes.set_xlabel("minutes")
    axes.grid(axis="x")
    return figure


def focus(tables: Tables) -> Chart:
    """Place each modality on scales with two ends: where it works, on what, with which pressure.

    Drawn from `focus.csv` and `scales.csv`: positions run from -2 (left end) to 2 (right end) and
    are our reading of the source; the reasons stand beside them in `focus.csv`. `tables` come from
    `load_tables`. Returns a `Chart`; its table has a row for each scale, its two ends, and a column
    of positions for each modality.

    >>> from modality_lab import load_tables
    >>> print(focus(load_tables()))
    Neuromuscular therapy and Deep tissue massage stand on opposite sides of the middle on 5 of 5 scales and furthest apart on where, target and pressure; the positions are our reading of the source.
    """
    look = _Look(tables)
    scales = tables.scales.set_index("scale")
    positions = tables.focus.pivot(index="scale", columns="modality", values="position")
    positions = positions.reindex(index=scales.index, columns=list(look.names)).dropna(how="all")
    table = positions.rename(columns=look.names).rename_axis(index="Scale", columns=None)
    table.insert(0, "Left end (-2)", scales["left_end"])
    table.insert(1, "Right end (2)", scales["right_end"])
    return _chart(_focus_sentence(positions, look), table, lambda: _draw_focus(positions, scales, look), look)


def _focus_sentence(positions: pd.DataFrame, look: "_Look") -> str:
    if positions.empty:
        return "No modality is placed on a focus scale yet."
    compared = positions[positions.notna().sum(axis=1) > 1]
    spread = compared.max(axis=1) - compared.min(axis=1)
    widest = [plain(scale) for scale in spread.index[(spread == spread.max()) & (spread > 0)]]
    furthest = f"furthest apart on {listed(widest)}" if widest else "nowhere apart"
    opposite = int(((compared.max(axis=1) > 0) & (compared.min(axis=1) < 0)).sum())
    placed = [look.names[modality] for modality in positions.columns if positions[modality].notna().any()]
    if len(placed) == 1:
        return (
            f"{placed[0]} is placed on {counted(len(positions), 'scale')}; the positions are our reading of the source."
        )
    if len(placed) == 2:
        apart = f"{listed(placed)} stand on opposite sides of the middle on {opposite} of {counted(len(positions), 'scale')}"
    else:
        apart = f"The {len(placed)} modalities stand on both sides of the middle on {opposite} of {counted(len(positions), 'scale')}"
    return f"{apart} and {furthest}; the positions are our reading of the source."


def _draw_focus(positions: pd.DataFrame, scales: pd.DataFrame, look: "_Look") -> "Figure":
    figure, axes = canvas(height=1.8 + 1.15 * len(positions))
    axes.set_title("Where is the focus?")
    for row, scale in enumerate(positions.index):
        clear = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        axes.text(
            0, row - 0.3, scales["question"][scale], ha="center", va="bottom", weight="bold", bbox=clear, zorder=3
        )
        axes.hlines(row, -2, 2, color="#BBBBBB", linewidth=3, zorder=1)
        axes.plot([-2, -1, 0, 1, 2], [row] * 5, "|", color="#888888", markersize=10, zorder=1)
        axes.text(-2.35, row, wrap(scales["left_end"][scale], 18), ha="right", va="center")
        axes.text(2.35, row, wrap(scales["right_end"][scale], 18), ha="left", va="center")
    places = _side_by_side(positions)
    lines = [
        axes.plot(
            places[modality],
            range(len(positions)),
            color=look.color(modality),
            **look.mark(modality),
            linewidth=1.5,
            linestyle=":",
            markeredgecolor="white",
            zorder=2,
        )[0]
        for modality in positions.columns
    ]
    axes.set_xlim(-4.1, 4.1)
    axes.set_ylim(len(positions) - 0.6, -0.7)
    axes.set(xticks=[], yticks=[], frame_on=False)
    names = list(look.names.values())
    columns = 2 if len(names) < 3 or max(map(len, names)) > 22 else 3
    figure.legend(lines, names, loc="outside lower center", ncols=columns, frameon=False)
    return figure


def _side_by_side(positions: pd.DataFrame) -> pd.DataFrame:
    """Return the positions with those that fall on one spot moved apart, so that none hides another."""
    places = positions.astype(float)
    for scale, row in places.iterrows():
        for position, same in row.dropna().groupby(row.dropna()):
            middle = (len(same) - 1) / 2
            gap = min(0.2, 0.9 / len(same))
            places.loc[scale, same.index] = [position + gap * (n - middle) for n in range(len(same))]
    return places


def benefit_overlap(tables: Tables) -> Chart:
    """Show which benefits each modality is said to bring, and which they share.

    Drawn from `benefits.csv`: a filled mark is a benefit on the source's list, a hollow one is
    named only in its text. `tables` come from `load_tables`. Returns a `Chart`; its table has a row
    for each benefit, the shared ones first, and a column for each modality.

    >>> from modality_lab import load_tables
    >>> print(benefit_overlap(load_tables()))
    Neuromuscular therapy and Deep tissue massage share 1 of the 7 benefits on their lists (stress reduction), and 5 of 12 when benefits named only in the text count too (stress reduction, circulation, less muscle tension, pain relief and relaxation).
    """
    look = _Look(tables)
    marks = _marks(tables.benefits, "benefit", look)
    sentence = _overlap_sentence(marks, look)
    names = {"listed": "on the list", "in_text": "only in the text"}
    return _matrix_chart(marks, sentence, "Which benefits are named?", names, look)


def techniques(tables: Tables) -> Chart:
    """Set the techniques of the modalities side by side, from `techniques.csv`.

    `tables` come from `load_tables`. Returns a `Chart`; its table has a row for each technique and
    a column for each modality.

    >>> from modality_lab import load_tables
    >>> print(techniques(load_tables()))
    Of 8 techniques, 5 are named for Neuromuscular therapy and 3 for Deep tissue massage; none is named for both.
    """
    look = _Look(tables)
    marks = _marks(tables.techniques.assign(basis="named"), "technique", look)
    sentence = _count_sentence(marks, "technique", look)
    return _matrix_chart(marks, sentence, "Which techniques are used?", {"named": "named"}, look)


def conditions(tables: Tables) -> Chart:
    """Set the conditions for which the modalities are named side by side, from `conditions.csv`.

    A filled mark is a reason to choose the modality, a hollow one is named elsewhere in the source.
    `tables` come from `load_tables`. Returns a `Chart`; its table has a row for each condition and
    a column for each modality.

    >>> from modality_lab import load_tables
    >>> print(conditions(load_tables()))
    Of 11 conditions, 5 are named for Neuromuscular therapy and 6 for Deep tissue massage; none is named for both.
    """
    look = _Look(tables)
    marks = _marks(tables.conditions, "condition", look)
    sentence = _count_sentence(marks, "condition", look)
    names = {"reason_to_choose": "a reason to choose it", "named_elsewhere": "named elsewhere in the source"}
    return _matrix_chart(marks, sentence, "For which conditions?", names, look)


def _marks(rows: pd.DataFrame, item: str, look: "_Look") -> pd.DataFrame:
    """Return a table of basis: a row for each item, those shared by most first, a column a modality."""
    rows = rows[rows["modality"].isin(list(look.names))]
    order = list(rows[item].unique())
    marks = (
        rows.pivot(index=item, columns="modality", values="basis")
        .reindex(index=order, columns=list(look.names))
        .astype(object)
    )
    first = marks.notna().to_numpy().argmax(axis=1) if len(marks) else []
    keys = pd.DataFrame(
        {"shared": -marks.notna().sum(axis=1), "first": first, "order": range(len(marks))}, index=marks.index
    )
    return marks.loc[keys.sort_values(["shared", "first", "order"]).index]


def _overlap_sentence(marks: pd.DataFrame, look: "_Look") -> str:
    with_rows = [modality for modality in marks.columns if marks[modality].notna().any()]
    without = [look.names[modality] for modality in marks.columns if modality not in with_rows]
    missing = f"; none is stated for {listed(without)}." if without else "."
    if not with_rows:
        return "No benefit is stated for any modality yet."
    if len(with_rows) == 1:
        return f"{look.names[with_rows[0]]} is said to bring {counted(len(marks), 'benefit')}{missing}"
    marks = marks[with_rows]
    on_list = marks[(marks == "listed").any(axis=1)]
    shared_on_list = on_list[(on_list == "listed").all(axis=1)].index
    shared = marks[marks.notna().all(axis=1)].index
    several = marks.index[marks.notna().sum(axis=1) > 1]
    who = (
        listed(look.names[modality] for modality in with_rows)
        if len(with_rows) == 2
        else f"All {len(with_rows)} modalities"
    )
    more = f"; {len(several)} are named for more than one" if len(with_rows) > 2 else ""
    return (
        f"{who} share {len(shared_on_list)} of the {counted(len(on_list), 'benefit')} on their lists{_named(shared_on_list)}, "
        f"and {len(shared)} of {len(marks)} when benefits named only in the text count too{_named(shared)}{more}{missing}"
    )


def _named(items) -> str:
    more = len(items) - MOST_IN_SENTENCE
    named = [*map(plain, items[:MOST_IN_SENTENCE]), *([f"{more} more"] if more > 0 else [])]
    return f" ({listed(named)})" if len(items) else ""


def _count_sentence(marks: pd.DataFrame, noun: str, look: "_Look") -> str:
    if marks.empty:
        return f"No {noun} is stated for any modality yet."
    counts = marks.notna().sum()
    parts = [
        f"{counts[modality]} {'are named ' if not n else ''}for {look.names[modality]}"
        for n, modality in enumerate(marks.columns)
    ]
    if len(parts) > MOST_IN_SENTENCE:
        span = f"{counts.min()} to {counts.max()}" if counts.min() < counts.max() else counts.min()
        parts = [f"{span} are named for each of {len(parts)} modalities"]
    sentence = f"Of {counted(len(marks), noun)}, {listed(parts)}"
    shared = marks.index[marks.notna().sum(axis=1) > 1]
    if len(marks.columns) > 1:
        group = "both" if len(marks.columns) == 2 else "more than one"
        verb = "is" if len(shared) < 2 else "are"
        sentence += f"; {len(shared) or 'none'} {verb} named for {group}{_named(shared)}"
    return sentence + "."


def _matrix_chart(marks: pd.DataFrame, sentence: str, title: str, names: dict[str, str], look: "_Look") -> Chart:
    table = marks.replace(names).fillna("").rename(index=plain, columns=look.names)
    table = table.rename_axis(index=sentence_case(plain(marks.index.name)), columns=None)
    items = f"the first {MOST_ITEMS} of {counted(len(marks), marks.index.name)}" if len(marks) > MOST_ITEMS else ""
    return _chart(sentence, table, lambda: _draw_matrix(marks, title, names, look), look, items)


def _draw_matrix(marks: pd.DataFrame, title: str, names: dict[str, str], look: "_Look") -> "Figure":
    of_all = len(marks)
    with_rows = marks.dropna(axis=1, how="all")
    shared = int(with_rows.notna().all(axis=1).sum()) if len(with_rows.columns) > 1 else 0
    marks = marks.head(MOST_ITEMS)
    figure, axes = canvas(height=2.6 + 0.52 * len(marks))
    axes.set_title(title, pad=20)
    full, *hollow = names
    for column, modality in enumerate(marks.columns):
        for row, basis in enumerate(marks[modality]):
            if isinstance(basis, str):
                face = look.color(modality) if basis == full else "white"
                axes.plot(
                    column,
                    row,
                    **look.mark(modality),
                    markerfacecolor=face,
                    markeredgecolor=look.color(modality),
                    markeredgewidth=3,
                )
    for row in range(1, len(marks)):
        axes.axhline(row - 0.5, color="#DDDDDD", linewidth=1)
    count = len(marks.columns)
    if shared:
        group = "both" if len(with_rows.columns) == 2 else f"all {len(with_rows.columns)}"
        drawn = min(shared, len(marks))
        axes.axhspan(-0.5, drawn - 0.5, color="#EEEEEE", zorder=0)
        clear = {"facecolor": "#EEEEEE", "edgecolor": "none", "pad": 2}
        axes.text(
            count - 0.45,
            (drawn - 1) / 2,
            f"shared by\n{group}:\n{shared} of {of_all}",
            ha="left",
            va="center",
            weight="bold",
            bbox=clear,
        )
    axes.set_yticks(range(len(marks)), [wrap(plain(item), 40) for item in marks.index])
    slant = {"rotation": 35, "ha": "left"} if count > 4 else {}
    axes.set_xticks(range(count), [look.head(modality) for modality in marks.columns], **slant)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[["top", "bottom"]].set_visible(False)
    axes.set_xlim(-0.6, count - 0.4 + (0.24 * count - 0.08 if shared else 0))
    axes.set_ylim(len(marks) - 0.4, -0.6)
    if hollow:
        figure.supxlabel(f"filled: {names[full]}     hollow: {names[hollow[0]]}", fontsize=15)
    return figure


class _Look:
    """The names of the first modalities, and each one's colour, marker and pattern, by its row."""

    def __init__(self, tables: Tables):
        self.count = len(tables.modalities)
        modalities = tables.modalities.head(MOST_MODALITIES).set_index("modality")
        self.names = modalities["name"].to_dict()
        self._short = modalities["short_name"].to_dict()
        self._number = {modality: number for number, modality in enumerate(self.names)}

    def color(self, modality: str) -> str:
        # After eight the markers begin again, each in another colour.
        number = self._number[modality]
        return f"C{(number + number // len(MARKERS)) % len(MARKERS)}"

    def marker(self, modality: str) -> str:
        return MARKERS[self._number[modality] % len(MARKERS)]

    def mark(self, modality: str) -> dict:
        """Marker and its size, as the drawing of a line takes them."""
        marker = self.marker(modality)
        return {"marker": marker, "markersize": MARKER_SIZES.get(marker, 15)}

    def hatch(self, modality: str) -> str:
        return HATCHES[self._number[modality] % len(HATCHES)]

    def head(self, modality: str) -> str:
        """The name over a column: short when there are many columns."""
        return wrap(self.names[modality], 16) if len(self.names) <= 3 else self._short[modality]
