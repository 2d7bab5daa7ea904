"""How the drawing for a phone breaks its words, and what every chart has."""

import importlib.machinery
import io
import os
import sys
from itertools import pairwise, product

import matplotlib.style
import numpy as np
import pandas as pd
import pytest
from drawn import contrast, luminance
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from PIL import Image

from modality_lab import charts, load_tables
from modality_lab.charts.chart import NARROW, STYLE, Chart, canvas, ink_on
from modality_lab.charts.fonts import FigureWords, lacking, without_remarks
from modality_lab.charts.narrow import fit_narrow
from modality_lab.tables.show import ShownTable


@pytest.fixture(autouse=True)
def _narrow():
    with matplotlib.style.context(["default", STYLE, NARROW]):
        yield


def letters(count):
    """So many letters in words of four, then a word of three."""
    return ("word " * count)[: count - 4] + " end"


def words_of_figure(title="t", label="x", rows=("a", "b"), beside="c", below="d", **look):
    """The words of a narrow figure after they were fitted: title, label, rows, beside a row, and below the figure."""
    figure, axes = canvas(height=4)
    axes.set_title(title)
    axes.set_xlabel(label)
    axes.set_yticks([0, 1], rows)
    text = axes.text(0, 0, beside, **{"ha": "right"} | look)
    figure.supxlabel(below)
    fit_narrow(figure)
    names = [name.get_text() for name in axes.get_yticklabels()]
    return [axes.get_title("left"), axes.get_xlabel(), *names, text.get_text(), figure.get_supxlabel()]


def test_words_that_have_room_stay_in_their_line():
    words = [letters(22), letters(26), letters(20), letters(20), letters(20), letters(42)]
    assert words_of_figure(words[0], words[1], words[2:4], *words[4:]) == words


@pytest.mark.parametrize("place, longest", [(0, 22), (1, 26), (2, 20), (3, 20), (4, 20), (5, 42)])
def test_words_that_have_none_are_broken(place, longest):
    words = ["t", "x", "a", "b", "c", "d"]
    words[place] = letters(longest + 1)
    found = words_of_figure(words[0], words[1], words[2:4], *words[4:])
    assert found[place] == f"{letters(longest + 1)[:-4]}\nend"
    assert [*found[:place], *found[place + 1 :]] == [*words[:place], *words[place + 1 :]]


def test_what_stands_apart_stays_apart_and_lines_of_a_row_are_broken_anew():
    below = f"filled: {letters(30)}     hollow: {letters(30)}"
    assert words_of_figure(below=below)[5] == below.replace("     ", "\n")
    assert words_of_figure(below="a  b")[5] == "a  b", "two spaces are no gap"
    rows = [f"{letters(12)}\n{letters(12)}", "one\ntwo"]
    assert words_of_figure(rows=rows)[2:4] == [f"{letters(12)} word\nwor end", "one two"]
    assert words_of_figure(beside=f"{letters(12)}\n{letters(12)}")[4] == f"{letters(12)} word\nwor end"
    for look in ({"ha": "left"}, {"ha": "center"}, {"fontstyle": "italic"}):
        assert words_of_figure(beside=letters(40), **look)[4] == letters(40)


def test_lines_that_have_room_stay_lines():
    beside = f"{letters(9)}\n{letters(10)}"
    words = words_of_figure(label="a\nb", rows=["one\ntwo", letters(20)], beside=beside, below="a     b")
    assert words == ["t", "a\nb", "one\ntwo", letters(20), beside, "a\nb"]


def test_a_figure_is_higher_on_a_phone_unless_its_parts_have_places_of_their_own():
    figure, axes = canvas(height=4)
    fit_narrow(figure)
    assert figure.get_figheight() == pytest.approx(4.48)
    figure, axes = canvas(height=4)
    figure.set_layout_engine("none")
    axes.set_title(letters(40))
    fit_narrow(figure)
    assert (figure.get_figheight(), axes.get_title("left")) == (4, letters(40))


