"""Readers at work for a person at the screen: a place of a page, or a whole page, read anew.

They run in a process of the reading pool, the application's or one of our own that is started when
it is first needed: models stay out of the web's process.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from extractors.fields.parsing import parse
from extractors.fields.second_look import ALPHABETS, KEYED
from extractors.pages.reading import VERSION
from extractors.pages.source import opened
from extractors.pages.upright import UprightReader
from extractors.words.crop import read_crop
from extractors.words.reader import Image
from flows.reading.pool import ReaderPool
from flows.review.desk import Desk, act
from flows.review.doing import begin
from flows.review.done import Done
from flows.review.errors import BadValueError, ImpossibleError, MissingError
from flows.review.fields import check
from flows.review.grip import fetched, grip_page
from flows.review.papers import on_page, reread
from flows.review.spots import Spot, spec_of, spot_thing
from flows.review.typed import shown
from flows.review.undo import READ_AS_TURNED
from flows.secrecy import page_thing
from flows.workplace import Workplace
from models.documents import Kind
from models.entities import Document, Page, Target, ThingKind, utcnow
from models.geometry import Box
from models.permissions import Action, Actor
from models.reading import PageReading, Rotation
from storage.records import decisions, documents, pages

ONE_LINE = 4.0
"""Width over height of a box from which it holds one line, whatever the kind."""
MOST = 6
LEAST_SIDE = 0.002
"""Of the page: a smaller box is a slip of the mouse."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of a place. `remark`: a check digit is wrong, and the like."""

    value: str
    shown: str
    raw: str
    confidence: float
    remark: str | None


class Looker:
    """Where looking is done: the application's reading pool, or a process of our own."""

    def __init__(self, pool: ReaderPool | None = None, *, seconds: int = 120) -> None:
        self._pool = pool
        self._own: ReaderPool | None = None
        self._seconds = seconds
        self._lock = Lock()

    def pool(self) -> ReaderPool:
        """The pool, started when it is first asked for."""
        with self._lock:
            if self._pool is not None:
                return self._pool
            if self._own is None:
                self._own = ReaderPool(1, self._seconds, 400)
            return self._own

    def close(self) -> None:
        """End the process of our own, if there is one."""
        with self._lock:
            if self._own is not None:
                self._own.__exit__(None, None, None)
                self._own = None


def look(
    place: Workplace,
    looker: Looker,
    actor: Actor,
    page_id: str,
    box: Box,
    document_id: str,
    spot: Spot,
) -> tuple[Candidate, ...]:
    """What stands in a rectangle of a page, read as a value of that spot; best first.

    Not within `act`: readers take their time.
    """
    if box.width < LEAST_SIDE or box.height < LEAST_SIDE:
        raise ImpossibleError("Le rectangle est trop petit.", code="rectangle")

    def entitled(desk: Desk) -> tuple[str | None, str]:
        page = fetched(desk.session, Page, page_id, "Cette page")
        row = fetched(desk.session, Document, document_id, "Ce document")
        desk.require(Action.VOIR_CONTENU, page_thing(page, row))
        sheets = documents.pages(desk.session, [row.id])[row.id]
        if page.id not in {sheet.id for sheet in sheets}:
            raise MissingError("Cette page n'est pas dans ce document.")
        desk.require(Action.CORRIGER, spot_thing(row, sheets, spot))
        return page.image_sha256, row.type

    sha256, type_ = act(place, actor, entitled)
    if sha256 is None:
        raise ImpossibleError("Cette page n'a pas d'image.", code="sans_image")
    spec = spec_of(type_, spot)
    genre = spec.genre if spec is not None else Kind.TEXTE
    alphabet = frozenset(ALPHABETS[genre]) if genre in ALPHABETS else None
    asked = (place.blobs.path_for(sha256), (box.x0, box.y0, box.x1, box.y1), alphabet)
    (found,) = looker.pool().each(read_place, [asked])
    if found is None:
        raise ImpossibleError(
            "Ce rectangle n'a pas pu être lu : saisissez la valeur.", code="lecture_echouee"
        )
    return _candidates(found, genre, type_, spot)


