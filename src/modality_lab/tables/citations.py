"""Sources as people cite them: who wrote what, and when, and where to find it."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from modality_lab.markup import Html, bullets, html, link
from modality_lab.tables.checked_tables import Tables
from modality_lab.words import KitError, did_you_mean


def citations(sources: pd.DataFrame) -> pd.Series:
    """Return how each source is cited: author, year and title.

    Parameters
    ----------
    sources : DataFrame
        Rows with the columns `title`, `author` and `published` of `sources.csv`.

    Returns
    -------
    Series
        The words, with the index of the sources.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> citations(load_tables().sources.set_index("source_id"))["koren_kalichman"]
    'Koren Y, Kalichman L (2018). Deep tissue massage: what are we talking about?'
    """
    said = ["".join(_parts(source)) for source in sources.itertuples()]
    return pd.Series(said, sources.index, dtype=str)


def citation(source: Any) -> Html:
    """Return how one source is cited, its title as a link where the address is known.

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
    before, title, after = _parts(source)
    return html(before, link(source.address, title), after)


def _parts(source: Any) -> tuple[str, str, str]:
    """Return what stands before a source's title, the title, and what stands after it."""
    when = "year not stated" if source.published == "not stated" else source.published
    # Where nobody is named, the title comes first, as in a list of references.
    if source.author == "not stated":
        return "", source.title, f" ({when})"
    return f"{source.author} ({when}). ", source.title, ""


class SourceList:
    """Sources to read, in the order of their authors.

    Parameters
    ----------
    sources : DataFrame
        Rows of `sources.csv`.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> SourceList(load_tables().sources.head(0))
    No source.
    """

    def __init__(self, sources: pd.DataFrame) -> None:
        self._sources = sources.assign(cited=citations(sources)).sort_values(
            "cited", key=lambda cited: cited.str.lower()
        )

    def __repr__(self) -> str:
        return "\n".join(self._sources["cited"]) or "No source."

    def _repr_html_(self) -> Html:
        return bullets(map(citation, self._sources.itertuples())) or html("No source.")


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
Key Differences and Benefits Explained
    """
    known = tables.sources["source_id"]
    wanted = set(filter(None, source_ids))
    for source_id in sorted(wanted - set(known)):
        hint = did_you_mean(source_id, known)
        raise KitError(f'There is no source "{source_id}".{hint} The sources stand in sources.csv.')
    return SourceList(tables.sources[known.isin(wanted)])
