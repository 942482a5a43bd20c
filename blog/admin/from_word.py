"""Start a post from the Word document that a guest sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.models import Post
from blog.word import drafting
from blog.word.reading import Document
from coprod.model_admin import CoprodModelAdmin
from coprod.models import Made

DOCX = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class WordForm(forms.Form):
    document = forms.FileField(
        label=_("Word document"),
        help_text=_("A file whose name ends in .docx, of at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": DOCX}),
        error_messages={"required": _("Choose the Word document."), "empty": _("This file is empty. Choose another.")},
    )

    def clean_document(self) -> Document:
        return drafting.read(self.cleaned_data["document"])


class FromWordAdmin(CoprodModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.from_word)
        return [path("from-word/", view, name="blog_post_from_word"), *super().get_urls()]

    def from_word(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WordForm(request.POST or None, request.FILES or None) if request.method == "POST" else WordForm()
        if request.method == "POST" and form.is_valid():
            return self._drafted(request, form.cleaned_data["document"])
        context = {
            **self.admin_site.each_context(request), "form": form, "opts": self.opts,
            "title": _("Start from a Word document"),
        }  # fmt: skip
        return render(request, "admin/blog/post/from_word.html", context)

    def _drafted(self, request: HttpRequest, document: Document) -> HttpResponse:
        """Make a draft of the document, or go on with the one that was made of it: a day long there is no second."""
        made, is_first = Made.begin(request.user, Post, document.digest)
        post = None if is_first else Post.objects.kept().filter(pk=made.row or 0).first()
        if post and not self.has_change_permission(request, post):
            return redirect("admin:blog_post_change", post.pk)
        if not is_first and not made.take_up():
            messages.info(request, _("We are still reading this document. Look in this list again in a minute."))
            return redirect(self.list_address())
        if post:
            document.images = dict(zip(made.parts["keys"], document.images.values(), strict=True))
        with _noted(made, post, document) as noted:
            noted.post = post or self._begun(request, document)
            drafted = drafting.add_pictures(noted.post, document, by=request.user)
        if post:
            messages.info(request, _("There was a draft of this document already: no second one was made."))
        return self._show(request, drafted, document.left_out)

    def _begun(self, request: HttpRequest, document: Document) -> Post:
        post = drafting.begin(document=document, by=request.user)
        self.log_addition(request, post, str(_("Made from a Word document.")))
        return post

    def _show(self, request: HttpRequest, drafted: drafting.Drafted, left_out: list[str]) -> HttpResponse:
        address = reverse("admin:blog_post_change", args=[drafted.post.pk])
        if drafted.waiting:
            words = ngettext(
                "The draft is made, and %(count)d picture has still to come. Choose the same document again.",
                "The draft is made, and %(count)d pictures have still to come. Choose the same document again.",
                drafted.waiting,
            ) % {"count": drafted.waiting}
            messages.warning(request, format_html('{} <a href="{}">{}</a>', words, address, _("See the draft")))
            return redirect("admin:blog_post_from_word")
        messages.success(request, _("This is the draft. Read it through: Word and this site differ."))
        for words in [*left_out, *drafted.said]:
            messages.warning(request, words)
        return redirect(address)


@dataclass
class _Noted:
    post: Post | None


@contextmanager
def _noted(made: Made, post: Post | None, document: Document) -> Iterator[_Noted]:
    """Note what came of it, whatever happens: the next upload of the same document goes on from there."""
    noted = _Noted(post)
    try:
        yield noted
    finally:
        if noted.post:
            made.note(noted.post, {"keys": list(document.images)})
        else:
            made.delete()
