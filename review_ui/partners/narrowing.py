"""What a partner's list of dossiers is narrowed by."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from flows.partners.standing import Sort
from models.checklists import checklists
from models.checklists.schema import Voie
from models.entities import Dossier, DossierWord, Etape, Prestation
from storage.records.dossier_words import AFTER_ALL, words_of

STATES = {
    "en_cours": ("En cours", (Etape.A_TRAITER, Etape.MEDECIN, Etape.DE_COTE, Etape.VALIDE)),
    "attente": ("Pièces attendues", (Etape.COMPLEMENT,)),
    "decides": ("Décidés", (Etape.REPONDU, Etape.REJETE)),
}
"""What a list is narrowed to, by where its dossiers are."""
_LANES = {
    Sort.REMBOURSEMENT: (Voie.REMBOURSEMENT,),
    Sort.PEC: (Voie.PEC, Voie.URGENCE),
    Sort.FACTURATION: (Voie.FACTURATION,),
}
SORTS = {
    "": "Tous les dossiers",
    Sort.REMBOURSEMENT.value: "Remboursements",
    Sort.PEC.value: "Prises en charge",
    Sort.HOSPITALISATION.value: "Hospitalisations",
    Sort.FACTURATION.value: "Factures de prestataires",
}


def narrowed(q: str, genre: str, etat: str) -> list[ColumnElement[bool]]:
    """What a `Dossier` must be, given what was chosen."""
    return [*_named(q), *_of_sort(genre), *_in_state(etat)]


def _named(q: str) -> list[ColumnElement[bool]]:
    """That people of a `Dossier` bear every word, or it is its reference."""
    typed = q.strip()
    if not typed:
        return []
    bearing = [
        Dossier.id.in_(
            select(DossierWord.dossier_id).where(
                DossierWord.word >= word, DossierWord.word < word + AFTER_ALL
            )
        )
        for word in words_of({"nom": typed})
    ]
    return [or_(Dossier.reference == typed.upper(), and_(*bearing))] if bearing else []


def _of_sort(genre: str) -> list[ColumnElement[bool]]:
    if genre == Sort.HOSPITALISATION.value:
        return [Dossier.prestation == Prestation.HOSPITALISATION]
    lanes = next((lanes for sort, lanes in _LANES.items() if sort.value == genre), None)
    if lanes is None:
        return []
    kinds = [
        and_(Dossier.organisme == organisme, Dossier.type == type_)
        for (organisme, type_), known in checklists().items()
        if known.dossier_type.voie in lanes
    ]
    return [or_(*kinds)]


def _in_state(etat: str) -> list[ColumnElement[bool]]:
    return [Dossier.etape.in_(STATES[etat][1])] if etat in STATES else []
