"""The switchboard: a small table, `switchboard.csv`, in which an instructor sets what a class sees.

It lies in a school's folder, and each row is one setting. `load_tables` reads and checks it like
any other table; the files of the tables stay as they are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modality_lab.tables.answers import safety_questions, with_every_caution
from modality_lab.tables.cells import quotable, some_of
from modality_lab.tables.constraints import check_columns, check_unique, without_rows_that_point_at_nothing
from modality_lab.tables.csv_file import read_sheet
from modality_lab.tables.dictionary import Resource, dictionary
from modality_lab.tables.problem import SHOWN, Problem
from modality_lab.tables.sheet import Sheets
from modality_lab.words import did_you_mean, listed, number_of, number_text, plain

if TYPE_CHECKING:
    from modality_lab.tables.folder import File

SWITCHBOARD = "switchboard.csv"

MAX_SETTINGS = 1_000
"""So many settings a switchboard may have: no class needs more, and a wrong file must not keep a lesson waiting."""

WORDS = {"modalities": "name", "questions": "label", "answers": "label", "regions": "name"}
"""The tables whose words can be set, with the column that holds the word."""

TABLE: Resource = {
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
"""The switchboard in the shape of a table of the dictionary."""


class Setting(NamedTuple):
    """One row of a switchboard.

    Attributes
    ----------
    line : int
        Its row number as a spreadsheet shows it.
    setting : str
        What is set.
    id : str
        What it is set for.
    value : str
        How it is set.
    """

    line: int
    setting: str
    id: str
    value: str


@dataclass(frozen=True)
class Switchboard:
    """The settings of one folder.

    Attributes
    ----------
    settings : tuple of Setting
        Its rows.
    problems : tuple of Problem
        What is wrong in it, seen without the tables.
    folder : Path or None
        Where the tables are, if elsewhere.
    rows : int or None
        How many rows it has, those among them that are wrong; None where there is no switchboard.
    """

    settings: tuple[Setting, ...] = ()
    problems: tuple[Problem, ...] = ()
    folder: Path | None = None
    rows: int | None = None


class SettingError(Exception):
    """Says what is wrong in a row of the switchboard.

    Parameters
    ----------
    column : str
        The column in which it is wrong.
    text : str
        What is wrong there.
    """

    def __init__(self, column: str, text: str):
        super().__init__(text)
        self.column = column


def read(folder: Path, files: "Sequence[File]") -> Switchboard:
    """Read the switchboard of a folder.

    Parameters
    ----------
    folder : Path
        The folder.
    files : sequence of File
        Its files.

    Returns
    -------
    Switchboard
        Its settings; none where there is no switchboard.
    """
    name = next((file.name for file in files if file.name.lower() == SWITCHBOARD and file.size >= 0), None)
    if name is None:
        return Switchboard()
    sheet, problems = read_sheet(folder / name, TABLE)
    if sheet is None or problems:
        return Switchboard(problems=tuple(problems), rows=len(sheet.lines) if sheet else 0)
    problems = check_columns("switchboard", sheet, TABLE["schema"])
    problems += check_unique("switchboard", sheet, TABLE["schema"]["primaryKey"])
    wrong = {problem.line for problem in problems}
    rows = sheet.rows("setting", "id", "value")
    settings = tuple(Setting(*row) for row in rows if row[0] not in wrong)
    try:
        elsewhere = _folder_named(folder, settings, [file.name for file in files])
    except _FolderError as error:
        return Switchboard(settings, (*problems, error.problem), rows=len(sheet.lines))
    return Switchboard(settings, tuple(problems), elsewhere, len(sheet.lines))


class _FolderError(Exception):
    """Says why the folder that a switchboard names is not read."""

    def __init__(self, line: int, column: str, text: str):
        self.problem = Problem.in_cell(SWITCHBOARD, line, column, text)


def _folder_named(folder: Path, settings: Iterable[Setting], files: list[str]) -> Path | None:
    """Return the folder that the switchboard names instead of its own."""
    named = [setting for setting in settings if setting.setting == "folder"]
    if not named:
        return None
    line, _, _, value = named[0]
    if len(named) > 1:
        raise _FolderError(named[1].line, "setting", f'"folder" stands in row {line} already. Keep one row.')
    if not value:
        text = "the cell is empty. Needed: the name of a folder, seen from the folder of this file."
        raise _FolderError(line, "value", text)
    others = [name for name in files if name.lower() != SWITCHBOARD and name.lower().endswith(".csv")]
    if others:
        text = (
            f"the tables of another folder are asked for, but {listed(others[:3])} would then not be read. "
            "Move the tables there, or delete this row."
        )
        raise _FolderError(line, "value", text)
    if not _is_folder(folder / value):
        text = f'found "{quotable(value)}", and there is no such folder, seen from the folder of this file.'
        raise _FolderError(line, "value", text)
    return folder / value


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # No name of a folder at all.
        return False


def apply(board: Switchboard, sheets: Sheets) -> tuple[Sheets, list[Problem]]:
    """Set what a switchboard says.

    Parameters
    ----------
    board : Switchboard
        The settings.
    sheets : dict of Sheet
        All tables of the dictionary.

    Returns
    -------
    dict of Sheet
        The tables as the class sees them.
    list of Problem
        What is wrong with the settings.
    """
    if not board.settings:
        return sheets, []
    if len(board.settings) > MAX_SETTINGS:
        text = f"the file has {len(board.settings):,} settings. Allowed: {MAX_SETTINGS:,}. Keep what the class needs."
        return sheets, [Problem.of_file(SWITCHBOARD, text)]
    problems: list[Problem] = []
    # What is hidden goes last, so that the order of the rows does not matter.
    for line, setting, identifier, value in sorted(board.settings, key=lambda each: each.setting.startswith("hide")):
        if len(problems) == SHOWN:  # To say of each what is near to it takes time.
            text = "so many settings are wrong that not all were looked at. Mend these first, and check again."
            return sheets, [*problems, Problem.of_file(SWITCHBOARD, text)]
        try:
            sheets = _SETTERS[setting](sheets, identifier, value)
            _check_empty(setting, identifier, value)
        except SettingError as error:
            problems.append(Problem.in_cell(SWITCHBOARD, line, error.column, str(error)))
    shown, _ = without_rows_that_point_at_nothing(sheets, sheets)
    return with_every_caution(shown), problems


def _check_empty(setting: str, identifier: str, value: str) -> None:
    """Raise where something stands in a cell that a setting does not use."""
    column = {"folder": "id", "hide_modality": "value", "hide_question": "value"}.get(setting)
    cell = identifier if column == "id" else value
    if column and cell:
        raise SettingError(column, f'found "{quotable(cell)}". Leave this cell empty.')


# Each setter returns the sheets with what is set, or raises a SettingError.


def _set_folder(sheets: Sheets, _identifier: str, _value: str) -> Sheets:
    return sheets  # It was followed before the tables were read.


def _hide_modality(sheets: Sheets, modality: str, _value: str) -> Sheets:
    modalities = _known_modalities(sheets, modality)
    if len(modalities) == 1:
        raise SettingError("id", "all modalities would be hidden. Leave at least one.")
    return sheets | {"modalities": sheets["modalities"].without("modality", {modality})}


def _hide_question(sheets: Sheets, question: str, _value: str) -> Sheets:
    questions = sheets["questions"]
    if question not in questions.cells("question"):
        raise SettingError("id", _unknown(question, questions.cells("question"), "questions.csv"))
    if question in safety_questions(sheets):
        text = (
            f'found "{quotable(question)}". This question cannot be hidden: '
            "a client is asked about safety first, in every class."
        )
        raise SettingError("id", text)
    return sheets | {"questions": questions.without("question", {question})}


def _set_points(sheets: Sheets, basis: str, value: str) -> Sheets:
    rules = sheets["rules"]
    weighed_alike = [each == basis and not note for each, note in rules.together("basis", "weight_note")]
    if not any(weighed_alike):
        known = list(dict.fromkeys(each for each, note in rules.together("basis", "weight_note") if not note))
        raise SettingError("id", _unknown(basis, known, "rules.csv without a weight_note"))
    number = number_of(value)
    if number is None or number != int(number) or not 1 <= number <= 100:
        text = f'found "{quotable(value)}". Allowed: a whole number from 1 to 100, in digits only.'
        raise SettingError("value", text)
    points = [
        number_text(number) if alike else points
        for alike, points in zip(weighed_alike, rules.cells("points"), strict=True)
    ]
    return sheets | {"rules": rules.changed("points", points)}


def _set_word(sheets: Sheets, identifier: str, value: str) -> Sheets:
    table, *key = identifier.split(".")
    if table not in WORDS:
        example = f"modalities.{sheets['modalities'].cells('modality')[0]}"
        text = (
            f'found "{quotable(identifier)}". Allowed: {listed(WORDS, "or")}, a dot and an id, such as {example}.'
            f"{did_you_mean(table, WORDS)}"
        )
        raise SettingError("id", text)
    sheet, column = sheets[table], WORDS[table]
    ids = sheet.together(*dictionary()[table]["schema"]["primaryKey"])
    if tuple(key) not in ids:
        raise SettingError("id", _unknown(identifier, [".".join([table, *each]) for each in ids], f"{table}.csv"))
    if not value:
        raise SettingError("value", "the cell is empty. Needed: the word that the class reads.")
    if table == "modalities":
        return _name_modality(sheets, key[0], column, value)
    at, words = ids.index(tuple(key)), sheet.cells(column)
    return sheets | {table: sheet.changed(column, [*words[:at], value, *words[at + 1 :]])}


def _set_short_name(sheets: Sheets, modality: str, value: str) -> Sheets:
    _known_modalities(sheets, modality)
    if not value:
        raise SettingError("value", "the cell is empty. Needed: the short name that the class reads.")
    return _name_modality(sheets, modality, "short_name", value)


def _name_modality(sheets: Sheets, modality: str, column: str, value: str) -> Sheets:
    """Set a name, also where studies and websites name the modality: it is called the same there."""
    keys = {"modalities": "modality", "named_modalities": "named_modality"}
    for table, key in keys.items():
        known = sheets[table].together(key, column)
        if any(name == value and each != modality for each, name in known):
            text = f'found "{quotable(value)}", the {plain(column)} of another modality already.'
            raise SettingError("value", text)
    for table, key in keys.items():
        names = [value if each == modality else name for each, name in sheets[table].together(key, column)]
        sheets = sheets | {table: sheets[table].changed(column, names)}
    return sheets


_SETTERS: dict[str, Callable[[Sheets, str, str], Sheets]] = {
    "folder": _set_folder,
    "hide_modality": _hide_modality,
    "hide_question": _hide_question,
    "points": _set_points,
    "word": _set_word,
    "short_name": _set_short_name,
}


def _known_modalities(sheets: Sheets, modality: str) -> list[str]:
    """Return the modalities, or raise where one is not among them."""
    known = sheets["modalities"].cells("modality")
    if modality not in known:
        raise SettingError("id", _unknown(modality, known, "modalities.csv"))
    return known


def _unknown(found: str, known: list[str], home: str) -> str:
    return f'found "{quotable(found)}". Allowed: what stands in {home}, {some_of(known)}.{did_you_mean(found, known)}'
