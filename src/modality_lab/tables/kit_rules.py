"""The kit's own rules, which no dictionary can say: one function a rule, all of them in `RULES`.

Each takes the sheets by table and yields what is wrong; a table or a column that is missing breaks no rule here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from modality_lab.tables.answers import (
    COLUMNS_OF_ANSWERS,
    FITS_SESSION,
    answers_by_question,
    groups_in,
    offered_ids,
    safety_questions,
    tables_of_answers,
)
from modality_lab.tables.cells import quotable
from modality_lab.tables.problem import Kind, Problem, first_problems
from modality_lab.tables.sheet import NO_SHEET, Row, Sheets
from modality_lab.words import did_you_mean, number_of, number_text

_MODALITIES_OF_DECISION = {"refer": 0, "neither": 0, "one": 1, "either": 2}
_NEEDED = {0: "no modality stands", 1: "one modality stands", 2: "two modalities stand"}


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
    minutes = _questions_of_minutes(sheets)
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
        table = tables.get(question, "answers")
        if table != "answers" and table in COLUMNS_OF_ANSWERS:
            text = f'"{quotable(question)}" takes its answers from {table}.csv. Delete this row here and add it there.'
            yield Problem.in_cell("answers.csv", line, "question", text)


def _rules_of_one_basis_give_the_same_points(sheets: Sheets) -> Iterator[Problem]:
    """Hold that rules of one basis give the same points, unless a note says why not."""
    without_note = [row for row in sheets.get("rules", NO_SHEET).rows("basis", "points", "weight_note") if not row[-1]]
    counts: dict[str, Counter[str]] = {}
    for _, basis, points, _ in without_note:
        counts.setdefault(basis, Counter())[points] += 1
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
            side = sides.get(region, "both")
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


def _a_case_names_what_its_decision_needs(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a case names as many modalities as its decision speaks of."""
    rows = sheets.get("cases", NO_SHEET).rows("decision", "modality", "other_modality")
    for line, decision, first, other in rows:
        named = len({first, other} - {""})
        needed = _MODALITIES_OF_DECISION.get(decision)
        if needed is not None and (named != needed or (other and not first)):
            text = (
                f'the decision is "{decision}", for which {_NEEDED[needed]} here and in the next column; '
                f'found "{quotable(first)}" and "{quotable(other)}".'
            )
            yield Problem.in_cell("cases.csv", line, "modality", text)


def _a_case_leaves_known_groups_to_ask(sheets: Sheets) -> Iterator[Problem]:
    """Hold that what nobody has asked yet in a case is a group of flags."""
    groups = dict.fromkeys(sheets.get("cautions", NO_SHEET).cells("group"))
    for line, cell in sheets.get("cases", NO_SHEET).rows("not_asked"):
        for group in groups_in(cell, groups):
            if groups and group not in groups:
                text = (
                    f'found "{quotable(group)}". Allowed: a group of cautions.csv, several parted by a semicolon.'
                    f"{did_you_mean(group, groups)}"
                )
                yield Problem.in_cell("cases.csv", line, "not_asked", text)


def _a_case_has_an_answer(sheets: Sheets) -> Iterator[Problem]:
    """Hold that each case has an answer on the form."""
    answered = set(sheets.get("case_answers", NO_SHEET).cells("case"))
    for line, case in sheets.get("cases", NO_SHEET).rows("case"):
        if case and case not in answered and "case_answers" in sheets:
            text = f'"{quotable(case)}" has no answer yet. Add what this client says as rows of case_answers.csv.'
            yield Problem.in_cell("cases.csv", line, "case", text)


