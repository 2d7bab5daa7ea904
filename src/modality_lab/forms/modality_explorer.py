"""The modalities to compare: any two of them, or as many as twelve, in each chart of the kit."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from modality_lab import charts
from modality_lab.charts import Chart
from modality_lab.forms.contract import Answer, Shown, choice_question
from modality_lab.forms.explorer import Explorer, TableForm
from modality_lab.forms.form import Answers
from modality_lab.forms.widget import outcome
from modality_lab.markup import Html, element, folded, html
from modality_lab.recommender import plain_answers
from modality_lab.tables import Tables, load_tables, tables_or_kit
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.words import KitError, counted, listed, sentence_case

EXAMPLES = KIT_FOLDER.parent / "examples"
HERE, EXAMPLE = "here", "example"
FIRST = "alike"
MOST = 12
PICTURES: dict[str, tuple[str, Callable[[Tables, Sequence[str] | None], Chart]]] = {
    "alike": ("How much do two share?", charts.alike),
    "session_length": ("How long is a session?", charts.session_length),
    "focus": ("Where is the focus?", charts.focus),
    "benefit_overlap": ("Which benefits are named?", charts.benefit_overlap),
    "techniques": ("Which techniques are used?", charts.techniques),
    "conditions": ("For which conditions?", charts.conditions),
}
"""The charts that can be chosen: the question of each, and what makes it."""


class ModalityExplorer(Explorer):
    """Modalities to compare: choose which, and which chart; below it every pair, the most alike first.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.
    example : str
        The folder of the kit's examples whose modalities can be chosen instead.
    answers : mapping, optional
        Fills the form in to begin with: `tables` ("here" or "example"), `modalities` and `chart`.

    Examples
    --------
    >>> ModalityExplorer(answers={"tables": "example", "modalities": ["shiatsu", "thai"]}).sentence.partition(".")[0]
    'Shiatsu and Thai massage share 8 of the 20 benefits, conditions and techniques named for either'
    """

    def __init__(
        self, tables: Tables | None = None, example: str = "eight-modalities", answers: Answers | None = None
    ) -> None:
        own, worked = tables_or_kit(tables), load_tables(EXAMPLES / example)
        is_another = own.modalities["modality"].to_list() != worked.modalities["modality"].to_list()
        sets = {HERE: own} | ({EXAMPLE: worked} if is_another else {})
        super().__init__(_ModalityForm(sets, answers), "Every pair, the most alike first")


class _ModalityForm(TableForm):
    _nouns: ClassVar[Mapping[str, str]] = {"modalities": "modality", "tables": "set of tables"}

    def __init__(self, sets: dict[str, Tables], answers: Answers | None) -> None:
        self._sets = sets
        self.rows = charts.alike(sets[HERE]).table.reset_index()
        self._names = {name: tables.modalities.set_index("modality")["name"].to_dict() for name, tables in sets.items()}
        owner = "the kit's tables" if sets[HERE].folder == KIT_FOLDER else "your tables"
        self._labels = {HERE: owner, EXAMPLE: "the worked example"}
        offered = {
            name: f"{sentence_case(self._labels[name])}: {counted(len(names), 'modality', 'modalities')}"
            for name, names in self._names.items()
        }
        chart = choice_question("chart", "Which chart?", {name: words for name, (words, _) in PICTURES.items()})
        begun = {"tables": HERE, "chart": FIRST} | plain_answers(answers)
        super().__init__(
            begun,
            heading="Side by side",
            questions=[
                choice_question("tables", "From which tables?", offered),
                choice_question(
                    "modalities",
                    "Which modalities?",
                    self._offered(),
                    several=True,
                    help="Tick two to twelve. With none ticked, all of the tables are compared.",
                ),
                {**chart, "kind": "list"},
            ],
            start=begun,
        )

    def _offered(self) -> list[Answer]:
        """Return every modality once, those of the example alone in a fold of their own."""
        here, example = self._names[HERE], self._names.get(EXAMPLE, {})
        only = {modality: name for modality, name in example.items() if modality not in here}
        own = [
            Answer(answer=modality, label=name, group=sentence_case(self._labels[HERE]))
            for modality, name in here.items()
        ]
        more = f"Only in {self._labels[EXAMPLE]}"
        return own + [Answer(answer=modality, label=name, group=more) for modality, name in only.items()]

    def _show(self, answers: Answers) -> Shown:
        self.rows, self.links, self.picture = self.rows.head(0), {}, Html()
        self._check(answers)
        given = answers.get("modalities") or []
        chosen = [given] if isinstance(given, str) else list(given)
        name = self._set_of(answers.get("tables") or HERE, chosen)
        # Of more than twelve, a chart shows the first and says so.
        pairs = charts.alike(self._sets[name], chosen or None)
        chart = PICTURES[answers.get("chart") or FIRST][1](self._sets[name], chosen or None)
        behind = folded("The table behind the chart", chart.table._repr_html_())
        self.rows = pairs.table.reset_index()
        self.picture = element("div", chart._repr_html_(), behind, style="font-size: 1rem; line-height: 1.5")
        said = self._said(name, chosen or list(self._names[name]))
        return Shown(sentence=pairs.description, result=html(outcome(said), element("p", pairs.description)))

    def _set_of(self, asked: str, chosen: Sequence[str]) -> str:
        """Return the set of tables that has every modality that is ticked: the one asked for, or else the other."""
        if len(chosen) == 1:
            raise KitError("One modality is ticked. Tick one more, or none to compare all of the tables.")
        if len(chosen) > MOST:
            raise KitError(f"{len(chosen)} modalities are ticked. Untick some: a chart can show {MOST} at most.")
        fitting = [name for name, names in self._names.items() if set(chosen) <= names.keys()]
        if not fitting:
            here, example = (
                listed(self._names[one][each] for each in chosen if each not in self._names[other])
                for one, other in ((HERE, EXAMPLE), (EXAMPLE, HERE))
            )
            raise KitError(
                f"{here} and {example} stand in different tables and cannot be set side by side. "
                f"Untick {here}, or untick {example}."
            )
        return asked if asked in fitting else fitting[0]

    def _said(self, name: str, shown: Sequence[str]) -> str:
        """Say what is compared, and from which tables."""
        names = [self._names[name][each] for each in shown]
        compared = listed(names) if len(names) < 4 else counted(len(names), "modality", "modalities")
        return f"{compared}, from {self._labels[name]}."
