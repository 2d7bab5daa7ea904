"""The evidence: every row sourced, every sentence and chart made from the rows, every verdict with its reason."""

import re
from urllib.parse import urlparse

import nbformat
import pandas as pd
import pytest
from browser import ROOT

from modality_lab import EvidenceExplorer, KitError, evidence, load_tables
from modality_lab.evidence.effects import COMPARABLE
from modality_lab.forms.live_table import LiveTable

DOI = re.compile(r"https://doi\.org/10\.\d{4,9}/[^\s<>\"]+")
# Copies and mirrors at which papers were read and to which no reader is sent.
NOT_TO_PUBLISH = [
    "slideshare.net", "scribd.com", "prideseotools.com", "vukou.com", "vercel.app", "wilddata.cn",
    "back2health4you.com",
    "mcknightsseniorliving.com", "ichgcp.net", "cochranelibrary.com",
]  # fmt: skip


@pytest.fixture
def tables():
    return load_tables()


def changed(tables, row, **cells):
    """Return the tables with some cells of one finding changed."""
    rows = tables.evidence.set_index("finding", drop=False)
    for column, value in cells.items():
        rows.loc[row, column] = value
    return tables.replace(evidence=rows.reset_index(drop=True))


def drawn(chart):
    """Return the texts of a figure."""
    return " ".join(
        text.get_text() for axes in chart.figure.axes for text in [*axes.texts, *axes.get_yticklabels(), axes.title]
    )


# What stands in the tables


def malformed(sources):
    """Return the ids of sources whose address or date is not of a form that can be shown."""
    address = sources["address"]
    with_host = address.map(lambda text: bool(re.fullmatch(r"https?://[^\s/]+\.[a-z]{2,}(/\S*)?", text)))
    good = (address == "not stated") | with_host
    good &= ~address.str.contains("doi.org") | address.map(lambda text: bool(DOI.fullmatch(text)))
    good &= sources["published"].str.fullmatch(r".*\b(19|20)\d\d\b.*|not stated|.*not stated")
    good &= ~address.map(lambda text: any((urlparse(text).hostname or "").endswith(host) for host in NOT_TO_PUBLISH))
    return list(sources.loc[~good, "source_id"])


def test_addresses_dois_and_years_are_well_formed_and_none_is_a_mirror(tables):
    assert malformed(tables.sources) == []


@pytest.mark.parametrize("column, bad", [
    ("address", "doi.org/10.1371/x"), ("address", "https://doi.org/0089304"), ("address", "https://www.scribd.com/document/1"),
    ("address", "https://a b.org/"), ("published", ""), ("published", "long ago"),
])  # fmt: skip
def test_the_check_of_sources_can_go_red(tables, column, bad):
    sources = tables.sources
    sources.loc[5, column] = bad
    assert malformed(sources) == [sources["source_id"][5]]


def test_every_finding_has_a_source_with_a_year_or_says_that_there_is_none(tables):
    found = evidence.findings(tables)
    assert len(found) == len(tables.evidence) == found["finding"].nunique()
    for column in ("citation", "certainty", "comparison", "follow_up", "population"):
        assert found[column].notna().all() and (found[column] != "").all(), column


def test_what_could_not_be_checked_is_left_out(tables):
    rows = tables.evidence.set_index("finding")
    assert not {"e009", "e018"} & set(rows.index)
    assert rows.loc[["e037", "e039", "e075", "e082", "e083"], ["effect", "low", "high"]].isna().all(axis=None)
    assert "number" in rows["note"]["e037"] and "does not say" in rows["note"]["e039"]


def test_only_effects_with_a_known_good_side_carry_a_sign(tables):
    rows = tables.evidence
    assert set(rows["benefit_sign"].dropna()) == {1, -1}
    assert rows.loc[rows["benefit_sign"].notna(), "effect"].notna().all()
    counts = {"percent_of_trials", "percent_of_clients", "percent_of_sources", "reported_events"}
    assert set(rows.loc[rows["effect"].notna() & rows["benefit_sign"].isna(), "unit"]) == counts


