"""What Python and the scripts of the widgets give each other, written once.

`make contract` makes `static/contract.d.ts` from `NAMED` and `EXCHANGED`, and the scripts are checked by it.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, NotRequired, TypedDict

Kind = Literal["one", "list", "several", "minutes", "points", "client"]
"""What a question asks for: one of its answers (of a list that opens), several of them, a number of minutes or of
points, or a client: one of its answers or the code of a filled form."""

Asked = Literal["none", "yes"]
"""What was answered to the first question about a group of flags. A group that was not asked about yet has none."""

Given = str | list[str] | float | dict[str, Asked] | None
"""What was answered to a question: an id, several ids, a number, groups with what was asked of them, or nothing."""

Cell = str | list[str]
"""A cell of a table: its text, or a list of its text and the address that it leads to."""


class Answer(TypedDict):
    """An answer that a question offers.

    Attributes
    ----------
    answer
        Its id.
    label
        Its words on the form.
    group
        The name under which it is folded away with others, or "".
    """

    answer: str
    label: str
    group: str


class Group(TypedDict):
    """A group of flags, which stays closed until its first question is answered with yes.

    Attributes
    ----------
    group
        Its name.
    question
        What a client is asked first about it, or "".
    red_flags
        Whether a warning sign may be behind it.
    words
        Words that lead to it when they are searched for.
    """

    group: str
    question: str
    red_flags: bool
    words: str


class Question(TypedDict):
    """A question of a form. What its kind does not need is empty.

    Attributes
    ----------
    question
        Its id.
    kind
        What it asks for.
    answers_from
        The table of its answers. With "regions" the body is drawn above them.
    label
        Its words on the form.
    help
        A sentence below the label, or "".
    answers
        What can be chosen, in this order.
    groups
        The groups that are asked about one by one, in this order, where the answers are flags.
    minimum
        The lowest number that can be typed, in `unit`.
    maximum
        The highest number that can be typed, in `unit`.
    step
        What the arrows of the field add or take away, in `unit`.
    unit
        The word behind the number, or "".
    """

    question: str
    kind: Kind
    answers_from: str
    label: str
    help: str
    answers: list[Answer]
    groups: list[Group]
    minimum: float | None
    maximum: float | None
    step: float | None
    unit: str


class Mark(NamedTuple):
    """A mark on the drawing of the body.

    Attributes
    ----------
    region
        The id of the area.
    view
        The side of the body from which it is seen: "front" or "back".
    mark
        What the mark means: "chosen", "pressed", "felt" or "caution".
    """

    region: str
    view: str
    mark: str


class Request(TypedDict):
    """What a form asks of Python.

    Attributes
    ----------
    number
        A running number, by which a late reply is known.
    answers
        What was answered, by the ids of the questions, and as "safety_asked" the groups of flags that were asked about.
    """

    number: int
    answers: dict[str, Given]


class Shown(TypedDict):
    """What a widget shows.

    Attributes
    ----------
    sentence
        The result in one sentence.
    result
        The result as HTML.
    marks
        What is marked on the body, where there is one.
    code
        What was answered as a code to give to somebody, where the form has one.
    """

    sentence: str
    result: str
    marks: NotRequired[list[Mark]]
    code: NotRequired[str]


class Report(Shown):
    """What Python replies to files that it was sent.

    Attributes
    ----------
    number
        A running number, by which a report is told from one before that says the same.
    sentence
        The outcome in one sentence.
    result
        The report as HTML.
    marks
        Nothing, as there is no body.
    code
        Nothing, as nothing is answered.
    """

    number: int


class Reply(Shown):
    """What Python replies to a request.

    Attributes
    ----------
    number
        The number of the request.
    answers
        The answers as they stand.
    sentence
        The result in one sentence.
    result
        The result as HTML.
    marks
        What is marked on the body, where there is one.
    code
        What was answered as a code to give to somebody, or "" where there is none.
    """

    number: int
    answers: dict[str, Given]


class Page(TypedDict):
    """A page to download, as Python sends it.

    Attributes
    ----------
    view
        The id of the form that asked for it, as there may be several of one model.
    page
        The page as HTML.
    name
        The name of the file.
    """

    view: str
    page: str
    name: str


class Files(TypedDict):
    """Files to check. Their contents come beside it, in the same order.

    Attributes
    ----------
    names
        The names of the files.
    """

    names: list[str]


class FormModel(TypedDict):
    """What a form and Python hold together.

    Attributes
    ----------
    heading
        The heading of the result.
    questions
        The questions, in this order.
    beginnings
        What the form can be filled in from, above the questions: one question, or none.
    drawing
        The body as SVG, where an area can be chosen.
    mark_words
        What each mark on the body means.
    start
        The answers to which Reset goes back.
    one_answer
        Whether an answer to one question takes back the answer to any other.
    can_download
        Whether the result can be downloaded as a page.
    request
        The last request, written by the form.
    reply
        The last reply, written by Python.
    """

    heading: str
    questions: list[Question]
    beginnings: list[Question]
    drawing: str
    mark_words: dict[str, str]
    start: dict[str, Given]
    one_answer: bool
    can_download: bool
    request: Request
    reply: Reply


class CheckModel(TypedDict):
    """What the card that checks files and Python hold together.

    Attributes
    ----------
    limit
        How large all files may be together, in bytes.
    reply
        The last report, written by Python.
    """

    limit: int
    reply: Report


class TableModel(TypedDict):
    """What a table to search and sort and Python hold together.

    Attributes
    ----------
    caption
        What the table holds.
    head
        The names of its columns.
    rows
        Its rows, each with a cell for each column.
    """

    caption: str
    head: list[str]
    rows: list[list[Cell]]


class Asking(TypedDict):
    """A question of a quiz, as the page asks it.

    Attributes
    ----------
    item
        Its id.
    title
        Its number on the page.
    prompt
        What is asked.
    help
        What is to be done: choose one, give each a place ...
    questions
        What is answered: one question, or one for each line of an order or of pairs.
    answer
        The right answer and why, as HTML, folded away.
    """

    item: str
    title: str
    prompt: str
    help: str
    questions: list[Question]
    answer: str


class Marking(TypedDict):
    """What Python replies to an answer in a quiz.

    Attributes
    ----------
    number
        The number of the request.
    item
        The id of the question that was answered.
    result
        What is said to the answer, as HTML.
    is_right
        Whether it is wholly right.
    sentence
        How the whole quiz stands.
    line
        All first answers as one line to send, or "" while there is none.
    """

    number: int
    item: str
    result: str
    is_right: bool
    sentence: str
    line: str


class Attempt(TypedDict):
    """An answer in a quiz, as the page sends it.

    Attributes
    ----------
    number
        A running number.
    item
        The id of the question that is answered.
    given
        What was answered, by the ids of its questions.
    """

    number: int
    item: str
    given: dict[str, Given]


class QuizModel(TypedDict):
    """What a quiz and Python hold together.

    Attributes
    ----------
    heading
        What it is called.
    asked
        Its questions, in this order.
    drawing
        The body as SVG, where areas are asked for.
    mark_words
        What each mark on the body means.
    request
        The last answer, written by the page.
    reply
        The last reply, written by Python.
    """

    heading: str
    asked: list[Asking]
    drawing: str
    mark_words: dict[str, str]
    request: Attempt
    reply: Marking


class CaseStory(TypedDict):
    """A client to decide about, as the page shows it before anything is decided.

    Attributes
    ----------
    case
        Its id.
    title
        A name, and what it is about.
    level
        How hard it is, in words.
    story
        What the client says.
    still_to_ask
        What nobody has asked this client yet, or "".
    """

    case: str
    title: str
    level: str
    story: str
    still_to_ask: str


class Decided(TypedDict):
    """What was decided about a client, as the page sends it.

    Attributes
    ----------
    number
        A running number.
    case
        The id of the case.
    answers
        What was ticked, by the ids of the questions of the form.
    choice
        What was decided and how sure, by the ids of these two questions.
    reason
        Why, in the student's own words.
    """

    number: int
    case: str
    answers: dict[str, Given]
    choice: dict[str, Given]
    reason: str


class Revealed(Shown):
    """What Python replies to a decision.

    Attributes
    ----------
    number
        The number of the request.
    case
        The id of the case.
    line
        Everything decided so far as one line to send, or "" while nothing is.
    sentence
        The two decisions in one sentence.
    result
        The comparison as HTML.
    marks
        Nothing, as nothing is marked.
    code
        Nothing, as the line says it all.
    """

    number: int
    case: str
    line: str


class CaseModel(TypedDict):
    """What the card for deciding about clients and Python hold together.

    Attributes
    ----------
    stories
        The clients, in this order.
    questions
        The questions of the form.
    choices
        What is decided, and how sure one is.
    drawing
        The body as SVG.
    mark_words
        What each mark on the body means.
    request
        The last decision, written by the page.
    reply
        The last reply, written by Python.
    """

    stories: list[CaseStory]
    questions: list[Question]
    choices: list[Question]
    drawing: str
    mark_words: dict[str, str]
    request: Decided
    reply: Revealed


class Sent(TypedDict):
    """What an instructor gives to the card of the class. The contents of files come beside it, in the same order.

    Attributes
    ----------
    names
        The names of the files.
    text
        What was pasted.
    clear
        Whether to begin anew.
    """

    names: list[str]
    text: str
    clear: bool


class ClassModel(TypedDict):
    """What the card of the class and Python hold together.

    Attributes
    ----------
    reply
        The last count, written by Python.
    """

    reply: Report


class RowsWish(TypedDict):
    """What a reader wants done with the rows of a step.

    Attributes
    ----------
    add
        Whether the rows are to be added to the file; otherwise it is only read again.
    """

    add: bool


class RowsReply(Report):
    """How far a reader is with the rows of a step.

    Attributes
    ----------
    number
        A running number.
    sentence
        What was done, or how far the reader is.
    result
        The rows as HTML.
    marks
        Nothing, as there is no body.
    follows
        What follows from the table as HTML, such as a chart, or "".
    code
        Nothing, as no form is filled in.
    """

    follows: str


class RowsModel(TypedDict):
    """What the card with the rows of a step and Python hold together.

    Attributes
    ----------
    file
        The file that they belong in, as seen from the lesson.
    reply
        How far the reader is, written by Python.
    """

    file: str
    reply: RowsReply


class Explored(Reply):
    """What is to be explored, as far as it is chosen.

    Attributes
    ----------
    number
        The number of the request.
    answers
        The answers as they stand.
    sentence
        The picture in one sentence.
    result
        The picture and its table as HTML.
    marks
        Nothing, as there is no body.
    code
        Nothing: the lines say it all.
    questions
        What can be chosen now, in this order.
    lines
        The lines of pandas that do the same.
    """

    questions: list[Question]
    lines: list[str]


class ExploreModel(TypedDict):
    """What the card to explore a table and Python hold together.

    Attributes
    ----------
    limit
        How large all files may be together, in bytes.
    is_narrow
        Whether the picture is for a page as narrow as a phone, written by the page.
    start
        The answers to which Reset goes back.
    request
        What was chosen last, written by the page.
    reply
        The last reply, written by Python.
    """

    limit: int
    is_narrow: bool
    start: dict[str, Given]
    request: Request
    reply: Explored


NAMED = {"Kind": Kind, "Asked": Asked, "Given": Given, "Cell": Cell}
"""The unions that the scripts know, by their names."""

EXCHANGED = (
    Answer,
    Group,
    Question,
    Mark,
    Request,
    Shown,
    Report,
    Reply,
    Page,
    Files,
    FormModel,
    CheckModel,
    TableModel,
    Asking,
    Marking,
    Attempt,
    QuizModel,
    CaseStory,
    Decided,
    Revealed,
    CaseModel,
    Sent,
    ClassModel,
    RowsWish,
    RowsReply,
    RowsModel,
    Explored,
    ExploreModel,
)
"""The types with named fields that the scripts know, in the order of their file."""


def choice_question(
    question: str,
    label: str,
    answers: Mapping[str, str] | Sequence[Answer],
    *,
    groups: Sequence[Group] = (),
    several: bool = False,
    help: str = "",  # noqa: A002 -- It is the name of the column in questions.csv.
    answers_from: str = "",
) -> Question:
    """Return a question that is answered by choosing.

    Parameters
    ----------
    question : str
        Its id.
    label : str
        Its words on the form.
    answers : mapping of str to str, or sequence of Answer
        What can be chosen: the label of each id, or answers with a group.
    groups : sequence of Group, default ()
        The groups that are asked about one by one, where the answers are flags.
    several : bool, default False
        Whether more than one answer can be chosen.
    help : str, default ""
        A sentence below the label.
    answers_from : str, default ""
        The table of the answers. With "regions" the body is drawn above them.

    Returns
    -------
    Question
        The question as the form takes it.

    Examples
    --------
    >>> asked = choice_question("topic", "Which topic?", {"pain": "Pain", "sleep": "Sleep"})
    >>> asked["kind"], asked["answers"][1]
    ('one', {'answer': 'sleep', 'label': 'Sleep', 'group': ''})
    """
    if isinstance(answers, Mapping):
        answers = [Answer(answer=answer, label=words, group="") for answer, words in answers.items()]
    return Question(
        question=question,
        kind="several" if several else "one",
        answers_from=answers_from,
        label=label,
        help=help,
        answers=list(answers),
        groups=list(groups),
        minimum=None,
        maximum=None,
        step=None,
        unit="",
    )


def number_question(
    question: str,
    label: str,
    *,
    kind: Literal["minutes", "points"],
    minimum: float,
    maximum: float,
    step: float,
    unit: str,
    help: str = "",  # noqa: A002 -- It is the name of the column in questions.csv.
) -> Question:
    """Return a question that is answered with a number.

    Parameters
    ----------
    question : str
        Its id.
    label : str
        Its words on the form.
    kind : {"minutes", "points"}
        What the number counts.
    minimum : float
        The lowest number that can be typed, in `unit`.
    maximum : float
        The highest number that can be typed, in `unit`.
    step : float
        What the arrows of the field add or take away, in `unit`.
    unit : str
        The word behind the number.
    help : str, default ""
        A sentence below the label.

    Returns
    -------
    Question
        The question as the form takes it.

    Examples
    --------
    >>> asked = number_question("minutes", "How long?", kind="minutes", minimum=10, maximum=240, step=5, unit="minutes")
    >>> asked["kind"], asked["maximum"], asked["answers"]
    ('minutes', 240, [])
    """
    return Question(
        question=question,
        kind=kind,
        answers_from="",
        label=label,
        help=help,
        answers=[],
        groups=[],
        minimum=minimum,
        maximum=maximum,
        step=step,
        unit=unit,
    )
