"""What students send, read again from whatever stands around it, and counted for the class."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import TABLES

from modality_lab.cases import cases, decisions
from modality_lab.classroom import Decision, Record, read_files, read_lines, tally
from modality_lab.forms.class_form import ClassForm
from modality_lab.quiz import items

CASES = cases(TABLES)
DECISIONS = list(decisions(TABLES))
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
RECORDS = st.builds(
    Record,
    st.from_regex(r"[0-9a-f]{6}", fullmatch=True),
    st.text(max_size=60).map(str.strip),
    st.dictionaries(
        IDS, st.builds(Decision, st.sampled_from(DECISIONS), st.integers(1, 3), st.text(max_size=300)), max_size=4
    ),
    st.dictionaries(IDS, st.booleans(), max_size=4),
)
ANA = "ana_after_marathon"
LINE = Record("3f9a1c", "", {ANA: Decision("dtm", 3, "tired legs, an hour")}, {"longest_session": True}).as_line()


@given(RECORDS)
def test_a_record_is_read_from_its_line_as_it_was(record):
    line = record.as_line()
    assert line.isascii() and "\n" not in line
    assert read_lines(line) == ([record], [])


@pytest.mark.parametrize(
    "around", ["[10:02, 1.3.2026] Kim: {}", "> {}", "{} see you!", "«{}»", "\t{}\r\n", "Kim:\n{}\nJo: hi"]
)
def test_a_line_is_found_in_a_chat(around):
    assert len(read_lines(around.format(LINE)).records) == 1


def test_a_line_that_a_program_broke_is_one_again():
    broken = LINE.replace(" quiz.", "\n quiz.")
    assert read_lines(broken).records == read_lines(LINE).records


def test_the_same_line_twice_is_one_student():
    assert len(read_lines(f"{LINE}\n{LINE}").records) == 1


def test_two_students_who_decide_alike_are_two_and_one_who_sends_twice_is_one():
    first = {ANA: Decision("dtm", 3)}
    later = {"theo_one_spot": Decision("nmt", 2), ANA: Decision("nmt", 1)}
    lines = [Record("aaaaaa", "", first, {}), Record("bbbbbb", "", first, {}), Record("aaaaaa", "", later, {})]
    read = read_lines("\n".join(line.as_line() for line in lines)).records
    assert [record.student for record in read] == ["aaaaaa", "bbbbbb"]
    assert read[0].cases == {"theo_one_spot": Decision("nmt", 2), ANA: Decision("dtm", 3)}


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_line_that_was_cut_is_named_with_its_place(keep):
    reading = read_lines(f"hello\n{LINE[: int(len(LINE) * keep)]}", "The chat")
    assert reading.records == []
    assert reading.left_out == [
        "The chat, line 2: not all of this line has arrived, or it was changed. Ask for it again."
    ]


def test_a_line_that_was_changed_is_named():
    assert read_lines(LINE.replace("=dtm", "=nmt")).records == []


def test_a_text_without_a_line_is_named():
    assert read_lines("see you at ten").left_out == [
        "The pasted text: there is no line of this kit in it. Such a line begins with ML1."
    ]


def class_of(number, seed=5):
    chance = random.Random(seed)
    return [
        Record(
            f"{n:06x}",
            "",
            {case: Decision(chance.choice(DECISIONS), chance.randint(1, 3), f"reason {n}") for case in CASES},
            {},
        )
        for n in range(number)
    ]


def test_forty_files_with_damaged_and_foreign_ones():
    records = class_of(34)
    files = [(f"student {n}.txt", f"{record.as_line()}\n".encode()) for n, record in enumerate(records)]
    files[3] = (files[3][0], files[3][1].decode().encode("utf-16"))
    files[7] = (files[7][0], b"\xef\xbb\xbf" + files[7][1])
    foreign = [
        ("photo.jpg", b"\xff\xd8\xff\xe0" * 50), ("empty.txt", b""), ("essay.txt", b"I think that" * 99),
        ("cut.txt", records[0].as_line()[:90].encode()), ("huge.txt", b"x" * 300_000),
        ("twice.txt", files[5][1]),
    ]  # fmt: skip
    reading = read_files(files + foreign)
    assert len(reading.records) == 34
    assert [each.partition(":")[0].partition(",")[0] for each in reading.left_out] == [
        "photo.jpg", "empty.txt", "essay.txt", "cut.txt", "huge.txt",
    ]  # fmt: skip
    counts = tally(reading.records, TABLES)
    assert counts.number == 34
    for each, case in zip(counts.cases, CASES.values(), strict=True):
        assert each.number == 34 and len(each.reasons) == 34
        assert each.right == sum(record.cases[case.case].decision == case.decision for record in records)


def one_case(*votes):
    return tally([Record(str(n), "", {ANA: Decision(*vote)}, {}) for n, vote in enumerate(votes)], TABLES).cases[0]


@pytest.mark.parametrize(
    "votes, advice",
    [
        ([("dtm", 3)] * 8 + [("nmt", 3)] * 2, "let one student say why"),
        ([("nmt", 3)] * 8 + [("dtm", 3)] * 2, "Most chose the same: Neuromuscular therapy. Take up that mistake"),
        ([("nmt", 1), ("dtm", 1), ("refer", 1), ("either", 1)], "many are guessing"),
        ([("nmt", 3)] * 5 + [("dtm", 3)] * 5, "let neighbours of different minds convince each other"),
    ],
)
def test_what_to_do_after_a_vote(votes, advice):
    assert advice in one_case(*votes).sentence


def test_who_should_talk_are_sure_and_of_different_minds_and_each_once():
    each = one_case(("nmt", 3), ("nmt", 3), ("dtm", 3), ("dtm", 1), ("refer", 3))
    assert each.pairs == (("student 1", "student 3"), ("student 2", "student 5"))


def test_a_name_is_used_where_one_was_given():
    records = [Record("", name, {ANA: Decision(vote, 3)}, {}) for name, vote in [("Kim", "nmt"), ("", "dtm")]]
    assert tally(records, TABLES).cases[0].pairs == (("Kim 1", "student 2"),)


def test_two_students_of_one_name_both_count():
    records = [Record("", "Kim", {ANA: Decision(vote, 3)}, {}) for vote in ("nmt", "dtm")]
    assert tally(records, TABLES).cases[0].number == 2


def test_the_quiz_questions_that_most_missed_come_first():
    first, second, *_ = [item.item for item in items(TABLES)]
    records = [Record("", "", {}, {first: True, second: n == 0}) for n in range(4)]
    assert [(each.right, each.number) for each in tally(records, TABLES).missed] == [(1, 4), (4, 4)]


def test_what_the_tables_do_not_have_is_said():
    assert tally([Record("", "", {"gone": Decision("dtm", 1)}, {})], TABLES).unknown == (
        '1 line named "gone", which these tables do not have.',
    )


def test_the_card_adds_lines_once_and_begins_anew():
    form = ClassForm(TABLES)
    form.add([("a.txt", LINE.encode())])
    form.add(text=f"Kim: {LINE}")
    assert form.sentence == "The lines of 1 student are here on 1 case and 1 question of the quiz."
    form.clear()
    assert form.sentence == "No student's line is here yet."


def test_the_careful_decision_is_hidden_until_it_is_opened():
    form = ClassForm(TABLES)
    form.add(text=LINE)
    shown = form.plain_html()
    before, _, after = shown.partition("Reveal the careful decision")
    assert "A careful educator" not in before and "A careful educator" in after
    assert " open" not in shown.partition(">")[2].split("<blockquote>")[0]


def test_words_of_students_cannot_become_html():
    record = Record("", "<b>Kim", {ANA: Decision("dtm", 3, "<script>alert(1)</script>")}, {})
    form = ClassForm(TABLES)
    form.add(text=record.as_line())
    assert "<script>" not in form.plain_html() and "<b>Kim" not in form.plain_html()


def test_more_students_than_a_class_has_are_left_out_and_counted():
    lines = [Record(f"{number:06x}", "", {ANA: Decision("dtm", 3)}, {}).as_line() for number in range(1003)]
    card = ClassForm(TABLES)
    card.add(text="\n".join(lines))
    assert len(card.records) == 1000
    assert "The lines of 3 students were left out: this card takes 1,000." in card.plain_html()
