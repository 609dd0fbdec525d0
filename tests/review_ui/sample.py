"""The sample courier as an office to work in: its recorded readings, and its pages as images."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps

from bench.kills import RECEIVED
from flows.workplace import Workplace, open_workplace
from models.entities import Page, SourceFile
from models.settings import Settings
from storage.records import blobs
from tests.flows.golden import make

NOON = datetime.fromisoformat(RECEIVED)
DPI = 100


def sample_office(home: Path) -> Iterator[Workplace]:
    """The sample read, understood and assembled, as `liasse process` would have left it."""
    with open_workplace(Settings(home=home)) as place:
        make.replay(place)
        with place.database.transaction() as session:
            for file in session.query(SourceFile):
                pages = session.query(Page).filter_by(source_file_id=file.id).all()
                for page, image in zip(pages, _images(place, file, pages), strict=True):
                    data = _jpeg(image.rotate(-page.rotation, expand=True))
                    sha256 = place.blobs.put(data)
                    blobs.record(session, sha256, size=len(data), media_type="image/jpeg")
                    page.image_sha256 = sha256
        yield place


def _images(place: Workplace, file: SourceFile, pages: list[Page]) -> Iterator[Image.Image]:
    data = place.blobs.get(file.sha256)
    if file.kind != "pdf":
        for _ in pages:
            yield ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
        return
    document = pypdfium2.PdfDocument(data)
    for page in pages:
        yield document[page.index].render(scale=DPI / 72).to_pil().convert("RGB")
    document.close()


def _jpeg(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=75)
    return made.getvalue()
