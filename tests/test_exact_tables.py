"""What checked tables hand out, how problems are put together, and how a file is written: word for word."""

import copy
import os
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from modality_lab import load_tables
from modality_lab.tables import loading, writing
from modality_lab.tables.checked_tables import Tables
from modality_lab.tables.citations import SourceList, citation, citations, show_sources
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.tables.frames import frame_of, sheet_of
from modality_lab.tables.problem import (
    Kind,
    Problem,
    TableError,
    are_in_a_table,
    by_file,
    first_problems,
    number_of_problems,
    raise_if_wrong,
    said_once,
)
from modality_lab.tables.sheet import Sheet
from modality_lab.words import KitError

KIT = load_tables()


# Checked tables


def glossary_of(*terms):
    rows = len(terms)
    cells = {"term": list(terms), "meaning": ["so"] * rows, "source_id": ["us"] * rows, "source_section": [""] * rows}
    return Sheet(list(range(2, rows + 2)), cells)


def tables_of(folder=Path("school"), not_read=()):
    sheets = {"glossary": glossary_of("hold", "stroke"), "aims": Sheet([], {})}
    ready = {"aims": pd.DataFrame({"aim": ["x"]})}
    return Tables(folder, sheets, {"soap": 3}, {"aims": {"y"}}, ready, not_read)


def test_tables_know_where_they_are_from_and_hand_out_copies():
    tables = tables_of(not_read=iter([Problem.of_file("a.xlsx", "x")]))
    assert (tables.folder, tables.from_kit, tables.not_here) == (Path("school"), {"soap": 3}, {"aims": {"y"}})
    assert tables.not_read == (Problem.of_file("a.xlsx", "x"),)
    mine = tables.glossary
    mine["term"] = "changed"
    assert tables.glossary["term"].to_list() == ["hold", "stroke"]
    assert tables.aims["aim"].to_list() == ["x"], "a frame that is ready is used"
    assert {"glossary", "aims", "replace"} <= set(dir(tables))


def test_tables_say_what_they_are_and_which_they_have():
    assert repr(tables_of()) == "Tables with their number of rows: glossary (2), aims (0)"
    not_read = [Problem.of_file(name, "x") for name in ("a.xlsx", "b.csv")]
    assert repr(tables_of(not_read=not_read)).endswith("aims (0). Not read: a.xlsx and b.csv.")
    with pytest.raises(AttributeError) as caught:
        _ = tables_of().glosary
    says = 'There is no table "glosary". Did you mean "glossary"? The tables are: glossary and aims.'
    assert str(caught.value) == says
    assert copy.copy(tables_of()).folder == Path("school"), "while it is copied nothing is there"


def test_the_answers_of_all_questions_are_one_table():
    assert list(KIT.offered_answers) == ["question", "answer", "label", "group"]
    assert KIT.offered_answers.iloc[0].to_list()[:1] == ["health_flags"] and KIT.offered_answers["group"][0] != ""
    assert KIT.questions_about_safety == {"health_flags"}


def test_an_exchanged_table_is_checked_and_the_others_stay():
    sheets = {name: sheet_of(getattr(KIT, name)) for name in dictionary()}
    kit = Tables(KIT_FOLDER, sheets, {"soap": 3}, {"aims": {"y"}}, None, [Problem.of_file("a.xlsx", "x")])
    new = kit.replace(glossary=kit.glossary.head(2), soap=kit.soap.head(1))
    assert (len(new.glossary), len(new.soap), new.folder) == (2, 1, KIT_FOLDER)
    assert (new.from_kit, new.not_here, new.not_read) == ({"soap": 3}, {"aims": {"y"}}, kit.not_read)
    assert new.aims.equals(KIT.aims) and new.offered_answers.equals(kit.offered_answers)


