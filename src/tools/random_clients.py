"""Make up clients, and compare what `recommend_many` says of them with what `recommend` says of each.

Usage: python src/tools/random_clients.py [--clients=1000000] [--seed=14]

The clients answer any questions in any way that the form allows, in tables that a school could have: the kit's, the
worked example's, and a very big school's. It ends with an error where one answer differs.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from modality_lab import Tables, load_tables, recommend, recommend_many
from modality_lab.recommender import ASKED_NONE, ASKED_YES, SAFETY_ASKED
from modality_lab.recommender.rulebook import rulebook

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))  # The very big school is written by a helper of the tests.
EXAMPLE = ROOT / "examples" / "eight-modalities"
AT_ONCE = 20_000


def made_up(tables: Tables, number: int, random: np.random.Generator, flags: float = 0.2) -> pd.DataFrame:
    """Return so many clients as a table of text and numbers; a share of them has a health flag or two."""
    columns: dict[str, object] = {}
    for name, question in rulebook(tables).questions.items():
        if question.kind == "minutes":
            times = random.integers(question.minimum, question.maximum + 1, number).astype(float)
            times += random.choice([0, 0.5, 0.25], number, p=[0.9, 0.05, 0.05]) * (times < question.maximum)
            columns[name] = np.where(random.random(number) < 0.2, np.nan, times)
            continue
        answers = list(question.answers)
        most = 1 if question.kind == "one" else min(3, len(answers))
        several = random.integers(0, len(answers), (number, most))
        share = flags / most if question.is_about_safety else 0.5
        given = random.random((number, most)) < share
        columns[name] = [
            ";".join(answers[place] for place, is_given in zip(*row, strict=True) if is_given)
            for row in zip(several.tolist(), given.tolist(), strict=True)
        ]
    return pd.DataFrame(columns)


def with_what_was_asked(clients: pd.DataFrame, tables: Tables, random: np.random.Generator) -> pd.DataFrame:
    """Return the clients with what was asked about safety, a column a group."""
    allowed = np.array([ASKED_NONE, ASKED_YES, None], dtype=object)
    asked = {
        f"{SAFETY_ASKED}={group}": random.choice(allowed, len(clients)) for group in rulebook(tables).first_questions
    }
    return clients.assign(**asked)


def differing(clients: pd.DataFrame, tables: Tables) -> Iterator[str]:
    """Yield a sentence for each client of whom `recommend` says something else."""
    results = recommend_many(clients, tables)
    names = list(rulebook(tables).names)
    questions = rulebook(tables).questions
    for answers, found in zip(clients.to_dict("records"), results.itertuples(index=False), strict=True):
        asked = {name.partition("=")[2]: answers.pop(name) for name in list(answers) if "=" in name}
        given = {
            name: cell.split(";") if isinstance(cell, str) and questions[name].kind == "several" else cell
            for name, cell in answers.items()
        }
        one = recommend({**given, **({SAFETY_ASKED: asked} if asked else {})}, tables)
        expected = (
            one.outcome,
            ";".join(one.modalities),
            *(one.points[name] for name in names),
            ";".join(one.left_out),
            one.outcome == "refer",
        )
        if expected != tuple(found):
            yield f"{answers}: {expected} expected, {tuple(found)} found"


def several_tables(folder: Path) -> dict[str, tuple[Tables, int]]:
    """Return tables by their name, each with how many of a hundred clients it is asked about."""
    from big_school import write_big_school

    return {
        "the kit": (load_tables(ROOT / "data"), 80),
        "the worked example": (load_tables(EXAMPLE), 18),
        "a very big school": (load_tables(write_big_school(folder, statements=10)), 2),
    }


def main() -> int:
    """Compare, and say how many. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=14)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (tables, share) in several_tables(Path(folder)).items():
            left, start = max(1, options.clients * share // 100), time.perf_counter()
            number = left
            while left:
                clients = made_up(tables, min(AT_ONCE, left), random)
                if random.random() < 0.5:
                    clients = with_what_was_asked(clients, tables, random)
                for sentence in differing(clients, tables):
                    wrong += 1
                    print(sentence)
                left -= len(clients)
            print(f"{number:,} clients of {name}, seed {options.seed}: {time.perf_counter() - start:.0f} s", flush=True)
    print(f"{wrong} clients differ.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
