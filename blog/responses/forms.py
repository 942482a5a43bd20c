"""The form below a post: a name and a message, and nothing that we do not need."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from blog.responses import agreeing
from coprod.forms import GuardedForm, LineField, TextField
from coprod.guards import Ticket


class ResponseForm(GuardedForm):
    name = LineField(
        label=_("Your name"),
        missing=_("Enter a name. A first name is fine"),
        longest=100,
        autocomplete="name",
        help_text=_("Readers see the name that you type here, and nothing else about you. A first name is fine."),
    )
    message = TextField(label=_("Your response"), missing=_("Write your response"), longest=3000, rows=8)

    def __init__(self, data: QueryDict | None = None, *, post: Post) -> None:
        super().__init__(data, about=str(post.pk))
        self.version = agreeing.shown_as(self.ticket.shown)
        self.statement = agreeing.STATEMENTS[self.version]
        self.carry(Ticket(self.ticket.key, self.ticket.opened_at, (self.version,), self.ticket.is_genuine))

    @property
    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "message")}
