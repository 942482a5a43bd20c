"""The pages of every journey: a step, the page of answers, and the page that deletes them.

Each is a function that an app's view calls with its journey. None of them acts on GET.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

from coprod import guards
from coprod.errors import ON_CSRF_FAILURE
from coprod.journeys.journey import Journey
from coprod.journeys.steps import Step, StepForm

View = TypeVar("View", bound=Callable[..., HttpResponse])


def start(request: HttpRequest, journey: Journey, template: str) -> HttpResponse:
    """Say what will be asked. Someone who has begun already may carry on, or start again."""
    if request.method == "POST":
        _forget(journey)
        return redirect(journey.first_address)
    begun = journey.draft is not None and not journey.is_sent
    return _page(request, journey, template, begun=begun)


def step(request: HttpRequest, journey: Journey, slug: str) -> HttpResponse:
    """Ask one question, or keep its answer and go on."""
    step = journey.step_called(slug)
    if request.method == "POST":
        return guards.too_many_steps(request, journey.draft) or _answered(request, journey, step)
    is_first = step is journey.steps[0]
    if journey.is_sent and not is_first:
        return _done(journey)
    if journey.draft is None and not is_first:
        return gone(request, journey)
    if (missing := journey.first_missing(before=step)) is not None:
        return redirect(journey.asking_for(missing))
    if not step.applies(journey):
        return redirect(journey.address("check"))
    return _step_page(request, journey, step, journey.shown_form(step))


def check(
    request: HttpRequest, journey: Journey, template: str = "journeys/check.html", *, once_more: bool = False
) -> HttpResponse:
    """Show all the answers, each with its own way to change it, and send them when asked to."""
    if journey.is_sent:
        return _done(journey)
    if journey.draft is None or journey.found.is_of_another_page:
        return gone(request, journey)
    if request.method == "POST" and not once_more and journey.send_once():
        return _done(journey)
    if (missing := journey.first_missing()) is not None:
        return redirect(journey.asking_for(missing))
    page = _page(request, journey, template, rows=summary(journey), back=journey.before_check(), once_more=once_more)
    page.status_code = 403 if once_more else 200
    return page


def delete(request: HttpRequest, journey: Journey, template: str = "journeys/delete.html") -> HttpResponse:
    """Ask whether to delete the answers, and delete them. Say so when there are none."""
    if request.method == "POST":
        _forget(journey)
        return redirect(f"{journey.address('start')}?why=deleted")
    if journey.is_sent:
        return _done(journey)
    return _page(request, journey, template if journey.draft else "journeys/nothing_kept.html")


def gone(request: HttpRequest, journey: Journey, template: str = "journeys/gone.html") -> HttpResponse:
    """Say kindly that the answers are not here any more, and what someone can do."""
    return _page(request, journey, template, expired=journey.found.has_expired)


def once_more(request: HttpRequest, journey: Journey, slug: str) -> HttpResponse:
    """Show a step again that came without its safety code, with all that was typed. It is not stored until then."""
    step = journey.step_called(slug)
    if refused := guards.too_many_steps(request, journey.draft):
        return refused
    response = _step_page(request, journey, step, journey.posted_form(step), once_more=True)
    response.status_code = 403
    return response


def on_csrf_failure(answer: Callable[..., HttpResponse]) -> Callable[[View], View]:
    """Mark a view with what answers a post that came without its safety code, in place of the site's bare page."""

    def marked(view: View) -> View:
        setattr(view, ON_CSRF_FAILURE, answer)
        return view

    return marked


def summary(journey: Journey) -> list[dict[str, Any]]:
    """The lines of the page of answers."""
    rows: list[dict[str, Any]] = []
    for step in journey.asked():
        form = journey.kept_form(step)
        form.full_clean()
        lines = list(form.summary()) or [(form.label or step.label, form.no_answer)]
        change_url = f"{journey.address(step.slug)}?change=yes"
        first = len(rows)
        rows += [
            {"label": label, "value": value, "change_url": change_url + form.field_labelled(label)}
            for label, value in lines
        ]
        rows[first]["row"] = f"row-{step.slug}"
    return rows


def _answered(request: HttpRequest, journey: Journey, step: Step) -> HttpResponse:
    is_first = step is journey.steps[0]
    if journey.is_sent:
        return _done(journey)
    if journey.found.is_of_another_page and not is_first:
        return gone(request, journey)
    had_answers = journey.draft is not None or is_first
    form = journey.posted_form(step)
    if not form.is_valid():
        journey.keep_part(step, form)
        return _step_page(request, journey, step, form)
    journey.keep(step, form)
    if journey.draft is not None and journey.draft.is_sent:  # sent from another tab a moment ago
        return _done(journey)
    onwards = journey.after(step, changing="change" in request.GET)
    if not had_answers:
        onwards = onwards.replace("?why=missing", "?why=gone")
    return journey.remember(redirect(onwards))


def _forget(journey: Journey) -> None:
    if not journey.found.is_of_another_page:  # what that page was about is gone already
        journey.forget()


def _done(journey: Journey) -> HttpResponse:
    key = journey.draft.key if journey.draft else journey.found.ticket.key
    return redirect(journey.done_address(key))


def _step_page(
    request: HttpRequest, journey: Journey, step: Step, form: StepForm, *, once_more: bool = False
) -> HttpResponse:
    changing = "change" in request.GET
    back = journey.row(step) if changing else journey.before(step)
    progress = "" if changing else journey.progress(step)
    extra = {"step": step, "form": form, "back": back, "changing": changing, "once_more": once_more}
    return _page(request, journey, step.template, progress=progress, **extra)


def _page(request: HttpRequest, journey: Journey, template: str, **extra: Any) -> HttpResponse:
    context = {"journey": journey, "why": request.GET.get("why", ""), **journey.context(), **extra}
    context["token"] = journey.signed_ticket(extra.get("form"))
    response = render(request, template, context)
    patch_vary_headers(response, ["Cookie"])
    if journey.draft is None and request.method != "POST":
        patch_cache_control(response, private=True)  # blank: kept by the browser, so that Back keeps what was typed
    else:
        add_never_cache_headers(response)
    return response
