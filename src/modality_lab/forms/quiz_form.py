"""Check yourself: the questions of a lesson on the page, each with an answer that says why."""

import random
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

import anywidget
import traitlets

from modality_lab import static
from modality_lab.charts import MARKS
from modality_lab.classroom import Record
from modality_lab.forms.contract import Answer, Asking, Marking, Question, Shown, choice_question, number_question
from modality_lab.forms.widget import StoredExample, script, shown_or_error
from modality_lab.markup import Html, bullets, element, folded, html
from modality_lab.quiz import Item, items, mark
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError, counted, sentence_case

ASKS = {
    "one": "Choose one.",
    "several": "Choose all that are right.",
    "order": "Give each its place.",
    "match": "Choose what belongs to each.",
    "number": "Type a number.",
    "region": "Choose the areas, on the picture or in the list.",
}
LEVELS = {1: "to remember", 2: "to understand", 3: "to apply"}
LARGEST_NUMBER = 1_000_000


class QuizForm(StoredExample, anywidget.AnyWidget):
    """The questions of a lesson, or a mixed review of several, with an answer to each answer.

    Display it as the last line of a cell.

    Parameters
    ----------
    lesson : int, optional
        The number of the lesson; without it questions of all lessons are mixed.
    tables : Tables, optional
        The tables to use, without them the kit's own.
    number : int, optional
        How many questions at most; without it all of the lesson, and twelve of a review.
    seed : int
        Which questions a review mixes: the same again for the same seed.

    Raises
    ------
    KitError
        When there is no quiz for that lesson.

    Examples
    --------
    >>> quiz = QuizForm(2)
    >>> quiz.sentence[:24]
    'Nothing is answered yet:'
    """

    _esm = script("quiz.js")
    _css = "\n".join(map(static.read, ("form.css", "quiz.css")))

    heading = traitlets.Unicode().tag(sync=True)
    asked: "traitlets.List[Asking]" = traitlets.List().tag(sync=True)
    drawing = traitlets.Unicode().tag(sync=True)
    mark_words: "traitlets.Dict[str, str]" = traitlets.Dict(MARKS).tag(sync=True)
    request: "traitlets.Dict[str, Any]" = traitlets.Dict({"number": 0, "item": "", "given": {}}).tag(sync=True)
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(
        self, lesson: int | None = None, tables: Tables | None = None, number: int | None = None, seed: int = 1
    ) -> None:
        chosen = list(items(tables_or_kit(tables), None if lesson is None else [lesson]))
        if lesson is None:
            chosen = sorted(random.Random(seed).sample(chosen, min(number or 12, len(chosen))), key=lambda i: i.lesson)
        self.items = {item.item: item for item in chosen[:number]}
        # Whether the first answer to each was right.
        self.first: dict[str, bool] = {}
        # Whether the last answer was.
        self._is_right = False
        self.student = token_hex(3)
        super().__init__(
            heading="Questions on this lesson" if lesson is not None else "A review of all lessons",
            asked=[_asking(place, item, seed) for place, item in enumerate(self.items.values(), 1)],
            drawing=static.read("body.svg") if any(item.kind == "region" for item in chosen) else "",
            reply=dict(Marking(number=0, item="", result="", is_right=False, sentence="", line="")),
        )
        self.reply = {**self.reply, "sentence": self.sentence}
        self.observe(self._answer_request, "request")

    @property
    def sentence(self) -> str:
        """How many questions are answered, and how many of them at the first try.

        Returns
        -------
        str
            The sentence.
        """
        if not self.first:
            return f"Nothing is answered yet: {counted(len(self.items), 'question')}."
        right = sum(self.first.values())
        left = len(self.items) - len(self.first)
        still = f" {counted(left, 'question')} still to answer." if left else ""
        return f"{right} of {len(self.first)} right at the first try.{still}"

    def plain_html(self) -> Html:
        """Return the questions with their answers folded, as HTML that needs no program.

        Returns
        -------
        Html
            The questions.
        """
        return html(_on_paper(place, item) for place, item in enumerate(self.items.values(), 1))

    def _answer_request(self, _change: object) -> None:
        request = self.request
        name, number = str(request.get("item", "")), request.get("number")
        self._is_right = False
        shown = shown_or_error(lambda: self._mark(name, request.get("given")))
        self.reply = dict(
            Marking(
                number=number if isinstance(number, int) else 0,
                item=name,
                result=shown["result"],
                is_right=self._is_right,
                sentence=self.sentence,
                line=Record(self.student, "", {}, self.first).as_line() if self.first else "",
            )
        )

    def _mark(self, name: str, given: object) -> Shown:
        if name not in self.items:
            raise KitError("This question is not on this page. Reload the page.")
        marked = mark(self.items[name], _given(self.items[name], given))
        self.first.setdefault(name, marked.is_right)
        self._is_right = marked.is_right
        return Shown(sentence=marked.sentence, result=str(marked._repr_html_()))


def _given(item: Item, given: object) -> Any:
    """Return what was answered, as `mark` takes it, from the answers to the questions of an item."""
    answers = given if isinstance(given, Mapping) else {}
    return dict(answers) if item.kind in ("order", "match") else answers.get(item.item)


def _asking(place: int, item: Item, seed: int) -> Asking:
    return Asking(
        item=item.item,
        title=f"Question {place}",
        prompt=item.prompt,
        help=f"{ASKS[item.kind]} ({sentence_case(LEVELS.get(item.level, ''))}.)",
        questions=_questions(item, random.Random(f"{seed} {item.item}")),
        answer=_answer(item),
    )


def _questions(item: Item, chance: random.Random) -> list[Question]:
    """Return what the page asks for: one question, or one for each line of an order or of pairs."""
    if item.kind == "number":
        return [
            number_question(item.item, item.prompt, kind="points", minimum=0, maximum=LARGEST_NUMBER, step=1, unit="")
        ]
    choices = list(item.choices)
    if item.kind != "region":
        chance.shuffle(choices)
    if item.kind in ("order", "match"):
        keys = sorted(
            {choice.key for choice in choices}, key=lambda key: (len(key), key) if key.isdigit() else (0, key)
        )
        if item.kind == "match":
            chance.shuffle(keys)
        offered = [Answer(answer=key, label=key, group="") for key in keys]
        return [{**choice_question(choice.choice, choice.text, offered), "kind": "list"} for choice in choices]
    offered = [Answer(answer=choice.choice, label=choice.text, group="") for choice in choices]
    several = item.kind in ("several", "region")
    from_regions = "regions" if item.kind == "region" else ""
    return [choice_question(item.item, item.prompt, offered, several=several, answers_from=from_regions)]


def _answer(item: Item) -> Html:
    """Return the right answer, and why, to show to who gives up."""
    return html(
        element("p", element("strong", sentence_case(item.answer))),
        element("p", item.explanation),
        element("p", item.source, class_="ml-small"),
    )


def _on_paper(place: int, item: Item) -> Html:
    return element(
        "section",
        element("p", element("strong", f"{place}. "), item.prompt, " ", element("em", ASKS[item.kind])),
        bullets(_lines(item)),
        folded("Answer", _answer(item)),
    )


def _lines(item: Item) -> Sequence[str]:
    """Return what can be chosen, for paper; areas and numbers are found on the picture and in the lesson."""
    texts = sorted(choice.text for choice in item.choices)
    if item.kind == "match":
        return [f"{' / '.join(texts)}", f"{' / '.join(sorted({choice.key for choice in item.choices}))}"]
    return () if item.kind in ("number", "region") else texts
