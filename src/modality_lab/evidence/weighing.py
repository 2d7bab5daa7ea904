"""Weigh the claims: what studies found, how large it is, how sure, and what it says about a claim.

>>> from modality_lab import load_tables
>>> weigh_claims(load_tables(), ["nmt_helps_sciatica"])
Is said to be often used for sciatica, and is given as the one to choose. (Neuromuscular therapy)
Said of: people with sciatica.
Contradicted: No trial was found. One guideline tells physiotherapists not to use massage for nerve-root pain, another allows it only together with exercise.
2 findings bear on it; none studied Neuromuscular therapy by name.
"""

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts.chart import HATCHES, MARKERS, Chart, canvas, wrap
from modality_lab.tables.dictionary import allowed_values
from modality_lab.tables.loading import Tables
from modality_lab.tables.show import address_link, html_table
from modality_lab.words import KitError, counted, did_you_mean, listed, number_text, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COMPARABLE = "standardised_mean_difference"
"""The one unit in which the findings of different studies can be set side by side."""

LESS_PAIN = "percent_less_pain_at_most"
"""The one unit in which a claim can be pictured on a scale of pain."""


# Claim by claim -----------------------------------------------------------------------------------


class WeighedClaims:
    """Claims with their verdicts and the findings that bear on them; `claims` and `findings` are DataFrames."""

    def __init__(self, claims: pd.DataFrame, findings: pd.DataFrame):
        self.claims = claims
        self.findings = findings

    def __repr__(self) -> str:
        return "\n\n".join(
            f"{_said(claim)} ({claim.name})\nSaid of: {claim.population}.\n{_verdict(claim)}: {claim.verdict_reason}\n{self._how_many(claim)}"
            for claim in self.claims.itertuples()
        )

    def _repr_html_(self) -> str:
        return "".join(self._claim_html(claim) for claim in self.claims.itertuples())

    def _bearing_on(self, claim) -> pd.DataFrame:
        return self.findings[self.findings["claim"] == claim.claim]

    def _how_many(self, claim) -> str:
        found = self._bearing_on(claim)
        if found.empty:
            return "No finding gathered here bears on it."
        by_name = int((found["studied"] == claim.modality).sum())
        bear = f"{counted(len(found), 'finding')} {'bears' if len(found) == 1 else 'bear'} on it"
        return f"{bear}; {by_name or 'none'} studied {claim.name} by name."

    def _claim_html(self, claim) -> str:
        found = self._bearing_on(claim)
        folded = f"<details><summary>{escape(self._how_many(claim))}</summary>{_findings_html(found)}</details>"
        return (
            '<div style="max-width: 60em; margin: 0 0 1em; padding: 0.3em 1em; border-left: 4px solid #0072B2">'
            f"<p><strong>{escape(claim.name)}.</strong> {escape(_said(claim))}<br>Said of: {escape(claim.population)}.</p>"
            f"<p><strong>{escape(_verdict(claim))}.</strong> {escape(claim.verdict_reason)}</p>"
            f"{folded if len(found) else f'<p>{escape(self._how_many(claim))}</p>'}</div>"
        )


def weigh_claims(tables: Tables, claims: list[str] | None = None) -> WeighedClaims:
    """Return claims of the article, each with its verdict, the reason, and the findings behind it.

    `claims` are ids of `claims.csv`, without them all are shown. `tables` come from `load_tables`.
    Raises `KitError` for an id that is not there.
    """
    rows = tables.modalities[["modality", "name"]].merge(tables.claims, on="modality")
    if claims is not None:
        for claim in claims:
            if claim not in set(rows["claim"]):
                raise KitError(f'There is no claim "{claim}".{did_you_mean(claim, rows["claim"])}')
        rows = rows[rows["claim"].isin(claims)]
    bearing = tables.claim_evidence[["claim", "finding", "bearing"]]
    return WeighedClaims(rows, bearing.merge(findings(tables), on="finding"))


def findings(tables: Tables) -> pd.DataFrame:
    """Return the findings with the names of what was studied, of the design and of the source.

    `tables` come from `load_tables`. The columns are those of `evidence.csv` and `studied_name`,
    `design_name`, `rung`, `title`, `author`, `published` and `address`.

    >>> from modality_lab import load_tables
    >>> findings(load_tables()).loc[0, ["studied_name", "design_name", "published"]].to_list()
    ['Massage of any kind', 'Review that pools trials', '2014']
    """
    names = tables.named_modalities.rename(columns={"named_modality": "studied", "name": "studied_name"})
    designs = tables.study_designs.rename(columns={"name": "design_name"})
    found = tables.evidence.merge(names[["studied", "studied_name"]], on="studied", how="left")
    found = found.merge(designs[["design", "design_name", "rung"]], on="design", how="left")
    return found.merge(
        tables.sources[["source_id", "title", "author", "published", "address"]], on="source_id", how="left"
    )


