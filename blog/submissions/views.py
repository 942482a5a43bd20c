"""The pages of “Write for us”: the start, each question, the picture, the reference, and “this wasn’t me”."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from blog.models import DraftPicture, Submission
from blog.submissions import emails
from blog.submissions.journey import WriteForUs
from blog.submissions.receiving import note_not_me
from coprod import guards
from coprod.journeys import pages

form_methods = require_http_methods(["GET", "HEAD", "POST"])
CHECK = "blog/write_for_us/check.html"


@form_methods
def write_for_us(request: HttpRequest) -> HttpResponse:
    return pages.start(request, WriteForUs(request), "blog/write_for_us/start.html")


def _again(request: HttpRequest, step: str) -> HttpResponse:
    journey = WriteForUs(request)
    if step == "check":
        return pages.check(request, journey, CHECK, once_more=True)
    return pages.once_more(request, journey, step)


@pages.on_csrf_failure(_again)
@form_methods
def write_for_us_step(request: HttpRequest, step: str) -> HttpResponse:
    journey = WriteForUs(request)
    if step == "check":
        return pages.check(request, journey, CHECK)
    if step == "delete":
        return pages.delete(request, journey)
    return pages.step(request, journey, step)


@require_safe
def write_for_us_picture(request: HttpRequest) -> HttpResponse:
    """The picture of answers not sent yet, for the browser that sent it and for nobody else."""
    draft = WriteForUs(request).draft
    picture = DraftPicture.objects.filter(draft=draft).first() if draft else None
    if picture is None:
        raise Http404
    response = HttpResponse(bytes(picture.data), content_type="image/webp")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    add_never_cache_headers(response)
    return response


@require_safe
def write_for_us_done(request: HttpRequest, key: UUID) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.only("reference"), key=key)
    response = render(request, "blog/write_for_us/done.html", {"received": submission})
    add_never_cache_headers(response)
    return response


@form_methods
@guards.no_floods
def write_for_us_not_me(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """The page for the owner of an address that someone else has typed into the form. It never acts on GET."""
    submission = get_object_or_404(Submission, key=key)
    if not emails.is_not_me_token(submission, token):
        raise Http404
    is_old = not submission.can_say_not_me and submission.not_me_at is None
    if request.method == "POST" and not is_old:
        note_not_me(submission)
    context = {"is_old": is_old, "is_noted": submission.not_me_at is not None}
    response = render(request, "blog/write_for_us/not_me.html", context, status=410 if is_old else 200)
    add_never_cache_headers(response)
    return response
