"""Machines as people have them: settings of pip, Python, Jupyter and charts that were made for something else."""

import json
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path

import pip_settings
import pytest
import set_up
import set_up_install
import set_up_place
from matplotlib.text import Text
from test_charts import ALL as CHARTS
from test_charts import LATER, unreadable
from test_set_up import environment, make_kit, make_wheel, place, run

from modality_lab import charts, load_tables
from modality_lab.charts.fonts import FAMILY, FigureWords, lacking

__all__ = ["place"]
ROOT = Path(set_up.HOME)
TABLES = load_tables()

# Somebody's own settings, of which each alone stopped set-up, or led it astray.
ELSEWHERE = {
    "PIP_USER": "1",
    "PIP_TARGET": "elsewhere",
    "PIP_PREFIX": "elsewhere",
    "PIP_ROOT": "elsewhere",
    "PIP_DRY_RUN": "1",
    "PIP_PYTHON": "/nowhere",
    "PIP_NO_BINARY": ":all:",
    "PIP_REQUIRE_HASHES": "1",
    "PIP_CONSTRAINT": "/nowhere",
    "PIP_REQUIREMENT": "/nowhere",
    "PIP_TIMEOUT": "abc",
    "PIP_RETRIES": "many",
    "PIP_NO_CACHE_DIR": "maybe",
    "PIP_REQUIRE_VIRTUALENV": "1",
    "PIP_QUIET": "3",
    "PIP_LOG": "/nowhere/log",
    "PIP_USE_FEATURE": "nonsense",
    "PIP_KEYRING_PROVIDER": "nonsense",
    "PYTHONWARNINGS": "error",
    "PYTHONSAFEPATH": "1",
    "PYTHONNOUSERSITE": "",
    "VIRTUAL_ENV": "/nowhere",
}


@pytest.fixture
def no_settings(monkeypatch):
    """No variable of pip, as on a machine where nobody has set any."""
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    return monkeypatch


def heard(name):
    """The value of a setting with which pip would run here, and what is said of files left out."""
    said = []
    environ = pip_settings.pip_environment(sys.executable, said.append)
    assert environ["PIP_CONFIG_FILE"] == os.devnull
    return environ.get(f"PIP_{name.upper().replace('-', '_')}"), said


# Settings of pip


@pytest.mark.parametrize("name, value", [
    ("index-url", "https://school.example/simple"),
    ("extra-index-url", "https://one.example/simple https://two.example/simple"),
    ("find-links", "/mnt/wheels"),
    ("no-index", "true"),
    ("proxy", "http://proxy.example:3128"),
    ("cert", "/etc/school.pem"),
    ("client-cert", "/etc/me.pem"),
    ("trusted-host", "one.example two.example"),
    ("cache-dir", "/mnt/cache"),
    ("no-cache-dir", "1"),
    ("timeout", "60"),
    ("default-timeout", "180"),
    ("retries", "2"),
    ("use-feature", "truststore"),
])  # fmt: skip
@pytest.mark.parametrize("section", ["variable", "global", "install"])
def test_where_packages_come_from_reaches_pip(name, value, section, no_settings, tmp_path):
    if section == "variable":
        no_settings.setenv("PIP_CONFIG_FILE", os.devnull)
        no_settings.setenv(f"PIP_{name.upper().replace('-', '_')}", value)
    else:
        file = tmp_path / "pip.conf"
        file.write_text(f"[{section}]\n{name} = {value}\n")
        no_settings.setenv("PIP_CONFIG_FILE", str(file))
    assert heard(name) == (value, [])


@pytest.mark.parametrize("name", sorted(name for name in ELSEWHERE if name.startswith("PIP_")))
def test_where_and_how_pip_installs_does_not(name, no_settings, tmp_path):
    key = name.removeprefix("PIP_").lower()
    no_settings.setenv(name, ELSEWHERE[name])
    file = tmp_path / "pip.conf"
    file.write_text(f"[global]\n{key.replace('_', '-')} = {ELSEWHERE[name]}\n[install]\n{key} = {ELSEWHERE[name]}\n")
    no_settings.setenv("PIP_CONFIG_FILE", str(file))
    assert heard(key) == (None, [])


def test_what_counts_more_is_what_pip_has_it_to_be(no_settings, tmp_path):
    file = tmp_path / "pip.conf"
    file.write_text(
        "[install]\nINDEX_URL = http://install.example\n[global]\nindex-url = http://global.example\n"
        "find-links =\n    /one\n    /two\nproxy = http://file.example\n[wheel]\ncert = /of/another/command\n"
    )
    no_settings.setenv("PIP_CONFIG_FILE", str(file))
    no_settings.setenv("PIP_PROXY", "http://variable.example")
    assert heard("index-url")[0] == "http://install.example"
    assert heard("find-links")[0].split() == ["/one", "/two"]
    assert heard("proxy")[0] == "http://variable.example"
    no_settings.setenv("PIP_PROXY", "")
    assert heard("proxy")[0] == "http://file.example", "an empty variable says nothing"


