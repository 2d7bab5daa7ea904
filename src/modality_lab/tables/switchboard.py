"""The switchboard: a small table, `switchboard.csv`, in which an instructor sets what a class sees.

It lies in a school's folder, and each row is one setting. `load_tables` reads and checks it like
any other table; the files of the tables stay as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from modality_lab.tables.cells import short
from modality_lab.tables.constraints import check_column, check_unique, some, with_every_caution, without_loose_rows
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.sheets import ROWS, Problem, read_sheet, without_rows
from modality_lab.words import did_you_mean, listed, number_of, number_text, plain

SWITCHBOARD = "switchboard.csv"

# The tables whose words can be set, with the column that holds the word.
WORDS = {"modalities": "name", "questions": "label", "answers": "label", "regions": "name"}

# In the shape of a table of the dictionary.
TABLE = {
    "name": "switchboard",
    "path": SWITCHBOARD,
    "schema": {
        "fields": [
            {
                "name": "setting",
                "title": "what is set",
                "type": "string",
                "constraints": {
                    "required": True,
                    "enum": ["hide_modality", "hide_question", "points", "word", "short_name", "folder"],
                },
            },
            {"name": "id", "title": "what it is set for", "type": "string"},
            {"name": "value", "title": "how it is set", "type": "string"},
            {"name": "note", "title": "a note for yourself", "type": "string"},
        ],
        "primaryKey": ["setting", "id"],
    },
}


@dataclass(frozen=True)
class Switchboard:
    """The settings of one folder: rows of line, setting, id and value; `folder` is where the tables are, if elsewhere."""

    rows: tuple[tuple[int, str, str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    folder: Path | None = None


def read(folder: Path, files: Iterable[tuple]) -> Switchboard:
    """Return the switchboard of a folder, which may be empty; `files` are the folder's, each with its name first."""
    name = next((name for name, _, size in files if name.lower() == SWITCHBOARD and size >= 0), None)
    if name is None:
        return Switchboard()
    sheet, problems = read_sheet(folder / name, TABLE)
    if sheet is None or problems:
        return Switchboard(problems=tuple(problems))
    for field in TABLE["schema"]["fields"]:
        problems += check_column("switchboard", sheet, field)
    problems += check_unique("switchboard", sheet, TABLE["schema"]["primaryKey"])
    wrong = {problem.line for problem in problems}
    rows = tuple(row for row in zip(sheet[ROWS], sheet["setting"], sheet["id"], sheet["value"]) if row[0] not in wrong)
    elsewhere, found = _elsewhere(folder, rows, files)
    return Switchboard(rows, tuple(problems + found), elsewhere)


def _elsewhere(folder: Path, rows: Iterable[tuple], files: Iterable[tuple]) -> tuple[Path | None, list[Problem]]:
    """Return the folder that the switchboard names instead of its own."""
    named = [(line, value) for line, setting, _, value in rows if setting == "folder"]
    if not named:
        return None, []
    line, value = named[0]
    if len(named) > 1:
        return None, [_problem(named[1][0], "setting", f'"folder" stands in row {line} already. Keep one row.')]
    if not value:
        return None, [
            _problem(
                line, "value", "the cell is empty. Needed: the name of a folder, seen from the folder of this file."
            )
        ]
    others = [name for name, *_ in files if name.lower() != SWITCHBOARD and name.lower().endswith(".csv")]
    if others:
        text = f"the tables of another folder are asked for, but {listed(others[:3])} would then not be read. Move the tables there, or delete this row."
        return None, [_problem(line, "value", text)]
    try:
        is_there = (folder / value).is_dir()
    except (OSError, ValueError):
        is_there = False
    if not is_there:
        return None, [
            _problem(
                line,
                "value",
                f'found "{short(value)}", and there is no such folder, seen from the folder of this file.',
            )
        ]
    return folder / value, []


def apply(board: Switchboard, sheets: dict[str, dict[str, list]]) -> tuple[dict[str, dict[str, list]], list[Problem]]:
    """Return the sheets as the class sees them, and what is wrong with the settings."""
    if not board.rows:
        return sheets, []
    sheets = {table: dict(sheet) for table, sheet in sheets.items()}
    problems = []
    # What is hidden goes last, so that the order of the rows does not matter.
    for line, setting, identifier, value in sorted(board.rows, key=lambda row: row[1].startswith("hide")):
        column, text = _SETTERS[setting](sheets, identifier, value)
        problems += [_problem(line, column, text)] if text else []
    shown, _ = without_loose_rows(sheets, sheets)
    return with_every_caution(shown), problems


# Each setter changes the sheets, and returns the column with what is wrong in it, or two empty texts.


