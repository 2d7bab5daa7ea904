"""Which letters of a file are whole, and what is said of those that are not: word for word."""

import tracemalloc

import pytest

from modality_lab.tables import letters, western
from modality_lab.tables.letters import text_of, without_hidden_marks
from modality_lab.tables.plausible import first_garbled, word_at
from modality_lab.tables.western import doubts, neighbours
from modality_lab.words import KitError

AGAIN = "Write each such word again, or save the table as CSV UTF-8 where its words are still whole."
ELSEWHERE = "Open it where its words look right, such as the program that saved it, and choose Save as, CSV UTF-8."


@pytest.fixture
def text_from(tmp_path):
    def read(raw):
        path = tmp_path / "a.csv"
        path.write_bytes(raw)
        return text_of(path)

    return read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_text_of_a_file_is_read_in_its_letters(text_from, encoding):
    text = "site,why\r\ncafé,“so”\r\n"
    assert text_from(text.encode(encoding)).removeprefix("\ufeff") == text


def test_the_marks_of_unicode_may_stand_either_way_round(text_from):
    text = "site,why\ncafé,so\n"
    for mark, encoding in ((b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"), (b"\xfe\xff", "utf-16-be")):
        assert text_from(mark + text.encode(encoding)).removeprefix("\ufeff") == text
    assert text_from("a\tb\r\né".encode("utf-16-le")) == "a\tb\r\né" and text_from("~ a".encode("utf-16-be")) == "~ a"


WORKBOOK = "It is a spreadsheet workbook, not CSV. Open it and choose Save as, CSV UTF-8."
PICTURE = "It is a picture or a document, not a table."
BYTES = "It holds bytes that are not text. Open it in your spreadsheet and choose Save as, CSV UTF-8."


@pytest.mark.parametrize("raw, says", [
    (b"PK\x03\x04x", WORKBOOK), (b"\xd0\xcf\x11\xe0x", WORKBOOK), (b"\x89PNGx", PICTURE), (b"%PDF-1.4", PICTURE),
    (b"GIF89a", PICTURE), (b"\xff\xd8\xffx", PICTURE), (b"site\0why", BYTES), (b"site\0\xe9why", BYTES),
    (b"site,why\nneck,so\ncaf\xe9,Gr\xc3\xb6\xc3\x9fe\n", 'Some of its letters are written in one way and some in '
        f'another. Row 3 reads "café". {ELSEWHERE}'),
    (b"site,why\n\"a\nb\",so\nDerin doku masaj\xfd,so\nhip,masaj\xfd\n", 'Row 3 reads "masajý", and something else '
        'may be meant: the '
        f"file does not say in which letters it is written. {ELSEWHERE}"),
    (b"site,why\nneck,\x81\n", f'Row 2 reads "\ufffd", and something else may be meant: the file does not say in '
        f'which letters '
        f"it is written. {ELSEWHERE}"),
    ("site,why\nA cafÃ©,so\n\n".encode(), 'Row 2 reads "cafÃ©" where "café" is meant: the file was opened in the wrong '
        f"letters and saved. {AGAIN}"),
    (b"site,why\r\n\r\nMasa? g??boki,so", 'Row 3 reads "g??boki": a letter where the question mark stands is '
        f"lost. {AGAIN}"),
])  # fmt: skip
def test_a_file_whose_letters_are_not_sure_says_why(text_from, raw, says):
    with pytest.raises(KitError) as caught:
        text_from(raw)
    assert str(caught.value) == says


def test_a_file_that_is_too_large_is_not_read(text_from, monkeypatch):
    monkeypatch.setattr(letters, "MAX_MEGABYTES", 1)
    assert len(text_from(b"a" * 1_000_000)) == 1_000_000
    with pytest.raises(KitError) as caught:
        text_from(b"a" * 1_000_001)
    assert str(caught.value) == "It is too large. Allowed: 1 megabytes."


def test_marks_that_nobody_sees_are_left_out_unless_they_join_letters():
    assert without_hidden_marks("d\u200bt\u00adm\ufeff") == "dtm" and without_hidden_marks("a\u200db \u200cé") == "ab é"
    joined = "\u0645\u200c\u0646"
    assert without_hidden_marks(joined) == joined and without_hidden_marks(f"{joined[:2]}a") == "\u0645a"


# Words that nobody wrote so


def garbled(text):
    found = first_garbled(text)
    return found and (found.at, found.word, found.said)


def meant(at, word, other):
    says = f'reads "{word}" where "{other}" is meant: the file was opened in the wrong letters and saved. {AGAIN}'
    return at, word, says


def lost(at, word, where=" where the question mark stands"):
    return at, word, f'reads "{word}": a letter{where} is lost. {AGAIN}'


@pytest.mark.parametrize("text, found", [
    ("term,a cafÃ© nearby,MÃ¼ller", meant(7, "cafÃ©", "café")), ("say,â€œslowâ€\x9d "
        "work", meant(4, "â€œslowâ€\ufffd", "“slow”")),
    ("the clientâ€™s neck", meant(4, "clientâ€™s", "client’s")), ("Ã€ la", meant(0, "Ã€", "À")),
    ("GrÃ¶ÃŸe", meant(0, "GrÃ¶ÃŸe", "Größe")), ("Ã©tude", meant(0, "Ã©tude", "étude")),
    ("РіР»СѓР±РѕРєРёР№", meant(0, "РіР»СѓР±РѕРєРёР№", "глубокий")), ("æ·±å±‚", meant(0, "æ·±å±‚", "深层")),
    ("45Â° and", meant(0, "45Â°", "45°")), ("na\u00c3\u00afve", meant(0, "naÃ¯ve", "naïve")),
    ("ż…  â€“ x", meant(4, "â€“", "–")),
    ("Masa? g??boki ma", lost(6, "g??boki")), ("caf\ufffd au", lost(0, "caf\ufffd", " of it")),
    ("na?ve", lost(0, "na?ve")),
    ("Masa¿ t", lost(0, "Masa¿", " of it")), ("ma▯age", lost(0, "ma▯age", " of it")),
    ("ma□age", lost(0, "ma□age", " of it")),
    ("ÜB?RALL", lost(0, "ÜB?RALL")), ("GR??E x", lost(0, "GR??E")), ("a ???? b", None),
    ("a ????? b", lost(2, "?????", " of it")), ("?? ?? x", lost(0, "??", " of it")),
    ("https://a.org/?q=b?c", None), ("www.a.org?b", None), ("mail a@b?c x", None), ("see why?Because", None),
    ("Why? A café, Größe, глубокий массаж, 深层按摩", None), ("CAFÉ”, «à» – 45° ½", None), ("What?! Really??", None),
    ("", None),
    (f"{'x' * 60}Ã©", (0, f"{'x' * 37}…", f'reads "{"x" * 37}…" where "{"x" * 37}…" is meant: the file was opened in '
        f"the wrong letters and saved. {AGAIN}")),
    ("https://a.org/?q=b?c na?ve", lost(21, "na?ve")), ("na?ve/ b? a@c", None), ("na?ve b a@c", lost(0, "na?ve")),
    ("GÃ¼ltig cafÃ© GÃ¼ltig", meant(0, "GÃ¼ltig", "Gültig")),
    ("Masa? g??boki cafÃ©", lost(6, "g??boki")), ("cafÃ© g??boki", meant(0, "cafÃ©", "café")),
])  # fmt: skip
def test_a_word_that_nobody_wrote_so_is_named(text, found):
    assert garbled(text) == found


@pytest.mark.parametrize("text, word, other", [
    ("a Caf&eacute; b", "Caf&eacute;", "Café"), ("Gr&#246;&#xDF;e b", "Gr&#246;&#xDF;e", "Größe"),
    ("Q&amp;A", "Q&amp;A", "Q&A"),
    ("Caf%C3%A9 b", "Caf%C3%A9", "Café"), ("it=E2=80=99s", "it=E2=80=99s", "it’s"),
    ("caf\\u00e9s", "caf\\u00e9s", "cafés"),
    ("caf\\xe9s", "caf\\xe9s", "cafés"), ("<U+00E9>t<U+00E9> b", "<U+00E9>t<U+00E9>", "été"),
    ("Caf+AOk- b", "Caf+AOk-", "Café"),
    ("http://a.org/%C3%A9 caf%C3%A9 %C3%A9", "caf%C3%A9", "café"), ("M&uuml;ller&and;", "M&uuml;ller&and;", "Müller∧"),
    ("caf%C3%A9 x&eacute;", "caf%C3%A9", "café"), ("caf%C3%A9 http://a.org", "caf%C3%A9", "café"),
])  # fmt: skip
def test_a_code_in_place_of_a_letter_is_named_with_the_letter(text, word, other):
    says = f'reads "{word}" where "{other}" is meant: a program has put a code in place of a letter. {AGAIN}'
    assert garbled(text) == (text.index(word), word, says)


@pytest.mark.parametrize("text", [
    "R&D; a&b; AT&T; &copy Q&A;", "http://a.org/?b=1%C3%A9", "www.a.org/%C3%A9", "50%C3 or 5%A9", "x=AB=CD", "a=C3=XY",
    "\\user \\x41 C:\\u12", "<U+12>", "2+A-, 1+And-, +ABC-D, 1+Bone-in", "hola,¿qué? (¿por?)", "yes□ no□",
    "%C3%28", "&xyzzy; &notes;", "bell\\u0007",
])  # fmt: skip
def test_what_only_looks_like_a_code_is_fine(text):
    assert garbled(text) is None


@pytest.mark.parametrize("text, other", [
    ("Ã\xa0Ã\x89", "àÉ"), ("Ã\xa0", "à"), ("Ã\x80Ã©", "Àé"), ("¬Ωa", "½a"), ("ÎÆÎæ", "גב"), ("ÃŽn", "În"),
    ("Daƒü", "Dağ"),
    ("mÃªme", "même"), ("Ãªtre", "être"), ("Ãµige", "õige"), ("aÃš", "aÚ"), ("Ãšnico", None), ("âš\xa0", None),
    ("ËÇ©a", None), ("Î—a", None), ("aÎ—", None), ("AÃ\xa0", None), ("Î—", None), ("ĂŤ", None), ("Ã’a", None),
    ("AΒ½", None), ("屑邪褋褋", "масс"), ("한국 屑邪褋褋", "масс"), ("屑邪褋", None),
])  # fmt: skip
def test_marks_that_stand_for_a_letter_are_told_from_those_that_stand_for_themselves(text, other):
    found = first_garbled(text)
    assert found is None if other is None else f'where "{other}" is meant' in found.said


def test_a_word_ends_where_a_cell_or_a_space_does():
    assert [word_at('a b,"c;d', at) for at in (0, 2, 5, 7)] == ["a", "b", "c", "d"]
    long = f"caf\ufffd{'x' * 250} y"
    assert first_garbled(f"{long} caf\ufffd").at == 0 and first_garbled(f"{'x' * 300}\ufffd").at == 100
    assert word_at("x" * 500, 300) == f"{'x' * 37}…" and word_at(f"{'x' * 30}\ny", 31) == "y"


# Western letters


@pytest.mark.parametrize("text, words", [
    ("", []), ("plain", []), ("café", []), ("Café CAFÉ", []), ("Massage à l’huile, même pour une très longue "
        "année", []),
    ("“slow” and ‘so’ „da“ «la»", []), ("45° – 50° ½ hour", []), ("masajý", ["masajý"]), ("é", ["é"]),
    ("ÉCRIT", ["ÉCRIT"]),
    ("žena Señora", ["žena", "že", "Señora"]), ("a¤b", ["a¤b"]), ("x § 5 ± 3 © 2026", []),
    ("the client’s neck isn’t I’m", []),
    ("née", []), ("dès", []), ("français façade", []), ("FAÇADE", ["FAÇADE"]), ("école", ["école"]),
    ("Ägypten", ["Ägypten"]),
    ("forêt", []), ("CAFÉ", ["CAFÉ"]), ("“a¤b”", ["a¤b"]), ("x°y", ["x°y"]), ("a”b même forêt", []),
    ("a”b même", ["a”b", "même"]),
    ("x°y même Größe", ["x°y", "même", "Größe"]), ("x¤ même forêt", []), ("¤x même forêt", []), ("-¤- même forêt", []),
    ("masajý žýk masajý", ["žýk", "žý", "masajý"]), ("x°y k°l x°y", ["x°y", "k°l"]),
    ("x°y žena", ["x°y", "žena", "že"]),
    ("ÿ", ["ÿ"]), ("a”b", ["a”b"]), ("öÖ", ["öÖ"]), ("œuvre", ["œuvre"]), ("naïve masajý", ["masajý", "naïve"]),
])  # fmt: skip
def test_what_is_not_surely_western_is_named_the_worst_first(text, words):
    assert doubts(text) == words


def test_of_a_long_text_the_first_lines_with_accents_are_looked_at(monkeypatch):
    monkeypatch.setattr(western, "MOST_LETTERS", 15)
    above = "plain words, and more\n" * 3
    assert "žena" in doubts(f"{above}même \nplain\n– forêt\nžena"), "there is room for a line"
    assert doubts(f"{above}même \nplain\n– forêt \nžena") == doubts("même\nforêt\n–") == [], "there is none"
    assert doubts(f"{'x' * 15} žena\nmême\nforêt\n") == [], "the end of a long line is not looked at"


def test_of_a_text_that_is_no_longer_every_line_is_looked_at(monkeypatch):
    text = "plain\n· café"
    monkeypatch.setattr(western, "MOST_LETTERS", len(text))
    assert doubts(text) == [], "the point in the middle stands at the beginning of a line"


def test_the_letters_beside_an_accent():
    assert [neighbours(word) for word in ("Señora", "été", "à", "plain", "STRAßE", "žena", "éÉé", "a°")] == [
        ["eño"], ["_ét", "té_"], ["_à_"], [], ["aße"], None, None, None,
    ]  # fmt: skip
    assert neighbours("été-Señora") == ["_ét", "té_", "eño"]


@pytest.mark.parametrize("look_through", [first_garbled, without_hidden_marks])
def test_a_text_is_looked_through_without_a_second_copy_of_it(look_through):
    text = "Größe, Café, naïve\n" * 20_000
    look_through(text)
    tracemalloc.start()
    look_through(text)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < len(text) / 10
