"""A Word document is a zip of XML from a stranger: looked at before anything reads it, and refused in plain words."""

from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 25 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 5 * 1024 * 1024  # a long book; reading it takes fifty times that in memory
MAX_PARTS = 2_000
DEEPEST = 150  # elements in elements: the reader calls itself for each

BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"  # marks of an encoding, the other half of a letter of two bytes, spaces
OLD_WORD = b"\xd0\xcf\x11\xe0"
DAMAGED = (BadZipFile, LargeZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError)

TOO_BIG = _("This file is too big. Use one of at most 25 MB, or make its pictures smaller in Word.")
NOT_WORD = _("This is not a Word document. Choose a file whose name ends in .docx")
OLD = _("This is an old Word file, or it has a password. Open it in Word and save it as .docx without a password.")
MACRO = _("This document has a macro in it: a small program. Save it in Word as an ordinary document (.docx).")
UNSAFE = _("We cannot open this file safely. Copy its text into a new Word document, and choose that.")
BROKEN = _("This file is damaged. Open it in Word, save it again, and choose it once more.")


def check(file: IO[bytes], size: int) -> None:
    """Raise ValidationError unless the file is a Word document that can be read without harm."""
    if size > MAX_BYTES:
        raise ValidationError(TOO_BIG)
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start != b"PK\x03\x04":
        raise ValidationError(OLD if start == OLD_WORD else NOT_WORD)
    try:
        with ZipFile(file) as package:
            _check_parts(package)
    except expat.ExpatError as error:
        raise ValidationError(BROKEN) from error
    except DAMAGED as error:
        if isinstance(error, ValidationError):
            raise
        raise ValidationError(BROKEN) from error
    finally:
        file.seek(0)


def _check_parts(package: ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or len(set(names)) < len(names):
        raise ValidationError(UNSAFE)
    if any("vbaproject" in name.lower() for name in names):
        raise ValidationError(MACRO)
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise ValidationError(NOT_WORD)
    # By what they hold: the document says itself which of its parts is read as XML, whatever that is called.
    texts = [part for part in parts if _begins_as_xml(package, part)]
    if sum(part.file_size for part in texts) > MAX_XML:
        raise ValidationError(UNSAFE)
    for part in texts:
        _check_xml(package.read(part))


def _begins_as_xml(package: ZipFile, part: ZipInfo) -> bool:
    with package.open(part) as source:
        seen = source.read(64).lstrip(BEFORE_XML)
    return part.file_size > 0 and (not seen or seen.startswith(b"<"))


def _check_xml(source: bytes) -> None:
    """Refuse what only an attack has in it: declarations of entities, and elements in elements without end."""
    depth = 0

    def start(name: str, attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValidationError(UNSAFE)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*declared: object) -> None:
        raise ValidationError(UNSAFE)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.Parse(source, True)
