"""What becomes of a dossier: complete, passed on, rejected, put aside, taken up again.

«Complet» is refused while anything stands in its way, unless each thing is lifted, with a reason, by
somebody entitled to. A lift holds only as long as the finding says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flows.learning.control import SECOND_KEYING
from flows.review import states
from flows.review.desk import Desk
from flows.review.doing import Doing, begin, end, locked
from flows.review.done import Done, Obstacle
from flows.review.errors import ImpossibleError, MissingError, NotCompleteError
from flows.review.facts import CONFIRMED_TYPE
from flows.review.grip import as_seen, fetched
from flows.review.judging import LIFT, libelle_of, lifts, mark_of, rule_of
from flows.review.spots import Spot
from flows.secrecy import told_by_a_secret
from models.checklists import Checklist, checklists
from models.documents import secret_type
from models.entities import (
    Decision,
    Dossier,
    Etape,
    Finding,
    Gravite,
    Resultat,
    Target,
    ThingKind,
)
from models.permissions import DOSSIER, Action
from storage.records import decisions, documents, dossiers, holds

SUITE = "suite"
"""Name of the decision that says what becomes of a dossier, with its reason."""
LONGEST = 2000
"""Characters of a reason."""
_IN_THE_WAY = frozenset({Resultat.MANQUANT, Resultat.NON_CONFORME, Resultat.A_VERIFIER})
THIS = "Ce dossier"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the way of a dossier, the lifted obstacles too."""

    obstacles: tuple[Obstacle, ...]
    may_complete: bool


def standing(desk: Desk, dossier_id: str) -> Standing:
    """What keeps the dossier from being complete, and what this person may lift of it."""
    dossier = fetched(desk.session, Dossier, dossier_id, THIS)
    found = _obstacles(desk, dossier)
    clear = all(one.lifted_by is not None for one in found)
    return Standing(found, clear and desk.may(Action.DECIDER, DOSSIER))


def lift(desk: Desk, dossier_id: str, exigence: str, why: str, *, seen: int) -> Done:
    """Let the dossier go on in spite of a finding, for a reason."""
    (dossier,) = locked(desk, dossier_id)
    as_seen(desk, dossier, seen, THIS)
    found = {one.exigence: one for one in _obstacles(desk, dossier)}
    if exigence not in found:
        raise MissingError("Cette exigence ne fait pas obstacle à ce dossier.")
    one = found[exigence]
    if one.lifted_by is not None:
        raise ImpossibleError(f"Déjà levée par {one.lifted_by}.", code="deja_levee")
    needed = _needed(one)
    spot = Spot(Target.ATTRIBUTE, f"{LIFT}{exigence}")
    doing = begin(
        desk,
        "lever",
        [states.place(ThingKind.DOSSIER, dossier_id, spot)],
        [(needed, DOSSIER)],
    )
    _decide(desk, dossier, spot.name, mark_of(one.resultat.value, one.raison), _reason(why))
    return end(doing, f"Exigence levée : {one.libelle}.")


def complete(desk: Desk, dossier_id: str, *, seen: int) -> Done:
    """Declare the dossier complete; `NotCompleteError` lists what stands in the way."""
    dossier = _opened(desk, dossier_id, seen)
    doing = _begin(desk, "complet", dossier, Action.DECIDER)
    left = tuple(one for one in _obstacles(desk, dossier) if one.lifted_by is None)
    if left:
        raise NotCompleteError(dossier.reference, left)
    if not documents.of_dossier(desk.session, dossier_id):
        raise ImpossibleError("Ce dossier n'a aucun papier.", code="sans_papier")
    return _settled(desk, doing, dossier, Etape.VALIDE, None, "Dossier déclaré complet.")


def refer(desk: Desk, dossier_id: str, why: str, *, seen: int) -> Done:
    """Pass the dossier on to the médecin conseil."""
    dossier = _opened(desk, dossier_id, seen)
    doing = _begin(desk, "medecin", dossier, Action.DECIDER)
    return _settled(
        desk, doing, dossier, Etape.MEDECIN, _reason(why), "Transmis au médecin conseil."
    )


def give_back(desk: Desk, dossier_id: str, opinion: str, *, seen: int) -> Done:
    """The médecin conseil's opinion; the dossier goes back to the reviewers."""
    dossier = _opened(desk, dossier_id, seen)
    if dossier.etape is not Etape.MEDECIN:
        raise ImpossibleError(
            "Ce dossier n'est pas chez le médecin conseil.", code="pas_chez_le_medecin"
        )
    doing = _begin(desk, "avis_medical", dossier, Action.DECIDER_MEDICAL)
    return _settled(
        desk, doing, dossier, Etape.A_TRAITER, _reason(opinion), "Avis du médecin conseil rendu."
    )


def reject(desk: Desk, dossier_id: str, why: str, *, seen: int) -> Done:
    """Reject the dossier, for a reason."""
    dossier = _opened(desk, dossier_id, seen)
    doing = _begin(desk, "rejeter", dossier, Action.REJETER)
    return _settled(desk, doing, dossier, Etape.REJETE, _reason(why), "Dossier rejeté.")


def put_aside(desk: Desk, dossier_id: str, why: str, until: date | None, *, seen: int) -> Done:
    """Put the dossier aside, with a note; it comes back into the queue on the day `until`."""
    dossier = _opened(desk, dossier_id, seen)
    if until is not None and until <= desk.now.date():
        raise ImpossibleError("La date de rappel est à venir.", code="date_passee")
    doing = _begin(desk, "mettre_de_cote", dossier, Action.DECIDER)
    dossier.rappel_le = until
    when = f" jusqu'au {until:%d/%m/%Y}" if until else ""
    return _settled(desk, doing, dossier, Etape.DE_COTE, _reason(why), f"Mis de côté{when}.")


