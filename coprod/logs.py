"""What goes into the log: in few lines, and never the secret of a link that opens something in place of a password."""

import logging
import re

# 256 bits in letters as a part of an address, or what Django signs for a new password.
SECRET = re.compile(r"(?<=/)(?:[\w-]{43}|[0-9a-z]+-[0-9a-f]{32})(?![\w-])")


class WithoutSecrets(logging.Formatter):
    """Django names the address of a page that was not found or failed. A traceback may quote one too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub("…", super().format(record))


def unknown_host(record: logging.LogRecord) -> bool:
    """Say in one line what Django says in twenty, with the settings that are ours: every robot of the web asks so."""
    _said, quote, rest = str(record.msg).partition("'")
    if quote:  # else it came by here before
        host = rest.partition("'")[0]
        record.msg, record.args = "Asked by a name that is neither in SITE_URL nor in EXTRA_HOSTS: %s", (ascii(host),)
        record.exc_info = record.exc_text = None
    return True
