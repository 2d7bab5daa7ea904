"""Questions: which of them moves results most."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from modality_lab.charts.chart import Chart
from modality_lab.charts.fonts import FigureWords
from modality_lab.robustness.bars import draw_bars
from modality_lab.robustness.percent import percent
from modality_lab.robustness.possible_clients import possible_clients
from modality_lab.tables import Tables
from modality_lab.words import listed


def questions(tables: Tables, client: Mapping[str, Any] | None = None) -> Chart:
    """Show which question moves results most: for how many possible clients another answer to it alone turns theirs.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.
    client : mapping of str to object, optional
        The answers of a client, as `recommend` takes them: marked are the questions that would turn this result.

    Returns
    -------
    Chart
        Its table has a row for each question, the one that moves most first.

    Raises
    ------
    AnswerError
        When an answer of the client cannot be used.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(str(questions(load_tables()))[:41])
    Most results hang on "Where is the pain?"
    """
    clients = possible_clients(tables, client)
    shares = {
        each.question.question: clients.share(np.broadcast_to(turned, clients.shape))
        for each, turned in zip(clients.ways, clients.turned_by, strict=True)
    }
    order = sorted(shares, key=lambda name: -shares[name])
    labels = {name: clients.rules.questions[name].label for name in order}
    words = FigureWords(labels, longest=60)
    turning = _turning(clients) if clients.place else set()
    table = pd.DataFrame(
        {"Results turned by it alone": [percent(shares[name]) for name in order]},
        index=pd.Index([labels[name] for name in order], name="Question"),
    )
    if clients.place:
        table["Turns this client's"] = ["yes" if name in turning else "no" for name in order]
    said = [_sentence([(labels[name], shares[name]) for name in order])]
    if clients.place:
        of_client = [labels[name] for name in order if name in turning]
        said.append(f"This client's result hangs on {len(of_client)} of {len(order)} questions.")
    return Chart(
        " ".join([*said, clients.counted]) + words.note,
        table,
        lambda: draw_bars(
            "Which question moves results most?",
            "percent of possible clients whose result it turns alone",
            [(words.words[name], shares[name]) for name in order],
            [row for row, name in enumerate(order) if name in turning],
            "this client's too",
        ),
    )


def _turning(clients: Any) -> set[str]:
    """Return the questions that would turn the client's result."""
    return {
        each.question.question
        for axis, (each, turned) in enumerate(zip(clients.ways, clients.turned_by, strict=True))
        if turned[tuple(0 if axis == other else place for other, place in enumerate(clients.place))]
    }


def _sentence(shares: list[tuple[str, float]]) -> str:
    if not shares:
        return "These tables ask no question that can give points."
    most, least = percent(shares[0][1]), percent(shares[-1][1])
    first = [f'"{label}"' for label, share in shares if percent(share) == most]
    last = [f'"{label}"' for label, share in shares if percent(share) == least]
    turn = f"another answer to {'it' if len(first) == 1 else 'one of these'} alone would turn {most} of all results"
    begins = f"Most results hang on {listed(first)}: {turn}"
    return f"{begins}." if most == least else f"{begins}. Fewest hang on {listed(last)}: {least}."
