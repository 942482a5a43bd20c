"""The two answers that a guest can give, and the form in which staff make a link."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from blog.models import GuestAnswer, PreviewLink
from blog.models.previews import fingerprint
from coprod.forms import EmailField, GuardedForm, LineField, PlainForm, TextField

LONGEST_COMMENT = 5_000
YOUR_NAME = _("Your name")
NAME_MISSING = _("Enter your name")


class ApproveForm(GuardedForm):
    """Its ticket is good for the words that the guest has read: if they have changed since, it has to be read again."""

    kind = GuestAnswer.Kind.APPROVED
    name = LineField(label=YOUR_NAME, missing=NAME_MISSING, longest=300, autocomplete="name")

    def __init__(self, data: QueryDict | None, link: PreviewLink, **kwargs: Any) -> None:
        about = f"{link.pk}:{fingerprint(link.post)}"
        super().__init__(data, about=about, auto_id="approve_%s", **kwargs)

    @property
    def message(self) -> str:
        return ""


class CommentForm(GuardedForm):
    kind = GuestAnswer.Kind.COMMENT
    message = TextField(
        label=_("What would you like us to change?"),
        missing=_("Write what you would like us to change"),
        longest=LONGEST_COMMENT,
        rows=6,
    )
    name = LineField(label=YOUR_NAME, missing=NAME_MISSING, longest=300, autocomplete="name")

    def __init__(self, data: QueryDict | None, link: PreviewLink, **kwargs: Any) -> None:
        super().__init__(data, about=str(link.pk), auto_id="comment_%s", **kwargs)


class PreviewLinkForm(PlainForm):
    """Staff say whom the link is for. The address, if they give one, is used for one e-mail."""

    name = LineField(
        label=_("Who is the link for?"),
        help_text=_("For example the author’s name."),
        missing=_("Say who the link is for"),
        longest=300,
    )
    email = EmailField(
        label=_("Their e-mail address (optional)"),
        help_text=_("We send the link there once. Leave it empty to send the link yourself."),
    )
