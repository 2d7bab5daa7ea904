"""Count what web pages say about kinds of massage, and how far two readers agree.

A site is counted once, however many pages it has. Pages that look copied or made in bulk are left
out unless they are asked for.

>>> from modality_lab import load_tables
>>> counts = count_sites(load_tables())
>>> counts[(counts["named_modality"] == "nmt") & (counts["value"] == "circulation")][["sites", "of"]].to_dict("records")
[{'sites': 17, 'of': 71}]
"""

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts.chart import HATCHES, MARKERS, Chart, canvas, wrap
from modality_lab.tables.loading import Tables
from modality_lab.tables.show import ReadableTable, html_table
from modality_lab.words import KitError, counted, did_you_mean, listed, number_text, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KEPT = ["none", "check_before_linking"]
"""The flags of pages that are counted."""

ALL_KINDS = "all_kinds"
SESSION_ENDS = ["shortest_session", "longest_session"]
GREY = "#7F7F7F"


# Counting -------------------------------------------------------------------------------------------


def pages_counted(tables: Tables, with_flagged: bool = False) -> pd.DataFrame:
    """Return the rows of `survey_pages.csv` that are counted; `with_flagged` brings all pages back."""
    pages = tables.survey_pages
    return pages if with_flagged else pages[pages["flag"].isin(KEPT)]


def statements_counted(tables: Tables, with_flagged: bool = False) -> pd.DataFrame:
    """Return the statements of the pages that are counted, each with the site, title and address of its page."""
    pages = pages_counted(tables, with_flagged)
    return tables.survey_statements.merge(pages, on="page")


def count_sites(tables: Tables, with_flagged: bool = False) -> pd.DataFrame:
    """Count on how many sites each value of each attribute is named for each kind of massage.

    `of` is the number of sites that say anything about the kind, `share` is sites of `of`, and `low`
    to `high` its 95 percent interval (Wilson). Rows of the modality `all_kinds` count a site once
    for all kinds together. `tables` come from `load_tables`; `with_flagged` brings all pages back.
    """
    said = statements_counted(tables, with_flagged)[["domain", "named_modality", "attribute", "value", "unit"]]
    number = said["value"].str.fullmatch(r"\d+") & (said["unit"] != "")
    said["value"] = said["value"].where(~number, said["value"] + " " + said["unit"])  # 60 minutes are not 60 dollars.
    said = pd.concat([said, said.assign(named_modality=ALL_KINDS)])
    counts = (
        said.groupby(["named_modality", "attribute", "value"], sort=False)["domain"]
        .nunique()
        .rename("sites")
        .reset_index()
    )
    counts["of"] = counts["named_modality"].map(said.groupby("named_modality")["domain"].nunique())
    counts["share"] = counts["sites"] / counts["of"]
    counts["low"], counts["high"] = wilson(counts["sites"], counts["of"])
    order = ["named_modality", "attribute", "sites", "value"]
    return counts.sort_values(order, ascending=[True, True, False, True]).reset_index(drop=True)


def wilson(sites: pd.Series, of: pd.Series) -> tuple:
    """Return the ends of the 95 percent interval of a share, by Wilson's method.

    >>> [round(float(end), 3) for end in wilson(9, 10)]
    [0.596, 0.982]
    """
    from statsmodels.stats.proportion import proportion_confint  # Loaded here: it takes half a second.

    return proportion_confint(sites, of, method="wilson")


# Two readings ---------------------------------------------------------------------------------------


def compare_readings(tables: Tables) -> pd.DataFrame:
    """Compare the two readings of the pages that were read twice, attribute by attribute.

    A decision is: does this page say this value of this kind of massage, yes or no? Decisions are
    made for each kind that either reader found on a page and each value that either reader used
    anywhere. `both`, `first_only`, `second_only` and `neither` count them; `agreement` is the percent
    alike; `kappa`, `low` and `high` say how much of that is more than chance. `missed` is the share of
    what the second reading found that the first left out, `unconfirmed` the share of what the first
    set down that the second did not find. Numbers that a reader would set down, such as minutes, count
    as values. `tables` come from `load_tables`.
    """
    return _compared(tables).copy()


