"""What studies found: the rows of `evidence.csv`, and one of them laid out for reading."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from modality_lab.markup import Html, link, table
from modality_lab.tables.citations import citations
from modality_lab.tables.loading import Tables
from modality_lab.words import KitError, did_you_mean, number_text, plain

SUPPORT = {"direct": "the source's words show it", "partial": "it follows from the source as we read it"}


def findings(tables: Tables) -> pd.DataFrame:
    """Return the findings with the names of what was studied, of the design and of the source.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the findings are those of `evidence.csv`.

    Returns
    -------
    pandas.DataFrame
        The columns of `evidence.csv`, and "studied_name", "design_name", "rung", "citation" and "address".

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> findings(load_tables()).loc[0, ["studied_name", "design_name"]].to_list()
    ['Massage of any kind', 'Review that pools trials']
    """
    return _findings(tables).copy()


@lru_cache(maxsize=8)  # Tables never change, and a lesson asks for its findings again and again.
def _findings(tables: Tables) -> pd.DataFrame:
    kinds = tables.named_modalities.rename(columns={"named_modality": "studied", "name": "studied_name"})
    designs = tables.study_designs.rename(columns={"name": "design_name"})
    sources = tables.sources.assign(citation=citations(tables.sources))[["source_id", "citation", "address"]]
    found = tables.evidence.merge(kinds[["studied", "studied_name"]], on="studied", how="left")
    found = found.merge(designs[["design", "design_name", "rung"]], on="design", how="left")
    return found.merge(sources, on="source_id", how="left")


def number_with_interval(finding: Any) -> str:
    """Return the number of a finding with its unit and interval, as the source gives them.

    Parameters
    ----------
    finding : row of `findings`
        The finding.

    Returns
    -------
    str
        The number in words.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> number_with_interval(findings(load_tables()).loc[0])
    '0.62 (standardised mean difference, interval 0.05 to 1.2)'
    """
    if pd.isna(finding.effect):
        return "none that can be compared"
    has_interval = pd.notna(finding.low)
    interval = f", interval {number_text(finding.low)} to {number_text(finding.high)}" if has_interval else ""
    return f"{number_text(finding.effect)} ({plain(finding.unit)}{interval})"


@dataclass(frozen=True)
class Finding:
    """One finding, laid out for reading.

    Attributes
    ----------
    facts : dict of str to str
        The questions to ask of a study, with their answers.
    source : Html
        How the source is cited, with its address as a link; stands on a page for the fact "Source".
    """

    facts: dict[str, str]
    source: Html

    def __repr__(self) -> str:
        return "\n".join(f"{question}: {answer}" for question, answer in self.facts.items())

    def _repr_html_(self) -> Html:
        return table((self.facts | {"Source": self.source}).items(), row_heads=True)


def read_finding(tables: Tables, finding: str) -> Finding:
    """Return one finding as the questions to ask of a study, with their answers.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.
    finding : str
        An id of `evidence.csv`.

    Returns
    -------
    Finding
        Questions and answers; what the source does not say is left out.

    Raises
    ------
    KitError
        For an id that is not there.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> read_finding(load_tables(), "e019").facts["Compared with"]
    'shorter with longer massage'
    """
    rows = _findings(tables).set_index("finding", drop=False)
    if finding not in rows.index:
        raise KitError(f'There is no finding "{finding}".{did_you_mean(finding, rows.index)}')
    row = rows.loc[finding]
    facts = {
        "Who was studied": row.population,
        "What was done": row.studied_name,
        "Compared with": row.comparison,
        "How many people": "not stated" if pd.isna(row.participants) else str(row.participants),
        "What was measured": ", ".join(filter(None, [plain(row.outcome), row.outcome_note])),
        "When": row.follow_up,
        "How the study was made": f"{row.design_name}. {row.design_note}".strip(),
        "What was found": row.statement,
        "Number": number_with_interval(row),
        "How sure the source is": row.certainty,
        "How closely we follow the source": SUPPORT[row.support],
        "Note": row.note,
        "Source": row.citation,
    }
    return Finding({question: answer for question, answer in facts.items() if answer}, link(row.address, row.citation))
