"""What a complement asks for, and what the company answered, as they are recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from flows.outgoing import french
from flows.outgoing.facts import Answer, Complement, Lack, Verdict
from flows.outgoing.gather import Paper, lane_of, papers_of, sure_value
from flows.outgoing.readers import Readers
from flows.secrecy import told_by_a_secret
from models.checklists import Channel, Checklist, DossierFacts, checklists, deadline_for
from models.checklists.facts import Policy
from models.checklists.readings import as_date
from models.checklists.schema import Requirement
from models.entities import (
    Dossier,
    Finding,
    Gravite,
    Resultat,
    Statut,
    Target,
    ThingKind,
)
from models.errors import BadInput
from models.organismes import organisme
from models.organismes.stationery import Addressee, Stationery, stationery
from models.permissions import Actor, Sort
from models.settings import Settings
from storage.records import decisions, dossiers, thresholds

COMPLEMENT = "complement_information"
LACKING = (Resultat.MANQUANT, Resultat.NON_CONFORME)
_QUOTED = re.compile(r"^(00\d [^«]+?) : «(.+)»$", re.DOTALL)
_TO_COMPLETE = (
    "Cette pièce est à compléter : le médecin conseil en précise l'objet sous pli confidentiel."
)
DECISIONS = {
    "accord": Verdict.ACCORD,
    "rejet_administratif": Verdict.REFUS,
    "rejet_contractuel": Verdict.REFUS,
    "complement_information": Verdict.COMPLEMENT,
    "contre_visite": Verdict.CONTRE_VISITE,
}
"""What a company answers to a demand for cover, and what it comes to."""
DECISION = "decision"
"""Name of the decision by which a person records the company's answer."""
DECIDED_ON = "decision_le"
"""Name of the decision by which a person records its day."""
_DETAILS = {
    "rejet_administratif": "Rejet administratif",
    "rejet_contractuel": "Rejet contractuel",
}


def complement_of(
    session: Session,
    dossier: Dossier,
    printer: Actor,
    day: date,
    addressee: Addressee | None = None,
) -> Complement:
    """What to ask for; `BadInput` when nothing is missing, or when asking is not yet for us."""
    if dossier.statut in (Statut.FORCLOS, Statut.REJETE):
        word = "forclos" if dossier.statut is Statut.FORCLOS else "rejeté"
        raise BadInput(
            f"Le dossier {dossier.reference} est proposé « {word} » : un responsable confirme ou non avant qu'un "
            "complément soit demandé.",
            code="decision_attendue",
        )
    found = _complement(session, dossier, printer, addressee, day)
    if not (found.lacks or found.withheld):
        raise BadInput(_nothing_missing(dossier, found), code="rien_ne_manque")
    return found


def _nothing_missing(dossier: Dossier, found: Complement) -> str:
    said = f"Rien ne manque au dossier {dossier.reference}"
    if not found.doubts:
        return f"{said} : il n'y a pas de complément à demander."
    first = f"{french.count(len(found.doubts), 'point')} à vérifier d'abord par une personne"
    return f"{said} à ce jour, mais il reste {first} : {' ; '.join(found.doubts)}."


