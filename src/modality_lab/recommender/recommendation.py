"""Recommend a modality for a client's answers, and say exactly why.

The method is a count of points: each answer gives a modality the whole points that its rows in
`rules.csv` name, and the modality with the most points is recommended. It is a teaching device of
ours; `rules.csv` names the source of each row.

Safety comes before the points and never mixes with them: a health flag gives none, and what
`cautions.csv` says of it refers the client on, leaves modalities out, or stands beside the result.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from modality_lab.tables.constraints import FITS_SESSION
from modality_lab.tables.loading import Tables, tables_or_kit
from modality_lab.tables.show import ShownTable
from modality_lab.words import KitError, counted, did_you_mean, listed, number_of, number_text, plain

REASON_COLUMNS = pd.Index(["question", "answer", "modality", "points", "reason", "source_id"])
CAUTION_COLUMNS = pd.Index(["flag", "kind", "applies_to", "action", "source_id"])
CHANGE_COLUMNS = pd.Index(["question", "answer_now", "answer_then", "outcome", "modalities"])


class AnswerError(KitError):
    """Says which answer cannot be used, what is allowed, and the nearest match.

    `question` is the id of the question that it is about, as it was given.
    """

    def __init__(self, question, text: str):
        super().__init__(text)
        self.question = question


@dataclass(frozen=True)
class Reason:
    """One row of the rules that an answer has set off."""

    question: str
    answer: str | float
    modality: str
    points: int
    reason: str
    source_id: str
    source_section: str


# The most serious first.
KINDS = ("red_flag", "absolute", "medical_clearance", "local", "adapt")
ALL_MASSAGE = "all_massage"


@dataclass(frozen=True)
class Caution:
    """One row of the cautions that a health flag has set off."""

    flag: str
    label: str
    answer: str
    kind: str
    applies_to: str
    action: str
    basis: str
    certainty: str
    source_id: str

    @property
    def refers(self) -> bool:
        """Whether it means: no massage now, whatever else the client says."""
        return self.kind == "red_flag" or (self.kind == "absolute" and self.applies_to == ALL_MASSAGE)


@dataclass(frozen=True)
class CautionSite:
    """A place within an area where hands are careful, and what they do there."""

    region: str
    view: str
    name: str
    structures: str
    action: str
    source_id: str


@dataclass(frozen=True)
class Change:
    """One answer changed, and the outcome that would follow; None stands for no answer.

    `points` are those of the modalities that would then lead.
    """

    question: str
    answer_now: str | float | None
    answer_then: str | float | None
    outcome: str
    modalities: tuple[str, ...]
    points: int


@dataclass(frozen=True)
class Recommendation:
    """What safety and the points say, and why.

    `outcome` is "refer" (no massage now: see `cautions`), "recommended", "tie" or "no_answers";
    `modalities` holds the id of the leader, or the ids of all that tie, and is empty for the other
    two; `left_out` holds the ids of those that a caution rules out. `by_points` is the outcome with
    the modalities that the points alone would give. `answers` are the answers as understood;
    `conflicts` and `notes` are sentences. The points of `reasons` add up to `scores`.
    """

    outcome: str
    modalities: tuple[str, ...]
    answers: Mapping[str, tuple]
    conflicts: tuple[str, ...]
    notes: tuple[str, ...]
    points: Mapping[str, int]
    reason_rows: tuple[Reason, ...]
    caution_rows: tuple[Caution, ...]
    caution_sites: tuple[CautionSite, ...]
    left_out: tuple[str, ...]
    by_points: tuple[str, tuple[str, ...]]
    rulebook: "Rulebook"

    @cached_property
    def cautions(self) -> pd.DataFrame:
        """What the health flags ask for, the most serious first: flag, kind, applies_to, action, source_id."""
        return _frame(self.caution_rows, CAUTION_COLUMNS)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The points of each modality and its share of all points (0 to 1), a row a modality."""
        points = np.array(list(self.points.values()), dtype=int)
        modality = np.array(list(self.points), dtype=object)
        return pd.DataFrame({"modality": modality, "points": points, "share": points / (points.sum() or 1)}, copy=False)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """The rules behind the points: question, answer, modality, points, reason, source_id."""
        frame = _frame(self.reason_rows, REASON_COLUMNS)
        frame["points"] = np.array([row.points for row in self.reason_rows], dtype=int)
        return frame

    @cached_property
    def tally(self) -> pd.DataFrame:
        """The points to add up by hand: a row an answer, a column a modality, the sums at the end."""
        names = self.rulebook.names
        answers = [
            (question, answer)
            for question, given in self.answers.items()
            for answer in given
            if not self.rulebook.questions[question].is_about_safety
        ]
        rows = [dict.fromkeys(names, 0) for _ in answers]
        for row, (question, answer) in zip(rows, answers):
            for reason in self.rulebook.reasons(question, answer):
                row[reason.modality] += reason.points
        labels = [self.rulebook.label(question, answer) for question, answer in answers]
        frame = pd.DataFrame([*rows, self.points], index=[*labels, "sum"], columns=list(names))
        return ShownTable(frame.rename(columns=names).rename_axis("Answer"))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change of a single answer that would change the outcome; a health flag is never one."""
        return () if self.outcome == "refer" else tuple(_changes(self))

    @cached_property
    def what_if(self) -> pd.DataFrame:
        """`changes` as a table: question, answer_now, answer_then, outcome, modalities.

        For an answer out of several, answer_now is None when it would be ticked in addition and
        answer_then is None when it would be left out. For minutes, each time that would change
        the outcome is stood for by the nearest number.
        """
        return _frame(self.changes, CHANGE_COLUMNS)

    @property
    def sentence(self) -> str:
        """What to do and the outcome, in a sentence each."""
        if self.outcome == "refer":
            return _refer_sentence(self)
        sentences = [*_left_out_sentences(self), _clearance_sentence(self), self._points_sentence()]
        return " ".join(filter(None, sentences))

    @property
    def points_sentence(self) -> str:
        """What the points alone would say, in one sentence."""
        return replace(self, outcome=self.by_points[0], modalities=self.by_points[1], left_out=())._points_sentence()

    def _points_sentence(self) -> str:
        names = listed(self.rulebook.names[modality] for modality in self.modalities)
        total = sum(self.points.values())
        if self.outcome == "no_answers":
            other = " other" if self.caution_rows else ""
            return f"No{other} question is answered yet: answer one, and the recommendation appears here."
        lead = self.points[self.modalities[0]]
        left = len(self.points) - len(self.left_out)
        if lead == 0:
            of_left = f": {names}" if self.left_out else ""
            return f"These answers do not speak for {'one modality more than for another' if left > 1 else 'what is left' + of_left}."
        if self.outcome == "tie":
            return f"{names} fit these answers equally well: {counted(lead, 'point')} each."
        if left == 1:
            return f"{names} is left, and {lead} of {counted(total, 'point')} speak for it."
        fits = "better" if left == 2 else "best"
        return f"{names} fits these answers {fits}: {lead} of {counted(total, 'point')}."

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        from modality_lab.recommender.result_page import result_html

        return result_html(self)


def recommend(answers: Mapping | None, tables: Tables | None = None) -> Recommendation:
    """Recommend a modality for the answers about one client.

    `answers` maps the id of a question to the id of an answer, to a list of ids, or, for a
    question of minutes, to a number of minutes; the ids stand in `questions.csv` and
    `answers.csv`. None, an empty text or list, and NaN count as not answered. `tables` are the
    tables to use, without them the kit's own.

    Returns a `Recommendation`. Raises `AnswerError` when a question or an answer is unknown.

    >>> result = recommend({"pain_pattern": "specific_spot", "conditions": ["sciatica"], "minutes": 45})
    >>> result
    Neuromuscular therapy fits these answers better: 5 of 5 points.
    >>> result.reasons[["answer", "modality", "points"]]
              answer modality  points
    0  specific_spot      nmt       2
    1       sciatica      nmt       2
    2             45      nmt       1
    """
    rulebook = _rulebook(tables_or_kit(tables))
    understood = rulebook.understand(answers)
    reasons = tuple(
        reason if reason.answer == answer else replace(reason, answer=answer)
        for question, given in understood.items()
        for answer in given
        for reason in rulebook.reasons(question, answer)
    )
    points = dict.fromkeys(rulebook.names, 0)
    for reason in reasons:
        points[reason.modality] += reason.points
    cautions = tuple(_cautions(understood, rulebook))
    left_out = tuple(modality for modality in points if rulebook.is_ruled_out(modality, cautions))
    answered = any(not rulebook.questions[question].is_about_safety for question in understood)
    by_points = _outcome(points, answered)
    if any(caution.refers for caution in cautions) or len(left_out) == len(points):
        outcome, modalities = "refer", ()
    else:
        outcome, modalities = _outcome(points, answered, left_out)
    return Recommendation(
        outcome=outcome,
        modalities=modalities,
        answers=understood,
        conflicts=tuple(_conflicts(understood, rulebook)),
        notes=(*_not_asked_notes(answers, rulebook), *_notes(understood, rulebook)),
        points=points,
        reason_rows=reasons,
        caution_rows=cautions,
        caution_sites=tuple(_caution_sites(understood, rulebook)),
        left_out=left_out,
        by_points=by_points,
        rulebook=rulebook,
    )


def _outcome(points: Mapping[str, int], answered: bool, left_out: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    if not answered:
        return "no_answers", ()
    if left_out:
        points = {modality: each for modality, each in points.items() if modality not in left_out}
    most = max(points.values())
    leaders = tuple([modality for modality, each in points.items() if each == most])
    return ("recommended" if len(leaders) == 1 and most else "tie"), leaders


# The rulebook: the tables in the shape that answers are looked up in ------------------------------


@dataclass(frozen=True)
class Question:
    """A question with its answers: `answers` maps the id of each answer to its label."""

    question: str
    kind: str
    answers_from: str
    label: str
    minimum: int | None
    maximum: int | None
    unit: str
    answers: Mapping[str, str]

    @property
    def is_about_safety(self) -> bool:
        return self.answers_from == "cautions"


@dataclass(frozen=True)
class Rulebook:
    """The questions, rules and session lengths of some tables, made ready for looking up.

    `names` maps the id of each modality to its name, `sessions` to its shortest and longest usual
    session in minutes, `rules` each question with answer to its reasons, `sources` each source to its
    title, `cautions` each health flag to what it asks for, `work` each modality to the kinds of work
    that its techniques do, and `sites` each area to the places in it where hands are careful.
    `contradictions` holds a question, an answer, another question that would then have none, and a note;
    `not_asked` holds the kit's questions that these tables do not ask.
    """

    names: Mapping[str, str]
    questions: Mapping[str, Question]
    rules: Mapping[tuple[str, str], list[Reason]]
    sessions: Mapping[str, tuple[int, int]]
    sources: Mapping[str, str]
    cautions: Mapping[str, list[Caution]]
    work: Mapping[str, set[str]]
    sites: Mapping[str, list[CautionSite]]
    contradictions: list[tuple[str, str, str, str]]
    not_asked: Collection[str]

    def is_ruled_out(self, modality: str, cautions: Iterable[Caution]) -> bool:
        """Return whether one of the cautions forbids a kind of work that the modality does."""
        work = self.work[modality]
        return any(caution.kind == "absolute" and caution.applies_to in work for caution in cautions)

    def reasons(self, question: str, answer) -> list[Reason]:
        """Return the rules that an answer (its id, or a number of minutes) to a question sets off."""
        if self.questions[question].kind != "minutes":
            return self.rules.get((question, answer), [])
        rules = self.rules.get((question, FITS_SESSION), [])
        return [rule for rule in rules if self.fits(rule.modality, answer)]

    def fits(self, modality: str, minutes: float) -> bool:
        """Return whether a time lies within a modality's usual session, both ends included."""
        low, high = self.sessions.get(modality, (math.inf, -math.inf))
        return low <= minutes <= high

    def label(self, question: str, answer) -> str:
        """Return an answer (its id, or a number of minutes) to a question as people read it."""
        asked = self.questions[question]
        return f"{number_text(answer)} {asked.unit}" if asked.kind == "minutes" else asked.answers[answer]

    def understand(self, answers: Mapping | None) -> dict[str, tuple]:
        """Return the given answers in the order of the tables, each once, unanswered ones left out.

        Also left out are those to questions of the kit that the tables do not ask.
        Raises `AnswerError` when a question or an answer is unknown.
        """
        answers = {} if answers is None else answers
        if not isinstance(answers, Mapping):
            raise AnswerError(
                None,
                f"The answers came as {type(answers).__name__}. Give them as question and answer: "
                '{"pain_pattern": "widespread", "minutes": 60}.',
            )
        for question in answers:
            if question not in self.questions and question not in self.not_asked:
                raise AnswerError(
                    question,
                    f'There is no question "{question}".{did_you_mean(question, self.questions)} '
                    f"The questions are: {listed(self.questions)}.",
                )
        understood = {}
        for name, question in self.questions.items():
            given = _given(answers.get(name))
            if given:
                read = _minutes if question.kind == "minutes" else _choices
                understood[name] = read(question, given)
        return understood


