"""Write docs/review.md: every row about safety on one list to print, for the instructor who reviews it and signs.

    make review

The list is made from the kit's tables, or from a school's own: make review OPTIONS=school
"""

import sys
from pathlib import Path

import pandas as pd

from modality_lab.tables import Tables, load_tables
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.words import counted, plain, say, sentence_case

PAGE = Path(__file__).parents[2] / "docs" / "review.md"
BASIS = {
    "source": "a source",
    "source_and_our_rule": "a source, and our rule",
    "our_rule": "our own rule",
}
OPENING = """\
# The safety list, to review and to sign

This list is made from the tables by `make review`. Print it, go through it with your school's policy and your state's
rules in hand, and write beside each row whether you agree. What you would change, change in a
[table of your school's own](your-own-tables.md): the form follows it.

"Rests on" says what a row has behind it. A row that rests on our own rule has no more behind it than our judgement.

Reviewed by: ______________________________ Date: ______________ For the school: ______________________________
"""
CHECKED = """\
## What was checked against what

- The rows were compared with excerpts of their sources by a second reader, and what was found was mended. Excerpts
  were often the opening of a page only; "How sure" says where a source is weak, was read in a copy, or stands alone.
- Two sources stand behind many rows and want a look: twelve rows rest on tables of pathology whose book was not found,
  fourteen on a regulator's list that was read in a reprint.
- Not checked: the law of any state, any school's policy, any printed textbook. No clinician has signed this list.
- The kit's tests hold that every flag says what to do and why, and names a source that is in the list of sources; that
  a flag which stops a massage stops it whatever else is answered; that no flag gives points; and that the first line of
  a result names no kind of work that a ticked flag speaks against without saying so. That a row is right they do not
  hold.
"""


def review(tables: Tables) -> str:
    """Return the page: the cautions under their groups, the places on the body, and a line to sign.

    >>> "Reviewed by: ___" in review(load_tables(KIT_FOLDER))
    True
    """
    sources = tables.sources.set_index("source_id")
    flags, rows = tables.cautions["flag"].nunique(), len(tables.cautions)
    parts = [
        OPENING,
        f"{counted(flags, 'flag')} with {counted(rows, 'row')}, and "
        f"{counted(len(tables.caution_sites), 'place')} on the body.\n",
    ]
    questions = tables.safety_questions.set_index("group")["question"]
    for group, cautions in tables.cautions.groupby("group", sort=False):
        parts.append(f"## {group}\n\n{questions.get(group, '')}\n\n{_table(cautions, 'label', sources)}")
    sites = tables.caution_sites.assign(label=tables.caution_sites["name"] + ": " + tables.caution_sites["structures"])
    parts.append(f"## Places on the body where hands are careful\n\n{_table(sites, 'label', sources)}")
    return "\n".join([*parts, CHECKED])


def _table(rows: pd.DataFrame, label: str, sources: pd.DataFrame) -> str:
    """Return rows as a table of Markdown with an empty column for the reviewer."""
    heads = ["What is asked about", "What to do", "Rests on", "How sure", "Agree?"]
    if "why" in rows:
        heads.insert(2, "Why: what could go wrong")
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for row in rows.to_dict("records"):
        of_work = "" if row.get("applies_to", "all_massage") == "all_massage" else f" ({plain(row['applies_to'])})"
        kind = f"**{sentence_case(plain(row['kind']))}{of_work}.** " if "kind" in row else ""
        rests_on = f"{BASIS[row['basis']]}: {_source(sources.loc[row['source_id']])}"
        cells = [
            row[label],
            kind + row["action"],
            *([row["why"]] if "why" in rows else []),
            rests_on,
            row["certainty"],
            "",
        ]
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _source(source: pd.Series) -> str:
    who = source["title"] if source["author"] == "not stated" else f"{source['author']}, {source['title']}"
    return f"[{who}]({source['address']})" if source["address"].startswith("http") else who


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def main(folder: str | Path = KIT_FOLDER) -> None:
    """Write the page from the tables of a folder."""
    PAGE.write_text(review(load_tables(folder)), encoding="utf-8")
    say(f"Written: docs/{PAGE.name}, from the tables in {folder}.")


if __name__ == "__main__":
    main(*sys.argv[1:2])