def _complement(
    session: Session,
    dossier: Dossier,
    printer: Actor,
    addressee: Addressee | None,
    day: date,
) -> Complement:
    letters = stationery(dossier.organisme)
    readers = Readers(printer, addressee or letters.ecrire_a[lane_of(dossier).value])
    readers.require(Sort.DOSSIER)
    judged = dossiers.judged(session, [dossier.id]).get(dossier.id)
    findings = judged.findings if judged else ()
    papers = papers_of(session, [dossier], readers)[dossier.id]
    sealed = {paper.row.id for paper in papers if paper.read is None}
    known = checklists().get((dossier.organisme, dossier.type))
    lacks: list[Lack] = []
    advice: list[Lack] = []
    perhaps: list[str] = []
    withheld = False
    for finding in findings:
        if finding.resultat not in LACKING or finding.levee is not None:
            continue  # conforming, or a person lets it go on in spite of it
        requirement = _requirement(known, finding.exigence)
        hidden = requirement is None or (known and told_by_a_secret(known, requirement))
        if hidden and not readers.medical:
            withheld = withheld or finding.gravite is Gravite.BLOQUANT
            continue
        lack = _lack(finding, requirement, letters, secret=not sealed.isdisjoint(finding.documents))
        (lacks if finding.gravite is Gravite.BLOQUANT else advice).append(lack)
        missing = finding.resultat is Resultat.MANQUANT
        if missing and requirement is not None and finding.raison != requirement.manque:
            perhaps.append(lack.titre)
    until, why = _until(dossier, letters, day)
    return Complement(
        tuple(lacks), tuple(advice), withheld, until, why,
        tuple(_doubts(findings, known)), tuple(perhaps),
    )  # fmt: skip


def _requirement(known: Checklist | None, exigence: str) -> Requirement | None:
    found = [r for r in known.requirements if r.exigence == exigence] if known else []
    return found[0] if found else None


def _doubts(findings: Sequence[Finding], known: Checklist | None) -> Iterator[str]:
    for finding in findings:
        doubtful = finding.resultat is Resultat.A_VERIFIER and finding.levee is None
        if doubtful and finding.gravite is Gravite.BLOQUANT:
            requirement = _requirement(known, finding.exigence)
            yield requirement.libelle if requirement else "Délai de dépôt"


def _lack(
    finding: Finding, requirement: Requirement | None, letters: Stationery, *, secret: bool
) -> Lack:
    phrase = ""
    if finding.resultat is not Resultat.MANQUANT:
        phrase = _TO_COMPLETE if secret else _for_outsiders(finding.raison, requirement)
    quoted = _QUOTED.match(finding.citation)
    return Lack(
        titre=requirement.libelle if requirement else french.capital(finding.exigence),
        phrase=phrase,
        source=letters.source(quoted[1]) if quoted else "",
        quote=quoted[2] if quoted else "",
    )


def _for_outsiders(raison: str, requirement: Requirement | None) -> str:
    """A reason without what it tells our clerk to do: «… : la renvoyer pour cachet (absent)»."""
    said = requirement.defaut.removesuffix(".") if requirement else ""
    if not said or not raison.startswith(said):
        return raison
    fact, _, order = said.partition(" : ")
    return f"{fact}{raison.removeprefix(said)}" if order else raison


def _until(dossier: Dossier, letters: Stationery, day: date) -> tuple[date | None, str]:
    """By when: the delay of complements where the organisme has one, else the end of the deposit."""
    rule = checklists().get((dossier.organisme, COMPLEMENT))
    due = due_after(dossier.organisme, COMPLEMENT, day)
    if rule is not None and rule.dossier_type.delai is not None and due is not None:
        source = letters.source(rule.dossier_type.delai.citation)
        left = french.count((due.date() - day).days, "jour")
        return due.date(), f"Délai du contrat : {left} depuis cette lettre ({source})."
    known = checklists().get((dossier.organisme, dossier.type))
    lapse = known.dossier_type.forclusion if known else None
    if lapse is not None and dossier.forclos_le is not None and dossier.forclos_le >= day:
        return dossier.forclos_le, f"Fin du délai de dépôt ({letters.source(lapse.citation)})."
    return None, ""


def due_after(name: str, kind: str, day: date) -> datetime | None:
    """When what a notification of that day asks for is due, by the delay of the dossier type
    `kind` of the organisme (DOMAIN §5); `None` where it sets none."""
    rule = checklists().get((name, kind))
    if rule is None or rule.dossier_type.delai is None:
        return None
    told = datetime.combine(day, time(9), organisme(name).zone)
    return deadline_for(rule, DossierFacts(Channel.COURRIER, told, notified_at=told)).deadline


def awaits_answer(dossier: Dossier) -> bool:
    """Whether it is of a type whose answer the pharmacy is told."""
    rule = stationery(dossier.organisme).reponse
    return rule is not None and dossier.type in rule.types


