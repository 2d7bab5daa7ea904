"""The columns of a table of clients: what stands in them is understood once, however many clients answered so."""

from collections.abc import Callable, Iterable, Mapping
from operator import add
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modality_lab.recommender.answers import SAFETY_ASKED, AnswerError, understand, understand_asked
from modality_lab.recommender.effects import Effects
from modality_lab.recommender.given import plain_answers
from modality_lab.recommender.rows import Question
from modality_lab.tables.cells import quotable

Effect: TypeAlias = tuple[int, ...]
Read: TypeAlias = Callable[[Any], Effect]
Codes: TypeAlias = NDArray[Any]

SEPARATOR = ";"
"""What stands between several answers in one cell."""

OF = "="
"""What stands between a question and its answer in the name of a column that ticks this answer."""

TICKS = {"True": True, "1": True, "1.0": True, "False": False, "0": False, "0.0": False, "None": False}


class Column:
    """A column of a table of clients.

    Parameters
    ----------
    name : str
        What it is called.
    cells : Series
        What stands in it.
    read : callable
        Returns what a cell does to a result, or says why it cannot be used.
    nothing : tuple of int
        What a blank does.

    Attributes
    ----------
    name : str
        What it is called.
    cells : Series
        What stands in it.
    effects : list of tuple of int
        What the cells that have been met do to a result, each under its code; code 0 is a blank.
    wrong : dict of int to AnswerError
        The codes of cells that cannot be used, and why.
    """

    def __init__(self, name: str, cells: pd.Series, read: Read, nothing: Effect):
        self.name, self.cells, self.effects = name, cells, [nothing]
        self.wrong: dict[int, AnswerError] = {}
        self._read = read
        self._codes = _Codes(self._learn)

    def codes(self, first: int, end: int) -> Codes:
        """Return the codes of what some clients have answered.

        Parameters
        ----------
        first, end : int
            The place of the first of them, and the place after the last.

        Returns
        -------
        array of int
            A code for each client.
        """
        cells = self.cells.iloc[first:end]
        is_text = pd.api.types.infer_dtype(cells) in ("string", "empty")
        code_of = self._codes.__getitem__ if is_text else self._code_of_object
        return np.fromiter(map(code_of, cells.to_numpy(dtype=object)), dtype=np.intp, count=end - first)

    def _code_of_object(self, cell: object) -> int:
        """Return the code of a cell as it is written: what Python takes for the same may differ, such as 1 and True."""
        plain = plain_answers({"": cell})[""]
        written = (repr(plain),)
        if written not in self._codes:
            self._codes[written] = self._learn(plain)
        return self._codes[written]

    def _learn(self, cell: Any) -> int:
        """Understand a cell, or keep why it cannot be used, and return its code."""
        code, effect = len(self.effects), self.effects[0]
        try:
            effect = self._read(cell)
        except AnswerError as error:
            self.wrong[code] = error
        self.effects.append(effect)
        return code


class _Codes(dict[Any, int]):
    """The code of each cell that has been met; of a new one it is asked for."""

    def __init__(self, learn: Callable[[Any], int]):
        super().__init__()
        self._learn = learn

    def __missing__(self, cell: Any) -> int:
        self[cell] = code = self._learn(cell)
        return code


class _Categories(Column):
    """A column of categories, which pandas has numbered; a blank is its -1."""

    def __init__(self, name: str, cells: pd.Series, read: Read, nothing: Effect):
        super().__init__(name, cells, read, nothing)
        for category in cells.cat.categories.astype(object):
            self._learn(category)

    def codes(self, first: int, end: int) -> Codes:
        number = np.min_scalar_type(len(self.effects)).type
        codes: Codes = self.cells.array.codes[first:end].astype(number) + number(1)
        return codes


class _Ticks(Column):
    """A column of True and False alone, which ticks one answer; ticks that do the same are counted together."""

    def __init__(self, name: str, cells: pd.Series, read: Read, nothing: Effect):
        super().__init__(name, cells, read, nothing)
        self._learn(True)
        self._columns = [cells]

    def count(self, cells: pd.Series) -> None:
        self._columns.append(cells)
        self.effects.append(tuple(map(add, self.effects[-1], self.effects[1])))

    def codes(self, first: int, end: int) -> Codes:
        counts = np.zeros(end - first, dtype=np.min_scalar_type(len(self._columns)))
        for cells in self._columns:
            counts += np.asarray(cells.array[first:end]).view(np.uint8)
        return counts


class _Times(Column):
    """A column of numbers: sessions are of whole minutes, so that these and one time between each two are enough."""

    def __init__(
        self, name: str, cells: pd.Series, read: Read, nothing: Effect, question: Question, of_times: Iterable[Effect]
    ):
        super().__init__(name, cells, read, nothing)
        self._question = question
        self.effects += of_times

    def codes(self, first: int, end: int) -> Codes:
        times = self.cells.array[first:end].to_numpy(dtype=float)
        least, most = self._question.minimum, self._question.maximum
        is_allowed = (times >= least) & (times <= most)
        known = np.where(is_allowed, times, least)
        codes = np.where(is_allowed, np.floor(known) + np.ceil(known) - 2 * least + 1, 0).astype(np.intp)
        for place in np.flatnonzero(~is_allowed & ~np.isnan(times)):
            codes[place] = self._code_of_object(self.cells.iloc[first + place])
        return codes


