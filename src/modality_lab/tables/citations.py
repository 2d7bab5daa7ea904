"""Sources as people cite them: who, when, what, and where to find it."""

from collections.abc import Iterable
from typing import Any

from modality_lab.markup import Html, bullets, html, link
from modality_lab.tables.checked_tables import Tables
from modality_lab.words import KitError, did_you_mean

NOT_STATED = "not stated"


def short_citation(source: Any) -> str:
    """Return who wrote a source and when, as within a text.

    Parameters
    ----------
    source : row of `sources`
        The source.

    Returns
    -------
    str
        Its author and year; without an author its title stands in.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> sources = load_tables().sources.set_index("source_id")
    >>> short_citation(sources.loc["lucas_2009"]), short_citation(sources.loc["triggerpoints_net"])
    ('Lucas N and others, 2009', 'triggerpoints.net')
    """
    who = source.title if source.author == NOT_STATED else source.author
    return who if source.published == NOT_STATED else f"{who}, {source.published}"


def citation(source: Any) -> Html:
    """Return a source as in a list of sources, its title as a link where the address is known.

    Parameters
    ----------
    source : row of `sources`
        The source.

    Returns
    -------
    Html
        Author, year and title.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> citation(load_tables().sources.set_index("source_id").loc["rathbone_2017"])[:55]
    'Rathbone and others (2017). Pooled studies of how well '
    """
    before, after = _parts(source)
    return html(before, link(source.address, source.title), after)


def plain_citation(source: Any) -> str:
    """Return a source as in a list of sources, as plain text.

    Parameters
    ----------
    source : row of `sources`
        The source.

    Returns
    -------
    str
        Author, year and title.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> plain_citation(load_tables().sources.set_index("source_id").loc["quintner_2015"])
    'Quintner JL, Bove GM, Cohen ML (2015). A critical evaluation of the trigger point phenomenon.'
    """
    before, after = _parts(source)
    return f"{before}{source.title}{after}"


def _parts(source: Any) -> tuple[str, str]:
    """Return what stands before a source's title, and what stands after it."""
    year = "" if source.published == NOT_STATED else f" ({source.published})"
    if source.author == NOT_STATED:
        return "", f"{year}."
    return f"{source.author}{year}. ", "" if source.title.endswith(("?", "!")) else "."


class SourceList:
    """Sources to read, in the order of their authors.

    Parameters
    ----------
    rows : list
        The rows of `sources`.

    Examples
    --------
    >>> SourceList([])
    No source.
    """

    def __init__(self, rows: list[Any]) -> None:
        self._rows = sorted(rows, key=lambda source: plain_citation(source).lower())

    def __repr__(self) -> str:
        return "\n".join(map(plain_citation, self._rows)) or "No source."

    def _repr_html_(self) -> Html:
        return bullets(map(citation, self._rows)) or html("No source.")


def show_sources(tables: Tables, source_ids: Iterable[str]) -> SourceList:
    """Return some sources as a list to read, each once.

    Parameters
    ----------
    tables : Tables
        The tables.
    source_ids : iterable of str
        The ids of the sources, such as a column of a table; an empty one is passed over.

    Returns
    -------
    SourceList
        The sources as people cite them.

    Raises
    ------
    KitError
        When there is no such source.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> tables = load_tables()
    >>> show_sources(tables, tables.both_ways["source_id"])
    Kendall Lockwood (20 October, year not stated). Neuromuscular Therapy vs Deep Tissue Massage: \
Key Differences and Benefits Explained.
    """
    known = {source.source_id: source for source in tables.sources.itertuples(index=False)}
    wanted = list(dict.fromkeys(filter(None, source_ids)))
    for source_id in wanted:
        if source_id not in known:
            hint = did_you_mean(source_id, known)
            raise KitError(f'There is no source "{source_id}".{hint} The sources stand in sources.csv.')
    return SourceList([known[source_id] for source_id in wanted])
