"""The embedded PostgreSQL: it starts anywhere, nobody else gets in, and it lives exactly as long as it is held."""

import os
import signal
import stat
from pathlib import Path

import psycopg2
import pytest

from coprod.local.binaries import DatabaseProblem
from coprod.local.keeper import Hold
from coprod.local.postgres import LONGEST_SOCKET, SOCKET, SYSTEM_STATE, Cluster
from tests.local.project import Project

HOLDER = """
import sys, time
from coprod.local.development import prepare_environment
prepare_environment()
print("held", flush=True)
time.sleep(60)
"""


def hold(project: Project) -> Hold:
    held = Hold(project.cluster, project.state)
    held.take()
    return held


def test_the_server_lives_from_the_first_hold_to_the_last_release(filled_project: Project) -> None:
    project = filled_project
    first, second = hold(project), hold(project)
    first.release()
    assert project.rows("SELECT 1") == [(1,)]
    second.release()
    assert project.left_after(0) == {}


def test_nobody_else_can_reach_the_server(filled_project: Project) -> None:
    project = filled_project
    held = hold(project)
    assert project.rows("SHOW listen_addresses") == [("",)]
    assert stat.S_IMODE(project.cluster.socket_folder.stat().st_mode) == 0o700
    held.release()


def test_the_server_never_runs_as_root(filled_project: Project) -> None:
    project = filled_project
    held = hold(project)
    server = min(project.living("postgres\0-D"))
    uid = Path(f"/proc/{server}").stat().st_uid
    held.release()
    assert uid != 0
    assert os.geteuid() in (0, uid)


def test_committed_rows_survive_a_kill_of_keeper_and_server(filled_project: Project) -> None:
    project = filled_project
    held = hold(project)
    project.rows("CREATE TABLE kept AS SELECT 'still here' AS words")
    assert project.rows("SHOW synchronous_commit") == [("on",)]
    assert project.rows("SHOW fsync") == [("on",)]
    for pid in project.living():
        os.kill(pid, signal.SIGKILL)
    assert project.left_after(5) == {}
    held.take()
    assert project.rows("SELECT words FROM kept") == [("still here",)]
    held.release()
    assert project.left_after(0) == {}


def test_a_killed_command_does_not_take_the_server_from_another(filled_project: Project) -> None:
    project = filled_project
    doomed = project.start("-c", HOLDER)
    assert doomed.stdout is not None
    assert doomed.stdout.readline() == "held\n"
    other = hold(project)
    doomed.kill()
    doomed.wait()
    assert project.rows("SELECT 1") == [(1,)]
    other.release()
    assert project.left_after(0) == {}


def test_nothing_is_left_after_the_only_command_was_killed(filled_project: Project) -> None:
    project = filled_project
    doomed = project.start("-c", HOLDER)
    assert doomed.stdout is not None
    assert doomed.stdout.readline() == "held\n"
    doomed.kill()
    doomed.wait()
    assert project.left_after(5) == {}


def test_a_leftover_lock_file_that_names_a_stranger_is_no_hindrance(filled_project: Project) -> None:
    leftover = filled_project.cluster.data / "postmaster.pid"
    leftover.write_text(f"{os.getpid()}\n{filled_project.cluster.data}\n")
    held = hold(filled_project)
    assert filled_project.rows("SELECT count(*) FROM networks_network") == [(1,)]
    held.release()


def test_a_half_made_cluster_is_made_again(project: Project) -> None:
    half = project.cluster.home / "data.half"
    project.cluster.home.mkdir(mode=0o700)
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    held = hold(project)
    assert project.rows("SHOW data_checksums") == [("on",)]
    held.release()


def test_it_starts_in_a_folder_with_a_long_name_with_spaces_and_commas(project: Project) -> None:
    project.state /= f"a folder, 100% odd {'x' * 90}"
    project.state.mkdir()
    held = hold(project)
    assert len(os.fsencode(project.cluster.socket_folder / SOCKET)) <= LONGEST_SOCKET
    connection = psycopg2.connect(project.cluster.url.replace("postgres://", "postgresql://"))
    connection.close()
    held.release()
    project.cluster.remove()
    project.state = project.state.parent


def test_a_folder_that_others_may_enter_is_refused(project: Project) -> None:
    project.cluster.home.mkdir(mode=0o755)
    with pytest.raises(DatabaseProblem, match="nobody else may enter"):
        hold(project)


def test_below_a_closed_folder_the_cluster_lies_where_its_user_can_reach_it(closed_folder: Path) -> None:
    cluster = Cluster.of_project(closed_folder)
    if os.geteuid() == 0:
        assert cluster.home.parent == SYSTEM_STATE
    else:
        assert cluster.home.parent == closed_folder
    assert stat.S_IMODE(closed_folder.stat().st_mode) == 0o700
