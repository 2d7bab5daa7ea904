"""Where each line, hand and word of the pictures of techniques and of the cut through the body stands."""

import sys

import pandas as pd
import pytest
from drawn import color, drawn, legend_of, places
from matplotlib.figure import Figure
from test_charts import only_of, rows_of
from test_techniques import with_items

from modality_lab import load_tables
from modality_lab.charts.alike import alike
from modality_lab.charts.cross_section import cross_section
from modality_lab.charts.hands import MOTIONS, Stage
from modality_lab.charts.technique_pictures import MOST_PICTURES, technique_pictures
from modality_lab.charts.tissue import Dent, Tissue

KIT = load_tables()
LAYERS = pd.DataFrame(
    [("skin", "skin", 4), ("fat", "fat", 10), ("sheet", "fascia", 6), ("upper", "muscle", 20), ("lower", "muscle", 20),
     ("last", "muscle", 20), ("bone", "bone", 20)],
    columns=["layer", "kind", "drawn_height"],
)  # fmt: skip
TISSUE = """
1 areas #f2cdb0 #f2cdb0 0.8 z0.1 at -20 5 -20 1 24 5 -20 5
line #6b4a42 1.2 - 1 z0.2 at -20 5 -18 5.6 2 15.9 24 5
1 areas #fff4d2 #fff4d2 0.8 z0.1 at -20 14.9 -20 5 24 14.9 -20 14.9
line #6b4a42 1.2 - 1 z0.2 at -20 14.9 -18 15.5 2 25.1 24 14.9
marks o white #6b4a42 5 0.8 None 1 z0.2 at -18 8.6 -10 13.6 6 18.6 22 8.6
marks o white #6b4a42 5 0.8 None 1 z0.2 at -14 14.7 -6 20.7 2 22.5 18 14.7
1 areas white white 0.8 z0.1 at -20 20.8 -20 14.9 24 20.8 -20 20.8
line #6b4a42 1.2 - 1 z0.2 at -20 20.8 -18 21.4 2 30.1 24 20.8
7 areas - #6b4a42 0.9 z0.2 at -18 15.5 -16 22.1 2 30.1 20 22.1
1 areas #eba79b #eba79b 0.8 z0.1 at -20 40.4 -20 20.8 24 40.4 -20 40.4
line #6b4a42 1.2 - 1 z0.2 at -20 40.4 -18 40.6 2 44.3 24 40.4
line #6b4a42 1 - 0.75 z0.2 at -20 24.7 -18 25.2 2 32.9 24 24.7
line #6b4a42 1 - 0.75 z0.2 at -20 28.6 -18 29 2 35.8 24 28.6
line #6b4a42 1 - 0.75 z0.2 at -20 32.5 -18 32.9 2 38.6 24 32.5
line #6b4a42 1 - 0.75 z0.2 at -20 36.4 -18 36.7 2 41.5 24 36.4
1 areas #d98c7e #d98c7e 0.8 z0.1 at -20 60 -20 40.4 24 60 -20 60
line #6b4a42 1.2 - 1 z0.2 at -20 60 -18 60 2 60 24 60
line #6b4a42 1 -- 5 3 0.75 z0.2 at -20 44.3 -18 44.5 2 47.5 24 44.3
line #6b4a42 1 -- 5 3 0.75 z0.2 at -20 48.2 -18 48.3 2 50.6 24 48.2
line #6b4a42 1 -- 5 3 0.75 z0.2 at -20 52.1 -18 52.2 2 53.7 24 52.1
line #6b4a42 1 -- 5 3 0.75 z0.2 at -20 56.1 -18 56.1 2 56.9 24 56.1
1 areas #eba79b #eba79b 0.8 z0.1 at -20 80 -20 60 24 80 -20 80
line #6b4a42 1.2 - 1 z0.2 at -20 80 -18 80 2 80 24 80
line #6b4a42 1 -- 1.2 2.4 0.75 z0.2 at -20 64 -18 64 2 64 24 64
line #6b4a42 1 -- 1.2 2.4 0.75 z0.2 at -20 68 -18 68 2 68 24 68
line #6b4a42 1 -- 1.2 2.4 0.75 z0.2 at -20 72 -18 72 2 72 24 72
line #6b4a42 1 -- 1.2 2.4 0.75 z0.2 at -20 76 -18 76 2 76 24 76
1 areas #f4f4ee #f4f4ee 0.8 z0.1 at -20 100 -20 80 24 100 -20 100
line #6b4a42 1.2 - 1 z0.2 at -20 100 -18 100 2 100 24 100
marks o #6b4a42 #6b4a42 1.6 0.8 None 1 z0.2 at -18 86 -4 86 10 86 24 86
marks o #6b4a42 #6b4a42 1.6 0.8 None 1 z0.2 at -12 94.4 2 94.4 16 94.4
line #333333 2.2 - 1 z0.3 at -20 1 -18 1.6 2 12 24 1
"""
# What each motion draws over the layers: where these begin and end and give way, then the hand and the black of arrows.
PICTURES = {
    "hold": """
-140
150
Dent(at=10.0, reach=8.0, push=10.799999999999999, bottom=40.0, slope=12)
7 paths white #333333 1.92 scaled 1 1, at 10 10.8
patch - black 5 round round z5 at 10 16.8 10 28.4
patch black black 0 butt miter z5 at 10 42 -0.7 22.5 20.7 22.5 10 42
""",
    "lean": """
-140
150
Dent(at=10.0, reach=8.0, push=10.799999999999999, bottom=40.0, slope=12)
7 paths white #333333 1.92 scaled 1 1, at 10 10.8
patch - black 11 round round z5 at 10 18.8 10 23.7
patch black black 0 butt miter z5 at 10 42.8 -5 15.5 25 15.5 10 42.8
""",
    "pulse": """
-140
150
Dent(at=10.0, reach=8.0, push=10.799999999999999, bottom=40.0, slope=12)
7 paths white #333333 1.92 scaled 1 1, at 10 10.8
patch - black 3.5 round round z5 at -26 29.1 -26 29.7
patch black black 0 butt miter z5 at -26 42 -35.7 24.4 -16.3 24.4 -26 42
patch black black 0 butt miter z5 at -26 16.8 -16.3 34.3 -35.7 34.3 -26 16.8
patch - black 3.5 round round z5 at 30 29.1 30 29.7
patch black black 0 butt miter z5 at 30 42 20.3 24.4 39.7 24.4 30 42
patch black black 0 butt miter z5 at 30 16.8 39.7 34.3 20.3 34.3 30 16.8
""",
    "glide": """
-140
150
Dent(at=55.0, reach=8.0, push=10.799999999999999, bottom=40.0, slope=12)
7 paths white #333333 1.92 scaled 1 1, at 55 10.8
patch - black 5 round round z5 at 35 30 -109.3 30
patch black black 0 butt miter z5 at -123 30 -103.5 19.3 -103.5 40.7 -123 30
""",
    "rub": """
-140
150
Dent(at=10.0, reach=8.0, push=10.799999999999999, bottom=40.0, slope=12)
7 paths white #333333 1.92 scaled 1 1, at 10 10.8
patch - black 5 round round z5 at -36.4 30 56.4 30
patch black black 0 butt miter z5 at 70 30 50.5 40.7 50.5 19.3 70 30
patch black black 0 butt miter z5 at -50 30 -30.5 19.3 -30.5 40.7 -50 30
""",
    "knead": """
-140
150
Dent(at=10, reach=2, push=-38, bottom=40.0, slope=24)
5 paths white #333333 1.92 scaled 1 1, at 10 0
patch - black 4 round round bent z5 at -24 40 6 -46 36.9 24.3
patch black black 0 butt miter z5 at 42 36 25.5 23.4 43.8 15.3 42 36
""",
    "tap": """
-140
150
7 paths white #333333 1.92 scaled 1 1, at 18 -22
patch - black 5 round round z5 at -94 -78 -94 -18
patch black black 0 butt miter z5 at -94 -5 -104.7 -24.5 -83.3 -24.5 -94 -5
patch black black 0 butt miter z5 at -94 -92 -83.3 -72.5 -104.7 -72.5 -94 -92
""",
    "shake": """
-140
150
Dent(at=10.0, reach=8.0, push=10.799999999999999, bottom=40.0, slope=12)
7 paths white #333333 1.92 scaled 1 1, at 10 10.8
patch - black 3.84 round round z5 at -30 -44 -18 -32 -42 -20 -30 -8
patch - black 3.84 round round z5 at -44 -44 -32 -32 -56 -20 -44 -8
patch - black 3.84 round round z5 at 30 -44 42 -32 18 -20 30 -8
patch - black 3.84 round round z5 at 44 -44 56 -32 32 -20 44 -8
""",
    "rock": """
-140
150
Dent(at=10.0, reach=8.0, push=10.799999999999999, bottom=40.0, slope=12)
7 paths white #333333 1.92 scaled 1 1, at 10 10.8
patch - black 5 round round bent z5 at -87 29 10 74 107 29
patch black black 0 butt miter z5 at 120 24 106.7 41.8 97.8 22.3 120 24
patch black black 0 butt miter z5 at -100 24 -77.8 22.3 -86.7 41.8 -100 24
""",
    "stretch": """
7 paths white #6b4a42 1.68 scaled 1 1, at 10 26
5 paths white #333333 1.92 scaled 1 1, at -82 42
patch - black 5 round round z5 at -20 66 -118 66
patch black black 0 butt miter z5 at -132 66 -112.5 55.3 -112.5 76.7 -132 66
5 paths white #333333 1.92 scaled -1 1, at 102 42
patch - black 5 round round z5 at 40 66 138 66
patch black black 0 butt miter z5 at 152 66 132.5 76.7 132.5 55.3 152 66
""",
    "move": """
4 paths #f2f2f2 #9a9a9a 1.44 scaled 1 1, at 10 0
5 paths white #333333 1.92 scaled 1 1, at 76 -8
patch - black 5 round round bent z5 at 134 40 146 -28 114 -63
patch black black 0 butt miter z5 at 106 -74 126.9 -66.3 110.7 -52.2 106 -74
""",
    "look": """
48 paths white #a8a8a8 0.4104 scaled 0.38 0.38, at -124.3 -134
line black 2 -- 4 3 1 z5 at 0 -140 0 72
line black 2 -- 4 3 1 z5 at -62 -84 62 -84
line black 2 -- 4 3 1 z5 at -62 -26 62 -26
""",
}


