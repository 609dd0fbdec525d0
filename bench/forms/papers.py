"""The papers of a courier whose pages' readings are kept, each with its truth."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.evaluate.courier import find_sources, truth_file
from bench.evaluate.inputs import SEPARATORS, TrueDocument, TrueField, load_truth
from models.documents import document_type
from models.geometry import Box
from models.reading import Document, Field, How, PageReading
from storage.records import codec

WRITTEN = {"checkbox": How.CASE_COCHEE, "deduced": How.DEDUIT}


@dataclass(frozen=True)
class Paper:
    """A true document with the readings of its pages, by their number in the envoi."""

    truth: TrueDocument
    readings: Mapping[int, PageReading]
    images: Path
    """Folder of the pages' images."""

    @property
    def family(self) -> str:
        return self.truth.family

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(key.page for key in self.truth.order)


def papers(couriers: Iterable[tuple[Path, Path]]) -> list[Paper]:
    """Every document of these couriers (folder, kept readings) that says something."""
    found: list[Paper] = []
    for folder, kept in couriers:
        truth = load_truth(truth_file(folder))
        places = find_sources(folder, truth)
        digests = {
            name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in places.items()
        }
        read = {name: _read(kept / f"{digest}.json.gz") for name, digest in digests.items()}
        for document in truth.documents:
            source = document.order[0].source
            numbers = [key.page for key in document.order]
            if document.type in SEPARATORS or not all(n in read[source] for n in numbers):
                continue
            readings = {number: read[source][number] for number in numbers}
            found.append(Paper(document, readings, kept / digests[source]))
    return found


def corrected(paper: Paper, *, places: bool = True) -> Document:
    """The paper as a person leaves it who has corrected all. `places`: who also showed where."""
    kind = document_type(paper.truth.type)
    fields = {
        name: _field(field, paper.pages[field.page - 1], places)
        for name, field in paper.truth.fields.items()
        if name in kind.fields and field.accepted[0] not in (None, "")
    }
    return Document(paper.pages, paper.truth.type, 1.0, fields=fields)


def _field(field: TrueField, page: int, places: bool) -> Field:
    how = WRITTEN.get(field.source, How.RELECTEUR)
    value = field.accepted[0]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    box = Box(*field.box) if field.box and places else None
    return Field(text, text, 1.0, page if box else None, box, how)


def _read(path: Path) -> dict[int, PageReading]:
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {int(n): codec.page_reading_from_json(r) for n, r in json.load(file).items()}
