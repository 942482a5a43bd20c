"""The journey of someone who offers a piece: its questions in order, its picture, and what is stored at the end."""

from functools import cached_property
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import DraftPicture, Submission
from blog.submissions import forms
from blog.submissions.receiving import receive_piece
from coprod.forms import Words
from coprod.journeys.journey import Journey
from coprod.journeys.models import Draft
from coprod.journeys.steps import Step, StepForm


class WriteForUs(Journey):
    name = "write-for-us"
    send_words = _("Send my piece")
    steps: ClassVar = [
        Step("piece", forms.PieceForm, _("Your piece or idea")),
        Step("title", forms.TitleForm, _("Title")),
        Step("by-line", forms.ByLineForm, _("Under the title it will say")),
        Step("reach", forms.ReachForm, _("How we can reach you")),
        Step("picture", forms.PictureForm, _("Picture"), template="blog/write_for_us/picture.html"),
        Step("consent", forms.ConsentForm, _("May we publish your piece?"), template="blog/write_for_us/consent.html"),
    ]

    # ---- where its pages are

    @property
    def heading(self) -> Words:
        return gettext("Write for us")

    @property
    def call_me_back(self) -> str:
        return reverse("contact_call_me_back")

    def address(self, page: str) -> str:
        return reverse("write_for_us") if page == "start" else reverse("write_for_us_step", args=[page])

    def done_address(self, key: UUID) -> str:
        return reverse("write_for_us_done", args=[key])

    def context(self) -> dict[str, Any]:
        return {"trail": [(gettext("Stories"), reverse("posts"))]}

    # ---- the picture

    @cached_property
    def has_picture(self) -> bool:
        return self.draft is not None and DraftPicture.objects.filter(draft=self.draft).exists()

    @property
    def picture_size(self) -> tuple[int, int]:
        """Its width and height, so that the page does not jump when it comes."""
        return DraftPicture.objects.get(draft=self.draft).size

    def keep(self, step: Step, form: StepForm) -> None:
        with transaction.atomic():
            super().keep(step, form)
            if isinstance(form, forms.PictureForm):
                self._keep_picture(form, may_take_away=True)

    def keep_part(self, step: Step, form: StepForm) -> None:
        """Keep a good picture whose description is still missing: the browser would not send the file again."""
        if isinstance(form, forms.PictureForm):
            with transaction.atomic():
                self.found.locked()
                self._keep_picture(form, may_take_away=False)

    def _keep_picture(self, form: forms.PictureForm, *, may_take_away: bool) -> None:
        if self.draft is None or self.draft.is_sent:
            return
        if picture := form.cleaned_data.get("picture"):
            picture.seek(0)
            DraftPicture.objects.update_or_create(draft=self.draft, defaults={"data": picture.read()})
        elif may_take_away and form.cleaned_data.get("take_away"):
            DraftPicture.objects.filter(draft=self.draft).delete()
        self.__dict__.pop("has_picture", None)

    # ---- what is stored

    def was_stored(self, key: UUID) -> bool:
        return Submission.objects.filter(key=key).exists()

    def store(self, draft: Draft, *, looks_automatic: bool) -> str:
        answers: dict[str, Any] = {}
        for step in self.asked():
            answers |= self.cleaned(step.slug)
        consent = cast(forms.ConsentForm, self.kept_form(self.step_called("consent")))
        consent.full_clean()
        return receive_piece(answers=answers, consent=consent, draft=draft, looks_automatic=looks_automatic).reference
