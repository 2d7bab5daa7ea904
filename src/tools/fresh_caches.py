"""Let each test read its tables anew while `make mutants` notes which tests run which function.

A plugin of pytest. What the kit remembers from an earlier test would hide from the later ones what they rest on.
"""

import sys

import pytest
from mutmut.mutation.trampoline import get_mutant_under_test


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """Empty the caches of the kit before a test, in the one run that notes."""
    if get_mutant_under_test() != "stats":
        return
    for name, module in list(sys.modules.items()):
        if name.startswith("modality_lab"):
            for value in vars(module).values():
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
