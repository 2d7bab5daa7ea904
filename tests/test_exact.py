"""What the tables' own modules say, word for word and row by row, in sheets of a few cells."""

import pandas as pd
import pytest

from modality_lab import load_tables
from modality_lab.tables import school, show, switchboard
from modality_lab.tables.cells import quotable
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.folder import File, files_in
from modality_lab.tables.frames import frame_of, sheet_of
from modality_lab.tables.kit_rules import RULES
from modality_lab.tables.problem import Kind, Problem
from modality_lab.tables.sheet import Sheet
from modality_lab.tables.switchboard import Setting, Switchboard
from modality_lab.words import KitError

TABLES = load_tables()
KIT = {name: sheet_of(getattr(TABLES, name)) for name in dictionary()}


def sheet_from(text):
    """A sheet from its head and its rows, parted by bars."""
    head, *rows = [line.strip().split(",") for line in text.split("|")]
    columns = [list(cells) for cells in zip(*rows, strict=True)] or [[] for _ in head]
    return Sheet(list(range(2, len(rows) + 2)), dict(zip(head, columns, strict=True)))


def broken_rules(**tables):
    """What the rules of the kit find in these tables: place and sentence."""
    sheets = {name: sheet_from(text) for name, text in tables.items()}
    found = [problem for rule in RULES for problem in rule(sheets)]
    return [(each.kind, each.file, each.line, each.column, each.text) for each in found]


ASKED = "question,kind,answers_from,minimum,maximum|flags,several,cautions,,|"
FLAGS = "flag,label,group,answer|clot,a clot,Today,"


