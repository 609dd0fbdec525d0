"""The words a PDF carries: where they show, and whether they are believed."""

from __future__ import annotations

import io

import numpy as np
import pytest

from extractors.intake.kinds import Kind
from extractors.intake.render import open_source
from extractors.words.plausible import looks_like_language
from extractors.words.text_layer import TextLayers, believable, text_layer
from models.reading import How, Rotation
from tests.extractors.intake.deposits import Box, line, pdf, picture, shared_folder

LETTER = (
    "Madame Monsieur nous vous prions de trouver la facture des soins pour votre dossier avec les "
    "pieces qui sont dans cette enveloppe et le montant total du reglement par virement sur votre compte"
)


def page_of_text(text: str = LETTER, **options: object) -> bytes:
    words = text.split()
    lines = [" ".join(words[at : at + 5]) for at in range(0, len(words), 5)]
    content = "".join(line(each, 60, 500 - 20 * n) for n, each in enumerate(lines))
    return pdf(content, **options)  # type: ignore[arg-type]


def test_words_in_reading_order_with_their_lines() -> None:
    words = text_layer(pdf(line("Total 120,50", 60, 300) + line("Facture F-12", 60, 500)), 0)
    assert words is not None
    assert [(w.text, w.line) for w in words] == [
        ("Facture", 0),
        ("F-12", 0),
        ("Total", 1),
        ("120,50", 1),
    ]
    assert {w.how for w in words} == {How.TEXTE_PDF}
    assert {w.confidence for w in words} == {0.99}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("media", "crop"),
    [
        ((0, 0, 400, 600), None),
        ((0, 0, 400, 600), (30, 250, 390, 560)),
        ((-40, 70, 420, 620), (20, 90, 300, 700)),
    ],
)
def test_boxes_lie_where_the_ink_is(rotate: int, media: Box, crop: Box | None) -> None:
    data = pdf(line("IMMATRICULATION", 60, 500), media=media, crop=crop, rotate=rotate)
    with TextLayers(data) as layers:
        page = layers.page(0)
    assert page is not None
    (word,) = page.words
    assert word.text == "IMMATRICULATION"
    assert page.rotation == Rotation(-rotate)
    with open_source(data, Kind.PDF) as source:
        image = source.render(0, 144).image
    rows, columns = np.nonzero(image.min(axis=2) < 128)
    height, width = image.shape[:2]
    ink = (columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height)
    box = (word.box.x0, word.box.y0, word.box.x1, word.box.y1)
    assert ink == pytest.approx(box, abs=0.025)


def test_text_outside_the_crop_box_is_not_there() -> None:
    content = line("VISIBLE", 60, 500) + line("ROGNE", 60, 20)
    words = text_layer(pdf(content, crop=(0, 100, 400, 600)), 0)
    assert words is not None
    assert [w.text for w in words] == ["VISIBLE"]


@pytest.mark.parametrize(("a", "b", "c", "d"), [(0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)])
def test_text_drawn_sideways_is_read_and_its_turn_is_told(a: int, b: int, c: int, d: int) -> None:
    content = f"BT /F1 14 Tf {a} {b} {c} {d} 200 300 Tm (Facture numero douze) Tj ET"
    with TextLayers(pdf(content)) as layers:
        page = layers.page(0)
    assert page is not None
    assert [w.text for w in page.words] == ["Facture", "numero", "douze"]
    assert page.rotation == {(0, 1): 90, (-1, 0): 180, (0, -1): 270}[(a, b)]


def test_a_page_of_letters_is_believed() -> None:
    assert text_layer(page_of_text(), 0) is not None


def test_a_page_without_text_has_no_layer() -> None:
    assert text_layer(pdf("0 0 1 rg 10 10 50 50 re f"), 0) is None
    assert text_layer(pdf(""), 0) is None
    assert text_layer(pdf(""), 7) is None


def test_what_was_typed_into_a_form_is_among_the_words() -> None:
    widget = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (EL MANSOURI) /DA (/F1 12 Tf 0 g)"
        " /Rect [120 495 300 515] /F 4 >>"
    )
    data = pdf(line("Nom :", 60, 500), annotations="90 0 R", extra={90: widget})
    words = text_layer(data, 0)
    assert words is not None
    assert [(w.text, w.line) for w in words] == [("Nom", 0), (":", 0), ("EL", 0), ("MANSOURI", 0)]
    assert 0.29 <= words[2].box.x0 <= 0.31


def test_ocr_hidden_under_a_scan_is_not_believed() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    for mode in (0, 3):
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(400, 600))
        text = canvas.beginText(60, 500)
        text.setTextRenderMode(mode)
        for at in range(0, len(LETTER), 50):
            text.textLine(LETTER[at : at + 50])
        canvas.drawText(text)
        canvas.drawImage(ImageReader(picture()), 0, 0, 400, 600)
        canvas.save()
        with TextLayers(out.getvalue()) as layers:
            page = layers.page(0)
        assert page is not None
        assert not believable(page.words, page)


def test_hidden_text_without_a_scan_is_not_believed() -> None:
    assert text_layer(pdf("BT /F1 14 Tf 3 Tr 60 500 Td (Facture invisible) Tj ET"), 0) is None


@pytest.mark.parametrize("size", ["/F1 0 Tf 60 400 Td", "/F1 12 Tf 1 0 0 0 60 400 Tm"])
def test_text_of_no_height_is_not_there(size: str) -> None:
    hidden = f"BT {size} (Total 9999,00) Tj ET\n"
    words = text_layer(pdf(line("Facture du mois de mars") + hidden), 0)
    assert words is not None
    assert [w.text for w in words] == ["Facture", "du", "mois", "de", "mars"]
    assert text_layer(pdf(hidden), 0) is None


def test_mojibake_and_shifted_alphabets_are_not_believed() -> None:
    assert text_layer(page_of_text("DÃ©signation QuantitÃ© AssurÃ©"), 0) is None
    shifted = "".join(chr(ord(c) - 29) if c.isalpha() else c for c in LETTER)
    assert not looks_like_language(shifted.split())
    caesar = "".join(chr((ord(c) - 97 + 7) % 26 + 97) if c.islower() else c for c in LETTER)
    assert not looks_like_language(caesar.split() * 3)


def test_figures_drugs_and_arabic_are_believed() -> None:
    assert looks_like_language(["120,50", "1", "204587613", "12/05/2025"] * 30)
    drugs = "AUGMENTIN DOLIPRANE AMOXICILLINE SPASFON VENTOLINE CARDIX GLUCOPHAGE LEVOTHYROX"
    assert looks_like_language((drugs + " boite total montant ").split() * 6)
    assert looks_like_language(["ورقة", "العلاجات", "الطبية", "للمؤمن", "له"] * 20)


@pytest.mark.parametrize("folder", ["facturx_fr", "invoice2data"])
def test_real_born_digital_invoices_are_believed(folder: str) -> None:
    for path in sorted(shared_folder(folder).rglob("*.pdf")):
        words = text_layer(path, 0)
        assert words is not None, path.name
        assert len(words) > 50, path.name


def test_real_layers_made_by_ocr_are_not_believed() -> None:
    folder = shared_folder("peer_ocrmypdf")
    for name in ("graph_ocred.pdf", "type3_font_nomapping.pdf", "truetype_font_nomapping.pdf"):
        assert text_layer(next(folder.rglob(name)), 0) is None, name
