"""Tests of the letters of a file: read right, or named with a word as it was read; never good over garbage."""

import random
import re
import time
import unicodedata
from collections import Counter

import pytest
from words_of_languages import LANGUAGES

from modality_lab import check_tables, load_tables
from modality_lab.tables.letters import text_of
from modality_lab.tables.plausible import first_garbled
from modality_lab.tables.western import doubts
from modality_lab.words import KitError

SLOWEST = 2.0  # seconds of computing
HEAD = (
    "modality,name,short_name,definition,source_id,source_section,source_points\n"
    "nmt,Neuromuscular therapy,NMT,Works on tight spots.,article,What is Neuromuscular Therapy?,A02\n"
    "dtm,"
)
TAIL = ",DTM,Reaches deeper muscle.,article,What is Deep Tissue Massage?,A11\n"


def saved(words, page):
    """Return a table with these words, in bytes and as text: letters that the code page lacks are left out."""
    words = unicodedata.normalize("NFD", words) if page == "cp1258" else words
    raw = words.encode(page, "ignore")
    return HEAD.encode() + raw + TAIL.encode(), HEAD + raw.decode(page) + TAIL


@pytest.fixture
def read(tmp_path):
    def read(raw):
        path = tmp_path / "modalities.csv"
        path.write_bytes(raw)
        return text_of(path)

    return read


def outcome(read, words, page):
    raw, text = saved(words, page)
    if raw.isascii():
        return "plain"
    try:
        return "right" if read(raw) == text else "wrong"
    except KitError as error:
        said = str(error)
    return "named" if "Save as, CSV UTF-8" in said and re.search(r'Row 3 reads "[^"]', said) else said


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_older_letters_are_read_right_or_named(read, language):
    pages, words = LANGUAGES[language]
    cells = [*words.split("; "), words]
    outcomes = {(cell, page): outcome(read, cell, page) for cell in cells for page in pages.split()}
    print(language, dict(Counter(outcomes.values())))
    assert [found for found in outcomes.items() if found[1] not in ("right", "named", "plain")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_unicode_are_never_alarmed(read, language):
    for cell in [*LANGUAGES[language][1].split("; "), LANGUAGES[language][1]]:
        for words in [cell, cell.upper(), f"“{cell}”", f"«\xa0{cell}\xa0»", f"„{cell}“ – {cell.upper()}…", f"{cell}?"]:
            for page in ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]:
                text = HEAD + words + TAIL
                assert read(text.encode(page)) in (text, "\ufeff" + text), page


@pytest.mark.parametrize("language", ["French", "German", "Spanish", "Portuguese", "Icelandic"])
def test_western_tables_with_several_words_are_read(read, language):
    raw, text = saved(LANGUAGES[language][1], "cp1252")
    assert read(raw) == text


@pytest.mark.parametrize(
    "words",
    [
        "The client’s café – “slow” work at 45° for ½ hour",
        "Señora Muñoz",
        "Größe",
        "Massage très léger",
        "It’s 30–60 minutes • 20 €",
        "Don’t press • naïve",
        "Sjögren",
        "René",
    ],
)
def test_short_western_texts_are_read(read, words):
    raw, text = saved(words, "cp1252")
    assert read(raw) == text


@pytest.mark.parametrize(
    "words, page, word",
    [
        ("Derin doku masajı", "cp1254", "masajý"),
        ("Masaż głęboki", "cp1250", "g³êboki"),
        ("Глубокий", "cp1251", "Ãëóáîêèé"),
        ("Masaje clásico", "mac_roman", "cl‡sico"),
        ("Masaje clásico", "cp850", "cl"),
        ("Chacun à son tour", "cp850", "…"),
        ("Krčma", "cp1250", "Krèma"),
    ],
)
def test_a_word_that_may_mean_something_else_is_named_as_read(read, words, page, word):
    with pytest.raises(KitError, match=f'Row 3 reads "{re.escape(word)}"'):
        read(saved(words, page)[0])


def test_a_row_is_counted_as_a_spreadsheet_shows_it(read):
    cell = 'term,"two\nlines, ""quoted"""\r\nother,\xff\xff\n'
    with pytest.raises(KitError, match='Row 2 reads "ÿÿ"'):
        read(cell.encode("latin-1"))


