"""The months in which there is something to read. Each is looked up, so that its stories need not be read."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Func, Min
from django.utils import timezone

from blog.models import PostQuerySet

FIND = """
    SELECT begins FROM unnest(%s::timestamptz[], %s::timestamptz[]) AS month (begins, ends)
    WHERE ({any_story} LIMIT 1) IS NOT NULL ORDER BY begins DESC
"""


def months_of(posts: PostQuerySet) -> list[date]:
    """Return the first day, here, of each month that has any of these posts, the newest month first."""
    oldest = posts.aggregate(oldest=Min("publish_at"))["oldest"]
    if oldest is None:
        return []
    begins = _months_since(timezone.localdate(oldest))
    within = posts.filter(publish_at__gte=_of_month("begins"), publish_at__lt=_of_month("ends"))
    sql, values = within.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FIND.format(any_story=sql), [begins[:-1], begins[1:], *values])
        return [timezone.localdate(month) for (month,) in cursor.fetchall()]


def _months_since(day: date) -> list[datetime]:
    """When each month began, from the one of this day to the next one."""
    today = timezone.localdate()
    first, end = 12 * day.year + day.month - 1, 12 * today.year + today.month + 1
    return [timezone.make_aware(datetime(number // 12, number % 12 + 1, 1)) for number in range(first, end)]  # noqa: DTZ001


def _of_month(column: str) -> Any:
    return Func(template=f"month.{column}", output_field=DateTimeField())
