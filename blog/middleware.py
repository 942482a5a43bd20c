"""Sends readers from the address that a post had on its old blog to the one it has here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from blog.models import Post


class OldAddresses:
    """Looks only when a page is not found, so that ordinary pages pay nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or "\0" in request.path:
            return response
        post = Post.objects.public().only("slug").filter(old_addresses__path=request.path).first()
        return HttpResponsePermanentRedirect(post.get_absolute_url()) if post else response
