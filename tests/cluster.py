"""The settings of a test run, and a PostgreSQL cluster of its own in a temporary folder.

Its keeper (coprod/local/keeper.py) removes the folder when the run has ended, however it ended. With DATABASE_URL set
beforehand that server is used.
"""

import os
import shutil
import tempfile
from pathlib import Path

from coprod.local.keeper import Hold
from coprod.local.postgres import Cluster

FIXED = {
    "COPROD_ENV": "test",
    "DJANGO_SETTINGS_MODULE": "coprod.settings",
    "DEBUG": "0",
    "SITE_URL": "http://testserver",
    "SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-0123456789",
    "TRUSTED_PROXIES": "0",
    "EXTRA_HOSTS": "",
    "EMAIL_HOST": "",
    "SECOND_STEP": "0",
    "BACKUP_KEY": "",
    "DATABASE_OWNER_URL": "",
}
OWN_CLUSTER = "COPROD_TEST_CLUSTER"  # set where the run made one; its workers see it too
FOLDERS = {"MEDIA_ROOT": "media", "STATIC_ROOT": "static", "MAIL_FOLDER": "mail", "PROOFS_FOLDER": "proofs"}


class TestRun:
    __test__ = False  # pytest takes the name for a test

    def __init__(self) -> None:
        self._state: Path | None = None
        self._hold: Hold | None = None

    def prepare(self) -> None:
        """Set the environment that the settings read, here and in the processes that are started later."""
        os.environ.update(FIXED)
        self._state = Path(tempfile.mkdtemp(prefix="coprod-test-"))
        self._state.chmod(0o755)  # as root, PostgreSQL is another user and must get in
        for name, folder in FOLDERS.items():
            (self._state / folder).mkdir(mode=0o700)
            os.environ[name] = str(self._state / folder)
        if os.environ.get("DATABASE_URL"):
            return
        cluster = Cluster.of_project(self._state, scratch=True)
        self._hold = Hold(cluster, self._state)
        self._hold.take()
        os.environ["DATABASE_URL"] = cluster.url
        os.environ[OWN_CLUSTER] = "1"

    def end(self) -> None:
        if self._hold is not None:
            self._hold.release()
        if self._state is not None:
            shutil.rmtree(self._state, ignore_errors=True)
