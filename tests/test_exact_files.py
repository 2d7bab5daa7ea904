"""What is said of a file and of its rows, word for word: what it is, where its table begins, what is passed over."""

import pytest

from modality_lab.tables import records, whole_file
from modality_lab.tables.csv_file import check_head, read_sheet
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.problem import Kind
from modality_lab.tables.records import Records, RowError, read_records
from modality_lab.tables.sheet import Sheet
from modality_lab.words import KitError

ID = {"title": "the id", "type": "string", "constraints": {"required": True, "pattern": "[a-z_]+"}}
COUNT = {"title": "how many", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}}
TEXT = {"title": "why", "type": "string"}


def resource_of(**fields):
    return {"name": "sites", "path": "sites.csv", "schema": {"fields": [{"name": n, **f} for n, f in fields.items()]}}


SITES = resource_of(site=ID, points=COUNT, flank={**TEXT, "constraints": {"enum": ["left", "right"]}}, reason=TEXT)
NAMES = "site,points,flank,reason"
NAMED = "site, points, flank and reason"


def records_from(text):
    """Records from rows that are parted by bars, numbered from 1."""
    rows = [row.split(",") for row in text.split("|")]
    return Records(",", list(range(1, len(rows) + 1)), rows)


def table_from(text, resource=SITES):
    """The table in some rows, or the kind, place and sentence of the problem with them."""
    table = whole_file.table_in(records_from(text), resource)
    if isinstance(table, whole_file.Table):
        return table
    assert table.file == resource["path"]
    return table.kind, table.line, table.column, table.text


FIVE = resource_of(site=ID, points=COUNT, flank=TEXT, reason=TEXT, colour=TEXT)


# Files that are no table


@pytest.mark.parametrize("text, begins", [
    ("  <!DOCTYPE html><p>Sign in</p>", "this is a web page, not a table: often one that asks to sign in first."),
    ("<?xml version='1.0'?>\n<!-- a\nb -->\n<html>", "this is a web page, not a table"),
    ("\ufeff<table><tr>", "this is a web page, not a table"),
    ("<?xml version='1.0'?><rows>", "this is a file for programs (XML), not a table. Open the table in your "
        "spreadsheet"),
    ("<x:row a='1'>", "this is a file for programs (XML)"),
    ("{\\rtf1 site", "this is a document of a word processor, not a table."),
    ('{"site": 1}', "this is a file for programs (JSON), not a table."),
    ("[[1,2]]", "this is a file for programs (JSON)"),
    ("version https://git-lfs.github.com/spec/v1\n", "this only stands for a file that lies elsewhere (Git LFS)"),
    ("diff --git a/x b/x\n", "this is a list of changes, not a table."),
    (f"From {'0' * 40} Mon Sep", "this is a list of changes"),
    ("From: me\nTo: you\n\nsite", "this is an e-mail, not a table. Save the file that is attached to it."),
    ("BEGIN:VCARD\n", "this is an address or a date of a calendar, not a table."),
    ("[InternetShortcut]\nURL=x", "this is a link to a page, not a table. Get the file itself."),
    ("%!PS-Adobe", "this is a document, not a table."), ("ID;PWXL;N;E\n", "this is a spreadsheet of an old kind "
        "(SYLK)"),
    ("| site | points |\n|---|---|\n", "this is a table for a page of text (Markdown), with a row of dashes"),
    ("data:text/csv;base64,c2l0", "this is an address that holds a file, not a table."),
    (" " * 3990 + "<html>", "this is a web page"),
])  # fmt: skip
def test_a_file_that_is_no_table_is_called_what_it_is(text, begins):
    assert whole_file.what_it_is(text).startswith(begins)
    assert whole_file.what_it_is(text).endswith((".", "CSV UTF-8."))


@pytest.mark.parametrize("text", [
    f"{NAMES}\nneck,1,left,<html>", "from,to,subject\n", "id;site\n", "site|points\nneck|1\n", "<5 points,site\n",
    " " * 4000 + "<html>", "[site],points\n", "data,site\n", "indexes: site\n", "From: me\nsite,points\n",
])  # fmt: skip
def test_what_may_be_a_table_is_read(text):
    assert whole_file.what_it_is(text) == ""


# Where the table begins


def test_a_table_has_its_names_in_the_first_row():
    table = table_from(f" {NAMES} |neck,1,left,so|hip,2,,")
    assert table == whole_file.Table(
        1, NAMES.split(","), Records(",", [2, 3], [["neck", "1", "left", "so"], ["hip", "2", "", ""]]), []
    )


