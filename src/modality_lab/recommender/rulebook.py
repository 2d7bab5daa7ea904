"""The rulebook: the tables in the shape that answers are looked up in."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple

import pandas as pd

from modality_lab.recommender.first_questions import FirstQuestion, first_questions
from modality_lab.recommender.limits import DEEP_PRESSURE
from modality_lab.recommender.points import Points
from modality_lab.recommender.rows import Answer, AnswerNote, Answers, Contradiction, Question, Reason, SetOff
from modality_lab.recommender.safety import Caution, SafetyRules, safety_rules
from modality_lab.tables.loading import Tables
from modality_lab.words import listed, number_text


class UsualSessions(NamedTuple):
    """What is said of the usual sessions of some modalities together.

    Attributes
    ----------
    shortest, longest : int
        The least and the most minutes that any of them lasts.
    with_shortest, with_longest : str
        The names of the modalities with these, as a list in a sentence.
    ranges : str
        Each modality with its minutes, as a list in a sentence.
    """

    shortest: int
    longest: int
    with_shortest: str
    with_longest: str
    ranges: str


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
    sources : mapping of str to row of `sources`
        The id of each source with what is known of it.
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
    sources: Mapping[str, Any]
    safety: SafetyRules
    first_questions: Mapping[str, FirstQuestion]
    wishes: Mapping[tuple[str, Answer], str]
    contradictions: Sequence[Contradiction]
    answer_notes: Sequence[AnswerNote]
    note_parts: Mapping[str, str]
    not_asked: AbstractSet[str]

    @cached_property
    def times_at_edges(self) -> Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]:
        """Return the times at which it changes within which sessions a time lies.

        Returns
        -------
        mapping of str to tuple of (int, tuple of str)
            Each question of minutes with its least number, the first and last minute of each session, and the minutes
            just outside, as far as they can be answered, and the ids of the modalities within whose usual session each
            lies.
        """
        edges = {edge for low, high in self.sessions.values() for edge in (low - 1, low, high, high + 1)}
        return {
            name: tuple(
                (time, self.fitting(time))
                for time in sorted({question.minimum, *edges})
                if question.minimum <= time <= question.maximum
            )
            for name, question in self.questions.items()
            if question.kind == "minutes"
        }

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

    @cached_property
    def giving_points(self) -> AbstractSet[str]:
        """Return the ids of these questions.

        Returns
        -------
        set of str
            The ids of all questions that are not about safety.
        """
        return frozenset(question.question for question in self.questions_with_points)

    @cached_property
    def points(self) -> Points:
        """Return what the answers give the modalities.

        Returns
        -------
        Points
            The rules of each answer and their points.
        """
        return Points(self.names, self.questions, self.rules, self._fitting_by_place)

    def set_off(self, question: str, answer: Answer) -> SetOff:
        """Return what an answer sets off.

        Parameters
        ----------
        question : str
            The id of the question.
        answer : str or float
            The id of the answer, or a number of minutes.

        Returns
        -------
        SetOff
            The rules and their points.
        """
        if (found := self.points.set_off.get((question, answer))) is not None:
            return found
        return self.points.set_off_within[question, self.fitting(answer)]

    @cached_property
    def leaders_named(self) -> Mapping[tuple[str, ...], str]:
        """Return whom an answer can speak for most, as a list in a sentence.

        Returns
        -------
        mapping of tuple of str to str
            The ids of the modalities for which an answer speaks most with their names, for all answers.
        """
        found = chain(self.points.set_off.values(), self.points.set_off_within.values())
        return {each.leaders: listed(self.names[modality] for modality in each.leaders) for each in found}

    @cached_property
    def notes_instead(self) -> Sequence[AnswerNote]:
        """Return the notes that stand instead of a recommendation of deep work.

        Returns
        -------
        sequence of AnswerNote
            The notes, in the order of the tables.
        """
        return [note for note in self.answer_notes if note.in_headline == "instead"]

    @cached_property
    def deep_working(self) -> tuple[str, ...]:
        """Return the modalities that work with deep pressure.

        Returns
        -------
        tuple of str
            Their ids, in the order of the tables.
        """
        return tuple(modality for modality, work in self.safety.work.items() if DEEP_PRESSURE in work)

    @cached_property
    def can_set_aside(self) -> Mapping[str, AbstractSet[Answer]]:
        """Return the answers that can set modalities aside for a wish.

        Returns
        -------
        mapping of str to set of str
            The ids of their questions, each with the ids of these answers; of a question of minutes any time can.
        """
        found: dict[str, set[Answer]] = {}
        for note in self.notes_instead:
            for question, answer in ((note.question, note.answer), (note.with_question, note.with_answer)):
                if question:
                    found.setdefault(question, set()).add(answer)
            if note.below_minutes is not None:
                found |= {name: set() for name, each in self.questions.items() if each.kind == "minutes"}
        return found

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

    @cached_property
    def _edges(self) -> list[int]:
        """The first and last minutes of all usual sessions, from the least to the most."""
        return sorted({edge for session in self.sessions.values() for edge in session})

    @cached_property
    def _fitting_by_place(self) -> list[tuple[str, ...]]:
        """The modalities that fit a time below all edges, at the first, between it and the second, and so on."""
        between = [(low + high) / 2 for low, high in pairwise(self._edges)]
        times = [-math.inf, *chain.from_iterable(zip(self._edges, [*between, math.inf], strict=False))]
        return [
            tuple(name for name, (shortest, longest) in self.sessions.items() if shortest <= time <= longest)
            for time in times
        ]

    def fitting(self, minutes: Answer) -> tuple[str, ...]:
        """Return the modalities within whose usual session a time lies, both ends included.

        Parameters
        ----------
        minutes : float
            The time.

        Returns
        -------
        tuple of str
            The ids of the modalities; not among them are those of which the tables name no session.
        """
        time = float(minutes)
        return self._fitting_by_place[bisect_left(self._edges, time) + bisect_right(self._edges, time)]

    @cached_property
    def usual_sessions(self) -> UsualSessions:
        """Return what is said of the usual sessions; there has to be one.

        Returns
        -------
        UsualSessions
            Their limits in numbers and words.
        """
        named = [(self.names[modality], *session) for modality, session in self.sessions.items()]
        shortest, longest = min(low for _, low, _ in named), max(high for _, _, high in named)
        return UsualSessions(
            shortest,
            longest,
            listed(name for name, low, _ in named if low == shortest),
            listed(name for name, _, high in named if high == longest),
            listed(f"{name} {low} to {high}" for name, low, high in named),
        )

    @cached_property
    def labels(self) -> Mapping[tuple[str, Answer], str]:
        """Return the answers as people read them.

        Returns
        -------
        mapping of (str, str) to str
            The ids of each question and answer with the label; questions of minutes are not in it.
        """
        return {
            (name, answer): label
            for name, question in self.questions.items()
            for answer, label in question.answers.items()
            if question.kind != "minutes"
        }

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
        if (label := self.labels.get((question, answer))) is not None:
            return label
        return f"{number_text(float(answer))} {self.questions[question].unit}"


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
    >>> rulebook(load_tables()).set_off("minutes", 60).leaders
    ('nmt', 'dtm')
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
        sources={source.source_id: source for source in sources.itertuples(index=False)},
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
