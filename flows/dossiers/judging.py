"""A verdict on a dossier turned into rows."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.checklists import Checklist, DossierFacts, Judgement, Person
from models.checklists.readings import is_sure
from models.entities import Dossier, Finding, Gravite, LotNature, Prestation, Resultat, Statut
from models.entities.base import JsonObject
from models.values.text import folded
from storage.records import codec, dossiers

PROVIDERS_LOTS = LotNature.FACTURATION
ISSUERS = ("emetteur_nom", "etablissement_nom")


def keep(
    session: Session,
    dossier: Dossier,
    checklist: Checklist,
    found: Judgement,
    lifted: Mapping[str, int] | None = None,
) -> None:
    """Keep a verdict beside the earlier ones.

    `lifted`: by requirement, the decision by which a person lets the dossier go on in spite of it.
    """
    dossiers.judge(
        session,
        dossier,
        statut=Statut(found.statut.value),
        checklist=f"{checklist.organisme}/{checklist.type}",
        checklist_version=found.checklist_version,
        findings=[
            Finding(
                exigence=f.exigence,
                resultat=Resultat(f.resultat.value),
                gravite=Gravite(f.gravite.value),
                raison=f.raison,
                citation=f.citation,
                levee=(lifted or {}).get(f.exigence),
                documents=list(f.documents),
                evidence=[
                    {
                        "document": e.document,
                        "genre": e.kind.value,
                        "nom": e.name,
                        "page": e.page,
                        "box": codec.box_to_json(e.box),
                        "confidence": e.confidence,
                    }
                    for e in f.evidence
                ],
            )
            for f in found.findings
        ],
    )


def prestation(found: Judgement) -> Prestation | None:
    return Prestation(found.prestation) if found.prestation else None


def lot_nature(checklist: Checklist) -> LotNature | None:
    """Which kind of lots dossiers of this type travel in; `None`: in no lot."""
    nature = checklist.dossier_type.nature_lot
    return LotNature(nature.value) if nature is not None else None


def establishment(facts: DossierFacts, checklist: Checklist) -> str | None:
    """Who deposits, for lots of providers' invoices: the issuer, when surely read."""
    if lot_nature(checklist) is not PROVIDERS_LOTS:
        return None
    for piece in facts.pieces:
        for name in ISSUERS:
            field = piece.document.fields.get(name)
            if field is not None and is_sure(piece.document, name, facts.policy):
                return folded(field.value).upper()
    return None


def insured_json(person: Person) -> JsonObject:
    """What is kept of the insured on his dossier."""
    return _without_none(
        {
            "numero_immatriculation": person.numero_immatriculation,
            "matricule": person.matricule,
            "nom": person.nom,
            "prenom": person.prenom,
        }
    )


def cared_for_json(person: Person) -> JsonObject:
    """What is kept of the person cared for."""
    return _without_none({"lien": person.lien, "nom": person.nom, "prenom": person.prenom})


def _without_none(values: dict[str, str | None]) -> JsonObject:
    return {name: value for name, value in values.items() if value is not None}