def answer_of(
    session: Session,
    dossier: Dossier,
    printer: Actor,
    settings: Settings,
    deciding: tuple[str, date] | None = None,
) -> Answer:
    """The company's decision on a cover asked for by a pharmacy; `BadInput` when there is none.

    `deciding`: a decision about to be recorded, and its day.
    """
    if not awaits_answer(dossier):
        raise BadInput(
            f"Le dossier {dossier.reference} n'est pas une prise en charge déposée par une pharmacie : "
            "il n'appelle pas de réponse à la pharmacie.",
            code="reponse_sans_objet",
        )
    readers = Readers(printer, Addressee.PRESTATAIRE)
    readers.require(Sort.DOSSIER)
    decided, day = (
        decisions.latest(session, ThingKind.DOSSIER, dossier.id, Target.ATTRIBUTE, name=name)
        for name in (DECISION, DECIDED_ON)
    )
    policy = thresholds.policy(session, settings)
    related = [dossier, *dossiers.joining(session, dossier.id)]
    papers = [p for found in papers_of(session, related, readers).values() for p in found]
    granted = _newest(papers, "attestation_prise_en_charge", policy)
    replied = _newest(papers, "reponse_compagnie", policy)
    if deciding is not None:
        return _answer(*deciding, granted, policy)
    if decided is not None and decided.value in DECISIONS:
        on = as_date(day.value) if day is not None and day.value else None
        if day is None:  # recorded before days were
            on = decided.at.astimezone(organisme(dossier.organisme).zone).date()
        return _answer(decided.value, on, granted, policy)
    if replied is not None:
        said = sure_value(replied, "decision", policy)
        if said not in DECISIONS:
            raise BadInput(
                f"Une réponse de la compagnie est dans le dossier {dossier.reference}, mais sa décision reste à vérifier "
                "par une personne.",
                code="decision_a_verifier",
            )
        return _answer(said, as_date(sure_value(replied, "date_document", policy)), granted, policy)
    if granted is not None:
        decided_on = as_date(sure_value(granted, "date_attestation", policy))
        return _answer("accord", decided_on, granted, policy)
    raise BadInput(
        f"Aucune réponse de la compagnie n'est enregistrée pour le dossier {dossier.reference}.",
        code="reponse_absente",
    )


def _answer(said: str, decided_on: date | None, granted: Paper | None, policy: Policy) -> Answer:
    verdict = DECISIONS[said]
    paper = granted if verdict is Verdict.ACCORD else None
    return Answer(
        verdict=verdict,
        detail=_DETAILS.get(said, ""),
        decided_on=decided_on,
        numero=sure_value(paper, "numero_prise_en_charge", policy),
        montant=_amount(sure_value(paper, "montant_accorde", policy)),
        sous_reserve=sure_value(paper, "mention", policy) == "sous_reserve",
        decision=said,
    )


def _newest(papers: Sequence[Paper], kind: str, policy: Policy) -> Paper | None:
    """The last one read of a kind, of which the type is sure."""
    found = [
        paper
        for paper in papers
        if paper.row.type == kind
        and paper.read is not None
        and paper.read.type_confidence >= policy.type
    ]

    def place(paper: Paper) -> tuple[str, datetime]:
        day = sure_value(paper, "date_document", policy) or sure_value(
            paper, "date_attestation", policy
        )
        return day, paper.row.created_at

    return max(found, key=place, default=None)


def _amount(written: str) -> Decimal | None:
    try:
        return Decimal(written) if written else None
    except InvalidOperation:
        return None


def lacking_beside(
    session: Session, dossier: Dossier, printer: Actor, day: date, said: Answer
) -> Complement | None:
    """What to ask the pharmacy for along with an answer that asks for a complement."""
    if said.verdict is not Verdict.COMPLEMENT:
        return None
    return _complement(session, dossier, printer, Addressee.PRESTATAIRE, day)
