"""Pages of courier with kept readings and images, and the marks that the truth has on them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extractors.marks.seen import find_marks
from models.geometry import Box
from models.reading import PageReading
from storage.records import codec

Place = tuple[Path, str, int]
"""Courier, source and number of a page."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page: its place, image file and reading."""

    place: Place
    picture: Path
    reading: PageReading

    def seen_anew(self) -> PageReading:
        """The reading with the marks that are seen on the image today."""
        picture = cv2.imread(str(self.picture))
        assert picture is not None
        image = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
        known = self.reading
        return replace(known, marks=find_marks(image, known.words, known.dpi, known.barcodes))


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
    for source in _truth(courier)["sources"]:
        kept = json.loads(gzip.decompress((readings / f"{source['sha256']}.json.gz").read_bytes()))
        for number, data in kept.items():
            picture = readings / source["sha256"] / f"{number}.jpg"
            reading = codec.page_reading_from_json(data)
            if not reading.blank and picture.is_file():
                yield Paper((courier, source["source"], int(number)), picture, reading)


def _truth(courier: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((courier / "truth.json").read_text(encoding="utf-8"))
    return found


def _box(place: Mapping[str, Any]) -> Box:
    return Box(*(min(1.0, max(0.0, value)) for value in place["box"]))