def _given(answer) -> list:
    """Return an answer as a list without its blanks."""
    if getattr(answer, "ndim", None) == 0:  # A number of numpy's, which looks like a list.
        answer = answer.item()
    many = isinstance(answer, Iterable) and not isinstance(answer, (str, bytes, Mapping))
    return [each for each in (answer if many else [answer]) if not _blank(each)]


def _blank(answer) -> bool:
    if isinstance(answer, str):
        return not answer.strip()
    return answer is None or bool(pd.api.types.is_scalar(answer) and pd.isna(answer))


def _choices(question: Question, given: list) -> tuple[str, ...]:
    for answer in given:
        if not isinstance(answer, str) or answer not in question.answers:
            raise AnswerError(
                question.question,
                f'"{answer}" cannot be used for "{question.label}" (question "{question.question}").'
                f"{did_you_mean(answer, question.answers)} Allowed: {listed(question.answers, 'or')}.",
            )
    chosen = tuple(answer for answer in question.answers if answer in given)
    if question.kind == "one" and len(chosen) > 1:
        raise AnswerError(
            question.question,
            f'The question "{question.question}" ({question.label}) takes one answer, '
            f"and {len(chosen)} were given: {listed(chosen)}. Choose one.",
        )
    return chosen


def _minutes(question: Question, given: list) -> tuple[float]:
    allowed = f"Allowed: a number from {question.minimum} to {question.maximum}, in {question.unit}."
    if len(set(map(str, given))) > 1:
        raise AnswerError(question.question, f'The question "{question.question}" takes one number. {allowed}')
    number = number_of(given[0])
    if number is None and isinstance(given[0], str):
        raise AnswerError(
            question.question,
            f'What stands in "{question.label}" (question "{question.question}") is not a number. {allowed}',
        )
    if number is None or not question.minimum <= number <= question.maximum:
        raise AnswerError(
            question.question,
            f'"{given[0]}" cannot be used for "{question.label}" (question "{question.question}"). {allowed}',
        )
    return (int(number) if number.is_integer() else number,)


