"""The kit's own rules, which no dictionary can say: one function a rule, all of them in `RULES`.

Those of the cases and of the quiz stand in modules of their own. Each takes the sheets by table and yields what is
wrong; a table or a column that is missing breaks no rule here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from modality_lab.tables.answers import (
    COLUMNS_OF_ANSWERS,
    FITS_SESSION,
    answers_by_question,
    offered_ids,
    questions_of_minutes,
    safety_questions,
    tables_of_answers,
)
from modality_lab.tables.cells import quotable
from modality_lab.tables.problem import Kind, Problem, first_problems
from modality_lab.tables.rules_of_cases import RULES_OF_CASES
from modality_lab.tables.rules_of_quiz import RULES_OF_QUIZ
from modality_lab.tables.sheet import NO_SHEET, Sheets
from modality_lab.words import did_you_mean, number_of, number_text


def _shortest_session_is_not_longer_than_longest(sheets: Sheets) -> Iterator[Problem]:
    """Hold that the longest usual session of a modality is as long as its shortest, or longer."""
    for line, shortest, longest in sheets.get("sessions", NO_SHEET).rows("min_minutes", "max_minutes"):
        low, high = number_of(shortest), number_of(longest)
        if low is not None and high is not None and low > high:
            text = (
                f'found "{number_text(high)}", below the shortest session of {number_text(low)} minutes. '
                "Are the two swapped?"
            )
            yield Problem.in_cell("sessions.csv", line, "max_minutes", text)


def _a_number_of_the_evidence_says_what_it_counts(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a finding with a number has a unit."""
    for line, effect, unit in sheets.get("evidence", NO_SHEET).rows("effect", "unit"):
        if effect and not unit:
            text = "the cell is empty, but the row has a number. Say what it counts, or leave the number out."
            yield Problem.in_cell("evidence.csv", line, "unit", text)


def _a_number_of_the_evidence_lies_in_its_interval(sheets: Sheets) -> Iterator[Problem]:
    """Hold that the number of a finding lies between the ends of its interval."""
    for line, *cells in sheets.get("evidence", NO_SHEET).rows("effect", "low", "high"):
        effect, low, high = map(number_of, cells)
        if effect is not None and low is not None and high is not None and not low <= effect <= high:
            text = (
                f'found "{number_text(low)}" to "{number_text(high)}", '
                f"and the number {number_text(effect)} does not lie between them."
            )
            yield Problem.in_cell("evidence.csv", line, "low", text)


