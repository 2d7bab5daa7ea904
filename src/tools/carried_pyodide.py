"""What the kit needs of Pyodide, the Python for browsers: which packages, and which files of a folder that holds it."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

ROOTS = ("modality-lab", "micropip", "ipython", "jedi")
"""The kit, and what JupyterLite's own Python kernel asks Pyodide for."""
CORE = ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
GLUE = ("pyodide.asm.mjs", "pyodide.asm.js")
"""One of the two, by the version of Pyodide."""


class PyodideError(Exception):
    """A folder cannot be carried along. The text says what is wrong with it, and what to do next."""


def needed_packages(lock: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return those packages of Pyodide's list that a lesson fetches: the kit, the kernel, and what these need."""
    known = {plain(name): package for name, package in lock["packages"].items()}
    needed: dict[str, dict[str, Any]] = {}
    waiting = [name for name in ROOTS if name in known]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = known[name]
            waiting += [plain(other) for other in known[name]["depends"]]
    return dict(sorted(needed.items()))


def plain(name: str) -> str:
    """Return the name of a package as every list of packages spells it."""
    return name.lower().replace("_", "-")


def carry(folder: Path, packages: list[dict[str, Any]], version: str, target: Path) -> None:
    """Copy what the kit needs of the folder into the folder `target`.

    `packages` are those that Pyodide brings, `version` is Pyodide's. Raises PyodideError for a folder that lacks
    something or holds another version.
    """
    whole = (
        f"Take the whole distribution of Pyodide {version}, unpacked: pyodide-{version}.tar.bz2 of its release page."
    )
    if not folder.is_dir():
        raise PyodideError(f"There is no folder {folder}. {whole}")
    glue = [name for name in GLUE if (folder / name).is_file()] or [GLUE[0]]
    names = [*CORE, glue[0], *(package["file_name"] for package in packages)]
    lacking = [name for name in names if not (folder / name).is_file()]
    if lacking:
        more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
        raise PyodideError(f"The folder {folder} lacks {', '.join(lacking[:3])}{more}. {whole}")
    if version not in (folder / CORE[0]).read_text(encoding="utf-8"):
        raise PyodideError(f"The folder {folder} holds another version of Pyodide. {whole}")
    for package in packages:
        file = folder / package["file_name"]
        if hashlib.sha256(file.read_bytes()).hexdigest() != package["sha256"]:
            raise PyodideError(f"{file} is damaged, or of another version. {whole}")
    for name in names:
        shutil.copy(folder / name, target)