def with_hands(*hands, **named):
    """Tables of five modalities, with techniques, each with the numbers of its modalities, and how they are drawn."""
    rows = [{"modality": f"kind_{n}", "technique": name} for name, numbers in named.items() for n in numbers]
    columns, first = ("technique", "contact", "motion", "layer", "speed"), KIT.hands.iloc[0].to_dict()
    return only_of(5).replace(
        techniques=rows_of("techniques", rows).astype(str),
        hands=pd.DataFrame([first | dict(zip(columns, hand.split("/"), strict=True)) for hand in hands]),
    )


HANDS = with_hands(
    "hand_waving/palm/glide/fat/slow", "looking/eyes/look//", "pointing/thumb/hold/first_muscle/still",
    hand_waving=[1, 2, 3, 4, 5], looking=[1], pointing=[2], unknown_one=[3],
)  # fmt: skip


@pytest.fixture(scope="module")
def axes():
    return Figure().add_subplot()


def test_layers_are_drawn_from_the_skin_down_each_in_its_look(axes):
    Tissue(LAYERS, 100).draw(axes, -20, 24, [Dent(2, 3, 12, 50)])
    assert drawn(axes) == TISSUE.strip()
    axes.clear()
    Tissue(LAYERS, 100).draw(axes, -24, 24)
    assert len(axes.collections[3].get_paths()) == 8, "strokes cross a thin sheet as far as there is room"


