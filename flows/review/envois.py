"""Envois: how far each has come, the sheets announced and found, what was refused tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.dossiers.assembly import SEPARATOR
from flows.dossiers.grouping import announcement
from flows.intake.deposits import Deposit
from flows.intake.receive import receive
from flows.review import states
from flows.review.desk import Desk, act
from flows.review.doing import Doing, begin, end
from flows.review.done import Done
from flows.review.errors import ImpossibleError
from flows.review.facts import said_on
from flows.review.grip import fetched
from flows.review.spots import Spot
from flows.scanner.cover import of_codes
from flows.workplace import Workplace
from models.entities import (
    Document,
    Dossier,
    Envoi,
    EnvoiState,
    Page,
    PageState,
    Refusal,
    RefusalState,
    Target,
    ThingKind,
    utcnow,
)
from models.permissions import ENVOI, REFUSAL, Action, Actor
from storage import locks
from storage.records import decisions, envois

EXPECTED = "separateurs_attendus"
"""Name of the decision that says how many sheets were put between the dossiers."""
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an envoi has come. `separators_expected` is `None` when nobody said how many."""

    state: EnvoiState
    pages: int
    read: int
    unread: int
    documents: int
    dossiers: int
    refusals: int
    separators_found: int
    separators_expected: int | None

    @property
    def separators_missing(self) -> int:
        """How many sheets were missed, as far as one knows."""
        return max(0, (self.separators_expected or 0) - self.separators_found)


@dataclass(frozen=True, slots=True)
class Retried:
    """What a refused file became. `refused`: why it was refused again (nothing to read then)."""

    envoi_id: str
    numero: str
    pages: int
    refused: str | None


def progress(session: Session, envoi_id: str) -> Progress:
    """How far an envoi has come."""
    envoi = fetched(session, Envoi, envoi_id, "Cet envoi")

    def count(entity: type[Page | Document | Dossier | Refusal], *conditions: object) -> int:
        query = select(func.count()).select_from(entity).filter_by(envoi_id=envoi_id)
        return session.scalar(query.where(*conditions)) or 0  # type: ignore[arg-type]

    found, announced = _separators(session, envoi_id)
    said = decisions.latest(session, ThingKind.ENVOI, envoi_id, Target.ATTRIBUTE, name=EXPECTED)
    return Progress(
        state=envoi.state,
        pages=count(Page),
        read=count(Page, Page.state != PageState.ATTENDUE),
        unread=count(Page, Page.state == PageState.NON_LUE),
        documents=count(Document, Document.retired_at.is_(None)),
        dossiers=count(Dossier),
        refusals=count(Refusal, Refusal.state == RefusalState.OUVERTE),
        separators_found=found,
        separators_expected=int(said.value) if said and said.value else announced,
    )


def _separators(session: Session, envoi_id: str) -> tuple[int, int | None]:
    """Sheets that open a dossier, and how many dossiers the cover sheets announce."""
    query = select(Document.id).filter_by(envoi_id=envoi_id, type=SEPARATOR, retired_at=None)
    ids = list(session.scalars(query))
    if not ids:
        return 0, None
    said = said_on(session, ids)
    codes = [code for pages in said.values() for page in pages for code in page.codes]
    sheets = ["\n".join("\n".join((*p.codes, p.text)) for p in said[id]) for id in ids]
    return sum(announcement(sheet).dossier for sheet in sheets), of_codes(codes).dossiers


def expect_separators(desk: Desk, envoi_id: str, count: int) -> Done:
    """Say how many sheets were put between the dossiers of an envoi."""
    fetched(desk.session, Envoi, envoi_id, "Cet envoi")
    if not 0 <= count <= MOST:
        raise ImpossibleError("Ce nombre de feuilles n'est pas vraisemblable.", code="nombre")
    spot = Spot(Target.ATTRIBUTE, EXPECTED)
    doing = begin(
        desk,
        "separateurs",
        [states.place(ThingKind.ENVOI, envoi_id, spot)],
        [(Action.ORGANISER, ENVOI)],
    )
    decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.ENVOI, thing_id=envoi_id,
        target=Target.ATTRIBUTE, name=EXPECTED, value=str(count),
    )  # fmt: skip
    return end(doing, f"{count} feuilles séparatrices attendues.", judge=False)


def set_aside(desk: Desk, refusal_id: str, why: str) -> Done:
    """Let a refused file rest: it is kept, and waits for nobody any more."""
    row = _waiting(desk, refusal_id)
    if not why.strip():
        raise ImpossibleError("Donnez la raison : elle est gardée.", code="raison")
    doing = _begin(desk, "classer_refus", refusal_id)
    row.state = RefusalState.CLASSEE
    _note(desk, refusal_id, "classer", why.strip())
    return end(doing, "Fichier refusé classé.", judge=False)


def retry(
    place: Workplace, actor: Actor, refusal_id: str, *, now: datetime | None = None
) -> Retried:
    """Take a refused file in again, as an envoi of its own, which is then to be read.

    Not within `act`: files are opened, which takes its time. The first arrival's date counts.
    """
    moment = now or utcnow()

    def look(desk: Desk) -> tuple[str, str, Envoi | None]:
        row = _waiting(desk, refusal_id)
        desk.require(Action.RETENTER, REFUSAL)
        if row.sha256 is None:
            raise ImpossibleError(
                "Ce fichier n'a pas pu être gardé : il faut le déposer de nouveau.",
                code="fichier_absent",
            )
        envoi = desk.session.get(Envoi, row.envoi_id) if row.envoi_id else None
        return row.name, row.sha256, envoi

    name, sha256, envoi = act(place, actor, look, now=moment)
    data = place.blobs.get(sha256)
    received = receive(
        place,
        Deposit(name, ((name, data),)),
        received_at=envoi.received_at if envoi else moment,
        channel=envoi.channel if envoi else None,
        organisme=envoi.organisme if envoi else None,
        besides=[envoi.id] if envoi else (),
    )

    def close(desk: Desk) -> str | None:
        row = _waiting(desk, refusal_id)
        doing = _begin(desk, "retenter", refusal_id)
        row.state = RefusalState.RETENTEE
        again = envois.refusals(desk.session, received.envoi_id)
        end(doing, "Fichier refusé repris.", judge=False)
        return again[0].message if again and not received.pages else None

    refused = act(place, actor, close, now=moment)
    return Retried(received.envoi_id, received.numero, received.pages, refused)


def _waiting(desk: Desk, refusal_id: str) -> Refusal:
    row = fetched(desk.session, Refusal, refusal_id, "Ce refus")
    locks.hold(desk.session, f"decision:{ThingKind.REFUSAL}/{refusal_id}")
    desk.session.refresh(row)
    if row.state is not RefusalState.OUVERTE:
        raise ImpossibleError("Ce refus a déjà été traité.", code="deja_fait")
    return row


def _begin(desk: Desk, kind: str, refusal_id: str) -> Doing:
    return begin(desk, kind, [f"refusal/{refusal_id}"], [(Action.RETENTER, REFUSAL)])


def _note(desk: Desk, refusal_id: str, what: str, why: str) -> None:
    decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.REFUSAL, thing_id=refusal_id,
        target=Target.ATTRIBUTE, name=what, value=what, why=why,
    )  # fmt: skip
