"""The pages of an envoi read and kept, one by one, from where it was left."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from extractors.pages.reading import VERSION
from extractors.pages.source import KeptPage
from flows.reading.pool import PageTask, ReaderPool
from flows.workplace import Workplace
from models.entities import EnvoiState
from storage.records import blobs, envois, pages

Progress = Callable[[int, int], None]
"""Called with (pages read, pages in all)."""


def begin_reading(place: Workplace, envoi_id: str, pool: ReaderPool) -> None:
    """Have the pool start on an envoi's first pages; `read_pages` then finds them begun or done."""
    with place.database.transaction() as session:
        pages.copy_known(session, envoi_id, VERSION)
        tasks = _tasks(place, session, envoi_id)
    pool.begin(tasks, place.settings.render_dpi)


def read_pages(place: Workplace, envoi_id: str, pool: ReaderPool, progress: Progress) -> int:
    """Read the pages that this version of the readers has not read; how many there were.

    A page that it read before, in another envoi, is not read again. Each page is committed as soon as it is read: killed half-way, it goes on from there.
    """
    with place.database.transaction() as session:
        pages.copy_known(session, envoi_id, VERSION)
        tasks = _tasks(place, session, envoi_id)
        if tasks:
            envois.set_state(session, envoi_id, EnvoiState.EN_LECTURE)
        total = sum(file.pages or 0 for file in envois.files(session, envoi_id))
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


def _tasks(place: Workplace, session: Session, envoi_id: str) -> list[PageTask]:
    files = {file.id: file for file in envois.files(session, envoi_id)}
    return [
        PageTask(
            page.number,
            place.blobs.path_for(files[page.source_file_id].sha256),
            files[page.source_file_id].kind,
            page.index,
        )
        for page in pages.to_read(session, envoi_id, VERSION)
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
