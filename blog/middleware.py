"""Readers who come by an old address find the post at its new one, and feeds that are opened in a browser are shown."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from blog.models import Post


class OldAddresses:
    """Looks only when a page is not found, so that ordinary pages pay nothing. Pages of our own always win.

    One address is of another kind: `/?p=12`, a WordPress post's short address, where the home page would answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or "\0" in request.path:
            return self.get_response(request)
        number = request.GET.get("p", "")
        if request.path == "/" and number.isascii() and number.isdigit():
            return _moved(f"/?p={number}") or self.get_response(request)
        response = self.get_response(request)
        return (_moved(request.path) or response) if response.status_code == 404 else response


def _moved(path: str) -> HttpResponse | None:
    # WordPress answered with and without the last slash; links of both kinds are out there.
    paths = [path, path.removesuffix("/") if path.endswith("/") else f"{path}/"]
    post = Post.objects.public().only("slug").filter(old_addresses__path__in=paths).first()
    return HttpResponsePermanentRedirect(post.get_absolute_url()) if post else None


class FeedsInBrowsers:
    """Says “XML” of a feed that somebody opens in a browser: of the feeds' own types browsers show the bare source.

    No Vary: whoever is handed the other answer by a cache on the way can still read it.
    """

    TYPES = ("application/atom+xml", "application/rss+xml")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Not request.headers, which reads them all: this looks at every answer.
        opened = request.META.get("HTTP_SEC_FETCH_DEST") == "document"
        if opened and response.get("Content-Type", "").startswith(self.TYPES):
            response["Content-Type"] = "application/xml; charset=utf-8"
        return response
