"""The pages that a process keeps: how one is made from an answer, and how much room all of them may take."""

import gzip
import hashlib
import re
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import ResponseHeaders
from django.utils.cache import has_vary_header, patch_vary_headers
from django.utils.http import parse_etags

from coprod.page_cache.shelf import Shelf

Asked = tuple[tuple[str, ...], ...]  # the parameters that the page knows, each with its values
Key = tuple[str, Asked]  # the path before them
TEXTS = {"text/html", "text/plain", "application/xml", "application/atom+xml", "application/rss+xml"}
ROOM_FOR_HEADERS = 2_000  # bytes that a page takes beside its text, about
SMALL = 200  # bytes that are not worth packing
# Browsers ask each time. A shared cache answers for a second by itself, and a little longer while it asks us; when we
# do not answer at all it may show its copy for an hour.
FOR_CACHES = "public, max-age=0, s-maxage=1, stale-while-revalidate=9, stale-if-error=3600"
_PACKED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_ABOUT_THE_TEXT = {"Content-Length", "Content-Type"}


def is_for_everyone(response: Any) -> bool:
    """Say whether this answer of a public page may be given to anyone who asks."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response  # a preview says no-store itself
        and not has_vary_header(response, "Cookie")
        and not has_vary_header(response, "*")
        and "'nonce-" not in response.get("Content-Security-Policy", "")
        and response["Content-Type"].partition(";")[0] in TEXTS
    )


class KeptPage:
    """An answer that is the same for everyone, plain and packed."""

    def __init__(self, response: HttpResponse) -> None:
        patch_vary_headers(response, ["Accept-Encoding"])
        self.headers = {**response.headers, "Cache-Control": FOR_CACHES}
        self.plain = response.content
        self.packed = b""
        self._ready: dict[tuple[str, str, bool], dict[str, Any]] = {}
        self.digest = hashlib.sha256(self.plain).hexdigest()[:32]

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed) + ROOM_FOR_HEADERS

    def answer(self, request: HttpRequest, how: str) -> HttpResponse:
        """Return the page, or 304, as the request wants it. `how` is told in Cache-Status (RFC 9211)."""
        packs = len(self.plain) > SMALL and bool(_PACKED.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
        etag = f'"{self.digest}-gzip"' if packs else f'"{self.digest}"'
        text = self.pack() if packs else self.plain
        if _has_it(request, etag):
            return self._with_headers(HttpResponseNotModified(), etag, how)
        return self._with_headers(HttpResponse(b"" if request.method == "HEAD" else text), etag, how, text)

    def _with_headers(self, response: HttpResponse, etag: str, how: str, text: bytes | None = None) -> HttpResponse:
        """Give the answer its headers, which are put together and checked once: that takes longer than all the rest."""
        ready = self._ready.get((etag, how, text is None))
        if ready is None:
            headers = {**self.headers, "ETag": etag, "Cache-Status": f"coprod; {how}"}
            if text is None:
                headers = {name: value for name, value in headers.items() if name not in _ABOUT_THE_TEXT}
            else:
                headers["Content-Length"] = str(len(text))
                headers |= {"Content-Encoding": "gzip"} if text is self.packed else {}
            ready = self._ready[etag, how, text is None] = ResponseHeaders(headers)._store
        response.headers._store = ready.copy()
        return response

    def pack(self) -> bytes:
        self.packed = self.packed or gzip.compress(self.plain, 6, mtime=0)
        return self.packed


def _has_it(request: HttpRequest, etag: str) -> bool:
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    return bool(asked) and any(known in {"*", etag} for known in (t.removeprefix("W/") for t in parse_etags(asked)))


class Pages:
    """What a process keeps: pages of one version, and nothing of any before it.

    Pages with parameters have a quarter of the room. There is no end to what can be searched for, and it must not push
    out what everyone reads.
    """

    def __init__(self, room: int) -> None:
        self.version = ""
        self.room = room
        self._lock = Lock()
        self._shelves: dict[bool, Shelf[Key, KeptPage]] = {False: Shelf(room - room // 4), True: Shelf(room // 4)}

    @property
    def taken(self) -> int:
        return sum(shelf.taken for shelf in self._shelves.values())

    def __len__(self) -> int:
        return sum(len(shelf) for shelf in self._shelves.values())

    def get(self, key: Key, version: str) -> KeptPage | None:
        with self._lock:
            return self._shelf(key).get(key) if version == self.version else None

    def holds(self, key: Key) -> bool:
        with self._lock:
            return self._shelf(key).get(key) is not None

    def put(self, key: Key, version: str, page: KeptPage) -> None:
        if not self.room:
            return
        page.pack()
        with self._lock:
            if version == self.version:  # else it was made from content that is gone
                self._shelf(key).put(key, page, page.size)

    def turn_to(self, version: str) -> None:
        if version != self.version:
            with self._lock:
                self.version = version
                for shelf in self._shelves.values():
                    shelf.clear()

    def _shelf(self, key: Key) -> Shelf[Key, KeptPage]:
        return self._shelves[bool(key[1])]
