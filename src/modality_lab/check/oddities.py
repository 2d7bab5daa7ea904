"""What is allowed in tables and may yet not be meant so."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise

from modality_lab.tables.cells import quotable
from modality_lab.tables.dictionary import Field, columns_of, dictionary, foreign_keys
from modality_lab.tables.loading import Tables
from modality_lab.tables.problem import Kind, Problem
from modality_lab.tables.sheet import NO_SHEET, Sheet
from modality_lab.tables.writing import runs_as_formula
from modality_lab.words import number_of, plain

LONGEST_SESSION = 240
"""Minutes: a session that lasts longer than this is odd."""

MOST_IDS_COMPARED = 300
"""So many ids of one column are compared with each other: comparing is slow, and grows with the square."""

NEARLY_THE_SAME = 0.85
"""How alike two ids are, from 0 to 1 as `difflib` measures it, that differ like a slip of the pen."""


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
        for look in (_ids_that_nearly_match, _rows_that_say_the_same, _formulas, _gaps):
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


def _sources_not_cited(tables: Tables, sheet: Sheet) -> Iterator[Problem]:
    cited = {
        source
        for table in dictionary()
        for key in foreign_keys(table)
        if key["reference"]["resource"] == "sources"
        for column in columns_of(key)
        for source in getattr(tables, table)[column]
    }
    for line, source in sheet.rows("source_id"):
        if source not in cited:
            yield Problem.in_cell("sources.csv", line, "source_id", f'no row of any table cites "{source}".')


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
        for earlier, later in combinations(list(first_row)[:MOST_IDS_COMPARED], 2):
            if _nearly_match(earlier, later):
                text = (
                    f'found "{later}", and "{earlier}" in row {first_row[earlier]}. '
                    "If both mean the same, write one of them in both rows: only then is it shared."
                )
                yield Problem.in_cell(f"{table}.csv", first_row[later], column, text)


def _nearly_match(one: str, other: str) -> bool:
    """Return whether two ids differ like a slip of the pen, or in one word that begins alike.

    >>> _nearly_match("stress_reduction", "stress_relief"), _nearly_match("posture", "postures")
    (True, True)
    >>> _nearly_match("chronic_pain", "chronic_headaches"), _nearly_match("flexibility", "circulation")
    (False, False)
    """
    words, others = one.split("_"), other.split("_")
    differing = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    if len(words) == len(others) > 1 and len(differing) == 1 and differing[0][0][:2] == differing[0][1][:2]:
        return True
    compared = difflib.SequenceMatcher(None, one, other)
    # The quick ones are never below the exact one.
    ratios = (compared.real_quick_ratio, compared.quick_ratio, compared.ratio)
    return all(ratio() >= NEARLY_THE_SAME for ratio in ratios)


def _rows_that_say_the_same(table: str, sheet: Sheet) -> Iterator[Problem]:
    """Rows that say the same under two ids. Without a sentence in the row, only the ids say something."""
    ids = _ids_of_its_own(table)
    fields = [field for field in dictionary()[table]["schema"]["fields"] if field["name"] not in ids]
    if not ids or not any(_holds_sentences(field) for field in fields):
        return
    first_row: dict[tuple[str, ...], int] = {}
    for line, *cells in sheet.rows(*(field["name"] for field in fields)):
        earlier = first_row.setdefault(tuple(cells), line)
        if earlier != line:
            text = f"the row says the same as row {earlier}, under another {plain(ids[-1])}. Is it there twice?"
            yield Problem.in_cell(f"{table}.csv", line, ids[-1], text)


def _holds_sentences(field: Field) -> bool:
    is_free = field["type"] == "string" and not {"enum", "pattern"} & field.get("constraints", {}).keys()
    return is_free and field["name"] != "source_section"


def _formulas(table: str, sheet: Sheet) -> Iterator[Problem]:
    texts = [field["name"] for field in dictionary()[table]["schema"]["fields"] if field["type"] == "string"]
    for column in texts:
        for line, cell in sheet.rows(column):
            if runs_as_formula(cell):
                text = (
                    f'found "{cell[:60]}", which a spreadsheet runs as a formula. '
                    "The kit shows it as text; begin it with a letter."
                )
                yield Problem.in_cell(f"{table}.csv", line, column, text)


def _gaps(table: str, sheet: Sheet) -> Iterable[Problem]:
    for before, after in pairwise([1, *sheet.lines]):
        if after > before + 1:
            rows = f"rows {before + 1} to {after - 1} are" if after > before + 2 else "the row is"
            text = f"{rows} empty and passed over. Is something missing here?"
            yield Problem(Kind.ROW, f"{table}.csv", before + 1, "", text)


def _groups_without_their_other_half(tables: Tables, own: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Yield groups of cautions spelt nearly like one that has a question, and questions whose group has no caution."""
    asked, flagged = set(tables.safety_questions["group"]), set(tables.cautions["group"])
    for table, known in (("cautions", asked), ("safety_questions", flagged)):
        first_row = {group: line for line, group in reversed(list(own.get(table, NO_SHEET).rows("group")))}
        for group in first_row.keys() - known:
            same = {each.lower(): each for each in known}
            near = difflib.get_close_matches(group.lower(), same, n=1, cutoff=NEARLY_THE_SAME)
            did_you_mean = f' Did you mean "{same[near[0]]}"?' if near else ""
            found = f'found "{quotable(group)}"'
            if table == "safety_questions":
                text = f"{found}, and no row of cautions.csv has this group, so it is not asked.{did_you_mean}"
            elif near:
                text = f"{found}, a heading of its own without a question in safety_questions.csv.{did_you_mean}"
            else:  # A new heading: it is shown under its own name.
                continue
            yield Problem.in_cell(f"{table}.csv", first_row[group], "group", text)
