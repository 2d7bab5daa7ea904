"""Set-up: what it says when something is missing, that it can be stopped and repeated, and is quick when done."""

import ast
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
import set_up
import set_up_install
import set_up_place
import set_up_python

SCRIPT = Path(set_up.__file__)

BUILDER = '''
"""Builds the small kit of these tests: the real builder is not needed to try set-up."""
import shutil

def build_editable(folder, config_settings=None, metadata_directory=None):
    shutil.copy("small_kit-1.0-py3-none-any.whl", folder)
    return "small_kit-1.0-py3-none-any.whl"
'''


def make_wheel(folder, name, requires=""):
    """Write the smallest wheel that pip installs: one module of this name, version 1.0."""
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", "")
        needs = f"Requires-Dist: {requires}\n" if requires else ""
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")


def make_kit(folder):
    """Make a small kit that set-up can set up in seconds and without a network. Returns the folder."""
    (folder / "src" / "tools").mkdir(parents=True)
    (folder / "src" / "jupyter").mkdir()
    (folder / "src" / "jupyter" / "settings.json").write_text("{}")
    for path in [*SCRIPT.parent.glob("set_up*.py"), SCRIPT.with_name("pip_settings.py")]:
        shutil.copy(path, folder / "src" / "tools")
    (folder / "requirements.txt").write_text("small-first==1.0\nsmall-second==1.0\n")
    (folder / "requirements-test.txt").write_text("small-test==1.0\n")
    version = ".".join(map(str, sys.version_info[:2]))
    (folder / "environment.yml").write_text(f"dependencies:\n  - python={version}\n")
    (folder / "builder.py").write_text(BUILDER)
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "builder"\nbackend-path = ["."]\n'
        '[project]\nname = "small-kit"\nversion = "1.0"\n'
    )
    for name in ("small_first", "small_second", "small_kit", "small_test"):
        make_wheel(folder, name)
    return folder


def environment(kit, **more):
    """Return the environment variables in which pip takes packages from the small kit's own folder and nowhere else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": kit.as_uri(), **more}


def run(kit, *options, **more):
    """Run set-up as a user does. Returns the finished process, with what it printed."""
    return subprocess.run(
        [sys.executable, kit / "src" / "tools" / "set_up.py", *options],
        env=environment(kit, **more),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def assert_plain(text):
    """Check that a message is for people: it says what to do next and shows no code."""
    assert "same command" in text
    for code in ("Traceback", "Error:", "Errno", "Exception"):
        assert code not in text


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A small kit that is set up, in a folder whose name has spaces and letters beyond ASCII. Tests leave it ready."""
    kit = make_kit(tmp_path_factory.mktemp("set up") / "Größe der Übung")
    first = run(kit)
    assert first.returncode == 0, first.stderr
    return kit, first


@pytest.fixture
def place(tmp_path):
    """The paths of a small kit that is not set up."""
    return set_up.Place(str(make_kit(tmp_path / "kit")))


# ---- It works -------------------------------------------------------------------------------------------------------


def test_it_sets_up_in_a_folder_with_spaces_and_special_letters(ready):
    kit, first = ready
    assert "Modality Lab is ready." in first.stdout
    python = set_up.Place(str(kit)).python
    subprocess.run([python, "-c", "import small_first, small_second, small_kit"], check=True)


def test_it_says_beforehand_what_it_takes(ready):
    _, first = ready
    assert "minutes" in first.stdout.splitlines()[1] and "GB of disk" in first.stdout.splitlines()[1]


@pytest.mark.timed
def test_it_is_silent_and_quick_when_nothing_changed(ready):
    kit, _ = ready
    times = []
    for _ in range(5):
        start = time.perf_counter()
        again = run(kit)
        times.append(time.perf_counter() - start)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert min(times) < 0.15, times


@pytest.mark.parametrize("name", ["pyproject.toml", "environment.yml", "src/jupyter/settings.json"])
def test_a_changed_file_brings_it_up_to_date_without_starting_over(ready, name):
    kit, _ = ready
    (kit / name).write_text((kit / name).read_text() + "\n")
    again = run(kit)
    assert again.returncode == 0, again.stderr
    assert "up to date" in again.stdout and "anew" not in again.stdout
    assert run(kit).stdout == ""


