"""Check yourself: every question can be answered, every answer says why, and keys follow the rows."""

import json
from collections import Counter
from pathlib import Path

import pytest
from strategies import TABLES

from modality_lab import KitError, TableError, load_tables
from modality_lab.forms.quiz_form import QuizForm
from modality_lab.quiz import exam, flash_cards, items, mark
from modality_lab.quiz.computed import COMPUTED
from modality_lab.tables.dictionary import dictionary

ITEMS = items(TABLES)
EIGHT = Path(__file__).parents[1] / "examples" / "eight-modalities"
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# The start page, and the instructor's page with its exams, ask a student nothing.
WITHOUT_A_QUIZ = ["00-start-here", "12-for-the-class"]
LESSONS = [path for path in NOTEBOOKS if path.stem not in WITHOUT_A_QUIZ]


def id_of(item):
    return item.item


def right_answer(item):
    """Return the answer to an item that is wholly right."""
    if item.kind in ("order", "match"):
        return {choice.choice: choice.key for choice in item.choices}
    if item.kind == "number":
        return float(item.right[0].text)
    ids = [choice.choice for choice in item.right]
    return ids[0] if item.kind == "one" else ids


def wrong_answers(item):
    """Yield an answer for each mistake that the item offers."""
    if item.kind in ("order", "match"):
        keys = [choice.key for choice in item.choices]
        yield {choice.choice: key for choice, key in zip(item.choices, [*keys[1:], keys[0]], strict=True)}
    elif item.kind == "number":
        yield from (float(choice.text) for choice in item.choices if not choice.is_right)
        yield 987654
    else:
        for choice in item.choices:
            if not choice.is_right:
                yield choice.choice if item.kind == "one" else [*right_answer(item), choice.choice]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_ends_in_six_questions_of_several_kinds(path):
    number = int(path.stem[:2])
    own = [item for item in ITEMS if item.lesson == number]
    # The review mixes the questions of all lessons.
    form = f"QuizForm({number})" if own else "QuizForm("
    assert form in "".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    asked = QuizForm(number if own else None, TABLES).items.values()
    assert len(asked) >= 6 and len({item.kind for item in asked}) >= 3
    assert own or path.stem == "11-review", "write its questions: CONTRIBUTING.md says how"


def test_every_kind_and_every_computation_is_used():
    assert {item.kind for item in ITEMS} == {"one", "several", "order", "match", "number", "region"}
    assert set(TABLES.quiz["computed"]) - {""} == set(COMPUTED)
    fields = {field["name"]: field for field in dictionary()["quiz"]["schema"]["fields"]}
    assert fields["computed"]["constraints"]["enum"] == list(COMPUTED)


@pytest.mark.parametrize("item", ITEMS, ids=id_of)
def test_the_right_answer_is_right_and_says_why(item):
    marked = mark(item, right_answer(item))
    assert marked.is_right and marked.sentence == "Right." and marked.explanation == item.explanation


@pytest.mark.parametrize("item", ITEMS, ids=id_of)
def test_a_wrong_answer_teaches_and_never_scolds(item):
    answers = list(wrong_answers(item))
    assert answers
    for answer in answers:
        marked = mark(item, answer)
        assert not marked.is_right and marked.sentence.startswith("Not yet.") and not marked.explanation
        assert marked.remarks or "once more" in marked.sentence


@pytest.mark.parametrize("item", ITEMS, ids=id_of)
def test_words_of_a_question_are_whole(item):
    texts = [
        item.prompt,
        item.explanation,
        *(text for choice in item.choices for text in (choice.text, choice.feedback)),
    ]
    for text in texts:
        assert text and "{" not in text and "}" not in text and "*" not in text and "  " not in text
    assert item.prompt[-1] in "?.:" and item.explanation.endswith((".", "!", "?"))


def test_the_right_choice_is_not_the_longest_more_often_than_by_chance():
    asked = [item for item in ITEMS if item.kind == "one" and len(item.choices) >= 3]
    longest = sum(max(item.choices, key=lambda choice: len(choice.text)).is_right for item in asked)
    assert longest <= 0.45 * len(asked)


def swapped(column):
    """Return a change of a table that turns a column upside down."""
    return lambda frame: frame.assign(**{column: frame[column].to_list()[::-1]})


