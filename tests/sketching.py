"""The demo's pictures in their real size, but with rough edges and in one file each: for those who read pages only.

Drawing each finely and in fifteen files takes most of the time that filling the demo takes. test_pictures.py asks for
those files.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from unittest import mock

from PIL import Image

from coprod import renditions
from coprod.demo import canvas


@contextmanager
def sketched() -> Iterator[None]:
    with mock.patch.object(canvas, "OVERSIZE", 1), mock.patch.object(renditions, "drawn_in", _named_file):
        yield


def _named_file(data: bytes, _widths: tuple[int, ...], _widest: int) -> list[tuple[str, bytes]]:
    """Only the file that a row names."""
    with Image.open(BytesIO(data)) as picture:
        return [(".jpg", renditions.encoded(picture, "jpg"))]
