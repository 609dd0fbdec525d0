"""Opened copies that exist in memory alone, under a path that another process can read.

The path is a name of its own in a private folder, which leads to the memory of this process. It
goes with the path object, or with the process: a killed one leaves a name that leads nowhere.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4


class LentPath(type(Path())):  # type: ignore[misc]
    """A path whose file lives for as long as this object does. Elsewhere it is a plain path."""

    def __reduce__(self) -> tuple[type[Path], tuple[str]]:
        return (Path, (str(self),))


def lent(chunks: Iterable[bytes]) -> LentPath:
    """A file of `chunks` in memory. What they raise leaves nothing."""
    handle = os.memfd_create("liasse", os.MFD_CLOEXEC)
    try:
        with os.fdopen(handle, "wb", closefd=False) as file:
            for chunk in chunks:
                file.write(chunk)
        path = LentPath(_folder(), uuid4().hex)
        path.symlink_to(f"/proc/{os.getpid()}/fd/{handle}")
    except BaseException:
        os.close(handle)
        raise
    weakref.finalize(path, _gone, str(path), handle, os.getpid())
    return path


def _gone(path: str, handle: int, process: int) -> None:
    if os.getpid() == process:  # a forked child has nothing to take away
        os.close(handle)
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - at exit little else is still there


def _folder() -> Path:
    """A folder of this process's own, of a forked child another one. Cleaned away, it comes back."""
    folder = _made(os.getpid())
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@cache
def _made(process: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="liasse-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