@pytest.mark.parametrize("tables, file, line, column, says", [
    ({"sessions": "min_minutes,max_minutes|60,60|61,60.5|,5|9,|45,90"}, "sessions.csv", 3, "max_minutes",
     'found "60.5", below the shortest session of 61 minutes. Are the two swapped?'),
    ({"evidence": "effect,unit|5,points|,|,points|-1.5,"}, "evidence.csv", 5, "unit",
     "the cell is empty, but the row has a number. Say what it counts, or leave the number out."),
    ({"evidence": "effect,low,high,unit|1,1,9,u|9,1,9,u|0.5,1,9,u|,1,9,u|5,,4,u|5,6,,u"}, "evidence.csv", 4, "low",
     'found "1" to "9", and the number 0.5 does not lie between them.'),
    ({"evidence": "effect,low,high,unit|1,1,9,u|9.5,1,9,u"}, "evidence.csv", 3, "low",
     'found "1" to "9", and the number 9.5 does not lie between them.'),
    ({"questions": f"{ASKED}time,minutes,,10,60|pain,one,,,", "cautions": FLAGS,
      "answers": "question,answer,label|time,fits_session,fits|time,an_hour,an hour|pain,an_hour,an hour"},
     "answers.csv", 3, "answer", 'found "an_hour". Allowed for a question of minutes: fits_session.'),
    ({"questions": f"{ASKED}a,minutes,,10,60|b,minutes,,60,60"}, "questions.csv", 4, "minimum",
     "a question of minutes needs a smallest number here and a larger one in the next column."),
    ({"questions": f"{ASKED}a,minutes,,,60|pain,one,,,"}, "questions.csv", 3, "minimum",
     "a question of minutes needs a smallest number here and a larger one in the next column."),
    ({"questions": f"{ASKED}a,minutes,,10,"}, "questions.csv", 3, "minimum",
     "a question of minutes needs a smallest number here and a larger one in the next column."),
    ({"questions": f"{ASKED}pain,one,,,|,one,,,|goals,one,,,", "cautions": FLAGS,
      "answers": "question,answer,label|pain,spot,in a spot"},
     "questions.csv", 5, "question", '"goals" has no answer yet. Add its answers as rows of answers.csv.'),
    ({"questions": f"{ASKED}areas,several,regions,,|where,several,regions,,", "cautions": FLAGS,
      "regions": "region,name|jaw,jaw", "answers": "question,answer,label|areas,jaw,jaw|other,jaw,jaw"},
     "answers.csv", 2, "question", '"areas" takes its answers from regions.csv. Delete this row here and add it '
     "there."),
    ({"rules": "question,basis,points,weight_note|a,why,2,|a,why,3,|a,why,3,|a,why,4,more|a,how,1,|a,why,x,"},
     "rules.csv", 2, "weight_note", 'the cell is empty, but this rule gives "2" points where the others of "why" give '
     '"3". Write why, or give the same.'),
    ({"questions": "question,kind,answers_from|pain,one,answers"}, "questions.csv", 0, "answers_from",
     'no question asks for the flags of cautions.csv. Add one with "cautions" in this column: a client is asked about '
     "safety first."),
    ({"questions": f"{ASKED}a,minutes,cautions,1,2"}, "questions.csv", 3, "kind", 'found "minutes". Allowed for a '
     "question about safety: several, as a client may have more than one of the flags."),
    ({"questions": "question,kind,answers_from|a,several,cautions|b,one,cautions|c,one,answers"}, "questions.csv", 3,
     "kind", 'found "one". Allowed for a question about safety: several, as a client may have more than one of the '
     "flags."),
    ({"questions": ASKED.strip("|"), "rules": "question|pain|flags|"}, "rules.csv", 3, "question",
     '"flags" is about safety and gives no points. Delete this row; what to do stands in cautions.csv.'),
    ({"cautions": "kind,applies_to|red_flag,all_massage|adapt,deep_pressure|red_flag,deep_pressure"}, "cautions.csv",
     4, "applies_to", 'found "deep_pressure". Allowed for a red_flag: all_massage.'),
    ({"cautions": "kind,applies_to|red_flag,trigger_point_work"}, "cautions.csv", 2, "applies_to",
     'found "trigger_point_work". Allowed for a red_flag: all_massage.'),
    ({"cautions": "flag,label,group,answer|a,a,g,jaw|b,b,g,jwa|c,c,g,", "regions": "region,name|jaw,jaw",
      "questions": f"{ASKED}areas,several,regions,,"}, "cautions.csv", 3, "answer",
     'found "jwa". Allowed: an answer of the form. Did you mean "jaw"?'),
    ({"cautions": "flag,label|a,one|b,two|a,|b,three"}, "cautions.csv", 5, "label",
     'found "three", but row 3 has "two" for the same flag. Write the same in both.'),
    ({"cautions": "flag,group|a,one|a,one|a,two"}, "cautions.csv", 4, "group",
     'found "two", but row 2 has "one" for the same flag. Write the same in both.'),
    ({"cautions": "flag,answer|a,jaw|a,hip"}, "cautions.csv", 3, "answer",
     'found "hip", but row 2 has "jaw" for the same flag. Write the same in both.'),
    ({"regions": "region,view|calf,back|jaw,front|hip,both",
      "trigger_points": "region,view|calf,back|hip,front|calf,front|calf,both|other,front"}, "trigger_points.csv", 4,
     "view", 'found "front", but regions.csv has "calf" on the back only. Allowed: back.'),
    ({"regions": "region,view|jaw,front", "referred_pain": "region,view|jaw,back"}, "referred_pain.csv", 2, "view",
     'found "back", but regions.csv has "jaw" on the front only. Allowed: front.'),
    ({"regions": "region,view|jaw,front", "caution_sites": "region,view|jaw,back"}, "caution_sites.csv", 2, "view",
     'found "back", but regions.csv has "jaw" on the front only. Allowed: front.'),
])  # fmt: skip
def test_a_rule_of_the_kit_says_what_is_wrong_in_which_cell(tables, file, line, column, says):
    kind = Kind.CELL if line else Kind.COLUMN
    assert broken_rules(**tables) == [(kind, file, line, column, says)]


@pytest.mark.parametrize("table, advice", [
    ("modalities", "Add at least one modality."),
    ("cautions", "Leave the file out to use the kit's: a client is asked about safety first."),
])  # fmt: skip
def test_what_cannot_be_missing_is_a_problem_of_its_file(table, advice):
    expected = [(Kind.FILE, f"{table}.csv", 0, "", f"the table has no rows. {advice}")]
    assert broken_rules(**{table: "name,flag"}) == expected
    assert broken_rules(questions="question,kind,answers_from") == []


def test_tables_and_columns_that_are_missing_break_no_rule():
    assert broken_rules() == []
    named = ["sessions", "evidence", "answers", "questions", "rules", "cautions", "regions", "trigger_points"]
    assert broken_rules(**dict.fromkeys(named, "other|cell")) == []
    asked = f"{ASKED}areas,several,regions,,|pain,one,,,"
    assert broken_rules(questions=asked, cautions=FLAGS) == [], "answers of a table that is not there are not missed"


