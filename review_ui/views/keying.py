"""A value to key again: where it stands on the page, and how it is typed; never what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.secrecy import document_thing, field_thing
from models.documents import FieldSpec, Kind, document_types
from models.entities import Control, ControlKind, Document, Dossier, Page
from models.geometry import Box
from models.permissions import Thing
from models.quality import Rate
from review_ui.visit import Visit
from review_ui.wording import dates, values, words
from storage.records import audit, documents
from storage.records.controls import Difference

LEAST_WIDTH, LEAST_HEIGHT = 0.6, 0.14
"""Of the page, around the place: a value without its line tells little."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the paper. `crop` and `box` are `x y width height` in its pixels."""

    id: str
    number: int
    width: int
    height: int
    crop: str = ""
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    word: str


@dataclass(frozen=True, slots=True)
class Task:
    """A value to be keyed, as it is asked for."""

    id: str
    kind: ControlKind
    dossier_id: str
    reference: str
    paper: str
    label: str
    choices: tuple[Choice, ...]
    numeric: bool
    place: Sheet | None
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Two:
    """Two keyings of a value that differ, as a third person is shown them."""

    id: str
    kind: ControlKind
    dossier_id: str
    reference: str
    paper: str
    label: str
    first: str
    second: str
    at: str
    said: str


@dataclass(frozen=True, slots=True)
class Observed:
    """The error of one field, form or version, in words."""

    name: str
    number: int
    wrong: int
    share: str
    most: str


def thing_of(visit: Visit, control: Control) -> tuple[Document, Thing]:
    """The paper of a control, and what is asked about."""
    row = visit.session.get_one(Document, control.document_id)
    paper = document_thing(row, documents.pages(visit.session, [row.id])[row.id])
    return row, field_thing(paper, row.type, control.name)


def task(visit: Visit, control: Control) -> Task:
    """What a person who keys it sees. His right to is asked before."""
    row = visit.session.get_one(Document, control.document_id)
    dossier = visit.session.get_one(Dossier, control.dossier_id)
    spec = _spec(row, control.name)
    kind = spec.genre if spec else None
    pages = documents.pages(visit.session, [row.id])[row.id]
    field = documents.current(visit.session, [row.id])[row.id].fields.get(control.name)
    place = None
    if field is not None and field.box is not None:
        place = next((_placed(p, field.box) for p in pages if p.number == field.page), None)
    return Task(
        id=control.id,
        kind=control.kind,
        dossier_id=dossier.id,
        reference=dossier.reference,
        paper=words.document_word(row.type),
        label=words.field_word(row.type, control.name),
        choices=_choices(spec),
        numeric=kind in (Kind.MONTANT, Kind.ENTIER, Kind.DECIMAL, Kind.RIB, Kind.ICE, Kind.INPE),
        place=place if place and place.width else None,
        sheets=tuple(_sheet(page) for page in pages if page.width and page.image_sha256),
    )


def two(visit: Visit, difference: Difference) -> Two | None:
    """Two keyings in words; `None` for who may not read the value."""
    control = difference.control
    row, thing = thing_of(visit, control)
    if not visit.reads(thing):
        return None
    if thing.confidential:
        visit.looked(audit.reference("document", row.id))
    dossier = visit.session.get_one(Dossier, control.dossier_id)
    spec = _spec(row, control.name)

    def shown(value: str | None) -> str:
        return values.shown(value, spec.genre if spec else None) if value else "rien n'est écrit"

    verdict = difference.verdict
    return Two(
        id=control.id,
        kind=control.kind,
        dossier_id=dossier.id,
        reference=dossier.reference,
        paper=words.document_word(row.type),
        label=words.field_word(row.type, control.name),
        first=shown(control.value),
        second=shown(difference.answer.value),
        at=dates.moment(difference.answer.at, dates.zone_of(dossier.organisme)),
        said=shown(verdict.value) if verdict else "",
    )


def observed(rates: Mapping[str, Rate]) -> list[Observed]:
    """The error by what it is counted by, the worst first."""
    return [
        Observed(name, rate.number, rate.wrong, percent(rate.share), percent(rate.most))
        for name, rate in sorted(rates.items(), key=lambda item: (-item[1].share, item[0]))
    ]


def percent(share: float) -> str:
    """`2,5 %`."""
    return f"{share * 100:.1f} %".replace(".", ",").replace(",0 ", " ")


def _spec(row: Document, name: str) -> FieldSpec | None:
    kind = document_types().get(row.type)
    return kind.fields.get(name) if kind else None


def _choices(spec: FieldSpec | None) -> tuple[Choice, ...]:
    if spec is None or spec.genre not in (Kind.CHOIX, Kind.BOOLEEN):
        return ()
    known = ("true", "false") if spec.genre is Kind.BOOLEEN else tuple(spec.choix)
    return tuple(Choice(value, values.shown(value, spec.genre)) for value in known)


def _sheet(page: Page) -> Sheet:
    return Sheet(page.id, page.number, page.width or 0, page.height or 0)


def _placed(page: Page, box: Box) -> Sheet:
    """The page around a place of it."""
    width, height = page.width or 0, page.height or 0
    left, wide = _stretch(box.x0, box.x1, LEAST_WIDTH)
    top, high = _stretch(box.y0, box.y1, LEAST_HEIGHT)
    crop = (left * width, top * height, wide * width, high * height)
    marked = (box.x0 * width, box.y0 * height, (box.x1 - box.x0) * width, (box.y1 - box.y0) * height)  # fmt: skip
    x, y, w, h = (round(part) for part in marked)
    said = " ".join(str(round(part)) for part in crop)
    return Sheet(page.id, page.number, width, height, said, (x, y, w, h))


def _stretch(low: float, high: float, least: float) -> tuple[float, float]:
    """Where a view of a side begins and how long it is, the place in its middle."""
    length = min(1.0, max(least, (high - low) * 1.25))
    return min(max(0.0, (low + high - length) / 2), 1.0 - length), length
