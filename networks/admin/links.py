"""The links that were e-mailed to people in place of a password: staff can turn one off, and read none."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coprod.accounts.roles import is_administrator
from coprod.inbox.moves import write_down
from coprod.inbox.search import spoken_reference
from coprod.model_admin import ReadOnlyAdmin, moment
from networks.admin.walls import OwnNetworksOnly, User
from networks.models import AccessLink, Person


@admin.register(AccessLink)
class AccessLinkAdmin(OwnNetworksOnly, ReadOnlyAdmin):
    list_display = ("person", "purpose", "made", "state")
    list_filter: ClassVar = ["purpose"]
    list_select_related: ClassVar = ["person"]
    search_fields: ClassVar = ["person__name"]
    search_help_text = _("Search by name or reference.")
    fields: ClassVar = ["person", "purpose", "made", "state", "last_used"]
    actions = ("turn_off",)

    def seen_by(self, rows: Any, user: User) -> Any:
        return rows if is_administrator(user) else rows.filter(person__in=Person.objects.seen_by(user))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, _twice = super().get_search_results(request, queryset, search_term)
        # The whole of a reference: a part of one would be found in what another network received, too.
        spoken = spoken_reference(search_term)
        theirs = Q(person__sign_ups__reference=spoken) | Q(person__enquiries__reference=spoken)
        return (found | queryset.filter(theirs) if spoken else found), True

    def has_turn_off_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("networks.change_accesslink")

    @admin.display(description=_("made"), ordering="made_at")
    def made(self, link: AccessLink) -> str:
        return moment(link.made_at)

    @admin.display(description=_("last used"))
    def last_used(self, link: AccessLink) -> str:
        return moment(link.used_at) or str(_("Not used"))

    @admin.display(description=_("does it work?"))
    def state(self, link: AccessLink) -> str:
        if link.revoked_at:
            return _("No: turned off %s") % moment(link.revoked_at)
        return (_("Yes, until %s") if link.is_usable else _("No: it ended %s")) % moment(link.expires_at)

    @admin.action(description=_("Turn off"), permissions=["turn_off"])
    def turn_off(self, request: HttpRequest, queryset: Any) -> None:
        working = list(queryset.usable().select_related("person"))
        for link in working:
            link.revoke()
            write_down(request, link.person, str(_("Turned off a link that was sent by e-mail.")))
        count = len(working)
        words = ngettext("%(count)d link is turned off.", "%(count)d links are turned off.", count) % {"count": count}
        self.message_user(
            request,
            words if count else _("None of these works any more: nothing was changed."),
            messages.SUCCESS if count else messages.WARNING,
        )
