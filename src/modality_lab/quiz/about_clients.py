"""Questions about safety and about the clients of `cases.csv`."""

from collections.abc import Callable

import pandas as pd

from modality_lab.cases import Case, cases, decisions
from modality_lab.quiz.asked import Computed, NothingToAsk, choice_of, names_of
from modality_lab.recommender import recommend
from modality_lab.tables import Tables
from modality_lab.words import KitError, listed, sentence_case

CLIENTS: dict[str, Callable[[Case, Tables], bool]] = {
    "client_to_refer": lambda case, _: case.decision == "refer" and case.level == 3,
    "client_to_ask_first": lambda case, _: case.decision == "ask_first" and case.level == 2,
    "client_who_fits_either": lambda case, _: case.decision == "either",
    "client_who_fits_one": lambda case, tables: case.decision in names_of(tables),
}
"""The clients that are asked about: who they are, by the name of the question."""
NEXT_TO = {"refer": "ask_first", "ask_first": "refer", "either": "neither", "neither": "either"}
"""For a decision, another that a student may take it for."""


def flags_that_refer_on(tables: Tables) -> Computed:
    """Ask which flags of safety mean that there is no massage, and a doctor or emergency care instead.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        Two red flags, and three flags that only change the work; of each those told in the fewest words.

    Raises
    ------
    NothingToAsk
        When the tables have none of either.
    """
    rows = tables.cautions.sort_values("label", key=lambda cells: cells.str.len(), kind="stable")
    kinds = rows.groupby("flag")["kind"].agg(set)
    red, mild = (set(kinds.index[kinds.map(test)]) for test in (_is_red, _only_changes_the_work))
    unique = rows.drop_duplicates("flag")
    refers, changes = unique[unique["flag"].isin(red)].iloc[1:3], unique[unique["flag"].isin(mild)].head(3)
    if refers.empty or changes.empty:
        raise NothingToAsk
    asked = pd.concat([refers, changes])
    choices = tuple(
        choice_of(row.flag, row.label, row.flag in red, row.action) for row in asked.itertuples(index=False)
    )
    return Computed({"flags": listed(refers["label"])}, choices)


def left_out_for_safety(tables: Tables) -> Computed:
    """Ask which modality is left out for a client who takes blood thinners.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A choice for each modality, and one for none of them.

    Raises
    ------
    NothingToAsk
        When the tables have no such flag, or leave out none or several.
    """
    try:
        left_out = recommend({"health_flags": ["blood_thinners"]}, tables).left_out
    except KitError as error:
        raise NothingToAsk from error
    if len(left_out) != 1:
        raise NothingToAsk
    names = names_of(tables)
    choices = [
        choice_of(modality, sentence_case(name), modality in left_out,
                  "One of its techniques is deep pressure, which is ruled out here." if modality in left_out
                  else "No technique of it counts as deep pressure, so it stays, once the doctor has agreed.")
        for modality, name in names.items()
    ]  # fmt: skip
    none = choice_of("none", "None, if the doctor agrees", False, "The doctor is asked first, and deep work stays out.")
    return Computed({"modality": sentence_case(names[left_out[0]])}, (*choices, none))


def about_a_client(fits: Callable[[Case, Tables], bool], tables: Tables) -> Computed:
    """Ask for the decision on the first client who fits.

    Parameters
    ----------
    fits : callable
        Says of a client and the tables whether this one may be asked about.
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The decision, the common wrong one, and one more.

    Raises
    ------
    NothingToAsk
        When no client does.
    """
    case = next((case for case in cases(tables).values() if fits(case, tables)), None)
    if case is None:
        raise NothingToAsk
    words = decisions(tables)
    first_name = case.title.split(",", maxsplit=1)[0]
    choices = {
        case.decision: choice_of(case.decision, words[case.decision], True, case.good_answer),
        case.wrong_decision: choice_of(case.wrong_decision, words[case.wrong_decision], False,
                                       f"{case.why_it_tempts} {case.why_it_is_wrong}"),
    }  # fmt: skip
    third = NEXT_TO.get(case.decision, "ask_first")
    third = third if third not in choices else next(each for each in words if each not in choices)
    choices[third] = choice_of(third, words[third], False, f"A careful educator sees it otherwise. {case.good_answer}")
    in_order = tuple(choices[each] for each in words if each in choices)
    return Computed({"name": first_name, "story": case.story, "decision": words[case.decision]}, in_order)


def _is_red(kinds: set[str]) -> bool:
    return "red_flag" in kinds


def _only_changes_the_work(kinds: set[str]) -> bool:
    return kinds <= {"adapt", "local"}
