"""`python -m tests.bench`: fill, serve, measure, write docs/performance.md. `--quick` takes one round of small sizes.

Ends with 1 when a page costs more than it may.
"""

import argparse
import shutil
import signal
import sys
from dataclasses import dataclass, field
from statistics import median

from tests.bench import load, report
from tests.bench.content import COMMON, RARE
from tests.bench.rounds import ROUNDS, Ask, Result, Target, fetch, queries, sign_ups, take, warm
from tests.bench.servers import COMMANDS, Ground, Server

SIZES = (1_000, 10_000, 100_000)
SIGN_UPS = 1_000_000
CONNECTIONS = (1, 16)
PLAIN: dict[str, str] = {}
PACKED = {"Accept-Encoding": "gzip"}


@dataclass
class Site:
    """One size: its database, and the servers over it that keep pages and that do not."""

    posts: int
    database: str
    fresh: Server
    keeping: Server


@dataclass
class Findings:
    pages: dict[str, dict[int, dict[str, Result]]] = field(default_factory=dict)  # kind, connections, target
    facts: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # kind: queries, bytes, bytes packed
    growth: dict[str, dict[str, Result]] = field(default_factory=dict)  # kind, target
    sign_ups: tuple[list[float], list[float]] = ([], [])


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--quick", action="store_true", help="small sizes and one round, to try the program itself")
    options.add_argument("--sizes", default=SIZES, type=_numbers, help="numbers of posts, with commas between")
    options.add_argument("--rounds", default=ROUNDS, type=int, help="how many of each; medians want five")
    options.add_argument("--kinds", default="", help="only these kinds of pages, with commas between")
    options.add_argument(
        "--server", default="granian", choices=COMMANDS, help="what serves the site and the bare views"
    )
    chosen = options.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This needs wrk, which makes the requests: apt-get install wrk")
    sizes, sign_ups_in = ((100, 200, 1_000), 2_000) if chosen.quick else (chosen.sizes, SIGN_UPS)
    if chosen.quick:
        load.PATIENCE = 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped then too
    ground = Ground(COMMANDS[chosen.server])
    try:
        sites = [_site(ground, posts, sign_ups_in if posts == sizes[-1] else 0) for posts in sizes]
        pages = {
            kind: path for kind, path in _pages(sites[0]).items() if not chosen.kinds or kind in chosen.kinds.split(",")
        }
        findings = _measure(ground, sites, pages, rounds=1 if chosen.quick else chosen.rounds)
    finally:
        ground.end()
    return report.write(
        findings,
        sizes=sizes,
        sign_ups=sign_ups_in,
        keep=not chosen.quick and not chosen.kinds and chosen.server == "granian",
    )


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(word) for word in words.split(","))


def _site(ground: Ground, posts: int, signed_up: int) -> Site:
    database = ground.provide(posts, signed_up)
    ground.collect_static(database)
    return Site(posts, database, ground.serve(database, PAGE_CACHE_MB="0"), ground.serve(database))


def _pages(site: Site) -> dict[str, str]:
    """The kinds of pages, and one address of each that is there in every size."""
    listed = fetch(site.fresh, "/blog/")[0].decode()
    post = listed.split('class="card__title"><a href="')[1].split('"')[0]
    author = fetch(site.fresh, post)[0].decode().split('href="/blog/author/')[1].split('"')[0]
    return {
        "home": "/",
        "post": post,
        "list": "/blog/",
        "list, page 20": "/blog/?page=20" if site.posts > 500 else "/blog/?page=2",
        "tag": "/blog/tag/research/",
        "author": f"/blog/author/{author}",
        "archive": "/blog/archive/",
        "feed": "/blog/feed/",
        "search": f"/search/?q={COMMON}",
        "search, rare word": f"/search/?q={RARE}",
        "network": "/networks/research-network/",
        "groups": "/networks/focus-on-dementia-network/groups/",
    }


def _measure(ground: Ground, sites: list[Site], pages: dict[str, str], *, rounds: int) -> Findings:
    findings, first = Findings(), sites[0]
    names = {kind: kind.replace(", ", "-").replace(" ", "-") for kind in pages}
    ground.keep_pages(first.database, {names[kind]: fetch(first.fresh, path)[0] for kind, path in pages.items()})
    bare = ground.serve(first.database, application="tests.bench.bare")
    for kind, path in pages.items():
        plain, packed = fetch(first.keeping, path)[0], fetch(first.keeping, path, PACKED)
        findings.facts[kind] = queries(ground, first.database, path), len(plain), len(packed[0])
        known: Ask = path, {**PACKED, "If-None-Match": packed[1]["etag"]}
        targets = [
            Target("bare", bare, (f"/bare/{names[kind]}/", PLAIN)),
            Target("one query", bare, (f"/one-query/{names[kind]}/", PLAIN)),
            Target("uncached", first.fresh, (path, PLAIN)),
            Target("cached", first.keeping, (path, PACKED)),
            Target("304", first.keeping, known),
        ]
        for target in targets[:4]:
            warm(target.server, target.ask)
        findings.pages[kind] = {
            connections: take(ground, targets, connections=connections, rounds=rounds) for connections in CONNECTIONS
        }
        report.tell(kind, findings.pages[kind])
    for kind in pages:
        findings.growth[kind] = _growth(ground, sites, kind, rounds=rounds)
    findings.sign_ups = sign_ups(ground, first.database, sites[-1].database)
    print(
        f"a sign-up: {median(findings.sign_ups[0]):.2f} ms, among many {median(findings.sign_ups[1]):.2f} ms",
        flush=True,
    )
    return findings


def _growth(ground: Ground, sites: list[Site], kind: str, *, rounds: int) -> dict[str, Result]:
    targets = []
    for site in sites:
        path = _pages(site)[kind]
        targets.append(Target(f"{site.posts}", site.fresh, (path, PLAIN)))
        targets.append(Target(f"{site.posts} cached", site.keeping, (path, PACKED)))
    for target in targets:
        warm(target.server, target.ask)
    found = take(ground, targets, connections=1, rounds=rounds)
    report.tell_growth(kind, found)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