def test_the_direction_follows_from_the_interval(tables):
    """Where a number and its interval stand, the words beside them must not say something else."""
    rows = tables.evidence.dropna(subset=["effect", "low", "benefit_sign"])
    for row in rows.itertuples():
        none = 1 if row.unit == "risk_ratio" else 0
        ends = sorted(((row.low - none) * row.benefit_sign, (row.high - none) * row.benefit_sign))
        expected = {"favours"} if ends[0] > 0 else {"against"} if ends[1] < 0 else {"no_clear_difference", "mixed"}
        assert row.direction in expected, row.finding


def test_every_claim_has_a_verdict_with_a_reason_and_what_is_found_bears_on_it(tables):
    claims = tables.claims.set_index("claim")
    bearing = tables.claim_evidence.groupby("claim").size().reindex(claims.index, fill_value=0)
    assert (claims["verdict_reason"].str.len() > 30).all()
    judged = claims["verdict"] != "no_source_found"
    assert (bearing[judged] > 0).all(), "a verdict without a finding"
    # A finding that says nothing against must not stand behind "contradicted", and the other way round.
    directions = tables.claim_evidence.merge(tables.evidence, on="finding").groupby("claim")["direction"].agg(set)
    for claim in claims.index[claims["verdict"] == "contradicted"]:
        assert directions[claim] & {"against", "no_clear_difference"}, claim
    for claim in claims.index[claims["verdict"].isin(["supported", "partly_supported"])]:
        assert directions[claim] & {"favours", "mixed"}, claim


def test_every_finding_but_those_on_safety_and_three_more_bears_on_a_claim(tables):
    left = set(tables.evidence["finding"]) - set(tables.claim_evidence["finding"])
    others = tables.evidence[tables.evidence["finding"].isin(left) & (tables.evidence["topic"] != "safety")]
    assert set(others["outcome"]) == {"sleep", "blood_pressure"}, "the article claims nothing about these"


# Charts and sentences follow the rows


def test_effects_are_turned_to_plus_is_benefit_and_the_original_is_kept(tables):
    table = evidence.effect_sizes(tables).table
    assert len(table) == 11
    assert (
        table.loc["e001", "Effect"] == "0.62" and table.loc["e001", "As the source gives it"] == "0.62 (0.05 to 1.20)"
    )
    assert table.loc["e015", ["Effect", "Lower end", "Upper end"]].to_list() == ["1.51", "0.77", "2.24"]
    assert table.loc["e015", "As the source gives it"] == "-1.51 (-2.24 to -0.77)"
    assert table.loc["e027", "Effect"] == "-0.62", "the needle did better than the massage"


def test_a_changed_effect_moves_the_sentence_the_table_and_the_picture(tables):
    chart = evidence.effect_sizes(changed(tables, "e003", low=0.1))
    assert (
        "9 have an interval that lies wholly on the side of massage, 1 has one that includes no effect"
        in chart.description
    )
    assert chart.table.loc["e003", "Lower end"] == "0.10"
    assert "(0.10 to 0.75)" in drawn(chart)
    lines = [line.get_xdata() for line in chart.figure.axes[0].lines]
    assert any(list(ends) == [0.1, 0.75] for ends in lines)


def test_numbers_that_cannot_be_set_side_by_side_stay_out_of_the_forest(tables):
    units = tables.evidence.set_index("finding")["unit"]
    assert {units[finding] for finding in evidence.effect_sizes(tables).table.index} == {COMPARABLE}
    without = tables.evidence[tables.evidence["unit"] != COMPARABLE]
    bearing = tables.claim_evidence[tables.claim_evidence["finding"].isin(without["finding"])]
    empty = evidence.effect_sizes(tables.replace(evidence=without, claim_evidence=bearing))
    assert empty.description == "No finding gives an effect that can be set beside others yet."
    assert empty.table.empty and empty.png.startswith(b"\x89PNG")


def test_a_changed_verdict_moves_the_count(tables):
    before = evidence.verdicts(tables)
    claims = tables.claims
    claims.loc[0, "verdict"] = "supported"
    after = evidence.verdicts(tables.replace(claims=claims))
    assert "0 supported" in before.description and "1 supported" in after.description
    assert after.table.loc["Supported", "Neuromuscular therapy"] == 1
    assert sum(patch.get_width() for patch in after.figure.axes[0].patches) == len(claims)


