"""The forms with which staff write: what they check, and how they say what is wrong."""

from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from blog.admin import new_tags
from blog.admin.moving import MoveForm
from blog.admin.new_tags import TagsInput
from blog.admin.revisions import RevisionForm
from blog.models import Author, OldAddress, Post
from blog.slugs import free_slug
from coprod.writing import links

LONGEST_TAG = 100
TAGS_OFFERED = 30
ADDRESS_ERRORS = {
    "unique": _("This address is taken. Choose another one."),
    "invalid": _("Use letters, numbers and hyphens only."),
}


class PostForm(MoveForm, RevisionForm):
    class Meta:
        model = Post
        fields: ClassVar = ["title", "standfirst", "body", "tags", "slug", "responses_open"]
        widgets: ClassVar = {"standfirst": forms.Textarea(attrs={"rows": 3}), "tags": TagsInput}
        error_messages: ClassVar = {"slug": ADDRESS_ERRORS, "title": {"required": _("Give the post a title.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.new_tags: list[str] = []
        if "tags" in self.fields:  # someone who may only read gets no controls
            used = Tag.objects.annotate(uses=Count("taggit_taggeditem_items")).order_by("-uses", "name")
            names = ", ".join(sorted(used.values_list("name", flat=True)[:TAGS_OFFERED], key=str.casefold))
            if names:
                words = _("Put commas between them. Tags that are there already:")
                self.fields["tags"].help_text = format_html("{} {}.", words, names)  # the admin shows help as HTML

    def clean_body(self) -> str:
        return links.mended(self.cleaned_data["body"], before=self.instance.body)

    def clean_tags(self) -> list[str]:
        tags: list[str] = self.cleaned_data["tags"] or []
        for tag in tags:
            if len(tag) > LONGEST_TAG:
                raise ValidationError(_("One tag is too long. Put commas between tags, and keep each short."))
            if not slugify(tag, allow_unicode=True):
                raise ValidationError(_("The tag “%(tag)s” needs a letter or a number."), params={"tag": tag})
        return self._asked_about(tags)

    def _asked_about(self, tags: list[str]) -> list[str]:
        """Have someone say which tag they meant where a new one is spelt nearly like one that is there."""
        known = new_tags.in_use()
        questions = new_tags.questions_about(new_tags.new_among(tags, known), known, self.data)
        widget: Any = self.fields["tags"].widget
        widget.questions = questions
        meant = {question.typed: question.settled for question in questions}
        if unanswered := [question.typed for question in questions if not question.answer]:
            raise ValidationError(_("Say which tag you mean: “%s”.") % "”, “".join(unanswered))
        settled = list(dict.fromkeys(meant.get(tag, tag) for tag in tags))
        self.new_tags = new_tags.new_among(settled, known)
        return settled

    def clean_slug(self) -> str:
        # An empty address takes the title's at first, and stays what it was later: people have linked to it.
        made = self.instance.slug or free_slug(Post, self.cleaned_data.get("title", ""), otherwise="post")
        return self.cleaned_data["slug"] or made


class AuthorForm(forms.ModelForm):
    class Meta:
        model = Author
        fields: ClassVar = ["name", "role", "organisation", "biography", "photo", "slug"]
        error_messages: ClassVar = {"slug": ADDRESS_ERRORS, "name": {"required": _("Enter the author’s name.")}}
        widgets: ClassVar = {"biography": forms.Textarea(attrs={"rows": 4})}

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or self.instance.slug


class TagForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields: ClassVar = ["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name, allow_unicode=True):
            raise ValidationError(_("A tag needs a letter or a number."))
        if Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("There is a tag of that name. To join the two, tick both in the list and choose “Merge”.")
            )
        return name


class OldAddressForm(forms.ModelForm):
    class Meta:
        model = OldAddress
        fields: ClassVar = ["path", "post"]

    def clean_path(self) -> str:
        """Take a whole address too: what counts is the part after the name of the site."""
        try:
            path = unquote(urlsplit(self.cleaned_data["path"]).path)
        except ValueError as error:
            raise ValidationError(_("This is not a web address.")) from error
        if not path.startswith("/") or path == "/" or "\0" in path:
            raise ValidationError(_("Start with a slash, for example /2018/06/some-title.html"))
        if OldAddress.objects.filter(path=path).exists():
            raise ValidationError(_("This old address leads to a post already."))
        return path
