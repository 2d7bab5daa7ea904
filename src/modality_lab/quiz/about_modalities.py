"""Questions about what the tables say of the modalities: sessions, techniques, benefits, focus and points."""

import pandas as pd

from modality_lab.quiz.asked import MOST_CHOICES, Computed, NothingToAsk, asked_about, choice_of, names_of
from modality_lab.quiz.choice import Choice
from modality_lab.recommender import recommend
from modality_lab.tables import Tables
from modality_lab.words import KitError, counted, listed, plain, sentence_case

OF_EACH = 2
"""So many rows of each modality a question asks about."""

CLIENT = {"conditions": ["fibromyalgia"], "goals": ["relaxation"], "minutes": 60}
"""The client whose points are asked for."""


def techniques_of_modalities(tables: Tables) -> Computed:
    """Ask to which modality each of some techniques belongs.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A line for each technique, at most two of each modality.

    Raises
    ------
    NothingToAsk
        When fewer than two modalities have a technique of their own.
    """
    names = names_of(tables)
    rows = _first_of_each(tables.techniques.drop_duplicates("technique", keep=False))
    return Computed(
        {},
        tuple(
            Choice(row.technique, plain(row.technique), names[row.modality],
                   f"The source names it for {names[row.modality]} alone.")
            for row in rows.itertuples(index=False)
        ),
    )  # fmt: skip


def reasons_to_choose(tables: Tables) -> Computed:
    """Ask which conditions are reasons to choose the first modality.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        Reasons to choose it, a condition that its source only names elsewhere, and reasons to choose another.

    Raises
    ------
    NothingToAsk
        When the first modality has no reason of its own, or the others have none.
    """
    names, first = names_of(tables), tables.modalities["modality"].iloc[0]
    rows = tables.conditions
    is_reason, of_first = rows["basis"] == "reason_to_choose", rows["modality"] == first
    own, others = rows[of_first & is_reason], rows[~of_first & is_reason].drop_duplicates("condition")
    others = others[~others["condition"].isin(rows[of_first]["condition"])]
    if own.empty or others.empty:
        raise NothingToAsk
    elsewhere = rows[of_first & ~is_reason].head(1)
    choices = [
        *(choice_of(row.condition, plain(row.condition), True, "Its mark is filled: a reason to choose.")
          for row in own.tail(OF_EACH).itertuples(index=False)),
        *(choice_of(row.condition, plain(row.condition), False,
                    "Its mark is hollow: the source names it, though not as a reason to choose.")
          for row in elsewhere.itertuples(index=False)),
        *(choice_of(row.condition, plain(row.condition), False,
                    f"Its filled mark stands under {names[row.modality]}.")
          for row in others.head(OF_EACH).itertuples(index=False)),
    ]  # fmt: skip
    return Computed(
        {"modality": names[first], "reasons": listed(plain(each) for each in own["condition"])}, tuple(choices)
    )


def longest_session(tables: Tables) -> Computed:
    """Ask which modality has the longest usual session.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A choice for each modality, at most five.

    Raises
    ------
    NothingToAsk
        When fewer than two modalities have a session, or two share the longest.
    """
    rows = asked_about(tables.sessions.sort_values("max_minutes", ascending=False, kind="stable").head(MOST_CHOICES))
    if rows["max_minutes"].iloc[0] == rows["max_minutes"].iloc[1]:
        raise NothingToAsk
    names, longest = names_of(tables), rows["modality"].iloc[0]
    choices = tuple(
        choice_of(row.modality, sentence_case(names[row.modality]), row.modality == longest,
                  f"Its usual session takes {_minutes(int(row.min_minutes), int(row.max_minutes))}.")
        for row in rows.sort_index().itertuples()
    )  # fmt: skip
    minutes = str(rows["max_minutes"].iloc[0])
    return Computed({"longest": sentence_case(names[longest]), "minutes": minutes}, choices)


def lengths_that_suit_all(tables: Tables) -> Computed:
    """Ask which lengths of a visit suit the usual sessions of all modalities.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A choice for each of some lengths, in minutes.

    Raises
    ------
    NothingToAsk
        When no length suits all.
    """
    rows = asked_about(tables.sessions)
    low, high = int(rows["min_minutes"].max()), int(rows["max_minutes"].min())
    if low > high:
        raise NothingToAsk
    names = names_of(tables)
    lengths = sorted({int(rows["min_minutes"].min()), low, high, int(rows["max_minutes"].max()), low - 15})
    choices = []
    for length in (length for length in lengths if length > 0):
        suits = rows[(rows["min_minutes"] <= length) & (length <= rows["max_minutes"])]["modality"].map(names)
        feedback = f"This length lies within the usual session of {listed(suits) or 'none of them'}."
        choices.append(choice_of(f"minutes_{length}", f"{length} minutes", low <= length <= high, feedback))
    return Computed({"modalities": listed(rows["modality"].map(names)), "band": _minutes(low, high)}, tuple(choices))