def test_the_ladder_counts_findings_and_follows_a_row(tables):
    before, after = evidence.ladder(tables), evidence.ladder(changed(tables, "e036", design="guideline"))
    assert before.table["Findings"].sum() == len(tables.evidence)
    assert after.table["Findings"]["Comment"] == before.table["Findings"]["Comment"] - 1
    widths = [patch.get_width() for patch in before.figure.axes[0].patches]
    assert widths == before.table["Findings"].to_list()
    assert (
        f"Of {len(tables.evidence)} findings from {tables.evidence['source_id'].nunique()} sources"
        in before.description
    )


def test_designs_below_the_line_are_hollow_in_any_matplotlib(tables):
    """Not hatched in a colour of their own: matplotlib 3.10, which a browser alone gets, then draws nothing."""
    ladder = evidence.ladder(tables)
    for bar, rung in zip(ladder.figure.axes[0].patches, ladder.table["Rung"], strict=True):
        assert (bar.get_facecolor()[:3] == (1, 1, 1)) == pd.isna(rung) and not bar.get_hatch()


def test_the_top_rung_is_the_highest_and_may_hold_several_designs(tables):
    designs = tables.study_designs
    designs.loc[designs["design"] == "systematic_review", "rung"] = 6
    ladder = evidence.ladder(tables.replace(study_designs=designs.iloc[::-1]))
    top = tables.evidence["design"].isin(["pooled_review", "systematic_review"]).sum()
    assert f" {top} stand on the top rung (systematic review and review that pools trials). " in ladder.description


def test_a_ladder_without_rungs_says_so(tables):
    designs = tables.study_designs
    designs["rung"] = pd.array([None] * len(designs), dtype="Int64")
    ladder = evidence.ladder(tables.replace(study_designs=designs))
    assert ladder.description.endswith("none stands on a rung of the ladder: no design has one yet.")
    assert ladder.png.startswith(b"\x89PNG") and "can show" not in drawn(ladder)


def test_the_claimed_percentage_beside_the_effect_is_worked_out_right(tables):
    table = evidence.claim_against_effect(tables, "nmt_less_pain_in_fibromyalgia", "e001").table
    # By hand: 7 less 70 percent; 7 - 2 * 0.62, from 7 - 2 * 1.20 to 7 - 2 * 0.05; 7 less 35 and 30 percent.
    assert table["Middle"].to_list() == pytest.approx([7, 2.1, 5.8, 4.7], abs=0.06)
    assert table.iloc[2].to_list() == pytest.approx([4.6, 5.8, 6.9], abs=0.06)
    assert table.iloc[3][["From", "To"]].to_list() == pytest.approx([4.55, 4.9], abs=0.06)


def test_the_picture_of_a_claim_follows_claim_finding_and_yardstick(tables):
    claims, yard = tables.claims, tables.yardsticks
    claims.loc[claims["value"] == 70, "value"] = 50
    yard.loc[yard["yardstick"] == "pain_at_the_start", ["low", "high"]] = 8
    new = changed(tables, "e001", effect=1.0).replace(claims=claims, yardsticks=yard)
    chart = evidence.claim_against_effect(new, "nmt_less_pain_in_fibromyalgia", "e001")
    assert (
        "pain is 8 of 10, the claim would mean a pain of 4.0 after the course. The effect that was found would mean 6.0"
        in chart.description
    )
    assert "What the comparison group gained comes on top of the effect" in chart.description
    assert "50 percent" in drawn(chart).replace("\n", " ")
    with pytest.raises(KitError, match=r'"e003x" is no finding.*Did you mean "e003"'):
        evidence.claim_against_effect(tables, "nmt_less_pain_in_fibromyalgia", "e003x")


def test_a_claim_that_is_not_about_pain_has_no_place_on_a_scale_of_pain(tables):
    with pytest.raises(KitError, match=r"no claim with a number.* There are: nmt_less_pain_in_fibromyalgia\.$"):
        evidence.claim_against_effect(tables, "dtm_better_athletic_performance", "e001")


