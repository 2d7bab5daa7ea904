"""A handout: a title and a page that needs no other file."""

from dataclasses import dataclass

from modality_lab import static
from modality_lab.markup import Child, Html, element, page

NOTE = "Modality Lab, CC BY 4.0. A teaching aid: it counts what its sources say and diagnoses nothing."


@dataclass(frozen=True)
class Sheet:
    """A handout.

    Attributes
    ----------
    name : str
        What its file is called, without an ending.
    title : str
        Its heading.
    body : Html
        What stands below the heading.

    Examples
    --------
    >>> sheet = Sheet("words", "Words", element("p", "Stroke: a movement."))
    >>> sheet
    Words: a sheet to print
    """

    name: str
    title: str
    body: Html

    def __repr__(self) -> str:
        return f"{self.title}: a sheet to print"

    @property
    def html(self) -> Html:
        """The sheet as it stands within another page.

        Returns
        -------
        Html
            Heading, body and the note at its end.
        """
        shown = [element("h2", self.title, class_="ml-title"), self.body, element("p", NOTE, class_="ml-foot")]
        return element("div", shown, class_="ml-sheet")

    @property
    def page(self) -> Html:
        """The sheet as a page that needs no other file and asks no other host.

        Returns
        -------
        Html
            The page.
        """
        heading, note = element("h1", self.title), element("footer", NOTE)
        main = element("main", heading, self.body, note, class_="ml-sheet")
        return page(f"Modality Lab: {self.title}", static.read("sheet.css"), main)


def blank_lines(number: int) -> list[Html]:
    """Return lines to write on.

    Parameters
    ----------
    number : int
        How many.

    Returns
    -------
    list of Html
        The lines.

    Examples
    --------
    >>> len(blank_lines(2))
    2
    """
    return [element("div", class_="ml-blank") for _ in range(number)]


def for_name() -> Child:
    """Return the line for a name and a date.

    Returns
    -------
    Html
        The line.

    Examples
    --------
    >>> for_name()
    '<p class="ml-small">Name: ______________________________ Date: ______________</p>'
    """
    return element("p", "Name: ______________________________ Date: ______________", class_="ml-small")
