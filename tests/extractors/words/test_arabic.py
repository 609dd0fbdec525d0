"""Which lines are shown to the reader of Arabic, and what is believed of its answer."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.words import arabic
from extractors.words.arabic import may_be_arabic, read_arabic
from extractors.words.reader import Image
from models.reading import Word
from tests.extractors.sheets import at

LINE = np.full((40, 400, 3), 255, np.uint8)


class Answers:
    """A Tesseract that gives these words."""

    def __init__(self, *words: Word) -> None:
        self._words = words

    def available(self) -> bool:
        return True

    def read(self, image: Image, dpi: int) -> tuple[Word, ...]:
        assert image.shape[0] > LINE.shape[0]
        return self._words


def answer(monkeypatch: pytest.MonkeyPatch, confidence: float, *texts: str) -> None:
    words = at(0.5, *((0.1 + 0.2 * n, text) for n, text in enumerate(texts)), confidence=confidence)
    monkeypatch.setattr(arabic, "_READER", Answers(*words))


def test_only_long_lines_that_latin_cannot_read_are_tried() -> None:
    assert may_be_arabic(LINE, 0.5)
    assert not may_be_arabic(LINE, 0.97)
    assert not may_be_arabic(np.full((40, 60, 3), 255, np.uint8), 0.5)


def test_arabic_read_surely_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, 0.8, "المملكة", "المغربية")
    words = read_arabic(LINE, 200)
    assert [word.text for word in words] == ["المملكة", "المغربية"]
    assert all(0 <= word.box.x0 <= word.box.x1 <= 1 for word in words)


@pytest.mark.parametrize(
    ("confidence", "texts"),
    [(0.3, ("المملكة",)), (0.9, ("Royaume", "المغربية")), (0.9, ("١٢",)), (0.9, ())],
)
def test_anything_else_is_not(
    monkeypatch: pytest.MonkeyPatch, confidence: float, texts: tuple[str, ...]
) -> None:
    answer(monkeypatch, confidence, *texts)
    assert read_arabic(LINE, 200) == ()