def _said(claim) -> str:
    return sentence_case(claim.statement.removeprefix("It "))


def _verdict(claim) -> str:
    return sentence_case(plain(claim.verdict))


def _findings_html(found: pd.DataFrame) -> str:
    items = "".join(
        f"<li><strong>{escape(row.bearing)}</strong> {escape(row.statement)} "
        f"({escape(row.studied_name)}; {escape(row.population)}; {escape(_size(row))}{escape(row.design_name.lower())}; {citation(row)})</li>"
        for row in found.itertuples()
    )
    return f"<ul>{items}</ul>"


def _size(row) -> str:
    return "" if pd.isna(row.participants) else f"{counted(row.participants, 'person', 'people')}; "


def citation(row) -> str:
    """Return who wrote a finding's source, and when, as HTML with its address as a link."""
    who = row.title if row.author == "not stated" else row.author
    return address_link(row.address, f"{who}, {'year not stated' if row.published == 'not stated' else row.published}")


def verdicts(tables: Tables) -> Chart:
    """Count the claims of each modality by what the evidence says.

    Drawn from `claims.csv`. `tables` come from `load_tables`. Returns a `Chart`; its table has a row
    for each verdict and a column for each modality.
    """
    order = allowed_values("claims", "verdict")
    names = tables.modalities.set_index("modality")["name"]
    counts = pd.crosstab(tables.claims["verdict"], tables.claims["modality"]).reindex(
        index=order, columns=names.index, fill_value=0
    )
    table = counts.rename(index=lambda verdict: sentence_case(plain(verdict)), columns=names).rename_axis(
        index="Verdict", columns=None
    )
    parts = listed(f"{int(table.loc[verdict].sum())} {verdict.lower()}" for verdict in table.index)
    sentence = (
        f"Verdicts on {counted(int(counts.to_numpy().sum()), 'claim')} of the article: {parts}; they are our judgement."
    )
    return Chart(sentence, table, lambda: _draw_verdicts(table))


def _draw_verdicts(table: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=2.6 + 0.75 * len(table))
    axes.set_title("What does the evidence say about the claims?")
    start = pd.Series(0, index=table.index)
    for number, (name, counts) in enumerate(table.items()):
        look = {"color": f"C{number % len(MARKERS)}", "hatch": HATCHES[number % len(HATCHES)], "edgecolor": "white"}
        axes.barh(range(len(table)), counts, left=start, height=0.62, label=name, **look)
        start = start + counts
    for row, total in enumerate(start):
        axes.text(total + 0.15, row, total, va="center", weight="bold")
    axes.set_yticks(range(len(table)), table.index)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlim(0, max(start.max() * 1.12, 1))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("claims")
    figure.legend(loc="outside lower center", ncols=min(len(table.columns), 3), frameon=False)
    return figure


# How large -----------------------------------------------------------------------------------------


def effect_sizes(tables: Tables) -> Chart:
    """Set the effects that can be compared side by side, each with its interval: a forest plot.

    Drawn from the rows of `evidence.csv` that give a standardised mean difference with an interval,
    grouped by what was measured. Signs are turned so that plus is benefit. `tables` come from
    `load_tables`. Returns a `Chart`; its table keeps the numbers as the source gives them beside.

    >>> from modality_lab import load_tables
    >>> effect_sizes(load_tables()).table.loc["e014", ["Effect", "As the source gives it"]].to_list()
    ['0.61', '-0.61 (-1.17 to -0.05)']
    """
    rows = _comparable(tables)
    table = pd.DataFrame(
        {
            "Measured": rows["outcome"].map(plain),
            "Studied": rows["studied_name"],
            "What exactly": rows["outcome_note"],
            "Compared with": rows["comparison"],
            "People": rows["participants"],
            "Effect": rows["plus"].map("{:.2f}".format),
            "Lower end": rows["plus_low"].map("{:.2f}".format),
            "Upper end": rows["plus_high"].map("{:.2f}".format),
            "As the source gives it": [
                f"{row.effect:.2f} ({row.low:.2f} to {row.high:.2f})" for row in rows.itertuples()
            ],
        }
    ).set_axis(rows["finding"].rename("Finding"))
    if rows.empty:
        return Chart(_effect_sentence(rows), table, lambda: canvas(2)[0])
    return Chart(_effect_sentence(rows), table, lambda: _draw_effects(rows))


