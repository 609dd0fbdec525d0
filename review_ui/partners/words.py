"""What partners read, in plain French: where a dossier stands, what happened, who is covered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from flows.answers.rows import DECISIONS as ANSWERS
from flows.outgoing.french import CURRENCIES, figures
from flows.outgoing.gather import kind_of, person
from flows.partners.situation import Open, Situation
from flows.partners.standing import Asked, Event, Money, Place, Sort, sort_of
from models.entities import AnswerDecision, CompanyAnswer, Dossier, Reclamation, ReclamationState
from models.organismes import organisme
from models.permissions import Role
from review_ui.wording import dates
from review_ui.wording.words import Chip

PLACES: Mapping[Place, Chip] = {
    Place.EXAMEN: Chip("En cours d'examen", "horloge", "info"),
    Place.COMPLEMENT: Chip("Pièces demandées", "enveloppe", "doute"),
    Place.CONTRE_VISITE: Chip("Contre-visite demandée", "enveloppe", "doute"),
    Place.COMPLET: Chip("Complet, bientôt transmis", "coche", "info"),
    Place.TRANSMIS: Chip("Transmis à la compagnie", "enveloppe", "info"),
    Place.ACCORDE: Chip("Prise en charge accordée", "coche", "bon"),
    Place.REMBOURSE: Chip("Remboursement décidé", "coche", "bon"),
    Place.REFUSE: Chip("Refusé", "interdit", "arret"),
    Place.REPONDU: Chip("Réponse donnée", "enveloppe", "info"),
}
MEANS: Mapping[Place, str] = {
    Place.EXAMEN: "Nous contrôlons les pièces reçues. Vous n'avez rien à faire, sauf si une liste de pièces est donnée plus bas.",
    Place.COMPLEMENT: "Le dossier attend des pièces. Il reprend dès qu'elles nous parviennent.",
    Place.CONTRE_VISITE: "La compagnie demande une contre-visite. La convocation donne le médecin et la date ; le dossier reprend quand nous la recevons, datée et cachetée.",
    Place.COMPLET: "Rien ne manque. Le dossier part à la compagnie avec le prochain lot.",
    Place.TRANSMIS: "La compagnie a le dossier en main. Nous attendons sa décision.",
    Place.ACCORDE: "La compagnie a donné son accord.",
    Place.REMBOURSE: "La compagnie a décidé le remboursement, payé par virement.",
    Place.REFUSE: "La demande n'est pas acceptée. Pour toute question, écrivez-nous en rappelant la référence.",
    Place.REPONDU: "La compagnie a répondu, par lettre.",
}  # fmt: skip
SORTS: Mapping[Sort, str] = {
    Sort.REMBOURSEMENT: "Remboursement de soins",
    Sort.PEC: "Prise en charge",
    Sort.HOSPITALISATION: "Prise en charge, hospitalisation",
    Sort.FACTURATION: "Facture de prestataire",
    Sort.ADHESION: "Adhésion",
    Sort.RECLAMATION: "Réclamation",
    Sort.SUITE: "Pièces complémentaires",
}
DECISIONS: Mapping[AnswerDecision, str] = {
    **ANSWERS,
    AnswerDecision.COMPLEMENT_INFORMATION: "Complément d'information demandé",
    AnswerDecision.CONTRE_VISITE: "Contre-visite demandée",
}
_EVENTS: Mapping[str, str] = {
    "recu": "Dossier reçu",
    "complement": "Pièces demandées",
    "pieces": "Pièces complémentaires reçues",
}
SITUATIONS: Mapping[Open, Chip] = {
    Open.OUI: Chip("Oui, droits ouverts", "coche", "bon"),
    Open.NON: Chip("Non, droits fermés", "interdit", "arret"),
    Open.INCONNU: Chip("À confirmer avec nous", "oeil", "doute"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, or is to come, in words."""

    on: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier in a list. `who` is empty where it would only say oneself."""

    id: str
    reference: str
    sort: str
    who: str
    number: str
    received: str
    place: Chip
    decided: str
    amount: str
    invoice: str
    due: str


def titled(dossier: Dossier, role: Role) -> str:
    """What it is. An employer is told its lane only: a type may name an illness."""
    return SORTS[sort_of(dossier)] if role is Role.EMPLOYEUR else kind_of(dossier)


def insured(dossier: Dossier) -> str:
    return person(dossier.assure)


def step(event: Event) -> Step:
    said = _EVENTS.get(event.what) or DECISIONS[AnswerDecision(event.detail)]
    return Step(dates.day(event.on), said)


def decision(said: CompanyAnswer | None) -> str:
    """`Accord, mer. 5 nov. 2025`."""
    if said is None:
        return ""
    words = DECISIONS[said.decision]
    return f"{words}, {dates.day(said.decided_on)}" if said.decided_on else words


def amount(value: Decimal | None, owner: str) -> str:
    """`1 250,00 DH`; empty when it is not surely known."""
    if value is None:
        return ""
    currency = CURRENCIES[organisme(owner).devise]
    return f"{figures(value, currency)} {currency.short}"


def amounts(money: Money, owner: str) -> list[tuple[str, str]]:
    """What is surely known of the money of a dossier, with its labels."""
    rows = [
        ("N° de facture", money.invoice),
        ("Montant demandé", amount(money.claimed, owner)),
        ("Montant accordé", amount(money.granted, owner)),
        ("Montant remboursé", amount(money.paid, owner)),
        ("N° de prise en charge", money.numero),
    ]
    return [(label, value) for label, value in rows if value]


def until(asked: Asked | None) -> str:
    return dates.day(asked.until) if asked is not None and asked.until else ""


def covered(found: Situation) -> list[tuple[str, str]]:
    """The dates of somebody's cover."""
    rows: list[tuple[str, date | None]] = [
        ("Couvert depuis le", found.since),
        ("Jusqu'au", found.until),
    ]
    said = [(label, dates.day(day)) for label, day in rows if day is not None]
    if found.suspended is not None:
        first, last = found.suspended
        end = f" au {dates.day(last)}" if last else ", sans date de fin connue"
        said.append(("Suspension", f"du {dates.day(first)}{end}"))
    return said


def complaint(row: Reclamation, zone: ZoneInfo) -> tuple[str, str, str]:
    """A réclamation of his own: number, what it says, and what became of it."""
    if row.state is ReclamationState.OUVERTE:
        told = f"réponse avant le {dates.day(row.deadline.astimezone(zone).date())}"
    elif row.answered_at is not None:
        told = f"répondu le {dates.day(row.answered_at.astimezone(zone).date())}"
    else:
        told = "classée"
    return row.numero, row.objet, told
