"""A blog moves here: what arrives, what is reported, and what a second run does."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from taggit.models import Tag

from blog.models import Author, ImportedEntry, OldAddress, Post
from tests.blog.importers.samples import OLD_BLOGGER, TAKEOUT, WORDPRESS, item, moved, old_post, post, word

pytestmark = pytest.mark.django_db
BY = "<p>By Nia Powell, Carer, Some Trust</p>"


def only() -> Post:
    return Post.objects.get()


class TestTakeout:
    def test_a_post_arrives_with_everything_that_it_had(self, tmp_path: Path, client: Client) -> None:
        html = word("By Nia Powell, Voice Lead at KETTLE", "We met.") + "<b>Why</b><br>• tea<br>• cake"
        report = moved(
            tmp_path, TAKEOUT.format(post(html=html, labels=["Tea", "dementia care"], title="Tea &amp; <cake>"))
        )
        new = only()
        assert (new.title, new.slug, new.status) == ("Tea & <cake>", "a-pot-of-tea-1", "published")
        assert new.publish_at == datetime(2018, 6, 7, 8, 1, tzinfo=UTC)
        assert new.created_at == new.publish_at
        assert new.body == "<p>We met.</p><h2>Why</h2><ul><li>tea</li><li>cake</li></ul>"
        line = new.by_line.get()
        assert (line.author.name, line.role, line.organisation) == ("Nia Powell", "Voice Lead", "KETTLE")
        assert sorted(new.tags.names()) == ["Tea", "dementia care"]
        assert "Nia Powell" in new.words
        assert len(report.imported) == 1
        page = client.get("/2018/06/a-pot-of-tea-1.html")
        assert (page.status_code, page["Location"]) == (301, "/blog/a-pot-of-tea-1/")
        assert b"We met." in client.get(page["Location"]).content

    def test_a_draft_stays_a_draft_and_a_scheduled_post_waits_for_its_time(
        self, tmp_path: Path, client: Client
    ) -> None:
        later = post(2, status="SCHEDULED", published="2099-01-01T00:00:00Z")
        moved(tmp_path, TAKEOUT.format(post(1, status="DRAFT", filename="") + later))
        draft, scheduled = Post.objects.order_by("title")
        assert (draft.status, draft.publish_at) == ("draft", None)
        assert scheduled.is_scheduled
        assert client.get("/2018/06/a-pot-of-tea-2.html").status_code == 404

    def test_a_state_that_we_do_not_know_is_never_made_public(self, tmp_path: Path) -> None:
        report = moved(tmp_path, TAKEOUT.format(post(status="HIDDEN")))
        assert only().status == "draft"
        assert "hidden" in report.notes[0]

    def test_pages_comments_and_the_bin_are_reported_and_stay_behind(self, tmp_path: Path) -> None:
        extra = "<blogger:parent>tag:blogger.com,1999:blog-7.post-1</blogger:parent>"
        everything = [
            post(1),
            post(2, type="PAGE", title="About us"),
            post(3, type="COMMENT", extra=extra),
            post(4, type="COMMENT", extra=extra),
            post(5, status="SOFT_TRASHED", title="Old thing"),
            post(6, trashed="2020-01-01T00:00:00Z"),
            post(7, type="SETTINGS"),
        ]
        report = moved(tmp_path, TAKEOUT.format("\n".join(everything)))
        assert Post.objects.count() == 1
        assert "About us" in report.pages[0]
        assert len(report.in_the_bin) == 2
        assert report.comment_count == 2
        assert report.comments == ["http://testserver/blog/a-pot-of-tea-1/ 2"]
        assert report.others == 1

    def test_without_a_by_line_the_post_is_reported_and_the_blogs_account_is_no_author(self, tmp_path: Path) -> None:
        report = moved(tmp_path, TAKEOUT.format(post()))
        assert not Author.objects.exists()
        assert "/blog/a-pot-of-tea-1/" in report.without_author[0]

    def test_pictures_are_reported_with_the_address_of_the_post(self, tmp_path: Path) -> None:
        report = moved(
            tmp_path, TAKEOUT.format(post(html="<p>x</p><img src='https://pics.example/a.jpg' alt='A pot'>"))
        )
        assert "<img" not in only().body
        assert report.pictures == ["http://testserver/blog/a-pot-of-tea-1/ https://pics.example/a.jpg A pot"]

    def test_an_author_is_known_again_however_the_name_is_written(self, tmp_path: Path) -> None:
        author = Author.objects.create(name="Siân Powell", role="Director")
        html = "<p>By SIA\u0302N POWELL</p><p>x</p>"
        moved(tmp_path, TAKEOUT.format(post(html=html)))
        line = only().by_line.get()
        assert line.author == author
        assert (line.role, line.organisation) == ("", "")

    def test_labels_become_tags_one_for_each(self, tmp_path: Path) -> None:
        Tag.objects.create(name="Tea")
        report = moved(
            tmp_path, TAKEOUT.format(post(labels=["tea", " TEA ", "two  words", "x" * 150, "!!!", "\ufdfa" * 80]))
        )
        names = sorted(only().tags.names())
        assert names[:2] == ["Tea", "two words"]
        assert names[2].startswith("xxx")
        assert len(names) == 3
        assert len(report.notes) == 3

    def test_titles_are_made_to_fit(self, tmp_path: Path) -> None:
        without = post(2, title=" ", html="<p>One two three four five six seven eight nine.</p>", filename="")
        report = moved(tmp_path, TAKEOUT.format(post(1, title="long " * 100) + without))
        assert Post.objects.get(title__startswith="long").title.endswith("long…")
        assert Post.objects.get(title="One two three four five six seven eight").slug.startswith("one-two")
        assert len(report.notes) == 2

    def test_two_posts_of_one_name_get_two_addresses(self, tmp_path: Path, client: Client) -> None:
        moved(tmp_path, TAKEOUT.format(post(1, filename="/2018/06/tea.html") + post(2, filename="/2019/06/tea.html")))
        assert client.get("/2018/06/tea.html")["Location"] == "/blog/tea/"
        assert client.get("/2019/06/tea.html")["Location"] == "/blog/tea-2/"

    def test_links_between_its_posts_go_on_working(self, tmp_path: Path) -> None:
        html = "<a href='/2018/06/a-pot-of-tea-2.html#x'>two</a> <a href='https://x.example/2018/06/a-pot-of-tea-2.html'>x</a>"
        moved(tmp_path, TAKEOUT.format(post(1, html=html) + post(2)))
        body = Post.objects.get(slug="a-pot-of-tea-1").body
        assert 'href="/2018/06/a-pot-of-tea-2.html"' in body
        assert 'href="https://x.example/2018/06/a-pot-of-tea-2.html"' in body


class TestOlderBlogger:
    def test_posts_drafts_and_comments_arrive(self, tmp_path: Path, client: Client) -> None:
        draft = old_post(2, extra="<app:control><app:draft>yes</app:draft></app:control>")
        reply = "<thr:in-reply-to ref='tag:blogger.com,1999:blog-8.post-1'/>"
        everything = [
            old_post(
                1, html=BY + "<a href='http://teapot.blogspot.co.uk/2012/03/tea-2.html'>x</a> <a href='/p/a.html'>y</a>"
            ),
            draft,
            old_post(3, kind="page", link="http://teapot.blogspot.com/p/a.html"),
            old_post(4, kind="template"),
            old_post(5, kind="comment", extra=reply),
        ]
        report = moved(tmp_path, OLD_BLOGGER.format("\n".join(everything)))
        new = Post.objects.get(status="published")
        assert new.publish_at == datetime(2012, 3, 4, 15, 30, tzinfo=UTC)
        assert list(new.tags.names()) == ["Tea"]
        assert new.by_line.get().organisation == "Some Trust"
        assert 'href="/2012/03/tea-2.html"' in new.body
        assert 'href="http://teapot.blogspot.com/p/a.html"' in new.body
        assert Post.objects.filter(status="draft").count() == 1
        assert (len(report.pages), report.comment_count, report.others) == (1, 1, 1)
        assert client.get("/2012/03/tea-1.html").status_code == 301


class TestWordPress:
    def test_a_post_arrives_with_its_two_old_addresses(self, tmp_path: Path, client: Client) -> None:
        labels = (
            '<category domain="category" nicename="news"><![CDATA[News]]></category>'
            '<category domain="post_tag" nicename="tea"><![CDATA[Tea time]]></category>'
            '<category domain="category" nicename="u"><![CDATA[Uncategorized]]></category>'
            '<category domain="post_format" nicename="a"><![CDATA[Aside]]></category>'
        )
        html = "One\ntwo.\n\n<strong>Why</strong>\n\nThree <a href='https://teapot.example/?p=2'>x</a>.\n<ul>\n<li>a</li>\n</ul>"
        extra = labels + "<wp:comment><wp:comment_approved>1</wp:comment_approved></wp:comment>"
        extra += "<wp:comment><wp:comment_approved>spam</wp:comment_approved></wp:comment>"
        first = item(1, title="Scones &amp; <em>jam</em>", html=html, extra=extra, excerpt="A <b>short</b> one.")
        report = moved(tmp_path, WORDPRESS.format(first + item(2)))
        new = Post.objects.get(slug="scones-1")
        assert (new.title, new.standfirst) == ("Scones & jam", "A short one.")
        assert new.body == ('<p>One<br>two.</p><h2>Why</h2><p>Three <a href="/?p=2">x</a>.</p><ul><li>a</li></ul>')
        assert sorted(new.tags.names()) == ["News", "Tea time"]
        assert new.by_line.get().author.name == "Mair Maddox"
        assert report.comment_count == 1
        for address in ("/2019/07/scones-1/", "/2019/07/scones-1", "/?p=1"):
            answer = client.get(address)
            assert (answer.status_code, answer["Location"]) == (301, "/blog/scones-1/")
        assert client.get("/?p=99").status_code == 200
        assert client.get("/?p=x").status_code == 200

    def test_the_by_line_in_the_text_wins_and_a_shared_account_is_nobody(self, tmp_path: Path) -> None:
        report = moved(tmp_path, WORDPRESS.format(item(1, html=f"{BY}x") + item(2, login="admin")))
        assert Post.objects.get(slug="scones-1").by_line.get().author.name == "Nia Powell"
        assert not Post.objects.get(slug="scones-2").authors.exists()
        assert "The Teapot" in report.without_author[0]

    def test_what_was_not_public_is_not_public_here(self, tmp_path: Path) -> None:
        states = {"draft": "draft", "pending": "in-review", "private": "draft", "odd": "draft", "future": "published"}
        items = [item(number, status=state, name=state) for number, state in enumerate(states, start=1)]
        moved(
            tmp_path,
            WORDPRESS.format("".join([*items, item(9, password="x", name="locked"), item(10, status="trash")])),
        )
        found = dict(Post.objects.values_list("slug", "status"))
        assert found == {**states, "locked": "draft"}

    def test_a_draft_without_a_date_arrives(self, tmp_path: Path) -> None:
        moved(tmp_path, WORDPRESS.format(item(status="draft", date="0000-00-00 00:00:00")))
        assert only().status == "draft"

    def test_pages_are_reported_and_attachments_and_menus_are_not(self, tmp_path: Path) -> None:
        others = item(2, type="attachment", status="inherit") + item(3, type="nav_menu_item")
        report = moved(tmp_path, WORDPRESS.format(item(1, type="page") + others))
        assert not Post.objects.exists()
        assert (len(report.pages), report.others) == (1, 2)

    def test_blocks_captions_and_shortcodes_leave_clean_text(self, tmp_path: Path) -> None:
        html = (
            "<!-- wp:paragraph -->\n<p>One\nline [sic].</p>\n<!-- /wp:paragraph -->\n"
            '[caption id="a"]<img src="https://p.example/a.png" />A cake[/caption]\n[gallery ids="1,2"]'
            '[box color="red"]boxed[/box][[shown]]'
        )
        report = moved(tmp_path, WORDPRESS.format(item(html=html)))
        assert only().body == "<p>One line [sic].</p><p>boxed[shown]</p>"
        assert report.pictures[0].endswith("https://p.example/a.png A cake")
        assert {note.rpartition(" the ")[2] for note in report.notes} == {
            "shortcode [gallery] was left out",
            "shortcode [box] was left out",
        }


class TestAgain:
    def test_a_second_run_changes_nothing(self, tmp_path: Path) -> None:
        text = TAKEOUT.format(post(1, html=BY + "<p>x</p>", labels=["a"]) + post(2))
        moved(tmp_path, text)
        before = list(Post.objects.order_by("pk").values())
        report = moved(tmp_path, text)
        assert (len(report.imported), len(report.updated), report.unchanged) == (0, 0, 2)
        assert list(Post.objects.order_by("pk").values()) == before

    def test_a_changed_entry_updates_its_post_and_keeps_its_address(self, tmp_path: Path) -> None:
        moved(tmp_path, TAKEOUT.format(post(html=BY + "<p>x</p>", labels=["a", "b"])))
        changed = post(title="New", html="<p>By Jo Roe</p><p>y</p>", labels=["b", "c"], filename="/2018/06/new.html")
        report = moved(tmp_path, TAKEOUT.format(changed))
        new = only()
        assert (new.title, new.slug, new.body) == ("New", "a-pot-of-tea-1", "<p>y</p>")
        assert [line.author.name for line in new.by_line.all()] == ["Jo Roe"]
        assert sorted(new.tags.names()) == ["b", "c"]
        assert len(report.updated) == 1
        assert OldAddress.objects.count() == 2
        assert moved(tmp_path, TAKEOUT.format(changed)).unchanged == 1

    def test_a_new_comment_is_no_change(self, tmp_path: Path) -> None:
        moved(tmp_path, WORDPRESS.format(item()))
        assert moved(tmp_path, WORDPRESS.format(item(extra="<wp:comment></wp:comment>"))).unchanged == 1

    @pytest.mark.parametrize("edit", ["body", "status", "tags", "authors"])
    def test_what_staff_have_edited_is_kept_and_reported(self, tmp_path: Path, edit: str) -> None:
        moved(tmp_path, TAKEOUT.format(post()))
        edited = only()
        if edit == "tags":
            edited.tags.add("ours")
        elif edit == "authors":
            edited.set_by_line(Author.objects.create(name="Jo Roe"))
        else:
            setattr(edited, edit, {"body": "<p>Ours.</p>", "status": "withdrawn"}[edit])
            edited.save()
        report = moved(tmp_path, TAKEOUT.format(post(html="<p>Theirs.</p>")))
        assert "Theirs" not in only().body
        assert len(report.edited_here) == 1
        assert not report.updated

    def test_a_post_that_staff_deleted_does_not_come_back(self, tmp_path: Path) -> None:
        moved(tmp_path, TAKEOUT.format(post()))
        only().delete()
        report = moved(tmp_path, TAKEOUT.format(post()))
        assert not Post.objects.exists()
        assert len(report.deleted_here) == 1
        ImportedEntry.objects.all().delete()
        assert len(moved(tmp_path, TAKEOUT.format(post())).imported) == 1

    def test_an_entry_that_is_gone_from_the_export_changes_nothing(self, tmp_path: Path) -> None:
        moved(tmp_path, TAKEOUT.format(post(1) + post(2)))
        moved(tmp_path, TAKEOUT.format(post(1)))
        assert Post.objects.count() == 2

    def test_a_trial_run_says_the_same_and_changes_nothing(self, tmp_path: Path) -> None:
        text = TAKEOUT.format(post(1, html=BY, labels=["a"]) + post(2))
        trial = moved(tmp_path, text, dry_run=True)
        assert not Post.objects.exists()
        assert not Author.objects.exists()
        assert not Tag.objects.exists()
        real = moved(tmp_path, text)
        assert [line.replace("Would be imported", "Imported") for line in trial.lines()][1:] == list(real.lines())


def test_a_page_of_our_own_is_never_taken_over(tmp_path: Path, client: Client) -> None:
    moved(tmp_path, WORDPRESS.format(item(link="https://teapot.example/about/")))
    assert client.get("/about/").status_code == 200
