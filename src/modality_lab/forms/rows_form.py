"""A card for one step of a lesson: the rows that belong in a table, and a button that puts them there."""

from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import traitlets

from modality_lab import static
from modality_lab.forms.contract import RowsReply, Shown
from modality_lab.forms.widget import StoredExample, only_message, script, shown_or_error
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
    'sources.csv: the row is not there yet. This line belongs at the end of the file:'
    """

    _esm = script("rows.js")
    _css = "\n".join(map(static.read, ("form.css", "check.css")))

    file = traitlets.Unicode().tag(sync=True)
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, exercise: Exercise, table: str, face: Callable[[Tables], object] | None = None) -> None:
        self._exercise, self._table, self._face = exercise, table, face
        super().__init__(file=f"{exercise.folder.name}/{table}.csv", reply=dict(self._reply(1)))
        self.on_msg(self._answer)

    def add(self) -> None:
        """Add the rows to the file, as the button does, and say what came of it."""
        done = shown_or_error(lambda: only_message(self._exercise.add(self._table)))["sentence"]
        self.reply = dict(self._reply(self.reply["number"] + 1, done))

    def plain_html(self) -> Html:
        """Return the rows and what follows from them as HTML that needs no program.

        Returns
        -------
        Html
            The rows, and below them what follows.
        """
        return html(super().plain_html(), Html(self.reply["follows"]))

    def _answer(self, _widget: object, content: object, _buffers: Sequence[memoryview]) -> None:
        if isinstance(content, dict) and content.get("add") is True:
            self.add()
        else:
            self.reply = dict(self._reply(self.reply["number"] + 1))

    def _reply(self, number: int, done: str = "") -> RowsReply:
        """Return what was done, or else how far the reader is, the rows, and what follows from the table."""
        step = shown_or_error(self._step)
        follows = "" if self._face is None else _as_html(self._exercise.show(self._face))
        return RowsReply(number=number, sentence=done or step["sentence"], result=step["result"], follows=follows)

    def _step(self) -> Shown:
        step = self._exercise.step(self._table)
        return Shown(sentence=str(step).splitlines()[0], result=_as_html(step))


def _as_html(shown: Any) -> Html:
    return Html(shown._repr_html_())
