"""The day's reminders: one mail a working day to each who is concerned, and late réclamations told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from weakref import WeakKeyDictionary

from flows.mailbox.pressing import Asking, Section, pressing
from flows.outgoing import french
from flows.workplace import Workplace
from models.calendars import calendar_of
from models.entities import NoticeKind, ReclamationState
from models.organismes import organisme, organismes
from models.organismes.stationery import Reminder, stationeries
from storage.database import Database
from storage.records import notices, outbox, reclamations

AGAIN = timedelta(hours=1)
"""After so long a role that nothing pressed is asked about again: it takes more than a tick may."""
_quiet: WeakKeyDictionary[Database, dict[tuple[str, Reminder], datetime]] = WeakKeyDictionary()
"""When this process last found that nothing pressed, or that all were written to."""


def remind(place: Workplace, now: datetime) -> Iterator[str]:
    """Put down the reminders of the day that nobody has yet; what was done."""
    for name, letters in stationeries().items():
        if name not in organismes() or not letters.rappels:
            continue
        profile = organisme(name)
        local = now.astimezone(profile.zone)
        if local.time() < letters.rappels_heure or not calendar_of(profile).is_working(
            local.date()
        ):
            continue
        for role, addresses in letters.rappels.items():
            sent = _remind(place, name, role, addresses, local.date(), now)
            if sent:
                yield f"Rappels du jour ({name}, {role.value}) : {french.count(sent, 'courriel')}."


def warn_late(place: Workplace, now: datetime) -> Iterator[str]:
    """Tell, once each, of the réclamations whose answer is overdue."""
    with place.database.reading() as session:
        late = reclamations.listed(session, state=ReclamationState.OUVERTE, late=now, limit=1000)
        told = [(row.id, row.numero, row.dossier_id, row.organisme, row.deadline) for row in late]
    for id, numero, dossier_id, owner, deadline in told:
        due = french.moment(deadline, organisme(owner).zone)
        said = f"La réclamation {numero} n'a pas de réponse, due au plus tard le {due}."
        key = f"{NoticeKind.RECLAMATION_EN_RETARD}:{id}"
        with place.database.transaction() as session:
            new = notices.put(
                session, key, NoticeKind.RECLAMATION_EN_RETARD, said, now=now,
                dossier_id=dossier_id,
            )  # fmt: skip
        if new is not None:
            yield said


def _remind(
    place: Workplace, name: str, role: Reminder, addresses: Sequence[str], day: date, now: datetime
) -> int:
    quiet = _quiet.setdefault(place.database, {})
    asked = quiet.get((name, role))
    if asked is not None and abs(now - asked) < AGAIN:
        return 0
    keys = {one: f"rappel:{name}:{role.value}:{day.isoformat()}:{one}" for one in addresses}
    with place.database.reading() as session:
        left = [one for one, key in keys.items() if outbox.caused_by(session, key) is None]
        found = pressing(Asking(session, name, place.settings, now), role) if left else []
    if not found:
        quiet[name, role] = now
        return 0
    with place.database.transaction() as session:
        for address in left:
            outbox.put(
                session,
                keys[address],
                recipient=address,
                subject=f"Rappels du {french.day(day)} ({name.upper()})",
                text=_text(found, day),
                domain=place.settings.expediteur.partition("@")[2],
                now=now,
            )
    return len(left)


def _text(found: Sequence[Section], day: date) -> str:
    parts = [f"Bonjour,\n\nCe qui attend au {french.day(day, weekday=True)} :"]
    for section in found:
        parts.append("\n".join([section.title, *(f"- {line}" for line in section.lines)]))
    parts.append("Le détail est dans liasse, où chaque référence se cherche.")
    return "\n\n".join(parts) + "\n"
