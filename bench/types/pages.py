"""The pages that types are learnt from: scans of a split with their kept readings, and the corpus."""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.types.spoil import spoiled
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word
from storage.records import codec

WIDTHS = {"": (1654, 2339), "a5": (1165, 1654), "ticket": (646, 1496), "land": (2339, 1654)}
"""Pixels of each paper size at 200 dpi."""


@dataclass(frozen=True, slots=True)
class Example:
    """A page of a known type. `place`: 0 for the first page of its document."""

    reading: PageReading
    type: str
    family: str
    place: int
    source: str
    number: int
    document: str


def all_scanned(couriers: Sequence[Path], readings: Sequence[Path]) -> list[Example]:
    """The pages of several splits, each with the readings kept of it."""
    found: list[Example] = []
    for courier, kept in zip(couriers, readings, strict=True):
        name = courier.name
        found += [
            replace(e, source=f"{name}/{e.source}", document=f"{name}/{e.document}")
            for e in scanned(courier, kept)
        ]
    return found


def scanned(courier: Path, readings: Path) -> list[Example]:
    """Every page of a split whose reading is kept (`bench.evaluate --readings`)."""
    truth = json.loads((courier / "truth.json").read_text(encoding="utf-8"))
    of = {
        (document["source"], number): (document, place)
        for document in truth["documents"]
        for place, number in enumerate(document["pages"])
    }
    found: list[Example] = []
    for source in truth["sources"]:
        path = readings / f"{source['sha256']}.json.gz"
        if not path.exists():
            continue
        kept = json.loads(gzip.decompress(path.read_bytes()))
        for number in sorted(map(int, kept)):
            document, place = of[(source["source"], number)]
            found.append(
                Example(
                    codec.page_reading_from_json(kept[str(number)]),
                    document["type"],
                    document.get("family", "inconnue"),
                    place,
                    source["source"],
                    number,
                    document["id"],
                )
            )
    return found


def printed(corpus: Path, seed: str) -> Iterator[Example]:
    """Every page of `bench.types.corpus`, spoiled more or less."""
    rng = random.Random(seed)
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        for paper, line in enumerate(file):
            row = json.loads(line)
            width, height = WIDTHS.get(row["size"], WIDTHS[""])
            for place, words in enumerate(row["pages"]):
                whole = [
                    Word(text, Box(x0, y0, x1, y1), 0.9, How.OCR, number)
                    for text, x0, y0, x1, y1, number in words
                    if x0 < x1 and y0 < y1
                ]
                reading = PageReading(
                    Rotation(0), 0.99, 0.0, not whole, width, height, 200, tuple(whole)
                )
                kept = tuple(spoiled(whole, rng, rng.random()))
                yield Example(
                    replace(reading, words=kept),
                    row["type"],
                    row["family"],
                    place,
                    "corpus" if row.get("dossier") else f"corpus-{paper}",
                    paper,
                    f"corpus-{paper}",
                )


def arguments(told: str | None, place: str) -> argparse.Namespace:
    """What both trainings are told: what to learn from, what to check on, whether to write."""
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--courier", type=Path, nargs="+", required=True)
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--check-readings", type=Path)
    parser.add_argument("--write", action="store_true", help=f"écrire dans {place}")
    return parser.parse_args()
