"""Fills in the admin's forms as a browser does: what the page shows is sent back, but for what a test changes."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

Answers = dict[str, Any]


def soup(page: Any) -> BeautifulSoup:
    return BeautifulSoup(page.content.decode(), "html.parser")


def answers_in(page: Any, form_id: str) -> Answers:
    """Return what the page's form holds now."""
    page_soup = soup(page)
    form = page_soup.find("form", id=form_id)
    assert isinstance(form, Tag), f"no form {form_id}"
    answers: Answers = {}
    elsewhere = page_soup.select(f'[form="{form_id}"]')  # controls that stand outside of the form they are part of
    for control in [*form.find_all(["input", "textarea", "select"]), *elsewhere]:
        name = str(control.get("name") or "")
        kind = str(control.get("type") or control.name)
        if not name or kind in {"submit", "button", "file"} or "__prefix__" in name:
            continue
        if kind in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                answers.setdefault(name, []).append(control.get("value", "on"))
        elif control.name == "select":
            answers[name] = [option["value"] for option in control.find_all("option", selected=True)]
        else:
            answers[name] = (
                control.get_text().removeprefix("\n") if control.name == "textarea" else control.get("value", "")
            )
    return answers


def send(client: Client, address: str, form_id: str, /, **changes: Any) -> Any:
    """Open a form, change some answers, and press Save."""
    answers = answers_in(client.get(address), form_id)
    return client.post(address, {**answers, **changes, "_save": "Save"})


def take_step(client: Client, row: Any, to: str, **changes: Any) -> Any:
    """Open a record, change some answers, and press the button of a step."""
    form_id, address = f"{row._meta.model_name}_form", row.get_absolute_url()
    return client.post(address, {**answers_in(client.get(address), form_id), **changes, "to": to}, follow=True)


def errors_in(page: Any) -> list[str]:
    assert page.status_code == 200, "the form was accepted"
    return [item.get_text(strip=True) for item in soup(page).select("ul.errorlist > li")]


def messages_in(page: Any) -> list[str]:
    return [item.get_text(strip=True) for item in soup(page).select("ul.messagelist > li")]


def rows_in(page: Any) -> list[str]:
    return [row.get_text(" ", strip=True) for row in soup(page).select("#result_list tbody tr")]
