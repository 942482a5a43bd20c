"""Rounds in turn over several targets, and what they show: medians, and ratios between neighbours in time."""

import http.client
import re
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from tests.bench.load import Round, measure, processor_seconds
from tests.bench.servers import ROOT, Ground, Server

ROUNDS = 5
SECONDS = 1
Ask = tuple[str, dict[str, str]]  # an address, and the headers to ask with


@dataclass(frozen=True)
class Target:
    name: str
    server: Server
    ask: Ask


@dataclass(frozen=True)
class Result:
    """All rounds of one target."""

    rounds: list[Round]

    def middle(self, what: str) -> float:
        return median(getattr(one, what) for one in self.rounds)

    def ratio(self, other: "Result") -> float:
        """Return how many times the processor time of the other one a request took."""
        return median(mine.processor / its.processor for mine, its in zip(self.rounds, other.rounds, strict=True))


def take(ground: Ground, targets: list[Target], *, connections: int, rounds: int = ROUNDS) -> dict[str, Result]:
    """Measure all targets, one after the other, so many times; every second time in the other order."""
    found: dict[str, list[Round]] = {target.name: [] for target in targets}
    for number in range(rounds):
        for target in targets[:: -1 if number % 2 else 1]:
            address, headers = target.ask
            found[target.name].append(
                measure(
                    target.server.url(address),
                    web=target.server.process.pid,
                    database=ground.database.pid,
                    connections=connections,
                    seconds=SECONDS,
                    headers=headers,
                )
            )
    return {name: Result(taken) for name, taken in found.items()}


def fetch(server: Server, address: str, headers: dict[str, str] | None = None) -> tuple[bytes, dict[str, str]]:
    """Return a page and its headers. Raises SystemExit when it is not there."""
    parts = urlsplit(server.url(address))
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    connection.request("GET", address, headers=headers or {})
    answer = connection.getresponse()
    page = answer.read()
    connection.close()
    if answer.status != http.client.OK:
        raise SystemExit(f"{address} answers {answer.status}.")
    return page, {name.lower(): value for name, value in answer.getheaders()}


def warm(server: Server, ask: Ask, times: int = 30) -> None:
    for _ in range(times):
        fetch(server, *ask)


def queries(ground: Ground, name: str, address: str) -> int:
    """Return how many queries the page asks when nothing is kept."""
    command = [sys.executable, "-m", "tests.bench.counting", address]
    environment = ground.environment(name, PAGE_CACHE_MB="0")
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    return int(re.findall(r"\d+", told)[-1])


def sign_ups(ground: Ground, small: str, large: str, *, count: int = 150) -> tuple[list[float], list[float]]:
    """Return milliseconds of processor time for a sign-up, PostgreSQL's included: five of each database, in turn."""
    taken: dict[str, list[float]] = {small: [], large: []}
    for number in range(ROUNDS):
        for name in (small, large)[:: -1 if number % 2 else 1]:
            before = processor_seconds([ground.database.pid])
            command = [sys.executable, "-m", "tests.bench.signing_up", str(count)]
            told = subprocess.run(
                command, cwd=ROOT, env=ground.environment(name), check=True, capture_output=True, text=True
            )
            database = 1000 * (processor_seconds([ground.database.pid]) - before) / (count + 20)
            taken[name].append(float(told.stdout.split()[0]) + database)
    return taken[small], taken[large]
