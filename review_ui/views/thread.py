"""The conversation about a dossier: its delay, what waits to be seen, the mails both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.mailbox import clock
from models.entities import Dossier, Envoi, Etape, NoticeKind, OutMail, OutState
from models.permissions import DOSSIER, Action
from review_ui.queries import mails
from review_ui.views.mails import Mail, mail_of
from review_ui.visit import Visit
from review_ui.wording import dates
from review_ui.wording.words import Chip
from storage.records import notices, outbox

RECEIVED = Chip("Reçu", "depot", "info")
FAILED = Chip("En échec", "croix", "arret")
SENT: Mapping[OutState, Chip] = {
    OutState.A_ENVOYER: Chip("Préparé", "horloge", "info"),
    OutState.EN_COURS: Chip("En train de partir", "horloge", "info"),
    OutState.ENVOYE: Chip("Parti", "coche", "bon"),
    OutState.INCERTAIN: Chip("Incertain", "oeil", "doute"),
    OutState.ABANDONNE: FAILED,
    OutState.RETIRE: Chip("Retenu", "tiret", "neutre"),
}
AGAIN = (OutState.INCERTAIN, OutState.ABANDONNE)
"""What a person may have sent again."""
OF_DELAYS = (NoticeKind.ALERTE, NoticeKind.ESCALADE)
"""What is told of a delay that runs: of no use once the dossier is answered."""
TWICE = "S'il était parti, il arrivera deux fois."


@dataclass(frozen=True, slots=True)
class Step:
    """An hour at which people are told, and whether it has struck."""

    hours: int
    at: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Clock:
    """The delay of an answer, in words."""

    text: str
    icon: str
    tone: str
    start: str
    due: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that waits for a person to see it."""

    id: str
    message: str
    at: str


@dataclass(frozen=True, slots=True)
class Item:
    """A mail of the conversation. `mail_id`: it can be sent again; `mail`: its text if received,
    `text` if sent."""

    at: str
    who: str
    subject: str
    chip: Chip
    why: str = ""
    mail_id: str = ""
    envoi_id: str = ""
    numero: str = ""
    mail: Mail | None = None
    text: str = ""
    joined: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    clock: Clock | None
    told: Sequence[Told]
    items: Sequence[Item]
    acts: bool
    """Whether this visitor may send again and put notices away."""
    answers: str
    """Where this visitor records the company's answer; empty where he may not."""


def thread_of(visit: Visit, dossier: Dossier) -> Thread:
    """All of it, the mails from the oldest on."""
    zone = dates.zone_of(dossier.organisme)
    came = [
        (e.received_at, _received(visit, e, zone)) for e in mails.received(visit.session, dossier)
    ]
    left = [
        (m.sent_at or m.created_at, _sent(m, zone))
        for m in outbox.of_dossier(visit.session, dossier.id)
    ]
    return Thread(
        clock=_clock(visit, dossier, zone),
        told=[
            Told(one.id, one.message, dates.moment(one.created_at, zone))
            for one in notices.waiting(visit.session, dossier_id=dossier.id)
            if not (dossier.etape.closed and one.kind in OF_DELAYS)
        ],
        items=[item for _, item in sorted(came + left, key=lambda pair: pair[0])],
        acts=visit.may(Action.DECIDER, DOSSIER),
        answers=_answers(visit, dossier),
    )


def _answers(visit: Visit, dossier: Dossier) -> str:
    due = dossier.etape is not Etape.ANNULE
    return f"/dossiers/{dossier.id}/reponse" if due and visit.may(Action.DECIDER, DOSSIER) else ""


def _received(visit: Visit, envoi: Envoi, zone: ZoneInfo) -> Item:
    mail = mail_of(visit, envoi)
    return Item(
        at=dates.moment(envoi.received_at, zone),
        who=f"de {envoi.sender or 'un expéditeur sans adresse'}",
        subject=mail.subject if mail else "",
        chip=RECEIVED,
        envoi_id=envoi.id,
        numero=envoi.numero,
        mail=mail,
    )


def _sent(mail: OutMail, zone: ZoneInfo) -> Item:
    chip, why = SENT[mail.state], mail.why or ""
    if mail.state is OutState.A_ENVOYER:
        when = dates.moment(mail.due_at, zone)
        if mail.attempts:
            chip, why = FAILED, f"{why} Nouvel essai {when}."
        else:
            why = f"Partira {when}."
    return Item(
        at=dates.moment(mail.sent_at or mail.created_at, zone),
        who=f"à {mail.recipient}",
        subject=mail.subject,
        chip=chip,
        why=f"{why} {TWICE}" if mail.state is OutState.INCERTAIN else why,
        mail_id=mail.id if mail.state in AGAIN else "",
        text=mail.text,
        joined=[str(part["name"]) for part in mail.attachments if isinstance(part, dict)],
    )


def _clock(visit: Visit, dossier: Dossier, zone: ZoneInfo) -> Clock | None:
    found = clock.clock_of(visit.session, dossier)
    if found is None:
        return None
    if found.answered_at is not None:
        late = found.answered_at > found.deadline
        said = f"répondu {dates.moment(found.answered_at, zone)}{', en retard' if late else ''}"
        text, icon, tone = said, "coche", "doute" if late else "bon"
    elif visit.now > found.deadline:
        text, icon, tone = (
            f"échéance dépassée de {_hours(visit.now - found.deadline)}",
            "alarme",
            "alerte",
        )
    else:
        left = found.deadline - visit.now
        text, icon = f"échéance dans {_hours(left)}", "horloge"
        tone = "doute" if left < dates.SOON else "neutre"
    until = min(found.answered_at or visit.now, visit.now)
    return Clock(
        text,
        icon,
        tone,
        dates.moment(found.start, zone),
        dates.moment(found.deadline, zone),
        tuple(_step(alert, until, found.answered_at, zone) for alert in found.alerts),
    )


def _step(alert: clock.Alert, until: datetime, answered: datetime | None, zone: ZoneInfo) -> Step:
    if alert.at <= until:
        chip = Chip(
            "escalade" if alert.last else "alerte", "alarme", "alerte" if alert.last else "doute"
        )
    elif answered is not None:
        chip = Chip("répondu avant", "coche", "bon")
    else:
        chip = Chip("escalade à venir" if alert.last else "alerte à venir", "horloge", "neutre")
    return Step(alert.hours, dates.moment(alert.at, zone), chip)


def _hours(length: timedelta) -> str:
    """`31 h`, `2 h 05`: the delay is one of hours, days would hide it."""
    if length < timedelta(hours=24):
        return dates.duration(length)
    return f"{length // timedelta(hours=1)} h"
