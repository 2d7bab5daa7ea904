"""The rulebook: the tables in the shape that answers are looked up in."""

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import TypeAlias

import pandas as pd

from modality_lab.recommender.safety import SafetyRules, safety_rules
from modality_lab.tables.answers import FITS_SESSION
from modality_lab.tables.loading import Tables
from modality_lab.words import number_text

Answer: TypeAlias = str | float
"""The id of an answer, or a number of minutes."""

Answers: TypeAlias = Mapping[str, tuple[Answer, ...]]
"""The answers about one client as understood: each answered question with its answers."""


@dataclass(frozen=True)
class Question:
    """A question with its answers.

    Attributes
    ----------
    question, label : str
        Its id, and how people read it.
    kind : str
        "one", "several" or "minutes": how it is answered.
    answers_from : str
        The table that its answers come from.
    minimum, maximum : int
        The least and the most that can be answered to a question of minutes.
    unit : str
        What a number that is answered counts.
    answers : mapping of str to str
        The id of each answer with its label.
    """

    question: str
    kind: str
    answers_from: str
    label: str
    minimum: int
    maximum: int
    unit: str
    answers: Mapping[str, str]

    @property
    def is_about_safety(self) -> bool:
        """Say whether its answers are health flags.

        Returns
        -------
        bool
            True where they come from the table of cautions.
        """
        return self.answers_from == "cautions"


@dataclass(frozen=True)
class Reason:
    """One row of the rules that an answer has set off.

    Attributes
    ----------
    question : str
        The id of the question.
    answer : str or float
        The id of the answer, or a number of minutes.
    modality : str
        The id of the modality that it speaks for.
    points : int
        How much it speaks for it.
    reason : str
        Why, as a sentence.
    source_id, source_section : str
        The source that says so, and where in it.
    """

    question: str
    answer: Answer
    modality: str
    points: int
    reason: str
    source_id: str
    source_section: str


@dataclass(frozen=True)
class Contradiction:
    """An answer beside which another question has no answer.

    Attributes
    ----------
    question, answer : str
        The ids of the question and its answer.
    other_question : str
        The id of the question that is then not to be answered.
    note : str
        What to say where it is, as a sentence.
    """

    question: str
    answer: str
    other_question: str
    note: str