def test_another_list_or_a_moved_folder_asks_for_a_new_start(ready):
    kit, _ = ready
    place = set_up.Place(str(kit))
    assert set_up_install.is_sound(place) and set_up.is_done(place)
    [path] = place.list_paths()
    text = set_up_place.read(path)
    set_up.write(path, text + "small-third==1.0\n")
    assert not set_up_install.is_sound(place) and not set_up.is_done(place), "nothing of an old list may stay"
    set_up.write(path, text)
    moved = kit.rename(kit.with_name("moved"))
    assert not set_up_install.is_sound(set_up.Place(str(moved))) and not set_up.is_done(set_up.Place(str(moved)))
    moved.rename(kit)
    assert set_up.is_done(place)


# ---- Tests besides ---------------------------------------------------------------------------------------------------


def modules_in(kit):
    """Return which of the small packages are there."""
    names = ("small_first", "small_second", "small_kit", "small_test")
    code = f"import importlib.util as u; print(*[name for name in {names} if u.find_spec(name)])"
    said = subprocess.check_output([set_up.Place(str(kit)).python, "-c", code], text=True, cwd=kit / ".venv")
    return {name.removeprefix("small_") for name in said.split()}


def test_readers_carry_nothing_of_the_tests_and_testers_carry_both(ready):
    kit, _ = ready
    assert modules_in(kit) == {"first", "second", "kit"}
    more = run(kit, "--test")
    assert more.returncode == 0, more.stderr
    assert "up to date" in more.stdout, "what readers have is built on"
    assert modules_in(kit) == {"first", "second", "kit", "test"}
    assert run(kit).stdout == run(kit, "--test").stdout == "", "both are done at once from now on"


def test_another_list_of_the_tests_is_nothing_to_readers_and_asks_testers_for_a_new_start(ready):
    kit, _ = ready
    readers, testers = set_up.Place(str(kit)), set_up.PlaceWithTests(str(kit))
    assert set_up_install.is_sound(readers) and set_up_install.is_sound(testers), "what readers have can be added to"
    had = set_up_place.read(readers.sound)
    set_up.write(readers.sound, set_up_install.soundness(testers))
    (kit / "requirements-test.txt").write_text("small-other==1.0\n")
    try:
        assert set_up_install.is_sound(readers) and set_up.is_done(readers)
        assert not set_up_install.is_sound(testers), "nothing of an old list may stay"
        set_up.write(readers.sound, had[:-1])
        assert not set_up_install.is_sound(testers), "nor does a cut file say anything"
    finally:
        (kit / "requirements-test.txt").write_text("small-test==1.0\n")
        set_up.write(readers.sound, had)


# ---- Stopped half-way -----------------------------------------------------------------------------------------------


def test_a_half_made_folder_is_mended(place):
    Path(place.venv, "bin").mkdir(parents=True)
    Path(place.venv, "bin", "python").write_text("not a program")
    again = run(Path(place.home))
    assert again.returncode == 0, again.stderr
    assert "not complete" in again.stdout


def test_a_folder_stopped_while_unpacking_is_not_built_on(place):
    Path(place.venv).mkdir(parents=True)
    set_up.write(place.sound, set_up_install.soundness(place))

    def stop(place, arguments, hear):
        hear("Installing collected packages: small-first, small-second\n")
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(set_up_install, "run_pip", stop)
        with pytest.raises(KeyboardInterrupt):
            set_up_install.install(place, io.StringIO())
    assert not set_up_install.is_sound(place)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C to send to another program")
