"""Two threads of a process at one shelf of kept pages."""

from typing import Any

from django.http import HttpResponse

from coprod.page_cache.pages import KeptPage, Pages


class Lock:
    """A lock that says whether it is held."""

    is_held = False

    def __enter__(self) -> None:
        self.is_held = True

    def __exit__(self, *_: Any) -> None:
        self.is_held = False


def test_nothing_is_taken_from_a_shelf_that_another_thread_may_be_clearing() -> None:
    pages = Pages(10_000_000)
    pages.put(("/", ()), "", KeptPage(HttpResponse("x" * 300)))
    lock: Any = Lock()
    pages._lock = lock
    asked: list[bool] = []
    shelf: Any = pages._shelves[False]
    get = shelf.get

    def noted(key: Any) -> Any:
        asked.append(lock.is_held)
        return get(key)

    shelf.get = noted
    assert pages.holds(("/", ()))
    assert pages.get(("/", ()), "")
    assert asked == [True, True]
