"""The mail server of the fault tests: it can be closed and opened again on one port, and keeps what it was given."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.coprod.mail_server import Answer, Letter, MailServer, running


class PostOffice:
    """Starts open, and takes everything. `behave` says otherwise; `close` refuses every connection."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.mail = MailServer(port=self.port)
        self._running = ExitStack()

    @property
    def letters(self) -> list[Letter]:
        return list(self.mail.letters)

    def to(self, recipient: str) -> list[Letter]:
        return self.mail.to(recipient)

    def open(self) -> None:
        self.close()
        self._running.enter_context(running(self.port, self.mail))

    def close(self) -> None:
        self._running.close()

    @contextmanager
    def behave(self, *, at_recipient: Answer | None = None, at_data: Answer | None = None) -> Iterator[None]:
        usual = self.mail.at_recipient, self.mail.at_data
        self.mail.at_recipient, self.mail.at_data = at_recipient or usual[0], at_data or usual[1]
        yield
        self.mail.at_recipient, self.mail.at_data = usual


def refuses(recipient: str, answer: str) -> Answer:
    """Say this to one recipient, and take the rest."""
    return lambda to: answer if to == recipient else "250 ok"


def loses_its_answer(recipient: str, times: int = 1) -> Answer:
    """Take a message to one recipient and hang up before saying so."""
    left = [times]

    def at_data(to: str) -> str:
        if to == recipient and left[0]:
            left[0] -= 1
            return ""
        return "250 taken"

    return at_data


class Hold:
    """Keeps a message on its way: says nothing after the data until it is let go, or as long as `seconds`."""

    def __init__(self, seconds: float = 30) -> None:
        self.seconds = seconds
        self.reached = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, recipient: str) -> str:
        self.reached.set()
        self.let_go.wait(self.seconds)
        return "250 taken"


def is_slow(seconds: float) -> Answer:
    def at_data(recipient: str) -> str:
        time.sleep(seconds)
        return "250 taken"

    return at_data
