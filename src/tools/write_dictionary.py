"""Write data/README.md, the readable data dictionary, from data/datapackage.json.

Usage: python src/tools/write_dictionary.py
"""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data"
OPENING = """\
# The tables: what each column means

This page is made from `datapackage.json` by `make dictionary`; change it there.

## How to change a table

- Open the file in a spreadsheet, add or change rows, and save it **as CSV** (best: "CSV UTF-8").
- Row 1 holds the column names. Leave it as it is.
- An id is a word of small letters, digits and underscores, such as `low_back`. Pages show it as "low back".
- To add a modality, begin with a row in `modalities.csv`, then add its rows in the other tables.
- Every row names its source. Your own judgement is a source too: `teaching_note`, or a row of your own in `sources.csv`.
- If something does not fit, the kit says in which file, row and column, and what is allowed.
- Your school's own tables live best in a folder of their own, with only the files that you change:
  [how that works](../docs/your-own-tables.md).

The tables are a [Frictionless Data Package](https://specs.frictionlessdata.io/data-package/).
"""


def text() -> str:
    """Return the whole page."""
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return "\n".join([OPENING, *(_table(resource) for resource in package["resources"])])


def _table(resource: dict[str, Any]) -> str:
    schema = resource["schema"]
    references = {
        key["fields"]: key["reference"]["resource"]
        for key in schema.get("foreignKeys", [])
        if isinstance(key["fields"], str)
    }
    rows = "\n".join(_row(field, references.get(field["name"])) for field in schema["fields"])
    return (
        f"## {resource['title']}: `{resource['path']}`\n\n{resource['description']}\n\n"
        f"One row for each: {' with '.join(f'`{name}`' for name in schema['primaryKey'])}.\n\n"
        f"| Column | What it means | What is allowed | Needed |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def _row(field: dict[str, Any], reference: str | None) -> str:
    meaning = (
        field["title"][:1].upper()
        + field["title"][1:]
        + (f". {field['description']}" if "description" in field else "")
    )
    needed = "yes" if field.get("constraints", {}).get("required") else "no"
    return f"| `{field['name']}` | {meaning} | {_allowed(field, reference)} | {needed} |"


def _allowed(field: dict[str, Any], reference: str | None) -> str:
    rules = field.get("constraints", {})
    if reference:
        return f"an id from `{reference}.csv`"
    if "enum" in rules:
        return ", ".join(f"`{value}`" for value in rules["enum"])
    if field["type"] == "string":
        return f"such as `{field['example']}`" if "example" in field else "an id" if "pattern" in rules else "text"
    kind = "whole number" if field["type"] == "integer" else "number"
    span = f" from {rules['minimum']} to {rules['maximum']}" if "maximum" in rules else ""
    return kind + span + (f", in {field['unit']}" if "unit" in field else "")


if __name__ == "__main__":
    (DATA / "README.md").write_text(text(), encoding="utf-8")
