"""Show a table for reading: whole texts, words for ids, and headings in plain words."""

from html import escape

import pandas as pd

from .sheets import dictionary
from .tables import Tables
from .words import KitError, did_you_mean, listed, number_text, plain, sentence_case


class ReadableTable:
    """A table to look at; `frame` is the DataFrame that is shown."""

    def __init__(self, frame: pd.DataFrame):
        self.frame = frame

    def __repr__(self) -> str:
        return self.frame.to_string(index=False)

    def _repr_html_(self) -> str:
        heads = "".join(f'<th scope="col" style="text-align: left">{escape(str(name))}</th>' for name in self.frame)
        rows = "".join(
            "<tr>" + "".join(f'<td style="text-align: left">{escape(str(cell))}</td>' for cell in row) + "</tr>"
            for row in self.frame.itertuples(index=False)
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


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
            raise KitError(f'The table "{name}" has no column "{column}".{did_you_mean(column, fields)} It has: {listed(fields)}.')
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