def shared_benefits(tables: Tables) -> Computed:
    """Ask how many benefits the source's lists give to all modalities.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The number, with the wrong numbers that a quick look gives.

    Raises
    ------
    NothingToAsk
        When only one modality has benefits.
    """
    benefits = tables.benefits
    if benefits["modality"].nunique() < 2:
        raise NothingToAsk
    on_lists, in_all = _of_all(benefits[benefits["basis"] == "listed"], benefits), _of_all(benefits, benefits)
    choices = [choice_of("lists", str(len(on_lists)), True, f"The lists share {listed(on_lists) or 'nothing'}.")]
    if len(in_all) != len(on_lists):
        words = f"That counts the hollow marks too: {listed(in_all)}. The question asks for filled marks only."
        choices.append(choice_of("text_too", str(len(in_all)), False, words))
    return Computed({"shared": listed(on_lists) or "nothing"}, tuple(choices))


def ends_of_a_scale(tables: Tables) -> Computed:
    """Ask to which end of a focus scale each modality is nearer.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A line for each modality, at most five.

    Raises
    ------
    NothingToAsk
        When on no scale modalities stand on both sides of the middle.
    """
    names = names_of(tables)
    for scale in tables.scales.itertuples(index=False):
        rows = tables.focus[(tables.focus["scale"] == scale.scale) & (tables.focus["position"] != 0)]
        if (rows["position"] < 0).any() and (rows["position"] > 0).any():
            choices = tuple(
                Choice(row.modality, sentence_case(names[row.modality]),
                       scale.left_end if row.position < 0 else scale.right_end, row.reason)
                for row in rows.head(MOST_CHOICES).itertuples(index=False)
            )  # fmt: skip
            return Computed({"question": scale.question}, choices)
    raise NothingToAsk


def points_of_a_client(tables: Tables) -> Computed:
    """Ask for the points that a client gives to the modality that leads.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The number, with the points of the next modality and the number of answers as mistakes.

    Raises
    ------
    NothingToAsk
        When the tables do not take these answers, or no modality leads.
    """
    try:
        points = recommend(CLIENT, tables).points
    except KitError as error:
        raise NothingToAsk from error
    ranked = sorted(points.items(), key=lambda item: -item[1])
    if len(ranked) < 2 or ranked[0][1] == ranked[1][1]:
        raise NothingToAsk
    names = names_of(tables)
    (first, most), (second, fewer) = ranked[:2]
    choices = [
        choice_of("points", str(most), True, f"The three answers add up to {counted(most, 'point')}."),
        choice_of("other", str(fewer), False, f"These are the points of {names[second]}. Add up the other column."),
    ]
    if most - 1 != fewer and most > 1:
        choices.append(choice_of("one_less", str(most - 1), False, "Nearly. Did you count the time as well?"))
    return Computed({"modality": names[first], "points": counted(most, "point")}, tuple(choices))


def answers_that_count_for_several(tables: Tables) -> Computed:
    """Ask which answers give points to more than one modality.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        Two answers that do, and three that do not.

    Raises
    ------
    NothingToAsk
        When the rules have no answers of both kinds.
    """
    names = names_of(tables)
    labels = dict(tables.offered_answers[["answer", "label"]].itertuples(index=False, name=None))
    rules = tables.rules[tables.rules["question"].isin(["conditions", "goals"]) & tables.rules["answer"].isin(labels)]
    counts = rules.groupby("answer", sort=False)["modality"].agg(list)
    several, one = counts[counts.map(len) > 1].head(OF_EACH), counts[counts.map(len) == 1].iloc[1::3].head(OF_EACH + 1)
    if several.empty or one.empty:
        raise NothingToAsk
    return Computed(
        {"answers": listed(labels[answer] for answer in several.index)},
        tuple(
            choice_of(answer, labels[answer], len(modalities) > 1,
                      f"Its points go to {listed(names[modality] for modality in modalities)}"
                      f"{'' if len(modalities) > 1 else ' alone'}.")
            for answer, modalities in pd.concat([several, one]).items()
        ),
    )  # fmt: skip


def _of_all(rows: pd.DataFrame, benefits: pd.DataFrame) -> list[str]:
    """Return the benefits that some rows give to every modality that has a benefit at all."""
    counts = rows.groupby("benefit")["modality"].nunique()
    return [plain(benefit) for benefit in counts.index[counts == benefits["modality"].nunique()]]


def _minutes(low: int, high: int) -> str:
    return f"{low} minutes" if low == high else f"{low} to {high} minutes"


def _first_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows of each modality, few enough to ask about; raises `NothingToAsk` with fewer than two."""
    groups = rows.groupby("modality", sort=False)
    first = [group.head(OF_EACH) for _, group in groups][: MOST_CHOICES // OF_EACH + 1]
    if len(first) < 2:
        raise NothingToAsk
    return pd.concat(first)
