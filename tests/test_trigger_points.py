"""The body to explore: what it marks and says is what the rows say."""

import pytest

from modality_lab import KitError, body_map, load_tables
from modality_lab.charts.body import shapes

TABLES = load_tables()
SCRIPT = "<script>alert('x')</script>"


def ask(form, answers):
    """Do what the page does: one more request, with all answers."""
    form.request = {"number": form.request["number"] + 1, "answers": answers}
    return form.reply


def places(rows, mark):
    return {(region, view, mark) for region, view in rows[["region", "view"]].itertuples(index=False)}


@pytest.mark.parametrize("muscle", TABLES.trigger_points["muscle"])
def test_every_pattern_is_marked_as_its_rows_say(muscle):
    row = TABLES.trigger_points.set_index("muscle").loc[muscle]
    felt = TABLES.referred_pain[TABLES.referred_pain["muscle"] == muscle]
    sites = TABLES.caution_sites[TABLES.caution_sites["region"] == row["region"]]
    form = body_map(TABLES, muscle=muscle)
    expected = {(row["region"], row["view"], "pressed")} | places(felt, "felt") | places(sites, "caution")
    assert {tuple(mark) for mark in form.reply["marks"]} == expected
    assert {(region, view) for region, view, _ in expected} <= set(shapes())
    assert len(form.picture.table) == len(expected)
    page = form.reply["result"]
    for words in (row["certainty"], row["note"], *sites["action"]):
        assert words.replace("'", "&#x27;") in page


@pytest.mark.parametrize("region", TABLES.regions["region"])
def test_every_region_names_the_muscles_that_its_rows_name(region):
    felt = TABLES.referred_pain[TABLES.referred_pain["region"] == region]
    form = body_map(TABLES, region=region)
    named = TABLES.trigger_points.set_index("muscle")["name"]
    felt_here = form.reply["result"].split("Pressed here, felt there")[0]
    for muscle in felt["muscle"]:
        assert f"<strong>{named[muscle][:1].upper()}{named[muscle][1:]}</strong>" in felt_here
    assert {tuple(mark) for mark in form.reply["marks"] if mark[2] == "felt"} == places(felt, "felt")


def test_the_sentence_follows_the_rows():
    felt = TABLES.referred_pain
    fewer = TABLES.replace(referred_pain=felt[(felt["muscle"] != "gluteus_medius") | (felt["region"] != "buttock")])
    assert (
        body_map(fewer, muscle="gluteus_medius").sentence
        == "Gluteus medius: pressed at the hip, its pain is commonly felt in the lower back."
    )


def test_a_muscle_and_an_area_are_not_shown_together():
    with pytest.raises(KitError, match=r"both chosen\. Choose one of them"):
        body_map(TABLES, muscle="soleus", region="head")
    form = body_map(TABLES, muscle="soleus")
    assert "Choose one of them" in ask(form, {"muscle": "soleus", "region": "head"})["sentence"]
    assert ask(form, {"region": "head"})["sentence"].startswith("Head and face")
    assert ask(form, {})["sentence"] == "31 patterns to look at: choose an area of the body or a muscle."


def test_a_muscle_that_is_not_there_is_explained():
    with pytest.raises(KitError, match=r'There is no muscle "soleuss"\. Did you mean "soleus"'):
        body_map(TABLES, muscle="soleuss")
    assert (
        'There is no area of the body "haed". Did you mean "head"'
        in ask(body_map(TABLES), {"region": "haed"})["sentence"]
    )


def test_every_result_says_that_people_differ():
    for form in (body_map(TABLES), body_map(TABLES, muscle="soleus"), body_map(TABLES, region="calf")):
        assert "commonly taught patterns. People differ" in form.reply["result"]


def test_a_notebook_that_was_not_run_shows_a_picture_with_words():
    shown, _ = body_map(TABLES, muscle="soleus")._repr_mimebundle_()
    assert '<img src="data:image/png;base64,' in shown["text/html"]
    assert "pressed here: calf (back); felt there: calf (back) and foot (back)" in shown["text/html"]


def test_words_of_the_tables_are_escaped():
    words = dict.fromkeys(["latin_name", "complaint", "confused_with", "certainty", "note"], SCRIPT)
    tables = TABLES.replace(
        trigger_points=TABLES.trigger_points.assign(name=SCRIPT + TABLES.trigger_points["name"], **words),
        regions=TABLES.regions.assign(name=SCRIPT + TABLES.regions["name"]),
        caution_sites=TABLES.caution_sites.assign(
            name=SCRIPT + TABLES.caution_sites["name"], structures=SCRIPT, action=SCRIPT
        ),
        sources=TABLES.sources.assign(title=SCRIPT, author=SCRIPT),
    )
    for form in (body_map(tables, muscle="soleus"), body_map(tables, region="head")):
        shown, _ = form._repr_mimebundle_()
        assert "<script" not in shown["text/html"] and "&lt;script&gt;" in shown["text/html"]
