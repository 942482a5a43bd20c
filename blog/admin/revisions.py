"""Two people with one post open: the second to save is told what is stored now, and loses nothing of their own."""

from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from blog import versions
from blog.admin.working_copies import name_of
from blog.comparing import Section, compared
from blog.models import Post
from coprod.model_admin import CoprodModelAdmin, moment
from coprod.richtext import clean


class NumberKept(forms.IntegerField):
    """A number that the form carries along. It is nothing that was changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RevisionForm(forms.ModelForm):
    """A form that knows which save of the post it shows."""

    revision = NumberKept(required=False)
    replaces = NumberKept(required=False)  # the save whose differences someone has seen, and means to replace

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", self.instance.revision)
        self.conflict: list[Section] | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and self.instance.revision not in {data.get("revision"), data.get("replaces")}:
            stored = versions.as_stored(versions.snapshot(self.instance))
            self.conflict = compared(stored, {**stored, **_typed(data)})
            raise ValidationError(_("Someone saved this post while you had it open. Nothing of yours is lost."))
        return data


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    """What the form holds, as a version would. By-line and pictures are forms of their own."""
    words: dict[str, Any] = {name: data[name] for name in ("title", "standfirst") if name in data}
    if "body" in data:
        words["body"] = clean(data["body"])
    if "tags" in data:
        words["tags"] = sorted(data["tags"], key=str.casefold)
    return words


class RevisionAdmin(CoprodModelAdmin):
    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        post = super().get_object(request, object_id, from_field)
        if post and request.method == "POST" and connection.in_atomic_block:
            # Two saves at the same moment: the second waits here, and then reads what the first one wrote.
            list(Post.objects.select_for_update().filter(pk=post.pk).values("pk"))
            post = super().get_object(request, object_id, from_field)
        return post

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any) -> Any:
        sections = getattr(context["adminform"].form, "conflict", None)
        if sections is not None:
            context["conflict"] = {"revision": obj.revision, "sections": sections, **_last_save(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _last_save(post: Post) -> dict[str, str]:
    """Who saved it last in admin, and when."""
    kind = ContentType.objects.get_for_model(post)
    last = LogEntry.objects.filter(content_type=kind, object_id=str(post.pk)).select_related("user").first()
    return {"last_name": name_of(last.user), "last_when": moment(last.action_time)} if last else {}
