"""What every staff page of ours shares: the editor under a strict CSP, what a list may be asked, and what waits.

The admin site (admin_site.py) asks each model's admin for its tasks and puts them on the front page, so that neither
app needs to know the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset.media import Media

from coprod import phones
from coprod.once.admin import OnceAdmin
from coprod.search import MAX_QUERY

NOT_SAID = _("Not said")


@dataclass(frozen=True)
class Task:
    """Something that waits for staff, as the front page shows it: “3 new sign-ups”, with where to go."""

    count: int
    label: str
    url: str


@dataclass(frozen=True)
class Coming:
    """Something that happens by itself at a time that was set: “Tea for two” is published."""

    at: datetime
    title: str
    what: str | Promise
    url: str


def phone_link(number: str) -> str:
    return format_html('<a href="{}">{}</a>', phones.phone_link(number), number) if number else str(NOT_SAID)


def mail_link(address: str) -> str:
    return format_html('<a href="mailto:{}">{}</a>', address, address) if address else str(NOT_SAID)


class CoprodModelAdmin(OnceAdmin):
    list_per_page = 50
    show_full_result_count = False

    def tasks(self, request: HttpRequest) -> list[Task]:
        """Return what waits for this person in this model's list."""
        return []

    def coming_up(self, request: HttpRequest) -> list[Coming]:
        """Return what will happen by itself in this model's list, the next first."""
        return []

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:  # no such year: Django then shows the whole list
            raise IncorrectLookupParameters from error

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """The address of a list asks by what the list offers, and not by how a password, a token or a letter begins."""
        asked = lookup.partition(LOOKUP_SEP)[0]
        return asked in self._offered(request) and super().lookup_allowed(lookup, value, request)

    def _offered(self, request: HttpRequest) -> set[str]:
        filters: list[Any] = [self.date_hierarchy or "", *self.get_list_filter(request)]
        names = [one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one) for one in filters]
        return {name.partition(LOOKUP_SEP)[0] for name in names}

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if not all(number.isdecimal() and len(number) < 19 for number in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("What is ticked in a list is the number of a row")
        return super().response_action(request, queryset, *args, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Search for as many words as people type: each is a condition more, and PostgreSQL has a limit of those."""
        return super().get_search_results(request, queryset, search_term[:MAX_QUERY])

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page itself. Django's way there tells all of the staff the address of any row, and so a draft's title."""
        is_shown = obj is not None and self.view_on_site and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if is_shown else None

    def list_address(self, **query: str) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return f"{address}?{urlencode(query)}" if query else address

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # The editor's import map is a script in the page: without the nonce the Content-Security-Policy stops it.
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)


class RichTextAdmin(CoprodModelAdmin):
    """A form with the rich-text editor in it."""

    class Media:
        css = {"all": ["admin/coprod/editor.css"]}  # noqa: RUF012
        js = ["admin/coprod/editor.js"]  # noqa: RUF012


class UKTimeField(forms.DateTimeField):
    """Day and time in one control with one label, in UK time."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    default_error_messages = {"invalid": _("Enter a day and a time, for example 03/03/2027 10:00.")}  # noqa: RUF012

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if getattr(error, "code", None) == "ambiguous_timezone":
                raise ValidationError(
                    _("The clocks change at that time. Choose a time before 1am or after 2am."), code="clocks"
                ) from error
            raise


class ReadOnlyAdmin(CoprodModelAdmin):
    """Rows that staff look at and never touch."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def moment(when: Any) -> str:
    """A date and time in UK time, in words, or an empty text for none."""
    return date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT") if when else ""
