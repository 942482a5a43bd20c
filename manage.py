#!/usr/bin/env python3
"""Django's command line for this project: `./manage.py help` lists the commands."""

import sys

from coprod.environment import prepare


def main() -> None:
    prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
