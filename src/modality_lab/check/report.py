"""Check a folder of tables, and say in sentences what to mend, what is odd, and what was checked.

It is the check that guards `load_tables`, shown as a report instead of an error.

>>> check_tables("no-such-folder")
1 problem to mend in "no-such-folder".
<BLANKLINE>
no-such-folder
  There is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables.
<BLANKLINE>
Put this right, and check again. What is allowed but odd is looked for when nothing is left to mend.
"""

import difflib
import itertools
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from modality_lab.tables import switchboard
from modality_lab.tables.constraints import keys_of, names_of
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.loading import TableError, Tables, in_a_table, load_tables, table_meant
from modality_lab.tables.sheets import ROWS, SHOWN, Problem, files_in, read_sheet
from modality_lab.tables.switchboard import SWITCHBOARD
from modality_lab.tables.writing import runs_as_formula
from modality_lab.words import KitError, counted, listed, number_of, plain, sentence_case, visible

LONGEST_SESSION = 240
"""Minutes: a session that lasts longer than this is odd."""

UPLOAD_LIMIT = 8_000_000
"""Bytes of all files that are checked on a page: Jupyter carries ten million from a page at once."""

WORKBOOKS = (".xlsx", ".xls", ".ods", ".numbers")
NO_TABLE = "this is not the name of a table, so nothing in the file is used."