@pytest.mark.parametrize("names, title, is_stacked", [
    (["one", "two", "three"], None, False), ([letters(30), letters(31), "three"], None, True),
    ([letters(30), letters(31), "three"], "Of these", True),
])  # fmt: skip
def test_a_legend_that_is_too_wide_is_stacked(names, title, is_stacked):
    figure, axes = canvas(height=4)
    axes.plot([0, 1], [1, 0], marker="s")  # It is not one of those in the legend.
    lines = [axes.plot([0, 1], [0, number], marker="o")[0] for number in range(3)]
    first = figure.legend(lines, names, title=title, loc="outside lower center", ncols=3, frameon=False)
    fit_narrow(figure)
    [legend] = figure.legends
    assert (legend is first) != is_stacked and [text.get_text() for text in legend.get_texts()] == names
    assert legend.get_title().get_text() == (title or "") and not legend.get_frame_on()
    assert [handle.get_marker() for handle in legend.legend_handles] == ["o"] * 3
    figure.draw_without_rendering()
    extents = [text.get_window_extent() for text in legend.get_texts()]
    assert len({round(extent.x0) for extent in extents}) == (1 if is_stacked else 3)
    box = legend.get_window_extent()
    assert box.y1 < axes.get_window_extent().y0 and abs((box.x0 + box.x1) / 2 - figure.bbox.width / 2) < 2


@pytest.mark.parametrize("names, rotation, side, mode", [
    (["one", "two"], 0, "center", None), ([letters(30), letters(30), "end"], 35, "left", "anchor"),
    ([letters(14), *["word\nend"] * 2, letters(14)], 0, "center", None),
    ([letters(20)] * 4, 90, "center", "default"), ([letters(20), "", letters(20), ""], 0, "center", None),
])  # fmt: skip
def test_names_of_columns_that_overlap_are_turned(names, rotation, side, mode):
    figure, axes = canvas(height=4)
    axes.set_xlim(0, len(names) - 1)
    axes.set_xticks(range(len(names)), names)
    fit_narrow(figure)
    labels = axes.get_xticklabels()
    assert {(label.get_rotation(), label.get_ha()) for label in labels} == {(rotation, side)}
    if mode:
        assert {label.get_rotation_mode() for label in labels} == {mode}
    assert [label.get_text() for label in labels] == names


def test_a_name_of_a_column_that_is_turned_stands_in_one_line():
    figure, axes = canvas(height=4)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 1], [f"{letters(40)}\nend", f"{letters(40)}\nend"])
    fit_narrow(figure)
    assert [label.get_text() for label in axes.get_xticklabels()] == [f"{letters(40)} end"] * 2


def heights_of_rows(names, height=1.5):
    """How high a narrow figure is, and how far apart its rows are as a part of the height of their names."""
    figure, axes = canvas(height=height)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(-0.5, max(len(names), 1) - 0.5)
    fit_narrow(figure)
    boxes = [name.get_window_extent() for name in axes.get_yticklabels() if name.get_text()]
    apart = [(other.y0 + other.y1 - one.y0 - one.y1) / (one.height + other.height) for one, other in pairwise(boxes)]
    return figure.get_figheight(), apart


def test_a_narrow_figure_grows_until_no_name_of_a_row_stands_on_the_next():
    height, apart = heights_of_rows([letters(60), letters(60), "end"])
    assert height > 2 and 1 < min(apart) < 1.5 and max(apart) > 1
    assert heights_of_rows([letters(60), "", letters(60)])[0] > 1.7
    for names in (["end"] * 3, ["end"], []):
        assert heights_of_rows(names)[0] == pytest.approx(1.68)
    figure = Figure(figsize=(6, 2), layout="constrained")
    with without_remarks():
        fit_narrow(figure)
    assert figure.get_figheight() == pytest.approx(2.24)


