"""Questions about the rows of a table, worked out from these rows: change one, and question and key follow.

Each function of `COMPUTED` takes the tables and returns the words and choices of one question. Where the tables do not
have what it asks about, it raises `NothingToAsk`.
"""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from modality_lab.quiz.choice import Choice
from modality_lab.tables import Tables
from modality_lab.words import counted, listed, plain

MOST_CHOICES = 5
"""So many choices a question about rows offers at most."""


class NothingToAsk(Exception):  # noqa: N818 -- It is no error: a school has not got such rows.
    """Says that the tables do not have what a question asks about."""


class Computed(NamedTuple):
    """The words and choices of a question about rows.

    Attributes
    ----------
    words : dict of str to str
        What stands in the question in place of each name in braces.
    choices : tuple of Choice
        What can be answered.
    """

    words: dict[str, str]
    choices: tuple[Choice, ...]

    def filled(self, text: str) -> str:
        """Return a text with these words in place of their names in braces.

        Parameters
        ----------
        text : str
            The text, as `quiz.csv` holds it.

        Returns
        -------
        str
            The text as it is read.

        Examples
        --------
        >>> Computed({"minutes": "45"}, ()).filled("A client has {minutes} minutes.")
        'A client has 45 minutes.'
        """
        for name, words in self.words.items():
            text = text.replace(f"{{{name}}}", words)
        return text


def _choice(choice: str, text: str, is_right: bool, feedback: str) -> Choice:
    return Choice(choice, text, "right" if is_right else "wrong", feedback)


def _names(tables: Tables) -> dict[str, str]:
    return dict(tables.modalities[["modality", "name"]].itertuples(index=False, name=None))


def _asked_about(frame: pd.DataFrame, least: int = 2) -> pd.DataFrame:
    """Return rows to ask about; a question needs something to choose between."""
    if len(frame) < least:
        raise NothingToAsk
    return frame


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
    rows = _asked_about(tables.sessions.sort_values("max_minutes", ascending=False, kind="stable").head(MOST_CHOICES))
    if rows["max_minutes"].iloc[0] == rows["max_minutes"].iloc[1]:
        raise NothingToAsk
    names, longest = _names(tables), rows["modality"].iloc[0]
    choices = tuple(
        _choice(row.modality, names[row.modality], row.modality == longest,
                f"Its usual session takes {row.min_minutes} to {row.max_minutes} minutes.")
        for row in rows.sort_index().itertuples()
    )  # fmt: skip
    return Computed({"longest": names[longest], "minutes": str(rows["max_minutes"].iloc[0])}, choices)


def lengths_that_suit_all(tables: Tables) -> Computed:
    """Ask which lengths of a visit suit the usual sessions of all modalities.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A choice for each of five lengths, in minutes.

    Raises
    ------
    NothingToAsk
        When no length suits all.
    """
    rows = _asked_about(tables.sessions)
    low, high = int(rows["min_minutes"].max()), int(rows["max_minutes"].min())
    if low > high:
        raise NothingToAsk
    names = _names(tables)
    lengths = sorted({int(rows["min_minutes"].min()), low, high, int(rows["max_minutes"].max()), low - 15})
    choices = []
    for length in (length for length in lengths if length > 0):
        suits = rows[(rows["min_minutes"] <= length) & (length <= rows["max_minutes"])]["modality"].map(names)
        feedback = f"{length} minutes suit {listed(suits) or 'none of them'}."
        choices.append(_choice(f"minutes_{length}", f"{length} minutes", low <= length <= high, feedback))
    return Computed({"modalities": listed(rows["modality"].map(names)), "low": str(low)}, tuple(choices))


def _shared_by_all(rows: pd.DataFrame, number_of_modalities: int) -> list[str]:
    counts = rows.groupby("benefit")["modality"].nunique()
    return [plain(benefit) for benefit in counts.index[counts == number_of_modalities]]


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
    number_of_modalities = tables.benefits["modality"].nunique()
    if number_of_modalities < 2:
        raise NothingToAsk

    on_lists, in_all = (
        _shared_by_all(rows, number_of_modalities)
        for rows in (tables.benefits[tables.benefits["basis"] == "listed"], tables.benefits)
    )
    choices = [_choice("lists", str(len(on_lists)), True, f"The lists share {listed(on_lists) or 'none'}.")]
    if len(in_all) != len(on_lists):
        words = (
            f"{counted(len(in_all), 'benefit')} are shared when the text counts too; the question asks for the lists."
        )
        choices.append(_choice("text_too", str(len(in_all)), False, words))
    return Computed({"shared": listed(on_lists) or "none"}, tuple(choices))


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
    felt = tables.referred_pain.merge(tables.trigger_points[["muscle", "name", "region", "view"]], on="muscle")
    across = felt[(felt["view_x"] != felt["view_y"]) & (felt["region_x"] != felt["region_y"])]
    if across.empty:
        raise NothingToAsk
    muscle = across.iloc[0]
    right = set(felt[felt["muscle"] == muscle["muscle"]]["region_x"])
    labels = dict(tables.regions[["region", "name"]].itertuples(index=False, name=None))
    where = listed(labels[region] for region in labels if region in right)
    pressed = labels[muscle["region_y"]]
    choices = tuple(
        _choice(region, label, region in right,
                f"Here the muscle is pressed, and the pain of {muscle['name']} is felt elsewhere too."
                if label == pressed else f"The pain of {muscle['name']} is said to be felt in other areas.")
        for region, label in labels.items()
    )  # fmt: skip
    return Computed({"muscle": muscle["name"], "pressed": pressed, "felt": where}, choices)


COMPUTED: dict[str, Callable[[Tables], Computed]] = {
    each.__name__: each for each in (longest_session, lengths_that_suit_all, shared_benefits, felt_where)
}
"""The questions that are worked out, by the names that `quiz.csv` knows them by."""