# Sheets


TWO = sheet_from("a,b|1,x|2,y|3,x")


def test_cells_of_a_sheet_side_by_side_and_with_their_lines():
    assert TWO.has("a") and TWO.has("b", "a") and TWO.has() and not TWO.has("a", "c")
    assert (TWO.cells("b"), TWO.cells("c")) == (["x", "y", "x"], [])
    assert TWO.together("b", "a") == [("x", "1"), ("y", "2"), ("x", "3")] and TWO.together("a", "c") == []
    assert TWO.rows("b") == [(2, "x"), (3, "y"), (4, "x")] and TWO.rows("a", "c") == []


def test_rows_that_leave_a_sheet_take_their_lines_along():
    assert TWO.without("b", {"x"}) == Sheet([3], {"a": ["2"], "b": ["y"]})
    assert TWO.without_lines({3, 9}) == Sheet([2, 4], {"a": ["1", "3"], "b": ["x", "x"]})
    assert TWO.changed("b", ["", "", "z"]) == Sheet([2, 3, 4], {"a": ["1", "2", "3"], "b": ["", "", "z"]})


def test_of_two_sheets_the_columns_that_both_have_stand_in_the_order_of_the_second():
    other = Sheet([7], {"c": ["!"], "b": ["z"], "a": ["9"]})
    joined = TWO.followed_by(other)
    assert joined == Sheet([2, 3, 4, 7], {"b": ["x", "y", "x", "z"], "a": ["1", "2", "3", "9"]})
    assert list(joined.columns) == ["b", "a"]


def test_a_frame_becomes_a_sheet_of_text():
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    frame = pd.DataFrame({"n": [1, 0.25, None], "text": [" deep ", None, f"{mark}light"], "many": [["a"], 7, pd.NA]})
    assert sheet_of(frame) == Sheet(
        [2, 3, 4], {"n": ["1", "0.25", ""], "text": ["deep", "", "light"], "many": ["['a']", "7", ""]}
    )


def test_a_sheet_becomes_a_frame_of_the_types_of_the_dictionary():
    columns = {"modality": ["nmt", ""], "min_minutes": ["30.0", ""], "max_minutes": ["60", "90"]}
    others = {name: ["", ""] for name in TABLES.sessions.columns}
    frame = frame_of("sessions", Sheet([2, 3], others | columns))
    assert frame["min_minutes"].to_list() == [30, pd.NA] and frame["max_minutes"].to_list() == [60, 90]
    assert frame["modality"].to_list() == ["nmt", ""]
    assert [str(frame[name].dtype) for name in columns] == ["str", "Int64", "Int64"]


def test_a_list_in_a_cell_of_a_frame_is_text_of_a_sheet():
    assert sheet_of(pd.DataFrame({"sites": [[1, 2]]})).cells("sites") == ["[1, 2]"]


# The switchboard


def applied(*rows):
    """The kit's sheets as settings make them, and what is wrong with the settings: row, column and sentence."""
    settings = tuple(Setting(line, *row, *[""] * (3 - len(row))) for line, row in enumerate(rows, 2))
    sheets, problems = switchboard.apply(Switchboard(settings), KIT)
    assert all((each.kind, each.file) == (Kind.CELL, "switchboard.csv") for each in problems)
    return sheets, [(each.line, each.column, each.text) for each in problems]


LEAVE = "Leave this cell empty."
BASES = 'rules.csv without a weight_note, reason_to_choose or named_elsewhere. Did you mean "named_elsewhere"?'
TO_100 = "Allowed: a whole number from 1 to 100, in digits only."
WORD_OF = "Allowed: modalities, questions, answers or regions, a dot and an id, such as modalities.nmt."


