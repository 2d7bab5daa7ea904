"""Safety: what a health flag asks for, which modalities it rules out, and where hands are careful."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields

from modality_lab.tables.loading import Tables

KINDS = ("red_flag", "absolute", "medical_clearance", "local", "adapt")
"""The kinds of cautions, the most serious first."""

ALL_MASSAGE = "all_massage"
"""What a caution applies to that speaks of no single kind of work."""


@dataclass(frozen=True)
class Caution:
    """One row of the cautions that a health flag sets off.

    Attributes
    ----------
    flag, label : str
        The id of the flag, and how people read it.
    group : str
        The group of flags that it stands in.
    answer : str
        The id of an answer to another question that may mean this flag, or "".
    kind : str
        One of `KINDS`.
    applies_to : str
        The kind of work that it speaks of, or `ALL_MASSAGE`.
    action : str
        What to do, as a sentence.
    why, why_source_id : str
        What could go wrong, as a clause, and its source.
    basis, certainty, source_id : str
        What it rests on: the kind of basis, how far it can be trusted, and its source.
    """

    flag: str
    label: str
    group: str
    answer: str
    kind: str
    applies_to: str
    action: str
    why: str
    why_source_id: str
    basis: str
    certainty: str
    source_id: str

    @property
    def refers(self) -> bool:
        """Say whether it means: no massage now, whatever else the client says.

        Returns
        -------
        bool
            True for a red flag, and for what forbids all massage.
        """
        return self.kind == "red_flag" or (self.kind == "absolute" and self.applies_to == ALL_MASSAGE)

    def rules_out(self, work: AbstractSet[str]) -> bool:
        """Say whether it forbids one of some kinds of work.

        Parameters
        ----------
        work : set of str
            The kinds of work that a modality does.

        Returns
        -------
        bool
            True where a modality that does this work is left out.
        """
        return self.kind == "absolute" and self.applies_to in work


@dataclass(frozen=True)
class CautionSite:
    """A place within an area where hands are careful, and what they do there.

    Attributes
    ----------
    region, view : str
        The id of the area, and the side of the body that it is seen from.
    name, structures : str
        What the place is called, and what lies under it.
    action : str
        What to do there, as a sentence.
    source_id : str
        Where this comes from.
    """

    region: str
    view: str
    name: str
    structures: str
    action: str
    source_id: str


@dataclass(frozen=True)
class SafetyRules:
    """What the tables say about safety, made ready for looking up.

    Attributes
    ----------
    cautions : mapping of str to sequence of Caution
        Each health flag with what it asks for.
    work : mapping of str to set of str
        Each modality with the kinds of work that its techniques do.
    sites : mapping of str to sequence of CautionSite
        Each area with the places in it where hands are careful.
    """

    cautions: Mapping[str, Sequence[Caution]]
    work: Mapping[str, AbstractSet[str]]
    sites: Mapping[str, Sequence[CautionSite]]

    def raised_by(self, flags: Iterable[str]) -> tuple[Caution, ...]:
        """Return what health flags ask for, the most serious first, and otherwise as the tables have it.

        Parameters
        ----------
        flags : iterable of str
            The ids of the flags, in the order of the tables.

        Returns
        -------
        tuple of Caution
            Every caution of these flags.
        """
        raised = [caution for flag in flags for caution in self.cautions[flag]]
        return tuple(sorted(raised, key=lambda caution: (not caution.refers, KINDS.index(caution.kind))))

    def ruled_out(self, cautions: Sequence[Caution]) -> tuple[str, ...]:
        """Return the modalities that do a kind of work which a caution forbids.

        Parameters
        ----------
        cautions : sequence of Caution
            The cautions that flags have raised.

        Returns
        -------
        tuple of str
            The ids of these modalities, in the order of the tables.
        """
        if not cautions:
            return ()
        return tuple(
            modality for modality, work in self.work.items() if any(caution.rules_out(work) for caution in cautions)
        )

    def sites_within(self, regions: Iterable[str]) -> tuple[CautionSite, ...]:
        """Return the places within some areas where hands are careful.

        Parameters
        ----------
        regions : iterable of str
            The ids of the areas.

        Returns
        -------
        tuple of CautionSite
            Their places, area by area.
        """
        return tuple(site for region in regions for site in self.sites.get(region, ()))


def safety_rules(tables: Tables) -> SafetyRules:
    """Make what the tables say about safety ready for looking up.

    Parameters
    ----------
    tables : Tables
        The checked tables.

    Returns
    -------
    SafetyRules
        Their cautions by flag, their caution sites by area, and the work of their modalities.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> [caution.kind for caution in safety_rules(load_tables()).raised_by(["blood_thinners"])]
    ['absolute', 'medical_clearance', 'adapt']
    """
    cautions: dict[str, list[Caution]] = {}
    for row in tables.cautions[[field.name for field in fields(Caution)]].to_dict("records"):
        cautions.setdefault(row["flag"], []).append(Caution(**row))
    sites: dict[str, list[CautionSite]] = {}
    for row in tables.caution_sites[[field.name for field in fields(CautionSite)]].to_dict("records"):
        sites.setdefault(row["region"], []).append(CautionSite(**row))
    return SafetyRules(cautions, _work_of_modalities(tables), sites)


def _work_of_modalities(tables: Tables) -> dict[str, set[str]]:
    """Return the kinds of work of each modality; one without any technique may do any, so caution goes first."""
    known: dict[str, set[str]] = {}
    for modality, work in zip(tables.techniques["modality"], tables.techniques["work"], strict=True):
        known.setdefault(modality, set()).add(work)
    any_work = set(tables.cautions["applies_to"]) - {ALL_MASSAGE}
    return {modality: known.get(modality, any_work) for modality in tables.modalities["modality"]}
