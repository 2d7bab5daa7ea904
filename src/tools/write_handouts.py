"""Write what a class takes home and what its instructor looks up.

    make handouts                       the sheets in build/handouts, docs/answer-key.md and docs/curriculum.md
    make handouts OPTIONS=--seed=7      another exam

The sheets are made from the kit's tables, or from the school's beside the notebooks where there are some.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from modality_lab.cases import cases
from modality_lab.forms.handout_form import SHEETS, make_sheet
from modality_lab.handouts import Sheet
from modality_lab.quiz import items
from modality_lab.tables import Tables, load_tables

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "handouts"
ANSWER_KEY = ROOT / "docs" / "answer-key.md"
CURRICULUM = ROOT / "docs" / "curriculum.md"
FRAMEWORKS = {
    "elap": "ELAP: entry-level analysis of the profession",
    "mblex": "MBLEx: the licensing exam",
    "comta": "COMTA: competencies of accredited schools",
}
MAP_OPENING = """\
# Which lesson serves which part of the curriculum

This page is made from `data/curriculum.csv` by `make handouts`; change it there. How well a lesson serves a part is our
judgement: *strong*, *moderate*, *weak* or *none*. Weights of an exam change: check the board's own page before you rely
on one.
"""
OPENING = """\
# Answers to the tasks of the lessons

This page is made from the lessons themselves by `make handouts`; change it there. Each task stands with its answer,
lesson by lesson. Where an answer is called possible, others may be as good: ask for the reason.
"""
# A task begins with one of these, in bold, and ends where its answer is folded away.
TASK = re.compile(r"\*\*(?:Try|Think)\b[^*]*\*\*|^## (?:Try|Think)\b.*$", re.MULTILINE)
FOLDED = re.compile(r"<details><summary>(?P<summary>.*?)</summary>(?P<answer>.*?)</details>", re.DOTALL)


def answer_key() -> str:
    """Return the tasks of all lessons with their answers.

    >>> "## 2 Compare the modalities" in answer_key()
    True
    """
    parts = [OPENING]
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")):
        told = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
        tasks = [task for text in told for task in tasks_of(text)]
        if tasks:
            parts += [f"## {told[0].splitlines()[0].removeprefix('# ')}", *tasks]
    # A lesson leads to its neighbours; from docs they are a folder away.
    return re.sub(r"\]\((?=[\w-]+\.ipynb)", "](../notebooks/", "\n\n".join(part.strip() for part in parts)) + "\n"


def tasks_of(text: str) -> Iterator[str]:
    """Yield the task of a cell with its answers, as Markdown without anything folded."""
    found = TASK.search(text)
    answers = [fold for fold in FOLDED.finditer(text) if re.search(r"answer", fold["summary"], re.IGNORECASE)]
    if found is None and not answers:
        return
    start = found.start() if found else 0
    asked = FOLDED.sub("", text[start:]).strip()
    asked = re.sub(r"^## (.*)$", r"**\1**", asked, flags=re.MULTILINE)
    yield "\n\n".join([asked, *(f"*{fold['summary'].strip()}.* {fold['answer'].strip()}" for fold in answers)])


def curriculum(tables: Tables) -> str:
    """Return the parts of each curriculum with the lessons that serve them.

    >>> "| Kinesiology |" in curriculum(load_tables())
    True
    """
    parts = [MAP_OPENING]
    for framework, rows in tables.curriculum.groupby("framework", sort=False):
        parts.append(f"## {FRAMEWORKS.get(framework, framework)}\n")
        parts += ["| Part | Weight | Lessons | How | Fit |", "| --- | --- | --- | --- | --- |"]
        for row in rows.fillna("").itertuples(index=False):
            cells = [row.item, row.weight, ", ".join(str(row.lessons).split()) or "–", row.how, row.fit]
            parts.append(f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |")
        parts.append("")
    return "\n".join(parts)


def sheets(tables: Tables, seed: int) -> Iterator[Sheet]:
    """Yield every sheet: of those that need a muscle, a client or a lesson, one for each."""
    each_of = {
        "muscle": [{"muscle": muscle} for muscle in tables.trigger_points["muscle"]],
        "case": [{"case": case} for case in cases(tables)],
        "quiz": [{"lesson": str(lesson)} for lesson in sorted({item.lesson for item in items(tables)})],
    }
    for name in SHEETS:
        for given in each_of.get(name.partition("_")[0], [{}]):
            yield make_sheet(name, tables, {**given, "seed": seed})


def main() -> None:
    """Write them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the number that draws the exam")
    seed = parser.parse_args().seed
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = 0
    tables = load_tables()
    for sheet in sheets(tables, seed):
        (FOLDER / f"{sheet.name}.html").write_text(sheet.page, encoding="utf-8")
        written += 1
    ANSWER_KEY.write_text(answer_key(), encoding="utf-8")
    CURRICULUM.write_text(curriculum(tables), encoding="utf-8")
    pages = f"docs/{ANSWER_KEY.name} and docs/{CURRICULUM.name}"
    print(f"Written: {written} sheets in build/handouts, each to open and print; {pages}.")


if __name__ == "__main__":
    main()
