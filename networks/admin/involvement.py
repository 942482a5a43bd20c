"""Networks, their resources and their local groups: what the public pages say."""

from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coprod.accounts.roles import is_administrator
from coprod.model_admin import CoprodModelAdmin, RichTextAdmin
from networks.admin.exporting import RIGHT as MAY_EXPORT
from networks.admin.exporting import export_members
from networks.admin.walls import OwnNetworksOnly, User
from networks.models import Group, Network, Resource, SignUp

CHECKED_FOR = timedelta(days=365)


class ResourceInline(admin.StackedInline):
    model = Resource
    extra = 0
    verbose_name_plural = _("Resources: documents and links that the network made")
    fields: ClassVar = ["title", "description", "audience", "link", "body", "position"]
    view_on_site = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Network)
class NetworkAdmin(OwnNetworksOnly, RichTextAdmin):
    list_display = (
        "name",
        "is_open",
        "is_listed",
        "groups",
        "member_count",
    )
    list_filter: ClassVar = ["is_open", "is_listed"]
    search_fields: ClassVar = ["name", "summary"]
    change_form_template = "admin/networks/network/change_form.html"
    inlines: ClassVar = [ResourceInline]
    prepopulated_fields: ClassVar = {"slug": ["name"]}
    fieldsets: ClassVar = [
        (
            _("What readers see"),
            {"fields": ["name", "slug", "summary", "about", "what_members_do", "who_can_join", "support"]},
        ),
        (_("How people reach it"), {"fields": ["contact_role", "contact_phone", "contact_email", "contact_address"]}),
        (_("Who looks after it"), {"fields": ["facilitators"]}),
        (_("The form for joining"), {"fields": ["is_open", "questions_off"]}),
        (_("On the site"), {"fields": ["is_listed", "member_count", "position"]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "questions_off":
            help_text = _("Tick what people who join this network need not be asked.")
            widget = forms.CheckboxSelectMultiple
            return forms.TypedMultipleChoiceField(
                label=db_field.verbose_name,
                choices=Network.Question.choices,
                widget=widget,
                required=False,
                help_text=help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [path("<int:pk>/members/", wrap(export_members), name="networks_network_members"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any) -> Any:
        if obj is not None and request.user.has_perm(MAY_EXPORT):
            context["members"] = SignUp.objects.members().filter(network=obj).count()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def seen_by(self, rows: Any, user: User) -> Any:
        return rows if is_administrator(user) else rows.looked_after_by(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_group_count()

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        fixed = ["slug"] if obj else []  # links to a network stay good
        # Who looks after a network decides who sees its people: administrators decide that.
        return fixed if is_administrator(request.user) else [*fixed, "facilitators"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "facilitators":
            kwargs["queryset"] = (
                get_user_model()._default_manager.filter(is_staff=True, is_active=True).order_by("username")
            )
            return db_field.formfield(**kwargs, widget=forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("local groups"), ordering="group_count")
    def groups(self, network: Any) -> int:
        return int(network.group_count)


class CheckedFilter(admin.SimpleListFilter):
    title = _("details checked")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("More than a year ago, or never")), ("yes", _("In the last year"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Group]) -> QuerySet[Group]:
        recent = Q(checked_on__gte=timezone.localdate() - CHECKED_FOR)
        if self.value() == "no":
            return queryset.filter(~recent | Q(checked_on=None))
        return queryset.filter(recent) if self.value() == "yes" else queryset


@admin.register(Group)
class GroupAdmin(OwnNetworksOnly, CoprodModelAdmin):
    list_display = (
        "name",
        "place",
        "region",
        "network",
        "room",
        "checked",
    )
    list_filter: ClassVar = [CheckedFilter, "is_full", "region", ("network", admin.RelatedOnlyFieldListFilter)]
    list_select_related: ClassVar = ["network"]
    search_fields: ClassVar = ["name", "place", "postcode"]
    search_help_text = _("Search by name, town or postcode.")
    actions = ("checked_today",)
    fieldsets: ClassVar = [
        (_("Which group"), {"fields": ["network", "name"]}),
        (_("Where and when"), {"fields": ["place", "region", "venue", "postcode", "meets", "access"]}),
        (_("On the site"), {"fields": ["is_full", "is_listed", "checked_on"]}),
    ]

    def seen_by(self, rows: Any, user: User) -> Any:
        return rows if is_administrator(user) else rows.filter(network__facilitators=user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("network").defer("network__search")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DateField):
            # The browser's own date picker: one control, one label, and it works with the keyboard.
            return db_field.formfield(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A group goes when nobody belongs to it: its people would lose it, and nobody would know."""
        *found, protected = super().get_deleted_objects(objs, request)
        return *found, [*protected, *filter(None, map(_who_is_in, objs))]

    @admin.display(description=_("room"), ordering="is_full")
    def room(self, group: Group) -> str:
        return str(_("Full") if group.is_full else _("Has room"))

    @admin.display(description=_("details checked"), ordering="checked_on")
    def checked(self, group: Group) -> str:
        if group.checked_on is None:
            return format_html('<strong class="late">{}</strong>', _("Never"))
        words = date_format(group.checked_on, "SHORT_DATE_FORMAT")
        late = group.checked_on < timezone.localdate() - CHECKED_FOR
        return format_html('<strong class="late">{}</strong>', words) if late else words

    @admin.action(description=_("Mark the details as checked today"), permissions=["change"])
    def checked_today(self, request: HttpRequest, queryset: QuerySet[Group]) -> None:
        count = queryset.update(checked_on=timezone.localdate())
        said = ngettext("%(count)d group is marked as checked.", "%(count)d groups are marked as checked.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)


def _who_is_in(group: Group) -> str:
    count = group.sign_ups.current().count()
    said = ngettext("%(count)d person belongs to “%(group)s”", "%(count)d people belong to “%(group)s”", count)
    address = f"{reverse('admin:networks_signup_changelist')}?{urlencode({'q': group.name})}"
    return format_html('<a href="{}">{}</a>', address, said % {"count": count, "group": group}) if count else ""
