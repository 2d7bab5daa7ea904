"""What one cell of a table may hold, and what is said of a cell that holds something else."""

import re
from collections.abc import Sequence

from modality_lab.tables.dictionary import Constraints, Field
from modality_lab.words import did_you_mean, listed, number_of

MAX_LETTERS = 10_000
"""So many letters a cell may hold: no class needs more, and a wrong file must not keep a lesson waiting."""

MOST_IDS = 12
"""So many ids a sentence names; the rest are counted."""

# Marks that show a text in another order than it is written, and control characters, are refused.
REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def complaint(cell: str, field: Field, is_compared: bool = False) -> str:
    """Return what is wrong with a cell.

    Parameters
    ----------
    cell : str
        What stands in it.
    field : dict
        What the dictionary says of its column.
    is_compared : bool
        Whether the cell is compared with another table, so that its pattern is not looked at.

    Returns
    -------
    str
        What was found and what is allowed, or "" where nothing is wrong.

    Examples
    --------
    >>> complaint("half", {"type": "integer", "constraints": {"minimum": 1, "maximum": 9}})
    'found "half". Allowed: a whole number from 1 to 9, in digits only.'
    """
    if fits(cell, field, is_compared):
        return ""
    if cell == "":
        return f"the cell is empty. Needed: {field['title']}. {_allowed(field)}".strip()
    if len(cell) > MAX_LETTERS:
        return f"the cell holds {len(cell):,} letters. Allowed: {MAX_LETTERS:,}."
    if mark := REFUSED.search(cell):
        kind = "turns the direction of writing" if mark[0] > "\u2000" else "belongs to machines"
        return (
            f"the cell holds a mark that nobody can see and that {kind} (U+{ord(mark[0]):04X}). "
            "Empty the cell and type its text again."
        )
    return f'found "{quotable(cell)}". {_allowed(field)}{_nearest(cell, field.get("constraints", {}))}'.strip()


def fits(cell: str, field: Field, is_compared: bool = False) -> bool:
    """Return whether a cell holds what its column may hold.

    Parameters
    ----------
    cell : str
        What stands in it.
    field : dict
        What the dictionary says of its column.
    is_compared : bool
        Whether the cell is compared with another table, so that its pattern is not looked at.

    Returns
    -------
    bool
        Whether nothing is wrong with it.

    Examples
    --------
    >>> fits("9", {"type": "integer", "constraints": {"maximum": 9}}), fits("", {"type": "string"})
    (True, True)
    """
    rules = field.get("constraints", {})
    if cell == "":
        return not rules.get("required")
    if len(cell) > MAX_LETTERS or (not cell.isprintable() and REFUSED.search(cell)):
        return False
    if field["type"] != "string":
        return _fits_number(cell, field)
    if "enum" in rules:
        return cell in rules["enum"]
    return is_compared or "pattern" not in rules or bool(re.fullmatch(rules["pattern"], cell))


def _fits_number(cell: str, field: Field) -> bool:
    number = number_of(cell)
    rules = field.get("constraints", {})
    if number is None or (field["type"] == "integer" and number != int(number)):
        return False
    return rules.get("minimum", number) <= number <= rules.get("maximum", number)


def _allowed(field: Field) -> str:
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


def _nearest(cell: str, rules: Constraints) -> str:
    """Ask whether the nearest of the allowed words is meant, or the id that a text would make."""
    if "enum" in rules:
        return did_you_mean(cell, rules["enum"])
    made = re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_")
    is_id = made != "" and re.fullmatch(rules.get("pattern", ""), made)
    return f' Did you mean "{quotable(made)}"?' if is_id else ""


def quotable(text: str, most: int = 60) -> str:
    """Return a text of a table as a sentence may quote it: on one line, not too long, without hidden marks.

    Parameters
    ----------
    text : str
        The text.
    most : int
        How many letters it may have; of a longer one, the end is left out.

    Returns
    -------
    str
        The text for the sentence.

    Examples
    --------
    >>> quotable("slow, deep strokes over the back", 20)
    'slow, deep stroke…'
    """
    text = " ".join(REFUSED.sub("\ufffd", text[: 2 * most]).split())
    return text if len(text) <= most else text[: most - 3] + "…"


def some_of(ids: Sequence[str]) -> str:
    """Return the first ids as a list in a sentence, and how many there are when there are many.

    Parameters
    ----------
    ids : sequence of str
        All of them.

    Returns
    -------
    str
        The first twelve.

    Examples
    --------
    >>> some_of(["nmt", "dtm"])
    'nmt or dtm'
    >>> some_of([str(number) for number in range(13)])
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 or 11 … (13 in all)'
    """
    many = f" … ({len(ids)} in all)" if len(ids) > MOST_IDS else ""
    return listed(map(quotable, ids[:MOST_IDS]), "or") + many


short = quotable  # Its name before, under which lessons/practice.py still asks for it.