@pytest.mark.parametrize("rows, problems", [
    ([("folder", "x", "there")], [(2, "id", f'found "x". {LEAVE}')]),
    ([("folder", "", "there")], []),
    ([("hide_modality", "dtm", "x")], [(2, "value", f'found "x". {LEAVE}')]),
    ([("hide_question", "visits", "x")], [(2, "value", f'found "x". {LEAVE}')]),
    ([("hide_modality", "dtn")], [(2, "id", 'found "dtn". Allowed: what stands in modalities.csv, nmt or dtm. Did you '
        'mean "dtm"?')]),
    ([("hide_modality", "dtm"), ("hide_modality", "nmt")], [(3, "id", "all modalities would be hidden. Leave at least "
        "one.")]),
    ([("hide_question", "visit")], [(2, "id", 'found "visit". Allowed: what stands in questions.csv, health_flags, '
        'pain_pattern, pain_areas, conditions, goals, pressure, minutes or visits. Did you mean "visits"?')]),
    ([("hide_question", "health_flags")], [(2, "id", 'found "health_flags". This question cannot be hidden: a client '
        "is asked about safety first, in every class.")]),
    ([("points", "named_here", "3")], [(2, "id", f'found "named_here". Allowed: what stands in {BASES}')]),
    ([("points", "named_elsewhere", "three")], [(2, "value", f'found "three". {TO_100}')]),
    ([("points", "named_elsewhere", "1.5"), ("points", "reason_to_choose", "0")],
        [(2, "value", f'found "1.5". {TO_100}'), (3, "value", f'found "0". {TO_100}')]),
    ([("points", "named_elsewhere", "101"), ("points", "reason_to_choose", "")],
        [(2, "value", f'found "101". {TO_100}'), (3, "value", f'found "". {TO_100}')]),
    ([("points", "named_elsewhere", "100"), ("points", "reason_to_choose", "1")], []),
    ([("word", "modalitys.dtm", "Deep")], [(2, "id", f'found "modalitys.dtm". {WORD_OF} Did you mean "modalities"?')]),
    ([("word", "dtm", "Deep")], [(2, "id", f'found "dtm". {WORD_OF}')]),
    ([("word", "modalities.dtn", "Deep")], [(2, "id", 'found "modalities.dtn". Allowed: what stands in modalities.csv, '
        'modalities.nmt or modalities.dtm. Did you mean "modalities.dtm"?')]),
    ([("word", "modalities", "Deep")], [(2, "id", 'found "modalities". Allowed: what stands in modalities.csv, '
        'modalities.nmt or modalities.dtm. Did you mean "modalities.dtm"?')]),
    ([("word", "modalities.dtm")], [(2, "value", "the cell is empty. Needed: the word that the class reads.")]),
    ([("word", "modalities.dtm", "Neuromuscular therapy")], [(2, "value", 'found "Neuromuscular therapy", the name of '
        "another modality already.")]),
    ([("word", "modalities.dtm", "Swedish massage")], [(2, "value", 'found "Swedish massage", the name of another '
        "modality already.")]),
    ([("short_name", "dtn", "DT")], [(2, "id", 'found "dtn". Allowed: what stands in modalities.csv, nmt or dtm. Did '
        'you mean "dtm"?')]),
    ([("short_name", "dtm")], [(2, "value", "the cell is empty. Needed: the short name that the class reads.")]),
    ([("short_name", "dtm", "NMT")], [(2, "value", 'found "NMT", the short name of another modality already.')]),
    ([("short_name", "dtm", "DTM"), ("word", "modalities.nmt", "Neuromuscular therapy")], []),
])  # fmt: skip
def test_what_is_wrong_with_a_setting_is_said_word_for_word(rows, problems):
    assert applied(*rows)[1] == problems


def test_a_setting_that_is_wrong_does_not_hide_the_others():
    sheets, problems = applied(("word", "modalities.dtm"), ("word", "modalities.nmt", "Neuro"))
    assert len(problems) == 1 and sheets["modalities"].cells("name") == ["Neuro", "Deep tissue massage"]


def test_points_are_set_where_no_note_says_why_they_differ():
    sheets, _ = applied(("points", "named_elsewhere", "7"), ("points", "reason_to_choose", "9.0"))
    before = KIT["rules"].together("basis", "weight_note", "points")
    new = {"named_elsewhere": "7", "reason_to_choose": "9"}
    assert sheets["rules"].cells("points") == [points if note else new[basis] for basis, note, points in before]
    assert "7" in sheets["rules"].cells("points") and "1" in sheets["rules"].cells("points")


def test_the_points_that_can_be_set_are_those_of_rules_without_a_note():
    bases = KIT["rules"].cells("basis")
    notes = ["so" if basis == "named_elsewhere" else "" for basis in bases]
    sheets = KIT | {"rules": KIT["rules"].changed("weight_note", notes)}
    _, [problem] = switchboard.apply(Switchboard((Setting(2, "points", "named_elsewhere", "3"),)), sheets)
    assert problem.text.endswith("what stands in rules.csv without a weight_note, reason_to_choose.")


