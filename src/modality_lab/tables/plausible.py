"""Whether a text can be what somebody wrote: not read in the wrong letters and saved again, and with no letter lost."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from heapq import merge
from html.entities import html5
from urllib.parse import unquote

from modality_lab.tables.cells import quotable

# Ways to read a file. Where one in UTF-8 was read so and saved again, two to four marks stand for each letter.
_READ_AS = ["cp1252", "latin-1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "mac_roman", "cp437", "cp850"]
# Those in which two bytes are one letter, as on computers in China, Taiwan, Japan and Korea.
_READ_IN_PAIRS = ["gbk", "big5", "cp932", "cp949"]
# What they can stand for: letters of one script, or marks that programs put in by themselves.
_MARKS = "\u00a0-\u00bf×÷\u2010-\u2026\u2030\u2032\u2039-\u203a€™−\ufeff "
_WESTERN = re.compile(f"[{_MARKS}À-\u017fȘ-țƠơƯư\u0300-\u0323Ḁ-ỿ\ufb01\ufb02]+")
_OTHER_SCRIPTS = re.compile(
    f"[{_MARKS}Ͱ-Ͽἀ-῿]+|[{_MARKS}\u0400-\u052f№]+|[{_MARKS}\u0590-\u05ff]+|[{_MARKS}\u0600-\u06ff\u200c\u200d]+"
    f"|[{_MARKS}\u0900-\u0dff\u200c\u200d]+|[{_MARKS}\u0e00-\u0e7f]+|[{_MARKS}\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+"
    f"|[{_MARKS}\uac00-\ud7af]+|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+"
)
# Where letters were read in the wrong way two marks stand beside each other, or a letter of Asia stands.
_MAY_BE_MISREAD = re.compile("[^\0-\x7f](?:[^\0-\x7f]|(?<=[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]))")
# Longer than any cell may be, a text is looked at in parts: many are the same.
_NOT_PLAIN = re.compile(r"[\0-\x7f]?[^\0-\x7f]{1,5000}+(?:[!-~][^\0-\x7f]{1,5000}+){0,5000}+[\0-\x7f]?")
# They also stand behind a capital at the end of a text: "CAFÉ”".
_OF_ASIA = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]++")
_ENDINGS = "”’“‘…–—»«›\xa0.,"
# A letter that is lost within a word, words of which no letter is left, and one of a single letter beside another.
# The mark of a lost letter as it looks when it was saved once more in the wrong letters, such as "ï¿½".
_LOST_BEFORE = [*{b"\xef\xbf\xbd".decode(page) for page in _READ_AS}, (b"\xef\xbf\xbd" * 2).decode("gbk")]
_LOST = re.compile(
    rf"\ufffd|{'|'.join(map(re.escape, _LOST_BEFORE))}"
    r"|\?(?<=[^\W\d_]\?)(?=\?*+[^\W\d_A-Z])|\?(?<=[A-Z]{2}\?)(?=\?*+[A-Z])|\?(?<=[A-Z]\?)(?=\?*+[A-Z]{2})"
    r"|\?(?<![\w?]\?)(?=\?+ \?\?|\?{4})|\?(?<=[^\W\d_]\?)(?= \? \w)|\?(?<![^\s,;\"]\?)(?=\?*+[^\W\d_A-Z]++\?)"
    # The question mark that Spanish puts before a question never ends a word; a box may be one to tick.
    r"|\xbf(?<=[^\W\d_].)|\u25a1(?<=[^\W\d_].)(?=[^\W\d_])|\u25af(?<=[^\W\d_].)(?=[^\W\d_])"
)
_STAND_INS = [*"\ufffd\xbf\u25a1\u25af", *_LOST_BEFORE]  # Beside the question mark.
# How programs write a letter by plain marks alone, each by what it begins with, and with what reads it: for web pages,
# addresses, mail and code.
_CODES: dict[str, tuple[re.Pattern[str], Callable[[str], str]]] = {
    "&": (
        re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});"),
        lambda code: html.unescape(code) if "#" in code else html5.get(code[1:], code),
    ),
    "%": (re.compile(r"%[C-F][0-9A-F](?:%[89AB][0-9A-F])+"), lambda code: unquote(code, errors="strict")),
    "=": (
        re.compile(r"=[C-F][0-9A-F](?:=[89AB][0-9A-F])+"),
        lambda code: unquote(code.replace("=", "%"), errors="strict"),
    ),
    "\\": (
        re.compile(r"\\(?:u[0-9A-Fa-f]{4}|x[89A-Fa-f][0-9A-Fa-f])"),
        lambda code: chr(int(code.lstrip("\\ux"), 16)),
    ),
    "<": (re.compile(r"<U\+[0-9A-F]{4,6}>"), lambda code: chr(int(code.strip("<U+>"), 16))),
    "+": (re.compile(r"\+[AB][A-Za-z0-9+/]{2,20}-"), lambda code: code.encode().decode("utf-7")),
}
_END_OF_WORD = re.compile(r'[\s,;"]|\Z')
_AGAIN = "Write each such word again, or save the table as CSV UTF-8 where its words are still whole."
_ADDRESS = re.compile(r"[/=@]|www\.")
_LINK = re.compile(r"://|www\.")


@dataclass(frozen=True)
class Garbled:
    """A word that nobody wrote so.

    Attributes
    ----------
    at : int
        Where it begins in the text.
    word : str
        The word, short enough for a sentence.
    said : str
        What is said of the row that holds it, and what to do.
    """

    at: int
    word: str
    said: str


def first_garbled(text: str) -> Garbled | None:
    """Return the first word of a text that nobody wrote so.

    Parameters
    ----------
    text : str
        The text of a file or of a cell.

    Returns
    -------
    Garbled or None
        The word; None when every word can be what was written.

    Examples
    --------
    >>> first_garbled("Why? A café, Größe, глубокий массаж, 深层按摩")
    >>> first_garbled("A cafÃ© nearby").word
    'cafÃ©'
    >>> first_garbled("Masa? g??boki").word, first_garbled("Massag? ? l'huile").word
    ('g??boki', 'Massag?')
    """
    misread = _misread(text) if any(map(_MAY_BE_MISREAD.search, not_plain(text))) else None
    there = {mark for part in not_plain(text) for mark in _STAND_INS if mark in part}
    found = [next(_lost(text, ["?", *there]), None), *_coded(text), misread]
    return min(filter(None, found), key=lambda garbled: garbled.at, default=None)


def not_plain(text: str) -> Iterator[str]:
    r"""Yield the parts of a text that have other than plain letters and marks: few, and the others need no look.

    Parameters
    ----------
    text : str
        The text.

    Yields
    ------
    str
        A few whole lines of it.

    Examples
    --------
    >>> list(not_plain("Größe")), list(not_plain("Why?"))
    (['Größe'], [])
    """
    if not text.isascii():
        yield from (part for part in parts_of(text, 1_000) if not part.isascii())


def parts_of(text: str, length: int) -> Iterator[str]:
    r"""Yield whole lines of a text, some at a time: a second copy of it all would double the memory.

    Parameters
    ----------
    text : str
        The text.
    length : int
        A part ends with the line that goes beyond so many letters.

    Yields
    ------
    str
        A part; together they are the text.

    Examples
    --------
    >>> list(parts_of("neck\nhip\nknee", 5))
    ['neck\nhip\n', 'knee']
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start + length) + 1 or len(text)
        yield text[start:end]
        start = end


