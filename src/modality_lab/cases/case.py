"""A client to decide about: the story, what a careful educator decides, and the mistake that people make."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from modality_lab.recommender import answers_of_case
from modality_lab.recommender.phrases import within_sentence
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.answers import groups_in
from modality_lab.words import KitError, did_you_mean

REFER, ASK_FIRST, EITHER, NEITHER = "refer", "ask_first", "either", "neither"


@dataclass(frozen=True)
class Case:
    """A client of `cases.csv`, with the answers on the form.

    Attributes
    ----------
    case : str
        The id.
    title : str
        A name, and what it is about.
    level : int
        How hard it is, from 1 to 3.
    story : str
        What the client says.
    answers : mapping of str to object
        What a careful reader ticks on the form, as `recommend` takes it.
    decision : str
        What a careful educator decides, an id of `decisions`.
    ask_next : str
        What to ask the client next.
    good_answer : str
        What a good answer holds.
    wrong_decision : str
        The common wrong decision, an id of `decisions`.
    wrong_answer : str
        The common wrong answer, as a student would say it.
    why_it_tempts : str
        Why it tempts.
    why_it_is_wrong : str
        Why it is wrong.
    topics : frozenset of str
        What it practises.
    not_asked : tuple of str
        The groups of flags about which nobody has asked the client yet.
    """

    case: str
    title: str
    level: int
    story: str
    answers: Mapping[str, Any]
    decision: str
    ask_next: str
    good_answer: str
    wrong_decision: str
    wrong_answer: str
    why_it_tempts: str
    why_it_is_wrong: str
    topics: frozenset[str]
    not_asked: tuple[str, ...] = ()

    @property
    def still_to_ask(self) -> str:
        """What nobody has asked this client yet.

        Returns
        -------
        str
            A sentence to stand below the story, or "".

        Examples
        --------
        >>> case_of("chris_twenty_minutes").still_to_ask
        'Nobody has asked yet about: headache; back or neck pain.'
        """
        groups = "; ".join(map(within_sentence, self.not_asked))
        return f"Nobody has asked yet about: {groups}." if groups else ""


def decisions(tables: Tables | None = None) -> dict[str, str]:
    """Return what can be decided about a client, in the order in which a careful reader asks.

    Parameters
    ----------
    tables : Tables, optional
        The tables with the modalities, without them the kit's own.

    Returns
    -------
    dict of str to str
        For each id its words.

    Examples
    --------
    >>> list(decisions())
    ['refer', 'ask_first', 'nmt', 'dtm', 'either', 'neither']
    """
    modalities = tables_or_kit(tables).modalities
    return {
        REFER: "Refer on: no massage now",
        ASK_FIRST: "Ask first, before any work",
        **dict(modalities[["modality", "name"]].itertuples(index=False, name=None)),
        EITHER: "Either would fit" if len(modalities) == 2 else "Several would fit equally well",
        NEITHER: "Neither fits" if len(modalities) == 2 else "None of them fits",
    }


def cases(tables: Tables | None = None) -> dict[str, Case]:
    """Return the clients to decide about, from easy to hard.

    Parameters
    ----------
    tables : Tables, optional
        The tables with the cases, without them the kit's own.

    Returns
    -------
    dict of str to Case
        The cases by their ids.

    Examples
    --------
    >>> {case.level for case in cases().values()}
    {1, 2, 3}
    """
    return dict(_cases(tables_or_kit(tables)))


@lru_cache(maxsize=8)  # Tables never change, and a quiz, a form and a sheet ask for the same cases again and again.
def _cases(tables: Tables) -> dict[str, Case]:
    rows = tables.cases.sort_values("level", kind="stable")
    return {
        row.case: Case(
            case=row.case,
            title=row.title,
            level=int(row.level),
            story=row.story,
            answers=answers_of_case(row.case, tables),
            decision=row.modality if row.decision == "one" else row.decision,
            ask_next=row.ask_next,
            good_answer=row.good_answer,
            wrong_decision=row.wrong_modality if row.wrong_decision == "one" else row.wrong_decision,
            wrong_answer=row.wrong_answer,
            why_it_tempts=row.why_it_tempts,
            why_it_is_wrong=row.why_it_is_wrong,
            topics=frozenset(row.topics.split()),
            not_asked=tuple(groups_in(row.not_asked, tables.cautions["group"].unique())),
        )
        for row in rows.itertuples(index=False)
    }


def client_without_story(title: str, answers: Mapping[str, Any]) -> Case:
    """Return a client of whom nothing but the answers on the form is known, to set beside another.

    Parameters
    ----------
    title : str
        What the client is called.
    answers : mapping of str to object
        The answers, as `recommend` takes them.

    Returns
    -------
    Case
        The client; what a case tells beyond the answers is blank.
    """
    return Case(
        case="",
        title=title,
        level=1,
        story="",
        answers=answers,
        decision="",
        ask_next="",
        good_answer="",
        wrong_decision="",
        wrong_answer="",
        why_it_tempts="",
        why_it_is_wrong="",
        topics=frozenset(),
    )


def case_of(name: str, tables: Tables | None = None) -> Case:
    """Return one client to decide about.

    Parameters
    ----------
    name : str
        The id of the case.
    tables : Tables, optional
        The tables with the cases, without them the kit's own.

    Returns
    -------
    Case
        The case.

    Raises
    ------
    KitError
        When there is no such case.

    Examples
    --------
    >>> case_of("nobody")
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: There is no case "nobody". The cases stand in cases.csv.
    """
    known = cases(tables)
    if name not in known:
        raise KitError(f'There is no case "{name}".{did_you_mean(name, known)} The cases stand in cases.csv.')
    return known[name]