def _set_folder(sheets: dict[str, dict[str, list]], identifier: str, value: str) -> tuple[str, str]:
    return _must_be_empty("id", identifier)


def _hide_modality(sheets: dict[str, dict[str, list]], modality: str, value: str) -> tuple[str, str]:
    known = sheets["modalities"]["modality"]
    if modality not in known:
        return "id", _unknown(modality, known, "modalities.csv")
    if len(known) == 1:
        return "id", "all modalities would be hidden. Leave at least one."
    sheets["modalities"] = without_rows(sheets["modalities"], "modality", {modality})
    return _must_be_empty("value", value)


def _hide_question(sheets: dict[str, dict[str, list]], question: str, value: str) -> tuple[str, str]:
    questions = sheets["questions"]
    if question not in questions["question"]:
        return "id", _unknown(question, questions["question"], "questions.csv")
    if questions["answers_from"][questions["question"].index(question)] == "cautions":
        return (
            "id",
            f'found "{short(question)}". This question cannot be hidden: a client is asked about safety first, in every class.',
        )
    sheets["questions"] = without_rows(questions, "question", {question})
    return _must_be_empty("value", value)


def _set_points(sheets: dict[str, dict[str, list]], basis: str, value: str) -> tuple[str, str]:
    rules = sheets["rules"]
    weighed_alike = [each == basis and not note for each, note in zip(rules["basis"], rules["weight_note"])]
    if not any(weighed_alike):
        known = list(dict.fromkeys(each for each, note in zip(rules["basis"], rules["weight_note"]) if not note))
        return "id", _unknown(basis, known, "rules.csv without a weight_note")
    number = number_of(value)
    if number is None or number != int(number) or not 1 <= number <= 100:
        return "value", f'found "{short(value)}". Allowed: a whole number from 1 to 100, in digits only.'
    rules["points"] = [
        number_text(number) if alike else points for alike, points in zip(weighed_alike, rules["points"])
    ]
    return "", ""


def _set_word(sheets: dict[str, dict[str, list]], identifier: str, value: str) -> tuple[str, str]:
    table, *key = identifier.split(".")
    if table not in WORDS:
        example = f"modalities.{sheets['modalities']['modality'][0]}"
        return (
            "id",
            f'found "{short(identifier)}". Allowed: {listed(WORDS, "or")}, a dot and an id, such as {example}.{did_you_mean(table, WORDS)}',
        )
    sheet, column = sheets[table], WORDS[table]
    ids = list(zip(*(sheet[name] for name in dictionary()[table]["schema"]["primaryKey"])))
    if tuple(key) not in ids:
        return "id", _unknown(identifier, [".".join([table, *each]) for each in ids], f"{table}.csv")
    if not value:
        return "value", "the cell is empty. Needed: the word that the class reads."
    if table == "modalities":
        return _name_modality(sheets, key[0], column, value)
    at = ids.index(tuple(key))
    sheet[column] = [*sheet[column][:at], value, *sheet[column][at + 1 :]]
    return "", ""


def _set_short_name(sheets: dict[str, dict[str, list]], modality: str, value: str) -> tuple[str, str]:
    known = sheets["modalities"]["modality"]
    if modality not in known:
        return "id", _unknown(modality, known, "modalities.csv")
    if not value:
        return "value", "the cell is empty. Needed: the short name that the class reads."
    return _name_modality(sheets, modality, "short_name", value)


def _name_modality(sheets: dict[str, dict[str, list]], modality: str, column: str, value: str) -> tuple[str, str]:
    """Set a name, also where studies and websites name the modality: it is called the same there."""
    homes = [(sheets["modalities"], "modality"), (sheets["named_modalities"], "named_modality")]
    if any(name == value and each != modality for sheet, key in homes for each, name in zip(sheet[key], sheet[column])):
        return "value", f'found "{short(value)}", the {plain(column)} of another modality already.'
    for sheet, key in homes:
        sheet[column] = [value if each == modality else name for each, name in zip(sheet[key], sheet[column])]
    return "", ""


_SETTERS = {
    "folder": _set_folder,
    "hide_modality": _hide_modality,
    "hide_question": _hide_question,
    "points": _set_points,
    "word": _set_word,
    "short_name": _set_short_name,
}


def _must_be_empty(column: str, cell: str) -> tuple[str, str]:
    return (column, f'found "{short(cell)}". Leave this cell empty.') if cell else ("", "")


def _unknown(found: str, known: list[str], home: str) -> str:
    return f'found "{short(found)}". Allowed: what stands in {home}, {some(known)}.{did_you_mean(found, known)}'


def _problem(line: int, column: str, text: str) -> Problem:
    return Problem(SWITCHBOARD, line, column, text)