def word_at(text: str, at: int) -> str:
    """Return the word that stands at a place of a text, short enough for a sentence.

    Parameters
    ----------
    text : str
        The text.
    at : int
        A place within the word.

    Returns
    -------
    str
        The word.

    Examples
    --------
    >>> word_at("name,Derin doku,30", 11)
    'doku'
    """
    return quotable(text[_start(text, at) : _end(text, at)], 40)


def _start(text: str, at: int) -> int:
    before = max(0, at - 200)
    return before + max((found.end() for found in re.finditer(r'[\s,;"]', text[before:at])), default=0)


def _end(text: str, at: int) -> int:
    found = _END_OF_WORD.search(text, at + 1, at + 201)
    return found.start() if found else at + 200


def _lost(text: str, stand_ins: Iterable[str]) -> Iterator[Garbled]:
    """Yield the words that have lost letters; a question mark within an address has its own meaning."""
    places = merge(*[_places(mark, text) for mark in stand_ins])  # Few, and sooner found than by the pattern.
    for found in filter(None, (_LOST.match(text, at) for at in places)):
        start, end = _start(text, found.start()), _end(text, found.start())
        if found[0] == "?" and _ADDRESS.search(text, start, end):
            continue
        word = word_at(text, found.start())
        where = " where the question mark stands" if found[0] == "?" and word.strip("?") else " of it"
        said = f'reads "{word}": a letter{where} is lost. {_AGAIN}'
        yield Garbled(start, word, said)


def _places(mark: str, text: str) -> Iterator[int]:
    """Yield each place of a mark in a text, from its start."""
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def _coded(text: str) -> Iterator[Garbled]:
    """Yield the first word with each kind of code that a program has put in place of a letter; links are written so."""
    for mark, (pattern, read) in _CODES.items():
        for found in pattern.finditer(text) if mark in text else ():
            start, end = _start(text, found.start()), _end(text, found.start())
            if _LINK.search(text, start, end) or _decoded(found, read) == found[0]:
                continue
            # A code may end in a mark that else ends a word.
            rest = re.findall(rf"\A(?:{pattern.pattern}|\w)*+", text[found.end() : found.end() + 200])
            word = text[start : found.end()] + rest[0]
            mended = pattern.sub(partial(_decoded, read=read), word)
            yield _meant(start, word, mended, "a program has put a code in place of a letter")
            break