def remarks_of(text, resource=SITES):
    """What is passed over in a table: row, column and sentence; and the rows that are left."""
    table = table_from(text, resource)
    assert all(each.file == "sites.csv" for each in table.remarks)
    return [(each.kind, each.line, each.column, each.text) for each in table.remarks], table.records.lines


def test_titles_above_the_names_are_passed_over():
    long = "Sites " * 20
    found, rows = remarks_of(f"{long},,|  ,of , ours |{NAMES}|neck,1,left,so")
    above = "above the names of the columns in row 3. It is passed over."
    assert found == [
        (Kind.ROW, 1, "", f'found "{long[:57]}…" {above}'),
        (Kind.ROW, 2, "", f'found "of ours" {above}'),
    ]
    assert rows == [4] and table_from(f"Sites|{NAMES}|neck,1,left,so").line == 2
    assert table_from(f"{NAMES}|{NAMES}").line == 1
    assert remarks_of(f"points,of sites|{NAMES}|neck,1,left,so")[1] == [3]


def test_names_among_the_first_thirty_rows_are_found():
    rows = "|".join(["note"] * 29)
    assert table_from(f"{rows}|{NAMES}|neck,1,left,so").line == 30
    kind, line, _, text = table_from(f"note|{rows}|{NAMES}|neck,1,left,so")
    assert (kind, line) == (Kind.COLUMN, 1) and text.startswith("no row of the file holds the names of the columns")


def test_rows_of_cells_above_the_names_are_not_passed_over():
    text = (
        "the names of the columns stand in this row, and rows with cells above it. Move the names to row 1, so that "
        "all rows of the table stand below them."
    )
    assert table_from(f"Sites|neck,1,left,|{NAMES}|hip,2,,") == (Kind.COLUMN, 3, "", text)
    assert table_from(f"neck,1, ,|{NAMES}").line == 2


def test_names_that_stand_again_are_passed_over():
    found, rows = remarks_of(
        f"{NAMES},|neck,1,left,so|{NAMES}| site,points,,flank,reason|site,points,x,|hip,2,,|{NAMES},,"
    )
    text = "the row holds the names of the columns again. It is passed over. The same goes for rows 4 and 7."
    assert found == [(Kind.ROW, 3, "", text)] and rows == [2, 5, 6]
    assert remarks_of(f"{NAMES}|neck,site,points,flank")[1] == [2]


def test_sums_at_the_end_are_passed_over():
    found, rows = remarks_of(f"{NAMES}|neck,1,left,so|Total,9.5,,|hip,2,,|,Sum:,44,| Average ,,5.5,")
    said = 'the row holds sums ("{}"). It is passed over.'
    assert found == [(Kind.ROW, 5, "", said.format("Sum:")), (Kind.ROW, 6, "", said.format("Average"))]
    assert rows == [2, 3, 4]
    assert remarks_of(f"{NAMES}|neck,1,left,so|total,9,left,")[1] == [2, 3], "a row that fits is one of its own"
    assert remarks_of(f"{NAMES}|neck,1,left,so|total,9")[1] == [2, 3]
    assert remarks_of(f"{NAMES}|neck,1,left,so|Total,many,,")[1] == [2, 3]
    assert remarks_of(f"{NAMES}|neck,1,left,so|Totally,44,,")[1] == [2, 3]
    assert remarks_of(f"own,{NAMES}|,neck,1,left,so|Total,,44,,")[1] == [2]


def test_a_column_of_its_own_is_named_where_it_is_filled():
    one = "the table has no column of this name, so its cells are not used."
    assert remarks_of(f"{NAMES},flink|neck,1,left,so,x") == (
        [(Kind.COLUMN, 1, "flink", f'{one} Did you mean "flank"?')], [2])  # fmt: skip
    assert remarks_of(f"{NAMES},colour|neck,1,left,so, x")[0] == [(Kind.COLUMN, 1, "colour", one)]
    assert remarks_of(f"{NAMES},colour|neck,1,left,so, |hip,2,,")[0] == []
    many = "the table has no columns of the names colour or size, so their cells are not used."
    assert remarks_of(f"Ours|size,{NAMES},colour,|1,neck,1,left,so,x,y")[0][1:] == [
        (Kind.COLUMN, 2, "", many.replace("colour or size", "size or colour"))
    ]


