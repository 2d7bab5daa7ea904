"""The charts: the numbers that they draw, their sentences, and whether they can be read."""

import html
from functools import cache
from itertools import pairwise

import matplotlib.style
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from modality_lab import TableExplorer, charts, evidence, load_tables, robustness, survey
from modality_lab.charts.chart import HATCHES, MARKERS, STYLE, canvas, legend_columns, wrap
from modality_lab.charts.look import Look
from modality_lab.tables.dictionary import dictionary

TABLES = load_tables()
ALL = [charts.session_length, charts.focus, charts.benefit_overlap, charts.techniques, charts.conditions]
COMPARED = [*ALL, charts.alike]
EVERY = [*COMPARED, charts.technique_pictures, charts.cross_section]


def test_every_chart_of_the_modalities_goes_through_these_tests():
    assert {chart.__name__ for chart in EVERY} == set(charts.__all__) - {"Chart", "MARKS", "body_picture"}


SOURCE = {"source_id": "teaching_note", "source_section": "test", "source_points": ""}
NAMES = [
    "Swedish massage",
    "Myofascial release and connective tissue work",
    "Sports massage",
    "Trigger point therapy",
    "Lymphatic drainage",
    "Thai massage",
]


def with_more(count):
    """The kit's tables with so many modalities in all, some with very long names."""
    new = [(f"new_{number}", name) for number, name in enumerate(NAMES[: count - 2])]

    def add(table, rows):
        return pd.concat([getattr(TABLES, table), pd.DataFrame([row | SOURCE for row in rows])], ignore_index=True)

    return TABLES.replace(
        modalities=add(
            "modalities",
            [{"modality": m, "name": name, "short_name": name.split()[0], "definition": "Test."} for m, name in new],
        ),
        sessions=add(
            "sessions",
            [
                {
                    "modality": m,
                    "min_minutes": 30 + 5 * n,
                    "max_minutes": 60 + 30 * n,
                    "frequency": "regular",
                    "frequency_note": "Test.",
                    "scope": "whole_body",
                    "scope_note": "Test.",
                }
                for n, (m, _) in enumerate(new)
            ],
        ),
        focus=add(
            "focus",
            [
                {
                    "modality": m,
                    "scale": scale,
                    "position": (n + row) % 5 - 2,
                    "reason": "Test.",
                    "basis": "our_reading",
                }
                for n, (m, _) in enumerate(new)
                for row, scale in enumerate(TABLES.scales["scale"])
            ],
        ),
        benefits=add(
            "benefits",
            [
                {
                    "modality": m,
                    "benefit": benefit,
                    "basis": "in_text",
                    "description": "Test.",
                    "citation": "none given",
                }
                for m, _ in new
                for benefit in ("stress_reduction", "circulation")
            ],
        ),
    )


def sessions_changed(**values):
    sessions = TABLES.sessions
    for column, value in values.items():
        sessions.loc[sessions["modality"] == "nmt", column] = value
    return TABLES.replace(sessions=sessions)


@cache
def only_of(count):
    """So many modalities, named "Kind 1", "Kind 2" ..., of which no table says anything."""
    row = TABLES.modalities.iloc[0].to_dict()
    kinds = [row | {"modality": f"kind_{n}", "name": f"Kind {n}", "short_name": f"K{n}"} for n in range(1, count + 1)]
    of_modalities = {
        name: getattr(TABLES, name).head(0)
        for name in dictionary()
        if {"modality", "claim", "page", "case"} & set(getattr(TABLES, name).columns)
    }
    return TABLES.replace(**of_modalities | {"modalities": pd.DataFrame(kinds)})


def rows_of(table, rows):
    """Rows of a table, the cells that do not matter filled in."""
    first = getattr(TABLES, table).iloc[0].to_dict()
    return pd.DataFrame([first | row for row in rows])


def with_sessions(*lengths):
    """Tables with a modality for each pair of the shortest and the longest session."""
    rows = [
        {"modality": f"kind_{n}", "min_minutes": low, "max_minutes": high} for n, (low, high) in enumerate(lengths, 1)
    ]
    return only_of(len(lengths)).replace(sessions=rows_of("sessions", rows))


def with_positions(*positions):
    """Tables with a modality for each position, all on the first scale."""
    scale = TABLES.scales["scale"][0]
    rows = [{"modality": f"kind_{n}", "scale": scale, "position": place} for n, place in enumerate(positions, 1)]
    return only_of(len(positions)).replace(focus=rows_of("focus", rows))


def with_benefits(*named):
    """Tables with a modality for each list of benefits; one with a star is named in the text only."""
    rows = [
        {"modality": f"kind_{n}", "benefit": name.strip("*"), "basis": "in_text" if "*" in name else "listed"}
        for n, names in enumerate(named, 1)
        for name in names.split()
    ]
    return only_of(len(named)).replace(benefits=rows_of("benefits", rows))


def said_on(axes):
    """The words on axes with the row beside which they stand, and where."""
    return [(text.get_text(), round(text.get_position()[1], 2), text.get_position()[0]) for text in axes.texts]


def row_names(axes):
    """The names of the rows, which stand from the top to the bottom of the axes."""
    bottom, top = axes.get_ylim()
    names = axes.get_yticklabels()
    assert list(axes.get_yticks()) == list(range(len(names))) and top < -0.4 and bottom > len(names) - 0.5
    return [name.get_text() for name in names]


def drawn_marks(axes):
    """Each single mark: where it stands, and whether it is filled."""
    lines = [line for line in axes.lines if line.get_marker() in MARKERS]
    return {
        (int(line.get_xdata()[0]), int(line.get_ydata()[0])): line.get_markerfacecolor() == line.get_markeredgecolor()
        for line in lines
    }


# Session length


def test_the_session_bars_run_from_shortest_to_longest():
    bars = charts.session_length(TABLES).figure.axes[0].containers
    drawn = [(bar.get_x(), bar.get_x() + bar.get_width()) for container in bars for bar in container]
    assert drawn == [(30, 60), (60, 90)]


