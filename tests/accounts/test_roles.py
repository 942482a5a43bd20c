"""The written matrix of roles and pages, held against every address of the staff pages, asked as each role."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.template import loader
from django.template.response import TemplateResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from coprod.accounts import roles
from coprod.accounts.roles import LISTS, PAGES, STAFF, Page
from tests.admin.addresses import Side, filled, make_side, patterns, row_of
from tests.admin.rows import client_of

pytestmark = pytest.mark.django_db
WHERE = "coprod/accounts/roles.py"
# On the way in and out: no role has to do with these.
DOORS = {
    *("login", "logout", "second_step", "second_step_set_up"),
    *("password_forgotten", "password_sent", "password_set", "password_done"),
}
# The record that stands in an address below another list.
ABOUT = {
    "account_invite": "auth.user",
    "second_step_reset": "auth.user",
    "keeping_person_export": "networks.person",
    "keeping_person_erase": "networks.person",
    "keeping_piece_delete": "blog.submission",
    "keeping_piece_restore": "blog.submission",
    "keeping_response_erase": "blog.response",
}


def make_user(*names: str) -> User:
    user = User.objects.create_user(f"user-{User.objects.count()}", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=names))
    return user


@pytest.fixture(scope="module")
def side(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Side]:
    """A row for every address, made once: each test is a transaction inside of this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_side()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def addresses(side: Side, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    with django_db_blocker.unblock():
        return {name: address_of(name, route) for name, route in named()}


def in_matrix(name: str, route: str) -> Page | None:
    """What the matrix says of an address."""
    app, _, rest = name.partition("_")
    model, _, verb = rest.rpartition("_")
    records = LISTS.get(f"{app}.{model}")
    if name in PAGES or records is None:
        return PAGES.get(name)
    change = Page(opens=records.see, sends=records.change)
    return {
        "changelist": Page(records.see, records.see),
        "add": Page(records.add, records.add),
        "change": change,
        "delete": Page(records.delete, records.delete),
        "history": Page(records.see, records.see),
    }.get(verb)


def address_of(name: str, route: str) -> str:
    parts = route.split("/")
    label = ABOUT.get(name) or (".".join(parts[2:4]) if "<" in route and len(parts) > 5 else "")
    values: dict[str, Any] = {"model": "signup"}
    if name == "inbox_move":
        label = "networks.signup"
    if label:
        rows = type(row_of(label))._default_manager.order_by("pk")
        values |= {key: rows.first().pk for key in ("object_id", "pk", "id")}
        values["other_pk"] = rows.last().pk
    return filled(route, values)


def named() -> list[tuple[str, str]]:
    """Every address with a name. Those without lead on to one of these."""
    return [(name, route) for name, route in patterns() if name not in {"None", "app_list", *DOORS}]


def is_in(answer: Any) -> bool:
    """Whether the door opened: neither refused, nor sent to log in, nor asked for in a way that the page has not."""
    return answer.status_code in {200, 302} and "/admin/login/?" not in answer.headers.get("Location", "")


def walk(client: Client, method: str, addresses: dict[str, str]) -> Iterator[tuple[str, bool]]:
    for name, address in addresses.items():
        with transaction.atomic():
            yield name, is_in(getattr(client, method)(address))
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page looks like is not asked here, and drawing 900 of them takes the longest."""
    monkeypatch.setattr(TemplateResponse, "rendered_content", "")
    monkeypatch.setattr(loader, "render_to_string", lambda *_args, **_more: "")


def test_every_address_is_in_the_matrix() -> None:
    found = named()
    assert len(found) >= 100
    missing = [f"{name} ({route})" for name, route in found if in_matrix(name, route) is None]
    assert not missing, f"Not in the matrix of roles and pages: add each to LISTS or PAGES in {WHERE}: {missing}"
    assert len({name for name, _route in found}) == len(found)


def test_the_matrix_speaks_of_no_address_that_is_not_there() -> None:
    names = {name for name, _route in named()}
    assert set(PAGES) - names == set()
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert set(LISTS) == registered


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("letter", [*roles.LETTERS, "nobody", "visitor"])
def test_each_role_opens_what_the_matrix_says_and_nothing_else(
    side: Side, addresses: dict[str, str], letter: str, method: str
) -> None:
    client = Client()
    if letter != "visitor":
        user = make_user(*[roles.LETTERS[letter]] if letter in roles.LETTERS else [])
        side.network.facilitators.add(user)
        client = client_of(user)
    wrong = []
    for name, was_in in walk(client, method, addresses):
        page = in_matrix(name, "")
        assert page is not None, name
        letters = page.opens if method == "get" else page.sends
        expected = letter in letters if letter != "nobody" else letters == STAFF
        if was_in != expected:
            wrong.append(f"{name}: {'opened' if was_in else 'refused'}")
    assert not wrong, f"{letter}, {method}: not as {WHERE} says: {wrong}"


def rights_of(role: str) -> set[str]:
    """The rights of one role below administrator, as Django names them."""
    letter = next(letter for letter, name in roles.LETTERS.items() if name == role)
    found = {right for right, letters in roles.FURTHER.items() if letter in letters}
    for label, records in roles.LISTS.items():
        app, model = label.split(".")
        for verb, letters in (
            ("view", records.see), ("add", records.add), ("change", records.change), ("delete", records.delete)
        ):  # fmt: skip
            if letter in letters:
                found.add(f"{app}.{verb}_{model}")
    return found


def test_the_rights_in_the_database_are_those_of_the_matrix() -> None:
    for role in (roles.EDITOR, roles.PUBLISHER, roles.FACILITATOR):
        rows = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
        has, should = {".".join(row) for row in rows}, rights_of(role)
        words = f"{role}: write a migration with grant() of coprod/accounts/granting.py for {should - has}, and {WHERE}"
        assert has == should, words


def test_an_administrator_may_do_what_is_added_later_too() -> None:
    boss = make_user(roles.ADMINISTRATOR)
    assert boss.has_perm("auth.change_user")
    assert boss.has_perms(["networks.erase_person", "blog.publish_post", "sessions.view_session"])
    assert not boss.is_superuser
    assert not make_user(roles.PUBLISHER).has_perm("auth.change_user")
    boss.is_active = False
    assert not User(pk=boss.pk, is_active=False).has_perm("auth.change_user")


def test_nobody_below_administrator_may_publish_but_publishers() -> None:
    may = {role for role in roles.LETTERS.values() if make_user(role).has_perm("blog.publish_post")}
    assert may == {roles.PUBLISHER, roles.ADMINISTRATOR}
    assert User.objects.with_perm("blog.publish_post", backend=roles.BACKEND).count() == 2
