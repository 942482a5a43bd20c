"""How the web server is started, in production and on a developer's machine (docs/adr/0016-granian-serves.md)."""

import sys


def web_server(*, host: str, port: int, workers: int = 2, patience: int = 10, quiet: bool = True) -> list[str]:
    """Return its command. `patience` is how many seconds a request that is under way gets when the server is to end."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "1", "--backlog", "2048", "--no-ws"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", str(patience)]
    command += ["--log-level", "warning"] if quiet else []
    return [*command, "coprod.wsgi:application"]