def test_very_many_settings_or_faults_are_not_looked_at_one_by_one(monkeypatch):
    wrong = [Setting(line, "hide_modality", "x", "") for line in range(2, 24)]
    sheets, problems = switchboard.apply(Switchboard(tuple(wrong)), KIT)
    text = "so many settings are wrong that not all were looked at. Mend these first, and check again."
    assert sheets is KIT and len(problems) == 21 and problems[-1] == Problem.of_file("switchboard.csv", text)
    monkeypatch.setattr(switchboard, "MAX_SETTINGS", 2)
    assert len(switchboard.apply(Switchboard(tuple(wrong[:2])), KIT)[1]) == 2
    text = "the file has 3 settings. Allowed: 2. Keep what the class needs."
    assert switchboard.apply(Switchboard(tuple(wrong[:3])), KIT) == (KIT, [Problem.of_file("switchboard.csv", text)])


def test_a_word_is_set_in_its_row_alone():
    rows = [("word", "answers.pain_pattern.none", "no"), ("word", "questions.visits", "Often?"),
        ("word", "regions.jaw", "jaw joint")]  # fmt: skip
    sheets, problems = applied(*rows)
    assert problems == []
    for table, key, column, word in (("answers", 2, "label", "no"), ("questions", 7, "label", "Often?")):
        before = KIT[table].cells(column)
        assert sheets[table].cells(column) == [*before[:key], word, *before[key + 1 :]]
    at = KIT["regions"].cells("region").index("jaw")
    changed = [n for n, name in enumerate(sheets["regions"].cells("name")) if name != KIT["regions"].cells("name")[n]]
    assert changed == [at] and sheets["regions"].cells("name")[at] == "jaw joint"


def test_what_is_hidden_goes_last_and_takes_along_what_points_at_it():
    sheets, problems = applied(
        ("hide_question", "visits"),
        ("hide_modality", "dtm"),
        ("word", "modalities.dtm", "Deep"),
        ("word", "questions.visits", "Often?"),
    )
    assert problems == []
    assert sheets["modalities"].cells("modality") == ["nmt"] and "visits" not in sheets["questions"].cells("question")
    assert set(sheets["rules"].cells("modality")) == {"nmt"} and "visits" not in sheets["answers"].cells("question")
    names = dict(sheets["named_modalities"].together("named_modality", "name"))
    assert names["dtm"] == "Deep", "studies and websites go on to name it"
    assert sheets["cautions"].cells("flag") == KIT["cautions"].cells("flag")


def test_without_settings_the_tables_stay():
    assert switchboard.apply(Switchboard(), KIT) == (KIT, [])


def read_board(folder, text, *others):
    """What is read of a switchboard in a folder with other files."""
    (folder / "Switchboard.CSV").write_text(text, encoding="utf-8")
    for name in others:
        (folder / name).write_text("", encoding="utf-8")
    return switchboard.read(folder, files_in(folder))


HEAD = "setting,id,value,note\n"


@pytest.mark.parametrize("text, others, line, column, says", [
    ("folder,,.,\nfolder,x,.,", [], 3, "setting", '"folder" stands in row 2 already. Keep one row.'),
    ("hide_modality,dtm,,\nfolder,,,", [], 3, "value", "the cell is empty. Needed: the name of a folder, seen from the "
        "folder of this file."),
    ("folder,,nowhere,", ["notes.txt"], 2, "value", 'found "nowhere", and there is no such folder, seen from the '
        "folder of this file."),
    (f"folder,,{'a' * 300},", [], 2, "value", f'found "{quotable("a" * 300)}", and there is no such folder, seen from '
        "the folder of this file."),
    ("folder,,.,", ["a.csv", "b.CSV", "c.csv", "d.csv", "e.txt"], 2, "value", "the tables of another folder are asked "
        "for, but a.csv, b.CSV and c.csv would then not be read. Move the tables there, or delete this row."),
    ("hide,dtm,,", [], 2, "setting", 'found "hide". Allowed: hide_modality, hide_question, points, word, short_name or '
        "folder."),
])  # fmt: skip
def test_what_is_wrong_in_a_file_of_settings_is_said_word_for_word(tmp_path, text, others, line, column, says):
    board = read_board(tmp_path, HEAD + text, *others)
    assert board.problems == (Problem.in_cell("switchboard.csv", line, column, says),)
    assert board.folder is None


