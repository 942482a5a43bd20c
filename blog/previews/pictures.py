"""Lets the guest see the pictures of the post that their private link is for, and of no other.

Opening the link leaves a cookie for the addresses of pictures. So no picture's address holds the secret of the link,
and the page that readers will see needs no second set of addresses.
"""

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from blog.models import Post, PreviewLink

COOKIE = "__Secure-preview" if settings.HTTPS else "preview"
LASTS = 60 * 60  # seconds
SALT = "blog.previews.pictures"


def let_see(response: HttpResponse, link: PreviewLink) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(link.pk, salt=SALT),
        max_age=LASTS,
        path=settings.MEDIA_URL,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def guest_may_see(request: HttpRequest, names: set[str]) -> bool:
    """Whether a picture is of the post whose private link this browser has opened, as long as the link is good."""
    if COOKIE not in request.COOKIES:
        return False
    try:
        number = signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return False
    posts = Post.objects.filter(preview_links__in=PreviewLink.objects.usable().filter(pk=number))
    photos = Q(by_line__photo__in=names, by_line__name_withheld=False)
    return posts.filter(Q(pictures__picture__in=names) | photos).exists()
