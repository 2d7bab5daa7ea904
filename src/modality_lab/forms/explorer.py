"""Tables that can be searched and sorted, with a form above them that chooses the rows.

Where no widget can live (a notebook that was not run yet, a web page, paper) a plain table stands in.
"""

from collections.abc import Mapping
from html import escape

import anywidget
import ipywidgets
import pandas as pd
import traitlets

from modality_lab import static
from modality_lab.evidence.weighing import findings, number_with_interval
from modality_lab.forms.form import ChoiceForm, Form
from modality_lab.forms.widget import StoredExample, script
from modality_lab.survey.counts import ALL_KINDS, KEPT, count_sites, counts_html, most_named, why_no_share
from modality_lab.tables.dictionary import allowed_values
from modality_lab.tables.loading import Tables, tables_or_kit
from modality_lab.tables.show import address_link
from modality_lab.words import counted, listed, plain, sentence_case


class LiveTable(StoredExample, anywidget.AnyWidget):
    """A table to search and sort; display it as the last line of a cell.

    `frame` is the DataFrame to show, without its index; `links` gives, for the name of a column,
    the addresses of its cells.

    >>> LiveTable(pd.DataFrame({"Site": ["A"]}), "Sites", {"Site": ["https://example.org/"]}).rows
    [[['A', 'https://example.org/']]]
    """

    _esm = script("table.js")
    _css = static.FOLDER / "table.css"

    caption = traitlets.Unicode().tag(sync=True)
    head = traitlets.List().tag(sync=True)
    rows = traitlets.List().tag(sync=True)

    def __init__(self, frame: pd.DataFrame, caption: str, links: Mapping[str, pd.Series] | None = None):
        super().__init__(caption=caption, head=list(frame.columns), rows=_rows(frame, links or {}))

    def show(self, frame: pd.DataFrame, links: Mapping[str, pd.Series] | None = None) -> None:
        """Exchange the rows; the columns stay the same."""
        self.rows = _rows(frame, links or {})

    def plain_html(self) -> str:
        """Return all rows as an HTML table that needs no program."""
        heads = "".join(f'<th scope="col" style="text-align: left">{escape(name)}</th>' for name in self.head)
        rows = "".join(f"<tr>{''.join(map(_cell_html, row))}</tr>" for row in self.rows)
        return f"<table><caption>{escape(self.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    @property
    def sentence(self) -> str:
        """What the table holds, in a few words."""
        return f"{self.caption}: {len(self.rows)} rows."


def _rows(frame: pd.DataFrame, links: Mapping[str, pd.Series]) -> list[list]:
    columns = []
    for name in frame:
        cells = frame[name].astype(str).to_list()
        columns.append([list(cell) for cell in zip(cells, links[name])] if name in links else cells)
    return [list(row) for row in zip(*columns)]


def _cell_html(cell: str | list[str]) -> str:
    words = escape(cell) if isinstance(cell, str) else address_link(cell[1], cell[0])
    return f'<td style="text-align: left">{words}</td>'


class Explorer(StoredExample, ipywidgets.VBox):
    """A form, and below it the table of the rows that its answers choose.

    `form` is a form with the attributes `rows` and `links`, which follow its answers, and
    `caption` says what the table holds.
    """

    def __init__(self, form: Form, caption: str):
        self.form = form
        self.table = LiveTable(form.rows, caption, form.links)
        super().__init__([form, self.table])
        form.observe(lambda change: self.table.show(form.rows, form.links), "reply")

    @property
    def answers(self) -> dict:
        """The answers as they stand; set them to fill the form in."""
        return self.form.answers

    @answers.setter
    def answers(self, answers: Mapping | None) -> None:
        self.form.answers = answers

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        return self.form.sentence

    def plain_html(self) -> str:
        """Return the result and all rows as HTML that needs no program."""
        return self.form.plain_html() + self.table.plain_html()


class SurveyExplorer(Explorer):
    """The survey to explore: choose a kind of massage and a subject, see the counts and the pages behind them.

    `tables` are the tables to use, without them the kit's own; `answers` fills the form in to begin
    with: `modality`, `attribute`, and `flagged`, which brings back the pages that are left out.

    >>> explorer = SurveyExplorer(answers={"modality": "nmt", "attribute": "pressure"})
    >>> explorer.sentence
    'Neuromuscular therapy, pressure: named most often: "varies", on 13 of 71 sites (18%, interval 11% to 29%).'
    """

    def __init__(self, tables: Tables | None = None, answers: Mapping | None = None):
        super().__init__(_SurveyForm(tables_or_kit(tables), answers), "The pages behind the counts")


