"""What our base knows of earlier cases: the dossier that an answer joins, earlier care, couples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.dossiers.mentions import bare
from flows.dossiers.names import comparable, likeness
from flows.dossiers.rights import rights
from flows.outgoing.codes import Coded, code_in
from models.checklists import Checklist, DossierFacts, History, Person, Signalement
from models.entities import Dossier
from storage.records import assures, dossiers

REFERENCE = "numero_dossier"
A_YEAR = timedelta(days=365)
SAME_NAME = 88.0


@dataclass(frozen=True, slots=True)
class Earlier:
    """The dossier that this case joins, what is known beyond its papers, and what must be said."""

    history: History
    joined: Dossier | None = None
    told: tuple[Signalement, ...] = ()


def earlier(
    session: Session,
    facts: DossierFacts,
    checklist: Checklist,
    codes: Iterable[str],
    itself: Dossier | None = None,
) -> Earlier:
    """What earlier dossiers and the base say of a case. `codes`: what its barcodes say.

    `itself`: the dossier of the case, when it is judged again: it is not its own past.
    """
    joined, told = _joined(session, facts, checklist, "\n".join(codes), itself)
    known = rights(session, facts, checklist)
    history = History(
        droits_ouverts=known.ouverts,
        droits_motif=known.motif,
        tiers_payant=known.tiers_payant,
        contrat_individuel=known.contrat_individuel,
        date_effet=known.date_effet,
        taux=known.taux,
        pec_dialyse_anterieure=_dialysed(session, facts, checklist, itself),
        contre_visites_douze_mois=_visits(session, joined, facts.received_at, itself),
        dossier_rattache=True if joined is not None and not told else None,
        couple_ofppt=_couple(session, facts, checklist),
    )
    return Earlier(history, joined, tuple(told))


def _joined(
    session: Session,
    facts: DossierFacts,
    checklist: Checklist,
    codes: str,
    itself: Dossier | None,
) -> tuple[Dossier | None, list[Signalement]]:
    """The dossier whose code or reference the papers bear; with a doubt when persons differ."""
    code = code_in(codes)
    if code is not None and code.kind is Coded.DOSSIER:
        found = dossiers.by_reference(session, code.numero)
    elif checklist.dossier_type.rattache:
        found = _referred(session, facts)
    else:
        return None, []
    if found is None or not _is_before(found, itself):
        return None, []
    if of_one_insured(found, facts.assure):
        return found, []
    doubt = (
        f"Rattaché au dossier {found.reference} par sa référence, mais l'assuré lu n'est pas le "
        "même : à confirmer."
    )
    return found, [Signalement("rattachement_a_confirmer", doubt)]


def _referred(session: Session, facts: DossierFacts) -> Dossier | None:
    for piece in facts.pieces:
        field = piece.document.fields.get(REFERENCE)
        if field is not None and field.confidence >= facts.policy.reading:
            found = dossiers.by_reference(session, field.value)
            if found is not None:
                return found
    return None


def of_one_insured(dossier: Dossier, person: Person) -> bool:
    """Whether nothing read says that the insured is another."""
    number, read = dossier.assure.get("numero_immatriculation"), person.numero_immatriculation
    if number and read:
        return bare(str(number)) == bare(read)
    theirs = comparable(f"{dossier.assure.get('nom', '')} {dossier.assure.get('prenom', '')}")
    ours = comparable(f"{person.nom or ''} {person.prenom or ''}")
    return not theirs or not ours or likeness(theirs, ours) >= SAME_NAME


def _of_insured(
    session: Session, facts: DossierFacts, checklist: Checklist, *types: str
) -> Sequence[Dossier]:
    number = facts.assure.sure("numero_immatriculation", facts.policy.reading)
    if not isinstance(number, str):
        return ()
    return dossiers.of_insured(session, checklist.organisme, number, *types)


def _is_before(dossier: Dossier, itself: Dossier | None) -> bool:
    """Whether a dossier was there before the one that is judged again."""
    return itself is None or (dossier.created_at, dossier.id) < (itself.created_at, itself.id)


def _dialysed(
    session: Session, facts: DossierFacts, checklist: Checklist, itself: Dossier | None
) -> bool | None:
    """True for an earlier dialysis PEC of this beneficiary; an empty history says nothing."""
    if checklist.type != "pec_dialyse":
        return None
    who = comparable(f"{facts.beneficiaire.nom or ''} {facts.beneficiaire.prenom or ''}")
    for dossier in _of_insured(session, facts, checklist, "pec_dialyse"):
        cared = dossier.beneficiaire
        theirs = comparable(f"{cared.get('nom', '')} {cared.get('prenom', '')}")
        if likeness(who, theirs) >= SAME_NAME and _is_before(dossier, itself):
            return True
    return None


def _visits(
    session: Session, joined: Dossier | None, now: datetime, itself: Dossier | None
) -> int | None:
    """Control visits of the dossier joined in twelve months, this one too."""
    if joined is None:
        return None
    since = now - A_YEAR
    return 1 + sum(
        d.type == "contre_visite" and (d.deposited_at or now) >= since and _is_before(d, itself)
        for d in dossiers.joining(session, joined.id)
    )


def _couple(session: Session, facts: DossierFacts, checklist: Checklist) -> bool | None:
    """True when the insured's spouse is an insured too, by the CIN (DOMAIN §4)."""
    number = facts.assure.sure("numero_immatriculation", facts.policy.reading)
    if checklist.organisme != "ofppt" or not isinstance(number, str):
        return None
    spouses = [p for p in assures.family(session, number) if p.lien == "conjoint" and p.cin]
    found = (assures.find(session, cin=p.cin, organisme=checklist.organisme) for p in spouses)
    return True if any(p.lien == "assure" for people in found for p in people) else None
