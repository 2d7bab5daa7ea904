"""Which table a file is, or is meant as, by its name and its first row; and what needs no word."""

import difflib
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.file_endings import Sort, ending_of, sort_of
from modality_lab.tables.switchboard import SWITCHBOARD, TABLE

# Files that programs leave for themselves: Mac, Windows, network drives, and editors while a file is open.
_LEFTOVER = re.compile(
    r"\._.*|\.~.*|~\$.*|\.\#.*|\#.+\#|~.*\.tmp|desktop\.ini|thumbs\.db.*|ehthumbs.*\.db|icon[\r\uf00d]|__macosx|"
    r"\$recycle\.bin|recycler|system volume information|@eadir|\#recycle|__pycache__",
    re.IGNORECASE | re.DOTALL,
)
# How texts are called that go with a folder.
_GOES_WITH_A_FOLDER = re.compile(
    r"(read_?me|licen[cs]e|copying|notices?|notes?|requirements|runtime|changelog|authors|credits|todo|cname|"
    r"makefile|dockerfile)(?![a-z])",
    re.IGNORECASE,
)
# What programs and people add to the name of a copy, such as "Copia de sessions" or "our sessions v2".
_WORDS_OF_A_COPY = """
    a acceso af aktuell alt alte autosave autosaved av backup bak bearbeitet book by clean collegamento copia copie
    copies copy corrected csv da dal data datei de definitief definitiva definitivo del der des di die directo
    download draft du edit edited el endgultig entwurf export exported feuil feuille file final finale finished
    fixed foglio from hoja il kopi kopia kopie kopiera kopija kopio kopya la last latest le libro los mappe mein
    meine mes mi mijn mine mis mon my nd neu neue new nos nouveau nouvelle nuestra nuestras nuestros nuevo nuova
    nuovo of old older onze our ours page raccourci rd recovered rev revised saved school sheet shortcut st tab
    tabell tabella tabelle tabla tablas table tableau tableaux tables temp test th the tmp un unsere updated v van
    ver verknupfung versie version versione von workbook your
"""
_OF_A_COPY = frozenset(_WORDS_OF_A_COPY.split())
_CONFLICT = re.compile(r"conflict|konflikt|conflit", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")
# OneDrive puts the name of a computer behind the name of a file: on Windows mostly in capitals.
_COMPUTER = re.compile(
    r"(?<=[a-z])-[A-Z0-9]{2,}(-[A-Z0-9]+)*$"
    r"|[-_ ](?:[^-_ ]*[-_ ])?(?i:desktop|laptop|macbook|imac|mac-mini|thinkpad|surface|ipad|iphone)\b.*$"
)


def table_named(name: str) -> str | None:
    """Return the table that a file holds by its name.

    Parameters
    ----------
    name : str
        The name of the file.

    Returns
    -------
    str or None
        The name of the table, or "switchboard"; None for a file that is called otherwise.

    Examples
    --------
    >>> table_named("Sessions.CSV"), table_named("prices.csv")
    ('sessions', None)
    """
    return _tables().get(name.lower())


@cache
def _tables() -> dict[str, str]:
    return {resource["path"]: table for table, resource in dictionary().items()} | {SWITCHBOARD: TABLE["name"]}


def is_leftover(name: str) -> bool:
    r"""Return whether a computer or a program has left a file or folder there for itself.

    Parameters
    ----------
    name : str
        The name of the file or folder.

    Returns
    -------
    bool
        Whether nobody needs a word on it.

    Examples
    --------
    >>> [is_leftover(name) for name in ("._sessions.csv", ".DS_Store", "~$tables.xlsx", ".git", "Icon\r")]
    [True, True, True, True, True]
    >>> is_leftover("sessions.csv"), is_leftover(".sessions.csv.icloud")
    (False, False)
    """
    if _LEFTOVER.fullmatch(name):
        return True
    if not name.startswith(".") or name == ".":
        return False
    # What is hidden is a program's own, unless it is a table or a workbook that iCloud or somebody has hidden.
    return ending_of(name) != ".csv" and sort_of(name) not in (Sort.WORKBOOK, Sort.IN_THE_CLOUD)


def goes_with_a_folder(name: str) -> bool:
    """Return whether nobody would mean a file as a table: a document, a picture, a program.

    A school's folder is often a repository with a README, a licence and photos in it. A word on each of them, in
    every lesson, would hide the one that matters. What may hold tables, such as any workbook, is not among them.

    Parameters
    ----------
    name : str
        The name of the file.

    Returns
    -------
    bool
        Whether it needs no word.

    Examples
    --------
    >>> [goes_with_a_folder(name) for name in ("README.md", "hands.jpg", "LICENSE", "notes 2.txt", "rules.docx")]
    [True, True, True, True, False]
    >>> goes_with_a_folder("Book1.xlsx"), goes_with_a_folder("prices.csv")
    (False, False)
    """
    if sort_of(name) is Sort.DOCUMENT:  # Somebody may have typed a table in a word processor.
        return table_meant(name) is None
    if ending_of(name) in ("", ".txt"):
        return bool(_GOES_WITH_A_FOLDER.match(name))
    return sort_of(name) in (Sort.PICTURE_OR_SOUND, Sort.PROGRAM)


@lru_cache(maxsize=4096)
def table_meant(name: str) -> str | None:
    """Return the table that a file is nearly called like.

    Parameters
    ----------
    name : str
        The name of the file.

    Returns
    -------
    str or None
        The name of the table, or "switchboard"; None where none is near.

    Examples
    --------
    >>> table_meant("session.csv"), table_meant("Our tables - sessions (1).csv"), table_meant("prices.csv")
    ('sessions', 'sessions', None)
    >>> table_meant("sessions-DESKTOP-7QK2.csv"), table_meant("Copia de modality.xlsx"), table_meant("focus group.csv")
    ('sessions', 'modalities', None)
    """
    stem = _without_endings(name[-300:])
    for part in dict.fromkeys(
        (stem, stem.rpartition(" - ")[2], _BRACKETS.sub(" ", stem), _COMPUTER.sub("", _BRACKETS.sub(" ", stem)))
    ):
        words = _words(part)
        found = _nearest(words) or _nearest([word for word in words if word not in _OF_A_COPY])
        if found:
            return found
    return _in_conflict(stem) if _CONFLICT.search(stem) else None


def _without_endings(name: str) -> str:
    """Return a name without its ending, and without those of tables, workbooks and packed files before it."""
    while (ending := ending_of(name)) and " " not in ending:
        name = name[: name.rindex(".")]
        if sort_of(name) not in (Sort.TEXT, Sort.WORKBOOK, Sort.PACKED) or not ending_of(name)[1:].isalpha():
            break
    return name


def _words(text: str) -> list[str]:
    """Return the words of a name in small letters, without accents, digits and marks."""
    return re.findall("[a-z]+", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower())


def _nearest(words: list[str]) -> str | None:
    """Return the table whose name is nearest, of one thing as of many."""
    found = "_".join(words)[:80]
    near = difflib.get_close_matches(found, _tables().values(), n=1, cutoff=0.85)
    if near or not found:
        return near[0] if near else None
    of_one = {_of_one(name.split("_")): name for name in _tables().values()}
    near = difflib.get_close_matches(_of_one(words)[:80], of_one, n=1, cutoff=0.92)
    return of_one[near[0]] if near else None


def _in_conflict(stem: str) -> str | None:
    """Return the table with whose name a copy begins or ends that a shared folder has made at a conflict."""
    found = f"_{_of_one(_words(stem))}_"
    for name in sorted(_tables().values(), key=len, reverse=True):
        one = f"_{_of_one(name.split('_'))}_"
        if found.startswith(one) or found.endswith(one):
            return name
    return None


def _of_one(words: list[str]) -> str:
    """Return words as for one thing: "modalities" and "modality" become the same."""
    return "_".join(re.sub("ies$", "y", word) if word.endswith("ies") else word.removesuffix("s") for word in words)


def table_of_first_row(start: bytes) -> str | None:
    """Return the table whose columns stand in the first row of a file, whatever the file is called.

    Parameters
    ----------
    start : bytes
        What the file begins with.

    Returns
    -------
    str or None
        The name of the table, or "switchboard"; None where the row has less than half of the columns of each.

    Examples
    --------
    >>> table_of_first_row(b"term;meaning;source_id;source_section"), table_of_first_row(b"price,minutes")
    ('glossary', None)
    """
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    alike: dict[str, float] = {}
    for row in start.decode(encoding, errors="replace").splitlines()[:5]:
        cells = {cell.strip(" \"'").lower() for cell in re.split(r"[,;\t|]", row)} - {""}
        for table, columns in _columns().items():
            of_its_own = columns - _shared_columns()
            if 2 * len(cells & of_its_own) >= max(len(of_its_own), 4) and 2 * len(cells & columns) >= len(cells):
                alike[table] = len(cells & columns) / len(cells | columns)
    return max(alike, key=alike.__getitem__) if alike else None


@cache
def _columns() -> dict[str, set[str]]:
    resources = [*dictionary().values(), TABLE]
    return {each["name"]: {field["name"] for field in each["schema"]["fields"]} for each in resources}


@cache
def _shared_columns() -> set[str]:
    """Return the columns that many tables have, such as that of the source: they tell no table from another."""
    counts = Counter(column for columns in _columns().values() for column in columns)
    return {column for column, count in counts.items() if count > len(_columns()) / 4}
