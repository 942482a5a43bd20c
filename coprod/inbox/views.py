"""The staff inbox: one list of everything that waits, and the one step that moves a record on."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from blog.models import GuestAnswer, Response, Submission
from coprod.accounts.roles import is_administrator
from coprod.inbox import close, moves
from coprod.inbox import filters as choices
from coprod.inbox.filters import Filters
from coprod.inbox.record import right_to_change
from coprod.inbox.rows import Inbox
from coprod.model_admin import Task
from coprod.received import Received
from networks.models import Enquiry, Network, SignUp

PAGE = 50
MODELS: dict[str, type[Received]] = {
    "signup": SignUp,
    "enquiry": Enquiry,
    "submission": Submission,
    "response": Response,
    "guestanswer": GuestAnswer,
}


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits, as the page's address asks for it."""
    filters = Filters.read(request.GET)
    rows: Any = Inbox(request.user, filters)
    if not rows.tables:
        raise PermissionDenied
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {**admin.site.each_context(request), **_choices(request, filters), "title": _("Inbox"), "page_obj": page}
    if filters.words and not page.paginator.count:
        everything = Filters(words=filters.words, status=choices.ALL)
        in_all = Inbox(request.user, everything).count()
        near = [] if in_all else Inbox.close_to(request.user, filters.words)[: close.MOST]
        context |= {"in_all": in_all, "everything": everything.address(), "close": near}
    return render(request, "admin/inbox/inbox.html", context)


@require_POST
def inbox_move(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """Take a record in the list, or take the last step back. All other steps are on the page of the record."""
    if model not in MODELS:
        raise Http404
    model_admin = admin.site.get_model_admin(MODELS[model])
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    to = request.POST.get(moves.TO, "")
    with transaction.atomic():
        row: Any = model_admin.get_queryset(request).select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Http404
        theirs = to == moves.MINE and row.assignee_id not in {None, request.user.pk}
        said = moves.move(request, row, to) if to in moves.FROM_A_LIST and not theirs else ""
    if theirs:
        words = _("%(reference)s: %(who)s has it already, and keeps it. To take it over, open it.")
        messages.warning(request, words % {"reference": row.reference, "who": moves.holder(row)})
    else:
        moves.tell(request, said)
    return redirect(_address(Filters.read(QueryDict(request.POST.get("inbox", "")))))


def _address(filters: Filters) -> str:
    return f"{reverse('admin:inbox')}?{filters.address()}".rstrip("?")


def _choices(request: HttpRequest, filters: Filters) -> dict[str, Any]:
    """What the filters offer: only what can find something, and networks and colleagues of one's own."""
    user: Any = request.user  # of the staff: the admin let them in
    networks = Network.objects.all() if is_administrator(user) else Network.objects.looked_after_by(user)
    staff = get_user_model()._default_manager.filter(is_staff=True, is_active=True).exclude(pk=user.pk)
    if not is_administrator(user):
        staff = staff.filter(networks__facilitators=user).distinct()
    names = [(str(pk), name) for pk, name in staff.order_by("username").values_list("pk", "username")]
    offered = choices.offered_to(user)
    return {
        **offered,
        "filters": filters,
        "networks": [(network.pk, network.name) for network in networks.only("name")],
        "statuses": [*offered["statuses"], (choices.ALL, _("Everything"))],
        "who": [*choices.WHO, *names],
        "longer_than": choices.LONGER_THAN,
        "newest": filters.address(order="newest"),
        "oldest": filters.address(order=""),
        "here": filters.address(),
        "undo": request.session.get(moves.UNDO),
        "may_move": [name for name, model in MODELS.items() if user.has_perm(right_to_change(model))],
    }


def tasks(request: HttpRequest) -> list[Task]:
    """What the front page says of the inbox, as far as this person may look into it."""
    waits = Inbox(request.user, Filters())
    if not waits.tables:
        return []
    here = reverse("admin:inbox")
    count, calls = waits.count(), Inbox(request.user, Filters(call=True)).count()
    robots = Inbox(request.user, Filters(robots=True)).count()
    found = [
        Task(count, ngettext("thing waits in the inbox", "things wait in the inbox", count), here),
        Task(calls, ngettext("person needs a call today", "people need a call today", calls), f"{here}?call=1"),
    ]
    if robots:
        words = ngettext("may be from a robot: please look", "may be from robots: please look", robots)
        found.append(Task(robots, words, f"{here}?robots=1"))
    return found
