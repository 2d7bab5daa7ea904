"""The scripts of the widgets, as far as Python can tell without running them; the tests of pages run them."""

import write_contract


def test_the_scripts_know_the_types_that_python_sends():
    written = write_contract.CONTRACT.read_text(encoding="utf-8")
    assert written == write_contract.text(), "run `make contract` after a change of forms/contract.py"
