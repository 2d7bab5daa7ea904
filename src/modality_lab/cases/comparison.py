"""A student's reading of a case beside a careful one: what was missed, what was read differently, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from modality_lab.cases.case import Case, decisions
from modality_lab.markup import Html, bullets, element, folded, html, table
from modality_lab.recommender import SAFETY_ASKED, Recommendation, recommend, result_html
from modality_lab.tables import Tables
from modality_lab.words import counted, listed, sentence_case

SURE = {1: "not sure", 2: "fairly sure", 3: "sure"}
"""How sure somebody can be of a decision."""


class Difference(NamedTuple):
    """A question that a student has read otherwise than a careful reader.

    Attributes
    ----------
    question : str
        The words of the question.
    mine : str
        What the student answered, in words; "left open" for nothing.
    careful : str
        What a careful reader answers.
    """

    question: str
    mine: str
    careful: str


@dataclass(frozen=True)
class Comparison:
    """A student's decision about a case beside the kit's.

    Attributes
    ----------
    case : Case
        The case.
    decision : str
        What the student decided, an id of `decisions`.
    sure : int
        How sure, a key of `SURE`.
    missed : tuple of str
        The labels of the flags that the story holds and the student did not tick.
    added : tuple of str
        The labels of the flags that the student ticked and the story does not hold.
    differences : tuple of Difference
        The other questions that were read differently.
    kit : Recommendation
        What the kit says to the careful reading.
    mine : Recommendation
        What the kit says to the student's own reading.
    words : mapping of str to str
        The words of each decision.
    """

    case: Case
    decision: str
    sure: int
    missed: tuple[str, ...]
    added: tuple[str, ...]
    differences: tuple[Difference, ...]
    kit: Recommendation
    mine: Recommendation
    words: Mapping[str, str]

    @property
    def is_right(self) -> bool:
        """Whether the decision is that of a careful educator.

        Returns
        -------
        bool
            Whether the two are the same.
        """
        return self.decision == self.case.decision

    @property
    def sentence(self) -> str:
        """The two decisions in a sentence, with what was missed first.

        Returns
        -------
        str
            One to two sentences.
        """
        mine, careful = self.words[self.decision], self.words[self.case.decision]
        if self.is_right:
            said = f"You and a careful educator agree: {careful}."
        else:
            said = f"You decided: {mine}. A careful educator decides: {careful}."
        return f"{self._missed_sentence} {said}".strip()

    @property
    def _missed_sentence(self) -> str:
        if not self.missed:
            return ""
        return (
            f"One thing to notice about safety: {listed(self.missed)}."
            if len(self.missed) == 1
            else (f"{len(self.missed)} things to notice about safety: {'; '.join(self.missed)}.")
        )

    def _repr_html_(self) -> Html:
        return html(
            element("p", element("strong", self.sentence), class_="ml-outcome"),
            self._why(),
            self._what_was_read(),
            element("h3", "What to ask next"),
            element("p", self.case.ask_next),
            self._points(),
            folded("Everything the kit says to a careful reading", result_html(self.kit)),
        )

    def _why(self) -> Html:
        """Say what a good answer holds; to who made the common mistake first why it tempts, and why not."""
        good = [element("h3", "What a good answer holds"), element("p", self.case.good_answer)]
        if self.is_right:
            common = f"Many decide otherwise here. {self.case.why_it_tempts} {self.case.why_it_is_wrong}"
            return html(good, folded("The mistake that people make", element("p", common)))
        if self.decision == self.case.wrong_decision:
            said = element("p", f"{self.case.why_it_tempts} {self.case.why_it_is_wrong}")
            return html(element("h3", "Many decide as you did"), said, good)
        return html(good)

    def _what_was_read(self) -> Html:
        """Show what was read otherwise: safety first."""
        parts: list[Html] = []
        if self.missed:
            parts += [
                element("p", "The story says so, and you did not tick:"),
                bullets(map(sentence_case, self.missed)),
            ]
        if self.added:
            said = "You ticked these, and the story does not say so. If in doubt, ask:"
            parts += [element("p", said), bullets(map(sentence_case, self.added))]
        if self.differences:
            parts.append(table(self.differences, ["Question", "You", "A careful reader"], row_heads=True))
        if not parts:
            return element("p", "You read the story as a careful reader does: every answer is the same.")
        return html(element("h3", "What the client said"), parts)

    def _points(self) -> Html:
        """Show what the student's own reading would give, and where its points come from, as far as it differs."""
        if not (self.missed or self.added or self.differences):
            return Html()
        return html(
            element("h3", "What your reading would give"),
            element("p", self.mine.sentence),
            folded("Where its points come from", result_html(self.mine)),
        )


