"""Where each line of the picture of the body stands, and what it looks like."""

import pytest
from matplotlib.colors import to_hex

from modality_lab.charts import body

MARKED = {("jaw", "front"): ["felt", "caution", "pressed", "chosen"], ("head", "back"): ["felt"]}


@pytest.fixture(scope="module")
def axes():
    [axes] = body.body_picture(MARKED, {}).figure.axes
    return axes


def look(patch):
    """Fill and line, width of the line, how it ends, and where the patch begins and ends in units of the drawing."""
    box = patch.get_path().transformed(patch.get_transform() - patch.axes.transData).get_extents().extents
    return (
        to_hex(patch.get_facecolor(), keep_alpha=True),
        to_hex(patch.get_edgecolor(), keep_alpha=True),
        round(patch.get_linewidth(), 4),
        patch.get_capstyle(),
        [round(float(end), 2) for end in box],
    )


NONE, BLACK, WHITE, ORANGE, BLUE, RED, SKY = (
    "#00000000", "#000000ff", "#ffffffff", "#e69f00ff", "#0072b2ff", "#d55e00ff", "#56b4e9ff",
)  # fmt: skip
GREY = "#555555ff"


def signs(crosses, triangle):
    """Crosses of pressed, each a white one below a black, and then the sign of caution, from its place."""
    lines = [(color, width, x, y) for x, y in crosses for color, width in ((WHITE, 5.625), (BLACK, 2.925))]
    drawn = [(NONE, color, width, "round", [x - 4, y - 4, x + 4, y + 4]) for color, width, x, y in lines]
    x, y = triangle
    edges = [x - 6.5, y - 6.2, x + 6.5, y + 5]
    return drawn, [
        (WHITE, WHITE, 4.05, "butt", edges),
        (WHITE, RED, 1.8, "butt", edges),
        (NONE, BLACK, 1.8, "round", [x, round(y - 2.4, 2), x, round(y + 3.3, 2)]),
    ]


def test_the_picture_is_ten_inches_wide_and_ends_below_the_legend(axes):
    assert axes.figure.get_size_inches().tolist() == [10, 8.9375] and axes.get_position().bounds == (0, 0, 1, 1)
    assert (axes.get_xlim(), axes.get_ylim(), axes.axison) == ((-102, 538), (572, 0), False)


def test_the_fills_of_marks_lie_over_the_regions_chosen_first_and_the_lines_over_them(axes):
    jaw, head = [85, 80, 133, 106.4], [297.98, 38, 356.02, 98.4]
    looks = [look(patch) for patch in axes.patches]
    assert looks[0] == (WHITE, "#a8a8a8ff", 1.0125, "butt", [79.98, 38, 138.02, 85])
    assert looks[48:55] == [
        (SKY, BLACK, 3.375, "butt", jaw),
        (ORANGE, GREY, 1.0125, "butt", jaw),
        (NONE, GREY, 1.0125, "butt", jaw),
        (NONE, BLUE, 2.925, "butt", [85, 30.34, 133, 157.54]),
        (NONE, GREY, 1.0125, "butt", head),
        (NONE, BLUE, 2.925, "butt", [297.98, -24.39, 356.02, 162.35]),
        (NONE, RED, 2.025, "butt", jaw),
    ]
    assert looks[55] == ("#33333321", NONE, 1.125, "round", [83.88, 38, 134.12, 67])
    crosses, caution = signs([(93, 89), (125, 89)], (109, 96))
    assert looks[110:117] == [*crosses, *caution] and len(looks) == 127
    assert {(patch.get_joinstyle(), patch.get_snap()) for patch in axes.patches} == {("round", False)}


def test_stripes_are_slanted_and_stay_within_their_region(axes):
    stripes = axes.patches[51]
    assert stripes.get_clip_path() is not None and axes.patches[50].get_clip_path() is None
    ends = stripes.get_path().vertices.round(2).tolist()
    assert ends[:4] == [[85, 78.34], [133, 30.34], [85, 88.24], [133, 40.24]] and len(ends) == 18


def test_the_legend_shows_the_marks_side_by_side_below_the_middle(axes):
    squares = [[x - 11, 537, x + 11, 559] for x in (-66, 84, 234, 384)]
    corners = axes.patches[117].get_path().vertices.tolist()
    assert corners == [[-77, 537], [-55, 537], [-55, 559], [-77, 559], [-77, 537]]
    crosses, caution = signs([(-66, 548)], (234, 548))
    assert [look(patch) for patch in axes.patches[117:]] == [
        (ORANGE, GREY, 1.0125, "butt", squares[0]),
        *crosses,
        (NONE, GREY, 1.0125, "butt", squares[1]),
        (NONE, BLUE, 2.925, "butt", [73, 513.82, 95, 585.32]),
        (NONE, RED, 2.025, "butt", squares[2]),
        *caution,
        (SKY, BLACK, 3.375, "butt", squares[3]),
    ]


def test_words_stand_over_the_bodies_and_beside_the_marks(axes):
    texts = [
        (text.get_text(), text.get_position(), text.get_fontsize(), text.get_weight(), text.get_ha(), text.get_va())
        for text in axes.texts
    ]
    assert texts[:3] == [
        ("Front", (109, 24), 20.25, "bold", "center", "baseline"),
        ("Back", (327, 24), 20.25, "bold", "center", "baseline"),
        ("pressed here", (-48, 548), 15, "normal", "left", "center"),
    ]
    assert [text[1] for text in texts[3:]] == [(102, 548), (252, 548), (402, 548)]


def test_on_a_phone_the_marks_of_the_legend_stand_closer():
    figure = body.body_picture(MARKED, {}).narrow_figure
    assert figure.get_size_inches().tolist() == [pytest.approx(436 * 1.125 / 72), 8.9375]
    lefts = [text.get_position()[0] for text in figure.axes[0].texts[2:]]
    assert lefts == [pytest.approx(-38.67 + 145.33 * number, abs=0.1) for number in range(4)]


def test_a_path_of_the_drawing_is_the_same_in_matplotlib():
    path = body.outline("M1,2 C0,5 5,9 9,9 L9,0 Z M3,3 L4,4")
    assert path.vertices.tolist() == [[1, 2], [0, 5], [5, 9], [9, 9], [9, 0], [1, 2], [3, 3], [4, 4]]
    assert path.codes.tolist() == [1, 4, 4, 4, 2, 79, 1, 2]


def test_sentence_and_table_keep_the_order_of_the_marks():
    chart = body.body_picture(
        {("knee", "front"): {"caution"}, ("calf", "back"): {"felt"}, ("knee", "back"): {"caution"}}, {}
    )
    assert chart.description == (
        "A body from the front and from the back; felt there: calf (back); area of caution: knee (front and back)."
    )
    assert chart.table.values.tolist() == [
        ["calf", "back", "felt there"], ["knee", "front", "area of caution"], ["knee", "back", "area of caution"],
    ]  # fmt: skip
    assert list(chart.table) == ["Region", "View", "Mark"]
    both = body.body_picture({("low_back", "back"): {"felt"}, ("jaw", "front"): {"felt"}}, {"jaw": "the jaw"})
    assert both.description.endswith("felt there: low back (back) and the jaw (front).")
