"""The decision: the facts about one client's answers that everything shown is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from modality_lab.recommender.asking import Asked, ToAsk, to_ask
from modality_lab.recommender.conflicts import conflicts
from modality_lab.recommender.notes import headline_notes, notes
from modality_lab.recommender.outcome import Outcome, outcome_of
from modality_lab.recommender.rows import Answer, Answers, Reason, SetOff
from modality_lab.recommender.rulebook import Rulebook
from modality_lab.recommender.safety import Caution, CautionSite


@dataclass(frozen=True)
class Decision:
    """What safety and the points say about one client, and why.

    Attributes
    ----------
    outcome : str
        "refer" (no massage now: see `caution_rows`), "recommended", "tie", "neither" (one that leads is set
        aside for a wish) or "no_answers".
    modalities : tuple of str
        The id of the leader, or the ids of all that tie; empty for the others.
    answers : mapping of str to tuple
        The answers as understood.
    points : mapping of str to int
        The points of each modality, by its id. Those of `reason_rows` add up to them.
    caution_rows : tuple of Caution
        What the health flags ask for, the most serious first.
    asked : mapping of str to str, or None
        The groups of flags that were asked about, with "none" or "yes"; None where the answers do not say.
    left_out : tuple of str
        The ids of the modalities that a caution rules out.
    set_aside : tuple of str
        The ids of the modalities that do not go with what the client wishes for.
    not_asked : tuple of str
        The ids of questions that an answer was given to, though these tables do not ask them.
    set_off : mapping of (str, str or float) to SetOff
        Each question and answer with what it sets off.
    rulebook : Rulebook
        The tables that all this comes from.

    Notes
    -----
    What follows from these facts is made when it is first read: sentences, places and rows of which a caller that wants
    the outcome alone has no use.
    """

    outcome: str
    modalities: tuple[str, ...]
    answers: Answers
    points: Mapping[str, int]
    caution_rows: tuple[Caution, ...]
    asked: Asked | None
    left_out: tuple[str, ...]
    set_aside: tuple[str, ...]
    not_asked: tuple[str, ...]
    set_off: Mapping[tuple[str, Answer], SetOff] = field(repr=False, compare=False)
    rulebook: Rulebook

    @cached_property
    def reason_rows(self) -> tuple[Reason, ...]:
        """Return the rules that the answers have set off.

        Returns
        -------
        tuple of Reason
            The rules, in the order of the answers. The tables say of minutes only that they fit; here they are named.
        """
        return tuple(
            [
                reason if reason.answer == answer else Reason(**(vars(reason) | {"answer": answer}))
                for (_, answer), (reasons, _, _) in self.set_off.items()
                for reason in reasons
            ]
        )

    @cached_property
    def conflicts(self) -> tuple[str, ...]:
        """Return where the answers pull apart.

        Returns
        -------
        tuple of str
            Sentences.
        """
        return conflicts(self.set_off, self.rulebook, self.caution_rows)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Return what else to mind.

        Returns
        -------
        tuple of str
            Sentences.
        """
        return notes(self.not_asked, self.answers, self.rulebook)

    @cached_property
    def headline_notes(self) -> tuple[str, ...]:
        """Return those of the notes that limit what can be recommended, and so stand in the headline.

        Returns
        -------
        tuple of str
            Sentences.
        """
        return headline_notes(self.answers, self.rulebook)

    @cached_property
    def caution_sites(self) -> tuple[CautionSite, ...]:
        """Return the places within the areas given where hands are careful.

        Returns
        -------
        tuple of CautionSite
            The places, area by area.
        """
        return self.rulebook.safety.sites_within(self.rulebook.chosen_from("regions", self.answers))

    @cached_property
    def to_ask(self) -> tuple[ToAsk, ...]:
        """Return the first questions about red flags that answers have brought and that nothing answers yet.

        Returns
        -------
        tuple of ToAsk
            The questions in their order.
        """
        return to_ask(self.answers, self.asked, self.caution_rows, self.rulebook)

    @cached_property
    def cited(self) -> Mapping[str, int]:
        """Return the sources that the cautions and the reasons name.

        Returns
        -------
        mapping of str to int
            The id of each source with its number in the list of sources, from 1, in the order in which they come.
        """
        named = [source for caution in self.caution_rows for source in (caution.source_id, caution.why_source_id)]
        named += [reason.source_id for reason in self.reason_rows]
        return {source: number for number, source in enumerate(dict.fromkeys(named), start=1)}

    @property
    def is_answered(self) -> bool:
        """Say whether any question that can give points is answered.

        Returns
        -------
        bool
            False for a client of whom at most health flags are known.
        """
        return not self.rulebook.giving_points.isdisjoint(self.answers)

    @cached_property
    def by_points(self) -> Outcome:
        """Return the outcome that the points alone would give.

        Returns
        -------
        Outcome
            The outcome as if no health flag had been ticked.
        """
        return outcome_of(self.points, self.is_answered, set_aside=self.set_aside)
