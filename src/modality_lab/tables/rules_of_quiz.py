"""The kit's own rules of the quiz: each takes the sheets by table and yields what is wrong."""

from collections.abc import Callable, Iterable, Iterator

from modality_lab.tables.cells import quotable
from modality_lab.tables.problem import Problem
from modality_lab.tables.sheet import NO_SHEET, Row, Sheets
from modality_lab.words import did_you_mean, number_of


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


RULES_OF_QUIZ: tuple[Callable[[Sheets], Iterable[Problem]], ...] = (
    _a_question_of_the_quiz_has_choices_or_is_worked_out,
    _a_key_of_the_quiz_fits_what_is_asked_for,
    _an_area_of_the_quiz_is_one_of_the_body,
)
"""All of them, in the order in which they are looked at."""