@lru_cache(maxsize=8)
def _rulebook(tables: Tables) -> Rulebook:
    # Tables never change, so the same tables need this only once.
    answers: dict[str, dict[str, str]] = {}
    for question, answer, label in _rows(tables.offered_answers, "question", "answer", "label"):
        answers.setdefault(question, {})[answer] = label
    columns = ["question", "kind", "answers_from", "label", "minimum", "maximum", "unit"]
    questions = {
        name: Question(name, kind, home, label, _whole(low), _whole(high), unit, answers.get(name, {}))
        for name, kind, home, label, low, high, unit in _rows(tables.questions, *columns)
    }
    rules: dict[tuple[str, str], list[Reason]] = {}
    columns = ["question", "answer", "modality", "points", "reason", "source_id", "source_section"]
    for row in _rows(tables.rules, *columns):
        rules.setdefault(row[:2], []).append(Reason(*row))
    return Rulebook(
        names=dict(_rows(tables.modalities, "modality", "name")),
        questions=questions,
        rules=rules,
        sessions={
            modality: (low, high)
            for modality, low, high in _rows(tables.sessions, "modality", "min_minutes", "max_minutes")
        },
        sources=dict(_rows(tables.sources, "source_id", "title")),
        cautions=_grouped(Caution(*row) for row in _rows(tables.cautions, *Caution.__dataclass_fields__)),
        work=_work(tables),
        sites=_grouped(CautionSite(*row) for row in _rows(tables.caution_sites, *CautionSite.__dataclass_fields__)),
        not_asked=tables.not_here["questions"],
        contradictions=_rows(tables.contradictions, "question", "answer", "other_question", "note"),
    )


