"""Walking through a form as a browser does: each page is opened, and what it carries is sent with the answer."""

from typing import Any

from django.test import Client

from tests.reading import errors_in, token_of

Answers = dict[str, dict[str, Any]]
MOST_PAGES = 20


class Walker:
    """One person in one browser, and a form of which each page asks one thing."""

    def __init__(self, start: str, client: Client | None = None) -> None:
        self.start = start
        self.client = client or Client()

    def address(self, page: str = "") -> str:
        return self.start + (f"{page}/" if page else "")

    def open(self, page: str = "", query: str = "") -> Any:
        return self.client.get(self.address(page) + query)

    def post(self, page: str, answers: dict[str, Any], opened: Any = None, query: str = "") -> Any:
        """Send an answer from a page that was opened just now, or earlier."""
        opened = opened or self.open(page, query)
        return self.client.post(self.address(page) + query, {"token": token_of(opened), **answers})

    def walk_from(self, first: str, answers: Answers, until: str = "check") -> Any:
        """Answer whatever is asked, one page after the other. Return the page at which it stops."""
        page = self.address(first)
        for _step in range(MOST_PAGES):
            opened = self.client.get(page)
            assert opened.status_code == 200, (page, opened.status_code, opened.headers.get("Location"))
            slug = page.rstrip("/").rsplit("/", 1)[1]
            if slug == until:
                return opened
            answered = self.post(slug, answers[slug], opened)
            assert answered.status_code == 302, (slug, errors_in(answered))
            page = answered["Location"].split("?")[0]
        raise AssertionError("the form does not end")

    def send(self, opened: Any = None) -> Any:
        return self.post("check", {}, opened)
