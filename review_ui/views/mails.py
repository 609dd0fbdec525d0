"""What the head of a mail received says, and its text for who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.entities import Envoi, JsonObject
from models.permissions import ENVOI, Sort, Thing
from review_ui.visit import Visit
from review_ui.wording import dates
from storage.records import audit, pages


@dataclass(frozen=True, slots=True)
class Mail:
    """What the head of an e-mail says; its text is withheld where a page of it is secret."""

    sender: str
    subject: str
    sent: str
    text: str
    withheld: bool


def mail_of(visit: Visit, envoi: Envoi) -> Mail | None:
    """The mail by which an envoi came; `None`: by no mail, or not for this visitor."""
    head: JsonObject | None = envoi.mail
    if not head or not visit.reads(ENVOI):
        return None
    secret = any(page.confidential for page in pages.of_envoi(visit.session, envoi.id))
    readable = visit.reads(Thing(Sort.ENVOI, secret))
    if secret and readable:
        visit.looked(audit.reference("envoi", envoi.id))
    return Mail(
        sender=_said(head, "sender_name") or _said(head, "sender"),
        subject=_said(head, "subject"),
        sent=_sent(head.get("date"), envoi),
        text=_said(head, "text") if readable else "",
        withheld=not readable,
    )


def _said(head: JsonObject, name: str) -> str:
    value = head.get(name)
    return str(value).strip() if value else ""


def _sent(value: Any, envoi: Envoi) -> str:
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return ""
    if when.tzinfo is None:
        return dates.day(when.date())
    return dates.moment(when, dates.zone_of(envoi.organisme))
