"""Which content readers see now: one small query, asked at most every tenth of a second.

The version is the set of marks that committed transactions left (coprod/page_cache/watching.py) and the next moment at
which time alone changes what is public. Two readings that are alike saw the same content.
"""

import logging
import time
from threading import Lock
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError, connection

from coprod import errors

HOLD = 0.1  # seconds for which one reading stands
TRY_AGAIN = 0.5  # seconds until the next try to reach a database that is away, and longer if trying took long
# When the next row begins, or ceases, to be public by the clock.
BEGINNINGS = ["min(publish_at) FROM blog_post WHERE status = 'published' AND publish_at > statement_timestamp()"]
ENDINGS = ["min(unpublish_at) FROM blog_post WHERE status = 'published' AND unpublish_at > statement_timestamp()"]
logger = logging.getLogger(__name__)


def _first_of(moments: list[str]) -> str:
    return f"LEAST({', '.join(f'(SELECT {moment})' for moment in moments)})"


READ = f"""
    WITH turn AS (SELECT {_first_of(BEGINNINGS + ENDINGS)} AS next, {_first_of(ENDINGS)} AS ending)
    SELECT concat_ws(' ', md5((SELECT string_agg(mark::text, '' ORDER BY id) FROM coprod_contentmark)), next),
        extract(epoch FROM next - statement_timestamp())::float8,
        extract(epoch FROM ending - statement_timestamp())::float8
    FROM turn
"""  # noqa: S608 - every part of it stands above


class Reading(NamedTuple):
    version: str
    asked_at: float  # by the clock of this process, before the database was asked: times are never overrun
    stands_until: float
    ends_at: float | None  # when something ceases to be public


class Clock:
    """The version as this process last read it, and what it knows of the database being away."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: Reading | None = None
        self._away_until = 0.0

    def forget(self) -> None:
        self._last, self._away_until = None, 0.0

    def now(self) -> Reading | None:
        """Return a reading that stands, or None when the database is away."""
        last, now = self._last, time.monotonic()
        if last and now < last.stands_until:
            return last
        if now < self._away_until:
            return None
        try:
            reading = _read(now)
        except (DatabaseError, InterfaceError) as error:
            if not errors.is_database_away(error):
                raise
            self._is_away(since=now)
            return None
        with self._lock:
            if not self._last or self._last.asked_at < reading.asked_at:
                self._last = reading
            return self._last

    def before_it_went(self) -> Reading | None:
        """Return the last reading, for a database that is away; not beyond the time when something has to come down."""
        last = self._last
        return None if last and last.ends_at is not None and time.monotonic() >= last.ends_at else last

    def _is_away(self, *, since: float) -> None:
        now = time.monotonic()
        if not self._away_until:
            logger.error("Database away: pages that this process has kept are still served")
        self._away_until = now + TRY_AGAIN + 3 * (now - since)


def _read(asked_at: float) -> Reading:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        version, until_next, until_ending = cursor.fetchone()
    hold = HOLD if until_next is None else min(HOLD, until_next)
    return Reading(version, asked_at, asked_at + hold, None if until_ending is None else asked_at + until_ending)
