"""One round of requests with wrk, and the processor time that the web server and PostgreSQL spent on it."""

import json
import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REPORT = """
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\\n{"requests":%d,"us":%d,"p50":%.3f,"p99":%.3f,"failed":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
"""
QUIET = 0.1  # of all processors: what other programs may take while we measure
PATIENCE = 6  # seconds to wait for a quiet moment


@dataclass(frozen=True)
class Round:
    """What one round showed. Times are milliseconds; processor times are for one request."""

    requests_a_second: float
    p50: float
    p99: float
    web: float
    database: float
    others: float

    @property
    def processor(self) -> float:
        return self.web + self.database


def processor_seconds(roots: list[int]) -> float:
    """Return what these processes, their children and their children's children have used so far."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            children.setdefault(int(stat[1]), []).append(int(folder.name))
            used[int(folder.name)] = sum(map(int, stat[11:15]))  # its own, and that of children that have ended
    todo, total = list(roots), 0.0
    while todo:
        pid = todo.pop()
        total += used.get(pid, 0)
        todo += children.get(pid, [])
    return total / os.sysconf("SC_CLK_TCK")


def _busy_seconds() -> float:
    """Return how long the processors of this machine have been busy, all together."""
    spent = [int(number) for number in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(spent) - spent[3] - spent[4]) / os.sysconf("SC_CLK_TCK")


def wait_for_quiet() -> None:
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        before = _busy_seconds()
        time.sleep(0.25)
        if (_busy_seconds() - before) / (0.25 * (os.cpu_count() or 1)) < QUIET:
            return


def measure(url: str, *, web: int, database: int, connections: int, seconds: int, headers: dict[str, str]) -> Round:
    """Raise SystemExit for an answer that is not what the page should be: a fast error is no speed."""
    wait_for_quiet()
    start, busy = time.monotonic(), _busy_seconds()
    of_web, of_database, of_wrk = (
        processor_seconds([web]),
        processor_seconds([database]),
        processor_seconds([os.getpid()]),
    )
    told = _wrk(url, connections, seconds, headers)
    of_web, of_database = processor_seconds([web]) - of_web, processor_seconds([database]) - of_database
    of_wrk = processor_seconds([os.getpid()]) - of_wrk - of_web - of_database  # they are our children, as wrk was
    elapsed = time.monotonic() - start
    others = max(0.0, _busy_seconds() - busy - of_web - of_database - of_wrk) / (elapsed * (os.cpu_count() or 1))
    if told["failed"]:
        raise SystemExit(f"{url}: {told['failed']} of {told['requests']} requests failed.")
    count = max(1, told["requests"])
    return Round(
        requests_a_second=told["requests"] / (told["us"] / 1e6),
        p50=told["p50"],
        p99=told["p99"],
        web=1000 * of_web / count,
        database=1000 * of_database / count,
        others=others,
    )


def _wrk(url: str, connections: int, seconds: int, headers: dict[str, str]) -> dict[str, int]:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(REPORT)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script.name]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        told = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    found = re.search(r"^\{.*\}$", told, re.MULTILINE)
    if found is None:
        raise SystemExit(told)
    numbers: dict[str, int] = json.loads(found[0])
    return numbers
