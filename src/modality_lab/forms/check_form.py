"""A card on the page: drop tables on it, and read what there is to mend."""

from collections.abc import Sequence

import anywidget
import traitlets

from modality_lab import static
from modality_lab.check.report import UPLOAD_LIMIT, check_files
from modality_lab.forms.widget import StoredExample, script, shown_message
from modality_lab.words import KitError

INVITATION = "Choose files above, and the report appears here."


class CheckForm(StoredExample, anywidget.AnyWidget):
    """Check CSV files that are dropped on the page or chosen there, together with the kit's other tables.

    The files are read and not changed; nothing of them is kept. Display it as the last line of a cell.

    >>> form = CheckForm()
    >>> form.sentence
    'Choose files above, and the report appears here.'
    """

    _esm = script("check.js")
    _css = static.read("form.css") + (
        ".ml-files { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; padding: 14px; border: 2px dashed #767676; border-radius: 8px; font-weight: 600; cursor: pointer; }"
        # The browser's own "no file chosen" would stay there after a check.
        ".ml-files input { font: inherit; max-width: 100%; color: transparent; }"
        ".ml-files input::file-selector-button { font: inherit; font-weight: 400; padding: 6px 14px; color: var(--ml-ink); }"
        # The sentence stands above the report already, as the status.
        ".ml-report > .ml-message, .ml-report > .ml-check > p:first-child { display: none; }"
        ".ml-over .ml-files { background: #eaf3f9; border-color: var(--ml-accent); }"
        ".ml-form .ml-panel { position: static; max-height: none; }"
    )

    # In bytes, for all files together; the page asks it before it reads, and Python again.
    limit = traitlets.Int(UPLOAD_LIMIT).tag(sync=True)
    # `number` tells a report from the one before, also when it says the same.
    reply = traitlets.Dict().tag(sync=True)

    def __init__(self):
        super().__init__(reply={"number": 0, "sentence": INVITATION, "result": f"<p>{INVITATION}</p>"})
        self.on_msg(self._answer)

    @property
    def sentence(self) -> str:
        """The outcome of the last check in one sentence."""
        return self.reply["sentence"]

    def _answer(self, widget, content, buffers) -> None:
        try:
            report = check_files(_files(content, buffers))
            shown = {"sentence": report.sentence, "result": report._repr_html_()}
        except KitError as error:
            shown = shown_message(str(error))
        except Exception as error:
            line = f"{type(error).__name__}: {error}"
            shown = shown_message(f"The kit has made a mistake here, not you. To report it, send this line: {line}")
        self.reply = {"number": self.reply["number"] + 1, **shown}

    def plain_html(self) -> str:
        """Return the report as HTML that needs no program."""
        return self.reply["result"]


def _files(content, buffers: Sequence) -> list[tuple[str, bytes]]:
    """Return names and contents as the page has sent them."""
    names = content.get("names") if isinstance(content, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(names) != len(buffers):
        raise KitError("The files did not arrive whole. Choose them again.")
    return [(name, bytes(buffer)) for name, buffer in zip(names, buffers)]
