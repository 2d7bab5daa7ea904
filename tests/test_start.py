"""`make lab` and `make form` start for everybody, also for an administrator in a container, on this machine only."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from browser import ROOT, end, free_port

SETTINGS = ROOT / "src" / "jupyter" / "etc" / "jupyter"
STARTED = {
    "jupyterlab": [],
    "voila": ["notebooks/03-which-modality.ipynb"],
}


@pytest.mark.parametrize("module", STARTED)
@pytest.mark.parametrize("options", [[], ["--no-browser"]], ids=["with a browser", "no browser"])
def test_it_starts_and_prints_its_address(module, options, tmp_path, monkeypatch):
    """As the Makefile starts it, where no browser can open: the address is printed, is of this machine, and answers."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    with started([module, *STARTED[module], *options], tmp_path / "log") as (address, log):
        assert status_of(address) == 200
        said = log.read_text(encoding="utf-8")
        assert "Traceback" not in said
        assert "Skipped non-installed" not in said, "nothing stands below the address but what a reader needs"


@pytest.mark.parametrize("kind", ["py", "json"])
def test_settings_of_somebodys_own_open_no_other_folder(kind, tmp_path, monkeypatch):
    """Also where JupyterLab is started without make, which looks for no settings but the kit's."""
    settings = tmp_path / "settings"
    settings.mkdir()
    if kind == "json":
        text = json.dumps({"ServerApp": {"root_dir": str(tmp_path)}})
    else:
        text = f"c.ServerApp.root_dir = {str(tmp_path)!r}"
    for name in ("jupyter_server_config", "jupyter_lab_config"):
        (settings / f"{name}.{kind}").write_text(text)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(settings))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    options = ["--no-browser", "--IdentityProvider.token=t"]
    with started(["jupyterlab", *options], tmp_path / "log") as (address, _):
        assert "/lab/tree/notebooks/00-start-here.ipynb" in address, address
        server = address.partition("/lab")[0]
        assert status_of(f"{server}/api/contents/notebooks/00-start-here.ipynb?token=t&content=0") == 200


@contextmanager
def started(words, log, python=sys.executable, folder=ROOT):
    """Start a Jupyter program in the folder of a kit; gives the address that it prints, and its log."""
    command = [python, "-m", *words, f"--port={free_port()}"]
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    try:
        yield printed_address(process, log), log
    finally:
        end(process)


def status_of(address):
    """Return how an address answers; on a busy machine it is printed a moment before it does."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return answer.status
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def printed_address(process, log):
    """Return the address that a Jupyter program prints when it is ready."""
    for _ in range(600):
        if found := re.search(r"http://(localhost|127\.0\.0\.1):\d+/\S*", log.read_text(encoding="utf-8")):
            return found.group()
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_an_administrator_is_let_in_by_the_kits_own_settings_and_no_other_machine_is():
    """So that `jupyter lab`, in conda and on Binder, goes the same way as `make lab`."""
    server = json.loads((SETTINGS / "jupyter_server_config.json").read_text(encoding="utf-8"))["ServerApp"]
    form = json.loads((SETTINGS / "voila.json").read_text(encoding="utf-8"))["Voila"]
    assert server["allow_root"] is True
    # Jupyter's own choice is this machine only; a server of a school sets its own.
    assert not {"ip", "allow_remote_access", "allow_origin", "token"} & {*server, *form}
    makefile = Path(ROOT, "Makefile").read_text(encoding="utf-8")
    assert "--ip" not in makefile and "--allow-root" not in makefile
