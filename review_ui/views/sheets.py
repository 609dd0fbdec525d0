"""A page as the viewer shows it: its image, its number, the boxes on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.secrecy import page_thing
from models.entities import Document, Page, PageState
from models.geometry import Box
from review_ui.visit import Visit

SPAN = 1000
"""Width of a page in the units of its boxes; its height follows from its shape."""

AROUND = 0.005
"""How far around a value its line is drawn, in fractions of the page: a millimetre."""

_A4 = (210, 297)


@dataclass(frozen=True, slots=True)
class Rect:
    """A box in the units of the sheet, for SVG."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A box drawn on a page; `key` ties it to what stands on the right."""

    key: str
    label: str
    kind: str
    rect: Rect


@dataclass(slots=True)
class Sheet:
    """A page. `number` is `E25-00012-7 / p. 4`: what stands, or should stand, on the paper.

    `shown`: there is an image and the actor may see it. `note` says why there is none, or
    what to know about it. `found`: what was looked for stands on it. `unread`: the readers gave up, a person has to look. `version`
    changes with the image.
    """

    id: str
    number: str
    short: str
    shown: bool
    sealed: bool
    unread: bool
    blank: bool
    secret: bool
    version: str
    note: str
    width: int
    height: int
    outlines: list[Outline] = field(default_factory=list)
    found: bool = False

    @property
    def span(self) -> int:
        """Height in the units of the boxes."""
        return round(SPAN * self.height / self.width)

    def outline(self, key: str, label: str, kind: str, box: Box) -> None:
        """Draw a box on this page, a little around it, so that the line hides no letter."""
        box = box.grown(AROUND, AROUND)
        x, y = round(box.x0 * SPAN), round(box.y0 * self.span)
        rect = Rect(x, y, round(box.x1 * SPAN) - x, round(box.y1 * self.span) - y)
        self.outlines.append(Outline(key, label, kind, rect))


def paper_number(envoi_numero: str, page: int) -> str:
    """What is written on the paper."""
    return f"{envoi_numero} / p. {page}"


def sheet(visit: Visit, page: Page, document: Document | None, envoi_numero: str) -> Sheet:
    """The page as this visitor may see it."""
    thing = page_thing(page, document)
    readable = visit.reads(thing)
    return Sheet(
        id=page.id,
        number=paper_number(envoi_numero, page.number),
        short=f"p. {page.number}",
        shown=readable and page.image_sha256 is not None,
        sealed=not readable,
        unread=page.state is PageState.NON_LUE,
        blank=page.blank,
        secret=thing.confidential,
        version=(page.image_sha256 or "")[:12] if readable else "",
        note=_note(page, readable),
        width=page.width or _A4[0],
        height=page.height or _A4[1],
    )


def _note(page: Page, readable: bool) -> str:
    if page.state is PageState.ATTENDUE:
        return "Cette page n'a pas encore été lue."
    if page.state is PageState.NON_LUE:
        return page.unread_why or "Cette page n'a pas pu être lue."
    if not readable:
        return page.confidential_why or ""
    if page.image_sha256 is None:
        return "L'image de cette page n'a pas été conservée."
    return "Page blanche." if page.blank else ""
