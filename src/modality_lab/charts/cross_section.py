"""A cut through the body, from the skin to the bone: where a press goes, and where a stroke goes."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from modality_lab.charts.chart import Chart, figure_width, wrap
from modality_lab.charts.hands import MOTIONS, Stage
from modality_lab.charts.look import Look
from modality_lab.charts.technique_pictures import NOT_MEASURED, layer_words
from modality_lab.charts.tissue import Tissue
from modality_lab.tables.loading import Tables
from modality_lab.words import listed, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What is compared: the first technique that presses and stays, and the first that glides.
WAYS = {"hold": "The press ({}) goes straight down and stays", "glide": "The stroke ({}) sinks in and runs along"}
# A stroke needs more room than a press.
ROOM = {"hold": 0.4, "glide": 0.6}
# The picture in units of the drawing, of which half a figure holds 300: names at the left, then the layers.
NAMES, WIDTH, TOP, DEPTH = 150.0, 450.0, 150.0, 180.0


def cross_section(tables: Tables) -> Chart:
    """Cut through the layers below a press and below a stroke.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; drawn are the layers of `layers.csv`, and of the techniques the first that
        `hands.csv` says to press and stay, and the first that glides.

    Returns
    -------
    Chart
        Its table has a row for each layer, from the skin down, and a column for each technique drawn.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> cross_section(load_tables()).table.loc["first muscle", "Ischemic compression"]
    'meant for it'
    """
    look = Look(tables)
    used = tables.techniques[tables.techniques["modality"].isin(list(look.names))]["technique"].drop_duplicates()
    rows = pd.DataFrame({"technique": used}).merge(tables.hands, on="technique")
    rows = rows[rows["layer"] != ""]
    shown = [rows[rows["motion"] == way].iloc[0] for way in WAYS if way in set(rows["motion"])]
    layers = tables.layers
    table = layers.set_index("name")[["meaning", "thickness"]].rename_axis("Layer")
    table = table.set_axis(["What it is", "How thick"], axis=1)
    for row in shown:
        goal = layers["layer"].to_list().index(row["layer"])
        reached = ["passed through"] * goal + ["meant for it"] + [""] * (len(layers) - goal - 1)
        table[sentence_case(plain(row["technique"]))] = reached
    names = layer_words(layers)
    draw = partial(_draw, layers, names.words, shown)
    return Chart(_sentence(layers, shown) + names.note, table, draw)


def _sentence(layers: pd.DataFrame, shown: list["pd.Series[Any]"]) -> str:
    if layers.empty:
        return "No layer is named in layers.csv yet, so there is nothing to draw."
    names = layers.set_index("layer")["name"]
    said = f"From the skin down lie {listed(names)}."
    ways = [
        f"{WAYS[row['motion']].format(plain(row['technique']))}; it is meant for the {names[row['layer']]}."
        for row in shown
    ]
    if not ways:
        return f"{said} No technique of these tables presses and stays, or glides, so no hand is drawn."
    return f"{said} {' '.join(ways)} The picture is not to scale. {NOT_MEASURED}"


def _draw(layers: pd.DataFrame, words: Mapping[str, str], shown: list["pd.Series[Any]"]) -> "Figure":
    from matplotlib.figure import Figure

    is_narrow = figure_width() < 10
    width, title = (8.6, 60) if is_narrow else (10, 32)
    figure = Figure(figsize=(width, width * (TOP + DEPTH + 6 + title) / (NAMES + WIDTH)))
    figure.set_layout_engine("none")  # The drawing fills the figure to its edges.
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-NAMES, WIDTH), ylim=(DEPTH + 6, -TOP - title))
    axes.set_axis_off()
    if layers.empty:
        return figure
    tissue = Tissue(layers, DEPTH)
    left = 0.0
    for row in shown:
        part = (WIDTH - 8) * ROOM[row["motion"]] / sum(ROOM[each["motion"]] for each in shown)
        MOTIONS[row["motion"]](Stage(axes, tissue, row["contact"], row["layer"], left + part / 2, left, left + part))
        name = wrap(sentence_case(plain(row["technique"])), 12 if is_narrow else 20)
        axes.text(left + part / 2, 6 - TOP, name, fontsize=21, weight="bold", ha="center", va="bottom")
        left += part
    if not shown:
        tissue.draw(axes, 0, WIDTH - 8)
    for layer, (start, end) in tissue.spans.items():
        axes.text(-14, (start + end) / 2, wrap(words[layer], 14), fontsize=19, ha="right", va="center")
        axes.plot([-9, 0], [(start + end) / 2] * 2, color="#333333", linewidth=1.5)
    return figure
