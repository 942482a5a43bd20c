"""What goes into the log: never the secret of a link that opens something in place of a password."""

import logging
import re

# 256 bits in letters as a part of an address, or what Django signs for a new password.
SECRET = re.compile(r"(?<=/)(?:[\w-]{43}|[0-9a-z]+-[0-9a-f]{32})(?![\w-])")


class WithoutSecrets(logging.Formatter):
    """Django names the address of a page that was not found or failed. A traceback may quote one too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub("…", super().format(record))
