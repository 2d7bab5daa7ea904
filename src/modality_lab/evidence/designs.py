"""How sure the findings are: how many stand on each rung of the ladder of study designs."""

from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts.chart import Chart, canvas, wrap
from modality_lab.charts.fonts import FigureWords
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def ladder(tables: Tables) -> Chart:
    """Count the findings on each rung of the ladder of study designs, the strongest at the top.

    What is no study of its own stands below the ladder.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `evidence.csv`, whose rows name their sources, and
        `study_designs.csv`.

    Returns
    -------
    Chart
        Its table has a row for each design.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> int(ladder(load_tables()).table["Findings"].sum())
    88
    """
    designs = tables.study_designs.sort_values("rung", ascending=False, na_position="last")
    groups = tables.evidence.groupby("design")
    table = pd.DataFrame(
        {
            "Rung": designs["rung"].to_list(),
            "Findings": groups.size().reindex(designs["design"], fill_value=0).to_list(),
            "Sources": groups["source_id"].nunique().reindex(designs["design"], fill_value=0).to_list(),
        },
        index=pd.Index(designs["name"], name="Study design"),
    )
    drawn = FigureWords(dict(zip(designs["design"], designs["name"], strict=True)))
    sentence = _sentence(table, tables.evidence["source_id"].nunique()) + drawn.note
    return Chart(sentence, table, lambda: _draw(table, list(drawn.words.values())))


def _sentence(table: pd.DataFrame, sources: int) -> str:
    of = f"Of {counted(int(table['Findings'].sum()), 'finding')} from {counted(sources, 'source')}"
    on_ladder = table[table["Rung"].notna()]
    if on_ladder.empty:
        return f"{of}, none stands on a rung of the ladder: no design has one yet."
    # Several designs may share a rung.
    top, most = on_ladder[on_ladder["Rung"] == on_ladder["Rung"].max()], on_ladder["Findings"].idxmax()
    return (
        f"{of}, {top['Findings'].sum()} stand on the top rung ({listed(name.lower() for name in top.index)}). "
        f'The rung with the most findings is "{most.lower()}" ({on_ladder["Findings"][most]}). In '
        f"{table.loc[table['Rung'].isna(), 'Findings'].sum()} findings, people sum up or weigh the studies of others."
    )


def _draw(table: pd.DataFrame, names: list[str]) -> "Figure":
    figure, axes = canvas(height=2.2 + 0.85 * len(table), title="How were the studies made?")
    on_ladder = int(table["Rung"].notna().sum())
    # Those below the ladder stand a little further down.
    places = [row if row < on_ladder else row + 0.8 for row in range(len(table))]
    for place, (_, design) in zip(places, table.iterrows(), strict=True):
        # Hollow, not hatched: matplotlib 3.10 draws no pattern in a colour of its own.
        if pd.notna(design["Rung"]):
            axes.barh(place, design["Findings"], height=0.6, color="C0")
        else:
            axes.barh(place, design["Findings"], height=0.6, color="white", edgecolor="C1", linewidth=2)
        axes.text(design["Findings"] + 0.4, place, design["Findings"], va="center", weight="bold")
    axes.set_yticks(places, [wrap(name, 27) for name in names])
    axes.set_ylim(places[-1] + 0.6, -0.7)
    axes.set_xlim(0, max(table["Findings"].max() * 1.7, 1))
    _explain_ladder(axes, on_ladder, len(table))
    axes.set_xlabel("findings")
    return figure


def _explain_ladder(axes: "Axes", on_ladder: int, rows: int) -> None:
    right = axes.get_xlim()[1]
    if on_ladder < rows:
        axes.axhline(on_ladder - 0.1, color="#444444", linestyle=":", linewidth=1.5)
        words = "below the line: no studies of their own"
        axes.text(right, on_ladder - 0.02, words, ha="right", va="top", style="italic")
    if on_ladder:
        axes.text(right, 0, "can show\nthe most", ha="right", va="center", style="italic")
    if on_ladder > 1:
        axes.text(right, on_ladder - 1, "can show\nthe least", ha="right", va="center", style="italic")
