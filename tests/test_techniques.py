"""What the hands do and how deep: each technique is drawn from its row or named; and which modalities are alike."""

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from test_charts import COMPARED, only_of, rows_of, too_small, unreadable

from modality_lab import ModalityExplorer, charts, in_short, load_tables
from modality_lab.charts import hands
from modality_lab.charts.look import Look
from modality_lab.charts.tissue import Dent, Tissue, depths
from modality_lab.tables.dictionary import KIT_FOLDER, allowed_values
from modality_lab.words import KitError, plain

KIT = load_tables()
EIGHT = load_tables(KIT_FOLDER.parent / "examples" / "eight-modalities")
DRAWING = ET.parse(hands.DRAWING).getroot()


def with_techniques(*names):
    """Tables of one modality with these techniques."""
    rows = [{"modality": "kind_1", "technique": name} for name in names]
    return only_of(1).replace(techniques=rows_of("techniques", rows).astype(str))


def with_hand(technique, **values):
    """Tables of one modality with one technique, and how it is drawn."""
    row = KIT.hands.iloc[0].to_dict() | {"technique": technique} | values
    return with_techniques(technique).replace(hands=pd.DataFrame([row]))


def words_of(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [text.get_text() for text in figure.texts]


# The drawing of the hands


def test_whatever_a_row_may_say_is_drawn():
    drawn = {group.get("data-contact") for group in DRAWING.iterfind("{*}g[@data-contact]")}
    assert drawn | {"eyes"} == set(allowed_values("hands", "contact"))
    assert set(hands.MOTIONS) == set(allowed_values("hands", "motion"))


@pytest.mark.parametrize("motion", allowed_values("hands", "motion"))
def test_each_motion_can_be_drawn_to_the_bone(motion):
    axes = Figure().add_subplot(xlim=(-150, 150), ylim=(84, -122))
    contact = "eyes" if motion == "look" else "knuckles"
    hands.MOTIONS[motion](hands.Stage(axes, Tissue(KIT.layers, hands.DEPTH), contact, "bone"))
    assert len(axes.patches) > 2


def test_hands_stand_on_the_skin_and_use_only_the_commands_that_python_reads():
    for group in DRAWING.iterfind("{*}g[@data-contact]"):
        left, right = map(float, group.get("data-touches").split())
        box = charts.svg.outline(group[0].get("d")).get_extents()
        assert left < 0 < right and box.x0 <= left + 4 and right - 4 <= box.x1, group.get("data-contact")
        assert abs(box.y1) < 2.5, "what touches stands at 0"


def test_the_deeper_the_layer_the_deeper_the_dent_and_nothing_moves_below_it():
    tissue = Tissue(KIT.layers, 97)
    shallow, deep = (tissue.dent(0, 10, layer) for layer in ("fat", "first_muscle"))
    assert 0 < shallow.push < deep.push
    x = np.array([0.0, 120.0])
    bottom = tissue.spans["first_muscle"][1]
    assert depths(x, bottom, [deep]).tolist() == [bottom, bottom]
    under, beside = depths(x, 0, [deep])
    assert under == deep.push and beside == pytest.approx(0)
    assert depths(x, 0, [Dent(push=-8)])[0] == -8, "a hand may lift the skin, too"


def test_layers_lie_one_on_the_other_as_high_as_their_rows_say():
    layers = KIT.layers
    spans = list(Tissue(layers, depth=100).spans.values())
    assert spans[0][0] == 0 and spans[-1][1] == 100
    assert all(above[1] == below[0] for above, below in pairwise(spans))
    heights = [end - start for start, end in spans]
    assert np.allclose(np.divide(heights, 100), layers["drawn_height"] / layers["drawn_height"].sum())


# The chart of techniques


PICTURES = charts.technique_pictures(EIGHT)


def test_every_technique_has_a_picture_or_is_named():
    chart = PICTURES
    named = list(dict.fromkeys(map(plain, EIGHT.techniques["technique"])))
    assert chart.table.index.to_list() == named
    assert chart.table.loc["joint mobilisation", "Named for"] == "Shiatsu and Thai massage"
    missing = [name for name in named if not chart.table.loc[name, "What touches"]]
    assert missing == ["various methods"], "the article does not say which"
    assert chart.description.count("not drawn: various methods.") == 1
    said = [words.lower() for words in words_of(chart.figure)]
    assert all((name in said) != (name in missing) for name in named)
    assert "not drawn, as the tables do not say what the hands do: various methods." in said


def test_a_technique_that_a_school_adds_is_drawn_with_its_words():
    tables = with_hand("hand_waving", contact="palm", motion="glide", layer="fat", speed="slow")
    chart = charts.technique_pictures(tables)
    assert chart.description == (
        "1 technique is drawn: the hands sink in and glide (hand waving). The depths are drawn as taught, not as "
        "measured."
    )
    assert words_of(chart.figure)[:2] == ["Hand waving", "Palm: sink in and glide\nslow, down to the fat"]
    assert chart.note == ""


def test_a_technique_without_a_row_gets_a_sentence_and_no_picture():
    chart = charts.technique_pictures(with_techniques("hand_waving"))
    assert chart.description == "No technique is drawn yet; not drawn: hand waving."
    assert chart.table["In a sentence"].to_list() == ["Not drawn: hands.csv does not say yet what the hands do."]
    assert not chart.figure.axes


def test_many_techniques_are_counted_and_the_last_are_left_out():
    names = [f"way_{number}" for number in range(25)]
    row = KIT.hands.iloc[0].to_dict()
    tables = with_techniques(*names).replace(hands=pd.DataFrame([row | {"technique": name} for name in names]))
    chart = charts.technique_pictures(tables)
    assert "25 techniques are drawn: the hands press and stay (25)" in chart.description
    assert "shown are the first 24 of 25 pictures" in chart.description and len(chart.table) == 25


# The cut


def test_the_cut_compares_the_first_press_and_the_first_stroke():
    chart = charts.cross_section(KIT)
    assert list(chart.table)[2:] == ["Ischemic compression", "Slow strokes"]
    assert chart.table["Slow strokes"].to_list() == [*["passed through"] * 4, "meant for it", ""]
    assert "The press (ischemic compression) goes straight down and stays; it is meant for the first muscle." in str(
        chart
    )
    assert "not to scale" in str(chart)


def test_a_layer_that_a_school_adds_is_drawn_where_it_stands():
    layers = KIT.layers
    new = layers.iloc[[2]].assign(layer="deep_fascia", name="deep fascia")
    tables = KIT.replace(layers=pd.concat([layers.head(4), new, layers.tail(2)], ignore_index=True))
    chart = charts.cross_section(tables)
    assert "first muscle, deep fascia, deeper muscle and rib" in chart.description
    assert chart.table.loc["deep fascia"].to_list()[2:] == ["", "passed through"]
    assert words_of(chart.figure)[-4:] == ["first muscle", "deep fascia", "deeper muscle", "rib"]
    assert unreadable(chart.figure) == []


def test_without_a_press_or_a_stroke_the_layers_stand_alone():
    chart = charts.cross_section(with_hand("hand_waving", motion="tap"))
    assert "No technique of these tables presses and stays, or glides, so no hand is drawn." in chart.description
    assert list(chart.table) == ["What it is", "How thick"] and chart.figure.axes[0].get_children()


@pytest.mark.parametrize("shown", [PICTURES, charts.cross_section(EIGHT)], ids=["pictures", "cut"])
def test_pictures_keep_within_a_phone_and_their_letters_are_large(shown):
    assert "<picture>" in shown._repr_html_() and too_small(shown.figure) == []
    assert min(text.get_fontsize() for axes in shown.figure.axes for text in axes.texts) >= 18


def test_a_name_of_a_layer_that_no_font_has_is_stood_for_by_its_id():
    layers = KIT.layers
    layers.loc[1, "name"] = "fat \U000f0000"
    for chart in (charts.cross_section, charts.technique_pictures):
        shown = chart(KIT.replace(layers=layers))
        assert 'The figure writes "fat" for "fat' in shown.description
        assert not any("\U000f0000" in words for words in words_of(shown.figure))


# Which are alike


def items(tables, modality):
    """Everything that the tables name for a modality, each with its table."""
    named = {"benefits": "benefit", "conditions": "condition", "techniques": "technique"}
    return {
        (table, item)
        for table, column in named.items()
        for item in getattr(tables, table).loc[lambda rows: rows["modality"] == modality, column]
    }


def test_every_pair_is_counted_as_by_hand():
    names = EIGHT.modalities.set_index("modality")["name"]
    table = charts.alike(EIGHT).table
    assert len(table) == 28
    shares = []
    for one, other in combinations(names.index, 2):
        shared, either = (len(both(items(EIGHT, one), items(EIGHT, other))) for both in (set.__and__, set.__or__))
        row = table.loc[f"{names[one]} and {names[other]}"]
        assert row["Shared"] == f"{shared} of {either}" and row["Alike"] == f"{round(100 * shared / either)}%"
        shares.append(shared / either)
    percent = [int(words.removesuffix("%")) for words in table["Alike"]]
    assert percent == sorted(percent, reverse=True) and percent[0] == round(100 * max(shares))


def with_items(*named):
    """Tables with a modality for each text of benefits."""
    rows = [{"modality": f"kind_{n}", "benefit": name} for n, names in enumerate(named, 1) for name in names.split()]
    return only_of(len(named)).replace(benefits=rows_of("benefits", rows))


@pytest.mark.parametrize("named, words", [
    (["a b", "b c"], "Kind 1 and Kind 2 share 1 of the 3 benefits, conditions and techniques named for either."),
    (["a", "b"], "Kind 1 and Kind 2 share none of the 2 benefits"),
    (["a b", "a b", "b c"], "Most alike are Kind 1 and Kind 2, which share 2 of 2. Most different are Kind 1 and "
         "Kind 3; Kind 2 and Kind 3, which share 33% each."),
    (["a b", "a", "c"], "Most different are Kind 1 and Kind 3; Kind 2 and Kind 3, which share nothing each."),
    (["a", "b", "c"], "All 3 pairs are equally alike: each shares 0% of the benefits"),
    (["a", "a", "b", "c", "d"], "Kind 1 and Kind 3; Kind 1 and Kind 4; Kind 1 and Kind 5; and 6 more pairs, which"),
    (["a", "", "a"], "Kind 1 and Kind 3 share 1 of the 1 benefits, conditions and techniques named for either. Kind 2 "
         "cannot be compared, as nothing is named there."),
    (["a"], "To compare, two modalities are needed for which the tables name something."),
])  # fmt: skip
def test_the_sentence_on_the_pairs_in_every_case(named, words):
    chart = charts.alike(with_items(*named))
    assert words in chart.description
    assert unreadable(chart.figure) == []


@pytest.mark.parametrize("chart", COMPARED)
def test_every_chart_shows_the_chosen_ones_only_in_the_look_that_they_always_have(chart):
    chosen = chart(EIGHT, ["thai", "swedish"])
    said = f"{chosen.description} {chosen.table}"
    assert "Thai massage" in said and "Swedish massage" in said and "Shiatsu" not in said
    assert unreadable(chosen.figure) == []
    look, every = Look(EIGHT, ["thai", "swedish"]), Look(EIGHT)
    assert list(look.names) == ["swedish", "thai"], "in the order of the table"
    assert [look.color(name) for name in look.names] == [every.color(name) for name in look.names]


@pytest.mark.parametrize("chart", COMPARED)
def test_twelve_can_be_read(chart):
    tables = only_of(12)
    modalities = [f"kind_{number}" for number in range(1, 13)]
    rows = {
        "benefits": [{"modality": name, "benefit": f"b{n % 5}"} for n, name in enumerate(modalities)],
        "techniques": [{"modality": name, "technique": f"t{n % 3}"} for n, name in enumerate(modalities)],
        "conditions": [{"modality": name, "condition": f"c{n % 4}"} for n, name in enumerate(modalities)],
        "sessions": [{"modality": name, "max_minutes": 60 + 5 * n} for n, name in enumerate(modalities)],
        "focus": [{"modality": name, "scale": "aim", "position": n % 5 - 2} for n, name in enumerate(modalities)],
    }
    filled = tables.replace(**{table: rows_of(table, found) for table, found in rows.items()})
    figure = chart(filled).figure
    assert unreadable(figure) == [] and too_small(figure) == []


def test_a_modality_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(KitError) as caught:
        charts.alike(KIT, ["nmt", "dtn"])
    assert str(caught.value) == 'There is no modality "dtn". Did you mean "dtm"? Allowed: nmt or dtm.'


# The card


def test_the_card_goes_from_two_to_eight_and_back():
    card = ModalityExplorer()
    assert card.sentence == str(charts.alike(KIT)) and card.table.rows[0][0].startswith("Neuromuscular")
    card.answers = {"tables": "example", "chart": "focus"}
    assert card.sentence == str(charts.alike(EIGHT)) and len(card.table.rows) == 28
    assert str(charts.focus(EIGHT)) in card.picture.value and "The table behind the chart" in card.picture.value
    card.answers = {}
    assert len(card.table.rows) == 1 and str(charts.alike(KIT)) in card.plain_html()


@pytest.mark.parametrize("chosen, said", [
    (["dtm"], "One modality is ticked. Tick one more, or none to compare all of the tables."),
    (["dtm", "thai"], "Deep tissue massage and Thai massage share 6 of the 24 benefits"),
    (["dtm", "tai"], 'There is no modality "tai". Did you mean "thai"'),
    ("dtm", "One modality is ticked."),
])  # fmt: skip
def test_whatever_is_ticked_gets_a_picture_or_a_sentence(chosen, said):
    card = ModalityExplorer()
    card.answers = {"tables": "here", "modalities": chosen}
    assert card.sentence.startswith(said)
    assert bool(card.picture.value) == bool(card.table.rows)


def test_what_stands_in_different_tables_is_not_set_side_by_side():
    card = ModalityExplorer(only_of(13))
    assert "13 modalities" in str(card.form.questions[0])
    card.answers = {"modalities": ["kind_1", "thai"]}
    assert card.sentence == (
        "Kind 1 and Thai massage stand in different tables and cannot be set side by side. Untick Kind 1, or untick "
        "Thai massage."
    )
    card.answers = {"modalities": [f"kind_{number}" for number in range(1, 14)]}
    assert card.sentence == "13 modalities are ticked. Untick some: a chart can show 12 at most."


def test_a_schools_own_tables_are_called_so_and_the_example_is_offered_once():
    asked = ModalityExplorer(EIGHT).form.questions
    assert [answer["label"] for answer in asked[0]["answers"]] == ["Your tables: 8 modalities"]
    assert {answer["group"] for answer in asked[1]["answers"]} == {"Your tables"}


def test_the_answers_of_lesson_2_are_those_of_the_worked_example():
    lesson = (KIT_FOLDER.parent / "notebooks/02-compare-the-modalities.ipynb").read_text("utf-8")
    sentence = str(charts.alike(EIGHT))
    assert "Shiatsu and Thai massage, which share 8 of 20" in sentence and "they share 8 of 20" in lesson
    assert "Swedish massage and Myofascial release, which share 2 of 22" in sentence and "2 of 22" in lesson
    table = charts.techniques(EIGHT, ["shiatsu", "thai"]).table
    both = table[(table != "").all(axis=1)].index.to_list()
    assert both == ["stretching", "joint mobilisation"] and "Stretching and joint mobilisation." in lesson


def test_a_summary_says_what_the_charts_say():
    short = in_short(charts.alike(KIT), "Ask & feel.")
    assert repr(short) == f"- {charts.alike(KIT)}\n- Ask & feel."
    assert short._repr_html_().count("<li>") == 2 and "Ask &amp; feel." in short._repr_html_()
