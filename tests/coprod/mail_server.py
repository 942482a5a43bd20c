"""A small real SMTP server on loopback, which takes, refuses, delays or drops mail as a test asks."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

Answer = Callable[[str], str]


@dataclass
class Letter:
    sender: str
    recipients: list[str]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=policy.default)

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass
class MailServer:
    """What came, and what to say: `at_recipient` and `at_data` get the recipient, and "" hangs up without a word."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    connections: int = 0
    at_recipient: Answer = lambda recipient: "250 ok"
    at_data: Answer = lambda recipient: "250 taken"

    def to(self, recipient: str) -> list[Letter]:
        return [letter for letter in self.letters if letter.recipients == [recipient]]


class _Conversation(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        mail = self.server.mail
        mail.connections += 1
        self.say("220 test")
        sender, recipients = "", list[str]()
        while line := self.rfile.readline():
            word, argument = line[:4].upper(), line.decode().strip()
            if word == b"MAIL":
                sender, recipients = argument, []
                self.say("250 ok")
            elif word == b"RCPT":
                recipient = argument[argument.index("<") + 1 : argument.index(">")]
                answer = mail.at_recipient(recipient)
                if answer.startswith("250"):
                    recipients.append(recipient)
                if not self.say(answer):
                    return
            elif word == b"DATA":
                self.say("354 go on")
                data = self.letter()
                answer = mail.at_data(recipients[0])
                if answer.startswith("250") or not answer:  # taken, and then the answer may get lost
                    mail.letters.append(Letter(sender, recipients, data))
                if not self.say(answer):
                    return
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, answer: str) -> bool:
        if answer:
            self.wfile.write(answer.encode() + b"\r\n")
        return bool(answer)

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    mail: MailServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that is killed hangs up: that is what some tests are about."""


@contextmanager
def running(port: int = 0, mail: MailServer | None = None) -> Iterator[MailServer]:
    with _Server(("127.0.0.1", port), _Conversation) as server:
        server.mail = mail or MailServer(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.mail
        server.shutdown()
        thread.join()
