"""The place of a client among all possible clients, as a small picture of squares for a form."""

from collections.abc import Mapping
from typing import Any

from modality_lab.charts.look import Look
from modality_lab.markup import Html, element, html, table
from modality_lab.robustness.percent import percent
from modality_lab.robustness.possible_clients import possible_clients
from modality_lab.robustness.thin_ice import Row, place_of, place_sentence, rows_of
from modality_lab.tables import Tables

SQUARES = 50
"""So many squares stand for all clients."""

THIN, FIRM, HERE = "□", "■", "◆"
WATER, MARKED = "#174A75", "#A34700"


def place_html(client: Mapping[str, Any], tables: Tables) -> Html:
    """Show where a client stands among all possible clients.

    Parameters
    ----------
    client : mapping of str to object
        The client's answers, as `recommend` takes them.
    tables : Tables
        The tables.

    Returns
    -------
    Html
        A heading, a table of squares with the client's place marked, and a sentence. Nothing where the client has no
        place among the others: safety comes first, or nothing is answered.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> "questions, answered anew, would turn" in place_html({"goals": ["posture"], "minutes": 45}, load_tables())
    True
    """
    clients, look = possible_clients(tables, client), Look(tables)
    place = place_of(clients)
    if place is None:
        return Html()
    rows = [
        [
            element("strong", f"{row.name} (this client)") if key == place[0] else row.name,
            percent(sum(row.shares)),
            element("span", _squares(row, place[1] if key == place[0] else None), aria_hidden="true"),
        ]
        for key, row in rows_of(clients, look).items()
    ]
    caption = (
        f"A square is {100 // SQUARES} of 100 clients. {THIN} Two questions or more would each turn the result; "
        f"{FIRM} one or none; {HERE} this client"
    )
    return html(
        element("h3", "Among all possible clients"),
        element("p", place_sentence(clients, look, client)),
        table(rows, row_heads=True, caption=caption, left_from=2, class_="ml-points"),
        element("p", clients.counted, class_="ml-small"),
    )


def _squares(row: Row, place: int | None) -> Html:
    """Draw a result: what is thin first, and in it the client, where it has this result."""
    edge, end = (round(SQUARES * share) for share in (sum(row.shares[:2]), sum(row.shares)))
    thin, firm = THIN * edge, FIRM * (end - edge)
    here = element("span", HERE, style=f"color: {MARKED}")
    parts = [thin, firm]
    if place is not None:
        part = 0 if place < 2 else 1
        middle = len(parts[part]) // 2
        parts[part : part + 1] = [parts[part][:middle], here, parts[part][middle + 1 :]]
    return element("span", parts, style=f"color: {WATER}")