def test_a_narrow_figure_that_has_grown_is_laid_out_for_its_new_height():
    figure, axes = canvas(height=1.5)
    axes.set_yticks(range(2), [letters(45)] * 2)
    fit_narrow(figure)
    assert 1 < figure.get_figheight() / 1.68 < 2
    place = axes.get_position().bounds
    figure.set_layout_engine("constrained")
    figure.get_layout_engine().execute(figure)
    assert axes.get_position().bounds == pytest.approx(place, abs=0.01)


@pytest.mark.parametrize("length, wide, narrow", [(44, 1, 1), (45, 1, 2), (80, 1, 2), (81, 2, 2)])
def test_the_note_of_a_chart_stands_above_its_figure_in_lines(length, wide, narrow):
    chart = Chart("So.", pd.DataFrame(), lambda: Figure(layout="none"), note=letters(length))
    for figure, lines in ((chart.figure, wide), (chart.narrow_figure, narrow)):
        [note] = figure.texts
        assert figure.get_suptitle() == note.get_text() and note.get_text().count("\n") + 1 == lines
        assert note.get_text().startswith("Word word") and (note.get_fontsize(), note.get_ha()) == (15, "center")


def test_a_chart_has_its_rows_as_a_table_to_look_at():
    assert type(Chart("So.", pd.DataFrame({"Sites": [3]}), lambda: Figure(layout="none")).table) is ShownTable


def test_a_chart_has_a_picture_for_each_width():
    chart = Chart("So.", pd.DataFrame({"Sites": [3]}), lambda: canvas(2)[0])
    assert chart.narrow_figure.get_size_inches().tolist() == [6.4, pytest.approx(2.24)]
    for png, figure, dpi in ((chart.png, chart.figure, 130), (chart.narrow_png, chart.narrow_figure, 110)):
        picture = Image.open(io.BytesIO(png))
        assert (picture.format, picture.mode, [round(each) for each in picture.info["dpi"]]) == (
            "PNG",
            "P",
            [dpi] * 2,
        )
        width, height = figure.get_size_inches()
        assert picture.size == (int(width * dpi), int(height * dpi))


@pytest.mark.parametrize("draw", [charts.session_length, charts.focus, charts.benefit_overlap])
def test_a_picture_has_every_colour_of_its_figure_but_those_of_a_few_points_at_edges(draw):
    chart = draw(load_tables())
    canvas = chart.figure.canvas
    canvas.draw()
    drawn = np.asarray(canvas.buffer_rgba()).view("<u4").ravel()
    shown = np.asarray(Image.open(io.BytesIO(chart.png)).convert("RGBA")).view("<u4").ravel()
    _, at, counts = np.unique(drawn, return_inverse=True, return_counts=True)
    is_common = (counts > np.sort(counts)[-257])[at]
    assert len(counts) > 256 and (drawn == shown)[is_common].all() and (drawn != shown).mean() < 0.002


def test_common_are_the_colours_of_most_points_however_often_they_begin():
    wide, dots = np.arange(200, dtype=np.uint8), np.arange(100, dtype=np.uint8)
    stripes = np.zeros((400, 100, 3), np.uint8)
    stripes[:, :, 0] = np.repeat(wide, 2)[:, np.newaxis]
    # Each of a hundred other colours has few points, and each of these stands alone.
    stripes[::4, ::2, 1] = dots[:, np.newaxis] + 101

    def draw():
        figure = Figure(figsize=(1, 4), layout="none")
        figure.set_dpi(100)
        figure.figimage(stripes)
        return figure

    shown = np.asarray(Image.open(io.BytesIO(Chart("So.", pd.DataFrame(), draw).png)).convert("RGB"))
    assert {*range(200)} <= set(shown[shown[:, :, 1] == 0][:, 0].tolist())