def test_the_dent_of_a_hand_reaches_to_its_layer_and_is_never_too_deep():
    tissue = Tissue(LAYERS, 100)
    assert (tissue.dent(3, 4, "sheet"), tissue.dent(3, 4, "bone")) == (Dent(3, 4, 0.36 * 17, 20), Dent(3, 4, 26, 100))
    assert Dent() == Dent(at=0, reach=10, push=0, bottom=1, slope=12)


class NotedTissue(Tissue):
    """Layers that are not drawn, but say where they would be."""

    noted = ()

    def draw(self, axes, left, right, dents=()):
        self.noted = (left, right, *dents)


@pytest.mark.parametrize("motion", MOTIONS)
def test_each_motion_has_its_hand_and_its_arrows(motion):
    axes, tissue = Figure().add_subplot(), NotedTissue(LAYERS, 100)
    contact = {"look": "eyes", "knead": "grip", "stretch": "grip", "move": "grip"}.get(motion, "thumb")
    MOTIONS[motion](Stage(axes, tissue, contact, "upper", middle=10, left=-140, right=150))
    said = [line for line in drawn(axes).splitlines() if not line.startswith(("patch - white", "patch white"))]
    assert [*map(str, tissue.noted), *said] == PICTURES[motion].split("\n")[1:-1]


def deepest(axes):
    """How deep the deepest arrow reaches."""
    heads = [patch for patch in axes.patches if color(patch.get_facecolor()) == "black"]
    return max(float(head.get_path().vertices[:, 1].max()) for head in heads)


@pytest.mark.parametrize("motion, layer, depth", [
    ("hold", "fat", 29.2), ("hold", "lower", 62.0), ("lean", "fat", 35.2), ("lean", "lower", 62.0),
    ("pulse", "fat", 31.2), ("pulse", "lower", 62.0), ("glide", "skin", 19.4), ("glide", "lower", 60.7),
    ("rub", "skin", 21.4), ("rub", "lower", 60.7),
])  # fmt: skip
def test_an_arrow_reaches_its_layer_and_can_be_seen_near_the_skin_too(motion, layer, depth, axes):
    axes.clear()
    MOTIONS[motion](Stage(axes, NotedTissue(LAYERS, 100), "thumb", layer))
    assert deepest(axes) == pytest.approx(depth, abs=0.06)


