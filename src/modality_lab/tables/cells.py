"""What one cell of a table may hold, and what is said of a cell that holds something else."""

import re
from collections.abc import Sequence
from decimal import Decimal

from modality_lab.tables.dictionary import Constraints, Field
from modality_lab.words import did_you_mean, listed, number_of

MAX_LETTERS = 10_000
"""So many letters a cell may hold: no class needs more, and a wrong file must not keep a lesson waiting."""

MOST_IDS = 12
"""So many ids a sentence names; the rest are counted."""

# Marks that show a text in another order than it is written, and control characters, are refused.
REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Those and what else turns a line round or breaks it has no place in a sentence.
_NOT_SHOWN = re.compile(f"{REFUSED.pattern[:-1]}\u061c\u200e\u200f\u2028\u2029\ufeff]")

_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]{3}")

# What spreadsheets show in place of a value, in whatever language: #REF!, #¿NOMBRE?, #N/A, Err:508, Loading...
_LONGEST = 50
_WITH_A_CALL = re.compile(r"=?[#＃][¡¿]?[^\W\d_]{2}[\w/. ]{0,30}[!?]")
_WITHOUT_A_CALL = re.compile(
    r"=?[#＃](?:[^\W\d_]{1,2}/[^\W\d_]{1,2}|N\.?[VAD]\.?|BRAK|YOK|HIÁNYZIK|NENÍ_K_DISPOZICI"
    r"|DIV/0|VALUE|REF|NAME|NUM|NULL|SPILL|CALC|FIELD|ERROR|WERT|BEZUG|ZAHL|VALEUR|NOMBRE|VALOR"
    r"|\w+_(?:DAT|DAD|DONN)\w*)(?:\.\.\.|…)?"
)
_NUMBERED = re.compile(
    r"(?:err|error|erreur|errore|erro|fehler|fout|fel|feil|fejl|virhe|chyba|hiba|hata|błąd|ош|ошибка|エラー|错误|錯誤|오류)"
    r"[.]? ?[:：] ?\d{3}",
    re.IGNORECASE,
)
_NOT_YET_THERE = re.compile(
    r"(?:loading|wird geladen|laden|chargement(?: en cours)?|cargando|carregando|a carregar|caricamento(?: in corso)?"
    r"|ładowanie|wczytywanie|загрузка|読み込んでいます|正在加载) ?(?:\.\.\.|…)",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"#n/a .{1,40}|formula parse error\.?|(?:this|the) formula contains (?:an|a syntax) error\.?"
    r"|internal import error\.?",
    re.IGNORECASE,
)


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
    if field["type"] != "string" and re.fullmatch(r"[+-]?(?=(?:\.?\d){16})\d+(?:\.\d*)?", cell):
        return (
            f'found "{quotable(cell)}", which has more digits than a computer keeps of a number. '
            f"Round it to at most 15 digits. {_allowed(field)}"
        )
    return f'found "{quotable(cell)}". {_allowed(field)}{_nearest(cell, field.get("constraints", {}))}'.strip()


def in_place_of_value(cell: str) -> str:
    """Return what is wrong where a spreadsheet shows something in place of a value.

    Parameters
    ----------
    cell : str
        What stands in a cell.

    Returns
    -------
    str
        What was found and what to do, or "" for any other text.

    Examples
    --------
    >>> in_place_of_value("########").partition(" that ")[0]
    'found "########", which the spreadsheet shows in place of a value'
    >>> in_place_of_value("#1 choice"), in_place_of_value("C#")
    ('', '')
    """
    first, last = cell[:1], cell[-1:]
    may_be = first in "#＃=" or last in ".…r" or (last.isdigit() and (":" in cell or "：" in cell))
    if not may_be or len(cell) < 2 or (len(cell) > _LONGEST and cell.strip("#＃")):
        return ""  # Nearly every cell: no closer look.
    if not cell.strip("#＃"):
        what, advice = "that its column is too narrow for", "Make the column wider and save the file again."
    elif _NOT_YET_THERE.fullmatch(cell):
        what, advice = "that has not come yet", "Wait until it is there, and save the file again."
    elif _is_of_a_formula(cell):
        what = "that its formula cannot give"
        advice = "Mend the formula, or type the text or the number itself, without = + - or @ before it."
    else:
        return ""
    return f'found "{quotable(cell)}", which the spreadsheet shows in place of a value {what}. {advice}'


def _is_of_a_formula(cell: str) -> bool:
    if _NUMBERED.fullmatch(cell) or _IN_WORDS.fullmatch(cell):
        return True
    return cell.isupper() and bool(_WITH_A_CALL.fullmatch(cell) or _WITHOUT_A_CALL.fullmatch(cell))


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
    is_whole = field["type"] == "integer"
    # In many countries 1.000 is a thousand.
    if number is None or (is_whole and (number != int(number) or _THOUSANDS.fullmatch(cell))):
        return False
    if len(cell) > 15 and Decimal(cell) != Decimal(repr(number)):  # It has more digits than are kept.
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
    text = " ".join(without_marks(text[: 2 * most]).split())
    return text if len(text) <= most else text[: most - 3] + "…"


def without_marks(text: str) -> str:
    r"""Return a text with a sign in the place of each mark that turns a line round, breaks it or belongs to machines.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    str
        What a sentence may show; line ends and tabs stay.

    Examples
    --------
    >>> without_marks("min_minutes\x1b[2J")
    'min_minutes�[2J'
    """
    return text if text.isprintable() else _NOT_SHOWN.sub("\ufffd", text)


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
