"""The delay of an answer to a pharmacy (DOMAIN §5): what is left, and who is told when it runs out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from flows.mailbox.answer import ANSWER
from flows.mailbox.request import key_of
from flows.outgoing import french
from flows.workplace import Workplace
from models.checklists import checklists
from models.checklists.schema import Clock as Hours
from models.entities import Dossier, Etape, Letter, NoticeKind
from models.organismes import organisme
from models.organismes.stationery import AnswerRule, stationeries
from models.settings import Settings
from storage.records import notices, outbox
from storage.records.emptied import is_emptied

FORGOTTEN = timedelta(days=7)
"""After its deadline, for so long is one still told: a base taken over is not told of its past."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A moment at which people are told, `hours` after the deposit. `last`: those who answer for it."""

    hours: int
    at: datetime
    last: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """The delay of a dossier. `answered_at`: when the answer left, if it did."""

    start: datetime
    deadline: datetime
    alerts: tuple[Alert, ...]
    answered_at: datetime | None

    def reached(self, now: datetime) -> Alert | None:
        """The latest alert whose moment has come."""
        return next((one for one in reversed(self.alerts) if one.at <= now), None)


def clock_of(session: Session, dossier: Dossier) -> Clock | None:
    """The delay of a dossier; `None` where nobody is owed an answer within hours."""
    rule, length = _rule(dossier.organisme, dossier.type)
    if rule is None or length is None or dossier.deadline is None:
        return None
    start = dossier.deadline.astimezone(UTC) - length
    alerts = [Alert(hours, start + timedelta(hours=hours), False) for hours in rule.alertes]
    if rule.escalade is not None:
        alerts.append(Alert(rule.escalade, start + timedelta(hours=rule.escalade), True))
    ordered = tuple(sorted(alerts, key=lambda one: one.hours))
    return Clock(start, dossier.deadline, ordered, answered_at(session, dossier.id))


def answered_at(session: Session, dossier_id: str) -> datetime | None:
    """When the answer left: its mail, or where none was to leave, its paper."""
    query = select(Letter).filter_by(dossier_id=dossier_id, kind=ANSWER, cancelled=False)
    for letter in session.scalars(query.order_by(Letter.id)):
        mail = outbox.caused_by(session, key_of(letter.id))
        if mail is None or mail.sent_at is not None:
            return mail.sent_at if mail else letter.at
    return None


def warn(place: Workplace, now: datetime) -> Iterator[str]:
    """Tell, once each, of the dossiers whose answer has not left in time; what was told."""
    with place.database.reading() as session:
        late = [(d.id, a) for d in _open(session, now) if (a := _due(session, d, now)) is not None]
    for dossier_id, alert in late:
        with place.database.transaction() as session:
            dossier = session.get_one(Dossier, dossier_id)
            said = _sentence(dossier, alert)
            kind = NoticeKind.ESCALADE if alert.last else NoticeKind.ALERTE
            key = f"{kind}:{dossier_id}:{alert.hours}"
            if notices.put(session, key, kind, said, now=now, dossier_id=dossier_id) is None:
                continue
            for address in _people(place.settings, alert):
                _mail(session, place.settings, dossier, alert, address, f"{key}:{address}", now)
        yield said


def _open(session: Session, now: datetime) -> Sequence[Dossier]:
    """The dossiers that may be late: of a type with alerts, not long past their deadline, not erased."""
    kinds = [(name, kind) for name, kind in checklists() if _rule(name, kind)[0] is not None]
    query = select(Dossier).where(
        tuple_(Dossier.organisme, Dossier.type).in_(kinds),
        Dossier.etape.not_in((Etape.ANNULE, Etape.REPONDU)),
        Dossier.deadline > now - FORGOTTEN,
    )
    rows = session.scalars(query.order_by(Dossier.deadline, Dossier.id)).all() if kinds else ()
    return [dossier for dossier in rows if not is_emptied(dossier)]


def _due(session: Session, dossier: Dossier, now: datetime) -> Alert | None:
    clock = clock_of(session, dossier)
    if clock is None or clock.answered_at is not None:
        return None
    return clock.reached(now)


def _rule(name: str, kind: str) -> tuple[AnswerRule | None, timedelta | None]:
    """The alerts of a dossier type, and its delay in hours on any clock."""
    letters, known = stationeries().get(name), checklists().get((name, kind))
    rule = letters.reponse if letters else None
    delay = known.dossier_type.delai if known else None
    if rule is None or kind not in rule.types or not (rule.alertes or rule.escalade):
        return None, None
    if delay is None or delay.horloge is not Hours.HEURES or delay.duree is None:
        return None, None
    return rule, timedelta(hours=delay.duree)


def _sentence(dossier: Dossier, alert: Alert) -> str:
    word = "Escalade" if alert.last else "Alerte"
    assert dossier.deadline is not None
    due = french.moment(dossier.deadline, organisme(dossier.organisme).zone)
    return (
        f"{word} : {alert.hours} h après son dépôt, le dossier {dossier.reference} n'a pas de réponse "
        f"partie. Elle est due au plus tard le {due}."
    )


def _people(settings: Settings, alert: Alert) -> list[str]:
    named = settings.escalade_courriels if alert.last else settings.alerte_courriels
    return list(dict.fromkeys(filter(None, (one.strip() for one in named.split(",")))))


def _mail(
    session: Session,
    settings: Settings,
    dossier: Dossier,
    alert: Alert,
    address: str,
    key: str,
    now: datetime,
) -> None:
    word = "Escalade" if alert.last else "Alerte"
    outbox.put(
        session,
        key,
        recipient=address,
        subject=f"{word} {alert.hours} h : dossier {dossier.reference} sans réponse",
        text=f"{_sentence(dossier, alert)}\n\nÉtape : {_STEPS[dossier.etape]}.\n",
        domain=settings.expediteur.partition("@")[2],
        now=now,
        dossier_id=dossier.id,
    )


_STEPS = {
    Etape.A_TRAITER: "à traiter",
    Etape.COMPLEMENT: "complément demandé, en attente",
    Etape.MEDECIN: "chez le médecin conseil",
    Etape.DE_COTE: "mis de côté",
    Etape.VALIDE: "déclaré complet, la réponse de la compagnie n'est pas partie",
    Etape.REJETE: "rejeté, la pharmacie n'en est pas avertie",
    Etape.REPONDU: "répondu",
    Etape.ANNULE: "annulé",
}