@dataclass(frozen=True)
class CheckReport:
    """What a check has found; display it as the last line of a cell, or print it.

    `problems` must be mended before the tables can be used; `odd` holds what is allowed but may not
    be meant. `rows` maps each file that was checked to its number of rows; `from_kit` maps each file
    that the folder does not have, so that the kit's is used, to the number of its rows that are left
    out because they speak of what the folder's tables do not have.
    """

    name: str
    problems: tuple[Problem, ...]
    odd: tuple[Problem, ...]
    rows: Mapping[str, int]
    from_kit: Mapping[str, int]

    @property
    def is_good(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problems

    @property
    def sentence(self) -> str:
        """The outcome in one sentence."""
        if self.is_good:
            are = "is" if len(self.odd) == 1 else "are"
            odd = f" {counted(len(self.odd), 'thing')} {are} allowed but odd." if self.odd else ""
            return f"All good: there is nothing to mend in {self.name}.{odd}"
        files = {problem.file for problem in self.problems}
        where = f" ({len(files)} files)" if len(files) > 1 else ""
        return f"{counted(_count(self.problems), 'problem')} to mend in {self.name}{where}."

    @property
    def what_was_checked(self) -> str:
        """Which files and rows were checked, against how many rules, and which tables are the kit's."""
        rules = sum(
            _rule_count(resource)
            for resource in [*dictionary().values(), switchboard.TABLE]
            if resource["path"] in self.rows
        )
        rows = counted(sum(self.rows.values()), "row")
        checked = f"Checked: {counted(len(self.rows), 'file')} with {rows}, against the {rules} rules of the dictionary"
        # Where every table is there, a list of them all says nothing more.
        if not self.from_kit:
            return f"{checked}."
        shorter = [f"{counted(rows, 'row')} of {file}" for file, rows in self.from_kit.items() if rows]
        left_out = (
            f" Left out, because they speak of what your tables do not have: {listed(shorter)}." if shorter else ""
        )
        return f"{checked} ({listed(self.rows)}). Taken from the kit: {listed(self.from_kit)}.{left_out}"

    def _parts(self) -> Iterable[tuple[str, list[tuple[str, str]]]]:
        """Yield headings, each with its sentences: a place (or nothing) and what is said of it."""
        yield from _by_file(self.problems)
        no_table = any(problem.text.startswith(NO_TABLE) for problem in [*self.problems, *self.odd])
        names = (
            [("", f"The tables have these names: {listed(resource['path'] for resource in dictionary().values())}.")]
            if no_table
            else []
        )
        if self.problems:
            which = "this" if _count(self.problems) == 1 else "these"
            mend = (
                f"Mend {which} in your spreadsheet, save it as CSV UTF-8,"
                if in_a_table(self.problems)
                else f"Put {which} right,"
            )
            yield (
                "",
                [
                    *names,
                    (
                        "",
                        f"{mend} and check again. What is allowed but odd is looked for when nothing is left to mend.",
                    ),
                ],
            )
            return
        if self.odd:
            yield "Allowed, but odd. Is it meant so?", []
            yield from _by_file(self.odd)
            yield from [("", names)] if names else []
        yield "", [("", self.what_was_checked)]

    def __repr__(self) -> str:
        parts = [self.sentence]
        for heading, sentences in self._parts():
            indent = "  " if heading else ""
            parts.append("\n".join(filter(None, [heading, *(f"{indent}{place}{text}" for place, text in sentences)])))
        return "\n\n".join(parts)

    def _repr_html_(self) -> str:
        parts = [f"<p><strong>{escape(self.sentence)}</strong></p>"]
        for heading, sentences in self._parts():
            if not heading:
                parts += [f"<p>{escape(text)}</p>" for _, text in sentences]
                continue
            items = "".join(f"<li><strong>{escape(place)}</strong>{escape(text)}</li>" for place, text in sentences)
            parts.append(f"<h3>{escape(heading)}</h3>" + (f"<ul>{items}</ul>" if items else ""))
        return f'<div class="ml-check">{"".join(parts)}</div>'


def check_tables(folder: str | Path | None = None, name: str | None = None) -> CheckReport:
    """Check the tables of a folder, and say everything that there is to mend.

    `folder` holds the tables to check, as for `load_tables`; `name` is what the report calls it.
    Returns a `CheckReport`; wrong tables raise no error here.

    >>> print(check_tables().sentence[:34])
    All good: there is nothing to mend
    """
    try:
        tables, error = load_tables(folder), None
        folder = tables.folder
    except TableError as found:
        tables, error = None, found
        folder = Path(error.folder)
    own = {table: read_sheet(path, dictionary()[table])[0] or {} for table, path in _own_files(folder).items()}
    others = {table: 0 for table in dictionary() if table not in own}
    return CheckReport(
        name=name or f'"{visible(folder.name or str(folder))}"',
        problems=tuple(error.problems) if error else (),
        odd=tuple(sorted(_odd(folder, tables, own))) if tables else (),
        rows={dictionary()[table]["path"]: len(sheet.get(ROWS, [])) for table, sheet in own.items()}
        | _switchboard_rows(folder),
        from_kit={dictionary()[table]["path"]: rows for table, rows in (tables.from_kit if tables else others).items()},
    )


def check_files(files: Iterable[tuple[str, bytes]]) -> CheckReport:
    """Check tables that were uploaded, each a name with its content, together with the kit's other tables.

    Returns a `CheckReport`. Raises `KitError` when they are larger than the upload limit.

    >>> check_files([("session.csv", b"modality,min_minutes")]).problems[0].text
    'this is not the name of a table, so nothing in the file is used. Did you mean "sessions.csv"?'
    """
    files = [(name.replace("\\", "/").rpartition("/")[2], content) for name, content in files]
    if not files:
        raise KitError("No file has come. Choose at least one CSV file.")
    size = sum(len(content) for _, content in files)
    if size > UPLOAD_LIMIT:
        raise KitError(
            f"These files have {size / 1e6:.1f} MB. Allowed: together at most {UPLOAD_LIMIT / 1e6:.0f} MB. Choose fewer files."
        )
    tables = [resource["path"] for resource in dictionary().values()]
    problems, written = [], set()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files:
            if name.lower() not in [*tables, SWITCHBOARD]:
                problems.append(Problem(name, 0, "", _no_table(name)))
            elif name.lower() in written:
                problems.append(Problem(name, 0, "", "two of the files have this name. Choose the one that you mean."))
            else:
                (Path(folder) / name.lower()).write_bytes(content)
                written.add(name.lower())
        if switchboard.read(Path(folder), files_in(Path(folder))).folder:
            raise KitError(
                "This switchboard names another folder, which is not on this page. Check that folder itself: modality-lab check FOLDER"
            )
        report = check_tables(folder, "your files")
    if not written:
        return replace(report, problems=tuple(problems), odd=())
    # What is odd waits until all is mended.
    return replace(report, problems=(*problems, *report.problems), odd=() if problems else report.odd)


def _no_table(name: str) -> str:
    kind, meant = Path(name[:300]).suffix.lower(), table_meant(name)
    hint = (
        " A workbook must be saved as CSV UTF-8 first."
        if kind in WORKBOOKS
        else ""
        if kind == ".csv"
        else " A table is a CSV file."
    )
    return f"{NO_TABLE}{hint}" + (f' Did you mean "{meant}.csv"?' if meant else "")


def _switchboard_rows(folder: Path) -> dict[str, int]:
    paths = [path for path in _files(folder) if path.name.lower() == SWITCHBOARD]
    sheets = [read_sheet(path, switchboard.TABLE)[0] or {} for path in paths]
    return {SWITCHBOARD: len(sheet.get(ROWS, [])) for sheet in sheets}


def _own_files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder that are tables, under the table's name; none when it has vanished."""
    tables = {resource["path"]: table for table, resource in dictionary().items()}
    return {tables[path.name.lower()]: path for path in _files(folder) if path.name.lower() in tables}


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except (OSError, ValueError):
        return []


def _rule_count(resource: dict) -> int:
    schema = resource["schema"]
    cells = sum(1 + len(field.get("constraints", {})) for field in schema["fields"])
    return cells + len(schema.get("foreignKeys", [])) + len(schema.get("keysByQuestion", [])) + 1


def _by_file(problems: Iterable[Problem]) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    for file, group in itertools.groupby(problems, key=lambda problem: problem.file):
        group = list(group)
        resource = _resource(file)
        heading = f"{visible(file)} ({resource['title']})" if "title" in resource else visible(file)
        sentences = [_place_and_text(problem) for problem in group[:SHOWN]]
        others = _count(group) - len(sentences)
        if others:
            sentences.append(("", f"And {others} more in this file."))
        yield heading, sentences


def _count(problems: Iterable[Problem]) -> int:
    return sum(1 + problem.more for problem in problems)


def _place_and_text(problem: Problem) -> tuple[str, str]:
    """Return where a problem is, as the spreadsheet shows it, and what is said of it."""
    place = [f"row {problem.line}"] if problem.line else []
    if problem.column:
        place.append(_plain_column(problem.file, problem.column))
    text = visible(problem.text)
    return (f"{sentence_case(', '.join(place))}: ", text) if place else ("", sentence_case(text))


def _plain_column(file: str, column: str) -> str:
    """Return a column as a person calls it, with its name in the file beside it."""
    fields = _resource(file).get("schema", {}).get("fields", [])
    title = next((field["title"] for field in fields if field["name"] == column), "")
    return f'column "{title}" ({column})' if title not in ("", column) else f'column "{visible(column)}"'


def _resource(file: str) -> dict:
    return next(
        (resource for resource in [*dictionary().values(), switchboard.TABLE] if resource["path"] == file.lower()), {}
    )


# What is allowed but odd ---------------------------------------------------------------------------


def _odd(folder: Path, tables: Tables, own: Mapping[str, dict]) -> Iterable[Problem]:
    """Yield what may not be meant so in the folder's own sheets, seen together with the kit's tables."""
    yield from _odd_modalities(tables, own)
    yield from _odd_sources(tables, own.get("sources", {}))
    yield from _odd_sessions(own.get("sessions", {}))
    for table, sheet in own.items():
        yield from _odd_ids(table, sheet)
        yield from _odd_doubles(table, sheet)
        yield from _odd_formulas(table, sheet)
        yield from _odd_gaps(table, sheet)
    yield from _odd_files(folder)


def _rows(sheet: Mapping[str, list], *columns: str) -> list[tuple]:
    return list(zip(*(sheet.get(column, []) for column in (ROWS, *columns))))


def _odd_modalities(tables: Tables, own: Mapping[str, dict]) -> Iterable[Problem]:
    """Yield what a table lacks for a modality, where the modality stands; for one of the kit's, in the folder's table."""
    techniques, work = tables.techniques["modality"], tables.techniques["work"]
    found = [
        ("rules", "no row of rules.csv gives it points, so the form never recommends it", tables.rules["modality"]),
        ("sessions", "no row of sessions.csv says how long a session lasts", tables.sessions["modality"]),
        (
            "techniques",
            "it has no row in techniques.csv, so each caution about a kind of work leaves it out, to be safe",
            techniques,
        ),
        (
            "techniques",
            "none of its rows in techniques.csv has something in the column work, so no caution about a kind of work leaves it out",
            [*techniques[work != ""], *(set(tables.modalities["modality"]) - set(techniques))],
        ),
    ]
    for table, what, with_rows in found:
        # The switchboard may hide some.
        lacking = [modality for modality in tables.modalities["modality"] if modality not in set(with_rows)]
        if "modalities" in own:
            rows = [
                ("modalities.csv", line, "modality", modality)
                for line, modality in _rows(own["modalities"], "modality")
            ]
        else:
            rows = [(f"{table}.csv", 0, "", modality) for modality in lacking if table in own]
        for *place, modality in rows:
            if modality in lacking:
                yield Problem(*place, f'"{modality}": {what}.')


def _odd_sources(tables: Tables, sheet: Mapping[str, list]) -> Iterable[Problem]:
    cited = {
        source
        for table, resource in dictionary().items()
        for key in resource["schema"].get("foreignKeys", [])
        if key["reference"]["resource"] == "sources"
        for source in getattr(tables, table)[key["fields"]]
    }
    for line, source in _rows(sheet, "source_id"):
        if source not in cited:
            yield Problem("sources.csv", line, "source_id", f'no row of any table cites "{source}".')


def _odd_sessions(sheet: Mapping[str, list]) -> Iterable[Problem]:
    for line, longest in _rows(sheet, "max_minutes"):
        if (number_of(longest) or 0) > LONGEST_SESSION:
            text = f'found "{longest}" minutes, which is more than four hours. Is it in minutes?'
            yield Problem("sessions.csv", line, "max_minutes", text)


def _ids_of_its_own(table: str) -> list[str]:
    """Return the columns of a table's key in which an id is made: they point at no other table and offer no choice."""
    schema = dictionary()[table]["schema"]
    choices = {field["name"] for field in schema["fields"] if "enum" in field.get("constraints", {})}
    pointing = {name for key in keys_of(table) for name in names_of(key["fields"])}
    return [name for name in schema["primaryKey"] if name not in pointing | choices]


def _odd_ids(table: str, sheet: Mapping[str, list]) -> Iterable[Problem]:
    """Ids that nearly match: what two modalities share is shared only under one id."""
    if "modality" not in dictionary()[table]["schema"]["primaryKey"]:
        return
    for column in _ids_of_its_own(table):
        first_row: dict[str, int] = {}
        for line, identifier in _rows(sheet, column):
            first_row.setdefault(identifier, line)
        for earlier, later in itertools.combinations(list(first_row)[:300], 2):
            if _nearly_match(earlier, later):
                text = f'found "{later}", and "{earlier}" in row {first_row[earlier]}. If both mean the same, write one of them in both rows: only then is it shared.'
                yield Problem(f"{table}.csv", first_row[later], column, text)


def _nearly_match(one: str, other: str) -> bool:
    """Return whether two ids differ like a slip of the pen, or in one word that begins alike.

    >>> _nearly_match("stress_reduction", "stress_relief"), _nearly_match("posture", "postures")
    (True, True)
    >>> _nearly_match("chronic_pain", "chronic_headaches"), _nearly_match("flexibility", "circulation")
    (False, False)
    """
    words, others = one.split("_"), other.split("_")
    differing = [pair for pair in zip(words, others) if pair[0] != pair[1]]
    if len(words) == len(others) > 1 and len(differing) == 1 and differing[0][0][:2] == differing[0][1][:2]:
        return True
    compared = difflib.SequenceMatcher(None, one, other)
    return compared.real_quick_ratio() >= 0.85 and compared.quick_ratio() >= 0.85 and compared.ratio() >= 0.85


def _odd_doubles(table: str, sheet: Mapping[str, list]) -> Iterable[Problem]:
    """Rows that say the same under two ids. Without a sentence in the row, only the ids say something."""
    ids = _ids_of_its_own(table)
    fields = [field for field in dictionary()[table]["schema"]["fields"] if field["name"] not in ids]
    sentences = [
        field
        for field in fields
        if field["type"] == "string" and not {"enum", "pattern"} & field.get("constraints", {}).keys()
    ]
    if not ids or not any(field["name"] != "source_section" for field in sentences):
        return
    others = [field["name"] for field in fields]
    first_row: dict[tuple, int] = {}
    for line, *cells in _rows(sheet, *others):
        earlier = first_row.setdefault(tuple(cells), line)
        if earlier != line:
            text = f"the row says the same as row {earlier}, under another {plain(ids[-1])}. Is it there twice?"
            yield Problem(f"{table}.csv", line, ids[-1], text)


def _odd_formulas(table: str, sheet: Mapping[str, list]) -> Iterable[Problem]:
    for field in dictionary()[table]["schema"]["fields"]:
        for line, cell in _rows(sheet, field["name"]) if field["type"] == "string" else []:
            if runs_as_formula(cell):
                text = f'found "{cell[:60]}", which a spreadsheet runs as a formula. The kit shows it as text; begin it with a letter.'
                yield Problem(f"{table}.csv", line, field["name"], text)


def _odd_gaps(table: str, sheet: Mapping[str, list]) -> Iterable[Problem]:
    for before, after in itertools.pairwise([1, *sheet.get(ROWS, [])]):
        if after > before + 1:
            rows = f"rows {before + 1} to {after - 1} are" if after > before + 2 else "the row is"
            yield Problem(f"{table}.csv", before + 1, "", f"{rows} empty and passed over. Is something missing here?")


def _odd_files(folder: Path) -> Iterable[Problem]:
    files = [resource["path"] for resource in dictionary().values()]
    for path in _files(folder):
        if path.suffix.lower() == ".csv" and path.name.lower() not in [*files, SWITCHBOARD]:
            yield Problem(path.name, 0, "", _no_table(path.name))
