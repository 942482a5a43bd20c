"""The demo content: there is as much of it as promised, it reads plainly, and nothing in it points at anyone real."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoDbBlocker, Settings

from blog.checking import problems_of
from blog.models import Author, ByLine, Post, PostPicture, PostQuerySet, State
from coprod.demo import seeding
from coprod.demo.pictures import PICTURES
from coprod.demo.reading import texts
from coprod.inbox.ages import days_since
from coprod.models import Organisation, OutgoingMail, Page
from networks.models import Consent, Enquiry, Group, Network, Person, Region, Resource, SignUp
from tests.coprod.plain_words import Prose
from tests.sketching import sketched

GRADE = 6.5
PHONE = re.compile(r"(?:\+44|\b0)[\d ()-]{8,}\d")
DRAMA_NUMBER = re.compile(r"01632 960\d{3}")  # Ofcom keeps these for films and books


def seed() -> str:
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def stories() -> PostQuerySet:
    """Those with a text of their own in a file. The others are on their way: short, and for the screens of staff."""
    return Post.objects.filter(slug__in=[text.name for text in texts("posts")])


def every_row() -> dict[str, list[dict[str, Any]]]:
    labels = {"blog", "coprod", "networks", "taggit", "auth"}
    found = [model for model in apps.get_models() if model._meta.app_label in labels]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in found}


def every_text() -> Iterator[str]:
    """Whatever was seeded that someone could read."""
    for rows in every_row().values():
        for row in rows:
            readable = (value for name, value in row.items() if name not in {"password", "search", "picture"})
            yield from (value for value in readable if isinstance(value, str))


@pytest.fixture
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real pictures take seconds to draw."""

    def draw(name: str) -> ContentFile:
        file = ContentFile(b"", name=f"{name}.png")
        Image.new("RGB", (16, 10), "white").save(file, "PNG")
        return file

    monkeypatch.setattr(seeding, "draw", draw)


