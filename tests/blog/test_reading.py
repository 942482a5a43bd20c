"""Readers at the blog: the list, a post, and the ways to find one."""

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from taggit.models import Tag, TaggedItem

from blog.models import Post
from tests.factories import give_picture, make_author, make_post, make_staff

pytestmark = pytest.mark.django_db

ROUTES = ["/blog/", "/blog/archive/", "/blog/feed/", "/blog/feed/rss/"]


class Meta(HTMLParser):
    """The <meta property> of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "meta" and named.get("property"):
            self.said.setdefault(str(named["property"]), []).append(str(named["content"]))


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def structured_data(page: str) -> dict[str, object]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def test_the_list_has_the_newest_first_ten_a_page(client: Client) -> None:
    now = timezone.now()
    for number in range(12):
        make_post(f"Story number {number:02}", publish_at=now - timedelta(days=number + 1))
    first, second = text(client, "/blog/"), text(client, "/blog/?page=2")
    assert re.findall(r"Story number \d\d", first) == [f"Story number {number:02}" for number in range(10)]
    assert re.findall(r"Story number \d\d", second) == ["Story number 10", "Story number 11"]
    assert 'rel="canonical" href="http://testserver/blog/?page=2"' in second
    assert "<h1>Stories, page 2" in second
    assert "<h1>Stories</h1>" in first


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "", "1e9", "9" * 5000, "٣", "😀"])
def test_a_page_that_is_not_there_shows_the_nearest(client: Client, page: str) -> None:
    make_post("The only one")
    assert "The only one" in text(client, f"/blog/?page={page}")


def test_lists_end_where_nobody_turns_over_any_more_and_lead_to_the_archive(
    client: Client,
) -> None:
    hour = timezone.now() - timedelta(hours=1)
    rows = [Post(title="One", slug=f"one-{number}", status="published", publish_at=hour) for number in range(201)]
    Post.objects.bulk_create(rows)
    kind, hills = ContentType.objects.get_for_model(Post), Tag.objects.create(name="Hills", slug="hills")
    TaggedItem.objects.bulk_create([TaggedItem(object_id=row.pk, content_type=kind, tag=hills) for row in rows])
    Post.objects.all().index_words()
    first, last, beyond = (text(client, f"/blog/tag/hills/?page={number}") for number in (1, 20, 21))
    assert beyond == last
    assert "There are more than 200 stories." in first
    assert "Find older stories by month</a>" in last
    assert "Find older stories by month</a>" not in first


def test_an_empty_blog_says_so(client: Client) -> None:
    assert "There are no stories yet." in text(client, "/blog/")
    assert "There are no stories yet." in text(client, "/blog/archive/")


def test_a_post_shows_all_that_belongs_to_it(client: Client) -> None:
    authors = [make_author("Siân O'Connor", role="Carer", organisation="The choir"), make_author("Bo")]
    post = make_post(
        "How we <began>",
        authors=authors,
        tags=["Music & song"],
        standfirst="Two friends start a choir.",
        body="<h2>First</h2><p>We sang.</p>",
        publish_at=datetime(2018, 6, 1, 9, 30, tzinfo=UTC),
    )
    give_picture(post, alt="Two women laugh", caption="At the first meeting", credit="Bo")
    page = text(client, "/blog/how-we-began/")
    for expected in (
        "How we &lt;began&gt;</h1>",
        "Two friends start a choir.",
        "Siân O&#x27;Connor</a>, Carer, The choir",
        'href="/blog/author/bo/"',
        "<h2>First</h2><p>We sang.</p>",
        'alt="Two women laugh" width="40" height="30"',
        "At the first meeting",
        "Picture: Bo",
        "Music &amp; song</a>",
        "Friday 1 June 2018",
        "It takes about 1 minute to read.",
    ):
        assert expected in page
    assert "Only staff can see this" not in page


def test_a_post_tells_other_sites_what_it_is(client: Client) -> None:
    author = make_author("Siân", role="Carer", organisation="The choir")
    post = make_post("</script><b>Hm", authors=[author], tags=["Song"], standfirst='A "short" & sweet one')
    picture = give_picture(post, alt="Us").picture
    page = text(client, post.get_absolute_url())
    data = structured_data(page)
    assert data["@type"] == "BlogPosting"
    assert data["headline"] == "</script><b>Hm"
    assert data["description"] == 'A "short" & sweet one'
    assert data["url"] == "http://testserver" + post.get_absolute_url()
    assert data["image"] == f"http://testserver{picture.url}"
    assert datetime.fromisoformat(str(data["datePublished"])).timestamp() == pytest.approx(
        post.publish_at.timestamp() if post.publish_at else 0, abs=0.01
    )
    assert datetime.fromisoformat(str(data["dateModified"])) > datetime.fromisoformat(str(data["datePublished"]))
    assert data["author"] == [
        {
            "@type": "Person",
            "name": "Siân",
            "url": "http://testserver/blog/author/si%C3%A2n/",
            "jobTitle": "Carer",
            "affiliation": {"@type": "Organization", "name": "The choir"},
        }
    ]
    said = Meta(page).said
    assert said["og:title"] == ["</script><b>Hm"]
    assert said["og:type"] == ["article"]
    assert said["og:image"] == [f"http://testserver{picture.url}"]
    assert said["og:image:alt"] == ["Us"]
    assert said["og:description"] == ['A "short" & sweet one']
    assert said["article:tag"] == ["Song"]


def test_a_post_without_standfirst_is_described_by_its_first_words(client: Client) -> None:
    post = make_post(standfirst="", body="<p>" + "Seven letters words. " * 40 + "</p>")
    (said,) = Meta(text(client, post.get_absolute_url())).said["og:description"]
    assert said.startswith("Seven letters words. Seven")
    assert said.endswith("…")
    assert len(said) <= 201


def test_a_post_without_author_or_picture_works(client: Client) -> None:
    page = text(client, make_post("Alone", authors=[], standfirst="", body="").get_absolute_url())
    assert "by-line" not in page
    assert structured_data(page)["author"] == []
    assert "og:image" not in Meta(page).said


def test_stories_of_a_tag_and_of_an_author(client: Client) -> None:
    author = make_author("Ann Lee", role="Nurse", biography="She likes hills.")
    make_post("Hers", authors=[author], tags=["Hills"])
    make_post("Another", tags=["Rivers"])
    tagged, hers = text(client, "/blog/tag/hills/"), text(client, "/blog/author/ann-lee/")
    for page in (tagged, hers):
        assert ">Hers</a>" in page
        assert ">Another</a>" not in page
    assert "Stories about Hills</h1>" in tagged
    assert "There is 1 story." in tagged
    assert "She likes hills." in hers
    assert 'href="/blog/tag/hills/feed/"' in tagged
    assert 'href="/blog/author/ann-lee/feed/rss/"' in hers


def test_the_page_of_a_tag_follows_its_stories(client: Client) -> None:
    post, other = make_post("A walk", tags=["Hills"]), make_post("A song", tags=["Music"])
    post.tags.add("Music")
    assert "A walk" in text(client, "/blog/tag/music/")
    post.tags.remove("Hills")
    assert client.get("/blog/tag/hills/").status_code == 404
    other.tags.set(["Hills"])
    assert "A song" not in text(client, "/blog/tag/music/")
    post.tags.clear()
    assert client.get("/blog/tag/music/").status_code == 404
    assert "A song" in text(client, "/blog/tag/hills/")


def test_the_archive_lists_the_months_and_a_year_counts_their_stories_in_uk_time(client: Client) -> None:
    make_post("Late", publish_at=datetime(2019, 6, 30, 23, 30, tzinfo=UTC))  # half past midnight in July here
    make_post("Later", publish_at=datetime(2019, 7, 2, 12, tzinfo=UTC))
    make_post("Before", publish_at=datetime(2018, 12, 31, 23, 59, tzinfo=UTC))
    archive = text(client, "/blog/archive/")
    assert re.findall(r'href="(/blog/\d+/(?:\d+/)?)"', archive) == [
        "/blog/2019/",
        "/blog/2019/7/",
        "/blog/2018/",
        "/blog/2018/12/",
    ]
    assert "2 stories" in text(client, "/blog/2019/")
    assert "1 story" in text(client, "/blog/2018/")
    july = text(client, "/blog/2019/07/")
    assert "Stories from July 2019</h1>" in july
    assert ">Late</a>" in july
    assert ">Later</a>" in july
    assert ">Before</a>" in text(client, "/blog/2018/")
    assert client.get("/blog/2019/6/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/blog/no-such-post/",
        "/blog/tag/none/",
        "/blog/author/none/",
        "/blog/tag/none/feed/",
        "/blog/author/none/feed/rss/",
        "/blog/0/",
        "/blog/1999/",
        "/blog/2018/13/",
        "/blog/2018/0/",
        "/blog/99999999999999999999/",
        "/blog/99999999999999999999/1/",
        "/blog/2018/1/1/",
        "/blog/%F0%9F%98%80/",
        "/blog/" + "a" * 3000 + "/",
        "/blog/%ff/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "We cannot find that page" in answer.content.decode()


@pytest.mark.parametrize(
    "address", [*ROUTES, "/blog/x/", "/blog/tag/x/", "/blog/author/x/", "/blog/2018/", "/blog/2018/1/"]
)
def test_reading_takes_no_post(client: Client, address: str) -> None:
    answer = client.post(address, {"a": "b"})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "01632 960000" in answer.content.decode()


def test_staff_see_a_draft_at_its_real_address_and_nobody_keeps_it() -> None:
    post = make_post("Not yet", status=Post.Status.DRAFT, publish_at=None, tags=["Quiet"])
    staff = Client()
    staff.force_login(make_staff("blog.view_post"))
    answer = staff.get(post.get_absolute_url())
    assert answer.status_code == 200
    assert "Only staff can see this" in answer.content.decode()
    assert "Its status is: Draft" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "og:title" not in answer.content.decode()


def test_staff_see_when_a_scheduled_post_is_due() -> None:
    post = make_post("Soon", publish_at=datetime(2099, 7, 1, 8, 30, tzinfo=UTC))
    staff = Client()
    staff.force_login(make_staff("blog.view_post"))
    assert "Scheduled for Wednesday 1 July 2099 at 9:30am." in staff.get(post.get_absolute_url()).content.decode()


@pytest.mark.parametrize("permissions", [[], ["networks.view_signup"]])
def test_other_staff_do_not_see_a_draft(permissions: list[str]) -> None:
    post = make_post(status=Post.Status.IN_REVIEW)
    staff = Client()
    staff.force_login(make_staff(*permissions))
    assert staff.get(post.get_absolute_url()).status_code == 404


def test_a_draft_and_nothing_at_all_answer_alike(client: Client) -> None:
    make_post("A secret", status=Post.Status.DRAFT)
    secret, nothing = client.get("/blog/a-secret/"), client.get("/blog/a-nobody/")
    assert secret.status_code == nothing.status_code == 404
    assert secret.content == nothing.content.replace(b"a-nobody", b"a-secret")
    assert dict(secret.headers) == dict(nothing.headers)


def test_what_an_editor_wrote_does_not_run_anywhere(client: Client) -> None:
    hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    author = make_author(hostile[:100], role=hostile[:100], organisation=hostile[:100], biography=hostile)
    post = make_post(hostile, authors=[author], tags=[hostile[:90]], standfirst=hostile, body=hostile)
    # A row that came past the form and its cleaning.
    Post.objects.filter(pk=post.pk).update(body=f"<p>Words</p>{hostile}")
    pages = [post.get_absolute_url(), author.get_absolute_url(), f"/blog/tag/{post.tags.get().slug}/", "/blog/", "/"]
    for address in [*pages, "/search/?q=words"]:
        page = text(client, address)
        assert "alert(1)</script>" not in page, address
        assert "<img src=x" not in page, address
