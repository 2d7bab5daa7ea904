"""Bring the example folders up to date with the kit: the rows about the kit's own modalities are those of data/.

Usage: python src/tools/refresh_example.py
"""

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/eight-modalities"


def refreshed(path: Path) -> list[list[str]]:
    """Return the rows of a table of the example: those of the kit first, then those about other modalities."""
    kit = _rows(ROOT / "data" / path.name)
    if "modality" not in kit[0]:
        return _rows(path)
    own = {modality for modality, *_ in _rows(ROOT / "data/modalities.csv")}
    at = kit[0].index("modality")
    return kit + [row for row in _rows(path)[1:] if row[at] not in own]


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


if __name__ == "__main__":
    for path in sorted(EXAMPLE.glob("*.csv")):
        rows = refreshed(path)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
