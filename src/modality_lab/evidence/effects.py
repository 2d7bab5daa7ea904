"""How large the effects are that studies found, in the one unit in which they can be set side by side."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from modality_lab.charts.chart import MARKERS, Chart, canvas, empty_figure, legend_columns, wrap
from modality_lab.charts.fonts import FigureWords
from modality_lab.evidence.finding import findings
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COMPARABLE = "standardised_mean_difference"
"""The one unit in which the findings of different studies can be set side by side."""


def effect_sizes(tables: Tables) -> Chart:
    """Show the effects that can be compared as a forest plot: plus is benefit from massage.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from the rows of `evidence.csv` that give a standardised
        mean difference with an interval; each names its source.

    Returns
    -------
    Chart
        Its table has a row for each finding, grouped by what was measured, and keeps the numbers as the source
        gives them beside.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> effect_sizes(load_tables()).table.loc["e014", ["Effect", "As the source gives it"]].to_list()
    ['0.61', '-0.61 (-1.17 to -0.05)']
    """
    effects = comparable_effects(tables)
    table = pd.DataFrame(
        {
            "Measured": effects["outcome"].map(plain),
            "Studied": effects["studied_name"],
            "What exactly": effects["outcome_note"],
            "Compared with": effects["comparison"],
            "People": effects["participants"],
            "Effect": effects["plus"].map("{:.2f}".format),
            "Lower end": effects["plus_low"].map("{:.2f}".format),
            "Upper end": effects["plus_high"].map("{:.2f}".format),
            "As the source gives it": [
                f"{row.effect:.2f} ({row.low:.2f} to {row.high:.2f})" for row in effects.itertuples()
            ],
        }
    ).set_axis(effects["finding"].rename("Finding"))
    if effects.empty:
        return Chart("No finding gives an effect that can be set beside others yet.", table, empty_figure)
    short_names = tables.named_modalities.set_index("named_modality")["short_name"].to_dict()
    names = FigureWords(dict(zip(effects["studied"], effects["studied_name"], strict=True)), short_names)
    notes = FigureWords(dict(zip(effects["finding"], effects["outcome_note"], strict=True)))
    drawn = effects.assign(
        studied_name=effects["studied"].map(names.words), outcome_note=effects["finding"].map(notes.words)
    )
    return Chart(_sentence(effects) + names.note + notes.note, table, lambda: _draw(drawn))


def comparable_effects(tables: Tables) -> pd.DataFrame:
    """Return the findings that can be set side by side, turned so that plus is benefit.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.

    Returns
    -------
    pandas.DataFrame
        Rows of `findings`, those with one outcome together, with "plus", "plus_low" and "plus_high" in
        standardised mean differences.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> comparable_effects(load_tables()).set_index("finding")["plus"]["e014"]
    np.float64(0.61)
    """
    rows = findings(tables)
    rows = rows[(rows["unit"] == COMPARABLE) & rows[["effect", "low", "high", "benefit_sign"]].notna().all(axis=1)]
    ends = rows[["low", "high"]].multiply(rows["benefit_sign"], axis=0)
    rows = rows.assign(
        plus=rows["effect"] * rows["benefit_sign"], plus_low=ends.min(axis=1), plus_high=ends.max(axis=1)
    )
    outcome = rows.groupby("outcome", sort=False).ngroup()
    return rows.assign(group=outcome).sort_values("group", kind="stable")


def _sentence(effects: pd.DataFrame) -> str:
    harmful = effects[effects["plus_high"] < 0]
    benefit, harm = int((effects["plus_low"] > 0).sum()), len(harmful)
    unsure = len(effects) - benefit - harm
    parts = [f"{benefit or 'none'} {_has(benefit)} an interval that lies wholly on the side of massage"]
    parts.append(f"{unsure or 'none'} {_has(unsure)} one that includes no effect")
    if harm:
        parts.append(f"{harm} {_has(harm)} one wholly on the other side ({listed(harmful['outcome_note'])})")
    kinds = listed(f"{name} ({count})" for name, count in effects["studied_name"].value_counts().items())
    return f"Of {counted(len(effects), 'effect')} in standardised units, {listed(parts)}. What was studied: {kinds}."


def _has(number: int) -> str:
    return "has" if number < 2 else "have"


def _draw(effects: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=3.4 + 0.78 * len(effects) + 0.62 * effects["outcome"].nunique())
    axes.set_title("How large is the effect?", pad=42)
    colors = {name: number for number, name in enumerate(effects["studied_name"].unique())}
    ends = min(-1.2, effects["plus_low"].min() - 0.1), max(1.0, effects["plus_high"].max() + 0.1)
    place = 0.0
    for outcome, of_outcome in effects.groupby("outcome", sort=False):
        axes.axhspan(place - 0.36, place + 0.36, color="#EEEEEE", zorder=0)
        axes.text(ends[0], place, f" {sentence_case(plain(outcome))}", va="center", weight="bold")
        place += 0.85
        for effect in of_outcome.itertuples():
            _draw_effect(axes, place, effect, colors, ends)
            place += 1
    axes.axvline(0, color="#444444", linewidth=1.5, zorder=1)
    axes.set_ylim(place - 0.4, -0.6)
    axes.set_xlim(*ends)
    axes.set_yticks([])
    axes.text(-0.05, -0.75, "other is better ◀", ha="right", va="bottom")
    axes.text(0.05, -0.75, "▶ massage is better", ha="left", va="bottom")
    axes.grid(axis="x")
    axes.set_xlabel("standardised mean difference, with 95 % interval")
    marks = [
        axes.plot([], [], MARKERS[number], color=f"C{number}", markeredgecolor="white")[0] for number in colors.values()
    ]
    columns = min(legend_columns(colors), 2)
    figure.legend(marks, list(colors), loc="outside lower center", ncols=columns, frameon=False)
    return figure


def _draw_effect(axes: "Axes", place: float, effect: Any, colors: Mapping[str, int], ends: tuple[float, float]) -> None:
    number = colors[effect.studied_name]
    color = f"C{number}"
    axes.plot([effect.plus_low, effect.plus_high], [place, place], color=color, linewidth=4, solid_capstyle="butt")
    axes.plot(effect.plus, place, MARKERS[number], color=color, markeredgecolor="white")
    axes.text(ends[0] - 0.08, place, wrap(effect.outcome_note, 25), ha="right", va="center")
    words = f"{effect.plus:.2f}\n({effect.plus_low:.2f} to {effect.plus_high:.2f})"
    axes.text(ends[1] + 0.08, place, words.replace("-", "\N{MINUS SIGN}"), va="center")
