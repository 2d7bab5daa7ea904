"""A test that is skipped: on the server it turns the run red. Only tests/test_skips.py runs it."""

import pytest


def test_that_runs():
    pass


@pytest.mark.skip(reason="to prove that a skipped test is seen")
def test_that_is_skipped():
    pass
