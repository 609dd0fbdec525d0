"""Statements whose day has come are made by themselves, each once; what is late is made all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from flows.statements.making import make
from flows.statements.spans import Span, made_from, spans
from flows.workplace import Workplace
from models.entities import Dossier, Envoi
from models.organismes import organisme
from models.organismes.statements import StatementRules, all_statement_rules
from models.permissions import SYSTEME
from storage.records import statements

BACK = timedelta(days=120)
"""So far back is made up for what was not made, after the service stood still."""


def make_due(place: Workplace, now: datetime) -> Iterator[str]:
    """Make every statement that is wanted by now and is not there; a sentence for each, naming nobody."""
    for owner, rules in all_statement_rules().items():
        today = now.astimezone(organisme(owner).zone).date()
        for span in wanting(place, owner, rules, today):
            made = make(place, SYSTEME, owner, span, now)
            yield (
                f"État établi : {owner}, {span.words}, à remettre au plus tard le "
                f"{made.statement.due_on:%d/%m/%Y}."
            )


def wanting(place: Workplace, owner: str, rules: StatementRules, today: date) -> list[Span]:
    """The spans whose statement should be there today and is not, the oldest first."""
    with place.database.reading() as session:
        first = session.scalar(
            select(func.min(Envoi.received_at))
            .join(Dossier, Dossier.envoi_id == Envoi.id)
            .where(Dossier.organisme == owner)
        )
        if first is None:
            return []
        there = statements.made(session, owner)
    since = max(first.astimezone(organisme(owner).zone).date(), today - BACK)
    found = [
        span
        for frequency in rules.frequencies
        for span in spans(frequency, rules, since, today)
        if span.key not in there and made_from(span, rules) <= today
    ]
    return sorted(found, key=lambda span: (span.last, span.first))