def test_the_skin_gives_way_below_the_middle_of_what_touches(axes):
    axes.clear()
    tissue = NotedTissue(LAYERS, 100)
    assert Stage(axes, tissue, "palm", "upper").press(x=5) == pytest.approx(0.36 * 30)
    assert tissue.noted == (-150, 150, Dent(5 - 8, 65, 0.36 * 30, 40)) and "at 5 10.8" in drawn(axes)


def test_an_arrow_is_black_with_a_white_edge_and_its_line_ends_within_its_head(axes):
    axes.clear()
    Stage(axes, Tissue(LAYERS, 100), "thumb", "upper").arrow((0, 0), (30, 40), width=10)
    assert (
        drawn(axes)
        == """
patch - white 14 round round z5 at 0 0 19 25
patch white white 4 butt miter z5 at 30 40 3 27.8 25.8 10.6 30 40
patch - black 10 round round z5 at 0 0 19 25
patch black black 0 butt miter z5 at 30 40 3 27.8 25.8 10.6 30 40
""".strip()
    )


def seen(axes):
    """What is drawn in axes but the layers: their look is tested by itself."""
    return "\n".join(line for line in drawn(axes).splitlines() if "#6b4a42" not in line and " areas " not in line)


def test_pictures_stand_two_in_a_line_with_their_words_and_marks():
    figure = technique_pictures(HANDS).figure
    first, second, third = figure.axes
    assert places(figure) == ["10 12.6", "12 595.5 476 273.2", "512 595.5 476 273.2", "12 187 476 273.2"]
    for axes in figure.axes:
        assert (axes.get_xlim(), axes.get_ylim(), axes.axison) == ((-150, 150), (84, -122), False)
    assert (
        seen(first)
        == """
line #333333 2.2 - 1 z0.3 at -150 0 -148 0 0 4.2 150 0
4 paths white #333333 1.92 scaled 1 1, at 50 4.2
patch - white 9 round round z5 at 30 12.2 -124.3 12.2
patch white white 4 butt miter z5 at -138 12.2 -118.5 1.5 -118.5 22.9 -138 12.2
patch - black 5 round round z5 at 30 12.2 -124.3 12.2
patch black black 0 butt miter z5 at -138 12.2 -118.5 1.5 -118.5 22.9 -138 12.2
'Hand waving' 21 bold center bottom at 0 -128
marks o C0 C0 12.8 1 None 1 z2 at -138 -110
marks s C1 C1 12.8 1 None 1 z2 at -116 -110
marks ^ C2 C2 12.8 1 None 1 z2 at -94 -110
marks D C3 C3 12.8 1 None 1 z2 at -72 -110
marks v C4 C4 12.8 1 None 1 z2 at -138 -88
'Palm: sink in and glide / slow, down to the fat' 18 normal center top at 0 92
""".strip()
    )
    assert (
        seen(third)
        == """
line #333333 2.2 - 1 z0.3 at -150 0 -148 0 0 12.2 150 0
7 paths white #333333 1.92 scaled 1 1, at 0 12.2
patch - white 9 round round z5 at 0 18.2 0 32.1
patch white white 4 butt miter z5 at 0 45.8 -10.7 26.3 10.7 26.3 0 45.8
patch - black 5 round round z5 at 0 18.2 0 32.1
patch black black 0 butt miter z5 at 0 45.8 -10.7 26.3 10.7 26.3 0 45.8
'Pointing' 21 bold center bottom at 0 -128
marks s C1 C1 12.8 1 None 1 z2 at -138 -110
'Thumb: press and stay / still, down to the first muscle' 18 normal center top at 0 92
""".strip()
    )
    assert [text.get_text() for text in second.texts] == ["Looking", "Eyes, no touch"]
    assert not any(line.get_clip_on() for line in first.lines if line.get_marker() in "s^Dv")
    [note] = figure.texts
    words = "Not drawn, as the tables do not say what the hands do: unknown one."
    assert (note.get_text(), note.get_position()) == (words, (0.5, pytest.approx(1 - 0.2 / 12.6, abs=1e-4)))
    assert (note.get_fontsize(), note.get_ha(), note.get_va()) == (15, "center", "top")
    assert legend_of(figure) == [
        "'Kind 1' 17 at 40 7",
        "'Kind 2' 17 at 40 5",
        "'Kind 3' 17 at 40 2",
        "'Kind 4' 17 at 59 7",
        "'Kind 5' 17 at 59 5",
    ]
    [legend] = figure.legends
    marks = [(mark.get_color(), mark.get_marker(), mark.get_markersize()) for mark in legend.legend_handles]
    assert marks == [(f"C{n}", marker, 15) for n, marker in enumerate("os^Dv")] and not legend.get_frame_on()


