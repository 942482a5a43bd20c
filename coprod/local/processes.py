"""Processes that never outlive the one that started them, not even when that one is killed with -9."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
# Loaded here, because between fork and exec nothing may be loaded any more.
_prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None


def die_with_parent(how: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send `how` to this process when the thread that started it ends."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)


def tied_to_this_process(how: signal.Signals) -> Callable[[], None]:
    """Return what a child calls before it becomes its program: Popen's preexec_fn, in the main thread."""
    parent = os.getpid()

    def tie() -> None:
        die_with_parent(how)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return tie


def working_below(folder: str) -> list[int]:
    """Return the living processes whose working folder is `folder`: PostgreSQL and its children stand in theirs."""
    found = []
    for entry in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
        if entry.isdigit():
            try:
                here = os.readlink(f"/proc/{entry}/cwd")
            except OSError:  # gone, a zombie, or someone else's
                continue
            if here == folder:
                found.append(int(entry))
    return found