@pytest.mark.xdist_group("demo")  # one worker seeds, not each of them
class TestSeeded:
    """Reading one seeded database: nothing here may change it."""

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _seeded(cls, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            with sketched():
                seed()
            yield
            transaction.set_rollback(True)

    pytestmark = pytest.mark.django_db

    def test_a_reader_finds_twelve_posts(self, client: Client) -> None:
        first, second = (client.get(reverse("posts"), {"page": page}).content.decode() for page in (1, 2))
        public = Post.objects.public()
        assert len(public) == 12
        for post in public:
            assert post.get_absolute_url() in first + second
            assert client.get(post.get_absolute_url()).status_code == 200

    def test_staff_find_a_post_in_each_state_with_who_agreed(self) -> None:
        assert {post.state for post in Post.objects.with_state()} == set(State)
        assert not ByLine.objects.filter(consent_given_by="").exists()
        assert not [problem for post in Post.objects.public() for problem in problems_of(post) if problem.blocks]

    def test_a_draft_and_a_scheduled_post_wait_unseen(self, client: Client) -> None:
        draft = Post.objects.get(status=Post.Status.DRAFT)
        scheduled = Post.objects.scheduled().get()
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.get(scheduled.get_absolute_url()).status_code == 404

    def test_posts_are_spread_over_fourteen_months_and_the_newest_is_days_old(self) -> None:
        dates = sorted(post.publish_at for post in Post.objects.public() if post.publish_at)
        now = timezone.now()
        assert timedelta(days=1) < now - dates[-1] < timedelta(days=7)
        assert timedelta(days=390) < now - dates[0] < timedelta(days=430)
        assert len({(date.year, date.month) for date in dates}) >= 10

    def test_by_lines_are_of_every_kind(self) -> None:
        by_lines = [list(post.by_line.all()) for post in stories()]
        assert sorted({len(lines) for lines in by_lines}) == [1, 2]
        assert [
            author.name for author in Author.objects.all() if author.posts.filter(pk__in=stories()).count() == 2
        ] == ["Joyce Adeyinka"]
        assert Author.objects.filter(organisation="").count() == 1
        assert not Author.objects.filter(models.Q(role="") | models.Q(biography="")).exists()

    def test_posts_share_a_small_set_of_tags(self) -> None:
        names = [list(post.tags.names()) for post in stories()]
        assert all(2 <= len(tags) <= 4 for tags in names)
        assert all(Post.objects.filter(tags__name=tag).count() >= 2 for tags in names for tag in tags)
        assert len({tag for tags in names for tag in tags}) <= 10

    def test_every_post_has_its_own_picture_with_words_for_it(self, client: Client) -> None:
        for post in Post.objects.public():
            page = BeautifulSoup(client.get(post.get_absolute_url()).content, "html.parser")
            lead = post.pictures.get()
            picture = page.select_one(f"img[src$='{lead.picture.url}']")
            assert picture is not None
            assert len(str(picture["alt"])) > 60
            assert (picture["width"], picture["height"]) == ("1600", "1000")
            assert lead.caption in page.get_text()
        assert len({Path(lead.picture.path).read_bytes() for lead in PostPicture.objects.all()}) == len(PICTURES) == 14

    def test_every_post_reads_plainly(self) -> None:
        for post in stories():
            prose = Prose(post.body)
            assert 350 <= prose.words <= 650, post
            assert prose.grade <= GRADE, post
            assert prose.longest_sentence <= 25, post
            assert prose.share_of_sentences_over(20) <= 0.05, post
            assert prose.longest_paragraph <= 50, post
            assert prose.most_sentences_in_a_paragraph <= 3, post
            assert prose.words_without_a_heading <= 200, post
            assert 1 <= len(Prose(f"<p>{post.standfirst}</p>").sentences) <= 2, post

    def test_every_other_text_reads_plainly(self) -> None:
        parts = ("about", "what_members_do", "who_can_join", "support")
        long = [getattr(network, part) for network in Network.objects.all() for part in parts]
        long += [page.body for page in Page.objects.all()]
        long += [resource.body for resource in Resource.objects.exclude(body="")]
        assert len(long) == 12 + 3 + 8
        for text in long:
            prose = Prose(text)
            assert prose.grade <= GRADE, text
            assert prose.longest_sentence <= 25, text
            assert prose.longest_paragraph <= 50, text
            assert prose.most_sentences_in_a_paragraph <= 3, text

    def test_three_networks_say_everything_that_a_network_can(self, client: Client) -> None:
        names = ["Research Network", "Focus on Dementia Network", "Volunteering"]
        assert [network.name for network in Network.objects.public()] == names
        for network in Network.objects.all():
            unsaid = [field.name for field in network._meta.fields if getattr(network, field.name) in ("", None)]
            assert unsaid == []
            assert client.get(network.get_absolute_url()).status_code == 200
            assert network.resources.count() >= 2
        assert Network.objects.get(name="Research Network").member_count == 270

    def test_sixty_groups_meet_all_over_england_wales_and_northern_ireland(self, client: Client) -> None:
        groups = Group.objects.public()
        assert groups.count() == 60
        assert {group.region for group in groups} == set(Region) - {Region.SCOTLAND}
        assert 5 <= groups.filter(is_full=True).count() <= 15
        assert not groups.filter(models.Q(venue="") | models.Q(meets="") | models.Q(access="")).exists()
        assert not groups.filter(checked_on=None).exists()
        page = client.get(reverse("groups", args=["focus-on-dementia-network"]), {"region": "wales"}).content.decode()
        assert page.count("Welsh and English") == 2

    def test_people_wait_for_an_answer_and_nobody_is_sent_mail(self) -> None:
        assert (SignUp.objects.count(), Enquiry.objects.count()) == (6, 4)
        assert Person.objects.exclude(helper_name="").count() == 1
        assert Person.objects.filter(consents=None).count() == 0
        assert SignUp.objects.waiting().count() == 4
        assert any(days_since(row.received_at) >= 6 for row in SignUp.objects.waiting())
        assert not OutgoingMail.objects.exists()

    def test_the_health_of_those_who_did_not_speak_of_it_has_no_yes(self) -> None:
        silent = Consent.objects.filter(statement__purpose="health", given=False)
        assert {consent.person.name for consent in silent} == {"Femi Lockwood", "Callum Strand", "Ottoline Marsh-Bell"}

    def test_each_network_has_a_facilitator_who_cannot_log_in(self) -> None:
        for network in Network.objects.all():
            facilitator = network.facilitators.get()
            assert facilitator.is_staff
            assert not facilitator.is_superuser
            assert not facilitator.has_usable_password()

    def test_the_organisation_has_a_name_a_phone_and_its_own_pages(self, client: Client) -> None:
        home = client.get("/").content.decode()
        assert "Together on Dementia" in home
        assert "01632 960110" in home
        for address in ("about", "privacy", "accessibility"):
            assert Page.objects.get(address=address).title in client.get(reverse(address)).content.decode()

    def test_the_sanitiser_takes_nothing_out_of_the_texts(self) -> None:
        stored = {post.slug: post.body for post in stories()}
        for text in texts("posts"):
            assert Prose(stored[text.name]).markup == Prose(text.body).markup

    def test_links_stay_here_or_lead_to_example_org(self, client: Client) -> None:
        links = [link for text in every_text() for link in re.findall(r'href="([^"]+)"', text)]
        own = {link for link in links if link.startswith("/")}
        assert len(own) >= 5
        assert [link for link in links if link not in own and not link.startswith("https://www.example.org/")] == []
        for link in own:
            assert client.get(link).status_code == 200, link

    def test_nothing_points_at_anyone_real(self) -> None:
        everything = list(every_text())
        numbers = [number.strip() for text in everything for number in PHONE.findall(text)]
        assert len(numbers) > 10
        assert [number for number in numbers if not DRAMA_NUMBER.fullmatch(number)] == []
        assert [text for text in everything if re.search(r"\.com\b", text)] == []
        addresses = [address for text in everything for address in re.findall(r"\S+@(\S+\w)", text)]
        assert len(addresses) > 10
        assert [address for address in addresses if not address.endswith("example.org")] == []

    def test_seeding_again_says_so_and_changes_nothing(self) -> None:
        before = every_row()
        assert "here already. Nothing was changed." in seed()
        assert every_row() == before

    def test_a_demo_with_posts_of_ones_own_is_left_alone(self) -> None:
        Post.objects.create(title="Our own story")
        before = every_row()
        with pytest.raises(CommandError, match="not the demo's"):
            seed()
        assert every_row() == before


@pytest.mark.django_db
def test_a_database_with_a_network_of_ones_own_is_left_alone() -> None:
    Network.objects.create(name="Our own network", slug="our-own", summary="Ours.")
    before = every_row()
    with pytest.raises(CommandError, match="not the demo's"):
        seed()
    assert every_row() == before


@pytest.mark.django_db
def test_a_live_site_gets_no_demo(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="live site"):
        seed()
    assert not Post.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("small_pictures")
def test_details_that_staff_filled_in_stay_theirs() -> None:
    Organisation.objects.create(name="Our own name")
    Page.objects.create(address="about", title="All about us")
    seed()
    assert Organisation.current().name == "Our own name"
    assert Page.objects.get(address="about").title == "All about us"


@pytest.mark.django_db
@pytest.mark.usefixtures("small_pictures")
def test_staff_can_log_in_with_the_password_from_the_environment(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_STAFF_PASSWORD", "a long one for the demo")
    assert "7 staff accounts" in seed()
    assert User.objects.get(username="staff").is_superuser
    for username, role in {
        "staff": "",
        "editor": "Editor",
        "publisher": "Publisher",
        "facilitator": "Facilitator",
    }.items():
        assert client.login(username=username, password="a long one for the demo")
        assert [group.name for group in User.objects.get(username=username).groups.all()] == ([role] if role else [])


@pytest.mark.django_db
@pytest.mark.usefixtures("small_pictures")
def test_without_that_password_nobody_can_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_STAFF_PASSWORD", raising=False)
    assert "3 staff accounts" in seed()
    assert not [user for user in User.objects.all() if user.has_usable_password()]


@pytest.mark.django_db
@pytest.mark.usefixtures("small_pictures")
def test_a_failure_half_way_leaves_no_row_and_no_picture(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    before = every_row()
    monkeypatch.setattr(seeding, "table", lambda name: [{"full": "", "checked": "not a number"}])
    with pytest.raises(ValueError, match="not a number"):
        seed()
    assert every_row() == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
