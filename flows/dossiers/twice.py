"""Sheets that an envoi holds twice: scanned again, or attached twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractors.pages.duplicates import fingerprint, likely, same_sheet
from extractors.pages.source import opened
from flows.dossiers.grouping import HOMELESS
from flows.reading.looks import image_path
from flows.workplace import Workplace
from models.checklists import Signalement
from storage.records import documents, pages

CODE = "page_en_double"

Twins = Sequence[tuple[int, int]]
"""Numbers of pages that show one sheet, the earlier one first."""


def twins(place: Workplace, envoi_id: str) -> Twins:
    """The pages of an envoi that show one sheet. Only those of nearly the same words are opened."""
    with place.database.reading() as session:
        kinds = {row.id: row.type for row in documents.of_envoi(session, envoi_id)}
        inside = documents.pages(session, list(kinds))
        theirs = {
            p.number for id, found in inside.items() if kinds[id] not in HOMELESS for p in found
        }
        readings = pages.readings(session, envoi_id)
        images = {page.number: page.image_sha256 for page in pages.of_envoi(session, envoi_id)}
    numbers = sorted(theirs & readings.keys())
    pairs = [(numbers[a], numbers[b]) for a, b in likely([readings[n] for n in numbers])]
    # The very same picture needs no comparing: a file attached twice.
    alike = [
        (a, b) for a, b in pairs if images[a] != images[b] or readings[a].words != readings[b].words
    ]
    prints = {
        number: fingerprint(readings[number], image)
        for number in sorted({number for pair in alike for number in pair})
        if (path := image_path(place.blobs, images[number])) is not None
        and (image := opened(path.read_bytes())) is not None
    }
    different = {
        (a, b)
        for a, b in alike
        if a not in prints or b not in prints or same_sheet(prints[a], prints[b]) is None
    }
    return [pair for pair in pairs if pair not in different]


def told(found: Twins, numbers: Collection[int]) -> list[Signalement]:
    """What is said of a dossier that holds the pages of these numbers. Nothing is left out for it:
    a copy may have been asked for."""
    return [
        Signalement(
            CODE,
            f"Les pages {one} et {other} de l'envoi montrent la même feuille : "
            "à ne compter qu'une fois.",
        )
        for one, other in found
        if one in numbers or other in numbers
    ]
