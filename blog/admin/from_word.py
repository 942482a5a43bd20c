"""Start a post from the Word document that a guest sent."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from blog.word import drafting
from blog.word.reading import Document
from coprod.model_admin import CoprodModelAdmin

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
            return self._show(request, drafting.make_draft(document=form.cleaned_data["document"], by=request.user))
        context = {
            **self.admin_site.each_context(request), "form": form, "opts": self.opts,
            "title": _("Start from a Word document"),
        }  # fmt: skip
        return render(request, "admin/blog/post/from_word.html", context)

    def _show(self, request: HttpRequest, made: drafting.Made) -> HttpResponse:
        post = made.post
        self.log_addition(request, post, str(_("Made from a Word document.")))
        messages.success(request, _("This is the draft. Read it through: Word and this site differ."))
        for words in made.said:
            messages.warning(request, words)
        return redirect("admin:blog_post_change", post.pk)
