"""The worker brings an old blog beside the mail. Killed in the middle, it loses nothing and does nothing twice."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from taggit.models import Tag

from blog.importers.alone import is_free
from blog.importers.running import run_what_waits
from blog.models import Author, ImportRun, OldAddress, Post
from coprod.models import OutgoingMail
from tests.blog.importers.samples import TAKEOUT, post, word
from tests.coprod.processes import environment_of_this_test, wait_until
from tests.factories import queue_mail

pytestmark = pytest.mark.django_db(transaction=True)
BY_LINE = word("By Mair Maddox, carer", "We talked.")
FILE = TAKEOUT.format(
    post(1, status="DRAFT", html=BY_LINE, labels=("Tea",))
    + post(2, html=BY_LINE, labels=("Tea",))
    + post(3, html=BY_LINE, labels=("Waits for us",))
    + post(4, html=BY_LINE)
)


@pytest.fixture
def worker(tmp_path: Path, settings: Any) -> Iterator["subprocess.Popen[bytes]"]:
    settings.MEDIA_ROOT = tmp_path / "media"
    run = ImportRun.of(SimpleUploadedFile("feed.atom", FILE.encode()), fetch_pictures=False, by=None)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.LOOKED)
    assert run.bring()
    environment = environment_of_this_test(MEDIA_ROOT=str(settings.MEDIA_ROOT), MAIL_FOLDER=str(tmp_path / "mail"))
    command = [sys.executable, "manage.py", "deliver_mail", "--forever"]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
    ) as process:  # fmt: skip
        yield process
        process.kill()


@contextmanager
def holding(tag: str) -> Iterator[None]:
    """Somebody else makes the tag and has not said yet whether they keep it: whoever needs it waits."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO taggit_tag (name, slug) VALUES (%s, 'held')", [tag])
        yield
    finally:
        other.close()


def test_a_worker_killed_in_mid_import_loses_nothing_and_doubles_nothing(worker: "subprocess.Popen[bytes]") -> None:
    with holding("Waits for us"):  # at its third post the import waits for this tag
        wait_until(lambda: Post.objects.count() == 2)
        queue_mail()
        wait_until(lambda: OutgoingMail.objects.exclude(sent_at=None).exists())
        (public,) = Post.objects.public()
        assert (public.title, public.by_line.count(), list(public.tags.names())) == ("A pot of tea, part 2", 1, ["Tea"])
        worker.kill()
        worker.wait()
    wait_until(is_free)
    assert Post.objects.count() == 2
    assert ImportRun.objects.get().state == ImportRun.State.RUNNING

    assert run_what_waits() == 1
    run = ImportRun.objects.get()
    assert (run.state, run.tries, run.done, run.total) == (ImportRun.State.DONE, 2, 4, 4)
    assert [model.objects.count() for model in (Post, OldAddress, Author, Tag)] == [4, 4, 1, 2]
    assert Post.objects.public().count() == 3
    assert len(run.found["posts"]) == 4, "what came before it was killed is in the report too"