def test_what_is_wrong_with_exchanged_tables_is_said_for_all_of_them():
    with pytest.raises(TableError) as caught:
        KIT.replace(glossary=KIT.glossary.drop(columns="term"), soap=KIT.soap.rename(columns={"part": "parts"}))
    assert caught.value.folder == KIT.folder
    assert [(each.kind, each.file, each.line, each.column) for each in caught.value.problems] == [
        (Kind.COLUMN, "glossary.csv", 1, "term"), (Kind.COLUMN, "soap.csv", 1, "part"),
    ]  # fmt: skip
    with pytest.raises(TableError) as caught:
        KIT.replace(glossary=KIT.glossary.assign(source_id="nobody"))
    assert caught.value.folder == KIT.folder
    assert {(each.file, each.column) for each in caught.value.problems} == {("glossary.csv", "source_id")}


# Problems


def cell(line, text="x", column="c", file="a.csv"):
    return Problem.in_cell(file, line, column, text)


def test_a_problem_says_its_place_and_holds_no_mark_that_turns_a_line_round():
    assert str(Problem.of_file("a.csv", "gone.")) == "a.csv: gone."
    assert str(Problem(Kind.ROW, "a.csv", 3, "", "odd.")) == "a.csv, row 3: odd."
    assert str(Problem(Kind.COLUMN, "a.csv", 0, "c", "odd.")) == 'a.csv, column "c": odd.'
    odd = Problem.in_cell("a\n.csv", 3, "c\t\u202e", "x\u2028y")
    assert (odd.file, odd.column, odd.text) == ("a .csv", "c \ufffd", "x y")
    assert (cell(1).kind, Problem.of_file("a", "b").kind) == (Kind.CELL, Kind.FILE)


def test_problems_are_sorted_by_place_whatever_they_are_about():
    first, second = Problem(Kind.UNREAD, "a.csv", 2, "b", "x", also=(9,)), Problem(Kind.CELL, "a.csv", 2, "b", "x")
    assert first == second and sorted([cell(2, column="d"), second, cell(1)]) == [cell(1), second, cell(2, column="d")]


def test_the_same_in_many_rows_is_said_once():
    say = 'found "{}".'.format
    goes = "The same goes for row"

    def texts(*rows):
        return [(each.line, each.text, each.also, each.more) for each in first_problems("a.csv", "c", rows, say)]

    assert texts((2, "x"), (3, "x")) == [(2, f'found "x". {goes} 3.', (3,), 0)]
    assert texts(*((line, "x") for line in range(2, 6))) == [(2, f'found "x". {goes}s 3, 4 and 5.', (3, 4, 5), 0)]
    assert texts(*((line, "x") for line in range(2, 7)))[0][1] == f'found "x". {goes}s 3, 4, 5 and 1 more.'
    assert texts(*((line, "x") for line in range(2, 2006)))[0][1] == f'found "x". {goes}s 3, 4, 5 and 2,000 more.'
    many = texts(*((line, str(line)) for line in range(20)))
    assert len(many) == 20 and many[-1] == (19, 'found "19".', (), 0)
    more = texts((1, "0"), *((line, str(line)) for line in range(22)), (30, "21"))
    assert len(more) == 20 and more[0][2] == (0,) and more[-1] == (19, 'found "19".', (), 3)
    assert first_problems("a.csv", "c", [], say) == []
    about = first_problems("a.csv", "c", [(2, "x")], say, Kind.ROW)[0]
    assert (about.kind, about.file, about.column) == (Kind.ROW, "a.csv", "c")
    assert first_problems("a.csv", "c", [(2, "x")], say)[0].kind is Kind.CELL


def test_the_same_of_many_problems_is_said_once():
    problems = [cell(2), cell(3, "y"), cell(4), cell(2), cell(5, column="d"), cell(6, file="b.csv")]
    assert [(each.file, each.line, each.column, each.text, each.also) for each in said_once(problems)] == [
        ("a.csv", 2, "c", "x The same goes for row 4.", (4,)), ("a.csv", 3, "c", "y", ()), ("a.csv", 5, "d", "x", ()),
        ("b.csv", 6, "c", "x", ()),
    ]  # fmt: skip