# Claim by claim, and one study


def test_a_claim_shows_verdict_reason_findings_and_sources(tables):
    shown = evidence.weigh_claims(tables, ["nmt_less_pain_in_fibromyalgia"])
    page = shown._repr_html_()
    assert "No source found" in page and "7 findings bear on it; none studied Neuromuscular therapy by name." in repr(
        shown
    )
    assert "Said of: people with fibromyalgia." in page and "Said of: people with fibromyalgia." in repr(shown)
    assert page.count("<li>") == 7 and page.count("adults with fibromyalgia") >= 3
    assert 'href="https://doi.org/10.1371/journal.pone.0089304"' in page
    with pytest.raises(KitError, match='Did you mean "nmt_helps_sciatica"'):
        evidence.weigh_claims(tables, ["nmt_helps_sciatika"])


def test_every_text_of_a_table_is_escaped(tables):
    bad = "<img src=x onerror=alert(1)>"
    claims, bearing, sources = tables.claims, tables.claim_evidence, tables.sources
    claims["verdict_reason"] = claims["statement"] = claims["population"] = bearing["bearing"] = bad
    sources["author"] = bad
    new = changed(tables, "e001", statement=bad, note=bad).replace(
        claims=claims, claim_evidence=bearing, sources=sources
    )
    pages = [
        evidence.weigh_claims(new)._repr_html_(),
        evidence.read_finding(new, "e001")._repr_html_(),
        EvidenceExplorer(new)._repr_mimebundle_()["text/html"],
    ]
    for page in pages:
        assert bad not in page and "&lt;img src=x" in page


def test_an_address_that_is_no_web_address_never_becomes_a_link(tables):
    sources = tables.sources
    sources["address"] = "javascript:alert(1)"
    page = evidence.weigh_claims(tables.replace(sources=sources))._repr_html_()
    assert "<a " not in page


def test_a_finding_is_read_with_what_it_does_not_say(tables):
    facts = evidence.read_finding(tables, "e005").facts
    assert facts["How many people"] == "not stated" and facts["Number"] == "none that can be compared"
    assert (
        evidence.read_finding(tables, "e014").facts["Number"]
        == "-0.61 (standardised mean difference, interval -1.17 to -0.05)"
    )
    followed = {
        support: evidence.read_finding(tables, row).facts["How closely we follow the source"]
        for row, support in tables.evidence.set_index("finding")["support"].items()
    }
    assert followed == {"direct": "the source's words show it", "partial": "it follows from the source as we read it"}
    with pytest.raises(KitError, match='no finding "e009"'):
        evidence.read_finding(tables, "e009")


# The explorer


def test_the_explorer_chooses_the_rows_and_says_how_many(tables):
    explorer = EvidenceExplorer(tables)
    assert len(explorer.table.rows) == len(tables.evidence)
    explorer.answers = {"topic": "headache", "studied": "trigger_point"}
    expected = tables.evidence.query("topic == 'headache' and studied == 'trigger_point'")
    assert [row[0] for row in explorer.table.rows] == expected["statement"].to_list()
    assert explorer.sentence.startswith(
        f"{len(expected)} of {len(tables.evidence)} findings, on headache, with Trigger point massage:"
    )
    explorer.answers = {"topic": "sciatica", "studied": "dtm"}
    assert explorer.table.rows == [] and explorer.sentence.startswith("0 of")


@pytest.mark.parametrize("answers, sentence", [
    ({"topic": "siatica"}, 'There is no topic "siatica". Did you mean "sciatica"?'),
    ({"studied": "dtmm"}, 'There is no kind of massage "dtmm". Did you mean "dtm"?'),
    ({"topics": "sciatica"}, 'There is no question "topics". Did you mean "topic"?'),
    ({"topic": ["sciatica"]}, '"Which topic?" takes one answer, and a list was given.'),
])  # fmt: skip
def test_a_misspelt_choice_is_said_and_no_finding(tables, answers, sentence):
    with pytest.raises(KitError) as raised:
        EvidenceExplorer(tables, answers)
    assert str(raised.value).startswith(sentence)
    explorer = EvidenceExplorer(tables)
    explorer.answers = answers
    assert explorer.sentence.startswith(sentence) and explorer.table.rows == []
    explorer.answers = {"topic": None}
    assert len(explorer.table.rows) == len(tables.evidence)


