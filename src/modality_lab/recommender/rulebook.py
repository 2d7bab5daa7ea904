"""The rulebook: the tables in the shape that answers are looked up in."""

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from modality_lab.recommender.first_questions import FirstQuestion, first_questions
from modality_lab.recommender.rows import Answer, AnswerNote, Answers, Contradiction, Question, Reason
from modality_lab.recommender.safety import Caution, SafetyRules, safety_rules
from modality_lab.tables.answers import FITS_SESSION
from modality_lab.tables.loading import Tables
from modality_lab.words import number_text


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
    first_questions : mapping of str to FirstQuestion
        What is asked first about safety, by the group of flags.
    wishes : mapping of (str, str) to str
        The ids of a question and an answer with the kind of work that a client asks for with it.
    contradictions : sequence of Contradiction
        The answers that do not go together.
    answer_notes : sequence of AnswerNote
        What an educator would say to an answer.
    note_parts : mapping of str to str
        The parts of a note after a session, each with what belongs in it.
    not_asked : set of str
        The ids of the kit's questions that these tables do not ask.
    """

    names: Mapping[str, str]
    questions: Mapping[str, Question]
    rules: Mapping[tuple[str, Answer], list[Reason]]
    sessions: Mapping[str, tuple[int, int]]
    sources: Mapping[str, str]
    safety: SafetyRules
    first_questions: Mapping[str, FirstQuestion]
    wishes: Mapping[tuple[str, Answer], str]
    contradictions: Sequence[Contradiction]
    answer_notes: Sequence[AnswerNote]
    note_parts: Mapping[str, str]
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
    def questions_brought_by(self) -> Mapping[Answer, tuple[str, ...]]:
        """Return the answers that may mean a flag.

        Returns
        -------
        mapping of str to tuple of str
            The id of each such answer with the groups whose first question it brings.
        """
        brought: dict[Answer, tuple[str, ...]] = {}
        for group, question in self.first_questions.items():
            for answer in question.brought_by:
                brought[answer] = (*brought.get(answer, ()), group)
        return brought

    @cached_property
    def flags_meant_by(self) -> Mapping[Answer, tuple[Caution, ...]]:
        """Return the flags that an answer may mean.

        Returns
        -------
        mapping of str to tuple of Caution
            The id of each such answer with the first caution of each flag.
        """
        meant: dict[Answer, tuple[Caution, ...]] = {}
        for cautions in self.safety.cautions.values():
            answer = next((caution.answer for caution in cautions if caution.answer), "")
            if answer:
                meant[answer] = (*meant.get(answer, ()), cautions[0])
        return meant

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
    for row in _records(tables.rules, Reason):
        rules.setdefault((row["question"], row["answer"]), []).append(Reason(**row))
    modalities, sessions, sources = tables.modalities, tables.sessions, tables.sources
    safety = safety_rules(tables)
    return Rulebook(
        names=dict(zip(modalities["modality"], modalities["name"], strict=True)),
        questions=_questions(tables),
        rules=rules,
        sessions={
            row["modality"]: (row["min_minutes"], row["max_minutes"])
            for row in sessions[["modality", "min_minutes", "max_minutes"]].to_dict("records")
        },
        sources=dict(zip(sources["source_id"], sources["title"], strict=True)),
        safety=safety,
        first_questions=first_questions(
            tables.safety_questions.sort_values("position").to_dict("records"),
            [caution for cautions in safety.cautions.values() for caution in cautions],
        ),
        wishes={
            (row["question"], row["answer"]): row["work"]
            for row in tables.answers[["question", "answer", "work"]].to_dict("records")
            if row["work"]
        },
        contradictions=[Contradiction(**row) for row in _records(tables.contradictions, Contradiction)],
        answer_notes=[AnswerNote(**row) for row in _records(tables.answer_notes, AnswerNote)],
        note_parts=dict(zip(tables.soap["part"], tables.soap["belongs"], strict=True)),
        not_asked=tables.not_here["questions"],
    )


def _records(table: pd.DataFrame, row: type) -> list[dict[Any, Any]]:
    """Return the rows of a table with the columns that a class of rows has."""
    records: list[dict[Any, Any]] = table[[column.name for column in fields(row)]].to_dict("records")
    return records


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
