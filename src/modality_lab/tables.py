"""Read the CSV tables of a folder and check them against their dictionary, `datapackage.json`.

>>> tables = load_tables()
>>> tables.sessions[["modality", "min_minutes", "max_minutes"]]
  modality  min_minutes  max_minutes
0      nmt           30           60
1      dtm           60           90
"""

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import pandas as pd

from .words import KitError, did_you_mean, listed, number_of, number_text

_PACKED = Path(__file__).parent / "data"
KIT_FOLDER = _PACKED if _PACKED.is_dir() else Path(__file__).parents[2] / "data"
"""The folder of the kit's own tables: inside the installed package, or `data` in the repository."""

FITS_SESSION = "fits_session"
"""The one answer of a question of minutes: the time lies within a modality's usual session."""

SEPARATORS = [",", ";", "\t"]
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a table, and where.

    `line` is the row number as a spreadsheet shows it (the column names are in row 1), or 0 when
    the whole file is meant; `column` is the column's name, or empty when a whole row is meant.
    """

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(f"row {self.line}")
        if self.column:
            place.append(f'column "{self.column}"')
        return f"{', '.join(place)}: {self.text}"


class TableError(KitError):
    """Says everything that is wrong in a folder of tables, a line for each problem.

    The problems are also in `problems`, a list of `Problem` in the order of files and rows.
    """

    def __init__(self, folder: Path, problems: list[Problem]):
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(
            f'The tables in the folder "{folder}" cannot be used yet: {count} to mend.\n{lines}\n'
            "Mend these in your spreadsheet, save as CSV, and run this again."
        )


class Tables:
    """The checked tables of one folder: one DataFrame for each table, under the table's name.

    A table that you take out is a copy: changing it changes nothing here. To go on with a changed
    table, ask for new tables with `replace`.

    >>> tables = load_tables()
    >>> tables.modalities["name"].to_list()
    ['Neuromuscular therapy', 'Deep tissue massage']
    """

    def __init__(self, folder: Path, sheets: dict[str, dict[str, list]]):
        self.folder = folder
        self._sheets = sheets
        self._frames = {table: _frame(table, sheet) for table, sheet in sheets.items()}

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._frames:
            raise AttributeError(
                f'There is no table "{name}".{did_you_mean(name, self._frames)} '
                f"The tables are: {listed(self._frames)}."
            )
        return self._frames[name].copy()

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._frames]

    @cached_property
    def offered_answers(self) -> pd.DataFrame:
        """Every answer that the questions offer, from whichever table, in the order of the form.

        Its columns are question, answer, label and group; group is "" where answers have none.

        >>> load_tables().offered_answers.query("question == 'visits'")["label"].to_list()
        ['several visits for one problem', 'regularly, to stay well', 'once']
        """
        return pd.DataFrame(_offered(self._frames), columns=["question", "answer", "label", "group"])

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} ({len(frame)})" for name, frame in self._frames.items())
        return f"Tables with their number of rows: {sizes}"

    def replace(self, **frames: pd.DataFrame) -> "Tables":
        """Return new tables in which the named ones are exchanged, checked like the first.

        Each of `frames` is a DataFrame under the name of its table, with the columns of that table
        and as many rows as you like. Raises `TableError` when the new tables do not hold together.

        >>> tables = load_tables()
        >>> shorter = tables.replace(rules=tables.rules.head(3))
        >>> len(shorter.rules), len(tables.rules) > 3
        (3, True)
        """
        problems = []
        for name, frame in frames.items():
            columns = [str(column) for column in frame.columns]
            fields = list(getattr(self, name).columns)
            problems += _check_head(dictionary()[name]["path"], 1, columns, fields)
        if problems:
            raise TableError(self.folder, problems)
        sheets = {name: _sheet_of(frame) for name, frame in frames.items()}
        return _checked(self.folder, self._sheets | sheets, [])


def load_tables(folder: str | Path | None = None) -> Tables:
    """Read and check the tables of a folder.

    `folder` holds one CSV file for each table of the dictionary; without it, the kit's own tables
    are read. Files saved by a spreadsheet program are fine: comma, semicolon or tab as separator,
    UTF-8 or Western Windows letters, blank rows and empty columns at the end.

    Returns `Tables`. The same unchanged folder is read only once. Raises `TableError`, which lists
    every problem at once, when the folder or a file is missing or a table does not fit the
    dictionary.

    >>> load_tables("no-such-folder")
    Traceback (most recent call last):
    ...
    modality_lab.tables.TableError: The tables in the folder "no-such-folder" cannot be used yet: 1 problem to mend.
      no-such-folder: there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables.
    Mend these in your spreadsheet, save as CSV, and run this again.
    """
    folder = KIT_FOLDER if folder is None else Path(str(folder)).expanduser()
    if not folder.is_dir():
        text = (
            "there is no folder of this name here. Check the spelling, "
            "or leave the name out to use the kit's own tables."
        )
        raise TableError(folder, [Problem(str(folder), 0, "", text)])
    stamps = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.lower() in _FILES and entry.is_file():
                stat = entry.stat()
                stamps.append((entry.name, stat.st_mtime_ns, stat.st_size))
    return _load(folder.absolute(), tuple(sorted(stamps)))


def tables_or_kit(tables: Tables | None) -> Tables:
    """Return the given tables, or the kit's own where None is given.

    Raises `KitError` when something else is given, such as the name of a folder.
    """
    if tables is None:
        return load_tables()
    if not isinstance(tables, Tables):
        raise KitError(f"Tables are needed here, and {tables!r} was given. Load them first: load_tables({tables!r}).")
    return tables


@cache
def dictionary() -> dict[str, dict]:
    """Return the dictionary of the tables: for each table's name its entry in `datapackage.json`.

    >>> dictionary()["sessions"]["title"]
    'Sessions'
    """
    package = json.loads((KIT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


_FILES = {resource["path"] for resource in dictionary().values()}


@lru_cache(maxsize=8)
def _load(folder: Path, stamps: tuple) -> Tables:
    problems, sheets = [], {}
    names = {name.lower(): name for name, _, _ in stamps}
    for table, resource in dictionary().items():
        if resource["path"] in names:
            sheet, found = _read(folder / names[resource["path"]], resource)
            problems += found
            if sheet:  # Rows that point at a file that cannot be read are not wrong themselves.
                sheets[table] = sheet
        else:
            problems.append(Problem(resource["path"], 0, "", _missing(folder, resource["path"])))
    return _checked(folder, sheets, problems)


def _checked(folder: Path, sheets: dict[str, dict[str, list]], problems: list[Problem]) -> Tables:
    problems = problems + _check(sheets)
    if not sheets.get("modalities", {ROWS: [0]})[ROWS]:
        problems.append(Problem("modalities.csv", 0, "", "the table has no rows. Add at least one modality."))
    if problems:
        raise TableError(folder, sorted(problems))
    return Tables(folder, sheets)


def _missing(folder: Path, file: str) -> str:
    """Say that a file is missing, and which one in the folder may be meant."""
    others = [name for name in os.listdir(folder) if name.lower() not in _FILES]
    workbooks = [name for name in others if Path(name).stem == Path(file).stem and not name.endswith(".csv")]
    if workbooks:
        return f'the file is missing, but "{workbooks[0]}" is there. Open it, choose Save as, CSV UTF-8, and keep the name {file}.'
    near = did_you_mean(file, others).replace("Did you mean", "Is it")
    return f"the file is missing.{near} Copy it from the kit's data folder and change it there."


# Reading: from bytes to a sheet, a dict of columns with the row numbers beside them -----------------

ROWS = "row numbers"


def _read(path: Path, resource: dict) -> tuple[dict[str, list] | None, list[Problem]]:
    """Return the file's known columns as text, with the row numbers, and what is wrong with it."""
    fields = [field["name"] for field in resource["schema"]["fields"]]
    try:
        records = _records(_text(path), fields)
    except (KitError, csv.Error, OSError) as error:
        return None, [Problem(path.name, 0, "", f"the file cannot be read. {_reason(error)}")]

    rows = [(line, cells) for line, cells in records if any(cells)]
    if not rows:
        text = f"the file is empty. Its first row holds the column names: {listed(fields)}."
        return None, [Problem(path.name, 0, "", text)]
    (head_line, head), body = rows[0], rows[1:]
    problems = _check_head(path.name, head_line, head, fields)
    unnamed = [at for at, name in enumerate(head) if not name]
    for line, cells in body:
        if any(cells[len(head):]) or any(cells[at] for at in unnamed if at < len(cells)):
            text = (
                "a cell stands outside the named columns. Often a text with a comma has no quotation "
                'marks around it: write "slow, deep strokes" with the marks.'
            )
            problems.append(Problem(path.name, line, "", text))
    sheet = {ROWS: [line for line, _ in body]}
    for name in filter(head.__contains__, fields):
        at = head.index(name)
        sheet[name] = [cells[at] if at < len(cells) else "" for _, cells in body]
    return sheet, problems


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise KitError("It is a spreadsheet workbook, not CSV. Open it and choose Save as, CSV UTF-8.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" and re.search("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€", text):
            raise KitError("Some of its letters are written in one way and some in another. Save it again as CSV UTF-8.")
        if "\0" not in text:
            return text
    raise KitError("It holds bytes that are not text. Open it in your spreadsheet and choose Save as, CSV UTF-8.")


def _records(text: str, fields: list[str]) -> list[tuple[int, list[str]]]:
    """Return the rows with their numbers; the separator is the one that finds most column names."""
    text, first = text.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n"), 1
    if re.match('"?sep=.+\n', text):
        text, first = text.split("\n", 1)[1], 2
    head = next((line for line in text.split("\n") if line.strip(' ,;\t"')), "")
    heads = {mark: next(csv.reader([head], delimiter=mark), []) for mark in SEPARATORS}
    mark = max(heads, key=lambda mark: len(set(fields) & set(map(_clean, heads[mark]))))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    return [(line, list(map(str.strip, cells))) for line, cells in enumerate(reader, first)]


def _clean(cell: str) -> str:
    """Return a cell without the spaces around it and without marks that nobody can see."""
    return cell.translate(INVISIBLE).strip()


def _reason(error: Exception) -> str:
    if isinstance(error, KitError):
        return str(error)
    if isinstance(error, csv.Error):
        return f"A quotation mark is opened and not closed, or a cell is far too long ({error})."
    return f"The computer says: {error.strerror or error}."


def _check_head(file: str, line: int, head: list[str], fields: list[str]) -> list[Problem]:
    problems = []
    for name in fields:
        if name not in head:
            near = did_you_mean(name, [cell for cell in head if cell and cell not in fields])
            near = near.replace("Did you mean", "Is it")
            text = f"the column is missing.{near} Allowed column names are {listed(fields)}."
            problems.append(Problem(file, line, name, text))
        elif head.count(name) > 1:
            problems.append(Problem(file, line, name, "the column stands there twice. Keep one."))
    return problems


# Checking: sheets against the dictionary ---------------------------------------------------------


def _check(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    for table in sheets:
        resource = dictionary()[table]
        keys = resource["schema"].get("foreignKeys", [])
        pointing = {name for key in keys for name in _names(key["fields"])}
        for field in resource["schema"]["fields"]:
            problems += _check_column(table, sheets, field, field["name"] in pointing)
        problems += _check_unique(table, sheets)
        for key in keys:
            problems += _check_reference(table, sheets, key)
    problems += _check_sessions(sheets) + _check_evidence(sheets) + _check_questions(sheets) + _check_weights(sheets)
    return problems + _check_cautions(sheets) + _check_views(sheets)


def _names(fields: str | list[str]) -> list[str]:
    return [fields] if isinstance(fields, str) else fields


def _rows(sheets: dict[str, dict[str, list]], table: str, *columns: str) -> list[tuple]:
    """Return row numbers and cells of some columns; nothing where the table or a column is missing."""
    sheet = sheets.get(table, {})
    return list(zip(*(sheet.get(column, []) for column in (ROWS, *columns))))


def _offered(tables: Mapping[str, Mapping[str, Iterable]]) -> list[tuple[str, str, str, str]]:
    """Return question, answer, label and group of every answer that the questions offer.

    `tables` are sheets or DataFrames: a column is found in both by its name.
    """

    def rows(table: str, *columns: str) -> list[tuple]:
        frame = tables.get(table, {})
        return list(zip(*(frame[column] for column in columns))) if all(column in frame for column in columns) else []

    answers: dict[str, list[tuple]] = {}
    for question, answer, label in rows("answers", "question", "answer", "label"):
        answers.setdefault(question, []).append((answer, label, ""))
    regions = [(region, name, "") for region, name in rows("regions", "region", "name")]
    # A flag may have several rows, and is ticked once.
    flags = {row[0]: row for row in rows("cautions", "flag", "label", "group")}
    return [
        (question, *offer)
        for question, source in rows("questions", "question", "answers_from")
        for offer in {"regions": regions, "cautions": flags.values()}.get(source, answers.get(question, []))
    ]


def _check_column(table: str, sheets: dict[str, dict[str, list]], field: dict, points_elsewhere: bool) -> list[Problem]:
    """Return what is wrong cell by cell: type, required, allowed values, pattern, bounds.

    A cell that points at another table is compared with that table, so its pattern is not checked.
    """
    rows = _rows(sheets, table, field["name"])
    # Each different cell is looked at once: a long table says the same few things again and again.
    wrong = {cell: _wrong_with(cell, field, points_elsewhere) for cell in {cell for _, cell in rows}}
    return [Problem(f"{table}.csv", line, field["name"], wrong[cell]) for line, cell in rows if wrong[cell]]


def _wrong_with(cell: str, field: dict, points_elsewhere: bool) -> str:
    rules = field.get("constraints", {})
    text = ""
    if cell == "":
        if rules.get("required"):
            text = f"the cell is empty. Needed: {field['title']}. {_allowed(field)}"
    elif field["type"] != "string" and not _fits_number(cell, field):
        text = f'found "{_short(cell)}". {_allowed(field)}'
    elif "enum" in rules and cell not in rules["enum"]:
        text = f'found "{_short(cell)}". {_allowed(field)}{did_you_mean(cell, rules["enum"])}'
    elif "pattern" in rules and not points_elsewhere and not re.fullmatch(rules["pattern"], cell):
        text = f'found "{_short(cell)}". {_allowed(field)}{_id_hint(cell, rules["pattern"])}'
    return text.strip()


def _fits_number(cell: str, field: dict) -> bool:
    number = number_of(cell)
    rules = field.get("constraints", {})
    if number is None or (field["type"] == "integer" and number != int(number)):
        return False
    return rules.get("minimum", number) <= number <= rules.get("maximum", number)


def _allowed(field: dict) -> str:
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"Allowed: {listed(rules['enum'], 'or')}."
    if field["type"] != "string":
        kind = "a whole number" if field["type"] == "integer" else "a number"
        low, high = rules.get("minimum"), rules.get("maximum")
        span = f" from {low} to {high}" if None not in (low, high) else ""
        return f"Allowed: {kind}{span}, in digits only."
    if "example" in field:
        return f'Allowed: written like "{field["example"]}".'
    if "pattern" in rules:
        return "Allowed: an id of small letters a to z, digits and underscores, such as low_back."
    return ""


def _id_hint(cell: str, pattern: str) -> str:
    made = re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_")
    return f' Did you mean "{_short(made)}"?' if re.fullmatch(pattern, made) else ""


def _check_unique(table: str, sheets: dict[str, dict[str, list]]) -> list[Problem]:
    schema = dictionary()[table]["schema"]
    single = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    problems = []
    for names in [schema["primaryKey"], *single]:
        first_row = {}
        for line, *key in _rows(sheets, table, *names):
            earlier = first_row.setdefault(tuple(key), line)
            if earlier != line and all(key):
                found = " with ".join(f'"{_short(part)}"' for part in key)
                text = f"found {found} a second time; it stands in row {earlier} already. Keep one row."
                problems.append(Problem(f"{table}.csv", line, names[-1], text))
    return problems


def _check_reference(table: str, sheets: dict[str, dict[str, list]], key: dict) -> list[Problem]:
    """Return the cells whose id does not stand in the table that they point at."""
    goal = key["reference"]
    names, goals = _names(key["fields"]), _names(goal["fields"])
    known: dict[tuple, dict[str, None]] = {}  # A dict keeps the order, as a set does not.
    if not {ROWS, *goals} <= sheets.get(goal["resource"], {}).keys():
        return []
    if goal["resource"] == "answers":  # Some questions have their answers in another table.
        rows = [(question, answer) for question, answer, *_ in _offered(sheets)]
    else:
        rows = [key for _, *key in _rows(sheets, goal["resource"], *goals)]
    for *group, last in rows:
        known.setdefault(tuple(group), {})[last] = None
    problems = []
    for line, *group, last in _rows(sheets, table, *names):
        allowed = known.get(tuple(group), {})
        # An unknown group, such as a misspelt question, is reported by the key of its own column.
        if last and last not in allowed and (allowed or not group):
            of_group = f' for "{_short(group[-1])}"' if group else ""
            shown = listed([*allowed][:12], "or") + (f" … ({len(allowed)} in all)" if len(allowed) > 12 else "")
            text = (
                f'found "{_short(last)}". Allowed{of_group}: what stands in {_home(sheets, goal["resource"], group)}.csv'
                f"{', ' + shown if allowed else ', which has no rows yet'}."
                f"{did_you_mean(last, allowed) or ' To use a new one, add its row there first.'}"
            )
            problems.append(Problem(f"{table}.csv", line, names[-1], text))
    return problems


def _home(sheets: dict[str, dict[str, list]], table: str, group: list[str]) -> str:
    """Return the table in which the allowed ids stand: for answers, the one that their question names."""
    return _homes(sheets).get(group[0], table) if table == "answers" and group else table


def _homes(sheets: dict[str, dict[str, list]]) -> dict[str, str]:
    """Return for each question the table of its answers."""
    return {question: home or "answers" for _, question, home in _rows(sheets, "questions", "question", "answers_from")}


def _check_sessions(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    for line, low, high in _rows(sheets, "sessions", "min_minutes", "max_minutes"):
        low, high = number_of(low), number_of(high)
        if None not in (low, high) and low > high:
            text = f'found "{number_text(high)}", below the shortest session of {number_text(low)} minutes. Are the two swapped?'
            problems.append(Problem("sessions.csv", line, "max_minutes", text))
    return problems


def _check_evidence(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    for line, effect, low, high, unit in _rows(sheets, "evidence", "effect", "low", "high", "unit"):
        if effect and not unit:
            text = "the cell is empty, but the row has a number. Say what it counts, or leave the number out."
            problems.append(Problem("evidence.csv", line, "unit", text))
        effect, low, high = number_of(effect), number_of(low), number_of(high)
        if None not in (effect, low, high) and not low <= effect <= high:
            text = f'found "{number_text(low)}" to "{number_text(high)}", and the number {number_text(effect)} does not lie between them.'
            problems.append(Problem("evidence.csv", line, "low", text))
    return problems


def _check_questions(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    questions = _rows(sheets, "questions", "question", "kind", "minimum", "maximum")
    minutes = [question for _, question, kind, _, _ in questions if kind == "minutes"]
    answers = _rows(sheets, "answers", "question", "answer")
    for line, question, answer in answers:
        if question in minutes and answer != FITS_SESSION:
            text = f'found "{_short(answer)}". Allowed for a question of minutes: {FITS_SESSION}.'
            problems.append(Problem("answers.csv", line, "answer", text))
    for line, question, _, low, high in questions:
        low, high = number_of(low), number_of(high)
        if question in minutes and (None in (low, high) or low >= high):
            text = "a question of minutes needs a smallest number here and a larger one in the next column."
            problems.append(Problem("questions.csv", line, "minimum", text))
    answered = {question for question, *_ in _offered(sheets)}
    homes = _homes(sheets)
    for line, question, *_ in questions:
        home = homes.get(question, "answers")
        if question and question not in answered and sheets.get(home, {}).get(ROWS):
            text = f'"{_short(question)}" has no answer yet. Add its answers as rows of {home}.csv.'
            problems.append(Problem("questions.csv", line, "question", text))
    for line, question, _ in answers:
        if homes.get(question, "answers") != "answers":
            text = f'"{_short(question)}" takes its answers from {homes[question]}.csv. Delete this row here and add it there.'
            problems.append(Problem("answers.csv", line, "question", text))
    return problems


def _check_weights(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    """Rules of one basis give the same points, unless a note says why not."""
    without_note = [row for row in _rows(sheets, "rules", "basis", "points", "weight_note") if not row[-1]]
    counts: dict[str, Counter] = {}
    for _, basis, points, _ in without_note:
        counts.setdefault(basis, Counter())[points] += 1
    problems = []
    for line, basis, points, _ in without_note:
        most = counts[basis].most_common(1)[0][0]
        if points != most and number_of(points) is not None:
            text = (
                f'the cell is empty, but this rule gives "{_short(points)}" points where the others of '
                f'"{basis}" give "{_short(most)}". Write why, or give the same.'
            )
            problems.append(Problem("rules.csv", line, "weight_note", text))
    return problems


def _check_cautions(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    """Safety is asked for, gives no points, and says the same of a flag in each of its rows."""
    problems = []
    asking = {question for question, home in _homes(sheets).items() if home == "cautions"}
    if not asking and sheets.get("questions", {}).get(ROWS):
        text = 'no question asks for the flags of cautions.csv. Add one with "cautions" in this column: a client is asked about safety first.'
        problems.append(Problem("questions.csv", 0, "answers_from", text))
    for line, question in _rows(sheets, "rules", "question"):
        if question in asking:
            text = f'"{_short(question)}" is about safety and gives no points. Delete this row; what to do stands in cautions.csv.'
            problems.append(Problem("rules.csv", line, "question", text))
    for line, kind, work in _rows(sheets, "cautions", "kind", "applies_to"):
        if kind == "red_flag" and work in ("deep_pressure", "trigger_point_work"):
            text = f'found "{work}". Allowed for a red_flag: all_massage.'
            problems.append(Problem("cautions.csv", line, "applies_to", text))
    for column in ("label", "group"):
        first: dict[str, tuple] = {}
        for line, flag, cell in _rows(sheets, "cautions", "flag", column):
            earlier_line, earlier = first.setdefault(flag, (line, cell))
            if cell and earlier and cell != earlier:
                text = f'found "{_short(cell)}", but row {earlier_line} has "{_short(earlier)}" for the same flag. Write the same in both.'
                problems.append(Problem("cautions.csv", line, column, text))
    return problems


def _check_views(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    """A region that is seen on one side of the body only is named with that side."""
    sides = {region: view for _, region, view in _rows(sheets, "regions", "region", "view")}
    problems = []
    for table in ("trigger_points", "referred_pain", "caution_sites"):
        for line, region, view in _rows(sheets, table, "region", "view"):
            side = sides.get(region, "both")
            if side in ("front", "back") and view in ("front", "back") and view != side:
                text = f'found "{view}", but regions.csv has "{region}" on the {side} only. Allowed: {side}.'
                problems.append(Problem(f"{table}.csv", line, "view", text))
    return problems


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


# From sheets to DataFrames and back --------------------------------------------------------------

_MAKE = {"string": str, "integer": lambda cell: int(float(cell)), "number": float}
_DTYPE = {"string": "str", "integer": "Int64", "number": "Float64"}


def _frame(table: str, sheet: dict[str, list]) -> pd.DataFrame:
    columns = {}
    for field in dictionary()[table]["schema"]["fields"]:
        kind, cells = field["type"], sheet[field["name"]]
        if kind != "string":
            cells = [_MAKE[kind](cell) if cell else None for cell in cells]
        columns[field["name"]] = pd.array(cells, dtype=_DTYPE[kind])
    return pd.DataFrame(columns)


def _sheet_of(frame: pd.DataFrame) -> dict[str, list]:
    sheet = {name: [_cell(value) for value in frame[name]] for name in frame.columns}
    return sheet | {ROWS: list(range(2, len(frame) + 2))}


def _cell(value) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    return number_text(value) if isinstance(value, float) else _clean(str(value))
