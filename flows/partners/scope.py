"""Which dossiers are a partner's own. Everything that he is shown goes through here.

A dossier is an insured's when it names him as the base does, number and name, and nobody has to
confirm that it is he. It is a provider's when a paper of it surely bears his number, or when it
came by mail from an address that the directory knows as his. What is not sure is nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from flows.dossiers.names import comparable, likeness
from models.checklists import checklists
from models.checklists.facts import Policy
from models.checklists.readings import is_sure
from models.checklists.schema import Voie
from models.entities import (
    Assure,
    Channel,
    Document,
    DocumentNumber,
    Dossier,
    DossierWord,
    Envoi,
    Etape,
    PartnerAccess,
    Pharmacy,
)
from models.permissions import Role
from models.reading import Document as ReadDocument
from models.settings import Settings
from storage.records import documents, thresholds
from storage.records.dossier_words import bare

TO_CONFIRM = "assure_a_confirmer"
"""The signalement of a dossier whose insured was only guessed (`flows.dossiers.base`)."""
LANES = frozenset({Voie.PEC, Voie.URGENCE, Voie.FACTURATION})
"""Where a provider is a party: what he asks cover for, and what he bills to the organisme."""
NUMBERS = {
    "facture": ("emetteur_inpe", "emetteur_ice"),
    "demande_prise_en_charge": ("inpe",),
}
"""Where the number of who deposits stands."""
NAMES = {"facture": "emetteur_nom", "demande_prise_en_charge": "etablissement_nom"}
OTHER_NAME = 75.0
"""Likeness under which a name that was read is somebody else's, whatever the number says."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a partner's dossiers, the latest first; `total` may count some that are not
    sure to be his: these are not in `rows`."""

    rows: Sequence[Dossier]
    total: int


def listed(
    session: Session,
    access: PartnerAccess,
    settings: Settings,
    only: Sequence[ColumnElement[bool]] = (),
    *,
    limit: int,
    offset: int = 0,
) -> Found:
    """This partner's dossiers, of which `only` is true as well; past their end, the last `limit`."""
    conditions = [*_candidates(session, access), *only]
    total = session.scalar(select(func.count()).select_from(Dossier).where(*conditions)) or 0
    query = select(Dossier).where(*conditions).order_by(Dossier.id.desc())
    last = max(0, total - 1) // limit * limit
    rows = session.scalars(query.limit(limit).offset(min(offset, last))).all()
    return Found(_sure(session, access, settings, rows), total)


def one(
    session: Session, access: PartnerAccess, settings: Settings, dossier_id: str
) -> Dossier | None:
    """A dossier of this partner's own by its id; `None` for any other, as when there is none."""
    query = select(Dossier).where(Dossier.id == dossier_id, *_candidates(session, access))
    return next(iter(_sure(session, access, settings, session.scalars(query).all())), None)


def _candidates(session: Session, access: PartnerAccess) -> list[ColumnElement[bool]]:
    """That a `Dossier` is his, or for a provider, may be (`_sure`)."""
    shown = Dossier.etape != Etape.ANNULE
    match Role(access.role):
        case Role.EMPLOYEUR:
            return [shown, Dossier.organisme == access.organisme, _of_employer(access)]
        case Role.ASSURE:
            return [shown, *_of_insured(session, access)]
        case Role.PRESTATAIRE:
            return [shown, *_of_provider(access)]
    raise ValueError(f"{access.role} is no role of a partner")


def _sure(
    session: Session, access: PartnerAccess, settings: Settings, rows: Sequence[Dossier]
) -> list[Dossier]:
    """Of the candidates, those that are surely his."""
    if Role(access.role) is not Role.PRESTATAIRE:
        return list(rows)
    ids = [row.id for row in rows]
    his = {*_mailed(session, access, ids), *_billed(session, access, settings, ids)}
    return [row for row in rows if row.id in his]


# --- insured ---------------------------------------------------------------------------------


def _of_insured(session: Session, access: PartnerAccess) -> list[ColumnElement[bool]]:
    assure = session.get(Assure, access.assure_id) if access.assure_id else None
    number = assure and (assure.numero_immatriculation or assure.matricule)
    if assure is None or not number:
        return [Dossier.id.is_(None)]
    bearing = select(DossierWord.dossier_id).where(DossierWord.word == bare(number))
    named = exists().where(Assure.id == assure.id, _names_him(), _of_his_organisme())
    return [Dossier.id.in_(bearing), _confirmed(), named.correlate(Dossier)]