# What is no table of this name


def test_two_versions_of_rows_are_told():
    text = (
        "rows 2 to 4 hold two versions of the same rows, with marks around them (<<<<<<< and >>>>>>>). Keep the "
        "version that you mean, and delete the other and the rows of marks."
    )
    assert table_from(f"{NAMES}|<<<<<<< HEAD|neck,1,left,|>>>>>>> other|hip,2,,") == (Kind.ROW, 2, "", text)
    assert table_from(f"{NAMES}|<<<<<<< a|neck,1,left,|>>>>>>> b|<<<<<<< a|hip,2,,|>>>>>>> b")[3].startswith(
        "rows 2 to 7 hold"
    )
    assert table_from(f"{NAMES}|<<<<<<<|neck,1,left,|>>>>>>>") == (Kind.ROW, 2, "", text)
    assert table_from(f"{NAMES}|<<<<<<<< x|>>>>>>> |neck,1,left,").line == 1


OTHER = (
    "these are the columns of {0}, not of this table. A spreadsheet saves as CSV only the sheet that is open. Save the "
    "sheet of this table under this name, or call it {0}."
)
GLOSSARY = "term,meaning,source_id,source_section"


def test_the_columns_of_another_table_are_told():
    says = (Kind.COLUMN, 1, "", OTHER.format("glossary.csv"))
    assert table_from(f"{GLOSSARY}|stroke,long,us,1") == says
    assert table_from(" Term,MEANING,source id,source_section,|stroke,long,us,1") == says
    assert table_from(f"Ours|{GLOSSARY}|stroke,long,us,1") == says
    assert table_from("term,meanin,source_id,source_section|stroke,long,us,1") == says, "one may be misspelt"
    assert table_from("term,meanin,source_id,source_sektion|a,b,c,d") != says
    assert table_from("item,choice,text,key,feedback|a,b,c,d,e") == (
        Kind.COLUMN,
        1,
        "",
        OTHER.format("quiz_choices.csv"),
    )
    wider = resource_of(term=TEXT, meaning=TEXT, source_id=TEXT, source_section=TEXT, colour=TEXT)
    assert table_from(f"{GLOSSARY},|stroke,long,us,1,", wider) == says, "it has all of the columns and no other"
    assert table_from(f"{GLOSSARY},ours|stroke,long,us,1,x", wider).line == 1
    assert table_from("term,meanin,source_id,source_section|stroke,long,us,1", wider).line == 1
    evidence = [field["name"] for field in dictionary()["evidence"]["schema"]["fields"]]
    assert table_from(",".join(evidence) + "|x")[3] == OTHER.format("evidence.csv"), "the one of which most is there"
    half = resource_of(term=TEXT, meaning=TEXT, why=TEXT)
    assert table_from(f"{GLOSSARY}|stroke,long,us,1", half) == says
    alike = resource_of(term=TEXT, meaning=TEXT, source_id=TEXT, source_section=TEXT)
    assert table_from(f"{GLOSSARY}|stroke,long,us,1", alike).line == 1
    assert table_from("term,meaning|stroke,long", resource_of(term=TEXT, meaning=TEXT)).line == 1


ROW_1 = f"Row 1 of this table holds the names {NAMED}."


def test_names_that_are_missing_are_asked_for():
    text = "the names of the columns are missing: this row holds cells of the table. Insert a row above it."
    says = (Kind.COLUMN, 1, "", f"{text} {ROW_1}")
    assert table_from("neck,1,left,so|hip,2,,") == table_from("neck,44,left,so") == table_from("neck,1") == says
    assert table_from("neck,1,left,so,,") == says
    assert table_from("neck,x") == says, "one cell may be wrong"
    assert table_from("neck,1", FIVE)[3].startswith("no row of the file holds"), "half of a row is not enough"
    for row in ("neck,44,up,so", "neck", "neck,1,left,so,more"):
        assert table_from(row)[3].startswith("no row of the file holds the names of the columns: it begins with"), row


def test_a_table_on_its_side_is_told():
    text = (
        "the table lies on its side: the names of its columns stand below each other. In your spreadsheet copy it all, "
        "then choose Paste special, Transpose, so that they stand side by side in row 1."
    )
    says = (Kind.COLUMN, 1, "", text)
    assert table_from("x,1|site,neck|points,1") == table_from("a,site,neck|,points,1") == says
    assert table_from("a,b,site|a,b,points|a,b,flank")[3] != text, "they stand in the first or second column"
    assert table_from("x,1|site,neck|y,1")[3] != text and table_from("x,1|site,neck|points,1", FIVE)[3] != text
    assert table_from("a,b,c|x,y|site,z,w|q,r,s", resource_of(site=ID, points=COUNT)).line == 1


