"""Tables of a few cells in memory, and what is said of them."""

from modality_lab.tables.problem import Kind
from modality_lab.tables.sheet import Sheet


def sheet_from(text):
    """A sheet from its head and its rows, parted by bars."""
    head, *rows = [line.strip().split(",") for line in text.split("|")]
    columns = [list(cells) for cells in zip(*rows, strict=True)] or [[] for _ in head]
    return Sheet(list(range(2, len(rows) + 2)), dict(zip(head, columns, strict=True)))


def sheets_from(**tables):
    return {name: sheet_from(text) for name, text in tables.items()}


def said(problems):
    """Where problems are and what they say."""
    problems = list(problems)
    assert all(each.kind is Kind.CELL for each in problems)
    return [(each.file, each.line, each.column, each.text) for each in problems]
