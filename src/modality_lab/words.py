"""Plain words: ids made readable, lists made sentences, and errors that a person can act on."""

import difflib
import math
import numbers
import re
import sys
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from heapq import nlargest
from itertools import islice, pairwise
from operator import itemgetter


class KitError(ValueError):
    """Tell the person at the keyboard what is wrong.

    Jupyter shows the text alone, without a traceback.

    Examples
    --------
    >>> raise KitError("The file sessions.csv is missing. Copy it from the kit's data folder.")
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: The file sessions.csv is missing. Copy it from the kit's data folder.
    """

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this method and prints what it returns in place of a traceback.
        return str(self).splitlines()


def plain(identifier: str) -> str:
    """Return an id of the tables as words.

    Parameters
    ----------
    identifier : str
        The id.

    Returns
    -------
    str
        The same with spaces.

    Examples
    --------
    >>> plain("low_back")
    'low back'
    """
    return identifier.replace("_", " ")


def sentence_case(text: str) -> str:
    """Return a text with its first letter as a capital, the rest untouched.

    Parameters
    ----------
    text : str
        What is to begin a sentence.

    Returns
    -------
    str
        The same with a capital.

    Examples
    --------
    >>> sentence_case("NMT and DTM share one benefit.")
    'NMT and DTM share one benefit.'
    >>> sentence_case("low back")
    'Low back'
    """
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str], joint: str = "and") -> str:
    """Return some words as a list in a sentence.

    Parameters
    ----------
    items : iterable of str
        The words.
    joint : str
        What stands before the last of them.

    Returns
    -------
    str
        The list.

    Examples
    --------
    >>> listed(["neck", "hips", "legs"])
    'neck, hips and legs'
    >>> listed(["once"])
    'once'
    """
    items = list(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}" if len(items) > 1 else "".join(items)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun in the right form.

    Parameters
    ----------
    number : int
        How many there are.
    noun : str
        What is counted, as for one.
    plural : str, optional
        The noun as for many, where it does not only gain an s.

    Returns
    -------
    str
        Both together.

    Examples
    --------
    >>> counted(1, "point"), counted(3, "point")
    ('1 point', '3 points')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def number_of(found: object) -> float | None:
    """Return a number, or a text of plain digits, as a number.

    Parameters
    ----------
    found : object
        What was typed, or what stands in a table.

    Returns
    -------
    float or None
        The number; None for anything else.

    Examples
    --------
    >>> number_of("45"), number_of(60), number_of("1_000"), number_of("nan"), number_of(True)
    (45.0, 60.0, None, None, None)
    """
    # float() alone would also take "nan", "infinity" and "1_000", and True for 1.
    if isinstance(found, str):
        return float(found) if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{0,15})?", found.strip()) else None
    if isinstance(found, bool) or not isinstance(found, numbers.Real):
        return None
    try:
        return float(found) if math.isfinite(found) else None
    except OverflowError:
        return None


def number_text(number: float) -> str:
    """Return a number with all its digits and no others.

    Parameters
    ----------
    number : float
        The number.

    Returns
    -------
    str
        Its digits.

    Examples
    --------
    >>> number_text(45), number_text(1234567.0), number_text(0.00001), number_text(25.1234567)
    ('45', '1234567', '0.00001', '25.1234567')
    """
    text = f"{Decimal(repr(float(number))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def visible(text: str) -> str:
    r"""Return a text on one line, with the code of each character that nobody can see or that turns a line round.

    Parameters
    ----------
    text : str
        What somebody has typed or a file holds.

    Returns
    -------
    str
        What can be shown.

    Examples
    --------
    >>> visible("nmt\u202e"), visible("deep\ntissue")
    ('nmt[U+202E]', 'deep tissue')
    """
    return "".join(" " if mark.isspace() else mark if mark.isprintable() else f"[U+{ord(mark):04X}]" for mark in text)


def say(text: str) -> None:
    """Print a text, whatever letters the window or file can take that it goes to.

    Parameters
    ----------
    text : str
        What is said.

    Examples
    --------
    >>> say("All good.")
    All good.
    """
    print(writable(text, getattr(sys.stdout, "encoding", None) or "utf-8"), flush=True)


def writable(text: str, encoding: str) -> str:
    """Return a text with stand-ins for the letters that cannot be written.

    Parameters
    ----------
    text : str
        The text.
    encoding : str
        How letters are written there.

    Returns
    -------
    str
        The same, with plain marks and letters without accents where needed, or a code where there are none, and then
        a sentence on it at the end.

    Examples
    --------
    >>> print(writable("Łódź – “deep” 按摩", "cp437"))
    Lódz - "deep" [U+6309][U+6469]
    Some letters cannot be shown here: they stand without their accents, or as a code such as [U+6309].
    """
    stand_ins = {mark: _stand_in(mark, encoding) for mark in set(text) if not _can_write(mark, encoding)}
    written = "".join(stand_ins.get(mark, mark) for mark in text)
    if not any(mark.isalpha() for mark in stand_ins):
        return written
    return (
        f"{written.rstrip()}\n"
        "Some letters cannot be shown here: they stand without their accents, or as a code such as [U+6309]."
    )