def test_the_session_sentence_and_bar_follow_the_row():
    chart = charts.session_length(sessions_changed(max_minutes=75))
    assert "30 to 75 minutes for Neuromuscular therapy" in chart.description
    assert "; 60 to 75 minutes suits both." in chart.description
    assert chart.figure.axes[0].containers[0][0].get_width() == 45
    assert chart.table.loc["Neuromuscular therapy"].to_dict() == {"Shortest (minutes)": 30, "Longest (minutes)": 75}
    assert chart.table.index.name == "Modality"


def test_the_time_that_suits_both_is_shaded():
    axes = charts.session_length(sessions_changed(max_minutes=75)).figure.axes[0]
    [shade] = [patch for patch in axes.patches if patch.get_height() == 1 and patch.get_alpha()]
    assert shade.get_x() <= 60 and shade.get_x() + shade.get_width() >= 75


def test_sessions_without_a_common_length_say_so():
    chart = charts.session_length(sessions_changed(max_minutes=45))
    assert chart.description.endswith("no length suits both.")
    assert not any("suits" in text.get_text() for text in chart.figure.axes[0].texts)


def test_a_modality_without_a_session_is_named():
    chart = charts.session_length(TABLES.replace(sessions=TABLES.sessions.head(1)))
    assert (
        chart.description
        == "A usual session lasts 30 to 60 minutes for Neuromuscular therapy; none is stated for Deep tissue massage."
    )


def test_the_minutes_stand_beside_the_ends_of_their_bar():
    axes = charts.session_length(with_sessions((20, 50), (45, 45), (30, 60))).figure.axes[0]
    assert row_names(axes) == ["Kind 1", "Kind 2", "Kind 3"]
    assert axes.get_title(loc="left") == "How long is a usual session?" and axes.get_xlabel() == "minutes"
    bars = [
        (bar.get_x(), bar.get_width(), bar.get_y() + bar.get_height() / 2) for bar in axes.patches if bar.get_y() > -1
    ]
    bars = [bar for bar in bars if bar[2] in (0, 1, 2)][-3:]
    assert bars == [(20, 30, 0), (44.5, 1, 1), (30, 30, 2)], "one length is a thin bar around it"
    shade, *numbers = said_on(axes)
    assert shade[0] == "45 minutes suits all" and shade[2] == 45 and -0.85 < shade[1] < -0.4
    ends = {(words, row): place for words, row, place in numbers}
    assert set(ends) == {("50", 0), ("20", 0), ("45", 1), ("60", 2), ("30", 2)}
    for (words, _), place in ends.items():
        assert 0 < (int(words) - place if words in ("20", "45", "30") else place - int(words)) < 3


def test_bars_wear_the_look_of_their_modality_and_a_thin_one_no_pattern():
    axes = charts.session_length(with_sessions((20, 50), (30, 60), (45, 45))).figure.axes[0]
    bars = [container[0] for container in axes.containers]
    assert [bar.get_hatch() or "" for bar in bars] == [*HATCHES[:2], ""]
    assert len({bar.get_facecolor() for bar in bars}) == 3


@pytest.mark.parametrize("lengths, words", [
    ([(30, 60), (30, 60)], "A usual session lasts 30 to 60 minutes for Kind 1 and 30 to 60 minutes for Kind 2; 30 "
         "to 60 minutes suits both."),
    ([(30, 60), (60, 60), (45, 90)], "A usual session lasts 30 to 60 minutes for Kind 1, 60 minutes for Kind 2 and "
         "45 to 90 minutes for Kind 3; only 60 minutes suits all 3."),
    ([(1, 1)], "A usual session lasts 1 minute for Kind 1."),
    ([(30, 60)] * 7 + [(20, 40)], "30 to 60 minutes for Kind 7 and 20 to 40 minutes for Kind 8; 30 to 40 minutes "
         "suits all 8."),
    ([(30, 60)] * 7 + [(20, 40), (40, 95)], "The usual sessions of 9 modalities lie within 20 to 95 minutes; only "
         "40 minutes suits all 9."),
    ([(30, 60), (70, 90)], "A usual session lasts 30 to 60 minutes for Kind 1 and 70 to 90 minutes for Kind 2; no "
         "length suits both."),
])  # fmt: skip
def test_the_session_sentence_in_every_case(lengths, words):
    assert charts.session_length(with_sessions(*lengths)).description.endswith(words)


@pytest.mark.parametrize("words, lengths", [
    ("30 to 60 minutes suits both", [(30, 60), (30, 60)]),
    ("40 to 60 minutes suits all", [(30, 60), (30, 60), (40, 90)]),
])  # fmt: skip
def test_the_shade_says_whom_it_suits(words, lengths):
    axes = charts.session_length(with_sessions(*lengths)).figure.axes[0]
    low, high = int(words[:2]), 60
    assert (words, (low + high) / 2) == (said_on(axes)[0][0], said_on(axes)[0][2])
    [shade] = [patch for patch in axes.patches if patch.get_alpha()]
    assert low - 1 < shade.get_x() < low and high < shade.get_x() + shade.get_width() < high + 1


def test_one_session_alone_is_not_said_to_suit_anybody():
    chart = charts.session_length(with_sessions((30, 60)))
    axes = chart.figure.axes[0]
    assert [words for words, *_ in said_on(axes)] == ["60", "30"] and not any(
        patch.get_alpha() for patch in axes.patches
    )


@pytest.mark.parametrize("longest, step", [
    (59, 15), (60, 15), (150, 15), (151, 30), (300, 30), (301, 60), (600, 60), (601, 120), (1200, 120), (1201, 240),
    (1440, 240),
])  # fmt: skip
def test_the_numbers_of_the_axis_do_not_crowd(longest, step):
    axes = charts.session_length(with_sessions((10, longest))).figure.axes[0]
    assert list(axes.get_xticks()) == list(range(0, longest + 1, step))
    left, right = axes.get_xlim()
    assert left == 0 and longest + step / 2 < right <= longest + step


def test_without_any_session_the_axis_still_shows_an_hour():
    chart = charts.session_length(TABLES.replace(sessions=TABLES.sessions.head(0)))
    assert chart.description == "No session length is stated for any modality yet."
    assert list(chart.figure.axes[0].get_xticks()) == [0, 15, 30, 45, 60]
    assert chart.figure.axes[0].get_xlim() == (0, 72)


# Focus


