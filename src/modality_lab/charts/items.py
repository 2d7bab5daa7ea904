"""What the tables name for each modality: benefits, techniques and conditions, side by side."""

from collections.abc import Sequence

import pandas as pd

from modality_lab.charts.chart import Chart
from modality_lab.charts.look import MOST_IN_SENTENCE, Look
from modality_lab.charts.matrix import Matrix, marks_of
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed, plain


def benefit_overlap(tables: Tables, modalities: Sequence[str] | None = None) -> Chart:
    """Show which benefits each modality is said to bring, and which they share.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `benefits.csv`, whose rows name their sources.
    modalities : sequence of str, optional
        The ids of those to compare; without them the first twelve.

    Returns
    -------
    Chart
        Its table has a row for each benefit, the shared ones first, and a column for each modality.
        A filled mark is a benefit on the source's list, a hollow one is named only in its text.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> benefit_overlap(load_tables()).table.loc["circulation"].to_list()
    ['only in the text', 'on the list']
    """
    look = Look(tables, modalities)
    marks = marks_of(tables.benefits, "benefit", look)
    meanings = {"listed": "on the list", "in_text": "only in the text"}
    return Matrix(marks, "Which benefits are named?", meanings, look).chart(_overlap_sentence(marks, look))


def techniques(tables: Tables, modalities: Sequence[str] | None = None) -> Chart:
    """Set the techniques of the modalities side by side.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `techniques.csv`, whose rows name their sources.
    modalities : sequence of str, optional
        The ids of those to compare; without them the first twelve.

    Returns
    -------
    Chart
        Its table has a row for each technique and a column for each modality.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> techniques(load_tables())
    Of 8 techniques, 5 are named for Neuromuscular therapy and 3 for Deep tissue massage; none is named for both.
    """
    look = Look(tables, modalities)
    marks = marks_of(tables.techniques.assign(basis="named"), "technique", look)
    sentence = _count_sentence(marks, "technique", look)
    return Matrix(marks, "Which techniques are used?", {"named": "named"}, look).chart(sentence)


def conditions(tables: Tables, modalities: Sequence[str] | None = None) -> Chart:
    """Set the conditions for which the modalities are named side by side.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `conditions.csv`, whose rows name their sources.
    modalities : sequence of str, optional
        The ids of those to compare; without them the first twelve.

    Returns
    -------
    Chart
        Its table has a row for each condition and a column for each modality. A filled mark is a reason to
        choose the modality, a hollow one is named elsewhere in the source.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> conditions(load_tables())
    Of 11 conditions, 5 are named for Neuromuscular therapy and 6 for Deep tissue massage; none is named for both.
    """
    look = Look(tables, modalities)
    marks = marks_of(tables.conditions, "condition", look)
    meanings = {"reason_to_choose": "a reason to choose it", "named_elsewhere": "named elsewhere in the source"}
    sentence = _count_sentence(marks, "condition", look)
    return Matrix(marks, "For which conditions?", meanings, look).chart(sentence)


def _overlap_sentence(marks: pd.DataFrame, look: Look) -> str:
    with_rows = [modality for modality in marks.columns if marks[modality].notna().any()]
    without = [look.names[modality] for modality in marks.columns if modality not in with_rows]
    missing = f"; none is stated for {listed(without)}." if without else "."
    if not with_rows:
        return "No benefit is stated for any modality yet."
    if len(with_rows) == 1:
        return f"{look.names[with_rows[0]]} is said to bring {counted(len(marks), 'benefit')}{missing}"
    marks = marks[with_rows]
    on_list = marks[(marks == "listed").any(axis=1)]
    shared_on_list = list(on_list.index[(on_list == "listed").all(axis=1)])
    shared = list(marks.index[marks.notna().all(axis=1)])
    several = int((marks.notna().sum(axis=1) > 1).sum())
    added = [benefit for benefit in shared if benefit not in shared_on_list]
    by_text = f"adds {len(added)} more{_in_brackets(added)}, which makes {len(shared)} of {len(marks)}"
    if len(with_rows) == 2:
        group, more = listed(look.names[modality] for modality in with_rows), ""
    else:
        group, more = f"All {len(with_rows)} modalities", f"; {several} {_is(several)} named for more than one"
    return (
        f"{group} share {len(shared_on_list)} of the {counted(len(on_list), 'benefit')} on their lists"
        f"{_in_brackets(shared_on_list)}; the text {by_text if added else 'adds none'}{more}{missing}"
    )


def _count_sentence(marks: pd.DataFrame, noun: str, look: Look) -> str:
    if marks.empty:
        return f"No {noun} is stated for any modality yet."
    counts = marks.notna().sum()
    (first, first_count), *others = ((look.names[modality], count) for modality, count in counts.items())
    parts = [f"{first_count} {_is(first_count)} named for {first}", *(f"{count} for {name}" for name, count in others)]
    if len(parts) > MOST_IN_SENTENCE:
        least, most = counts.min(), counts.max()
        each = f"{least} to {most} are" if least < most else f"{least} {_is(least)}"
        parts = [f"{each} named for each of {len(parts)} modalities"]
    sentence = f"Of {counted(len(marks), noun)}, {listed(parts)}"
    shared = list(marks.index[marks.notna().sum(axis=1) > 1])
    if len(marks.columns) > 1:
        group = "both" if len(marks.columns) == 2 else "more than one"
        number = f"{len(shared)} {_is(len(shared))}" if shared else "none is"
        sentence += f"; {number} named for {group}{_in_brackets(shared)}"
    return sentence + "."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _in_brackets(items: Sequence[str]) -> str:
    """Return the first items in brackets, and how many more there are."""
    more = len(items) - MOST_IN_SENTENCE
    named = [*map(plain, items[:MOST_IN_SENTENCE]), *([f"{more} more"] if more > 0 else [])]
    return f" ({listed(named)})" if items else ""
