"""What all widgets share: their script, and what a reader sees where no widget can live."""

from html import escape

from modality_lab import static

RUN_HINT = "This is a stored example. To bring the form to life, choose Run > Run All Cells in the menu above."


def script(name: str) -> str:
    """Return the script of a widget, with what all scripts share before it.

    >>> "function make" in script("table.js")
    True
    """
    return "\n".join(map(static.read, ("common.js", name)))


class StoredExample:
    """Lets a widget show words and HTML in a notebook that was not run yet, on a web page that shows notebooks, and on paper.

    The widget has a `sentence`, and `plain_html()` returns it as HTML that needs no program.
    """

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        shown = bundle[0] if isinstance(bundle, tuple) else bundle
        shown["text/plain"] = f"{self.sentence} {RUN_HINT}"
        shown["text/html"] = f"<p><strong>{escape(RUN_HINT)}</strong></p>{self.plain_html()}"
        return bundle


def message(text: str) -> str:
    """Return a message to the reader as HTML."""
    return f'<p class="ml-message"><strong>{escape(text)}</strong></p>'


def shown_message(text: str) -> dict:
    """Return what a widget shows when it has only a message."""
    return {"sentence": text, "result": message(text)}