def test_an_interrupted_run_says_so_and_goes_on_afterwards(place):
    kit = Path(place.home)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        # A registry that takes the call and never answers, as in a bad network.
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        process = subprocess.Popen(
            [sys.executable, kit / "src" / "tools" / "set_up.py"],
            start_new_session=True,
            text=True,
            encoding="utf-8",
            env={**environment(kit, PIP_INDEX_URL=index, PIP_FIND_LINKS=""), "PIP_NO_INDEX": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A server may start the tests with Ctrl-C switched off, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 -- no thread runs here
        )
        silent.settimeout(60)
        silent.accept()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said
    assert_plain(said)
    after = run(kit)
    assert after.returncode == 0, after.stderr
    assert "up to date" in after.stdout, "what was there is built on"


# ---- Something is missing -------------------------------------------------------------------------------------------


def test_no_network_is_said_plainly_and_the_log_is_named(place):
    kit = Path(place.home)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    said = run(kit, PIP_INDEX_URL=index, PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_RETRIES="0")
    assert said.returncode == 1
    assert "could not be reached" in said.stderr and "online" in said.stderr
    assert place.log in said.stderr and "small-first" in Path(place.log).read_text(encoding="utf-8")
    assert_plain(said.stderr)
    assert run(kit).returncode == 0


def test_too_old_a_python_is_said_plainly(place, monkeypatch, capsys):
    monkeypatch.setattr(
        set_up_python, "interpreters", lambda place, named: {"/a/python3": (3, 9), "/b/python3.10": (3, 10)}
    )
    assert set_up.main(place.home) == 1
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer" in said and "found only Python 3.9, Python 3.10" in said
    assert "python.org" in said
    assert_plain(said)


def test_no_python_at_all_is_said_plainly():
    with pytest.raises(set_up.SetUpError, match="found none"):
        set_up_python.choose({}, (3, 11), {(3, 11)})


class Usage(NamedTuple):
    """What a disk holds, as shutil tells it."""

    total: int
    used: int
    free: int


def test_too_little_disk_is_said_plainly(place, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12, 300 * 10**6))
    assert set_up.main(place.home) == 1
    said = capsys.readouterr().err
    assert "0.3 GB free" in said and place.home in said
    assert_plain(said)


def test_a_folder_that_may_not_be_written_is_said_plainly(place, monkeypatch, capsys):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert set_up.main(place.home) == 1
    said = capsys.readouterr().err
    assert "may not write in " + place.home in said
    assert_plain(said)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a shell script")
def test_a_missing_venv_module_is_said_plainly(place, monkeypatch, capsys):
    bare = Path(place.home, "python3")
    bare.write_text('#!/bin/sh\ncase "$2" in *venv*) echo "No module named ensurepip"; exit 1;; *) echo 3 12;; esac\n')
    bare.chmod(0o755)
    monkeypatch.setattr(set_up_python, "interpreters", lambda place, named: {str(bare): (3, 12)})
    assert set_up.main(place.home) == 1
    said = capsys.readouterr().err
    assert "lacks its venv module" in said and "apt install python3.12-venv" in said
    assert_plain(said)


def test_a_disk_that_fills_up_or_a_locked_file_is_said_plainly(place, monkeypatch, capsys):
    def fail(place, screen):
        raise OSError(28, "No space left on device", place.venv)

    monkeypatch.setattr(set_up, "set_up", fail)
    assert set_up.main(place.home) == 1
    said = capsys.readouterr().err
    assert place.venv in said and "no space left on device" in said
    assert_plain(said)


@pytest.mark.parametrize(
    "pip_says, words",
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'",
            "could not be written",
        ),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError'\n"
            "ERROR: No matching distribution found for x",
            "could not be reached",
        ),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed'))", "secure connection"),
        ("  error: subprocess-exited-with-error\nerror: metadata-generation-failed", "no ready-made file"),
        (
            "ERROR: Could not find a version that satisfies the requirement numpy==2.4.6 (from versions: 2.5.0)\n"
            "ERROR: No matching distribution found for numpy==2.4.6",
            "no ready-made file",
        ),
        ("ERROR: something new.", "ERROR: something new."),
        ("", "without saying why"),
    ],
)
def test_pips_troubles_are_told_in_plain_words(pip_says, words):
    told = set_up_install.explain(pip_says)
    assert words in told and "same command" in told


# ---- Which Python ---------------------------------------------------------------------------------------------------


def test_the_python_of_binder_comes_first_then_the_newest_tested_one():
    tested = {(3, 11), (3, 12), (3, 13)}
    found = {"a": (3, 11), "b": (3, 12), "c": (3, 13), "d": (3, 15), "e": (3, 9)}
    assert set_up_python.choose(found, (3, 12), tested) == "b"
    assert set_up_python.choose(found, (3, 14), tested) == "c"
    assert set_up_python.choose({"d": (3, 15), "e": (3, 9)}, (3, 11), tested) == "d"


