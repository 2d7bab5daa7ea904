"""What the hands do in each technique that the tables name: a picture each, its words and its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from modality_lab.charts.chart import Chart, empty_figure, figure_width, legend_columns, wrap
from modality_lab.charts.fonts import FigureWords
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
COLUMN = 5  # So many inches wide is a picture: two stand side by side, on a phone one.
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


@dataclass(frozen=True)
class Picture:
    """One technique as it is drawn.

    Attributes
    ----------
    technique : str
        Its id.
    contact, motion, layer : str
        What touches, how it moves and which layer it is meant for, as in `hands.csv`.
    modalities : list of str
        The ids of the modalities that use it.
    words : str
        The words below it.
    """

    technique: str
    contact: str
    motion: str
    layer: str
    modalities: list[str]
    words: str


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
    names_of_layers = layer_words(tables.layers)
    by = {technique: group["modality"].to_list() for technique, group in used.groupby("technique", sort=False)}
    table = _table(rows, tables.layers.set_index("layer")["name"].to_dict())
    table.insert(0, "Named for", [listed(look.names[modality] for modality in by[name]) for name in rows["technique"]])
    pictures = [
        Picture(
            row.technique, row.contact, row.motion, row.layer, by[row.technique], _words(row, names_of_layers.words)
        )
        for row in drawn.head(MOST_PICTURES).itertuples()
    ]
    first = f"the first {MOST_PICTURES} of {len(drawn)} pictures" if len(drawn) > MOST_PICTURES else ""
    in_figure = look.in_figure.note + names_of_layers.note
    cut = chart_of_first(_sentence(drawn, missing), table, empty_figure, look, in_figure, first)
    left_out = f"not drawn, as the tables do not say what the hands do: {listed(missing)}." if missing else ""
    # The figure writes its note itself: a heading over so many pictures would stand in the first of them.
    note = " ".join(sentence_case(words) for words in (left_out, cut.note) if words)
    return Chart(cut.description, table, partial(_draw, pictures, tables.layers, look, note))


def layer_words(layers: pd.DataFrame) -> FigureWords:
    """Return what a figure writes for each layer.

    Parameters
    ----------
    layers : pandas.DataFrame
        Rows of `layers.csv`.

    Returns
    -------
    FigureWords
        The words by the ids of the layers.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> layer_words(load_tables().layers).words["bone"]
    'rib'
    """
    return FigureWords(layers.set_index("layer")["name"].to_dict(), longest=22)


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
    return table.astype(object).fillna("").set_axis(pd.Index(rows["technique"].map(plain), name="Technique"))


def _touch(contact: str) -> str:
    return TOUCHES.get(contact, plain(contact))


def _sentence(drawn: pd.DataFrame, missing: list[str]) -> str:
    left_out = f"; not drawn: {listed(missing)}" if missing else ""
    if drawn.empty:
        return f"No technique is drawn yet{left_out}."
    said = [
        f"{MOVES[motion]} ({listed(plain(name) for name in group)})"
        for motion, group in drawn.groupby("motion", sort=False)["technique"]
    ]
    if len(drawn) > MOST_IN_SENTENCE:
        sizes = drawn["motion"].value_counts(sort=False)
        said = [f"{MOVES[motion]} ({number})" for motion, number in sizes.items()]
    number = f"{counted(len(drawn), 'technique')} {'is' if len(drawn) == 1 else 'are'} drawn"
    return f"{number}: the hands {listed(said)}{left_out}. {NOT_MEASURED}"


def _words(row: Any, names_of_layers: Mapping[str, str]) -> str:
    """Return the words below a picture: what touches and how it moves, how fast and how deep."""
    how = "" if row.motion == "look" else MOVES[row.motion]
    reached = f"down to the {names_of_layers[row.layer]}" if row.layer else ""
    lines = [": ".join(filter(None, [sentence_case(_touch(row.contact)), how]))]
    lines.append(", ".join(filter(None, [row.speed, reached])))
    return "\n".join(wrap(line, 36) for line in lines if line)


def _draw(pictures: list[Picture], layers: pd.DataFrame, look: Look, said: str) -> "Figure":
    from matplotlib.figure import Figure

    columns = int(figure_width() // COLUMN)
    lines = -(-len(pictures) // columns)
    used = [modality for modality in look.names if any(modality in picture.modalities for picture in pictures)]
    note, legend = 0.9 if said else 0.1, 0.4 * -(-len(used) // _legend_columns(look, used, columns)) + 0.2
    height = note + lines * (TITLE + PICTURE + WORDS) + legend
    figure = Figure(figsize=(columns * COLUMN, height))
    figure.set_layout_engine("none")  # The pictures have places of their own.
    figure.text(0.5, 1 - 0.2 / height, wrap(said, 40 * columns), fontsize=15, ha="center", va="top")
    tissue = Tissue(layers, DEPTH)
    for number, picture in enumerate(pictures):
        line, column = divmod(number, columns)
        bottom = height - note - (line + 1) * (TITLE + PICTURE + WORDS) + WORDS
        place = (column / columns + 0.012, bottom / height, 1 / columns - 0.024, PICTURE / height)
        axes = figure.add_axes(place, xlim=(-EDGE, EDGE), ylim=(DEPTH, -TOP))
        axes.set_axis_off()
        layer = picture.layer or layers["layer"].iloc[0]
        MOTIONS[picture.motion](Stage(axes, tissue, picture.contact, layer))
        _name(axes, picture, look)
    _legend(figure, look, used, columns)
    return figure


def _name(axes: "Axes", picture: Picture, look: Look) -> None:
    """Write above a picture the name of its technique, with the marks of its modalities; below it what the hands do."""
    name = wrap(sentence_case(plain(picture.technique)), 26)
    axes.text(0, -TOP - 6, name, fontsize=21, weight="bold", ha="center", va="bottom")
    for number, modality in enumerate(picture.modalities):
        mark = look.marker_style(modality) | {"color": look.color(modality), "linestyle": "none"}
        place = (-EDGE + 12 + 22 * (number % 4), -TOP + 12 + 22 * (number // 4))
        axes.plot(*place, **mark | {"markersize": 0.85 * mark["markersize"]}, clip_on=False)
    axes.text(0, DEPTH + 8, picture.words, fontsize=18, ha="center", va="top", linespacing=1.25)


def _legend(figure: "Figure", look: Look, used: list[str], columns: int) -> None:
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], linestyle="none", color=look.color(name), **look.marker_style(name)) for name in used]
    words = [look.in_figure.words[name] for name in used]
    ncols = _legend_columns(look, used, columns)
    figure.legend(marks, words, loc="lower center", ncols=ncols, frameon=False, fontsize=17)


def _legend_columns(look: Look, used: list[str], columns: int) -> int:
    return min(columns, legend_columns(look.in_figure.words[name] for name in used))