def test_problems_are_counted_with_those_that_are_not_listed():
    problems = [Problem(Kind.CELL, "a.csv", 2, "c", "x", more=4, also=(3, 4)), cell(7)]
    assert number_of_problems(problems) == 8 and number_of_problems([]) == 0
    many = [*problems, *(cell(line) for line in range(10, 30)), cell(3, file="b.csv")]
    found = [(file, len(shown), others) for file, shown, others in by_file(many)]
    assert found == [("a.csv", 20, 2 + 4), ("b.csv", 1, 0)]
    assert are_in_a_table([Problem.of_file("a", "x"), cell(2)])
    assert not are_in_a_table([Problem.of_file("a", "x"), Problem(Kind.NO_TABLE, "b", 0, "", "x")])


def test_the_error_says_all_problems_in_order_and_what_to_do():
    raise_if_wrong(Path("school"), iter([]))
    with pytest.raises(TableError) as caught:
        raise_if_wrong(
            Path("school"), iter([cell(9, "is odd."), Problem.of_file("a.csv", "is old."), cell(9, "so.", "b")])
        )
    begins = 'The tables in the folder "school" cannot be used yet: '
    assert str(caught.value) == (
        f"{begins}3 problems to mend.\n  a.csv: is old.\n"
        '  a.csv, row 9, column "b": so.\n  a.csv, row 9, column "c": is odd.\n'
        "Mend these in your spreadsheet, save as CSV, and run this again."
    )
    assert (caught.value.folder, caught.value.count) == (Path("school"), 3)
    assert [each.text for each in TableError(Path(), [cell(9, "b"), cell(9, "a")]).problems] == ["b", "a"]
    assert str(TableError(Path("school"), [Problem.of_file("a.csv", "is old.")])) == (
        f"{begins}1 problem to mend.\n  a.csv: is old.\nPut this right, and run this again."
    )
    many = str(TableError(Path("s" * 300), [cell(line) for line in range(22)]))
    assert f'folder "{"s" * 197}…" cannot' in many and "\n  a.csv: and 2 more problems in this file.\nMend" in many


# Loading


def test_a_folder_is_read_over_the_kit(tmp_path):
    KIT.glossary.head(3).to_csv(tmp_path / "glossary.csv", index=False)
    (tmp_path / "prices.csv").write_text("a,b\n")
    outcome = loading.read_tables(str(tmp_path))
    assert (outcome.folder, outcome.problems, outcome.rows) == (tmp_path, (), {"glossary.csv": 3})
    assert list(outcome.own) == ["glossary"] and [each.file for each in outcome.not_read] == ["prices.csv"]
    tables = outcome.usable()
    assert (tables.folder, tables.not_read, len(tables.glossary)) == (tmp_path, outcome.not_read, 3)
    assert set(tables.from_kit) == dictionary().keys() - {"glossary"}
    assert set(tables.from_kit.values()) == {0} and not any(tables.not_here.values() and tables.not_here["modalities"])
    assert tables.not_here["glossary"] == set(KIT.glossary["term"][3:])
    assert loading.read_tables(tmp_path).tables is tables


def test_what_is_wrong_in_a_folder_is_collected(tmp_path):
    (tmp_path / "switchboard.csv").write_text("setting,id,value,note\nhide,dtm,,\n")
    (tmp_path / "glossary.csv").write_text("term,meaning,source_id,source_section\nhold,so,nobody,\n")
    (tmp_path / "aim.csv").write_text("")
    (tmp_path / "prices.csv").write_text("a,b\n")
    (tmp_path / "soap.csv").write_text("<html>")
    outcome = loading.read_tables(tmp_path)
    assert outcome.tables is None and [each.file for each in outcome.problems] == [
        "soap.csv", "aim.csv", "glossary.csv", "glossary.csv", "switchboard.csv",
    ]  # fmt: skip
    assert outcome.rows == {"glossary.csv": 1, "soap.csv": 0, "switchboard.csv": 1}
    assert [each.file for each in outcome.not_read] == ["prices.csv"] and outcome.folder == tmp_path
    with pytest.raises(TableError) as caught:
        outcome.usable()
    assert caught.value.folder == tmp_path and len(caught.value.problems) == 5
    assert loading.read_tables(tmp_path) is not outcome, "what is wrong is looked at again"