def reopen(desk: Desk, dossier_id: str, why: str, *, seen: int) -> Done:
    """Take up again a dossier that was settled, put aside, or waits for a complement."""
    dossier = _opened(desk, dossier_id, seen, settled=True)
    if dossier.etape is Etape.A_TRAITER:
        raise ImpossibleError("Ce dossier est déjà à traiter.", code="deja_fait")
    needed = Action.REJETER if dossier.etape is Etape.REJETE else Action.DECIDER
    doing = _begin(desk, "reprendre", dossier, needed)
    return _settled(
        desk, doing, dossier, Etape.A_TRAITER, _reason(why), "Dossier repris.", release=False
    )


def confirm_type(desk: Desk, dossier_id: str, organisme: str, type: str, *, seen: int) -> Done:
    """Say what the dossier is, the same or another: its checklist is that of the type from now on."""
    rule = checklists().get((organisme, type))
    if rule is None:
        raise MissingError("Ce type de dossier n'existe pas.")
    dossier = _opened(desk, dossier_id, seen)
    spot = Spot(Target.ATTRIBUTE, CONFIRMED_TYPE)
    doing = begin(
        desk,
        "type_de_dossier",
        [f"dossier/{dossier_id}", states.place(ThingKind.DOSSIER, dossier_id, spot)],
        [(Action.DECIDER, DOSSIER)],
    )
    dossier.organisme, dossier.type = organisme, type
    _decide(desk, dossier, CONFIRMED_TYPE, f"{organisme}/{type}", None)
    return end(doing, f"Type du dossier : {rule.dossier_type.libelle}.")


# --- what these have in common ---------------------------------------------------------------


def _opened(desk: Desk, dossier_id: str, seen: int, *, settled: bool = False) -> Dossier:
    (dossier,) = locked(desk, dossier_id, settled=settled)
    as_seen(desk, dossier, seen, THIS)
    return dossier


def _begin(desk: Desk, kind: str, dossier: Dossier, action: Action) -> Doing:
    spot = Spot(Target.ATTRIBUTE, SUITE)
    things = [f"dossier/{dossier.id}", states.place(ThingKind.DOSSIER, dossier.id, spot)]
    return begin(desk, kind, things, [(action, DOSSIER)])


def _settled(
    desk: Desk,
    doing: Doing,
    dossier: Dossier,
    etape: Etape,
    why: str | None,
    sentence: str,
    *,
    release: bool = True,
) -> Done:
    settle(desk, dossier, etape, why)
    done = end(doing, sentence)
    if release:
        holds.release(desk.session, dossier.id, desk.actor.name)
    return done


def settle(desk: Desk, dossier: Dossier, etape: Etape, why: str | None) -> None:
    """Note what becomes of a dossier, and who said so."""
    dossier.etape = etape
    if etape is not Etape.DE_COTE:
        dossier.rappel_le = None
    _decide(desk, dossier, SUITE, etape.value, why)


def _decide(desk: Desk, dossier: Dossier, name: str, value: str, why: str | None) -> Decision:
    return decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.DOSSIER, thing_id=dossier.id,
        target=Target.ATTRIBUTE, name=name, value=value, why=why,
    )  # fmt: skip


def _reason(why: str) -> str:
    said = why.strip()
    if not said:
        raise ImpossibleError("Donnez la raison : elle est gardée avec la décision.", code="raison")
    if len(said) > LONGEST:
        raise ImpossibleError(f"Raison trop longue ({LONGEST} caractères au plus).", code="raison")
    return said


def _obstacles(desk: Desk, dossier: Dossier) -> tuple[Obstacle, ...]:
    session = desk.session
    judged = dossiers.judged(session, [dossier.id]).get(dossier.id)
    if judged is None:
        return ()
    rule = rule_of(dossier)
    blocking = [
        f for f in judged.findings if f.gravite is Gravite.BLOQUANT and f.resultat in _IN_THE_WAY
    ]
    lifted = lifts(session, dossier.id, blocking)
    by = {f.exigence: _who(session.get(Decision, seq)) for f in blocking
          if (seq := lifted.get(f.exigence))}  # fmt: skip
    found = []
    for f in blocking:
        medical = _is_medical(desk, rule, f)
        one = Obstacle(
            f.exigence, libelle_of(rule, f.exigence), f.resultat, f.raison, medical, False,
            by.get(f.exigence),
        )  # fmt: skip
        found.append(one if one.lifted_by else _with_right(desk, one))
    return tuple(found)


def _with_right(desk: Desk, one: Obstacle) -> Obstacle:
    return Obstacle(
        one.exigence, one.libelle, one.resultat, one.raison, one.medical,
        desk.may(_needed(one), DOSSIER), None,
    )  # fmt: skip


def _needed(one: Obstacle) -> Action:
    """What one must be entitled to, to lift it."""
    if one.medical:
        return Action.DECIDER_MEDICAL
    if one.exigence == SECOND_KEYING:
        return Action.PASSER_OUTRE  # who keyed it first would lift it himself
    return Action.LEVER if one.resultat is Resultat.A_VERIFIER else Action.PASSER_OUTRE


def _is_medical(desk: Desk, rule: Checklist | None, finding: Finding) -> bool:
    """Whether only the médecin conseil can tell: it is about what a medical paper says."""
    known = {r.exigence: r for r in rule.requirements} if rule else {}
    requirement = known.get(finding.exigence)
    if rule is None or requirement is None:
        return False
    if finding.resultat is Resultat.MANQUANT:
        return False  # that a paper is not there, anybody can see
    secret = any(secret_type(name) for name in requirement.documents)
    return secret or told_by_a_secret(rule, requirement)


def _who(decision: Decision | None) -> str:
    return decision.actor if decision else ""
