"""The French words for our names, each state with its icon and its tone.

A state is never told by its colour alone: a `Chip` always has a word and a shape.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from models.checklists import checklists
from models.documents import document_types
from models.entities import (
    Channel,
    EnvoiState,
    Etape,
    Gravite,
    LotNature,
    LotStatut,
    Prestation,
    RefusalState,
    Resultat,
    Statut,
)
from models.organismes import organismes
from models.organismes.stationery import Addressee
from models.permissions import Role
from models.reading import How


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as shown: its word, the shape beside it, the tone of both."""

    word: str
    icon: str
    tone: str


STATUTS: Mapping[Statut, Chip] = {
    Statut.COMPLET: Chip("Complet", "coche", "bon"),
    Statut.INCOMPLET: Chip("Incomplet", "manque", "alerte"),
    Statut.A_VERIFIER: Chip("À vérifier", "oeil", "doute"),
    Statut.FORCLOS: Chip("Forclos proposé", "sablier", "arret"),
    Statut.REJETE: Chip("Rejet proposé", "interdit", "arret"),
}

ETAPES: Mapping[Etape, Chip] = {
    Etape.A_TRAITER: Chip("À traiter", "horloge", "info"),
    Etape.COMPLEMENT: Chip("Complément demandé", "enveloppe", "doute"),
    Etape.MEDECIN: Chip("Chez le médecin conseil", "personne", "arret"),
    Etape.DE_COTE: Chip("Mis de côté", "horloge", "neutre"),
    Etape.VALIDE: Chip("Déclaré complet", "coche", "bon"),
    Etape.REJETE: Chip("Rejeté", "interdit", "arret"),
    Etape.REPONDU: Chip("Réponse donnée", "enveloppe", "bon"),
    Etape.ANNULE: Chip("Annulé", "tiret", "neutre"),
}

RESULTATS: Mapping[Resultat, Chip] = {
    Resultat.CONFORME: Chip("Conforme", "coche", "bon"),
    Resultat.MANQUANT: Chip("Manquant", "manque", "alerte"),
    Resultat.NON_CONFORME: Chip("Non conforme", "croix", "alerte"),
    Resultat.A_VERIFIER: Chip("À vérifier", "oeil", "doute"),
    Resultat.SANS_OBJET: Chip("Sans objet", "tiret", "neutre"),
}

GRAVITES: Mapping[Gravite, str] = {
    Gravite.BLOQUANT: "bloquant",
    Gravite.AVERTISSEMENT: "avertissement",
}

ENVOI_STATES: Mapping[EnvoiState, Chip] = {
    EnvoiState.RECU: Chip("Reçu", "horloge", "neutre"),
    EnvoiState.EN_LECTURE: Chip("En lecture", "horloge", "info"),
    EnvoiState.LU: Chip("Lu", "horloge", "info"),
    EnvoiState.TERMINE: Chip("Terminé", "coche", "bon"),
    EnvoiState.QUARANTAINE: Chip("Quarantaine", "interdit", "alerte"),
}

REFUSAL_STATES: Mapping[RefusalState, Chip] = {
    RefusalState.OUVERTE: Chip("À traiter", "manque", "alerte"),
    RefusalState.RETENTEE: Chip("Relancé", "horloge", "info"),
    RefusalState.CLASSEE: Chip("Classé", "tiret", "neutre"),
}

LOT_STATUTS: Mapping[LotStatut, Chip] = {
    LotStatut.OUVERT: Chip("Ouvert", "horloge", "info"),
    LotStatut.CLOTURE: Chip("Clôturé", "cadenas", "neutre"),
    LotStatut.REMIS: Chip("Remis", "coche", "bon"),
}

LOT_NATURES: Mapping[LotNature, str] = {
    LotNature.PEC: "Prises en charge",
    LotNature.FACTURATION: "Facturation",
}

PRESTATIONS: Mapping[Prestation, str] = {
    Prestation.AMBULATOIRE: "ambulatoire",
    Prestation.HOSPITALISATION: "hospitalisation",
}

CHANNELS: Mapping[Channel, str] = {
    Channel.COURRIER: "Courrier",
    Channel.EMAIL: "E-mail",
    Channel.DEPOT_WEB: "Dépôt web",
    Channel.API: "API",
}

HOWS: Mapping[How, str] = {
    How.TEXTE_PDF: "texte du PDF",
    How.OCR: "lecture optique",
    How.MANUSCRIT: "manuscrit",
    How.CODE_BARRES: "code-barres",
    How.MRZ: "bande MRZ",
    How.CASE_COCHEE: "case cochée",
    How.DEDUIT: "déduit",
    How.RELECTEUR: "saisi",
}

