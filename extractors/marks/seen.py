"""All marks of one page: the finders put together."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.marks.barcodes import find_barcodes
from extractors.marks.boxes import find_boxes
from extractors.marks.network import stamps_and_signatures
from extractors.marks.photo import find_photos
from extractors.marks.segments import find_segments, page_tilt
from extractors.marks.sheet import Image, sheet
from extractors.marks.vignettes import find_vignettes
from models.geometry import Box
from models.reading import Barcode, MarkKind, SeenMark, Word


def find_marks(
    image: Image,
    words: tuple[Word, ...],
    dpi: int,
    barcodes: Sequence[Barcode] | None = None,
) -> tuple[SeenMark, ...]:
    """Stamps, signatures, tick boxes, glued labels and photos of a page.

    `image` is the upright page in RGB at `dpi`; boxes are fractions of it. `words` help to
    tell pen from print. `barcodes` are what `find_barcodes` gave for the page; without them
    it is asked again. Pure: the same page gives the same marks.
    """
    if min(image.shape[:2]) < 16:
        return ()
    codes = find_barcodes(image, dpi) if barcodes is None else barcodes
    page = sheet(image, dpi)
    photos = find_photos(page, words)
    labels = find_vignettes(page, words, codes)
    pictures = [mark.box for mark in (*photos, *labels)] + [code.box for code in codes]
    inked = tuple(m for m in stamps_and_signatures(image, page) if not _within(m.box, pictures))
    stamps = [mark.box for mark in inked if mark.kind is MarkKind.CACHET]
    tilt = page_tilt(find_segments(page.small_grey, page.small_mm))
    round_about = [*pictures, *stamps]
    boxes = tuple(m for m in find_boxes(page, words, tilt) if not _within(m.box, round_about))
    return (*inked, *boxes, *labels, *photos)


def _within(box: Box, pictures: Sequence[Box]) -> bool:
    return any(
        box.intersection(picture.grown(0.006, 0.004)) > 0.6 * box.area for picture in pictures
    )
