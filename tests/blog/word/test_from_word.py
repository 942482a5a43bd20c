"""A guest sends a Word document, and staff make a draft of it: with everything in it that a post can have."""

import re
import time
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blog.models import Post, PostPicture
from blog.word import drafting, opening
from coprod.models import Made
from tests.admin.forms import errors_in, messages_in
from tests.admin.rows import EDITOR, client_of
from tests.blog.word.documents import HEAD, W, docx, link, paragraph, picture, run, table
from tests.coprod.hostile import HOSTILE, activity
from tests.factories import make_picture, make_staff

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/blog/post/from-word/"
IMAGE = make_picture().read()
PLAIN = paragraph(run("Words."))


@pytest.fixture
def editor() -> Client:
    return client_of(make_staff(*EDITOR))


def upload(client: Client, document: Any) -> Any:
    document.seek(0)
    return client.post(ADDRESS, {"document": document}, follow=True)


def test_a_document_becomes_a_draft_with_everything_at_its_place(editor: Client) -> None:
    body = (
        paragraph(run("A walk by the sea"), style="Title")
        + paragraph(run("How it began"), style="heading1")
        + paragraph(run("It was "), run("very", "<w:b/>"), run(" wet. See "), link("the map"), run("."))
        + paragraph(run("Smaller"), style="heading3")
        + paragraph(run("Boots"), level=0) + paragraph(run("left"), level=1) + paragraph(run("Tea"), level=0)
        + paragraph(run("Never mind the rain."), style="Quote")
        + paragraph(picture("Two people under one umbrella"), run("After the picture."))
        + table(["Day", "Weather"], ["Monday", "Rain"])
        + paragraph(picture())
    )  # fmt: skip
    page = upload(editor, docx(body, image=make_picture().read()))
    post = Post.objects.get()
    assert (post.title, post.status, post.slug) == ("A walk by the sea", Post.Status.DRAFT, "a-walk-by-the-sea")
    first, second = post.pictures.order_by("position")
    assert post.body == (
        "<h2>How it began</h2>"
        '<p>It was <strong>very</strong> wet. See <a href="https://example.org/">the map</a>.</p>'
        "<h3>Smaller</h3><ul><li>Boots<ol><li>left</li></ol></li><li>Tea</li></ul>"
        "<blockquote><p>Never mind the rain.</p></blockquote>"
        f'<figure data-picture="{first.key}"></figure><p>After the picture.</p>'
        "<table><tbody><tr><td>Day</td><td>Weather</td></tr><tr><td>Monday</td><td>Rain</td></tr></tbody></table>"
        f'<figure data-picture="{second.key}"></figure>'
    )
    assert (first.alt, first.needs_description) == ("Two people under one umbrella", False)
    assert (second.alt, second.needs_description) == ("", True)
    assert messages_in(page) == [
        "This is the draft. Read it through: Word and this site differ.",
        "1 picture needs a description: see “Pictures”.",
    ]
    assert page.redirect_chain[-1][0] == f"/admin/blog/post/{post.pk}/change/"


@pytest.mark.parametrize(
    ("body", "name", "title", "text"),
    [
        (paragraph(run("Top"), style="heading1") + PLAIN, "x.docx", "Top", "<p>Words.</p>"),
        (PLAIN + paragraph(run("Later"), style="heading1"), "x.docx", "Later", "<p>Words.</p><h2>Later</h2>"),
        (PLAIN, "My_last walk.docx", "My last walk", "<p>Words.</p>"),
        ("", "empty.docx", "empty", ""),
    ],
)
def test_the_title_is_the_titles_style_or_the_first_heading_or_the_files_name(
    editor: Client, body: str, name: str, title: str, text: str
) -> None:
    upload(editor, docx(body, name=name))
    post = Post.objects.get()
    assert (post.title, post.body) == (title, text)


