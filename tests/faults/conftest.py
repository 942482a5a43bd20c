"""One site for all the fault tests, and what they share. Every test leaves it running and the outbox empty."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from tests.faults.site import Site, wait_until
from tests.faults.smtp import PostOffice
from tests.faults.visitor import Visitor

NewVisitor = Callable[..., Visitor]
Tell = Callable[..., None]
_numbers = count(1)


@pytest.fixture(scope="session")
def slack() -> float:
    """How much slower this machine is than the two idle cores that time limits are meant for."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.fixture(scope="session")
def whole_site() -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="coprod-faults-"))
    folder.chmod(0o755)  # as root, PostgreSQL is another user and must get in
    post_office = PostOffice()
    post_office.open()
    site = Site(folder, post_office)
    try:
        site.start()
        yield site
    finally:
        site.end()
        post_office.close()
        if logs := os.environ.get("FAULTS_LOGS"):  # a folder to keep what the processes wrote
            shutil.copytree(folder, logs, ignore=lambda _folder, names: [n for n in names if not n.endswith(".log")])
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(whole_site: Site) -> Iterator[Site]:
    """The site as every test finds it: all of it runs, one mail worker, the outbox empty."""
    yield whole_site
    whole_site.post_office.open()
    if len(whole_site.workers) != 1 or whole_site.workers[0].poll() is not None:
        whole_site.kill_workers()
        whole_site.start_worker()
    whole_site.mail_is_due_now()
    wait_until(lambda: not whole_site.mail_waiting(), 60, "the outbox is empty")
    whole_site.post_office.mail.letters.clear()


@pytest.fixture
def new_visitor(site: Site) -> NewVisitor:
    def make(email: str = "") -> Visitor:
        number = next(_numbers)
        return Visitor(site.port, number, email.format(number))

    return make


@pytest.fixture
def at_check(new_visitor: NewVisitor) -> Callable[[int], list[Visitor]]:
    """People who have answered everything and stand before the last button."""

    def walk(many: int) -> list[Visitor]:
        visitors = [new_visitor("visitor{}@example.org") for _ in range(many)]
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(Visitor.hurry if many > 20 else Visitor.walk, visitors))
        return visitors

    return walk


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Tell:
    """Print figures past pytest's capture: a run shows what it measured."""

    def show(**figures: object) -> None:
        with capsys.disabled():
            print(f"\n    {'  '.join(f'{name} {figure}' for name, figure in figures.items())}", end="", flush=True)

    return show
