"""What all widgets share: their script, what they show, and what a reader sees where no widget can live."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from modality_lab import static
from modality_lab.forms.contract import Shown
from modality_lab.markup import Html, element, html
from modality_lab.words import KitError

RUN_HINT = "This is a stored example. In JupyterLab the button at the top of the page brings it to life."


# A line that takes names from another script, such as: import { make } from "./common.js";
IMPORT = re.compile(r'^import\s[^;]*?from "\./([^"]+)";\n', re.MULTILINE)
# The mark of a name that other scripts take. `export default` is for the browser, and stays.
EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)


def script(name: str) -> str:
    """Return the script of a widget as one, as a widget can load one only.

    Parameters
    ----------
    name : str
        The name of the script's file.

    Returns
    -------
    str
        Every script that it imports, each before those that import it, and then itself.

    Examples
    --------
    >>> "function make" in script("table.js")
    True
    """
    texts = (static.read(each) for each in dict.fromkeys(_with_imports(name)))
    return "\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in texts)


def _with_imports(name: str) -> Iterator[str]:
    """Yield the names of the scripts that a script imports, directly or not, and its own."""
    for imported in IMPORT.findall(static.read(name)):
        yield from _with_imports(imported)
    yield name


def outcome(sentence: str) -> Html:
    """Return the sentence that a result begins with as HTML.

    Parameters
    ----------
    sentence : str
        The outcome in one sentence.

    Returns
    -------
    Html
        The sentence, set off from what follows.

    Examples
    --------
    >>> outcome("2 findings.")
    '<p class="ml-outcome"><strong>2 findings.</strong></p>'
    """
    return element("p", element("strong", sentence), class_="ml-outcome")


def message(text: str) -> Html:
    """Return a message to the reader as HTML.

    Parameters
    ----------
    text : str
        What it says.

    Returns
    -------
    Html
        The message.

    Examples
    --------
    >>> message("Choose another file.")
    '<p class="ml-message"><strong>Choose another file.</strong></p>'
    """
    return element("p", element("strong", text), class_="ml-message")


def only_message(text: str) -> Shown:
    """Return what a widget shows when it has only a message.

    Parameters
    ----------
    text : str
        What it says.

    Returns
    -------
    Shown
        The message, as sentence and as result.

    Examples
    --------
    >>> only_message("Choose another file.")["sentence"]
    'Choose another file.'
    """
    return Shown(sentence=text, result=message(text))


def only_error(error: Exception, way_on: str = "") -> Shown:
    """Return what a widget shows when an error has left it without a result.

    Parameters
    ----------
    error : Exception
        What was raised: a `KitError` speaks to the reader, any other is a mistake of the kit.
    way_on : str
        A sentence on how to go on after a mistake of the kit.

    Returns
    -------
    Shown
        The error as a message.

    Examples
    --------
    >>> only_error(KitError("There is no table of that name."))["sentence"]
    'There is no table of that name.'
    >>> only_error(ZeroDivisionError("division by zero"))["sentence"][:48]
    'The kit has made a mistake here, not you. To rep'
    """
    if isinstance(error, KitError):
        return only_message(str(error))
    line = f"To report it, send this line: {type(error).__name__}: {error}"
    return only_message(" ".join(filter(None, ["The kit has made a mistake here, not you.", way_on, line])))


def shown_or_error(show: Callable[[], Shown], way_on: str = "") -> Shown:
    """Return what a widget shows, also when an error leaves it without a result: one in a widget is seen by nobody.

    Parameters
    ----------
    show : callable
        Returns what is to be shown.
    way_on : str
        A sentence on how to go on after a mistake of the kit.

    Returns
    -------
    Shown
        What `show` returns, or its error as a message.

    Examples
    --------
    >>> shown_or_error(lambda: only_message("All good."))["sentence"]
    'All good.'
    >>> shown_or_error(lambda: 1 / 0, "Choose Reset to go on.")["sentence"][:64]
    'The kit has made a mistake here, not you. Choose Reset to go on.'
    """
    try:
        return show()
    except Exception as error:  # noqa: BLE001 - Whatever it is, somebody has to see it.
        return only_error(error, way_on)


class StoredExample:
    """Lets a widget show words and HTML where no widget can live: before a notebook is run, on the web, on paper.

    What it shows stands in its `reply`; a widget that is more than its last reply says so in methods of its own.
    """

    reply: Mapping[str, Any]

    @property
    def sentence(self) -> str:
        """The outcome in one sentence.

        Returns
        -------
        str
            The sentence.
        """
        sentence: str = self.reply["sentence"]
        return sentence

    def plain_html(self) -> Html:
        """Return what the widget shows as HTML that needs no program.

        Returns
        -------
        Html
            The result, and what belongs to it.
        """
        return Html(self.reply["result"])

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)  # type: ignore[misc] # The widget beside it has it.
        shown = bundle[0] if isinstance(bundle, tuple) else bundle
        shown["text/plain"] = f"{self.sentence} {RUN_HINT}"
        shown["text/html"] = html(element("p", element("strong", RUN_HINT), class_="ml-jupyterlab"), self.plain_html())
        return bundle