def _minutes_are_answered_by_fitting_a_session(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question of minutes has no answer but that the time fits a session."""
    minutes = questions_of_minutes(sheets)
    for line, question, answer in sheets.get("answers", NO_SHEET).rows("question", "answer"):
        if question in minutes and answer != FITS_SESSION:
            text = f'found "{quotable(answer)}". Allowed for a question of minutes: {FITS_SESSION}.'
            yield Problem.in_cell("answers.csv", line, "answer", text)


def _minutes_have_bounds(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question of minutes has a smallest and a larger number."""
    for line, kind, *bounds in sheets.get("questions", NO_SHEET).rows("kind", "minimum", "maximum"):
        low, high = map(number_of, bounds)
        if kind == "minutes" and (low is None or high is None or low >= high):
            text = "a question of minutes needs a smallest number here and a larger one in the next column."
            yield Problem.in_cell("questions.csv", line, "minimum", text)


def _every_question_has_an_answer(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question offers an answer, in the table that it names for its answers."""
    answered = {question for question, answers in answers_by_question(sheets).items() if answers}
    tables = tables_of_answers(sheets)
    for line, question, _ in sheets.get("questions", NO_SHEET).rows("question", "answers_from"):
        table = tables[question]
        if question and question not in answered and sheets.get(table, NO_SHEET).lines:
            text = f'"{quotable(question)}" has no answer yet. Add its answers as rows of {table}.csv.'
            yield Problem.in_cell("questions.csv", line, "question", text)


def _answers_stand_where_their_question_says(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question that takes its answers from another table has none in answers.csv."""
    tables = tables_of_answers(sheets)
    for line, question in sheets.get("answers", NO_SHEET).rows("question"):
        table = tables.get(question)
        if table != "answers" and table in COLUMNS_OF_ANSWERS:
            text = f'"{quotable(question)}" takes its answers from {table}.csv. Delete this row here and add it there.'
            yield Problem.in_cell("answers.csv", line, "question", text)


def _rules_of_one_basis_give_the_same_points(sheets: Sheets) -> Iterator[Problem]:
    """Hold that rules of one basis give the same points, unless a note says why not."""
    without_note = [row for row in sheets.get("rules", NO_SHEET).rows("basis", "points", "weight_note") if not row[-1]]
    counts: dict[str, Counter[str]] = {}
    for _, basis, points, _ in without_note:
        counts.setdefault(basis, Counter()).update([points])
    usual = {basis: points.most_common(1)[0][0] for basis, points in counts.items()}
    for line, basis, points, _ in without_note:
        if points != usual[basis] and number_of(points) is not None:
            text = (
                f'the cell is empty, but this rule gives "{quotable(points)}" points where the others of '
                f'"{basis}" give "{quotable(usual[basis])}". Write why, or give the same.'
            )
            yield Problem.in_cell("rules.csv", line, "weight_note", text)


def _safety_is_asked_for(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question asks for the flags of the cautions."""
    tables = tables_of_answers(sheets).values()
    # A misspelt table is a problem of its own, and may be the one that is missed here.
    if tables and not safety_questions(sheets) and COLUMNS_OF_ANSWERS.keys() >= set(tables):
        text = (
            'no question asks for the flags of cautions.csv. Add one with "cautions" in this column: '
            "a client is asked about safety first."
        )
        yield Problem(Kind.COLUMN, "questions.csv", 0, "answers_from", text)


def _safety_takes_several_answers(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question about safety takes more than one answer."""
    asking = safety_questions(sheets)
    for line, question, kind in sheets.get("questions", NO_SHEET).rows("question", "kind"):
        if question in asking and kind in ("one", "minutes"):
            text = (
                f'found "{kind}". Allowed for a question about safety: several, '
                "as a client may have more than one of the flags."
            )
            yield Problem.in_cell("questions.csv", line, "kind", text)


def _safety_gives_no_points(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question about safety gives no points."""
    asking = safety_questions(sheets)
    for line, question in sheets.get("rules", NO_SHEET).rows("question"):
        if question in asking:
            text = (
                f'"{quotable(question)}" is about safety and gives no points. '
                "Delete this row; what to do stands in cautions.csv."
            )
            yield Problem.in_cell("rules.csv", line, "question", text)


def _a_red_flag_speaks_of_all_massage(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a red flag is about all massage, not about one kind of work."""
    for line, kind, work in sheets.get("cautions", NO_SHEET).rows("kind", "applies_to"):
        if kind == "red_flag" and work in ("deep_pressure", "trigger_point_work"):
            text = f'found "{work}". Allowed for a red_flag: all_massage.'
            yield Problem.in_cell("cautions.csv", line, "applies_to", text)


def _a_caution_reminds_of_an_answer_of_the_form(sheets: Sheets) -> Iterator[Problem]:
    """Hold that the answer of which a caution reminds is one that a question offers."""
    if not sheets.keys() >= set(tables_of_answers(sheets).values()):
        return  # An answer may stand in the table that could not be read.
    offered = offered_ids(sheets)
    rows = sheets.get("cautions", NO_SHEET).rows("answer")
    wrong = [row for row in rows if row[1] and row[1] not in offered] if offered else []

    def say(answer: str) -> str:
        return f'found "{quotable(answer)}". Allowed: an answer of the form.{did_you_mean(answer, offered)}'

    yield from first_problems("cautions.csv", "answer", wrong, say)


def _a_flag_says_the_same_in_each_row(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a flag has one label, one group and one answer in all of its rows."""
    for column in ("label", "group", "answer"):
        first: dict[str, tuple[int, str]] = {}
        for line, flag, cell in sheets.get("cautions", NO_SHEET).rows("flag", column):
            earlier_line, earlier = first.setdefault(flag, (line, cell))
            if cell and earlier and cell != earlier:
                text = (
                    f'found "{quotable(cell)}", but row {earlier_line} has "{quotable(earlier)}" '
                    "for the same flag. Write the same in both."
                )
                yield Problem.in_cell("cautions.csv", line, column, text)


def _a_place_lies_on_the_side_of_its_region(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a region that is seen on one side of the body only is named with that side."""
    sides = {row[0]: row[1] for row in sheets.get("regions", NO_SHEET).together("region", "view")}
    for table in ("trigger_points", "referred_pain", "caution_sites"):
        for line, region, view in sheets.get(table, NO_SHEET).rows("region", "view"):
            side = sides.get(region)
            if side in ("front", "back") and view in ("front", "back") and view != side:
                text = f'found "{view}", but regions.csv has "{region}" on the {side} only. Allowed: {side}.'
                yield Problem.in_cell(f"{table}.csv", line, "view", text)


def _what_cannot_be_missing_has_rows(sheets: Sheets) -> Iterator[Problem]:
    """Hold that there is a modality, and there are cautions."""
    needed = {
        "modalities": "Add at least one modality.",
        "cautions": "Leave the file out to use the kit's: a client is asked about safety first.",
    }
    for table, advice in needed.items():
        if table in sheets and not sheets[table].lines:
            yield Problem.of_file(f"{table}.csv", f"the table has no rows. {advice}")


RULES: tuple[Callable[[Sheets], Iterable[Problem]], ...] = (
    _shortest_session_is_not_longer_than_longest,
    _a_number_of_the_evidence_says_what_it_counts,
    _a_number_of_the_evidence_lies_in_its_interval,
    _minutes_are_answered_by_fitting_a_session,
    _minutes_have_bounds,
    _every_question_has_an_answer,
    _answers_stand_where_their_question_says,
    _rules_of_one_basis_give_the_same_points,
    _safety_is_asked_for,
    _safety_takes_several_answers,
    _safety_gives_no_points,
    _a_red_flag_speaks_of_all_massage,
    _a_caution_reminds_of_an_answer_of_the_form,
    _a_flag_says_the_same_in_each_row,
    _a_place_lies_on_the_side_of_its_region,
    _what_cannot_be_missing_has_rows,
    *RULES_OF_CASES,
    *RULES_OF_QUIZ,
)
"""All of them, in the order in which they are looked at."""
