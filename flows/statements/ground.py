"""What the tables of a statement are made from: gathered once, whatever tables there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from sqlalchemy.orm import Session

from flows.outgoing import french
from flows.outgoing.french import CURRENCIES
from flows.statements import claims as query
from flows.statements.claims import PAID, Claim
from flows.statements.insured import Member, members
from flows.statements.outcomes import Fate
from flows.statements.payroll import Comparison, compare
from flows.statements.spans import Span
from models.organismes import Organisme, organisme
from models.settings import Settings

NOT_RECORDED = (
    "Réglé : ce que dit la réponse de la compagnie enregistrée dans liasse, le jour de sa décision ; "
    "« – » : elle ne dit pas de montant."
)
DOUBTFUL = "Un montant lu sans certitude n'est ni écrit ni compté : il est « à vérifier »."


@dataclass
class Ground:
    """The dossiers, people and declarations of a span."""

    session: Session
    owner: str
    span: Span
    settings: Settings
    profile: Organisme = field(init=False)

    def __post_init__(self) -> None:
        self.profile = organisme(self.owner)

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """All dossiers that came or were settled."""
        return query.claims_of(self.session, self.owner, self.span, self.settings)

    @cached_property
    def received(self) -> Sequence[Claim]:
        return [one for one in self.claims if self.span.holds(one.received_on)]

    @cached_property
    def sent(self) -> Sequence[Claim]:
        """Sent on by us."""
        return query.sent_in(self.claims, self.span)

    @cached_property
    def granted(self) -> Sequence[Claim]:
        """Paid, or granted, by the company."""
        return query.granted_in(self.claims, self.span)

    @cached_property
    def rejected(self) -> Sequence[Claim]:
        return query.rejected_in(self.claims, self.span)

    @cached_property
    def paid(self) -> Sequence[Claim]:
        """To which the company said yes, of the lanes that are paid."""
        return [one for one in self.granted if one.lane in PAID]

    @cached_property
    def unanswered(self) -> Sequence[Claim]:
        """Sent on in the span, of the lanes that are paid, and no answer is recorded."""
        return [one for one in self.sent if one.lane in PAID and one.outcome.fate is Fate.TRANSMIS]

    @cached_property
    def people(self) -> Sequence[Member]:
        return list(members(self.session, self.owner, self.span.last))

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.session, self.owner, self.span, self.settings)


def asked(claims: Sequence[Claim]) -> Decimal:
    """What they claim, of the amounts that are sure."""
    return sum((one.asked for one in claims if one.asked is not None), Decimal(0))


def paid(claims: Sequence[Claim]) -> Decimal | None:
    """What the company said it pays; `None` where no answer says so."""
    known = [one.outcome.paid for one in claims if one.outcome.paid is not None]
    return sum(known, Decimal(0)) if known else None


def unanswered_note(ground: Ground, listed: Callable[[Claim], bool]) -> tuple[str, ...]:
    """What was sent on and is not in a list of payments, for want of an answer."""
    found = [one for one in ground.unanswered if listed(one)]
    if not found:
        return ()
    said = french.figures(asked(found), CURRENCIES[ground.profile.devise])
    return (
        f"{french.count(len(found), 'dossier')} de la période sans réponse de la compagnie enregistrée "
        f"(montant demandé : {said}) : transmis, non compté ici.",
    )
