"""The questions that a table allows: which picture, which columns, which groups, which rows."""

from collections.abc import Mapping
from typing import Any

from modality_lab.explore import PICTURES, Choice, Columns, Numbers, Words
from modality_lab.forms.contract import Question, choice_question, number_question
from modality_lab.words import KitError, number_of, sentence_case

FILTERS = ("first", "second")
NONE, NO_COLUMN = "rows", ""
TICKED_AT_FIRST = 4
LONG_LIST = 12
NEEDS = {
    "counts": ("group",),
    "bars": ("group", "number"),
    "dots": ("group", "number"),
    "heat": ("group", "across"),
    "strip": ("number", "group"),
    "against": ("number", "other"),
}
MAY_BE_OPEN = {"strip": "group"}
_LABELS = {
    "group": "In which groups?",
    "across": "Against which other groups?",
    "number": "Which number?",
    "other": "Against which other number?",
}
_WHY_NOT = {
    "group": "no column that sorts its rows into a few groups",
    "across": "no second column with few enough groups",
    "number": "no column of numbers",
    "other": "no second column of numbers",
}


class AskedOfTable:
    """What can be asked of a table, and what of it is answered.

    Answers that the table does not allow, such as a column of the table before, give way to the first that it does.

    Parameters
    ----------
    name : str
        The name of the table.
    columns : Columns
        Its columns.
    answers : mapping
        The answers by the id of their question.

    Attributes
    ----------
    questions : list of Question
        The questions, in this order.
    answers : dict
        The answers as they stand.
    remark : str
        Why a picture that was asked for is not shown, or "".
    """

    def __init__(self, name: str, columns: Columns, answers: Mapping[str, Any]) -> None:
        self._name, self._columns, self._given = name, columns, answers
        self.questions: list[Question] = []
        self.answers: dict[str, Any] = {"table": name}
        self.remark = ""
        self.choice = self._ask()

    def _ask(self) -> Choice:
        """Ask one question after the other, as each depends on those before."""
        picture = self._ask_picture()
        chosen = self._ask_columns() if picture == NONE else ()
        used: dict[str, str] = {}
        for need in NEEDS.get(picture, ()):
            used[need] = self._ask_one_of(need, self._offered(picture, used), MAY_BE_OPEN.get(picture) == need)
        filters = self._ask_filters()
        lists = tuple(self._columns.lists)
        return Choice(self._name, picture, tuple(chosen), tuple(filters), lists=lists, **used)

    def _ask_picture(self) -> str:
        possible = {name: sentence_case(words) for name, words in PICTURES.items() if not self._missing(name)}
        asked = self._given.get("picture") or NONE
        if asked not in PICTURES:
            Choice(self._name, str(asked))  # It says which pictures there are.
        if asked not in possible:
            what = PICTURES[asked].partition(":")[0]
            self.remark = f"This table has {_WHY_NOT[self._missing(asked)]}, so there is no such picture of it: {what}."
            asked = NONE
        # An open list would be one more way to say "none".
        self._add({**choice_question("picture", "Which picture?", possible), "kind": "list"}, asked)
        return str(asked)

    def _missing(self, picture: str) -> str:
        """Return what a table lacks for a picture, or nothing."""
        if self._leads_on(picture, {}):
            return ""
        needs = NEEDS[picture]
        return next((need for need in needs if not self._fitting(need)), needs[-1])

    def _fitting(self, need: str) -> list[str]:
        kinds = {"group": self._columns.groups, "across": self._columns.across}
        return kinds.get(need, self._columns.numbers)

    def _offered(self, picture: str, used: Mapping[str, str]) -> list[str]:
        """Return the columns that can be chosen next beside those in use, and leave one for what comes after."""
        need = NEEDS[picture][len(used)]
        names = [name for name in self._fitting(need) if name not in used.values()]
        return [name for name in names if self._leads_on(picture, {**used, need: name})]

    def _leads_on(self, picture: str, used: Mapping[str, str]) -> bool:
        """Return whether there is a column for each need that is still open; groups of a strip may stay open."""
        needs = NEEDS.get(picture, ())[len(used) :]
        return not needs or needs == (MAY_BE_OPEN.get(picture),) or bool(self._offered(picture, used))

    def _ask_columns(self) -> list[str]:
        names = [str(name) for name in self._columns.frame]
        given = [name for name in names if name in (self._given.get("columns") or [])]
        chosen = given or names[:TICKED_AT_FIRST]
        offered = {name: name for name in names}
        self._add(choice_question("columns", "Which columns?", offered, several=True), chosen)
        return chosen

    def _ask_one_of(self, need: str, offered: list[str], may_be_open: bool) -> str:
        given = self._given.get(need)
        chosen = given if given in offered else NO_COLUMN if may_be_open or not offered else offered[0]
        if offered:
            question = choice_question(need, _LABELS[need], {name: name for name in offered})
            self._add({**question, "kind": "list"}, chosen)
        return str(chosen)

    def _ask_filters(self) -> list[Words | Numbers]:
        """Ask for a first filter, and for a second where there is a first."""
        filters: list[Words | Numbers] = []
        columns = [name for name in self._columns.frame if name in {*self._columns.groups, *self._columns.numbers}]
        for which in FILTERS:
            offered = [name for name in columns if name not in (each.column for each in filters)]
            given = self._given.get(f"{which}_filter")
            chosen = given if given in offered else NO_COLUMN
            label = "Only some rows? Choose a column." if which == "first" else "And of these? Choose another column."
            if offered:
                question = choice_question(f"{which}_filter", label, {name: name for name in offered})
                self._add({**question, "kind": "list"}, chosen)
            if not chosen:
                break
            found = (
                self._ask_numbers(which, chosen) if self._columns.is_number(chosen) else self._ask_words(which, chosen)
            )
            if found is None:
                break
            filters.append(found)
        return filters

    def _ask_words(self, which: str, column: str) -> Words | None:
        values = [str(value) for value in self._columns.values(column)]
        given = self._given.get(f"{which}_values") or []
        chosen = [value for value in values if value in ([given] if isinstance(given, str) else given)]
        several = len(values) <= LONG_LIST
        question = choice_question(
            f"{which}_values", f"Which of “{column}”?", {value: value for value in values}, several=several
        )
        self._add(question, chosen if several else (chosen or [""])[0])
        return Words(column, tuple(chosen if several else chosen[:1])) if chosen else None

    def _ask_numbers(self, which: str, column: str) -> Numbers | None:
        values = self._columns.frame[column]
        low, high = float(values.min()), float(values.max())
        ends: list[float | None] = []
        for end, words in (("low", "from"), ("high", "up to")):
            name = f"{which}_{end}"
            label = f"“{column}” {words} which number?"
            between = f"Its numbers go from {low:g} to {high:g}."
            self._add(
                number_question(name, label, kind="points", minimum=low, maximum=high, step=1, unit="", help=between),
                self._given.get(name),
            )
            ends.append(_number(self._given.get(name), label))
        return None if ends == [None, None] else Numbers(column, *ends)

    def _add(self, question: Question, answer: Any) -> None:
        self.questions.append(question)
        if answer not in (None, NO_COLUMN, []):
            self.answers[question["question"]] = answer


def _number(given: object, label: str) -> float | None:
    if given is None or given == "":
        return None
    number = number_of(given)
    if number is None:
        raise KitError(f'{label} Found "{given}", which is no number. Type one with digits, such as 30 or 2.5.')
    return number
