"""What presses at an organisme: deadlines, réclamations, lots without accusé, missing bulletins.

References and days only: a reminder goes through mailboxes that nobody here watches, so that it
names no person and tells nothing medical.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.outgoing import french
from flows.statements.payroll import compare
from flows.statements.spans import ONE_DAY, month_of
from models.entities import Dossier, Etape, Lot, LotStatut
from models.organismes import organisme
from models.organismes.stationery import Reminder
from models.settings import Settings
from storage.records import answers, deeds, reclamations

SOON = timedelta(days=1)
"""What is due within this is told too."""
SOON_ANSWERED = timedelta(days=2)
"""Réclamations, of which an answer takes its time to write."""
SOON_COMPLETED = timedelta(days=5)
"""Complements, which others must still send."""
PATIENCE = timedelta(days=2)
"""For so long a closed lot may wait for its accusé without a word."""
MOST = 40
"""Lines of a section."""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that presses, a line each."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom reminders are gathered, and when."""

    session: Session
    owner: str
    settings: Settings
    now: datetime

    def day(self, moment: datetime) -> str:
        """As a line says it."""
        local = moment.astimezone(organisme(self.owner).zone)
        return f"{local:%d/%m/%Y à %H:%M}"


def pressing(asking: Asking, role: Reminder) -> list[Section]:
    """What presses for that role; nothing of what does not."""
    made = (_GATHER[name](asking) for name in _OF[role])
    return [section for section in made if section.lines]


def _late(asking: Asking) -> Section:
    rows = _dossiers(asking, None, asking.now)
    return _section("Dossiers en retard", (_dossier(asking, one) for one in rows), rows)


def _soon(asking: Asking) -> Section:
    rows = _dossiers(asking, asking.now, asking.now + SOON)
    return _section("Dossiers à rendre d'ici demain", (_dossier(asking, d) for d in rows), rows)


def _dossiers(asking: Asking, since: datetime | None, until: datetime) -> Sequence[Dossier]:
    settled = [etape for etape in Etape if etape.settled]
    query = select(Dossier).where(
        Dossier.organisme == asking.owner,
        Dossier.deadline < until,
        Dossier.etape.not_in(settled),
    )
    if since is not None:
        query = query.where(Dossier.deadline >= since)
    return asking.session.scalars(query.order_by(Dossier.deadline, Dossier.id)).all()


def _dossier(asking: Asking, dossier: Dossier) -> str:
    assert dossier.deadline is not None
    return f"{dossier.reference}, {_due(asking, dossier.deadline)}"


def _complaints(asking: Asking) -> Section:
    rows = reclamations.due(asking.session, asking.owner, asking.now + SOON_ANSWERED)
    return _section(
        "Réclamations à répondre",
        (f"{one.numero}, {_due(asking, one.deadline)}" for one in rows),
        rows,
    )


def _complements(asking: Asking) -> Section:
    rows = answers.run_out(asking.session, asking.owner, asking.now + SOON_COMPLETED)
    said = (
        f"{dossier.reference}, {_due(asking, answer.until)}" for answer, dossier in rows
        if answer.until is not None
    )  # fmt: skip
    return _section("Compléments demandés par la compagnie, attendus", said, rows)


def _lots(asking: Asking) -> Section:
    query = select(Lot).where(Lot.organisme == asking.owner, Lot.statut == LotStatut.CLOTURE)
    waiting = []
    for lot in asking.session.scalars(query.order_by(Lot.id)):
        closed = deeds.latest_on(asking.session, [f"lot/{lot.id}"], 0)
        since = closed.at if closed is not None else lot.created_at
        if asking.now - since >= PATIENCE:
            waiting.append(f"{lot.numero}, clôturé le {asking.day(since)}")
    return _section("Lots qui attendent leur accusé de réception", waiting, waiting)


def _bulletins(asking: Asking) -> Section:
    """How many, by employer: who they are stands in the monthly rapprochement."""
    local = asking.now.astimezone(organisme(asking.owner).zone).date()
    last_month = month_of(local.replace(day=1) - ONE_DAY)
    found = compare(asking.session, asking.owner, last_month, asking.settings)
    by_employer: dict[str, int] = {}
    for one in found.matched:
        if one.state.lacks_bulletin:
            name = one.declared.employer or "employeur non nommé"
            by_employer[name] = by_employer.get(name, 0) + 1
    lines = [
        f"{name} : {french.count(number, 'salarié déclaré', 'salariés déclarés')} en {last_month.words} sans bulletin"
        for name, number in sorted(by_employer.items())
    ]
    return _section("Bulletins d'adhésion manquants", lines, lines)


def _due(asking: Asking, moment: datetime) -> str:
    word = "en retard depuis le" if moment < asking.now else "à rendre le"
    return f"{word} {asking.day(moment)}"


def _section(title: str, lines: Iterable[str], every: Sequence[object]) -> Section:
    return Section(f"{title} ({len(every)})", tuple(_first(lines, len(every))))


def _first(lines: Iterable[str], number: int) -> Iterator[str]:
    for rank, line in enumerate(lines):
        if rank == MOST:
            yield f"… et {number - MOST} de plus"
            return
        yield line


_GATHER: Mapping[str, Callable[[Asking], Section]] = {
    "retards": _late,
    "bientot": _soon,
    "reclamations": _complaints,
    "complements": _complements,
    "lots": _lots,
    "bulletins": _bulletins,
}
_OF = {
    Reminder.GESTIONNAIRE: tuple(_GATHER),
    Reminder.RELECTEUR: ("retards", "bientot", "reclamations", "complements"),
    Reminder.COURRIER: ("lots",),
    Reminder.ADHESION: ("bulletins",),
}