def _grouped(items: Iterable) -> dict[str, list]:
    """Return items under their first field: cautions by flag, caution sites by region."""
    groups: dict[str, list] = {}
    for item in items:
        first = next(iter(item.__dataclass_fields__))
        groups.setdefault(getattr(item, first), []).append(item)
    return groups


def _work(tables: Tables) -> dict[str, set[str]]:
    """Return the kinds of work of each modality; one without any technique may do any, so caution goes first."""
    work: dict[str, set[str]] = {}
    for modality, kind in _rows(tables.techniques, "modality", "work"):
        work.setdefault(modality, set()).add(kind)
    any_kind = set(tables.cautions["applies_to"]) - {ALL_MASSAGE}
    return {modality: work.get(modality, any_kind) for modality in tables.modalities["modality"]}


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(zip(*(frame[column].to_list() for column in columns)))


def _whole(number) -> int | None:
    return None if pd.isna(number) else int(number)


# Safety --------------------------------------------------------------------------------------------


def _cautions(understood: Mapping[str, tuple], rulebook: Rulebook) -> list[Caution]:
    """Return what the given health flags ask for, the most serious first, and otherwise as the tables have them."""
    found = [
        caution
        for question, given in understood.items()
        if rulebook.questions[question].is_about_safety
        for flag in given
        for caution in rulebook.cautions[flag]
    ]
    return sorted(found, key=lambda caution: (not caution.refers, KINDS.index(caution.kind)))


