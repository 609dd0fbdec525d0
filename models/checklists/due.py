"""The two dates of a dossier: when our answer is due, and when rights lapse (DOMAIN §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.calendars import calendar_of
from models.checklists import claims, derived
from models.checklists.context import deposit_day, reception_day
from models.checklists.facts import DossierFacts
from models.checklists.judgement import Evidence, EvidenceKind, Signalement
from models.checklists.loading import Checklist
from models.checklists.readings import sure_date
from models.checklists.schema import Clock, Delay, Lapse, LapseStart, Start
from models.deadlines import (
    DAY_END,
    DAY_START,
    calendar_days,
    clock_hours,
    lapses_on,
    working_days,
    working_hours,
)
from models.organismes import Hours, Organisme

PHARMACY_OPENS = time(8, 30)
"""Hour taken when only the date of the deposit at the pharmacy is known (ruling 3)."""


class InTime(StrEnum):
    """Whether the deposit came before rights lapsed."""

    OUI = "oui"
    NON = "non"
    A_VERIFIER = "a_verifier"


@dataclass(frozen=True, slots=True)
class LapseState:
    """`last_day` is the last on which a deposit is in time; `reason` is for a clerk."""

    in_time: InTime
    last_day: date | None
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """`deadline`: our answer; `lapse`: `None` where rights do not lapse."""

    deadline: datetime | None
    lapse: LapseState | None
    notes: tuple[Signalement, ...] = ()

    @property
    def forclos_le(self) -> date | None:
        return self.lapse.last_day if self.lapse else None


def deadline_for(checklist: Checklist, facts: DossierFacts) -> Due:
    """Both dates of a dossier under its type's rules."""
    kind, profile = checklist.dossier_type, checklist.profile
    deadline, notes = _deadline(kind.delai, facts, profile) if kind.delai else (None, ())
    lapse = _lapse(kind.forclusion, facts, profile.zone) if kind.forclusion else None
    return Due(deadline, lapse, notes)


def _deadline(
    delay: Delay, facts: DossierFacts, profile: Organisme
) -> tuple[datetime | None, tuple[Signalement, ...]]:
    start, notes = _start(delay.depart, facts, profile.zone)
    if start is None:
        return None, notes
    length = delay.duree if delay.duree is not None else profile.setting(str(delay.reglage))
    return _runs_out(start, delay.horloge, int(length), profile), notes


def _runs_out(start: datetime, clock: Clock, length: int, profile: Organisme) -> datetime:
    calendar = calendar_of(profile)
    if clock is Clock.HEURES:
        return clock_hours(start, length)
    if clock is Clock.HEURES_OUVRABLES:
        if profile.heures_ouvrables is Hours.BUREAU:
            return working_hours(
                start, length, calendar, profile.bureau_ouvre, profile.bureau_ferme
            )
        return working_hours(start, length, calendar)
    if clock is Clock.JOURS_OUVRABLES:
        return working_days(start, length, calendar)
    if clock is Clock.JOURS:
        return calendar_days(start, length)
    return datetime.combine(lapses_on(start.date(), length), DAY_END, tzinfo=start.tzinfo)


def _start(
    start: Start, facts: DossierFacts, zone: ZoneInfo
) -> tuple[datetime | None, tuple[Signalement, ...]]:
    received = facts.received_at.astimezone(zone)
    if start is Start.RECEPTION:
        return received, ()
    if start is Start.DEPOT_PHARMACIE:
        return _pharmacy_start(facts, received, zone)
    if start is Start.NOTIFICATION:
        if facts.notified_at is not None:
            return facts.notified_at.astimezone(zone), ()
        note = "La date de la notification n'est pas connue : le délai n'a pas pu être calculé."
        return None, (Signalement("debut_inconnu", note),)
    birth = facts.beneficiaire.sure("date_naissance", facts.policy.reading)
    if isinstance(birth, date):
        return datetime.combine(birth, DAY_START, tzinfo=zone), ()
    note = "La date de naissance n'est pas connue : le délai n'a pas pu être calculé."
    return None, (Signalement("debut_inconnu", note),)