def columns_of(frame: pd.DataFrame, effects: Effects) -> list[Column]:
    """Return the columns of a table of clients in the order in which `recommend` reads answers.

    Parameters
    ----------
    frame : DataFrame
        The clients.
    effects : Effects
        What answers do to a result.

    Returns
    -------
    list of Column
        Those that answer a question of the tables.

    Raises
    ------
    AnswerError
        When a column answers no question, or two columns answer the same.
    """
    rules = effects.rules
    found: dict[tuple[str, str], Column] = {}
    for place, given in enumerate(frame.columns):
        name = next(iter(plain_answers({given: None})))
        question, _, answer = name.partition(OF)
        if question not in rules.not_asked:
            _check_name(name, question, answer, effects)
            same = [each for each in found if each[0] == question and (each[1] == answer or not (each[1] and answer))]
            if same:
                raise AnswerError(question, _twice(name, found[same[0]].name))
            found[question, answer] = _column(name, frame.iloc[:, place], question, answer, effects)
    order = [*rules.questions, SAFETY_ASKED]
    return _counted_together([found[key] for key in sorted(found, key=lambda key: order.index(key[0]))])


def _counted_together(columns: Iterable[Column]) -> list[Column]:
    """Return the columns with one in place of all ticks that do the same, and none of those that do nothing."""
    counting: dict[Effect, _Ticks] = {}
    others = []
    for column in columns:
        if not isinstance(column, _Ticks):
            others.append(column)
        elif (effect := column.effects[1]) in counting:
            counting[effect].count(column.cells)
        elif any(effect):
            counting[effect] = column
    return [*others, *counting.values()]


def _check_name(name: str, question: str, answer: str, effects: Effects) -> None:
    """Say what is wrong with the name of a column."""
    rules = effects.rules
    try:
        understand({question: None}, rules)
        if answer and question == SAFETY_ASKED:
            understand_asked({SAFETY_ASKED: {answer: None}}, rules)
        elif answer:
            understand({question: answer}, rules)
    except AnswerError as error:
        text = (
            f'The column "{quotable(name)}" cannot be used. {error} Without it: frame.drop(columns="{quotable(name)}").'
        )
        raise AnswerError(error.question, text) from None
    if answer and question != SAFETY_ASKED and rules.questions[question].kind != "several":
        text = f'The column "{quotable(name)}" cannot be used. The question "{question}" takes one answer: '
        raise AnswerError(question, f'{text}give it in one column "{question}".')


def _twice(name: str, other: str) -> str:
    if name == other:
        return f'There are two columns "{quotable(name)}". Keep one of them.'
    return f'"{quotable(other)}" and "{quotable(name)}" answer the same question. Give it one column, or ticks alone.'


def _column(name: str, cells: pd.Series, question: str, answer: str, effects: Effects) -> Column:
    """Return a column as what stands in it is read fastest."""
    asked = effects.rules.questions.get(question)
    given = (name, cells, _reader(name, question, answer, effects), effects.nothing)
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return _Categories(*given)
    if cells.dtype == bool and asked and answer:
        return _Ticks(*given)
    if asked and asked.kind == "minutes" and cells.dtype.kind in "iuf":
        return _Times(*given, asked, effects.of_answers[question].values())
    return Column(*given)


def _reader(name: str, question: str, answer: str, effects: Effects) -> Read:
    """Return what reads a cell of a column."""
    rules, nothing = effects.rules, effects.nothing

    def read_asked(cell: Any) -> Effect:
        understand_asked(plain_answers({SAFETY_ASKED: {answer: cell} if answer else cell}), rules)
        return nothing

    def read_tick(cell: Any) -> Effect:
        if isinstance(cell, str) and not cell.strip():
            return nothing
        tick = TICKS.get(repr(plain_answers({"": cell})[""]))
        if tick is None:
            text = f'"{quotable(str(cell))}" cannot be used for "{quotable(name)}". Allowed: True or False.'
            raise AnswerError(question, text)
        return of_answers[answer] if tick else nothing

    def read_answers(cell: Any) -> Effect:
        if isinstance(cell, str) and takes_several:
            cell = [each.strip() for each in cell.split(SEPARATOR)]
            if of_answers.keys() >= set(cell):  # Nearly always, and there may be many.
                return effects.sum(of_answers[each] for each in set(cell))
        return effects.of(understand(plain_answers({question: cell}), rules))

    if question == SAFETY_ASKED:
        return read_asked
    of_answers: Mapping[Any, Effect] = effects.of_answers[question]
    takes_several = rules.questions[question].kind == "several"
    return read_tick if answer else read_answers
