"""Which Python set-up makes a folder with."""

import os
import re
import subprocess
import sys
from shutil import which

from pip_settings import clean_environment
from set_up_place import SAME_COMMAND, SetUpError, read

OLDEST = (3, 11)
WHERE_TO_GET_PYTHON = (
    "Get a newer Python from https://www.python.org/downloads/ (on Debian or Ubuntu: "
    "sudo apt install python3 python3-venv), then give the same command again."
)


def version_of(python):
    """Return the version of an interpreter as (major, minor), or (0, 0) when it does not run."""
    try:
        answer = subprocess.check_output(
            [python, "-c", "import sys; print(*sys.version_info[:2])"],
            env=clean_environment(),
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        major, minor = answer.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0, 0


def interpreters(place, named):
    """Return {path: version} of the Pythons that can be started from the PATH, and of the one that runs this.

    Asking takes a moment each, so where the `named` version is there, no other is asked.
    """
    path = os.environ.get("PATH", "")
    names = {"python", "python3"}
    for folder in path.split(os.pathsep):
        try:
            names.update(name for name in os.listdir(folder) if re.match(r"python3\.\d+(\.exe)?$", name))
        except OSError:
            continue
    first = "python{}.{}".format(*named)
    found = {}
    for program in [which(first, path=path), sys.executable] + [which(name, path=path) for name in sorted(names)]:
        if program and program.startswith(place.venv + os.sep):
            # An activated .venv stands first on the PATH. It may be about to be removed: take what it was made from.
            program = os.path.realpath(program)
        if program and program not in found and not program.startswith(place.venv + os.sep):
            version = version_of(program)
            if version > (0, 0):
                found[program] = version
            if version == named:
                break
    return found


def named_version(place):
    """Return the version of Python that environment.yml names, which is the one on Binder, as (major, minor)."""
    name = re.search(r"^\s*-\s*python\s*=+\s*(\d+)\.(\d+)", read(place.environment), re.MULTILINE)
    return (int(name.group(1)), int(name.group(2))) if name else OLDEST


def tested_versions(place):
    """Return the versions of Python that pyproject.toml says the kit was tested with."""
    names = re.findall(r"Programming Language :: Python :: (\d+)\.(\d+)", read(place.pyproject))
    return {(int(major), int(minor)) for major, minor in names}


def choose(found, named, tested):
    """Choose an interpreter: the version that Binder has, else the newest tested one, else the newest.

    Arguments: `found`, {path: version}; `named`, the version to prefer; `tested`, a set of versions.
    Returns the path. Raises SetUpError when all are too old.
    """
    good = {path: version for path, version in found.items() if version >= OLDEST}
    if not good:
        versions = sorted(set(found.values()))
        seen = (
            "found only " + ", ".join("Python {}.{}".format(*version) for version in versions)
            if versions
            else "found none"
        )
        raise SetUpError(
            "Modality Lab needs Python {}.{} or newer; set-up {} on this machine.\n{}".format(
                OLDEST[0], OLDEST[1], seen, WHERE_TO_GET_PYTHON
            )
        )
    return max(sorted(good), key=lambda path: (good[path] == named, good[path] in tested, good[path]))


def check_venv_module(python):
    """Raise SetUpError when this Python cannot make a folder of packages (Debian ships that apart)."""
    try:
        subprocess.check_output(
            [python, "-c", "import venv, ensurepip"], env=clean_environment(), stderr=subprocess.STDOUT
        )
    except (OSError, subprocess.SubprocessError):
        raise SetUpError(
            "{} lacks its venv module, which set-up needs.\nOn Debian or Ubuntu: sudo apt install "
            "python{}.{}-venv; elsewhere, install Python from https://www.python.org/downloads/; {}".format(
                python, version_of(python)[0], version_of(python)[1], SAME_COMMAND
            )
        )
