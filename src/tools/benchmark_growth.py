"""How cost grows: with the clients, the rules and the modalities, over three decades each, with its exponent."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import benchmark_many
import numpy as np

from modality_lab import Tables, load_tables, recommend, recommend_many

ANSWERS = {"pain_pattern": "specific_spot", "goals": ["relaxation", "circulation"], "minutes": 45, "visits": "regular"}


class Growth(NamedTuple):
    """What was measured as something grows."""

    what: str
    per: str
    sizes: list[int]
    seconds: list[float]

    @property
    def exponent(self) -> float:
        """Return the slope of the line through the logarithms: 1 where twice as much takes twice as long."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.seconds), 1)[0])


def growths(kit: Tables) -> Iterator[Growth]:
    """Yield how cost grows, each a thousandfold."""
    clients, sizes = benchmark_many.clients_of(kit, 1_000_000, 14)[1], [1_000, 10_000, 100_000, 1_000_000]
    seconds = [benchmark_many.best_of(3, partial(recommend_many, clients.head(size), kit)) for size in sizes]
    yield Growth("recommend_many", "clients", sizes, seconds)
    of_rules = [(400, rules) for rules in (10, 100, 1_000, 10_000)]
    of_modalities = [(modalities, 3 * modalities) for modalities in (2, 20, 200, 2_000)]
    for per, shapes in (("rules", of_rules), ("modalities", of_modalities)):
        one, many = [], []
        for modalities, rules in shapes:
            tables = school(modalities, rules)
            one.append(benchmark_many.best_of(20, partial(decide, tables)))
            clients = benchmark_many.clients_of(tables, 1_000, 14)[1]
            many.append(benchmark_many.best_of(2, partial(recommend_many, clients, tables)))
        sizes = [shape[per == "rules"] for shape in shapes]
        yield Growth("recommend with what-ifs", per, sizes, one)
        yield Growth("recommend_many, 1,000 clients", per, sizes, many)


def decide(tables: Tables) -> object:
    """Decide about one client, with reasons, conflicts and all what-ifs."""
    result = recommend(ANSWERS, tables)
    return result.reason_rows, result.conflicts, result.changes


def school(modalities: int, rules: int) -> Tables:
    """Return the tables of a school of a size."""
    from big_school import write_big_school

    with tempfile.TemporaryDirectory() as folder:
        return load_tables(write_big_school(Path(folder), modalities, rules, statements=10))


def draw(found: list[Growth], path: Path) -> None:
    """Draw what was measured, a panel for what grows."""
    import matplotlib.style
    from matplotlib.figure import Figure

    from modality_lab.charts.chart import MARKERS, STYLE

    with matplotlib.style.context(["default", STYLE, {"font.size": 11, "lines.markersize": 7}]):
        figure = Figure(figsize=(13, 5))
        panels = figure.subplots(1, 3)
        for axes, per in zip(panels, ("clients", "rules", "modalities"), strict=True):
            for growth, marker in zip([each for each in found if each.per == per], MARKERS, strict=False):
                label = f"{growth.what}: exponent {growth.exponent:.2f}"
                axes.loglog(growth.sizes, [1000 * each for each in growth.seconds], marker=marker, label=label)
            for axis in (axes.xaxis, axes.yaxis):
                axis.set_major_formatter("{x:,.10g}")
                axis.set_minor_formatter("")
            axes.set_xlabel(per.capitalize())
            axes.set_ylim(top=axes.get_ylim()[1] * 12)
            axes.legend(fontsize=9, loc="upper left")
        panels[0].set_ylabel("Milliseconds")
        figure.savefig(path, metadata={"Software": None}, dpi=100)
