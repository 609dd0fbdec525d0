"""A dossier judged again, in the transaction that changed it, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from sqlalchemy.orm import Session

from flows.dossiers import judging
from flows.learning import control
from flows.review.desk import Desk
from flows.review.done import Change, FindingChange
from flows.review.facts import doubted, facts_now, type_is_settled
from models.checklists import (
    Checklist,
    DossierFacts,
    Judgement,
    Signalement,
    checklists,
    judge,
    statut_of,
)
from models.checklists import Finding as Found
from models.entities import (
    Decision,
    Dossier,
    Finding,
    Gravite,
    Lot,
    LotStatut,
    Resultat,
    Statut,
    ThingKind,
)
from storage.records import decisions, dossiers, emptied, lots
from storage.records.dossiers import Judged

LIFT = "levee-"
"""Begins the name of a decision that lifts a requirement."""


def judged_again(desk: Desk, dossier: Dossier) -> Change:
    """Judge the dossier as it now is; what changed. A verdict that is the same is not kept twice."""
    session = desk.session
    before = dossiers.judged(session, [dossier.id]).get(dossier.id)
    was = (dossier.statut, dossier.deadline, dossier.forclos_le)
    rule = rule_of(dossier)
    if rule is None or emptied.is_emptied(dossier):
        # its type was taken out of the rules, or nothing is left to judge: what was found stands
        return Change(
            dossier.id, dossier.reference, dossier.revision,
            (was[0], was[0]), (was[1], was[1]), (was[2], was[2]),
        )  # fmt: skip
    facts, told = facts_now(desk, dossier, rule)
    on = desk.today(dossier.organisme)
    found = judge(facts, rule, on)
    if not type_is_settled(session, dossier):
        found = doubted(session, dossier, found, facts, rule)
    lifted = lifts(session, dossier.id, found.findings)
    left = [f for f in found.findings if f.exigence not in lifted]
    found = replace(found, statut=statut_of(left))
    found = control.held_back(session, dossier, found, desk.settings)
    lifted = lifts(session, dossier.id, found.findings)
    found = replace(found, statut=statut_of(f for f in found.findings if f.exigence not in lifted))
    if _is_new(before, found, lifted):
        judging.keep(session, dossier, rule, found, lifted)
    _show(dossier, facts, found, told)
    _relot(desk, dossier, facts, rule)
    control.draw(session, dossier, desk.settings)
    session.flush()
    return Change(
        dossier.id,
        dossier.reference,
        dossier.revision,
        (was[0], dossier.statut),
        (was[1], dossier.deadline),
        (was[2], dossier.forclos_le),
        tuple(_differences(before, found, rule)),
    )


def mark_of(resultat: str, raison: str) -> str:
    """What a lift is about: it holds as long as the finding says the same."""
    return hashlib.sha256(f"{resultat}\x1f{raison}".encode()).hexdigest()[:16]


def lifts(session: Session, dossier_id: str, findings: Iterable[Found | Finding]) -> dict[str, int]:
    """The requirements that a person lifted, as they now stand, each with that decision."""
    rows = decisions.standing(decisions.of(session, ThingKind.DOSSIER, dossier_id))
    said: dict[str, Decision] = {
        row.name.removeprefix(LIFT): row for row in rows if row.name and row.name.startswith(LIFT)
    }
    return {
        f.exigence: said[f.exigence].seq
        for f in findings
        if f.exigence in said and said[f.exigence].value == mark_of(f.resultat.value, f.raison)
    }


def _is_new(before: Judged | None, found: Judgement, lifted: Mapping[str, int]) -> bool:
    if before is None or before.judgement.statut.value != found.statut.value:
        return True
    if before.judgement.checklist != f"{found.organisme}/{found.type}":
        return True
    old = [(f.exigence, f.resultat.value, f.raison, f.documents, f.levee) for f in before.findings]
    new = [
        (f.exigence, f.resultat.value, f.raison, [*f.documents], lifted.get(f.exigence))
        for f in found.findings
    ]
    return old != new


def _show(
    dossier: Dossier, facts: DossierFacts, found: Judgement, told: Sequence[Signalement]
) -> None:
    """Bring what screens read of the dossier up to date."""
    dossier.statut = Statut(found.statut.value)
    dossier.deadline = found.deadline.astimezone(UTC) if found.deadline else None
    dossier.forclos_le = found.forclos_le
    dossier.assure = judging.insured_json(facts.assure)
    dossier.beneficiaire = judging.cared_for_json(facts.beneficiaire)
    dossier.deposited_at = facts.deposited_at or facts.received_at
    dossier.prestation = judging.prestation(found)
    dossier.signalements = [
        {"code": s.code, "message": s.message} for s in (*found.signalements, *told)
    ]


def _relot(desk: Desk, dossier: Dossier, facts: DossierFacts, rule: Checklist) -> None:
    """Out of an open lot where it no longer fits, and into one that it fits; a closed lot stays."""
    session = desk.session
    nature = judging.lot_nature(rule)
    etablissement = judging.establishment(facts, rule)
    if dossier.lot_id is None:
        return  # a person may have taken it out: only a person puts it back
    lot = session.get_one(Lot, dossier.lot_id)
    open_ = lot.statut is LotStatut.OUVERT
    if not open_ or lots.fits(lot, dossier, nature, etablissement):
        return
    dossier.lot_id = None
    session.flush()
    if nature is not None:
        lots.place(
            session,
            dossier,
            nature=nature,
            etablissement=etablissement,
            maximum=desk.settings.lot_maximum,
        )


def _differences(
    before: Judged | None, found: Judgement, rule: Checklist
) -> Iterable[FindingChange]:
    old = {f.exigence: f for f in before.findings} if before else {}
    new = {f.exigence: f for f in found.findings}
    for exigence, f in new.items():
        was = Resultat(old[exigence].resultat) if exigence in old else None
        now = Resultat(f.resultat.value)
        if was is not now:
            yield FindingChange(exigence, f.libelle, Gravite(f.gravite.value), was, now, f.raison)
    for exigence, gone in old.items():
        if exigence not in new:
            yield FindingChange(
                exigence, libelle_of(rule, exigence), gone.gravite, gone.resultat, None, ""
            )


def libelle_of(rule: Checklist | None, exigence: str) -> str:
    """What people call a requirement."""
    known = {r.exigence: r.libelle for r in rule.requirements} if rule else {}
    return known.get(exigence, _OTHERS.get(exigence, exigence.replace("_", " ").capitalize()))


_OTHERS = {
    "delai_de_depot": "Délai de dépôt",
    "type_de_dossier": "Type du dossier",
    control.SECOND_KEYING: "Seconde saisie",
}


def rule_of(dossier: Dossier) -> Checklist | None:
    """The checklist of a dossier."""
    return checklists().get((dossier.organisme, dossier.type))
