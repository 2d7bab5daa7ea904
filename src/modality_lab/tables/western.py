"""Western letters: whether a file of an older kind is surely in them, so that an accent is what it looks like.

Such a file does not say how its letters are written: what is "è" in a French one is "č" in a Czech one. Each word with
other than plain letters gets points for being Western; a file with too few is not read, as it may say something else.
"""

import re
from functools import cache
from itertools import chain
from pathlib import Path

TABLE = Path(__file__).with_name("western_letters.txt")
"""The points of a letter between two others; src/tools/weigh_letters.py writes it."""

ENOUGH = 7
"""So many points a file needs: the odds are then 100 to 1 and better."""

MOST_LETTERS = 500_000
"""So much of the lines with an accent is looked at."""

_LETTERS = "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþßœ"
_NEVER, _NO_WORD, _DOUBTFUL = -4, -20, -6
# Others have such words too, when they are read as Western ones: alone they are not enough.
_SHORT, _ACCENT_FIRST, _CAPITALS = 3, 4, 4
_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸƒ]++")
# Words and names that stand alone in many an English text, and that no other writing looks like.
_IN_ENGLISH = frozenset(
    [
        "café",
        "cafés",
        "cliché",
        "clichés",
        "naïve",
        "façade",
        "fiancé",
        "fiancée",
        "résumé",
        "décor",
        "décolleté",
        "détente",
        "entrée",
        "passé",
        "andré",
        "chloë",
        "françois",
        "garcía",
        "gómez",
        "gonzález",
        "hernández",
        "jiménez",
        "josé",
        "köhler",
        "lópez",
        "martínez",
        "ménière",
        "müller",
        "muñoz",
        "noël",
        "pérez",
        "ramírez",
        "rené",
        "renée",
        "rodríguez",
        "sánchez",
        "schröder",
        "sjögren",
        "zoë",
    ]
)
_PAIRS = re.compile("(?<!\\w)(?:“([^“”\n]++)”|‘([^‘’\n]++)’|„([^„“”\n]++)[“”]|«([^«»\n]++)»)(?!\\w)")
# Marks that stand where no other writing has a letter.
_SAFE_MARKS = re.compile(
    r"""(?<![^\s,;"(])–(?=\s)|(?<=[^\d\s][ ])—(?=\s)|(?<=\d)–(?=\d)              # A dash between spaces or numbers.
    |\b(?:[A-Za-z]{4,}+|[Ii]t|[Hh]e|[Ss]he|[Ll]et|[Ww]ho)’s\b|(?<=[a-z]{3}s)’(?=\s)
    |\b(?:[Cc]an|[Dd]on|[Ii]sn|[Ww]on|[Aa]ren|[Hh]asn|[Dd]oesn|[Dd]idn|[Ww]asn|[Ww]eren|[Hh]aven|[Cc]ouldn|[Ww]ouldn|[Ss]houldn)’t\b
    |\bI’m\b|\b(?:I|[Ww]e|[Yy]ou|[Tt]hey|[Hh]e|[Ss]he|[Ii]t)’(?:re|ve|ll|d)\b
    |\b[Ss]’(?=(?:ils?|elles?|est|en|y|a|agit)\b)
    |\b(?:[CcDdJjLlMmNnTt]|[Qq]u)’(?=[aeiouyhàâéèêîôœAEIOUYHÀÂÉÈÊÎÔ][^\W\d_]{2}|(?:un|il|on|en|ai|eu|ou|où)\b)
    |(?<=\d)[ ]?[°€½¾]|(?<=\d)[ªº](?!\w)|\b[Nn]º(?=[ ]?\d)|[€£](?=[ ]?\d)|(?<![^\s,;"(])[½¾](?=[ ]\w)
    |(?<=\d)[ ]?×(?=[ ]?\d)|±(?=[ ]?\d)|\b(?:[ckm]?m)[²³](?!\w)|(?<=\d)[ ]?µ(?=[gm])|§(?=[ ]?\d)|©(?=[ ]?\d)
    |(?<![^\s,;"])•(?=\s)|(?<=[eyw])…(?!\w)|(?<=[a-z])®(?!\w)|(?<=l)·(?=l)|(?<=\s)·(?=\s)
    |(?<=[\d.!?%)])\xa0|\xa0(?=[\d%€])|(?<!\w)[¿¡](?=[A-ZÁÉÍÓÚÑ][a-zñáéíóú])""",
    re.VERBOSE,
)
_OTHER_MARK = re.compile(r"\w?[^\0-\x7f\w]\w?|\w?[ƒˆªºµ²³¹¼½¾ŠšŽžŸÿ]\w?")
_BETWEEN_WORDS = set("’–—·\xa0…“”‘«»")


