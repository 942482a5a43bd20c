"""The page behind a guest's private link: the post as it will look, and two ways to answer. Nothing changes on GET."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.models import GuestAnswer, PreviewLink
from blog.previews import agreeing, pictures
from blog.previews.answering import record
from blog.previews.forms import ApproveForm, CommentForm
from blog.stories import whole_stories
from coprod import guards

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Answer = ApproveForm | CommentForm


def private(view: "View[P]") -> "View[P]":
    """Keep a page out of caches and search engines, and its address out of what browsers send along."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


# A page without a referrer sends its form with `Origin: null`, which Django's own check refuses. What that guards
# against cannot be done here: nobody is signed in, and whoever can write the form's address knows the secret already.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
@guards.no_floods
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the post to its guest, and take their answer."""
    link = _link(token)
    if link is None:
        return render(request, "blog/preview/gone.html", status=404)
    if link.post.is_public:
        return render(request, "blog/preview/published.html", {"post": link.post})
    form = _answered(request, link) if request.method == "POST" else None
    if form is not None and form.is_valid() and not _is_about_other_words(form):
        automatic = guards.looks_automatic(request, ticket=form.ticket, trap=form.cleaned_data["website"])
        answer = record(link=link, form=form, looks_automatic=automatic)
        return redirect("preview_answered", token=token, key=answer.key)
    response = render(request, "blog/preview/preview.html", _page(link, form))
    pictures.let_see(response, link)
    return response


@private
@require_safe
def preview_answered(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    link = _link(token)
    if link is None:
        return render(request, "blog/preview/gone.html", status=404)
    answer = get_object_or_404(GuestAnswer, key=key, link=link)
    return render(request, "blog/preview/answered.html", {"answer": answer, "token": token})


def _link(token: str) -> PreviewLink | None:
    return PreviewLink.objects.usable().with_token(token).select_related("post", "created_by").first()


def _answered(request: HttpRequest, link: PreviewLink) -> Answer:
    approved = request.POST.get("answer") == GuestAnswer.Kind.APPROVED
    return ApproveForm(request.POST, link) if approved else CommentForm(request.POST, link)


def _is_about_other_words(form: Answer) -> bool:
    """Whether somebody says yes to what they have not read: the post has changed, or the page was never opened."""
    return isinstance(form, ApproveForm) and not form.ticket.is_genuine


def _page(link: PreviewLink, form: Answer | None) -> dict[str, object]:
    has_changed = form is not None and form.is_valid()
    if isinstance(form, ApproveForm) and has_changed:
        form = ApproveForm(None, link, initial={"name": form.cleaned_data["name"]})
    return {
        "post": whole_stories().get(pk=link.post_id),
        "link": link,
        "preview": True,
        "form": form,
        "approve": form if isinstance(form, ApproveForm) else ApproveForm(None, link),
        "comment": form if isinstance(form, CommentForm) else CommentForm(None, link),
        "statement": agreeing.STATEMENTS[agreeing.CURRENT],
        "has_changed": has_changed,
        "before": link.answers.order_by("-received_at").first(),
    }
