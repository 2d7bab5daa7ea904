"""Facts that a reviewer put right: the tables say what the studies say, and no lesson says more than the tables."""

import re

import nbformat
import pytest
from browser import ROOT

from modality_lab import load_tables

NOTHING_FOUND = re.compile(r"None of the findings gathered here\b|^No (trial|study)\b[^.]* was found")


@pytest.fixture
def tables():
    return load_tables()


def said(tables, *names):
    """Return every text of the named tables, one below the other."""
    return "\n".join(" ".join(map(str, row)) for name in names for row in getattr(tables, name).itertuples(index=False))


def bearing_on(tables, claim):
    """Return the findings that bear on a claim, by their ids."""
    rows = tables.claim_evidence[tables.claim_evidence["claim"] == claim]
    return rows.merge(tables.evidence, on="finding", suffixes=("_link", "")).set_index("finding")


def prose(lesson):
    """Return the words of a lesson that are typed into it, without what its cells show."""
    (path,) = ROOT.glob(f"notebooks/{lesson}-*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


# Verdicts rest on rows


def without_ground(claims, claim_evidence):
    """Return the claims with neither a finding that bears on them nor a reason that says that nothing was found."""
    rest = claims[~claims["claim"].isin(claim_evidence["claim"])]
    plain = (rest["verdict"] == "no_source_found") & rest["verdict_reason"].map(
        lambda reason: bool(NOTHING_FOUND.search(reason))
    )
    return list(rest.loc[~plain, "claim"])


def test_every_verdict_has_rows_or_says_that_nothing_was_found(tables):
    assert without_ground(tables.claims, tables.claim_evidence) == []


def test_the_check_of_verdicts_can_go_red(tables):
    bearing = tables.claim_evidence[tables.claim_evidence["claim"] != "dtm_better_recovery"]
    assert without_ground(tables.claims, bearing) == ["dtm_better_recovery"]
    claims = tables.claims
    claims.loc[claims["claim"] == "nmt_better_posture", "verdict_reason"] = "Posture is hard to measure."
    assert without_ground(claims, tables.claim_evidence) == ["nmt_better_posture"]


def test_a_contradiction_rests_on_a_row_that_is_more_than_indirect_or_its_reason_says_so(tables):
    for claim in tables.claims[tables.claims["verdict"] == "contradicted"].itertuples():
        studied = set(bearing_on(tables, claim.claim)["studied"])
        assert claim.modality in studied or re.search("nearest kind|guideline", claim.verdict_reason), claim.claim


def test_what_a_claim_says_of_its_own_kind_of_massage_agrees_with_its_rows(tables):
    """A reason may not say that no study had the name where a row has it."""
    denial = re.compile(
        r"none of the (studies|trials)|not about (neuromuscular|deep tissue)|no trial was found", re.IGNORECASE
    )
    for claim in tables.claims.itertuples():
        if denial.search(claim.verdict_reason):
            assert claim.modality not in set(bearing_on(tables, claim.claim)["studied"]), claim.claim


# Numbers of claims and verdicts


def numbers(text):
    """Return the numbers of a text that are written in digits."""
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def test_a_verdict_or_a_word_to_a_client_says_no_number_that_no_row_says(tables):
    for claim in tables.claims.itertuples():
        rows = " ".join(map(str, bearing_on(tables, claim.claim).to_numpy().ravel()))
        assert numbers(claim.verdict_reason) <= numbers(rows), claim.claim
    for words in tables.honest_words.itertuples():
        rows = " ".join(map(str, bearing_on(tables, words.claim).to_numpy().ravel()))
        assert numbers(words.say) <= numbers(rows), words.claim


@pytest.mark.parametrize("lesson", ["02", "05", "06"])
@pytest.mark.parametrize("typed", [
    "(at|of) 45", "at 90", "only one (session )?length", "63", "27 percent", "30 to 35", r"0\.61", r"1\.51", r"1\.46",
    "129", "saw no rise", "all of it speaks", "one trial by th", "sciatica and fibromyalgia",
])  # fmt: skip
def test_a_lesson_leaves_the_facts_to_the_rows(lesson, typed):
    assert not re.search(rf"\b{typed}", prose(lesson), re.IGNORECASE)


# The facts, one by one


def test_both_best_arms_of_the_trial_on_back_pain_were_massaged(tables):
    row = tables.evidence.set_index("finding").loc["e068"]
    assert {"63", "27", "14"} <= numbers(row["statement"]) and "none with a sham laser" in row["statement"]
    assert "exercise and posture teaching" in row["statement"] and "both massaged" in row["statement"]
    assert row["participants"] == 91 and "98 people finished" in row["design_note"]
    source = tables.sources.set_index("source_id").loc[row["source_id"]]
    assert source["published"] == "2000" and "CMAJ 162(13), pages 1815 to 1820" in source["note"]
    assert "massaged too" in prose("05")


def test_blood_rose_in_the_skin_and_not_in_the_artery(tables):
    rows = tables.evidence[tables.evidence["source_id"] == "hinds_2004"].set_index("outcome")
    assert rows["direction"].to_dict() == {"blood_flow": "no_clear_difference", "skin_blood_flow": "mixed"}
    for claim in ("nmt_works_by_blood_flow", "dtm_better_blood_flow"):
        assert set(rows["finding"]) <= set(bearing_on(tables, claim).index)
        row = tables.claims.set_index("claim").loc[claim]
        assert row["verdict"] == "no_source_found" and "indirect" in row["verdict_reason"]
        assert "in the skin" in row["verdict_reason"]
    everything = said(tables, "claims", "claim_evidence", "honest_words", "evidence") + prose("06")
    assert "saw no rise" not in everything and "speaks against" not in everything
    assert "skin" in tables.honest_words.set_index("claim")["say"]["dtm_better_blood_flow"] and "skin" in prose("06")


def test_neuromuscular_therapy_was_studied_by_name_and_a_package_is_not_it(tables):
    rows = tables.evidence.set_index("finding")
    by_name = rows[rows["studied"] == "nmt"]
    assert set(by_name["source_id"]) == {"craig_2006"} and set(by_name["participants"]) == {36}
    assert dict(zip(by_name["outcome"], by_name["direction"], strict=True)) == {
        "motor_signs": "favours", "anxiety": "no_clear_difference", "mood": "no_clear_difference",
    }  # fmt: skip
    assert "eight days later" in by_name.set_index("outcome")["statement"]["anxiety"]
    package = rows[rows["studied"] == "neuromuscular_inhibition"]
    assert set(package["source_id"]) == {"nagrale_2010", "aggarwal_2018"}
    addresses = tables.sources.set_index("source_id")["address"]
    assert addresses["craig_2006"].endswith("10.1002/mds.21132")
    assert addresses["aggarwal_2018"].endswith("10.4103/mjmsr.mjmsr_40_17")
    assert not re.search(
        r"trial with this name|none of the studies was about neuromuscular",
        said(tables, "claims", "claim_evidence"),
        re.IGNORECASE,
    )


def test_two_reviews_disagree_on_soreness_and_the_words_say_so(tables):
    """The pooled effects of one review are moderate to large; the other calls the gain small."""
    sore = tables.evidence[tables.evidence["outcome"] == "muscle_soreness"]
    effects = sorted(-sore["effect"])
    assert effects == [0.61, 1.46, 1.51]
    words = tables.honest_words.set_index("claim")["say"]["dtm_better_athletic_performance"]
    reason = tables.claims.set_index("claim")["verdict_reason"]["dtm_better_recovery"]
    for text in (words, reason):
        assert "moderate to large" in text and "small" in text and "a little less sore" not in text
    assert {"e013", "e014", "e015", "e016"} <= set(bearing_on(tables, "dtm_better_recovery").index)


def test_the_claim_about_athletes_is_two(tables):
    claims = tables.claims.set_index("claim")
    halves = claims.loc[["dtm_better_athletic_performance", "dtm_better_athletic_flexibility"]]
    assert halves["verdict"].to_list() == ["contradicted", "partly_supported"]
    assert set(halves["source_points"]) == {"A20"} and set(halves["value"]) == {25}
    measured = {claim: set(bearing_on(tables, claim)["outcome"]) for claim in halves.index}
    assert measured["dtm_better_athletic_flexibility"] == {"flexibility"}
    assert "flexibility" not in measured["dtm_better_athletic_performance"]
    assert set(halves.index) <= set(tables.honest_words["claim"])


def test_what_the_article_hedges_stays_hedged(tables):
    """Where the article says may or can, so do we."""
    claims = tables.claims.set_index("claim")["statement"]
    assert " may " in claims["nmt_less_pain_in_fibromyalgia"]
    for claim in ("nmt_less_stress_and_anxiety", "nmt_better_posture", "dtm_more_flexibility", "dtm_better_blood_flow"):
        assert " can " in claims[claim], claim


def test_the_yardstick_names_its_study(tables):
    row = tables.yardsticks.set_index("yardstick").loc["worthwhile_change"]
    assert (row["low"], row["high"]) == (30, 35) and "Mease and others, 2011" in row["statement"]
    source = tables.sources.set_index("source_id").loc[row["source_id"]]
    assert source["author"].startswith("Mease") and source["published"] == "2011"


@pytest.mark.parametrize("page, modality, value", [
    ("s115", "nmt", "cross_fibre_friction"), ("s211", "thai", "yes"), ("s211", "thai", "acupressure"),
    ("s211", "thai", "depression"), ("s211", "thai", "posture"), ("s211", "thai", "mood"),
    ("s324", "dtm", "poor_posture"), ("s324", "dtm", "cross_fibre_friction"), ("s001", "dtm", "deep"),
    ("s128", "dtm", "shoulder_pain"), ("s214", "thai", "joint_pain"), ("s214", "thai", "relaxation"),
])  # fmt: skip
def test_a_survey_row_that_its_page_does_not_show_stays_out(tables, page, modality, value):
    rows = tables.survey_statements
    assert not ((rows["page"] == page) & (rows["named_modality"] == modality) & (rows["value"] == value)).any()
    assert (rows["page"] == page).any(), "the page itself is still there"


def test_the_warning_about_chance_stands_where_gaps_are_shown():
    cells = nbformat.read(ROOT / "notebooks/06-what-do-websites-say.ipynb", as_version=4).cells
    gaps = [number for number, cell in enumerate(cells) if re.match(r"survey\.side_by_side\([^()]*\)$", cell.source)]
    words = {number: cell.source for number, cell in enumerate(cells) if cell.cell_type == "markdown"}
    assert len(gaps) >= 4
    for gap in gaps:
        before, after = max(n for n in words if n < gap), min(n for n in words if n > gap)
        assert "by chance" in words[before] and "by chance" in words[after], cells[gap].source
    [short] = [text for text in words.values() if text.startswith("## In short")]
    assert "by chance" in short