def test_a_switchboard_sets_and_leads_to_another_folder(tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "switchboard.csv").write_text("setting,id,value,note\nfolder,,class,\nhide_modality,dtm,,\n")
    (tmp_path / "class" / "Switchboard.csv").write_text("setting,id,value,note\n")
    KIT.glossary.head(3).to_csv(tmp_path / "class" / "glossary.csv", index=False)
    for folder in (tmp_path, tmp_path / "class"):
        (folder / f"prices of {folder.name[:5]}.dat").write_text("a,b\n")
    outcome = loading.read_tables(tmp_path)
    tables = outcome.usable()
    assert outcome.folder == tables.folder == tmp_path / "class" and len(tables.glossary) == 3
    assert tables.modalities["modality"].to_list() == ["nmt"] and tables.not_here["modalities"] == {"dtm"}
    assert outcome.rows == {"glossary.csv": 3, "switchboard.csv": 2}
    asked = "this switchboard is not asked, as the one that has led to this folder counts."
    assert [each.file for each in outcome.not_read] == [
        "prices of class.dat", f"prices of {tmp_path.name[:5]}.dat", "Switchboard.csv",
    ]  # fmt: skip
    assert outcome.not_read[2] == Problem(Kind.NO_TABLE, "Switchboard.csv", 0, "", asked)
    assert outcome.not_read[2].kind is Kind.NO_TABLE
    (tmp_path / "switchboard.csv").write_text("setting,id,value,note\nhide_modality,dtx,,\n")
    (tmp_path / "class" / "glossary.csv").rename(tmp_path / "glossary.csv")
    problems = loading.read_tables(tmp_path).problems
    assert [(each.file, each.line, each.column) for each in problems] == [("switchboard.csv", 2, "id")]


HERE = "there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables."
A_FILE = "this is a file, not a folder. Give the name of the folder that it lies in."
CLOSED = (
    "this folder may not be read. Ask whoever looks after this computer, or copy the folder to a place of your own."
)


def test_a_folder_that_cannot_be_opened_says_why(tmp_path, monkeypatch):
    (tmp_path / "aims.csv").write_text("")
    for name, says in (("gone", HERE), ("aims.csv", A_FILE), ("a\0b", HERE)):
        outcome = loading.read_tables(tmp_path / name)
        assert [(each.kind, each.text) for each in outcome.problems] == [(Kind.FILE, says)]
        assert outcome.problems[0].file == str(tmp_path / name).replace("\0", "\ufffd") and outcome.tables is None

    def closed(_folder):
        raise PermissionError

    assert loading.read_tables("x" * 300).problems[0].file == f"{'x' * 197}…"
    monkeypatch.setattr(loading, "files_in", closed)
    assert loading.read_tables(tmp_path).problems[0].text == CLOSED


def test_the_home_of_a_person_may_be_a_wave(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "school").mkdir()
    KIT.glossary.head(3).to_csv(tmp_path / "school" / "glossary.csv", index=False)
    assert loading.read_tables("~/school").folder == tmp_path / "school"