def test_on_a_phone_pictures_stand_one_below_the_other():
    figure = technique_pictures(HANDS).narrow_figure
    assert places(figure) == ["5 18.5", "12 725.2 976 185.6", "12 447.7 976 185.6", "12 170.3 976 185.6"]
    [note] = figure.texts
    assert note.get_text() == "Not drawn, as the tables do not say what\nthe hands do: unknown one."
    assert legend_of(figure) == [
        "'Kind 1' 17 at 49 9",
        "'Kind 2' 17 at 49 7",
        "'Kind 3' 17 at 49 5",
        "'Kind 4' 17 at 49 3",
        "'Kind 5' 17 at 49 1",
    ]


def test_without_a_note_the_pictures_begin_at_the_top():
    figure = technique_pictures(with_hands("looking/eyes/look//", looking=[1])).figure
    assert places(figure) == ["10 5.8", "12 265.7 476 588.6"] and [text.get_text() for text in figure.texts] == [""]


def test_the_table_of_techniques_says_what_their_rows_say():
    chart = technique_pictures(HANDS)
    meaning, basis = KIT.hands["meaning"][0], "source and our drawing"
    assert chart.table.reset_index().to_numpy().tolist() == [
        [
            "hand waving",
            "Kind 1, Kind 2, Kind 3, Kind 4 and Kind 5",
            "palm",
            "sink in and glide",
            "slow",
            "fat",
            meaning,
            basis,
        ],
        ["looking", "Kind 1", "eyes, no touch", "wait while the eyes look", "", "", meaning, basis],
        ["pointing", "Kind 2", "thumb", "press and stay", "still", "first muscle", meaning, basis],
        ["unknown one", "Kind 3", "", "", "", "", "Not drawn: hands.csv does not say yet what the hands do.", ""],
    ]
    assert list(chart.table.reset_index()) == [
        "Technique", "Named for", "What touches", "How it moves", "Speed", "Meant to reach", "In a sentence",
        "Rests on",
    ]  # fmt: skip
    assert chart.description == (
        "3 techniques are drawn: the hands sink in and glide (hand waving), wait while the eyes look (looking) and "
        "press and stay (pointing); not drawn: unknown one. The depths are drawn as taught, not as measured."
    )


@pytest.mark.parametrize("number, words", [
    (8, "8 techniques are drawn: the hands wait while the eyes look (way 1) and press and stay "
        "(way 2, way 3, way 4, way 5, way 6, way 7 and way 8). The"),
    (9, "9 techniques are drawn: the hands wait while the eyes look (1) and press and stay (8). The"),
])  # fmt: skip
def test_more_than_eight_techniques_are_counted(number, words):
    names = [f"way_{n}" for n in range(1, number + 1)]
    hands = [f"{name}/{'eyes/look//' if name == 'way_1' else 'thumb/hold/fat/still'}" for name in names]
    chart = technique_pictures(with_hands(*hands, **{name: [1] for name in names}))
    assert chart.description.startswith(words)


def test_words_of_a_picture_stand_in_lines_where_they_are_long():
    layers = KIT.layers.assign(name=["s" * 22, "f" * 17, "g" * 18, "m" * 23, *KIT.layers["name"][4:]])
    name, longer = "a_technique_with_long_word", "a_technique_with_long_names"
    hands = (f"{name}/thumb/hold/fat/still", f"{longer}/thumb/hold/fascia/still", "rock_it/palm/rock//even")
    tables = with_hands(*hands, rock_it=[2], **{name: [1], longer: [1], "unknown_one": [3]}).replace(layers=layers)
    chart = technique_pictures(tables)
    texts = {name.lower(): words for name, words in ([t.get_text() for t in axes.texts] for axes in chart.figure.axes)}
    assert texts == {
        "a technique with long word": f"Thumb: press and stay\nstill, down to the {'f' * 17}",
        "a technique with long\nnames": f"Thumb: press and stay\nstill, down to the\n{'g' * 18}",
        "rock it": "Palm: rock the body\neven",
    }
    assert chart.description.endswith(
        ' The figure writes "first muscle" for a text of 23 letters, for which it has no room.'
    )
    assert [words.partition("' ")[0] for words in legend_of(chart.figure)] == ["'Kind 1", "'Kind 2"]
    assert {mark.get_linestyle() for mark in chart.figure.legends[0].legend_handles} == {"None"}
    skin = next(line for line in chart.figure.axes[0].lines if line.get_linewidth() == 2.2)
    assert 0 < skin.get_ydata().max() < 3, "where no layer is meant, the first is"


