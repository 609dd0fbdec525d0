"""A searchable PDF: the picture as it was, our words where they stand, whichever way it is turned."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pdfplumber
import pytest

from extractors.intake.kinds import Kind
from extractors.pages.searchable import SearchablePdf
from extractors.pages.source import KeptPage, jpeg
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word
from tests.extractors.intake.deposits import line, pdf

WORDS = (
    Word("Montant", Box(0.10, 0.20, 0.30, 0.23), 0.9, How.OCR, 0),
    Word("réglé", Box(0.305, 0.20, 0.42, 0.23), 0.9, How.OCR, 0),
    Word("1 200,50", Box(0.60, 0.80, 0.80, 0.83), 0.9, How.OCR, 1),
)


def kept(rotation: int = 0, reader: str = "lecture/2 pp-ocrv6-small") -> KeptPage:
    turned = rotation in (90, 270)
    width, height = (600, 400) if turned else (400, 600)
    image = np.full((height, width, 3), 240, np.uint8)
    reading = PageReading(
        Rotation(rotation), 0.99, 0.0, False, width, height, 72, WORDS, reader=reader
    )
    return KeptPage(reading, jpeg(image))


def written(tmp_path: Path, source: bytes, kind: Kind, page: KeptPage) -> Path:
    origin, out = tmp_path / "source", tmp_path / "lu.pdf"
    origin.write_bytes(source)
    with closing(SearchablePdf()) as searchable:
        searchable.add(origin, kind, 0, page)
        searchable.save(out)
    return out


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("already", [0, 90])
def test_words_stand_where_they_were_read(tmp_path: Path, rotation: int, already: int) -> None:
    out = written(tmp_path, pdf("", rotate=already), Kind.PDF, kept(rotation))
    with pdfplumber.open(out) as document:
        (page,) = document.pages
        assert page.rotation == (already + rotation) % 360
        if (already + rotation) % 360 == 0:
            assert page.extract_text() == "Montant réglé\n1 200,50"
            first = page.extract_words()[0]
            assert first["x0"] == pytest.approx(0.10 * 400, abs=2)
            assert first["x1"] == pytest.approx(0.30 * 400, abs=4)
            assert first["bottom"] == pytest.approx(0.23 * 600, abs=6)
        letters = "".join(c["text"] for c in page.chars).replace(" ", "")
        assert sorted(letters) == sorted("Montantréglé1200,50")
        assert all(0 <= c["x0"] <= page.width and 0 <= c["top"] <= page.height for c in page.chars)


@pytest.mark.parametrize("crop", [(-100, -200, 900, 1000), (0, 0, 400, 600), (50, 100, 350, 700)])
def test_a_crop_box_counts_as_far_as_the_page_goes(
    tmp_path: Path, crop: tuple[int, int, int, int]
) -> None:
    out = written(tmp_path, pdf("", crop=crop), Kind.PDF, kept())
    with pdfplumber.open(out) as document:
        first = document.pages[0].extract_words()[0]
    left, right = max(0, crop[0]), min(400, crop[2])
    foot, head = max(0, crop[1]), min(600, crop[3])
    assert first["x0"] == pytest.approx(left + 0.10 * (right - left), abs=2)
    assert first["bottom"] == pytest.approx(600 - head + 0.23 * (head - foot), abs=6)


@pytest.mark.parametrize("text", ["فاتورة", "Ω", "\ud800", ""])
def test_words_that_the_font_cannot_write_are_left_out(tmp_path: Path, text: str) -> None:
    page = kept()
    words = (replace(WORDS[0], text=text), *WORDS[1:], replace(WORDS[0], text="Œuvre", line=2))
    page = replace(page, reading=replace(page.reading, words=words))
    out = written(tmp_path, pdf(""), Kind.PDF, page)
    with pdfplumber.open(out) as document:
        letters = "".join(c["text"] for c in document.pages[0].chars).replace(" ", "")
    assert sorted(letters) == sorted("réglé1200,50Œuvre")


def test_a_picture_becomes_a_page_of_its_size(tmp_path: Path) -> None:
    page = kept()
    out = written(tmp_path, page.image, Kind.JPEG, page)
    with pdfplumber.open(out) as document:
        (sheet,) = document.pages
        assert (sheet.width, sheet.height) == (400, 600)
        assert len(sheet.images) == 1
        assert sheet.extract_text() == "Montant réglé\n1 200,50"


def test_a_believed_text_layer_is_not_doubled(tmp_path: Path) -> None:
    page = kept(reader="lecture/2 texte_pdf")
    out = written(tmp_path, pdf(line("Facture")), Kind.PDF, page)
    with pdfplumber.open(out) as document:
        assert document.pages[0].extract_text() == "Facture"


def test_hidden_words_of_an_earlier_reader_give_way(tmp_path: Path) -> None:
    hidden = "BT /F1 12 Tf 3 Tr 40 500 Td (vieux) Tj ET"
    out = written(tmp_path, pdf(hidden), Kind.PDF, replace(kept()))
    with pdfplumber.open(out) as document:
        text = document.pages[0].extract_text()
    assert "vieux" not in text
    assert "Montant réglé" in text
