"""What happens in the year: which dossiers come on which day, and what becomes of each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice

from bench.dossiers.facts import facts_of
from bench.dossiers.plan import Case
from bench.dossiers.run import planned
from flows.outgoing.amounts import claimed
from models.checklists import DossierFacts, Judgement, checklist, judge
from models.checklists.facts import Policy
from models.checklists.schema import Voie
from models.organismes import organisme
from models.settings import Settings

FIRST = date(2025, 6, 1)
LAST = date(2026, 5, 31)
"""Within what `bench.dossiers` draws days from."""
UNDECIDED, ANSWERED = 0.1, 0.6
"""Shares of dossiers left alone, and of accepted ones to which the company answered."""
TOWNS = {
    "ofppt": ("Rabat", "Fès", "Tanger", "Agadir", "Oujda", "Settat", "Casablanca"),
    "cnops": ("Rabat", "Casablanca", "Marrakech", "Meknès"),
    "pmas": ("Dakar", "Thiès", "Kaolack", "Ziguinchor"),
    "ci": ("Abidjan", "Bouaké", "Korhogo", "Yamoussoukro"),
}


@dataclass
class Planned:
    """A dossier of the year. `fate`: `valide`, `rejete`, or none; `paid`, `answered_at`: by the company."""

    case: Case
    facts: DossierFacts
    judged: Judgement
    came: datetime
    lane: Voie
    fate: str | None
    decided_at: datetime | None
    paid: Decimal | None = None
    answered_at: datetime | None = None
    dossier_id: str = ""

    @property
    def owner(self) -> str:
        return self.case.organisme

    @property
    def came_on(self) -> date:
        return self.came.astimezone(organisme(self.owner).zone).date()

    @property
    def sent_on(self) -> date | None:
        """The day we sent it on."""
        return self._day(self.decided_at) if self.fate == "valide" else None

    @property
    def rejected_on(self) -> date | None:
        return self._day(self.decided_at) if self.fate == "rejete" else None

    @property
    def answered_on(self) -> date | None:
        """The day the company said yes."""
        return self._day(self.answered_at)

    def _day(self, at: datetime | None) -> date | None:
        return at.astimezone(organisme(self.owner).zone).date() if at is not None else None

    @property
    def asked(self) -> Decimal | None:
        """What its open papers claim, when every amount is sure."""
        papers = [piece.document for piece in self.facts.pieces]
        return claimed(papers, self.lane, POLICY).montant


POLICY = Policy.of(Settings())


def year(number: int, seed: int = 11) -> list[Planned]:
    """About so many dossiers over twelve months, those of `bench.dossiers`, in the order they came."""
    rng = random.Random(seed)
    found = []
    for case in planned(int(number * 1.12) + 40, seed):
        if not FIRST <= case.received_at.date() <= LAST:
            continue
        town = rng.choice(TOWNS[case.organisme])
        for paper in case.papers:
            for name in ("assure_ville", "emetteur_ville", "ville"):
                if name in paper.fields or (paper.type, name) in (
                    ("feuille_de_soins", "assure_ville"),
                    ("facture", "emetteur_ville"),
                ):
                    paper.fields[name] = town
        _one_sum(case)
        found.append(_fated(case, rng))
    return sorted(islice(found, number), key=lambda one: one.came)


def _one_sum(case: Case) -> None:
    """The sheet of care says what its invoices come to: else the amount would be to be checked."""
    bills = [paper.fields.get("montant_total") for paper in case.all("facture")]
    for sheet in case.all("feuille_de_soins"):
        if bills and all(bills):
            sheet.fields["montant_total"] = f"{sum(Decimal(bill or 0) for bill in bills):.2f}"
        elif "montant_total" not in sheet.fields:
            sheet.fields["montant_total"] = f"{sum(map(ord, str(case.insured))) % 900 + 100}.00"


def _fated(case: Case, rng: random.Random) -> Planned:
    facts = facts_of(case)
    rule = checklist(case.organisme, case.type)
    judged = judge(facts, rule, case.received_at.date())
    fate, decided = None, None
    drawn = rng.random()
    if drawn > UNDECIDED and judged.statut.value in ("complet", "a_verifier"):
        fate = "valide"
    elif drawn > UNDECIDED and judged.statut.value in ("incomplet", "forclos", "rejete"):
        fate = "rejete" if drawn > 0.5 else None
    if fate is not None:
        decided = case.received_at + timedelta(hours=rng.randint(1, 24 * 20))
    one = Planned(case, facts, judged, case.received_at, rule.dossier_type.voie, fate, decided)
    if (
        decided is not None
        and fate == "valide"
        and one.asked is not None
        and rng.random() < ANSWERED
    ):
        one.answered_at = decided + timedelta(hours=rng.randint(5, 24 * 40))
        one.paid = (one.asked * Decimal(rng.choice((60, 70, 80, 100))) / 100).quantize(
            Decimal("0.01")
        )
    return one


def of(plan: Sequence[Planned], owner: str) -> list[Planned]:
    return [one for one in plan if one.owner == owner]
