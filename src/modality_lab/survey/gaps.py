"""The gap between two kinds of massage, and whether it outlasts the errors of the reading."""

from collections.abc import Sequence
from dataclasses import dataclass

from modality_lab.survey.counts import count_sites, sites_by_kind
from modality_lab.survey.kinds import chosen_kinds
from modality_lab.survey.readings import compare_readings
from modality_lab.survey.statistics import wilson
from modality_lab.tables.loading import Tables
from modality_lab.words import KitError


@dataclass(frozen=True)
class ShareOfSites:
    """On which share of the sites that speak of a kind of massage something is named.

    Attributes
    ----------
    sites : int
        How many sites name it.
    of : int
        How many sites speak of the kind.
    low, high : float
        The ends of the 95 percent interval of the share, from 0 to 1.
    least, most : float
        The same, widened by what the reading may have got wrong.
    """

    sites: int
    of: int
    low: float
    high: float
    least: float
    most: float

    @property
    def share(self) -> float:
        """Return the share.

        Returns
        -------
        float
            Sites of all sites that speak of the kind, from 0 to 1.
        """
        return self.sites / self.of

    def __str__(self) -> str:
        interval = f"{self.low:.0%} to {self.high:.0%}; widened {self.least:.0%} to {self.most:.0%}"
        return f"{self.sites} of {self.of} ({interval})"


@dataclass(frozen=True)
class Gap:
    """How far apart two kinds of massage stand in what their sites name.

    Attributes
    ----------
    value : str
        What is named.
    left, right : ShareOfSites
        How often it is named for the one kind and for the other.
    """

    value: str
    left: ShareOfSites
    right: ShareOfSites

    @property
    def size(self) -> float:
        """Return by how much the left share is above the right one.

        Returns
        -------
        float
            The difference of the shares, from -1 to 1.
        """
        return self.left.share - self.right.share

    @property
    def is_real(self) -> bool:
        """Return whether the gap outlasts the errors of the reading.

        Returns
        -------
        bool
            True where the widened intervals do not meet.
        """
        return self.left.least > self.right.most or self.right.least > self.left.most


def gaps_between(tables: Tables, attribute: str, kinds: Sequence[str]) -> list[Gap]:
    """Compare two kinds of massage in every value of an attribute.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; compared are the counts of `count_sites`.
    attribute : str
        An attribute of which two readings were compared.
    kinds : sequence of str
        Two ids of `named_modalities.csv`.

    Returns
    -------
    list of Gap
        Real gaps first, and then what most sites name.

    Raises
    ------
    KitError
        For a kind that is not there or of which no site speaks.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> gap = gaps_between(load_tables(), "condition", ["nmt", "dtm"])[0]
    >>> print(gap.value, gap.left, gap.right, sep=", ")
    muscle_tension, 1 of 71 (0% to 8%; widened 0% to 9%), 16 of 73 (14% to 33%; widened 13% to 40%)
    """
    names = chosen_kinds(tables, kinds)
    counts = count_sites(tables)
    of = sites_by_kind(counts)
    for kind, name in names.items():
        if kind not in of:
            raise KitError(f"No site speaks of {name} yet.")
    errors = compare_readings(tables).loc[attribute]
    counts = counts[(counts["attribute"] == attribute) & counts["named_modality"].isin(kinds)]
    sites = counts.pivot(index="value", columns="named_modality", values="sites")
    sites = sites.reindex(columns=list(kinds)).fillna(0).astype(int)
    sides = [
        [_share_of_sites(int(number), int(of[kind]), errors["missed"], errors["unconfirmed"]) for number in sites[kind]]
        for kind in kinds
    ]
    gaps = [Gap(value, left, right) for value, left, right in zip(sites.index, *sides, strict=True)]
    return sorted(gaps, key=lambda gap: (gap.is_real, gap.left.sites + gap.right.sites), reverse=True)


def _share_of_sites(sites: int, of: int, missed: float, unconfirmed: float) -> ShareOfSites:
    low, high = wilson(sites, of)
    least, most = widened(low, high, missed, unconfirmed)
    return ShareOfSites(sites, of, low, high, least, min(most, 1.0))  # More than all the sites there are not.


def widened(low: float, high: float, missed: float, unconfirmed: float) -> tuple[float, float]:
    """Return the ends of the interval of a share, widened by what the reading may have got wrong.

    At worst all that was not found again is false and comes off, and the interval shows only the part that
    was not missed. Two shares differ where their widened intervals do not meet.

    Parameters
    ----------
    low, high : float
        The ends of the interval, from 0 to 1.
    missed, unconfirmed : float
        The errors of the reading as measured for the attribute (see `compare_readings`), from 0 to 1.

    Returns
    -------
    tuple of float
        The lower end, and the upper end, which may lie above 1.

    Examples
    --------
    >>> [round(end, 3) for end in widened(0.12, 0.30, missed=0.20, unconfirmed=0.10)]
    [0.108, 0.375]
    """
    return low * (1 - unconfirmed), high / (1 - missed)
