"""Where the processor's time goes while pages are read, in one process."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import openvino
import zxingcpp

from bench.markdown import decimal, percent, table
from extractors.intake.kinds import Kind
from extractors.intake.pdf import PdfFile
from extractors.pages import source
from extractors.pages.reading import PageReader
from extractors.words.tesseract import TesseractReader
from extractors.words.text_layer import TextLayers

OURS = "notre code"
"""All that is none of the engines."""
ENGINES = {
    "PP-OCR (OpenVINO)": (openvino.InferRequest, "infer"),
    "Tesseract": (TesseractReader, "read"),
    "codes-barres (zxing-cpp)": (zxingcpp, "read_barcodes"),
    "rendu du PDF (pdfium)": (PdfFile, "render"),
    "texte du PDF (pdfplumber)": (TextLayers, "page"),
    "image gardée (JPEG)": (source, "jpeg"),
}
"""What is called for each: holder and name."""


def profile(pdf: Path, dpi: int = 200) -> str:
    """A table of the processor seconds a page by engine, and of our own code around them."""
    spent: defaultdict[str, float] = defaultdict(float)
    reader = PageReader()
    reader.warm_up()
    with ExitStack() as patched, closing(source.SourcePages(pdf, Kind.PDF)) as pages:
        with closing(PdfFile(pdf)) as counted:
            count = counted.pages
        pages.read(reader, 0, dpi)
        for name, (holder, attribute) in ENGINES.items():
            patched.enter_context(_timed(spent, name, holder, attribute))
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


@contextmanager
def _timed(
    spent: defaultdict[str, float], name: str, holder: Any, attribute: str
) -> Iterator[None]:
    real: Callable[..., Any] = getattr(holder, attribute)

    def timed(*given: Any, **named: Any) -> Any:
        begun = _used()
        try:
            return real(*given, **named)
        finally:
            spent[name] += _used() - begun

    with mock.patch.object(holder, attribute, timed):
        yield


def _used() -> float:
    """Processor seconds of this process and of the commands that it waited for."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system
