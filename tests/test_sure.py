"""How sure is this? Every number that is drawn and said, counted again one client at a time."""

import re
import sys
from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from random_clients import made_up
from small_school import SMALL, rows, small_school
from strategies import TABLES

from modality_lab import WeightsForm, recommend, robustness
from modality_lab.classroom import client_code
from modality_lab.recommender import result_html
from modality_lab.recommender.lead import lead_sentence
from modality_lab.recommender.phrases import IN_WORDS
from modality_lab.robustness import possible_clients as module
from modality_lab.robustness import weightings
from modality_lab.robustness.percent import percent

NOTE = {
    "question": "pain", "answer": "spot", "with_question": "goals", "with_answer": "rest", "note": "Test.",
    "in_headline": "instead", "basis": "our_rule", "certainty": "Ours.",
}  # fmt: skip


def tiny_school(points=2, sport=1, **tables):
    """A school of so few clients that each can be asked about: 4 x 4 x 22 ways, one of them no answer at all."""
    asked = SMALL["questions"].set_index("question").drop("areas")
    asked.loc["minutes", ["minimum", "maximum"]] = 30, 50
    rules = SMALL["rules"].assign(points=[points, *SMALL["rules"]["points"][1:]])
    rules.loc[(rules["answer"] == "sport") & (rules["modality"] == "nmt"), "points"] = sport
    none = {"contradictions": SMALL["contradictions"].head(0)}
    return small_school(**({"questions": asked.reset_index(), "rules": rules} | none | tables))


SCHOOLS = {
    "as it is": tiny_school,
    "one rule weighs more": lambda: tiny_school(points=5),
    "two rules that agree": lambda: tiny_school(points=9, sport=9),
    "a note that sets aside": lambda: tiny_school(answer_notes=rows("answer_notes", [NOTE])),
}


def every_client():
    pains, goals = (None, "spot", "all_over", "none"), (None, "rest", "sport", "company")
    return list(product(pains, goals, (None, *range(30, 51))))


def result_of(client, tables):
    found = recommend(dict(zip(("pain", "goals", "minutes"), client, strict=True)), tables)
    return found.outcome, found.modalities


@pytest.fixture(scope="module", params=SCHOOLS)
def school(request):
    """A tiny school, with what is recommended to each of its clients."""
    tables = SCHOOLS[request.param]()
    return tables, {client: result_of(client, tables) for client in every_client()}


def turning(client, results):
    """Say of each question whether another answer to it alone turns the result."""
    choices = [sorted({each[axis] for each in results}, key=str) for axis in range(3)]
    return [
        any(results[(*client[:axis], each, *client[axis + 1 :])] != results[client] for each in choices[axis])
        for axis in range(3)
    ]


def counted_one_by_one(results):
    clients = [client for client in results if any(each is not None for each in client)]
    names = {"nmt": "Neuro work", "dtm": "Deep <work>", "swedish": "Swedish"}
    rest = {"tie": "A tie", "neither": "None fits as it is"}
    found = Counter()
    for client in clients:
        outcome, leaders = results[client]
        found[rest.get(outcome) or names[leaders[0]], sum(turning(client, results))] += 1
    return clients, found


def test_the_picture_draws_what_one_by_one_comes_to(school):
    tables, results = school
    clients, found = counted_one_by_one(results)
    chart = robustness.thin_ice(tables)
    for name, row in chart.table.iterrows():
        shares = [sum(found[name, alone] for alone in those) / len(clients) for those in ((), (2, 3), (1,), (0,))]
        assert row.tolist() == [percent(sum(shares)), *map(percent, shares)], name
        place = list(chart.table.index).index(name)
        bars = [bar for bar in chart.figure.axes[0].patches if round(bar.get_y() + bar.get_height() / 2, 6) == place]
        assert [bar.get_width() for bar in bars] == pytest.approx(shares)
    assert {name for name, _ in found} <= set(chart.table.index)
    assert len(clients) == 351 and "Of 351 possible clients" in str(chart)
    thin = percent(sum(number for (_, alone), number in found.items() if alone) / len(clients))
    assert f"For {thin} the ice is thin" in str(chart)


