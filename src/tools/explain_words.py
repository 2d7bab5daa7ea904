"""Write the meaning of a glossary word where it stands in a lesson: as its title, and in a fold below its paragraph.

Whoever writes a lesson only marks the word: <abbr>trigger point</abbr>, or, where the text says it otherwise,
<abbr data-word="trigger point">the sore spot</abbr>. `make notebooks` fills in the rest from data/glossary.csv.
The kit's words.js shows the title under the pointer, at a tap and by key, and hides the fold; it runs in JupyterLab, on
the page and on the pages to read. The fold is for where no script of ours runs, such as a notebook shown by a host of
code: Markdown may bring no script along, and a fold within a sentence would break it in two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.tables.loading import load_tables
from modality_lab.words import KitError, did_you_mean

MARKED = re.compile(r'<abbr(?: data-word="(?P<word>[^"]*)")?(?: title="[^"]*")?>(?P<said>[^<]*)</abbr>')
FOLD = '<details class="words">'
LIST = '<dl class="words">'


def meanings() -> dict[str, str]:
    """Return what each word of the kit's glossary means.

    >>> meanings()["range of motion"]
    'How far a joint can move.'
    """
    glossary = load_tables(KIT_FOLDER).glossary
    return dict(zip(glossary["term"], glossary["meaning"], strict=True))


def words_used(texts: Iterable[str], meaning_of: Mapping[str, str]) -> list[str]:
    """Return the glossary words that the Markdown of a lesson marks, each once, in the order of the alphabet.

    >>> words_used(["An <abbr>adhesion</abbr>.", "<abbr>Trigger points</abbr>"], meanings())
    ['adhesion', 'trigger point']
    """
    return sorted({_word(mark, meaning_of) for text in texts for mark in MARKED.finditer(text)}, key=str.lower)


def explained(texts: Iterable[str], meaning_of: Mapping[str, str]) -> list[str]:
    """Return the Markdown cells of a lesson with the meaning of each marked word, and a list where one is asked for.

    A paragraph `<dl class="words"></dl>` becomes the list of all words that the lesson marks.

    >>> explained(["The <abbr>range of motion</abbr>."], meanings())[0].splitlines()[0]
    'The <abbr title="How far a joint can move.">range of motion</abbr>.'
    """
    cells = list(texts)
    used = words_used(cells, meaning_of)
    return ["\n\n".join(_paragraphs(cell.split("\n\n"), used, meaning_of)) for cell in cells]


def _paragraphs(paragraphs: Iterable[str], used: list[str], meaning_of: Mapping[str, str]) -> Iterator[str]:
    for paragraph in paragraphs:
        if paragraph.startswith(FOLD):
            continue  # It was made here, and is made anew.
        if paragraph.startswith(LIST):
            yield _list(used, meaning_of)
            continue
        yield MARKED.sub(lambda mark: _titled(mark, meaning_of), paragraph)
        if marked := list(dict.fromkeys(_word(mark, meaning_of) for mark in MARKED.finditer(paragraph))):
            words = escape(", ".join(marked))
            yield f"{FOLD}<summary>In plain words: {words}</summary>{_list(marked, meaning_of)}</details>"


def _titled(mark: re.Match[str], meaning_of: Mapping[str, str]) -> str:
    word = f' data-word="{mark["word"]}"' if mark["word"] else ""
    return f'<abbr{word} title="{escape(meaning_of[_word(mark, meaning_of)])}">{mark["said"]}</abbr>'


def _list(words: Iterable[str], meaning_of: Mapping[str, str]) -> str:
    rows = (f"<dt><strong>{escape(word)}</strong></dt><dd>{escape(meaning_of[word])}</dd>" for word in words)
    return f"{LIST}{''.join(rows)}</dl>"


def _word(mark: re.Match[str], meaning_of: Mapping[str, str]) -> str:
    """Return the glossary word that a mark means, which may stand in the plural and begin with a capital letter."""
    marked = mark["word"] or mark["said"]
    lower = {word.lower(): word for word in meaning_of}
    for form in (marked.lower(), marked.lower().removesuffix("s"), marked.lower().removesuffix("es")):
        if form in lower:
            return lower[form]
    raise KitError(
        f'The glossary has no word "{marked}".{did_you_mean(marked, meaning_of)} Add it to data/glossary.csv, or name '
        f'the word that is meant: <abbr data-word="trigger point">{mark["said"]}</abbr>.'
    )
