"""Projects to start and to kill. The tables are made once, and copied."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.project import Project

FILL = """
from django.core.management import call_command
from networks.models import Network
call_command("migrate", verbosity=0)
Network.objects.create(name="A network", slug="a-network")
"""


@pytest.fixture
def project() -> Iterator[Project]:
    """A project that was never started."""
    project = Project()
    yield project
    project.remove()


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """The state of a project that has its tables and one network, and so wants no demo content. Nothing runs in it."""
    project = Project()
    assert project.run("manage.py", "shell", "--no-imports", "-c", FILL).stdout == ""
    yield project.state
    project.remove()


@pytest.fixture
def filled_project(prepared: Path) -> Iterator[Project]:
    """A project that has its tables and one network."""
    project = Project()
    project.state.rmdir()
    subprocess.run(["cp", "-a", str(prepared), str(project.state)], check=True)
    yield project
    project.remove()


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody but its owner may enter, as /root is."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    yield folder
    shutil.rmtree(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that start servers on one worker: side by side they would only wait for each other."""
    for item in items:
        if item.path.parent == Path(__file__).parent and {"project", "filled_project"} & set(
            getattr(item, "fixturenames", [])
        ):
            item.add_marker(pytest.mark.xdist_group("servers"))
