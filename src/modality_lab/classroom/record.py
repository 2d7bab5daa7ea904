"""What a student has decided, as one line that can be sent, pasted and read again; nothing of it leaves by itself.

A line begins with ML1 and ends with a sum that shows whether all of it has arrived. It holds no name unless the student
gives one.

>>> line = Record("3f9a1c", "", {"ana": Decision("dtm", 3, "tired legs")}, {"longest_session": True}).as_line()
>>> line
'ML1 id=3f9a1c case.ana=dtm/3/tired%20legs quiz.longest_session=1 #3dd6'
>>> read_lines(line).records[0].cases["ana"].reason
'tired legs'
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, unquote

from modality_lab.classroom.sums import sum_of
from modality_lab.words import counted, visible

MARK = "ML1"
LONGEST_REASON = 300
"""So many letters of a reason are kept."""
MOST_RECORDS = 1000
"""So many students are kept: no class has more."""

_LINE = re.compile(rf"{MARK}[ \t\xa0]+([^#\r\n]*?)[ \t\xa0]*#([0-9a-f]{{4}})\b")
_BEGUN = re.compile(rf"\b{MARK}\b")
_PART = re.compile(r"(id|name|case|quiz)(?:\.([a-z][a-z0-9_]*))?=(\S*)")


class Decision(NamedTuple):
    """What a student decided about a case.

    Attributes
    ----------
    decision : str
        The id of the decision, such as "refer" or "dtm".
    sure : int
        How sure: 1 not sure, 2 fairly sure, 3 sure.
    reason : str
        Why, in the student's own words.
    """

    decision: str
    sure: int
    reason: str = ""


@dataclass(frozen=True)
class Record:
    """What one student has decided.

    Attributes
    ----------
    student : str
        A few letters drawn by chance, so that two students who decide alike are two, and one who sends twice is one.
    name : str
        The name that the student gave, or "".
    cases : mapping of str to Decision
        What was decided about each case, by its id.
    quiz : mapping of str to bool
        Whether the first answer to each question of a quiz was right, by its id.
    """

    student: str
    name: str
    cases: Mapping[str, Decision]
    quiz: Mapping[str, bool]

    def joined(self, other: "Record") -> "Record":
        """Return the record with what a later one of the same student adds; what was decided first counts.

        Parameters
        ----------
        other : Record
            The later one.

        Returns
        -------
        Record
            Both together.
        """
        name, cases, quiz = other.name or self.name, {**other.cases, **self.cases}, {**other.quiz, **self.quiz}
        return Record(self.student, name, cases, quiz)

    def as_line(self) -> str:
        """Return the record as one line.

        Returns
        -------
        str
            The line, of letters that every program sends on as they are.
        """
        parts = [f"id={self.student}"] if self.student else []
        parts += [f"name={quote(self.name[:60], safe='')}"] if self.name else []
        for case, (decision, sure, reason) in self.cases.items():
            parts.append(f"case.{case}={decision}/{sure}/{quote(reason[:LONGEST_REASON], safe='')}")
        parts += [f"quiz.{item}={int(is_right)}" for item, is_right in self.quiz.items()]
        body = " ".join(parts)
        return f"{MARK} {body} #{_check_sum(body)}"


class Reading(NamedTuple):
    """What was read from files or pasted lines.

    Attributes
    ----------
    records : list of Record
        A record for each student.
    left_out : list of str
        A sentence on each thing that was not read.
    """

    records: list[Record]
    left_out: list[str]


def read_lines(text: str, where: str = "The pasted text") -> Reading:
    """Read what students have sent, from whatever stands around it.

    Parameters
    ----------
    text : str
        A text that holds lines, such as a chat that was copied.
    where : str
        What the text is called in a sentence.

    Returns
    -------
    Reading
        The records, one for each student: the same line twice counts once, and a later one adds to an earlier.

    Examples
    --------
    >>> reading = read_lines("10:02 Kim: ML1 case.ana=dtm/3/ #0000")
    >>> reading.records, reading.left_out
    ([], ['The pasted text, line 1: not all of this line has arrived, or it was changed. Ask for it again.'])
    """
    left_out: list[str] = []
    # A chat may break a long line, so lines are looked for in the whole text.
    whole = [(found, _read(found[1], found[2])) for found in _LINE.finditer(_joined(text))]
    good = sum(1 for _, record in whole if record is not None)
    begun = [number for number, line in enumerate(text.splitlines(), 1) for _ in _BEGUN.findall(line)]
    if good < len(begun):
        left_out += _cut_off(text, begun, where)
    if not begun:
        left_out.append(f"{where}: there is no line of this kit in it. Such a line begins with {MARK}.")
    return Reading(together(record for _, record in whole if record is not None), left_out)


def together(records: Iterable[Record]) -> list[Record]:
    """Return one record for each student.

    Parameters
    ----------
    records : iterable of Record
        The records as they came.

    Returns
    -------
    list of Record
        Those of one student joined, in the order in which they first came.

    Examples
    --------
    >>> one = Record("3f9a1c", "", {}, {"a": True})
    >>> together([one, Record("3f9a1c", "", {}, {"b": False}), one])
    [Record(student='3f9a1c', name='', cases={}, quiz={'a': True, 'b': False})]
    """
    found: dict[str, Record] = {}
    for record in records:
        key = record.student or record.as_line()
        found[key] = found[key].joined(record) if key in found else record
    return list(found.values())


def of_one_class(reading: Reading) -> Reading:
    """Return what was read with no more students than a class can have, and say so where it had to be cut.

    Parameters
    ----------
    reading : Reading
        What was read.

    Returns
    -------
    Reading
        The first `MOST_RECORDS` students.

    Examples
    --------
    >>> many = [Record(f"{number:06x}", "", {}, {}) for number in range(1002)]
    >>> of_one_class(Reading(many, [])).left_out
    ['The lines of 2 students were left out: this card takes 1,000. Begin anew for another class.']
    """
    more = len(reading.records) - MOST_RECORDS
    if more <= 0:
        return reading
    cut = f"The lines of {counted(more, 'student')} were left out: this card takes {MOST_RECORDS:,}. "
    return Reading(reading.records[:MOST_RECORDS], [*reading.left_out, f"{cut}Begin anew for another class."])


def read_files(files: Iterable[tuple[str, bytes]], limit: int = 200_000) -> Reading:
    """Read what students have sent as files.

    Parameters
    ----------
    files : iterable of tuple
        The name and the content of each file.
    limit : int
        How large a file may be, in bytes.

    Returns
    -------
    Reading
        The records of all files together, and what was left out.

    Examples
    --------
    >>> read_files([("photo.jpg", bytes([255, 216, 255]))]).left_out
    ['photo.jpg: there is no line of this kit in it. Such a line begins with ML1.']
    """
    records: list[Record] = []
    left_out: list[str] = []
    for name, content in files:
        shown = visible(name)[:80]
        if len(content) > limit:
            left_out.append(f"{shown}: too large for a student's file, so it was not read.")
            continue
        found = read_lines(_text_of(content), shown)
        left_out += found.left_out
        records += found.records
    return Reading(together(records), left_out)


def _text_of(content: bytes) -> str:
    """Return a file as text; what is no text holds no line of the kit either."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8", errors="replace")


