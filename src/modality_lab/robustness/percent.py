"""Percent: a part of all as people read it, which hides nothing by rounding."""


def percent(share: float) -> str:
    """Return a part of all as percent.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str
        Whole percent; where that would hide something, that it is under 1% or over 99%.

    Examples
    --------
    >>> percent(0.256), percent(0), percent(0.001), percent(0.999)
    ('26%', '0%', 'under 1%', 'over 99%')
    """
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 < share < 1 else f"{100 * share:.0f}%"