def test_what_could_not_be_kept_is_listed_in_words(editor: Client) -> None:
    body = (
        paragraph(run("Fancy words."), '<w:commentReference w:id="1"/>', style="Fancy")
        + "<w:p><w:del w:id='1'><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins w:id='2'>"
        + run("kept")
        + "</w:ins></w:p>"
        + paragraph(picture("far", part='r:link="rFar"'))
    ).replace("<w:del w:id='1'>", '<w:del w:id="1">')
    page = upload(editor, docx(body))
    assert messages_in(page)[1:] == [
        "1 comment in the margin.",
        "1 place that tracked changes had struck out.",
        "1 picture that is not in the file itself. Add it under “Pictures”.",
        "The look of these, but not their words: Fancy.",
    ]
    assert Post.objects.get().body == "<p>Fancy words.</p><p>kept</p>"


def test_a_picture_in_it_that_is_none_is_told_of_and_the_words_are_kept(editor: Client) -> None:
    page = upload(editor, docx(PLAIN + paragraph(picture("A boat")), image=b"<svg onload='alert(1)'/>"))
    assert "The picture “A boat”: We cannot read this picture." in " ".join(messages_in(page))
    assert not PostPicture.objects.exists()
    assert "Words." in Post.objects.get().body


def bomb(part: str = "word/document.xml") -> SimpleUploadedFile:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr(part, b"\0" * 210_000_000)
    return SimpleUploadedFile("bomb.docx", out.getvalue())


def another_zip() -> SimpleUploadedFile:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr("xl/workbook.xml", "<x/>")
    return SimpleUploadedFile("a.docx", out.getvalue())


def by_another_name(source: str) -> SimpleUploadedFile:
    """The document is where the package says, and not where Word puts it."""
    whole = docx(PLAIN, word__other_bin=source)
    out = BytesIO()
    with ZipFile(whole) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"word/document.xml", b"word/other.bin"))
    return SimpleUploadedFile("A walk.docx", out.getvalue())


