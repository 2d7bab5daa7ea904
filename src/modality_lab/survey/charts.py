"""Charts of what sites say of kinds of massage: the sentence, the table and the figure of each."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from modality_lab.charts.chart import Chart, empty_figure, wrap
from modality_lab.charts.fonts import FigureWords
from modality_lab.survey.counts import ALL_KINDS, count_sites, most_named, sites_by_kind
from modality_lab.survey.gaps import Gap, gaps_between
from modality_lab.survey.kinds import chosen_kinds, short_names_of_kinds
from modality_lab.survey.pictures import (
    draw_against_article,
    draw_agreement,
    draw_glance,
    draw_named,
    draw_side_by_side,
)
from modality_lab.survey.readings import (
    charted,
    check_charted,
    compare_readings,
    confirmed_share,
    missed_share,
    pages_read_twice,
    yardsticks_to_chart,
)
from modality_lab.tables.loading import Tables
from modality_lab.words import KitError, counted, listed, number_text, plain, sentence_case

# More than these rows cannot be read on a projector.
MOST_ROWS = 12

WHERE_IN_THE_ARTICLE = {"in its text only": "only in the article's text", "not named": "nowhere in the article"}
"""How a sentence says where the article names a benefit that its list leaves out."""


def agreement(tables: Tables) -> Chart:
    """Show how far two readings agree on each attribute: kappa with its interval, and percent.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `survey_statements.csv` and
        `survey_second_reading.csv`, as `compare_readings` compares them.

    Returns
    -------
    Chart
        Its table has a row for each attribute.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(*agreement(load_tables()).table.loc["Pressure", ["Decisions", "Both", "Charted"]], sep=", ")
    152, 18, yes
    """
    readings = compare_readings(tables)
    table = _agreement_table(readings, charted(tables))
    if readings.empty:
        return Chart("No page was read twice yet.", table, empty_figure)
    good, enough = charted(tables), yardsticks_to_chart(tables)
    [second] = pages_read_twice(tables, tables.survey_second_reading)
    pages = second["page"].nunique()
    sentence = (
        f"{counted(pages, 'page')} {'was' if pages == 1 else 'were'} read twice. The two readings agree well about "
        f"{listed(map(plain, good)) or 'nothing'} (kappa at least {number_text(enough.kappa)}, on at least "
        f"{counted(enough.pages, 'page')}). The first reading missed {missed_share(tables):.0%} of what the second "
        f"found; of what the first noted, {confirmed_share(tables):.0%} was found again. What has to reach "
        f"{number_text(enough.kappa)} is kappa itself, not the lower end of its interval. That interval comes from "
        "drawing the pages again at random."
    )
    drawn = readings[readings["kappa"].notna()]
    return Chart(sentence, table, lambda: draw_agreement(drawn, good, enough.kappa))


def _agreement_table(readings: pd.DataFrame, good: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "Pages": readings["pages"],
            "Decisions": readings["decisions"],
            "Both": readings["both"],
            "Only first": readings["first_only"],
            "Only second": readings["second_only"],
            "Missed (%)": _whole_percent(readings["missed"]),
            "Not found again (%)": _whole_percent(readings["unconfirmed"]),
            "Alike (%)": readings["agreement"].round(1),
            "Kappa (interval)": [_kappa_words(row.kappa, row.low, row.high) for row in readings.itertuples()],
            "Charted": ["yes" if attribute in good else "no" for attribute in readings.index],
        }
    )
    return table.rename(index=lambda attribute: sentence_case(plain(attribute))).rename_axis(index="Attribute")


def _kappa_words(kappa: float, low: float, high: float) -> str:
    if pd.isna(kappa):
        return ""
    return f"{kappa:.2f} ({'none from one page' if pd.isna(low) else f'{low:.2f} to {high:.2f}'})"


def named_on_sites(tables: Tables, attribute: str, modality: str) -> Chart:
    """Show on how many sites each value of an attribute is named for one kind of massage, with intervals.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `survey_statements.csv`, as `count_sites` counts it.
    attribute : str
        One that two readings agree on (see `charted`).
    modality : str
        An id of `named_modalities.csv`.

    Returns
    -------
    Chart
        Its table has a row for each value, also those that the figure has no room for.

    Raises
    ------
    KitError
        For another attribute or kind of massage.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> named_on_sites(load_tables(), "pressure", "dtm").table.loc["deep", ["Sites", "Of"]].to_list()
    [25, 73]
    """
    check_charted(tables, attribute)
    name = chosen_kinds(tables, [modality])[modality]
    counts = _counts_of(tables, attribute, modality)
    table = _count_table(counts, attribute)
    if counts.empty:
        return Chart(f"No {plain(attribute)} is named for {name} yet.", table, empty_figure)
    kappa = compare_readings(tables)["kappa"][attribute]
    top, most = counts.iloc[0], most_named(counts.set_index("value")["sites"])
    name_it = f"{top['sites']} name {most[0]}" if len(most) == 1 else f"{listed(most)} are each named on {top['sites']}"
    sentence = (
        f"Of {counted(int(top['of']), 'site')} that speak of {name}, {name_it} as {_with_article(attribute)} "
        f"({top['share']:.0%}, interval {top['low']:.0%} to {top['high']:.0%}), more than name any "
        f"other. Kappa for this subject is {kappa:.2f}.{_how_many_rows(table)}"
    )
    short = FigureWords({modality: short_names_of_kinds(tables)[modality]})
    title = f"{short.words[modality]}: {plain(attribute)}, by sites"
    return Chart(sentence + short.note, table, lambda: draw_named(counts.head(MOST_ROWS), title))


def side_by_side(tables: Tables, attribute: str, modalities: Sequence[str]) -> Chart:
    """Set two kinds of massage side by side: on which share of sites each value of an attribute is named.

    A gap that the errors of the reading could have made is drawn as no gap (see `widened`).

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `survey_statements.csv`, as `count_sites` counts it.
    attribute : str
        One that two readings agree on (see `charted`).
    modalities : sequence of str
        Two ids of `named_modalities.csv`.

    Returns
    -------
    Chart
        Its table has a row for each value, real gaps first.

    Raises
    ------
    KitError
        For another attribute or kind of massage, or for another number of kinds.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> chart = side_by_side(load_tables(), "condition", ["nmt", "dtm"])
    >>> print(*chart.table.loc["headache", ["Gap (points)", "Drawn as"]], sep=", ")
    20, a gap
    """
    check_charted(tables, attribute)
    chosen = chosen_kinds(tables, modalities)
    names = list(chosen.values())
    if len(names) != 2:
        raise KitError(f"Two kinds of massage can be set side by side, and {len(names)} were given.")
    gaps = gaps_between(tables, attribute, modalities)
    table = pd.DataFrame(
        {
            names[0]: [str(gap.left) for gap in gaps],
            names[1]: [str(gap.right) for gap in gaps],
            "Gap (points)": [round(100 * gap.size) for gap in gaps],
            "Drawn as": ["a gap" if gap.is_real else "no gap" for gap in gaps],
        },
        index=pd.Index([plain(gap.value) for gap in gaps], name=sentence_case(plain(attribute))),
    )
    errors = compare_readings(tables).loc[attribute]
    sentence = (
        f"Of {counted(len(gaps), plain(attribute))} compared on the sites of {names[0]} and {names[1]}, "
        f"{_real_gaps(gaps)} even after allowing for the errors of the reading, as measured for all kinds of massage "
        f"together ({errors['missed']:.0%} missed, {errors['unconfirmed']:.0%} not found again)"
        f"{_on_more_sites(gaps, names)}. Where {len(gaps)} are compared, a gap or two may come by chance."
        f"{_how_many_rows(table)}"
    )
    drawn = FigureWords(chosen, short_names_of_kinds(tables))
    in_legend = list(drawn.words.values())
    return Chart(sentence + drawn.note, table, lambda: draw_side_by_side(gaps[:MOST_ROWS], attribute, in_legend))


def _real_gaps(gaps: list[Gap]) -> str:
    real = sum(gap.is_real for gap in gaps)
    return f"{real or 'none'} {'shows' if real < 2 else 'show'} a gap"


def _on_more_sites(gaps: list[Gap], names: Sequence[str]) -> str:
    """Say which values are named on more sites for which kind, where the gap is a real one."""
    real = [gap for gap in gaps if gap.is_real]
    more = [[gap for gap in real if gap.size > 0], [gap for gap in real if gap.size < 0]]
    parts = [
        f"{listed(plain(gap.value) for gap in leading)} on more sites for {name}"
        for name, leading in zip(names, more, strict=True)
        if leading
    ]
    others = "" if len(real) == len(gaps) else ". The others show none"
    return f": {'; '.join(parts)}{others}" if parts else ""


def against_article(tables: Tables, modality: str) -> Chart:
    """Hold the benefits that sites name for a modality against the article's own list.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `survey_statements.csv`, as `count_sites` counts it,
        from `benefits.csv`, and from `benefit_words.csv`, which says which words mean the same.
    modality : str
        An id of `named_modalities.csv`.

    Returns
    -------
    Chart
        Its table has a row for each benefit, and none where the article lists none.

    Raises
    ------
    KitError
        For an id that is not there.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(*against_article(load_tables(), "nmt").table.loc["circulation", ["Sites", "The article"]], sep=", ")
    17, in its text only
    """
    name = chosen_kinds(tables, [modality])[modality]
    # A school adds benefits from other sources: the article said nothing of those.
    of_article = tables.sources.loc[tables.sources["kind"] == "web_article", "source_id"]
    article = tables.benefits[(tables.benefits["modality"] == modality) & tables.benefits["source_id"].isin(of_article)]
    if article.empty:
        nothing = pd.DataFrame(columns=["Sites", "Of", "The article"]).rename_axis("Benefit")
        sentence = f"The tables hold no benefit from the article for {name}, so nothing can be set against it."
        return Chart(sentence, nothing, empty_figure)
    counts = _counts_of(tables, "benefit", modality)
    counts["article"] = _in_the_article(counts["value"], article, tables.benefit_words)
    table = _count_table(counts, "benefit")
    table["The article"] = counts["article"].to_list()
    if counts.empty:
        return Chart(f"No benefit is named for {name} yet.", table, empty_figure)
    off_list = counts[counts["article"] != "on its list"].head(3)
    parts = [
        f"{plain(row.value)} ({counted(row.sites, 'site')}; {WHERE_IN_THE_ARTICLE[row.article]})"
        for row in off_list.itertuples()
    ]
    sites = counted(int(counts["of"].iloc[0]), "site")
    if parts:
        told = f"Of the benefits that the article's list leaves out, {sites} on {name} most often name {listed(parts)}"
    else:
        told = f"The article's list leaves out none of the benefits that {sites} on {name} name"
    sentence = f"{told}.{_how_many_rows(table)}"
    short = FigureWords({modality: short_names_of_kinds(tables)[modality]})
    draw = partial(draw_against_article, counts.head(MOST_ROWS), short.words[modality])
    return Chart(sentence + short.note, table, draw)


def _in_the_article(values: pd.Series, article: pd.DataFrame, benefit_words: pd.DataFrame) -> pd.Series:
    """Say of each benefit that sites name where the article names it, under whichever word."""
    words = benefit_words.merge(article[["benefit", "basis"]], on="benefit")
    # A word may stand for several benefits of the article: that it stands on the list counts.
    listed_first = words.sort_values("basis", key=lambda basis: basis != "listed").drop_duplicates("survey_value")
    said = {"listed": "on its list", "in_text": "in its text only"}
    return values.map(listed_first.set_index("survey_value")["basis"]).map(said).fillna("not named")


def at_a_glance(tables: Tables, attribute: str) -> Chart:
    """Show all kinds of massage at a glance: the share of sites that name each value of an attribute.

    Kinds stand in the order of how many sites speak of them, values in the order of how often they are named.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `survey_statements.csv`, as `count_sites` counts it.
    attribute : str
        One that two readings agree on (see `charted`).

    Returns
    -------
    Chart
        Its table has a row for each value and a column of percent for each kind.

    Raises
    ------
    KitError
        For another attribute.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> int(at_a_glance(load_tables(), "pressure").table.loc["deep", "DTM (percent of 73 sites)"])
    34
    """
    check_charted(tables, attribute)
    counts = count_sites(tables)
    of = sites_by_kind(counts).drop(ALL_KINDS, errors="ignore").sort_values(ascending=False, kind="stable")
    rows = counts[(counts["attribute"] == attribute) & (counts["named_modality"] != ALL_KINDS)]
    sites = rows.pivot(index="value", columns="named_modality", values="sites").reindex(columns=of.index).fillna(0)
    sites = sites.loc[sites.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    shares = (100 * sites / of).round().astype(int)
    short = short_names_of_kinds(tables)
    table = shares.rename(
        index=plain, columns={kind: f"{short[kind]} (percent of {of[kind]} sites)" for kind in of.index}
    )
    table = table.rename_axis(index=sentence_case(plain(attribute)), columns=None)
    most = {kind: most_named(sites[kind]) for kind in of.index if sites[kind].max() > 0}
    tops = [
        f"{listed(values)} for {short[kind]} ({'each ' if len(values) > 1 else ''}{shares[kind].max()} %)"
        for kind, values in most.items()
    ]
    sentence = (
        f"The {plain(attribute)} named most often for each kind of massage: {listed(tops)}.{_how_many_rows(table)}"
    )
    drawn = FigureWords({kind: short[kind] for kind in of.index}, longest=36)
    heads = {kind: f"{wrap(drawn.words[kind], 10)}\n({of[kind]})" for kind in of.index}
    return Chart(sentence + drawn.note, table, lambda: draw_glance(shares.head(MOST_ROWS), attribute, heads))


def _counts_of(tables: Tables, attribute: str, kind: str) -> pd.DataFrame:
    counts = count_sites(tables)
    return counts[(counts["named_modality"] == kind) & (counts["attribute"] == attribute)].copy()


def _count_table(counts: pd.DataFrame, attribute: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Sites": counts["sites"].to_list(),
            "Of": counts["of"].to_list(),
            "Percent": _whole_percent(counts["share"]).to_list(),
            "Interval (percent)": [f"{100 * row.low:.0f} to {100 * row.high:.0f}" for row in counts.itertuples()],
        },
        index=pd.Index(counts["value"].map(plain), name=sentence_case(plain(attribute))),
    )


def _whole_percent(shares: pd.Series) -> pd.Series:
    return (100 * shares).round().astype(int)


def _with_article(attribute: str) -> str:
    """Return an attribute as it stands after "as": a kind of massage has one pressure, and a benefit among others."""
    return {"pressure": "the pressure", "focus": "the focus"}.get(attribute, f"a {plain(attribute)}")


def _how_many_rows(table: pd.DataFrame) -> str:
    return f" The figure shows the first {MOST_ROWS}; the table has them all." if len(table) > MOST_ROWS else ""
