"""A card on the page: drop tables on it, and read what there is to mend."""

from collections.abc import Sequence
from typing import Any

import anywidget
import traitlets

from modality_lab import static
from modality_lab.check import UPLOAD_LIMIT, check_files
from modality_lab.forms.contract import Report, Shown
from modality_lab.forms.widget import StoredExample, script, shown_or_error
from modality_lab.markup import element
from modality_lab.words import KitError

INVITATION = "Choose files above, and the report appears here."


class CheckForm(StoredExample, anywidget.AnyWidget):
    """Check CSV files that are dropped on the page or chosen there, together with the kit's other tables.

    The files are read and not changed; nothing of them is kept. Display it as the last line of a cell.

    Examples
    --------
    >>> form = CheckForm()
    >>> form.sentence
    'Choose files above, and the report appears here.'
    """

    _esm = script("check.js")
    _css = "\n".join(map(static.read, ("form.css", "check.css")))

    # In bytes, for all files together; the page asks it before it reads, and Python again.
    limit = traitlets.Int(UPLOAD_LIMIT).tag(sync=True)
    # `number` tells a report from the one before, also when it says the same.
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        invitation: Report = {"number": 0, "sentence": INVITATION, "result": element("p", INVITATION)}
        super().__init__(reply=invitation)
        self.on_msg(self._answer)

    def _answer(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        report: Report = {"number": self.reply["number"] + 1, **shown_or_error(lambda: _checked(content, buffers))}
        self.reply = dict(report)


def _checked(content: object, buffers: Sequence[memoryview]) -> Shown:
    report = check_files(_files(content, buffers))
    return Shown(sentence=report.sentence, result=report._repr_html_())


def _files(content: object, buffers: Sequence[memoryview]) -> list[tuple[str, bytes]]:
    """Return names and contents as the page has sent them."""
    names = content.get("names") if isinstance(content, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(names) != len(buffers):
        raise KitError("The files did not arrive whole. Choose them again.")
    return [(name, bytes(buffer)) for name, buffer in zip(names, buffers, strict=True)]
