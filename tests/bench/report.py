"""What was found, in words and tables: on the terminal as it comes, and in docs/performance.md."""

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from string import Template
from typing import TYPE_CHECKING

from tests.bench.rounds import ROUNDS, SECONDS, Result
from tests.bench.servers import ROOT

if TYPE_CHECKING:
    from tests.bench.__main__ import Findings

MOST = {"post": 4.5, "list": 7.0, "tag": 7.0, "feed": 7.0, "search": 14.0}  # uncached, times a bare view
MOST_CACHED, MOST_304 = 1.5, 1.4
MOST_GROWTH, MOST_GROWTH_OF_SEARCH, MOST_GROWTH_OF_SIGN_UP = 1.15, 3.0, 1.2
MEASURED_AT = 16  # connections: processor time a request is steadiest when the server is busy
NUMBERS = {"requests_a_second": "req/s", "p50": "p50 ms", "p99": "p99 ms", "web": "web ms", "database": "db ms"}


def tell(kind: str, by_connections: dict[int, dict[str, Result]]) -> None:
    for connections, results in by_connections.items():
        print(
            f"\n{kind}, {connections} at a time\n{'':22}" + "".join(f"{name:>9}" for name in [*NUMBERS.values(), "×"])
        )
        for name, result in results.items():
            numbers = [*(result.middle(number) for number in NUMBERS), result.ratio(next(iter(results.values())))]
            print(f"{name:22}" + "".join(f"{number:9.2f}" for number in numbers), flush=True)


def tell_growth(kind: str, results: dict[str, Result]) -> None:
    costs = [f"{name} {result.middle('processor'):.2f} ms" for name, result in results.items()]
    print(f"{kind}: {', '.join(costs)}", flush=True)


def write(findings: "Findings", *, sizes: tuple[int, ...], sign_ups: int, keep: bool) -> int:
    """Show the page, keep it if asked to, and return 1 when something is over its bound."""
    small, large = (median(times) for times in findings.sign_ups)
    over = list(_over(findings, sizes))
    text = Template(Path(__file__).with_name("performance.md").read_text(encoding="utf-8")).substitute(
        **_machine(),
        rounds=ROUNDS,
        seconds=SECONDS,
        sizes=", ".join(f"{size:,}" for size in sizes),
        smallest=f"{sizes[0]:,}",
        signed_up=f"{sign_ups:,}",
        connections=MEASURED_AT,
        pages=_table(_pages(findings)),
        growth=_table(_growth(findings, sizes)),
        small=f"{small:.2f}",
        large=f"{large:.2f}",
        grown=f"{large / small:.2f}",
        verdict="\n".join(over) or "Everything is within the bounds of `tests/bench/report.py`.",
    )
    print("\n" + text)
    if keep:
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    return 1 if over else 0


def _machine() -> dict[str, object]:
    known = (line.partition(":") for line in Path("/proc/cpuinfo").read_text().splitlines())
    names = [value.strip() for name, _colon, value in known if name.strip() == "model name"]
    git = ["git", "rev-parse", "--short", "HEAD"]
    return {
        "day": f"{datetime.now(UTC):%-d %B %Y}",
        "commit": subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip(),
        "cores": os.cpu_count(),
        "processor": names[0] if names else platform.machine(),
        "python": platform.python_version(),
    }


def _table(rows: Iterable[list[str]]) -> str:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    line = "|---" + "|--:" * (head.count("|") - 2) + "|"
    return "\n".join([head, line, *body])


def _pages(findings: "Findings") -> Iterator[list[str]]:
    speeds = [f"{name} {what}" for name in ("uncached", "cached") for what in ("req/s", "p50 ms", "p99 ms")]
    yield ["page", "queries", "bytes", "gzip", "bare ms", "one query ×", "uncached ×", "cached ×", "304 ×", *speeds]
    for kind, by_connections in findings.pages.items():
        found, bare = by_connections[MEASURED_AT], by_connections[MEASURED_AT]["bare"]
        yield [
            kind,
            *(f"{fact:,}" for fact in findings.facts[kind]),
            f"{bare.middle('processor'):.2f}",
            *(f"{found[name].ratio(bare):.2f}" for name in ("one query", "uncached", "cached", "304")),
            *(
                f"{found[name].middle(number):,.{digits}f}"
                for name in ("uncached", "cached")
                for number, digits in (("requests_a_second", 0), ("p50", 1), ("p99", 1))
            ),
        ]


def _growth(findings: "Findings", sizes: tuple[int, ...]) -> Iterator[list[str]]:
    yield ["page", *(f"{size:,} posts, ms" for size in sizes), "growth ×", "growth when kept ×"]
    for kind, found in findings.growth.items():
        times = [f"{found[str(size)].middle('processor'):.2f}" for size in sizes]
        yield [kind, *times, *(f"{_grown(found, sizes, suffix):.2f}" for suffix in ("", " cached"))]


def _grown(found: dict[str, Result], sizes: tuple[int, ...], suffix: str = "") -> float:
    return found[f"{sizes[-1]}{suffix}"].ratio(found[f"{sizes[0]}{suffix}"])


def _over(findings: "Findings", sizes: tuple[int, ...]) -> Iterator[str]:
    """Say what costs more than it may, each with its bound."""
    for name, ratio, most in _checks(findings, sizes):
        if ratio > most:
            yield f"- over: {name}, {ratio:.2f}×, and at most {most:g}×"


def _checks(findings: "Findings", sizes: tuple[int, ...]) -> Iterator[tuple[str, float, float]]:
    for kind, by_connections in findings.pages.items():
        found = by_connections[MEASURED_AT]
        yield f"{kind}, cached", found["cached"].ratio(found["bare"]), MOST_CACHED
        yield f"{kind}, 304", found["304"].ratio(found["bare"]), MOST_304
        if kind in MOST:
            yield f"{kind}, uncached", found["uncached"].ratio(found["bare"]), MOST[kind]
    for kind, found in findings.growth.items():
        most = MOST_GROWTH_OF_SEARCH if kind.startswith("search") else MOST_GROWTH
        yield f"growth of {kind}", _grown(found, sizes), most
        yield f"growth of {kind}, kept", _grown(found, sizes, " cached"), MOST_GROWTH
    small, large = (median(times) for times in findings.sign_ups)
    yield "growth of a sign-up", large / small, MOST_GROWTH_OF_SIGN_UP
