"""What is allowed in tables and may yet not be meant so."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from modality_lab.check.look_alikes import look_alikes
from modality_lab.tables.cells import quotable
from modality_lab.tables.dictionary import Field, columns_of, dictionary, foreign_keys
from modality_lab.tables.loading import Tables
from modality_lab.tables.plausible import word_at
from modality_lab.tables.problem import Kind, Problem, first_problems
from modality_lab.tables.sheet import NO_SHEET, Sheet
from modality_lab.tables.writing import runs_as_formula
from modality_lab.words import listed, number_of, plain

NEARLY_THE_SAME = 0.85
"""How alike two names of groups are, from 0 to 1, before one is taken for a slip of the other."""
LONGEST_SESSION = 240
"""Minutes: a session that lasts longer than this is odd."""

_WITHIN_A_SENTENCE = re.compile(r"\? ([^\W\d_])|(?<![^\s(\"'])\?+([^\W\d_])")

MOST_PAIRS = 20_000
"""So many pairs of groups are compared at most."""

MOST_LOOK_ALIKES = 5
"""So many ids of one column that nearly match are named; the rest are counted."""


def oddities(tables: Tables, own: Mapping[str, Sheet]) -> list[Problem]:
    """Look for what may not be meant so in a folder's own sheets, seen together with the kit's tables.

    Parameters
    ----------
    tables : Tables
        The tables of the folder, with those of the kit.
    own : mapping of str to Sheet
        The sheets of the folder's own files.

    Returns
    -------
    list of Problem
        What is odd, in no order.
    """
    found = [
        *_modalities_without_rows(tables, own),
        *_sources_not_cited(tables, own.get("sources", NO_SHEET)),
        *_long_sessions(own.get("sessions", NO_SHEET)),
        *_groups_without_their_other_half(tables, own),
    ]
    for table, sheet in own.items():
        for look in (
            _ids_that_nearly_match,
            _rows_that_say_the_same,
            _formulas,
            _lost_letters,
            _gaps,
            _passed_over,
        ):
            found += look(table, sheet)
    return found


def _modalities_without_rows(tables: Tables, own: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Yield what a table lacks for a modality: where the modality stands, or in the table for one of the kit."""
    for table, lacking, what in _lacking(tables):
        if "modalities" in own:
            for line, modality in own["modalities"].rows("modality"):
                if modality in lacking:
                    yield Problem.in_cell("modalities.csv", line, "modality", f'"{modality}": {what}.')
        elif table in own:
            for modality in lacking:
                yield Problem.of_file(f"{table}.csv", f'"{modality}": {what}.')


def _lacking(tables: Tables) -> Iterator[tuple[str, list[str], str]]:
    """Yield a table, the modalities that have no row in it that counts, and what follows of it."""
    # The switchboard may hide some.
    modalities = tables.modalities["modality"].to_list()
    rows = {table: getattr(tables, table) for table in ("rules", "sessions", "techniques")}
    found = {table: set(frame["modality"]) for table, frame in rows.items()}
    worked = set(rows["techniques"].loc[rows["techniques"]["work"] != "", "modality"])

    def without(having: set[str]) -> list[str]:
        return [modality for modality in modalities if modality not in having]

    yield "rules", without(found["rules"]), "no row of rules.csv gives it points, so the form never recommends it"
    yield "sessions", without(found["sessions"]), "no row of sessions.csv says how long a session lasts"
    yield (
        "techniques",
        without(found["techniques"]),
        "it has no row in techniques.csv, so each caution about a kind of work leaves it out, to be safe",
    )
    yield (
        "techniques",
        [modality for modality in without(worked) if modality in found["techniques"]],
        "none of its rows in techniques.csv has something in the column work, "
        "so no caution about a kind of work leaves it out",
    )


def _sources_not_cited(tables: Tables, sheet: Sheet) -> list[Problem]:
    cited = {
        source
        for table in dictionary()
        for key in foreign_keys(table)
        if key["reference"]["resource"] == "sources"
        for column in columns_of(key)
        for source in getattr(tables, table)[column]
    }
    rows = [row for row in sheet.rows("source_id") if row[1] not in cited]
    return first_problems("sources.csv", "source_id", rows, 'no row of any table cites "{}".'.format)


