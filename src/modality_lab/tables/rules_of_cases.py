"""The kit's own rules of the client cases: each takes the sheets by table and yields what is wrong."""

from collections.abc import Callable, Iterable, Iterator

from modality_lab.tables.answers import groups_in, questions_of_minutes
from modality_lab.tables.cells import quotable
from modality_lab.tables.problem import Problem
from modality_lab.tables.sheet import NO_SHEET, Sheets
from modality_lab.words import did_you_mean, number_of, number_text

_MODALITIES_OF_DECISION = {"refer": 0, "neither": 0, "one": 1, "either": 2}
_NEEDED = {0: "no modality stands", 1: "one modality stands", 2: "two modalities stand"}


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
    of_minutes = questions_of_minutes(sheets)
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


RULES_OF_CASES: tuple[Callable[[Sheets], Iterable[Problem]], ...] = (
    _a_case_names_what_its_decision_needs,
    _a_case_leaves_known_groups_to_ask,
    _a_case_has_an_answer,
    _a_case_answers_once_where_one_answer_is_taken,
    _a_case_gives_minutes_where_they_are_asked_for,
)
"""All of them, in the order in which they are looked at."""