def _comparable(tables: Tables) -> pd.DataFrame:
    """Return the findings for the forest plot, turned so that plus is benefit, in the order of the rows."""
    rows = findings(tables)
    rows = rows[(rows["unit"] == COMPARABLE) & rows[["effect", "low", "high", "benefit_sign"]].notna().all(axis=1)]
    ends = rows[["low", "high"]].multiply(rows["benefit_sign"], axis=0)
    rows = rows.assign(
        plus=rows["effect"] * rows["benefit_sign"], plus_low=ends.min(axis=1), plus_high=ends.max(axis=1)
    )
    first = rows.groupby("outcome", sort=False).ngroup()
    return rows.assign(group=first).sort_values("group", kind="stable")


def _effect_sentence(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No finding gives an effect that can be set beside others yet."
    benefit, harm = int((rows["plus_low"] > 0).sum()), int((rows["plus_high"] < 0).sum())
    unsure = len(rows) - benefit - harm
    parts = [f"{benefit} {'lies' if benefit == 1 else 'lie'} with the whole interval on the side of massage"]
    parts.append(f"{unsure or 'none'} {'includes' if unsure < 2 else 'include'} no effect")
    if harm:
        what = listed(f"{row.outcome_note}" for row in rows[rows["plus_high"] < 0].itertuples())
        parts.append(f"{harm} {'lies' if harm == 1 else 'lie'} on the other side ({what})")
    studied = rows["studied_name"].value_counts()
    kinds = listed(f"{count} of {name}" for name, count in studied.items())
    return f"Of {counted(len(rows), 'effect')} in standardised units, {listed(parts)}; they are {kinds}."


def _draw_effects(rows: pd.DataFrame) -> "Figure":
    heads = rows["outcome"].drop_duplicates()
    figure, axes = canvas(height=3.4 + 0.78 * len(rows) + 0.62 * len(heads))
    axes.set_title("How large is the effect?", pad=42)
    kinds = {name: number for number, name in enumerate(rows["studied_name"].unique())}
    left, right = min(-1.2, rows["plus_low"].min() - 0.1), max(1.0, rows["plus_high"].max() + 0.1)
    place, outcome, names = 0.0, None, []
    for row in rows.itertuples():
        if row.outcome != outcome:
            outcome = row.outcome
            axes.axhspan(place - 0.36, place + 0.36, color="#EEEEEE", zorder=0)
            axes.text(left, place, f" {sentence_case(plain(outcome))}", va="center", weight="bold")
            place += 0.85
        number = kinds[row.studied_name]
        label = row.studied_name if row.studied_name not in names else None
        names.append(row.studied_name)
        axes.plot([row.plus_low, row.plus_high], [place, place], color=f"C{number}", linewidth=4, solid_capstyle="butt")
        axes.plot(
            row.plus, place, MARKERS[number], color=f"C{number}", markeredgecolor="white", label=label, linestyle="none"
        )
        words = f"{row.plus:.2f}\n({row.plus_low:.2f} to {row.plus_high:.2f})"
        axes.text(left - 0.08, place, wrap(row.outcome_note, 25), ha="right", va="center")
        axes.text(right + 0.08, place, words.replace("-", "\N{MINUS SIGN}"), va="center")
        place += 1
    axes.axvline(0, color="#444444", linewidth=1.5, zorder=1)
    axes.set_ylim(place - 0.4, -0.6)
    axes.set_xlim(left, right)
    axes.set_yticks([])
    axes.text(-0.05, -0.75, "other is better ◀", ha="right", va="bottom")
    axes.text(0.05, -0.75, "▶ massage is better", ha="left", va="bottom")
    axes.grid(axis="x")
    axes.set_xlabel("standardised mean difference, with 95 % interval")
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def claim_against_effect(tables: Tables, claim: str, finding: str) -> Chart:
    """Picture a claimed percentage beside a pooled effect, on the pain scale of one made-up person.

    `claim` is an id of `claims.csv` with a percentage of less pain, `finding` one of `evidence.csv` with a
    standardised mean difference and an interval. The person's pain and the spread between people
    are examples of ours, from `yardsticks.csv`. `tables` come from `load_tables`. Returns a `Chart`;
    its table has a row for each pain, from the lower to the upper end. Raises `KitError` for an id
    that is not there or gives no such number.
    """
    claims, found = tables.claims.set_index("claim"), _comparable(tables).set_index("finding")
    on_pain = claims.index[claims["value"].notna() & (claims["unit"] == LESS_PAIN)]
    nothing = pd.DataFrame(columns=["From", "Middle", "To"]).rename_axis("Pain from 0 to 10")
    for given, known, what in ((claim, on_pain, "claim"), (finding, found.index, "finding")):
        if given in tables.not_here["claims"]:
            sentence = f'"{plain(given)}" is said of a modality that is not shown here, so the claim is left out.'
            return Chart(sentence, nothing, lambda: _draw_pains(nothing))
        if given not in known:
            raise KitError(
                f'"{given}" is no {what} with a number that can be pictured.{did_you_mean(given, known)} There are: {listed(known)}.'
            )
    yard = tables.yardsticks.set_index("yardstick")
    start, spread = float(yard["low"]["pain_at_the_start"]), float(yard["low"]["spread_between_people"])
    percent, effect = float(claims["value"][claim]), found.loc[finding]
    rest = [start * (1 - yard[end]["worthwhile_change"] / 100) for end in ("low", "high")]
    after = [max(0.0, start - spread * effect[end]) for end in ("plus_high", "plus", "plus_low")]
    claimed = start * (1 - percent / 100)
    pains = {
        "Before": (start, start, start),
        f"As claimed: {number_text(percent)} percent less": (claimed, claimed, claimed),
        "As found: the pooled effect with its interval": tuple(after),
        "A fall that people notice as worthwhile": (min(rest), sum(rest) / 2, max(rest)),
    }
    table = (
        pd.DataFrame(pains, index=["From", "Middle", "To"]).T.astype(float).round(1).rename_axis("Pain from 0 to 10")
    )
    claimed_row, found_row, noticed_row = (table.iloc[row] for row in (1, 2, 3))
    sentence = (
        f"For a person with pain {number_text(start)} of 10, the claim would mean {claimed_row['Middle']} of 10 after the course, the effect "
        f"that was found {found_row['Middle']} (from {found_row['From']} to {found_row['To']}), and a fall that people notice as worthwhile "
        f"would end at {noticed_row['From']} to {noticed_row['To']}; the person, and a spread of {number_text(spread)} points between people, are our example, "
        "and what the comparison group gained comes on top of the effect."
    )
    return Chart(sentence, table, lambda: _draw_pains(table))


def _draw_pains(table: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=2.4 + 0.95 * len(table))
    axes.set_title("What would it mean for one person?")
    for row, (low, middle, high) in enumerate(table.itertuples(index=False)):
        look = {"color": f"C{row}", "hatch": HATCHES[row], "edgecolor": "white"}
        axes.barh(row, middle, height=0.55, **look)
        if high > low:
            axes.plot([low, high], [row, row], "|-", color="black", linewidth=3, markersize=22, markeredgewidth=3)
        words = f"{middle:.1f}" if low == high else f"{middle:.1f} ({low:.1f} to {high:.1f})"
        axes.text(high + 0.15, row, words, va="center", weight="bold")
    axes.set_yticks(range(len(table)), [wrap(name, 24) for name in table.index])
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlim(0, 10)
    axes.set_xticks(range(0, 11, 2))
    axes.set_xlabel("pain, from none (0) to the worst (10)")
    axes.grid(axis="x")
    return figure


# How sure ------------------------------------------------------------------------------------------


def ladder(tables: Tables) -> Chart:
    """Count the findings on each rung of the ladder of study designs, the strongest at the top.

    Drawn from `evidence.csv` and `study_designs.csv`; what is no study of its own stands below the
    ladder. `tables` come from `load_tables`. Returns a `Chart`; its table has a row for each design.

    >>> from modality_lab import load_tables
    >>> ladder(load_tables()).table["Sources"].sum() >= 50
    np.True_
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
    return Chart(_ladder_sentence(table, tables.evidence["source_id"].nunique()), table, lambda: _draw_ladder(table))


def _ladder_sentence(table: pd.DataFrame, sources: int) -> str:
    of = f"Of {counted(int(table['Findings'].sum()), 'finding')} from {counted(sources, 'source')}"
    ladder = table[table["Rung"].notna()]
    if ladder.empty:
        return f"{of}, none stands on a rung of the ladder: no design has one yet."
    # Several designs may share a rung.
    top, most = ladder[ladder["Rung"] == ladder["Rung"].max()], ladder["Findings"].idxmax()
    return (
        f"{of}, {top['Findings'].sum()} stand on the top rung ({listed(name.lower() for name in top.index)}) and "
        f"{table.loc[table['Rung'].isna(), 'Findings'].sum()} are no studies of their own but what people make of studies; "
        f"the fullest rung is: {most.lower()} ({ladder['Findings'][most]})."
    )


def _draw_ladder(table: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=2.2 + 0.85 * len(table))
    axes.set_title("How were the studies made?")
    on_ladder = int(table["Rung"].notna().sum())
    places = [row if row < on_ladder else row + 0.8 for row in range(len(table))]
    for place, (name, row) in zip(places, table.iterrows()):
        stands = pd.notna(row["Rung"])
        look = {"color": "C0"} if stands else {"color": "white", "edgecolor": "C1", "linewidth": 2}
        axes.barh(place, row["Findings"], height=0.6, **look)
        axes.text(row["Findings"] + 0.4, place, row["Findings"], va="center", weight="bold")
    axes.set_yticks(places, [wrap(name, 27) for name in table.index])
    axes.set_ylim(places[-1] + 0.6, -0.7)
    axes.set_xlim(0, max(table["Findings"].max() * 1.4, 1))
    if on_ladder < len(table):
        axes.axhline(on_ladder - 0.1, color="#444444", linestyle=":", linewidth=1.5)
        axes.text(
            axes.get_xlim()[1],
            on_ladder - 0.02,
            "below the line: no studies of their own",
            ha="right",
            va="top",
            style="italic",
        )
    if on_ladder:
        axes.text(axes.get_xlim()[1], 0, "can show\nthe most", ha="right", va="center", style="italic")
    if on_ladder > 1:
        axes.text(axes.get_xlim()[1], on_ladder - 1, "can show\nthe least", ha="right", va="center", style="italic")
    axes.set_xlabel("findings")
    return figure


# One study to read ---------------------------------------------------------------------------------


class Finding:
    """One finding, laid out for reading; `facts` holds its questions and answers."""

    def __init__(self, facts: dict[str, str], source: str):
        self.facts = facts
        self._source = source

    def __repr__(self) -> str:
        return "\n".join(f"{question}: {answer}" for question, answer in self.facts.items())

    def _repr_html_(self) -> str:
        facts = {question: escape(answer) for question, answer in self.facts.items()} | {"Source": self._source}
        return html_table(facts.items(), row_heads=True)


SUPPORT = {"direct": "the source's words show it", "partial": "it follows with our reading"}


def read_finding(tables: Tables, finding: str) -> Finding:
    """Return one finding of `evidence.csv` as the questions to ask of a study, with their answers.

    `finding` is its id; `tables` come from `load_tables`. Raises `KitError` for an id that is not there.

    >>> from modality_lab import load_tables
    >>> read_finding(load_tables(), "e019").facts["Compared with"]
    'shorter with longer massage'
    """
    rows = findings(tables).set_index("finding", drop=False)
    if finding not in rows.index:
        raise KitError(f'There is no finding "{finding}".{did_you_mean(finding, rows.index)}')
    row = rows.loc[finding]
    facts = {
        "Who was studied": row.population,
        "What was done": row.studied_name,
        "Compared with": row.comparison,
        "How many people": "not stated" if pd.isna(row.participants) else str(row.participants),
        "What was measured": listed(filter(None, [plain(row.outcome), row.outcome_note]), "-").replace(" - ", ", "),
        "When": row.follow_up,
        "How the study was made": f"{row.design_name}. {row.design_note}".strip(),
        "What was found": row.statement,
        "Number": number_with_interval(row),
        "How sure the source is": row.certainty,
        "How closely we follow the source": SUPPORT[row.support],
        "Note": row.note,
        "Source": f"{row.author}: {row.title}, {row.published}",
    }
    return Finding({question: answer for question, answer in facts.items() if answer}, citation(row))


def number_with_interval(row) -> str:
    """Return the number of a finding with its unit and interval, as the source gives them."""
    if pd.isna(row.effect):
        return "none that can be compared"
    interval = "" if pd.isna(row.low) else f", interval {number_text(row.low)} to {number_text(row.high)}"
    return f"{number_text(row.effect)} ({plain(row.unit)}{interval})"
