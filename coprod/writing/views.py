"""Two questions that the editor asks while someone writes. Both look at what they are given, and change nothing."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coprod.tidying import pasted
from coprod.tidying.well_formed import TooDeep
from coprod.writing import addresses

LONGEST_PASTE = 1_500_000  # letters


@require_POST
def check_link(request: HttpRequest) -> JsonResponse:
    """Make an address whole, or say what is wrong with it. `note` says what may be wrong and stops nobody."""
    try:
        address = addresses.mended(request.POST.get("address", ""))
    except ValidationError as error:
        return JsonResponse({"problem": error.messages[0]})
    return JsonResponse(
        {"address": address, "note": str(addresses.NO_PAGE) if addresses.leads_nowhere(address) else ""}
    )


@require_POST
def tidy_paste(request: HttpRequest) -> JsonResponse:
    """Turn what was pasted into what was meant, and say what could not come along."""
    source = request.POST.get("html", "")
    try:
        found = pasted.tidied(source[:LONGEST_PASTE])
    except TooDeep:
        return JsonResponse({"html": "", "said": _("We could not read what you pasted. Paste a part of it.")})
    said = _("This did not come along: %(what)s") % {"what": " ".join(found.left_out)} if found.left_out else ""
    if len(source) > LONGEST_PASTE:
        said = _("This was too long. We took the first part of it.")
    return JsonResponse({"html": found.html, "said": said})
