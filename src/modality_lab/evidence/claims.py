"""The claims of the article, each with its verdict and the findings that bear on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from modality_lab.charts.chart import HATCHES, MARKERS, Chart, canvas, label_rows
from modality_lab.charts.fonts import FigureWords
from modality_lab.evidence.finding import findings
from modality_lab.markup import Html, bullets, element, folded, html, link
from modality_lab.tables.dictionary import allowed_values
from modality_lab.tables.loading import Tables
from modality_lab.tables.show import AT_FIRST
from modality_lab.words import KitError, counted, did_you_mean, listed, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CLAIM_STYLE = "max-width: 60em; margin: 0 0 0.5em; padding: 0.2em 1em; border-left: 4px solid #0072B2"


@dataclass(frozen=True)
class WeighedClaims:
    """Claims with their verdicts and the findings that bear on them, many of them folded modality by modality.

    Attributes
    ----------
    claims : pandas.DataFrame
        Rows of `claims.csv`, each with the name of its modality.
    findings : pandas.DataFrame
        Rows of `findings`, one for each claim that a finding bears on, with "claim" and "bearing".
    """

    claims: pd.DataFrame
    findings: pd.DataFrame

    def __repr__(self) -> str:
        return "\n\n".join(
            f"{claim.name}: {_said(claim)}\n"
            f"Said of: {claim.population}.\n"
            f"{_verdict(claim)}: {claim.verdict_reason}\n"
            f"{_how_many(claim, self._bearing_on(claim))}"
            for claim in self.claims.itertuples()
        )

    def _repr_html_(self) -> Html:
        if len(self.claims) <= AT_FIRST:
            return self._claims_html(self.claims)
        groups = self.claims.groupby("name", sort=False)
        return html(
            folded(f"{name}: {counted(len(claims), 'claim')}", self._claims_html(claims)) for name, claims in groups
        )

    def _claims_html(self, claims: pd.DataFrame) -> Html:
        return html(_claim_html(claim, self._bearing_on(claim)) for claim in claims.itertuples())

    def _bearing_on(self, claim: Any) -> pd.DataFrame:
        return self.findings[self.findings["claim"] == claim.claim]


def weigh_claims(tables: Tables, claims: Sequence[str] | None = None) -> WeighedClaims:
    """Return claims of the article, each with its verdict, the reason, and the findings behind it.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the claims are those of `claims.csv`, `claim_evidence.csv` says which findings
        bear on them.
    claims : sequence of str, optional
        Ids of claims; without them all are returned.

    Returns
    -------
    WeighedClaims
        The claims, in the order of the modalities.

    Raises
    ------
    KitError
        For an id that is not there.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(repr(weigh_claims(load_tables(), ["nmt_helps_sciatica"])).splitlines()[-1])
    2 findings bear on it; none studied Neuromuscular therapy by name.
    """
    rows = tables.modalities[["modality", "name"]].merge(tables.claims, on="modality")
    if claims is not None:
        for claim in claims:
            if claim not in set(rows["claim"]):
                raise KitError(f'There is no claim "{claim}".{did_you_mean(claim, rows["claim"])}')
        rows = rows[rows["claim"].isin(claims)]
    bearing = tables.claim_evidence[["claim", "finding", "bearing"]]
    return WeighedClaims(rows, bearing.merge(findings(tables), on="finding"))


def _said(claim: Any) -> str:
    statement: str = claim.statement
    return statement[:1].lower() + statement[1:]


def _verdict(claim: Any) -> str:
    return sentence_case(plain(claim.verdict))


def _how_many(claim: Any, found: pd.DataFrame) -> str:
    if found.empty:
        return "No finding gathered here bears on it."
    by_name = int((found["studied"] == claim.modality).sum())
    bear = f"{counted(len(found), 'finding')} {'bears' if len(found) == 1 else 'bear'} on it"
    return f"{bear}; {by_name or 'none'} studied {claim.name} by name."


def _claim_html(claim: Any, found: pd.DataFrame) -> Html:
    how_many = _how_many(claim, found)
    return element(
        "div",
        folded(
            html(element("strong", f"{claim.name}:"), f" {_said(claim)} ", element("strong", f"{_verdict(claim)}.")),
            element("p", claim.verdict_reason),
            element("p", f"Said of: {claim.population}. {how_many}"),
            bullets(map(_finding_html, found.itertuples())),
        ),
        style=CLAIM_STYLE,
    )


def _finding_html(row: Any) -> Html:
    people = "" if pd.isna(row.participants) else f"{counted(row.participants, 'person', 'people')}; "
    about = f"{row.studied_name}; {row.population}; {people}{row.design_name.lower()}; "
    return html(element("strong", row.bearing), f" {row.statement} ({about}", link(row.address, row.citation), ")")


def verdicts(tables: Tables) -> Chart:
    """Count the claims of each modality by what the evidence says.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `claims.csv`, whose verdicts are our judgement.

    Returns
    -------
    Chart
        Its table has a row for each verdict and a column for each modality.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> verdicts(load_tables()).table.index.to_list()
    ['Supported', 'Partly supported', 'Contradicted', 'No source found']
    """
    names = tables.modalities.set_index("modality")["name"]
    counts = pd.crosstab(tables.claims["verdict"], tables.claims["modality"])
    counts = counts.reindex(index=allowed_values("claims", "verdict"), columns=names.index, fill_value=0)
    table = counts.rename(index=lambda verdict: sentence_case(plain(verdict)), columns=names)
    table = table.rename_axis(index="Verdict", columns=None)
    said = {verdict: verdict.lower() for verdict in table.index} | {"No source found": "with no source found"}
    parts = listed(f"{int(table.loc[verdict].sum())} {said[verdict]}" for verdict in table.index)
    claims = counted(int(counts.to_numpy().sum()), "claim")
    sentence = f"Our verdicts on {claims} of the article: {parts}. They are our judgement."
    short_names = tables.modalities.set_index("modality")["short_name"].to_dict()
    drawn = FigureWords(names.to_dict(), short_names)
    return Chart(sentence + drawn.note, table, lambda: _draw_verdicts(table, list(drawn.words.values())))


def _draw_verdicts(table: pd.DataFrame, names: list[str]) -> "Figure":
    from matplotlib.ticker import MaxNLocator

    figure, axes = canvas(height=2.6 + 0.75 * len(table), title="What does the evidence say about the claims?")
    start = pd.Series(0, index=table.index)
    bars = []
    for number, (_, counts) in enumerate(table.items()):
        color, hatch = f"C{number % len(MARKERS)}", HATCHES[number % len(HATCHES)]
        rows = range(len(table))
        bars.append(axes.barh(rows, counts, left=start, height=0.62, color=color, hatch=hatch, edgecolor="white")[0])
        start = start + counts
    for row, total in enumerate(start):
        axes.text(total + 0.15, row, total, va="center", weight="bold")
    label_rows(axes, table.index)
    axes.set_xlim(0, max(start.max() * 1.12, 1))
    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.set_xlabel("claims")
    columns = min(len(names), 3) if max(map(len, names), default=0) < 37 else 1
    figure.legend(bars, names, loc="outside lower center", ncols=columns, frameon=False)
    return figure
