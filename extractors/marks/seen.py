"""All marks of one page: the finders put together."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.marks.barcodes import find_barcodes
from extractors.marks.boxes import find_boxes
from extractors.marks.frames import find_segments, page_tilt
from extractors.marks.photo import find_photos
from extractors.marks.sheet import Image, sheet
from extractors.marks.signatures import find_signatures
from extractors.marks.stamps import find_stamps
from extractors.marks.vignettes import find_vignettes
from models.geometry import Box
from models.reading import Barcode, SeenMark, Word


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
    segments = find_segments(page.small_grey, page.colour_mm)
    tilt = page_tilt(segments)
    stamps = tuple(m for m in find_stamps(page, words, segments) if not _within(m.box, pictures))
    signatures = tuple(
        m for m in find_signatures(page, words, stamps, tilt) if not _within(m.box, pictures)
    )
    round_about = [*pictures, *(mark.box for mark in stamps)]
    boxes = tuple(m for m in find_boxes(page, words, tilt) if not _within(m.box, round_about))
    return (*stamps, *signatures, *boxes, *labels, *photos)


def _within(box: Box, pictures: Sequence[Box]) -> bool:
    return any(
        box.intersection(picture.grown(0.006, 0.004)) > 0.6 * box.area for picture in pictures
    )
