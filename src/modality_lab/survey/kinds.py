"""The kinds of massage that sites and studies name."""

from collections.abc import Iterable

from modality_lab.tables.loading import Tables
from modality_lab.words import KitError, did_you_mean, listed


def names_of_kinds(tables: Tables) -> dict[str, str]:
    """Return the name of every kind of massage.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the names are those of `named_modalities.csv`.

    Returns
    -------
    dict of str to str
        The names by their ids, in the order of the table.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> names_of_kinds(load_tables())["nmt"]
    'Neuromuscular therapy'
    """
    names: dict[str, str] = tables.named_modalities.set_index("named_modality")["name"].to_dict()
    return names


def chosen_kinds(tables: Tables, kinds: Iterable[str]) -> dict[str, str]:
    """Return the names of some kinds of massage.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.
    kinds : iterable of str
        Ids of `named_modalities.csv`.

    Returns
    -------
    dict of str to str
        The names by their ids, in the order of `kinds`.

    Raises
    ------
    KitError
        For an id that is not there.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> chosen_kinds(load_tables(), ["dtm"])
    {'dtm': 'Deep tissue massage'}
    """
    names = names_of_kinds(tables)
    chosen = {}
    for kind in kinds:
        if kind not in names:
            near = did_you_mean(kind, names)
            raise KitError(f'There is no kind of massage "{kind}".{near} There are: {listed(names)}.')
        chosen[kind] = names[kind]
    return chosen


def short_names_of_kinds(tables: Tables) -> dict[str, str]:
    """Return the short name of every kind of massage, such as "NMT".

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the names are those of `named_modalities.csv`.

    Returns
    -------
    dict of str to str
        The short names by their ids.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> short_names_of_kinds(load_tables())["nmt"]
    'NMT'
    """
    names: dict[str, str] = tables.named_modalities.set_index("named_modality")["short_name"].to_dict()
    return names