@pytest.mark.parametrize(
    "item, table, change",
    [
        ("techniques_of_modalities", "techniques", swapped("modality")),
        ("reasons_to_choose", "conditions", lambda frame: frame[frame["condition"] != "sciatica"]),
        ("longest_session", "sessions", lambda frame: frame.assign(max_minutes=[90, 60], min_minutes=20)),
        ("lengths_that_suit_all", "sessions", lambda frame: frame.assign(min_minutes=45)),
        ("shared_benefits", "benefits", lambda frame: frame[frame["benefit"] != "stress_reduction"]),
        ("ends_of_a_scale", "focus", lambda frame: frame.assign(position=-frame["position"])),
        ("points_of_a_client", "rules", lambda frame: frame[frame["answer"] != "relaxation"]),
        ("answers_that_count_for_several", "rules", lambda frame: frame[frame["answer"] != "sports_injury"]),
        ("verdicts_of_claims", "claims", swapped("verdict")),
        ("claims_of_a_verdict", "claims", lambda frame: frame[frame["claim"] != "nmt_relieves_specific_pain"]),
        ("ladder_of_designs", "study_designs", lambda frame: frame.assign(rung=7 - frame["rung"])),
        (
            "sites_that_count",
            "survey_pages",
            lambda frame: frame.assign(domain=["a.org"] * 40 + [*frame["domain"][40:]]),
        ),
        ("felt_where", "referred_pain", lambda frame: frame.drop(frame.index[1])),
        ("pressed_where", "trigger_points", lambda frame: frame[frame["muscle"] != "lower_trapezius"]),
        ("felt_in_front", "referred_pain", lambda frame: frame[frame["muscle"] != "infraspinatus"]),
        ("under_careful_hands", "caution_sites", lambda frame: frame[frame["site"] != "deep_buttock"]),
        ("client_to_refer", "cases", lambda frame: frame[frame["decision"] != "refer"]),
        ("rows_that_a_filter_keeps", "hands", lambda frame: frame[frame["speed"] != "slow"]),
        ("rows_without_a_number", "evidence", lambda frame: frame.assign(participants=frame["participants"].bfill())),
        (
            "average_and_middle",
            "evidence",
            lambda frame: frame.assign(participants=frame["participants"].clip(upper=9)),
        ),
        ("bars_of_a_list", "cases", lambda frame: frame.assign(topics="sport")),
        ("more_rows_of_one", "benefits", lambda frame: frame[frame["modality"] == "nmt"]),
    ],
)
def test_questions_about_rows_follow_them(item, table, change):
    frames = {table: change(getattr(TABLES, table))}
    for kept, column in (("referred_pain", "muscle"), ("case_answers", "case"), ("claim_evidence", "claim")):
        if column in frames[table] and kept != table and table in ("trigger_points", "cases", "claims"):
            rows = getattr(TABLES, kept)
            frames[kept] = rows[rows[column].isin(frames[table][column])]
    before, after = (
        {each.item: each.answer for each in items(tables)} for tables in (TABLES, TABLES.replace(**frames))
    )
    assert before[item] != after.get(item)


def test_a_school_without_such_rows_is_not_asked_about_them():
    one = TABLES.sessions.head(1)
    asked = {item.item for item in items(TABLES.replace(sessions=one))}
    assert "longest_session" not in asked and asked


@pytest.mark.parametrize(
    "table", ["benefits", "conditions", "focus", "referred_pain", "rules", "sessions", "techniques"]
)
def test_what_is_asked_of_few_rows_can_be_answered(table):
    for item in items(TABLES.replace(**{table: getattr(TABLES, table).head(1)})):
        assert item.right and mark(item, right_answer(item)).is_right, item.item


def test_a_modality_with_a_name_of_a_country_keeps_its_capital():
    asked = {item.item: item for item in items(load_tables(EIGHT))}
    assert any(choice.key == "Swedish massage" for choice in asked["techniques_of_modalities"].choices)
    assert not any("swedish" in choice.feedback + choice.key for item in asked.values() for choice in item.choices)


@pytest.mark.parametrize(
    "item, column, cell, says",
    [
        ("longest_session", "computed", "", '"longest_session" has no choices yet. Add them as rows of quiz_choices'),
        ("hollow_mark", "computed", "felt_where", '"hollow_mark" has rows in quiz_choices.csv too. Empty this cell'),
        ("hollow_mark", "kind", "order", 'found "wrong". Allowed in the order "hollow_mark": 1 to 3, each once.'),
        ("order_of_reading", "kind", "several", 'found "1". Allowed where "order_of_reading" asks for several: right'),
        (
            "what_a_row_needs",
            "kind",
            "one",
            '"what_a_row_needs" has 3 right choices in quiz_choices.csv. Needed: exactly',
        ),
        ("hollow_mark", "kind", "number", '"hollow_mark" asks for a number. Allowed: digits, such as 45.'),
        ("hollow_mark", "kind", "region", 'found "weaker". Allowed: an area of regions.csv.'),
    ],
)
def test_the_check_finds_a_question_that_cannot_be_asked(item, column, cell, says):
    quiz = TABLES.quiz
    with pytest.raises(TableError) as caught:
        TABLES.replace(quiz=quiz.assign(**{column: quiz[column].where(quiz["item"] != item, cell)}))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "item, key, says",
    [
        ("hollow_mark", "wrong", '"hollow_mark" has 0 right choices in quiz_choices.csv. Needed: exactly one.'),
        (
            "what_a_row_needs",
            "wrong",
            '"what_a_row_needs" has 0 right choices in quiz_choices.csv. Needed: at least one.',
        ),
        ("hollow_mark", "yes", 'found "yes". Allowed where "hollow_mark" asks for one: right or wrong.'),
        ("order_of_reading", "2", 'found "2". Allowed in the order "order_of_reading": 1 to 4, each once.'),
    ],
)
def test_the_check_finds_a_key_that_does_not_fit(item, key, says):
    choices = TABLES.quiz_choices
    with pytest.raises(TableError) as caught:
        TABLES.replace(quiz_choices=choices.assign(key=choices["key"].where(choices["item"] != item, key)))
    assert says in str(caught.value)


