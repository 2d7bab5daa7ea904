"""Set up Modality Lab: a folder .venv with the pinned packages and the kit itself.

    python3 src/tools/set_up.py
    python3 src/tools/set_up.py --test
    python3 src/tools/set_up.py --check
    python3.13 src/tools/set_up.py --this-python

Every target of the Makefile runs this first. With --test it adds to the folder what tests need, which readers do not
carry. With --check it then sets up the folder .venv-check, with the tools of `make check` and `make mutants`. It
chooses among the Pythons of the machine; with --this-python, or PYTHON= behind `make`, it takes the one that is
named. It can be interrupted and repeated, and is done at once when nothing changed. It needs the standard library
only, and is written so that an old Python can read it far enough to say that it is too old.
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
import time

from set_up_place import (
    HOME,
    SAME_COMMAND,
    CheckPlace,
    Place,
    PlaceWithTests,
    SetUpError,
    check_own,
    check_path,
    check_room,
    fingerprint,
    is_done,
    write,
)


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
    from set_up_install import install, is_sound, make_venv
    from set_up_python import check_venv_module, choose, interpreters, named_version, tested_versions, version_of

    if os.path.exists(place.done):
        os.remove(place.done)
    if is_sound(place):
        screen.write("Bringing {} up to date ...\n".format(place.what))
    else:
        check_own(place)
        named = named_version(place)
        is_named = "--this-python" in sys.argv
        found = {sys.executable: sys.version_info[:2]} if is_named else interpreters(place, named)
        python = choose(found, named, tested_versions(place))
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
                place.gigabytes,
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
    for made in place.made():
        write(made.done, fingerprint(made))
    screen.write("{}{} ready.\n".format(place.what[:1].upper() + place.what[1:], place.are))


def main(home=HOME):
    """Set up, and say in a sentence what went wrong if something did. Returns the exit code."""
    is_check = "--check" in sys.argv
    try:
        check_path(home)
        # Whoever checks the code needs the packages of the tests too: their types are read.
        set_up(PlaceWithTests(home) if is_check or "--test" in sys.argv else Place(home), sys.stdout)
        if is_check:
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
