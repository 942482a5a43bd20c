"""Removing what has come to its time.

Each record goes in a transaction of its own: a run may be broken off, and the next one does the rest.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator

from blog.checking.noting import note_what_readers_see
from coprod.alone import alone
from coprod.keeping import proofs
from coprod.keeping.kinds import KINDS
from coprod.keeping.records import Due

A_DAY, AFTER_A_PROBLEM = 24 * 60 * 60.0, 10 * 60.0  # seconds
ONE_AT_A_TIME = 4_021_113  # the number of the lock: any, but the same for all who remove

log = logging.getLogger(__name__)


class Daily:
    """Purges when the worker starts, and once a day after that. Mail goes on, whatever comes of it.

    What readers see is looked at anew then too: a consent runs out without anybody touching the post.
    """

    def __init__(self) -> None:
        self.next_at = time.monotonic()

    def purge(self, *, may_go_on: Callable[[], bool]) -> None:
        if time.monotonic() < self.next_at:
            return
        self.next_at = time.monotonic() + AFTER_A_PROBLEM
        try:
            gone = purge(may_go_on=may_go_on)
            note_what_readers_see()
        except (OSError, ValueError) as problem:  # a disk that is full, a text that nobody thought of
            log.error("What has come to its time could not be removed: %s", type(problem).__name__)
            return
        self.next_at = time.monotonic() + A_DAY
        if gone:
            log.info("Removed what had come to its time: %s", dict(gone))


def due() -> Iterator[Due]:
    """Everything that a run removes now."""
    yield from proofs.due()
    for kind in KINDS:
        yield from kind.due()


def purge(*, may_go_on: Callable[[], bool] = lambda: True) -> Counter[str] | None:
    """Remove what is due and return how many of each kind went. None: another run is at work."""
    gone: Counter[str] = Counter()
    with alone(ONE_AT_A_TIME) as is_alone:
        if not is_alone:
            return None
        proofs.put_together()
        gone.update(proofs.erase_again())
        for kind in KINDS:
            for record in list(kind.due()):
                if not may_go_on():
                    return gone
                gone[kind.slug] += kind.remove(record.key)
    return +gone