def test_a_python_that_is_named_is_taken_whatever_else_there_is(place, monkeypatch, capsys):
    named = subprocess.run(
        ["make", "--no-print-directory", "-n", "set-up", "PYTHON=python3.13"],
        cwd=set_up.HOME,
        capture_output=True,
        text=True,
    )
    assert named.stdout.startswith("python3.13 src/tools/set_up.py --this-python")
    monkeypatch.setattr(sys, "argv", ["set_up.py", "--this-python"])
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    assert set_up.main(place.home) == 1 and "found only Python 3.10" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins for Python are shell scripts")
def test_every_python_on_the_path_is_asked_and_an_activated_venv_is_passed_over(place, tmp_path, monkeypatch):
    programs = {
        "python3.7": "echo 3 7",
        "python3.12": "echo 3 12",
        "python3.14": "exit 127",
        "python3-config": "echo 3 99",
    }
    for name, answer in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{answer}\n")
        (tmp_path / name).chmod(0o755)
    inside = Path(place.venv, "bin")
    inside.mkdir(parents=True)
    (inside / "python3").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", os.pathsep.join([str(inside), str(tmp_path)]))
    found = set_up_python.interpreters(place, (3, 99))
    assert found[str(tmp_path / "python3.7")] == (3, 7) and found[str(tmp_path / "python3.12")] == (3, 12)
    assert str(tmp_path / "python3.14") not in found, "a stand-in that starts nothing is no Python"
    assert not any(path.startswith(place.venv) for path in found)
    assert sys.version_info[:2] in found.values()
    assert set_up_python.interpreters(place, (3, 12)) == {str(tmp_path / "python3.12"): (3, 12)}, (
        "the named one is enough"
    )


def test_an_old_python_can_read_the_script_as_far_as_the_sentence():
    tree = ast.parse(SCRIPT.read_bytes().decode("ascii"))
    too_new = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.Nonlocal,
        ast.AsyncFunctionDef,
        ast.Starred,
        ast.Match,
        ast.YieldFrom,
    )
    # A starred argument of a call is old; anywhere else a star is new.
    starred = {id(item) for call in ast.walk(tree) if isinstance(call, ast.Call) for item in call.args}
    for node in ast.walk(tree):
        assert not isinstance(node, too_new) or id(node) in starred, ast.dump(node)
        if isinstance(node, ast.FunctionDef):
            assert not node.args.kwonlyargs and node.returns is None
            assert all(argument.annotation is None for argument in node.args.args)
        if isinstance(node, ast.Raise):
            assert node.cause is None


def test_a_python_too_old_for_the_script_is_told_so():
    start = SCRIPT.read_text(encoding="utf-8").split("import hashlib")[0]
    old = start.replace("import sys\n", "import sys\nsys.version_info = (2, 7, 18)\n", 1)
    said = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True)
    assert said.returncode == 1 and "Python 2.7" in said.stderr and "3.11 or newer" in said.stderr


# ---- Progress -------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A screen on which a line can be rewritten."""

    def isatty(self):
        return True


def test_progress_counts_the_packages_and_names_the_silent_part():
    screen = Terminal()
    progress = set_up_install.Progress(5, screen)
    for line in [
        "Collecting argon2-cffi==25.1.0 (from -r requirements.txt (line 3))\n",
        "  Downloading argon2.whl (10 MB)\n",
        "Processing /a folder/ruamel.yaml-0.19.1-py3-none-any.whl (from -r requirements.txt (line 4))\n",
        "Processing ./stack_data-0.6.3-py3-none-any.whl (from -r requirements.txt (line 5))\n",
        "Requirement already satisfied: numpy==2.4.6 in ./x (from -r requirements.txt (line 4)) (2.4.6)\n",
        "Ignoring pywin32: markers 'sys_platform == \"win32\"' don't match your environment\n",
        "Installing collected packages: pandas\n",
    ]:
        progress.hear(line)
    shown = [part.strip() for part in screen.getvalue().split("\r\033[K") if part]
    assert shown[:5] == [
        "1 of 5: argon2-cffi",
        "2 of 5: ruamel.yaml",
        "3 of 5: stack_data",
        "4 of 5: numpy",
        "5 of 5: pywin32",
    ]
    assert "Unpacking" in shown[5]


def test_progress_says_once_that_the_network_does_not_answer():
    screen = io.StringIO()
    progress = set_up_install.Progress(3, screen)
    for _ in range(3):
        progress.hear("WARNING: Retrying (Retry(total=4)) after connection broken by 'X': /simple/pandas/\n")
    assert screen.getvalue().count("does not answer") == 1
