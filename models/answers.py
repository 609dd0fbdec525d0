"""What a company's answer must hold to: the claim, the dates, the contract. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.entities.answers import AnswerDecision
from models.values.amounts import written

CENT = Decimal("0.01")


class Weight(StrEnum):
    """What comes of something wrong with an answer."""

    RENVOI = "renvoi"
    """It breaks the contract: it goes back to the company."""
    CONFIRMER = "confirmer"
    """It may be right: a person says so, a file alone may not."""
    CONSTAT = "constat"
    """Noted, and no more."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it came. `amount`: what is paid, or granted."""

    decision: AnswerDecision
    decided_on: date | None = None
    amount: Decimal | None = None
    reason: str = ""
    numero: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the company, as far as it is surely known (`None`: it is not)."""

    received_on: date
    today: date
    sent: bool
    """Whether it left for the company at all."""
    cover: bool
    """A cover was asked for, not a reimbursement."""
    whole: bool
    """Paid at 100 %: chronic illness, or spouses who are both insured [000 §3]."""
    chronic: bool
    claimed: Decimal | None = None
    part: Decimal | None = None
    """Of it what the organisme is asked to pay, where the invoices say."""
    rate: Decimal | None = None
    """Per cent that the contract pays; the rest is the ticket modérateur."""
    ceiling: Decimal | None = None
    """What the contract pays in a year at most."""
    paid: Decimal = Decimal(0)
    """What it paid of it this year already, by the answers recorded."""
    due: date | None = None
    visits: int = 0
    """Control visits of this insured in the twelve months before."""
    earlier: tuple[Given, ...] = ()
    """Final answers that hold already."""


@dataclass(frozen=True, slots=True)
class Breach:
    """Something wrong with an answer, for a clerk and for the company."""

    code: str
    message: str
    weight: Weight


def breaches(given: Given, asked: Asked) -> tuple[Breach, ...]:
    """All that is wrong with an answer, the gravest first."""
    found = [*_form(given, asked), *_dates(given, asked), *_amounts(given, asked)]
    return tuple(sorted(found, key=lambda one: list(Weight).index(one.weight)))


def goes_back(found: Sequence[Breach]) -> bool:
    """Whether one of them breaks the contract."""
    return any(one.weight is Weight.RENVOI for one in found)


def doubtful(found: Sequence[Breach]) -> bool:
    """Whether a person must say that it is right all the same."""
    return any(one.weight is not Weight.CONSTAT for one in found)


def _form(given: Given, asked: Asked) -> Iterator[Breach]:
    if given.decision.refuses and not given.reason.strip():
        yield Breach("rejet_sans_motif", "Le rejet n'est pas motivé.", Weight.RENVOI)
    if given.decision is AnswerDecision.COMPLEMENT_INFORMATION and not given.reason.strip():
        yield Breach(
            "complement_sans_objet",
            "Le complément demandé n'est pas précisé : dire quelles pièces.",
            Weight.CONFIRMER,
        )
    if asked.cover and given.decision.pays:
        yield Breach(
            "decision_sans_rapport",
            "Une prise en charge était demandée : elle s'accorde ou se refuse, elle ne se rembourse pas.",
            Weight.RENVOI,
        )
    if given.decision is AnswerDecision.CONTRE_VISITE and asked.chronic and asked.visits:
        yield Breach(
            "contre_visite_de_trop",
            "Malade chronique : une contre-visite a déjà eu lieu depuis un an, la compagnie n'a droit qu'à une par an.",
            Weight.RENVOI,
        )
    if not asked.sent:
        yield Breach(
            "jamais_envoye",
            "Ce dossier n'a pas été envoyé à la compagnie : la réponse est peut-être celle d'un autre.",
            Weight.CONFIRMER,
        )
    if asked.earlier:
        same = given in asked.earlier
        yield Breach(
            "deja_enregistree" if same else "deja_repondu",
            "Cette réponse est déjà enregistrée." if same
            else "La compagnie a déjà répondu autrement à ce dossier.",
            Weight.CONFIRMER,
        )  # fmt: skip


def _dates(given: Given, asked: Asked) -> Iterator[Breach]:
    day = given.decided_on
    if day is None:
        yield Breach("sans_date", "La réponse ne porte pas de date.", Weight.CONSTAT)
        return
    if not asked.received_on <= day <= asked.today:
        why = (
            f"avant l'arrivée du dossier ({asked.received_on:%d/%m/%Y})"
            if day < asked.received_on
            else "un jour qui n'est pas encore venu"
        )
        yield Breach(
            "date_impossible", f"La décision est datée du {day:%d/%m/%Y}, {why}.", Weight.RENVOI
        )
    if asked.due is not None and day > asked.due:
        yield Breach(
            "hors_delai", f"Rendue après le délai, qui finissait le {asked.due:%d/%m/%Y}.",
            Weight.CONSTAT,
        )  # fmt: skip


def _amounts(given: Given, asked: Asked) -> Iterator[Breach]:
    amount = given.amount
    if amount is None:
        if given.decision is AnswerDecision.REMBOURSEMENT_PARTIEL:
            yield Breach(
                "partiel_sans_montant", "Le remboursement partiel ne dit pas son montant.",
                Weight.RENVOI,
            )  # fmt: skip
        return
    if not (given.decision.pays or given.decision is AnswerDecision.ACCORD):
        if amount:
            yield Breach(
                "montant_sans_objet", "Un montant accompagne une décision qui ne paie rien.",
                Weight.CONFIRMER,
            )  # fmt: skip
        return
    if amount <= 0:
        yield Breach("montant_nul", "Le montant n'est pas positif.", Weight.RENVOI)
        return
    yield from _against_claim(given, amount, asked)
    if asked.ceiling is not None and asked.paid + amount > asked.ceiling:
        yield Breach(
            "plafond",
            f"Avec les {_said(asked.paid)} déjà réglés cette année, {_said(amount)} dépassent le plafond du "
            f"contrat ({_said(asked.ceiling)}).",
            Weight.RENVOI,
        )


def _against_claim(given: Given, amount: Decimal, asked: Asked) -> Iterator[Breach]:
    if asked.claimed is None:
        yield Breach(
            "reclame_inconnu",
            "Le montant réclamé n'est pas établi : le montant de la réponse n'a pas pu lui être comparé.",
            Weight.CONSTAT,
        )
        return
    total = asked.claimed if asked.part is None else asked.part
    if amount > asked.claimed:
        yield Breach(
            "montant_au_dela",
            f"Le montant ({_said(amount)}) dépasse ce qui était réclamé ({_said(asked.claimed)}).",
            Weight.RENVOI,
        )
        return
    expected = total if asked.whole else _by_rate(asked, total)
    if given.decision is AnswerDecision.REMBOURSEMENT_PARTIEL and amount >= total:
        yield Breach(
            "partiel_total",
            f"Le remboursement est dit partiel et couvre tout ce qui était réclamé ({_said(total)}).",
            Weight.RENVOI,
        )
    elif expected is not None and amount - expected > CENT:
        yield Breach(
            "ticket_moderateur",
            f"Au taux du contrat ({_percent(asked)}), {_said(expected)} étaient dus ; {_said(amount)} sont réglés.",
            Weight.RENVOI,
        )
    elif given.decision is AnswerDecision.REMBOURSEMENT_TOTAL:
        yield from _less_than_all(amount, total, expected, asked)


def _less_than_all(
    amount: Decimal, total: Decimal, expected: Decimal | None, asked: Asked
) -> Iterator[Breach]:
    if expected is not None and expected - amount > CENT:
        yield Breach(
            "total_incomplet",
            f"Le remboursement est dit total : {_said(expected)} étaient dus ({_percent(asked)}), {_said(amount)} sont "
            "réglés.",
            Weight.RENVOI,
        )
    elif expected is None and amount < total:
        yield Breach(
            "total_inferieur",
            f"Le remboursement est dit total et règle {_said(amount)} sur {_said(total)} ; le taux du contrat n'est "
            "pas connu.",
            Weight.CONFIRMER,
        )


def _by_rate(asked: Asked, total: Decimal) -> Decimal | None:
    """What the contract's rate makes due; an invoice's own share is by that rate already."""
    if asked.part is not None:
        return total
    return (total * asked.rate / 100).quantize(CENT) if asked.rate is not None else None


def _said(amount: Decimal) -> str:
    """`1250,50`."""
    return written(amount).replace(".", ",")


def _percent(asked: Asked) -> str:
    if asked.whole:
        return "100 %"
    return f"{asked.rate.normalize():f} %" if asked.rate is not None else "part de la facture"
