"""What is known of a dossier when its checklist is judged.

Facts are values: no database, no clock. Whoever judges (a flow, a test, a screen)
gathers them. What is not known is left out (`None`), never guessed: the engine turns
an unknown fact into `a_verifier`, not into a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from models.reading import Document
from models.reference.trust import threshold
from models.settings import Settings


class Channel(StrEnum):
    """How the papers came (DOMAIN §1)."""

    COURRIER = "courrier"
    EMAIL = "email"
    DEPOT_WEB = "depot_web"
    API = "api"


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds of confidence (0..1) under which a reading proves nothing.

    `reading` is for what is said of itself sure (cells of tables, persons), `presence` for the
    mere fact that a field is filled in, which is near certain where what it says is as likely right
    as not, `mark` for a stamp or a signature, `type` for the type of a document. The value of a
    field is trusted from where its kind keeps to `error`, the share of wrong values that is allowed
    (`models.reference.trust`); without it, from `reading`. `genres`, `forms`: what was observed
    since says otherwise of a kind, or of values that a learned form (by its id) proposed
    (`flows.learning.thresholds`).
    """

    reading: float = 0.80
    presence: float = 0.80
    mark: float = 0.80
    type: float = 0.70
    error: float | None = None
    genres: Mapping[str, float] = field(default_factory=dict)
    forms: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> Policy:
        """What an operator has set."""
        return cls(
            reading=settings.seuil_lecture,
            presence=settings.seuil_presence,
            mark=settings.seuil_marque,
            type=settings.seuil_type,
            error=settings.erreur_admise,
        )

    def threshold(self, genre: str, form: str | None = None) -> float:
        """From where a value of this kind is sure. `form`: the learned form that proposed it
        (`ID/VERSION`)."""
        known = self.genres.get(genre)
        if self.error is None:
            plain = self.reading if known is None else max(known, self.reading)
        else:
            plain = threshold(genre, self.error) if known is None else known
        return max(plain, self.forms.get(form.partition("/")[0], 0.0)) if form else plain


@dataclass(frozen=True, slots=True)
class Person:
    """The insured, or the person cared for.

    `confidence` holds what was read rather than known (1.0 for the names left out).
    """

    numero_immatriculation: str | None = None
    matricule: str | None = None
    nom: str | None = None
    prenom: str | None = None
    cin: str | None = None
    date_naissance: date | None = None
    lien: str | None = None
    sexe: str | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)

    def sure(self, name: str, threshold: float) -> str | date | None:
        """The attribute when it is known well enough, else `None`."""
        value: str | date | None = getattr(self, name)
        if value is None or self.confidence.get(name, 1.0) < threshold:
            return None
        return value


@dataclass(frozen=True, slots=True)
class Piece:
    """A document of the dossier. `channel` is its own when it came apart from the rest.

    `whole`: the invoice of several patients of which the document is this one's part.
    """

    id: str
    document: Document
    channel: Channel | None = None
    whole: Document | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What our base knows beyond the papers of this dossier; `None`: not known."""

    pec_dialyse_anterieure: bool | None = None
    """An earlier dialysis PEC of this beneficiary in our base."""
    contre_visites_douze_mois: int | None = None
    prestataire_conventionne: bool | None = None
    dossier_rattache: bool | None = None
    """The existing dossier that this one joins was found."""
    couple_ofppt: bool | None = None
    """Both spouses are insured at OFPPT."""
    droits_ouverts: bool | None = None
    """Contract valid, beneficiary up to date, not suspended, on the date of the demand."""
    droits_motif: str | None = None
    """Why they are not, for a clerk."""
    tiers_payant: bool | None = None
    """The contract is in third-party payment."""
    contrat_individuel: bool | None = None
    date_effet: date | None = None
    taux: float | None = None
    """Rate of cover of the contract, in percent."""


@dataclass(frozen=True)
class DossierFacts:
    """All that `judge` may know. Moments are aware of their time zone.

    `deposited_at`: deposit at the pharmacy or at our counter, when the hour is known;
    `deposited_on`: its date alone; `sent_at`: when the e-mail was sent; `notified_at`: when a
    complement was asked for.
    `on_file` are pieces of the insured's own file (yearly and civil papers).
    `doubtful_pages` counts pages of the envoi that were unread or of unknown type.
    """

    channel: Channel
    received_at: datetime
    pieces: tuple[Piece, ...] = ()
    organisme: str | None = None
    type: str | None = None
    deposited_at: datetime | None = None
    deposited_on: date | None = None
    sent_at: datetime | None = None
    notified_at: datetime | None = None
    assure: Person = Person()
    beneficiaire: Person = Person()
    policy: Policy = Policy()
    history: History = History()
    on_file: tuple[Piece, ...] = ()
    doubtful_pages: int = 0
    words: str = ""
    """Text seen on the papers or in the mail, for recognising the organisme; may be empty."""
    words_of: Mapping[str, str] = field(default_factory=dict)
    """Text seen on each piece, by its id; may be empty."""

    def __post_init__(self) -> None:
        for name in ("received_at", "deposited_at", "sent_at", "notified_at"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name} has no time zone")

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Piece, ...]]:
        """The dossier's pieces by document type, in order."""
        found: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            found.setdefault(piece.document.type, []).append(piece)
        return {kind: tuple(pieces) for kind, pieces in found.items()}

    def is_sure(self, piece: Piece) -> bool:
        """Whether the type of the piece is certain enough."""
        return piece.document.type_confidence >= self.policy.type

    def channel_of(self, piece: Piece) -> Channel:
        return piece.channel or self.channel