def test_what_is_right_in_a_file_of_settings_is_read(tmp_path):
    no_board = [File("notes.csv", 0, 5, is_folder=False), File("switchboard.csv", 0, -1, is_folder=False)]
    assert switchboard.read(tmp_path, no_board) == Switchboard()
    (tmp_path / "deep").mkdir()
    board = read_board(tmp_path, f"{HEAD}word,modalities.dtm,Deep,mine\nfolder,,deep,")
    settings = (Setting(2, "word", "modalities.dtm", "Deep"), Setting(3, "folder", "", "deep"))
    assert board == Switchboard(settings, (), tmp_path / "deep", rows=2)
    board = read_board(tmp_path, f"{HEAD[1:]}word,modalities.dtm,Deep,")
    assert board.settings == () and board.folder is None and board.problems
    board = read_board(tmp_path, f"{HEAD}hide,dtm,,\nword,modalities.dtm,Deep,")
    assert board.settings == (Setting(3, "word", "modalities.dtm", "Deep"),) and len(board.problems) == 1


def test_what_is_wrong_in_a_file_of_settings_leaves_the_other_settings_and_their_number(tmp_path):
    empty = read_board(tmp_path, "")
    assert (empty.settings, empty.rows) == ((), 0) and "the file is empty" in empty.problems[0].text
    unread = read_board(tmp_path, f"{HEAD}word,a,b,c,d,e\nword,modalities.dtm,Deep,")
    assert (unread.settings, unread.rows, len(unread.problems)) == ((), 1, 1)
    deep = "word,modalities.dtm,Deep,"
    board = read_board(tmp_path, f"{HEAD}{deep}\n{deep}\nhide,x,,\nfolder,,nowhere,")
    assert board.settings == (Setting(2, *deep.split(",")[:3]), Setting(5, "folder", "", "nowhere")) and board.rows == 4
    assert [(each.file, each.line, each.column) for each in board.problems] == [
        ("switchboard.csv", 4, "setting"), ("switchboard.csv", 3, "id"), ("switchboard.csv", 5, "value"),
    ]  # fmt: skip
    assert 'found "word" with "modalities.dtm" a second time; it stands in row 2' in board.problems[1].text


# Tables to read


def test_a_table_to_read_has_words_for_ids_and_all_digits():
    rows = pd.Series([True, False])
    shown = show.show_table(TABLES, "sessions", ["modality", "min_minutes", "frequency", "scope_note"], rows).frame
    assert list(shown) == ["Modality", "Shortest usual session (minutes)", "How often", *list(shown)[3:]]
    assert shown.iloc[0].to_list()[:3] == ["Neuromuscular therapy", "30", "several visits"] and len(shown) == 1
    assert shown.iloc[0, 3] == TABLES.sessions["scope_note"][0]


def test_a_table_to_read_calls_questions_and_answers_as_the_form_does():
    shown = show.show_table(TABLES, "rules", ["question", "answer", "points"], TABLES.rules.index < 2).frame
    label = TABLES.questions.set_index("question")["label"]["pain_pattern"]
    assert shown.to_numpy().tolist() == [
        [label, "in one specific spot or area", "2"],
        [label, "throughout the body", "2"],
    ]


def test_a_number_that_is_not_there_is_left_blank_in_a_table_to_read():
    shown = show.show_table(TABLES, "questions", ["minimum"]).frame
    assert shown.iloc[:, 0].to_list() == ["", "", "", "", "", "", "0", ""]


def test_a_heading_has_a_unit_that_its_title_lacks_and_a_word_of_a_list_is_read_as_words():
    assert list(show.show_table(TABLES, "rules", ["points"]).frame) == ["Points"]
    shown = show.show_table(TABLES, "hands", ["layer", "basis"]).frame
    assert shown.iloc[1].to_list() == ["", "source and our drawing"], "a technique may be meant for no layer"
    shown = show.show_table(TABLES, "techniques", ["work"]).frame
    assert "trigger point work" in shown.iloc[:, 0].to_list()


