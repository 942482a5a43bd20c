"""The pages of readers' responses: write one, read all, report one. A post's own page holds no form and no cookie."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from blog.models import Post, Response
from blog.responses.forms import ResponseForm
from blog.responses.receiving import receive_response
from coprod import guards
from coprod.journeys.pages import on_csrf_failure
from coprod.page_cache.public import public_page
from coprod.paging import newest_of

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _send_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form again that came without its safety code, with all that was typed."""
    post = _post(slug)
    response = _form_page(request, ResponseForm(request.POST, post=post), post, once_more=True)
    response.status_code = 403
    return response


@on_csrf_failure(_send_again)
@form_methods
@guards.no_floods
def respond(request: HttpRequest, slug: str) -> HttpResponse:
    post = _post(slug)
    form = ResponseForm(request.POST if request.method == "POST" else None, post=post)
    if not form.is_valid() or not (post.responses_open or _is_here(post, form)):
        return _form_page(request, form, post)
    trap = form.cleaned_data["website"]
    received = receive_response(
        post=post,
        answers=form.answers,
        consent_version=form.version,
        key=form.key,
        looks_automatic=guards.looks_automatic(request, ticket=form.ticket, trap=trap),
    )
    return redirect("respond_done", slug, received.key)


def _is_here(post: Post, form: ResponseForm) -> bool:
    """Whether this form was sent before: a retry hears what it would have heard then."""
    return post.responses.filter(key=form.key).exists()


@require_safe
def respond_done(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Give the reference. The page stays good when the story is taken down, or moves: it is the reader's receipt."""
    received = get_object_or_404(Response.objects.select_related("post"), key=key)
    story = received.post if received.post.is_public else None
    response = render(request, "blog/responses/done.html", {"received": received, "story": story})
    add_never_cache_headers(response)
    return response


@require_safe
@public_page("page")
def responses(request: HttpRequest, slug: str) -> HttpResponse:
    post = _post(slug)
    page_obj = newest_of(post.responses.shown(), request)
    if not page_obj.paginator.count:
        raise Http404
    return render(request, "blog/responses/responses.html", {"post": post, "page_obj": page_obj, "trail": _trail(post)})


def _report_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    response = _report_page(request, slug, pk)
    response.status_code = 403
    return response


@on_csrf_failure(_report_again)
@form_methods
@guards.no_floods
def report_response(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a reader report a response. The answer is the same whether or not it is still there: it tells nothing."""
    if request.method != "POST":
        return _report_page(request, slug, pk)
    if guards.reports_too_often(request):
        return guards.too_many(request)
    post = _post(slug)
    post.responses.filter(pk=pk).report()
    return redirect("response_reported", slug)


@require_safe
@public_page()
def response_reported(request: HttpRequest, slug: str) -> HttpResponse:
    post = _post(slug)
    return render(request, "blog/responses/reported.html", {"post": post, "trail": _trail(post)})


def _report_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    post = _post(slug)
    found = get_object_or_404(post.responses.shown(), pk=pk)
    response = render(request, "blog/responses/report.html", {"post": post, "found": found, "trail": _trail(post)})
    add_never_cache_headers(response)
    return response


def _post(slug: str) -> Post:
    return get_object_or_404(Post.objects.public().only("slug", "title", "responses_open"), slug=slug)


def _form_page(request: HttpRequest, form: ResponseForm, post: Post, *, once_more: bool = False) -> HttpResponse:
    context = {"form": form, "post": post, "once_more": once_more, "trail": _trail(post)}
    response = render(request, "blog/responses/respond.html", context, status=200 if post.responses_open else 410)
    if form.is_bound:
        add_never_cache_headers(response)  # it shows what someone typed
    else:
        patch_cache_control(response, private=True)  # kept by the browser, so that Back keeps what was typed
    return response


def _trail(post: Post) -> list[tuple[str, str]]:
    return [(_("Stories"), reverse("posts")), (post.title, post.get_absolute_url())]