def test_a_file_of_something_else_is_quoted():
    begins = f'no row of the file holds the names of the columns: it begins with "Prices of 2026". {ROW_1}'
    says = f"{begins} Is this another file? If it is this table, write the names above its columns."
    assert table_from(" Prices,, of ,2026|a,b,c,d") == (Kind.COLUMN, 1, "", says)
    assert f'"{"x" * 37}…"' in table_from(f"{'x' * 50},44,b|c")[3]


def test_misspelt_names_are_names():
    assert table_from("sites,point,x,y|neck,1,left,so").head == ["sites", "point", "x", "y"]
    assert table_from("sites,point|neck,1").line == 1
    assert table_from("site,points,x,y|a,b", FIVE)[3].startswith("the names of the columns are missing")
    assert table_from("sites,x,,,|neck,1")[3].startswith("the names of the columns are missing")
    assert table_from("a,b|site,points|neck,1").line == 2, "half of the names are enough"


# Rows and cells


def rows_of(text):
    found = read_records(text, NAMES.split(","))
    return found.separator, found.lines, found.rows


@pytest.mark.parametrize("text, separator, lines, rows", [
    ("site,points\nneck,1\n", ",", [1, 2], [["site", "points"], ["neck", "1"]]),
    ("site;points\r\nneck;1", ";", [1, 2], [["site", "points"], ["neck", "1"]]),
    ("site\tpoints\rneck\t1\r", "\t", [1, 2], [["site", "points"], ["neck", "1"]]),
    ("site|points\nneck|1\n", "|", [1, 2], [["site", "points"], ["neck", "1"]]),
    ("sep=;\nsite;points\nneck,x;1", ";", [2, 3], [["site", "points"], ["neck,x", "1"]]),
    ("Sep = ^\n\nsite^points\nneck^1", "^", [3, 4], [["site", "points"], ["neck", "1"]]),
    ('"sep=\\t"\nsite\tpoints', "\t", [2], [["site", "points"]]),
    ("sep=\nsite,points", ",", [2], [["site", "points"]]),
    ("sep=;\nsite,points\nneck;1,2", ",", [2, 3], [["site", "points"], ["neck;1", "2"]]),
    ("\n\n,,\nsite,points\n \n\"\",\nneck,1\n,,\n\n", ",", [4, 7], [["site", "points"], ["neck", "1"]]),
    ("Ours; of 2026\nsite,points\nneck,1", ",", [1, 2, 3], [["Ours; of 2026"], ["site", "points"], ["neck", "1"]]),
    ('site,points\n"a\nb",1\nneck,2', ",", [1, 2, 3], [["site", "points"], ["a\nb", "1"], ["neck", "2"]]),
    ('"site,points"\n"neck,1"\n"""a, b"",2"\n', ",", [1, 2, 3], [["site", "points"], ["neck", "1"], ["a, b", "2"]]),
    ('"site,points";\n\n"neck,1";\n', ",", [1, 3], [["site", "points"], ["neck", "1"]]),
    ('site,points;;\n"""a,b"",1";;\nhip,2;', ",", [1, 2, 3], [["site", "points"], ["a,b", "1"], ["hip", "2"]]),
    ("sep=^\nx^y;z;w\n1^2", "^", [2, 3], [["x", "y;z;w"], ["1", "2"]]),
    ("sep=^\nsite^x;y;z\n1^2", "^", [2, 3], [["site", "x;y;z"], ["1", "2"]]),
    ("site^points^notes in other letters\n1^2^3", "^", [1, 2],
     [["site", "points", "notes in other letters"], ["1", "2", "3"]]),
    ("sep=\\t\nx\ty;z;w", "\t", [2], [["x", "y;z;w"]]), ("sep=\nx;y\n1;2", ";", [2, 3], [["x", "y"], ["1", "2"]]),
    (";;\n" * 31 + "site,points\nneck,1\n", ",", [32, 33], [["site", "points"], ["neck", "1"]]),
    ("site~x,y\n1~2,3", ",", [1, 2], [["site~x", "y"], ["1~2", "3"]]),
    ("site!points!flank!reason & * + / < @\n", "!", [1], [["site", "points", "flank", "reason & * + / < @"]]),
    ("site,points;;\nneck,1;;\n", ",", [1, 2], [["site", "points"], ["neck", "1"]]),
    ('site,points\n"neck,so",\n', ",", [1, 2], [["site", "points"], ["neck,so", ""]]),
    ('"site,points"\n"neck,1"\n', ",", [1, 2], [["site", "points"], ["neck", "1"]]),
    ('site,points\n"neck,1";;\n', ",", [1, 2], [["site", "points"], ["neck", "1"]]),
    ('site;points\n"neck;1"\nhip;"a;b"\n', ";", [1, 2, 3], [["site", "points"], ["neck", "1"], ["hip", "a;b"]]),
    ('site,points\n"neck,""1"\n', ",", [1, 2], [["site", "points"], ['neck,"1']]),
    ("\u200bsite,points\n\ufeffneck,1", ",", [1, 2], [["site", "points"], ["neck", "1"]]),
    ("a;b;c,d\n1;2;3", ";", [1, 2], [["a", "b", "c,d"], ["1", "2", "3"]]), ("neck\n", ",", [1], [["neck"]]),
    ("", ",", [], []), (" ;,\n\n", ",", [], []),
    ("a;b\n" * 30 + "site,points", ";", list(range(1, 32)), [["a", "b"]] * 30 + [["site,points"]]),
    (f"XX{'x' * 990},XX\n" * 110, ",", list(range(1, 111)), [[f"XX{'x' * 990}", "XX"]] * 110),
])  # fmt: skip
def test_the_rows_of_a_file_have_the_numbers_that_a_spreadsheet_shows(text, separator, lines, rows):
    assert rows_of(text) == (separator, lines, rows)


