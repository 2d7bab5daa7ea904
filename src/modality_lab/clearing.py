"""How often Python looks for what is no longer needed, where much is made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_clearing_away() -> Iterator[None]:
    """Let Python look for what is no longer needed once, at the end.

    While much is made that holds each other, such as the parts of a figure or the rows of tables, Python would look at
    it, and at all else that there is, again and again, and then keep for long what it has seen so often.

    Yields
    ------
    None
        Nothing.

    Examples
    --------
    >>> with one_clearing_away():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if is_on:
            gc.enable()
