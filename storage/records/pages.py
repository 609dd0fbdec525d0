"""Pages: expected as soon as they are counted, then read one by one."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, select, update
from sqlalchemy.orm import Session, aliased, undefer

from models.entities import (
    Base,
    JsonObject,
    Page,
    PageState,
    PageVersion,
    SourceFile,
    Target,
    ThingKind,
)
from models.reading import PageReading
from storage.records import codec, decisions, page_texts, vault
from storage.records.lifting import lifted


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
    page.reading = _kept(session, page.id, codec.page_reading_to_json(reading))
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
        said = _told(session, {known.id: known.reading}).get(known.id)
        page.reading = _kept(session, page.id, said)
        _have_found(session, page.id, said)
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
    query = select(Page.id, Page.reading).where(Page.envoi_id == envoi_id, Page.number == number)
    kept = {row.id: row.reading for row in session.execute(query)}
    return next((_read(said) for said in _told(session, kept).values()), None)


def readings(session: Session, envoi_id: str) -> dict[int, PageReading]:
    """What was seen on every page that was read, by page number, in order."""
    query = select(Page.id, Page.number, Page.reading).where(
        Page.envoi_id == envoi_id, Page.reading.is_not(None)
    )
    rows = session.execute(query.order_by(Page.number)).all()
    said = _told(session, {row.id: row.reading for row in rows})
    return {row.number: _read(said[row.id]) for row in rows if row.id in said}


def readings_of(session: Session, page_ids: Sequence[str]) -> dict[str, PageReading]:
    """What was seen on these pages (ids), those that were read."""
    rows = session.execute(
        select(Page.id, Page.reading).where(Page.id.in_(page_ids), Page.reading.is_not(None))
    )
    said = _told(session, {row.id: row.reading for row in rows})
    return {page_id: _read(one) for page_id, one in said.items()}


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
        reading=_kept(session, page.id, codec.page_reading_to_json(seen)),
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
    said = _told(session, {page.id: kept.reading}).get(page.id)
    values = {name: getattr(kept, name) for name in _SEEN}
    values["reading"] = _kept(session, page.id, said)
    session.execute(
        update(Page)
        .where(Page.id == page.id)
        .values(version_seq=seq, **values)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    session.refresh(page)
    _have_found(session, page.id, said)


def in_clear(session: Session) -> Sequence[str]:
    """The pages (ids) of which something is kept in clear: what they say, or said before."""
    now = select(Page.id).where(Page.reading.is_not(None), _is_clear(Page.reading))
    before = select(PageVersion.page_id).where(
        PageVersion.reading.is_not(None), _is_clear(PageVersion.reading)
    )
    return sorted(session.scalars(now.union(before)))


def seal(session: Session, page_ids: Sequence[str]) -> None:
    """Seal what is kept in clear of these pages, and what they are found by. What was written once
    stays what it said."""
    for entity, key, page_id in (
        (Page, Page.id, Page.id),
        (PageVersion, PageVersion.seq, PageVersion.page_id),
    ):
        table = Base.metadata.tables[entity.__tablename__]
        clear = select(key, page_id, entity.reading).where(
            page_id.in_(page_ids), entity.reading.is_not(None), _is_clear(entity.reading)
        )
        with lifted(session, [table.name] if entity is PageVersion else []):
            for row_key, of_page, said in session.execute(clear).all():
                session.execute(
                    update(table)
                    .where(table.c[key.key] == row_key)
                    .values(reading=_kept(session, of_page, said))
                )
                if entity is Page:
                    _have_found(session, of_page, said)


_SEALED = "scelle"
"""The one name in what is kept of a sealed reading."""


def _kept(session: Session, page_id: str, said: JsonObject | None) -> JsonObject | None:
    """What a page says as the database keeps it: sealed, if anything is."""
    if said is None or (seals := vault.of(session)) is None:
        return said
    return {_SEALED: vault.sealed(session, seals, page_id, json.dumps(said, allow_nan=False))}


def _told(session: Session, kept: Mapping[str, JsonObject | None]) -> dict[str, JsonObject]:
    """What pages (by id) say, of what is kept of them."""
    sealed = {page_id: one[_SEALED] for page_id, one in kept.items() if one and _SEALED in one}
    found = {page_id: one for page_id, one in kept.items() if one and page_id not in sealed}
    if sealed:
        opened = vault.opened(session, sealed)
        found |= {page_id: json.loads(said) for page_id, said in opened.items()}
    return found


def _is_clear(reading: Any) -> ColumnElement[bool]:
    return cast(reading, Text).not_like(f'{{"{_SEALED}"%')


def _read(said: JsonObject) -> PageReading:
    return codec.page_reading_from_json(said)


def _have_found(session: Session, page_id: str, said: JsonObject | None) -> None:
    page_texts.keep(session, page_id, _read(said) if said else None)


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
