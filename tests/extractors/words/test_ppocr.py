"""The recognition model cut down to our characters still reads, and reads nothing else."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors.inference import FloatArray
from extractors.words.ppocr import recogniser as recogniser_module
from extractors.words.ppocr.recogniser import (
    Character,
    LineReading,
    LineRecogniser,
    probabilities,
    probabilities_by_hand,
)
from extractors.words.ppocr.session import (
    HAND,
    by_hand,
    is_ours,
    models_present,
    recogniser,
)

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


def test_what_learnt_handwriting_answers_as_the_shipped_model_does() -> None:
    """As many steps, the same classes, and print read as well."""
    strip = np.full((64, 900, 3), 255, np.uint8)
    cv2.putText(strip, "TOTAL 1 234,50 DH", (12, 46), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 3)
    shipped, learnt = probabilities(strip, 1.2), probabilities_by_hand(strip, 1.2)
    assert shipped.shape == learnt.shape
    assert np.abs(learnt.sum(1) - 1).max() < 0.02
    assert np.abs(shipped - learnt).max() > 1e-3, "it learnt nothing"
    (line,) = LineRecogniser().read_by_hand([strip])
    assert line.text.replace(" ", "") == "TOTAL1234,50DH"


def test_what_the_reader_of_hands_is_sure_of_is_not_shown_to_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[float] = []

    def counted(strip: recogniser_module.Image, stretch: float = 1.0) -> FloatArray:
        shown.append(stretch)
        return probabilities(strip, stretch)

    monkeypatch.setattr(recogniser_module, "probabilities", counted)
    doubtful = LineReading(tuple(Character(c, 0, 1, 0.9) for c in "TOTAI"))
    strip = np.full((64, 900, 3), 255, np.uint8)
    cv2.putText(strip, "TOTAL 1 234,50 DH", (12, 46), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 3)
    for enough, shown_to_the_other in ((0.5, []), (1.0, [recogniser_module.STRETCH])):
        monkeypatch.setattr(recogniser_module, "SURE_BY_HAND", enough)
        LineRecogniser().look_again([strip], [doubtful])
        assert shown == shown_to_the_other


def test_weights_learnt_from_another_model_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with np.load(HAND) as learnt:
        weights = {name: learnt[name] for name in learnt.files}
    weights["a layer that is not there"] = weights.pop(next(iter(weights)))
    other = tmp_path / "other.npz"
    np.savez(other, allow_pickle=False, **weights)
    monkeypatch.setattr("extractors.words.ppocr.session.HAND", other)
    with pytest.raises(RuntimeError, match="not learnt from"):
        by_hand.__wrapped__()