def _long_sessions(sheet: Sheet) -> Iterator[Problem]:
    for line, longest in sheet.rows("max_minutes"):
        if (number_of(longest) or 0) > LONGEST_SESSION:
            text = f'found "{longest}" minutes, which is more than four hours. Is it in minutes?'
            yield Problem.in_cell("sessions.csv", line, "max_minutes", text)


def _ids_of_its_own(table: str) -> list[str]:
    """Return the columns of a table's key in which an id is made: they point at no other table and offer no choice."""
    schema = dictionary()[table]["schema"]
    choices = {field["name"] for field in schema["fields"] if "enum" in field.get("constraints", {})}
    pointing = {name for key in foreign_keys(table) for name in columns_of(key)}
    return [name for name in schema["primaryKey"] if name not in pointing | choices]


def _ids_that_nearly_match(table: str, sheet: Sheet) -> Iterator[Problem]:
    """Ids that nearly match: what two modalities share is shared only under one id."""
    if "modality" not in dictionary()[table]["schema"]["primaryKey"]:
        return
    for column in _ids_of_its_own(table):
        first_row: dict[str, int] = {}
        for line, identifier in sheet.rows(column):
            first_row.setdefault(identifier, line)
        found = look_alikes(first_row)
        for at, (earlier, later, *others) in enumerate(found.groups[:MOST_LOOK_ALIKES], 1):
            text = _say_look_alikes(earlier, later, others, first_row)
            more = len(found.groups) - at if at == MOST_LOOK_ALIKES else 0
            yield Problem(Kind.CELL, f"{table}.csv", first_row[later], column, text, more)
        if found.left_out:
            text = (
                f"{found.left_out:,} of the {len(first_row):,} ids were not compared with the others, as this would "
                "take too long. See yourself that none of them means the same as another."
            )
            yield Problem(Kind.COLUMN, f"{table}.csv", 0, column, text)


def _say_look_alikes(earlier: str, later: str, others: list[str], first_row: Mapping[str, int]) -> str:
    found = f'found "{later}", and "{earlier}" in row {first_row[earlier]}'
    if not others:
        return f"{found}. If both mean the same, write one of them in both rows: only then is it shared."
    named = [f'"{each}" in row {first_row[each]}' for each in others[:2]]
    rest = [f"{len(others) - 2:,} more like them"] if len(others) > 2 else []
    return (
        f"{found}, {listed([*named, *rest])}. "
        "Those that mean the same need the same id in all their rows: only then is it shared."
    )


def _rows_that_say_the_same(table: str, sheet: Sheet) -> Iterator[Problem]:
    """Rows that say the same under two ids. Without a sentence in the row, only the ids say something."""
    ids = _ids_of_its_own(table)
    fields = [field for field in dictionary()[table]["schema"]["fields"] if field["name"] not in ids]
    if not ids or not any(_holds_sentences(field) for field in fields):
        return
    first_row: dict[tuple[str, ...], int] = {}
    again = []
    for line, *cells in sheet.rows(*(field["name"] for field in fields)):
        earlier = first_row.setdefault(tuple(cells), line)
        if earlier != line:
            again.append((line, str(earlier)))
    text = f"the row says the same as row {{}}, under another {plain(ids[-1])}. Is it there twice?"
    yield from first_problems(f"{table}.csv", ids[-1], again, text.format)


def _holds_sentences(field: Field) -> bool:
    is_free = field["type"] == "string" and not {"enum", "pattern"} & field.get("constraints", {}).keys()
    return is_free and field["name"] != "source_section"


def _formulas(table: str, sheet: Sheet) -> Iterator[Problem]:
    texts = [field["name"] for field in dictionary()[table]["schema"]["fields"] if field["type"] == "string"]
    for column in texts:
        formulas = {cell for cell in set(sheet.cells(column)) if runs_as_formula(cell)}
        rows = [(line, cell[:60]) for line, cell in sheet.rows(column) if cell in formulas] if formulas else []
        text = 'found "{}", which a spreadsheet runs as a formula. The kit shows it as text; begin it with a letter.'
        yield from first_problems(f"{table}.csv", column, rows, text.format)


