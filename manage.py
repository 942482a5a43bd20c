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

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
