"""Client cases: what is ticked on the form for a client of `cases.csv`."""

from typing import Any

from modality_lab.recommender.answers import SAFETY_ASKED
from modality_lab.recommender.asking import ASKED_NONE, ASKED_YES
from modality_lab.recommender.rulebook import rulebook
from modality_lab.tables.answers import groups_in
from modality_lab.tables.loading import Tables, tables_or_kit
from modality_lab.words import KitError, did_you_mean


def answers_of_case(case: str, tables: Tables | None = None) -> dict[str, Any]:
    """Return the answers of a client case as the form takes them.

    Parameters
    ----------
    case : str
        The id of the case.
    tables : Tables, optional
        The tables with the cases, without them the kit's own.

    Returns
    -------
    dict
        What `recommend` and the form take: each question with its answers, and what was asked about safety.

    Raises
    ------
    KitError
        When there is no such case.

    Examples
    --------
    >>> answers_of_case("tess_race_tomorrow")["goals"]
    ['ready_for_event']
    """
    tables = tables_or_kit(tables)
    cases = tables.cases.set_index("case")["not_asked"].to_dict()
    if case not in cases:
        raise KitError(f'There is no case "{case}".{did_you_mean(case, cases)} The cases stand in cases.csv.')
    rules = rulebook(tables)
    answers: dict[str, Any] = {}
    given = tables.case_answers[tables.case_answers["case"] == case]
    for question, answer, minutes in given[["question", "answer", "minutes"]].itertuples(index=False):
        kind = rules.questions[question].kind
        if kind == "several":
            answers.setdefault(question, []).append(answer)
        else:
            answers[question] = int(minutes) if kind == "minutes" else answer
    ticked = {caution.group for caution in rules.safety.raised_by(rules.chosen_from("cautions", answers))}
    still_to_ask = groups_in(cases[case], rules.first_questions)
    asked = {group: ASKED_YES if group in ticked else ASKED_NONE for group in rules.first_questions}
    return answers | {SAFETY_ASKED: {group: each for group, each in asked.items() if group not in still_to_ask}}
