"""Many clients at once: each is told what `recommend` says, in whatever kind of columns the answers come."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
import random_clients
from random_clients import differing, made_up, with_what_was_asked
from small_school import SMALL, rows, small_school
from strategies import TABLES

from modality_lab import AnswerError, load_tables, recommend, recommend_many

SEED = 14
NOTE = {
    "question": "pain", "answer": "spot", "below_minutes": 40, "with_question": "goals", "with_answer": "rest",
    "note": "Test.", "in_headline": "instead",
}  # fmt: skip


def school_that_sets_aside(*more):
    notes = [NOTE | note | {"basis": "our_rule", "certainty": "Ours."} for note in ({}, *more)]
    return small_school(answer_notes=rows("answer_notes", notes))


def school_of_fifty(number=50):
    """More modalities than have room in one number; pain in a spot speaks most for the last."""
    names = [f"kind_{place}" for place in range(number)]
    more = {
        "modalities": [{"modality": name, "name": name, "short_name": name, "definition": "Test."} for name in names],
        "rules": [
            SMALL["rules"].iloc[0].to_dict() | {"modality": name, "points": 1 + place}
            for place, name in enumerate(names)
        ],
        "sessions": [SMALL["sessions"].iloc[0].to_dict() | {"modality": name} for name in names],
    }
    return small_school(**{name: pd.concat([SMALL[name], rows(name, records)]) for name, records in more.items()})


SMALL_SCHOOL = small_school()
SCHOOLS = {
    "the kit": lambda: TABLES,
    "the worked example": lambda: load_tables(random_clients.EXAMPLE),
    "a small school": lambda: SMALL_SCHOOL,
    "a note with three conditions": school_that_sets_aside,
    "fifty modalities": school_of_fifty,
}


@pytest.mark.parametrize("school", SCHOOLS)
def test_every_client_is_told_what_recommend_says(school):
    tables, random = SCHOOLS[school](), np.random.default_rng(SEED)
    clients = with_what_was_asked(made_up(tables, 600, random), tables, random)
    assert list(differing(clients, tables)) == []
    assert set(recommend_many(clients, tables)["outcome"].dropna()) >= {"recommended", "tie", "refer"}


def as_lists(clients):
    return clients.assign(**{name: clients[name].str.split(";") for name in ("goals", "health_flags")})


def as_categories(clients):
    return clients.astype(dict.fromkeys(clients.columns, "category"))


def as_ticks(clients):
    frame = clients.drop(columns=["goals", "conditions"])
    ticks = [clients[name].str.get_dummies(";").add_prefix(f"{name}=") for name in ("goals", "conditions")]
    return pd.concat([ticks[0].astype(bool), frame, ticks[1]], axis=1)


def as_objects(clients):
    return clients.astype(object).where(clients != "", None)


@pytest.mark.parametrize("written", [as_lists, as_categories, as_ticks, as_objects, pd.DataFrame.convert_dtypes])
def test_the_kind_of_the_columns_changes_nothing(written):
    clients = made_up(TABLES, 300, np.random.default_rng(SEED))
    pd.testing.assert_frame_equal(recommend_many(written(clients)), recommend_many(clients), check_categorical=False)


def test_a_text_of_numpy_is_a_text():
    clients = pd.DataFrame({"goals": [np.str_("posture;flexibility"), None]}, dtype=object)
    assert recommend_many(clients)["modalities"].tolist() == ["nmt;dtm", ""]


def test_a_time_is_the_same_in_any_kind_of_number():
    times = [30, 45, 60, 75, 90, 120]
    for clients in (pd.DataFrame({"minutes": times}, dtype=kind) for kind in ("int8", "float32", "Int64", object)):
        results = recommend_many(clients, SMALL_SCHOOL)
        assert results["points_nmt"].tolist() == [1, 1, 0, 0, 0, 0]
        assert results["points_dtm"].tolist() == [0, 0, 0, 1, 1, 0]


NOTES_INSTEAD = school_that_sets_aside(
    {"question": "minutes", "answer": "fits_session", "below_minutes": None, "with_answer": "sport"},
    {"answer": "none", "below_minutes": None, "with_question": "", "with_answer": ""},
)


@pytest.mark.parametrize("pain, goals, minutes, outcome", [
    ("spot", "rest", 39.5, "neither"), ("spot", "rest", 40, "recommended"), ("spot", "rest", np.nan, "tie"),
    ("", "sport", 33, "neither"), ("", "sport", np.nan, "tie"),
    ("none", "", 33, "neither"), ("none", "", np.nan, "tie"), ("", "", 33, "recommended"),
])  # fmt: skip
def test_each_note_sets_aside_where_all_that_it_asks_for_is_given(pain, goals, minutes, outcome):
    client = {"pain": pain, "goals": goals, "minutes": minutes}
    assert recommend(client, NOTES_INSTEAD).outcome == outcome
    assert recommend_many(pd.DataFrame([client]), NOTES_INSTEAD)["outcome"].tolist() == [outcome]


def test_who_is_left_without_any_modality_is_referred_on_and_nobody_else():
    school = small_school(techniques=SMALL["techniques"].assign(work="deep_pressure"))
    clients = pd.DataFrame({"flags": ["bones", "needles", ""], "pain": ["spot"] * 3})
    assert recommend_many(clients, school)["outcome"].tolist() == ["refer", "recommended", "recommended"]


@pytest.mark.parametrize("number", [7, 50])
def test_of_many_modalities_the_last_can_lead(number):
    results = recommend_many(pd.DataFrame({"pain": ["spot", "spot"]}), school_of_fifty(number))
    assert results["modalities"].tolist() == [f"kind_{number - 1}"] * 2
    assert results[f"points_kind_{number - 1}"].tolist() == [number] * 2


def test_ticks_that_do_the_same_are_all_counted_however_many_they_are():
    wishes = [f"wish_{number}" for number in range(300)]
    rule = SMALL["rules"].iloc[0].to_dict() | {"question": "goals", "modality": "nmt", "points": 1}
    more = {
        "answers": [{"question": "goals", "answer": wish, "label": wish} for wish in wishes],
        "rules": [rule | {"answer": wish} for wish in wishes],
    }
    school = small_school(**{name: pd.concat([SMALL[name], rows(name, records)]) for name, records in more.items()})
    ticks = pd.DataFrame(True, index=["all", "all but one"], columns=[f"goals={wish}" for wish in wishes])
    ticks.loc["all but one", "goals=wish_7"] = False
    assert recommend_many(ticks, school)["points_nmt"].to_dict() == {"all": 300, "all but one": 299}


def test_blocks_change_nothing(monkeypatch):
    from modality_lab.recommender import clients as module

    clients = as_ticks(made_up(TABLES, 300, np.random.default_rng(SEED))).set_index(np.arange(300) * 7)
    whole = recommend_many(clients)
    monkeypatch.setattr(module, "BLOCK", 7)
    pd.testing.assert_frame_equal(recommend_many(clients), whole, check_categorical=False)
    assert whole.index.equals(clients.index)
    with pytest.raises(AnswerError, match=r'Row 11 \(index 70\), column "minutes": "999.0" cannot be used'):
        recommend_many(clients.assign(minutes=[*[45.0] * 10, 999.0, *[45.0] * 289]))


def test_no_client_and_no_column_are_answered_too():
    none = recommend_many(pd.DataFrame({"goals": []}))
    assert len(none) == 0
    assert list(none.columns) == ["outcome", "modalities", "points_nmt", "points_dtm", "left_out", "refer"]
    results = recommend_many(pd.DataFrame(index=range(2)))
    assert results["outcome"].tolist() == ["no_answers"] * 2
    assert list(map(str, results.dtypes)) == ["category", "category", "int64", "int64", "category", "bool"]


def test_what_is_not_asked_here_is_left_out(tmp_path):
    asked = TABLES.questions[TABLES.questions["question"] != "pressure"]
    asked.to_csv(tmp_path / "questions.csv", index=False)
    clients = pd.DataFrame({"pressure": ["light", "any"], "pressure=deep": [True, False], "visits": ["regular", ""]})
    results = recommend_many(clients, load_tables(tmp_path))
    assert results["outcome"].tolist() == ["recommended", "no_answers"]


def test_nothing_that_was_given_is_changed():
    clients = pd.DataFrame({"minutes": [45.0, np.nan, 20.5], "goals": ["relaxation", None, ""]})
    before = clients.copy()
    recommend_many(clients)
    pd.testing.assert_frame_equal(clients, before)


@pytest.mark.parametrize("columns, says", [
    ({"goals": ["relaxation", "relaxtion"]}, 'Row 2 (index 1), column "goals": "relaxtion" cannot be used for "What '
        'does the client hope for?" (question "goals"). Did you mean "relaxation"? Allowed: '),
    ({"goals": ["relaxation;posure", ""]}, 'Row 1 (index 0), column "goals": "posure" cannot be used'),
    ({"goals": [["posture"], ["posture", 5]]}, 'Row 2 (index 1), column "goals": "5" cannot be used'),
    ({"goals": pd.Categorical(["posture", "posure"])}, 'Row 2 (index 1), column "goals": "posure" cannot be used'),
    ({"visits": ["once", "regular"], "minutes": [45, 999]}, 'Row 1 (index 0), column "visits": "once" cannot be used'),
    ({"visits": ["regular", "once"], "minutes": [999, 45]}, 'Row 1 (index 0), column "minutes": "999" cannot be used '),
    ({"minutes": [45, 999, 45]}, 'Row 2 (index 1), column "minutes": "999" cannot be used '),
    ({"visits": ["once"], "minutes": [999], "pain_pattern": ["all"]}, 'Row 1 (index 0), column "pain_pattern": "all"'),
    ({"goals": pd.to_datetime(["2026-11-28"])}, '"Timestamp(\'2026-11-28 00:00:00\')" cannot be used'),
    ({"minutes": [np.inf, 45]}, 'Row 1 (index 0), column "minutes": What stands in "How many minutes'),
    ({"minutes": ["45", "7,5"]}, "Write it with a point: 7.5."),
    ({"minutes": [True, False]}, 'Row 1 (index 0), column "minutes": "True" cannot be used'),
    ({"minutes": [1, True]}, 'Row 2 (index 1), column "minutes": "True" cannot be used'),
    ({"visits": ["regular;regular", None]}, 'Row 1 (index 0), column "visits": "regular;regular" cannot be used'),
    ({"goals=posture": [True, "perhaps"]}, '"perhaps" cannot be used for "goals=posture". Allowed: True or False.'),
    ({"safety_asked=Pregnancy": ["none", "non"]}, 'Row 2 (index 1), column "safety_asked=Pregnancy": "non" cannot be'),
    ({"safety_asked": [{"Pregnancy": "none"}, {"Pregnacy": "none"}]}, 'Did you mean "Pregnancy"?'),
    ({"goal": ["posture", ""]}, 'The column "goal" cannot be used. There is no question "goal". Did you mean "goals"?'),
    ({"name": ["Ana", "Bo"]}, 'Without it: frame.drop(columns="name").'),
    ({"goals=posure": [True, False]}, 'The column "goals=posure" cannot be used. "posure" cannot be used for'),
    ({"visits=regular": [True, False]}, 'takes one answer: give it in one column "visits".'),
    ({"goals": ["", ""], "goals=posture": [True, False]}, '"goals" and "goals=posture" answer the same question.'),
    ({"goals=posture": [True], "goals": [""]}, '"goals=posture" and "goals" answer the same question.'),
    ({"safety_asked=Pregnacy": ["none", ""]}, 'There is no group "Pregnacy" of questions about safety.'),
    ({5: ["", ""]}, 'There is no question "5".'),
])  # fmt: skip
def test_what_cannot_be_used_is_said_with_its_row_and_column(columns, says):
    with pytest.raises(AnswerError) as caught:
        recommend_many(pd.DataFrame(columns))
    assert says in str(caught.value)
    assert caught.value.question in [str(name).partition("=")[0] for name in columns]


def test_a_category_that_nobody_chose_may_be_anything():
    clients = pd.DataFrame({"goals": pd.Categorical(["posture"], categories=["posture", "posure"])})
    assert recommend_many(clients)["modalities"].tolist() == ["nmt"]


def test_two_columns_of_one_name_and_something_else_than_a_table_are_explained():
    with pytest.raises(AnswerError, match=r'There are two columns "goals"\. Keep one of them\.'):
        recommend_many(pd.DataFrame([["", ""]], columns=["goals", "goals"]))
    with pytest.raises(AnswerError, match=r"The clients came as list\. Give them as a DataFrame"):
        recommend_many([{"minutes": 45}])


def test_cells_that_are_written_in_many_ways_need_little_memory():
    """Their answers are not looked up together: each with each, they would be two million."""
    written = [f"{' ' * number}posture" for number in range(1_500)]
    clients = pd.DataFrame({"goals": pd.Categorical([*written, "relaxation"]), "conditions": [*written, ""]})
    clients["conditions"] = clients["conditions"].str.replace("posture", "sciatica")
    tracemalloc.start()
    try:
        results = recommend_many(clients)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 10e6
    assert results["modalities"].tolist() == ["nmt"] * 1_500 + ["dtm"]


def test_clients_that_the_form_can_describe_need_little_memory():
    """A million clients take under 100 MB beside what comes in and what goes out: so do three blocks of them."""
    clients = pd.concat([made_up(TABLES, 4_000, np.random.default_rng(SEED))] * 200, ignore_index=True)
    clients = clients.astype({name: "category" for name in clients.columns if name != "minutes"})
    tracemalloc.start()
    try:
        result = recommend_many(clients)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most - result.memory_usage(deep=True).sum() < 100e6
    first = clients.iloc[0].dropna().to_dict() | {"minutes": 45}
    given = {name: cell.split(";") if isinstance(cell, str) else cell for name, cell in first.items()}
    singles = {
        name: cell[0] if name in ("pain_pattern", "pressure", "visits") else cell for name, cell in given.items()
    }
    assert recommend(singles).outcome == recommend_many(pd.DataFrame([first]))["outcome"][0]
