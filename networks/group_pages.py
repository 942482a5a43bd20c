"""The local groups of a network: by part of the country, by map, and by the first letters of a postcode."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from coprod.page_cache.public import public_page
from networks.forms import PostcodeForm
from networks.models import Group, Network, Region
from networks.postcodes import Area, area_of, areas
from networks.region_map import HEIGHT, OUTLINES, WIDTH, Outline

EVERYWHERE = "all"
UNKNOWN = "unknown"
FEW = 8  # groups that can be read without choosing a part of the country first


@dataclass(frozen=True)
class Choice:
    """What part of the country was asked for. The last two: the address says what we do not know."""

    region: str = ""
    area: Area | None = None
    is_unknown: bool = False
    is_wrong_postcode: bool = False

    @classmethod
    def read(cls, region: str, area: str) -> "Choice":
        if area:
            known = areas().get(area.upper())
            return cls(area=known, is_wrong_postcode=known is None)
        return cls(region) if region in (*Region.values, EVERYWHERE) else cls(is_unknown=bool(region))

    @property
    def is_made(self) -> bool:
        return bool(self.region or self.area)

    @property
    def regions(self) -> list[Region]:
        if self.area:
            return self.area.regions
        return [*Region] if self.region in ("", EVERYWHERE) else [Region(self.region)]

    @property
    def names(self) -> list[str | Promise]:
        return [region.label for region in self.regions]

    def is_near(self, group: Group) -> bool:
        """Whether a group meets within the postcode area itself."""
        return self.area is not None and area_of(group.postcode) == self.area


@dataclass(frozen=True)
class Part:
    """A nation or region, how many groups it has, and its shape on the map."""

    region: Region
    count: int
    outline: Outline


@require_safe
@public_page("region", "area")
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network.objects.public(), slug=slug)
    choice = Choice.read(request.GET.get("region", ""), request.GET.get("area", ""))
    # What was typed is in no address, so a wrong postcode comes back as an empty field with its error.
    form = PostcodeForm(QueryDict() if choice.is_wrong_postcode else None)
    found = _found(network, choice)
    return render(request, "networks/groups.html", {"network": network, "choice": choice, "form": form, **found})


# Not protected against being sent from elsewhere: it stores nothing, and a page with a token could not be kept for all.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def groups_by_postcode(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on to the groups of an area. A postcode says where someone lives: it is in no address, and no log."""
    network = get_object_or_404(Network.objects.public(), slug=slug)
    address = reverse("groups", args=[network.slug])
    if request.method != "POST":
        return redirect(address)
    area = area_of(request.POST.get("postcode", ""))
    return redirect(f"{address}?area={area.letters if area else UNKNOWN}")


def _found(network: Network, choice: Choice) -> dict[str, Any]:
    rows = list(network.groups.filter(is_listed=True).defer("search"))
    counts = Counter(group.region for group in rows)
    shown = [group for group in rows if group.region in choice.regions] if choice.is_made or len(rows) <= FEW else []
    near = [group for group in shown if choice.is_near(group)]
    return {
        "total": len(rows),
        "joins": network.slug if network.asks_for_a_group else "",
        "near": near,
        "groups": [group for group in shown if group not in near],
        "count": len(shown),
        "parts": [Part(region, counts[region], OUTLINES[region]) for region in Region],
        "size": (WIDTH, HEIGHT),
    }
