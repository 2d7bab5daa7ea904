"""Write static/contract.d.ts, the types by which the scripts are checked, from forms/contract.py.

Usage: python src/tools/write_contract.py
"""

import re
from inspect import getdoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from modality_lab import static
from modality_lab.forms.contract import EXCHANGED, NAMED

CONTRACT = Path(static.FOLDER) / "contract.d.ts"
OPENING = "// Made from src/modality_lab/forms/contract.py by `make contract`; change it there.\n"
SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}
# An attribute in a docstring: its name, and indented below it what it is.
ATTRIBUTE = re.compile(r"^(\w+)\n    (.+)$", re.MULTILINE)


def text() -> str:
    """Return the whole file.

    Returns
    -------
    str
        The types in the order of `NAMED` and `EXCHANGED`.
    """
    unions = [f"export type {name} = {_unnamed(hint)};\n" for name, hint in NAMED.items()]
    return "\n".join([OPENING, "".join(unions), *map(_declared, EXCHANGED)])


def _declared(described: type) -> str:
    """Return a class of named fields as TypeScript writes it."""
    documented = getdoc(described) or ""
    summary, meanings = documented.partition("\n")[0], dict(ATTRIBUTE.findall(documented))
    end = ";" if is_typeddict(described) else ","
    lines = "".join(
        f"  /** {meanings[name]} */\n  {_field(name, hint)}{end}\n"
        for name, hint in get_type_hints(described, include_extras=True).items()
    )
    if is_typeddict(described):
        return f"/** {summary} */\nexport interface {described.__name__} {{\n{lines}}}\n"
    return f"/** {summary} */\nexport type {described.__name__} = [\n{lines}];\n"


def _field(name: str, hint: Any) -> str:
    if get_origin(hint) is NotRequired:
        return f"{name}?: {_written(get_args(hint)[0])}"
    return f"{name}: {_written(hint)}"


def _written(hint: Any) -> str:
    """Return a type as TypeScript writes it, by its name where it has one."""
    names = [name for name, named in NAMED.items() if named == hint]
    return names[0] if names else _unnamed(hint)


def _unnamed(hint: Any) -> str:
    origin, parts = get_origin(hint), get_args(hint)
    if hint in SIMPLE:
        return SIMPLE[hint]
    if hint in EXCHANGED:
        return str(hint.__name__)
    if origin is Literal:
        return " | ".join(f'"{word}"' for word in parts)
    if origin in (Union, UnionType):
        return " | ".join(map(_written, parts))
    if origin is list:
        return f"{_written(parts[0])}[]"
    if origin is dict:
        return f"Record<string, {_written(parts[1])}>"
    raise TypeError(f"{hint} has no form in TypeScript yet.")


if __name__ == "__main__":
    CONTRACT.write_text(text(), encoding="utf-8")
