"""What a question about rows is made of, and what its makers share."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from modality_lab.quiz.choice import Choice
from modality_lab.recommender.phrases import within_sentence
from modality_lab.tables import Tables

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


def choice_of(choice: str, text: str, is_right: bool, feedback: str) -> Choice:
    """Return a choice that is right or wrong.

    Parameters
    ----------
    choice : str
        Its id.
    text : str
        Its words.
    is_right : bool
        Whether it is right.
    feedback : str
        What is said to it.

    Returns
    -------
    Choice
        The choice.
    """
    return Choice(choice, text, "right" if is_right else "wrong", feedback)


def wrong_numbers(mistakes: Mapping[int, str], right: int) -> tuple[Choice, ...]:
    """Return the numbers that come of a mistake, as choices; one that is right by chance is no mistake.

    Parameters
    ----------
    mistakes : mapping of int to str
        The numbers, each with what is said to it.
    right : int
        The right number.

    Returns
    -------
    tuple of Choice
        The wrong choices.

    Examples
    --------
    >>> [choice.text for choice in wrong_numbers({7: "These are all.", 3: "These are left out."}, right=7)]
    ['3']
    """
    return tuple(
        choice_of(f"number_{number}", str(number), False, why) for number, why in mistakes.items() if number != right
    )


def names_of(tables: Tables) -> dict[str, str]:
    """Return the name of each modality, as it stands inside a sentence.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    dict of str to str
        The names by the ids of the modalities.
    """
    rows = tables.modalities.itertuples(index=False)
    return {row.modality: within_sentence(row.name) if row.begins_small == "yes" else row.name for row in rows}


def asked_about(frame: pd.DataFrame, least: int = 2) -> pd.DataFrame:
    """Return rows to ask about; a question needs something to choose between.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    least : int
        How many there must be.

    Returns
    -------
    pandas.DataFrame
        The same rows.

    Raises
    ------
    NothingToAsk
        When there are fewer.
    """
    if len(frame) < least:
        raise NothingToAsk
    return frame
