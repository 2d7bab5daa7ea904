"""The fonts of this computer, and what a figure writes where none of them has a letter, or a name has no room."""

import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

from modality_lab.words import listed, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAMILY = "DejaVu Sans"
"""The font of every figure. It comes with matplotlib and has Latin, Greek, Cyrillic, Arabic and Hebrew letters."""

PREFERRED = [
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"),
    *("Noto Sans Devanagari", "Lohit Devanagari", "Noto Sans Thai", "Noto Emoji", "Symbola"),
    *("Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "Nirmala UI", "Leelawadee UI", "Segoe UI Emoji"),
    *("Segoe UI Symbol", "PingFang SC", "Hiragino Sans", "Hiragino Sans GB", "Apple SD Gothic Neo"),
    *("Kohinoor Devanagari", "Thonburi", "Arial Unicode MS"),
]
"""Where letters beyond those are looked for first: well-drawn fonts of Debian, Windows and macOS."""

UNFIT = re.compile("last ?resort|adobe blank|notdef|color ?emoji|dejavu|^cm|stix(non|si)", re.IGNORECASE)
"""Families that have a box for every letter, or pictures that matplotlib cannot draw; or that add nothing here."""

LONGEST = 80
"""A name of more letters has no room in a figure."""


class FigureWords:
    """What a figure writes for each name: the name itself, or other words where it cannot be drawn.

    Parameters
    ----------
    names : mapping of str to str
        The name of each thing, by its id.
    short_names : mapping of str to str, optional
        What is written where a name cannot be; where this cannot be either, the id is written, in plain words.
    longest : int
        The most letters for which there is room.

    Attributes
    ----------
    words : dict of str to str
        What the figure writes, by id.
    note : str
        A sentence, with a space before it, on what stands for which name; '' where every name is drawn.

    Examples
    --------
    >>> names = FigureWords({"nmt": "Neuromuscular therapy", "dtm": "deep " * 30}, {"dtm": "DTM"})
    >>> names.words
    {'nmt': 'Neuromuscular therapy', 'dtm': 'DTM'}
    >>> names.note
    ' The figure writes "DTM" for a text of 149 letters, for which it has no room.'
    """

    def __init__(
        self, names: Mapping[str, str], short_names: Mapping[str, str] | None = None, longest: int = LONGEST
    ) -> None:
        self.words: dict[str, str] = {}
        too_long, not_drawn = [], []
        for identifier, name in names.items():
            name = name.strip()
            texts = [name, (short_names or {}).get(identifier, name), plain(identifier)]
            fitting = (text for text in texts if len(text) <= longest and not lacking(text))
            shown = next(fitting, f"{plain(identifier)[: longest - 1]}…")
            self.words[identifier] = shown
            if len(name) > longest:
                too_long.append(f'"{shown}" for a text of {len(name)} letters')
            elif shown != name:
                not_drawn.append(f'"{shown}" for "{name}"')
        self.note = _note(too_long, ", for which it has no room") + _note(
            not_drawn, ", as this computer has no font for all its letters"
        )


def _note(pairs: list[str], reason: str) -> str:
    """Return the sentence on what stands for what, the first three of them; '' where nothing does."""
    more = [f"{len(pairs) - 3} more"] if len(pairs) > 3 else []
    return f" The figure writes {listed([*pairs[:3], *more])}{reason}." if pairs else ""


def lacking(text: str) -> set[str]:
    r"""Return the letters of a text that no font of this computer has.

    Parameters
    ----------
    text : str
        What is to be drawn.

    Returns
    -------
    set of str
        The letters.

    Examples
    --------
    >>> lacking("Größe"), lacking("deep\a")
    (set(), {'\x07'})
    """
    return {letter for letter in text if letter != "\n" and not _family_with(letter)}


def give_fonts(figure: "Figure") -> None:
    """Let each text of a figure have the fonts that its letters need.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        A figure whose texts are in the font of every figure.

    Examples
    --------
    >>> from modality_lab.charts.chart import canvas
    >>> figure, axes = canvas(height=2)
    >>> give_fonts(figure)
    """
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        families = list(dict.fromkeys([FAMILY, *filter(None, map(_family_with, text.get_text()))]))
        if len(families) > 1:
            text.set_fontfamily(families)


@cache
def _family_with(letter: str) -> str | None:
    """Return the first family of fonts that has a letter; for the usual ones no font is asked."""
    if ord(letter) < 0x250 and letter.isprintable():
        return FAMILY
    with without_remarks():
        return next((family for family in _families() if ord(letter) in _letters(family)), None)


@contextmanager
def without_remarks() -> Iterator[None]:
    """Work with matplotlib, and keep its remarks on fonts and room, meant for those who write code, out of a lesson.

    Yields
    ------
    None
        Nothing.

    Examples
    --------
    >>> with without_remarks():
    ...     warnings.warn("Glyph 128134 missing from current font.")
    """
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _load_matplotlib()
            yield
    finally:
        log.setLevel(level)


def _load_matplotlib() -> None:
    """Load matplotlib, which does not load where somebody's MPLBACKEND names a window that it does not know."""
    if "matplotlib" in sys.modules:
        return
    backend = os.environ.pop("MPLBACKEND", None)
    import matplotlib as mpl

    if backend is not None:
        os.environ["MPLBACKEND"] = backend
        with suppress(ValueError):
            mpl.rcParams["backend"] = backend


@cache
def _families() -> list[str]:
    from matplotlib.font_manager import fontManager

    there = {font.name for font in fontManager.ttflist if not UNFIT.search(font.name)}
    preferred = [family for family in PREFERRED if family in there]
    return [FAMILY, *preferred, *sorted(there.difference(preferred))]


@cache
def _letters(family: str) -> frozenset[int]:
    """Return the numbers of the letters that a family has both in its usual and in its bold face."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    try:
        faces = [findfont(FontProperties(family=[family], weight=weight)) for weight in ("normal", "bold")]
        usual, bold = (get_font(face).get_charmap().keys() for face in faces)
    except (OSError, RuntimeError, ValueError):
        # A font file that cannot be read has no letters.
        return frozenset()
    return frozenset(usual & bold)
