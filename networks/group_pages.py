"""The local groups of a network: by part of the country, by map, and by a postcode or a town."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from coprod.page_cache.public import public_page
from coprod.search import cleaned
from networks.forms import NearForm
from networks.models import Group, Network, Region
from networks.postcodes import Area, area_of, areas, outward_of
from networks.region_map import HEIGHT, OUTLINES, WIDTH, Outline

EVERYWHERE = "all"
FEW = 8  # groups that can be read without choosing a part of the country first
FEWEST = 3  # groups that need no list of places above them


@dataclass(frozen=True)
class Choice:
    """What part of the country was asked for. `is_unknown`: the address says what we do not know."""

    region: str = ""
    area: Area | None = None
    outward: str = ""  # “SA1”, where someone typed as much
    place: str = ""
    here: Sequence[Group] = ()  # the groups of that place
    is_unknown: bool = False

    @classmethod
    def read(cls, asked: QueryDict, rows: list[Group]) -> "Choice":
        region, area, place = (asked.get(name, "") for name in ("region", "area", "place"))
        if here := in_place(place, rows):
            one = len({group.place for group in here}) == 1
            return cls(place=here[0].place if one else cleaned(place), here=here)
        if known := area_of(area):
            return cls(area=known, outward=outward_of(area))
        return cls(region) if region in (*Region.values, EVERYWHERE) else cls(is_unknown=bool(region or area or place))

    @property
    def is_made(self) -> bool:
        return bool(self.region or self.area or self.place)

    @property
    def near_to(self) -> str:
        return self.place or self.outward or (self.area.letters if self.area else "")

    @property
    def regions(self) -> list[Region]:
        if self.area:
            return self.area.regions
        if self.here:
            return [Region(region) for region in {group.region for group in self.here}]
        return [*Region] if self.region in ("", EVERYWHERE) else [Region(self.region)]

    @property
    def names(self) -> list[str | Promise]:
        return [region.label for region in self.regions]

    def distance(self, group: Group) -> int:
        """0 for what is nearest: the same place, or first half of a postcode. 1 for the postcode area, 2 beyond."""
        if group in self.here or (self.outward and outward_of(group.postcode) == self.outward):
            return 0
        return 1 if self.area and area_of(group.postcode) == self.area else 2


class Part(NamedTuple):
    """A nation or region, how many groups it has, and its shape on the map."""

    region: Region
    how_many: int
    outline: Outline


@require_safe
@public_page("region", "area", "place")
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network.objects.public(), slug=slug)
    rows = _listed(network)
    return _page(request, network, rows, Choice.read(request.GET, rows), NearForm())


# Not protected against being sent from elsewhere: it stores nothing, and a page with a token could not be kept for all.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def groups_by_postcode(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on to the groups of a town or near a postcode. The whole of a postcode is in no address, and no log."""
    network = get_object_or_404(Network.objects.public(), slug=slug)
    address = reverse("groups", args=[network.slug])
    if request.method != "POST":
        return redirect(address)
    rows, form = _listed(network), NearForm(request.POST)
    if form.is_valid():
        if near := _read(form.cleaned_data["postcode"], rows):
            return redirect(f"{address}?{urlencode(near)}")
        form.add_error("postcode", _("We do not know that place. Type a postcode, or a larger town near you."))
    response = _page(request, network, rows, Choice(), form)
    add_never_cache_headers(response)  # it shows what someone typed
    return response


def in_place(typed: str, rows: list[Group]) -> list[Group]:
    """Return the groups of a town, or of towns that begin so: “newcastle” for Newcastle upon Tyne."""
    town = _plain(typed)
    same = [group for group in rows if town and _plain(group.place) == town]
    return same or [group for group in rows if town and _plain(group.place).startswith(f"{town} ")]


def _read(typed: str, rows: list[Group]) -> dict[str, str]:
    """Return the query for a postcode, for a town that has groups, or for one that postcodes are named after."""
    if area := area_of(typed):
        return {"area": outward_of(typed) or area.letters}
    if in_place(typed, rows):
        return {"place": _plain(typed)}
    return next(({"area": area.letters} for area in areas().values() if _plain(area.around) == _plain(typed)), {})


def _plain(name: str) -> str:
    """Return the words of a name without accents, capitals and hyphens."""
    letters = unicodedata.normalize("NFKD", name.casefold()).replace("-", " ")
    return " ".join("".join(letter for letter in letters if letter.isalnum() or letter == " ").split())


def _listed(network: Network) -> list[Group]:
    return list(network.groups.filter(is_listed=True).defer("search"))


def _page(request: HttpRequest, network: Network, rows: list[Group], choice: Choice, form: NearForm) -> HttpResponse:
    found = _found(network, rows, choice)
    return render(request, "networks/groups.html", {"network": network, "choice": choice, "form": form, **found})


def _found(network: Network, rows: list[Group], choice: Choice) -> dict[str, Any]:
    counts = Counter(group.region for group in rows)
    shown = [group for group in rows if group.region in choice.regions] if choice.is_made or len(rows) <= FEW else []
    near = sorted((group for group in shown if choice.distance(group) < 2), key=choice.distance)
    others = [group for group in shown if group not in near]
    return {
        "total": len(rows),
        "joins": network.slug if network.asks_for_a_group else "",
        "near": near,
        "groups": others,
        "jumps": [*near, *others] if len(shown) > FEWEST else [],
        "count": len(shown),
        "parts": [Part(region, counts[region], OUTLINES[region]) for region in Region],
        "size": (WIDTH, HEIGHT),
    }
