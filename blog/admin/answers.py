"""The page on which staff answer the writer of a guest piece: the words to send, how they look, and the button."""

from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from blog.models import Author, Submission
from blog.submissions import emails, letters
from blog.submissions.accepting import authors_called
from blog.submissions.answering import Answer, Changed, Kind, NotSent, Way, answer, kinds_for, ways_to
from coprod.forms import readable
from coprod.inbox.moves import write_down
from coprod.models import Organisation, StaffAccess
from coprod.names import without_marks

NEW_AUTHOR = "new"
TITLES = {
    Kind.ACCEPT: _("Accept this piece"),
    Kind.CHANGES: _("Ask for changes to this piece"),
    Kind.DECLINE: _("Decline this piece"),
}


class WordsField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return str(super().to_python(readable(str(value or ""))))


class AnswerForm(forms.Form):
    """The words to the writer; and, where an author of the same name is known, whether it is the same person."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    was = forms.CharField(widget=forms.HiddenInput)
    author = forms.ChoiceField(
        label=_("There is an author of this name already. Is it the same person?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who wrote it.")},
    )
    words = WordsField(
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": _("Write a few words to the writer.")},
    )

    def __init__(self, *args: Any, way: Way, namesakes: list[Author], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What the e-mail says") if way == Way.EMAIL else _("What you say on the phone")
        if namesakes:
            known = [(str(author.pk), _in_words(author)) for author in namesakes]
            field: Any = self.fields["author"]
            field.choices = [*known, (NEW_AUTHOR, _("No, this is someone else: make a new author"))]
        else:
            del self.fields["author"]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if letters.is_unfinished(words):
            raise ValidationError(_("Put your own words in place of the line in square brackets, or delete that line."))
        return words


def _in_words(author: Author) -> str:
    return str(_("Yes: %(author)s (number %(number)s)") % {"author": without_marks(str(author)), "number": author.pk})


class AnswersMixin:
    """The three answers to a writer, for the admin of guest pieces."""

    admin_site: Any
    has_change_permission: Any

    def answer_urls(self) -> list[Any]:
        return [
            path(
                f"<int:pk>/{kind.value}/",
                self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(partial(self.answer, kind))),
                name=f"blog_submission_{kind.value}",
            )
            for kind in Kind
        ]

    def may_answer(self, request: HttpRequest, kind: Kind) -> bool:
        makes_post = kind == Kind.ACCEPT
        return self.has_change_permission(request) and (not makes_post or request.user.has_perm("blog.add_post"))

    def answers_to(self, request: HttpRequest, row: Submission) -> list[Kind]:
        """The buttons of the record."""
        return [kind for kind in kinds_for(row) if self.may_answer(request, kind)]

    def answer(self, kind: Kind, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.may_answer(request, kind):
            raise PermissionDenied
        row = get_object_or_404(Submission.objects.kept().filter(not_me_at=None), pk=pk)
        ways = ways_to(row)
        asked = request.GET.get("by", "")
        page = AnswerPage(request, row, kind, ways, _way(ways, asked))
        if request.method != "POST":
            return page.opened()
        return page.sent() if "send" in request.POST else page.seen()


def _way(ways: list[Way], asked: str) -> Way:
    """The one that was asked for, or the usual one of this writer. Someone who left neither can only be met."""
    return next((way for way in ways if way == asked), ways[0] if ways else Way.PHONE)


class AnswerPage:
    """One answer, opened, looked at or sent."""

    def __init__(self, request: HttpRequest, row: Submission, kind: Kind, ways: list[Way], way: Way) -> None:
        self.request, self.row, self.kind, self.ways, self.way = request, row, kind, ways, way
        self.namesakes = authors_called(row.name) if kind == Kind.ACCEPT and row.draft is None else []

    def opened(self) -> HttpResponse:
        if self.kind not in kinds_for(self.row):
            raise Http404
        words = letters.opening_words(self.kind, self.way, Organisation.current())
        return self._page(self._form(initial={"key": uuid4(), "was": self.row.status, "words": words}))

    def seen(self) -> HttpResponse:
        """Show the message as it will arrive. Nothing is sent, and nothing changes."""
        form = self._form(self.request.POST)
        return self._page(form, seen=form.is_valid() and self.way == Way.EMAIL)

    def sent(self) -> HttpResponse:
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            with transaction.atomic():
                self._send(form)
        except Changed:
            form.add_error(None, _("Someone else has moved this piece on since you opened this page."))
            form.data = {**dict(form.data.items()), "was": Submission.objects.get(pk=self.row.pk).status}
        except NotSent:
            form.add_error(None, _("This address had several messages in one hour. Wait an hour, or phone."))
        if form.errors:
            return self._page(form)
        self.row.refresh_from_db()
        return redirect(self._next())

    def _send(self, form: AnswerForm) -> None:
        data = form.cleaned_data
        chosen = data.get("author")
        author = next((one for one in self.namesakes if str(one.pk) == chosen), None)
        given = Answer(
            self.kind, self.way, data["words"], data["key"], data["was"], by=self.request.user, author=author
        )
        if answer(self.row, given):
            how = _("The e-mail says:") if self.way == Way.EMAIL else _("Told by phone:")
            write_down(self.request, self.row, f"{self.kind.done} {how}\n{data['words']}")

    def _next(self) -> Any:
        if self.kind == Kind.ACCEPT and self.row.draft:
            messages.success(self.request, _("This is the draft. Nobody but staff sees it until you publish it."))
            return reverse("admin:blog_post_change", args=[self.row.draft.pk])
        told = _("Your e-mail is on its way.") if self.way == Way.EMAIL else _("Your call is noted.")
        messages.success(self.request, f"{self.row.reference}: {self.kind.done} {told}")
        return self.row.get_absolute_url()

    def _form(self, data: Any = None, **kwargs: Any) -> AnswerForm:
        return AnswerForm(data, way=self.way, namesakes=self.namesakes, **kwargs)

    def _page(self, form: AnswerForm, *, seen: bool = False) -> HttpResponse:
        StaffAccess.record(
            self.request.user,
            StaffAccess.Action.VIEWED,
            self.row._meta.label_lower,
            [self.row.pk],
            self.row.reference,
        )
        context = {
            **admin.site.each_context(self.request),
            "title": TITLES[self.kind],
            "row": self.row,
            "kind": self.kind.value,
            "way": self.way.value,
            "others": [way for way in self.ways if way != self.way],
            "form": form,
            "seen": emails.as_it_arrives(self.row, form.cleaned_data["words"]) if seen else None,
        }
        response = render(self.request, "admin/blog/submission/answer.html", context)
        add_never_cache_headers(response)
        return response
