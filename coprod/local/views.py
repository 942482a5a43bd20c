"""The mail that this machine "sent", to read in a browser. Development only."""

from email.message import EmailMessage

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coprod.local import mail

HEADERS = ["Subject", "From", "To", "Reply-To", "Date", "Message-ID"]
# A message's HTML is a document of its own: it may have its styles, and nothing else.
MESSAGE_POLICY = "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'"
SHOWN = 200


@require_safe
@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    names = mail.sent()
    messages = [(name, mail.read(name)) for name in names[:SHOWN]]
    return render(
        request,
        "development/mail_list.html",
        {"messages_sent": messages, "count": len(names), "folder": mail.folder()},
    )


@require_safe
@never_cache
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    message = _message(name)
    return render(
        request,
        "development/mail_message.html",
        {
            "name": name,
            "subject": message["Subject"],
            "headers": [(header, message[header]) for header in HEADERS if message[header]],
            "text": _part(message, "plain"),
            "html": _part(message, "html"),
        },
    )


@require_safe
@never_cache
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    html = _part(_message(name), "html")
    if html is None:
        raise Http404("This message has no HTML.")
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = MESSAGE_POLICY
    return response


def _message(name: str) -> EmailMessage:
    message = mail.read(name)
    if message is None:
        raise Http404("There is no such message.")
    return message


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return part.get_content() if part is not None else None