def test_the_focus_marks_stand_where_the_rows_say():
    figure = charts.focus(TABLES).figure
    [legend] = figure.legends
    named = [text.get_text() for text in legend.get_texts()]
    lines = dict(zip(named, (line for line in figure.axes[0].lines if line.get_marker() in MARKERS), strict=True))
    for modality, name in TABLES.modalities[["modality", "name"]].itertuples(index=False):
        rows = TABLES.focus[TABLES.focus["modality"] == modality].set_index("scale")
        assert list(lines[name].get_xdata()) == list(rows.loc[TABLES.scales["scale"], "position"])


def test_marks_on_one_spot_do_not_hide_each_other():
    figure = charts.focus(with_more(8)).figure
    named = [line for line in figure.axes[0].lines if line.get_marker() in MARKERS]
    for spots in zip(*(line.get_xdata() for line in named), strict=True):
        assert len(set(spots)) == 8
        assert all(abs(spot) <= 2.5 for spot in spots)


def test_the_focus_sentence_counts_the_scales():
    focus = TABLES.focus
    focus.loc[focus["modality"] == "dtm", "position"] = -2
    sentence = charts.focus(TABLES.replace(focus=focus)).description
    assert sentence == (
        "Neuromuscular therapy and Deep tissue massage stand on opposite sides of the middle on 0 of 5 scales "
        "and are furthest apart on aim and movement; the positions are our reading of the source."
    )
    alike = charts.focus(TABLES.replace(focus=focus.assign(position=0))).description
    assert "on 0 of 5 scales and are nowhere apart;" in alike


@pytest.mark.parametrize("count, apart", [(2, 0.2), (4, 0.2), (6, 0.15), (12, 0.075)])
def test_marks_that_fall_on_one_spot_stand_side_by_side_around_it(count, apart):
    axes = charts.focus(with_positions(*[1] * count)).figure.axes[0]
    spots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() in MARKERS]
    assert [after - before for before, after in pairwise(spots)] == pytest.approx([apart] * (count - 1))
    assert sum(spots) / count == pytest.approx(1), "they stand around their spot"
    assert max(spots) < 1.5, "and nearer to it than to the next"


def test_marks_on_spots_of_their_own_stay_there():
    axes = charts.focus(with_positions(-2, 0, 1, 0)).figure.axes[0]
    spots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() in MARKERS]
    assert spots == pytest.approx([-2, -0.1, 1, 0.1])
    assert [list(line.get_ydata()) for line in axes.lines if line.get_marker() in MARKERS] == [[0]] * 4


def test_a_scale_shows_its_question_its_ends_and_five_ticks():
    figure = charts.focus(TABLES).figure
    axes = figure.axes[0]
    assert axes.get_title(loc="left") == "Where is the focus?"
    said = [(words.replace("\n", " "), row, place) for words, row, place in said_on(axes)]
    for row, scale in enumerate(TABLES.scales.itertuples()):
        question, left, right = said[3 * row : 3 * row + 3]
        assert question[0] == scale.question and question[2] == 0 and row - 0.5 < question[1] < row
        assert left[:2] == (scale.left_end, row) and left[2] < -2.1
        assert right[:2] == (scale.right_end, row) and right[2] > 2.1
        ticks = [line for line in axes.lines if line.get_marker() == "|"][row]
        assert list(ticks.get_xdata()) == [-2, -1, 0, 1, 2] and list(ticks.get_ydata()) == [row] * 5
        [[start, end]] = axes.collections[row].get_segments()
        assert (list(start), list(end)) == ([-2, row], [2, row])
    assert len(said) == 3 * len(TABLES.scales) and list(axes.get_xticks()) == list(axes.get_yticks()) == []
    left, right = axes.get_xlim()
    assert left == -right < -4 and axes.get_ylim()[0] > len(TABLES.scales) - 1 and axes.get_ylim()[1] < -0.5


@pytest.mark.parametrize("positions, words", [
    ([1], "Kind 1 is placed on 1 scale; the positions are our reading of the source."),
    ([0, 1], "Kind 1 and Kind 2 stand on opposite sides of the middle on 0 of 1 scale and are furthest apart on "
         "where;"),
    ([-1, 0], "stand on opposite sides of the middle on 0 of 1 scale and are furthest apart on where;"),
    ([-1, 1], "stand on opposite sides of the middle on 1 of 1 scale and are furthest apart on where;"),
    ([1, 1], "stand on opposite sides of the middle on 0 of 1 scale and are nowhere apart;"),
    ([-1, 1, 2], "The 3 modalities stand on both sides of the middle on 1 of 1 scale and are furthest apart on where;"),
])  # fmt: skip
def test_the_focus_sentence_in_every_case(positions, words):
    assert words in charts.focus(with_positions(*positions)).description


def test_a_scale_that_only_one_modality_has_is_not_compared():
    focus = TABLES.focus
    few = TABLES.replace(focus=focus[(focus["modality"] == "nmt") | (focus["scale"] == "aim")])
    assert "opposite sides of the middle on 1 of 5 scales and are furthest apart on aim;" in str(charts.focus(few))


def test_scales_are_compared_one_by_one():
    places = {"aim": (1, 2), "movement": (-1, -2)}
    rows = [{"modality": f"kind_{n}", "scale": scale, "position": place}
        for scale, both in places.items() for n, place in enumerate(both, 1)]  # fmt: skip
    chart = charts.focus(only_of(2).replace(focus=rows_of("focus", rows)))
    assert "opposite sides of the middle on 0 of 2 scales and are furthest apart on aim and movement" in str(chart)
    assert list(chart.table) == ["Left end (-2)", "Right end (2)", "Kind 1", "Kind 2"]
    assert chart.table.index.name == "Scale" and chart.table.index.to_list() == list(places)


@pytest.mark.parametrize("count, longest, columns", [(2, 6, 2), (3, 6, 3), (4, 22, 3), (4, 23, 2)])
def test_the_names_under_the_focus_stand_in_columns_that_hold_them(count, longest, columns):
    tables = only_of(count)
    modalities = tables.modalities
    modalities.loc[0, "name"] = "Kind 1".ljust(longest, "x")
    scale = TABLES.scales["scale"][0]
    rows = [{"modality": name, "scale": scale, "position": 0} for name in modalities["modality"]]
    figure = charts.focus(tables.replace(modalities=modalities, focus=rows_of("focus", rows))).figure
    [legend] = figure.legends
    figure.draw_without_rendering()
    lefts = {round(text.get_window_extent().x0) for text in legend.get_texts()}
    assert len(lefts) == columns
    assert [text.get_text() for text in legend.get_texts()] == list(modalities["name"])


