"""Show a table for reading: whole texts, words for ids, and headings in plain words."""

from collections.abc import Iterable, Mapping

import pandas as pd

from modality_lab.markup import Child, Html, element, folded, link, table
from modality_lab.tables.checked_tables import Tables
from modality_lab.tables.citations import citations
from modality_lab.tables.dictionary import Field, dictionary, foreign_keys
from modality_lab.words import KitError, counted, did_you_mean, listed, number_text, plain, sentence_case

AT_FIRST = 10
"""Rows of a long table that are shown before a reader asks for the rest; `static/table.js` has the same number."""


class ReadableTable:
    """A table to look at.

    Parameters
    ----------
    frame : DataFrame
        What is shown.
    links : mapping of str to Series, optional
        For the heading of a column, the addresses of its cells.

    Examples
    --------
    >>> ReadableTable(pd.DataFrame({"Sites": [3]}))
     Sites
         3
    """

    def __init__(self, frame: pd.DataFrame, links: Mapping[str, pd.Series] | None = None):
        self.frame = frame
        self.links = links or {}

    def __repr__(self) -> str:
        return str(self.frame.to_string(index=False))

    def _repr_html_(self) -> Html:
        columns = [
            map(link, self.links[name], self.frame[name]) if name in self.links else map(str, self.frame[name])
            for name in self.frame
        ]
        return long_table(zip(*columns, strict=True), map(str, self.frame))


class ShownTable(pd.DataFrame):
    """A DataFrame that a notebook shows with a heading over each column, also over its named index.

    An index without a name only counts the rows and is not shown.

    Examples
    --------
    >>> page = ShownTable({"Sites": [3]}, index=pd.Index(["deep"], name="Pressure"))._repr_html_()
    >>> page.partition("</thead>")[0]
    '<table><thead><tr><th scope="col" style="text-align: left">Pressure</th><th scope="col" style="text-align: left">Sites</th></tr>'
    """  # noqa: E501

    def _repr_html_(self) -> Html:
        if self.index.name is None:
            return long_table(_as_text(self.itertuples(index=False)), map(str, self))
        return long_table(_as_text(self.itertuples()), map(str, [self.index.name, *self]), row_heads=True)


def long_table(
    rows: Iterable[Iterable[Child]],
    heads: Iterable[Child],
    row_heads: bool = False,
    caption: Child = "",
) -> Html:
    """Return cells as a table that opens with ten rows, and the rest folded.

    On a page with a card that is alive, a search stands over it in place of the fold (`static/long_table.js`).

    Parameters
    ----------
    rows : iterable of iterables of str, Html or numbers
        The cells, row by row.
    heads : iterable of str or Html
        The heading over each column.
    row_heads : bool
        Whether the first cell of a row is its heading.
    caption : str or Html
        What the table is called, above it.

    Returns
    -------
    Html
        The table.

    Examples
    --------
    >>> page = long_table([[number] for number in range(44)], ["Sites"])
    >>> "<summary>Show the other 34 rows</summary>" in page
    True
    """
    all_rows, all_heads = list(rows), list(heads)
    first, others = all_rows[:AT_FIRST], all_rows[AT_FIRST:]
    shown = table(first, all_heads, row_heads, caption)
    if not others:
        return shown
    summary = f"Show the other {counted(len(others), 'row')}"
    return element(
        "div",
        shown,
        folded(summary, table(others, all_heads, row_heads)),
        class_="ml-long-table",
    )


def _as_text(rows: Iterable[Iterable[object]]) -> Iterable[list[str]]:
    return ([str(cell) for cell in row] for row in rows)


def show_table(tables: Tables, name: str, columns: list[str], rows: pd.Series | None = None) -> ReadableTable:
    """Return some columns of a table for reading.

    Ids become words, or the name that stands in the table that they point at; sources are cited, with a link;
    questions and answers are called as on the form.

    Parameters
    ----------
    tables : Tables
        The tables.
    name : str
        The name of the table.
    columns : list of str
        The names of its columns; their titles come from the dictionary.
    rows : Series of bool, optional
        Picks rows: True and False for each, as pandas makes it from a comparison.

    Returns
    -------
    ReadableTable
        The table.

    Raises
    ------
    AttributeError
        When there is no such table.
    KitError
        When there is no such column.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> show_table(load_tables(), "sessions", ["modality", "min_minutes", "frequency"])
                 Modality Shortest usual session (minutes)      How often
    Neuromuscular therapy                               30 several visits
      Deep tissue massage                               60        regular
    """
    frame = getattr(tables, name)
    chosen = frame if rows is None else frame[rows]
    names = _names_of_ids(tables, name)
    fields = {field["name"]: field for field in dictionary()[name]["schema"]["fields"]}
    shown, links = {}, {}
    for column in columns:
        if column not in fields:
            raise KitError(
                f'The table "{name}" has no column "{column}".{did_you_mean(column, fields)} It has: {listed(fields)}.'
            )
        cells = chosen[column]
        if column == "source_id":
            sources = tables.sources.set_index("source_id")
            links[_heading(fields[column])] = cells.map(sources["address"])
            cells = cells.map(citations(sources))
        elif column in names:
            cells = cells.map(names[column]).fillna("")
        elif column == "question":
            cells = cells.map(tables.questions.set_index("question")["label"])
        elif column == "answer" and "question" in chosen:
            labels = tables.offered_answers.set_index(["question", "answer"])["label"]
            cells = [labels[key] for key in zip(chosen["question"], chosen["answer"], strict=True)]
        else:
            cells = _in_words(cells, fields[column])
        shown[_heading(fields[column])] = cells
    return ReadableTable(pd.DataFrame(shown), links)


def _in_words(cells: pd.Series, field: Field) -> pd.Series:
    """Return ids as words, and numbers with all their digits."""
    if field.get("constraints", {}).keys() & {"pattern", "enum"}:
        return cells.map(plain)
    if field["type"] != "string":
        return cells.map(lambda number: "" if pd.isna(number) else number_text(number))
    return cells


def _heading(field: Field) -> str:
    """Return the title of a column, with its unit where the title does not say it."""
    unit = field.get("unit", "")
    return sentence_case(field["title"]) + (f" ({unit})" if unit and unit not in field["title"] else "")


def _names_of_ids(tables: Tables, name: str) -> dict[str, pd.Series]:
    """Return, for each column that points at a table with names, the name of each id."""
    named = {}
    for key in foreign_keys(name):
        goal = getattr(tables, key["reference"]["resource"])
        if isinstance(key["fields"], str) and "name" in goal:
            named[key["fields"]] = goal.set_index(key["reference"]["fields"])["name"]
    return named
