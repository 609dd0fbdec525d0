"""The lines of registers that are read from papers: control visits, yearly certificates to renew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.outgoing import gather
from flows.outgoing.tables import Row
from flows.statements.register_rows import AT_ONCE, Asked
from models.checklists.facts import Policy
from models.checklists.readings import YEARS, as_date, sure_text
from models.deadlines import add_months
from models.documents import document_types
from models.entities import Document, Dossier, Envoi
from models.organismes import Organisme, organisme
from models.reading import Document as Read
from models.settings import Settings
from storage.records import documents, thresholds

LONG_ILLNESS, SCHOOL = "certificat_longue_duree", "certificat_scolarite"
AHEAD = timedelta(days=60)
"""Yearly certificates that end within so long are reminded of."""
ENDED = timedelta(days=30)
"""A certificate that ended no longer ago is still reminded of."""
SCHOOL_YEAR_ENDS = (8, 31)


def of_control_visits(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Convocations to a control visit that came in the period."""
    policy = thresholds.policy(session, settings)
    query = (
        select(Document.id, Dossier)
        .join(Dossier, Dossier.id == Document.dossier_id)
        .join(Envoi, Envoi.id == Document.envoi_id)
        .where(
            Document.type == "convocation_contre_visite",
            Document.retired_at.is_(None),
            Dossier.organisme == asked.owner,
            Envoi.received_at >= asked.begins,
            Envoi.received_at < asked.ends,
        )
        .order_by(Document.id)
    )
    found = [(row[0], row[1]) for row in session.execute(query)]
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        current = documents.current(session, [document_id for document_id, _ in some])
        for document_id, dossier in some:
            read = current[document_id]
            joined = session.get(Dossier, dossier.rattache_a) if dossier.rattache_a else None
            yield (
                dossier.reference, joined.reference if joined else None, gather.person(dossier.assure),
                gather.number_of(dossier.assure), _date(read, "date_convocation", policy),
                _date(read, "date_contre_visite", policy), _date(read, "date_visite_effectuee", policy),
                sure_text(read, "ville", policy), sure_text(read, "medecin_controleur", policy),
            )  # fmt: skip


def of_reminders(session: Session, asked: Asked, settings: Settings) -> Iterator[Row]:
    """Yearly certificates that end soon, the first to end first; of each person the latest one."""
    zone = organisme(asked.owner).zone
    latest: dict[tuple[str, str], tuple[date | None, Row]] = {}
    policy = thresholds.policy(session, settings)
    query = (
        select(Document.id, Document.type, Dossier, Envoi.received_at)
        .join(Dossier, Dossier.id == Document.dossier_id)
        .join(Envoi, Envoi.id == Document.envoi_id)
        .where(
            Document.type.in_((LONG_ILLNESS, SCHOOL)),
            Document.retired_at.is_(None),
            Dossier.organisme == asked.owner,
            Envoi.received_at >= asked.begins - timedelta(days=500),
        )
        .order_by(Envoi.received_at, Document.id)
    )
    found = list(session.execute(query))
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        current = documents.current(session, [row[0] for row in some])
        for document_id, kind, dossier, received in some:
            ends = _ends(current[document_id], kind, organisme(asked.owner), policy)
            who = gather.number_of(dossier.assure) or gather.person(dossier.assure)
            cared_for = gather.person(dossier.beneficiaire) if kind == SCHOOL else ""
            row: Row = (
                gather.person(dossier.assure), gather.number_of(dossier.assure),
                _certificate(kind), dossier.reference, received.astimezone(zone).date(), ends,
                (ends - asked.today).days if ends else None,
            )  # fmt: skip
            latest[kind, f"{who} {cared_for}"] = (ends, row)
    soon = [
        (ends or asked.today, row)
        for ends, row in latest.values()
        if ends is None or asked.today - ENDED <= ends <= asked.today + AHEAD
    ]
    yield from (row for _, row in sorted(soon, key=lambda pair: (pair[0], str(pair[1]))))


def _ends(read: Read, kind: str, profile: Organisme, policy: Policy) -> date | None:
    """The last day of a yearly certificate, where its date is sure."""
    if read.type_confidence < policy.type:
        return None
    if kind == SCHOOL:
        return _school_year_ends(sure_text(read, "annee_scolaire", policy))
    given = _date(read, "date_certificat", policy)
    months = profile.reglages.get("certificat_mois")
    if given is None:
        return None
    length = months.valeur if months is not None and isinstance(months.valeur, int) else 12
    return add_months(given, length)


def _school_year_ends(written: str) -> date | None:
    """Of `2025/2026` or `2025-26`; what is no year of a calendar was misread."""
    numbers = [int(digits) for digits in re.findall(r"\d+", written)]
    last = max((number for number in numbers if number in YEARS), default=None)
    if last is None:
        return None
    if (last + 1) % 100 in numbers:
        last += 1
    return date(last, *SCHOOL_YEAR_ENDS)


def _certificate(kind: str) -> str:
    """What it is called where others may read: of a medical one, not the illness that its name tells."""
    known = document_types()[kind]
    return "Certificat médical annuel" if known.confidentiel else known.libelle


def _date(read: Read, name: str, policy: Policy) -> date | None:
    return as_date(sure_text(read, name, policy))
