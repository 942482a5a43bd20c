"""No list of the staff pages is cut off at the right, on a phone or on a tablet."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from coprod.accounts.roles import LISTS
from networks.models import Group, Person
from tests.admin.addresses import make_side

TOO_WIDE = """() => [document.scrollingElement, ...document.querySelectorAll(".results, #changelist, .module")]
    .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className)"""


@pytest.mark.parametrize("width", [320, 768])
def test_every_list_is_as_wide_as_the_screen(page: Page, live_server: Any, complaints: list[str], width: int) -> None:
    make_side()
    Person.objects.update(name="Wilhelmina Featherstonehaugh-Cholmondeley of Auchtermuchty")
    Group.objects.update(name="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")
    client = Client()
    client.force_login(User.objects.create_superuser("bea"))
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    names = [f"{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    assert len(names) >= len(LISTS)
    wide = {}
    for name in ["inbox", *names]:
        page.goto(live_server.url + reverse(f"admin:{name}"))
        wide[name] = page.evaluate(TOO_WIDE)
    assert wide == {name: [] for name in wide}
