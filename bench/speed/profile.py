"""Where the processor's time goes while pages are read, in one process.

An engine called by another counts for the outer one. OpenCV's functions are called by our code a
thousand times a page: they are told apart, so that what is left is Python and numpy of our own.
"""

from __future__ import annotations

import inspect
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import cv2
import openvino
import zxingcpp
from rapidocr.ch_ppocr_det.utils import DBPostProcess

from bench.markdown import decimal, percent, table
from extractors.intake.kinds import Kind
from extractors.intake.pdf import PdfFile
from extractors.pages import source
from extractors.pages.reading import PageReader
from extractors.words.tesseract import TesseractReader
from extractors.words.text_layer import TextLayers

OURS = "notre code"
"""All that is none of the engines."""
ENGINES: dict[str, list[tuple[Any, str]]] = {
    "réseaux (OpenVINO)": [(openvino.InferRequest, "infer")],
    "PP-OCR (contours, rapidocr)": [(DBPostProcess, "__call__")],
    "Tesseract": [(TesseractReader, "read")],
    "codes-barres (zxing-cpp)": [(zxingcpp, "read_barcodes")],
    "rendu du PDF (pdfium)": [(PdfFile, "render")],
    "texte du PDF (pdfplumber)": [(TextLayers, "page")],
    "image gardée (JPEG)": [(source, "jpeg")],
    "OpenCV": [(cv2, name) for name in dir(cv2) if inspect.isbuiltin(getattr(cv2, name))],
}
"""What is called for each: holders and names. Methods of OpenCV's objects stay with our code."""


def profile(pdf: Path, dpi: int = 200) -> str:
    """A table of the processor seconds a page by engine, and of our own code around them."""
    spent: defaultdict[str, float] = defaultdict(float)
    reader = PageReader()
    reader.warm_up()
    with ExitStack() as patched, closing(source.SourcePages(pdf, Kind.PDF)) as pages:
        with closing(PdfFile(pdf)) as counted:
            count = counted.pages
        pages.read(reader, 0, dpi)
        clock = _Clock(spent)
        for name, called in ENGINES.items():
            for holder, attribute in called:
                patched.enter_context(clock.timing(name, holder, attribute))
        begun = _used()
        for index in range(count):
            pages.read(reader, index, dpi)
        total = _used() - begun
    spent[OURS] = total - sum(spent.values())
    rows = [
        (name, decimal(seconds / count, 3), percent(seconds / total))
        for name, seconds in sorted(spent.items(), key=lambda item: -item[1])
    ]
    rows.append(("en tout", decimal(total / count, 3), "100 %"))
    return table(["où va le temps", "s de processeur par page", "part"], rows)


class _Clock:
    """Counts the processor's time of what is called, of the outermost only."""

    def __init__(self, spent: dict[str, float]) -> None:
        self._spent = spent
        self._within = False

    @contextmanager
    def timing(self, name: str, holder: Any, attribute: str) -> Iterator[None]:
        real: Callable[..., Any] = getattr(holder, attribute)
        # only Tesseract is a command; what OpenCV does in microseconds bears no dearer clock
        used = _used if holder is TesseractReader else time.process_time

        def timed(*given: Any, **named: Any) -> Any:
            if self._within:
                return real(*given, **named)
            self._within, begun = True, used()
            try:
                return real(*given, **named)
            finally:
                self._spent[name] += used() - begun
                self._within = False

        with mock.patch.object(holder, attribute, timed):
            yield


def _used() -> float:
    """Processor seconds of this process and of the commands that it waited for."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system
