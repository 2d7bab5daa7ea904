"""From sheets to DataFrames and back."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.letters import without_hidden_marks
from modality_lab.tables.sheet import Sheet
from modality_lab.words import number_text

_NUMBERS: dict[str, Callable[[str], float]] = {"integer": lambda cell: int(float(cell)), "number": float}
_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64"}


def frame_of(table: str, sheet: Sheet) -> pd.DataFrame:
    """Return a checked sheet as a DataFrame.

    Parameters
    ----------
    table : str
        The name of the table.
    sheet : Sheet
        Its cells, which fit the dictionary.

    Returns
    -------
    DataFrame
        The columns of the dictionary, with the types that it names; an empty cell is no number, or no text.
    """
    columns = {}
    for field in dictionary()[table]["schema"]["fields"]:
        kind = field["type"]
        cells: list[Any] = sheet.cells(field["name"])
        if kind in _NUMBERS:
            cells = [_NUMBERS[kind](cell) if cell else None for cell in cells]
        columns[field["name"]] = pd.array(cells, dtype=_DTYPES[kind])
    return pd.DataFrame(columns)


def sheet_of(frame: pd.DataFrame) -> Sheet:
    """Return a DataFrame as a sheet, whose rows are numbered as a spreadsheet would number them.

    Parameters
    ----------
    frame : DataFrame
        A table.

    Returns
    -------
    Sheet
        Its cells as text, numbers with all their digits.

    Examples
    --------
    >>> sheet_of(pd.DataFrame({"points": [2, None]}))
    Sheet(lines=[2, 3], columns={'points': ['2', '']})
    """
    columns = {name: [_cell(value) for value in frame[name]] for name in frame.columns}
    return Sheet(list(range(2, len(frame) + 2)), columns)


def _cell(value: object) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    return number_text(value) if isinstance(value, float) else without_hidden_marks(str(value)).strip()