@pytest.mark.parametrize("name, lines", [("unknown_way_of_the_hand1", 1), ("unknown_way_of_the_hands1", 2)])
def test_the_note_over_the_pictures_has_lines_of_eighty_letters(name, lines):
    figure = technique_pictures(with_hands("looking/eyes/look//", **{"looking": [1], name: [1]})).figure
    assert figure.texts[0].get_text().count("\n") == lines - 1


def test_of_too_many_pictures_the_first_are_shown_and_the_note_says_so(monkeypatch):
    assert MOST_PICTURES == 24
    monkeypatch.setitem(vars(sys.modules[technique_pictures.__module__]), "MOST_PICTURES", 2)
    names = ["one_way", "two_ways", "three_ways"]
    hands = [f"{name}/thumb/hold/fat/still" for name in names]
    chart = technique_pictures(with_hands(*hands, other=[1], **{name: [1] for name in names}))
    note = "hown are the first 2 of 3 pictures; to see others, hide modalities in switchboard.csv."
    assert f"; s{note}" in chart.description and len(chart.figure.axes) == 2
    said = chart.figure.texts[0].get_text().replace("\n", " ")
    assert said == f"Not drawn, as the tables do not say what the hands do: other. S{note}"
    all_shown = technique_pictures(with_hands(*hands[:2], one_way=[1], two_ways=[1]))
    assert "hown are" not in all_shown.description


# The cut


def test_the_cut_stands_beside_the_names_of_its_layers():
    figure = cross_section(HANDS).figure
    [axes] = figure.axes
    assert places(figure) == ["10 6.1", "0 0 1000 1000"] and not axes.axison
    assert (axes.get_xlim(), axes.get_ylim()) == ((-150, 450), (186, -182))
    assert (
        seen(axes)
        == """
line #333333 2.2 - 1 z0.3 at 0 0 2 0 88.4 26 176.8 0
7 paths white #333333 1.92 scaled 1 1, at 88.4 26
patch - white 9 round round z5 at 88.4 32 88.4 70.7
patch white white 4 butt miter z5 at 88.4 84.4 77.7 64.9 99.1 64.9 88.4 84.4
patch - black 5 round round z5 at 88.4 32 88.4 70.7
patch black black 0 butt miter z5 at 88.4 84.4 77.7 64.9 99.1 64.9 88.4 84.4
'Pointing' 21 bold center bottom at 88.4 -144
line #333333 2.2 - 1 z0.3 at 176.8 0 178.8 0 310.4 9 442 0
4 paths white #333333 1.92 scaled 1 1, at 342 9
patch - white 9 round round z5 at 322 25.1 202.4 25.1
patch white white 4 butt miter z5 at 188.8 25.1 208.3 14.3 208.3 35.8 188.8 25.1
patch - black 5 round round z5 at 322 25.1 202.4 25.1
patch black black 0 butt miter z5 at 188.8 25.1 208.3 14.3 208.3 35.8 188.8 25.1
'Hand waving' 21 bold center bottom at 309.4 -144
'skin' 19 normal right center at -14 5.6
line #333333 1.5 - 1 z2 at -9 5.6 0 5.6
'fat' 19 normal right center at -14 25.1
line #333333 1.5 - 1 z2 at -9 25.1 0 25.1
'fascia' 19 normal right center at -14 44.5
line #333333 1.5 - 1 z2 at -9 44.5 0 44.5
'first muscle' 19 normal right center at -14 72.4
line #333333 1.5 - 1 z2 at -9 72.4 0 72.4
'deeper muscle' 19 normal right center at -14 120.6
line #333333 1.5 - 1 z2 at -9 120.6 0 120.6
'rib' 19 normal right center at -14 163.3
line #333333 1.5 - 1 z2 at -9 163.3 0 163.3
""".strip()
    )


def test_on_a_phone_the_cut_leaves_room_for_names_in_lines():
    figure = cross_section(HANDS).narrow_figure
    [axes] = figure.axes
    assert places(figure) == ["8.6 5.7", "0 0 1000 1000"] and axes.get_ylim() == (186, -210)
    assert [text.get_text() for text in axes.texts[:2]] == ["Pointing", "Hand waving"]
    names = cross_section(with_hands("slowly_pointing/thumb/hold/fat/still", slowly_pointing=[1]))
    said = [chart.axes[0].texts[0].get_text() for chart in (names.figure, names.narrow_figure)]
    assert said == ["Slowly pointing", "Slowly\npointing"]


def test_without_hands_the_layers_fill_the_cut():
    axes = cross_section(with_hands("looking/eyes/look//", looking=[1])).figure.axes[0]
    assert axes.lines[0].get_xdata()[[0, -1]].tolist() == [0, 442]


