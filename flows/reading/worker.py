"""What a reading process does: its models are opened once, then page after page."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import resource
import tempfile
import threading
from functools import cache
from pathlib import Path

import cv2

from extractors.intake.kinds import Kind
from extractors.pages.reading import PageReader
from extractors.pages.source import KeptPage, SourcePages


@cache
def _reader() -> PageReader:
    return PageReader()


def start(memory: int, aside: str) -> None:
    """One thread a process: the pages themselves are spread over processes.

    `memory`: bytes of data that a reader may ask for; more fails on the page that wants it.
    `aside`: the folder for files that last as long as a page.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.environ["TMPDIR"] = tempfile.tempdir = aside
    atexit.register(_close)  # else the library says on the user's screen that a file was left open
    cv2.setNumThreads(1)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    """The command was killed: nobody waits for this page, nor stops it if it hangs."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def ready() -> bool:
    """Open the models, before the first page is there."""
    return _reader().warm_up()


_opened: list[tuple[tuple[str, str], SourcePages]] = []
"""The last file read from stays open: the next page is most often its own."""


def _close() -> None:
    while _opened:
        _opened.pop()[1].close()


def read(path: str, kind: str, index: int, dpi: int) -> KeptPage:
    """The page `index` of the file at `path`."""
    if not _opened or _opened[0][0] != (path, kind):
        _close()
        _opened.append(((path, kind), SourcePages(Path(path), Kind(kind))))
    return _opened[0][1].read(_reader(), index, dpi)