# Benefits, techniques, conditions


def marks(chart):
    """How many marks stand in each column, filled and hollow."""
    filled, hollow = {}, {}
    for line in chart.figure.axes[0].lines:
        if line.get_marker() in MARKERS:
            kind = hollow if line.get_markerfacecolor() == "white" else filled
            column = int(line.get_xdata()[0])
            kind[column] = kind.get(column, 0) + 1
    return filled, hollow


def test_benefit_marks_are_filled_for_the_list_and_hollow_for_the_text():
    filled, hollow = marks(charts.benefit_overlap(TABLES))
    assert filled == {0: 4, 1: 4} and hollow == {0: 4, 1: 5}


def test_the_overlap_is_counted_from_the_rows():
    benefits = TABLES.benefits
    benefits.loc[benefits["benefit"] == "posture", "benefit"] = "flexibility"
    chart = charts.benefit_overlap(TABLES.replace(benefits=benefits))
    assert (
        "share 2 of the 6 benefits on their lists (stress reduction and flexibility); the text "
        "adds 4 more" in chart.description
    )
    assert any("6 of 11" in text.get_text() for text in chart.figure.axes[0].texts)
    assert chart.table.loc["flexibility"].to_list() == ["on the list", "on the list"]


def test_a_modality_without_benefits_is_named_and_does_not_hide_what_the_others_share():
    modality = {"modality": "swedish", "name": "Swedish massage", "short_name": "SM", "definition": "Test.", **SOURCE}
    tables = TABLES.replace(modalities=pd.concat([TABLES.modalities, pd.DataFrame([modality])]))
    chart = charts.benefit_overlap(tables)
    assert "share 1 of the 7 benefits" in chart.description and chart.description.endswith(
        "; none is stated for Swedish massage."
    )
    assert any("5 of 12" in text.get_text() for text in chart.figure.axes[0].texts)


def test_three_modalities_count_what_more_than_one_has():
    sentence = charts.benefit_overlap(with_more(3)).description
    assert sentence.startswith("All 3 modalities share 0 of the 7 benefits on their lists; the text adds 2 more")
    assert sentence.endswith("; 5 are named for more than one.")


@pytest.mark.parametrize("name, sentence", [
    ("benefit_overlap", "No benefit is stated for any modality yet."),
    ("techniques", "No technique is stated for any modality yet."),
    ("conditions", "No condition is stated for any modality yet."),
    ("focus", "No modality is placed on a focus scale yet."),
    ("session_length", "No session length is stated for any modality yet."),
])  # fmt: skip
def test_tables_without_rows_say_so(name, sentence):
    chart = getattr(charts, name)(only_of(2))
    assert chart.description == sentence and chart.png.startswith(b"\x89PNG")


def test_a_dollar_sign_is_no_formula_and_an_underscore_hides_no_name():
    tables = TABLES.replace(
        scales=TABLES.scales.assign(left_end="from $20 to $60 \\frac"),
        modalities=TABLES.modalities.assign(name=["_Neuro $a$", "Deep"]),
    )
    figure = charts.focus(tables).figure
    figure.draw_without_rendering()
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["_Neuro $a$", "Deep"]


def test_rows_that_most_modalities_share_stand_first_then_those_of_the_first_modality():
    assert charts.benefit_overlap(TABLES).table.index.to_list() == [
        "stress reduction", "circulation", "less muscle tension", "pain relief", "relaxation",
        "targeted pain relief", "muscle function", "posture",
        "chronic pain relief", "flexibility", "range of motion", "recovery from activity",
    ]  # fmt: skip
    three = with_benefits("a b c", "d c b", "e b f d")
    chart = charts.benefit_overlap(three)
    assert chart.table.index.to_list() == ["b", "c", "d", "a", "e", "f"]
    assert row_names(chart.figure.axes[0]) == ["b", "c", "d", "a", "e", "f"]


def test_rows_shared_by_as_many_stand_in_the_order_of_the_modalities_whatever_the_order_of_the_file():
    rows = [{"modality": f"kind_{n}", "benefit": name, "basis": "listed"} for n, name in ((2, "x"), (1, "z"), (1, "y"))]
    chart = charts.benefit_overlap(only_of(2).replace(benefits=rows_of("benefits", rows)))
    assert chart.table.index.to_list() == ["z", "y", "x"]


def test_every_mark_stands_in_its_row_and_column():
    axes = charts.benefit_overlap(with_benefits("a_b *c", "*c d *e")).figure.axes[0]
    assert row_names(axes) == ["c", "a b", "d", "e"]
    assert drawn_marks(axes) == {(0, 0): False, (1, 0): False, (0, 1): True, (1, 2): True, (1, 3): False}
    assert [name.get_text() for name in axes.get_xticklabels()] == ["Kind 1", "Kind 2"]
    assert [line.get_ydata()[0] for line in axes.lines if line.get_marker() not in MARKERS] == [0.5, 1.5, 2.5]


@pytest.mark.parametrize("draw, title, legend", [
    (charts.benefit_overlap, "Which benefits are named?", "filled: on the list     hollow: only in the text"),
    (charts.techniques, "Which techniques are used?", None),
    (charts.conditions, "For which conditions?", "filled: a reason to choose it     hollow: named elsewhere in the "
         "source"),
])  # fmt: skip
def test_a_matrix_says_what_it_asks_and_what_its_marks_mean(draw, title, legend):
    figure = draw(TABLES).figure
    assert figure.axes[0].get_title(loc="left") == title
    assert (figure.get_supxlabel() or None) == legend


