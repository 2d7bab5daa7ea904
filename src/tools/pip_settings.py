"""The settings of a machine that reach pip: where packages come from, and never where or how they are put.

A school's pip.conf, or a variable of somebody's own, may tell pip to install into a home folder, to build everything
or to ask for hashes. None of that fits a folder .venv with a pinned list. So pip is given no file of settings, and of
its variables only these, read from the files and the variables of the machine in pip's own order.

Set-up and the building of the site use it, and Pythons that are too old for the kit can read it.
"""

import configparser
import json
import locale
import os
import subprocess

FROM_WHERE = {
    "index-url",
    "pypi-url",
    "extra-index-url",
    "find-links",
    "proxy",
    "cert",
    "client-cert",
    "trusted-host",
    "cache-dir",
}
"""Settings that pass as they are."""

ONE_OF = {
    "no-index": {"y", "yes", "t", "true", "on", "1", "n", "no", "f", "false", "off", "0"},
    "no-cache-dir": {"y", "yes", "t", "true", "on", "1", "n", "no", "f", "false", "off", "0"},
    "keyring-provider": {"auto", "disabled", "import", "subprocess"},
    # Which certificates count, in older and in newer versions of pip.
    "use-feature": {"truststore"},
    "use-deprecated": {"legacy-certs"},
}
"""Settings that pass with these words only: with any other, pip stops before it begins, or works in another way."""

NUMBERS = {"timeout", "default-timeout", "retries"}
"""How patient pip is with a slow network: passes where it is a whole number."""

PYTHONS_OWN = {
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONIOENCODING",
    "PYTHONPYCACHEPREFIX",
    "PYTHONUNBUFFERED",
    "PYTHONUTF8",
}
"""The only ones of Python's variables that pass: they change neither which packages are found nor what they do."""

# Its inner function, because `pip config` itself stops at a setting that it does not understand.
WHICH_FILES = (
    "import json; from pip._internal.configuration import get_configuration_files as files; print(json.dumps(files()))"
)


def clean_environment() -> dict:
    """Return the variables of this machine without those that lead Python or pip elsewhere."""
    return {name: value for name, value in os.environ.items() if not leads_elsewhere(name.upper())}


def leads_elsewhere(name):
    """Return whether a variable may lead Python or pip to other packages, folders or ways of working."""
    if name.startswith("PYTHON"):
        return name not in PYTHONS_OWN
    return name.startswith("PIP_") or name in ("VIRTUAL_ENV", "__PYVENV_LAUNCHER__")


def pip_environment(python, say) -> dict:
    """Return the variables with which a Python's pip is to run.

    Arguments: `python`, the path of the Python; `say`, which is called with a sentence for each file that is left out.
    """
    environ = clean_environment()
    # Plain English lines without a bar, and no file of settings.
    environ.update(
        PIP_CONFIG_FILE=os.devnull,
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_PROGRESS_BAR="off",
        PIP_NO_COLOR="1",
        PIP_NO_INPUT="1",
        PYTHONUNBUFFERED="1",
        PYTHONIOENCODING="utf-8",
        PYTHONNOUSERSITE="1",
        LC_MESSAGES="C",
    )
    for name, value in passed(machine_settings(python, say)).items():
        environ["PIP_" + name.upper().replace("-", "_")] = value
    return environ


def passed(settings):
    """Return those settings of pip, {name: value}, that say where packages come from."""
    kept = {}
    for name, value in settings.items():
        if name in ONE_OF:
            value = " ".join(word for word in value.split() if word.lower() in ONE_OF[name])
        if value.strip() and (name in FROM_WHERE or name in ONE_OF or (name in NUMBERS and value.strip().isdigit())):
            kept[name] = value
    return kept


def machine_settings(python, say):
    """Return all settings that pip finds on this machine for an installation, {name: value}."""
    sections = [read_settings(path, say) for path in settings_files(python)]
    found = {}
    # As pip has it: what is for installations counts more than what is for everything, and then the later file.
    for section in ("global", "install"):
        for settings in sections:
            found.update(settings.get(section, {}))
    for name, value in os.environ.items():
        if name.startswith("PIP_") and value:
            found[plain_name(name[4:])] = value
    return found


def plain_name(name):
    """Return the name of a setting as pip reads it, "index-url", however it is spelt."""
    name = name.lower().replace("_", "-")
    return name[2:] if name.startswith("--") else name


def settings_files(python):
    """Return the paths of pip's files of settings, the last of which counts most."""
    named = os.environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return []
    try:
        told = subprocess.check_output(
            [python, "-I", "-c", WHICH_FILES], env=clean_environment(), stderr=subprocess.DEVNULL
        )
        kinds = json.loads(told.decode("utf-8"))
    except (OSError, ValueError, subprocess.SubprocessError):
        # A pip that keeps them elsewhere still hears of the variables.
        kinds = {}
    if os.path.exists(named):
        # Then pip does not look at the user's own.
        kinds["user"] = []
    return [path for kind in ("global", "user", "site") for path in kinds.get(kind, [])] + [named] * bool(named)


def read_settings(path, say):
    """Return the sections of a file of settings, {section: {name: value}}; none where there is no such file."""
    parser = configparser.RawConfigParser()
    try:
        with open(path, encoding=locale.getpreferredencoding(False), errors="surrogateescape") as file:
            parser.read_file(file)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, configparser.Error):
        say("pip's settings in {} cannot be read, so they are left out.".format(path))
        return {}
    return {
        section: {plain_name(name): value for name, value in parser.items(section) if value}
        for section in parser.sections()
    }
