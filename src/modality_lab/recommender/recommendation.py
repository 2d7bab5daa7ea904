"""Recommend a modality for a client's answers, and say exactly why.

The method is a count of points: each answer gives a modality the whole points that its rows in
`rules.csv` name, and the modality with the most points is recommended. It is a teaching device of
ours; `rules.csv` names the source of each row.

Safety comes before the points and never mixes with them: a health flag gives none, and what
`cautions.csv` says of it refers the client on, leaves modalities out, or stands beside the result.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.internals import create_dataframe_from_blocks

from modality_lab.markup import Html
from modality_lab.recommender import headline, what_if
from modality_lab.recommender.answers import AnswerError, understand, understand_asked
from modality_lab.recommender.asking import with_ticked
from modality_lab.recommender.decision import Decision
from modality_lab.recommender.given import plain_answers
from modality_lab.recommender.notes import set_aside
from modality_lab.recommender.outcome import Outcome, outcome_of
from modality_lab.recommender.result_page import result_html
from modality_lab.recommender.rulebook import rulebook
from modality_lab.tables.loading import Tables, tables_or_kit
from modality_lab.tables.show import ShownTable

__all__ = ["AnswerError", "Recommendation", "recommend"]

SCORE_COLUMNS = pd.Index(["modality", "points", "share"])
REASON_COLUMNS = pd.Index(["question", "answer", "modality", "points", "reason", "source_id"])
CAUTION_COLUMNS = pd.Index(["flag", "kind", "applies_to", "action", "source_id"])
CHANGE_COLUMNS = pd.Index(["question", "answer_now", "answer_then", "outcome", "modalities"])

# What each of these tables takes from its records, and where in it the columns of a kind stand: made once, as each
# decision has all four.
REASON_TEXT = attrgetter(*REASON_COLUMNS.drop("points"))
CAUTION_TEXT = attrgetter(*CAUTION_COLUMNS)
CHANGE_TEXT = attrgetter(*CHANGE_COLUMNS)
FIRST, SECOND, THIRD, FOURTH = np.arange(4).reshape(4, 1)
FIRST_FIVE, ALL_BUT_FOURTH = np.arange(5), np.array([0, 1, 2, 4, 5])


class Recommendation(Decision):
    """What safety and the points say, and why: a decision with its sentences and tables.

    Its facts, such as `outcome` and `modalities`, are those of `Decision`.

    See Also
    --------
    recommend : Makes it.
    """

    @cached_property
    def cautions(self) -> pd.DataFrame:
        """Return what the health flags ask for, the most serious first.

        Returns
        -------
        pandas.DataFrame
            Its columns are flag, kind, applies_to, action and source_id.
        """
        return _table(CAUTION_COLUMNS, (_cells(self.caution_rows, CAUTION_TEXT), FIRST_FIVE))

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Return the points of each modality.

        Returns
        -------
        pandas.DataFrame
            A row a modality: modality, points, and share of all points (0 to 1).
        """
        points = np.array([[*self.points.values()]])
        shares = points / (sum(self.points.values()) or 1)
        names = self.rulebook.points.names.copy()  # Whoever changes the table of one result changes no other.
        return _table(SCORE_COLUMNS, (names, FIRST), (points, SECOND), (shares, THIRD))

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Return the rules behind the points.

        Returns
        -------
        pandas.DataFrame
            Its columns are question, answer, modality, points, reason and source_id.
        """
        points = np.array([[row.points for row in self.reason_rows]], dtype=int)
        return _table(REASON_COLUMNS, (_cells(self.reason_rows, REASON_TEXT), ALL_BUT_FOURTH), (points, FOURTH))

    @cached_property
    def tally(self) -> pd.DataFrame:
        """Return the points to add up by hand.

        Returns
        -------
        pandas.DataFrame
            A row an answer, a column a modality, the sums at the end.
        """
        names = self.rulebook.names
        rows = [
            (self.rulebook.label(*answer), each.points)
            for answer, each in self.set_off.items()
            if answer[0] in self.rulebook.giving_points
        ]
        rows.append(("sum", tuple(self.points.values())))
        index = pd.Index([label for label, _ in rows], name="Answer")
        return ShownTable([points for _, points in rows], index=index, columns=list(names.values()))

    @cached_property
    def changes(self) -> tuple[what_if.Change, ...]:
        """Find every change of a single answer that would change the outcome.

        Returns
        -------
        tuple of Change
            The changes in the order of the questions; a health flag is never one.
        """
        return what_if.changes(self)

    @cached_property
    def what_if(self) -> pd.DataFrame:
        """Return `changes` as a table.

        Returns
        -------
        pandas.DataFrame
            Its columns are question, answer_now, answer_then, outcome and modalities. For an answer out
            of several, answer_now is None when it would be ticked in addition and answer_then is None
            when it would be left out. For minutes, each time that would change the outcome is stood for
            by the nearest number.
        """
        return _table(CHANGE_COLUMNS, (_cells(self.changes, CHANGE_TEXT), FIRST_FIVE))

    @property
    def sentence(self) -> str:
        """Say what to do and the outcome.

        Returns
        -------
        str
            A sentence each: safety first, then what the points say of what it leaves.
        """
        return headline.sentence(self)

    @property
    def points_sentence(self) -> str:
        """Say what the points alone would say.

        Returns
        -------
        str
            One sentence, as if no health flag had been ticked.
        """
        return headline.points_sentence(self)

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> Html:
        return result_html(self)


def recommend(answers: Mapping[str, Any] | None, tables: Tables | None = None) -> Recommendation:
    """Recommend a modality for the answers about one client.

    Parameters
    ----------
    answers : mapping of str to object, or None
        The id of a question with the id of an answer, a list of ids, or, for a question of minutes, a
        number of minutes; the ids stand in `questions.csv` and `answers.csv`. None, an empty text or
        list, and NaN count as not answered. Under `safety_asked` may stand what was asked about safety: groups
        of `safety_questions.csv`, each with "none" or "yes".
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Returns
    -------
    Recommendation
        The outcome, its reasons, and what to mind.

    Raises
    ------
    AnswerError
        When a question or an answer is unknown.

    Examples
    --------
    >>> result = recommend({"pain_pattern": "specific_spot", "conditions": ["fibromyalgia"], "minutes": 45})
    >>> result
    Neuromuscular therapy fits these answers better: 5 of 5 points.
    >>> result.reasons[["answer", "modality", "points"]]
              answer modality  points
    0  specific_spot      nmt       2
    1   fibromyalgia      nmt       2
    2             45      nmt       1
    """
    rules = rulebook(tables_or_kit(tables))
    given = plain_answers(answers)
    understood = understand(given, rules)
    set_off = {
        (question, answer): rules.set_off(question, answer)
        for question, given in understood.items()
        for answer in given
    }
    points = dict(
        zip(
            rules.names,
            map(sum, zip(rules.points.none, *[each.points for each in set_off.values()], strict=True)),
            strict=True,
        )
    )
    cautions = rules.safety.raised_by(rules.chosen_from("cautions", understood))
    left_out = rules.safety.ruled_out(cautions)
    aside = set_aside(understood, rules)
    if any(caution.refers for caution in cautions) or len(left_out) == len(points):
        outcome = Outcome("refer", ())
    else:
        outcome = outcome_of(points, not rules.giving_points.isdisjoint(understood), left_out, aside)
    return Recommendation(
        outcome=outcome.name,
        modalities=outcome.modalities,
        answers=understood,
        points=points,
        caution_rows=cautions,
        asked=with_ticked(understand_asked(given, rules), cautions, rules),
        left_out=left_out,
        set_aside=aside,
        not_asked=tuple(filter(rules.not_asked.__contains__, given)),
        set_off=set_off,
        rulebook=rules,
    )


def _cells(records: Sequence[object], five_of: Callable[[object], tuple[Any, ...]]) -> np.ndarray:
    """Return five fields of records, a row a field, a column a record."""
    cells = chain.from_iterable(map(five_of, records))
    return np.fromiter(cells, dtype=object, count=5 * len(records)).reshape(len(records), 5).T


def _table(columns: pd.Index, *blocks: tuple[Any, np.ndarray]) -> pd.DataFrame:
    """Return a table made of blocks of cells, each with the places of its columns."""
    # pandas takes them as they are: its usual way looks at every column again, and takes three times as long.
    return create_dataframe_from_blocks(list(blocks), _rows(blocks[0][0].shape[-1]).view(), columns.view())


@cache
def _rows(number: int) -> pd.RangeIndex:
    return pd.RangeIndex(number)
