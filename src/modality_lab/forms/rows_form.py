"""A card for one step of a lesson: the rows that belong in a table, and a button that puts them there."""

from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import traitlets

from modality_lab import static
from modality_lab.forms.contract import Report, Shown
from modality_lab.forms.widget import StoredExample, script, shown_or_error
from modality_lab.lessons import Exercise
from modality_lab.markup import Html, html
from modality_lab.tables import Tables


class RowsForm(StoredExample, anywidget.AnyWidget):
    """Add the rows of one step to a table, open its file, and see what follows from it.

    Display it as the last line of a cell.

    Parameters
    ----------
    exercise : Exercise
        The folder, and the rows that belong in it.
    table : str
        The name of the table.
    face : callable, optional
        Makes something of `Tables` that stands below the rows and follows them, such as a chart.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> form = RowsForm(Exercise("swedish", Path(tempfile.mkdtemp(), "my-school")), "sources")
    >>> form.sentence
    'sources.csv: 0 of 1 row is there. This line belongs at the end of the file:'
    """

    _esm = script("rows.js")
    _css = "\n".join(map(static.read, ("form.css", "check.css")))

    file = traitlets.Unicode().tag(sync=True)
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, exercise: Exercise, table: str, face: Callable[[Tables], object] | None = None) -> None:
        self._exercise, self._table, self._face = exercise, table, face
        first: Report = {"number": 0, **self._shown("")}
        super().__init__(file=f"{exercise.folder.name}/{table}.csv", reply=dict(first))
        self.on_msg(self._answer)

    def add(self) -> None:
        """Add the rows to the file, as the button does."""
        self._report(lambda: self._shown(self._exercise.add(self._table)))

    def _answer(self, _widget: object, content: object, _buffers: Sequence[memoryview]) -> None:
        if isinstance(content, dict) and content.get("add") is True:
            self.add()
        else:
            self._report(lambda: self._shown(""))

    def _report(self, show: Callable[[], Shown]) -> None:
        report: Report = {"number": self.reply["number"] + 1, **shown_or_error(show)}
        self.reply = dict(report)

    def _shown(self, done: str) -> Shown:
        """Return what was done, or else how far the reader is, and below it the rows and what follows from them."""
        step = self._exercise.step(self._table)
        faces = [step] if self._face is None else [step, self._exercise.show(self._face)]
        return Shown(sentence=done or str(step).splitlines()[0], result=html(map(_as_html, faces)))


def _as_html(shown: Any) -> Html:
    return Html(shown._repr_html_())
