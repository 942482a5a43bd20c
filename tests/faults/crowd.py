"""Many people who press the last button, twenty a second, and press it again until they are thanked."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor

from tests.faults.visitor import Answer, Refused, Unanswered, Visitor

A_SECOND = 20
PAUSE = 1.0  # before someone tries again


class Crowd:
    """What happened is in `told`: each press was thanked, told to come again (503), refused, or not answered."""

    def __init__(self, visitors: list[Visitor], *, patience: float) -> None:
        self.visitors = visitors
        self.patience = patience
        self.told: Counter[str] = Counter()
        self.thanked: dict[Visitor, str] = {}
        self.thanked_at_once: list[float] = []
        self.waiting = 0  # presses that the site has and has not answered
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(64)
        self._presses: list[Future[None]] = []
        self._arrivals = threading.Thread(target=self._arrive)

    def start(self) -> None:
        self._arrivals.start()

    def wait(self) -> None:
        """Return when all have been thanked. Raises what went wrong for any of them."""
        self._arrivals.join()
        for press in self._presses:
            press.result()
        self._pool.shutdown()

    @property
    def is_at_it(self) -> bool:
        return len(self.thanked) < len(self.visitors)

    def _arrive(self) -> None:
        for visitor in self.visitors:
            self._presses.append(self._pool.submit(self._press_until_thanked, visitor))
            time.sleep(random.expovariate(A_SECOND))

    def _press_until_thanked(self, visitor: Visitor) -> None:
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            answer, told = self._press(visitor)
            self.told[told] += 1
            if answer and answer.is_thanks:
                self.thanked[visitor] = answer.location
                self.thanked_at_once.append(answer.seconds)
                return
            time.sleep(PAUSE)
        raise AssertionError(f"visitor {visitor.number} was never thanked")

    def _press(self, visitor: Visitor) -> tuple[Answer | None, str]:
        with self._lock:
            self.waiting += 1
        try:
            answer = visitor.send()
        except Refused:
            return None, "refused"
        except Unanswered:
            return None, "unanswered"
        finally:
            with self._lock:
                self.waiting -= 1
        if answer.is_thanks:
            return answer, "thanked"
        assert answer.status == 503, (answer.status, answer.location)
        return answer, "503"


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