def test_a_source_is_cited_with_a_link_to_its_address():
    tables = TABLES.replace(
        sources=TABLES.sources.assign(author="Lee", published="2020", title="x", address="https://a.bc")
    )
    page = show.show_table(tables, "sessions", ["source_id", "frequency"])._repr_html_()
    assert (
        page.count('<a href="https://a.bc"') == 2 and page.count(">Lee (2020). x</a>") == 2 and ">regular</td>" in page
    )


def test_a_column_that_is_not_there_is_said_with_the_nearest():
    with pytest.raises(KitError) as caught:
        show.show_table(TABLES, "aims", ["modalty"])
    columns = list(TABLES.aims.columns)
    assert str(caught.value) == (
        f'The table "aims" has no column "modalty". Did you mean "modality"? It has: '
        f"{', '.join(columns[:-1])} and {columns[-1]}."
    )


def test_a_table_to_read_is_a_page_and_a_text():
    shown = show.ReadableTable(pd.DataFrame({"Sites": [3], "Work": ["deep & slow"]}))
    assert repr(shown) == " Sites        Work\n     3 deep & slow"
    page = shown._repr_html_()
    assert (
        page.count("<td") == page.count("<th ") == 2
        and page.count("<tr>") == 2
        and ">Sites</th>" in page
        and ">3</td>" in page
        and ">deep &amp; slow</td>" in page
    )
    named = show.ShownTable({"Sites": [3]}, index=pd.Index(["deep"], name="Pressure"))._repr_html_()
    assert '<tr><th scope="row" style="text-align: left">deep</th><td style="text-align: left">3</td></tr>' in named


def cells(*texts, head=()):
    """A row of a table in HTML, of which the first cells are headings."""
    left = 'style="text-align: left"'
    heads = [f'<th scope="row" {left}>{text}</th>' for text in head]
    return f"<tr>{''.join([*heads, *(f'<td {left}>{text}</td>' for text in texts)])}</tr>"


def test_a_table_without_a_named_index_shows_its_columns_alone():
    page = show.ShownTable({"Sites": [3, 5], 4: ["x & y", "z"]})._repr_html_()
    assert page.partition("<tbody>")[2] == f"{cells(3, 'x &amp; y')}{cells(5, 'z')}</tbody></table>"
    assert [">Sites</th>" in page, ">4</th>" in page, page.count("<th ")] == [True, True, 2]


def test_a_long_table_opens_with_ten_rows_and_the_rest_is_folded():
    page = show.long_table([[n, f"<{n}>"] for n in range(12)], ["a", "b"], row_heads=True, caption="Said")
    rows = [cells(f"&lt;{n}&gt;", head=[n]) for n in range(12)]
    heads = page.partition("<thead>")[2].partition("</thead>")[0]
    assert page == (
        f'<div class="ml-long-table"><table><caption>Said</caption><thead>{heads}</thead><tbody>{"".join(rows[:10])}'
        f"</tbody></table><details><summary>Show the other 2 rows</summary><table><thead>{heads}</thead><tbody>"
        f"{rows[10]}{rows[11]}</tbody></table></details></div>"
    )


# A school's tables over the kit's


def test_sources_of_the_kit_stand_before_the_schools_and_of_two_with_one_id_the_schools_counts():
    own, kit = sheet_from("source_id,title|b,ours|x,also ours"), sheet_from("source_id,title|a,theirs|b,theirs too")
    joined = Sheet([2, 2, 3], {"source_id": ["a", "b", "x"], "title": ["theirs", "ours", "also ours"]})
    assert school.with_sources_of_kit({"sources": own}, {"sources": kit}) == {"sources": joined}
    assert school.with_sources_of_kit({"sources": own}, {}) == {"sources": own}
    assert school.with_sources_of_kit({"aims": own}, {"sources": kit}) == {"aims": own}
    nameless = {"sources": sheet_from("title|ours")}
    assert school.with_sources_of_kit(nameless, {"sources": kit}) == nameless


def test_the_ids_of_tables_whose_key_is_one_column():
    sheets = {
        "questions": sheet_from("question,answers_from|goals,answers|flags,cautions"),
        "answers": sheet_from("question,answer|goals,rest"),
        "modalities": sheet_from("name|Deep"),
        "regions": sheet_from("region|jaw|hip"),
    }
    assert school.ids_of(sheets) == {"questions": {"goals", "flags"}, "regions": {"jaw", "hip"}}
    assert school.ids_of_kit(sheets) == {"questions": {"goals"}, "regions": {"jaw", "hip"}}
    assert school.ids_of_kit({}) == {"questions": set()}


