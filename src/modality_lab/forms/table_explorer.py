"""The card to explore a table: choose columns, rows, groups and a picture, and read the lines that do the same."""

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
    request: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, tables: Tables | ReadableTables | None = None, answers: Answers | None = None) -> None:
        is_of_card = isinstance(tables, ReadableTables)
        self.tables = tables if is_of_card else ReadableTables(tables_or_kit(tables))
        self.style = STYLE
        self._said_of_files = Html()
        super().__init__()
        self.observe(lambda _change: self._answer(), "request")
        self.on_msg(self._take_files)
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
        name = answers.get("table") or FIRST
        frame = self.tables[name]
        asked = AskedOfTable(name, Columns(frame), answers)
        chart = picture(asked.choice, self.tables.title(name), frame)
        sentence = f"{asked.remark} {chart.description}".strip()
        return {
            "questions": [self._table_question(), *asked.questions],
            "answers": asked.answers,
            "sentence": sentence,
            "result": _shown(chart, sentence, has_picture=asked.choice.picture != "rows"),
            "lines": asked.choice.code(asked.choice.rows(frame)),
        }

    def _table_question(self) -> Question:
        titles = {name: sentence_case(self.tables.title(name)) for name in self.tables}
        answers = [
            Answer(answer=name, label=f"{title}: {counted(self.tables.rows(name), 'row')}", group="")
            for name, title in titles.items()
        ]
        return {**choice_question("table", "Which table?", answers), "kind": "list"}

    def _take_files(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        """Take files of the reader's own, and show the first that is a table."""
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


def _shown(chart: Chart, sentence: str, has_picture: bool) -> Html:
    """Return sentence, picture and table; of a long table the first rows."""
    count, head = len(chart.table), list(chart.table)
    rows = chart.table.head(SHOWN_ROWS).to_numpy().tolist()
    more = f"The first {SHOWN_ROWS} of {count:,} rows. Choose fewer with a filter." if count > SHOWN_ROWS else ""
    drawn = element(
        "div", chart._repr_html_(), class_="ml-follows", tabindex=0, role="region", aria_label="The picture"
    )
    table = element("div", long_table(rows, head, has_search=False), class_="ml-follows", tabindex=0)
    return html(
        outcome(sentence),
        drawn,
        table if count else None,
        element("p", more) if more else None,
    )


def _files(content: object, buffers: Sequence[memoryview]) -> list[tuple[str, bytes]]:
    """Return names and contents as the page has sent them."""
    names = content.get("names") if isinstance(content, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(names) != len(buffers):
        raise KitError("The files did not arrive whole. Choose them again.")
    return [(name, bytes(buffer)) for name, buffer in zip(names, buffers, strict=True)]
