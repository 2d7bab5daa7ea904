"""A form, and below it a live table of the rows that its answers choose."""

from collections.abc import Mapping

import ipywidgets
import pandas as pd

from modality_lab.forms.form import Answers, ChoiceForm
from modality_lab.forms.live_table import LiveTable
from modality_lab.forms.widget import StoredExample
from modality_lab.markup import Html, html

# A picture wider than a phone moves sideways within its place, by keys too, and makes nothing beside it as wide.
AS_WIDE_AS_THE_PAGE = {"overflow": "auto", "width": "0", "min_width": "100%"}


class TableForm(ChoiceForm):
    """A form whose answers choose rows of a table; `_show` puts them there.

    Attributes
    ----------
    rows : pandas.DataFrame
        The rows that are chosen now.
    links : mapping of str to pandas.Series
        For the name of a column, the addresses of its cells.
    picture : Html, optional
        A picture of the answers, as wide as the page. A form that never has one leaves it out.
    """

    rows: pd.DataFrame
    links: Mapping[str, pd.Series]
    picture: Html | None = None


class Explorer(StoredExample, ipywidgets.VBox):
    """A form, and below it the table of the rows that its answers choose; between them, where there is one, a picture.

    Parameters
    ----------
    form : TableForm
        The form, with the rows.
    caption : str
        What the table holds.
    """

    def __init__(self, form: TableForm, caption: str) -> None:
        self.form = form
        self.table = LiveTable(form.rows, caption, form.links)
        self.picture = ipywidgets.HTML(form.picture or "", layout=AS_WIDE_AS_THE_PAGE, tabbable=True)
        super().__init__([form, *([] if form.picture is None else [self.picture]), self.table])
        form.observe(lambda _change: self._follow(), "reply")

    def _follow(self) -> None:
        self.table.show(self.form.rows, self.form.links)
        self.picture.value = self.form.picture or ""

    @property
    def answers(self) -> Answers:
        """The answers as they stand; set them to fill the form in.

        Returns
        -------
        mapping
            The answers by the id of their question.
        """
        return self.form.answers

    @answers.setter
    def answers(self, answers: Answers | None) -> None:
        """Fill the form in.

        Parameters
        ----------
        answers : mapping, optional
            The answers by the id of their question.
        """
        self.form.answers = answers

    @property
    def sentence(self) -> str:
        """The result in one sentence.

        Returns
        -------
        str
            The sentence.
        """
        return self.form.sentence

    def plain_html(self) -> Html:
        """Return the result and all rows as HTML that needs no program.

        Returns
        -------
        Html
            The result, below it the picture where there is one, and the table.
        """
        return html(self.form.plain_html(), self.form.picture or "", self.table.plain_html())
