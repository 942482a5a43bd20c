"""How long something has waited, and when that is too long."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LATE = 3  # days after which a wait stands out
CALL_AFTER = 2  # working days that nobody should wait longer than
SATURDAY = 5


def days_since(when: datetime) -> int:
    return (timezone.localdate() - timezone.localdate(when)).days


def is_late(when: datetime) -> bool:
    return days_since(when) >= LATE


def wait_in_words(when: datetime) -> str:
    days = days_since(when)
    return ngettext("waiting %(days)d day", "waiting %(days)d days", days) % {"days": days} if days else _("came today")


def working_days_ago(days: int, now: datetime | None = None) -> datetime:
    """Return the same time of day so many working days back: Friday's letter is one working day old on Monday."""
    moment = timezone.localtime(now)
    while days:
        moment -= timedelta(days=1)
        days -= moment.weekday() < SATURDAY
    return moment