def test_how_far_another_result_is_and_how_far_one_leads(school):
    tables, results = school
    clients = module.possible_clients(tables)
    alone = {client: sum(turning(client, results)) for client in results}
    for place in np.ndindex(clients.shape):
        client = tuple(ways.given[way] for ways, way in zip(clients.ways, place, strict=True))
        near = [
            alone[(*client[:axis], each, *client[axis + 1 :])]
            for axis in range(3)
            for each in {each[axis] for each in results}
        ]
        assert clients.steps[place] == (1 if alone[client] else 2 if any(near) else 3)
        found = recommend(dict(zip(("pain", "goals", "minutes"), client, strict=True)), tables)
        *_, second, first = sorted(found.points.values())
        assert clients.lead[place] == (first - second if found.outcome == "recommended" else 0)


def test_a_question_moves_as_many_results_as_one_by_one(school):
    tables, results = school
    clients, _ = counted_one_by_one(results)
    moved = np.mean([turning(client, results) for client in clients], axis=0)
    labels = ["Where is the pain?", "What for?", "How long?"]
    table = robustness.questions(tables).table
    assert table["Results turned by it alone"].to_dict() == dict(zip(labels, map(percent, moved), strict=True))
    most = percent(max(moved))
    named = robustness.questions(tables).description.partition(":")[0]
    assert all((label in named) == (percent(share) == most) for label, share in zip(labels, moved, strict=True))


def test_a_rule_decides_as_often_as_one_by_one(school):
    tables, results = school
    shown = robustness.rules(tables)
    decided = {}
    for number, rule in enumerate(tables.rules.itertuples()):
        without = tables.replace(rules=tables.rules.drop(index=tables.rules.index[number]))
        shortest, longest = recommend({}, tables).rulebook.sessions.get(rule.modality, (0, 0))
        axis = ("pain", "goals", "minutes").index(rule.question)
        gave = [
            client
            for client in results
            if (client[axis] == rule.answer if axis < 2 else client[2] and shortest <= client[2] <= longest)
        ]
        turned = sum(result_of(client, without) != results[client] for client in gave)
        decided[rule.answer, rule.modality] = percent(turned / (len(gave) or 1))
    labels = {"in a spot": "spot", "all over": "all_over", "rest & calm": "rest", "sport": "sport"}
    ids = {"Neuro work": "nmt", "Deep <work>": "dtm", "Swedish": "swedish"}
    said = {
        (labels.get(answer, "fits_session"), ids[row["Modality"]]): row["Results it decides"]
        for answer, row in shown.table.iterrows()
    }
    assert said == decided
    never = sum(share == "0%" for share in decided.values())
    assert (f"{never} of 8 never matter" in re.sub(" rules?", "", str(shown))) == (never > 0)


def test_the_leader_stays_as_often_as_with_rules_that_are_changed(monkeypatch):
    monkeypatch.setattr(sys.modules[weightings.__module__], "WEIGHTINGS", 25)
    client = {"pain": "spot", "goals": ["sport", "rest"], "minutes": 45}
    tables = tiny_school()
    # Rules in the order of the rulebook, each with its points in every weighting.
    points = np.random.default_rng(module.SEED).integers(1, 1 + tables.rules["points"].max() + 1, (8, 25))
    stays = [
        recommend(client, tables.replace(rules=tables.rules.assign(points=each))).modalities == ("nmt",)
        for each in points.T
    ]
    said = str(weightings(tables, client))
    assert 0 < sum(stays) < 25
    assert f"For this client, Neuro work stays the leader in {percent(np.mean(stays))} of them." in said
    assert "25 weightings" in said and "1, 2, 3 or 4 points" in said


# The client's own place

SEVERAL = ("conditions", "goals", "pain_areas", "health_flags")
OFFERED = TABLES.offered_answers.groupby("question")["answer"].apply(list).to_dict()
TIMES = (0, 20, 30, 45, 60, 75, 90, 240)


def some_clients(number):
    clients = made_up(TABLES, number, np.random.default_rng(14)).replace({"": None, np.nan: None})
    for answers in clients.to_dict("records"):
        yield {name: each.split(";") if name in SEVERAL and each else each for name, each in answers.items()}


