"""The decision: the facts about one client's answers that everything shown is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from modality_lab.recommender.asking import Asked, ToAsk
from modality_lab.recommender.outcome import Outcome
from modality_lab.recommender.rows import Answers, Reason
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
    conflicts, notes : tuple of str
        Sentences: where the answers pull apart, and what else to mind.
    headline_notes : tuple of str
        Those of the notes that limit what can be recommended, and so stand in the headline.
    points : mapping of str to int
        The points of each modality, by its id. Those of `reason_rows` add up to them.
    reason_rows : tuple of Reason
        The rules that the answers have set off.
    caution_rows : tuple of Caution
        What the health flags ask for, the most serious first.
    caution_sites : tuple of CautionSite
        The places within the areas given where hands are careful.
    asked : mapping of str to str, or None
        The groups of flags that were asked about, with "none" or "yes"; None where the answers do not say.
    to_ask : tuple of ToAsk
        The first questions about red flags that answers have brought and that nothing answers yet.
    left_out : tuple of str
        The ids of the modalities that a caution rules out.
    by_points : Outcome
        The outcome that the points alone would give.
    rulebook : Rulebook
        The tables that all this comes from.
    """

    outcome: str
    modalities: tuple[str, ...]
    answers: Answers
    conflicts: tuple[str, ...]
    notes: tuple[str, ...]
    headline_notes: tuple[str, ...]
    points: Mapping[str, int]
    reason_rows: tuple[Reason, ...]
    caution_rows: tuple[Caution, ...]
    caution_sites: tuple[CautionSite, ...]
    asked: Asked | None
    to_ask: tuple[ToAsk, ...]
    left_out: tuple[str, ...]
    by_points: Outcome
    rulebook: Rulebook
