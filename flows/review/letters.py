"""The request for a complement: previewed, edited by a person, issued, and kept as it left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.mailbox.request import request
from flows.mailbox.thread import PDF
from flows.outgoing import letters
from flows.outgoing.asked import complement_of
from flows.outgoing.facts import Case, Complement, Lack
from flows.outgoing.gather import case_of, lane_of
from flows.review import states
from flows.review.desk import Desk
from flows.review.doing import begin, end, locked
from flows.review.done import Done
from flows.review.errors import ImpossibleError
from flows.review.grip import as_seen, fetched
from flows.review.outcome import SUITE, settle
from flows.review.spots import Spot
from models.entities import Dossier, Etape, JsonObject, Letter, Target, ThingKind
from models.organismes.stationery import Addressee, stationery
from models.permissions import DOSSIER, Action
from storage.records import blobs, holds

COMPLEMENT = "complement"
TITLE = "Demande de complément d'information"
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class DraftLack:
    """Something asked for. Not `kept`: the person leaves it out of the letter."""

    titre: str
    phrase: str
    source: str
    quote: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as structured text. What a person may change: `note`, `lacks`, `advice`, `until`, `to`.

    `doubts` and `perhaps_here` are for that person, and stand on no letter. `medical`: its reader
    may be told what medical papers say.
    """

    addressee: str
    title: str
    to: tuple[str, ...]
    numero: str
    objet: str
    assure: str
    immatriculation: str
    beneficiaire: str
    lacks: tuple[DraftLack, ...]
    advice: tuple[DraftLack, ...]
    withheld: bool
    until: date | None
    until_why: str
    medical: bool
    note: str = ""
    doubts: tuple[str, ...] = ()
    perhaps_here: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values, for a form and for keeping."""
        data = asdict(self)
        data["until"] = self.until.isoformat() if self.until else None
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        """The draft that `to_json` wrote; `ImpossibleError` when it is none."""
        try:
            return cls(
                **{
                    **data,
                    "to": tuple(str(line) for line in data["to"]),
                    "lacks": tuple(DraftLack(**lack) for lack in data["lacks"]),
                    "advice": tuple(DraftLack(**lack) for lack in data["advice"]),
                    "until": date.fromisoformat(data["until"]) if data["until"] else None,
                    "doubts": tuple(data.get("doubts", ())),
                    "perhaps_here": tuple(data.get("perhaps_here", ())),
                }
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ImpossibleError("Cette lettre n'est pas lisible.", code="lettre") from error


def preview(desk: Desk, dossier_id: str, addressee: Addressee | None = None) -> Draft:
    """The letter that the findings call for; `BadInput` when nothing is to be asked for."""
    dossier = fetched(desk.session, Dossier, dossier_id, "Ce dossier")
    desk.require(Action.DECIDER, DOSSIER)
    day = desk.today(dossier.organisme)
    asked = complement_of(desk.session, dossier, desk.actor, day, addressee)
    case = case_of(desk.session, dossier, desk.actor, desk.settings, day, addressee)
    return Draft(
        addressee=(addressee or _usual(dossier)).value,
        title=TITLE,
        to=case.to,
        numero=case.numero,
        objet=case.type,
        assure=case.assure,
        immatriculation=case.immatriculation,
        beneficiaire=case.beneficiaire,
        lacks=tuple(map(_drafted, asked.lacks)),
        advice=tuple(map(_drafted, asked.advice)),
        withheld=asked.withheld,
        until=asked.until,
        until_why=asked.until_why,
        medical=case.medical,
        doubts=asked.doubts,
        perhaps_here=asked.perhaps_here,
    )


def as_pdf(desk: Desk, dossier_id: str, draft: Draft) -> bytes:
    """The letter as it would leave."""
    dossier = fetched(desk.session, Dossier, dossier_id, "Ce dossier")
    desk.require(Action.IMPRIMER, DOSSIER)
    case, asked = _edited(desk, dossier, draft)
    return letters.complement(case, asked)


def issue(desk: Desk, dossier_id: str, draft: Draft, *, seen: int) -> Done:
    """Send the letter: kept as issued, the dossier then waits for the answer.

    To who deposited the dossier by mail, it is mailed as well.
    """
    (dossier,) = locked(desk, dossier_id)
    as_seen(desk, dossier, seen, "Ce dossier")
    needs = [(Action.DECIDER, DOSSIER), (Action.IMPRIMER, DOSSIER)]
    for need in needs:
        desk.require(*need)
    case, asked = _edited(desk, dossier, draft)
    pdf = letters.complement(case, asked)
    row = keep(
        desk, dossier, COMPLEMENT, draft.addressee, draft.to_json(), pdf, medical=case.medical
    )
    spot = Spot(Target.ATTRIBUTE, SUITE)
    things = [
        f"dossier/{dossier_id}",
        f"letter/{row.id}",
        states.place(ThingKind.DOSSIER, dossier_id, spot),
    ]
    doing = begin(desk, "demander_complement", things, needs)
    row.cancelled = False
    settle(desk, dossier, Etape.COMPLEMENT, None)
    sentence = "Complément demandé."
    to_depositor = draft.addressee == Addressee.PRESTATAIRE
    if to_depositor and request(desk.session, desk.settings, dossier, row, asked, desk.now):
        sentence = "Complément demandé, par courriel."
    done = end(doing, sentence)
    holds.release(desk.session, dossier_id, desk.actor.name)
    return done


def keep(
    desk: Desk,
    dossier: Dossier,
    kind: str,
    to: str,
    text: JsonObject,
    pdf: bytes,
    *,
    medical: bool = False,
) -> Letter:
    """A letter as it leaves, cancelled until the act that issues it has looked at what was before."""
    sha256 = desk.place.blobs.put(pdf)
    blobs.record(desk.session, sha256, size=len(pdf), media_type=PDF)
    row = Letter(
        dossier_id=dossier.id, kind=kind, addressee=to, text=text, pdf_sha256=sha256,
        medical=medical, actor=desk.actor.name, at=desk.now, cancelled=True,
    )  # fmt: skip
    desk.session.add(row)
    desk.session.flush()
    return row


def issued(session: Session, dossier_id: str) -> Sequence[Letter]:
    """The letters of a dossier, the oldest first, those cancelled too."""
    return session.scalars(
        select(Letter).filter_by(dossier_id=dossier_id).order_by(Letter.id)
    ).all()


def _edited(desk: Desk, dossier: Dossier, draft: Draft) -> tuple[Case, Complement]:
    """What the letter says. Who it is about, and the secrecy, come from the dossier alone."""
    try:
        to = Addressee(draft.addressee)
    except ValueError:
        raise ImpossibleError("Ce destinataire n'existe pas.", code="destinataire") from None
    if len(draft.note) > LONGEST or any(len(line) > LONGEST for line in draft.to):
        raise ImpossibleError(f"Texte trop long ({LONGEST} caractères au plus).", code="lettre")
    day = desk.today(dossier.organisme)
    if draft.until is not None and draft.until < day:
        raise ImpossibleError("La date limite de la lettre est passée.", code="date_passee")
    case = case_of(desk.session, dossier, desk.actor, desk.settings, day, to)
    asked = Complement(
        lacks=_kept(draft.lacks),
        advice=_kept(draft.advice),
        withheld=draft.withheld,
        until=draft.until,
        until_why=draft.until_why,
        note=draft.note.strip(),
    )
    if not (asked.lacks or asked.withheld or asked.note):
        raise ImpossibleError("La lettre ne demande plus rien.", code="lettre_vide")
    lines = tuple(line for line in draft.to if line.strip())
    return replace(case, to=lines or case.to), asked


def _kept(lacks: Sequence[DraftLack]) -> tuple[Lack, ...]:
    return tuple(Lack(one.titre, one.phrase, one.source, one.quote) for one in lacks if one.kept)


def _drafted(lack: Lack) -> DraftLack:
    return DraftLack(lack.titre, lack.phrase, lack.source, lack.quote)


def _usual(dossier: Dossier) -> Addressee:
    return stationery(dossier.organisme).ecrire_a[lane_of(dossier).value]