@lru_cache(maxsize=8)
def _compared(tables: Tables) -> pd.DataFrame:
    # Tables never change, so the same tables need this only once.
    first, second = _readings(tables)
    units = pd.concat([first, second])[["page", "named_modality"]].drop_duplicates()
    rows = []
    for attribute, second_values in second.groupby("attribute", sort=False):
        first_values = first[first["attribute"] == attribute]
        one, two = (
            set(zip(said["page"], said["named_modality"], said["value"])) for said in (first_values, second_values)
        )
        values = {value for *_, value in one | two}
        both, either, decisions = len(one & two), len(one | two), len(units) * len(values)
        cells = [both, len(one - two), len(two - one), decisions - either]
        pages = len({page for page, *_ in one | two})
        errors = _part(len(two - one), both), _part(len(one - two), both)
        rows.append(
            [
                attribute,
                pages,
                decisions,
                *cells,
                100 * (both + decisions - either) / decisions,
                *_kappa(*cells),
                *errors,
            ]
        )
    columns = [
        "attribute",
        "pages",
        "decisions",
        "both",
        "first_only",
        "second_only",
        "neither",
        "agreement",
        "kappa",
        "low",
        "high",
        "missed",
        "unconfirmed",
    ]
    return pd.DataFrame(rows, columns=columns).set_index("attribute")


