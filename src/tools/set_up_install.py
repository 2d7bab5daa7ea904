"""Make a folder of packages and fill it, saying how far it is, and in plain words why it stopped."""

import os
import re
import shutil
import subprocess

from pip_settings import clean_environment, pip_environment
from set_up_place import SAME_COMMAND, SetUpError, read, write
from set_up_python import OLDEST, version_of

# Closes each list in the text that says what a folder was made for.
END = "== end of the list ==\n"

# What pip says, and what that means. The first that fits is taken.
TROUBLES = [
    (
        r"No space left on device|not enough space|\[Errno 28\]|Disk quota exceeded",
        "the disk is full (set-up needs one to two GB).\nMake room, " + SAME_COMMAND,
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


def soundness(place):
    """Return what a folder must have been made for. A moved folder or another list asks for a new one."""
    return place.home + "\n" + "".join(read(path) + END for path in place.list_paths())


def is_sound(place):
    """Return whether what is in the folder can be built on: made here, for these lists, by a Python that still runs.

    More may be in it, what tests need, or less, to which that is then added.
    """
    had, wanted = read(place.sound), soundness(place)
    fits = had.startswith(wanted) or (had.endswith(END) and wanted.startswith(had))
    return fits and version_of(place.python) >= OLDEST


def count_requirements(place):
    """Return how many packages the pinned lists name."""
    return sum(len(re.findall(r"^[A-Za-z0-9]", read(path), re.MULTILINE)) for path in place.list_paths())


def install(place, screen):
    """Install the pinned lists, and what else belongs in the folder. Raises SetUpError."""
    progress = Progress(count_requirements(place), screen)
    had, wanted = read(place.sound), soundness(place)

    def hear(line):
        if line.startswith("Installing collected packages") and os.path.exists(place.sound):
            os.remove(place.sound)
        progress.hear(line)

    # The lists are complete, so pip has nothing to add to them: --no-deps makes sure of that.
    lists = [word for name in place.lists for word in ("-r", name)]
    try:
        run_pip(place, ["install", "--no-deps"] + lists, hear)
        write(place.sound, had if had.startswith(wanted) else wanted)
        place.finish(progress)
    finally:
        progress.end()
