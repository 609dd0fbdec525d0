"""Names of processes, and whether one is surely gone.

A lease tells when a silent worker may be replaced; on the same machine we need not wait
for it, since a process that was killed can be seen to be gone.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_SEPARATOR = "/"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_PROCESSES = Path("/proc/self/ns/pid")


def this_worker() -> str:
    """A fresh name for one piece of work of this process: `<machine>/<pid>/<start>/<chance>`."""
    pid = os.getpid()
    return _SEPARATOR.join((_machine(), str(pid), _start(pid) or "?", secrets.token_hex(4)))


def is_gone(worker: str) -> bool:
    """Whether the process named `worker` ran on this machine and runs no more.

    False for any other machine, container or unknown shape of name: there the lease decides.
    """
    parts = worker.split(_SEPARATOR)
    machine = _machine()
    if len(parts) != 4 or not machine or parts[0] != machine or not parts[1].isdecimal():
        return False
    return _start(int(parts[1])) != parts[2]


def _machine() -> str:
    """Changes with every start of the machine, and between containers. Empty: not Linux."""
    try:
        return f"{_BOOT_ID.read_text().strip()}-{_PROCESSES.readlink().name}"
    except OSError:
        return ""


def _start(pid: int) -> str | None:
    """When a process began, in ticks since the machine did; `None` when it is not there.

    A process that has ended and waits for its parent to notice is not there either.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    state, *rest = stat.rpartition(")")[2].split()
    return None if state in ("Z", "X") else rest[18]
