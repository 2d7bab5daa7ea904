"""Check a folder of tables, and say in sentences what to mend, what is odd, and what was checked.

It is the check that guards `load_tables`, shown as a report instead of an error.

>>> check_tables("no-such-folder")
1 problem to mend in "no-such-folder".
<BLANKLINE>
no-such-folder
  There is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables.
<BLANKLINE>
Put this right, and check again. Once nothing is left to mend, the check also names what is allowed but odd.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from modality_lab.check.oddities import oddities
from modality_lab.markup import Html, bullets, element
from modality_lab.tables import switchboard
from modality_lab.tables.dictionary import Resource, dictionary, keys_in, tables_by_file
from modality_lab.tables.file_endings import not_a_table
from modality_lab.tables.file_names import is_leftover, table_meant, table_named, table_of_first_row
from modality_lab.tables.folder import files_in, shown_name
from modality_lab.tables.loading import Outcome, read_tables
from modality_lab.tables.problem import SHOWN, Kind, Problem, are_in_a_table, by_file, number_of_problems
from modality_lab.words import KitError, counted, listed, sentence_case, visible

__all__ = ["SHOWN", "UPLOAD_LIMIT", "CheckReport", "check_files", "check_tables"]

UPLOAD_LIMIT = 8_000_000
"""Bytes of all files that are checked on a page: Jupyter carries ten million from a page at once."""


class _Sentence(NamedTuple):
    """A place in a table, or nothing, and what is said of it."""

    place: str
    text: str


class _Part(NamedTuple):
    """Some sentences under a heading, or under none."""

    heading: str
    sentences: list[_Sentence]


@dataclass(frozen=True)
class CheckReport:
    """What a check has found; display it as the last line of a cell, or print it.

    Attributes
    ----------
    name : str
        What the report calls that which was checked.
    problems : tuple of Problem
        What must be mended before the tables can be used.
    odd : tuple of Problem
        What is allowed but may not be meant.
    rows : mapping of str to int
        The number of rows of each file that was checked.
    from_kit : mapping of str to int
        For each file that the folder does not have, so that the kit's is used, the number of its rows that
        are left out because they speak of what the folder's tables do not have.
    """

    name: str
    problems: tuple[Problem, ...]
    odd: tuple[Problem, ...]
    rows: Mapping[str, int]
    from_kit: Mapping[str, int]

    @property
    def is_good(self) -> bool:
        """Whether there is nothing to mend.

        Returns
        -------
        bool
            Whether the tables can be used.
        """
        return not self.problems

    @property
    def sentence(self) -> str:
        """The outcome in one sentence.

        Returns
        -------
        str
            How many problems and odd things there are, and where.
        """
        if self.is_good:
            number = number_of_problems(self.odd)
            are = "is" if number == 1 else "are"
            odd = f" {counted(number, 'thing')} {are} allowed but odd." if number else ""
            return f"All good: there is nothing to mend in {self.name}.{odd}"
        files = {problem.file for problem in self.problems}
        where = f" ({len(files)} files)" if len(files) > 1 else ""
        return f"{counted(number_of_problems(self.problems), 'problem')} to mend in {self.name}{where}."

    @property
    def what_was_checked(self) -> str:
        """Which files and rows were checked, against how many rules, and which tables are the kit's.

        Returns
        -------
        str
            One to three sentences.
        """
        resources = [*dictionary().values(), switchboard.TABLE]
        rules = sum(_number_of_rules(resource) for resource in resources if resource["path"] in self.rows)
        rows = counted(sum(self.rows.values()), "row")
        checked = f"Checked: {counted(len(self.rows), 'file')} with {rows}, against the {rules} rules of the dictionary"
        # Where every table is there, a list of them all says nothing more.
        if not self.from_kit:
            return f"{checked}."
        shorter = [f"{counted(number, 'row')} of {file}" for file, number in self.from_kit.items() if number]
        left_out = (
            f" Left out, because they speak of what your tables do not have: {listed(shorter)}." if shorter else ""
        )
        return f"{checked} ({listed(self.rows)}). Taken from the kit: {listed(self.from_kit)}.{left_out}"

    def _parts(self) -> Iterator[_Part]:
        yield from _parts_by_file(self.problems)
        if self.odd:
            yield _Part("Allowed, but odd. Is it meant so?", [])
            yield from _parts_by_file(self.odd)
        names = self._names_of_tables()
        if self.problems:
            yield _Part("", [*names, _Sentence("", self._what_to_do)])
            return
        if names:
            yield _Part("", names)
        yield _Part("", [_Sentence("", self.what_was_checked)])

    def _names_of_tables(self) -> list[_Sentence]:
        """Return what tables are called, where a file is not called so."""
        if not any(problem.kind is Kind.NO_TABLE for problem in [*self.problems, *self.odd]):
            return []
        return [_Sentence("", f"The tables have these names: {listed(tables_by_file())}.")]

    @property
    def _what_to_do(self) -> str:
        which = "this" if number_of_problems(self.problems) == 1 else "these"
        mend = f"Put {which} right,"
        if are_in_a_table(self.problems):
            mend = f"Mend {which} in your spreadsheet, save it as CSV UTF-8,"
        what = "what else" if self.odd else "what"
        return f"{mend} and check again. Once nothing is left to mend, the check also names {what} is allowed but odd."

    def __repr__(self) -> str:
        parts = [self.sentence]
        for heading, sentences in self._parts():
            indent = "  " if heading else ""
            lines = [heading, *(f"{indent}{place}{text}" for place, text in sentences)]
            parts.append("\n".join(filter(None, lines)))
        return "\n\n".join(parts)

    def _repr_html_(self) -> str:
        sentence = element("p", element("strong", self.sentence))
        return element("div", sentence, map(_part_html, self._parts()), class_="ml-check")


def _part_html(part: _Part) -> list[Html]:
    if not part.heading:
        return [element("p", text) for _, text in part.sentences]
    return [
        element("h3", part.heading),
        bullets([element("strong", place), text] for place, text in part.sentences),
    ]


def _parts_by_file(problems: Iterable[Problem]) -> Iterator[_Part]:
    for file, shown, others in by_file(problems):
        title = _resource(file).get("title")
        sentences = [_place_and_text(problem) for problem in shown]
        if others:
            sentences.append(_Sentence("", f"And {others} more in this file."))
        yield _Part(f"{visible(file)} ({title})" if title else visible(file), sentences)


def _place_and_text(problem: Problem) -> _Sentence:
    """Return where a problem is, as the spreadsheet shows it, and what is said of it."""
    place = [f"row {problem.line}"] if problem.line else []
    if problem.column:
        place.append(_plain_column(problem.file, problem.column))
    text = visible(problem.text)
    return _Sentence(f"{sentence_case(', '.join(place))}: ", text) if place else _Sentence("", sentence_case(text))


def _plain_column(file: str, column: str) -> str:
    """Return a column as a person calls it, with its name in the file beside it."""
    fields = _resource(file).get("schema", {}).get("fields", [])
    title = next((field["title"] for field in fields if field["name"] == column), "")
    return f'column "{title}" ({column})' if title not in ("", column) else f'column "{visible(column)}"'


def _resource(file: str) -> Resource:
    """Return what the dictionary says of a file, if anything."""
    nothing: Resource = {}
    resources = [*dictionary().values(), switchboard.TABLE]
    return next((resource for resource in resources if resource["path"] == file.lower()), nothing)


def _number_of_rules(resource: Resource) -> int:
    schema = resource["schema"]
    cells = sum(1 + len(field.get("constraints", {})) for field in schema["fields"])
    return cells + len(keys_in(schema)) + 1


def check_tables(folder: str | Path | None = None, name: str | None = None) -> CheckReport:
    """Check the tables of a folder, and say everything that there is to mend.

    Parameters
    ----------
    folder : str or Path, optional
        Holds the tables to check, as for `load_tables`.
    name : str, optional
        What the report calls the folder.

    Returns
    -------
    CheckReport
        What was found; wrong tables raise no error here.

    Examples
    --------
    >>> print(check_tables().sentence[:34])
    All good: there is nothing to mend
    """
    outcome = read_tables(folder)
    return CheckReport(
        name=visible(name or f'"{outcome.folder.name or outcome.folder}"'),
        problems=tuple(sorted(outcome.problems, key=lambda problem: (problem.file, problem.line, problem.column))),
        odd=tuple(sorted([*outcome.not_read, *(oddities(outcome.tables, outcome.own) if outcome.tables else [])])),
        rows=outcome.rows,
        from_kit=_from_kit(outcome),
    )


def _from_kit(outcome: Outcome) -> dict[str, int]:
    """Return the files that the folder does not have, with the number of their rows that are left out."""
    lacking = {table: 0 for table, resource in dictionary().items() if resource["path"] not in outcome.rows}
    from_kit = outcome.tables.from_kit if outcome.tables else lacking
    return {dictionary()[table]["path"]: number for table, number in from_kit.items()}


def check_files(files: Iterable[tuple[str, bytes]]) -> CheckReport:
    """Check tables that were uploaded, together with the kit's other tables.

    Parameters
    ----------
    files : iterable of tuple
        The name of each file with its content.

    Returns
    -------
    CheckReport
        What was found.

    Raises
    ------
    KitError
        When there are no files, when they are larger than the upload limit, or when a switchboard among them
        names another folder.

    Examples
    --------
    >>> check_files([("session.csv", b"modality,min_minutes")]).problems[0].text
    'this is not the name of a table, so nothing in the file is used. Did you mean "sessions.csv"?'
    """
    uploaded = [(name.replace("\\", "/").rpartition("/")[2], content) for name, content in files]
    uploaded = [(name, content) for name, content in uploaded if not is_leftover(name)]
    _check_size(uploaded)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        problems = _write_tables(folder, uploaded)
        written = files_in(folder)
        if switchboard.read(folder, written).folder:
            raise KitError(
                "This switchboard names another folder, which is not on this page. "
                "Check that folder itself: modality-lab check FOLDER"
            )
        report = check_tables(folder, "your files")
    if not written:
        return replace(report, problems=tuple(problems), odd=())
    # What is odd waits until all is mended.
    return replace(report, problems=(*problems, *report.problems), odd=() if problems else report.odd)


def _check_size(files: list[tuple[str, bytes]]) -> None:
    if not files:
        raise KitError("No file has come. Choose at least one CSV file.")
    size = sum(len(content) for _, content in files)
    if size > UPLOAD_LIMIT:
        raise KitError(
            f"These files have {size / 1e6:.1f} MB. Allowed: together at most {UPLOAD_LIMIT / 1e6:.0f} MB. "
            "Choose fewer files."
        )


def _write_tables(folder: Path, files: list[tuple[str, bytes]]) -> list[Problem]:
    """Write the files that are called like tables, and return what is wrong with the names of the others."""
    problems = []
    written = set()
    for name, content in files:
        if not table_named(name):
            meant = table_meant(name) or table_of_first_row(content[:4096])
            problems.append(Problem(Kind.NO_TABLE, shown_name(name), 0, "", not_a_table(name, meant)))
        elif name.lower() in written:
            text = "two of the files have this name. Choose the one that you mean."
            problems.append(Problem.of_file(name, text))
        else:
            (folder / name.lower()).write_bytes(content)
            written.add(name.lower())
    return problems
