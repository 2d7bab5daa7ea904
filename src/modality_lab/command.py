"""The command `modality-lab`: check a folder of tables from a terminal.

It ends with 0 when all is good, with 1 when there is something to mend, and with 2 when the
command itself was not understood, the folder is not there, or the report cannot be written.
"""

import argparse
import io
import os
import sys
from pathlib import Path

from modality_lab.check.report import check_tables
from modality_lab.lessons.practice import copy_tables
from modality_lab.tables.dictionary import dictionary
from modality_lab.words import KitError, listed, say

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
        0 when all is good, 1 when there is something to mend, 2 when the folder is not there or cannot be made, or
        what is said cannot be written.
    """
    command = _parser().parse_args(words)
    try:
        said, code = command.run(command)
    except KitError as error:
        said, code = str(error), 2
    return _written(said, code)


def _written(said: str, code: int) -> int:
    """Print what is said, and return the code with which the command ends."""
    try:
        say(said)
    except BrokenPipeError:  # Whoever reads has read enough, as `head` does.
        _forget_output()
    except OSError as error:
        _forget_output()
        print(f"What the command says cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    return code


def _forget_output() -> None:
    """Send what is still to be written nowhere: Python would try again as it ends, and show a traceback."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # It is no file of the computer's at all.
        sys.stdout = io.StringIO()


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


def _check(command: argparse.Namespace) -> tuple[str, int]:
    report = check_tables(command.folder)
    code = 0 if report.is_good else 1
    return repr(report), code if _is_there(command.folder) else 2


def _is_there(folder: str) -> bool:
    try:
        return Path(folder).expanduser().is_dir()
    except (OSError, ValueError, RuntimeError):  # No name of a folder at all.
        return False


def _new(command: argparse.Namespace) -> tuple[str, int]:
    folder = copy_tables(command.folder, command.tables)
    files = [dictionary()[table]["path"] for table in command.tables]
    next_step = f"Change them, and check them: modality-lab check {folder}"
    return f'Made the folder "{folder}" with {listed(files)}. {next_step}', 0
