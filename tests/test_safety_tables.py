"""The tables of the safety gate and of the trigger points: whole, of one vocabulary, and with no weak page linked."""

from urllib.parse import urlsplit

import pandas as pd
import pytest

from modality_lab import load_tables

TABLES = load_tables()
ON_THE_MAP = ["trigger_points", "referred_pain", "caution_sites"]
NEVER_LINKED = [  # Reprints, copies, shut or weak pages: name the first source instead, with the address "not stated".
    "megatopx.com",
    "ambersherbet.com",
    "wikispaces.com",
    "excitingspas.com",
    "jeopardylabs.com",
    "clinicaelvia.es",
    "biologyinsights.com",
    "massageprofessionals.com",
    "scribd.com",
    "dntb.gov.ua",
    "slideshare.net",
    "prideseotools.com",
    "vukou.com",
    "wilddata.cn",
    "vercel.app",
    "back2health4you.com",
]


def never_linked(addresses):
    """Return the addresses on a host that the kit does not link."""
    hosts = {address: urlsplit(address).hostname or "" for address in addresses}
    return [address for address, host in hosts.items() if any(f".{host}".endswith(f".{bad}") for bad in NEVER_LINKED)]


def off_their_region(rows):
    """Return the rows that are drawn on a side from which their region is not seen."""
    seen = rows["region"].map(TABLES.regions.set_index("region")["view"])
    return rows[(seen != "both") & (seen != rows["view"])]


def test_nothing_of_the_research_is_lost():
    sizes = {
        name: len(getattr(TABLES, name))
        for name in ["regions", "trigger_points", "caution_sites", "trigger_point_notes"]
    }
    assert sizes == {"regions": 21, "trigger_points": 31, "caution_sites": 26, "trigger_point_notes": 8}
    assert (TABLES.cautions["kind"] == "red_flag").sum() == 19
    assert set(TABLES.referred_pain["muscle"]) == set(TABLES.trigger_points["muscle"]), "each muscle is felt somewhere"


@pytest.mark.parametrize("name", ON_THE_MAP)
def test_what_is_drawn_lies_where_its_region_is_seen(name):
    assert off_their_region(getattr(TABLES, name)).empty


def test_a_place_drawn_on_the_wrong_side_is_found():
    wrong = TABLES.caution_sites.assign(region="chest", view="back")
    assert len(off_their_region(wrong)) == len(wrong)


def test_every_red_flag_speaks_of_all_massage():
    red = TABLES.cautions[TABLES.cautions["kind"] == "red_flag"]
    assert set(red["applies_to"]) == {"all_massage"}


def test_a_flag_is_one_tick_under_one_heading():
    ticks = TABLES.cautions[["flag", "label", "group"]].drop_duplicates()
    assert ticks["flag"].is_unique and ticks["label"].is_unique
    groups = TABLES.cautions["group"]
    runs = groups[groups != groups.shift()]
    assert runs.is_unique, "the rows of a group stand together"
    assert (TABLES.cautions["kind"] == "red_flag").equals(groups.isin(runs.head(2))), (
        "the warning signs stand first, alone"
    )


def test_where_deep_pressure_is_out_pressure_on_a_point_is_not_forgotten():
    cautions = TABLES.cautions
    out = cautions[(cautions["kind"] == "absolute") & (cautions["applies_to"] == "deep_pressure")]
    assert set(out["flag"]) <= set(cautions.loc[cautions["applies_to"] == "trigger_point_work", "flag"])


def test_what_is_our_own_rule_does_not_borrow_a_source():
    rules = pd.concat([TABLES.cautions, TABLES.caution_sites])
    assert ((rules["basis"] == "our_rule") == (rules["source_id"] == "teaching_note")).all()


def test_no_weak_or_copied_page_is_linked():
    assert never_linked(TABLES.sources["address"]) == []


def test_a_weak_page_would_be_found():
    assert never_linked(["https://it.scribd.com/document/1", "not stated", "https://notscribd.com/"]) == [
        "https://it.scribd.com/document/1"
    ]
