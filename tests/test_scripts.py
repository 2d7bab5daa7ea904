"""The scripts of the widgets, as far as Python can tell without running them; the tests of pages run them."""

import re

import anywidget
import pytest
import write_contract

from modality_lab import static
from modality_lab.forms.case_form import CaseForm
from modality_lab.forms.check_form import CheckForm
from modality_lab.forms.class_form import ClassForm
from modality_lab.forms.contract import (
    CaseModel,
    CheckModel,
    ClassModel,
    ExploreModel,
    FormModel,
    QuizModel,
    RowsModel,
    TableModel,
)
from modality_lab.forms.form import Form
from modality_lab.forms.live_table import LiveTable
from modality_lab.forms.quiz_form import QuizForm
from modality_lab.forms.rows_form import RowsForm
from modality_lab.forms.table_explorer import TableExplorer
from modality_lab.forms.widget import script

ALONE = sorted(path.name for path in static.FOLDER.glob("*.js") if "export default" in path.read_text(encoding="utf-8"))
# A name that a script gives to the whole of it.
NAMED = re.compile(r"^(?:async )?(?:const|let|class|function) (\w+)", re.MULTILINE)


def test_the_scripts_know_the_types_that_python_sends():
    written = write_contract.CONTRACT.read_text(encoding="utf-8")
    assert written == write_contract.text(), "run `make contract` after a change of forms/contract.py"


@pytest.mark.parametrize("widget, model", [
    (Form, FormModel), (CheckForm, CheckModel), (LiveTable, TableModel), (QuizForm, QuizModel), (CaseForm, CaseModel),
    (ClassForm, ClassModel), (RowsForm, RowsModel), (TableExplorer, ExploreModel),
])  # fmt: skip
def test_the_contract_names_what_a_widget_shares_with_its_script(widget, model):
    # A script and a style are every widget's.
    shared = set(widget.class_trait_names(sync=True)) - set(anywidget.AnyWidget.class_trait_names(sync=True))
    assert {name for name in shared if not name.startswith("_")} == model.__annotations__.keys()


def test_every_widget_has_a_script():
    assert ALONE == ["case.js", "check.js", "class.js", "explore.js", "form.js", "quiz.js", "rows.js", "table.js"]


@pytest.mark.parametrize("name", ALONE)
def test_a_widget_loads_one_script_that_needs_no_other(name):
    joined = script(name)
    assert re.findall(r"^(?:import|export)\b.*", joined, re.MULTILINE) == ["export default { render };"]
    assert joined.endswith("export default { render };\n"), "what a script takes from another comes before it"


@pytest.mark.parametrize("name", ALONE)
def test_no_name_is_given_twice_where_scripts_are_joined(name):
    names = NAMED.findall(script(name))
    assert {"make", "render"} <= set(names)
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)
