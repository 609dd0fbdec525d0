"""What an erasure takes with it: papers, pages, files, heads of mails; and what stands in its way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from flows.erasure.finding import Found
from models.entities import (
    Document,
    DocumentPage,
    Dossier,
    Envoi,
    Letter,
    OutMail,
    Page,
    PageVersion,
    Proposal,
    Refusal,
    SourceFile,
)
from models.errors import BadInput
from storage.records import blobs, erasures
from storage.records.emptying import Scope

NOBODYS = frozenset({"feuille_separatrice", "page_blanche"})
"""Papers that are of no dossier: where all others of an envoi go, they go too."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done. `mixed`: files with pages of others, which are written anew without his;
    `blobs`: what is destroyed; `whole`: envois of which nothing is left."""

    scope: Scope
    mixed: Sequence[str]
    blobs: Sequence[str]
    whole: Sequence[str]


def plan(
    session: Session,
    dossier_ids: Collection[str],
    page_ids: Collection[str] = (),
    found: Found | None = None,
) -> Plan:
    """Erase these dossiers, these pages besides, and what was `found` to bear his name: names of
    files, refusals, people of the base. `BadInput` says what stands in the way."""
    _check_holds(session, dossier_ids)
    documents = set(_all(session, Document.id, Document.dossier_id.in_(dossier_ids)))
    pages = set(_all(session, DocumentPage.page_id, DocumentPage.document_id.in_(documents)))
    pages |= set(page_ids)
    documents |= _whole_documents(session, pages)
    touched = set(_all(session, Page.envoi_id, Page.id.in_(pages)))
    _check_read(session, touched)
    whole = {envoi for envoi in touched if not _others(session, envoi, pages)}
    pages |= set(_all(session, Page.id, Page.envoi_id.in_(whole)))
    documents |= set(_all(session, Document.id, Document.envoi_id.in_(whole)))
    documents |= _retired(session, touched - whole, pages)
    gone, mixed = _files(session, touched, whole, pages)
    refusals = set(_all(session, Refusal.id, Refusal.envoi_id.in_(whole)))
    refusals |= set(found.refusals) if found else set()
    names = set(gone) | (set(found.names) if found else set())
    scope = Scope(
        dossiers=sorted(dossier_ids),
        documents=sorted(documents),
        pages=sorted(pages),
        heads=sorted(whole | (touched & set(found.heads) if found else set())),
        names=sorted(names),
        refusals=sorted(refusals),
        assures=sorted(row.id for row in found.assures) if found else (),
    )
    taken = _blobs(session, scope, {*gone, *mixed}, touched)
    taken -= _shared(session, taken, scope, {*gone, *mixed}, touched)
    return Plan(scope, sorted(mixed), sorted(taken), sorted(whole))


def _check_holds(session: Session, dossier_ids: Collection[str]) -> None:
    held = erasures.holds(session, dossier_ids)
    if held:
        references = {
            dossier.id: dossier.reference
            for dossier in session.scalars(select(Dossier).where(Dossier.id.in_(dossier_ids)))
        }
        told = " ; ".join(
            f"{references[row.dossier_id]}, gelé le {row.set_at:%d/%m/%Y} par {row.set_by} ({row.why})"
            for row in held
        )
        raise BadInput(
            f"Rien n'est effacé, un dossier est gelé : {told}. Il se lève par liasse conservation degeler.",
            code="dossier_gele",
        )


def _check_read(session: Session, envoi_ids: Collection[str]) -> None:
    """A page erased while its envoi is read would be written again by its reader."""
    read = select(Envoi).where(Envoi.id.in_(envoi_ids)).order_by(Envoi.numero)
    going = [envoi.numero for envoi in session.scalars(read) if not envoi.state.finished]
    if going:
        raise BadInput(
            f"Rien n'est effacé, la lecture n'est pas finie : {', '.join(going)}. Recommencez quand elle le sera.",
            code="envoi_en_cours",
        )


def _all(session: Session, what: object, *conditions: ColumnElement[bool]) -> Iterable[str]:
    query = select(what).where(*conditions)  # type: ignore[call-overload]
    return session.scalars(query).all()


def _whole_documents(session: Session, pages: Collection[str]) -> set[str]:
    """The papers of which all pages are among these."""
    some = set(_all(session, DocumentPage.document_id, DocumentPage.page_id.in_(pages)))
    others = set(
        _all(
            session,
            DocumentPage.document_id,
            DocumentPage.document_id.in_(some),
            DocumentPage.page_id.not_in(pages),
        )
    )
    return some - others


def _others(session: Session, envoi_id: str, pages: Collection[str]) -> bool:
    """Whether an envoi has pages of others: neither these, nor blank, nor sheets between papers."""
    query = (
        select(Page, Document.type, Document.dossier_id)
        .outerjoin(DocumentPage, DocumentPage.page_id == Page.id)
        .outerjoin(Document, Document.id == DocumentPage.document_id)
        .where(Page.envoi_id == envoi_id, Page.id.not_in(pages), Page.erased_at.is_(None))
    )
    return any(
        dossier is not None or not (page.blank or type_ in NOBODYS)
        for page, type_, dossier in session.execute(query)
    )


def _retired(session: Session, envois: Collection[str], pages: Collection[str]) -> set[str]:
    """Papers cut otherwise since, that were made of these pages alone."""
    numbers = {
        (row.envoi_id, row.number)
        for row in session.execute(select(Page.envoi_id, Page.number).where(Page.id.in_(pages)))
    }
    found: dict[str, bool] = {}
    query = (
        select(Document.id, Document.envoi_id, Proposal.page)
        .join(Proposal, Proposal.document_id == Document.id)
        .where(
            Document.envoi_id.in_(envois),
            Document.retired_at.is_not(None),
            Proposal.page.is_not(None),
        )
        .distinct()
    )
    for row in session.execute(query):
        found[row.id] = found.get(row.id, True) and (row.envoi_id, row.page) in numbers
    return {id for id, his in found.items() if his}


def _files(
    session: Session, touched: Collection[str], whole: Collection[str], pages: Collection[str]
) -> tuple[list[str], list[str]]:
    """The files that go, and those that have pages of others too."""
    gone, mixed = [], []
    for file in session.scalars(select(SourceFile).where(SourceFile.envoi_id.in_(touched))):
        theirs = set(_all(session, Page.id, Page.source_file_id == file.id))
        if file.envoi_id in whole or (theirs and theirs <= set(pages)):
            gone.append(file.id)
        elif theirs & set(pages):
            mixed.append(file.id)
    for file_id in mixed:
        _check_images(session, file_id, pages)
    return gone, mixed


def _check_images(session: Session, file_id: str, pages: Collection[str]) -> None:
    """A page of somebody else that was never seen would be lost with the file."""
    query = (
        select(Envoi.numero, Page.number)
        .join(Page, Page.envoi_id == Envoi.id)
        .where(
            Page.source_file_id == file_id,
            Page.id.not_in(pages),
            Page.image_sha256.is_(None),
            Page.erased_at.is_(None),
        )
    )
    row = session.execute(query).first()
    if row is not None:
        raise BadInput(
            f"La page {row.number} de l'envoi {row.numero}, d'un autre dossier, n'a pas d'image : lisez-la "
            "d'abord, elle serait perdue avec le fichier.",
            code="page_sans_image",
        )


def _blobs(
    session: Session, scope: Scope, files: Collection[str], touched: Collection[str]
) -> set[str]:
    """Every blob that shows him. The archive or the mail that brought his papers has them all."""
    found = set(_all(session, Page.image_sha256, Page.id.in_(scope.pages)))
    found |= set(_all(session, PageVersion.image_sha256, PageVersion.page_id.in_(scope.pages)))
    found |= set(_all(session, SourceFile.sha256, SourceFile.id.in_(files)))
    kept_files = set(
        _all(
            session,
            SourceFile.sha256,
            SourceFile.envoi_id.in_(touched),
            SourceFile.id.not_in(files),
        )
    )
    found |= set(_all(session, Envoi.sha256, Envoi.id.in_(touched))) - kept_files
    found |= set(_all(session, Letter.pdf_sha256, Letter.dossier_id.in_(scope.dossiers)))
    found |= set(_all(session, Refusal.sha256, Refusal.id.in_(scope.refusals)))
    mails = OutMail.dossier_id.in_(scope.dossiers) | OutMail.envoi_id.in_(scope.heads)
    for attached in session.scalars(select(OutMail.attachments).where(mails)):
        found |= {one["sha256"] for one in attached}
    return {sha256 for sha256 in found if sha256 and blobs.known(session, sha256) is not None}


def _shared(
    session: Session,
    taken: Collection[str],
    scope: Scope,
    files: Collection[str],
    touched: Collection[str],
) -> set[str]:
    """Blank pages that look like another's, which stay; `BadInput` when anything else of somebody
    else is the very same file."""
    pages = select(Envoi.numero, Page.number, Page.image_sha256, Page.blank).join(Page).where(
        Page.image_sha256.in_(taken), Page.id.not_in(scope.pages)
    )  # fmt: skip
    seen = session.execute(pages).all()
    told = {f"la page {row.number} de l'envoi {row.numero}" for row in seen if not row.blank}
    originals = select(Envoi.numero).join(SourceFile).where(
        SourceFile.sha256.in_(taken), SourceFile.id.not_in(files)
    )  # fmt: skip
    told |= {f"un fichier de l'envoi {numero}" for numero in session.scalars(originals)}
    arrivals = select(Envoi.numero).where(Envoi.sha256.in_(taken), Envoi.id.not_in(touched))
    told |= {f"l'envoi {numero}" for numero in session.scalars(arrivals)}
    letters = select(Dossier.reference).join(Letter, Letter.dossier_id == Dossier.id).where(
        Letter.pdf_sha256.in_(taken), Dossier.id.not_in(scope.dossiers)
    )  # fmt: skip
    told |= {f"une lettre du dossier {reference}" for reference in session.scalars(letters)}
    if told:
        raise BadInput(
            f"Ce qui est à effacer est aussi, à l'identique, {', '.join(sorted(told))} : ajoutez ce dossier "
            "(--dossier) ou cette page (--page), ou effacez-les d'abord.",
            code="fichier_partage",
        )
    return {row.image_sha256 for row in seen}