@pytest.mark.parametrize("text, line, says", [
    ('site,points\nneck,1\nhip,"so\nleg,2\n', 3, 'a quotation mark opens before the text "so" and is not closed after '
        'it. Close it, or take it away. A mark within such a text is written twice ("").'),
    ('site;points\n"neck";1\nhip;"so\nleg;2\n', 3, 'a quotation mark opens before the text "so" and is not closed '
        'after it. Close it, or take it away. A mark within such a text is written twice ("").'),
    ('site,points\n"neck,1\nhip,2', 2, 'a quotation mark opens before the text "neck,1" and is not closed after it. '
        'Close it, or take it away. A mark within such a text is written twice ("").'),
    (f'sep=,\nsite,points\nneck,"{"a" * 50}', 3, f'a quotation mark opens before the text "{"a" * 27}…" and is not '
        'closed after it. Close it, or take it away. A mark within such a text is written twice ("").'),
    ('site,"points\nneck', 1, 'a quotation mark opens before the text "points" and is not closed after it. Close it, '
        'or '
        'take it away. A mark within such a text is written twice ("").'),
    ('site,points\n"neck,1"\n"hip" x,2\n', 3, 'a quotation mark opens before the text "hip" x,2" and is not closed '
        'after '
        'it. Close it, or take it away. A mark within such a text is written twice ("").'),
    (f'site,points\nneck,"{"a" * 140_000}"', 2, "a cell of this row is far too long. Allowed: 10,000 letters."),
    (f"site,points\nneck,{'a' * 140_000}", 2, "a cell of this row is far too long. Allowed: 10,000 letters."),
])  # fmt: skip
def test_a_row_that_cannot_be_told_from_the_next_is_named(text, line, says):
    with pytest.raises(RowError) as caught:
        read_records(text, NAMES.split(","))
    assert (caught.value.line, str(caught.value)) == (line, says)


@pytest.mark.parametrize("limit, most, good, bad, says", [
    ("MAX_LINES", 3, "site,points\n" * 3, "site,points\n" * 4, "It has more than 3 lines. Keep the rows that the "
        "class needs."),
    ("MAX_CELLS", 6, "a,b\n" * 3, "a,b\n" * 4, "It has too many cells. Allowed: 6, empty ones too."),
    ("MAX_COLUMNS", 3, "a,b,c,d", "a,b,c,d,e",
     "It has too many columns. Allowed: 3, as many as a spreadsheet has."),
    ("MAX_COLUMNS", 3, "a,b\na,b,c,d", "a,b\na,b,c,d,e",
     "It has too many columns. Allowed: 3, as many as a spreadsheet has."),
])  # fmt: skip
def test_a_file_has_an_end(monkeypatch, limit, most, good, bad, says):
    monkeypatch.setattr(records, limit, most)
    assert read_records(good, NAMES.split(",")).rows
    with pytest.raises(KitError) as caught:
        read_records(bad, NAMES.split(","))
    assert str(caught.value) == says