AT_THE_EDGE = {
    "pain_pattern": "widespread", "conditions": ["fibromyalgia", "sports_injury"], "goals": ["stress_relief"],
    "minutes": 60,
}  # fmt: skip


def test_a_client_is_marked_at_its_place():
    chart = robustness.thin_ice(TABLES, AT_THE_EDGE)
    [axes] = chart.figure.axes
    [mark] = [text for text in axes.texts if text.get_text() == "this client"]
    assert round(mark.get_position()[1] + 0.45) == 1, "it stands over another bar"
    assert "For this client Deep tissue massage leads by 1 point, and six of the seven questions" in str(chart)
    marked = robustness.questions(TABLES, AT_THE_EDGE)
    assert (marked.table["Turns this client's"] == "yes").sum() == 6
    # Whoever stands beside the others does not count among them.
    pd.testing.assert_frame_equal(chart.table, robustness.thin_ice(TABLES).table)


def test_the_place_says_what_recommend_says():
    for given in some_clients(25):
        result = recommend(given, TABLES)
        clients = module.possible_clients(TABLES, given)
        left = len(result.points) - len(result.left_out)
        assert (clients.place is not None) == (result.outcome not in ("refer", "no_answers") and left > 1)
        if clients.place is None:
            continue
        assert clients.outcomes[clients.results[clients.place]] == (result.outcome, result.modalities)
        turned = 0
        for question in TABLES.questions["question"].drop(0):
            others = [None, *(TIMES if question == "minutes" else OFFERED[question])]
            found = [recommend({**given, question: other}, TABLES) for other in others]
            turned += any((one.outcome, one.modalities) != (result.outcome, result.modalities) for one in found)
        assert clients.alone[clients.place] == turned, given


@pytest.mark.parametrize("client", [
    {"health_flags": ["fever_or_infection"], "goals": ["posture"]},
    {"health_flags": ["blood_thinners"], "goals": ["posture"]},
])  # fmt: skip
def test_where_safety_leaves_no_race_there_is_no_place(client):
    assert "has no place among them: safety comes first" in str(robustness.thin_ice(TABLES, client))
    assert robustness.place_html(client, TABLES) == ""


def test_too_many_clients_are_thinned_by_lot_and_it_is_said(monkeypatch):
    monkeypatch.setattr(module, "MOST_POINTS", 90)
    school = tiny_school(points=4)
    clients = module.possible_clients(school)
    assert clients.results.size <= 90 / 3 and "from some of the answers, drawn at random" in clients.counted
    assert clients.count < 351 and f"Of {clients.count} possible clients" in str(robustness.thin_ice(school))


def test_a_school_without_rules_has_charts_too():
    school = small_school(rules=SMALL["rules"].head(0))
    for name in ("thin_ice", "questions", "rules", "weightings"):
        chart = getattr(robustness, name)(school)
        assert chart.figure.axes and str(chart).endswith(".")


# The line in the result


LINE = re.compile(r"(any one|\w+) of your (\w+) answers")


def turned_by_hand(given, result):
    """Return how many of the answers given would turn the result alone, and how many were given."""
    turned, number = 0, 0
    for question, answer in given.items():
        if question == "health_flags" or answer is None or answer == []:
            continue
        several = answer if isinstance(answer, list) else [answer]
        for each in dict.fromkeys(several):
            number += 1
            if question in SEVERAL:
                others = [[other for other in several if other != each] or None]
            else:
                others = [None, *(TIMES if question == "minutes" else OFFERED[question])]
            found = [recommend({**given, question: other}, TABLES) for other in others]
            turned += any((one.outcome, one.modalities) != (result.outcome, result.modalities) for one in found)
    return turned, number


def adding(given, result):
    """Yield for each answer that is not given yet whether it would turn the result alone."""
    for question in TABLES.questions["question"].drop(0):
        several = given.get(question) or []
        if several and question not in SEVERAL:
            continue
        for other in TIMES if question == "minutes" else OFFERED[question]:
            if other not in several:
                one = recommend({**given, question: [*several, other] if question in SEVERAL else other}, TABLES)
                yield (one.outcome, one.modalities) != (result.outcome, result.modalities)