def _pharmacy_start(
    facts: DossierFacts, received: datetime, zone: ZoneInfo
) -> tuple[datetime, tuple[Signalement, ...]]:
    """Ruling 3: the hour of the deposit, else the earlier of 08:30 that day and the mail."""
    if facts.deposited_at is not None:
        return facts.deposited_at.astimezone(zone), ()
    moments = [facts.sent_at.astimezone(zone) if facts.sent_at else received]
    if facts.deposited_on is not None:
        moments.append(datetime.combine(facts.deposited_on, PHARMACY_OPENS, tzinfo=zone))
    start = min(moments)
    message = (
        "L'heure du dépôt à la pharmacie n'est pas connue : le délai court depuis le "
        f"{start:%d/%m/%Y à %H:%M} (estimation)."
    )
    return start, (Signalement("debut_estime", message),)


def _lapse(rule: Lapse, facts: DossierFacts, zone: ZoneInfo) -> LapseState:
    deposited, received = deposit_day(facts, zone), reception_day(facts, zone)
    days, every_one, evidence = _events(facts, rule.depart.value)
    if days and every_one and max(days) <= received:
        last = lapses_on(min(days), rule.mois)
        said = _said(rule.depart, min(days), last, deposited)
        return LapseState(InTime.OUI if deposited <= last else InTime.NON, last, said, evidence)
    estimated, is_act = _estimate(facts, rule.depart)
    if estimated is None or estimated > received:
        what = _EVENTS[rule.depart]
        reason = f"La date de {what} n'a pas pu être lue : le délai de dépôt reste à vérifier."
        return LapseState(InTime.A_VERIFIER, None, reason, evidence)
    last = lapses_on(estimated, rule.mois)
    stayed = claims.hospitalisation(facts)
    if rule.depart is LapseStart.DATE_SORTIE and is_act and stayed is False and deposited <= last:
        reason = (
            f"Soins ambulatoires : dernier acte le {estimated:%d/%m/%Y}, dépôt le "
            f"{deposited:%d/%m/%Y}, dans le délai (jusqu'au {last:%d/%m/%Y})."
        )
        return LapseState(InTime.OUI, last, reason, evidence)
    reason = (
        f"La date de {_EVENTS[rule.depart]} n'est pas établie ; compté depuis le "
        f"{estimated:%d/%m/%Y}, le dépôt était possible jusqu'au {last:%d/%m/%Y}. À vérifier."
    )
    return LapseState(InTime.A_VERIFIER, last, reason, evidence)


_EVENTS = {LapseStart.DATE_SORTIE: "sortie", LapseStart.DATE_DELIVRANCE: "délivrance"}


def _events(facts: DossierFacts, name: str) -> tuple[list[date], bool, tuple[Evidence, ...]]:
    """Trusted dates of the event on the invoices, whether none is in doubt, and where."""
    days, every_one, evidence = [], True, []
    for piece in facts.by_type.get("facture", ()):
        field = piece.document.fields.get(name)
        if field is None:
            every_one = False
            continue
        evidence.append(
            Evidence(piece.id, EvidenceKind.CHAMP, name, field.page, field.box, field.confidence)
        )
        day = sure_date(facts, piece, name)
        if day is None:
            every_one = False
        else:
            days.append(day)
    return days, every_one, tuple(evidence)


def _estimate(facts: DossierFacts, start: LapseStart) -> tuple[date | None, bool]:
    """The last act, or else the invoice's date; and whether it is an act's."""
    act = derived.last_act(facts)
    if act is not None and start is LapseStart.DATE_SORTIE:
        return act, True
    invoices = derived.invoice_dates(facts)
    return (invoices[0] if invoices else act), False


def _said(start: LapseStart, event: date, last: date, deposited: date) -> str:
    what = _EVENTS[start]
    if deposited <= last:
        return (
            f"Date de {what} : {event:%d/%m/%Y} ; déposé le {deposited:%d/%m/%Y}, dans le "
            f"délai de dépôt (jusqu'au {last:%d/%m/%Y} inclus)."
        )
    return (
        f"Date de {what} : {event:%d/%m/%Y} ; le délai de dépôt finissait le "
        f"{last:%d/%m/%Y} et le dossier a été déposé le {deposited:%d/%m/%Y}. Forclusion "
        "proposée : un responsable confirme."
    )
