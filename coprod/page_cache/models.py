"""The marks that say which content readers see: see coprod/page_cache/version.py."""

from typing import ClassVar

from django.db import models


class ContentMark(models.Model):
    """Written anew by triggers, in the transaction of every change to what the public sees.

    There are as many rows as there were ever such transactions at one time, so that none of them waits for another.
    """

    mark = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.mark)
