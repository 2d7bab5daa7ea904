"""A card for the instructor: drop or paste what students have sent, and show what the class thinks."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import anywidget
import traitlets

from modality_lab import static
from modality_lab.classroom import (
    CaseTally,
    ClassTally,
    Reading,
    Record,
    of_one_class,
    read_files,
    read_lines,
    tally,
    together,
)
from modality_lab.forms.contract import Report, Shown
from modality_lab.forms.widget import StoredExample, script, shown_or_error
from modality_lab.markup import Html, bullets, element, folded, html, table
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError, counted

MOST_SQUARES = 40
MOST_SHOWN = 12
"""So many reasons, pairs and questions are shown of each; the rest are counted."""


class ClassForm(StoredExample, anywidget.AnyWidget):
    """What a class has decided, from the lines that students send, hidden until the instructor opens it.

    Files are dropped on the card or chosen there, and lines pasted. All of it stays in this page's memory: nothing is
    kept or sent on. Display it as the last line of a cell.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Attributes
    ----------
    records : list of Record
        What has been read so far, a record for each student.

    Examples
    --------
    >>> ClassForm().sentence
    "No student's line is here yet."
    """

    _esm = script("class.js")
    _css = "\n".join(map(static.read, ("form.css", "check.css", "quiz.css")))

    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, tables: Tables | None = None) -> None:
        self._tables = tables_or_kit(tables)
        self.records: list[Record] = []
        first: Report = {"number": 0, **self._shown([])}
        super().__init__(reply=dict(first))
        self.on_msg(self._answer)

    def add(self, files: Iterable[tuple[str, bytes]] = (), text: str = "") -> None:
        """Add what students have sent, each student once.

        Parameters
        ----------
        files : iterable of tuple
            The name and the content of each file.
        text : str
            Lines that were pasted.
        """
        self._report(self._added(files, text))

    def clear(self) -> None:
        """Forget what was added."""
        self._report(self._cleared())

    def _added(self, files: Iterable[tuple[str, bytes]], text: str) -> Shown:
        files = list(files)
        readings = [read_files(files)] if files else []
        readings += [read_lines(text)] if text.strip() else []
        records = together([*self.records, *(record for reading in readings for record in reading.records)])
        left_out = [sentence for reading in readings for sentence in reading.left_out]
        self.records, left_out = of_one_class(Reading(records, left_out))
        return self._shown(left_out)

    def _cleared(self) -> Shown:
        self.records = []
        return self._shown([])

    def _report(self, shown: Shown) -> None:
        report: Report = {"number": self.reply["number"] + 1, **shown}
        self.reply = dict(report)

    def _answer(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        self._report(shown_or_error(lambda: self._taken(content, buffers)))

    def _taken(self, content: object, buffers: Sequence[memoryview]) -> Shown:
        """Take what the page sends: files, a pasted text, or the wish to begin anew."""
        if not isinstance(content, dict) or len(content.get("names") or []) != len(buffers):
            raise KitError("What was sent did not arrive whole. Try again.")
        if content.get("clear"):
            return self._cleared()
        names = map(str, content.get("names") or [])
        files = [(name, bytes(buffer)) for name, buffer in zip(names, buffers, strict=True)]
        return self._added(files, str(content.get("text") or ""))

    def _shown(self, left_out: Sequence[str]) -> Shown:
        counts = tally(self.records, self._tables)
        return Shown(sentence=counts.sentence, result=class_html(counts, left_out))


def class_html(counts: ClassTally, left_out: Sequence[str] = ()) -> Html:
    """Show what a class has decided, each case hidden until it is opened, in letters for a projector.

    Parameters
    ----------
    counts : ClassTally
        What the class has decided.
    left_out : sequence of str
        What could not be read, a sentence each.

    Returns
    -------
    Html
        The page.

    Examples
    --------
    >>> class_html(tally([]), ["a.txt: empty."])[-54:]
    '<h3>Left out</h3><ul><li>a.txt: empty.</li></ul></div>'
    """
    said = [*left_out, *counts.unknown]
    return element(
        "div",
        element("p", element("strong", counts.sentence), class_="ml-outcome"),
        [_case(each) for each in counts.cases],
        _missed(counts),
        html(element("h3", "Left out"), bullets(said)) if said else None,
        class_="ml-projector",
    )


def _case(each: CaseTally) -> Html:
    """Show one case: the story and the votes first, what is right and why only when it is opened."""
    careful = [
        element("p", element("strong", f"A careful educator: {each.careful}.")),
        element("p", each.sentence),
        element("p", each.case.good_answer),
        element("p", element("strong", "Ask next: "), each.case.ask_next),
    ]
    reasons = [f"{said.decision}: {said.reason}" for said in each.reasons]
    pairs = [f"{one} and {other}" for one, other in each.pairs]
    return folded(
        f"{each.case.title}: {counted(each.number, 'student')} decided",
        element("blockquote", each.case.story),
        _votes(each),
        folded("Reveal the careful decision", careful),
        folded("The reasons that students gave", _first(reasons)) if reasons else None,
        folded("Who should talk to each other: sure, and of different minds", _first(pairs)) if pairs else None,
    )


def _votes(each: CaseTally) -> Html:
    """Draw the votes as squares, which can be counted from the back of the room."""
    per_square = 1 + max(each.counts.values()) // MOST_SQUARES
    rows = []
    for words, number in each.counts.items():
        squares = element("span", "■" * math.ceil(number / per_square), aria_hidden="true")
        sure = f"{each.sure[words]} sure" if number else ""
        rows.append([words, str(number), squares, sure])
    caption = "A square is a student" if per_square == 1 else f"A square is {per_square} students"
    return table(rows, row_heads=True, caption=caption, class_="ml-points")


def _first(lines: Sequence[str]) -> Html:
    more = [f"and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
    return bullets([*lines[:MOST_SHOWN], *more])


def _missed(counts: ClassTally) -> Html | None:
    missed = [each for each in counts.missed if each.right < each.number]
    if not missed:
        return None
    rows = [(each.prompt, f"{each.right} of {each.number}") for each in missed[:MOST_SHOWN]]
    shown = table(rows, ["Question", "Right at the first try"], row_heads=True)
    return folded("Quiz questions that most students missed", shown)
