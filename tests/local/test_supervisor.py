"""`make run`: one start and one stop for database, web server and mail worker, whatever happens to any of them."""

import os
import signal
import socket
import threading
import time
import urllib.error
import urllib.request

import psycopg2
import pytest

from coprod.local.postgres import NAME
from tests.local.project import Project

NOTE = "from django.db import connection; connection.cursor().execute('CREATE TABLE note AS SELECT 1 AS one')"


def status(project: Project, path: str = "/") -> int:
    try:
        return int(urllib.request.urlopen(project.address + path, timeout=20).status)  # noqa: S310
    except urllib.error.HTTPError as answer:
        return answer.code


def wait_until_it_answers(project: Project, seconds: float) -> int:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        try:
            if (found := status(project)) == 200:
                return found
        except OSError:
            pass
        time.sleep(0.1)
    return status(project)


def kill(project: Project, word: str) -> None:
    """Kill the eldest process whose command has that word."""
    os.kill(min(project.living(word)), signal.SIGKILL)


def wait_for_another(project: Project, word: str, *, than: int) -> int:
    """Return the process that has `word` in its command and is not the one that we know."""
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    patience = time.monotonic() + 15 * busy
    while time.monotonic() < patience:
        if others := [pid for pid in project.living(word) if pid != than]:
            return others[0]
        time.sleep(0.1)
    raise AssertionError(f"{word} was not started again")


def test_the_site_runs_beside_commands_and_after_a_kill_it_finds_its_data(filled_project: Project) -> None:
    project = filled_project
    site = project.serve()
    assert status(project) == 200
    assert status(project, "/development/mail/") == 200

    second = project.run("-m", "coprod.local", "run", PORT="1")
    assert second.returncode == 1
    assert second.stdout == f"This site is already running at {project.address}. Stop it with Ctrl-C there first.\n"

    command = project.run("manage.py", "shell", "--verbosity", "0", "-c", NOTE)
    assert (command.returncode, command.stdout) == (0, "")
    assert project.rows("SELECT one FROM note") == [(1,)]  # the server still runs, for the site

    site.kill()
    site.wait()
    assert project.left_after(5) == {}

    site = project.serve()
    assert project.rows("SELECT one FROM note") == [(1,)]
    site.send_signal(signal.SIGINT)
    assert site.wait(20) == 130
    assert project.left_after(1) == {}


def test_whatever_dies_is_started_again(filled_project: Project) -> None:
    project = filled_project
    project.serve()
    for word in ("coprod.local.keeper", "granian", "postgres\0-D"):
        kill(project, word)
        assert wait_until_it_answers(project, 20) == 200
    first = wait_for_another(project, "deliver_mail", than=0)
    os.kill(first, signal.SIGKILL)
    assert wait_for_another(project, "deliver_mail", than=first) != first


def test_a_request_that_is_under_way_is_finished_when_the_site_is_stopped(filled_project: Project) -> None:
    project = filled_project
    site = project.serve()
    connection = psycopg2.connect(host=str(project.cluster.socket_folder), user=NAME, dbname=NAME)
    connection.cursor().execute("LOCK TABLE networks_network IN ACCESS EXCLUSIVE MODE")
    answers: list[int] = []
    visitor = threading.Thread(target=lambda: answers.append(status(project, "/networks/")))
    visitor.start()
    time.sleep(1)
    site.terminate()
    time.sleep(0.5)
    connection.close()  # lets go of the lock
    visitor.join()
    assert answers == [200]
    assert site.wait(20) == 143
    assert project.left_after(1) == {}


def test_a_taken_port_is_told_in_one_line(filled_project: Project) -> None:
    with socket.create_server(("127.0.0.1", filled_project.port)):
        done = filled_project.run("-m", "coprod.local", "run")
    assert done.returncode == 1
    assert done.stdout == (
        f"Port {filled_project.port} is taken by another program. Choose another: PORT=8001 make run\n"
    )


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_no_port_is_told_in_one_line(project: Project, port: str) -> None:
    done = project.run("-m", "coprod.local", "run", PORT=port)
    assert done.returncode == 1
    assert done.stdout == f"PORT is {port!r}. Use a number from 1 to 65535, such as: PORT=8001 make run\n"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "DATABASE_URL must start with postgres://"),
        ("postgres://someone:hush@127.0.0.1:1/site", "The database in DATABASE_URL cannot be used: "),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_line(project: Project, url: str, told: str) -> None:
    done = project.run("-m", "coprod.local", "run", DATABASE_URL=url)
    assert done.returncode == 1
    assert told in done.stdout
    assert done.stdout.count("\n") == 1
    assert "hush" not in done.stdout


def test_a_command_alone_starts_the_database_and_ends_it(filled_project: Project) -> None:
    query = "from networks.models import Network; print(Network.objects.count())"
    done = filled_project.run("manage.py", "shell", "--verbosity", "0", "-c", query)
    assert (done.returncode, done.stdout) == (0, "1\n")
    assert filled_project.left_after(0) == {}


def test_help_starts_no_database(project: Project) -> None:
    done = project.run("manage.py", "help")
    assert "deliver_mail" in done.stdout
    assert not project.cluster.data.exists()
