"""Two servers, one database: ten thousand reads while posts come and go at random, and none is a second old."""

import http.client
import os
import random
import time
from contextlib import closing
from dataclasses import dataclass, field

import psycopg2

from tests.faults.conftest import Tell
from tests.faults.seeding import STORIES as POSTS
from tests.faults.site import Site

READS = int(os.environ.get("FAULTS_READS", "10000"))
OLDEST = 1.0  # seconds
# What is done to a post, and when it is public after that: from and until, in seconds from now.
MOVES = {
    "status = 'published', publish_at = now(), unpublish_at = NULL": (0.0, None),
    "status = 'withdrawn'": None,
    "status = 'published', publish_at = now() + interval '0.4 s', unpublish_at = NULL": (0.4, None),
    "status = 'published', publish_at = now(), unpublish_at = now() + interval '0.6 s'": (0.0, 0.6),
    "status = 'published', publish_at = now() + interval '1 hour', unpublish_at = NULL": None,
}


@dataclass
class Post:
    """When a post was public: a list of times and of what was true from then on."""

    turns: list[tuple[float, bool]] = field(default_factory=lambda: [(0.0, False)])

    def moved(self, at: float, public: "tuple[float, float | None] | None") -> None:
        since, until = public or (None, None)
        self.turns = [*(turn for turn in self.turns if turn[0] <= at), (at, since == 0)]
        if since:
            self.turns.append((at + since, True))
        if until:
            self.turns.append((at + until, False))

    def may_be(self, start: float, end: float) -> set[bool]:
        """What was true at any time between."""
        before = [state for at, state in self.turns if at <= start][-1:]
        return {*before, *(state for at, state in self.turns if start < at <= end)}


Seen = dict[int, bool]
Servers = list[http.client.HTTPConnection]


def look(servers: Servers, dice: random.Random) -> tuple[Seen, str]:
    """What one page says of one post, or of all; and which page of which server it was."""
    number, server = dice.randrange(POSTS), dice.choice(servers)
    path = dice.choice([f"/blog/story-{number + 1}/", "/blog/", "/blog/feed/"])
    server.request("GET", path)
    answer = server.getresponse()
    page, told = answer.read().decode(), f"{path} of {server.port}: {answer.status}, {answer.headers['Cache-Status']}"
    if "story" in path:
        return {number: answer.status == 200}, told
    return {number: f"/blog/story-{number + 1}/" in page for number in range(POSTS)}, told


def age(post: Post, seen: bool, start: float, end: float) -> float:
    """How long, when the reader asked, what they were shown had not been true."""
    if seen in post.may_be(start, end):
        return 0.0
    return start - [at for at, state in post.turns if state != seen and at <= start][-1]


def test_no_read_shows_a_state_that_is_a_second_old(site: Site, tell: Tell) -> None:
    dice, posts, oldest, moves = random.Random(), [Post() for _ in range(POSTS)], 0.0, 0
    ports = (site.port, site.start_second_web())
    servers = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for port in ports]
    with closing(psycopg2.connect(site.cluster.url)) as database, database.cursor() as cursor:
        database.autocommit = True
        for read in range(READS):
            if read % 9 == 0:
                number, move = dice.randrange(POSTS), dice.choice(list(MOVES))
                at = time.time()
                cursor.execute(f"UPDATE blog_post SET {move} WHERE slug = 'story-{number + 1}'")
                posts[number].moved(at, MOVES[move])
                moves += 1
            start = time.time()
            seen, told = look(servers, dice)
            end = time.time()
            for number, public in seen.items():
                assert public in posts[number].may_be(start - OLDEST, end), (told, number, posts[number].turns, start)
                oldest = max(oldest, age(posts[number], public, start, end))
    for server in servers:
        server.close()
    site.kill_second_web()
    tell(reads=READS, moves=moves, oldest=f"{oldest:.3f} s")
