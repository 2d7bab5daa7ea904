"""The kit's dictionary, `data/datapackage.json`: what each table is called, and what its columns may hold."""

import json
from functools import cache
from pathlib import Path

_PACKED = Path(__file__).parents[1] / "data"
IS_INSTALLED = _PACKED.is_dir()
KIT_FOLDER = _PACKED if IS_INSTALLED else Path(__file__).parents[3] / "data"
"""The folder of the kit's own tables: inside the installed package, or `data` in the repository."""


@cache
def dictionary() -> dict[str, dict]:
    """Return the dictionary of the tables: for each table's name its entry in `datapackage.json`.

    >>> dictionary()["sessions"]["title"]
    'Sessions'
    """
    package = json.loads((KIT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def allowed_values(table: str, column: str) -> list[str]:
    """Return the values that the dictionary allows in a column, in its order.

    >>> allowed_values("benefits", "basis")
    ['listed', 'in_text']
    """
    fields = dictionary()[table]["schema"]["fields"]
    return next(field["constraints"]["enum"] for field in fields if field["name"] == column)
