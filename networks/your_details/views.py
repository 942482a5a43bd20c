"""The pages of “your details”: a link by e-mail, one button, and then one's own record. Nothing changes on GET."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coprod import guards, spreadsheets
from networks import emails
from networks.models import AccessLink
from networks.your_details import changing, opened
from networks.your_details.forms import ContactForm, LinkForm, PauseForm
from networks.your_details.held import Held

form_methods = require_http_methods(["GET", "HEAD", "POST"])
Purpose = AccessLink.Purpose


@form_methods
@guards.no_floods
def your_details(request: HttpRequest) -> HttpResponse:
    """Ask for a link. Whether we know the address is told in the e-mail, to its owner, and nowhere else."""
    form = LinkForm(_posted(request))
    if form.is_valid():
        if not guards.asked_for_many(request) and not form.cleaned_data["website"]:
            emails.details_link_asked(form.cleaned_data["email"])
        return redirect("your_details_sent")
    response = render(request, "networks/your_details/ask.html", {"form": form})
    if form.is_bound:
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, private=True)
    return response


@require_safe
def your_details_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "networks/your_details/sent.html")


@form_methods
def your_details_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page that the e-mail leads to. Its one button opens the record: programs that read mail press none."""
    link = _known(token, Purpose.DETAILS)
    if link is None:
        response = render(request, "networks/your_details/unknown.html", status=404)
    elif not link.is_usable or link.is_refused:
        response = render(request, "networks/your_details/old.html", {"link": link}, status=410)
    elif request.method == "POST":
        link.mark_used()
        response = opened.remember(redirect("your_details_page"), link)
    else:
        response = render(request, "networks/your_details/link.html")
    add_never_cache_headers(response)
    return response


@require_safe
@opened.with_link
def your_details_page(request: HttpRequest, link: AccessLink) -> HttpResponse:
    context = {"held": Held(link.person), "person": link.person, "done": request.GET.get("done", "")}
    return render(request, "networks/your_details/page.html", context)


@require_safe
@opened.with_link
def your_details_copy(request: HttpRequest, link: AccessLink) -> HttpResponse:
    table = spreadsheets.table(Held(link.person).rows())
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="your-details.csv"'
    return response


@form_methods
@opened.with_link
def your_details_change(request: HttpRequest, link: AccessLink) -> HttpResponse:
    form = ContactForm(_posted(request), person=link.person)
    if form.is_valid():
        changing.change_contact(link=link, answers=form.cleaned_data)
        return _back("changed")
    return render(request, "networks/your_details/change.html", {"form": form})


@form_methods
@opened.with_link
def your_details_pause(request: HttpRequest, link: AccessLink) -> HttpResponse:
    if "resume" in request.POST:
        changing.pause(person=link.person, until=None)
        return _back("resumed")
    form = PauseForm(_posted(request))
    if form.is_valid():
        changing.pause(person=link.person, until=form.cleaned_data["until"])
        return _back("paused")
    return render(request, "networks/your_details/pause.html", {"form": form, "person": link.person})


@form_methods
@opened.with_link
def your_details_leave(request: HttpRequest, link: AccessLink, reference: str) -> HttpResponse:
    sign_up = get_object_or_404(link.person.sign_ups.select_related("network", "person"), reference=reference)
    if request.method == "POST":
        changing.leave(sign_up=sign_up)
        return _back("left")
    return render(request, "networks/your_details/leave.html", {"sign_up": sign_up, "network": sign_up.network})


@require_POST
@opened.with_link
def your_details_withdraw(request: HttpRequest, link: AccessLink, purpose: str) -> HttpResponse:
    if not link.person.consents.filter(statement__purpose=purpose).exists():
        raise Http404
    changing.withdraw(person=link.person, purpose=purpose)
    return _back("withdrawn")


@require_POST
@opened.with_link
def your_details_stop(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Make the link of the e-mail, and every other one to this record, useless."""
    link.person.links.filter(purpose=Purpose.DETAILS).revoke()
    return opened.forget(redirect("your_details_closed"))


@require_POST
def your_details_close(request: HttpRequest) -> HttpResponse:
    link = opened.link_of(request)
    if link is not None:
        link.close()
    return opened.forget(redirect("your_details_closed"))


@require_safe
def your_details_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "networks/your_details/goodbye.html")


@form_methods
@guards.no_floods
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """The page for the owner of an address that someone else has typed into a form."""
    link = _known(token, Purpose.NOT_ME)
    if link is None:
        response = render(request, "networks/your_details/unknown.html", status=404)
    elif link.is_refused:
        response = render(request, "networks/your_details/not_me_done.html")
    elif not link.is_usable:
        response = render(request, "networks/your_details/not_me_old.html", status=410)
    elif request.method == "POST":
        changing.say_not_me(link=link)
        response = render(request, "networks/your_details/not_me_done.html")
    else:
        response = render(request, "networks/your_details/not_me.html")
    add_never_cache_headers(response)
    return response


def _known(token: str, purpose: str) -> AccessLink | None:
    return AccessLink.objects.known(token, purpose).select_related("person").first()


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _back(done: str) -> HttpResponse:
    response = redirect("your_details_page")
    response["Location"] += f"?done={done}"
    return response
