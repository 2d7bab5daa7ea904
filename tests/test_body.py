"""The drawing of the body: its regions and marks, and the picture made of it."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.colors import to_hex

from modality_lab import load_tables
from modality_lab.charts import body
from modality_lab.words import KitError

VIEWS = load_tables().regions.set_index("region")["view"].to_dict()
PLACES = {(region, view) for region, seen in VIEWS.items() for view in ("front", "back") if seen in ("both", view)}
DRAWING = ET.parse(body.DRAWING).getroot()


# The drawing


def test_every_region_is_drawn_in_its_views_and_no_other():
    assert set(body.shapes()) == PLACES
    assert len(DRAWING.findall(".//*[@data-region]")) == len(PLACES)


def test_every_shape_closes():
    for place, shape in body.shapes().items():
        assert len(shape.paths) in (1, 2), place
        for path in shape.paths:
            assert path.count("M") == path.count("Z") == 1 and path.endswith(" Z"), place


def test_paths_use_only_the_commands_that_python_reads():
    number = r"-?\d+(\.\d+)?"
    point = f"{number},{number}"
    command = re.compile(f"([ML]{point}|C{point} {point} {point}|Z)( |$)")
    for path in DRAWING.iterfind(".//{*}path"):
        assert command.sub("", path.get("d")) == "", path.get("d")[:80]


def test_the_drawing_can_stand_on_any_page():
    text = body.DRAWING.read_text("utf-8")
    assert not re.search(r"<script|<style|<image|http(?!://www\.w3\.org/2000/svg)|\son\w+=", text)
    names = re.findall(r'\sid="([^"]*)"', text)
    assert names and all(name.startswith("ml-body-") for name in names)
    assert [title.text for title in DRAWING.iterfind("{*}title")] == ["A body from the front and from the back"]
    assert [words.text for words in DRAWING.iterfind("{*}text")] == ["Front", "Back"]


@pytest.mark.parametrize("place", sorted(PLACES))
def test_marks_sit_inside_their_shape(place):
    shape = body.shapes()[place]
    for points in (shape.at, shape.caution_at):
        holders = [
            [number for number, path in enumerate(shape.paths) if body.outline(path).contains_point(point)]
            for point in points
        ]
        assert all(len(found) == 1 for found in holders)
        # A region of two sides has a mark on each.
        assert {number for [number] in holders} == set(range(len(shape.paths)))


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_figures_stand_whole_on_the_sheet(view):
    left, top, width, height = map(float, DRAWING.get("viewBox").split())
    box = figure_outline(view).get_extents()
    assert box.x0 > left + 1 and box.y0 > top + 28 and box.x1 < left + width - 1 and box.y1 < top + height - 1


@pytest.mark.parametrize("place", sorted(PLACES))
def test_signs_do_not_cover_each_other(place):
    shape = body.shapes()[place]
    signs = [(point, 5.3) for point in shape.at] + [(point, 5.9) for point in shape.caution_at]
    for number, ((x, y), reach) in enumerate(signs):
        for (other_x, other_y), other_reach in signs[number + 1 :]:
            assert max(abs(x - other_x), abs(y - other_y)) >= reach + other_reach - 0.5


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_regions_fill_the_outline_like_a_jigsaw(view):
    shapes = {place: shape.paths for place, shape in body.shapes().items() if place[1] == view}
    holes, shared, outside = jigsaw(shapes, figure_outline(view))
    assert (holes, shared, outside) == ([], [], [])


def test_the_check_of_the_jigsaw_can_go_red():
    left, right = "M0,0 L20,0 L20,20 L0,20 Z", "M15,0 L60,0 L60,20 L15,20 Z"
    holes, shared, outside = jigsaw(
        {("left", "front"): [left], ("right", "front"): [right]}, body.outline("M0,0 L50,0 L50,40 L0,40 Z")
    )
    assert (10, 30) in holes and (17, 10) in shared and (55, 10) in outside


def jigsaw(shapes, outline):
    """Return where a patch of 2 x 2 units lies in no shape though inside, in two shapes, or in one though outside."""
    (left, top), (right, bottom) = outline.get_extents().get_points()
    x, y = np.meshgrid(np.arange(left - 10, right + 10), np.arange(top - 10, bottom + 10))

    def within(path):
        return path.contains_points(np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)

    held = sum(within(body.outline(path)).astype(int) for paths in shapes.values() for path in paths)
    inside = within(outline)
    return [patches(found, x, y) for found in (inside & (held == 0), held > 1, ~inside & (held > 0))]


def patches(found, x, y):
    # A single point may stand on a border; four neighbours do not.
    whole = found[:-1, :-1] & found[1:, :-1] & found[:-1, 1:] & found[1:, 1:]
    return list(zip(x[:-1, :-1][whole], y[:-1, :-1][whole], strict=True))


def figure_outline(view):
    [line] = DRAWING.findall(f".//*[@data-outline='{view}']")
    return body.outline(line.get("d"))


def test_front_and_back_can_be_told_apart():
    lines = {view: DRAWING.findall(f".//*[@data-lines='{view}']/*") for view in ("front", "back")}
    turned = [sorted(re.sub(r"(\S+),", "", path.get("d")) for path in lines[view]) for view in lines]
    assert turned[0] != turned[1]
    hair = {view: [path for path in lines[view] if path.get("fill-opacity")] for view in lines}
    front, back = (body.outline(path.get("d")).get_extents().height for [path] in hair.values())
    assert back > 1.5 * front, "from behind the head is all hair"


# The picture

MARKED = {
    ("shoulder", "back"): {"pressed", "felt"},
    ("head", "front"): {"felt"},
    ("neck_front", "front"): {"caution"},
    ("hip", "front"): {"chosen"},
}


def painted(figure, color):
    """The patches of a figure filled or lined in a colour, the legend's left out."""
    [axes] = figure.axes
    bottom = float(DRAWING.get("viewBox").split()[3])
    near = [patch for patch in axes.patches if patch.get_window_extent().y0 > axes.transData.transform((0, bottom))[1]]
    return [
        patch
        for patch in near
        if color in (to_hex(patch.get_facecolor()).upper(), to_hex(patch.get_edgecolor()).upper())
    ]