def compare(case: Case, answers: Mapping[str, Any], decision: str, sure: int, tables: Tables) -> Comparison:
    """Set a student's reading of a case and decision beside a careful one.

    Parameters
    ----------
    case : Case
        The case.
    answers : mapping of str to object
        What the student ticked, as `recommend` takes it.
    decision : str
        What the student decided, an id of `decisions`.
    sure : int
        How sure, a key of `SURE`.
    tables : Tables
        The tables.

    Returns
    -------
    Comparison
        The two side by side.

    Raises
    ------
    AnswerError
        When an answer cannot be read.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.cases import case_of
    >>> case = case_of("tess_race_tomorrow")
    >>> compare(case, case.answers, case.decision, 3, load_tables()).differences
    ()
    """
    kit, mine = recommend(case.answers, tables), recommend(answers, tables)
    safety = tables.questions_about_safety
    flags, ticked = _flags(kit, safety), _flags(mine, safety)
    return Comparison(
        case=case,
        decision=decision,
        sure=sure,
        missed=tuple(_label(kit, flag) for flag in flags if flag not in ticked),
        added=tuple(_label(mine, flag) for flag in ticked if flag not in flags),
        differences=tuple(_differences(kit, mine, safety)),
        kit=kit,
        mine=mine,
        words=decisions(tables),
    )


def _flags(result: Recommendation, safety: set[str]) -> list[tuple[str, Any]]:
    return [(question, flag) for question in safety for flag in result.answers.get(question, ())]


def _label(result: Recommendation, answer: tuple[str, Any]) -> str:
    return result.rulebook.label(*answer)


def _differences(kit: Recommendation, mine: Recommendation, safety: set[str]) -> Iterator[Difference]:
    for question, asked in kit.rulebook.questions.items():
        careful, given = kit.answers.get(question, ()), mine.answers.get(question, ())
        if question not in safety and question != SAFETY_ASKED and set(careful) != set(given):
            yield Difference(asked.label, _in_words(mine, question, given), _in_words(kit, question, careful))


def _in_words(result: Recommendation, question: str, given: Sequence[Any]) -> str:
    return listed(result.rulebook.label(question, answer) for answer in given) or "left open"


class SideBySide(NamedTuple):
    """Two clients side by side.

    Attributes
    ----------
    sentence : str
        How many answers on the form differ.
    html : Html
        A table with a column for each client, which holds only what differs.
    """

    sentence: str
    html: Html


def what_is_different(one: Case, other: Case, tables: Tables) -> SideBySide:
    """Set two clients side by side: what they say, what differs on the form, and what the kit says to each.

    Parameters
    ----------
    one, other : Case
        The clients.
    tables : Tables
        The tables.

    Returns
    -------
    SideBySide
        What differs.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.cases import case_of
    >>> what_is_different(case_of("tess_race_tomorrow"), case_of("tess_race_tomorrow"), load_tables()).sentence
    'Nothing on the form differs.'
    """
    results = [recommend(each.answers, tables) for each in (one, other)]
    differing = list(_differing_rows(results))
    sentence = f"{counted(len(differing), 'answer')} on the form {'differs' if len(differing) == 1 else 'differ'}."
    if not differing:
        sentence = "Nothing on the form differs."
    words = decisions(tables)
    rows = [
        ("What the client says", one.story, other.story),
        ("What nobody has asked yet", one.still_to_ask, other.still_to_ask),
        *differing,
        ("The kit says", *(result.sentence for result in results)),
        ("A careful educator decides", *(words.get(each.decision, "") for each in (one, other))),
        ("What to ask next", one.ask_next, other.ask_next),
    ]
    rows = [row for row in rows if any(row[1:])]
    shown = table(rows, ["About", one.title, other.title], row_heads=True)
    return SideBySide(sentence, html(element("p", element("strong", sentence), class_="ml-outcome"), shown))


def _differing_rows(results: Sequence[Recommendation]) -> Iterator[tuple[str, ...]]:
    """Yield the questions that were answered differently, with what each answered."""
    for question, asked in results[0].rulebook.questions.items():
        given = [result.answers.get(question, ()) for result in results]
        if len({frozenset(answers) for answers in given}) > 1:
            yield (
                asked.label,
                *(_in_words(result, question, each) for result, each in zip(results, given, strict=True)),
            )
