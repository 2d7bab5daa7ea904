"""What is said of a cell, word for word, and which texts are taken for whole."""

import pytest

from modality_lab.tables.cells import complaint, fits, in_place_of_value, quotable, some_of, without_marks

WHOLE = {"title": "how many", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}}
NUMBER = {"title": "how much", "type": "number", "constraints": {"required": True, "minimum": 0}}
ID = {
    "title": "the id",
    "type": "string",
    "constraints": {"required": True, "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"},
}
ONE_OF = {"title": "which", "type": "string", "constraints": {"enum": ["deep", "light"]}}
DAY = {
    "title": "when",
    "type": "string",
    "example": "2026-03-01",
    "constraints": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}
AN_ID = "Allowed: an id of small letters a to z, digits and underscores, such as low_back."
DIGITS = "which has more digits than a computer keeps of a number. Round it to at most 15 digits. Allowed: a number, in"
NEGATIVE = {"title": "how much", "type": "number", "constraints": {"minimum": -5}}
LONG = "a" * 10_000
HIDDEN = "the cell holds a mark that nobody can see and that {} ({}). Empty the cell and type its text again."


@pytest.mark.parametrize("field, cell, says", [
    (WHOLE, "", None), (WHOLE, "1", None), (WHOLE, "9", None), (NUMBER, "0", None), (NUMBER, "1.5", None),
    (ID, "low_back", None), (ONE_OF, "deep", None), (DAY, "2026-12-31", None), (DAY, "", None),
    *((WHOLE, cell, f'found "{cell}". Allowed: a whole number from 1 to 9, in digits only.')
      for cell in ("0", "10", "1.5", "x")),
    (NUMBER, "", "the cell is empty. Needed: how much. Allowed: a number, in digits only."),
    (NUMBER, "x", 'found "x". Allowed: a number, in digits only.'),
    (NUMBER, "12345678901234567", f'found "12345678901234567", {DIGITS} digits only.'),
    (ID, "", f"the cell is empty. Needed: the id. {AN_ID}"),
    (ID, "5", f'found "5". {AN_ID}'),
    (ID, "Low - Back", f'found "Low - Back". {AN_ID} Did you mean "low_back"?'),
    (ONE_OF, "deap", 'found "deap". Allowed: deep or light. Did you mean "deep"?'),
    (DAY, "12/31/2026", 'found "12/31/2026". Allowed: written like "2026-03-01".'),
    (WHOLE, "1.0", None), (NUMBER, "0.000000000000001", None), (NUMBER, "123456789012345", None),
    (NUMBER, "1.50000000000000", None), (NEGATIVE, "-5", None), (NEGATIVE, "+5", None),
    (NUMBER, "12345678901234.12345", f'found "12345678901234.12345", {DIGITS} digits only.'),
    ({"type": "integer"}, "x", 'found "x". Allowed: a whole number, in digits only.'),
    (WHOLE, "%", 'found "%". Allowed: a whole number from 1 to 9, in digits only.'),
    (NEGATIVE, "-5.1", 'found "-5.1". Allowed: a number, in digits only.'),
    (NEGATIVE, "-1.234567890123456", None), (NEGATIVE, "-1.25", None),
    (NEGATIVE, "+0.1234567890123456", f'found "+0.1234567890123456", {DIGITS} digits only.'),
    (NEGATIVE, "1.2345678901234567x", 'found "1.2345678901234567x". Allowed: a number, in digits only.'),
    (NUMBER, ".1234567890123456", 'found ".1234567890123456". Allowed: a number, in digits only.'),
    ({"type": "string"}, LONG, None), ({"type": "string"}, "a\nb\tc", None),
    ({"type": "string"}, f"{LONG}a", "the cell holds 10,001 letters. Allowed: 10,000."),
    ({"title": "why", "type": "string", "constraints": {"required": True}}, "", "the cell is empty. Needed: why."),
    ({"type": "string"}, "a\ud800b", HIDDEN.format("turns the direction of writing", "U+D800")),
    ({"type": "string"}, "a\u2066b\x01", HIDDEN.format("turns the direction of writing", "U+2066")),
    (ID, "A" * 10_000, f'found "{"A" * 57}…". {AN_ID} Did you mean "{"a" * 57}…"?'),
    ({"type": "string"}, "a\x90b", HIDDEN.format("belongs to machines", "U+0090")),
    (ONE_OF, "1234567890123456", 'found "1234567890123456". Allowed: deep or light.'),
    (ID, "---", f'found "---". {AN_ID}'),
    (ID, " - Low.Back!", f'found "- Low.Back!". {AN_ID} Did you mean "low_back"?'),
    (ID, f"L{'o' * 70}w", f'found "L{"o" * 56}…". {AN_ID} Did you mean "l{"o" * 56}…"?'),
    (ONE_OF, "a\x07b", HIDDEN.format("belongs to machines", "U+0007")),
    (ID, "a\u202eb", HIDDEN.format("turns the direction of writing", "U+202E")),
])  # fmt: skip
def test_a_cell_fits_or_is_told_what_is_allowed(field, cell, says):
    assert fits(cell, field) == (says is None)
    if says:
        assert complaint(cell, field) == says


