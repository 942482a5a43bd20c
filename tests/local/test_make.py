"""The commands of the README and of the Makefile: what one names, the other has."""

import re
import subprocess
from pathlib import Path

import pytest

from coprod.local import packages
from coprod.local.keeper import PROJECT

TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (PROJECT / "Makefile").read_text(), re.MULTILINE))
NAMED = set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", (PROJECT / "README.md").read_text(), re.MULTILINE))


def test_make_alone_lists_every_target() -> None:
    told = subprocess.run(["make"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert {"run", "test", "check"} <= TARGETS
    assert set(re.findall(r"^  make ([a-z-]+) +\S", told, re.MULTILINE)) == TARGETS


def test_every_target_that_the_readme_names_exists() -> None:
    assert {"run", "test"} <= NAMED
    assert NAMED <= TARGETS


def test_ci_runs_the_checks_and_the_tests() -> None:
    assert (PROJECT / ".ci" / "run").stat().st_mode & 0o111
    assert {"make check", "make test"} <= set(
        re.findall(r"^make \w+", (PROJECT / ".ci" / "run").read_text(), re.MULTILINE)
    )


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own that needs no package at all, with an environment that somebody broke off half-way."""
    (tmp_path / "requirements-local.txt").write_text("# nothing\n")
    (tmp_path / "requirements-dev.txt").write_text("# nothing for developers\n")
    (tmp_path / ".venv" / "lib").mkdir(parents=True)
    (tmp_path / ".venv" / "lib" / "half-made").touch()
    for name, value in {
        "PROJECT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
        "STAMP": tmp_path / ".venv" / "coprod-packages.json",
    }.items():
        monkeypatch.setattr(packages, name, value)
    return tmp_path / ".venv"


def test_a_half_made_environment_is_made_again_and_a_whole_one_is_kept(
    environment: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert packages.main("requirements-local.txt") == 0
    assert not (environment / "lib" / "half-made").exists()
    assert (environment / "bin" / "python").exists()
    capfd.readouterr()

    assert packages.main("requirements-local.txt") == 0
    assert capfd.readouterr().out == ""

    (environment.parent / "requirements-local.txt").write_text("# nothing more\n")
    assert packages.main("requirements-local.txt") == 0
    assert capfd.readouterr().out == "Installing the packages of requirements-local.txt. This is once only.\n"

    (environment / "bin" / "python").unlink()  # as when the system's Python was replaced
    assert packages._stamp() is None


def test_an_environment_of_someone_else_is_left_alone(environment: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = environment.rename(environment.with_name("elsewhere"))
    environment.symlink_to(elsewhere)
    assert packages.main("requirements-local.txt") == 1
    assert "is not yours" in capsys.readouterr().err
    assert (elsewhere / "lib" / "half-made").exists()
