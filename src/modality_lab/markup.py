"""HTML that cannot be broken by a word of a table: what is text is escaped, what is HTML already stays.

>>> element("p", "Is 1 < 2? ", element("strong", "Yes"))
'<p>Is 1 &lt; 2? <strong>Yes</strong></p>'
"""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

Child: TypeAlias = "str | int | float | Iterable[Child] | None"
"""What an element may hold: text, HTML, a number, nothing (None or ""), or several of these."""

VOID = {"br", "img", "input", "meta", "source"}
# Within an svg an element ends only where it says so: a path after an open rect would stand in it, and not be drawn.
SELF_CLOSING = {"path", "rect"}


class Html(str):
    """Text that is HTML already. Only this module makes it, and what joins it to plain text gives plain text."""

    __slots__ = ()


def html(*children: Child) -> Html:
    """Return children one after the other as HTML, each escaped unless it is HTML already.

    Parameters
    ----------
    *children : str, Html, int, float, None, or an iterable of these
        What stands there; None and "" are passed over.

    Returns
    -------
    Html
        The children as HTML.

    Examples
    --------
    >>> html("nerves & muscles", None, [element("br"), 3])
    'nerves &amp; muscles<br>3'
    """
    return Html("".join(_each(children)))


def _each(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Html):
            yield child
        elif isinstance(child, (str, int, float)):
            yield escape(str(child))
        elif child is not None:
            yield from _each(child)


def element(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Return one element of HTML with its children, escaped unless they are HTML already.

    Parameters
    ----------
    name : str
        The name of the element, such as "p".
    *children : str, Html, int, float, None, or an iterable of these
        What stands in it.
    **attributes : str, int, bool or None
        Its attributes. An underscore becomes a hyphen and one at the end falls away (`class_`, `aria_label`);
        True gives an attribute without a value, None and False give none.

    Returns
    -------
    Html
        The element.

    Examples
    --------
    >>> element("th", "Sites", scope="col", hidden=False)
    '<th scope="col">Sites</th>'
    """
    words = [name]
    for key, value in attributes.items():
        if value is True:
            words.append(_attribute(key))
        elif value is not None and value is not False:
            words.append(f'{_attribute(key)}="{escape(str(value))}"')
    if name in SELF_CLOSING:
        return Html(f"<{' '.join(words)}/>")
    opening = f"<{' '.join(words)}>"
    return Html(opening if name in VOID else f"{opening}{html(children)}</{name}>")


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def bullets(items: Iterable[Child]) -> Html:
    """Return a list with a bullet before each item, and nothing where there are no items.

    Parameters
    ----------
    items : iterable of str, Html or lists of these
        What stands behind each bullet.

    Returns
    -------
    Html
        The list.

    Examples
    --------
    >>> bullets(["neck", "low back"])
    '<ul><li>neck</li><li>low back</li></ul>'
    """
    shown = [element("li", item) for item in items]
    return element("ul", shown) if shown else Html()


def table(
    rows: Iterable[Iterable[Child]],
    heads: Iterable[Child] = (),
    row_heads: bool = False,
    caption: Child = "",
    left_from: int = 0,
    **attributes: str,
) -> Html:
    """Return cells as a table.

    Parameters
    ----------
    rows : iterable of iterables of str, Html or numbers
        The cells, row by row.
    heads : iterable of str or Html
        The heading over each column; without them there is no row of headings.
    row_heads : bool
        Whether the first cell of a row is its heading.
    caption : str or Html
        What the table is called, above it.
    left_from : int
        The first column whose text is put to the left, counted from 0; those before it stand as their page puts them.
    **attributes : str
        Attributes of the table, as for `element`.

    Returns
    -------
    Html
        The table. Its text stands to the left, as notebooks put it to the right otherwise.

    Examples
    --------
    >>> table([[element("b", 3)]])
    '<table><tbody><tr><td style="text-align: left"><b>3</b></td></tr></tbody></table>'
    >>> table([["Deep", 3]], row_heads=True, left_from=2)
    '<table><tbody><tr><th scope="row">Deep</th><td>3</td></tr></tbody></table>'
    """
    body = []
    for first, *others in rows:
        head = _cell(first, left_from <= 0, scope="row" if row_heads else None)
        body.append(element("tr", head, [_cell(each, left_from <= place) for place, each in enumerate(others, 1)]))
    shown_heads = [_cell(head, left_from <= place, scope="col") for place, head in enumerate(heads)]
    return element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", element("tr", shown_heads)) if shown_heads else None,
        element("tbody", body),
        **attributes,
    )


def _cell(held: Child, is_left: bool, scope: str | None = None) -> Html:
    return element("th" if scope else "td", held, scope=scope, style="text-align: left" if is_left else None)


def folded(summary: Child, *children: Child, is_open: bool = False) -> Html:
    """Return what opens when its summary is chosen.

    Parameters
    ----------
    summary : str or Html
        The line that always shows.
    *children : str, Html, or an iterable of these
        What shows when it is open.
    is_open : bool
        Whether it is open to begin with.

    Returns
    -------
    Html
        The folded part.

    Examples
    --------
    >>> folded("Why?", "Because.")
    '<details><summary>Why?</summary>Because.</details>'
    """
    return element("details", element("summary", summary), children, open=is_open)


def link(address: str, words: str) -> Html:
    """Return words as HTML, as a link where the address is one of the web.

    Parameters
    ----------
    address : str
        Where it leads to; what is no address of a web page gives no link.
    words : str
        What a reader sees.

    Returns
    -------
    Html
        The words, as a link or as they are.

    Examples
    --------
    >>> link("https://example.org/", "A page")
    '<a href="https://example.org/" target="_blank" rel="noopener">A page</a>'
    >>> link("not stated", "A <page>")
    'A &lt;page&gt;'
    """
    if not address.startswith(("https://", "http://")):
        return html(words)
    return element("a", words, href=address, target="_blank", rel="noopener")


def page(title: str, style: str, *children: Child, **attributes: str) -> Html:
    """Return a whole page in English that needs no other file.

    Parameters
    ----------
    title : str
        What its window is called.
    style : str
        Its style sheet, which stands in it as it is: one of `static`, never a word of a table.
    *children : str, Html, or an iterable of these
        What stands on it.
    **attributes : str
        Attributes of its body, as for `element`.

    Returns
    -------
    Html
        The page.

    Examples
    --------
    >>> page("Why?", "p { margin: 0 }", element("p", "Because."))[-91:]
    '<title>Why?</title><style>p { margin: 0 }</style></head><body><p>Because.</p></body></html>'
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Html(style)),
    )
    return Html(f"<!DOCTYPE html>\n{element('html', head, element('body', children, **attributes), lang='en')}")
