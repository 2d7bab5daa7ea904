"""The charts: the numbers that they draw, their sentences, and whether they can be read."""

import html

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from modality_lab import charts, evidence, load_tables, survey
from modality_lab.charts.chart import MARKERS
from modality_lab.charts.look import Look

TABLES = load_tables()
ALL = [charts.session_length, charts.focus, charts.benefit_overlap, charts.techniques, charts.conditions]
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
    assert chart.table.loc["Neuromuscular therapy", "Longest (minutes)"] == 75


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


# Focus


def test_the_focus_marks_stand_where_the_rows_say():
    figure = charts.focus(TABLES).figure
    [legend] = figure.legends
    named = [text.get_text() for text in legend.get_texts()]
    lines = dict(zip(named, (line for line in figure.axes[0].lines if line.get_marker() in MARKERS)))
    for modality, name in TABLES.modalities[["modality", "name"]].itertuples(index=False):
        rows = TABLES.focus[TABLES.focus["modality"] == modality].set_index("scale")
        assert list(lines[name].get_xdata()) == list(rows.loc[TABLES.scales["scale"], "position"])


def test_marks_on_one_spot_do_not_hide_each_other():
    figure = charts.focus(with_more(8)).figure
    named = [line for line in figure.axes[0].lines if line.get_marker() in MARKERS]
    for spots in zip(*(line.get_xdata() for line in named)):
        assert len(set(spots)) == 8
        assert all(abs(spot) <= 2.5 for spot in spots)


def test_the_focus_sentence_counts_the_scales():
    focus = TABLES.focus
    focus.loc[focus["modality"] == "dtm", "position"] = -2
    sentence = charts.focus(TABLES.replace(focus=focus)).description
    assert sentence == (
        "Neuromuscular therapy and Deep tissue massage stand on opposite sides of the middle on 0 of 5 scales "
        "and furthest apart on aim and movement; the positions are our reading of the source."
    )
    alike = charts.focus(TABLES.replace(focus=focus.assign(position=0))).description
    assert "on 0 of 5 scales and nowhere apart;" in alike


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
        "share 2 of the 6 benefits on their lists (stress reduction and flexibility), and 6 of 11 when"
        in chart.description
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
    assert sentence.startswith("All 3 modalities share 0 of the 7 benefits on their lists, and 2 of 12 when")
    assert sentence.endswith("; 5 are named for more than one.")


def test_tables_without_rows_say_so():
    tables = TABLES.replace(
        benefits=TABLES.benefits.head(0), techniques=TABLES.techniques.head(0), focus=TABLES.focus.head(0)
    )
    for draw, sentence in [
        (charts.benefit_overlap, "No benefit is stated for any modality yet."),
        (charts.techniques, "No technique is stated for any modality yet."),
        (charts.focus, "No modality is placed on a focus scale yet."),
    ]:
        assert draw(tables).description == sentence
        assert draw(tables).png


def test_a_dollar_sign_is_no_formula_and_an_underscore_hides_no_name():
    tables = TABLES.replace(
        scales=TABLES.scales.assign(left_end="from $20 to $60 \\frac"),
        modalities=TABLES.modalities.assign(name=["_Neuro $a$", "Deep"]),
    )
    figure = charts.focus(tables).figure
    figure.draw_without_rendering()
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["_Neuro $a$", "Deep"]


@pytest.mark.parametrize("draw, table", [(charts.techniques, "techniques"), (charts.conditions, "conditions")])
def test_every_row_has_its_mark(draw, table):
    filled, hollow = marks(draw(TABLES))
    drawn = [filled.get(column, 0) + hollow.get(column, 0) for column in (0, 1)]
    assert drawn == list(getattr(TABLES, table)["modality"].value_counts(sort=False))


# Every chart


@pytest.mark.parametrize("draw", ALL)
def test_the_sentence_is_caption_alternative_text_and_stored_text(draw):
    chart = draw(TABLES)
    page = chart._repr_html_()
    assert f'alt="{chart.description}"' in page and f"<figcaption>{chart.description}</figcaption>" in page
    assert repr(chart) == chart.description and chart.description.endswith(".")


def test_words_of_a_table_are_escaped():
    tables = TABLES.replace(modalities=TABLES.modalities.assign(name=['<script>"x"</script>', "Deep & slow"]))
    page = charts.techniques(tables)._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;&quot;x&quot;" in page and "Deep &amp; slow" in page


@pytest.mark.parametrize("count", [2, 5, 8])
@pytest.mark.parametrize("draw", ALL)
def test_nothing_is_cut_off_or_written_over(draw, count):
    assert unreadable(draw(with_more(count)).figure) == []


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


def test_letters_are_large_enough_for_the_back_of_the_room():
    for draw in ALL:
        figure = draw(TABLES).figure
        sizes = [text.get_fontsize() for text in words(figure)]
        assert min(sizes) >= 15 and figure.get_figwidth() == 10


def evidence_and_survey():
    """Yield every chart of lessons 5 and 6."""
    yield from (evidence.verdicts(TABLES), evidence.effect_sizes(TABLES), evidence.ladder(TABLES))
    yield evidence.claim_against_effect(TABLES, "nmt_less_pain_in_fibromyalgia", "e001")
    yield survey.agreement(TABLES)
    for attribute in survey.charted(TABLES):
        yield survey.side_by_side(TABLES, attribute, ["nmt", "dtm"])
        yield survey.at_a_glance(TABLES, attribute)
        for kind in TABLES.survey_statements["named_modality"].unique():
            yield survey.named_on_sites(TABLES, attribute, kind)
    for modality in TABLES.modalities["modality"]:
        yield survey.against_article(TABLES, modality)


def test_the_charts_of_evidence_and_survey_can_be_read_from_the_back_of_the_room():
    for chart in evidence_and_survey():
        assert unreadable(chart.figure) == [], chart.description
        assert min(text.get_fontsize() for text in words(chart.figure)) >= 15 and chart.figure.get_figwidth() == 10
        assert html.escape(chart.description) in chart._repr_html_() and chart.description.endswith(".")


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