def test_the_line_counts_the_answers_that_would_turn_the_result():
    met = Counter()
    for given in some_clients(120):
        result = recommend(given, TABLES)
        line = lead_sentence(result, result.changes)
        met[line.partition(" ")[0] and result.outcome] += 1
        can_turn = any(adding(given, result))
        assert ("no single answer" in line) <= (not can_turn) and ("one more answer could" in line) <= can_turn, line
        if not line or "no single answer" in line or "one more answer could turn" in line:
            assert result.outcome in ("refer", "no_answers") or not line or not turned_by_hand(given, result)[0]
            continue
        turned, number = turned_by_hand(given, result)
        if number > 1:
            some, every = LINE.search(line).groups()
            told = {"none": 0, "neither": 0, "either": 2, "any one": number}
            assert (told[some] if some in told else IN_WORDS.index(some), IN_WORDS.index(every)) == (turned, number)
    assert met.keys() >= {"", "recommended", "tie", "neither"}


@pytest.mark.parametrize("answers, line", [
    ({"minutes": 45}, "The lead is thin: your only answer would turn it alone."),
    ({"pain_pattern": "widespread", "minutes": 60},
     "The lead hangs on one of your two answers, which would turn it alone."),
    ({"goals": ["posture", "flexibility"]}, "A tie turns easily: either of your two answers would turn it alone."),
    ({"pressure": "light", "goals": ["relaxation"], "minutes": 60},
     "This can change: one of your three answers would turn it alone."),
    ({"pain_pattern": "specific_spot", "goals": ["muscle_function", "release_trigger_points"], "pressure": "precise"},
     "The lead is clear: no single answer would turn it."),
    ({"health_flags": ["fever_or_infection"], "minutes": 45}, ""),
    ({"visits": "single_visit"}, ""),
    ({}, ""),
])  # fmt: skip
def test_the_words_of_the_line(answers, line):
    result = recommend(answers, TABLES)
    assert lead_sentence(result, result.changes) == line


def test_the_line_stands_below_the_points_and_after_safety():
    shown = result_html(recommend({"health_flags": ["varicose_veins"], "goals": ["posture", "flexibility"]}, TABLES))
    places = [
        shown.index(each) for each in ('class="ml-outcome"', 'class="ml-safety', "Points (", "A tie turns", "<h3>Why")
    ]
    assert places == sorted(places)
    assert "would turn it alone" not in result_html(
        recommend({"health_flags": ["fever_or_infection"], "minutes": 45}, TABLES)
    )


# The card


def ask(card, **answers):
    card.request = {"number": card.request["number"] + 1, "answers": {**card.start, **answers}}
    return card.reply["result"]


def test_a_client_is_brought_by_a_case_or_a_code():
    card = WeightsForm(AT_THE_EDGE)
    assert "Deep tissue massage (this client)" in card.reply["result"]
    assert "Neuromuscular therapy (this client)" in ask(card, client="theo_one_spot")
    result = ask(card, client=client_code({"goals": ["relaxation", "posture"], "minutes": 45}))
    assert "A tie turns easily" not in result and "For this client" in result
    assert "Not all of this code has arrived" in ask(card, client="MC1/minutes=45/e2bb")
    assert "Deep tissue massage (this client)" in ask(card), "without another client the first one is back"
    # Weights move the place, too.
    assert "A tie (this client)" in ask(card, reason_to_choose=1)


def test_no_place_is_shown_of_a_client_who_is_referred_on():
    card = WeightsForm({"health_flags": ["fever_or_infection"], "minutes": 45})
    assert "Among all possible clients" not in card.reply["result"]


def test_a_code_that_lacks_an_answer_about_safety_gives_no_result():
    elsewhere = client_code({"health_flags": ["flag_of_another_school"], "minutes": 45})
    result = ask(WeightsForm(AT_THE_EDGE), client=elsewhere)
    assert "flag_of_another_school" in result and "Points (" not in result