@dataclass(frozen=True)
class Rulebook:
    """The questions, rules and session lengths of some tables, made ready for looking up.

    Attributes
    ----------
    names : mapping of str to str
        The id of each modality with its name.
    questions : mapping of str to Question
        The questions by their id.
    rules : mapping of (str, str) to list of Reason
        The ids of a question and an answer with the rules that they set off.
    sessions : mapping of str to (int, int)
        The id of a modality with its shortest and longest usual session, in minutes.
    sources : mapping of str to str
        The id of each source with its title.
    safety : SafetyRules
        What the tables say about safety.
    contradictions : sequence of Contradiction
        The answers that do not go together.
    not_asked : set of str
        The ids of the kit's questions that these tables do not ask.
    """

    names: Mapping[str, str]
    questions: Mapping[str, Question]
    rules: Mapping[tuple[str, Answer], list[Reason]]
    sessions: Mapping[str, tuple[int, int]]
    sources: Mapping[str, str]
    safety: SafetyRules
    contradictions: Sequence[Contradiction]
    not_asked: AbstractSet[str]

    @cached_property
    def fitting_at_edges(self) -> Mapping[int, tuple[str, ...]]:
        """Return the times at which it changes within which sessions a time lies.

        Returns
        -------
        mapping of int to tuple of str
            The first and last minute of each session, and the minutes just outside, with the ids of the
            modalities within whose usual session each lies.
        """
        edges: set[int] = set()
        for shortest, longest in self.sessions.values():
            edges |= {shortest - 1, shortest, longest, longest + 1}
        return {time: self.fitting(time) for time in edges}

    @cached_property
    def questions_with_points(self) -> tuple[Question, ...]:
        """Return the questions whose answers can give points: all that are not about safety.

        Returns
        -------
        tuple of Question
            These questions, in the order of the tables.
        """
        return tuple(question for question in self.questions.values() if not question.is_about_safety)

    def reasons(self, question: str, answer: Answer) -> list[Reason]:
        """Return the rules that an answer sets off.

        Parameters
        ----------
        question : str
            The id of the question.
        answer : str or float
            The id of the answer, or a number of minutes.

        Returns
        -------
        list of Reason
            The rules, in the order of the tables.
        """
        if self.questions[question].kind != "minutes":
            return self.rules.get((question, answer), [])
        return [rule for rule in self.rules.get((question, FITS_SESSION), []) if self.fits(rule.modality, answer)]

    def chosen_from(self, table: str, answers: Answers) -> list[str]:
        """Return the answers that come from a table.

        Parameters
        ----------
        table : str
            The name of the table, such as "cautions".
        answers : mapping of str to tuple
            The answers about one client as understood.

        Returns
        -------
        list of str
            Their ids, in the order of the tables.
        """
        return [
            str(answer)
            for question, given in answers.items()
            if self.questions[question].answers_from == table
            for answer in given
        ]

    def fits(self, modality: str, minutes: Answer) -> bool:
        """Say whether a time lies within a modality's usual session, both ends included.

        Parameters
        ----------
        modality : str
            The id of the modality.
        minutes : float
            The time.

        Returns
        -------
        bool
            False also where the tables name no session of it.
        """
        shortest, longest = self.sessions.get(modality, (math.inf, -math.inf))
        return shortest <= float(minutes) <= longest

    def fitting(self, minutes: Answer) -> tuple[str, ...]:
        """Return the modalities within whose usual session a time lies.

        Parameters
        ----------
        minutes : float
            The time.

        Returns
        -------
        tuple of str
            The ids of the modalities.
        """
        return tuple(modality for modality in self.sessions if self.fits(modality, minutes))

    def label(self, question: str, answer: Answer) -> str:
        """Return an answer as people read it.

        Parameters
        ----------
        question : str
            The id of the question.
        answer : str or float
            The id of the answer, or a number of minutes.

        Returns
        -------
        str
            Its label, or the number with its unit.
        """
        asked = self.questions[question]
        return f"{number_text(float(answer))} {asked.unit}" if asked.kind == "minutes" else asked.answers[str(answer)]


@lru_cache(maxsize=8)  # Tables never change, so the same tables need this only once.
def rulebook(tables: Tables) -> Rulebook:
    """Make tables ready for looking up what answers set off.

    Parameters
    ----------
    tables : Tables
        The checked tables.

    Returns
    -------
    Rulebook
        Their questions, rules, sessions and safety rules.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> [reason.modality for reason in rulebook(load_tables()).reasons("minutes", 60)]
    ['nmt', 'dtm']
    """
    rules: dict[tuple[str, Answer], list[Reason]] = {}
    for row in tables.rules[[field.name for field in fields(Reason)]].to_dict("records"):
        rules.setdefault((row["question"], row["answer"]), []).append(Reason(**row))
    modalities, sessions, sources = tables.modalities, tables.sessions, tables.sources
    columns = [field.name for field in fields(Contradiction)]
    return Rulebook(
        names=dict(zip(modalities["modality"], modalities["name"], strict=True)),
        questions=_questions(tables),
        rules=rules,
        sessions={
            row["modality"]: (row["min_minutes"], row["max_minutes"])
            for row in sessions[["modality", "min_minutes", "max_minutes"]].to_dict("records")
        },
        sources=dict(zip(sources["source_id"], sources["title"], strict=True)),
        safety=safety_rules(tables),
        contradictions=[Contradiction(**row) for row in tables.contradictions[columns].to_dict("records")],
        not_asked=tables.not_here["questions"],
    )


def _questions(tables: Tables) -> dict[str, Question]:
    labels: dict[str, dict[str, str]] = {}
    for row in tables.offered_answers.to_dict("records"):
        labels.setdefault(row["question"], {})[row["answer"]] = row["label"]
    return {
        row["question"]: Question(
            question=row["question"],
            kind=row["kind"],
            answers_from=row["answers_from"],
            label=row["label"],
            minimum=0 if pd.isna(row["minimum"]) else row["minimum"],
            maximum=0 if pd.isna(row["maximum"]) else row["maximum"],
            unit=row["unit"],
            answers=labels.get(row["question"], {}),
        )
        for row in tables.questions.to_dict("records")
    }
