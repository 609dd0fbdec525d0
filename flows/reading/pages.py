"""The pages of an envoi read and kept, one by one, from where it was left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from extractors.pages.reading import VERSION
from extractors.pages.source import KeptPage
from flows.reading.pool import PageTask, ReaderPool
from flows.workplace import Workplace
from models.entities import Page, SourceFile
from storage.records import blobs, envois, pages, steps
from storage.records.steps import Claim

Progress = Callable[[int, int], None]
"""Called with (pages read, pages in all)."""


def begin_reading(place: Workplace, envoi_id: str, pool: ReaderPool) -> None:
    """Have the pool start on an envoi's first pages; `read_pages` then finds them begun or done."""
    with place.database.transaction() as session:
        pages.copy_known(session, envoi_id, VERSION)
        unread = _unread(session, envoi_id)
    pool.begin(_tasks(place, unread), place.settings.render_dpi)


@dataclass(frozen=True, slots=True)
class Share:
    """The pages of an envoi that one of several workers reads, and his claim to them."""

    numbers: range
    claim: Claim


def read_pages(
    place: Workplace,
    envoi_id: str,
    pool: ReaderPool,
    progress: Progress,
    share: Share | None = None,
) -> int:
    """Read the pages that this version of the readers has not read; how many there were.

    A page that it read before, in another envoi, is not read again. Each page is committed as soon as it
    is read: killed half-way, it goes on from there. Of a `share` whose claim is lost meanwhile,
    nothing more is kept (`ClaimLostError`).
    """
    among = share.numbers if share else None
    with place.database.transaction() as session:
        pages.copy_known(session, envoi_id, VERSION, among)
        unread = _unread(session, envoi_id, among)
        if unread:
            envois.reading_begun(session, envoi_id)
        total = sum(file.pages or 0 for file in envois.files(session, envoi_id))
    tasks = _tasks(place, unread)
    done = total - len(tasks)
    progress(done, total)
    for task, result in pool.read(tasks, place.settings.render_dpi):
        if isinstance(result, KeptPage):
            _keep(place, envoi_id, task.number, result, share)
        else:
            with place.database.transaction() as session:
                _still_ours(session, share)
                pages.keep_unread(
                    session, envoi_id, task.number, result.reason, reader_version=VERSION
                )
        done += 1
        progress(done, total)
    return len(tasks)


def _unread(
    session: Session, envoi_id: str, among: range | None = None
) -> list[tuple[Page, SourceFile]]:
    files = {file.id: file for file in envois.files(session, envoi_id)}
    return [
        (page, files[page.source_file_id])
        for page in pages.to_read(session, envoi_id, VERSION)
        if among is None or page.number in among
    ]


def _tasks(place: Workplace, unread: Sequence[tuple[Page, SourceFile]]) -> list[PageTask]:
    """Outside any transaction: a file may have to come from a server, once for all its pages."""
    paths = {sha256: place.blobs.path_for(sha256) for sha256 in {file.sha256 for _, file in unread}}
    return [
        PageTask(page.number, paths[file.sha256], file.kind, page.index) for page, file in unread
    ]


def _still_ours(session: Session, share: Share | None) -> None:
    """The lease prolonged in the transaction that keeps a page: who lost it keeps nothing."""
    if share is not None:
        steps.renew(session, share.claim)


def _keep(
    place: Workplace, envoi_id: str, number: int, page: KeptPage, share: Share | None
) -> None:
    sha256 = place.blobs.put(page.image)
    with place.database.transaction() as session:
        _still_ours(session, share)
        blobs.record(session, sha256, size=len(page.image), media_type="image/jpeg")
        pages.keep_reading(
            session,
            envoi_id,
            number,
            page.reading,
            reader_version=VERSION,
            image_sha256=sha256,
        )
