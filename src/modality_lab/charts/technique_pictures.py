"""What the hands do in each technique that the tables name: a picture each, its words and its row."""

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from modality_lab.charts.chart import Chart, empty_figure, legend_columns, wrap
from modality_lab.charts.hands import DEPTH, EDGE, MOTIONS, Stage
from modality_lab.charts.look import MOST_IN_SENTENCE, Look, chart_of_first
from modality_lab.charts.tissue import Tissue
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# More than these pictures make a page that nobody scrolls to its end.
MOST_PICTURES = 24
COLUMNS = 2
# The room of a picture and of the words above and below it, in inches.
TOP = 122.0
PICTURE = 5 * (TOP + DEPTH) / (2 * EDGE)
TITLE, WORDS = 0.75, 0.95
MOVES = {
    "hold": "press and stay",
    "lean": "lean in",
    "pulse": "press in a beat",
    "glide": "sink in and glide",
    "rub": "rub back and forth",
    "knead": "lift and roll",
    "tap": "tap",
    "shake": "shake finely",
    "rock": "rock the body",
    "stretch": "draw a muscle apart",
    "move": "move a limb",
    "look": "wait while the eyes look",
}
"""What the hands do, in the words of a sentence that begins with "the hands"."""
NOT_MEASURED = "The depths are drawn as taught, not as measured."
TOUCHES = {"grip": "whole hand", "edge_of_hand": "edge of the hand", "eyes": "eyes, no touch"}


def technique_pictures(tables: Tables) -> Chart:
    """Draw what the hands do in each technique.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; drawn are the techniques of `techniques.csv`, as `hands.csv` describes them, on the
        layers of `layers.csv`.

    Returns
    -------
    Chart
        Its table has a row for each technique. A technique that `hands.csv` does not describe is not drawn; the
        sentence and the figure name it.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> technique_pictures(load_tables()).table.loc["slow strokes", "How it moves"]
    'sink in and glide'
    """
    look = Look(tables)
    used = tables.techniques[tables.techniques["modality"].isin(list(look.names))]
    names = used["technique"].drop_duplicates()
    rows = pd.DataFrame({"technique": names}).merge(tables.hands, how="left", on="technique")
    drawn = rows[rows["contact"].notna()] if len(tables.layers) else rows.head(0)
    missing = [plain(name) for name in rows["technique"] if name not in set(drawn["technique"])]
    table = _table(rows, tables.layers.set_index("layer")["name"].to_dict())
    shown = drawn.head(MOST_PICTURES)
    first = f"the first {len(shown)} of {counted(len(drawn), 'picture')}" if len(drawn) > len(shown) else ""
    by = {technique: group["modality"].to_list() for technique, group in used.groupby("technique", sort=False)}
    cut = chart_of_first(_sentence(drawn, missing), table, empty_figure, look, "", first)
    left_out = f"not drawn, as the tables do not say what the hands do: {listed(missing)}." if missing else ""
    # The figure writes its note itself: a heading over so many pictures would stand in the first of them.
    note = " ".join(sentence_case(words) for words in (left_out, cut.note) if words)
    return Chart(cut.description, table, partial(_draw, shown, table, by, tables.layers, look, note), fits_a_phone=True)


def _table(rows: pd.DataFrame, layers: dict[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "What touches": rows["contact"].map(_touch, na_action="ignore"),
            "How it moves": rows["motion"].map(MOVES),
            "Speed": rows["speed"],
            "Meant to reach": rows["layer"].map(layers),
            "In a sentence": rows["meaning"].fillna("Not drawn: hands.csv does not say yet what the hands do."),
            "Rests on": rows["basis"].map(plain, na_action="ignore"),
        }
    )
    return table.fillna("").set_axis(pd.Index(rows["technique"].map(plain), name="Technique"))


def _touch(contact: str) -> str:
    return TOUCHES.get(contact, plain(contact))