# Read in the wrong letters and saved again


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1250", "cp1251", "mac_roman", "cp437", "cp850", "cp1254"])
@pytest.mark.parametrize("words", ["Café", "Größe", "Masaż głęboki", "Señora", "It’s", "tête-à-tête", "Глубокий"])
def test_letters_that_were_read_twice_are_named(read, words, page):
    twice = "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in words.encode())
    with pytest.raises(KitError, match=r"^Row 3 reads .* is meant"):
        read((HEAD + twice + TAIL).encode())


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1251", "mac_roman", "cp437", "cp850"])
@pytest.mark.parametrize("words", ["Café", "Größe tief", "Masaż głęboki"])
def test_letters_that_were_read_wrongly_twice_are_named(read, words, page):
    for _ in range(2):
        words = "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in words.encode())
    with pytest.raises(KitError, match=r"^Row 3 reads .* is meant"):
        read((HEAD + words + TAIL).encode())


@pytest.mark.parametrize("words, page", [
    ("Café", "gbk"), ("Größe tief", "gbk"), ("Masaż głęboki", "gbk"), ("Глубокий массаж", "gbk"),
    ("深层按摩", "gbk"),
])  # fmt: skip
def test_letters_that_were_read_in_pairs_of_bytes_are_named(read, words, page):
    with pytest.raises(KitError, match=r"^Row 3 reads .* is meant"):
        read((HEAD + words.encode().decode(page) + TAIL).encode())


@pytest.mark.parametrize("words", [
    "Masa\ufffd", "g??boki", "Caf?s", "M?SCULO", "??????? ??????", "d?j?", "??d?", "massag? ? l’huile", "?al??ma",
    "Grï¿½e", "Gr锟斤拷e", "GrпїЅe", "caf¿s", "gr\u25a1ße",
])  # fmt: skip
def test_lost_letters_are_named(read, words):
    with pytest.raises(KitError, match=r'^Row 3 reads ".*": a letter .*is lost\.'):
        read((HEAD + words + TAIL).encode())


@pytest.mark.parametrize(
    "words",
    [
        "Why?",
        "(?)",
        "?fracture",
        "Is it new? Then refer",
        "Well ? yes",
        "¿Qué tal?",
        "\u25a1 yes",
        "B超, 偶 and 偶然",
        "???",
        "Really?? Yes",
        "Pain?Yes",
        "https://example.org/page.php?article=2728",
        "www.example.org/?id=a",
        "example.org/list?sort=up&x?y",
        "“CAFÉ”",
        "“É…”",
        "RÉSUMÉ’S",
        "IRMÃ…",
        "ЛЬВІВ",
        "СІРІ ОЧІ",
        "РІК",
        "β-endorphin, 5 µg",
        "T恤",
        "«NÃO»",
        "45 °C",
        "½",
    ],
)
def test_what_only_looks_like_lost_or_twice_read_letters_is_fine(words):
    assert first_garbled(words) is None


def test_garbage_is_a_problem_of_its_file_and_is_never_called_good(tmp_path):
    (tmp_path / "modalities.csv").write_bytes(saved("Derin doku masajı", "cp1254")[0])
    report = check_tables(tmp_path)
    assert 'The file cannot be read. Row 3 reads "masajý"' in repr(report)
    with pytest.raises(KitError, match="masajý"):
        load_tables(tmp_path)


@pytest.mark.timed
@pytest.mark.parametrize(
    "words",
    ["Plain words, and why? ", "Größe, Café, naïve ", "Глубокий массаж, спина ", "深层按摩，背痛 ", "a" * 5000 + "é,"],
)
def test_twenty_megabytes_are_looked_through_in_time(words):
    text = words * (20_000_000 // len(words.encode()))
    start = time.process_time()
    assert first_garbled(text) is None
    assert time.process_time() - start < 1
    doubts(text)
    assert time.process_time() - start < SLOWEST


@pytest.mark.timed
def test_very_many_words_with_accents_are_looked_through_in_time():
    letters = random.Random(1).choices("abcdeéèüßñøàçö", k=8_000_000)
    text = re.sub("(.{7})(.{80})", r"\1 \2\n", "".join(letters))
    start = time.process_time()
    doubts(text)
    assert time.process_time() - start < SLOWEST
