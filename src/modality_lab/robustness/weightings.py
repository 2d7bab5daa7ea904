"""Weightings: how often a leader stays the leader when the rules get other points, drawn by lot."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modality_lab.charts.chart import Chart, canvas
from modality_lab.recommender.rows import Answers, Reason
from modality_lab.robustness.percent import percent
from modality_lab.robustness.possible_clients import SEED, PossibleClients, possible_clients
from modality_lab.tables import Tables
from modality_lab.words import counted, listed, number_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WEIGHTINGS = 4000
CLIENTS = 600
"""So many possible clients are drawn by lot, each weighed anew with every weighting."""

MOST_AHEAD = 6
"""Clients whose leader is so many points ahead, or more, are put together."""

Shares: TypeAlias = NDArray[np.float64]


def weightings(tables: Tables, client: Mapping[str, Any] | None = None) -> Chart:
    """Show how often the leader stays when each rule gets other points, drawn by lot many times over.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; each rule gets from one point to one more than the most that any rule has today.
    client : mapping of str to object, optional
        The answers of a client to mark among the others, as `recommend` takes them.

    Returns
    -------
    Chart
        Its table says for each lead of today in how many of the weightings the same modality still leads alone.

    Raises
    ------
    AnswerError
        When an answer of the client cannot be used.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(str(weightings(load_tables()))[:63])
    Where a modality is 1 point ahead today, it stays the leader in
    """
    ahead, stays = _drawn(tables)
    leads = sorted(set(ahead.tolist()))
    means = {lead: float(stays[ahead == lead].mean()) for lead in leads}
    clients = possible_clients(tables, client)
    own = _own(clients) if clients.place and clients.lead[clients.place] else None
    table = pd.DataFrame(
        {
            "Clients drawn": [int((ahead == lead).sum()) for lead in leads],
            "The leader stays": [percent(means[lead]) for lead in leads],
        },
        index=pd.Index([_ahead(lead) for lead in leads], name="Ahead today"),
    )
    said = [_sentence(means), _of_client(own, clients, client), _counted(tables)]
    return Chart(" ".join(filter(None, said)), table, lambda: _draw(means, own))


def _ahead(lead: int) -> str:
    return counted(lead, "point") + (" or more" if lead == MOST_AHEAD else "")


def _sentence(means: Mapping[int, float]) -> str:
    if not means:
        return "No modality leads for anybody, so there is no leader to stay."
    first, *others = [f"{_ahead(lead)} ahead" for lead in means]
    shares = [percent(each) for each in means.values()]
    rest = [f"{words}, in {share}" for words, share in zip(others, shares[1:], strict=True)]
    begins = f"Where a modality is {first} today, it stays the leader in {shares[0]} of the weightings"
    return f"{begins}{'; ' if rest else ''}{'; '.join(rest)}."


def _of_client(own: tuple[int, float] | None, clients: PossibleClients, client: Mapping[str, Any] | None) -> str:
    if own is None:
        return "For this client no modality leads." if client else ""
    [leader] = clients.outcomes[clients.results[clients.place]].modalities
    return f"For this client, {clients.rules.names[leader]} stays the leader in {percent(own[1])} of them."


def _counted(tables: Tables) -> str:
    return (
        f"We drew {WEIGHTINGS:,} weightings at random: each rule gets "
        f"{listed(map(str, range(1, _top(tables) + 1)), 'or') if _top(tables) < 6 else f'1 to {_top(tables)}'} points, "
        f"each equally likely. Each weighting is tried on {CLIENTS} of the possible clients, drawn at random too."
    )


def _top(tables: Tables) -> int:
    """Return the most points that a rule can get."""
    return 1 + int(tables.rules["points"].max() if len(tables.rules) else 1)


@lru_cache(maxsize=2)
def _drawn(tables: Tables) -> tuple[NDArray[np.int64], Shares]:
    """Return for clients drawn by lot by how much their leader leads today, and how often it stays."""
    clients = possible_clients(tables)
    chances = (clients.numbers * (clients.lead > 0)).ravel()
    if not chances.sum():
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    random = np.random.default_rng(SEED)
    places = random.choice(len(chances), CLIENTS, p=chances / chances.sum())
    answers = [
        {
            each.question.question: (each.given[way],)
            for each, way in zip(clients.ways, np.unravel_index(place, clients.shape), strict=True)
            if each.given[way] is not None
        }
        for place in places.tolist()
    ]
    leaders = [clients.outcomes[number].modalities[0] for number in clients.results.ravel()[places].tolist()]
    return np.minimum(clients.lead.ravel()[places], MOST_AHEAD), _stays(answers, leaders, clients)


def _own(clients: PossibleClients) -> tuple[int, float]:
    """Return by how much the client's leader leads today, and how often it stays."""
    assert clients.client is not None and clients.place is not None
    stays = _stays([clients.client.answers], [clients.client.modalities[0]], clients, clients.client.left_out)
    return min(int(clients.lead[clients.place]), MOST_AHEAD), float(stays[0])


def _stays(
    answers: Sequence[Answers],
    leaders: Sequence[str],
    clients: PossibleClients,
    left_out: tuple[str, ...] = (),
) -> Shares:
    """Return in how large a part of the weightings the leader of each client still leads alone."""
    reasons: dict[Reason, int] = {}
    for each in clients.rules.rules.values():
        for reason in each:
            reasons[reason] = len(reasons)
    set_off = np.zeros((len(answers), len(reasons)), dtype=np.float32)
    for row, given in enumerate(answers):
        for question, several in given.items():
            for answer in several:
                for reason in clients.rules.set_off(question, answer).reasons:
                    set_off[row, reasons[reason]] = 1
    points = np.random.default_rng(SEED).integers(1, _top(clients.tables) + 1, (len(reasons), WEIGHTINGS))
    of_modality = np.array([reason.modality for reason in reasons])
    own, others = (np.zeros((len(answers), WEIGHTINGS), dtype=np.float32) for _ in range(2))
    for modality in clients.rules.names:
        if modality in left_out:
            continue
        its = of_modality == modality
        sums = set_off[:, its] @ points[its].astype(np.float32)
        leads = np.array([leader == modality for leader in leaders])
        own[leads] = sums[leads]
        others[~leads] = np.maximum(others[~leads], sums[~leads])
    return np.asarray((own > others).mean(axis=1), dtype=np.float64)


def _draw(means: Mapping[int, float], own: tuple[int, float] | None) -> "Figure":
    figure, axes = canvas(height=5, title="Does the leader stay with other weights?")
    for lead, share in means.items():
        axes.bar(lead, share, width=0.6, color="#0072B2", edgecolor="white")
        axes.text(lead, share + 0.015, percent(share), ha="center", va="bottom", weight="bold")
    if own:
        axes.plot(own[0], own[1], marker="D", markersize=15, color="#D55E00", markeredgecolor="white", clip_on=False)
        axes.annotate(
            f"this client: {percent(own[1])}", own, xytext=(16, 0), textcoords="offset points", va="center",
            weight="bold", color="#A34700", bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )  # fmt: skip
    axes.set_xticks(list(means), [f"{number_text(lead)}{' or more' if lead == MOST_AHEAD else ''}" for lead in means])
    axes.set_xlabel("points ahead today")
    axes.set_ylim(0, 1.1)
    axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
    axes.set_ylabel("of the weightings")
    axes.grid(axis="y")
    return figure
