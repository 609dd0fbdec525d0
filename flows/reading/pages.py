"""The pages of an envoi read and kept, one by one, from where it was left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from extractors.pages.reading import VERSION
from extractors.pages.source import KeptPage
from flows.reading.pool import PageTask, ReaderPool
from flows.workplace import Workplace
from models.entities import EnvoiState, Page, SourceFile
from storage.records import blobs, envois, pages

Progress = Callable[[int, int], None]
"""Called with (pages read, pages in all)."""


def begin_reading(place: Workplace, envoi_id: str, pool: ReaderPool) -> None:
    """Have the pool start on an envoi's first pages; `read_pages` then finds them begun or done."""
    with place.database.transaction() as session:
        pages.copy_known(session, envoi_id, VERSION)
        unread = _unread(session, envoi_id)
    pool.begin(_tasks(place, unread), place.settings.render_dpi)


def read_pages(place: Workplace, envoi_id: str, pool: ReaderPool, progress: Progress) -> int:
    """Read the pages that this version of the readers has not read; how many there were.

    A page that it read before, in another envoi, is not read again. Each page is committed as soon as it is read: killed half-way, it goes on from there.
    """
    with place.database.transaction() as session:
        pages.copy_known(session, envoi_id, VERSION)
        unread = _unread(session, envoi_id)
        if unread:
            envois.set_state(session, envoi_id, EnvoiState.EN_LECTURE)
        total = sum(file.pages or 0 for file in envois.files(session, envoi_id))
    tasks = _tasks(place, unread)
    done = total - len(tasks)
    progress(done, total)
    for task, result in pool.read(tasks, place.settings.render_dpi):
        if isinstance(result, KeptPage):
            _keep(place, envoi_id, task.number, result)
        else:
            with place.database.transaction() as session:
                pages.keep_unread(
                    session, envoi_id, task.number, result.reason, reader_version=VERSION
                )
        done += 1
        progress(done, total)
    return len(tasks)


def _unread(session: Session, envoi_id: str) -> list[tuple[Page, SourceFile]]:
    files = {file.id: file for file in envois.files(session, envoi_id)}
    unread = pages.to_read(session, envoi_id, VERSION)
    return [(page, files[page.source_file_id]) for page in unread]


def _tasks(place: Workplace, unread: Sequence[tuple[Page, SourceFile]]) -> list[PageTask]:
    """Outside any transaction: a file may have to come from a server, once for all its pages."""
    paths = {sha256: place.blobs.path_for(sha256) for sha256 in {file.sha256 for _, file in unread}}
    return [
        PageTask(page.number, paths[file.sha256], file.kind, page.index) for page, file in unread
    ]


def _keep(place: Workplace, envoi_id: str, number: int, page: KeptPage) -> None:
    sha256 = place.blobs.put(page.image)
    with place.database.transaction() as session:
        blobs.record(session, sha256, size=len(page.image), media_type="image/jpeg")
        pages.keep_reading(
            session,
            envoi_id,
            number,
            page.reading,
            reader_version=VERSION,
            image_sha256=sha256,
        )
