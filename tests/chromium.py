"""A Chromium for the browser tests: the system's, else the distribution's package, else Playwright's own.

`python tests/chromium.py` sets one up and says what it does; the tests then find it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the program to start, or None when this machine has none."""
    for name in NAMES:
        if (found := shutil.which(name)) is not None:
            return found
    return _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright  # slow to load, and the last resort

    with sync_playwright() as playwright:
        program = playwright.chromium.executable_path
    return program if Path(program).exists() else None


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Browser tests need Chromium: installing it with apt-get.", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        if subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0 and find():
            return
    print("Browser tests need Chromium: downloading Playwright's own.", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if find() is None:
        _install()
    if find() is None:
        print("There is no Chromium, and none could be installed. Install the package chromium, then try again.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