def _of_employer(access: PartnerAccess) -> ColumnElement[bool]:
    """That the insured of a `Dossier` is one of this employer's."""
    his = exists().where(
        Assure.lien == "assure",
        func.coalesce(Assure.extra["employeur"].as_string(), "") == (access.employeur or ""),
        _names_him(),
        _of_his_organisme(),
    )
    return and_(_confirmed(), his.correlate(Dossier))


def _names_him() -> ColumnElement[bool]:
    """That a `Dossier` names an `Assure` as the base does: what was only read is not enough."""
    said = {name: Dossier.assure[name].as_string() for name in
            ("nom", "prenom", "numero_immatriculation", "matricule")}  # fmt: skip
    return and_(
        said["nom"] == Assure.nom,
        said["prenom"] == Assure.prenom,
        or_(
            said["numero_immatriculation"] == Assure.numero_immatriculation,
            and_(
                Assure.numero_immatriculation.is_(None), said["matricule"] == Assure.matricule
            ),
        ),
    )  # fmt: skip


def _of_his_organisme() -> ColumnElement[bool]:
    return or_(Assure.organisme.is_(None), Assure.organisme == Dossier.organisme)


def _confirmed() -> ColumnElement[bool]:
    return cast(Dossier.signalements, Text).not_like(f"%{TO_CONFIRM}%")


# --- providers -------------------------------------------------------------------------------


def _of_provider(access: PartnerAccess) -> list[ColumnElement[bool]]:
    types = [
        and_(Dossier.organisme == organisme, Dossier.type == type_)
        for (organisme, type_), known in checklists().items()
        if known.dossier_type.voie in LANES and access.organisme in (None, organisme)
    ]
    bearing = select(Document.dossier_id).where(Document.dossier_id.is_not(None), *_bears(access))
    return [or_(*types), or_(Dossier.id.in_(bearing), Dossier.envoi_id.in_(_mails(access)))]


def _bears(access: PartnerAccess) -> list[ColumnElement[bool]]:
    """That a number of his was read on a `Document`, surely or not."""
    numbers = [bare(number) for number in (access.inpe, access.ice) if number]
    marked = select(DocumentNumber.document_id).where(DocumentNumber.number.in_(numbers))
    return [
        Document.id.in_(marked), Document.type.in_(NUMBERS), Document.retired_at.is_(None)
    ]  # fmt: skip


def _mails(access: PartnerAccess) -> Select[str]:
    """The mails from his own addresses; one of a whole domain is not his alone."""
    own = select(Pharmacy.address).where(
        Pharmacy.inpe == access.inpe, Pharmacy.address.not_like("@%")
    )
    return select(Envoi.id).where(Envoi.channel == Channel.EMAIL, func.lower(Envoi.sender).in_(own))


def _mailed(session: Session, access: PartnerAccess, ids: Sequence[str]) -> Sequence[str]:
    query = select(Dossier.id).where(Dossier.id.in_(ids), Dossier.envoi_id.in_(_mails(access)))
    return session.scalars(query).all()


def _billed(
    session: Session, access: PartnerAccess, settings: Settings, ids: Sequence[str]
) -> set[str]:
    query = select(Document).where(Document.dossier_id.in_(ids), *_bears(access))
    rows = session.scalars(query).all()
    read = documents.current(session, [row.id for row in rows])
    policy = thresholds.policy(session, settings)
    return {
        row.dossier_id
        for row in rows
        if row.dossier_id is not None and _is_his(access, read[row.id], policy)
    }


def _is_his(access: PartnerAccess, paper: ReadDocument, policy: Policy) -> bool:
    """Whether a paper surely bears his number, and no other number or name against it."""
    if paper.type_confidence < policy.type:
        return False
    known = {"emetteur_inpe": access.inpe, "inpe": access.inpe, "emetteur_ice": access.ice}
    agree = False
    for name in NUMBERS.get(paper.type, ()):
        field = paper.fields.get(name)
        if field is None or not field.value:
            continue
        if known[name] and bare(field.value) == bare(known[name] or ""):
            agree = agree or is_sure(paper, name, policy)
        elif known[name]:
            return False
    return agree and not _is_others(access, paper, policy)


def _is_others(access: PartnerAccess, paper: ReadDocument, policy: Policy) -> bool:
    name = NAMES[paper.type]
    field = paper.fields.get(name)
    if field is None or field.confidence < policy.reading:
        return False
    return likeness(comparable(field.value), comparable(access.name)) < OTHER_NAME