class _SurveyForm(ChoiceForm):
    _nouns = {"modality": "kind of massage", "attribute": "subject", "flagged": "choice"}

    def __init__(self, tables: Tables, answers: Mapping | None):
        self._names = {ALL_KINDS: "All kinds together"} | tables.named_modalities.set_index("named_modality")[
            "name"
        ].to_dict()
        # Counted once, so that a change of the form only has to look things up.
        self._counts = {flagged: _by_choice(count_sites(tables, flagged)) for flagged in (False, True)}
        self._pages = _pages_by_choice(tables)
        self._why_no_share = {
            name: why_no_share(tables, name) for name in allowed_values("survey_statements", "attribute")
        }
        said = tables.survey_statements
        kinds = [kind for kind in self._names if kind in set(said["named_modality"])]
        super().__init__(
            answers,
            heading="What do the sites say?",
            questions=[
                _question(
                    "modality",
                    "one",
                    "Which kind of massage?",
                    {kind: self._names[kind] for kind in kinds},
                    "Leave it open for all kinds together.",
                ),
                _question(
                    "attribute",
                    "one",
                    "What about it?",
                    {name: sentence_case(plain(name)) for name in allowed_values("survey_statements", "attribute")},
                ),
                _question("flagged", "several", "Pages that are left out", {"bring_back": "bring them back"}),
            ],
            start=answers or {},
        )

    def _show(self, answers: Mapping) -> dict:
        self.rows, self.links = self._pages[None][PAGE_HEADS], {}
        self._check(answers)
        kind, attribute = answers.get("modality") or ALL_KINDS, answers.get("attribute")
        flagged = "bring_back" in (answers.get("flagged") or [])
        pages = self._pages.get((kind, attribute), self._pages[None])
        pages = pages if flagged else pages[~pages["flagged"]]
        self.rows, self.links = pages[PAGE_HEADS], {"Page": pages["link"]}
        if attribute is None:
            sentence = "Choose what to look at, for instance pressure or benefit."
            return {"sentence": sentence, "result": f"<p>{sentence}</p>"}
        counts = self._counts[flagged].get((kind, attribute))
        name = f"{self._names.get(kind, kind)}, {plain(attribute)}"
        if counts is None:
            sentence = (
                f"{name}: no site that is counted says anything. That is no denial: the page may say it further down."
            )
            return {"sentence": sentence, "result": f"<p>{escape(sentence)}</p>"}
        top, most = counts.iloc[0], most_named(counts.set_index("value")["sites"])
        why_no_share = self._why_no_share[attribute]
        share = "" if why_no_share else f" ({top['share']:.0%}, interval {top['low']:.0%} to {top['high']:.0%})"
        named = listed(f'"{each}"' for each in most)
        sentence = f"{name}: named most often: {named}, {'each ' if len(most) > 1 else ''}on {top['sites']} of {counted(int(top['of']), 'site')}{share}."
        why = f"<p>{escape(why_no_share)}</p>" if why_no_share else ""
        usual = self._counts[False].get((kind, attribute)) if flagged else None
        return {
            "sentence": sentence,
            "result": f'<p class="ml-outcome"><strong>{escape(sentence)}</strong></p>{why}{counts_html(counts, usual, shares=not why_no_share)}',
        }


PAGE_HEADS = ["Page", "Says", "Kind of site", "Date", "Left out because"]


def _by_choice(counts: pd.DataFrame) -> dict[tuple, pd.DataFrame]:
    return dict(list(counts.groupby(["named_modality", "attribute"])))