def test_letters_on_a_field_are_black_or_white_whichever_stands_out_more():
    inks = {"black": 0.0, "white": 1.0}
    for color in product(np.linspace(0, 1, 26), repeat=3):
        field = luminance(color)
        contrasts = {ink: contrast(field, own) for ink, own in inks.items()}
        assert contrasts[ink_on(color)] == max(contrasts.values()) or abs(field - 0.179) < 0.0005, color
        assert ink_on([*color, 0.5]) == ink_on(color), "how much shines through is passed over"


def test_a_chart_is_laid_out_once():
    laid_out = Chart("So.", pd.DataFrame(), lambda: canvas(1)[0]).figure.get_layout_engine()
    assert isinstance(laid_out, PlaceHolderLayoutEngine)


def test_a_chart_keeps_its_places():
    chart = Chart("So.", pd.DataFrame(), lambda: canvas(2)[0])
    place = chart.figure.axes[0].get_position().bounds
    assert place != canvas(2)[1].get_position().bounds
    chart.figure.axes[0].set_ylabel("two\nlines")
    assert chart.png and chart.figure.axes[0].get_position().bounds == place
    bare = Chart("So.", pd.DataFrame(), lambda: Figure(layout="none"))
    assert bare.png and not bare.figure.axes


# Words that cannot be drawn


def test_a_name_may_be_as_long_as_there_is_room_and_stand_in_lines():
    words = FigureWords({"a": "x" * 5, "b_c": "y" * 6, "d": "one\ntwo"}, longest=7)
    assert (words.words, words.note) == ({"a": "x" * 5, "b_c": "y" * 6, "d": "one\ntwo"}, "")
    words = FigureWords({"a": "x" * 8, "b_c": "y" * 9}, {"a": "X"}, longest=7)
    assert words.words == {"a": "X", "b_c": "b c"} and words.note == (
        ' The figure writes "X" for a text of 8 letters and "b c" for a text of 9 letters, for which it has no room.'
    )


@pytest.mark.parametrize("count, listed", [
    (1, '"k 1" for "1\a"'), (3, '"k 1" for "1\a", "k 2" for "2\a" and "k 3" for "3\a"'),
    (4, '"k 1" for "1\a", "k 2" for "2\a", "k 3" for "3\a" and 1 more'),
    (5, '"k 1" for "1\a", "k 2" for "2\a", "k 3" for "3\a" and 2 more'),
])  # fmt: skip
def test_the_first_three_names_that_are_not_drawn_are_told(count, listed):
    names = {f"k_{number}": f"{number}\a" for number in range(1, count + 1)}
    note = f" The figure writes {listed}, as this computer has no font for all its letters."
    assert FigureWords(names).note == note
    assert lacking("one\ntwo") == set()


class FoundAnew:
    """Finds a matplotlib of its own, and notes which window was asked for while it loaded."""

    def __init__(self, settings):
        self.settings, self.asked_for = settings, []

    def find_spec(self, name, _path=None, _target=None):
        return importlib.machinery.ModuleSpec(name, self) if name == "matplotlib" else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        self.asked_for.append(os.environ.get("MPLBACKEND"))
        module.rcParams = self.settings


class NoWindow(dict):
    """Settings that know no window."""

    def __setitem__(self, name, value):
        raise ValueError(value)


@pytest.mark.parametrize("window, settings, kept", [
    ("odd", {}, {"backend": "odd"}), (None, {}, {}), ("odd", NoWindow(), {}),
])  # fmt: skip
def test_matplotlib_loads_whatever_window_somebody_has_set(monkeypatch, window, settings, kept):
    found = FoundAnew(settings)
    monkeypatch.setattr("sys.meta_path", [found, *sys.meta_path])
    monkeypatch.setenv("MPLBACKEND", "")
    if window is None:
        monkeypatch.delenv("MPLBACKEND")
    else:
        monkeypatch.setenv("MPLBACKEND", window)
    with without_remarks():
        assert found.asked_for == [], "it is loaded already"
    monkeypatch.delitem(sys.modules, "matplotlib")
    with without_remarks():
        assert (found.asked_for, os.environ.get("MPLBACKEND"), settings) == ([None], window, kept)
