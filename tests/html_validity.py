"""`make check`: every public page, filled with the demo content, is valid HTML. The Nu checker says so, where Java is.

The pages are those that the sitemap names, and the ones beside it that have a form, a search or an error to show.
"""

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests.cluster import TestRun
from tests.sketching import sketched

CHECKER = "vnu-jar@26.9.27"
TOOLS = Path(__file__).resolve().parent.parent / "node_modules"
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
# What no sitemap names. The last ones answer with an error page, which is a page too.
BESIDE = [
    "/blog/?page=2",
    "/search/",
    "/search/?q=walk",
    "/search/?q=zzzznothing",
    "/search/?q=wlak",
    "/search/?q=walk&kind=stories",
    "/networks/focus-on-dementia-network/groups/?area=CF",
    "/networks/focus-on-dementia-network/groups/?region=scotland",
    "/styleguide/",
    "/development/mail/",
    "/admin/login/",
    "/no-such-page/",
    "/blog/?page=nonsense",
]
FEWEST_PAGES = 30  # fewer, and the walk has missed most of the site


def main() -> int:
    missing = [program for program in ("java", "npm") if shutil.which(program) is None]
    if missing:
        print(f"HTML validity: skipped, there is no {' and no '.join(missing)}.")
        return 0
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        quiet = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel", "error"]
        subprocess.run(["npm", "install", *quiet, "--prefix", str(TOOLS.parent), CHECKER], check=True)
    with tempfile.TemporaryDirectory(prefix="coprod-html-") as folder, _demo_site():
        count = _write_pages(Path(folder))
        if count < FEWEST_PAGES:
            print(f"HTML validity: only {count} pages were found.")
            return 1
        return _check(jar, Path(folder), count)


@contextmanager
def _demo_site() -> Iterator[None]:
    """Django with a new database, full of demo content, for as long as this lasts."""
    run = TestRun()
    run.prepare()
    try:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment()
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        with sketched():
            call_command("seed_demo", verbosity=0, stdout=io.StringIO())
        yield
        connection.creation.destroy_test_db(name, verbosity=0)
    finally:
        run.end()


def _write_pages(folder: Path) -> int:
    """Render every page into a file named after its number, and list the addresses in `index`."""
    from django.test import Client  # needs the settings

    client = Client(raise_request_exception=False)
    addresses = [*_sitemap(client, "/sitemap.xml"), *BESIDE]
    for number, address in enumerate(addresses):
        (folder / f"{number}.html").write_bytes(client.get(address).content)
    (folder / "index").write_text("\n".join(addresses))
    return len(addresses)


def _sitemap(client: "object", address: str) -> Iterator[str]:
    """Yield the pages of a sitemap, or of the sitemaps that it lists."""
    tree = ElementTree.fromstring(client.get(address).content)  # type: ignore[attr-defined]  # noqa: S314 - our own
    for location in tree.iter(LOCATION):
        parts = urlsplit(location.text or "")
        if tree.tag.endswith("sitemapindex"):
            yield from _sitemap(client, parts.path)
        else:
            yield parts.path


def _check(jar: Path, folder: Path, count: int) -> int:
    command = ["java", "-jar", str(jar), "--format", "json", "--skip-non-html", str(folder)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stderr)
    addresses = (folder / "index").read_text().splitlines()
    found = [message for message in told["messages"] if message["type"] == "error" or message.get("subType") == "fatal"]
    for message in found:
        page = addresses[int(Path(urlsplit(message["url"]).path).stem)]
        print(f"{page} line {message.get('lastLine')}: {message['message']}  {message.get('extract', '').strip()!r}")
    print(f"HTML validity: {count} pages, {len(found)} errors.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
