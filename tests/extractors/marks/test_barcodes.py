"""Codes are read at any size and turn, once each, and nothing is read in print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from extractors.marks.barcodes import find_barcodes
from extractors.marks.bars import bar_patches, barred
from extractors.marks.ean import read_ean13
from extractors.pages.source import opened
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


def test_two_labels_side_by_side_are_both_read_even_with_one_number() -> None:
    one = _page("6118000020158", "EAN13", 3)
    page = np.full((2339, 1654, 3), 250, np.uint8)
    code = one[_inked(one)]
    height, width = code.shape[:2]
    page[600 : 600 + height, 200 : 200 + width] = code
    page[600 : 600 + height, 280 + width : 280 + 2 * width] = code
    found = find_barcodes(page, 200)
    assert [c.text for c in found] == ["6118000020158", "6118000020158"]
    assert found[0].box.x1 < found[1].box.x1


def test_bars_too_blurred_to_be_told_apart_are_weighed_as_a_whole() -> None:
    page = _page("6118000020158", "EAN13", 4, blur=3.2)
    found = find_barcodes(page, 200)
    assert [(c.text, c.symbology) for c in found] == [("6118000020158", "EAN13")]


@pytest.mark.parametrize("blur", [3.0, 4.5, 6.0])
def test_a_blurred_code_is_read_right_or_not_at_all(blur: float) -> None:
    for text in ("6118000020158", "6118001181629", "5000213101025", "0023942431015"):
        found = find_barcodes(_page(text, "EAN13", 4, blur=blur), 200)
        assert {c.text for c in found} <= {text}, (text, blur)


@pytest.mark.parametrize("text", ["6118000020158", "0023942431015", "9780345348036"])
def test_the_weighing_agrees_with_the_number_and_its_mirror(text: str) -> None:
    cut = _page(text, "EAN13", 4)[..., 0]
    bars = cut[_inked(cut[..., None])]
    bars = np.pad(bars, ((0, 0), (40, 40)), constant_values=250)
    assert read_ean13(np.ascontiguousarray(bars)) == text
    assert read_ean13(np.ascontiguousarray(bars[:, ::-1])) == text


def test_ruled_columns_are_no_bars() -> None:
    cut = np.full((80, 400), 250, np.uint8)
    cut[:, ::40] = 20
    assert not barred(cut)


def test_a_crumpled_code_is_looked_at_again() -> None:
    path = shared_data("barcodes_zxing") / "qrcode-4" / "09.webp"
    page = opened(path.read_bytes())
    assert page is not None
    assert [c.symbology for c in find_barcodes(page, 200)] == ["QRCode"]


def _inked(image: np.ndarray) -> tuple[slice, slice]:
    rows, columns = np.nonzero(image[..., 0] < 128)
    return slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)


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
