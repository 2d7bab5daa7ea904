"""The first questions about safety: one for each group of flags, as a therapist would ask it."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from modality_lab.recommender.safety import Caution

_WITHOUT_A_ROW = dict.fromkeys(["about", "red_flags", "about_this_pain", "answers"], "")


@dataclass(frozen=True)
class FirstQuestion:
    """What a client is asked first about a group of flags.

    Attributes
    ----------
    group, question : str
        The group, and the question as people read it.
    is_about_red_flags : bool
        Whether a red flag may be behind it.
    brought_by : set of str
        The ids of the answers and areas that may mean one of its flags.
    about : str
        What it is about, as it stands after "about".
    is_about_this_pain : bool
        Whether it asks on about a pain that an answer has named, such as "If the head aches: is it sudden?": the table
        says so, whatever the words of the question.
    """

    group: str
    question: str
    is_about_red_flags: bool
    brought_by: AbstractSet[str]
    about: str
    is_about_this_pain: bool


def first_questions(rows: Iterable[Mapping[str, str]], cautions: Iterable[Caution]) -> dict[str, FirstQuestion]:
    """Return the first question of each group of flags.

    Parameters
    ----------
    rows : iterable of mapping
        The rows of `safety_questions.csv`, in their order.
    cautions : iterable of Caution
        All cautions. A group of theirs without a row is asked about under its own name.

    Returns
    -------
    dict of str to FirstQuestion
        The questions by their group. A row without a flag is left out, as its yes would open nothing.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.safety import safety_rules
    >>> tables = load_tables()
    >>> cautions = safety_rules(tables).raised_by(["pregnancy"])
    >>> first_questions(tables.safety_questions.to_dict("records"), cautions)["Pregnancy"].question
    'Are you pregnant, could you be, or did you give birth in the last six weeks?'
    """
    named = {row["group"]: row for row in rows}
    of_group: dict[str, list[Caution]] = {group: [] for group in named}
    for caution in cautions:
        of_group.setdefault(caution.group, []).append(caution)
    questions = {}
    for group, its_cautions in of_group.items():
        if not its_cautions:
            continue
        row = named.get(group, _WITHOUT_A_ROW | {"question": f"{group}?"})
        has_red_flag = any(caution.kind == "red_flag" for caution in its_cautions)
        meant = {caution.answer for caution in its_cautions if caution.answer}
        questions[group] = FirstQuestion(
            group=group,
            question=row["question"],
            is_about_red_flags=row["red_flags"] == "yes" or has_red_flag,
            brought_by=meant | set(row["answers"].split()),
            about=row["about"],
            is_about_this_pain=row["about_this_pain"] == "yes",
        )
    return questions
