"""`python -m tests.bench.choosing`: which web server? Three serve the site, over one database, in one run.

Each is measured at 1 and at 16 connections, with 200 slow visitors who never finish their request, and while one of its
workers is killed. docs/adr/ has what came of it.
"""

import http.client
import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from socket import create_connection

from tests.bench import report
from tests.bench.rounds import Target, fetch, take, warm
from tests.bench.servers import COMMANDS, Ground, Server

POSTS = 1_000
SLOW = 200
WATCHED = 8.0  # seconds, in which ordinary visitors ask again and again


def main() -> None:
    ground = Ground()
    try:
        database = ground.provide(POSTS, 0)
        ground.collect_static(database)
        servers = {name: ground.serve(database, command=command) for name, command in COMMANDS.items()}
        ground.keep_pages(database, {"list": fetch(servers["granian"], "/blog/")[0]})
        targets = [Target(name, server, ("/blog/", {})) for name, server in servers.items()]
        for name, command in COMMANDS.items():
            bare = ground.serve(database, application="tests.bench.bare", command=command)
            targets.append(Target(f"{name}, bare", bare, ("/bare/list/", {})))
        for target in targets:
            warm(target.server, target.ask)
        for connections in (1, 16):
            report.tell("the list of stories, kept", {connections: take(ground, targets, connections=connections)})
        for name, server in servers.items():
            print(f"{name}, with {SLOW} slow visitors: {_with_slow_visitors(server)}", flush=True)
        for name, server in servers.items():
            print(f"{name}, while a worker is killed: {_while_a_worker_is_killed(server)}", flush=True)
    finally:
        ground.end()


def _with_slow_visitors(server: Server) -> str:
    slow = [create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(SLOW)]
    try:
        for wire in slow:
            wire.sendall(b"POST /contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\na")
        return _watch(server)
    finally:
        for wire in slow:
            wire.close()


def _while_a_worker_is_killed(server: Server) -> str:
    threading.Timer(WATCHED / 4, lambda: os.kill(_workers_of(server)[0], signal.SIGKILL)).start()
    return _watch(server)


def _workers_of(server: Server) -> list[int]:
    pid = server.process.pid
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [child for child in children if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


def _watch(server: Server) -> str:
    """Ask for a page again and again, and say how that went."""
    end, took, failed = time.monotonic() + WATCHED, [0.0], 0
    while time.monotonic() < end:
        start = time.monotonic()
        answered = False
        with suppress(OSError, http.client.HTTPException):
            answered = _answers(server)
        took.append(time.monotonic() - start)
        failed += not answered
        time.sleep(0.02)
    return f"{failed} of {len(took) - 1} requests failed, the slowest took {max(took):.2f} s"


def _answers(server: Server) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", "/blog/")
        return connection.getresponse().status == http.client.OK
    finally:
        connection.close()


if __name__ == "__main__":
    main()
