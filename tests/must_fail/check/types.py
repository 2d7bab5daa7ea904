"""A function that does not return what it says."""


def minutes() -> int:
    """Return a number of minutes."""
    return "sixty"
