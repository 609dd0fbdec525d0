"""Waiting periods: until when the care of a new insured is not covered (004).

The papers say what kind of care it is, or leave it open: then two days bound the end of
the wait, one that is certain and one that is possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from models.checklists.conditions import normalised
from models.checklists.facts import DossierFacts, Piece
from models.checklists.readings import sure_values
from models.deadlines import add_months
from models.organismes import Attente, Organisme

SAYING = ("nature_maladie", "motif", "diagnostic")


def bounds(facts: DossierFacts, profile: Organisme, since: date) -> tuple[date, date] | None:
    """First day surely not refused, and first day surely covered; `None` without a rule."""
    told = [wait for wait in profile.attentes if _is_told(facts, wait)]
    ordinary = [wait for wait in profile.attentes if wait.ordinaire]
    possible = told or ordinary
    if not possible:
        return None
    ends = [_end(wait, since) for wait in possible]
    # Several natures on the papers: each has its own wait, and none is proved to be the first.
    return min(ends), max(ends)


def _end(wait: Attente, since: date) -> date:
    return add_months(since, wait.mois) + timedelta(days=wait.jours)


def _is_told(facts: DossierFacts, wait: Attente) -> bool:
    return any(_tells(facts, piece, wait) for piece in facts.pieces)


def _tells(facts: DossierFacts, piece: Piece, wait: Attente) -> bool:
    values = sure_values(facts, piece)
    if wait.champ and values.get(wait.champ) is True:
        return True
    if piece.document.type == "facture" and values.get("nature") in wait.factures:
        return True
    said = f" {' '.join(normalised(text) for text in _said(facts, piece))} "
    return any(f" {normalised(words)} " in said for words in wait.mots)


def _said(facts: DossierFacts, piece: Piece) -> Iterable[str]:
    values = sure_values(facts, piece)
    yield from (str(values[name]) for name in SAYING if name in values)
    for table in ("lignes", "actes"):
        for row in piece.document.lines.get(table, ()):
            cell = row.get("designation")
            if cell is not None and cell.confidence >= facts.policy.reading:
                yield cell.value