def _caution_sites(understood: Mapping[str, tuple], rulebook: Rulebook) -> list[CautionSite]:
    return [
        site
        for question, given in understood.items()
        if rulebook.questions[question].answers_from == "regions"
        for region in given
        for site in rulebook.sites.get(region, [])
    ]


def _refer_sentence(result: Recommendation) -> str:
    """Say in one sentence what the most serious caution asks for, and why."""
    first = result.caution_rows[0]
    because = f"{first.action.removesuffix('.')} ({first.label})."
    return because if first.refers else f"No modality of these tables is left for this client. {because}"


def _left_out_sentences(result: Recommendation) -> list[str]:
    """Say which modalities are left out, and for which flags."""
    by_work: dict[tuple, list[str]] = {}
    for modality in result.left_out:
        work = result.rulebook.work[modality]
        ruling = [row for row in result.caution_rows if row.kind == "absolute" and row.applies_to in work]
        works = listed(dict.fromkeys(plain(row.applies_to) for row in ruling), "or")
        flags = listed(dict.fromkeys(row.label for row in ruling))
        by_work.setdefault((works, flags), []).append(result.rulebook.names[modality])
    return [
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} left out: no {works} ({flags})."
        for (works, flags), names in by_work.items()
    ]


def _clearance_sentence(result: Recommendation) -> str:
    asks = any(caution.kind == "medical_clearance" for caution in result.caution_rows)
    return "First ask the treating clinician." if asks else ""


# Conflicts and notes ------------------------------------------------------------------------------


def _conflicts(understood: Mapping[str, tuple], rulebook: Rulebook) -> list[str]:
    sentences = []
    directions: dict[tuple[str, ...], list[str]] = {}
    for question, given in understood.items():
        for answer in given:
            reasons = rulebook.reasons(question, answer)
            label = f'"{rulebook.label(question, answer)}"'
            # A time that lies within several usual sessions suits them all: that is no conflict.
            if len(reasons) > 1 and rulebook.questions[question].kind != "minutes":
                sides = listed(
                    f"{rulebook.names[reason.modality]} ({counted(reason.points, 'point')})" for reason in reasons
                )
                one_source = len({reason.source_id for reason in reasons}) == 1
                who = "The source speaks" if one_source else "The sources speak"
                sentences.append(f"{who} for more than one modality on {label}: {sides}.")
            most = max((reason.points for reason in reasons), default=0)
            leaders = tuple(reason.modality for reason in reasons if reason.points == most)
            if leaders:
                directions.setdefault(leaders, []).append(label)
    # An answer pulls apart from the rest where another one speaks for none of its modalities.
    apart = {
        leaders: labels
        for leaders, labels in directions.items()
        if any(set(leaders).isdisjoint(others) for others in directions)
    }
    if apart:
        pulls = "; ".join(
            f"{listed(labels)} {'speaks' if len(labels) == 1 else 'speak'} for "
            f"{listed(rulebook.names[modality] for modality in leaders)}"
            for leaders, labels in apart.items()
        )
        sentences.append(f"These answers pull in different directions: {pulls}.")
    return sentences


def _not_asked_notes(answers: Mapping | None, rulebook: Rulebook) -> list[str]:
    left_out = [plain(question) for question in answers or {} if question in rulebook.not_asked]
    return [f'"{question}" is not asked here, so that answer is left out.' for question in left_out]


def _notes(understood: Mapping[str, tuple], rulebook: Rulebook) -> list[str]:
    notes = [
        note
        for question, answer, other, note in rulebook.contradictions
        if answer in understood.get(question, ()) and other in understood
    ]
    notes += _reminders(understood, rulebook)
    for question, given in understood.items():
        if rulebook.questions[question].kind == "minutes" and rulebook.sessions:
            minutes = given[0]
            if not any(rulebook.fits(modality, minutes) for modality in rulebook.sessions):
                notes.append(_no_session_note(minutes, rulebook))
    return notes