def test_the_table_of_a_matrix_says_the_basis_in_words():
    assert charts.benefit_overlap(with_benefits("a *b", "a")).table.loc["b"].to_list() == ["only in the text", ""]
    conditions = [
        {"modality": "kind_1", "condition": c, "basis": b}
        for c, b in (("x", "reason_to_choose"), ("y", "named_elsewhere"))
    ]
    table = charts.conditions(only_of(1).replace(conditions=rows_of("conditions", conditions))).table
    assert table["Kind 1"].to_list() == ["a reason to choose it", "named elsewhere in the source"]
    assert table.index.name == "Condition"
    assert all(drawn_marks(charts.techniques(TABLES).figure.axes[0]).values()), "a technique that is named is filled"
    techniques = charts.techniques(TABLES).table
    assert techniques.iloc[0].to_list() == ["named", ""] and techniques.index.name == "Technique"


def shade_of(axes):
    """The rows that are shaded as shared, and what is said beside them."""
    found = [patch for patch in axes.patches if patch.get_width() == 1]
    return [(patch.get_y(), patch.get_y() + patch.get_height()) for patch in found], [
        words for words, *_ in said_on(axes)
    ]


@pytest.mark.parametrize("named, rows, words", [
    (["a b c", "b c d"], [(-0.5, 1.5)], ["shared by\nboth:\n2 of 4"]),
    (["a b", "b a", "b"], [(-0.5, 0.5)], ["shared by\nall 3:\n1 of 2"]),
    (["a b", "b a", ""], [(-0.5, 1.5)], ["shared by\nboth:\n2 of 2"]),
    (["a", "b"], [], []),
    (["a b", ""], [], []),
])  # fmt: skip
def test_the_rows_that_all_share_are_shaded_and_counted(named, rows, words):
    axes = charts.benefit_overlap(with_benefits(*named)).figure.axes[0]
    assert shade_of(axes) == (rows, words)
    left, right = axes.get_xlim()
    assert left < -0.5 and right - (len(named) - 1) > 0.5
    for _, row, place in said_on(axes):
        assert row == (rows[0][0] + rows[0][1]) / 2 and len(named) - 0.5 < place < right


@pytest.mark.parametrize("count", [30, 31, 40])
def test_of_more_than_thirty_shared_rows_thirty_are_drawn_and_all_are_counted(count):
    names = " ".join(f"b{number:02}" for number in range(count))
    chart = charts.benefit_overlap(with_benefits(names, names))
    axes = chart.figure.axes[0]
    assert len(row_names(axes)) == 30 and len(drawn_marks(axes)) == 60 and row_names(axes)[-1] == "b29"
    assert shade_of(axes) == ([(-0.5, 29.5)], [f"shared by\nboth:\n{count} of {count}"])
    assert said_on(axes)[0][1] == 14.5 and len(chart.table) == count
    note = f"hown are the first 30 of {count} benefits; to see others, hide modalities in switchboard.csv."
    assert chart.description.endswith(f"; s{note}") == (count > 30)
    assert chart.figure.get_suptitle().replace("\n", " ") == (f"S{note}" if count > 30 else "")


@pytest.mark.parametrize("shared, named", [
    (8, "(a, b, c, d, e, f, g and h)"), (9, "(a, b, c, d, e, f, g, h and 1 more)"), (11, "(a, b, c, d, e, f, g, h "
         "and 3 more)"),
])  # fmt: skip
def test_a_sentence_names_eight_items_and_counts_the_others(shared, named):
    names = " ".join("abcdefghijk"[:shared])
    assert charts.benefit_overlap(with_benefits(names, names)).description == (
        f"Kind 1 and Kind 2 share {shared} of the {shared} benefits on their lists {named}; the text adds none."
    )


@pytest.mark.parametrize("named, words", [
    (["a b", ""], "Kind 1 is said to bring 2 benefits; none is stated for Kind 2."),
    (["a *b", "b *a c"], "Kind 1 and Kind 2 share 0 of the 3 benefits on their lists; the text adds 2 more (a "
         "and b), which makes 2 of 3."),
    (["a b", "b", "c"], "All 3 modalities share 0 of the 3 benefits on their lists; the text adds none; 1 is "
         "named for more than one."),
    (["a b", "b c", "b a", ""], "All 3 modalities share 1 of the 3 benefits on their lists (b); the text adds none; 2 "
         "are named for more than one; none is stated for Kind 4."),
])  # fmt: skip
def test_the_overlap_sentence_in_every_case(named, words):
    assert charts.benefit_overlap(with_benefits(*named)).description == words


def with_techniques(*named):
    rows = [{"modality": f"kind_{n}", "technique": name} for n, names in enumerate(named, 1) for name in names.split()]
    return only_of(len(named)).replace(techniques=rows_of("techniques", rows))


@pytest.mark.parametrize("named, words", [
    (["a"], "Of 1 technique, 1 is named for Kind 1."),
    (["a b", "b c"], "Of 3 techniques, 2 are named for Kind 1 and 2 for Kind 2; 1 is named for both (b)."),
    (["a b", "b a"], "Of 2 techniques, 2 are named for Kind 1 and 2 for Kind 2; 2 are named for both (a and b)."),
    (["a", "b", "b"], "Of 2 techniques, 1 is named for Kind 1, 1 for Kind 2 and 1 for Kind 3; 1 is named for more "
         "than one (b)."),
    (["a"] * 8, "1 for Kind 7 and 1 for Kind 8; 1 is named for more than one (a)."),
    (["a"] * 9, "Of 1 technique, 1 is named for each of 9 modalities; 1 is named for more than one (a)."),
    (["a b c"] + ["a"] * 8, "Of 3 techniques, 1 to 3 are named for each of 9 modalities; 1 is named for more than "
         "one (a)."),
])  # fmt: skip
def test_the_sentence_of_counts_in_every_case(named, words):
    assert charts.techniques(with_techniques(*named)).description.endswith(words)


@pytest.mark.parametrize("count, names, slant", [
    (3, ["Kind 1", "Kind 2", "Kind 3"], 0), (4, ["K1", "K2", "K3", "K4"], 0), (5, ["K1", "K2", "K3", "K4", "K5"], 35),
])  # fmt: skip
def test_names_over_many_columns_are_short_and_slanted(count, names, slant):
    figure = charts.techniques(with_techniques(*["a"] * count)).figure
    figure.draw_without_rendering()
    labels = [tick.label2 for tick in figure.axes[0].xaxis.get_major_ticks()]
    assert [(label.get_text(), label.get_rotation(), label.get_visible()) for label in labels] == [
        (name, slant, True) for name in names
    ]