def _pages_by_choice(tables: Tables) -> dict:
    """Return for each kind and attribute the pages that say something, one row a page; None holds none."""
    names = tables.named_modalities.set_index("named_modality")["short_name"]
    said = tables.survey_statements
    unit = said["unit"].map(lambda unit: f" {plain(unit)}" if unit else "")
    said = said.assign(words=said["value"].map(plain) + unit)
    together = said.assign(
        words=names[said["named_modality"]].to_numpy() + ": " + said["words"], named_modality=ALL_KINDS
    )
    said = (
        pd.concat([said, together])
        .groupby(["named_modality", "attribute", "page"], sort=False)["words"]
        .agg("; ".join)
        .reset_index()
    )
    said = said.merge(tables.survey_pages, on="page")
    # A flagged page is shown and never linked.
    links = said["address"].where(said["flag"] == "none", "")
    shown = pd.DataFrame(
        {
            "named_modality": said["named_modality"],
            "attribute": said["attribute"],
            "flagged": ~said["flag"].isin(KEPT),
            "link": links,
            "Page": said["site"] + ": " + said["title"],
            "Says": said["words"],
            "Kind of site": said["kind"].map(plain),
            "Date": said["date"],
            "Left out because": said["flag_reason"],
        }
    )
    return {None: shown.head(0)} | dict(list(shown.groupby(["named_modality", "attribute"])))


class EvidenceExplorer(Explorer):
    """The findings to explore: choose a topic and what was studied; search and sort the table.

    `tables` are the tables to use, without them the kit's own; `answers` fills the form in to begin
    with: `topic` and `studied`.

    >>> EvidenceExplorer(answers={"topic": "sciatica"}).sentence
    '2 of 88 findings, on sciatica: 1 mixed and 1 against.'
    """

    def __init__(self, tables: Tables | None = None, answers: Mapping | None = None):
        super().__init__(_EvidenceForm(tables_or_kit(tables), answers), "The findings, each with its source")


class _EvidenceForm(ChoiceForm):
    _nouns = {"studied": "kind of massage"}

    def __init__(self, tables: Tables, answers: Mapping | None):
        self._findings = found = findings(tables)
        self._table = _findings_table(found)
        names = found.drop_duplicates("studied").set_index("studied")["studied_name"].to_dict()
        super().__init__(
            answers,
            heading="What was found?",
            questions=[
                _question(
                    "topic",
                    "one",
                    "Which topic?",
                    {topic: sentence_case(plain(topic)) for topic in found["topic"].unique()},
                ),
                _question("studied", "one", "Which kind of massage was studied?", names),
            ],
            start=answers or {},
        )

    def _show(self, answers: Mapping) -> dict:
        self.rows, self.links = self._table.head(0), {}
        self._check(answers)
        answers = {question: answer for question, answer in answers.items() if answer}
        chosen = pd.Series(True, index=self._findings.index)
        for name in ("topic", "studied"):
            if name in answers:
                chosen &= self._findings[name] == answers[name]
        found = self._findings[chosen]
        self.rows, self.links = self._table[chosen], {"Source": found["address"]}
        topic = [f"on {plain(answers['topic'])}"] if "topic" in answers else []
        kind = [f"with {found['studied_name'].iloc[0]}"] if "studied" in answers and len(found) else []
        counts = found["direction"].value_counts().reindex(allowed_values("evidence", "direction")).dropna().astype(int)
        what = listed(f"{count} {_DIRECTIONS.get(direction, plain(direction))}" for direction, count in counts.items())
        sentence = f"{', '.join([f'{len(found)} of {len(self._findings)} findings', *topic, *kind])}{f': {what}' if what else ''}."
        return {"sentence": sentence, "result": f'<p class="ml-outcome"><strong>{escape(sentence)}</strong></p>'}


_DIRECTIONS = {"favours": "in favour of massage", "no_clear_difference": "without a clear difference"}


def _findings_table(found: pd.DataFrame) -> pd.DataFrame:
    years = found["published"].where(found["published"] != "not stated", "year not stated")
    return pd.DataFrame(
        {
            "Finding": found["statement"],
            "Studied": found["studied_name"],
            "Says": found["direction"].map(
                lambda direction: sentence_case(_DIRECTIONS.get(direction, plain(direction)))
            ),
            "Source": found["author"].where(found["author"] != "not stated", found["title"]) + ", " + years,
            "Number": [number_with_interval(row) for row in found.itertuples()],
            "People": ["not stated" if pd.isna(people) else str(people) for people in found["participants"]],
            "Design": found["design_name"],
            "Certainty": found["certainty"],
            "Topic": found["topic"].map(plain),
        }
    )


def _question(question: str, kind: str, label: str, answers: Mapping[str, str], help: str = "") -> dict:
    offered = [{"answer": answer, "label": words, "group": ""} for answer, words in answers.items()]
    return {"question": question, "kind": kind, "label": label, "help": help, "answers_from": "", "answers": offered}
