"""Errors on real printed papers: lines of receipts, words of forms and invoices.

`sroie`: receipts, lines cut by their boxes → character error. `funsd` (scanned forms), `facturx_fr`
(French invoices, rendered and compared with their own text layer) and two of Tesseract's pages: the
words of the whole page found again, whatever their order. None but `facturx_fr` is French.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.markdown import percent, table
from bench.real.errors import CharacterError, WordCounts
from bench.real.pictures import first_page, pixels, thinned
from bench.real.readers import LineReader, readers
from bench.shared import data
from extractors.words.text_layer import text_layer

PAGES = 6
LINES = 150
Row = Sequence[object]


def report() -> str:
    known = readers()
    first = table(["reçus (sroie)", "lignes", "erreur", "lettres seules"], _receipts(known))
    pages = {
        "facturx_fr": list(_invoices()),
        "funsd": list(_forms()),
        "pages de Tesseract": list(_peer_pages()),
    }
    rows = [row for name, papers in pages.items() for row in _found_again(name, papers, known)]
    head = ["pages entières", "lecteur", "pages", "mots", "retrouvés", "justes parmi les lus"]
    return f"{first}\n\n{table(head, rows, 2)}"


def _receipts(known: Sequence[LineReader]) -> Iterable[Row]:
    """Lines spread over the receipts, read by each reader."""
    boxes: list[tuple[Path, tuple[int, int, int, int], str]] = []
    for path in sorted(data("sroie", "box").glob("*.csv")):
        picture = next((p for p in data("sroie").rglob(f"{path.stem}.jpg")), None)
        if picture is None:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                corners = [int(float(v)) for v in row[:8]]
                box = (
                    min(corners[0::2]),
                    min(corners[1::2]),
                    max(corners[0::2]),
                    max(corners[1::2]),
                )
                boxes.append((picture, box, ",".join(row[8:])))
    chosen = thinned(boxes, LINES)
    for reader in known:
        strict = letters = CharacterError()
        shown: Path | None = None
        for picture, (x0, y0, x1, y1), text in chosen:
            if picture != shown:
                page, shown = pixels(picture), picture
            strip = page[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2]
            if not strip.size:
                continue
            read = reader.line(strip)
            strict += CharacterError.of(read, text)
            letters += CharacterError.of_letters(read, text)
        yield reader.name, len(chosen), percent(strict.rate), percent(letters.rate)


def _found_again(
    name: str, papers: Sequence[tuple[Path, str]], known: Sequence[LineReader]
) -> Iterable[Row]:
    for reader in known:
        counts = WordCounts()
        for path, text in papers:
            page = first_page(path)
            counts += WordCounts.of(reader.page(page.image, page.dpi), text)
        ratios = percent(counts.recall), percent(counts.precision)
        yield name, reader.name, len(papers), counts.true, *ratios


def _invoices() -> Iterable[tuple[Path, str]]:
    for path in thinned(sorted(data("facturx_fr").rglob("*.pdf")), PAGES):
        words = text_layer(path, 0)
        if words:
            yield path, " ".join(word.text for word in words)


def _forms() -> Iterable[tuple[Path, str]]:
    for path in thinned(sorted(data("funsd").rglob("*.json")), PAGES):
        form = json.loads(path.read_text(encoding="utf-8"))["form"]
        picture = path.parent.parent / "images" / f"{path.stem}.png"
        yield picture, " ".join(word["text"] for part in form for word in part["words"])


def _peer_pages() -> Iterable[tuple[Path, str]]:
    folder = data("peer_tesseract")
    for picture, text in (
        ("phototest.tif", "phototest.gold.txt"),
        ("eurotext.tif", "eurotext.txt"),
    ):
        if (folder / picture).is_file() and (folder / text).is_file():
            yield folder / picture, (folder / text).read_text(encoding="utf-8")
