"""Check sheets against the dictionary and against each other, and say what is wrong.

A sheet is a dict of columns as text, with the row numbers beside them; sheets are a dict of them, by table.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from modality_lab.tables.cells import MAX_LETTERS, complaint, short
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.sheets import ROWS, Problem, problems_in, without_rows
from modality_lab.words import did_you_mean, listed, number_of, number_text

FITS_SESSION = "fits_session"
"""The one answer of a question of minutes: the time lies within a modality's usual session."""


def check_sheets(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    for table in sheets:
        keys = keys_of(table)
        pointing = {name for key in keys for name in names_of(key["fields"])}
        for field in dictionary()[table]["schema"]["fields"]:
            problems += check_column(table, sheets[table], field, field["name"] in pointing)
        problems += _check_unique(table, sheets)
        for key in keys:
            problems += _check_reference(table, sheets, key)
    problems += _check_sessions(sheets) + _check_evidence(sheets) + _check_questions(sheets) + _check_weights(sheets)
    return problems + _check_cautions(sheets) + _check_views(sheets) + _check_filled(sheets)


def _check_filled(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    needed = {
        "modalities": "Add at least one modality.",
        "cautions": "Leave the file out to use the kit's: a client is asked about safety first.",
    }
    return [
        Problem(f"{table}.csv", 0, "", f"the table has no rows. {advice}")
        for table, advice in needed.items()
        if table in sheets and not sheets[table][ROWS]
    ]


def keys_of(table: str) -> list[dict]:
    """Return the keys by which a table points at others.

    A key by question is the kit's own: where its ids stand depends on what `questions.csv` says of the row's question,
    which the foreign keys of a Frictionless Data Package cannot say.
    """
    schema = dictionary()[table]["schema"]
    return schema.get("foreignKeys", []) + schema.get("keysByQuestion", [])


def names_of(fields: str | list[str]) -> list[str]:
    return [fields] if isinstance(fields, str) else fields


def _rows(sheets: dict[str, dict[str, list]], table: str, *columns: str) -> list[tuple]:
    """Return row numbers and cells of some columns; nothing where the table or a column is missing."""
    sheet = sheets.get(table, {})
    return list(zip(*(sheet.get(column, []) for column in (ROWS, *columns))))


def check_column(table: str, sheet: dict[str, list], field: dict, points_elsewhere: bool = False) -> list[Problem]:
    """Return what is wrong cell by cell: type, required, allowed values, pattern, bounds.

    A cell that points at another table is compared with that table, so its pattern is not checked.
    """
    cells = sheet.get(field["name"], [])
    # Each cell is looked at once, however often it stands there.
    wrong = {
        cell for cell in _suspects(set(cells), field, points_elsewhere) if complaint(cell, field, points_elsewhere)
    }
    rows = [(line, cell) for line, cell in zip(sheet[ROWS], cells) if cell in wrong] if wrong else []
    return problems_in(table, field["name"], rows, lambda cell: complaint(cell, field, points_elsewhere, did_you_mean))


def _suspects(cells: set[str], field: dict, points_elsewhere: bool) -> Iterable[str]:
    """Return the cells that may be wrong: of very many texts, most need no closer look."""
    rules = field.get("constraints", {})
    if field["type"] != "string" or "enum" in rules:
        return cells
    fits = re.compile(rules["pattern"]).fullmatch if "pattern" in rules and not points_elsewhere else str.isprintable
    return [cell for cell in cells if not cell or len(cell) > MAX_LETTERS or not fits(cell)]


def _check_unique(table: str, sheets: dict[str, dict[str, list]]) -> list[Problem]:
    schema = dictionary()[table]["schema"]
    single = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    problems = []
    for names in [schema["primaryKey"], *single]:
        problems += check_unique(table, sheets[table], names)
    return problems


def check_unique(table: str, sheet: dict[str, list], names: list[str]) -> list[Problem]:
    """Return the rows in which some cells together stand a second time."""
    keys = list(zip(*(sheet.get(name, []) for name in names)))
    if len(set(keys)) == len(keys):
        return []
    first_row, again = {}, []
    for line, *key in _rows({table: sheet}, table, *names):
        earlier = first_row.setdefault(tuple(key), line)
        if earlier != line and all(key):
            again.append((line, earlier, " with ".join(f'"{short(part)}"' for part in key)))
    return problems_in(
        table,
        names[-1],
        again,
        lambda earlier, found: f"found {found} a second time; it stands in row {earlier} already. Keep one row.",
    )


def _check_reference(table: str, sheets: dict[str, dict[str, list]], key: dict) -> list[Problem]:
    """Return the cells whose id does not stand in the table that they point at."""
    rows, known = _loose(table, sheets, key)
    homes = _homes(sheets) if rows else {}

    def say(*cells: str) -> str:
        *group, last = cells
        allowed = list(known.get(tuple(group), []))
        of_group = f' for "{short(group[-1])}"' if group else ""
        goal = key["reference"]["resource"]
        # The answers of a question may stand in another table, which the question names.
        home = homes.get(group[0], goal) if goal == "answers" and group else goal
        return (
            f'found "{short(last)}". Allowed{of_group}: what stands in {home}.csv'
            f"{', ' + some(allowed) if allowed else ', which has no rows yet'}."
            f"{did_you_mean(last, allowed) or ' To use a new one, add its row there first.'}"
        )

    return problems_in(table, names_of(key["fields"])[-1], rows, say)


def some(ids: list[str]) -> str:
    """Return the first ids as a list in a sentence, and how many there are when there are many.

    >>> some(["nmt", "dtm"])
    'nmt or dtm'
    """
    return listed(map(short, ids[:12]), "or") + (f" … ({len(ids)} in all)" if len(ids) > 12 else "")


def _loose(
    table: str, sheets: dict[str, dict[str, list]], key: dict
) -> tuple[list[tuple], dict[tuple, dict[str, None]]]:
    """Return the rows whose cells of a key point at nothing, each with its line, and the ids that they may point at."""
    goal = key["reference"]
    goals = names_of(goal["fields"])
    if table not in sheets or not {ROWS, *goals} <= sheets.get(goal["resource"], {}).keys():
        return [], {}
    if goal["resource"] == "answers":  # Some questions have their answers in another table.
        ids = [(question, answer) for question, answer, *_ in offered_answers(sheets)]
    else:
        ids = zip(*(sheets[goal["resource"]][name] for name in goals))
    known: dict[tuple, dict[str, None]] = {}
    for *group, last in ids:
        known.setdefault(tuple(group), {})[last] = None
    names = names_of(key["fields"])
    # An unknown group, such as a misspelt question, is reported by the key of its own column.
    loose = {
        cells
        for cells in set(zip(*(sheets[table].get(name, []) for name in names)))
        if cells[-1] and (cells[:-1] in known or len(cells) == 1) and cells[-1] not in known.get(cells[:-1], {})
    }
    return [row for row in _rows(sheets, table, *names) if row[1:] in loose] if loose else [], known


def without_loose_rows(
    sheets: dict[str, dict[str, list]], tables: Iterable[str]
) -> tuple[dict[str, dict[str, list]], Counter]:
    """Return the sheets without those rows of some tables that point at nothing, and how many these were.

    What points at such a row is left out, too, and so on.
    """
    sheets, left_out = dict(sheets), Counter()
    while True:
        loose = {
            table: {line for key in keys_of(table) for line, *_ in _loose(table, sheets, key)[0]} for table in tables
        }
        if not any(loose.values()):
            return sheets, left_out
        for table, lines in loose.items():
            sheets[table] = without_rows(sheets[table], ROWS, lines)
            left_out[table] += len(lines)


def with_every_caution(sheets: dict[str, dict[str, list]]) -> dict[str, dict[str, list]]:
    """Return the sheets with cautions that remind of no answer that is not offered: the caution itself stays."""
    cautions = sheets.get("cautions", {})
    if "answer" not in cautions:
        return sheets
    offered = {answer for _, answer, *_ in offered_answers(sheets)}
    return sheets | {
        "cautions": cautions | {"answer": [answer if answer in offered else "" for answer in cautions["answer"]]}
    }


def safety_questions(questions: Mapping[str, Iterable]) -> set[str]:
    """Return the questions that ask for the flags of the cautions; `questions` are a sheet or a DataFrame.

    >>> safety_questions({"question": ["health_flags", "goals"], "answers_from": ["cautions", "answers"]})
    {'health_flags'}
    """
    return {
        question
        for question, home in zip(questions.get("question", []), questions.get("answers_from", []))
        if home == "cautions"
    }


# Rules that no dictionary can say ------------------------------------------------------------------


def offered_answers(tables: Mapping[str, Mapping[str, Iterable]]) -> list[tuple[str, str, str, str]]:
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
            text = f'found "{short(answer)}". Allowed for a question of minutes: {FITS_SESSION}.'
            problems.append(Problem("answers.csv", line, "answer", text))
    for line, question, _, low, high in questions:
        low, high = number_of(low), number_of(high)
        if question in minutes and (None in (low, high) or low >= high):
            text = "a question of minutes needs a smallest number here and a larger one in the next column."
            problems.append(Problem("questions.csv", line, "minimum", text))
    answered = {question for question, *_ in offered_answers(sheets)}
    homes = _homes(sheets)
    for line, question, *_ in questions:
        home = homes.get(question, "answers")
        if question and question not in answered and sheets.get(home, {}).get(ROWS):
            text = f'"{short(question)}" has no answer yet. Add its answers as rows of {home}.csv.'
            problems.append(Problem("questions.csv", line, "question", text))
    for line, question, _ in answers:
        if homes.get(question, "answers") != "answers":
            text = f'"{short(question)}" takes its answers from {homes[question]}.csv. Delete this row here and add it there.'
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
                f'the cell is empty, but this rule gives "{short(points)}" points where the others of '
                f'"{basis}" give "{short(most)}". Write why, or give the same.'
            )
            problems.append(Problem("rules.csv", line, "weight_note", text))
    return problems


def _check_cautions(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    """Safety is asked for, gives no points, and says the same of a flag in each of its rows."""
    problems = []
    asking = safety_questions(sheets.get("questions", {}))
    if not asking and sheets.get("questions", {}).get(ROWS):
        text = 'no question asks for the flags of cautions.csv. Add one with "cautions" in this column: a client is asked about safety first.'
        problems.append(Problem("questions.csv", 0, "answers_from", text))
    for line, question, kind in _rows(sheets, "questions", "question", "kind"):
        if question in asking and kind in ("one", "minutes"):
            text = f'found "{kind}". Allowed for a question about safety: several, as a client may have more than one of the flags.'
            problems.append(Problem("questions.csv", line, "kind", text))
    for line, question in _rows(sheets, "rules", "question"):
        if question in asking:
            text = f'"{short(question)}" is about safety and gives no points. Delete this row; what to do stands in cautions.csv.'
            problems.append(Problem("rules.csv", line, "question", text))
    for line, kind, work in _rows(sheets, "cautions", "kind", "applies_to"):
        if kind == "red_flag" and work in ("deep_pressure", "trigger_point_work"):
            text = f'found "{work}". Allowed for a red_flag: all_massage.'
            problems.append(Problem("cautions.csv", line, "applies_to", text))
    offered = {answer for _, answer, *_ in offered_answers(sheets)}
    for line, answer in _rows(sheets, "cautions", "answer"):
        if answer and offered and answer not in offered:
            text = f'found "{short(answer)}". Allowed: an answer of the form.{did_you_mean(answer, offered)}'
            problems.append(Problem("cautions.csv", line, "answer", text))
    for column in ("label", "group", "answer"):
        first: dict[str, tuple] = {}
        for line, flag, cell in _rows(sheets, "cautions", "flag", column):
            earlier_line, earlier = first.setdefault(flag, (line, cell))
            if cell and earlier and cell != earlier:
                text = f'found "{short(cell)}", but row {earlier_line} has "{short(earlier)}" for the same flag. Write the same in both.'
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