def test_settings_of_the_user_and_of_the_machine_are_read(no_settings, tmp_path):
    files = {"global": tmp_path / "all", "user": tmp_path / "user", "site": tmp_path / "site"}
    for kind, file in files.items():
        file.write_text(f"[global]\nproxy = http://{kind}.example\n")
    told = json.dumps({kind: [str(file)] for kind, file in files.items()}).encode()
    no_settings.setattr(pip_settings.subprocess, "check_output", lambda *args, **more: told)
    assert heard("proxy")[0] == "http://site.example"
    files["site"].unlink()
    assert heard("proxy")[0] == "http://user.example"
    (tmp_path / "named").write_text("[global]\ncert = /a\n")
    no_settings.setenv("PIP_CONFIG_FILE", str(tmp_path / "named"))
    assert heard("proxy")[0] == "http://global.example" and heard("cert")[0] == "/a", (
        "pip does not read the user's then"
    )
    no_settings.setenv("PIP_CONFIG_FILE", os.devnull)
    assert heard("proxy")[0] is None


@pytest.mark.parametrize("text", ["user = true\n", "[global\n", "[global]\nno sign of what\n", "[a]\nb = 1\n[a]\n"])
def test_a_file_of_settings_that_is_none_is_named_and_left_out(text, no_settings, tmp_path):
    file = tmp_path / "pip.conf"
    file.write_text(text)
    no_settings.setenv("PIP_CONFIG_FILE", str(file))
    value, said = heard("proxy")
    assert value is None and said == [f"pip's settings in {file} cannot be read, so they are left out."]


# Set-up


