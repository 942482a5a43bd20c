"""Moving an old blog here by the page for it: choose, look, bring, read. What the worker does is done by hand here."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.importers import running
from blog.importers.alone import alone, is_free
from blog.importers.exports import Unusable
from blog.importers.running import is_wanted, run_what_waits
from blog.models import Author, ImportRun, Post
from blog.models.imports import FOLDER, MOST_TRIES
from coprod.keeping import purging
from tests.admin.forms import soup
from tests.admin.rows import client_of, client_of_administrator
from tests.admin.test_hostile_text import HOSTILE as HOSTILE_TEXT
from tests.admin.test_hostile_text import attack, dangers
from tests.blog.importers.samples import TAKEOUT, WORDPRESS, item, post, word
from tests.coprod.hostile import HOSTILE, activity
from tests.factories import make_staff
from tests.keeping.kept import backdate

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/importrun/"
FILE = TAKEOUT.format(
    post(1, html=word("By Mair Maddox, carer", "We talked."), labels=("Tea",))
    + post(2, status="DRAFT", title="Not finished")
    + "<entry>broken</entri>"
)
State = ImportRun.State


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def publisher() -> Client:
    return client_of(make_staff("blog.view_importrun", "blog.add_importrun", "blog.view_post", "blog.change_post"))


def choose(client: Client, text: str = FILE, name: str = "feed.atom") -> Any:
    return client.post(f"{LIST}add/", {"file": SimpleUploadedFile(name, text.encode())}, follow=True)


def send(client: Client, verb: str) -> str:
    return words(client.post(f"{LIST}{ImportRun.objects.latest('pk').pk}/{verb}/", follow=True))


def words(answer: Any) -> str:
    main = soup(answer).select_one("main, #content")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def page(client: Client) -> Any:
    return client.get(ImportRun.objects.latest("pk").get_absolute_url())


def files() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / FOLDER).glob("*"))


def test_one_sees_what_would_happen_then_brings_it_and_reads_what_came(publisher: Client) -> None:
    assert "We are looking at the file" in words(choose(publisher))
    assert run_what_waits() == 1
    trial = words(page(publisher))
    assert "This is what would happen" in trial
    for count in (
        "New posts 2",
        "drafts 1",
        "New authors 1",
        "New tags 1",
        "Old addresses that lead to the new ones 2",
    ):
        assert count in trial, count
    assert "line" in trial and "damaged" in trial
    assert not Post.objects.exists() and not Author.objects.exists()

    assert "The posts are coming here" in send(publisher, "import")
    run_what_waits()
    assert set(Post.objects.values_list("title", "status")) == {
        ("A pot of tea, part 1", "published"), ("Not finished", "draft"),
    }  # fmt: skip
    report = page(publisher)
    assert "The old blog is here" in words(report)
    assert "2 posts need something" in words(report)
    assert "Write the standfirst" in words(report)
    links = {str(link["href"]) for link in soup(report).select("#content-main a")}
    assert {f"/admin/blog/post/{row.pk}/change/" for row in Post.objects.all()} <= links
    text = publisher.get(f"{LIST}{ImportRun.objects.get().pk}/report/")
    assert "attachment" in text["Content-Disposition"]
    assert "Imported: 2." in text.content.decode()
    assert "feed.atom" in words(publisher.get(LIST))
    for client in (publisher, client_of_administrator()):
        assert "Move an old blog here" in words(client.get("/admin/"))
        assert "Move an old blog here" in words(client.get("/admin/how-do-i/"))
    assert "Move an old blog here" not in words(client_of(make_staff("blog.view_post")).get("/admin/how-do-i/"))


def test_a_second_file_of_the_same_blog_changes_only_what_changed(publisher: Client) -> None:
    for text in (FILE, FILE.replace("Not finished", "Nearly finished")):
        choose(publisher, text)
        run_what_waits()
        send(publisher, "import")
        run_what_waits()
    assert "Posts that changed over there 1" in words(page(publisher))
    choose(publisher, FILE.replace("Not finished", "Nearly finished"))
    run_what_waits()
    assert "An import would change nothing here" in words(page(publisher))
    assert "Import now" not in words(page(publisher))
    assert Post.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("", "", "Choose the file first."),
        ("feed.atom", "", "This file is empty."),
        ("takeout.zip", "PK\x03\x04", "Unpack it first"),
        ("renamed.xml", "PK\x03\x04", "Unpack it first"),
        ("story.docx", "x", "must end in .atom or .xml"),
        ("page.xml", "<!DOCTYPE html><p>", "not a Blogger or WordPress export"),
        ("half.xml", FILE[:-9], "stops in the middle"),
        ("bomb.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><feed></feed>", "declares entities"),
        ("news.xml", "<rss><channel></channel></rss>", "Tools, then Export"),
    ],
)
def test_what_is_no_export_is_refused_in_plain_words(publisher: Client, name: str, text: str, said: str) -> None:
    answer = choose(publisher, text, name) if name else publisher.post(f"{LIST}add/")
    assert said in words(answer)
    assert not ImportRun.objects.exists() and not files()


def test_a_file_that_is_too_large_is_refused(publisher: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blog.admin.import_forms.LARGEST", 100)
    assert "We can take up to 50 MB" in words(choose(publisher))


def test_a_wordpress_export_comes_too(publisher: Client) -> None:
    choose(publisher, WORDPRESS.format(item(1) + item(2, status="draft")), "wordpress.xml")
    run_what_waits()
    assert "New posts 2" in words(page(publisher))


def test_the_file_is_named_by_chance_and_no_address_gives_it(publisher: Client) -> None:
    choose(publisher)
    (file,) = files()
    assert "feed" not in file.name and len(file.stem) >= 27
    for client in (publisher, client_of_administrator(), Client()):
        assert client.get(f"/media/{FOLDER}/{file.name}").status_code == 404


def test_thrown_away_is_gone_at_once(publisher: Client, django_capture_on_commit_callbacks: Any) -> None:
    choose(publisher)
    run_what_waits()
    with django_capture_on_commit_callbacks(execute=True):
        assert "The file is gone from this site" in send(publisher, "throw-away")
    assert not files() and ImportRun.objects.get().said == ""
    assert "could not begin" in send(publisher, "import")


def test_the_file_goes_when_its_time_is_over_and_that_it_came_stays(
    publisher: Client, django_capture_on_commit_callbacks: Any
) -> None:
    choose(publisher)
    run_what_waits()
    send(publisher, "import")
    run_what_waits()
    backdate(ImportRun.objects.get(), 29, "changed_at")
    assert not purging.purge()
    backdate(ImportRun.objects.get(), 31, "changed_at")
    with django_capture_on_commit_callbacks(execute=True):
        assert purging.purge() == {"imports": 1}
    run = ImportRun.objects.get()
    assert (run.state, run.said, files()) == (State.DONE, "", [])
    assert "New posts 2" in words(page(publisher))
    assert not purging.purge()


def test_what_is_at_work_cannot_be_thrown_away_and_is_not_removed(publisher: Client) -> None:
    choose(publisher)
    ImportRun.objects.update(state=State.RUNNING)
    backdate(ImportRun.objects.get(), 100, "changed_at")
    assert "still needed" in send(publisher, "throw-away")
    assert not purging.purge()
    assert files()


def test_what_breaks_off_is_begun_again_three_times_and_then_says_so(
    publisher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(publisher)

    def die(*_arguments: Any, **_more: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(running, "move", die)
    for _try in range(MOST_TRIES):
        assert is_wanted()
        with pytest.raises(MemoryError):
            run_what_waits()
    assert ImportRun.objects.get().state == State.LOOKING
    assert run_what_waits() == 0
    assert "broken off three times" in words(page(publisher))
    assert not is_wanted()


def test_while_another_import_holds_the_lock_nothing_is_begun(publisher: Client) -> None:
    choose(publisher)
    assert is_free() and is_wanted()
    with alone():
        assert not is_wanted()
    assert is_wanted()


def test_a_file_that_cannot_be_used_after_all_says_why(publisher: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(publisher)

    def refuse(*_arguments: Any, **_more: Any) -> None:
        raise Unusable("This file is empty.")

    monkeypatch.setattr(running, "move", refuse)
    run_what_waits()
    assert "This did not work This file is empty." in words(page(publisher))


def test_the_page_that_asks_hears_how_far_it_is(publisher: Client) -> None:
    choose(publisher)
    address = f"{LIST}{ImportRun.objects.get().pk}/progress/"
    assert publisher.get(address).json()["words"] == "This waits for its turn."
    ImportRun.objects.update(state=State.RUNNING, done=3, total=40)
    far = publisher.get(address)
    assert far.json() == {"state": "running", "over": False, "done": 3, "total": 40, "words": "3 of 40 posts"}
    assert "no-store" in far["Cache-Control"]
    bar = soup(page(publisher)).progress
    assert bar is not None and (bar["value"], bar["max"]) == ("3", "40")


def test_one_that_waits_too_long_says_whom_to_tell(publisher: Client) -> None:
    assert "may not be running" not in words(choose(publisher))
    backdate(ImportRun.objects.get(), 1, "changed_at")
    assert "may not be running" in words(page(publisher))


SHOWN = {"section", "details", "summary", "h2", "p", "ul", "li", "a", "bdi", "span", "nav"}
HARMLESS = {"class", "href", "id", "open", "aria-labelledby", "aria-label", "rel"}


def test_hostile_words_of_a_file_are_text_on_every_page_of_it(publisher: Client) -> None:
    corpus = [*(attack(text) for text in HOSTILE_TEXT), *HOSTILE]
    entries = [post(number, title=bad, labels=(bad,), status=bad) for number, bad in enumerate(corpus)]
    entries += [post(100 + number, title=bad, type="PAGE") for number, bad in enumerate(corpus)]
    entries += [
        post(200, title=f"{settings.SITE_URL}/javascript:alert(1) x", status="DRAFT"),
        post(200, title=f"{settings.SITE_URL}//evil.test/ x"),
    ]
    choose(publisher, TAKEOUT.format("".join(entries)), f"{corpus[0].replace('/', '')}.xml")
    answers = [page(publisher)]
    run_what_waits()
    answers += [page(publisher), publisher.get(LIST)]
    send(publisher, "import")
    run_what_waits()
    answers += [page(publisher), publisher.get(f"{LIST}{ImportRun.objects.get().pk}/history/")]
    for answer in answers:
        assert answer.status_code == 200
        assert not dangers(answer.content.decode())
    for answer in (answers[1], answers[3]):
        shown = soup(answer).select("section.module, section.module *, details.lines, details.lines *")
        assert len(shown) > 2 * len(corpus)
        assert {tag.name for tag in shown} <= SHOWN
        assert {name for tag in shown for name in tag.attrs} <= HARMLESS
        assert all(str(tag["href"]).startswith(("/blog/", "/admin/", "?")) for tag in shown if tag.name == "a")
    assert corpus[1] in soup(answers[3]).get_text()
    assert not any(activity(body) for body in Post.objects.values_list("body", flat=True))
    assert publisher.get(f"{LIST}{ImportRun.objects.get().pk}/report/")["Content-Type"].startswith("text/plain")


def test_a_file_that_no_row_names_goes_after_a_day(publisher: Client) -> None:
    choose(publisher)
    (file,) = files()
    lost = file.with_name("lost.xml")
    for one in (lost, file):
        one.touch()
        os.utime(one, (0, 0))
    assert purging.purge() == {"files": 1}
    assert files() == [file]
