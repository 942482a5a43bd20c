"""What the form of a post says before anyone publishes it: what is missing, in words, with a link to each place."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from blog.checking import problems_of
from coprod.model_admin import RichTextAdmin


class ChecksInForm(RichTextAdmin):
    """The checks look at what is stored, and are left out beside a mistake: the row then holds what was typed."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None and not context["errors"]:
            found = problems_of(obj)
            context["blocking"] = [problem for problem in found if problem.blocks]
            context["hints"] = [problem for problem in found if not problem.blocks]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