def _reminders(understood: Mapping[str, tuple], rulebook: Rulebook) -> Iterable[str]:
    """Yield a sentence for each answer that may mean a health flag that is not ticked."""
    given = {answer: question for question, answers in understood.items() for answer in answers}
    for flag, cautions in rulebook.cautions.items():
        first = cautions[0]
        answer = next((caution.answer for caution in cautions if caution.answer), "")
        if answer in given and flag not in given:
            label = rulebook.label(given[answer], answer)
            yield f'Ask more about "{label}": if it is {first.label}, tick that under the questions on safety. {first.action}'


def _no_session_note(minutes: float, rulebook: Rulebook) -> str:
    time = number_text(minutes)
    shortest = min(low for low, _ in rulebook.sessions.values())
    longest = max(high for _, high in rulebook.sessions.values())
    if minutes < shortest:
        which = [rulebook.names[m] for m, (low, _) in rulebook.sessions.items() if low == shortest]
        return (
            f"{time} minutes is less than any usual session. The shortest lasts {shortest} minutes ({listed(which)})."
        )
    if minutes > longest:
        which = [rulebook.names[m] for m, (_, high) in rulebook.sessions.items() if high == longest]
        return f"{time} minutes is more than any usual session, so there is time for each. The longest lasts {longest} minutes ({listed(which)})."
    ranges = [f"{rulebook.names[m]} {low} to {high}" for m, (low, high) in rulebook.sessions.items()]
    return f"{time} minutes lies between the usual sessions: {listed(ranges)} minutes."


# What would change the outcome --------------------------------------------------------------------


def _changes(recommendation: Recommendation) -> Iterable[Change]:
    rulebook, understood = recommendation.rulebook, recommendation.answers
    now = (recommendation.outcome, recommendation.modalities)
    asked = [question for question in rulebook.questions.values() if not question.is_about_safety]
    given_count = sum(len(understood.get(question.question, ())) for question in asked)
    for question in asked:
        given = understood.get(question.question, ())
        for answer_now, answer_then in _alternatives(question, given, rulebook):
            lost = [] if answer_now is None else rulebook.reasons(question.question, answer_now)
            gained = [] if answer_then is None else rulebook.reasons(question.question, answer_then)
            left = given_count - (answer_now is not None) + (answer_then is not None)
            if not lost and not gained and left and given_count:
                continue  # No points move.
            points = dict(recommendation.points)
            for reason in lost:
                points[reason.modality] -= reason.points
            for reason in gained:
                points[reason.modality] += reason.points
            then = _outcome(points, left > 0, recommendation.left_out)
            if then != now:
                yield Change(
                    question.question, answer_now, answer_then, *then, max((points[m] for m in then[1]), default=0)
                )


def _alternatives(question: Question, given: tuple, rulebook: Rulebook) -> list[tuple]:
    """Return each change of one answer as a pair: the answer now, the answer then."""
    if question.kind == "several":
        return [(answer, None) if answer in given else (None, answer) for answer in question.answers]
    now = given[0] if given else None
    options = _times(question, now, rulebook) if question.kind == "minutes" else question.answers
    return [(now, option) for option in [None, *options] if option != now]


def _times(question: Question, now: float | None, rulebook: Rulebook) -> list[int]:
    """Return, for each set of sessions that a time can lie within, the time nearest to now."""
    edges = {question.minimum, question.maximum}
    for low, high in rulebook.sessions.values():
        edges |= {low - 1, low, high, high + 1}
    nearest: dict[tuple[str, ...], int] = {}
    start = question.minimum if now is None else now
    for time in sorted(edges, key=lambda time: (abs(time - start), time)):
        if question.minimum <= time <= question.maximum:
            fitting = tuple(m for m in rulebook.sessions if rulebook.fits(m, time))
            nearest.setdefault(fitting, time)
    here = () if now is None else tuple(m for m in rulebook.sessions if rulebook.fits(m, now))
    return sorted(time for fitting, time in nearest.items() if fitting != here or now is None)


def _frame(items: Iterable, names: pd.Index) -> pd.DataFrame:
    # One block of objects: it keeps None as None, and is made ten times as fast as column by column.
    block = np.empty((len(items), len(names)), dtype=object)
    for row, item in enumerate(items):
        for column, name in enumerate(names):
            block[row, column] = getattr(item, name)
    return pd.DataFrame(block, columns=names, dtype=object)