def doubts(text: str) -> list[str]:
    """Return what is not surely Western in a text that was read as such.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    list of str
        Its doubtful words and marks, the worst first; none when the text is surely Western.

    Examples
    --------
    >>> doubts("Massage à l’huile, même pour une très longue année")
    []
    >>> doubts("Derin doku masajý")
    ['masajý']
    """
    text = _with_accents(text)
    first = _first_places(_WORD, text)
    points = {word: _points(word) for word in first if not word.isascii()}
    marks = _SAFE_MARKS.sub("", _PAIRS.sub(lambda pair: f'"{"".join(filter(None, pair.groups()))}"', text))
    first |= (others := _first_places(_OTHER_MARK, marks))
    points |= {found: _points_of_mark(found) for found in others}
    if not points or sum(points.values()) >= ENOUGH:
        return []
    return sorted(points, key=lambda word: (points[word], first[word]))


def _with_accents(text: str) -> str:
    """Return of a long text the first lines with other than plain letters: they say enough."""
    if len(text) <= MOST_LETTERS:
        return text
    kept, room = [], MOST_LETTERS
    for found in re.finditer(".*\n?", text):
        line = found[0][:MOST_LETTERS]
        if not line.isascii():
            kept.append(line)
            room -= len(line)
        if room <= 0:
            break
    return "".join(kept)


def _first_places(pattern: re.Pattern[str], text: str) -> dict[str, int]:
    """Return what a pattern finds in a text, each once, with the place where it stands first."""
    first: dict[str, int] = {}
    for found in pattern.finditer(text):
        first.setdefault(found[0], found.start())
    return first


def neighbours(word: str) -> list[str] | None:
    """Return each letter of a word that is not a plain one, between the letters beside it.

    Parameters
    ----------
    word : str
        The word.

    Returns
    -------
    list of str or None
        Three letters each, where "_" is the end of the word; None for what cannot be a Western word.

    Examples
    --------
    >>> neighbours("Señora")
    ['eño']
    """
    places = []
    for part in re.findall(f"{_WORD.pattern}|[^\0-\x7f]", word):
        if part.isascii():
            continue
        if not (part[1:].islower() or part.replace("ß", "S").isupper() or len(part) == 1):
            return None
        low = f"_{part.lower()}_"
        accented = [at for at, letter in enumerate(low) if letter > "\x7f"]
        if any(low[at] not in _LETTERS for at in accented):
            return None
        places += [low[at - 1 : at + 2] for at in accented]
    return places


def _points(word: str) -> int:
    places = neighbours(word)
    if places is None:
        return _NO_WORD
    if word.lower() in _IN_ENGLISH and not word.isupper():
        return ENOUGH
    points = sum(_table().get(place, _NEVER) for place in places)
    if len(word) < 3:
        return min(points, _SHORT)
    if word.isupper():
        return min(points, _CAPITALS)
    return min(points, _ACCENT_FIRST) if word[0] > "\x7f" else points


def _points_of_mark(found: str) -> int:
    """Return the points of a mark with what stands beside it: within a word, most are letters read amiss."""
    return (
        _DOUBTFUL
        if _BETWEEN_WORDS.intersection(found) or not (found[0].isalpha() and found[-1].isalpha())
        else _NO_WORD
    )


@cache
def _table() -> dict[str, int]:
    lines = (line.split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return dict(
        chain.from_iterable(
            ((pair[0] + letter + pair[1], int(points)) for pair in pairs) for letter, points, *pairs in lines
        )
    )
