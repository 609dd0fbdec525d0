"""One sheet scanned twice is told from the same form filled in for two people."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw

from extractors.pages.duplicates import SKETCH, Fingerprint, duplicates, fingerprint
from extractors.words.reader import Image
from models.geometry import Box
from models.reading import How, PageReading, Rotation, Word
from tests.extractors.paper import font

FORM = (
    "Feuille de soins maladie",
    "Organisme gestionnaire cadre réservé",
    "Nom et prénom de l'assuré",
    "Numéro d'immatriculation",
    "Nature des actes pratiqués",
    "Cachet et signature du médecin",
    "Montant total des honoraires",
)
KARIM = {2: "BENNANI Karim", 3: "204587613", 6: "350,00"}
SALMA = {2: "TAZI Salma", 3: "204587998", 6: "420,00"}


def scanned(
    values: dict[int, str],
    lean: float = 0.0,
    shift: int = 0,
    seed: int = 0,
    misread: dict[str, str] | None = None,
    form: Sequence[str] = FORM,
    scribble: int | None = None,
) -> Fingerprint:
    """A form as it was scanned, and the words read on it."""
    page = Picture.new("RGB", (1240, 1754), (250, 250, 250))
    draw, letters = ImageDraw.Draw(page), font(26)
    placed: list[tuple[str, tuple[float, float, float, float]]] = []
    for number, line in enumerate(form):
        x = 120.0
        for text in [*line.split(), *values.get(number, "").split()]:
            place = (x, 150 + 180 * number)
            draw.text(place, text, fill=(20, 20, 20), font=letters)
            placed.append((text, draw.textbbox(place, text, font=letters)))
            x += letters.getlength(text + "  ")
    if scribble is not None:
        pen = np.random.default_rng(scribble).uniform((150, 900), (900, 1500), (14, 2))
        draw.line([(float(a), float(b)) for a, b in pen], fill=(20, 30, 120), width=5)
    spin = cv2.getRotationMatrix2D((620, 877), lean, 1)
    spin[:, 2] += shift
    image = cv2.warpAffine(np.asarray(page), spin, page.size, borderValue=(250, 250, 250))
    noise = np.random.default_rng(seed).normal(0, 4, image.shape)
    image = np.clip(image + noise, 0, 255).astype(np.uint8)
    words = []
    for line_number, (text, (x0, y0, x1, y1)) in enumerate(placed):
        corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]) @ spin[:, :2].T + spin[:, 2]
        low, high = corners.min(axis=0) / page.size, corners.max(axis=0) / page.size
        box = Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        read = (misread or {}).get(text, text)
        words.append(Word(read, box, 0.97, How.OCR, line_number))
    return fingerprint(reading(words, image), image)


def reading(words: Sequence[Word], image: Image, blank: bool = False) -> PageReading:
    return PageReading(
        rotation=Rotation(0),
        rotation_confidence=0.9,
        skew=0.0,
        blank=blank,
        width=image.shape[1],
        height=image.shape[0],
        dpi=150,
        words=tuple(words),
    )


def test_a_sheet_scanned_again_askew_is_found() -> None:
    pages = [scanned(KARIM), scanned(SALMA), scanned(KARIM, lean=1.2, shift=15, seed=1)]
    (pair,) = duplicates(pages)
    assert (pair.first, pair.second) == (0, 2)
    assert pair.score > 0.8


def test_one_form_filled_in_for_two_people_is_no_pair() -> None:
    assert duplicates([scanned(KARIM), scanned(SALMA)]) == ()


def test_one_other_number_read_surely_is_no_pair() -> None:
    later = {**KARIM, 6: "380,00"}
    assert duplicates([scanned(KARIM), scanned(later)]) == ()


def test_a_letter_misread_does_not_hide_the_pair() -> None:
    again = scanned(KARIM, seed=2, lean=-0.8, misread={"BENNANI": "BENNAN1", "actes": "acfes"})
    assert len(duplicates([scanned(KARIM), again])) == 1


def test_ink_that_nobody_read_tells_two_sheets_apart() -> None:
    pages = [scanned(KARIM, scribble=1), scanned(KARIM, scribble=2), scanned(KARIM)]
    assert duplicates(pages) == ()
    assert len(duplicates([scanned(KARIM, scribble=1), scanned(KARIM, scribble=1, seed=3)])) == 1


def test_blank_pages_and_pages_of_few_words_are_never_pairs() -> None:
    white = np.full((1754, 1240, 3), 250, np.uint8)
    blank = fingerprint(reading([], white, blank=True), white)
    assert blank.sketch == ()
    few = scanned({}, form=("Copie conforme",))
    assert duplicates([blank, blank, few, few]) == ()


def test_sketches_of_one_sheet_share_most_of_their_numbers() -> None:
    one, again = scanned(KARIM), scanned(KARIM, lean=1.0, misread={"BENNANI": "BENNAN1"})
    equal = sum(a == b for a, b in zip(one.sketch, again.sketch, strict=True))
    assert equal > 0.6 * SKETCH