def test_one_hand_alone_has_the_whole_cut_and_is_the_first_that_is_meant_for_a_layer():
    tables = with_hands("waiting/thumb/hold//still", "pointing/thumb/hold/fat/still", waiting=[1], pointing=[1])
    axes = cross_section(tables).figure.axes[0]
    assert axes.lines[0].get_xdata()[[0, -1]].tolist() == [0, 442] and axes.texts[0].get_text() == "Pointing"


def test_names_in_the_cut_stand_in_lines_where_they_are_long():
    layers = KIT.layers.assign(name=["deep, thin skin", "deep, thin fat", *KIT.layers["name"][2:]])
    for name, wide, narrow in (
        ("long_press_on_a_bone1", "Long press on a\nbone1", "Long press\non a bone1"),
        ("long_press_on_a_bone", "Long press on a bone", "Long press\non a bone"),
        ("long_presses", "Long presses", "Long presses"),
        ("long_pressing", "Long pressing", "Long\npressing"),
    ):
        tables = with_hands(f"{name}/thumb/hold/fat/still", **{name: [1]})
        chart = cross_section(tables.replace(layers=layers))
        said = [figure.axes[0].texts[0].get_text() for figure in (chart.figure, chart.narrow_figure)]
        assert said == [wide, narrow]
    assert [text.get_text() for text in chart.figure.axes[0].texts[1:3]] == ["deep, thin\nskin", "deep, thin fat"]


def test_without_layers_the_cut_and_the_pictures_say_so():
    hands = KIT.hands.assign(layer="")
    tables = KIT.replace(layers=KIT.layers.head(0), hands=hands)
    cut = cross_section(tables)
    assert cut.description == "No layer is named in layers.csv yet, so there is nothing to draw."
    assert drawn(cut.figure.axes[0]) == "" and not technique_pictures(tables).figure.axes


def test_the_cut_says_what_each_layer_is_and_which_is_meant():
    chart = cross_section(HANDS)
    layers = KIT.layers
    assert list(chart.table.reset_index()) == ["Layer", "What it is", "How thick", "Pointing", "Hand waving"]
    assert chart.table["What it is"].to_list() == layers["meaning"].to_list()
    assert chart.table["How thick"].to_list() == layers["thickness"].to_list()
    assert chart.table["Hand waving"].to_list() == ["passed through", "meant for it", *[""] * (len(layers) - 2)]
    assert chart.description == (
        "From the skin down lie skin, fat, fascia, first muscle, deeper muscle and rib. The press (pointing) goes "
        "straight down and stays; it is meant for the first muscle. The stroke (hand waving) sinks in and runs along; "
        "it is meant for the fat. The picture is not to scale. The depths are drawn as taught, not as measured."
    )


# Which are alike


def test_the_fields_of_alike_are_darker_and_framed_by_how_much_two_share():
    figure = alike(with_items("a b", "a b", "b c")).figure
    [axes], [fields] = figure.axes, figure.axes[0].images
    assert figure.get_size_inches().tolist() == [10, pytest.approx(2.2 + 0.62 * 2)]
    assert fields.get_array().tolist() == [[1, None], [1 / 3, 1 / 3]]
    assert (fields.get_clim(), fields.get_cmap().name, axes.get_aspect()) == ((0, 2), "Blues", "auto")
    assert (
        drawn(axes)
        == """
'100%' 15 bold center center at 0 0
patch - black 3 butt miter z1 at -0.5 -0.4 0.5 -0.4 0.5 0.4 -0.5 -0.4
'33%' 15 bold center center at 0 1
patch - black 3 dashed butt miter z1 at -0.5 0.6 0.5 0.6 0.5 1.4 -0.5 0.6
'33%' 15 bold center center at 1 1
patch - black 3 dashed butt miter z1 at 0.5 0.6 1.5 0.6 1.5 1.4 0.5 0.6
""".strip()
    )
    assert (axes.get_title(), axes.get_title("left")) == ("", "How much do two share?")
    assert figure.get_supxlabel() == "full frame: most alike     broken frame: most different"
    assert {text.get_fontsize() for text in figure.texts} == {15}
    assert (axes.get_xlabel(), axes.xaxis.get_ticks_position(), axes.get_ylim()) == ("", "top", (1.6, -0.5))
    assert not any(spine.get_visible() for spine in axes.spines.values())
    assert {tick.tick1line.get_markersize() for tick in axes.yaxis.get_major_ticks()} == {0}
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Kind 1", "Kind 2"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Kind 2", "Kind 3"]


