"""The questions where someone lives and which local group they would like, and what helps them take part."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoiceField, LineField, TextField, Words
from networks.journey.people import THEY_PREFER_NOT, JoinForm
from networks.models import Group, Region

NO_GROUP, NOT_SAID, TELL_ME = "no-group", "not-said", "tell-me"


class WhereForm(JoinForm):
    question = _("Where do you live?")
    question_about_them = _("Where does %(name)s live?")
    why = _("We ask so that we can tell you what happens near you. You do not have to say.")
    why_about_them = _("We ask so that we can tell them what happens near them. You do not have to say.")
    label_about_them = _("Where %(name)s lives")
    region = ChoiceField(
        label=_("Part of the country"),
        choices=[*Region.choices, (NOT_SAID, _("I prefer not to say"))],
    )
    place = LineField(label=_("Town or area"), longest=200, autocomplete="address-level2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.journey.is_helping:
            field: Any = self.fields["region"]
            field.choices = [*Region.choices, (NOT_SAID, THEY_PREFER_NOT)]

    def clean_region(self) -> str:
        region: str = self.cleaned_data["region"]
        return "" if region == NOT_SAID else region


class GroupForm(JoinForm):
    question = _("Would you like to join a local group?")
    question_about_them = _("Would %(name)s like to join a local group?")
    why = _("You can join the network without a group.")
    why_about_them = _("They can join the network without a group.")
    group = ChoiceField(label=_("Local group"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.choices = self._choices(self.journey.groups)
        if self.shows_near_by:
            field.widget.choices = self._choices(self._near_by)

    @property
    def shows_near_by(self) -> bool:
        """Whether the page shows only what is near, with a link to all: sixty groups are too many to read."""
        return bool(self._near_by) and "all" not in self.journey.request.GET

    @property
    def _near_by(self) -> list[Group]:
        wanted = {self.journey.region, getattr(self.journey.chosen_group, "region", self.journey.region)}
        near = [group for group in self.journey.groups if group.region in wanted]
        some = not self.journey.region or any(group.region == self.journey.region for group in near)
        return near if some else []

    def _choices(self, groups: list[Group]) -> list[tuple[str, Any]]:
        """The groups under the names of their regions, the person's own first."""
        near = self.journey.region
        regions: dict[str, list[tuple[str, str]]] = {}
        for group in sorted(groups, key=lambda group: group.region != near):
            name = group.get_region_display()
            heading = gettext("Near you: %(region)s") % {"region": name} if group.region == near else name
            regions.setdefault(heading, []).append((str(group.pk), words_for(group)))
        return [(NO_GROUP, gettext("No group, or I am not sure")), *regions.items()]

    def clean_group(self) -> Group | None:
        return self.journey.group_called(self.cleaned_data["group"])


class FullGroupForm(JoinForm):
    """Asked when the chosen group is full: it offers the ones near by, and to be told when there is room."""

    question: Words = _("This group is full now. What would you like?")
    instead = ChoiceField(label=_("Because the group is full"), missing=_("Choose what you would like"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        full = self.journey.chosen_group
        if full is None:
            return
        self.question = gettext("%(group)s is full now. What would you like?") % {"group": full}
        near_by = [group for group in self.journey.groups if group.region == full.region and not group.is_full]
        self.fields["instead"].choices = [  # type: ignore[attr-defined]
            (TELL_ME, _("Tell me when it has room")),
            *((str(group.pk), gettext("Join %(group)s, which is near by") % {"group": group}) for group in near_by),
            (NO_GROUP, _("Join the network without a group")),
        ]


class SupportForm(JoinForm):
    question = _("What helps you take part?")
    question_about_them = _("What helps %(name)s take part?")
    why = _("For example large print, a phone call the day before, or someone with you. You do not have to say.")
    why_about_them = _("For example large print, or a phone call the day before. You do not have to say.")
    label_about_them = _("What helps %(name)s take part")
    support = TextField(label=_("What helps you take part"), longest=5000, rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["support"].label = self.label or self.fields["support"].label


def words_for(group: Group) -> str:
    return gettext("%(group)s (full now)") % {"group": group} if group.is_full else str(group)
