"""Character error on lines of real French handwriting, cut by the rectangles of their ALTO files.

`fr_hand_copiste`: a page is (nearly always) a writer's own, so the spread over pages is that over
writers; every other page served to choose how we read («choix»), the rest only to report («réserve»). `fr_hand_cremma_mss20`: a folder is one writer. Words struck out are read as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

from bench.markdown import percent, table
from bench.real.errors import CharacterError
from bench.real.pictures import pixels, thinned
from bench.real.readers import LineReader, readers
from bench.shared import data
from extractors.words.reader import Image

PAGES = 20
"""Pages read of each set at most."""
AROUND = 6
"""Pixels of the page around a line's rectangle."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line's rectangle in pixels and what is written in it."""

    x: int
    y: int
    width: int
    height: int
    text: str

    def cut(self, page: Image) -> Image:
        top, left = max(0, self.y - AROUND), max(0, self.x - AROUND)
        return page[top : self.y + self.height + AROUND, left : self.x + self.width + AROUND]


@dataclass(frozen=True, slots=True)
class PageErrors:
    """One page by one reader: as written, and letters alone."""

    writer: str
    reader: str
    strict: CharacterError
    letters: CharacterError


def report() -> str:
    copiste = sorted(data("fr_hand_copiste", "alto").glob("*.xml"))
    sets = {
        "copiste, choix": copiste[0::2],
        "copiste, réserve": copiste[1::2],
        "cremma": sorted(data("fr_hand_cremma_mss20").rglob("*.xml")),
    }
    rows: list[Sequence[object]] = []
    known = readers()
    for name, files in sets.items():
        pages = [page for path in thinned(files, PAGES) for page in _page(path, known)]
        for reader in known:
            mine = [page for page in pages if page.reader == reader.name]
            rows.append((name, reader.name, *_figures(mine)))
        if name == "cremma":
            rows += _by_writer(pages)
    head = ["écriture", "lecteur", "pages", "caractères", "erreur", "lettres seules"]
    head += ["page médiane", "meilleure", "pire"]
    return table(head, rows, 2)


def lines(path: Path) -> Iterable[Line]:
    """The lines of an ALTO file that have text."""
    for line in ElementTree.parse(path).iterfind(".//{*}TextLine"):
        words = [word.get("CONTENT") or "" for word in line.iterfind(".//{*}String")]
        text = " ".join(words).replace(">", "").replace("<", "").strip()
        x, y, width, height = (
            round(float(line.get(side) or 0)) for side in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
        )
        if text and width > 8 and height > 8:
            yield Line(x, y, width, height, text)


def _page(path: Path, known: Sequence[LineReader]) -> Iterable[PageErrors]:
    picture = next(p for p in pictures(path) if p.is_file())
    page = pixels(picture)
    found = list(lines(path))
    writer = picture.parent.name if picture.parent == path.parent else picture.stem
    for reader in known:
        strict = letters = CharacterError()
        for line in found:
            read = reader.line(line.cut(page))
            strict += CharacterError.of(read, line.text)
            letters += CharacterError.of_letters(read, line.text)
        yield PageErrors(writer, reader.name, strict, letters)


def pictures(path: Path) -> Iterable[Path]:
    """Where the picture of an ALTO file may be: each set has its own habit."""
    name = path.with_suffix(".jpg").name
    yield path.with_suffix(".jpg")
    yield from (folder / name for folder in sorted(path.parent.parent.iterdir()) if folder.is_dir())
    yield path.parent.parent / name


def _by_writer(pages: Sequence[PageErrors]) -> Iterable[Sequence[object]]:
    for writer, reader in sorted({(p.writer, p.reader) for p in pages}):
        mine = [p for p in pages if (p.writer, p.reader) == (writer, reader)]
        yield (f"– {writer[:28]}", reader, *_figures(mine))


def _figures(pages: Sequence[PageErrors]) -> Sequence[object]:
    strict = sum((p.strict for p in pages), CharacterError())
    letters = sum((p.letters for p in pages), CharacterError())
    rates = sorted(p.strict.rate or 0.0 for p in pages)
    return (
        len(pages),
        strict.length,
        percent(strict.rate),
        percent(letters.rate),
        percent(median(rates) if rates else None),
        percent(rates[0] if rates else None),
        percent(rates[-1] if rates else None),
    )