def test_set_up_works_whatever_somebody_has_set_for_other_work(place, tmp_path):
    kit, foreign, home = Path(place.home), tmp_path / "foreign", tmp_path / "home"
    (home / ".config" / "pip").mkdir(parents=True)
    foreign.mkdir()
    for name in ("re", "small_first", "contextlib"):
        (foreign / f"{name}.py").write_text("raise SystemExit('a module of PYTHONPATH')")
    make_wheel(foreign, "small_second")
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nuser = true\ntimeout = soon\n[install]\ntarget = elsewhere\nno-binary = :all:\n")
    more = ELSEWHERE | {"PYTHONPATH": str(foreign), "PIP_CONFIG_FILE": str(settings), "HOME": str(home)}
    done = run(kit, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (kit / "elsewhere").exists()
    code = "import small_first, small_second, small_kit; print(small_first.__file__)"
    where = subprocess.check_output([place.python, "-I", "-c", code], text=True)
    assert where.startswith(place.venv)
    again = run(kit, **more)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_the_second_of_two_set_ups_waits(place):
    kit = Path(place.home)
    both = [
        subprocess.Popen(
            [sys.executable, kit / "src" / "tools" / "set_up.py"],
            env=environment(kit),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    said = sorted((process.communicate(timeout=120) for process in both), key=lambda words: "Setting up" in words[0])
    assert [process.returncode for process in both] == [0, 0], said
    assert "waiting until it has ended" in said[0][0] and "Setting up" not in said[0][0]
    assert said[1][0].endswith("is ready.\n") and "waiting" not in said[1][0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that kills")
def test_a_killed_set_up_leaves_no_lock(place, tmp_path):
    code = (
        f"import sys, time; sys.path.insert(0, {str(set_up.TOOLS)!r}); import set_up\n"
        f"with set_up.alone(set_up.Place({place.home!r}), sys.stdout): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with Path(place.lock).open("a") as file:
        assert not set_up.take_lock(file)
        holder.send_signal(signal.SIGKILL)
        holder.wait(20)
        assert set_up.take_lock(file)


OWN = {
    "a package": ["lib/python3.12/site-packages/requests/__init__.py"],
    "a package on Windows": ["Lib/site-packages/requests.py"],
    "a file": ["pyvenv.cfg", "notes.txt"],
    "what was never Python's": ["photos/me.jpg"],
}


@pytest.mark.parametrize("files", OWN.values(), ids=OWN)
def test_a_folder_of_somebodys_own_is_not_removed(files, place, capsys):
    for name in files:
        path = Path(place.venv, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    assert set_up.main(place.home) == 1
    said = capsys.readouterr().err
    name = Path(files[-1])
    assert "things of your own" in said and (name.parts[0] in said or "requests" in said) and "another name" in said
    assert "same command" in said
    assert all(Path(place.venv, name).read_text() == "mine" for name in files)


def test_a_file_of_that_name_is_somebodys_own_too(place, capsys):
    Path(place.venv).write_text("the name of an environment elsewhere")
    assert set_up.main(place.home) == 1
    assert "did not make" in capsys.readouterr().err and Path(place.venv).is_file()


def test_what_set_up_made_is_known_by_its_mark_however_early_it_was_stopped(place, monkeypatch):
    def stop(*args, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", stop)
        with pytest.raises(KeyboardInterrupt):
            set_up_install.make_venv(place, sys.executable)
    Path(place.venv, "half of something").touch()
    set_up_place.check_own(place)


def test_a_new_folder_of_packages_with_nothing_in_it_is_replaced(place):
    subprocess.run([sys.executable, "-m", "venv", place.venv], check=True)
    set_up_place.check_own(place)


def test_pips_own_words_on_packages_that_do_not_fit_together_are_shown(place):
    kit = Path(place.home)
    make_wheel(kit, "small_second", requires="nowhere>=2")
    said = run(kit)
    assert said.returncode == 1
    assert "small-second 1.0 requires nowhere, which is not installed" in said.stderr.replace("_", "-"), said.stderr
    assert "without saying why" not in said.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such name")
@pytest.mark.parametrize(
    "name, words", [("a:b", 'holds ":"'), ("a\nb", "holds a line break"), ("a\rb", "a line break")]
)
def test_a_mark_in_the_path_is_said_to_be_the_cause_before_anything_is_tried(name, words, tmp_path):
    kit = make_kit(tmp_path / name)
    said = run(kit)
    assert said.returncode == 1 and words in said.stderr and said.stdout == ""
    assert "Rename the folder" in said.stderr and len(said.stderr.splitlines()) == 2
    assert not (kit / ".venv").exists() and not (kit / ".set-up.lock").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is made of letters")
def test_a_broken_letter_in_the_path_is_said_to_be_the_cause_too(tmp_path):
    said = run(make_kit(tmp_path / os.fsdecode(b"\xe9t\xe9")))
    assert said.returncode == 1 and "holds a broken letter" in said.stderr and said.stdout == ""


# What make starts


def variables(tmp_path, **more):
    """The variables that a program gets which make starts in the kit's folder."""
    show = tmp_path / "show.mk"
    show.write_text(f"show:\n\t@'{sys.executable}' -I -c 'import json, os; print(json.dumps(dict(os.environ)))'\n")
    out = subprocess.check_output(
        ["make", "--no-print-directory", "-f", "Makefile", "-f", show, "show"],
        cwd=ROOT,
        env=os.environ | more,
        text=True,
    )
    return json.loads(out)


LED_ELSEWHERE = [
    *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONWARNINGS", "PYTHONSAFEPATH"),
    *("PYTHONOPTIMIZE", "PYTHONINSPECT", "VIRTUAL_ENV", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_NO_CONFIG"),
    *("JUPYTERLAB_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "JUPYTER_IP"),
    *("MATPLOTLIBRC", "MPLBACKEND"),
]
MOVED = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "MPLCONFIGDIR"]
NEEDED = [
    "JUPYTER_RUNTIME_DIR",
    "PIP_INDEX_URL",
    "HTTPS_PROXY",
    "SSL_CERT_FILE",
    "PATH",
    "PYTHONUTF8",
    "DISPLAY",
    "BROWSER",
]


def test_what_make_starts_gets_nothing_that_leads_elsewhere_and_all_that_is_needed(tmp_path):
    path = os.environ["PATH"]
    given = dict.fromkeys([*LED_ELSEWHERE, *MOVED, *NEEDED], "/nowhere") | {"PATH": path, "PYTHONUTF8": "1"}
    got = variables(tmp_path, **given)
    assert not set(LED_ELSEWHERE) & set(got)
    assert {name: got[name] for name in NEEDED} == {name: given[name] for name in NEEDED}
    for name in MOVED:
        assert Path(got[name]).is_relative_to(ROOT / ".venv" / "settings")


# Charts


NAMES = {
    "Chinese": "深層按摩",
    "Hindi": "गहरी मालिश",
    "an emoji": "Deep massage 💆",
    "accents of their own": "De\u0301e\u0323p",
    "Hebrew": "עיסוי עמוק",
    "Arabic": "تدليك عميق",
    "an underscore and mathematics": "_$\\frac{a$ & $b_$",
    "370 letters": "deep " * 74,
    "one word of 370 letters": "d" * 370,
}
# These go through every chart: one for each way in which a name can be drawn, or not be drawn.
ALL_WAYS = {"Chinese", "an underscore and mathematics", "one word of 370 letters"}


def renamed(name, short_name):
    """The kit's tables with another name for a modality, as a kind of massage too, and in other words of figures."""
    modalities, kinds, designs, scales = (
        TABLES.modalities, TABLES.named_modalities, TABLES.study_designs, TABLES.scales,
    )  # fmt: skip
    modalities.loc[modalities["modality"] == "dtm", ["name", "short_name"]] = [name, short_name]
    kinds.loc[kinds["named_modality"] == "dtm", ["name", "short_name"]] = [name, short_name]
    designs.loc[0, "name"] = name
    scales.loc[0, ["question", "left_end", "right_end"]] = [f"{name}?", f"{name} 1", f"{name} 2"]
    evidence = TABLES.evidence
    return TABLES.replace(
        modalities=modalities,
        named_modalities=kinds,
        study_designs=designs,
        scales=scales,
        evidence=evidence.assign(outcome_note=[name, *evidence["outcome_note"][1:]]),
    )


WITH_NAMES = {
    *("verdicts", "effect_sizes", "ladder", "against_article-dtm", "side_by_side-pressure", "at_a_glance-pressure"),
    "named_on_sites-pressure-dtm",
}
ALL_CHARTS = [*CHARTS, *(draw for name, draw in LATER if name in WITH_NAMES)]


def test_every_chart_with_names_goes_through_these_tests():
    assert len(ALL_CHARTS) == len(CHARTS) + len(WITH_NAMES)


@pytest.mark.parametrize("kind", NAMES)
def test_every_chart_shows_any_name_or_says_what_stands_for_it(kind, capfd):
    name = NAMES[kind]
    tables = renamed(name, name)
    for draw in ALL_CHARTS if kind in ALL_WAYS else ALL_CHARTS[:2]:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            chart = draw(tables)
            assert chart.png
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert unreadable(chart.figure) == []
        texts = [text.get_text() for text in chart.figure.findobj(Text)]
        assert not any(map(lacking, texts)), texts
    assert capfd.readouterr() == ("", ""), "nothing raw stands in a lesson"
    stands_for = 'The figure writes "dtm" for ' in charts.session_length(tables).description
    assert stands_for == bool(lacking(name) or len(name) > 80)


def test_the_short_name_stands_for_the_name_or_else_the_id():
    unseen = "\N{MIDDLE DOT}\U000f0000"
    assert FigureWords({"dtm": unseen}, {"dtm": "Deep"}).words == {"dtm": "Deep"}
    assert FigureWords({"deep_tissue": unseen}, {"deep_tissue": unseen}).words == {"deep_tissue": "deep tissue"}
    assert FigureWords({"d" * 400: unseen}, longest=10).words == {"d" * 400: "d" * 9 + "…"}
    many = FigureWords({f"k{number}": f"{number}{unseen}" for number in range(9)}).note
    assert many.count("writes") == 1 and " and 6 more, as this computer has no font for all its letters." in many


def test_letters_are_drawn_with_another_font_of_this_computer_that_has_them():
    """These bold letters, which people paste from a phone, stand in a font that comes with matplotlib."""
    chart = charts.session_length(renamed("𝐃𝐞𝐞𝐩", "𝐃"))
    assert "The figure writes" not in chart.description
    families = [text.get_fontfamily() for text in chart.figure.findobj(Text) if text.get_text() == "𝐃𝐞𝐞𝐩"]
    assert families and all(family == [FAMILY, "STIXGeneral"] for family in families)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart.figure.draw_without_rendering()


SETTINGS_OF_CHARTS = """
font.family: serif
font.size: 30
text.usetex: True
savefig.dpi: 20
savefig.bbox: tight
axes.facecolor: black
figure.dpi: 30
lines.linewidth: 20
nonsense: 1
"""


@pytest.mark.parametrize("where", ["matplotlibrc", "folder/matplotlibrc", "variable"])
def test_settings_of_somebodys_own_change_no_chart(where, tmp_path):
    code = (
        "import hashlib; from modality_lab import charts, load_tables; tables = load_tables()\n"
        "print(*(hashlib.sha256(draw(tables).png).hexdigest() for draw in (charts.session_length, charts.focus)))"
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "MATPLOTLIB"))}
    own = plain | {"MPLBACKEND": "nonsense", "MPLCONFIGDIR": str(tmp_path / "folder")}
    file = tmp_path / ("other" if where == "variable" else where)
    file.parent.mkdir(exist_ok=True)
    file.write_text(SETTINGS_OF_CHARTS)
    if where == "variable":
        own["MATPLOTLIBRC"] = str(file)
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=environ, capture_output=True, text=True, check=True
        )
        for folder, environ in ((ROOT, plain), (tmp_path, own))
    ]
    assert told[0].stdout == told[1].stdout and told[1].stderr == ""