def test_of_more_than_twelve_modalities_the_first_twelve_are_shown_and_the_chart_says_so():
    for count, note in (
        (12, ""),
        (13, "shown are the first 12 of 13 modalities; to see others, hide modalities in switchboard.csv."),
    ):
        chart = charts.techniques(with_techniques(*["a"] * count))
        assert chart.note == note and list(chart.table) == [f"Kind {number}" for number in range(1, 13)]
        assert chart.description.endswith(note or "(a).") and chart.description.count(".") == (2 if note else 1)
    names = " ".join(f"b{number}" for number in range(31))
    both = charts.benefit_overlap(with_benefits(*[names] * 13))
    assert both.note.startswith("shown are the first 12 of 13 modalities and the first 30 of 31 benefits; to see")


@pytest.mark.parametrize("draw, table", [(charts.techniques, "techniques"), (charts.conditions, "conditions")])
def test_every_row_has_its_mark(draw, table):
    filled, hollow = marks(draw(TABLES))
    drawn = [filled.get(column, 0) + hollow.get(column, 0) for column in (0, 1)]
    assert drawn == list(getattr(TABLES, table)["modality"].value_counts(sort=False))


# How it is drawn


def hexes(*colors):
    """Colours as matplotlib may hold them, as six digits."""
    return [to_hex(color).upper() for color in colors]


def look_of_text(text):
    """How a text is set: from where it runs, how heavy it is, and the colour and room behind it."""
    box = text.get_bbox_patch()
    behind = (
        (*hexes(box.get_facecolor()), box.get_edgecolor()[3], round(box.get_boxstyle().pad * text.get_size()))
        if box
        else ()
    )
    return text.get_ha(), text.get_va(), text.get_weight(), *behind


def test_how_sessions_are_drawn():
    figure = charts.session_length(with_sessions((20, 50), (45, 45), (30, 60))).figure
    axes = figure.axes[0]
    assert figure.get_figheight() == pytest.approx(5.1) and axes.get_ylim() == (2.6, -0.85)
    shade, *bars = axes.patches
    assert (hexes(shade.get_facecolor()), shade.get_alpha(), shade.get_zorder()) == (["#BBBBBB"], 0.6, 0), (
        "under the grid"
    )
    assert [bar.get_height() for bar in bars] == [0.5] * 3
    assert hexes(*(bar.get_facecolor() for bar in bars)) == ["#0072B2", "#D55E00", "#009E73"]
    assert hexes(*(bar.get_edgecolor() for bar in bars[::2])) == ["#FFFFFF"] * 2
    said = {(text.get_text(), text.get_position()[0]): look_of_text(text) for text in axes.texts}
    assert said == {
        ("45 minutes suits all", 45): ("center", "bottom", "normal"),
        ("50", 51.5): ("left", "center", "bold"), ("20", 18.5): ("right", "center", "bold"),
        ("45", 43.5): ("right", "center", "bold"),
        ("60", 61.5): ("left", "center", "bold"), ("30", 28.5): ("right", "center", "bold"),
    }  # fmt: skip


def test_how_scales_are_drawn():
    figure = charts.focus(with_positions(-1, 1)).figure
    axes, [legend] = figure.axes[0], figure.legends
    assert figure.get_figheight() == pytest.approx(2.95) and axes.get_ylim() == (0.4, -0.7)
    assert not axes.get_frame_on() and not legend.get_frame_on()
    ticks, *lines = axes.lines
    [line] = axes.collections
    assert (hexes(*line.get_color()), line.get_linewidth().tolist(), line.get_zorder()) == (["#BBBBBB"], [3], 1)
    assert (ticks.get_color(), ticks.get_markersize(), ticks.get_zorder()) == ("#888888", 10, 1)
    assert [each.get_color() for each in lines] == ["C0", "C1"]
    for each, named in zip(lines, legend.legend_handles, strict=True):
        assert (each.get_linestyle(), each.get_linewidth(), each.get_markeredgecolor()) == (":", 1.5, "white")
        assert named.get_marker() == each.get_marker() and ticks.get_zorder() < each.get_zorder() < 3
    question, left, right = axes.texts
    assert look_of_text(question) == ("center", "bottom", "bold", "#FFFFFF", 0, 2) and question.get_zorder() == 3
    assert (*look_of_text(left), left.get_position()) == ("right", "center", "normal", (-2.35, 0))
    assert (*look_of_text(right), right.get_position()) == ("left", "center", "normal", (2.35, 0))


def test_how_a_matrix_is_drawn():
    figure = charts.benefit_overlap(with_benefits("a *b", "a")).figure
    axes = figure.axes[0]
    assert figure.get_figheight() == pytest.approx(3.64)
    assert axes.get_xlim() == pytest.approx((-0.6, 2.0)) and axes.get_ylim() == (1.6, -0.6)
    assert not axes.spines["top"].get_visible() and not axes.spines["bottom"].get_visible()
    assert axes.xaxis.get_major_ticks()[0].tick2line.get_markersize() == 0
    marks, [between] = axes.lines[:3], axes.lines[3:]
    assert (between.get_color(), between.get_linewidth(), list(between.get_ydata())) == ("#DDDDDD", 1, [0.5, 0.5])
    assert [mark.get_markeredgewidth() for mark in marks] == [3] * 3
    assert [mark.get_markeredgecolor() for mark in marks] == ["C0", "C0", "C1"]
    [shade], [beside] = axes.patches, axes.texts
    assert (hexes(shade.get_facecolor()), shade.get_zorder()) == (["#EEEEEE"], 0)
    assert look_of_text(beside) == ("left", "center", "bold", "#EEEEEE", 0, 2) and beside.get_position() == (1.55, 0)
    assert figure.texts[0].get_fontsize() == 15
    figure.draw_without_rendering()
    [title] = [text for text in axes.findobj(Text) if text.get_text() == axes.get_title("left")]
    names_end = max(label.get_window_extent().y1 for label in axes.get_xticklabels())
    gap = (title.get_window_extent().y0 - names_end) * 72 / figure.dpi
    assert gap == pytest.approx(15.4, abs=0.3), "the title keeps off the names below it"


def test_a_matrix_with_nothing_shared_keeps_no_room_beside_it():
    assert charts.techniques(with_techniques("a", "b", "c")).figure.axes[0].get_xlim() == pytest.approx((-0.6, 2.6))


