"""The kit's dictionary, `data/datapackage.json`: what each table is called, and what its columns may hold."""

import json
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict

_PACKED = Path(__file__).parents[1] / "data"
IS_INSTALLED = _PACKED.is_dir()
KIT_FOLDER = _PACKED if IS_INSTALLED else Path(__file__).parents[3] / "data"
"""The folder of the kit's own tables: inside the installed package, or `data` in the repository."""


class Constraints(TypedDict, total=False):
    """What the cells of a column must keep to, as Table Schema calls it."""

    required: bool
    unique: bool
    enum: list[str]
    pattern: str
    minimum: float
    maximum: float


class Field(TypedDict, total=False):
    """One column of a table."""

    name: str
    title: str
    description: str
    type: str
    unit: str
    example: str
    constraints: Constraints
    # The kit's own: a table from before this column is read as if its cells were empty.
    mayBeMissing: bool


class Reference(TypedDict):
    """The columns of another table that a key points at."""

    resource: str
    fields: str | list[str]


class ForeignKey(TypedDict):
    """One or two columns that point at those of another table."""

    fields: str | list[str]
    reference: Reference
    # The kit's own: the row is a part of the one that it points at, which is not whole without it.
    isPart: NotRequired[bool]


class Schema(TypedDict, total=False):
    """The columns of a table and its keys."""

    fields: list[Field]
    primaryKey: list[str]
    foreignKeys: list[ForeignKey]
    # The kit's own: keys whose goal depends on the question of a row, which no foreign key can say.
    keysByQuestion: list[ForeignKey]


class Resource(TypedDict, total=False):
    """One table: its name, its file and its columns."""

    name: str
    path: str
    title: str
    description: str
    schema: Schema


@cache
def dictionary() -> dict[str, Resource]:
    """Return the dictionary of the tables.

    Returns
    -------
    dict
        For each table's name its entry in `datapackage.json`, in the order of that file.

    Examples
    --------
    >>> dictionary()["sessions"]["title"]
    'Sessions'
    """
    package = json.loads((KIT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


@cache
def tables_by_file() -> dict[str, str]:
    """Return the tables by the names of their files.

    Returns
    -------
    dict
        For each file of the dictionary the table that it holds.

    Examples
    --------
    >>> tables_by_file()["sessions.csv"]
    'sessions'
    """
    return {resource["path"]: table for table, resource in dictionary().items()}


def foreign_keys(table: str) -> list[ForeignKey]:
    """Return the keys with which a table points at others.

    Parameters
    ----------
    table : str
        The name of the table.

    Returns
    -------
    list of dict
        The keys; none where the table points nowhere.

    Examples
    --------
    >>> [key["reference"]["resource"] for key in foreign_keys("sessions")]
    ['modalities', 'sources']
    """
    return keys_in(dictionary()[table]["schema"])


def keys_in(schema: Schema) -> list[ForeignKey]:
    """Return the keys of a schema that point at other tables, those that depend on a question at the end.

    Parameters
    ----------
    schema : dict
        The columns and keys of a table, as the dictionary has them.

    Returns
    -------
    list of dict
        The keys; none where the table points nowhere.

    Notes
    -----
    A key by question is the kit's own: where its ids stand depends on what `questions.csv` says of the question of
    the row, which the foreign keys of a Frictionless Data Package cannot say.

    Examples
    --------
    >>> [key["fields"] for key in keys_in(dictionary()["rules"]["schema"])]
    ['question', 'modality', 'source_id', ['question', 'answer']]
    """
    return schema.get("foreignKeys", []) + schema.get("keysByQuestion", [])


def columns_of(key: ForeignKey | Reference) -> list[str]:
    """Return the columns of a key, or those that it points at, also where it is one alone.

    Parameters
    ----------
    key : dict
        A foreign key of the dictionary, or its `reference`.

    Returns
    -------
    list of str
        The names of the columns.

    Examples
    --------
    >>> columns_of({"resource": "answers", "fields": ["question", "answer"]})
    ['question', 'answer']
    """
    return [key["fields"]] if isinstance(key["fields"], str) else key["fields"]


def allowed_values(table: str, column: str) -> list[str]:
    """Return the values that the dictionary allows in a column, in its order.

    Parameters
    ----------
    table : str
        The name of the table.
    column : str
        The name of one of its columns that has a list of allowed values.

    Returns
    -------
    list of str
        The allowed values.

    Examples
    --------
    >>> allowed_values("benefits", "basis")
    ['listed', 'in_text']
    """
    fields = dictionary()[table]["schema"]["fields"]
    return next(field["constraints"]["enum"] for field in fields if field["name"] == column)
