"""What README.md and docs/ tell people to type, set and open is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOR_DEVELOPERS = {"COPROD_ENV", "DEBUG", "MAIL_FOLDER"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_exists(page: Path) -> None:
    told = re.findall(r"manage\.py ([a-z_]+)([^`#\n]*)", page.read_text())
    commands = get_commands()
    for name, rest in told:
        assert name in commands, f"manage.py {name}"
        app = commands[name]
        parser = (app if not isinstance(app, str) else load_command_class(app, name)).create_parser("manage.py", name)
        options = {option for action in parser._actions for option in action.option_strings}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, f"manage.py {name}{rest}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_no_merge_left_anything(page: Path) -> None:
    words = page.read_text()
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", words)
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert re.findall(r"^(?:<{7}|={7}|>{7})", words, re.MULTILINE) == []


def test_the_deploying_page_has_every_setting_and_no_other() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "coprod" / "settings.py").read_text()))
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "docs" / "deploying.md").read_text(), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"[A-Z_]+", row)}
    assert len(told) > 10
    assert told == read - FOR_DEVELOPERS