@pytest.mark.parametrize("given", [None, "", [], {}, "nonsense", ["nonsense"], {"nonsense": "1"}, 5, object()])
@pytest.mark.parametrize("item", {item.kind: item for item in ITEMS}.values(), ids=lambda item: item.kind)
def test_an_odd_answer_gets_a_sentence(item, given):
    if item.kind == "number" and given == 5:
        assert not mark(item, given).is_right
    else:
        with pytest.raises(KitError, match=r"\w"):
            mark(item, given)


def test_a_form_counts_first_tries_and_gives_a_line():
    form = QuizForm(2, TABLES)
    name = "longest_session"
    item = form.items[name]
    wrong = next(iter(wrong_answers(item)))
    for number, given in enumerate([wrong, right_answer(item)], 1):
        form.request = {"number": number, "item": name, "given": {name: given}}
    assert form.reply["is_right"] and form.first == {name: False}
    assert form.sentence.startswith("0 of 1 right at the first try.")
    assert f"quiz.{name}=0" in form.reply["line"]


def test_every_item_can_be_answered_on_the_form():
    form = QuizForm(tables=TABLES, number=len(ITEMS))
    for number, (asking, item) in enumerate(zip(form.asked, form.items.values(), strict=True), 1):
        answer = right_answer(item)
        given = answer if item.kind in ("order", "match") else {item.item: answer}
        assert {question["question"] for question in asking["questions"]} == set(given)
        form.request = {"number": number, "item": item.item, "given": given}
        assert form.reply["is_right"], item.item
    assert form.sentence == f"{len(ITEMS)} of {len(ITEMS)} right at the first try."


def test_what_the_page_sends_damaged_gets_a_sentence():
    form = QuizForm(2, TABLES)
    for number, request in enumerate([{}, {"item": "gone"}, {"item": 3, "given": 5}, {"item": "longest_session"}], 1):
        form.request = {**request, "number": number}
        assert "ml-message" in form.reply["result"]


def test_a_stored_quiz_folds_its_answers():
    shown = QuizForm(2, TABLES).plain_html()
    assert shown.count("<summary>Answer</summary>") == sum(item.lesson == 2 for item in ITEMS)


def test_the_same_seed_draws_the_same_exam():
    one, same, other = (exam(TABLES, number=10, seed=seed) for seed in (4, 4, 5))
    assert one == same and one != other


def test_both_versions_ask_the_same_in_another_order():
    drawn = exam(TABLES, number=12, seed=2)
    a, b = ([item.item for item in drawn.versions[version]] for version in "AB")
    assert sorted(a) == sorted(b) and a != b and len(set(a)) == 12


def test_an_exam_takes_lessons_and_levels():
    drawn = exam(TABLES, lessons=[2], levels=[2], number=2)
    assert {(item.lesson, item.level) for item in drawn.versions["A"]} == {(2, 2)}
    with pytest.raises(KitError, match="Ask for fewer, or choose more lessons or levels"):
        exam(TABLES, lessons=[2], number=99)


def test_flash_cards_turn_both_ways():
    words = dict(TABLES.glossary[["term", "meaning"]].itertuples(index=False, name=None))
    assert len(flash_cards(TABLES).cards) == len(words)
    assert Counter(back for back, _ in flash_cards(TABLES, from_meaning=True).cards) == Counter(words.values())


def test_no_answer_of_a_key_ends_in_two_points():
    for item in items(TABLES):
        assert not item.answer.endswith("."), item.item
        assert ".. " not in f"{item.answer}. {item.explanation}" and ". and " not in item.answer


def test_the_questions_of_the_same_tables_are_worked_out_once():
    assert items(TABLES) is items(TABLES) and items(TABLES, [2]) is items(TABLES, [2])
