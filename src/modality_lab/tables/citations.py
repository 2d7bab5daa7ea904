"""Sources as people cite them: who wrote what, and when."""

import pandas as pd


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
    said = sources["published"].replace("not stated", "year not stated")
    named = sources["author"] + " (" + said + "). " + sources["title"]
    # Where nobody is named, the title comes first, as in a list of references.
    return named.where(sources["author"] != "not stated", sources["title"] + " (" + said + ")")
