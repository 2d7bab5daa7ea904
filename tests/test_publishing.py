"""What a school needs to publish the kit: the commands that the workflows run, releases, and Binder's answers."""

import re

import build_release
import pytest
import warm_binder
import yaml
from launch_addresses import HOME

WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def steps(path):
    """Return the steps of a workflow."""
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job.get("steps", [])]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_workflow_runs_a_command_that_a_person_can_type(path):
    typed = [line for step in steps(path) for line in step.get("run", "").splitlines() if line.startswith("make ")]
    assert typed
    for line in typed:
        assert line.split()[1] in TARGETS, line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_workflow_stands_in_the_guide(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    guide = (HOME / "docs" / "publish.md").read_text(encoding="utf-8")
    assert f"| **{workflow['name']}** |" in guide
    for target in {step["run"].split()[1] for step in steps(path) if step.get("run", "").startswith("make ")}:
        assert f"`make {target}" in guide


def test_the_tests_run_with_every_python_that_the_package_names():
    workflow = yaml.safe_load((HOME / ".github/workflows/tests.yml").read_text(encoding="utf-8"))
    classifiers = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    matrix = workflow["jobs"]["pinned"]["strategy"]["matrix"]
    assert matrix["python"] == re.findall(r"Python :: (\d\.\d+)", classifiers)
    assert [name.partition("-")[0] for name in matrix["computer"]] == ["ubuntu", "macos", "windows"]


# Releases


def test_the_changelog_has_a_part_on_this_version():
    assert build_release.changes(HOME, build_release.version(HOME)).startswith("### ")


@pytest.mark.parametrize(
    "tag, changelog, said",
    [
        ("v0.4.1", "## 0.4.0, of May\n\n- New.\n", "The tag is v0.4.1"),
        ("v0.4.0", "## 0.3.0, of May\n\n- New.\n", "CHANGELOG.md says nothing of version 0.4.0"),
        ("v0.4.0", "## 0.4.0, of May\n\n## 0.3.0\n\n- New.\n", "CHANGELOG.md says nothing of version 0.4.0"),
    ],
)
def test_a_release_that_does_not_fit_its_tag_is_not_made(tmp_path, capsys, tag, changelog, said):
    package = tmp_path / "src" / "modality_lab"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "0.4.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    assert build_release.main([tag], tmp_path) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "build").exists()


def test_a_release_tells_what_changed_in_its_own_version_only(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text("# Log\n\n## 0.4.0\n\n- New.\n\n## 0.3.0\n\n- Old.\n", encoding="utf-8")
    assert build_release.changes(tmp_path, "0.4.0") == "- New.\n"


# Binder


@pytest.mark.parametrize(
    "said, wrong",
    [
        ([b'data: {"phase": "building"}', b":keepalive", b'data: {"phase": "ready", "message": "done"}'], ""),
        ([b'data: {"phase": "built"}'], ""),
        ([b'data: {"phase": "building"}', b'data: {"phase": "failed", "message": "no pandas"}'], "no pandas"),
        ([b'data: {"phase": "building", "message": "half way"}'], "half way"),
        ([], "did not build"),
    ],
)
def test_what_binder_says_is_followed_to_its_end(said, wrong):
    outcome = warm_binder.outcome(said)
    assert (wrong in outcome) if wrong else outcome == ""


# How to cite the kit


def test_the_citation_names_what_the_package_says():
    citation = yaml.safe_load((HOME / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["message"] and citation["authors"]
    assert " AND ".join(citation["license"]) in (HOME / "pyproject.toml").read_text("utf-8")
    assert "version" not in citation  # It stands once, in the package.
