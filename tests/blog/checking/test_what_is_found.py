"""What the checks say of a post: each finds its own fault, says where, and a good post is left in peace."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from blog.checking import Problem, problems_of
from blog.models import Post
from tests.factories import give_picture, make_author, make_post

pytestmark = pytest.mark.django_db
LINKS = [
    "click here",
    "Click here.",
    "here",
    "read more",
    "Read more…",
    "this link",
    "more information",
    "see this page",
]
LONG = "The word " * 70 + "ends."


def of(body: str = "<p>Once upon a time.</p>", **fields: Any) -> dict[str, Problem]:
    return {problem.code: problem for problem in problems_of(make_post(body=body, **fields))}


def test_a_good_post_is_left_in_peace() -> None:
    body = (
        "<p>We met at ten. It was raining.</p><h2>The start</h2><p>Tea came first.</p><h3>Later</h3>"
        '<ul><li><p><a href="https://example.org/tea">How we make tea</a></p></li></ul>'
        "<blockquote><p>It was good.</p></blockquote>"
    )
    post = make_post("Tea at ten", body=body)
    give_picture(post, alt="Two cups")
    assert problems_of(post) == []


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ({"standfirst": " "}, "no-standfirst", "#id_standfirst"),
        ({"title": " ", "slug": "x"}, "no-title", "#id_title"),
        ({"body": ""}, "no-text", "#id_body"),
        ({"body": "<h2>Only a heading</h2>"}, "no-text", "#id_body"),
        ({"authors": []}, "no-author", "#by_line-group"),
        ({"body": "<p>Hello</p><h3>First</h3><p>There.</p>"}, "heading-gap", "#id_body"),
        ({"body": '<p>Hello <a href="https://example.org/"> </a>there.</p>'}, "empty-link", "#id_body"),
    ],
)
def test_what_is_missing_keeps_a_post_from_readers(fields: dict[str, Any], code: str, place: str) -> None:
    found = of(**fields)
    assert [problem.code for problem in found.values() if problem.blocks] == [code]
    assert (found[code].place, found[code].blocks) == (place, True)


def test_a_picture_without_words_keeps_a_post_from_readers() -> None:
    post = make_post()
    picture = give_picture(post, alt="", needs_description=True)  # as an import leaves it
    assert [(problem.code, problem.place) for problem in problems_of(post)] == [("no-alt", "#id_pictures-0-alt")]
    picture.decorative = True
    picture.save()
    assert problems_of(post) == []


@pytest.mark.parametrize("words", LINKS)
def test_a_link_that_says_nothing_is_told(words: str) -> None:
    found = of(f'<h2>Tea</h2><p>For tea <a href="https://example.org/">{words}</a></p>')
    assert list(found) == ["vague-link"]
    assert not found["vague-link"].blocks
    assert found["vague-link"].where.startswith("Tea: For tea")


@pytest.mark.parametrize("words", ["https://example.org/tea?x=1", "www.example.org", "example.org/tea"])
def test_an_address_as_the_words_of_a_link_is_told(words: str) -> None:
    assert list(of(f'<p><a href="https://example.org/">{words}</a></p>')) == ["bare-address"]


@pytest.mark.parametrize("words", ["Read the story of the bus stop", "Herefordshire", "More than tea", "Mr. Org"])
def test_words_that_say_something_are_not(words: str) -> None:
    assert of(f'<p><a href="https://example.org/">{words}</a></p>') == {}


def test_the_same_words_for_two_places_are_told_once() -> None:
    link = '<p><a href="https://example.org/{}">The report</a></p>'
    assert list(of(link.format(1) + link.format(2) + link.format(3))) == ["two-places"]
    assert of(link.format(1) * 3) == {}


def test_a_link_to_a_story_that_readers_cannot_see_is_told() -> None:
    public, draft = make_post("Public"), make_post("Draft", status=Post.Status.DRAFT)
    public.keep_address("old-name")
    good = [
        "/blog/public/",
        "/blog/old-name/",
        "/blog/",
        "/about/",
        "https://example.org/blog/draft/",
        "#top",
    ]
    for address in good:
        assert of(f'<p><a href="{address}">A story of ours</a></p>') == {}, address
    for address in (draft.get_absolute_url(), "/blog/nowhere/", "/blog/a%00b/", f"{settings.SITE_URL}/blog/draft/"):
        assert list(of(f'<p><a href="{address}">A story of ours</a></p>')) == ["dead-link"], address


def test_long_paragraphs_and_sentences_are_told_with_their_length() -> None:
    found = of(f"<h2>Tea</h2><p>{LONG}</p><p>Short.</p>")
    assert "141 words" in str(found["long-paragraph"].words)
    assert found["long-paragraph"].where.startswith("Tea: The word")
    assert str(found["long-sentences"].words).startswith("1 sentence has")
    assert not any(problem.blocks for problem in found.values())


def test_hard_prose_gets_a_grade_and_plain_prose_none() -> None:
    hard = (
        "Organisational considerations necessitate comprehensive administrative reconfiguration of responsibilities. "
    )
    assert "grade" in str(of(f"<p>{hard * 15}</p>")["reading-grade"].words)
    assert of(f"<p>{'We met at ten and had a cup of tea. It was good to talk. ' * 8}</p>") == {}
    assert of(f"<p>{hard}</p>") == {}  # too short to say anything


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("She is a dementia sufferer.", "avoid-sufferer"),
        ("People suffering from dementia.", "avoid-suffering"),
        ("He has suffered with it.", "avoid-suffering"),
        ("Victims of dementia.", "avoid-victim"),
        ("My senile aunt.", "avoid-senile"),
        ("the DEMENTED", "avoid-demented"),
        ("She felt a burden.", "avoid-burden"),
        ("IT WAS THE best", "capitals"),
    ],
)
def test_words_to_avoid_are_hints_with_what_to_say(text: str, code: str) -> None:
    found = of(f"<p>{text}</p>")
    assert list(found) == [code]
    assert not found[code].blocks
    assert list(of(standfirst=text)) == [code]


def test_other_meanings_are_left_alone() -> None:
    assert of("<p>The victims of the flood met. The NHS and DEEP came. The BBC was there.</p>") == {}


def test_what_blocks_comes_first() -> None:
    blocks = [problem.blocks for problem in problems_of(make_post(standfirst="", authors=[], body="<p>A burden.</p>"))]
    assert blocks == [True, True, False]


def test_two_authors_and_one_question_each(django_assert_max_num_queries: Any) -> None:
    body = "".join(f'<p><a href="/blog/x-{number}/">Story {number}</a></p>' for number in range(20))
    post = Post.objects.get(pk=make_post(body=body, authors=[make_author(), make_author()]).pk)
    with django_assert_max_num_queries(5):
        assert len(problems_of(post)) == 20


def test_consent_that_is_missing_or_has_run_out_is_told_at_its_line() -> None:
    today = timezone.localdate()
    post = make_post(authors=[make_author("Ann"), make_author("Bob"), make_author("Cy")])
    post.by_line.filter(position=2).update(consent_given_by="", consented_on=None)
    post.by_line.filter(position=3).update(consented_on=today - timedelta(days=9), consent_review_on=today)
    found = problems_of(post)
    assert [(problem.code, problem.place, problem.blocks) for problem in found] == [
        ("no-consent", "#id_by_line-1-consented_on", True),
        ("old-consent", "#id_by_line-2-consent_review_on", True),
    ]
    assert "Bob" in str(found[0].words)
    post.by_line.filter(position=3).update(consent_review_on=today + timedelta(days=1))
    assert len(problems_of(post)) == 1


def test_a_picture_whose_people_are_to_be_asked_again_keeps_a_post_from_readers() -> None:
    post = make_post()
    give_picture(post, shows_people=True, consent_given_by="Both", consent_review_on=timezone.localdate())
    assert [(problem.code, problem.place, problem.blocks) for problem in problems_of(post)] == [
        ("old-consent", "#id_pictures-0-consent_review_on", True)
    ]
