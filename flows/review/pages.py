"""Pages: turned, called blank, called secret. Their originals are never touched."""

from __future__ import annotations

from dataclasses import replace

from extractors.pages.orientation import turned
from extractors.pages.source import jpeg, opened
from flows.review.cutting import (
    DOCUMENT,
    extract_page,
    merge,
    move_document,
    move_page,
    new_dossier,
    retype,
    split,
)
from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import ImpossibleError
from flows.review.grip import as_seen, grip_page, touch
from flows.review.papers import decide, on_page, reread
from flows.secrecy import page_thing
from models.entities import Target, ThingKind
from models.permissions import Action
from models.reading import PageReading, Rotation
from storage.records import blobs, decisions, pages

__all__ = [
    "extract_page",
    "mark_blank",
    "mark_secret",
    "merge",
    "move_document",
    "move_page",
    "new_dossier",
    "reading_turned",
    "retype",
    "split",
    "turn",
]
BLANK = "page_blanche"


def turn(desk: Desk, page_id: str, degrees: int, *, seen: int) -> Done:
    """Turn a page clockwise by 90, 180 or 270 degrees: its image, its words and marks with it.

    What was read of it stays, in its new place: `again.read_again` reads it anew.
    """
    if degrees not in (90, 180, 270):
        raise ImpossibleError("Une page se tourne par quarts de tour.", code="angle")
    held, page, row = grip_page(desk, page_id)
    as_seen(desk, row, seen, DOCUMENT)
    doing = begin(
        desk, "tourner", [f"document/{row.id}", f"page/{page.id}"], on_page(held, page, row)
    )
    kept = pages.readings_of(desk.session, [page.id]).get(page.id)
    if kept is None or page.image_sha256 is None:
        raise ImpossibleError(
            "Cette page n'a pas pu être lue : il n'y a pas d'image à tourner.", code="sans_image"
        )
    pixels = opened(desk.place.blobs.get(page.image_sha256))
    if pixels is None:
        raise ImpossibleError("L'image de cette page ne s'ouvre pas.", code="sans_image")
    image = jpeg(turned(pixels, Rotation(degrees)))
    sha256 = desk.place.blobs.put(image)
    blobs.record(desk.session, sha256, size=len(image), media_type="image/jpeg")
    decide(desk, page, "rotation", str((page.rotation + degrees) % 360))
    pages.change_seen(
        desk.session,
        page,
        reading_turned(kept, degrees),
        image_sha256=sha256,
        reader_version=page.reader_version,
    )
    return reread(desk, doing, row, f"Page {page.number} tournée.")


def mark_blank(desk: Desk, page_id: str, blank: bool, *, seen: int) -> Done:
    """Say that a page is blank, or that it is not: a faint one is then read like the others."""
    held, page, row = grip_page(desk, page_id)
    as_seen(desk, row, seen, DOCUMENT)
    if page.blank == blank:
        raise ImpossibleError("C'est déjà ce qui est dit de cette page.", code="deja_fait")
    doing = begin(
        desk, "page_blanche", [f"document/{row.id}", f"page/{page.id}"], on_page(held, page, row)
    )
    home = row.dossier_id
    decide(desk, page, "blank", str(blank).lower())
    page.blank = blank
    said = decisions.latest(desk.session, ThingKind.DOCUMENT, row.id, Target.TYPE)
    if len(held.pages[row.id]) == 1 and said is not None and (said.value == BLANK) != blank:
        decisions.take_back(desk.session, said, actor=desk.actor.name)
    word = "dite blanche" if blank else "dite non blanche"
    return reread(desk, doing, row, f"Page {page.number} {word}.", home)


def mark_secret(desk: Desk, page_id: str, secret: bool, *, seen: int) -> Done:
    """Say that a page is a medical secret, or is not one."""
    _, page, row = grip_page(desk, page_id)
    as_seen(desk, row, seen, DOCUMENT)
    doing = begin(
        desk,
        "secret",
        [f"page/{page.id}"],
        [(Action.CLASSER_SECRET, page_thing(page, row))],
    )
    decide(desk, page, "confidential", str(secret).lower())
    touch([row])
    word = "classée secret médical" if secret else "dite sans secret médical"
    return end(
        doing,
        f"Page {page.number} {word}.",
        documents=[row.id],
        dossiers=[row.dossier_id] if row.dossier_id else [],
        judge=False,
    )


def reading_turned(seen: PageReading, degrees: int) -> PageReading:
    """A reading whose page was turned: the same words and marks, elsewhere."""
    sideways = degrees % 180 != 0
    return replace(
        seen,
        rotation=Rotation(seen.rotation + degrees),
        rotation_confidence=1.0,
        width=seen.height if sideways else seen.width,
        height=seen.width if sideways else seen.height,
        words=tuple(replace(word, box=word.box.turned(degrees)) for word in seen.words),
        marks=tuple(replace(mark, box=mark.box.turned(degrees)) for mark in seen.marks),
        barcodes=tuple(replace(code, box=code.box.turned(degrees)) for code in seen.barcodes),
    )
