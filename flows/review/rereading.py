"""Documents read again from the kept readings of their pages, after a person cut them otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractors import documents as cutting
from extractors import types as typing_stage
from extractors.fields.second_look import answered, nothing_seen
from extractors.forms.reading import reading_document
from flows.dossiers.grouping import HOMELESS
from flows.dossiers.near_base import near_the_base
from flows.learning import forms as learning
from flows.review.carrying import Before, carry
from flows.review.desk import Desk
from flows.understanding import as_copy, confidentiality, unread, version_under
from models.documents import secret_type
from models.entities import Channel, Document, Page, Target, ThingKind
from models.reading import Document as Read
from models.reading import Field, PageReading, TypedPage
from storage.records import decisions, documents, envois, pages, typing_versions


def read_again(desk: Desk, was: Before, rows: Sequence[Document]) -> None:
    """Read these documents again and bring to each what people decided.

    `was`: as they were before (`carrying.before`); `rows`: as they are cut now, the emptied ones too.
    """
    session = desk.session
    kept = [row for row in rows if row.retired_at is None]
    sheets = documents.pages(session, [row.id for row in kept])
    for row in kept:
        _read(desk, row, sheets[row.id], was)
    carry(desk, was, rows)


def seen_on(desk: Desk, sheets: Sequence[Page]) -> dict[int, PageReading]:
    """The kept readings of pages, by number. What a person calls blank says nothing."""
    kept = pages.readings_of(desk.session, [page.id for page in sheets])
    found: dict[int, PageReading] = {}
    for page in sheets:
        seen = kept.get(page.id) or unread(page.unread_why or "page non lue")
        if page.blank and not seen.blank:
            seen = replace(seen, blank=True, words=(), marks=(), barcodes=())
        found[page.number] = replace(seen, blank=page.blank)
    return found


def _read(desk: Desk, row: Document, sheets: Sequence[Page], was: Before) -> None:
    session = desk.session
    readings = seen_on(desk, sheets)
    taught = typing_versions.current(session)
    typed = [typing_stage.classify(readings[p.number], p.number, taught) for p in sheets]
    said = decisions.latest(session, ThingKind.DOCUMENT, row.id, Target.TYPE)
    draft = cutting.as_one_document(typed)
    if said is not None and said.value is not None:
        draft = replace(draft, type=said.value, type_confidence=1.0)
    known = learning.known(session)
    found = answered(reading_document(draft, readings, known), nothing_seen)
    envoi = envois.get(session, row.envoi_id)
    if envoi.channel is Channel.EMAIL:
        found = as_copy(found)
    earlier = {id: laid.document for id, laid in was.read.items()}
    found = replace(found, fields=_as_looked_at(found, earlier.values()))
    (found,) = near_the_base(session, [found], envoi.organisme)
    documents.propose(session, row.id, found, version_under(taught))
    row.type, row.type_confidence = found.type, found.type_confidence
    row.cut_confidence = 1.0
    if row.type in HOMELESS:
        row.dossier_id = None
    _keep_secrets(desk, row, sheets, typed, found, readings, settled=said is not None)
    session.flush()


def _as_looked_at(found: Read, earlier: Iterable[Read]) -> Mapping[str, Field]:
    """The fields, those that a second look was taken at with what it made of them."""
    fields = dict(found.fields)
    for name, field in found.fields.items():
        for document in earlier:
            known = document.fields.get(name)
            if known and _looked_at(field, known):
                fields[name] = known
    return fields


def _looked_at(field: Field, known: Field) -> bool:
    """Whether `known` is the same reading, after a look at the image.

    A second look leaves the first value as it is, or among the rivals: one that is neither is read
    otherwise by today's version.
    """
    if known.written is not known:  # done anew, by today's base
        return False
    same = (known.page, known.box) == (field.page, field.box)
    values = {known.value, *(value for value, _ in known.rivals)}
    return same and field.value in values and field.box is not None and field.controle is None


def _keep_secrets(
    desk: Desk,
    row: Document,
    sheets: Sequence[Page],
    typed: Sequence[TypedPage],
    found: Read,
    readings: Mapping[int, PageReading],
    *,
    settled: bool,
) -> None:
    """Whether the pages are medical secrets: by the type that a person gave, else by doubt too.

    A doubt is never lifted by reading again: what stood around a page may have caused it.
    """
    by_type = secret_type(found.type)
    before = {page.number: page for page in sheets}
    for number, (doubted, why) in confidentiality(typed, [found], readings).items():
        page = before[number]
        if not settled and not doubted and page.confidential:
            continue
        pages.set_confidential(
            desk.session,
            row.envoi_id,
            number,
            confidential=by_type if settled else doubted,
            why=why if by_type or not settled else None,
        )