PRESENCE: Mapping[bool | None, Chip] = {
    True: Chip("présent", "coche", "bon"),
    False: Chip("absent", "manque", "alerte"),
    None: Chip("incertain", "oeil", "doute"),
}

LIENS: Mapping[str, str] = {
    "assure": "Assuré",
    "conjoint": "Conjoint",
    "enfant": "Enfant",
    "ascendant": "Ascendant",
}

CHOICES: Mapping[str, str] = {
    **LIENS,
    "celibataire": "Célibataire",
    "marie": "Marié(e)",
    "divorce": "Divorcé(e)",
    "veuf": "Veuf, veuve",
    "hopital_public": "Hôpital public",
    "prive": "Privé",
    "medecine": "Médecine",
    "reanimation": "Réanimation",
    "radiotherapie": "Radiothérapie",
    "chimiotherapie": "Chimiothérapie",
    "curietherapie": "Curiethérapie",
    "iratherapie": "Irathérapie",
    "greffe_moelle": "Greffe de moelle",
    "definitive": "Définitive",
    "sous_reserve": "Sous réserve",
    "complement_information": "Complément d'information",
    "contre_visite": "Contre-visite",
}
"""Values of choice fields that need accents or more than their own name."""

ROLES: Mapping[Role, str] = {
    Role.COURRIER: "Courrier",
    Role.RELECTEUR: "Relecteur",
    Role.MEDECIN_CONSEIL: "Médecin conseil",
    Role.GESTIONNAIRE: "Gestionnaire",
    Role.ADMIN: "Administrateur",
    Role.SYSTEME: "Système",
    Role.EMPLOYEUR: "Employeur",
    Role.ASSURE: "Assuré",
    Role.PRESTATAIRE: "Prestataire",
}

DOUBTFUL_PRESENCE: Mapping[bool, Chip] = {
    True: Chip("présent ?", "oeil", "doute"),
    False: Chip("absent ?", "oeil", "doute"),
}
"""Seen or not, but too uncertainly to rest anything on it."""

ADDRESSEES: Mapping[Addressee, str] = {
    Addressee.ASSURE: "l'assuré",
    Addressee.PRESTATAIRE: "le prestataire",
    Addressee.COMPAGNIE: "l'organisme",
    Addressee.MEDECIN_CONSEIL: "le médecin conseil",
}

LETTERS: Mapping[str, str] = {
    "complement": "Demande de complément",
    "accuse": "Accusé de réception",
    "reponse": "Réponse à la pharmacie",
    "retour_reponse": "Réponse retournée à la compagnie",
    "reponse_reclamation": "Réponse à une réclamation",
}

SEALED = "Contenu réservé au médecin conseil"


def document_word(type_: str) -> str:
    """A document type as a clerk says it."""
    kind = document_types().get(type_)
    return kind.libelle if kind else plain(type_)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type to choose from."""

    value: str
    word: str


@cache
def document_kinds() -> tuple[Kind, ...]:
    """All document types, by their names."""
    kinds = (Kind(name, kind.libelle) for name, kind in document_types().items())
    return tuple(sorted(kinds, key=lambda kind: kind.word.casefold()))


def field_word(type_: str, name: str) -> str:
    """A field of a document type as a clerk says it."""
    kind = document_types().get(type_)
    return kind.fields[name].libelle if kind and name in kind.fields else plain(name)


def organisme_word(name: str) -> str:
    """An organisme's short name, as it is said: `CNOPS`."""
    return name.upper()


def organisme_title(name: str) -> str:
    """An organisme's full name."""
    profile = organismes().get(name)
    return profile.libelle if profile else organisme_word(name)


def dossier_word(organisme: str, type_: str) -> str:
    """A dossier type as a clerk says it."""
    known = checklists().get((organisme, type_))
    return known.dossier_type.libelle if known else plain(type_)


def requirement_words(organisme: str, type_: str) -> Mapping[str, str]:
    """What each requirement of a checklist is called."""
    known = checklists().get((organisme, type_))
    names = {r.exigence: r.libelle for r in known.requirements} if known else {}
    return {
        "delai_de_depot": "Délai de dépôt",
        "seconde_saisie": "Seconde saisie",
        **names,
    }


def plain(name: str) -> str:
    """A name of ours without its underscores, when nothing better is known."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def unbroken(text: str) -> str:
    """With the spaces of French punctuation kept on its line: none begins with a colon."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", text)


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`2 pages`, `1 page`, `0 page`: French takes the plural from two on."""
    return f"{number} {of_number(number, singular, plural or singular + 's')}"


def of_number(number: int, singular: str, plural: str) -> str:
    """The word alone, where its number stands apart."""
    return singular if number < 2 else plural


def roles(held: Collection[Role]) -> str:
    """The roles of a person, always in the order of `ROLES`."""
    return ", ".join(word for role, word in ROLES.items() if role in held)
