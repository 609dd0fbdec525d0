"""Which values are keyed again: a sample of what nobody looked at, and what must be right.

What must be right is keyed a second time before its dossier is said to be complete: until then a
finding stands in the way, as any other does, so that it leaves in no lot and is declared complete
by nobody. The sample changes nothing of what is released.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from models.checklists import (
    Evidence,
    EvidenceKind,
    Finding,
    Gravite,
    Judgement,
    Resultat,
    Statut,
    statut_of,
)
from models.checklists.readings import is_sure
from models.documents import FieldSpec, Kind, document_types
from models.entities import ControlKind, Document, Dossier, Etape, Target
from models.entities import Statut as Kept
from models.quality import sampled
from models.reading import Document as Paper
from models.reading import Field, How
from models.settings import Settings
from storage.records import controls, decisions, documents, thresholds

SECOND_KEYING = "seconde_saisie"
"""The finding that keeps a dossier waiting for it."""
LONGEST = 500
"""Characters of a value that a person is asked to key again."""


@dataclass(frozen=True, slots=True)
class Twice:
    """What is keyed twice: nothing, unless the office asks for it."""

    rib: bool
    amount: float | None

    @classmethod
    def of(cls, settings: Settings) -> Twice:
        """What an operator has set."""
        return cls(settings.seconde_saisie_rib, settings.seconde_saisie_montant)

    def __bool__(self) -> bool:
        return self.rib or self.amount is not None

    def holds(self, spec: FieldSpec, field: Field) -> bool:
        """Whether a value must be right."""
        if spec.genre is Kind.RIB:
            return self.rib
        if self.amount is None or spec.genre is not Kind.MONTANT:
            return False
        try:
            return float(field.value) >= self.amount
        except ValueError:
            return True  # what cannot be compared may be any amount


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a dossier as it now is."""

    row: Document
    paper: Paper
    name: str
    spec: FieldSpec
    field: Field


def held_back(
    session: Session, dossier: Dossier, found: Judgement, settings: Settings
) -> Judgement:
    """The verdict, with what is still to be keyed a second time where nothing else is lacking."""
    twice = Twice.of(settings)
    if not twice or found.statut is not Statut.COMPLET:
        return found
    left = [
        value
        for value in _values(session, dossier.id)
        if twice.holds(value.spec, value.field) and not _confirmed(session, dossier.id, value)
    ]
    if not left:
        return found
    findings = (*found.findings, _finding(left))
    return replace(found, findings=findings, statut=statut_of(findings))


def draw(session: Session, dossier: Dossier, settings: Settings) -> None:
    """Have the unseen sure values of a dossier checked, if it is complete and drawn."""
    complete = dossier.statut is Kept.COMPLET or dossier.etape is Etape.VALIDE
    if not complete or not sampled(dossier.id, settings.controle_part):
        return
    policy, twice = thresholds.policy(session, settings), Twice.of(settings)
    for value in _values(session, dossier.id):
        seen = value.field.how is How.RELECTEUR or twice.holds(value.spec, value.field)
        if not seen and value.field.box and is_sure(value.paper, value.name, policy):
            controls.ask(
                session, ControlKind.TIRAGE, dossier.id, value.row.id, value.name, value.field,
                version=value.row.version,
            )  # fmt: skip


def _values(session: Session, dossier_id: str) -> Iterator[_Value]:
    rows = documents.of_dossier(session, dossier_id)
    papers = documents.current(session, [row.id for row in rows])
    for row in rows:
        kind = document_types().get(row.type)
        for name, field in papers[row.id].fields.items():
            spec = kind.fields.get(name) if kind else None
            if spec is not None and 0 < len(field.value) <= LONGEST:
                yield _Value(row, papers[row.id], name, spec, field)


def _confirmed(session: Session, dossier_id: str, value: _Value) -> bool:
    """Whether two persons said so, or a third one who was shown both; else it is asked for."""
    decided = next(
        (
            row
            for row in reversed(decisions.standing(documents.decided(session, value.row.id)))
            if row.target is Target.FIELD and row.name == value.name
        ),
        None,
    )
    last = controls.latest(session, ControlKind.SECONDE_SAISIE, value.row.id, value.name)
    if last is not None:
        verdict = controls.verdict_of(session, last.id)
        if verdict is not None and decided is not None and verdict.decision_seq == decided.seq:
            return True
        given = controls.answer_of(session, last.id)
        if last.value == value.field.value and given is not None:
            return given.agrees
    controls.ask(
        session, ControlKind.SECONDE_SAISIE, dossier_id, value.row.id, value.name, value.field,
        version=value.row.version, released_by=decided.actor if decided else None,
    )  # fmt: skip
    return False


def _finding(left: list[_Value]) -> Finding:
    named = ", ".join(f"{v.spec.libelle} ({document_types()[v.row.type].libelle})" for v in left)
    return Finding(
        exigence=SECOND_KEYING,
        libelle="Seconde saisie",
        resultat=Resultat.A_VERIFIER,
        gravite=Gravite.BLOQUANT,
        documents=tuple(dict.fromkeys(v.row.id for v in left)),
        raison=f"À saisir une seconde fois, par une autre personne, avant toute suite : {named}.",
        citation="réglage du bureau",
        evidence=tuple(
            Evidence(
                v.row.id, EvidenceKind.CHAMP, v.name, v.field.page, v.field.box, v.field.confidence
            )
            for v in left
        ),
    )