def _lost_letters(table: str, sheet: Sheet) -> Iterator[Problem]:
    """Yield the cells in which a question mark asks nothing: it may stand where a program did not know a letter."""
    schema = dictionary()[table]["schema"]
    for field in schema["fields"]:
        name = field["name"]
        is_name = bool(field.get("constraints", {}).get("unique")) or [name] == schema["primaryKey"]
        with_mark = [row for row in sheet.rows(name) if "?" in row[1]]
        odd = [(line, word_at(cell, at)) for line, cell in with_mark if (at := _asks_nothing(cell, is_name)) >= 0]
        # A word that stands whole elsewhere, perhaps as one of many, has lost no letter: "types of massages? part 2".
        whole = _words_without_mark(sheet.cells(name)) if odd and not is_name else set()
        rows = [(line, word) for line, word in odd if not {word.lower()[:-1], word.lower()[:-2]} & whole]
        text = 'found "{}", where the question mark asks nothing. Is a letter lost there? Then write it again.'
        yield from first_problems(f"{table}.csv", name, rows, text.format)


def _words_without_mark(cells: Iterable[str]) -> set[str]:
    """Return the words of some cells that no question mark touches, in small letters."""
    return set(re.findall(r"(?<![\w?])\w+(?![\w?])", " ".join(cells).lower()))


def _asks_nothing(cell: str, is_name: bool) -> int:
    """Return where a question mark stands in a name, or before the rest of a sentence; -1 where none does."""
    if is_name:
        return cell.find("?")
    return next((found.start() for found in _WITHIN_A_SENTENCE.finditer(cell) if found[2] or found[1].islower()), -1)


def _gaps(table: str, sheet: Sheet) -> list[Problem]:
    rows = [
        (before + 1, f"rows {before + 1} to {after - 1} are" if after > before + 2 else "the row is")
        for before, after in pairwise([sheet.head_line, *sheet.lines])
        if after > before + 1
    ]
    text = "{} empty and passed over. Is something missing here?"
    return first_problems(f"{table}.csv", "", rows, text.format, Kind.ROW)


def _passed_over(_table: str, sheet: Sheet) -> Iterable[Problem]:
    """Titles, sums and columns of its own that were seen when the file was read."""
    return sheet.remarks


def _groups_without_their_other_half(tables: Tables, own: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Yield groups of cautions spelt nearly like one that has a question, and questions whose group has no caution."""
    asked, flagged = set(tables.safety_questions["group"]), set(tables.cautions["group"])
    for table, known in (("cautions", asked), ("safety_questions", flagged)):
        first_row: dict[str, int] = {}
        for line, group in own.get(table, NO_SHEET).rows("group"):
            first_row.setdefault(group, line)
        alone = [group for group in first_row if group not in known]
        nearest = _nearest_groups(alone[: MOST_PAIRS // max(1, len(known))], known)
        for group in alone:
            near = f' Did you mean "{quotable(nearest[group])}"?' if group in nearest else ""
            found = f'found "{quotable(group)}"'
            if table == "safety_questions":
                text = f"{found}, and no row of cautions.csv has this group, so it is not asked.{near}"
            elif near:
                text = f"{found}, a heading of its own without a question in safety_questions.csv.{near}"
            else:  # A new heading: it is shown under its own name.
                continue
            yield Problem.in_cell(f"{table}.csv", first_row[group], "group", text)
        if len(alone) * len(known) > MOST_PAIRS:
            text = (
                f"the table has {len(first_row):,} groups, too many to compare each with those of the other table. "
                "See yourself that none is misspelt: a question and its flags need the same group."
            )
            yield Problem(Kind.COLUMN, f"{table}.csv", 0, "group", text)


def _nearest_groups(groups: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return for each group the one of the other table that is spelt nearly like it, where there is one."""
    same = {each.lower(): each for each in known}
    found = {
        group: difflib.get_close_matches(group.lower()[:80], same, n=1, cutoff=NEARLY_THE_SAME) for group in groups
    }
    return {group: same[nearest[0]] for group, nearest in found.items() if nearest}