def _sentence(drawn: pd.DataFrame, missing: list[str]) -> str:
    left_out = f"; not drawn: {listed(missing)}" if missing else ""
    if drawn.empty:
        return f"No technique is drawn yet{left_out}."
    said = [
        f"{MOVES[motion]} in {listed(plain(name) for name in group)}"
        for motion, group in drawn.groupby("motion", sort=False)["technique"]
    ]
    if len(drawn) > MOST_IN_SENTENCE:
        sizes = drawn["motion"].value_counts(sort=False)
        said = [f"{MOVES[motion]} in {number}" for motion, number in sizes.items()]
    number = f"{'Drawn is' if len(drawn) == 1 else 'Drawn are'} {counted(len(drawn), 'technique')}"
    return f"{number}: the hands {listed(said)}{left_out}. {NOT_MEASURED}"


def _draw(
    shown: pd.DataFrame,
    table: pd.DataFrame,
    by: dict[str, list[str]],
    layers: pd.DataFrame,
    look: Look,
    said: str,
) -> "Figure":
    from matplotlib.figure import Figure

    lines = -(-len(shown) // COLUMNS)
    used = [modality for modality in look.names if any(modality in by[name] for name in shown["technique"])]
    note, legend = 0.9 if said else 0.1, 0.4 * -(-len(used) // _legend_columns(look, used)) + 0.2
    height = note + lines * (TITLE + PICTURE + WORDS) + legend
    figure = Figure(figsize=(10, height))
    figure.set_layout_engine("none")  # The pictures have places of their own.
    figure.text(0.5, 1 - 0.2 / height, wrap(said, 80), fontsize=15, ha="center", va="top")
    tissue = Tissue(layers, DEPTH)
    for number, row in enumerate(shown.itertuples()):
        line, column = divmod(number, COLUMNS)
        bottom = height - note - (line + 1) * (TITLE + PICTURE + WORDS) + WORDS
        place = (column / COLUMNS + 0.012, bottom / height, 1 / COLUMNS - 0.024, PICTURE / height)
        axes = figure.add_axes(place, xlim=(-EDGE, EDGE), ylim=(DEPTH, -TOP), xticks=[], yticks=[])
        axes.set_axis_off()
        layer = row.layer or layers["layer"].iloc[0]
        MOTIONS[row.motion](Stage(axes, tissue, row.contact, layer))
        marks = [look.marker_style(modality) | {"color": look.color(modality)} for modality in by[row.technique]]
        _name(axes, plain(row.technique), table.loc[plain(row.technique)], marks)
    _legend(figure, look, used)
    return figure


def _name(axes: "Axes", technique: str, words: "pd.Series[str]", marks: list[dict[str, Any]]) -> None:
    """Write above a picture the name of its technique, with the marks of its modalities; below it what the hands do."""
    axes.text(0, -TOP - 6, sentence_case(technique), fontsize=21, weight="bold", ha="center", va="bottom")
    for number, mark in enumerate(marks):
        place = (-EDGE + 12 + 22 * (number % 4), -TOP + 12 + 22 * (number // 4))
        axes.plot(*place, **mark | {"markersize": 0.85 * mark["markersize"]}, linestyle="none", clip_on=False)
    how = "" if words["How it moves"] == MOVES["look"] else words["How it moves"]
    reached = f"to the {words['Meant to reach']}" if words["Meant to reach"] else ""
    said = [[sentence_case(words["What touches"]), how], [words["Speed"], reached]]
    lines = [joint.join(filter(None, parts)) for parts, joint in zip(said, (": ", ", "), strict=True)]
    text = "\n".join(wrap(line, 34) for line in lines if line)
    axes.text(0, DEPTH + 8, text, fontsize=18, ha="center", va="top", linespacing=1.25)


def _legend(figure: "Figure", look: Look, used: list[str]) -> None:
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], linestyle="none", color=look.color(name), **look.marker_style(name)) for name in used]
    words = [look.in_figure.words[name] for name in used]
    figure.legend(marks, words, loc="lower center", ncols=_legend_columns(look, used), frameon=False, fontsize=17)


def _legend_columns(look: Look, used: list[str]) -> int:
    return min(COLUMNS, legend_columns(look.in_figure.words[name] for name in used))