def test_long_names_stand_in_lines():
    tables = with_sessions((30, 60), (30, 60))
    names = tables.modalities.assign(name=["Connective tissue therapy", "Slow deep stroking of it"])
    figure = charts.session_length(tables.replace(modalities=names)).figure
    assert row_names(figure.axes[0]) == ["Connective tissue\ntherapy", "Slow deep stroking of it"]
    names = names.assign(name=["Connective tissu1", "Connective tiss1"])
    figure = charts.techniques(with_techniques("a", "b").replace(modalities=names)).figure
    labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert labels == ["Connective\ntissu1", "Connective tiss1"]
    long = f"{'a' * 20}_{'b' * 20}"
    rows = row_names(charts.techniques(with_techniques(f"{long} {long[:-1]}")).figure.axes[0])
    assert rows == [f"{'a' * 20}\n{'b' * 20}", f"{'a' * 20} {'b' * 19}"]
    scales = TABLES.scales.assign(left_end="quickly and slowly1", right_end="quickly and slowly")
    texts = charts.focus(TABLES.replace(scales=scales)).figure.axes[0].texts
    assert [text.get_text() for text in texts[1:3]] == ["quickly and\nslowly1", "quickly and slowly"]
    scales = TABLES.scales.assign(left_end="quickly and slowly", right_end="quickly and slowly1")
    texts = charts.focus(TABLES.replace(scales=scales)).figure.axes[0].texts
    assert [text.get_text() for text in texts[1:3]] == ["quickly and slowly", "quickly and\nslowly1"]


@pytest.mark.parametrize("count, over", [(3, "Connective\ntissu1"), (4, "Slow deep stroke of 24 ls")])
def test_over_many_columns_short_names_stand_in_one_line(count, over):
    tables = only_of(count)
    short = [over[:24], *tables.modalities["short_name"][1:]]
    names = ["Connective tissu1", *tables.modalities["name"][1:]]
    look = Look(tables.replace(modalities=tables.modalities.assign(name=names, short_name=short)))
    assert look.column_name("kind_1") == over[:24]
    short = ["x" * 25, *short[1:]]
    look = Look(tables.replace(modalities=tables.modalities.assign(name=names, short_name=short)))
    assert look.column_name("kind_1") == (over if count == 3 else "kind 1")


def test_a_bar_has_the_colour_of_its_modality_where_an_earlier_one_has_none():
    sessions = rows_of("sessions", [{"modality": "kind_2", "min_minutes": 30, "max_minutes": 60}])
    [bar] = charts.session_length(only_of(2).replace(sessions=sessions)).figure.axes[0].patches
    assert hexes(bar.get_facecolor()) == ["#D55E00"]


def test_a_text_has_four_lines_and_then_ends():
    assert wrap("one two three four", 5) == "one\ntwo\nthree\nfour"
    assert wrap("one two three four five", 5) == "one\ntwo\nthree\nfour…"
    assert wrap("", 5) == ""


@pytest.mark.parametrize("lengths, columns", [
    ([], 2), ([5, 5], 2), ([5, 5, 5], 3), ([5, 5, 22], 3), ([5, 5, 23], 2), ([36], 2), ([5, 5, 37], 1),
])  # fmt: skip
def test_names_of_a_legend_stand_in_as_many_columns_as_there_is_room_for(lengths, columns):
    assert legend_columns(["x" * length for length in lengths]) == columns


def test_a_name_without_room_in_a_figure_is_the_short_one_there():
    modalities = only_of(2).modalities.assign(name=["x" * 81, "Kind 2"])
    assert Look(only_of(2).replace(modalities=modalities)).in_figure.words == {"kind_1": "K1", "kind_2": "Kind 2"}


# Every chart


@pytest.mark.parametrize("draw", EVERY)
def test_the_sentence_is_caption_alternative_text_and_stored_text(draw):
    chart = draw(TABLES)
    page = chart._repr_html_()
    assert f'alt="{chart.description}"' in page and f"<figcaption>{chart.description}</figcaption>" in page
    assert repr(chart) == chart.description and chart.description.endswith(".")
    assert chart.table.columns.name is None and ">Modality</th>" in chart.table._repr_html_().replace(
        chart.table.index.name, "Modality"
    )


def test_words_of_a_table_are_escaped():
    tables = TABLES.replace(modalities=TABLES.modalities.assign(name=['<script>"x"</script>', "Deep & slow"]))
    page = charts.techniques(tables)._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;&quot;x&quot;" in page and "Deep &amp; slow" in page


@pytest.mark.parametrize("count", [2, 5, 8])
@pytest.mark.parametrize("draw", EVERY)
def test_nothing_is_cut_off_or_written_over(draw, count):
    chart = draw(with_more(count))
    assert unreadable(chart.figure) == [] and unreadable(chart.narrow_figure) == []


def test_the_check_of_readable_words_can_go_red():
    figure = Figure()
    for text in ("under", "over"):
        figure.text(0.5, 0.5, text)
    figure.text(0.95, 0.1, "much too long for its place")
    assert unreadable(figure) == ["cut off: much too long for its place", "written over: under / over"]


def unreadable(figure):
    """Return the words that leave the figure or stand on others; slanted ones are let off the second."""
    figure.draw_without_rendering()
    page = figure.bbox
    boxes = [(text.get_text(), text.get_window_extent(), text.get_rotation()) for text in words(figure)]
    found = [
        f"cut off: {said}"
        for said, box, _ in boxes
        if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1
    ]
    for number, (said, box, slanted) in enumerate(boxes):
        for other, its_box, its_slant in boxes[number + 1 :]:
            if not slanted and not its_slant and overlap(box, its_box):
                found.append(f"written over: {said} / {other}")
    return found


def words(figure):
    """Return the words of a figure, without the numbers of an axis that lie beyond its ends: they are not drawn."""
    beyond = {
        label
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) - 1e-9 <= tick.get_loc() <= max(axis.get_view_interval()) + 1e-9
        for label in (tick.label1, tick.label2)
    }
    return [
        text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible() and text not in beyond
    ]


def overlap(one, two):
    return one.x0 < two.x1 - 1 and two.x0 < one.x1 - 1 and one.y0 < two.y1 - 1 and two.y0 < one.y1 - 1


