"""Whether a person of the base was covered on a day: dates of effect, suspension, end, contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from flows.dossiers.names import comparable, likeness
from models.checklists import Checklist, DossierFacts, Person
from models.checklists.context import request_day
from models.checklists.derived import first_care
from models.checklists.schema import AgeDate
from models.entities import Assure
from storage.records import assures

SAME_NAME = 88.0


@dataclass(frozen=True, slots=True)
class Rights:
    """What the base proves; `None` where it says nothing. `motif`: why they are closed."""

    ouverts: bool | None = None
    motif: str | None = None
    tiers_payant: bool | None = None
    contrat_individuel: bool | None = None
    date_effet: date | None = None
    taux: float | None = None


def rights(session: Session, facts: DossierFacts, checklist: Checklist) -> Rights:
    """The rights of the insured and of the person cared for on the day that counts."""
    number = facts.assure.sure("numero_immatriculation", facts.policy.reading)
    if not isinstance(number, str):
        return Rights()
    family = [
        person
        for person in assures.family(session, number)
        if person.organisme in (None, checklist.organisme)
    ]
    concerned = _concerned(family, facts.beneficiaire)
    if not concerned:
        return Rights()
    on = _day(facts, checklist)
    known = [rights_on(person, on) for person in concerned] if on is not None else []
    shut = [one for one in known if one.ouverts is False]
    opened = bool(known) and all(one.ouverts for one in known)
    contract = _contract(concerned)
    return Rights(
        ouverts=False if shut else (True if opened else None),
        motif="; ".join(dict.fromkeys(one.motif for one in shut if one.motif)) or None,
        tiers_payant=contract.tiers_payant,
        contrat_individuel=contract.contrat_individuel,
        date_effet=contract.date_effet,
        taux=contract.taux,
    )


def rights_on(person: Assure, on: date) -> Rights:
    """The rights of one person of the base on a day."""
    who = f"{person.nom} {person.prenom}"
    end, since = date_of(person, "date_fin"), date_of(person, "suspendu_du")
    until = date_of(person, "suspendu_au")
    if person.date_effet is not None and on < person.date_effet:
        return Rights(False, f"{who} : couvert à compter du {person.date_effet:%d/%m/%Y} seulement")
    if end is not None and on > end:
        why = person.extra.get("motif_fin")
        return Rights(False, f"{who} : couvert jusqu'au {end:%d/%m/%Y}" + (f" ({why})" * bool(why)))
    if since is not None and on >= since and (until is None or on <= until):
        to = f" au {until:%d/%m/%Y}" if until else ""
        return Rights(False, f"{who} : suspendu du {since:%d/%m/%Y}{to}")
    return Rights(True if person.date_effet is not None else None)


def _day(facts: DossierFacts, checklist: Checklist) -> date | None:
    """The date of the first care when care is billed, that of the request otherwise."""
    if checklist.dossier_type.age_au is AgeDate.PREMIERS_SOINS:
        return first_care(facts)
    return request_day(facts, checklist.profile.zone)


def _concerned(family: Sequence[Assure], cared_for: Person) -> list[Assure]:
    """The insured, and the member cared for when his name tells which."""
    insured = [p for p in family if p.lien == "assure"][:1]
    if not insured or cared_for.lien in (None, "assure"):
        return insured
    name = comparable(f"{cared_for.nom or ''} {cared_for.prenom or ''}")
    member = [
        p
        for p in family
        if p.lien == cared_for.lien
        and likeness(name, comparable(f"{p.nom} {p.prenom}")) >= SAME_NAME
    ]
    return [*insured, *member[:1]]


def _contract(concerned: Sequence[Assure]) -> Rights:
    """The contract is the insured's; a member who came later has a date of effect of his own."""
    extra = concerned[0].extra
    contract, third_party, rate = (extra.get(n) for n in ("contrat", "tiers_payant", "taux"))
    effects = [p.date_effet for p in concerned if p.date_effet is not None]
    return Rights(
        tiers_payant={"oui": True, "non": False}.get(str(third_party)),
        contrat_individuel={"individuel": True, "groupe": False}.get(str(contract)),
        date_effet=max(effects, default=None),
        taux=_rate(rate),
    )


def _rate(written: object) -> float | None:
    try:
        return float(str(written))
    except ValueError:
        return None


def date_of(person: Assure, name: str) -> date | None:
    """A date of the file's other columns (`date_fin`, `suspendu_du` …); `None` where there is none."""
    written = person.extra.get(name)
    try:
        return date.fromisoformat(str(written)) if written else None
    except ValueError:
        return None
