"""What a post says about itself to search engines and to sites that show a link: schema.org as JSON-LD."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString

from blog.bodies import body_for_feeds, body_of
from blog.models import ByLine
from coprod.models import Organisation

register = template.Library()

register.filter(body_of)
register.filter(body_for_feeds)


@register.filter
def portrait(credit: dict[str, Any]) -> Any:
    """The photo of a by-line, as it was when the post was written."""
    size = {side: int(credit[side] or 0) for side in ("photo_width", "photo_height")}
    return ByLine(photo=credit["photo"], **size).photo


@register.simple_tag
def structured_data(post: Any, organisation: Organisation) -> SafeString:
    """The post as a BlogPosting. A data block: browsers do not run it, so it needs no nonce."""
    address = settings.SITE_URL + post.get_absolute_url()
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "description": post.description,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": "en-GB",
        "datePublished": post.publish_at,
        "dateModified": post.changed_at,
        "author": [_person(credit) for credit in post.credits],
        "keywords": [tag["name"] for tag in post.tag_list],
        "publisher": {"@type": "Organization", "name": organisation.name, "url": settings.SITE_URL},
    }
    if lead := post.lead:
        data["image"] = settings.SITE_URL + lead.picture.url
    # Django escapes what could end the block; only the name of the type is ours.
    return SafeString(json_script(data).replace("application/json", "application/ld+json", 1))


def _person(credit: dict[str, str]) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": credit["name"]}
    if credit["slug"]:
        person["url"] = settings.SITE_URL + reverse("author", args=[credit["slug"]])
    if credit["role"]:
        person["jobTitle"] = credit["role"]
    if credit["organisation"]:
        person["affiliation"] = {"@type": "Organization", "name": credit["organisation"]}
    return person
