"""What the papers that leave say, ready to print: nothing here needs the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from models.organismes import Organisme
from models.organismes.stationery import Stationery


class Amount(StrEnum):
    """What is known of a dossier's amount."""

    SUR = "sur"
    A_VERIFIER = "a_verifier"
    """On a paper, but read too uncertainly to be written on another."""
    SANS = "sans"
    """No paper of the dossier bears one."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The organisme and what its papers bear."""

    profile: Organisme
    stationery: Stationery


@dataclass(frozen=True, slots=True)
class LotLine:
    """A dossier in a lot. `montant` is there when `amount` is `SUR` and only then."""

    numero: str
    type: str
    assure: str
    immatriculation: str
    beneficiaire: str
    amount: Amount
    montant: Decimal | None
    part: Decimal | None
    """What of it the organisme is asked to pay, when every invoice says so."""
    pieces: int
    sealed: int
    """Of these, how many are for the médecin conseil alone."""
    complet: bool


@dataclass(frozen=True, slots=True)
class LotSheet:
    """A lot, for its bordereau. Lines of one type follow one another."""

    sender: Sender
    numero: str
    nature: str
    prestation: str
    etablissement: str
    special: bool
    """Goes on the special chronic bordereau."""
    open: bool
    day: date
    lines: tuple[LotLine, ...]

    @property
    def total(self) -> Decimal:
        """Of the amounts that are sure."""
        return sum((line.montant for line in self.lines if line.montant is not None), Decimal(0))

    @property
    def part(self) -> Decimal | None:
        """What the organisme is asked to pay; `None` unless each amount has its part."""
        parts = [line.part for line in self.lines if line.montant is not None]
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(parts) else None

    @property
    def unsure(self) -> tuple[LotLine, ...]:
        """The lines whose amount has to be looked at."""
        return tuple(line for line in self.lines if line.amount is Amount.A_VERIFIER)


@dataclass(frozen=True, slots=True)
class EnclosedPiece:
    """A document of a dossier. Of a sealed one nothing is said but its type."""

    titre: str
    exemplaire: str
    pages: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier, as its letters speak of it. `to` is the addressee, line by line."""

    sender: Sender
    numero: str
    type: str
    assure: str
    immatriculation: str
    beneficiaire: str
    received_at: datetime
    deadline: datetime | None
    forclos_le: date | None
    pieces: tuple[EnclosedPiece, ...]
    to: tuple[str, ...]
    depositor: str
    """The establishment that deposited the papers, when it is known."""
    medical: bool
    """Its reader may know what medical papers say."""
    day: date


@dataclass(frozen=True, slots=True)
class Lack:
    """A paper to send, or to put right, and the rule that asks for it."""

    titre: str
    phrase: str
    """What is wrong with the paper there; empty when it is simply missing."""
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Complement:
    """What is asked for: `lacks` before the dossier can go on, `advice` besides.

    `withheld`: there is something medical besides, which this reader may not be told.
    `until` is `None` where no delay is set; `until_why` says where it comes from.
    """

    lacks: tuple[Lack, ...]
    advice: tuple[Lack, ...]
    withheld: bool
    until: date | None
    until_why: str
    doubts: tuple[str, ...] = ()
    """What a person of ours must look at first: not for the letter, for who sends it."""
    perhaps_here: tuple[str, ...] = ()
    """Papers asked for that may be among pages of ours that nobody recognised."""
    note: str = ""
    """What the person who sends it adds, in words of his own."""


class Verdict(StrEnum):
    ACCORD = "accord"
    REFUS = "refus"
    COMPLEMENT = "complement"
    CONTRE_VISITE = "contre_visite"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the company decided, as it is recorded. `detail` is the kind of refusal."""

    verdict: Verdict
    detail: str
    decided_on: date | None
    numero: str
    montant: Decimal | None
    sous_reserve: bool
    decision: str = ""
    """As it is recorded (`rejet_contractuel`)."""