def _decoded(code: re.Match[str], read: Callable[[str], str]) -> str:
    """Return what a code stands for, or the code where that is nothing that can be seen."""
    try:
        meant = read(code[0])
    except ValueError:
        return code[0]
    return meant if meant.isprintable() else code[0]


def _meant(start: int, word: str, mended: str, why: str) -> Garbled:
    word = quotable(word, 40)
    return Garbled(start, word, f'reads "{word}" where "{quotable(mended, 40)}" is meant: {why}. {_AGAIN}')


def _misread(text: str) -> Garbled | None:
    """Return the first word whose letters were read in the wrong way and saved so."""
    runs = "\n".join(dict.fromkeys(found[0] for found in _NOT_PLAIN.finditer(text)))
    found: dict[str, str] = {}
    for page in _READ_AS:
        for marks, meant in _misread_as(runs, page):
            found.setdefault(marks, meant)
    if _OF_ASIA.search(runs):
        for page in _READ_IN_PAIRS:
            for marks, meant in _misread_in_pairs(runs, page):
                found.setdefault(marks, meant)
    if not found:
        return None
    # Of those that begin at one place the longest says most.
    first = min(found, key=lambda marks: (text.find(marks), -len(marks)))
    at = text.find(first)
    start, end = _start(text, at), max(_end(text, at), at + len(first))
    word = mended = text[start:end]
    for marks in sorted(found, key=len, reverse=True):
        mended = mended.replace(marks, found[marks])
    return _meant(start, word, mended, "the file was opened in the wrong letters and saved")


def _misread_as(runs: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield marks, with the plain letter before them, that stand for letters in UTF-8 read as a code page."""
    pattern, byte_of = _sequences(page)
    for found in pattern.finditer(runs):
        meant = _in_unicode(found[0], byte_of)
        if not meant:
            continue
        start, end = found.span()
        before, after = runs[start - 1 : start], runs[end : end + 1]
        if _stands_for(found[0], meant, before, after):
            yield found[0], meant
        elif pattern.fullmatch(meant) and (first := _in_unicode(meant, byte_of)):
            yield found[0], first


def _in_unicode(marks: str, byte_of: Mapping[str, int]) -> str:
    """Return what marks stand for whose bytes are letters in UTF-8, or "" where they are not."""
    try:
        return bytes(byte_of[mark] for mark in marks).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _misread_in_pairs(runs: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield letters of Asia that stand for letters in UTF-8 of which two bytes at a time were read as one."""
    for found in _OF_ASIA.finditer(runs):
        try:
            meant = found[0].encode(page).decode("utf-8")
        except UnicodeError:
            continue
        # One or two alone may be words of their own; not so within a word of plain letters.
        in_word = runs[found.start() - 1 : found.start()].islower() and bool(_WESTERN.fullmatch(meant))
        if in_word or (len(found[0]) > 3 and (_WESTERN.fullmatch(meant) or _OTHER_SCRIPTS.fullmatch(meant))):
            yield found[0], meant


def _stands_for(marks: str, meant: str, before: str, after: str) -> bool:
    """Return whether marks stand for what they would mean, and not for themselves."""
    is_western, in_word, first = bool(_WESTERN.fullmatch(meant)), before.islower(), marks[0]
    if not is_western and (before.isalpha() or after.isalpha() or not _OTHER_SCRIPTS.fullmatch(meant)):
        return False
    letters = marks.rstrip(_ENDINGS)
    if letters.isalpha() and letters.isupper():  # Capitals with the end of a sentence, such as "CAFÉ…".
        starts = before.isascii() and not before.isalpha()
        starts &= (first in "ÃÂĂ" and marks[1:] == "\xa0") or (
            first < "\u0370" and after.islower() and marks[1:] != "’"
        )
        return in_word or (starts and len(meant) == 1 and len(marks) > 1)
    if len(meant) > 1:
        return not marks.isalpha() or not marks.islower()
    if first == "ƒ" or first in _ENDINGS or (first.isalpha() and first > "\u036f"):
        return in_word and is_western
    if marks.isalpha():
        return first.isupper() and (in_word or (first < "\u0370" and marks[1] in "ºªˇµ"))
    return is_western and (before.isalpha() or after.isalpha() or first in "ÃÂĂâ")


@cache
def _sequences(page: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return what finds letters in UTF-8 that were read as a code page, and the byte that each mark was."""
    marks = {byte: bytes([byte]).decode(page, "ignore") or chr(byte) for byte in range(0x80, 0x100)}
    ends = [(0x80, 0xC0), (0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5)]
    kept, one, two, three = ("".join(re.escape(marks[byte]) for byte in range(*pair)) for pair in ends)
    pattern = rf"(?:[{one}][{kept}]|[{two}][{kept}]{{2}}|[{three}][{kept}]{{3}})++"
    return re.compile(pattern), {mark: byte for byte, mark in marks.items()}