_PLAIN_MARKS = str.maketrans(
    dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’‚", "'")
    | dict.fromkeys("–—−", "-")
    | {"•": "*", "→": "->"}
    | {"≥": ">=", "≤": "<=", "×": "x", "✓": "+"}
)


def _stand_in(mark: str, encoding: str) -> str:
    """Return what stands for a letter or mark that cannot be written: the letter without its accent, or its code."""
    stroke = re.match(r"LATIN (CAPITAL|SMALL) LETTER ([A-Z]{1,2})\b", unicodedata.name(mark, ""))
    base = (stroke[2] if stroke[1] == "CAPITAL" else stroke[2].lower()) if stroke else ""
    for plainer in (mark.translate(_PLAIN_MARKS), _without_accents(mark), base):
        if plainer and plainer != mark and _can_write(plainer, encoding):
            return plainer
    return f"[U+{ord(mark):04X}]"


def _without_accents(mark: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", mark) if not unicodedata.combining(part))


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """Return a question after the nearest of the allowed words.

    Parameters
    ----------
    found : str
        The word that is not allowed.
    allowed : iterable of str
        The words that are.

    Returns
    -------
    str
        The question, with a space before it; '' when no word is near.

    Examples
    --------
    >>> did_you_mean("sciatca", ["fibromyalgia", "sciatica"])
    ' Did you mean "sciatica"?'
    >>> did_you_mean("knitting", ["fibromyalgia", "sciatica"])
    ''
    """
    form = _normalized(found)
    if not 0 < len(form) <= _LONGEST_COMPARED:
        return ""
    # Comparing letter by letter is slow: only those few are that have most traits in common.
    forms, traits = _forms(tuple(islice(allowed, _MOST_COMPARED))), traits_of(form)
    shared = [shared_traits(traits, each) for _, each in forms.values()]
    alike = [each for _, each in nlargest(5, zip(shared, forms, strict=True), key=itemgetter(0))]
    nearest = max(alike, key=lambda each: likeness(form, each), default="")
    return f' Did you mean "{forms[nearest][0]}"?' if nearest and likeness(form, nearest) >= _NEAR else ""


_LONGEST_COMPARED = 80
_MOST_COMPARED = 1_000
_NEAR = 0.6


@lru_cache(maxsize=16)
def _forms(allowed: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Return for each word, as it is compared, the word as it is allowed and its traits."""
    forms = {_normalized(word): word for word in allowed if len(str(word)) <= _LONGEST_COMPARED}
    return {form: (word, traits_of(form)) for form, word in forms.items()}


def _normalized(word: str) -> str:
    return str(word).strip().lower().replace(" ", "_").replace("-", "_")


def likeness(one: str, other: str) -> float:
    """Return how alike two words are, letter by letter.

    Parameters
    ----------
    one, other : str
        The words.

    Returns
    -------
    float
        From 0 to 1 for the same word, as `difflib` measures it between what they do not begin and end alike with.

    Examples
    --------
    >>> likeness("sciatca", "sciatica"), likeness("neck", "neck"), likeness("neck", "hip")
    (0.9333333333333333, 1.0, 0.0)
    """
    letters = len(one) + len(other)
    start = _alike_at_the_start(one, other)
    one, other = one[start:], other[start:]
    end = _alike_at_the_start(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    inner = difflib.SequenceMatcher(None, one, other).ratio() * (len(one) + len(other)) if one and other else 0
    return (2 * (start + end) + inner) / letters if letters else 1.0


def _alike_at_the_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (letter, another) in pairs if letter != another), min(len(one), len(other)))


def traits_of(word: str) -> int:
    """Return the letters and pairs of letters of a word, each as a bit of a number: quick to compare with another's.

    Parameters
    ----------
    word : str
        The word.

    Returns
    -------
    int
        Its traits, for `shared_traits`.
    """
    traits = 0
    for before, letter in pairwise(f" {word} "):
        traits |= 1 << ord(letter) % 61 | 1 << 61 + (31 * ord(before) + ord(letter)) % 451
    return traits


def shared_traits(one: int, other: int) -> float:
    """Return how much two words have in common, by their traits: no more than a quick first look.

    Parameters
    ----------
    one, other : int
        The traits of the two, as `traits_of` gives them.

    Returns
    -------
    float
        From 0 for words without a common letter to 1 for the same word.

    Examples
    --------
    >>> shared_traits(traits_of("sciatica"), traits_of("sciatica"))
    1.0
    >>> shared_traits(traits_of("sciatca"), traits_of("sciatica")) > shared_traits(traits_of("neck"), traits_of("back"))
    True
    """
    return 2 * (one & other).bit_count() / (one.bit_count() + other.bit_count())