def _readings(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    pages = tables.survey_pages
    twice = pages.loc[pages["second_reading"] == "read", "page"]
    return tuple(said[said["page"].isin(twice)] for said in (tables.survey_statements, tables.survey_second_reading))


def _kappa(both: int, first_only: int, second_only: int, neither: int) -> tuple[float, float, float]:
    """Return kappa and its 95 percent interval, nothing where the readers never named one thing alike."""
    from statsmodels.stats.inter_rater import cohens_kappa

    if not both:
        return (float("nan"),) * 3
    found = cohens_kappa([[both, first_only], [second_only, neither]])
    return found.kappa, found.kappa_low, min(found.kappa_upp, 1.0)


def missed_share(tables: Tables) -> float:
    """Return the share of the second reader's statements that the first reading left out."""
    readings = compare_readings(tables)
    return _part(readings["second_only"].sum(), readings["both"].sum())


def _part(part: int, rest: int) -> float:
    return float(part / (part + rest)) if part else 0.0


def charted(tables: Tables) -> list[str]:
    """Return the attributes on which two readings agree well enough, and often enough, to be charted."""
    yard = tables.yardsticks.set_index("yardstick")["low"]
    readings = compare_readings(tables)
    good = (readings["kappa"] >= yard["kappa_to_chart"]) & (readings["pages"] >= yard["pages_to_chart"])
    return list(readings.index[good])


def why_no_share(tables: Tables, attribute: str) -> str:
    """Say why an attribute gets no chart and no share but a table with its numbers; nothing where it is charted.

    >>> from modality_lab import load_tables
    >>> why_no_share(load_tables(), "focus")
    'No share is shown: two readings agree too little about it (kappa 0.61, and we ask for 0.8).'
    """
    if attribute in charted(tables):
        return ""
    yard = tables.yardsticks.set_index("yardstick")["low"]
    readings = compare_readings(tables)
    pages = int(readings["pages"].get(attribute, 0))
    if pages < yard["pages_to_chart"]:
        few = (
            f"only {counted(pages, 'page')} that {'was' if pages == 1 else 'were'} read twice"
            if pages
            else "no page that was read twice"
        )
        return f"No share is shown: {few} {'says' if pages < 2 else 'say'} anything about it, too few to know how far two readings agree."
    return f"No share is shown: two readings agree too little about it (kappa {readings['kappa'][attribute]:.2f}, and we ask for {number_text(yard['kappa_to_chart'])})."


def agreement(tables: Tables) -> Chart:
    """Show how far two readings agree on each attribute: kappa with its interval, and percent.

    Drawn from the rows of `survey_statements.csv` and `survey_second_reading.csv`. `tables` come
    from `load_tables`. Returns a `Chart`; its table has a row for each attribute.
    """
    readings = compare_readings(tables)
    good = charted(tables)
    table = (
        pd.DataFrame(
            {
                "Pages": readings["pages"],
                "Decisions": readings["decisions"],
                "Both": readings["both"],
                "Only first": readings["first_only"],
                "Only second": readings["second_only"],
                "Missed (%)": _percent(readings["missed"]),
                "Not found again (%)": _percent(readings["unconfirmed"]),
                "Alike (%)": readings["agreement"].round(1),
                "Kappa (interval)": [
                    "" if pd.isna(row.kappa) else f"{row.kappa:.2f} ({row.low:.2f} to {row.high:.2f})"
                    for row in readings.itertuples()
                ],
                "Charted": ["yes" if attribute in good else "no" for attribute in readings.index],
            }
        )
        .rename(index=lambda attribute: sentence_case(plain(attribute)))
        .rename_axis(index="Attribute")
    )
    if readings.empty:
        return Chart("No page was read twice yet.", table, lambda: canvas(2)[0])
    yard = tables.yardsticks.set_index("yardstick")["low"]
    _, second = _readings(tables)
    kept = 1 - _part(readings["first_only"].sum(), readings["both"].sum())
    sentence = (
        f"On {counted(second['page'].nunique(), 'page')} read twice, two readings agree well (kappa at least {number_text(yard['kappa_to_chart'])}, on at least "
        f"{counted(int(yard['pages_to_chart']), 'page')}) about {listed(map(plain, good)) or 'nothing'}; the first reading missed "
        f"{missed_share(tables):.0%} of what the second found, and {kept:.0%} of what it set down was found again."
    )
    drawn = readings[readings["kappa"].notna()]
    return Chart(sentence, table, lambda: _draw_agreement(drawn, good, yard["kappa_to_chart"]))


def _draw_agreement(readings: pd.DataFrame, good: list[str], enough: float) -> "Figure":
    figure, axes = canvas(height=2.8 + 0.8 * len(readings))
    axes.set_title("How far do two readings agree?")
    for row, (attribute, found) in enumerate(readings.iterrows()):
        color, marker, word = ("C0", "o", "") if attribute in good else (GREY, "s", "   not charted")
        axes.plot([max(found["low"], 0), found["high"]], [row, row], color=color, linewidth=4, solid_capstyle="butt")
        axes.plot(found["kappa"], row, marker, color=color, markeredgecolor="white")
        pages = f"on {counted(int(found['pages']), 'page')}"
        axes.text(1.03, row, f"{found['kappa']:.2f}   {found['agreement']:.0f} % alike\n{pages}{word}", va="center")
    axes.axvline(enough, color="#444444", linestyle=":")
    axes.set_yticks(range(len(readings)), [sentence_case(plain(attribute)) for attribute in readings.index])
    axes.set_ylim(len(readings) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("kappa, with 95 % interval (0: no better than chance, 1: full agreement)")
    axes.grid(axis="x")
    return figure


# Charts of what sites say -----------------------------------------------------------------------------

MOST_ROWS = 12


def _first_rows(table: pd.DataFrame) -> str:
    return f" The figure shows the first {MOST_ROWS}, the table all." if len(table) > MOST_ROWS else ""


def named_on_sites(tables: Tables, attribute: str, modality: str) -> Chart:
    """Show on how many sites each value of an attribute is named for one kind of massage, with intervals.

    `attribute` is one that two readings agree on (see `charted`), `modality` an id of
    `named_modalities.csv`. Returns a `Chart`; its table has a row for each value, also those that
    the figure has no room for. Raises `KitError` for another attribute or kind of massage.
    """
    _check_attribute(tables, attribute)
    names = _kinds(tables, [modality])
    counts = count_sites(tables)
    counts = counts[(counts["named_modality"] == modality) & (counts["attribute"] == attribute)]
    table = _count_table(counts, attribute)
    kappa = compare_readings(tables)["kappa"][attribute]
    if counts.empty:
        return Chart(f"No {plain(attribute)} is named for {names[modality]} yet.", table, lambda: canvas(2)[0])
    top, most = counts.iloc[0], most_named(counts.set_index("value")["sites"])
    name_it = f"{top['sites']} name {most[0]}" if len(most) == 1 else f"{listed(most)} are each named on {top['sites']}"
    sentence = (
        f"Of {counted(int(top['of']), 'site')} that speak of {names[modality]}, {name_it} as {_article(attribute)} "
        f"({top['share']:.0%}, interval {top['low']:.0%} to {top['high']:.0%}), more than any other; kappa of this coding is {kappa:.2f}.{_first_rows(table)}"
    )
    title = f"{_short(tables, modality)}: {plain(attribute)}, by sites"
    return Chart(sentence, table, lambda: _draw_named(counts.head(MOST_ROWS), title))


def most_named(sites: pd.Series) -> list[str]:
    """Return in words the values named on most sites, all of them where several are named equally often.

    >>> most_named(pd.Series({"deep": 31, "very_light": 31, "varies": 4}))
    ['deep', 'very light']
    """
    return [plain(value) for value in sites.index[sites == sites.max()]]


def _draw_named(counts: pd.DataFrame, title: str) -> "Figure":
    figure, axes = canvas(height=2.4 + 0.55 * len(counts))
    axes.set_title(title)
    for row, count in enumerate(counts.itertuples()):
        axes.plot([100 * count.low, 100 * count.high], [row, row], color="C0", linewidth=4, solid_capstyle="butt")
        axes.plot(100 * count.share, row, "o", color="C0", markeredgecolor="white")
        axes.text(100 * count.high + 1.5, row, f"{count.sites} of {count.of}", va="center")
    axes.set_yticks(range(len(counts)), [wrap(plain(value), 28) for value in counts["value"]])
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlim(0, min(100 * counts["high"].max() + 18, 118))
    axes.set_xlabel("percent of the sites that speak of it, with 95 % interval")
    axes.grid(axis="x")
    return figure


def side_by_side(tables: Tables, attribute: str, modalities: list[str]) -> Chart:
    """Set two kinds of massage side by side: on which share of sites each value of an attribute is named.

    A gap that the errors of the reading could have made is drawn as no gap (see `widened`).
    `attribute` and `modalities` as for `named_on_sites`. Returns a `Chart`; its table has a row for
    each value. Raises `KitError` for another attribute or kind.
    """
    _check_attribute(tables, attribute)
    names = _kinds(tables, modalities)
    if len(names) != 2:
        raise KitError(f"Two kinds of massage can be set side by side, and {len(names)} were given.")
    gaps = _gaps(tables, attribute, names)
    errors = compare_readings(tables).loc[attribute]
    left, right = modalities
    table = pd.DataFrame(
        {
            names[kind]: [
                _share_words(
                    gaps[f"{what}_{kind}"].iloc[row] for what in ("sites", "of", "low", "high", "least", "most")
                )
                for row in range(len(gaps))
            ]
            for kind in modalities
        }
        | {
            "Gap (points)": (100 * gaps["gap"]).round().astype(int).to_list(),
            "Drawn as": ["a gap" if real else "no gap" for real in gaps["real"]],
        },
        index=pd.Index(gaps.index.map(plain), name=sentence_case(plain(attribute))),
    )
    real = gaps[gaps["real"]]
    more = {kind: real[(real["gap"] > 0) == (kind == left)] for kind in modalities}
    parts = [
        f"{listed(map(plain, rows.index))} on more sites for {names[kind]}" for kind, rows in more.items() if len(rows)
    ]
    sentence = (
        f"Of {counted(len(gaps), plain(attribute))} on the sites of {names[left]} and {names[right]}, "
        f"{len(real) or 'none'} {'shows' if len(real) < 2 else 'show'} a gap that outlasts the errors of the reading ({errors['missed']:.0%} missed, "
        f"{errors['unconfirmed']:.0%} not found again){': ' + '; '.join(parts) if parts else ''}; the others show none.{_first_rows(table)}"
    )
    return Chart(sentence, table, lambda: _draw_side_by_side(gaps.head(MOST_ROWS), attribute, names))


def _gaps(tables: Tables, attribute: str, names: dict[str, str]) -> pd.DataFrame:
    """Return for each value the sites of both kinds, their intervals, these widened, the gap, and whether it is a real one."""
    counts = count_sites(tables)
    of = counts.drop_duplicates("named_modality").set_index("named_modality")["of"]
    modalities = list(names)
    for kind in modalities:
        if kind not in of:
            raise KitError(f"No site speaks of {names[kind]} yet.")
    counts = counts[(counts["attribute"] == attribute) & counts["named_modality"].isin(modalities)]
    sites = (
        counts.pivot(index="value", columns="named_modality", values="sites")
        .reindex(columns=modalities)
        .fillna(0)
        .astype(int)
    )
    errors = compare_readings(tables).loc[attribute]
    gaps = pd.DataFrame(index=sites.index)
    for kind in modalities:
        gaps[f"sites_{kind}"], gaps[f"of_{kind}"] = sites[kind], int(of[kind])
        gaps[f"low_{kind}"], gaps[f"high_{kind}"] = wilson(sites[kind], of[kind])
        gaps[f"least_{kind}"], gaps[f"most_{kind}"] = widened(
            gaps[f"low_{kind}"], gaps[f"high_{kind}"], errors["missed"], errors["unconfirmed"]
        )
        gaps[f"most_{kind}"] = gaps[f"most_{kind}"].clip(upper=1)  # More than all the sites there are not.
        gaps[f"share_{kind}"] = sites[kind] / of[kind]
    left, right = modalities
    gaps["gap"] = gaps[f"share_{left}"] - gaps[f"share_{right}"]
    gaps["real"] = (gaps[f"least_{left}"] > gaps[f"most_{right}"]) | (gaps[f"least_{right}"] > gaps[f"most_{left}"])
    gaps["all"] = sites.sum(axis=1)
    return gaps.sort_values(["real", "all"], ascending=False, kind="stable")


def widened(low, high, missed: float, unconfirmed: float) -> tuple:
    """Return the ends of the interval of a share, widened by what the reading may have got wrong.

    `missed` and `unconfirmed` as measured for the attribute (see `compare_readings`). At worst all that was
    not found again is false and comes off, and the interval shows only the part that was not missed.
    Two shares differ where their widened intervals do not meet.

    >>> [round(end, 3) for end in widened(0.12, 0.30, missed=0.20, unconfirmed=0.10)]
    [0.108, 0.375]
    """
    return low * (1 - unconfirmed), high / (1 - missed)


def _draw_side_by_side(gaps: pd.DataFrame, attribute: str, names: dict[str, str]) -> "Figure":
    figure, axes = canvas(height=3 + 0.85 * len(gaps))
    axes.set_title(f"{sentence_case(plain(attribute))}: two kinds side by side")
    for row, (value, gap) in enumerate(gaps.iterrows()):
        shares = [100 * gap[f"share_{kind}"] for kind in names]
        if not gap["real"]:
            axes.plot(shares, [row, row], color="#CCCCCC", linewidth=16, solid_capstyle="round", zorder=1)
        highest = 0
        for number, kind in enumerate(names):
            place = row + (0.17 if number else -0.17)
            low, high = 100 * gap[f"low_{kind}"], 100 * gap[f"high_{kind}"]
            least, most = 100 * gap[f"least_{kind}"], 100 * gap[f"most_{kind}"]
            color = f"C{number}" if gap["real"] else GREY
            axes.plot([low, high], [place, place], color=color, linewidth=5, solid_capstyle="butt")
            axes.plot([least, most], [place, place], color=color, linewidth=1.5, solid_capstyle="butt")
            face = color if gap["real"] else "white"
            axes.plot(
                shares[number],
                place,
                MARKERS[number],
                markerfacecolor=face,
                markeredgecolor=color,
                markersize=12,
                markeredgewidth=2,
                clip_on=False,
            )
            highest = max(highest, most)
        words = f"gap of {abs(100 * gap['gap']):.0f} points" if gap["real"] else "no gap"
        axes.text(highest + 1.5, row, words, va="center", weight="bold" if gap["real"] else "normal")
    axes.set_yticks(range(len(gaps)), [wrap(plain(value), 26) for value in gaps.index])
    axes.set_ylim(len(gaps) - 0.4, -0.6)
    axes.set_xlim(-1, 100 * max(gaps[[f"most_{kind}" for kind in names]].max()) + 24)
    axes.set_xlabel(
        "percent of the sites that speak of it\nthick: 95 % interval; thin: what the reading may have got wrong"
    )
    axes.grid(axis="x")
    marks = [
        axes.plot([], [], MARKERS[number], color=f"C{number}", label=name)[0]
        for number, name in enumerate(names.values())
    ]
    grey = axes.plot(
        [], [], MARKERS[0], markerfacecolor="white", markeredgecolor=GREY, markeredgewidth=2, label="grey: no gap"
    )[0]
    figure.legend(
        handles=[*marks, grey],
        loc="outside lower center",
        ncols=3 if sum(map(len, names.values())) < 46 else 2,
        frameon=False,
    )
    return figure


def against_article(tables: Tables, modality: str) -> Chart:
    """Hold the benefits that sites name for a modality against the article's own list.

    Drawn from the survey, `benefits.csv`, and `benefit_words.csv`, which says which words mean the
    same. `modality` is an id of `named_modalities.csv`. Returns a `Chart`; its table has a row for
    each benefit, and none where the article lists none. Raises `KitError` for an id that is not there.
    """
    names = _kinds(tables, [modality])
    # A school adds benefits from other sources: the article said nothing of those.
    of_article = tables.sources.loc[tables.sources["kind"] == "web_article", "source_id"]
    article = tables.benefits[(tables.benefits["modality"] == modality) & tables.benefits["source_id"].isin(of_article)]
    if article.empty:
        sentence = (
            f"The tables hold no benefit from the article for {names[modality]}, so nothing can be set against it."
        )
        return Chart(
            sentence, pd.DataFrame(columns=["Sites", "Of", "The article"]).rename_axis("Benefit"), lambda: canvas(2)[0]
        )
    words = tables.benefit_words.merge(article[["benefit", "basis"]], on="benefit")
    basis = (
        words.sort_values("basis", key=lambda column: column != "listed")
        .drop_duplicates("survey_value")
        .set_index("survey_value")["basis"]
    )
    counts = count_sites(tables)
    counts = counts[(counts["named_modality"] == modality) & (counts["attribute"] == "benefit")]
    said = {"listed": "on its list", "in_text": "in its text only"}
    counts = counts.assign(article=counts["value"].map(basis).map(said).fillna("not named"))
    table = _count_table(counts, "benefit")
    table["The article"] = counts["article"].to_list()
    if counts.empty:
        return Chart(f"No benefit is named for {names[modality]} yet.", table, lambda: canvas(2)[0])
    off = counts[counts["article"] != "on its list"].head(3)
    parts = [f"{plain(row.value)} on {row.sites} ({row.article})" for row in off.itertuples()]
    left_out = (
        f"named most of what the article's list leaves out are {listed(parts)}"
        if parts
        else "the article's list leaves out none of what they name"
    )
    sentence = f"Of the benefits on {counted(int(counts['of'].iloc[0]), 'site')} that speak of {names[modality]}, {left_out}.{_first_rows(table)}"
    return Chart(sentence, table, lambda: _draw_against(counts.head(MOST_ROWS), _short(tables, modality)))


def _draw_against(counts: pd.DataFrame, name: str) -> "Figure":
    figure, axes = canvas(height=3 + 0.55 * len(counts))
    axes.set_title(f"{name}: the sites against the article")
    looks = {
        "on its list": {"color": "C0", "hatch": HATCHES[0]},
        "in its text only": {"color": "C1", "hatch": HATCHES[1]},
        "not named": {"color": GREY, "hatch": HATCHES[2]},
    }
    for row, count in enumerate(counts.itertuples()):
        axes.barh(row, count.sites, height=0.66, edgecolor="white", **looks[count.article])
        axes.text(count.sites + 0.3, row, count.sites, va="center", weight="bold")
    axes.set_yticks(range(len(counts)), [wrap(plain(value), 28) for value in counts["value"]])
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlim(0, counts["sites"].max() * 1.1)
    axes.set_xlabel(f"sites, of {counts['of'].iloc[0]} that speak of it")
    bars = [axes.barh(0, 0, label=label, edgecolor="white", **look) for label, look in looks.items()]
    figure.legend(handles=bars, title="In the article", loc="outside lower center", ncols=3, frameon=False)
    return figure


def at_a_glance(tables: Tables, attribute: str) -> Chart:
    """Show all kinds of massage at a glance: the share of sites that name each value of an attribute.

    Kinds stand in the order of how many sites speak of them, values in the order of how often they
    are named. `attribute` is one that two readings agree on. Returns a `Chart`; its table has a row
    for each value and a column of percent for each kind. Raises `KitError` for another attribute.
    """
    _check_attribute(tables, attribute)
    counts = count_sites(tables)
    of = counts.drop_duplicates("named_modality").set_index("named_modality")["of"].drop(ALL_KINDS, errors="ignore")
    kinds = list(of.sort_values(ascending=False, kind="stable").index)
    rows = counts[(counts["attribute"] == attribute) & (counts["named_modality"] != ALL_KINDS)]
    sites = rows.pivot(index="value", columns="named_modality", values="sites").reindex(columns=kinds).fillna(0)
    sites = sites.loc[sites.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    shares = (100 * sites / of[kinds]).round().astype(int)
    short = tables.named_modalities.set_index("named_modality")["short_name"]
    table = shares.rename(index=plain, columns={kind: f"{short[kind]} (percent of {of[kind]} sites)" for kind in kinds})
    table = table.rename_axis(index=sentence_case(plain(attribute)), columns=None)
    most = {kind: most_named(sites[kind]) for kind in kinds if sites[kind].max() > 0}
    tops = [
        f"{listed(values)} for {short[kind]} ({'each ' if len(values) > 1 else ''}{shares[kind].max()} %)"
        for kind, values in most.items()
    ]
    sentence = f"Named on most sites as {_article(attribute)}: {listed(tops)}.{_first_rows(table)}"
    heads = [f"{wrap(short[kind], 10)}\n({of[kind]})" for kind in kinds]
    return Chart(sentence, table, lambda: _draw_glance(shares.head(MOST_ROWS), attribute, heads))


def _draw_glance(shares: pd.DataFrame, attribute: str, heads: list[str]) -> "Figure":
    figure, axes = canvas(height=3.2 + 0.62 * len(shares))
    axes.set_title(f"{sentence_case(plain(attribute))}: all kinds at a glance")
    most = max(int(shares.to_numpy().max()), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=most * 1.15, aspect="auto")
    for row in range(len(shares)):
        for column in range(len(heads)):
            share = shares.iloc[row, column]
            axes.text(
                column,
                row,
                share or "\N{MIDDLE DOT}",
                ha="center",
                va="center",
                color="white" if share > 0.62 * most else "black",
            )
    axes.set_yticks(range(len(shares)), [wrap(plain(value), 22) for value in shares.index])
    axes.set_xticks(range(len(heads)), heads, rotation=35, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.supxlabel(
        "percent of the sites that speak of the kind (their number under its name); a dot: none", fontsize=15
    )
    return figure


def counts_html(counts: pd.DataFrame, usual: pd.DataFrame | None = None, shares: bool = True) -> str:
    """Return counts of `count_sites` as an HTML table, with a small bar for each share and its interval.

    `usual` are the same counts without the flagged pages, for a column to compare with. Without
    `shares` only the numbers of sites stand there.
    """
    heads = [
        "Named",
        "Sites",
        *(["Share (interval)", "As a bar"] if shares else []),
        *([] if usual is None else ["Without the pages left out"]),
    ]
    before = {} if usual is None else {row.value: f"{row.sites} of {row.of}" for row in usual.itertuples()}
    rows = []
    for row in counts.itertuples():
        share = [f"{row.share:.0%} ({row.low:.0%} to {row.high:.0%})", _bar(row)] if shares else []
        rows.append(
            [
                escape(plain(row.value)),
                f"{row.sites} of {row.of}",
                *share,
                *([] if usual is None else [before.get(row.value, "0")]),
            ]
        )
    return f'<div class="ml-shares">{html_table(rows, heads, row_heads=True)}</div>'


def _bar(row) -> str:
    """Draw a share as a bar with its interval as a line: quick enough to follow every change of a form."""
    return (
        '<svg aria-hidden="true" width="104" height="14" viewBox="-2 0 104 14">'
        f'<rect x="0" y="2" width="{100 * row.share:.1f}" height="10" fill="#56B4E9"/>'
        f'<path d="M{100 * row.low:.1f},7 H{100 * row.high:.1f}" stroke="#1a1a1a" stroke-width="2"/></svg>'
    )


# Tables where a chart would say too much -----------------------------------------------------------------


def session_lengths(tables: Tables, with_flagged: bool = False) -> ReadableTable:
    """Return the session lengths that sites state, with how few sites state one.

    Only plain session lengths count, not those of a price list or of a trial. `with_flagged` brings
    all pages back. `tables` come from `load_tables`.
    """
    said = statements_counted(tables, with_flagged)
    said = said[(said["unit"] == "minutes") & said["attribute"].isin(SESSION_ENDS)]
    said = said.assign(minutes=said["value"].astype(float))
    rows = []
    for kind, name in _kinds(tables).items():
        of_kind = said[said["named_modality"] == kind]
        if len(of_kind):
            ends = [of_kind.loc[of_kind["attribute"] == end, "minutes"] for end in SESSION_ENDS]
            middle = [number_text(end.median()) if len(end) else "" for end in ends]
            spans = [_span(end) for end in ends]
            rows.append([name, of_kind["domain"].nunique(), middle[0], spans[0], middle[1], spans[1]])
    heads = [
        "Kind of massage",
        "Sites that state a length",
        "Shortest session, median (minutes)",
        "Shortest session, from site to site",
        "Longest session, median (minutes)",
        "Longest session, from site to site",
    ]
    return ReadableTable(pd.DataFrame(rows, columns=heads))


def contraindications(tables: Tables) -> ReadableTable:
    """Return the reasons against a massage that sites name, each with its number of sites; too few to chart."""
    counts = count_sites(tables)
    rows = counts[(counts["attribute"] == "contraindication") & (counts["named_modality"] == ALL_KINDS)]
    sites = [f"{row.sites} of {row.of}" for row in rows.itertuples()]
    return ReadableTable(pd.DataFrame({"Named as a reason against it": rows["value"].map(plain), "Sites": sites}))


def _span(minutes: pd.Series) -> str:
    if minutes.empty:
        return ""
    low, high = number_text(minutes.min()), number_text(minutes.max())
    return low if low == high else f"{low} to {high}"


class Sample:
    """What the survey consists of, in sentences; `sentences` is the list."""

    def __init__(self, sentences: list[str]):
        self.sentences = sentences

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in self.sentences)}</ul>"


def sample(tables: Tables) -> Sample:
    """Say how large the survey is, what is left out, and what was read twice; every number is counted."""
    pages, kept = tables.survey_pages, pages_counted(tables)
    said, all_said = statements_counted(tables), tables.survey_statements
    out = pages[~pages["page"].isin(kept["page"])]
    flags = out["flag"].value_counts()
    kinds = pages["kind"].value_counts()
    drawn = pages["second_reading"].value_counts()
    twice, lost = int(drawn.get("read", 0)), int(drawn.get("not_found_again", 0))
    dated = int((pages["date"] != "not stated").sum())
    return Sample(
        [
            f"{counted(len(pages), 'page')} of {counted(pages['domain'].nunique(), 'site')} were read: {listed(f'{plain(kind)} {count}' for kind, count in kinds.items())}. {dated} of them show a date.",
            f"{counted(len(all_said), 'statement')} on {all_said['named_modality'].nunique()} kinds of massage were coded.",
            f"{counted(len(out), 'page')} are left out of the counts ({listed(f'{plain(flag)} {count}' for flag, count in flags.items())}), and with them {counted(len(all_said) - len(said), 'statement')}.",
            f"Counted are {counted(len(kept), 'page')} of {counted(kept['domain'].nunique(), 'site')} with {counted(len(said), 'statement')}.",
            f"{counted(twice + lost, 'page')} were drawn by lot for a second reading; {lost} of them could not be found again, {twice} were read.",
        ]
    )


# Words --------------------------------------------------------------------------------------------


def _article(attribute: str) -> str:
    return {"pressure": "the pressure", "focus": "the focus"}.get(attribute, f"a {plain(attribute)}")


def _percent(shares: pd.Series) -> pd.Series:
    return (100 * shares).round().astype(int)


def _share_words(numbers) -> str:
    sites, of, low, high, least, most = numbers
    return f"{sites:.0f} of {of:.0f} ({low:.0%} to {high:.0%}; widened {least:.0%} to {most:.0%})"


def _count_table(counts: pd.DataFrame, attribute: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Sites": counts["sites"].to_list(),
            "Of": counts["of"].to_list(),
            "Percent": (100 * counts["share"]).round().astype(int).to_list(),
            "Interval (percent)": [f"{row.low:.0%} to {row.high:.0%}".replace("%", "") for row in counts.itertuples()],
        },
        index=pd.Index(counts["value"].map(plain), name=sentence_case(plain(attribute))),
    )


def _kinds(tables: Tables, wanted: list[str] | None = None) -> dict[str, str]:
    """Return the names of kinds of massage; raises KitError for an id that is not there."""
    names = tables.named_modalities.set_index("named_modality")["name"].to_dict()
    for kind in wanted or []:
        if kind not in names:
            raise KitError(
                f'There is no kind of massage "{kind}".{did_you_mean(kind, names)} There are: {listed(names)}.'
            )
    return {kind: names[kind] for kind in wanted} if wanted is not None else names


def _short(tables: Tables, modality: str) -> str:
    return tables.named_modalities.set_index("named_modality")["short_name"][modality]


def _check_attribute(tables: Tables, attribute: str) -> None:
    good = charted(tables)
    if attribute not in good:
        near, charted_now = did_you_mean(attribute, good), listed(good) or "nothing yet"
        raise KitError(
            f'"{attribute}" is not charted: two readings must agree on it well and often enough.{near} Charted are: {charted_now}.'
        )
