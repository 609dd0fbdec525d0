"""Tesseract, through pytesseract: a second opinion on print, and Arabic."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import pytesseract

from extractors.words.reader import Image
from models.errors import StepFailed
from models.geometry import Box
from models.reading import How, Word

TIMEOUT = 60
"""Seconds a page may take."""


@cache
def installed_languages() -> frozenset[str]:
    """Languages that the machine's Tesseract has, empty when there is no Tesseract."""
    if shutil.which("tesseract") is None:
        return frozenset()
    return frozenset(pytesseract.get_languages(config=""))


@cache
def version() -> str:
    return str(pytesseract.get_tesseract_version()).split()[0]


@dataclass(frozen=True, slots=True)
class TesseractReader:
    """Reads in `languages` (Tesseract's codes). `segmentation` is its `--psm`: 3 finds the
    lines of a page, 7 takes the image for one line."""

    languages: tuple[str, ...] = ("fra",)
    segmentation: int = 3

    @property
    def name(self) -> str:
        return f"tesseract-{version()}-{'+'.join(self.languages)}"

    def available(self) -> bool:
        return set(self.languages) <= installed_languages()

    def read(self, image: Image, dpi: int) -> tuple[Word, ...] | None:
        """Words of an RGB page; raises `StepFailed` when Tesseract fails or takes too long."""
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        # Writing an uncompressed file ourselves: a PIL image would go through PNG, three
        # times slower than the reading itself.
        with tempfile.TemporaryDirectory(prefix="liasse-") as folder:
            path = Path(folder) / "page.pgm"
            cv2.imwrite(str(path), cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
            try:
                table = pytesseract.image_to_data(
                    str(path),
                    lang="+".join(self.languages),
                    config=f"--psm {self.segmentation} --dpi {dpi}",
                    timeout=TIMEOUT,
                    output_type=pytesseract.Output.DICT,
                )
            except (pytesseract.TesseractError, RuntimeError) as error:
                raise StepFailed("Le lecteur Tesseract n'a pas pu lire cette page.") from error
        return _words(table, image.shape[1], image.shape[0])


def _words(table: dict[str, list[str | int | float]], width: int, height: int) -> tuple[Word, ...]:
    words: list[Word] = []
    lines: dict[tuple[int, int, int], int] = {}
    for row, text in enumerate(table["text"]):
        confidence = float(table["conf"][row])
        if confidence < 0 or not str(text).strip():
            continue
        key = (
            int(table["block_num"][row]),
            int(table["par_num"][row]),
            int(table["line_num"][row]),
        )
        left, top = int(table["left"][row]), int(table["top"][row])
        words.append(
            Word(
                text=str(text).strip(),
                box=Box(
                    left / width,
                    top / height,
                    min(1.0, (left + int(table["width"][row])) / width),
                    min(1.0, (top + int(table["height"][row])) / height),
                ),
                confidence=confidence / 100,
                how=How.OCR,
                line=lines.setdefault(key, len(lines)),
            )
        )
    return tuple(words)
