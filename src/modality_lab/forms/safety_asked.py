"""What was asked about safety: the first question of each group of flags, and what was answered to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from modality_lab.forms.contract import Asked, Group
from modality_lab.tables import Tables
from modality_lab.tables.cells import quotable
from modality_lab.words import did_you_mean

NONE: Asked = "none"
YES: Asked = "yes"


def safety_groups(tables: Tables) -> list[Group]:
    """Return the groups of flags in the order in which a client is asked about them.

    Parameters
    ----------
    tables : Tables
        The tables with the flags and the first questions.

    Returns
    -------
    list of Group
        Those with a row in `safety_questions.csv` in its order, then the others. A row without a flag is left
        out, as its yes would open nothing.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> groups = safety_groups(load_tables())
    >>> groups[1]["group"], groups[1]["red_flags"]
    ('Headache', True)
    """
    cautions = tables.cautions
    has_red_flag = (cautions["kind"] == "red_flag").groupby(cautions["group"], sort=False).any()
    asked = tables.safety_questions.sort_values("position").set_index("group")
    groups = [
        Group(group=row.Index, question=row.question, red_flags=row.red_flags == "yes", words=row.words)
        for row in asked.itertuples()
        if row.Index in has_red_flag.index
    ]
    own = has_red_flag.drop(asked.index, errors="ignore")
    return [*groups, *(Group(group=name, question="", red_flags=bool(red), words="") for name, red in own.items())]


def read_asked(given: Any, groups: Sequence[Group]) -> tuple[dict[str, Asked], list[str]]:
    """Read what was asked about safety, as far as it can be read.

    Parameters
    ----------
    given : object
        Groups of flags, each with "none" or "yes".
    groups : sequence of Group
        The groups that there are.

    Returns
    -------
    asked : dict of str
        What can be read.
    complaints : list of str
        A sentence on each part that cannot be used.

    Examples
    --------
    >>> headache = Group(group="Headache", question="Does the head ache?", red_flags=True, words="")
    >>> read_asked({"Headache": "yes", "Hedache": "none"}, [headache])[0]
    {'Headache': 'yes'}
    """
    if given is None:
        return {}, []
    if not isinstance(given, Mapping):
        return {}, [
            f"What was asked about safety came as {type(given).__name__}. "
            f'Needed is a group with "{NONE}" or "{YES}" for each group that was asked about.'
        ]
    asked: dict[str, Asked] = {}
    complaints = []
    names = [group["group"] for group in groups]
    for name, answer in given.items():
        if name not in names:
            complaints.append(
                f'There is no group "{quotable(str(name))}" of questions about safety.{did_you_mean(name, names)} '
                f"The groups are: {'; '.join(names)}."
            )
        elif isinstance(answer, str) and answer in (NONE, YES):
            asked[name] = answer
        elif answer is not None:
            complaints.append(
                f'"{quotable(str(answer))}" cannot be used for "{name}" about safety. Allowed: {NONE} or {YES}.'
            )
    return asked, complaints
