"""Pages: expected as soon as they are counted, then read one by one."""

from __future__ import annotations

from collections.abc import Container, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased, undefer

from models.entities import JsonObject, Page, PageState, PageVersion, SourceFile, Target, ThingKind
from models.reading import PageReading
from storage.records import codec, decisions, page_texts


def expect(session: Session, file: SourceFile) -> None:
    """Add the pages of `file` (its `pages` and `first_page` are known) that are not yet there."""
    if file.pages is None or file.first_page is None:
        raise ValueError(f"the pages of {file.name!r} are not counted yet")
    numbers = range(file.first_page, file.first_page + file.pages)
    there = set(
        session.scalars(
            select(Page.number).where(Page.envoi_id == file.envoi_id, Page.number.in_(numbers))
        )
    )
    session.add_all(
        Page(
            envoi_id=file.envoi_id,
            number=number,
            source_file_id=file.id,
            index=number - file.first_page,
        )
        for number in numbers
        if number not in there
    )
    session.flush()


def of_envoi(session: Session, envoi_id: str) -> Sequence[Page]:
    """The pages in order, without their readings."""
    return session.scalars(select(Page).filter_by(envoi_id=envoi_id).order_by(Page.number)).all()


def get(session: Session, envoi_id: str, number: int) -> Page:
    """One page, without its reading; `NoResultFound` when there is none."""
    return session.scalars(select(Page).filter_by(envoi_id=envoi_id, number=number)).one()


def to_read(session: Session, envoi_id: str, reader_version: str) -> Sequence[Page]:
    """The pages that this version of the readers has not tried, in order."""
    query = (
        select(Page)
        .where(
            Page.envoi_id == envoi_id,
            Page.erased_at.is_(None),
            (Page.state == PageState.ATTENDUE)
            | Page.reader_version.is_distinct_from(reader_version),
        )
        .order_by(Page.number)
    )
    return session.scalars(query).all()


def keep_reading(
    session: Session,
    envoi_id: str,
    number: int,
    reading: PageReading,
    *,
    reader_version: str,
    image_sha256: str | None,
) -> Page:
    """Keep what was seen on a page. Its confidentiality stays as it was (`set_confidential`).

    `image_sha256` is the upright page image, a blob that is already recorded.
    """
    page = get(session, envoi_id, number)
    page.state = PageState.LUE if reading.unread is None else PageState.NON_LUE
    page.rotation = int(reading.rotation)
    page.blank = reading.blank
    page.width, page.height, page.dpi = reading.width, reading.height, reading.dpi
    page.image_sha256 = image_sha256
    page.reading = codec.page_reading_to_json(reading)
    page.reader_version = reader_version
    page.unread_why = reading.unread
    session.flush()
    page_texts.keep(session, page.id, reading)
    return page


def copy_known(
    session: Session, envoi_id: str, reader_version: str, among: Container[int] | None = None
) -> int:
    """Give pages the reading that the same page of the same file has already; how many got one.

    A logo attached to every mail, a bag deposited twice: read once by each version. `among`: only
    pages of these numbers.
    """
    theirs = aliased(SourceFile)
    missing = to_read(session, envoi_id, reader_version)
    copied = 0
    for page in missing:
        if among is not None and page.number not in among:
            continue
        sha256 = select(SourceFile.sha256).where(SourceFile.id == page.source_file_id)
        known = session.scalars(
            select(Page)
            .join(theirs, theirs.id == Page.source_file_id)
            .where(
                theirs.sha256 == sha256.scalar_subquery(),
                Page.index == page.index,
                Page.reader_version == reader_version,
                Page.state == PageState.LUE,
            )
            .options(undefer(Page.reading))
            .limit(1)
        ).first()
        if known is None:
            continue
        for name in _SEEN:
            setattr(page, name, getattr(known, name))
        _have_found(session, page.id, known.reading)
        copied += 1
    session.flush()
    return copied


_SEEN = (
    "state",
    "rotation",
    "blank",
    "width",
    "height",
    "dpi",
    "image_sha256",
    "reading",
    "reader_version",
    "unread_why",
)
"""What of a page its bytes and the readers' version decide."""