def test_a_cell_that_is_compared_with_another_table_need_not_look_like_an_id():
    assert fits("Low Back", ID, is_compared=True) and complaint("Low Back", ID, is_compared=True) == ""
    assert not fits("", ID, is_compared=True) and not fits("deap", ONE_OF, is_compared=True)


WIDER = "that its column is too narrow for. Make the column wider and save the file again."
WAIT = "that has not come yet. Wait until it is there, and save the file again."
MEND = (
    "that its formula cannot give. Mend the formula, or type the text or the number itself, without = + - or @ "
    "before it."
)


@pytest.mark.parametrize("cell, says", [
    ("##", WIDER), ("＃＃＃", WIDER), ("#" * 80, WIDER), ("Loading...", WAIT), ("loading …", WAIT),
    ("#REF!", MEND), ("=#REF!", MEND), ("#¿NOMBRE?", MEND), ("＃NAME?", MEND), ("#N/A", MEND), ("#N/A...", MEND),
    ("Err:508", MEND), ("Error: 502", MEND), ("Fehler：502", MEND), ("#N/A Requesting Data", MEND),
    ("Formula parse error", MEND), ("This formula contains an error.", MEND),
])  # fmt: skip
def test_what_a_spreadsheet_shows_in_place_of_a_value_is_told_from_what_somebody_wrote(cell, says):
    assert in_place_of_value(cell) == (
        f'found "{quotable(cell)}", which the spreadsheet shows in place of a value {says}'
    )


@pytest.mark.parametrize("cell", [
    "", "#", "#1", "#1 choice", "#ref!", "Err508", "Err:50", "Ratio 1:508", "C#", "Loading", f"#{'A' * 49}!",
    "=#", "##X##", "#REF! again", "See #REF!", "Loading the spine...",
])  # fmt: skip
def test_what_somebody_wrote_is_no_value_that_is_missing(cell):
    assert in_place_of_value(cell) == ""


def test_a_long_or_broken_text_is_quoted_on_one_line():
    assert quotable("a" * 60) == "a" * 60 and quotable("a" * 61) == f"{'a' * 57}…"
    assert quotable("abcdefgh", 8) == "abcdefgh" and quotable("abcdefghi", 8) == "abcde…"
    assert quotable("  deep \n\t work ") == "deep work"
    assert quotable("a" * 7 + " " * 30, 8) == "a" * 7, "only what may be shown is looked at"
    assert quotable(" " * 15 + "ab", 8) == "a" and quotable(" " * 16 + "ab", 8) == ""
    assert without_marks("a\u200e\u2028b\ufeff\n\t") == "a\ufffd\ufffdb\ufffd\n\t" and without_marks("deep") == "deep"


def test_twelve_ids_are_named_and_more_are_counted():
    ids = [f"id_{number}" for number in range(14)]
    assert some_of(ids[:12]) == f"{', '.join(ids[:11])} or id_11"
    assert some_of(ids) == f"{', '.join(ids[:11])} or id_11 … (14 in all)"
    assert some_of(["a\nb"]) == "a b"
