"""Show a table for reading: whole texts, words for ids, and headings in plain words."""

from collections.abc import Iterable
from html import escape

import pandas as pd

from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.loading import Tables
from modality_lab.words import KitError, did_you_mean, listed, number_text, plain, sentence_case


class ReadableTable:
    """A table to look at; `frame` is the DataFrame that is shown."""

    def __init__(self, frame: pd.DataFrame):
        self.frame = frame

    def __repr__(self) -> str:
        return self.frame.to_string(index=False)

    def _repr_html_(self) -> str:
        return html_table(_escaped(self.frame.itertuples(index=False)), map(escape, self.frame))


class ShownTable(pd.DataFrame):
    """A DataFrame that a notebook shows with a heading over each column, also over its named index.

    >>> ShownTable({"Sites": [3]}, index=pd.Index(["deep"], name="Pressure"))._repr_html_()
    '<table><thead><tr><th scope="col" style="text-align: left">Pressure</th><th scope="col" style="text-align: left">Sites</th></tr></thead><tbody><tr><th scope="row" style="text-align: left">deep</th><td style="text-align: left">3</td></tr></tbody></table>'
    """

    def _repr_html_(self) -> str:
        return html_table(_escaped(self.itertuples()), map(escape, [self.index.name, *self]), row_heads=True)


def html_table(rows: Iterable[Iterable[str]], heads: Iterable[str] = (), row_heads: bool = False) -> str:
    """Return cells of HTML as a table; with `row_heads` the first cell of a row is its heading.

    >>> html_table([["<b>3</b>"]])
    '<table><tbody><tr><td style="text-align: left"><b>3</b></td></tr></tbody></table>'
    """
    left = 'style="text-align: left"'
    head = "".join(f'<th scope="col" {left}>{cell}</th>' for cell in heads)
    body = ""
    for first, *others in rows:
        first = f'<th scope="row" {left}>{first}</th>' if row_heads else f"<td {left}>{first}</td>"
        body += f"<tr>{first}{''.join(f'<td {left}>{cell}</td>' for cell in others)}</tr>"
    return f"<table>{head and f'<thead><tr>{head}</tr></thead>'}<tbody>{body}</tbody></table>"


def _escaped(rows: Iterable[Iterable]) -> Iterable[list[str]]:
    return ([escape(str(cell)) for cell in row] for row in rows)


def show_table(tables: Tables, name: str, columns: list[str], rows: pd.Series | None = None) -> ReadableTable:
    """Return some columns of a table for reading.

    `name` is the table's name and `columns` are names of its columns; their titles come from the
    dictionary. `rows` picks rows: a column of True and False, as pandas makes it from a comparison.
    Ids become words, or the name that stands in the table that they point at; questions and answers
    are called as on the form.
    Raises `AttributeError` for an unknown table and `KitError` for an unknown column.

    >>> from modality_lab import load_tables
    >>> show_table(load_tables(), "sessions", ["modality", "min_minutes", "frequency"])
                 Modality Shortest usual session (minutes)      How often
    Neuromuscular therapy                               30 several visits
      Deep tissue massage                               60        regular
    """
    shown_rows = getattr(tables, name)
    if rows is not None:
        shown_rows = shown_rows[rows]
    named = _names_of(tables, name)
    fields = {field["name"]: field for field in dictionary()[name]["schema"]["fields"]}
    shown = {}
    for column in columns:
        if column not in fields:
            raise KitError(
                f'The table "{name}" has no column "{column}".{did_you_mean(column, fields)} It has: {listed(fields)}.'
            )
        field = fields[column]
        cells = shown_rows[column]
        if column in named:
            cells = cells.map(named[column]).fillna("")
        elif column == "question":
            cells = cells.map(tables.questions.set_index("question")["label"])
        elif column == "answer" and "question" in shown_rows:
            labels = tables.offered_answers.set_index(["question", "answer"])["label"]
            cells = [labels[key] for key in zip(shown_rows["question"], shown_rows["answer"])]
        elif "pattern" in field.get("constraints", {}) or "enum" in field.get("constraints", {}):
            cells = cells.map(plain)
        elif field["type"] != "string":
            cells = cells.map(lambda number: "" if pd.isna(number) else number_text(number))
        unit = f" ({field['unit']})" if "unit" in field and field["unit"] not in field["title"] else ""
        shown[sentence_case(field["title"]) + unit] = cells
    return ReadableTable(pd.DataFrame(shown))


def _names_of(tables: Tables, name: str) -> dict[str, pd.Series]:
    """Return, for each column that points at a table with names, the name of each id."""
    named = {}
    for key in dictionary()[name]["schema"].get("foreignKeys", []):
        goal = getattr(tables, key["reference"]["resource"])
        if isinstance(key["fields"], str) and "name" in goal:
            named[key["fields"]] = goal.set_index(key["reference"]["fields"])["name"]
    return named


def address_link(address: str, words: str) -> str:
    """Return words as HTML, as a link where the address is known.

    >>> address_link("https://example.org/", "A page")
    '<a href="https://example.org/" target="_blank" rel="noopener">A page</a>'
    >>> address_link("not stated", "A <page>")
    'A &lt;page&gt;'
    """
    if not address.startswith(("https://", "http://")):
        return escape(words)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(words)}</a>'
