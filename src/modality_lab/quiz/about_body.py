"""Questions about the picture of the body: where muscles are pressed and felt, and where hands are careful."""

import pandas as pd

from modality_lab.quiz.asked import Computed, NothingToAsk, choice_of
from modality_lab.quiz.choice import Choice
from modality_lab.tables import Tables
from modality_lab.words import listed

MOST_PAIRS = 4
"""So many pairs are asked for at most."""


def felt_where(tables: Tables) -> Computed:
    """Ask where the pain of the first muscle is felt that is pressed on one side and felt on the other.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The areas of the body, those where its pain is felt as the right ones.

    Raises
    ------
    NothingToAsk
        When the tables have no such muscle.
    """
    felt = _felt(tables)
    across = felt[(felt["view"] != felt["view_pressed"]) & (felt["region"] != felt["region_pressed"])]
    if across.empty:
        raise NothingToAsk
    muscle = across.iloc[0]
    right = set(felt[felt["muscle"] == muscle["muscle"]]["region"])
    labels = _areas(tables)
    pressed = labels[muscle["region_pressed"]]
    choices = tuple(
        choice_of(region, label, region in right,
                  "Its pain is said to be felt here." if region in right
                  else "This is where it is pressed. Its pain is said to be felt somewhere else." if label == pressed
                  else f"The pain of the {muscle['name']} is said to be felt in other areas.")
        for region, label in labels.items()
    )  # fmt: skip
    where = listed(label for region, label in labels.items() if region in right)
    return Computed({"muscle": muscle["name"], "pressed": pressed, "felt": where}, choices)


def pressed_where(tables: Tables) -> Computed:
    """Ask where the first muscle is pressed whose pain is not felt there at all.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The areas of the body, the one that is pressed as the right one.

    Raises
    ------
    NothingToAsk
        When the tables have no such muscle that is pressed and felt on the same side of the body.
    """
    felt, labels = _felt(tables), _areas(tables)
    for _, rows in felt.groupby("muscle", sort=False):
        pressed, areas = rows["region_pressed"].iloc[0], set(rows["region"])
        if pressed not in areas and set(rows["view"]) == set(rows["view_pressed"]):
            name = rows["name"].iloc[0]
            choices = tuple(
                choice_of(region, label, region == pressed,
                          "Here it is pressed." if region == pressed
                          else "This is where its pain is felt. The spot that is pressed lies elsewhere."
                          if region in areas
                          else f"The {name} is pressed in another area.")
                for region, label in labels.items()
            )  # fmt: skip
            where = listed(labels[region] for region in labels if region in areas)
            return Computed({"muscle": name, "pressed": labels[pressed], "felt": where}, choices)
    raise NothingToAsk


def felt_in_front(tables: Tables) -> Computed:
    """Ask which muscles are pressed on the back of the body and felt on the front of the shoulder.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        At most three such muscles, and two others that are pressed on the back.

    Raises
    ------
    NothingToAsk
        When the tables have none of either.
    """
    felt = _felt(tables)
    felt = felt[felt["view_pressed"] == "back"]
    is_right = (felt["region"] == "shoulder") & (felt["view"] == "front")
    right = felt[is_right].drop_duplicates("muscle").head(3)
    others = felt[(felt["region"] == "shoulder") & ~felt["muscle"].isin(felt[is_right]["muscle"])]
    others = others.drop_duplicates("muscle").head(2)
    if right.empty or others.empty:
        raise NothingToAsk
    choices = (
        *(choice_of(row.muscle, row.name, True, "Pressed behind, and said to be felt in front.")
          for row in right.itertuples(index=False)),
        *(choice_of(row.muscle, row.name, False, "Its pain is said to be felt at the back of the shoulder.")
          for row in others.itertuples(index=False)),
    )  # fmt: skip
    return Computed({"muscles": listed(right["name"])}, choices)


def under_careful_hands(tables: Tables) -> Computed:
    """Ask what lies under some places where hands are careful.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A line for each place whose structures are told in few words that do not give the place away, at most four.

    Raises
    ------
    NothingToAsk
        When there are fewer than three.
    """
    sites = tables.caution_sites
    told = [not _shares_a_word(name, under) for name, under in zip(sites["name"], sites["structures"], strict=True)]
    rows = sites[pd.Series(told, index=sites.index) & ~sites["structures"].str.contains(";", regex=False)]
    rows = rows.drop_duplicates("structures").sort_values("structures", key=lambda cells: cells.str.len())
    rows = rows.head(MOST_PAIRS).sort_index()
    if len(rows) < 3:
        raise NothingToAsk
    return Computed(
        {}, tuple(Choice(row.site, row.name, row.structures, row.action) for row in rows.itertuples(index=False))
    )


def _felt(tables: Tables) -> pd.DataFrame:
    """Return the areas where each muscle is felt, with its name and where it is pressed."""
    pressed = tables.trigger_points[["muscle", "name", "region", "view"]]
    return tables.referred_pain.merge(pressed, on="muscle", suffixes=("", "_pressed"))


def _areas(tables: Tables) -> dict[str, str]:
    return dict(tables.regions[["region", "name"]].itertuples(index=False, name=None))


def _shares_a_word(one: str, other: str) -> bool:
    return any(word.rstrip("s") in other for word in one.split() if len(word) > 3)
