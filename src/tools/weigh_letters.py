"""Write how surely a Western letter is one, for every pair of letters it can stand between. Needs the package wordfreq.

A byte that is "è" in a Western file is "č" in a Czech one and "и" in a Russian one. Frequent words of 13 Western
languages are weighed against those of others in the code pages in which programs save them: a letter gains a point for
each time that it is twice as frequent between two letters in a Western text as in any other text read as Western.
"""

import importlib
import math
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from modality_lab.tables.western import TABLE, neighbours

Weights = defaultdict[str, float]

WESTERN = ["fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "ca", "en", "is"]
OTHERS = {  # Code page: languages whose files are saved in it, and are not what they seem when read as Western ones.
    "cp1250": "pl cs sk hu sl sh ro de",
    "iso8859_2": "pl cs sk hu sl sh ro",
    "mac_latin2": "pl cs sk hu sl sh de",
    "cp852": "pl cs sk hu sl sh ro de",
    "iso8859_16": "ro pl hu fr",
    "iso8859_3": "tr",
    "iso8859_4": "lt lv",
    "iso8859_10": "is lt",
    "iso8859_13": "lt lv",
    "cp1257": "lt lv",
    "cp775": "lt lv",
    "cp1251": "ru uk bg mk",
    "koi8_r": "ru bg",
    "koi8_u": "ru uk",
    "cp866": "ru uk bg",
    "cp855": "ru bg mk",
    "iso8859_5": "ru uk bg mk",
    "mac_cyrillic": "ru uk bg mk",
    "cp1253": "el",
    "iso8859_7": "el",
    "cp737": "el",
    "cp869": "el",
    "mac_greek": "el fr",
    "cp1254": "tr",
    "iso8859_9": "tr",
    "cp857": "tr",
    "mac_turkish": "tr",
    "cp1255": "he",
    "iso8859_8": "he",
    "cp862": "he",
    "cp1256": "ar fa ur",
    "iso8859_6": "ar",
    "cp720": "ar",
    "cp864": "ar",
    "cp1258": "vi",
    "gbk": "zh",
    "gb18030": "zh",
    "big5": "zh",
    "shift_jis": "ja",
    "euc_jp": "ja",
    "cp949": "ko",
    "johab": "ko",
    "mac_roman": "fr de es pt it nl sv da nb fi ca is",
    "mac_iceland": "is fr",
    "mac_romanian": "ro",
    "mac_croatian": "sh sl",
    "cp437": "fr de es it nl sv fi ca",
    "cp850": "fr de es pt it nl sv da nb fi ca is",
    "cp860": "pt es",
    "cp861": "is",
    "cp863": "fr",
    "cp865": "da nb sv",
}
# What the lists of words lack: they write ss for ß, and English texts borrow words and names.
MORE = {
    "de": """groß große großer großen größe größer größte größten straße straßen fuß füße füßen fußes maß maße
        maßnahme mäßig regelmäßig gemäß weiß weiße weißen heiß heißt heiße heißen schließen schließlich
        schließt außer außen außerdem außerhalb draußen gießen genießen fließen fließt fließend stoß stöße
        stoßen anstoßen spaß süß süße gesäß gesäßmuskel bloß grüße grüßen dreißig beißen reißen zerreißen
        schweiß eiweiß fleißig abfluß fluß gefäß gefäße blutgefäße äußere äußerlich äußern äußerst büßen
        entschließen anschließend einschließlich ausschließlich verschließen fußmassage fußball
        fußreflexzonen großmutter vergrößern preußen meißel reißt stößt ließ ließen ermäßigung begrüßen""",
    "en": """café cafés cliché naïve façade fiancé fiancée résumé décor décolleté détente entrée passé touché
        blasé matinée rené renée josé andré zoë chloë noël noëlle joëlle michèle hélène thérèse ménière
        pétrissage sjögren müller schröder köhler böhm jürgen björn søren françois françoise garçon señor
        señora piñata jalapeño niño niña déjà voilà crème crêpe fête rôle maître über doppelgänger föhn
        möbius röntgen guillain barré béchet ångström smörgåsbord são joão muñoz núñez peña garcía martínez
        gonzález rodríguez sánchez lópez hernández pérez ramírez gómez díaz álvarez""",
}
PLAIN, CAPITAL, CAPITALS = (
    1.0,
    0.5,
    0.1,
)  # How often a word stands in a table in small letters, at a start, in capitals.
RARE = 2e-5
LEAST, MOST = -1, 9  # What is less sure than the least is as unsure as what never stood in any list.


def words(language: str, most: int) -> dict[str, float]:
    """Return frequent words of a language that are not all plain letters, with their frequency."""
    frequencies = importlib.import_module("wordfreq").get_frequency_dict(language, "best")
    frequent = sorted(frequencies.items(), key=lambda item: -item[1])[:most]
    return {unicodedata.normalize("NFC", word): part for word, part in frequent if not word.isascii()}


def saved(word: str, page: str) -> bytes:
    """Return a word as a program saves it: in Vietnamese with the tones apart, in Romanian with the older letters."""
    if page == "cp1258":
        tones = "\u0300\u0301\u0303\u0309\u0323"
        parts = [unicodedata.normalize("NFD", letter) for letter in word]
        word = "".join(
            unicodedata.normalize("NFC", "".join(mark for mark in part if mark not in tones))
            + "".join(mark for mark in part if mark in tones)
            for part in parts
        )
    return word.translate(str.maketrans("șțȘȚ", "şţŞŢ")).encode(page, "ignore")


def misread(most: int) -> Iterator[tuple[str, str, float, str]]:
    """Yield words as they look when a file is taken for Western: code page and language, the word, its part, itself."""
    for page, languages in OTHERS.items():
        for language in languages.split():
            more = dict.fromkeys(MORE.get(language, "").split(), RARE)
            for word, part in (more | words(language, most)).items():
                forms = {word: PLAIN}
                if word.upper() != word:
                    forms = {word.upper(): CAPITALS, word[:1].upper() + word[1:]: CAPITAL, word: PLAIN}
                for form, share in forms.items():
                    seen = saved(form, page).decode("cp1252", "replace")
                    if seen != form and not seen.isascii():
                        yield f"{page} {language}", seen, part * share, form


def shares(counted: dict[str, Weights]) -> Weights:
    """Return for each letter between its neighbours the largest share that it has in any of the texts."""
    largest: Weights = defaultdict(float)
    for counts in counted.values():
        whole = sum(counts.values())
        for place, count in counts.items():
            largest[place] = max(largest[place], count / whole)
    return largest


def weigh() -> dict[str, int]:
    """Return the points of each letter between its neighbours."""
    western: dict[str, Weights] = defaultdict(lambda: defaultdict(float))
    for language in WESTERN:
        more = dict.fromkeys(MORE.get(language, "").split(), RARE)
        for word, part in (more | words(language, 60_000)).items():
            for place in neighbours(word) or []:
                western[language][place] += part
    others: dict[str, Weights] = defaultdict(lambda: defaultdict(float))
    for text, word, part, _ in misread(20_000):
        for place in neighbours(word) or ["no Western word"] * 3:
            others[text][place] += part
    of_western, of_others = shares(western), shares(others)
    points = {place: math.log2((part + RARE / 4) / (of_others[place] + RARE)) for place, part in of_western.items()}
    return {place: min(round(found), MOST) for place, found in points.items() if round(found) >= LEAST}


def text(points: dict[str, int]) -> str:
    """Return the table: a line for each letter and number of points, with the letters before and after it."""
    lines: dict[tuple[str, int], list[str]] = defaultdict(list)
    for place, found in sorted(points.items()):
        lines[place[1], found].append(place[0] + place[2])
    return "".join(f"{letter} {found} {' '.join(pairs)}\n" for (letter, found), pairs in sorted(lines.items()))


if __name__ == "__main__":
    Path(TABLE).write_text(text(weigh()), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TABLE.name}: {len(re.findall(' ', TABLE.read_text(encoding='utf-8')))} entries\n")
