"""Pages of courier with kept readings and images, and the marks that the truth has on them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extractors.marks.frames import Segment, find_segments
from extractors.marks.sheet import Sheet, sheet
from models.geometry import Box
from models.reading import PageReading
from storage.records import codec

Place = tuple[Path, str, int]
"""Courier, source and number of a page."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page: its place, image file, reading, the layout that it is of, and the boxes of its true marks."""

    place: Place
    picture: Path
    reading: PageReading
    family: str
    stamps: tuple[Box, ...]
    signatures: tuple[Box, ...]

    def looked_at(self) -> tuple[Sheet, tuple[Segment, ...]]:
        """The page made ready for the finders, and its straight strokes."""
        picture = cv2.imread(str(self.picture))
        assert picture is not None
        page = sheet(
            np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8), self.reading.dpi
        )
        return page, find_segments(page.small_grey, page.colour_mm)


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its type, layout and pages, whether it truly bears the mark of each role, and where."""

    type: str
    family: str
    pages: tuple[Place, ...]
    marks: Mapping[str, bool]
    boxes: Mapping[str, tuple[int, Box]]
    """Of each role that is there, number of its page and box."""


def documents(couriers: Sequence[Path]) -> list[Document]:
    """The documents of each courier that marks are asked of."""
    return [
        Document(
            found["type"],
            found["family"],
            tuple((courier, found["source"], number) for number in found["pages"]),
            found["marks"],
            {
                role: (found["pages"][place["page"] - 1], _box(place))
                for role, place in (found.get("mark_boxes") or {}).items()
            },
        )
        for courier in couriers
        for found in _truth(courier)["documents"]
        if found["marks"]
    ]


def papers(couriers: Sequence[Path], readings: Sequence[Path]) -> list[Paper]:
    """The pages of each courier that are not blank and whose image was kept."""
    return [paper for pair in zip(couriers, readings, strict=True) for paper in _of_courier(*pair)]


def _of_courier(courier: Path, readings: Path) -> Iterator[Paper]:
    truth = _truth(courier)
    marked: dict[tuple[str, int], list[tuple[str, Box]]] = {}
    families: dict[tuple[str, int], str] = {}
    for document in truth["documents"]:
        for number in document["pages"]:
            families[document["source"], number] = document["family"]
        for role, place in (document.get("mark_boxes") or {}).items():
            key = document["source"], document["pages"][place["page"] - 1]
            marked.setdefault(key, []).append((role.partition("_")[0], _box(place)))
    for source in truth["sources"]:
        kept = json.loads(gzip.decompress((readings / f"{source['sha256']}.json.gz").read_bytes()))
        for number, data in kept.items():
            key = source["source"], int(number)
            picture = readings / source["sha256"] / f"{number}.jpg"
            reading = codec.page_reading_from_json(data)
            if reading.blank or not picture.is_file():
                continue
            true = marked.get(key, [])
            yield Paper(
                (courier, *key),
                picture,
                reading,
                families.get(key, ""),
                tuple(box for genre, box in true if genre == "cachet"),
                tuple(box for genre, box in true if genre == "signature"),
            )


def _truth(courier: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((courier / "truth.json").read_text(encoding="utf-8"))
    return found


def _box(place: Mapping[str, Any]) -> Box:
    return Box(*(min(1.0, max(0.0, value)) for value in place["box"]))