def _candidates(
    found: Collection[tuple[str, float]], genre: Kind, type_: str, spot: Spot
) -> tuple[Candidate, ...]:
    """Texts made into values: those that fail their check digit behind those that pass."""
    kept: dict[str, Candidate] = {}
    for text, confidence in found:
        parsed = parse(genre, text)
        value, remark = (parsed.value, parsed.controle) if parsed else (text.strip(), None)
        try:
            checked = check(type_, spot, value)
        except BadValueError:
            continue
        if checked.value not in kept:
            kept[checked.value] = Candidate(
                checked.value, shown(genre, checked.value), text, round(confidence, 4),
                remark or checked.remark,
            )  # fmt: skip
    wrong_last = genre in KEYED
    order = sorted(
        kept.values(), key=lambda c: (wrong_last and c.remark is not None, -c.confidence)
    )
    return tuple(order[:MOST])


Asked = tuple[Path, tuple[float, float, float, float], frozenset[str] | None]


def read_place(asked: Asked) -> list[tuple[str, float]]:
    """In a reading process: what stands in a box of a page image, best first."""
    path, corners, alphabet = asked
    image = opened(path.read_bytes())
    if image is None:
        return []
    box = Box(*corners)
    height, width = image.shape[:2]
    found: list[tuple[str, float]] = []
    if alphabet is None:
        found += _lines(image, box)
    if alphabet is not None or box.width * width >= ONE_LINE * box.height * height:
        found += [(c.text, c.score * c.confidence) for c in read_crop(image, box, alphabet)]
    return found


def _lines(image: Image, box: Box) -> list[tuple[str, float]]:
    """The lines of words in a box, together."""
    height, width = image.shape[:2]
    rows = slice(int(box.y0 * height), max(int(box.y0 * height) + 1, round(box.y1 * height)))
    columns = slice(int(box.x0 * width), max(int(box.x0 * width) + 1, round(box.x1 * width)))
    crop = np.ascontiguousarray(image[rows, columns])
    words = _reader().words(crop)
    if not words:
        return []
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    sure = sum(word.confidence for word in words) / len(words)
    return [(" ".join(" ".join(line) for line in lines.values()), sure)]


def read_again(
    place: Workplace,
    looker: Looker,
    actor: Actor,
    page_id: str,
    *,
    turned: bool = False,
    now: datetime | None = None,
) -> Done:
    """Read a page anew as it now stands, and its document with it.

    Not within `act`: readers take their time. What people decided stays. `turned`: because it was
    turned, and as a part of that (`undo.undo_last`).
    """
    moment = now or utcnow()

    def entitled(desk: Desk) -> tuple[str | None, int | None, int]:
        held, page, row = grip_page(desk, page_id)
        for need in on_page(held, page, row):
            desk.require(*need)
        return page.image_sha256, page.dpi, page.rotation

    sha256, dpi, rotation = act(place, actor, entitled, now=moment)
    if sha256 is None:
        raise ImpossibleError("Cette page n'a pas d'image.", code="sans_image")
    path = place.blobs.path_for(sha256)
    (seen,) = looker.pool().each(read_whole, [(path, dpi or place.settings.render_dpi, rotation)])
    if seen is None:
        raise ImpossibleError(
            "Cette page n'a pas pu être lue de nouveau : sa lecture d'avant reste.",
            code="lecture_echouee",
        )

    def keep(desk: Desk) -> Done:
        held, page, row = grip_page(desk, page_id)
        if page.image_sha256 != sha256:
            raise ImpossibleError("Cette page vient d'être tournée.", code="page_changee")
        things = [f"document/{row.id}", f"page/{page.id}"]
        kind = READ_AS_TURNED if turned else "relire"
        doing = begin(desk, kind, things, on_page(held, page, row))
        said = replace(seen, blank=page.blank) if _blank_is_said(desk, page) else seen
        pages.change_seen(desk.session, page, said, image_sha256=sha256, reader_version=VERSION)
        return reread(desk, doing, row, f"Page {page.number} lue de nouveau.", row.dossier_id)

    return act(place, actor, keep, now=moment)


def _blank_is_said(desk: Desk, page: Page) -> bool:
    """Whether a person said that the page is blank, or is not."""
    said = decisions.latest(desk.session, ThingKind.PAGE, page.id, Target.ATTRIBUTE, name="blank")
    return said is not None


def read_whole(asked: tuple[Path, int, int]) -> PageReading | None:
    """In a reading process: a page image that is upright."""
    path, dpi, rotation = asked
    image = opened(path.read_bytes())
    if image is None:
        return None
    return _reader().read_upright(image, dpi, Rotation(rotation)).reading


@cache
def _reader() -> UprightReader:
    return UprightReader()