def test_rows_beyond_those_that_are_read_are_counted(monkeypatch):
    monkeypatch.setattr(records, "MAX_ROWS", 2)
    monkeypatch.setattr(records, "FIRST_ROWS", 1)
    found = read_records("a,b\n" * 7 + ",\n\na,\n", ["a", "b"])
    assert found.lines == [1, 2, 3, 4] and found.more == 4


# The sheet of a file


def sheet_in(folder, text, resource=SITES):
    """The sheet in a file, and what is wrong with it: kind, row, column and sentence."""
    path = folder / "sites.csv"
    path.write_text(text, encoding="utf-8")
    sheet, problems = read_sheet(path, resource)
    assert all(each.file == "sites.csv" for each in problems)
    return sheet, [(each.kind, each.line, each.column, each.text) for each in problems]


def test_the_cells_of_a_file_are_those_of_the_columns_of_its_table(tmp_path):
    sheet, problems = sheet_in(tmp_path, " flank ;site;points;own;reason\nleft; neck ;1;x;so\n\nright;hip;2;\n")
    columns = {"site": ["neck", "hip"], "points": ["1", "2"], "flank": ["left", "right"], "reason": ["so", ""]}
    assert problems == [] and sheet == Sheet([2, 4], columns, 1, sheet.remarks) and list(sheet.columns) == list(columns)
    assert [each.column for each in sheet.remarks] == ["own"]
    assert sheet_in(tmp_path, f"Ours\n{NAMES}\nneck,1,left,so")[0].head_line == 2


def test_a_column_that_may_be_missing_is_empty_then(tmp_path):
    resource = resource_of(
        site=ID, small={**TEXT, "mayBeMissing": True}, points=COUNT, more={**TEXT, "mayBeMissing": True}
    )
    sheet, problems = sheet_in(tmp_path, "site,points,more\nneck,1,so\nhip,2,", resource)
    assert problems == [] and sheet.columns == {
        "site": ["neck", "hip"], "points": ["1", "2"], "more": ["so", ""], "small": ["", ""],
    }  # fmt: skip
    assert [each[2:] for each in sheet_in(tmp_path, "site,small\nneck,so", resource)[1]] == [
        ("points", "the column is missing. Allowed column names are site, small and points.")
    ]


READ = "the file cannot be read. "


@pytest.mark.parametrize("text, kind, line, says", [
    ("<html>", Kind.FILE, 0, "this is a web page, not a table: often one that asks to sign in first. Get the file "
        "again from where it lies, and look at it before you put it here."),
    ("", Kind.FILE, 0, f"the file is empty. Its first row holds the column names: {NAMED}."),
    (f'{NAMES}\nneck,1,left,"so', Kind.UNREAD, 2, 'a quotation mark opens before the text "so" and is not closed '
        'after it. Close it, or take it away. A mark within such a text is written twice ("").'),
    ("PK\x03\x04", Kind.FILE, 0, f"{READ}It is a spreadsheet workbook, not CSV. Open it and choose Save as, CSV "
        f"UTF-8."),
    (f"{GLOSSARY}\na,b,c,d", Kind.COLUMN, 1, OTHER.format("glossary.csv")),
])  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(tmp_path, text, kind, line, says):
    assert sheet_in(tmp_path, text) == (None, [(kind, line, "", says)])


def test_a_file_that_is_not_there_or_has_too_many_rows_says_so(tmp_path, monkeypatch):
    _, problems = read_sheet(tmp_path / "gone.csv", SITES)
    assert [(each.file, each.text) for each in problems] == [
        ("sites.csv", f"{READ}The computer says: No such file or directory.")
    ]
    from modality_lab.tables import csv_file

    monkeypatch.setattr(csv_file, "MAX_ROWS", 1000)
    assert sheet_in(tmp_path, f"{NAMES}\n" + "neck,1,left,so\n" * 1000)[1] == []
    monkeypatch.setattr(records, "MAX_ROWS", 1000)
    assert sheet_in(tmp_path, f"{NAMES}\n" + "neck,1,left,so\n" * 1234) == (
        None, [(Kind.FILE, 0, "", "the file has 1,234 rows. Allowed: 1,000 rows.")]
    )  # fmt: skip


