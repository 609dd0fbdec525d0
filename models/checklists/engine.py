"""The judge: facts and a checklist give findings and a status. Pure: no clock, no database.

Never `complet` on a doubtful reading: what is under its threshold is withheld, what
needs it is unknown, and what is unknown is `a_verifier`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.checklists import claims
from models.checklists.checks import (
    Desk,
    Examined,
    Verdict,
    evidence_of,
    examine,
    name_label,
    selected,
    verified,
)
from models.checklists.context import names_of
from models.checklists.due import Due, InTime, deadline_for
from models.checklists.facts import DossierFacts, Piece
from models.checklists.judgement import (
    Finding,
    Gravite,
    Judgement,
    Resultat,
    Signalement,
    Statut,
)
from models.checklists.loading import Checklist
from models.checklists.schema import Requirement

DELAY_REQUIREMENT = "delai_de_depot"
UNREADABLE_TYPES = ("autre",)


def judge(facts: DossierFacts, checklist: Checklist, on: date) -> Judgement:
    """The checklist applied to the facts; `on` is the day it is done, and only noted."""
    profile, kind = checklist.profile, checklist.dossier_type
    desk = Desk(facts, checklist, names_of(facts, profile, kind.age_au))
    due = deadline_for(checklist, facts)
    findings = [_judged(desk, requirement) for requirement in checklist.requirements]
    if kind.forclusion is not None and due.lapse is not None:
        findings.append(_lapse_finding(due, kind.forclusion.quoted))
    return Judgement(
        organisme=checklist.organisme,
        type=checklist.type,
        statut=statut_of(findings),
        findings=tuple(findings),
        checklist_version=checklist.version,
        judged_on=on,
        prestation=claims.prestation(facts, kind.prestation),
        deadline=due.deadline,
        forclos_le=due.forclos_le,
        signalements=_signalements(facts, due, findings),
    )


def statut_of(findings: Iterable[Finding]) -> Statut:
    """The first in precedence of what the blocking findings call for."""
    order = list(Statut)
    called = [_calls_for(f) for f in findings if f.gravite is Gravite.BLOQUANT]
    return min(called, key=order.index, default=Statut.COMPLET)


def _calls_for(finding: Finding) -> Statut:
    if finding.resultat is Resultat.NON_CONFORME and finding.consequence is not None:
        return finding.consequence
    if finding.resultat in (Resultat.MANQUANT, Resultat.NON_CONFORME):
        return Statut.INCOMPLET
    return Statut.A_VERIFIER if finding.resultat is Resultat.A_VERIFIER else Statut.COMPLET


def _judged(desk: Desk, requirement: Requirement) -> Finding:
    applies: bool | None = True
    missing: tuple[str, ...] = ()
    if requirement.quand:
        condition = desk.checklist.condition(requirement.quand)
        applies = condition.holds(desk.names)
        missing = condition.missing(desk.names)
    if applies is False:
        return _finding(requirement, Resultat.SANS_OBJET, "Sans objet pour ce dossier.")
    finding = _applied(desk, requirement)
    settled = finding.resultat in (Resultat.CONFORME, Resultat.SANS_OBJET)
    if applies or settled or finding.resultat is Resultat.A_VERIFIER:
        return finding
    unknown = ", ".join(name_label(path, None) for path in missing) or "lecture incertaine"
    raison = f"On ne sait pas encore si c'est exigé (non établi : {unknown}). {finding.raison}"
    return _finding(requirement, Resultat.A_VERIFIER, raison, finding)


def _applied(desk: Desk, requirement: Requirement) -> Finding:
    if not requirement.documents:
        return _judged_dossier(desk, requirement)
    seen = [_seen(desk, requirement, piece, sure) for piece, sure in _candidates(desk, requirement)]
    if not seen:
        return _without_piece(desk, requirement)
    if requirement.toujours is not None:
        ids = tuple(e.piece.id for e in seen if e.piece)
        return _finding(requirement, requirement.toujours, requirement.doute, documents=ids)
    # Any one will do, or every one must: the best seen, or the worst.
    pick = max if requirement.chacun else min
    verdict = pick(examined.verdict for examined in seen)
    return _outcome(requirement, verdict, seen)


def _candidates(desk: Desk, requirement: Requirement) -> list[tuple[Piece, bool]]:
    """The pieces it is about, with whether that is sure."""
    pieces = [*desk.facts.pieces, *(desk.facts.on_file if requirement.dossier_assure else ())]
    found = []
    for piece in pieces:
        if piece.document.type in requirement.documents:
            about = selected(desk, requirement, piece)
            if about is not False:
                found.append((piece, about is True))
    return found


def _seen(desk: Desk, requirement: Requirement, piece: Piece, sure: bool) -> Examined:
    examined = examine(desk, requirement, piece)
    if sure or requirement.parmi is None:
        return examined
    paths = desk.checklist.condition(requirement.parmi).paths
    what = ", ".join(name_label(path, piece) for path in paths if path.startswith("piece."))
    unread = f"{what} n'a pas pu être lu"
    doubt = Examined(piece, Verdict.DOUBT, (unread,), evidence_of(piece, paths))
    if examined.verdict is Verdict.FAULT:
        # Not sure to be about this paper: its faults are doubts.
        return Examined(piece, Verdict.DOUBT, examined.details, examined.evidence).also(doubt)
    return examined.also(doubt)


def _judged_dossier(desk: Desk, requirement: Requirement) -> Finding:
    if requirement.toujours is not None:
        return _finding(requirement, requirement.toujours, requirement.doute)
    seen = Examined(None)
    for verification in requirement.verifie:
        seen = seen.also(verified(desk, verification, desk.names, None))
    return _outcome(requirement, seen.verdict, [seen])


def _outcome(requirement: Requirement, verdict: Verdict, examined: list[Examined]) -> Finding:
    telling = [x for x in examined if x.verdict is verdict]
    # Where every piece must do, the doubts of one are looked at with the faults of another.
    unsettled = [x for x in examined if requirement.chacun and x.verdict is not Verdict.FINE]
    details = tuple(dict.fromkeys(d for x in telling for d in x.details))
    why = f" ({' ; '.join(details)})" if details else ""
    if verdict is Verdict.FINE:
        resultat, raison = Resultat.CONFORME, f"{requirement.libelle} : conforme."
    elif verdict is Verdict.FAULT:
        resultat, raison = Resultat.NON_CONFORME, _sentence(requirement.defaut, why)
        if requirement.consequence:
            raison += " Rejet proposé : un responsable confirme."
    else:
        doubt = requirement.doute or f"{requirement.libelle} : à vérifier sur l'image."
        resultat, raison = Resultat.A_VERIFIER, _sentence(doubt, why)
    seen = Examined(
        None, verdict, details, tuple(e for x in unsettled or telling for e in x.evidence)
    )
    ids = tuple(dict.fromkeys(x.piece.id for x in telling if x.piece))
    finding = _finding(requirement, resultat, raison, documents=ids)
    return _finding(requirement, resultat, raison, finding, seen)


def _sentence(text: str, why: str) -> str:
    """The sentence with its details before the final full stop."""
    return f"{text.removesuffix('.')}{why}."


def _without_piece(desk: Desk, requirement: Requirement) -> Finding:
    if not requirement.piece_exigee:
        return _finding(requirement, Resultat.SANS_OBJET, "Sans objet : pas de pièce à contrôler.")
    raison = requirement.manque
    facts = desk.facts
    strange = [
        piece
        for piece in facts.pieces
        if piece.document.type in UNREADABLE_TYPES or not facts.is_sure(piece)
    ]
    if facts.doubtful_pages:
        raison += (
            f" Attention : {facts.doubtful_pages} page(s) de cet envoi n'ont pas été reconnues, "
            "la pièce s'y trouve peut-être."
        )
    elif strange:
        raison += " Attention : une pièce du dossier n'a pas été reconnue avec certitude."
    return _finding(requirement, Resultat.MANQUANT, raison)


def _finding(
    requirement: Requirement,
    resultat: Resultat,
    raison: str,
    like: Finding | None = None,
    seen: Examined | None = None,
    *,
    documents: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        exigence=requirement.exigence,
        libelle=requirement.libelle,
        resultat=resultat,
        gravite=requirement.gravite,
        documents=like.documents if like else documents,
        raison=raison,
        citation=requirement.quoted,
        evidence=seen.evidence if seen else like.evidence if like else (),
        signalement=requirement.signalement,
        consequence=Statut(requirement.consequence) if requirement.consequence else None,
    )


def _lapse_finding(due: Due, citation: str) -> Finding:
    assert due.lapse is not None
    resultat = {
        InTime.OUI: Resultat.CONFORME,
        InTime.NON: Resultat.NON_CONFORME,
        InTime.A_VERIFIER: Resultat.A_VERIFIER,
    }[due.lapse.in_time]
    return Finding(
        exigence=DELAY_REQUIREMENT,
        libelle="Délai de dépôt",
        resultat=resultat,
        gravite=Gravite.BLOQUANT,
        documents=tuple(dict.fromkeys(e.document for e in due.lapse.evidence)),
        raison=due.lapse.reason,
        citation=citation,
        evidence=due.lapse.evidence,
        consequence=Statut.FORCLOS,
    )


def _signalements(
    facts: DossierFacts, due: Due, findings: Iterable[Finding]
) -> tuple[Signalement, ...]:
    raised = list(due.notes)
    for finding in findings:
        quiet = finding.resultat in (Resultat.CONFORME, Resultat.SANS_OBJET)
        if finding.signalement and not quiet:
            raised.append(Signalement(finding.signalement, finding.raison))
    if facts.history.couple_ofppt:
        message = "Couple OFPPT : règlement à 100 % à l'assuré qui dépose le dossier."
        raised.append(Signalement("couple_ofppt", message))
    return tuple(dict.fromkeys(raised))
