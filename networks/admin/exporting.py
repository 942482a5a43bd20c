"""A network's members as a table to take out. Who took it, when and how many rows is recorded."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from coprod import spreadsheets
from coprod.inbox.moves import write_down
from coprod.models import StaffAccess
from networks.admin.walls import own_networks
from networks.models import Person, SignUp

RIGHT = "networks.export_members"
AT_ONCE = 500


@require_POST
def export_members(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Stream the members of one of one's own networks: those who joined and have not left."""
    network = get_object_or_404(own_networks(request.user), pk=pk)
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    with transaction.atomic():
        members = dict(SignUp.objects.members().filter(network=network).values_list("pk", "person_id"))
        people, count = sorted(set(members.values())), len(members)
        StaffAccess.record(request.user, StaffAccess.Action.EXPORTED, "networks.person", people, network.slug)
        said = ngettext("Took out the list: %d member.", "Took out the list: %d members.", count)
        write_down(request, network, said % count)
    # What is sent is what was recorded, even if someone joins while it is on its way.
    response = StreamingHttpResponse(spreadsheets.lines(_rows(list(members))), content_type="text/csv; charset=utf-8")
    name = f"members-{network.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response


def _rows(pks: list[int]) -> Iterator[list[Any]]:
    yield [
        *(
            _("Reference"),
            _("Name"),
            _("Local group"),
            _("Asked to join on"),
            _("Reach them by"),
            _("E-mail"),
            _("Phone"),
        ),
        *(_("Address"), _("Town or area"), _("Nation or region"), _("What helps them take part"), _("Not before")),
        *(_("Helper"), _("How the helper knows them"), _("Helper’s e-mail"), _("Helper’s phone"), _("Confirmed")),
    ]
    for start in range(0, len(pks), AT_ONCE):
        batch = SignUp.objects.filter(pk__in=pks[start : start + AT_ONCE]).select_related("person", "group")
        for row in batch.order_by("received_at", "pk"):
            yield _row(row, row.person)


def _row(row: SignUp, person: Person) -> list[Any]:
    ways = dict(Person.ReachBy.choices)
    asked = timezone.localdate(row.received_at).isoformat()
    return [
        *(row.reference, person.name, row.group.name if row.group else "", asked),
        *(", ".join(str(ways.get(way, way)) for way in person.reach_by), person.email, person.phone, person.address),
        *(person.place, person.get_region_display(), person.support, person.paused_until or ""),
        *(person.helper_name, person.helper_relationship, person.helper_email, person.helper_phone),
        _("Yes") if person.is_confirmed else _("Not confirmed with the person"),
    ]