def keep_unread(
    session: Session, envoi_id: str, number: int, why: str, *, reader_version: str
) -> Page:
    """Mark a page as not read (it hung, it killed its reader); `why` is for people, in French."""
    page = get(session, envoi_id, number)
    page.state, page.unread_why, page.reader_version = PageState.NON_LUE, why, reader_version
    session.flush()
    return page


def reading(session: Session, envoi_id: str, number: int) -> PageReading | None:
    """What was seen on a page, if it was read."""
    data = session.scalar(
        select(Page.reading).where(Page.envoi_id == envoi_id, Page.number == number)
    )
    return None if data is None else codec.page_reading_from_json(data)


def readings(session: Session, envoi_id: str) -> dict[int, PageReading]:
    """What was seen on every page that was read, by page number, in order."""
    rows = session.scalars(
        select(Page)
        .where(Page.envoi_id == envoi_id, Page.reading.is_not(None))
        .options(undefer(Page.reading))
        .order_by(Page.number)
    )
    return {p.number: codec.page_reading_from_json(p.reading) for p in rows if p.reading}


def readings_of(session: Session, page_ids: Sequence[str]) -> dict[str, PageReading]:
    """What was seen on these pages (ids), those that were read."""
    rows = session.execute(
        select(Page.id, Page.reading).where(Page.id.in_(page_ids), Page.reading.is_not(None))
    )
    return {row.id: codec.page_reading_from_json(row.reading) for row in rows}


def change_seen(
    session: Session,
    page: Page,
    seen: PageReading,
    *,
    image_sha256: str | None,
    reader_version: str | None,
) -> None:
    """What is seen on a page from now on, since a person had it turned or read again.

    What was seen before is kept as a version of the page (`show_version` brings it back).
    """
    if page.version_seq is None and _first_version(session, page) is None:
        before = session.scalar(select(Page.reading).where(Page.id == page.id))
        values = {name: getattr(page, name) for name in _SEEN if name != "reading"}
        session.add(PageVersion(page_id=page.id, reading=before, **values))
        session.flush()
    kept = PageVersion(
        page_id=page.id,
        state=PageState.LUE if seen.unread is None else PageState.NON_LUE,
        rotation=int(seen.rotation),
        blank=seen.blank,
        width=seen.width,
        height=seen.height,
        dpi=seen.dpi,
        image_sha256=image_sha256,
        reading=codec.page_reading_to_json(seen),
        reader_version=reader_version,
        unread_why=seen.unread,
    )
    session.add(kept)
    session.flush()
    show_version(session, page, kept.seq)


def show_version(session: Session, page: Page, seq: int | None) -> None:
    """Show a page as that version of it says; `None`: as it was first read."""
    kept = session.get(PageVersion, seq) if seq is not None else _first_version(session, page)
    if kept is None:
        raise ValueError(f"page {page.id} has no version {seq}")
    values = {name: getattr(kept, name) for name in _SEEN}
    session.execute(
        update(Page)
        .where(Page.id == page.id)
        .values(version_seq=seq, **values)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    session.refresh(page)
    _have_found(session, page.id, kept.reading)


def _have_found(session: Session, page_id: str, reading: JsonObject | None) -> None:
    seen = codec.page_reading_from_json(reading) if reading else None
    page_texts.keep(session, page_id, seen)


def _first_version(session: Session, page: Page) -> PageVersion | None:
    query = select(PageVersion).filter_by(page_id=page.id).order_by(PageVersion.seq).limit(1)
    return session.scalar(query)


def set_confidential(
    session: Session, envoi_id: str, number: int, *, confidential: bool, why: str | None
) -> None:
    """Say whether a page is a medical secret, and why (DOMAIN §6); a person's word stands."""
    page = get(session, envoi_id, number)
    if decisions.latest(session, ThingKind.PAGE, page.id, Target.ATTRIBUTE, name="confidential"):
        return
    page.confidential, page.confidential_why = confidential, why
    session.flush()
