"""A tag that is new: asked about when it is spelt nearly like one that is there, and named when it has been made."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagWidget
from taggit.models import Tag

from coprod.model_admin import CoprodModelAdmin

# "carer" and "career", "demenita" and "dementia", "co-production" and "coproduction"; not "tea" and "coat".
ALIKE = 0.78
OFFERED = 3
ANSWER = "new-tag:"  # and the tag as it was typed: the name of the controls that answer


@dataclass(frozen=True)
class Question:
    """Did someone who typed this mean one of those? `answer` is the one that they chose, or empty."""

    typed: str
    alike: list[str]
    answer: str

    @property
    def name(self) -> str:
        return ANSWER + self.typed

    @property
    def settled(self) -> str:
        return self.answer or self.typed


class TagsInput(TagWidget):
    """The box for tags, with the questions that are open below it."""

    template_name = "admin/blog/widgets/tags.html"
    questions: tuple[Question, ...] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "questions": self.questions}


def in_use() -> dict[str, str]:
    """Return the tags that posts have, by their small letters: one that no post has any more counts as new."""
    used = Tag.objects.filter(taggit_taggeditem_items__isnull=False)
    return {name.casefold(): name for name in used.order_by("name").values_list("name", flat=True).distinct()}


def new_among(tags: list[str], known: dict[str, str]) -> list[str]:
    return [tag for tag in tags if tag.casefold() not in known]


def questions_about(tags: list[str], known: dict[str, str], data: Any) -> tuple[Question, ...]:
    """Return a question for each that is spelt nearly like one that some post has, with the answer that was sent."""
    found = []
    for tag in tags:
        alike = [known[match] for match in get_close_matches(tag.casefold(), known, n=OFFERED, cutoff=ALIKE)]
        answer = data.get(ANSWER + tag, "")
        if alike:
            found.append(Question(tag, alike, answer if answer in {tag, *alike} else ""))
    return tuple(found)


class NewTagsAdmin(CoprodModelAdmin):
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for tag in Tag.objects.filter(name__in=form.new_tags):
            words, address = _("Take it out of the post"), reverse("admin:blog_post_change", args=[form.instance.pk])
            address += "#id_tags"
            if request.user.has_perm("taggit.delete_tag"):
                words, address = _("Delete this tag"), reverse("admin:taggit_tag_delete", args=[tag.pk])
            said = format_html('{} <a href="{}">{}</a>', _("“%s” is a new tag.") % tag.name, address, words)
            messages.info(request, said)
