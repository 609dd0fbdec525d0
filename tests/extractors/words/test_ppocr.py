"""The recognition model cut down to our characters still reads, and reads nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.words.ppocr.recogniser import LineRecogniser
from extractors.words.ppocr.session import is_ours, models_present, recogniser

pytestmark = pytest.mark.skipif(not models_present(), reason="modèles PP-OCR absents")


@pytest.mark.parametrize("character", "aZ0éÈçœŒ€°’«»%/µ☑ ")
def test_what_french_forms_bear_is_kept(character: str) -> None:
    assert is_ours(character)
    assert character in recogniser()[1]


@pytest.mark.parametrize("character", "中の：한Ωд")
def test_other_scripts_cannot_be_read(character: str) -> None:
    assert character not in recogniser()[1]


def test_each_class_still_stands_for_its_character() -> None:
    strip = np.full((64, 900, 3), 255, np.uint8)
    cv2.putText(strip, "TOTAL 1 234,50 DH - 09/11", (12, 46), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 3)
    (line,) = LineRecogniser().read([strip])
    assert line.text == "TOTAL 1 234,50 DH - 09/11"
    assert 0.9 < line.confidence <= 1
    assert line.characters[-1].x1 < 0.95