def test_a_plain_table_with_every_row_stands_in_where_no_widget_lives(tables):
    bundle = EvidenceExplorer(tables, {"topic": "sciatica"})._repr_mimebundle_()
    assert bundle["text/html"].count("<tr>") == 1 + 2
    assert 'href="https://www.kngf.nl/' in bundle["text/html"]
    alone = LiveTable(pd.DataFrame({"Site": ["A & B"], "Sites": [3]}), "Sites")._repr_mimebundle_()
    alone = alone[0] if isinstance(alone, tuple) else alone
    assert "A &amp; B" in alone["text/html"] and "<caption>Sites</caption>" in alone["text/html"]


# Words


def unexplained(techniques, glossary):
    """Return the techniques that have neither a glossary entry nor words of their own."""
    terms = set(glossary["term"])
    return [
        row.technique
        for row in techniques.itertuples()
        if row.technique.replace("_", " ") not in terms and not explains(row.description, row.technique)
    ]


def explains(description, technique):
    """Say whether a description holds at least two words beside the name and the remark that it is only named."""
    words = re.findall(
        r"[a-z']+", description.lower().replace("named without explanation", "").replace("in our words", "")
    )
    return len(set(words) - set(technique.split("_"))) >= 2


@pytest.mark.parametrize("folder", ["data", "examples/eight-modalities"])
def test_every_technique_has_a_glossary_entry_or_an_explanation(folder):
    tables = load_tables(ROOT / folder)
    assert unexplained(tables.techniques, tables.glossary) == []


def test_the_check_of_techniques_can_go_red(tables):
    techniques = tables.techniques.assign(description="Named without explanation.")
    left = unexplained(techniques, tables.glossary)
    assert "guided_movement" in left and "ischemic_compression" not in left


@pytest.mark.parametrize(
    "term", ["effleurage", "petrissage", "tapotement", "adhesion", "dry needling", "content farm", "upper bound"]
)
def test_a_word_that_the_lessons_use_stands_in_the_glossary(tables, term):
    rows = [tables.survey_statements["value"], tables.evidence["statement"], tables.survey_pages["flag"]]
    cells = [
        cell.source for name in LESSONS for cell in nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4).cells
    ]
    assert term in " ".join(pd.concat(rows).to_list() + cells).lower().replace("_", " "), "nobody uses it"
    assert term in set(tables.glossary["term"])


# The two lessons

LESSONS = ["05-how-strong-is-the-evidence", "06-what-do-websites-say"]


def typed_numbers(source):
    """Return the numbers in a lesson's words, without its own, its minutes, those of lessons, and those of a list."""
    for harmless in (
        r"\A# \d+ ",
        r"\*About \d+ minutes\.\*",
        r"\]\([^)]*\)",
        r"(?i)\blesson \d",
        r"(?m)^\d+\. ",
        r"\[\d+ [A-Z]",
        r'title="[^"]*"|<details class="words">.*',  # What the glossary says is filled in.
    ):
        source = re.sub(harmless, "", source)
    return re.findall(r"\d+", source)


def test_the_lesson_says_what_a_pooled_effect_differs_from():
    cells = {cell.id: cell.source for cell in nbformat.read(ROOT / f"notebooks/{LESSONS[0]}.ipynb", as_version=4).cells}
    assert "**from other people**, those of the comparison group" in cells["05-25"] and "comes on top" in cells["05-25"]


@pytest.mark.parametrize("name", LESSONS)
def test_no_number_is_typed_into_a_lesson(name):
    for cell in nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4).cells:
        words = cell.source if cell.cell_type == "markdown" else re.sub(r'"[^"]*"', "", cell.source)
        # A quiz is named by the number of its lesson.
        assert typed_numbers(re.sub(r"QuizForm\(\d+\)", "", words)) == [], cell.source


def test_the_check_of_typed_numbers_can_go_red():
    assert typed_numbers("# 5 How strong\n\n1. Of 84 findings, 70 % …") == ["84", "70"]
