"""Static files, those too that were collected after this process started.

While a new version is put in place, a page of a process with the new code may be followed by a request for its
stylesheet to a process with the old one. That one looks again, once after each `collectstatic`.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._collected = _when_collected()
        super().__init__(*arguments, **named)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(self.static_prefix) and request.path_info not in self.files:
            self._look_again()
        return super().__call__(request)

    def _look_again(self) -> None:
        collected = _when_collected()
        if collected != self._collected:
            self._collected = collected
            self.add_files(self.static_root, prefix=self.static_prefix)


def _when_collected() -> float:
    with suppress(FileNotFoundError):
        return (Path(settings.STATIC_ROOT) / "staticfiles.json").stat().st_mtime
    return 0.0
