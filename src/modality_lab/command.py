"""The command `modality-lab`: check a folder of tables from a terminal.

It ends with 0 when all is good, with 1 when there is something to mend, and with 2 when the
command itself was not understood or the folder is not there.
"""

import argparse
from pathlib import Path

from modality_lab.check.report import check_tables
from modality_lab.lessons.practice import copy_tables
from modality_lab.tables.dictionary import dictionary
from modality_lab.words import KitError, listed

START_TABLES = ["modalities", "sessions", "techniques", "benefits", "conditions", "rules"]


def main(words: list[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    words : list of str, optional
        What was typed after its name; without it, what the terminal was given.

    Returns
    -------
    int
        0 when all is good, 1 when there is something to mend, 2 when the folder is not there or cannot be made.
    """
    command = _parser().parse_args(words)
    try:
        return int(command.run(command))
    except KitError as error:
        print(error)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="modality-lab", description="Tables of massage modalities: check your own.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="say what is to mend in a folder of tables")
    check.add_argument("folder", metavar="FOLDER", help="the folder with your tables, CSV files")
    check.set_defaults(run=_check)
    new = commands.add_parser("new", help="make a folder with a copy of the kit's tables, to change")
    new.add_argument("folder", metavar="FOLDER", help="the folder to make; one that is there already is left alone")
    tables = f"the tables to copy (without them: {listed(START_TABLES)})"
    new.add_argument("tables", metavar="TABLE", nargs="*", default=START_TABLES, help=tables)
    new.set_defaults(run=_new)
    return parser


def _check(command: argparse.Namespace) -> int:
    report = check_tables(command.folder)
    print(report)
    if not _is_there(command.folder):
        return 2
    return 0 if report.is_good else 1


def _is_there(folder: str) -> bool:
    try:
        return Path(folder).expanduser().is_dir()
    except (OSError, ValueError, RuntimeError):  # No name of a folder at all.
        return False


def _new(command: argparse.Namespace) -> int:
    folder = copy_tables(command.folder, command.tables)
    files = [dictionary()[table]["path"] for table in command.tables]
    print(f'Made the folder "{folder}" with {listed(files)}. Change them, and check them: modality-lab check {folder}')
    return 0
