"""The site's own pages: home, search, the organisation's pages, and what only machines read."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.models import Post
from blog.stories import LATEST
from coprod.asked import PARAMETERS, Asked
from coprod.backup.models import have_stopped as backups_have_stopped
from coprod.errors import bad_request, csrf_failure, page_not_found, permission_denied, server_error
from coprod.looking import found
from coprod.models import Organisation, OutgoingMail, Page
from coprod.page_cache.public import public_page
from coprod.paging import newest_of
from coprod.styleguide import examples as styleguide_examples
from networks.models import PUBLIC_NETWORKS, Group, Network

__all__ = ["bad_request", "csrf_failure", "page_not_found", "permission_denied", "server_error"]

SECURITY_KNOWN_FOR = timedelta(days=180)  # RFC 9116 advises less than a year
ICONS = [
    ("favicon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
]


@require_safe
@public_page("p")  # an old blog’s addresses: blog/middleware.py
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"posts": LATEST.ask(), "networks": PUBLIC_NETWORKS.ask()})


@require_safe
@public_page()
def page(request: HttpRequest, address: str) -> HttpResponse:
    # Every footer links here, also on a new site where nobody has written these pages yet.
    unwritten = Page(address=address, title=str(Page.Address(address).label))
    found = Page.objects.filter(address=address).defer("search").first() or unwritten
    return render(request, "pages/page.html", {"page": found})


@require_safe
@public_page(*PARAMETERS)
def search(request: HttpRequest) -> HttpResponse:
    """Show the first few of each kind, or with `?kind=` all of one kind, a page at a time."""
    asked = Asked.read(request.GET)
    response = render(request, "pages/search.html", {"asked": asked, **(found(asked, request) if asked.q else {})})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('search')}",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@public_page()
def security(request: HttpRequest) -> HttpResponse:
    """Tell who finds a weakness where to report it (RFC 9116). The day it runs out moves on by itself, each month."""
    this_month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SITE_URL}{reverse('contact')}",
        *([f"Contact: mailto:{email}"] if (email := Organisation.current().email) else []),
        f"Expires: {(this_month + SECURITY_KNOWN_FOR).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Browsers ask here for the icon of what is not a page, such as a feed."""
    return HttpResponseRedirect(static("img/icon-192.png"))


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Name the site and its pictures for a device that keeps it on its first screen."""
    name = Organisation.current().name
    icons = [
        {"src": static(f"img/{file}"), "sizes": sizes, "type": kind, "purpose": purpose}
        for file, sizes, kind, purpose in ICONS
    ]
    about = {"name": name, "short_name": name[:12].strip(), "lang": "en-GB", "start_url": "/", "display": "browser"}
    colours = {"theme_color": "#0b4f54", "background_color": "#fffdf9"}
    return JsonResponse({**about, **colours, "icons": icons}, content_type="application/manifest+json")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say whether this process and its database answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return _state("database away", status=503)
    return _state("ok")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether mail leaves and backups are made as well. For an alarm: pages do without both."""
    try:
        state = {"mail is stuck": OutgoingMail.objects.stuck().exists(), "no new backup": backups_have_stopped()}
    except (DatabaseError, InterfaceError):
        return _state("database away", status=503)
    wrong = [words for words, is_so in state.items() if is_so]
    return _state("\n".join(wrong), status=503) if wrong else _state("ok")


def _state(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, with whatever the database holds. A developer's page."""
    posts = Post.objects.public().for_cards().with_tags().newest_first()
    networks = Network.objects.public().with_group_count()[:2]
    groups = Group.objects.public().select_related("network")[:2]
    rows = {"posts": posts[:3], "networks": networks, "groups": groups, "page_obj": newest_of(posts, request)}
    return render(request, "pages/styleguide.html", rows | styleguide_examples())
