"""The card to explore a table: choose columns, rows, groups and a picture, and read the lines that do the same."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from modality_lab import static
from modality_lab.charts import Chart
from modality_lab.charts.chart import STYLE
from modality_lab.check import UPLOAD_LIMIT
from modality_lab.explore import Columns, ReadableTables, picture, read_own_files
from modality_lab.forms.asked_of_table import AskedOfTable
from modality_lab.forms.contract import Answer, Question, Request, choice_question
from modality_lab.forms.form import Answers
from modality_lab.forms.widget import StoredExample, message, only_error, outcome, script
from modality_lab.markup import Html, element, html
from modality_lab.recommender import plain_answers
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.show import long_table
from modality_lab.words import KitError, counted, sentence_case

FIRST = "techniques"
SHOWN_ROWS = 200
"""More rows than these are counted on the page, and not sent to it."""


class TableExplorer(StoredExample, anywidget.AnyWidget):
    """Explore a table: choose columns, rows, groups and a picture; chart, sentence and table follow.

    Beside them stand the lines of pandas that do the same. They take the table from this card, so a lesson calls it
    `explorer`. Display it as the last line of a cell.

    Parameters
    ----------
    tables : Tables or ReadableTables, optional
        The tables to explore, without them the kit's own; those of another card bring its reader's files along.
    answers : mapping, optional
        Fills the card in to begin with: `table`, `picture` and what it needs.

    Examples
    --------
    >>> explorer = TableExplorer(answers={"table": "techniques", "picture": "counts", "group": "Modality"})
    >>> explorer.sentence
    'Techniques: 8 rows. By Modality: most in Neuromuscular therapy (5), and fewest in Deep tissue massage (3).'
    >>> explorer.lines[1]
    'result = table["Modality"].value_counts().to_frame("Rows")'
    """

    _esm = script("explore.js")
    _css = "\n".join(map(static.read, ("form.css", "check.css", "explore.css")))

    limit = traitlets.Int(UPLOAD_LIMIT).tag(sync=True)
    is_narrow = traitlets.Bool(False).tag(sync=True)
    # The answers that Reset goes back to.
    start: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)
    request: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, tables: Tables | ReadableTables | None = None, answers: Answers | None = None) -> None:
        given = tables if isinstance(tables, ReadableTables) else ReadableTables(tables_or_kit(tables))
        self.tables = given
        self.style = STYLE
        self._said_of_files = Html()
        super().__init__(start=dict(plain_answers(answers)))
        self.observe(lambda _change: self._answer(), ["request", "is_narrow"])
        self.on_msg(lambda _widget, content, buffers: self.take_files(content, buffers))
        self.answers = plain_answers(answers)

    @property
    def answers(self) -> Answers:
        """The answers as they stand; set them to fill the card in.

        Returns
        -------
        mapping
            The answers by the id of their question.
        """
        answers: Answers = self.reply.get("answers") or {}
        return answers

    @answers.setter
    def answers(self, answers: Answers | None) -> None:
        """Fill the card in.

        Parameters
        ----------
        answers : mapping, optional
            The answers by the id of their question.
        """
        request: Request = {"number": self.reply.get("number", 0) + 1, "answers": plain_answers(answers)}
        self.request = dict(request)

    @property
    def lines(self) -> list[str]:
        """The lines of pandas that do the same as the card.

        Returns
        -------
        list of str
            The lines, five at most.
        """
        lines: list[str] = self.reply["lines"]
        return lines

    @property
    def chart(self) -> Chart:
        """The picture as it stands, with its sentence and its table.

        Returns
        -------
        Chart
            The chart.
        """
        return self._explore(self.answers)[1]

    def plain_html(self) -> Html:
        """Return picture, table and lines as HTML that needs no program.

        Returns
        -------
        Html
            All that the card shows.
        """
        lines = element("pre", element("code", "\n".join(self.lines)))
        return html(super().plain_html(), element("p", "The lines of pandas that do the same:"), lines)

    def _answer(self) -> None:
        """Reply to the last request; what is to be said of files stands above it, once."""
        said, self._said_of_files = self._said_of_files, Html()
        answers, number = self.request.get("answers"), self.request.get("number")
        answers = dict(answers) if isinstance(answers, Mapping) else {}
        # Where something is wrong, the questions stay as they are, so that it can be put right.
        reply: dict[str, Any] = {
            "questions": self.reply.get("questions") or [self._table_question()],
            "lines": [],
            "answers": answers,
        }
        try:
            reply |= self._explored(plain_answers(answers))
        except Exception as error:  # noqa: BLE001 - An error in a widget would be seen by nobody.
            reply |= only_error(error, "Choose another table to go on.")
        reply["result"] = html(said, Html(reply["result"]))
        is_known = isinstance(number, int)
        reply["number"] = number if is_known else self.reply.get("number", 0) + 1
        self.reply = {**reply, "code": ""}

    def _explored(self, answers: Answers) -> dict[str, Any]:
        asked, chart = self._explore(answers)
        image = _image(chart, self.is_narrow) if asked.choice.picture != "rows" and len(chart.table) else None
        sentence = f"{asked.remark} {chart.description}".strip()
        return {
            "questions": [self._table_question(), *asked.questions],
            "answers": asked.answers,
            "sentence": sentence,
            "result": _shown(chart, image, sentence),
            "lines": asked.choice.code(asked.choice.rows(self.tables[asked.choice.table])),
        }

    def _explore(self, answers: Answers) -> tuple[AskedOfTable, Chart]:
        name = answers.get("table") or FIRST
        frame = self.tables[name]
        asked = AskedOfTable(name, Columns(frame), answers)
        return asked, picture(asked.choice, self.tables.title(name), frame)

    def _table_question(self) -> Question:
        titles = {name: sentence_case(self.tables.title(name)) for name in self.tables}
        answers = [
            Answer(answer=name, label=f"{title}: {counted(self.tables.rows(name), 'row')}", group="")
            for name, title in titles.items()
        ]
        return {**choice_question("table", "Which table?", answers), "kind": "list"}

    def take_files(self, content: object, buffers: Sequence[bytes | memoryview]) -> None:
        """Take files as the page sends them.

        Parameters
        ----------
        content : object
            Their names, as `contract.Files` has them.
        buffers : sequence of bytes or memoryview
            Their contents, in the same order.
        """
        number = self.reply["number"] + 1
        try:
            own = read_own_files(_files(content, buffers))
        except Exception as error:  # noqa: BLE001 - An error in a widget would be seen by nobody.
            self.reply = {**self.reply, "number": number, **only_error(error, "Choose another file.")}
            return
        for name, frame in own.frames.items():
            self.tables.add(name, frame)
        self._said_of_files = html(message("To mend, or to know:"), own.report()) if own.remarks else Html()
        first = next(iter(own.frames), "")
        self.request = {"number": number, "answers": {"table": first} if first else self.answers}


def _shown(chart: Chart, image: Html | None, sentence: str) -> Html:
    """Return sentence, picture and table; of a long table the first rows."""
    count, head = len(chart.table), list(chart.table)
    if not count:
        return outcome(sentence)
    rows = chart.table.head(SHOWN_ROWS).to_numpy().tolist()
    more = (
        f"Here are the first {SHOWN_ROWS} of {count:,} rows. Choose fewer with a filter." if count > SHOWN_ROWS else ""
    )
    return html(
        outcome(sentence),
        _moved_sideways("The picture", image) if image else None,
        _moved_sideways("The table of the picture", long_table(rows, head)),
        element("p", more) if more else None,
    )


def _image(chart: Chart, is_narrow: bool) -> Html:
    png = chart.narrow_png if is_narrow else chart.png
    address = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return element("img", src=address, alt=chart.description)


def _moved_sideways(name: str, wide: Html) -> Html:
    return element("div", wide, class_="ml-follows", tabindex=0, role="group", aria_label=name)


def _files(content: object, buffers: Sequence[bytes | memoryview]) -> list[tuple[str, bytes]]:
    """Return names and contents as the page has sent them."""
    names = content.get("names") if isinstance(content, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(names) != len(buffers):
        raise KitError("The files did not arrive whole. Choose them again.")
    return [(name, bytes(buffer)) for name, buffer in zip(names, buffers, strict=True)]