def test_each_mark_is_drawn_where_it_belongs():
    figure = body.body_picture(MARKED, {}).figure
    assert len(painted(figure, "#E69F00")) == 2  # the two shoulders are filled,
    assert len(painted(figure, "#0072B2")) == 3  # they and the head striped,
    assert len(painted(figure, "#56B4E9")) == 2  # the two hips chosen,
    assert len(painted(figure, "#D55E00")) == 2  # and the throat has an edge and one triangle.


def test_every_mark_has_a_sign_or_a_pattern_beside_its_colour():
    looks = {symbol.get("id"): symbol for symbol in DRAWING.iterfind(".//{*}symbol")}
    assert set(looks) == {f"ml-body-{mark}" for mark in body.MARKS}
    assert len(looks["ml-body-pressed"]) and len(looks["ml-body-caution"])
    assert looks["ml-body-felt"].get("fill") == "url(#ml-body-stripes)"
    assert float(looks["ml-body-chosen"].get("stroke-width")) >= 3


def test_the_legend_names_the_marks_in_use_and_no_others():
    said = [text.get_text() for text in body.body_picture(MARKED, {}).figure.axes[0].texts]
    assert said == ["Front", "Back", "pressed here", "felt there", "area of caution", "chosen"]
    assert [text.get_text() for text in body.body_picture({}, {}).figure.axes[0].texts] == ["Front", "Back"]


def test_the_words_are_whole_apart_and_large():
    figure = body.body_picture(MARKED, {}).figure
    figure.draw_without_rendering()
    texts, page = figure.axes[0].texts, figure.bbox
    boxes = [text.get_window_extent() for text in texts]
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.x1 and box.y1 <= page.y1 for box in boxes)
    assert not any(one.overlaps(other) for number, one in enumerate(boxes) for other in boxes[number + 1 :])
    assert figure.get_figwidth() == 10 and min(text.get_fontsize() for text in texts) >= 15


def test_sentence_and_table_say_what_is_marked():
    chart = body.body_picture(MARKED, {"head": "head & face"})
    assert chart.description == (
        "A body from the front and from the back; pressed here: shoulder (back); felt there: shoulder (back) and "
        "head & face (front); "
        "area of caution: neck front (front); chosen: hip (front)."
    )
    assert chart.table.values.tolist()[2] == ["head & face", "front", "felt there"]
    assert len(chart.table) == 5
    assert "head &amp; face" in chart._repr_html_()
    assert body.body_picture({}, {}).description == "A body from the front and from the back; nothing is marked."


@pytest.mark.parametrize("marks, said", [
    ({("sholder", "back"): {"felt"}}, 'The body has no region "sholder". Did you mean "shoulder"?'),
    ({("jaw", "back"): {"felt"}}, 'The region "jaw" is drawn from the front, not from the back.'),
    ({("jaw", "front"): {"pressd"}}, '"pressd" is not a mark. Did you mean "pressed"? Marks are: pressed, felt, '
         'caution and chosen.'),
    ({("jaw", "front"): "felt"}, 'The marks of a region are a set, such as {"felt"}; "felt" was given.'),
])  # fmt: skip
def test_a_slip_gets_a_sentence(marks, said):
    with pytest.raises(KitError) as error:
        body.body_picture(marks, {})
    assert str(error.value) == said