def test_the_folder_school_beside_the_kit_is_the_class(tmp_path, monkeypatch, capsys):
    kit = tmp_path / "data"
    kit.symlink_to(KIT_FOLDER)
    monkeypatch.setattr(loading, "KIT_FOLDER", kit)
    monkeypatch.setattr(loading, "IS_INSTALLED", False)
    assert loading.read_tables().folder == kit
    (tmp_path / "School ").mkdir()
    KIT.glossary.head(3).to_csv(tmp_path / "School " / "glossary.csv", index=False)
    (tmp_path / "school").write_text("no folder")
    (tmp_path / "School " / "a.dat").write_text("")
    assert load_tables().folder == tmp_path / "School "
    assert capsys.readouterr().out == 'Not read in the folder "School ": a.dat. To see why, run check_tables().\n'
    (tmp_path / "school").unlink()
    (tmp_path / "school").mkdir()
    says = (
        '"School " and "school" lie beside each other, and only one of them can be the class\'s. Keep one, or rename '
        "the other."
    )
    outcome = loading.read_tables()
    assert [(each.file, each.text) for each in outcome.problems] == [("school", says)] and outcome.folder == tmp_path
    monkeypatch.setattr(loading, "IS_INSTALLED", True)
    (tmp_path / "deep" / "work").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "work")
    (tmp_path / "School ").rename(tmp_path / "deep" / "school")
    assert loading.read_tables().folder.resolve() == tmp_path / "deep" / "school"

    def closed(_path):
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", closed)
    assert loading.read_tables().folder.resolve() == tmp_path / "deep" / "school", "it may be there all the same"


def test_a_file_that_the_kit_itself_lacks_is_a_problem_unless_the_school_has_it(tmp_path, monkeypatch):
    kit, own = tmp_path / "data", tmp_path / "own"
    kit.mkdir()
    own.mkdir()
    for path in KIT_FOLDER.glob("*.csv"):
        (kit / path.name).symlink_to(path)
    monkeypatch.setattr(loading, "KIT_FOLDER", kit)
    KIT.glossary.head(3).to_csv(own / "glossary.csv", index=False)
    (kit / "glossary.csv").unlink()
    assert loading.read_tables(own).problems == ()
    assert [each.file for each in loading.read_tables(kit).problems] == ["glossary.csv"]
    (kit / "soap.csv").unlink()
    (kit / "soap.csv").write_text("<html>")
    assert [each.file for each in loading.read_tables(own).problems] == ["soap.csv"]
    (own / "soap.csv").symlink_to(KIT_FOLDER / "soap.csv")
    assert loading.read_tables(own).problems == ()


def test_what_is_not_read_is_said_when_tables_are_loaded(tmp_path, capsys):
    KIT.glossary.head(3).to_csv(tmp_path / "glossary.csv", index=False)
    (tmp_path / "prices.csv").write_text("a,b\n")
    assert len(load_tables(tmp_path).glossary) == 3
    assert capsys.readouterr().out == (
        f"Not read in the folder \"{tmp_path.name}\": prices.csv. To see why, run check_tables('{tmp_path}').\n"
    )
    (tmp_path / "prices.csv").unlink()
    load_tables(tmp_path)
    assert capsys.readouterr().out == ""
    names = [f"{name}.dat" for name in "abcdefg"]
    for last, shown in (
        (6, "a.dat, b.dat, c.dat, d.dat, e.dat and f.dat"),
        (7, "a.dat, b.dat, c.dat, d.dat, e.dat and 2 others"),
    ):
        for name in names[:last]:
            (tmp_path / name).write_text("")
        load_tables(str(tmp_path))
        assert f": {shown}. To see why" in capsys.readouterr().out


def test_tables_or_those_of_the_kit():
    assert loading.tables_or_kit(KIT) is KIT and isinstance(loading.tables_or_kit(None), Tables)
    with pytest.raises(KitError) as caught:
        loading.tables_or_kit("school")
    assert (
        str(caught.value) == "Tables are needed here, and 'school' was given. Load them first: load_tables('school')."
    )


# Sources


