#!/usr/bin/env python3
"""Django's command line for this project: `./manage.py help` lists the commands."""

import importlib.util
import os
import sys
from pathlib import Path

from coprod.environment import prepare


def main() -> None:
    python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if importlib.util.find_spec("django") is None and python.exists():
        os.execv(python, [str(python), *sys.argv])  # `./manage.py` typed without the virtual environment
    prepare()
    from django.core.management import execute_from_command_line  # reads the settings that prepare() chose
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as problem:
        if getattr(problem.__cause__, "pgcode", None):  # it answered, and this is about what it was asked
            raise
        said = str(problem).partition("\n")[0]
        raise SystemExit(f"The database does not answer: {said}. Is it running, and is DATABASE_URL right?") from None


if __name__ == "__main__":
    main()
