"""From the readings of an envoi's pages to its documents, kept all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors import documents as cutting
from extractors import fields as fields_stage
from extractors import types as typing_stage
from extractors.fields.second_look import Look, answered, nothing_seen, together
from extractors.forms.reading import reading_document, typed_by_form
from extractors.forms.recognise import KnownForms
from flows.dossiers.near_base import near_the_base
from flows.learning import forms as learning
from flows.learning.thresholds import follow
from flows.reading.looks import kept_images
from flows.reading.pool import ReaderPool
from flows.scanner.cover import of_codes, opens_fold
from flows.steps import begin
from flows.workplace import Workplace
from models.documents import document_types
from models.entities import Channel, EnvoiState, utcnow
from models.reading import Document, How, MarkKind, PageReading, Rotation, TypedPage
from models.taught import SHIPPED, Taught
from storage.records import documents, envois, pages, steps, typing_versions

STEP = "documents"
VERSION = f"{typing_stage.VERSION} {cutting.VERSION} {fields_stage.VERSION}"
PORTRAIT = "photo_identite"
NO_FORMS = KnownForms(())
MAY_BE_SECRET = 0.12
"""Probability of a confidential type from which a page counts as confidential (DOMAIN §6)."""


def understand(
    place: Workplace, envoi_id: str, holder: str, pool: ReaderPool | None = None
) -> None:
    """Cut and read the envoi's documents, unless that is done already.

    Second looks at the images happen in the processes of `pool`, where the models are open.
    """
    with place.database.transaction() as session:
        cut = bool(documents.of_envoi(session, envoi_id))
        claim = begin(session, envoi_id, STEP, VERSION, holder, kept=cut)
        if claim is None:
            return
        readings = pages.readings(session, envoi_id)
        sheets = pages.of_envoi(session, envoi_id)
        expected = {page.number: page.unread_why or "page non lue" for page in sheets}
        seen = {page.number: page.image_sha256 for page in sheets}
        by_mail = envois.get(session, envoi_id).channel is Channel.EMAIL
    with place.database.transaction() as session:
        learning.learn(session)
        follow(session, place.settings, utcnow())
        known, taught = learning.known(session), typing_versions.current(session)
    whole = {number: readings.get(number) or unread(why) for number, why in expected.items()}
    typed = [typed_as_known(reading, number, known, taught) for number, reading in whole.items()]
    found = read_documents(typed, whole, kept_images(place.blobs, seen, pool), known, taught)
    if by_mail:
        found = [as_copy(document) for document in found]
    with place.database.transaction() as session:
        found = near_the_base(session, found, envois.get(session, envoi_id).organisme)
        documents.record(session, envoi_id, found, version_under(taught))
        for page, (secret, why) in confidentiality(typed, found, whole).items():
            pages.set_confidential(session, envoi_id, page, confidential=secret, why=why)
        envoi = envois.set_state(session, envoi_id, EnvoiState.LU)
        if envoi.organisme is None:
            envoi.organisme = of_codes(page.separator or "" for page in typed).organisme
        steps.finish(session, claim)


def version_under(taught: Taught) -> str:
    """What proposals say of how they came about, with what corrections had taught by then."""
    return VERSION.replace(typing_stage.VERSION, typing_stage.VERSION + taught.label, 1)


def typed_as_known(
    reading: PageReading, number: int, known: KnownForms, taught: Taught
) -> TypedPage:
    """What a page is, by all that speaks for a type and by the form that it may be."""
    return typed_by_form(typing_stage.classify(reading, number, taught), reading, known)


def read_documents(
    typed: Sequence[TypedPage],
    readings: Mapping[int, PageReading],
    look: Look = nothing_seen,
    known: KnownForms = NO_FORMS,
    taught: Taught = SHIPPED,
) -> list[Document]:
    """The documents of a stream of pages, with what they say, beside labels and in known forms.

    Their doubtful values are looked at again together: `look` may share them out.
    """
    drafts = cutting.cut_documents(typed, readings, taught)
    return answered(together([reading_document(d, readings, known) for d in drafts]), look)


def confidentiality(
    typed: Sequence[TypedPage], found: Sequence[Document], readings: Mapping[int, PageReading]
) -> dict[int, tuple[bool, str | None]]:
    """For each page, whether it counts as a medical secret and why, by type or by doubt.

    A picture on which no portrait was found may be an X-ray. A confidential fold, announced by a
    sheet, goes on up to the next sheet.
    """
    secret = {name for name, kind in document_types().items() if kind.confidentiel}
    of_page = {number: document.type for document in found for number in document.pages}
    result: dict[int, tuple[bool, str | None]] = {}
    folded = False
    for page in typed:
        if page.separator is not None:
            folded = opens_fold(page.separator)
        chance = sum(page.scores.get(name, 0.0) for name in secret)
        if of_page[page.number] in secret:
            result[page.number] = True, f"type {document_types()[of_page[page.number]].libelle}"
        elif chance >= MAY_BE_SECRET:
            result[page.number] = True, f"peut être une pièce médicale ({chance:.0%})"
        elif page.type == PORTRAIT and not _has_portrait(readings[page.number]):
            result[page.number] = True, "image sans visage trouvé : peut être une radiographie"
        elif page.type == "autre":
            result[page.number] = True, "type inconnu : peut être une pièce médicale"
        elif folded and page.separator is None:
            result[page.number] = True, "suit une feuille « réservé au médecin conseil »"
        else:
            result[page.number] = False, None
    return result


def _has_portrait(reading: PageReading) -> bool:
    return any(mark.kind is MarkKind.PHOTO for mark in reading.marks)


def as_copy(document: Document) -> Document:
    """A paper that came by e-mail is a copy, whatever it was before (DOMAIN §3)."""
    seen = document.fields["exemplaire"]
    if seen.value in ("copie", "copie_conforme", "duplicata"):
        return document
    copy = replace(seen, value="copie", confidence=0.99, how=How.DEDUIT)
    return replace(document, fields={**document.fields, "exemplaire": copy})


def unread(why: str) -> PageReading:
    """What stands for the reading of a page that could not be read."""
    return PageReading(
        rotation=Rotation(0),
        rotation_confidence=0.5,
        skew=0.0,
        blank=False,
        width=1,
        height=1,
        dpi=0,
        words=(),
        reader="",
        unread=why,
    )
