"""Where the tests of pages get their browser: what is installed, a download, a package, or a sentence with advice."""

import os
import subprocess
import sys
import time
from pathlib import Path

import get_browser
import pytest

SCRIPT = Path(get_browser.__file__)
# Stand-ins for programs are shell scripts, and what is asked of apt-get is Debian's.
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for browsers are shell scripts")


def stand_in(path, script):
    """Write a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without a browser, on which none can be fetched, but for what a test puts into the folder `bin`."""
    monkeypatch.setattr(get_browser, "MAC_PLACES", ())
    monkeypatch.setattr(get_browser, "WINDOWS_PLACES", ())
    monkeypatch.setattr(get_browser, "_playwright", lambda *options: ["false"])
    monkeypatch.setattr(get_browser, "_as_root", list)
    monkeypatch.setattr(sys, "argv", ["get_browser.py"])
    monkeypatch.delenv("CHROMIUM", raising=False)
    for program in ("env", "false", "sh", "touch", "cat"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / program).symlink_to(
            Path("/usr/bin" if Path("/usr/bin", program).exists() else "/bin", program)
        )
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    get_browser.find_chromium.cache_clear()
    yield tmp_path
    get_browser.find_chromium.cache_clear()


def playwright(machine, monkeypatch, brings):
    """Let Playwright's download work on the machine: it brings a program that does this."""
    place = machine / "downloads" / "chromium_headless_shell-1"
    program = stand_in(machine / "ready" / "headless_shell", brings)
    installs = f"mkdir -p {place} && cp -p {program} {place}/headless_shell"
    answers = stand_in(
        machine / "playwright",
        f'PATH=/bin:/usr/bin; [ "$1" = --dry-run ] && echo "  Install location: {place}" || {{ {installs}; }}',
    )
    monkeypatch.setattr(get_browser, "_playwright", lambda *options: [str(answers), *options])
    return str(place / "headless_shell")


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "microsoft-edge"])
def test_an_installed_browser_is_taken_without_a_word(machine, capsys, name):
    program = stand_in(machine / "bin" / name, "exit 0")
    assert get_browser.main() == 0
    assert get_browser.find_chromium() == str(program)
    assert capsys.readouterr().out == ""


def test_what_chromium_names_goes_first(machine, monkeypatch):
    stand_in(machine / "bin" / "chromium", "exit 0")
    monkeypatch.setenv("CHROMIUM", str(stand_in(machine / "my own" / "chrome", "exit 0")))
    assert get_browser.find_chromium() == str(machine / "my own" / "chrome")


def test_a_wrong_name_in_chromium_is_said_and_not_passed_over(machine, monkeypatch, capsys):
    stand_in(machine / "bin" / "chromium", "exit 0")
    monkeypatch.setenv("CHROMIUM", "/no/such/chrome")
    assert get_browser.main() == 1
    assert 'CHROMIUM names "/no/such/chrome", which does not start' in capsys.readouterr().err


def test_a_program_that_does_not_start_is_no_browser(machine):
    """Ubuntu has one that only says where to get the real one."""
    stand_in(machine / "bin" / "chromium", "exit 1")
    real = stand_in(machine / "bin" / "google-chrome", "exit 0")
    assert get_browser.find_chromium() == str(real)


def test_a_download_is_fetched_once_and_found_again(machine, monkeypatch, capsys):
    place = playwright(machine, monkeypatch, brings="exit 0")
    assert get_browser.main() == 0
    assert place in capsys.readouterr().out
    assert get_browser.main() == 0 and get_browser.find_chromium() == place
    assert capsys.readouterr().out == ""


def test_a_download_that_lacks_its_libraries_gives_way_to_the_package(machine, monkeypatch, capsys):
    playwright(machine, monkeypatch, brings="echo libnss3.so: cannot open >&2; exit 127")
    package(machine)
    assert get_browser.main() == 0
    said = capsys.readouterr().out
    assert "lacks some of its libraries" in said and str(machine / "bin" / "chromium") in said


def package(machine, before=""):
    """Let Debian's package install on the machine."""
    program = machine / "bin" / "chromium"
    makes = f"printf '#!/bin/sh\\n' > {program}; /bin/chmod 755 {program}"
    return stand_in(machine / "bin" / "apt-get", f'{before}\ncase "$*" in *install*chromium*) {makes};; esac')


def test_the_package_is_installed_where_the_download_is_refused(machine, capsys):
    package(machine)
    assert get_browser.main() == 0
    said = capsys.readouterr().out
    assert "Playwright" in said and "Debian" in said and str(machine / "bin" / "chromium") in said
    assert get_browser.find_chromium() == str(machine / "bin" / "chromium")


def test_another_program_that_holds_the_packages_is_waited_for(machine, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    seen = machine / "seen"
    package(
        machine, f'[ -e {seen} ] || {{ touch {seen}; echo "E: Could not get lock /var/lib/apt/lists/lock"; exit 100; }}'
    )
    assert get_browser.main() == 0 and seen.exists()


def test_who_may_not_install_is_told_what_to_do_in_a_sentence(machine, monkeypatch, capsys):
    monkeypatch.setattr(get_browser, "_as_root", lambda: None)
    stand_in(machine / "bin" / "apt-get", f"touch {machine}/tried")
    assert get_browser.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "sudo apt-get install chromium" in said and "CHROMIUM=" in said
    assert "Traceback" not in said and not (machine / "tried").exists()
    with pytest.raises(get_browser.BrowserError, match="none was found"):
        get_browser.find_chromium()


def test_as_if_bare_passes_over_what_is_installed(machine, monkeypatch, capsys):
    stand_in(machine / "bin" / "chromium", "exit 0")
    monkeypatch.setattr(sys, "argv", ["get_browser.py", "--as-if-bare"])
    assert get_browser.main() == 1, "no road leads to a browser here, so the sign of it is red"
    package(machine)
    assert get_browser.main() == 0
    assert "Debian" in capsys.readouterr().out


@pytest.mark.timed
def test_it_is_quick_where_there_is_a_browser():
    start = time.perf_counter()
    ran = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert time.perf_counter() - start < 1
