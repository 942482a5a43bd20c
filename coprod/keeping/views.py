"""The buttons of the staff pages: take out what we hold about someone, erase them, delete a guest piece, restore it."""

import zipfile
from io import BytesIO
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from blog.models import Response, Submission
from blog.taking_off import take_name_off
from coprod.inbox.moves import write_down
from coprod.keeping import erasing, words
from coprod.keeping.copies import Copy
from coprod.keeping.erasing import Subject
from coprod.keeping.finding import pieces_of, responses_of
from coprod.models import StaffAccess
from networks.admin.merging import wholly_of
from networks.models import Person

MAY_EXPORT, MAY_ERASE, MAY_DELETE_PIECE = "networks.export_person", "networks.erase_person", "blog.delete_submission"
MAY_ERASE_RESPONSE = "blog.delete_response"


@require_POST
def person_export(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is held about one person: a page, a table and pictures, in one file to take out."""
    person = _person(request, pk, MAY_EXPORT)
    pieces = pieces_of(person) if request.user.has_perm("blog.view_submission") else []
    subject = Subject(person, pieces)
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in Copy(subject).files():
            archive.writestr(name, content)
    with transaction.atomic():
        StaffAccess.record(request.user, StaffAccess.Action.EXPORTED, **subject.as_record)
        write_down(request, person, _("Took out all that we hold about the person."))
    response = HttpResponse(data.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="person-{person.pk}.zip"'
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in words what will go, and let it go when that is confirmed."""
    person = _person(request, pk, MAY_ERASE)
    offered = pieces_of(person) if request.user.has_perm(MAY_DELETE_PIECE) else []
    responses = responses_of(person) if request.user.has_perm(MAY_ERASE_RESPONSE) else []
    if request.method == "POST":
        chosen = [piece for piece in offered if str(piece.pk) in request.POST.getlist("piece")]
        chosen_responses = [row for row in responses if str(row.pk) in request.POST.getlist("response")]
        off = "names_off" in request.POST
        return _erase(request, Subject(person, chosen, chosen_responses, names_off=off))
    subject = Subject(person)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Erase this person?"),
        "person": person,
        "references": subject.references,
        "pieces": offered,
        "responses": responses,
    }
    response = render(request, "admin/keeping/erase.html", context)
    add_never_cache_headers(response)
    return response


def _erase(request: HttpRequest, subject: Subject) -> HttpResponse:
    own = subject.words
    erasing.erase(subject, by=request.user)
    messages.success(request, _("The person is erased. What stays is a note that it was done, without who it was."))
    if places := words.still_found(own):
        told = _("Their name, address or number still stands in what was written elsewhere. Look there: %s")
        messages.warning(request, told % ", ".join(places))
    return redirect("admin:index")


@require_http_methods(["GET", "HEAD", "POST"])
def response_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase one response of a reader who has no record with us: it goes everywhere, and proof of it stays."""
    if not request.user.has_perm(MAY_ERASE_RESPONSE):
        raise PermissionDenied
    row = get_object_or_404(Response, pk=pk)
    if request.method == "POST":
        erasing.erase(Subject(None, responses=[row]), by=request.user)
        messages.success(request, _("%s is erased. What stays is a note that it was done.") % row.reference)
        return redirect("admin:blog_response_changelist")
    context = {**admin.site.each_context(request), "title": _("Erase this response?"), "response": row}
    page = render(request, "admin/keeping/erase_response.html", context)
    add_never_cache_headers(page)
    return page


@require_POST
def piece_delete(request: HttpRequest, pk: int) -> HttpResponse:
    piece = _piece(request, pk)
    with transaction.atomic():
        piece.put_in_bin()
        write_down(request, piece, _("Deleted. It can be restored for a time."))
        off = take_name_off(piece) if "names_off" in request.POST else 0
        if off:
            write_down(request, piece, _("Took the writer’s name off the story."))
    messages.success(request, _("%s is deleted. You can restore it on this page, for a time.") % piece.reference)
    if piece.post:
        still = _("The story “%(title)s” is still there, with its by-line and %(count)s versions. Delete it by itself.")
        messages.warning(request, still % {"title": piece.post.title, "count": piece.post.versions.count()})
    return redirect(piece)


@require_POST
def piece_restore(request: HttpRequest, pk: int) -> HttpResponse:
    piece = _piece(request, pk)
    with transaction.atomic():
        piece.take_out_of_bin()
        write_down(request, piece, _("Restored."))
    messages.success(request, _("%s is back.") % piece.reference)
    return redirect(piece)


def _person(request: HttpRequest, pk: int, right: str) -> Person:
    """A person of whom this member of staff sees everything: what another network holds is not theirs to take."""
    if not request.user.has_perm(right):
        raise PermissionDenied
    return get_object_or_404(wholly_of(request.user), pk=pk)


def _piece(request: HttpRequest, pk: int) -> Submission:
    if not request.user.has_perm(MAY_DELETE_PIECE):
        raise PermissionDenied
    return get_object_or_404(Submission, pk=pk)
