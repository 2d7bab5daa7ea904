"""Tables that can be searched and sorted, with a form above them that chooses the rows.

Where no widget can live (a notebook that was not run yet, a web page, paper) a plain table stands in.
"""

from collections.abc import Mapping
from html import escape

import ipywidgets
import pandas as pd
from itables.widget import ITable

from .form import RUN_HINT, _Form
from .show import address_link

# On the screen the live table, on paper the plain one with all its rows.
PAPER_STYLE = "<style>@media screen { .ml-paper { display: none } } @media print { .dt-container { display: none } }</style>"


class LiveTable(ipywidgets.VBox):
    """A table to search and sort; display it as the last line of a cell.

    `frame` is the DataFrame to show, without its index; `links` gives, for the name of a column,
    the addresses of its cells. Every text is escaped.

    >>> LiveTable(pd.DataFrame({"Site": ["A < B"]}), "Sites").frame.to_dict("list")
    {'Site': ['A &lt; B']}
    """

    def __init__(self, frame: pd.DataFrame, caption: str, links: Mapping[str, pd.Series] | None = None):
        self.caption = caption
        self.frame = _escaped(frame, links or {})
        self._live = ITable(self.frame, caption=caption, allow_html=True, showIndex=False, maxBytes=0, classes="display wrap", style=STYLE)
        self._paper = ipywidgets.HTML(self._paper_html())
        super().__init__([self._live, self._paper])

    def show(self, frame: pd.DataFrame, links: Mapping[str, pd.Series] | None = None) -> None:
        """Exchange the rows."""
        self.frame = _escaped(frame, links or {})
        self._live.update(self.frame)
        self._paper.value = self._paper_html()

    def plain_html(self) -> str:
        """Return all rows as an HTML table that needs no program."""
        heads = "".join(f'<th scope="col" style="text-align: left">{escape(str(name))}</th>' for name in self.frame)
        rows = "".join(
            "<tr>" + "".join(f'<td style="text-align: left">{cell}</td>' for cell in row) + "</tr>"
            for row in self.frame.itertuples(index=False)
        )
        return f"<table><caption>{escape(self.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    def _paper_html(self) -> str:
        return f'{PAPER_STYLE}<div class="ml-paper">{self.plain_html()}</div>'

    def _repr_mimebundle_(self, **options):
        shown, metadata = super()._repr_mimebundle_(**options)
        shown["text/plain"] = f"{self.caption}: {len(self.frame)} rows. {RUN_HINT}"
        shown["text/html"] = f"<p><strong>{escape(RUN_HINT)}</strong></p>{self.plain_html()}"
        return shown, metadata


STYLE = "table-layout: auto; width: 100%; margin: 0"


def _escaped(frame: pd.DataFrame, links: Mapping[str, pd.Series]) -> pd.DataFrame:
    shown = {}
    for name in frame:
        if name in links:
            shown[name] = [address_link(address, str(cell)) for address, cell in zip(links[name], frame[name])]
        elif pd.api.types.is_numeric_dtype(frame[name]):
            shown[name] = frame[name]
        else:
            shown[name] = [escape(str(cell)) for cell in frame[name]]
    return pd.DataFrame(shown)


class Explorer(ipywidgets.VBox):
    """A form, and below it the table of the rows that its answers choose.

    `form` is a form with the attributes `rows` and `links`, which follow its answers, and
    `caption` says what the table holds.
    """

    def __init__(self, form: _Form, caption: str):
        self.form = form
        self.table = LiveTable(form.rows, caption, form.links)
        super().__init__([form, self.table])
        form.observe(lambda change: self.table.show(form.rows, form.links), "reply")

    @property
    def answers(self) -> dict:
        """The answers as they stand; set them to fill the form in."""
        return self.form.answers

    @answers.setter
    def answers(self, answers: Mapping | None) -> None:
        self.form.answers = answers

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        return self.form.sentence

    def _repr_mimebundle_(self, **options):
        shown, metadata = super()._repr_mimebundle_(**options)
        shown["text/plain"] = f"{self.sentence} {RUN_HINT}"
        shown["text/html"] = f"<p><strong>{escape(RUN_HINT)}</strong></p>{self.form.reply['result']}{self.table.plain_html()}"
        return shown, metadata