SOURCES = pd.DataFrame(
    {
        "source_id": ["zed", "de", "none", "mark", "old"],
        "title": ["Deep <work>", "Slow work", "A page", "[A leaf]", "Old work"],
        "author": ["Zed", "de Vries", "not stated", "not stated", "Adams"],
        "published": ["2020", "not stated", "1999", "not stated", "1950"],
        "address": ["https://example.org/z", "not stated", "https://example.org/n", "not stated", "not stated"],
    },
    index=list("vwxyz"),
)


def test_a_source_is_cited_with_what_is_stated():
    assert citations(SOURCES).to_dict() == {
        "v": "Zed (2020). Deep <work>",
        "w": "de Vries (year not stated). Slow work",
        "x": "A page (1999)",
        "y": "[A leaf] (year not stated)",
        "z": "Adams (1950). Old work",
    }
    assert citations(SOURCES.head(0)).dtype == citations(SOURCES).dtype == "str"
    link = '<a href="https://example.org/n" target="_blank" rel="noopener">A page</a>'
    assert citation(SOURCES.loc["x"]) == f"{link} (1999)"


def test_sources_to_read_stand_in_the_order_of_their_authors_whatever_their_capitals():
    shown = SourceList(SOURCES)
    assert repr(shown).splitlines() == [citations(SOURCES)[place] for place in "yxzwv"]
    assert shown._repr_html_() == "".join(
        ["<ul>", *(f"<li>{citation(SOURCES.loc[place])}</li>" for place in "yxzwv"), "</ul>"]
    )
    assert repr(SourceList(SOURCES.head(0))) == SourceList(SOURCES.head(0))._repr_html_() == "No source."


def test_a_source_that_is_not_there_is_asked_for_with_the_nearest():
    assert repr(show_sources(KIT, ["article", "", "article"])).count("\n") == 0
    with pytest.raises(KitError) as caught:
        show_sources(KIT, ["article_1"])
    says = 'There is no source "article_1". Did you mean "article"? The sources stand in sources.csv.'
    assert str(caught.value) == says


# Files


def test_a_cell_that_would_run_as_a_formula_becomes_a_text():
    runs = ["=1", "+a", "-a", "@a", "\t=1", "\rx", "\nx", "＝1", "＋1", "－1", "＠1", " =1", "\xa0=1", "-2x", "+-2"]
    assert [cell for cell in runs if not writing.runs_as_formula(cell)] == []
    assert [
        cell for cell in ("", "Xa", "X=1", "a=1", "-2", "+2.50", " -2 ", "1", "'=1") if writing.runs_as_formula(cell)
    ] == []
    assert [writing.as_text(cell) for cell in (" =1", 2.5, pd.NA, [1, 2])] == ["' =1", "2.5", "", "[1, 2]"]
    frame = pd.DataFrame({"=a": ["x\r\ny", None], "b": ["@c", 'say "so"']}, index=[7, 8])
    assert writing.csv_text(frame) == '\'=a,b\n"x\r\ny",\'@c\n,"say ""so"""\n'


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    goal = tmp_path / "a.csv"
    assert writing.write_whole(str(goal), "é\n") == goal and goal.read_bytes() == "é\n".encode()
    assert writing.write_whole(goal, b"\xff") == goal and goal.read_bytes() == b"\xff"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    mask = os.umask(0o026)
    try:
        writing.write_whole(goal, "x")
        assert os.umask(0o026) == 0o026 and goal.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(mask)
    (tmp_path / "b").mkdir()
    with pytest.raises(KitError) as caught:
        writing.write_whole(tmp_path / "b", "x")
    assert str(caught.value) == f'"{tmp_path / "b"}" cannot be written: Is a directory. Nothing was changed.'
    with pytest.raises(KitError, match="No such file or directory"):
        writing.write_whole(tmp_path / "gone" / "a.csv", "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b"], "no draft is left"


def test_a_frame_has_the_columns_of_the_dictionary():
    assert list(frame_of("glossary", glossary_of("hold"))) == list(KIT.glossary)
