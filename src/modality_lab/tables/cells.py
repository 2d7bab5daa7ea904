"""What one cell of a table may hold, and what is said of a cell that holds something else."""

import re
from collections.abc import Callable

from modality_lab.words import listed, number_of

MAX_LETTERS = 10_000
"""So many letters a cell may hold: no class needs more, and a wrong file must not keep a lesson waiting."""

# Marks that show a text in another order than it is written, and control characters, are refused.
REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def complaint(cell: str, field: dict, points_elsewhere: bool, hint: Callable[..., str] = lambda *words: "") -> str:
    """Return what is wrong with a cell, or ""; `hint` finds the nearest of the allowed words.

    >>> complaint("half", {"type": "integer", "constraints": {"minimum": 1, "maximum": 9}}, False)
    'found "half". Allowed: a whole number from 1 to 9, in digits only.'
    """
    rules = field.get("constraints", {})
    if cell == "":
        return (
            f"the cell is empty. Needed: {field['title']}. {_allowed(field)}".strip() if rules.get("required") else ""
        )
    if len(cell) > MAX_LETTERS:
        return f"the cell holds {len(cell):,} letters. Allowed: {MAX_LETTERS:,}."
    if not cell.isprintable() and (mark := REFUSED.search(cell)):
        kind = "turns the direction of writing" if mark[0] > "\u2000" else "belongs to machines"
        return f"the cell holds a mark that nobody can see and that {kind} (U+{ord(mark[0]):04X}). Empty the cell and type its text again."
    if field["type"] != "string":
        wrong = not _fits_number(cell, field)
    elif "enum" in rules:
        wrong = cell not in rules["enum"]
    else:
        wrong = "pattern" in rules and not points_elsewhere and not re.fullmatch(rules["pattern"], cell)
    if not wrong:
        return ""
    near = hint(cell, rules["enum"]) if "enum" in rules else _id_hint(cell, rules.get("pattern", ""))
    return f'found "{short(cell)}". {_allowed(field)}{near}'.strip()


def _fits_number(cell: str, field: dict) -> bool:
    number = number_of(cell)
    rules = field.get("constraints", {})
    if number is None or (field["type"] == "integer" and number != int(number)):
        return False
    return rules.get("minimum", number) <= number <= rules.get("maximum", number)


def _allowed(field: dict) -> str:
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"Allowed: {listed(rules['enum'], 'or')}."
    if field["type"] != "string":
        kind = "a whole number" if field["type"] == "integer" else "a number"
        low, high = rules.get("minimum"), rules.get("maximum")
        span = f" from {low} to {high}" if None not in (low, high) else ""
        return f"Allowed: {kind}{span}, in digits only."
    if "example" in field:
        return f'Allowed: written like "{field["example"]}".'
    if "pattern" in rules:
        return "Allowed: an id of small letters a to z, digits and underscores, such as low_back."
    return ""


def _id_hint(cell: str, pattern: str) -> str:
    made = re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_")
    return f' Did you mean "{short(made)}"?' if re.fullmatch(pattern, made) else ""


def short(text: str, most: int = 60) -> str:
    """Return a text of a table as a sentence may quote it: on one line, not too long, without hidden marks.

    >>> short("slow, deep strokes over the back", 20)
    'slow, deep stroke…'
    """
    text = " ".join(REFUSED.sub("\ufffd", text[: 2 * most]).split())
    return text if len(text) <= most else text[: most - 3] + "…"