MISSING, ALLOWED = "the column is missing.", f"Allowed column names are {NAMED}."


@pytest.mark.parametrize("head, unnamed, expected", [
    (NAMES, (), []), ("reason,own,points,,site,flank", (), []),
    ("site,flank,reason", (), [(Kind.COLUMN, "points", f"{MISSING} {ALLOWED}")]),
    ("site,point,flank,,", (), [
        (Kind.COLUMN, "points", f'{MISSING} Is it "point"? {ALLOWED}'),
    (Kind.COLUMN, "reason", f"{MISSING} {ALLOWED}")]),
    ("site,points,flank,points,reason,points", (), [
        (Kind.COLUMN, "points", "the columns B, D and F have the same name. Keep one of them.")]),
    (NAMES, (0, 27), [
        (Kind.UNREAD, "", f"column {at} has cells and no name. Write its name into this row, or empty the column.")
        for at in ("A", "AB")]),
])  # fmt: skip
def test_what_is_wrong_with_the_names_of_columns_is_said(head, unnamed, expected):
    problems = check_head("sites.csv", 3, head.split(","), NAMES.split(","), unnamed)
    assert [(each.kind, each.column, each.text) for each in problems] == expected
    assert all((each.file, each.line) == ("sites.csv", 3) for each in problems)
    [problem] = check_head("a.csv", 1, ["low"], ["low", "lows"])
    assert problem.text.startswith("the column is missing. Allowed"), "low is a column of its own"


def misshapen(folder, *rows, head=NAMES):
    """The rows that are left of a file, and row and sentence of what is wrong with the others."""
    sheet, problems = sheet_in(folder, "\n".join([head, *rows]))
    assert all((kind, column) == (Kind.UNREAD, "") for kind, _, column, _ in problems)
    return (sheet and sheet.lines), [(line, text) for _, line, _, text in problems]


HAS = "the row has {} cells and the table 4 columns. "
QUOTES = "Often a text with a {0} in it has no quotation marks around it: put one before and one after it."
LOST = "Is a {} missing?"
NO_NAME = "Column E has no name: write one into the row of the column names, or empty the column."


@pytest.mark.parametrize("row, says", [
    ("neck,1,left", None), ("neck,1", None), ("neck", None), ("neck,1,left,so,,", None), ("neck,1,left,so, ,", None),
    ("neck,1,left so", HAS.format(3) + LOST.format("comma")), ("neck 1,left,so", HAS.format(3) + LOST.format("comma")),
    ("neck,1 left,so", HAS.format(3) + LOST.format("comma")), ("1,left,so", HAS.format(3) + LOST.format("comma")),
    ("neck,44,left", None),
    ("neck,1,left,so,on", HAS.format(5) + NO_NAME),
    ("neck,1,left,so,,on", HAS.format(6) + "Column E has no name: write one into the row of the column names, or "
        "empty the column."),
    ("neck,so,1,left,", None), ("neck,so,1,left,x", HAS.format(5) + QUOTES.format("comma")),
    ("neck,1,left,so,hip,2,right,so", HAS.format(8) + "Are these two rows in one line? Put each row on a line of its "
        "own."),
    ("neck,1,left,so hip,2,right,so", HAS.format(7) + "Are these two rows in one line? Put each row on a line of its "
        "own."),
    ("neck,1,left,so,hip,2,right,so,leg", HAS.format(9) + "Are these several rows in one line? Put each row on a line "
        "of its own."),
    ("neck,1,up,so,hip,2,right,so", HAS.format(8) + QUOTES.format("comma")),
    ("neck,1,left,so,hip,2", HAS.format(6) + "Column E has no name: write one into the row of the column names, or "
        "empty the column."),
])  # fmt: skip
def test_a_row_with_too_few_or_too_many_cells_is_told_what_may_be_amiss(tmp_path, row, says):
    lines, problems = misshapen(tmp_path, row, "hip,2,right,so")
    if says is None:
        assert lines == [2, 3] or problems == []
    else:
        assert (lines, problems) == ([3], [(2, says)])


def test_misshapen_rows_name_what_stands_between_their_cells(tmp_path):
    for mark, name in ((";", "semicolon"), ("\t", "tab"), ("^", 'mark "^"')):
        head = NAMES.replace(",", mark)
        assert misshapen(tmp_path, f"neck{mark}1{mark}left so", head=head) == (
            [],
            [(2, HAS.format(3) + LOST.format(name))],
        )
        assert misshapen(tmp_path, mark.join(["neck", "x", "y", "so", "z"]), head=head)[1] == [
            (2, HAS.format(5) + QUOTES.format(name))
        ]


