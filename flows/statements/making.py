"""A statement is drawn up, kept, and sent: the act of a person, or of the clock."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from flows.outgoing import table_pdf, table_xlsx
from flows.outgoing.tables import Report
from flows.statements import statistics
from flows.statements.drawing import TITLES, fingerprint, report_of
from flows.statements.ground import Ground
from flows.statements.spans import Span, due_on
from flows.workplace import Workplace
from models.entities import Statement
from models.errors import BadInput
from models.organismes import organisme
from models.organismes.statements import StatementRules, all_statement_rules
from models.permissions import Action, Actor, Sort, Thing, may
from storage.records import audit, blobs, outbox, statements

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATEMENT = Thing(Sort.ETAT, confidential=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A statement, and whether it is a new version (else it says what the latest one says)."""

    statement: Statement
    new: bool


def rules_for(owner: str) -> StatementRules:
    """What an organisme is owed; `BadInput` where nothing is set."""
    found = all_statement_rules().get(owner)
    if found is None:
        raise BadInput(
            f"Aucun état n'est réglé pour l'organisme « {owner} » (etats/{owner}.toml).",
            code="etats_absents",
        )
    return found


def make(
    place: Workplace, actor: Actor, owner: str, span: Span, now: datetime, *, why: str | None = None
) -> Made:
    """Draw up the statement of a span and keep it; the same figures again make no new version."""
    rules = rules_for(owner)
    if not may(actor, Action.IMPRIMER, STATEMENT):
        raise BadInput("Votre rôle ne permet pas d'établir un état.", code="non_autorise")
    if not rules.of(span.frequency):
        raise BadInput(
            f"L'organisme « {owner} » n'a pas d'état pour cette période ({span.words}).",
            code="etat_sans_objet",
        )
    today = now.astimezone(organisme(owner).zone).date()
    if span.last >= today:
        raise BadInput(f"La période ({span.words}) n'est pas finie.", code="periode_en_cours")
    with place.database.reading() as session:
        ground = Ground(session, owner, span, place.settings)
        last = statements.latest(session, owner, span.key)
        report = report_of(ground, rules, today, 1 if last is None else last.version + 1)
        figures = statistics.figures(ground)
    mark = fingerprint(report)
    if last is not None and last.contents_sha256 == mark:
        return Made(last, False)
    xlsx, pdf = _files(report)
    xlsx_sha256, pdf_sha256 = place.blobs.put(xlsx), place.blobs.put(pdf)

    def kept(session: Session) -> Statement:
        blobs.record(session, xlsx_sha256, size=len(xlsx), media_type=XLSX)
        blobs.record(session, pdf_sha256, size=len(pdf), media_type=PDF)
        row = statements.keep(
            session,
            Statement(
                organisme=owner, frequency=span.frequency.value, span=span.key, first_day=span.first,
                last_day=span.last, due_on=due_on(span, rules), contents_sha256=mark, figures=figures,
                xlsx_sha256=xlsx_sha256, pdf_sha256=pdf_sha256, actor=actor.name, at=now, why=why,
            ),
        )  # fmt: skip
        audit.record(
            session, actor=actor.name, action="etat.etabli",
            thing=audit.reference("statement", row.id), at=now,
            after={"organisme": owner, "periode": span.key, "version": row.version},
        )  # fmt: skip
        for address in rules.envoyer_a:
            _send(session, place, row, span, address, now)
        return row

    return Made(place.database.write(kept), True)


def _files(report: Report) -> tuple[bytes, bytes]:
    xlsx, pdf = io.BytesIO(), io.BytesIO()
    table_xlsx.to_xlsx(report, xlsx)
    table_pdf.to_pdf(report, pdf)
    return xlsx.getvalue(), pdf.getvalue()


def _send(
    session: Session, place: Workplace, row: Statement, span: Span, address: str, now: datetime
) -> None:
    """Put down the mail with both files: once for each version and address."""
    name = file_name(row)
    title = f"{TITLES[span.frequency]} · {organisme(row.organisme).libelle} · {span.words}"
    again = f"Cette version ({row.version}) remplace la précédente.\n\n" if row.version > 1 else ""
    outbox.put(
        session, f"etat:{row.organisme}:{row.span}:{row.version}:{address}",
        recipient=address, subject=title,
        text=(
            f"Bonjour,\n\nVeuillez trouver joint : {title}, en PDF et en classeur Excel.\n\n{again}"
            "Il contient des données personnelles : à ne remettre qu'à son destinataire.\n"
        ),
        domain=place.settings.expediteur.partition("@")[2], now=now,
        attachments=[
            {"name": f"{name}.pdf", "sha256": row.pdf_sha256, "media_type": PDF},
            {"name": f"{name}.xlsx", "sha256": row.xlsx_sha256, "media_type": XLSX},
        ],
    )  # fmt: skip


def file_name(row: Statement) -> str:
    """`etat-ofppt-2026-10-v1`, without its ending."""
    return f"etat-{row.organisme}-{row.span}-v{row.version}".lower()
