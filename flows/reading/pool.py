"""A pool of reading processes in which a page may hang or kill its reader."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from extractors.pages.source import KeptPage
from flows.reading import worker
from models.errors import LiasseError
from models.settings import Settings
from storage.records import codec

MEMORY = 8 * 1024**3
"""Bytes of data a reader may ask the system for. Libraries reserve about 3.3 GiB, and use 1."""
AHEAD = 4
"""Pages given out per reader ahead of time: enough to keep busy, few to lose."""
FAILED = "Cette page n'a pas pu être lue : à lire par une personne."


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page to read: `number` in its envoi, `index` in the file at `path`."""

    number: int
    path: Path
    kind: str
    index: int


T = TypeVar("T")
R = TypeVar("R")

Read = Callable[[str, str, int, int], KeptPage]
"""Reads, in a process of the pool, the page (path, kind, index, dpi): `worker.read`."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a page could not be read, in French, for a person."""

    reason: str


class ReaderPool:
    """Reads pages in `readers` processes; each page may take `page_seconds`.

    Processes are spawned (not forked: the parent has threads), held to `memory` and renewed after
    `pages_per_reader` pages, so that what a library leaks never adds up. What they write aside
    lies in a folder of the pool's, for who is killed at a page leaves its image there.
    """

    def __init__(
        self,
        readers: int,
        page_seconds: int,
        pages_per_reader: int,
        read: Read = worker.read,
        *,
        memory: int = MEMORY,
    ) -> None:
        self._readers = readers
        self._read = read
        self._page_seconds = page_seconds
        self._begun: dict[tuple[PageTask, int], Future[KeptPage | Unread]] = {}
        self._aside = TemporaryDirectory(prefix="liasse-", ignore_cleanup_errors=True)
        self._pool = ProcessPool(
            max_workers=readers,
            max_tasks=pages_per_reader,
            initializer=worker.start,
            initargs=[memory, self._aside.name],
            context=multiprocessing.get_context("spawn"),
        )

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The pool that the operator's settings ask for."""
        return cls(settings.readers, settings.page_seconds, settings.pages_per_reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()
        self._aside.cleanup()

    def warm_up(self) -> None:
        """Have the processes started and their models opened meanwhile; returns at once."""
        for _ in range(self._readers):
            self._pool.schedule(worker.ready, timeout=self._page_seconds)

    def opening(self) -> Future[bool]:
        """Done when a process has opened its models; it holds an error when it cannot."""
        self.warm_up()
        future: Future[bool] = self._pool.schedule(worker.ready, timeout=self._page_seconds)
        return future

    def begin(self, tasks: Sequence[PageTask], dpi: int) -> None:
        """Start on the first pages that `read` will ask for, while the caller is still setting up."""
        for task in tasks[: self._readers * AHEAD]:
            self._begun[task, dpi] = self._schedule(task, dpi)

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> list[R | None]:
        """`work` on each item, in the processes; `None` where it failed or took too long.

        `work` and what goes in and out can be pickled.
        """
        given = [
            self._pool.schedule(_safely, args=[work, item], timeout=self._page_seconds)
            for item in items
        ]
        return [_result(future) for future in given]

    def read(
        self, tasks: Sequence[PageTask], dpi: int
    ) -> Iterator[tuple[PageTask, KeptPage | Unread]]:
        """Each page as soon as it is read, in no order; an unreadable one with its reason."""
        waiting = list(reversed(tasks))
        running: dict[Future[KeptPage | Unread], PageTask] = {}
        while waiting or running:
            while waiting and len(running) < self._readers * AHEAD:
                task = waiting.pop()
                begun = (task, dpi) in self._begun
                future = self._begun.pop((task, dpi)) if begun else self._schedule(task, dpi)
                running[future] = task
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), _outcome(future, self._page_seconds)

    def _schedule(self, task: PageTask, dpi: int) -> Future[KeptPage | Unread]:
        future: Future[KeptPage | Unread] = self._pool.schedule(
            _page,
            args=[self._read, str(task.path), task.kind, task.index, dpi],
            timeout=self._page_seconds,
        )
        return future


def _page(read: Read, path: str, kind: str, index: int, dpi: int) -> KeptPage | Unread:
    """In a process of the pool: a page, or why not.

    Only plain values leave the process. An error of a library may not survive the journey,
    and the whole pool would break on it.
    """
    try:
        page = read(path, kind, index, dpi)
    except LiasseError as error:
        return Unread(error.message)
    except MemoryError:
        return Unread(
            "La lecture de cette page demandait trop de mémoire et a été arrêtée : "
            "à lire par une personne."
        )
    except (Exception, SystemExit):  # a library's failure on one page must not stop the bag
        return Unread(FAILED)
    return page if _is_sound(page) else Unread(FAILED)


def _safely(work: Callable[[T], R], item: T) -> R | None:
    """In a process of the pool. An error that does not survive the journey would break the pool."""
    try:
        return work(item)
    except (Exception, SystemExit):
        return None


def _result(future: Future[R | None]) -> R | None:
    try:
        return future.result()
    except Exception:  # the process ended, or took too long
        return None


def _is_sound(page: object) -> bool:
    """Whether a reader's answer is a page that can be kept."""
    if not isinstance(page, KeptPage) or not isinstance(page.image, bytes):
        return False
    try:
        json.dumps(codec.page_reading_to_json(page.reading), allow_nan=False)
    except (AttributeError, TypeError, ValueError):
        return False
    return True


def _outcome(future: Future[KeptPage | Unread], seconds: int) -> KeptPage | Unread:
    try:
        return future.result()
    except TimeoutError:
        return Unread(
            f"La lecture de cette page a dépassé {seconds} secondes et a été arrêtée : à lire par une personne."
        )
    except ProcessExpired:
        return Unread("La lecture de cette page s'est interrompue : à lire par une personne.")
    except Exception:
        return Unread(FAILED)
