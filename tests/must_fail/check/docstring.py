"""A function whose docstring does not say what it is given."""


def doubled(minutes: int) -> int:
    """Double a number of minutes.

    Returns
    -------
    int
        Twice the minutes.
    """
    return 2 * minutes