def too_small(figure):
    """Return the words that are too small for the back of the room; the figure is as wide as all are."""
    assert figure.get_figwidth() == 10
    return [text.get_text() for text in words(figure) if text.get_fontsize() < 15]


@pytest.mark.parametrize("draw", EVERY)
def test_letters_are_large_enough_for_the_back_of_the_room_and_for_a_phone(draw):
    chart = draw(TABLES)
    assert too_small(chart.figure) == [] and too_small_for_a_phone(chart) == []


def too_small_for_a_phone(chart):
    """Return the words with letters under 11 pixels of a screen of 390, where a chart is 366 wide."""
    figure = chart.narrow_figure
    pixels = 366 / 72 / figure.get_figwidth()
    return [text.get_text() for text in words(figure) if text.get_fontsize() * pixels < 11]


# Each is a chart of lessons 5 and 6; what two readings agree on is held by a test of the survey.
CHARTED = ["pressure", "technique", "benefit", "condition"]
LATER = [
    ("verdicts", evidence.verdicts),
    ("effect_sizes", evidence.effect_sizes),
    ("ladder", evidence.ladder),
    ("claim_against_effect", lambda t: evidence.claim_against_effect(t, "nmt_less_pain_in_fibromyalgia", "e001")),
    ("agreement", survey.agreement),
    *((f"against_article-{m}", lambda t, m=m: survey.against_article(t, m)) for m in TABLES.modalities["modality"]),
    *((f"side_by_side-{a}", lambda t, a=a: survey.side_by_side(t, a, ["nmt", "dtm"])) for a in CHARTED),
    *((f"at_a_glance-{a}", lambda t, a=a: survey.at_a_glance(t, a)) for a in CHARTED),
    *(
        (f"named_on_sites-{a}-{kind}", lambda t, a=a, kind=kind: survey.named_on_sites(t, a, kind))
        for a in CHARTED
        for kind in TABLES.survey_statements["named_modality"].unique()
    ),
]


CLIENT = {"pain_pattern": "widespread", "conditions": ["fibromyalgia"], "goals": ["stress_relief"], "minutes": 60}
LATER += [
    *((f"robustness-{draw.__name__}", lambda t, draw=draw: draw(t, CLIENT))
      for draw in (robustness.thin_ice, robustness.weightings, robustness.questions)),
    ("robustness-rules", robustness.rules),
    *((f"explore-{'-'.join(chosen.values())}", lambda t, chosen=chosen: TableExplorer(t, chosen).chart)
      for chosen in (
          {"table": "aims", "picture": "counts", "group": "The aim in a sentence"},
          {"table": "aims", "picture": "heat", "group": "Modality", "across": "The aim in a sentence"},
          {"table": "focus", "picture": "strip", "number": "Position on the scale (steps from the middle)"},
          {"table": "evidence", "picture": "bars", "group": "Topic", "number": "Number found"},
      )),
]  # fmt: skip


@pytest.mark.parametrize("draw", [pytest.param(draw, id=name) for name, draw in LATER])
def test_the_charts_of_later_lessons_can_be_read_from_the_back_of_the_room_and_on_a_phone(draw):
    chart = draw(TABLES)
    assert unreadable(chart.figure) == [] and too_small(chart.figure) == []
    assert unreadable(chart.narrow_figure) == [] and too_small_for_a_phone(chart) == []
    assert html.escape(chart.description) in chart._repr_html_() and chart.description.endswith((".", ".)"))


def test_modalities_differ_without_colour():
    look = Look(with_more(8))
    assert len({look.marker(modality) for modality in look.names}) == 8
    assert len({look.hatch(modality) for modality in look.names}) == 8
    assert len({look.color(modality) for modality in look.names}) == 8


def test_a_chart_is_drawn_only_when_it_is_looked_at(monkeypatch):
    monkeypatch.setattr("matplotlib.figure.Figure", None)
    chart = charts.session_length(TABLES)
    assert chart.description and len(chart.table) == 2
    with pytest.raises(TypeError):
        assert chart.figure


def test_a_chart_is_drawn_once_in_the_style_of_the_kit():
    drawn = []

    def draw():
        drawn.append(matplotlib.rcParams["font.size"])
        return canvas(3)[0]

    chart = charts.Chart("Nothing.", pd.DataFrame({"a": [1]}), draw, "what is not shown.")
    assert chart.png is chart.png and drawn == [15]
    assert chart.figure is chart.figure and drawn == [15, 15], "the figure of a picture goes with it"
    assert chart.figure.get_suptitle() == "What is not shown." and matplotlib.rcParams["font.size"] != 15
    assert b"Software" not in chart.png, "the same figure gives the same picture in every version"


def test_the_page_of_a_chart_and_its_table():
    chart = charts.Chart("A & B.", pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="Head")), lambda: canvas(1)[0])
    page = chart._repr_html_()
    narrow = '<picture><source media="(max-width: 600px)" srcset="data:image/png;base64,iVBOR'
    assert page.startswith(f'<figure style="margin: 0; max-width: 60em">{narrow}')
    end = '" alt="A &amp; B." style="width: 100%"></picture><figcaption>A &amp; B.</figcaption></figure>'
    assert page.endswith(end)
    assert chart.table._repr_html_().startswith('<table><thead><tr><th scope="col" style="text-align: left">Head</th>')


def test_colours_go_on_in_another_order_when_the_markers_begin_again():
    look = Look(only_of(12))
    assert [look.color(name) for name in look.names] == [*(f"C{n}" for n in range(8)), "C1", "C2", "C3", "C4"]
    assert [look.marker(name) for name in look.names] == [*MARKERS, *MARKERS[:4]]
    assert [look.hatch(name) for name in look.names] == [*HATCHES, *HATCHES[:4]]
    sizes = [look.marker_style(name)["markersize"] for name in look.names]
    assert [sizes[MARKERS.index(marker)] > 15 for marker in "PX*"] == [True] * 3 and sizes[0] == 15


def test_the_palette_is_the_one_of_okabe_and_ito():
    colors = matplotlib.rc_params_from_file(STYLE, use_default_template=False)["axes.prop_cycle"].by_key()["color"]
    assert colors == ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#7F7F7F"]