def test_rows_that_are_amiss_in_one_way_are_said_together_and_after_the_names(tmp_path):
    text = f"{HAS.format(3)}{LOST.format('comma')} The same goes for row 3."
    assert misshapen(tmp_path, "neck,1,left so", "hip,2,right so") == ([], [(2, text)])
    sheet, problems = sheet_in(tmp_path, "site,points,flink,reason\nneck 1,left,so")
    assert sheet is None and [each[:3] for each in problems] == [(Kind.COLUMN, 1, "flank")]
    sheet, problems = sheet_in(tmp_path, "site,points,,flank,reason\nneck,1,x,left,so\nhip,2,,left,so")
    assert [each[:3] for each in problems] == [(Kind.UNREAD, 1, "")] and sheet.lines == [2, 3]
    assert "column C has cells and no name" in problems[0][3]


def test_a_row_is_looked_at_closely(tmp_path):
    wide = "neck,1,left,so" + "," * 7
    assert misshapen(tmp_path, wide + "x")[1] == [(2, f"{HAS.format(11)}Are these several rows in one line? Put each "
        f"row on a "
        "line of its own.")]  # fmt: skip
    assert misshapen(tmp_path, "neck,1,left,so,x,", head=f"{NAMES},,")[1] == [(2, HAS.format(5) + NO_NAME)]
    assert misshapen(tmp_path, "neck,1,left,so,,,,x", head=f"{NAMES},,,")[1] == [
        (2, HAS.format(8) + "Are these two rows in one line? Put each row on a line of its own.")
    ]
    assert misshapen(tmp_path, "neck,1,left,so,x,,,")[1] == [
        (2, HAS.format(8) + "Are these two rows in one line? Put each row on a line of its own.")
    ]
    first = resource_of(points={**COUNT, "constraints": {"required": True}}, site=TEXT, reason=TEXT)
    _, problems = sheet_in(tmp_path, "points,site,reason\nneck,so", first)
    assert problems[0][3] == f"the row has 2 cells and the table 3 columns. {LOST.format('comma')}"
    last = resource_of(site=ID, points=COUNT, flank={**TEXT, "constraints": {"enum": ["left", "right"]}})
    _, problems = sheet_in(tmp_path, "site,points,flank\nneck,1,left hip,2,right", last)
    assert problems[0][3].endswith("Are these two rows in one line? Put each row on a line of its own.")
    _, problems = sheet_in(tmp_path, "site,points,flank,,reason\nneck,1,left,x,so")
    assert "column D has cells and no name" in problems[0][3]
    sheet, problems = sheet_in(tmp_path, "site,points,points,reason\nneck,1,2,so")
    assert [each[2:] for each in problems] == [
        ("points", "the columns B and C have the same name. Keep one of them."), ("flank", f"{MISSING} {ALLOWED}"),
    ]  # fmt: skip
    sheet, problems = sheet_in(tmp_path, "site,,points,flank,reason,,\nneck,,1,left,so,,x")
    assert (sheet.lines, problems[0][3]) == (
        [],
        "the row has 7 cells and the table 5 columns. " + NO_NAME.replace("E", "F"),
    )
    assert sheet_in(tmp_path, "site,,points,flank,reason,\nneck,,1,left,so,")[1] == []


def test_what_a_spreadsheet_shows_in_place_of_a_value_is_no_cell(tmp_path):
    sheet, problems = sheet_in(
        tmp_path, f"{NAMES}\n#REF!,1,left,so\nhip,##,right,##\nleg,3,right,#REFER\nneck,#REF!,left,so"
    )
    assert sheet.lines == [4] and [each[:3] for each in problems] == [
        (Kind.UNREAD, 2, "site"), (Kind.UNREAD, 3, "points"), (Kind.UNREAD, 5, "points"), (Kind.UNREAD, 3, "reason"),
    ]  # fmt: skip
    assert problems[1][3].startswith('found "##", which the spreadsheet shows in place of a value that its column is')
    assert misshapen(tmp_path, "neck,1,left")[0] == [2]
    sheet, problems = sheet_in(tmp_path, f"{NAMES}\nneck,#REF!,left,so,x")
    assert problems[0][3] == HAS.format(5) + NO_NAME
