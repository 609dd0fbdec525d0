"""Claims of any sort, for properties; statements over them without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from flows.outgoing.facts import Amount
from flows.statements.claims import CARE, Claim
from flows.statements.ground import Ground
from flows.statements.insured import Category
from flows.statements.outcomes import WAITS, Fate, Outcome
from flows.statements.spans import Span, month_of
from models.checklists.schema import Voie
from models.settings import Settings

OCTOBER: Span = month_of(date(2026, 10, 1))
CLAIM = Claim(
    reference="D26-00001-0", type="Maladie, remboursement", lane=Voie.REMBOURSEMENT,
    received_on=date(2026, 10, 5), received_at=datetime(2026, 10, 5, 9, tzinfo=UTC), deadline=None,
    outcome=WAITS, insured="ALAMI Saïd", number="204587613", category=Category.ACTIF, region="Oriental",
    provider="", provider_town="", amount=Amount.SUR, asked=Decimal("250.00"), part=None, papers=3,
    invoices=1, statements_of_payment=0,
)  # fmt: skip

_DAYS = st.dates(date(2026, 9, 1), date(2026, 11, 30))
_MONEY = st.decimals(0, 90_000, places=2, allow_nan=False)


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """Any end, its days in order."""
    fate = draw(st.sampled_from(Fate))
    if fate is Fate.EN_INSTANCE:
        return WAITS
    sent = draw(_DAYS)
    later = sent + timedelta(days=draw(st.integers(0, 40)))
    at = datetime(later.year, later.month, later.day, 12, tzinfo=UTC)
    if fate is Fate.TRANSMIS:
        return Outcome(fate, at, sent)
    if fate is Fate.REJETE:
        reasons = draw(st.lists(st.sampled_from(("Ordonnance", "Cachet")), min_size=1, unique=True))
        sent_on = draw(st.sampled_from((sent, None)))
        return Outcome(fate, at, sent_on, rejected_on=later, reasons=tuple(reasons))
    return Outcome(fate, at, sent, later, paid=draw(st.none() | _MONEY))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Any dossier."""
    amount = draw(st.sampled_from(Amount))
    asked = draw(_MONEY) if amount is Amount.SUR else None
    return replace(
        CLAIM,
        reference=f"D26-{draw(st.integers(1, 99_999)):05d}-0",
        type=draw(st.sampled_from(("Maladie", "Chronique", "Pharmacie"))),
        lane=draw(st.sampled_from(CARE)),
        received_on=draw(_DAYS),
        outcome=draw(outcomes()),
        category=draw(st.sampled_from(Category)),
        region=draw(st.sampled_from(("Oriental", "Souss-Massa", None))),
        provider=draw(st.sampled_from(("CLINIQUE ATLAS", "PHARMACIE DU PHARE", ""))),
        amount=amount,
        asked=asked,
        part=draw(st.none() | st.just(asked)),
    )


def ground(found: Sequence[Claim], owner: str = "ofppt", span: Span = OCTOBER) -> Ground:
    """The ground of a statement over these, of whom the base knows nobody."""
    made = Ground(cast(Session, None), owner, span, Settings())
    inside = [
        one for one in found if any(span.holds(d) for d in (one.received_on, *one.outcome.days))
    ]
    given: dict[str, Any] = {"claims": inside, "people": []}
    made.__dict__.update(given)
    return made
