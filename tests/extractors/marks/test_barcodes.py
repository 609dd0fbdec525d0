"""Codes are read at any size and turn, once each, and nothing is read in print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from extractors.marks.barcodes import find_barcodes
from extractors.marks.bars import bar_patches
from tests.extractors.marks.drawing import Paper
from tests.extractors.marks.shared import shared_data


def _page(text: str, kind: str, scale: int, turn: float = 0.0, blur: float = 0.5) -> np.ndarray:
    page = np.full((2339, 1654, 3), 250, np.uint8)
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind)).to_image(
        scale=scale
    )
    code = np.pad(np.array(made), 20 * scale, constant_values=255)
    if code.shape[0] < 60:
        code = np.repeat(code, 3, axis=0)
    h, w = code.shape
    middle = np.full((max(h, w) * 2, max(h, w) * 2), 250, np.uint8)
    y, x = (middle.shape[0] - h) // 2, (middle.shape[1] - w) // 2
    middle[y : y + h, x : x + w] = code
    spin = cv2.getRotationMatrix2D((middle.shape[1] / 2, middle.shape[0] / 2), turn, 1)
    turned = cv2.warpAffine(middle, spin, middle.shape[::-1], borderValue=(250,))
    page[600 : 600 + turned.shape[0], 200 : 200 + turned.shape[1]] = turned[..., None]
    return cv2.GaussianBlur(page, (0, 0), blur)


@pytest.mark.parametrize("turn", [0, 90, 180, 7])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("6118000100010", "EAN13"),
        ("LIASSE:SEP:DOSSIER", "QRCode"),
        ("AB-1234", "Code128"),
        ("ABCDEF12", "DataMatrix"),
    ],
)
def test_a_code_is_read_once_with_a_box_around_it(text: str, kind: str, turn: float) -> None:
    if kind == "EAN13":
        text = text[:12] + str(
            (10 - sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(text[:12]))) % 10
        )
    codes = find_barcodes(_page(text, kind, 3, turn), 200)
    assert [(c.text, c.symbology) for c in codes] == [(text, kind)]
    assert 0.1 < codes[0].box.x0 < codes[0].box.x1 < 0.9


def test_print_holds_no_code() -> None:
    paper = Paper(3)
    paper.print_lines(20, 280)
    page = paper.scanned()
    assert find_barcodes(page, 200) == ()
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    assert bar_patches(grey, 200 / 25.4) == ()


def test_an_image_of_a_few_pixels_holds_no_code() -> None:
    assert find_barcodes(np.zeros((1, 1, 3), np.uint8), 200) == ()


def test_real_codes_are_read_and_false_ones_are_not() -> None:
    root = shared_data("barcodes_zxing")
    read = {}
    for folder in ("code128-1", "code39-1", "pdf417-2", "qrcode-2", "datamatrix-1", "ean13-1"):
        images = [p for p in sorted((root / folder).iterdir()) if p.suffix not in (".txt", ".bin")]
        good = 0
        for path in images:
            page = cv2.imread(str(path))
            if page is not None:
                good += bool(find_barcodes(np.ascontiguousarray(page[:, :, ::-1]), 200))
        read[folder] = good / len(images)
    assert min(read[k] for k in ("code128-1", "code39-1", "pdf417-2")) >= 0.95, read
    assert min(read.values()) >= 0.6, read
    for path in sorted((root / "falsepositives-1").iterdir()):
        page = cv2.imread(str(path))
        if page is not None:
            assert find_barcodes(np.ascontiguousarray(page[:, :, ::-1]), 200) == (), path.name