def test_two_alone_or_nothing_shared_make_fields_too():
    figure = alike(with_items("a", "a")).figure
    assert drawn(figure.axes[0]) == "'100%' 15 normal center center at 0 0" and figure.get_supxlabel() == ""
    assert alike(with_items("a", "b", "c")).figure.axes[0].images[0].get_clim() == (0, 0.01)
    alone = alike(with_items("a")).figure
    assert alone.get_figheight() == pytest.approx(2.82) and alone.axes[0].images[0].get_clim() == (0, 2)


@pytest.mark.parametrize("count, rotation, wide, narrow", [
    (4, 0, "100%", "100%"), (5, 35, "100%", "100%"), (6, 35, "100%", "100"),
])  # fmt: skip
def test_names_over_many_fields_are_slanted_and_narrow_fields_hold_the_number_alone(count, rotation, wide, narrow):
    chart = alike(with_items(*["a b"] * count))
    for figure, said in ((chart.figure, wide), (chart.narrow_figure, narrow)):
        axes = figure.axes[0]
        assert axes.texts[0].get_text() == said
        assert axes.get_xlabel() == ("percent that two share" if said == "100" else "")
    label = chart.figure.axes[0].get_xticklabels()[0]
    assert (label.get_rotation(), label.get_ha()) == (rotation, "left" if rotation else "center")


def test_a_long_name_beside_the_fields_stands_in_lines():
    tables = with_items("a", "a", "b")
    names = ["Massage", "Slow deep stroking of it", "Connective tissue therapy"]
    figure = alike(tables.replace(modalities=tables.modalities.assign(name=names))).figure
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["Slow deep stroking of it", "Connective tissue\ntherapy"]


def test_pairs_stand_in_the_table_by_how_alike_they_are_and_each_table_is_counted():
    table = alike(with_items("a", "a b", "b")).table
    assert table.index.name == "Pair" and table.reset_index().to_numpy().tolist() == [
        ["Kind 1 and Kind 2", "50%", "1 of 2", "1 of 2", "0 of 0", "0 of 0"],
        ["Kind 2 and Kind 3", "50%", "1 of 2", "1 of 2", "0 of 0", "0 of 0"],
        ["Kind 1 and Kind 3", "0%", "0 of 2", "0 of 2", "0 of 0", "0 of 0"],
    ]
    assert list(table) == ["Alike", "Shared", "Shared benefits", "Shared conditions", "Shared techniques"]
    assert alike(with_items("a")).table.shape == (0, 5)


@pytest.mark.parametrize("named, says", [
    (["a b", "b c"],
     "Kind 1 and Kind 2 share 1 of the 3 benefits, conditions and techniques named for either. What is not"
     " named may still be so."),
    (["a", "b", ""],
     "Kind 1 and Kind 2 share none of the 2 benefits, conditions and techniques named for either. Kind 3 "
     "cannot be compared, as nothing is named there. What is not named may still be so."),
    (["a", ""],
     "To compare, two modalities are needed for which the tables name something. Kind 2 cannot be "
     "compared, as nothing is named there."),
    (["a", "b", "c", ""],
     "All 3 pairs are equally alike: each shares 0% of the benefits, conditions and techniques named for "
     "either. Kind 4 cannot be compared, as nothing is named there. What is not named may still be so."),
    (["a b", "a b", "c", ""],
     "Most alike are Kind 1 and Kind 2, which share 2 of 2. Most different are Kind 1 and Kind 3; Kind 2 "
     "and Kind 3, which share nothing each. We counted the benefits, conditions and techniques named for "
     "either of the two. Kind 4 cannot be compared, as nothing is named there. What is not named may still"
     " be so."),
    (["a", "a b", "b"],
     "Most alike are Kind 1 and Kind 2; Kind 2 and Kind 3, which share 50% each. Most different are Kind 1"
     " and Kind 3, which share none of 2. We counted the benefits, conditions and techniques named for "
     "either of the two. What is not named may still be so."),
    (["a", "a", "a", "b"],
     "Most alike are Kind 1 and Kind 2; Kind 1 and Kind 3; Kind 2 and Kind 3, which share 100% each. Most different "
     "are Kind 1 and Kind 4; Kind 2 and Kind 4; Kind 3 and Kind 4, which share nothing each. We counted the "
     "benefits, conditions and techniques named for either of the two. What is not named may still be so."),
    (["a", "a", "b", "b"],
     "Most alike are Kind 1 and Kind 2; Kind 3 and Kind 4, which share 100% each. Most different are "
     "Kind 1 and Kind 3; Kind 1 and Kind 4; Kind 2 and Kind 3; and 1 more pair, which share nothing each. We "
     "counted the benefits, conditions and techniques named for either of the two. What is not named may still be so."),
])  # fmt: skip
def test_the_sentence_of_alike_word_for_word(named, says):
    assert alike(with_items(*named)).description == says
