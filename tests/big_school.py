"""Write the folder of a very big school: 100 modalities, 2,000 rules, 100,000 statements."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from modality_lab.tables.dictionary import KIT_FOLDER, dictionary

SOURCED = {"source_id": "teaching_note", "source_section": "A big school"}


def write_big_school(
    folder: Path, modalities: int = 100, rules: int = 2_000, statements: int = 100_000, benefits: int = 60
) -> Path:
    """Write the tables of a big school into a folder, each modality with techniques, times and places on scales."""
    names = [f"modality_{number}" for number in range(1, modalities + 1)]
    offered = [(row["question"], row["answer"]) for row in _kit_rows("answers") if row["question"] != "minutes"]
    scales = [row["scale"] for row in _kit_rows("scales")]
    _write(
        folder,
        "modalities",
        (
            {
                "modality": name,
                "name": f"Kind of massage number {number}",
                "short_name": f"Kind {number}",
                "definition": "Made up.",
            }
            for number, name in enumerate(names, 1)
        ),
    )
    _write(
        folder,
        "sessions",
        (
            {
                "modality": name,
                "min_minutes": 20 + number % 7 * 10,
                "max_minutes": 80 + number % 5 * 10,
                "frequency": "regular",
                "frequency_note": "Regularly.",
                "scope": "whole_body",
                "scope_note": "All.",
            }
            for number, name in enumerate(names)
        ),
    )
    _write(
        folder,
        "focus",
        (
            {
                "modality": name,
                "scale": scale,
                "position": (number * 3 + place) % 5 - 2,
                "reason": "Made up.",
                "basis": "our_reading",
            }
            for number, name in enumerate(names)
            for place, scale in enumerate(scales)
        ),
    )
    _write(
        folder,
        "benefits",
        (
            {
                "modality": name,
                "benefit": f"benefit_{(number * 7 + n * 11) % benefits}",
                "basis": ("listed", "in_text")[n % 2],
                "description": "Made up.",
                "citation": "none given",
            }
            for number, name in enumerate(names)
            for n in range(min(20, benefits))
        ),
    )
    for table, item in (("techniques", "technique"), ("conditions", "condition")):
        more = {"work": ""} if table == "techniques" else {"basis": "reason_to_choose", "citation": "none given"}
        _write(
            folder,
            table,
            (
                {"modality": name, item: f"{item}_{(number + n) % 50}", "description": "Made up.", **more}
                for number, name in enumerate(names)
                for n in range(5)
            ),
        )
    pairs = [(*offer, name) for offer in offered for name in names][:rules]
    _write(
        folder,
        "rules",
        (
            {
                "question": question,
                "answer": answer,
                "modality": name,
                "points": 1,
                "basis": "named_elsewhere",
                "reason": "Made up.",
            }
            for question, answer, name in pairs
        ),
    )
    _write(
        folder,
        "claims",
        (
            {
                "claim": f"claim_{number}",
                "modality": names[number % modalities],
                "statement": f"Statement number {number} of a big school, in some words.",
                "population": "not stated",
                "citation": "none given",
                "verdict": "no_source_found",
                "verdict_reason": "Made up.",
            }
            for number in range(statements)
        ),
    )
    return folder


def _kit_rows(table: str) -> list[dict[str, str]]:
    with (KIT_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    columns = [field["name"] for field in dictionary()[table]["schema"]["fields"]]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**SOURCED, **row} for row in rows)