def _a_case_answers_once_where_one_answer_is_taken(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a case has one answer to a question that takes one."""
    kinds = {question: kind for _, question, kind in sheets.get("questions", NO_SHEET).rows("question", "kind")}
    earlier: dict[tuple[str, str], int] = {}
    for line, case, question, answer in sheets.get("case_answers", NO_SHEET).rows("case", "question", "answer"):
        first = earlier.setdefault((case, question), line)
        if first != line and kinds.get(question) == "one":
            text = (
                f'found "{quotable(answer)}", but row {first} answers "{quotable(question)}" for this client already, '
                "and the form takes one answer. Keep one row."
            )
            yield Problem.in_cell("case_answers.csv", line, "answer", text)


def _a_case_gives_minutes_where_they_are_asked_for(sheets: Sheets) -> Iterator[Problem]:
    """Hold that the minutes of a case answer a question of minutes, within its bounds."""
    of_minutes = _questions_of_minutes(sheets)
    questions = sheets.get("questions", NO_SHEET).together("question", "minimum", "maximum")
    bounds = {question: (number_of(low), number_of(high)) for question, low, high in questions}
    for line, question, minutes in sheets.get("case_answers", NO_SHEET).rows("question", "minutes"):
        low, high = bounds.get(question, (None, None))
        text = ""
        if question not in of_minutes and minutes and question in bounds:
            text = f'found "{quotable(minutes)}", but "{quotable(question)}" does not ask for minutes. Leave it empty.'
        elif question in of_minutes and low is not None and high is not None:
            number = number_of(minutes)
            if not minutes or (number is not None and not low <= number <= high):
                found = f'found "{quotable(minutes)}"' if minutes else "the cell is empty"
                text = f"{found}. Needed: how many minutes are free, from {number_text(low)} to {number_text(high)}."
        if text:
            yield Problem.in_cell("case_answers.csv", line, "minutes", text)


def _a_question_of_the_quiz_has_choices_or_is_worked_out(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question of the quiz has choices or is worked out from rows, and not both."""
    written = set(sheets.get("quiz_choices", NO_SHEET).cells("item"))
    for line, item, computed in sheets.get("quiz", NO_SHEET).rows("item", "computed"):
        if computed and item in written:
            text = (
                f'found "{quotable(computed)}", but "{quotable(item)}" has rows in quiz_choices.csv too. '
                "Empty this cell, or delete those rows."
            )
            yield Problem.in_cell("quiz.csv", line, "computed", text)
        elif item and not computed and item not in written and "quiz_choices" in sheets:
            text = f'"{quotable(item)}" has no choices yet. Add them as rows of quiz_choices.csv.'
            yield Problem.in_cell("quiz.csv", line, "item", text)


def _a_key_of_the_quiz_fits_what_is_asked_for(sheets: Sheets) -> Iterator[Problem]:
    """Hold that keys are right or wrong, or places; that there are right ones; and that numbers are numbers."""
    for line, item, kind, choices in _written_questions(sheets):
        keys = [key for *_, key in choices]
        if kind == "order":
            places = [str(place) for place in range(1, len(keys) + 1)]
            wrong = [row for row in choices if row[-1] not in places or keys.count(row[-1]) > 1]
            allowed = f'Allowed in the order "{quotable(item)}": {places[0]} to {places[-1]}, each once.'
        else:
            wrong = [row for row in choices if kind != "match" and row[-1] not in ("right", "wrong")]
            allowed = f'Allowed where "{quotable(item)}" asks for {kind}: right or wrong.'
        for choice_line, *_, key in wrong:
            yield Problem.in_cell("quiz_choices.csv", choice_line, "key", f'found "{quotable(key)}". {allowed}')
        right = keys.count("right")
        if not wrong and kind not in ("order", "match") and (not right or (kind == "one" and right > 1)):
            text = f'"{quotable(item)}" has {right} right choices in quiz_choices.csv. Needed: '
            yield Problem.in_cell(
                "quiz.csv", line, "item", text + ("exactly one." if kind == "one" else "at least one.")
            )
        for choice_line, _, answer, _ in choices:
            if kind == "number" and number_of(answer) is None:
                text = f'found "{quotable(answer)}". "{quotable(item)}" asks for a number. Allowed: digits, such as 45.'
                yield Problem.in_cell("quiz_choices.csv", choice_line, "text", text)


def _an_area_of_the_quiz_is_one_of_the_body(sheets: Sheets) -> Iterator[Problem]:
    """Hold that a question of the quiz that asks for areas offers areas of the picture of the body."""
    areas = set(sheets.get("regions", NO_SHEET).cells("region"))
    for _, _, kind, choices in _written_questions(sheets):
        for line, choice, *_ in choices if kind == "region" and areas else ():
            if choice not in areas:
                text = f'found "{quotable(choice)}". Allowed: an area of regions.csv.{did_you_mean(choice, areas)}'
                yield Problem.in_cell("quiz_choices.csv", line, "choice", text)


def _written_questions(sheets: Sheets) -> Iterator[tuple[int, str, str, list[Row]]]:
    """Yield each question that has choices: its row, id and kind, and of its choices the row, id, text and key."""
    choices: dict[str, list[Row]] = {}
    for line, item, *rest in sheets.get("quiz_choices", NO_SHEET).rows("item", "choice", "text", "key"):
        choices.setdefault(item, []).append((line, *rest))
    for line, item, kind in sheets.get("quiz", NO_SHEET).rows("item", "kind"):
        if item in choices:
            yield line, item, kind, choices[item]


def _questions_of_minutes(sheets: Sheets) -> set[str]:
    questions = sheets.get("questions", NO_SHEET).together("question", "kind")
    return {question for question, kind in questions if kind == "minutes"}


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
    _a_case_names_what_its_decision_needs,
    _a_case_leaves_known_groups_to_ask,
    _a_case_has_an_answer,
    _a_case_answers_once_where_one_answer_is_taken,
    _a_case_gives_minutes_where_they_are_asked_for,
    _a_question_of_the_quiz_has_choices_or_is_worked_out,
    _a_key_of_the_quiz_fits_what_is_asked_for,
    _an_area_of_the_quiz_is_one_of_the_body,
)
"""All of them, in the order in which they are looked at."""
