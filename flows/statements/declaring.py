"""A payroll that an employer gives as a file, kept for the month that it declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.statements import payroll_file
from flows.statements.making import rules_for
from flows.statements.spans import named
from flows.workplace import Workplace
from models.entities import JsonObject, Payroll
from models.errors import BadInput
from models.organismes.statements import Frequency
from storage.records import audit, blobs, statements

NOBODY = "Employeur non nommé"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What was kept. `skipped`: lines without a name."""

    month: str
    people: Sequence[JsonObject]
    skipped: int


def declare(
    place: Workplace,
    actor: str,
    owner: str,
    month: str,
    name: str,
    data: bytes,
    now: datetime,
    *,
    employer: str = "",
) -> Declaration:
    """Keep the file and what it says; the latest of an employer and a month holds."""
    span = named(month, rules_for(owner))
    if span.frequency is not Frequency.MENSUEL:
        raise BadInput(
            "Une déclaration de salaires est d'un mois : 2026-10.", code="periode_invalide"
        )
    read = payroll_file.read(name, data)
    sha256 = place.blobs.put(data)
    people = [dict(person) for person in read.people]
    kept = Payroll(
        organisme=owner, month=span.key, employer=employer.strip() or NOBODY, name=name,
        source_sha256=sha256, people=people, actor=actor, at=now,
    )  # fmt: skip
    with place.database.transaction() as session:
        blobs.record(session, sha256, size=len(data), media_type="application/octet-stream")
        statements.keep_payroll(session, kept)
        audit.record(
            session, actor=actor, action="salaires.declares", thing=audit.reference("payroll", kept.id),
            at=now,
        )  # fmt: skip
    return Declaration(span.key, people, len(read.skipped))
