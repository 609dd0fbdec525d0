"""What the API answers, besides the result itself (models/result.py)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from flows.result import moment
from models.entities import Dossier, Envoi, Refusal
from models.result import Erreur


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Depose(_Shape):
    """Un dépôt conservé. La même demande répétée sous la même clé reçoit la même réponse."""

    id: str
    numero: str = Field(description="Numéro court de l'envoi, à écrire sur le papier.")
    source: str
    sha256: str
    pages: int
    doublon_de: str | None = Field(description="Premier envoi des mêmes octets.")
    erreurs: list[Erreur] = Field(description="Ce qui n'a pas pu être pris, mis en quarantaine.")


class EtatEnvoi(Depose):
    """Un envoi, et où il en est : `recu`, `en_lecture`, `lu`, `termine` ou `quarantaine`."""

    canal: str
    organisme: str | None
    recu_le: str
    etat: str
    termine_le: str | None
    pages_lues: int
    dossiers: list[str] = Field(description="Dossiers de cet envoi que ce jeton peut lire.")


class DossierBref(_Shape):
    """Un dossier dans une liste : où il en est, sans rien des personnes."""

    id: str
    reference: str
    organisme: str
    type: str
    statut: str
    etape: str
    deadline: str | None
    lot: str | None
    envoi: str
    rattache_a: str | None
    ouvert_le: str


class Dossiers(_Shape):
    """Une page de la liste, du plus ancien au plus récent ; `suite` : à donner à `apres`."""

    dossiers: list[DossierBref]
    suite: str | None


def erreurs(refusals: list[Refusal]) -> list[Erreur]:
    """What was refused of an envoi."""
    return [Erreur(code=r.code, message=r.message, page=r.page) for r in refusals]


def deposited(envoi: Envoi, pages: int, refusals: list[Refusal]) -> Depose:
    """The answer to a deposit."""
    return Depose(
        id=envoi.id,
        numero=envoi.numero,
        source=envoi.source,
        sha256=envoi.sha256,
        pages=pages,
        doublon_de=envoi.duplicate_of,
        erreurs=erreurs(refusals),
    )


def in_brief(dossier: Dossier) -> DossierBref:
    """A dossier for a list."""
    return DossierBref(
        id=dossier.id,
        reference=dossier.reference,
        organisme=dossier.organisme,
        type=dossier.type,
        statut=dossier.statut.value,
        etape=dossier.etape.value,
        deadline=moment(dossier.deadline) if dossier.deadline else None,
        lot=dossier.lot_id,
        envoi=dossier.envoi_id,
        rattache_a=dossier.rattache_a,
        ouvert_le=moment(dossier.created_at),
    )