def _joined(text: str) -> str:
    """Return a text in which a line that a chat program broke is one again."""
    return re.sub(r"[ \t]*\r?\n[ \t>]*(?=(?:name=|case\.|quiz\.|#[0-9a-f]{4}\b))", " ", text)


def _check_sum(body: str) -> str:
    return sum_of(" ".join(body.split()))


def _read(body: str, check_sum: str) -> Record | None:
    """Return the record of a line, or None where it is not whole."""
    if _check_sum(body) != check_sum:
        return None
    student, name, cases, quiz = "", "", {}, {}
    for part in body.split():
        found = _PART.fullmatch(part)
        if found is None:
            return None
        kind, key, value = found.groups()
        if kind == "id":
            student = value
        elif kind == "name":
            name = unquote(value)
        elif kind == "quiz":
            quiz[key] = value == "1"
        else:
            decision, sure, reason = [*value.split("/", 2), "", ""][:3]
            cases[key] = Decision(decision, int(sure) if sure in ("1", "2", "3") else 1, unquote(reason))
    return Record(student, name, cases, quiz)


def _cut_off(text: str, begun: list[int], where: str) -> Iterator[str]:
    """Say which lines begin like one of the kit and are not whole."""
    joined = _joined(text)
    whole = {found.start() for found in _LINE.finditer(joined) if _read(found[1], found[2]) is not None}
    starts = [found.start() for found in _BEGUN.finditer(joined)]
    for number, start in zip(begun, starts, strict=True):
        if start not in whole:
            yield f"{where}, line {number}: not all of this line has arrived, or it was changed. Ask for it again."
