"""Files that are no export, or are damaged: one clear line and nothing changed, or whole entries and no half one."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.importers import exports
from blog.importers.exports import Unusable
from blog.models import Author, ImportedEntry, OldAddress, Post
from tests.blog.importers.samples import OLD_BLOGGER, TAKEOUT, WORDPRESS, item, moved, old_post, post

pytestmark = pytest.mark.django_db
HTML = "<p>By Nia Powell, Carer</p><p>Tea and cake.</p>"
WHOLE = TAKEOUT.format("\n".join(post(number, html=HTML, labels=["tea"]) for number in (1, 2, 3)))
FILES = [
    WHOLE,
    OLD_BLOGGER.format(old_post(1, html=HTML) + old_post(2)),
    WORDPRESS.format(item(1, html=HTML) + item(2)),
]
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1</id><title>&b;</title></feed>"
)


def nothing_is_there() -> bool:
    return not any(model.objects.exists() for model in (Post, Author, OldAddress, ImportedEntry))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "empty"),
        (b"just words", "not a Blogger or WordPress export"),
        (b"<html><body>no</body></html>", "not a Blogger or WordPress export"),
        (b"<!DOCTYPE html><html></html>", "not a Blogger or WordPress export"),
        (b"PK\x03\x04rest", "ZIP"),
        (bytes(range(256)) * 20, "not a Blogger or WordPress export"),
        (BOMB.encode(), "entities"),
        (BOMB.encode("utf-16"), "entities"),
        (WHOLE.replace("<entry>", "<!DOCTYPE x [<!ENTITY y 'z'>]><entry>", 1).encode(), "entities"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id></feed>", "news feed"),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "news feed"),
        (WHOLE[:-30].encode(), "line"),
        (WHOLE[: len(WHOLE) // 2].encode(), "stops in the middle"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + WHOLE[38:].encode(), "encoding"),
        (b'<?xml version="1.0" encoding="zip"?>' + WHOLE[38:].encode(), "encoding"),
    ],
)
def test_an_unusable_file_gets_one_clear_line(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(Unusable, match=words) as caught:
        moved(tmp_path, content)
    assert "\n" not in str(caught.value)
    assert nothing_is_there()


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.xml"
    with path.open("wb") as file:
        file.truncate(exports.MAX_BYTES + 1)
    with pytest.raises(CommandError, match="200 MB") as caught:
        call_command("import_blog", str(path))
    assert caught.value.returncode == 1


@pytest.mark.parametrize("name", ["missing.xml", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError):
        call_command("import_blog", str(tmp_path / name))


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (
            lambda text: text.replace("</title>", "", 2).replace("<title>The Teapot", "<title>The Teapot</title>", 1),
            "damaged",
        ),
        (lambda text: text.replace("2018-06-07T09:01:00+01:00</published>", "yesterday</published>", 1), "date"),
        (lambda text: text.replace("<id>tag:blogger.com,1999:blog-7.post-1</id>", "", 1), "no id"),
        (lambda text: text.replace("post-2</id>", "post-1</id>"), "same entry"),
        (lambda text: text.replace("</entry>", "", 1), "damaged"),
        (lambda text: text.replace("</blogger:type>", "&nbsp;</blogger:type>", 1), "damaged"),
        (
            lambda text: (
                text.replace("A pot of tea, part 1", "")
                .replace("cake", "", 1)
                .replace("&lt;p&gt;By Nia Powell, Carer&lt;/p&gt;&lt;p&gt;Tea and .&lt;/p&gt;", "", 1)
            ),
            "no title and no text",
        ),
    ],
)
def test_a_broken_entry_is_reported_with_its_line_and_the_rest_is_imported(
    tmp_path: Path, damage: Any, why: str
) -> None:
    report = moved(tmp_path, damage(WHOLE))
    assert Post.objects.count() == 2
    assert len(report.broken) == 1
    assert why in report.broken[0]
    assert report.broken[0].startswith("line ")


@pytest.mark.parametrize(
    "date",
    [
        "2018-02-31T10:00:00Z",
        "2018-06-07T10:00:00+99:99",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2018-06-07 10:00:00+01:00",
        "soon",
    ],
)
def test_a_date_that_never_was_stops_nothing(tmp_path: Path, date: str) -> None:
    assert moved(tmp_path, TAKEOUT.format(post(created=date) + post(2))).broken == []
    assert moved(tmp_path, WORDPRESS.format(item(date=date) + item(2))).broken == []
    undated = WORDPRESS.format(item(3, date=date) + item(4)).replace("Mon, 01 Jul 2019", "Some day")
    moved(tmp_path, undated.replace(f"<wp:post_date_gmt>{date}", "<wp:post_date_gmt>0000-00-00 00:00:00"))
    assert Post.objects.count() >= 5


@pytest.mark.parametrize("address", ["http://[x", "http://te]apot/", "//", ""])
def test_a_blog_without_a_readable_address_is_imported_all_the_same(tmp_path: Path, address: str) -> None:
    moved(tmp_path, OLD_BLOGGER.replace("http://teapot.blogspot.com/", address).format(old_post()))
    moved(tmp_path, WORDPRESS.replace("https://teapot.example", address).format(item()))
    assert Post.objects.count() == 2


def test_the_line_is_the_line_of_the_entry_in_the_file(tmp_path: Path) -> None:
    text = WHOLE.replace("<title>A pot of tea, part 2</title>", "<title>A pot & of tea</title>")
    line = text[: text.index("A pot & of tea")].count("\n") + 1
    report = moved(tmp_path, text)
    assert f"line {line}" in report.broken[0]


def test_a_text_that_the_index_cannot_hold_is_reported(tmp_path: Path) -> None:
    report = moved(tmp_path, TAKEOUT.format(post(1, html="word " * 200_000) + post(2)))
    assert Post.objects.count() == 1
    assert "too long" in report.broken[0]


def test_letters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    moved(tmp_path, WORDPRESS.format(item(html="one\x08 tw\x0bo\x1b[31m")))
    assert Post.objects.get().body == "<p>one two[31m</p>"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    name = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    text = TAKEOUT.format(post(title="Café")).replace("utf-8", name)
    moved(tmp_path, text.encode(encoding))
    assert Post.objects.get().title == "Café"


def test_an_encoding_that_is_declared_wrongly_breaks_only_what_cannot_be_read(tmp_path: Path) -> None:
    report = moved(tmp_path, TAKEOUT.format(post(1, title="Café") + post(2)).encode("windows-1252"))
    assert (Post.objects.count(), len(report.broken)) == (1, 1)


wild = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def attempt(folder: Path, data: bytes) -> None:
    """Import whatever this is. What is there afterwards is whole; what is refused left nothing."""
    Post.objects.all().delete()
    ImportedEntry.objects.all().delete()
    Author.objects.all().delete()
    try:
        report = moved(folder, data)
    except Unusable as problem:
        assert "\n" not in str(problem)
        assert nothing_is_there()
        return
    assert all("\n" not in line for line in report.lines())
    assert Post.objects.count() == len(report.imported) == ImportedEntry.objects.exclude(entry_digest="").count()
    assert all(one.title and one.slug for one in Post.objects.all())
    assert moved(folder, data).unchanged == Post.objects.count()


@wild
@given(st.sampled_from(FILES), st.data())
def test_a_file_cut_off_anywhere_changes_nothing(tmp_path: Path, whole: str, data: st.DataObject) -> None:
    content = whole.rstrip().encode()
    end = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(Unusable):
        moved(tmp_path, content[:end])
    assert nothing_is_there()


@wild
@given(st.sampled_from(FILES), st.data())
def test_flipped_bytes_never_leave_half_an_entry(tmp_path: Path, whole: str, data: st.DataObject) -> None:
    content = bytearray(whole.encode())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    attempt(tmp_path, bytes(content))


@wild
@given(st.sampled_from(FILES), st.data())
def test_missing_and_doubled_tags_never_leave_half_an_entry(tmp_path: Path, whole: str, data: st.DataObject) -> None:
    parts = whole.replace("<", "\0<").replace(">", ">\0").split("\0")
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place : place + data.draw(st.integers(0, 4))] = data.draw(
        st.sampled_from([[], [parts[place]] * 2, ["<![CDATA["], ["<!--"]])
    )
    attempt(tmp_path, "".join(parts).encode(data.draw(st.sampled_from(["utf-8", "utf-16"])), "replace"))


@wild
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=30))
def test_any_words_can_be_in_an_entry(tmp_path: Path, title: str, html: str, label: str) -> None:
    attempt(tmp_path, TAKEOUT.format(post(title=title, html=html, labels=[label]) + post(2)).encode("utf-8", "replace"))