ENTITY = (
    f'{HEAD}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>&e;</w:body></w:document>'
)
LONG = f"{HEAD}<w:document {W}><w:body>{PLAIN * 90_000}</w:body></w:document>"
DEEP = f"{HEAD}<w:document {W}>{'<w:p>' * 5_000}{'</w:p>' * 5_000}</w:document>"
BAD = {
    "not a zip": (lambda: SimpleUploadedFile("a.docx", b"Hello"), opening.NOT_WORD),
    "old Word": (lambda: SimpleUploadedFile("a.doc", opening.OLD_WORD + b"x" * 99), opening.OLD),
    "cut off": (lambda: SimpleUploadedFile("a.docx", docx(PLAIN).read()[:300]), opening.BROKEN),
    "another zip": (another_zip, opening.NOT_WORD),
    "a macro": (lambda: docx(PLAIN, word__vbaProject_bin=b"x"), opening.MACRO),
    "a bomb": (bomb, opening.UNSAFE),
    "an entity": (lambda: docx(PLAIN, word__document_xml=ENTITY), opening.UNSAFE),
    "an entity in UTF-16": (
        lambda: docx(PLAIN, word__document_xml=ENTITY.replace("UTF-8", "UTF-16").encode("utf-16")), opening.UNSAFE),
    "an entity in a part by another name": (lambda: by_another_name(ENTITY), opening.UNSAFE),
    "an entity behind many spaces": (lambda: by_another_name(" " * 99 + ENTITY.removeprefix(HEAD)), opening.UNSAFE),
    "too much in a part by another name": (lambda: by_another_name(LONG), opening.UNSAFE),
    "nested without end": (lambda: docx(PLAIN, word__document_xml=DEEP), opening.UNSAFE),
    "broken XML": (lambda: docx(PLAIN, word__document_xml="<w:document>"), opening.BROKEN),
    "no document in it": (lambda: docx(PLAIN, word__document_xml=f"{HEAD}<x/>"), opening.BROKEN),
    "nothing": (lambda: SimpleUploadedFile("a.docx", b""), "This file is empty. Choose another."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_plain_words_and_at_once(editor: Client, name: str) -> None:
    make, words = BAD[name]
    document = make()
    start = time.process_time()
    assert errors_in(upload(editor, document)) == [str(words)]
    assert time.process_time() - start < 3
    assert not Post.objects.exists()


def test_a_file_of_more_than_25_megabytes_is_refused(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_BYTES", 100)
    assert errors_in(upload(editor, docx(PLAIN))) == [str(opening.TOO_BIG)]


def test_a_linked_picture_is_never_fetched(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("mammoth.docx.files.urlopen", asked.append)
    upload(editor, docx(PLAIN + paragraph(picture("far", part='r:link="rFar"'))))
    assert asked == []


def test_nothing_in_a_document_can_run(editor: Client) -> None:
    texts = "".join(paragraph(run(text), link(text)) for text in HOSTILE)
    body = paragraph(run(HOSTILE[1]), style="Title") + texts + paragraph(picture(HOSTILE[0]))
    upload(editor, docx(body, image=make_picture().read(), href="javascript:alert(1)"))
    post = Post.objects.get()
    assert activity(post.body) == []
    assert "javascript:alert(1)" not in "".join(re.findall(r'href="[^"]*"', post.body))
    page = editor.get(post.get_absolute_url()).content.decode()
    tree = BeautifulSoup(page, "html.parser").select_one(".prose")
    assert tree is not None
    assert not tree.find_all(["script", "iframe", "form", "svg", "style"])


def test_only_who_may_add_posts_may_do_this() -> None:
    reader = client_of(make_staff("blog.view_post"))
    assert reader.get(ADDRESS).status_code == 403
    assert reader.post(ADDRESS, {"document": docx(PLAIN)}).status_code == 403
    assert not Post.objects.exists()
    assert "from-word" not in reader.get("/admin/blog/post/").content.decode()


def test_the_list_and_the_empty_form_lead_there(editor: Client) -> None:
    assert ADDRESS in editor.get("/admin/blog/post/").content.decode()
    assert ADDRESS in editor.get("/admin/blog/post/add/").content.decode()
    assert editor.get(ADDRESS).status_code == 200


def pictured(count: int, words: str = "A walk") -> Any:
    """A document with so many pictures, each with words of its own."""
    return docx("".join(paragraph(run(words), picture(f"Boat {number}")) for number in range(count)), image=IMAGE)


def test_the_same_document_again_makes_no_second_draft(editor: Client) -> None:
    document = pictured(2)
    upload(editor, document)
    page = upload(editor, document)
    assert "There was a draft of this document already: no second one was made." in messages_in(page)
    assert page.redirect_chain[-1][0] == f"/admin/blog/post/{Post.objects.get().pk}/change/"
    assert PostPicture.objects.count() == 2
    upload(editor, pictured(2, words="Another walk"))
    assert Post.objects.count() == 2
    Post.objects.update(deleted_at=timezone.now())
    upload(editor, document)
    assert Post.objects.count() == 3, "the first is in the bin"


def test_more_pictures_than_there_is_time_for_come_when_the_document_is_chosen_again(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = pictured(3)
    monkeypatch.setattr(drafting, "SECONDS", -1.0)
    page = upload(editor, document)
    said = "The draft is made, and 3 pictures have still to come. Choose the same document again.See the draft"
    assert messages_in(page) == [said]
    assert page.redirect_chain[-1][0] == ADDRESS
    body = Post.objects.get().body
    monkeypatch.setattr(drafting, "SECONDS", 60.0)
    page = upload(editor, document)
    post = Post.objects.get()
    assert page.redirect_chain[-1][0] == f"/admin/blog/post/{post.pk}/change/"
    assert [one.alt for one in post.pictures.order_by("position")] == ["Boat 0", "Boat 1", "Boat 2"]
    assert post.body == body
    assert all(f'"{one.key}"' in body for one in post.pictures.all())


def test_a_document_that_is_being_read_now_is_not_read_twice(editor: Client) -> None:
    document = pictured(1)
    upload(editor, document)
    Made.objects.update(row="", at=timezone.now())
    page = upload(editor, document)
    assert "We are still reading this document. Look in this list again in a minute." in messages_in(page)
    assert Post.objects.count() == 1
    Made.objects.update(at=timezone.now() - timedelta(minutes=3))
    upload(editor, document)
    assert Post.objects.count() == 2, "whoever read it was ended"


def test_a_document_that_failed_half_way_may_be_sent_again(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    document = pictured(1)
    editor.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(drafting, "_draw", lambda *_: 1 / 0)
        assert upload(editor, document).status_code == 500
    upload(editor, document)
    assert Post.objects.get().pictures.count() == 1