def fitted(**own):
    """The kit's tables fitted to those of a school."""
    return school.fit_kit_to_school(own, {name: sheet for name, sheet in KIT.items() if name not in own})


def test_what_the_kit_says_of_a_modality_that_is_not_there_is_left_out_and_counted():
    found = fitted(modalities=KIT["modalities"].without("modality", {"dtm"}))
    assert found.problems == [] and found.sheets["sessions"].cells("modality") == ["nmt"]
    for table in ("sessions", "focus", "benefits", "techniques", "rules"):
        assert found.left_out[table] == KIT[table].cells("modality").count("dtm") > 0
    assert found.sheets["cautions"] == KIT["cautions"] and found.left_out["cautions"] == 0


def test_places_of_the_kit_on_a_side_that_a_school_does_not_have_are_left_out_and_counted():
    region = KIT["caution_sites"].together("region", "view")[0][0]
    views = [view if each != region else "back" for each, view in KIT["regions"].together("region", "view")]
    found = fitted(regions=KIT["regions"].changed("view", views))
    assert found.problems == []
    for table in ("caution_sites", "trigger_points"):
        wrong = KIT[table].together("region", "view").count((region, "front"))
        assert found.left_out[table] == wrong == len(KIT[table].lines) - len(found.sheets[table].lines)
    assert found.left_out["caution_sites"] > 0


def test_a_caution_stays_where_the_answer_that_reminds_of_it_is_gone():
    flag, answer = next(
        row for row in KIT["cautions"].together("flag", "answer") if row[1] in KIT["answers"].cells("answer")
    )
    answers = KIT["answers"].without("answer", {answer})
    found = fitted(answers=answers)
    assert found.problems == [] and answer not in found.sheets["cautions"].cells("answer")
    assert found.sheets["cautions"].cells("flag") == KIT["cautions"].cells("flag")
    own = fitted(answers=answers, cautions=KIT["cautions"])  # In the school's own row it is wrong.
    assert {(each.file, each.column) for each in own.problems} == {("cautions.csv", "answer")}
    assert f'found "{answer}"' in own.problems[0].text and flag in own.sheets["cautions"].cells("flag")


def test_what_does_not_fit_for_two_reasons_is_counted_together():
    sites = KIT["caution_sites"].together("region", "view")
    gone, turned = sites[0][0], next(region for region, _ in sites if region != sites[0][0])
    regions = KIT["regions"].without("region", {gone})
    views = ["back" if each == turned else view for each, view in regions.together("region", "view")]
    found = fitted(regions=regions.changed("view", views))
    wrong = [region == gone or (region, view) == (turned, "front") for region, view in sites]
    assert found.problems == [] and found.left_out["caution_sites"] == sum(wrong)
    assert 0 < [region for region, _ in sites].count(gone) < sum(wrong)


def test_a_case_of_the_kit_with_an_answer_that_does_not_fit_is_left_out_as_a_whole():
    questions = KIT["questions"]
    found = fitted(questions=questions.changed("maximum", [cell and "60" for cell in questions.cells("maximum")]))
    longer = {
        case for case, minutes in KIT["case_answers"].together("case", "minutes") if minutes and int(minutes) > 60
    }
    assert longer and found.problems == [] and found.left_out["cases"] == len(longer)
    assert found.left_out["case_answers"] == sum(case in longer for case in KIT["case_answers"].cells("case"))
    assert not longer & {*found.sheets["cases"].cells("case"), *found.sheets["case_answers"].cells("case")}


def test_a_table_of_a_school_without_one_of_its_columns_is_checked_beside_its_others():
    misspelt = sheet_from("trem,meaning,source_id,source_section|a,b,nobody,d")
    [problem] = fitted(glossary=misspelt).problems
    assert (problem.file, problem.column) == ("glossary.csv", "source_id") and 'found "nobody"' in problem.text
    aims = KIT["aims"].changed("source_id", ["nobody"] * len(KIT["aims"].lines))
    assert [each.file for each in fitted(glossary=misspelt, aims=aims).problems] == ["aims.csv", "glossary.csv"]
