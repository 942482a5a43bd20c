"""The virtual environment `.venv` and the packages in it: made on the first run, and again when anything is not right.

`python3 -m coprod.local.packages requirements-local.txt`. Any Python can run this, with nothing installed: an old one
gets a line that says so.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Optional  # noqa: UP035 - an older Python must get as far as its line

PROJECT = Path(__file__).resolve().parent.parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "coprod-packages.json"
OLDEST_PYTHON = (3, 11)
# requirements-dev.txt has everything that requirements-local.txt has.
INCLUDED_IN = {"requirements-local.txt": "requirements-dev.txt"}


class Unfit(Exception):
    """The environment cannot be made here. The message says what to do."""


def main(requirements: str) -> int:
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise Unfit(
                f"Coprod needs Python 3.11 or newer; {sys.executable} is older. Try: make PYTHON=python3.11 run"
            )
        _provide(requirements)
    except Unfit as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _provide(requirements: str) -> None:
    if _is_complete(requirements):
        return
    whole_project = os.open(PROJECT, os.O_RDONLY)
    try:
        fcntl.flock(whole_project, fcntl.LOCK_EX)  # of two first runs at once, the second waits and finds it done
        if not _is_complete(requirements):
            _make_and_install(requirements)
    finally:
        os.close(whole_project)


def _make_and_install(requirements: str) -> None:
    _must_be_ours()
    if _stamp() is None:
        shutil.rmtree(VENV, ignore_errors=True)
        _make()
    STAMP.unlink(missing_ok=True)  # broken off from here on, the next run starts afresh
    _install(requirements)
    STAMP.write_text(json.dumps(_expected(requirements), indent=1))


def _expected(requirements: str) -> Dict[str, object]:  # noqa: UP006
    digest = hashlib.sha256((PROJECT / requirements).read_bytes()).hexdigest()
    return {"place": str(VENV), "python": _version(), "packages": {requirements: digest}}


def _is_complete(requirements: str) -> bool:
    found = _stamp()
    if found is None:
        return False
    return found in [_expected(name) for name in (requirements, INCLUDED_IN.get(requirements)) if name]


def _stamp() -> Optional[Dict[str, object]]:  # noqa: UP006, UP045
    """Return what is installed, or None when the environment is half made, moved here, or its Python is gone."""
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return None
    usable = isinstance(found, dict) and found.get("place") == str(VENV) and found.get("python") == _version()
    return found if usable else None


def _version() -> str:
    """Return the version of the environment's own Python, which the system may have changed under it."""
    try:
        command = [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2], sys.prefix)"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _must_be_ours() -> None:
    if VENV.is_symlink() or (VENV.exists() and VENV.stat().st_uid != os.geteuid()):
        raise Unfit(f"{VENV} is not yours, or its Python is not for you. Remove it, then run make again.")
    if not os.access(PROJECT, os.W_OK):
        raise Unfit(f"You may not write in {PROJECT}. Make a copy of your own, and run make there.")


def _make() -> None:
    print("Making the virtual environment.", flush=True)
    if importlib.util.find_spec("ensurepip"):
        _run([sys.executable, "-m", "venv", str(VENV)], "The virtual environment could not be made: see above.")
    elif importlib.util.find_spec("pip"):
        _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], "The virtual environment could not be made.")
    else:
        raise Unfit("Python's venv is not installed. As root: apt-get install python3-venv. Then run make again.")


def _install(requirements: str) -> None:
    print(f"Installing the packages of {requirements}. This is once only.", flush=True)
    pip = [str(PYTHON), "-m", "pip"]
    if not list(VENV.glob("lib/python3*/site-packages/pip")):
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    options = ["-qq", "--no-compile", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    _run(
        [*pip, "install", *options, "-r", str(PROJECT / requirements)],
        "The packages could not be installed: see above. They come from the internet, once.",
    )


def _run(command: List[str], problem: str) -> None:  # noqa: UP006
    if subprocess.run(command, cwd=PROJECT, check=False).returncode:
        raise Unfit(problem)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
