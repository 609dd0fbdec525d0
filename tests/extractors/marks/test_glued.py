"""Glued price labels, and photographs."""

from __future__ import annotations

import numpy as np
import zxingcpp
from PIL import Image

from extractors.marks.barcodes import find_barcodes
from extractors.marks.photo import find_photos
from extractors.marks.sheet import sheet
from extractors.marks.vignettes import find_vignettes
from models.geometry import Box
from models.reading import How, MarkKind, Word
from tests.extractors.marks.drawing import MM, Paper


def _label(paper: Paper, x: float, y: float) -> tuple[Box, Word]:
    made = zxingcpp.create_barcode("6118000100010", zxingcpp.BarcodeFormat.EAN13).to_image(scale=3)
    code = np.array(made)
    paper.canvas.paste(
        Image.fromarray(code).resize((round(34 * MM), round(14 * MM))),
        (round(x * MM), round(y * MM)),
    )
    paper.text(x, y - 5, "PPV 54,30 DH", 4)
    return paper.box(x, y - 5, 34, 19), Word("PPV", paper.box(x, y - 5, 8, 4), 0.95, How.OCR, 1)


def test_labels_are_found_by_their_bars_and_price() -> None:
    paper = Paper(1)
    labels = [_label(paper, 30, 40), _label(paper, 110, 40)]
    page = paper.scanned()
    marks = find_vignettes(sheet(page, 200), tuple(w for _, w in labels), find_barcodes(page, 200))
    assert len(marks) == 2
    for box, _ in labels:
        assert max(mark.box.intersection(box) / box.area for mark in marks) > 0.7
    assert all(mark.kind is MarkKind.VIGNETTE and mark.confidence > 0.6 for mark in marks)


def test_print_holds_no_label() -> None:
    paper = Paper(2)
    paper.print_lines(30, 200)
    assert find_vignettes(sheet(paper.scanned(), 200), ()) == ()


def test_a_portrait_is_a_photo_and_a_printed_block_is_not() -> None:
    paper = Paper(3)
    rng = np.random.default_rng(0)
    small = rng.integers(60, 200, (9, 7, 3), np.uint8)
    portrait = Image.fromarray(small).resize(
        (round(35 * MM), round(45 * MM)), Image.Resampling.BICUBIC
    )
    paper.canvas.paste(portrait, (round(150 * MM), round(30 * MM)))
    paper.pen.rectangle([20 * MM, 120 * MM, 55 * MM, 165 * MM], fill=(30, 60, 140))
    paper.print_lines(180, 260)
    marks = find_photos(sheet(paper.scanned(), 200))
    assert len(marks) == 1
    assert marks[0].box.iou(paper.box(150, 30, 35, 45)) > 0.8


def test_portraits_that_touch_are_as_many_photos() -> None:
    paper = Paper(4)
    rng = np.random.default_rng(1)
    small = rng.integers(60, 200, (18, 14, 3), np.uint8)
    four = Image.fromarray(small).resize((round(72 * MM), round(92 * MM)), Image.Resampling.BICUBIC)
    paper.canvas.paste(four, (round(60 * MM), round(30 * MM)))
    marks = find_photos(sheet(paper.scanned(), 200))
    assert len(marks) == 4
    for x, y in ((60, 30), (96, 30), (60, 76), (96, 76)):
        assert max(mark.box.iou(paper.box(x, y, 36, 46)) for mark in marks) > 0.8
