"""The runners: each reads the same pages as a command of its own, measured from outside.

What a runner does differs, and the table must say so: Tesseract and OCRmyPDF give text, liasse
also gives documents, fields, marks and dossiers.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from bench.evaluate.courier import command
from bench.machine import version_of
from bench.processes import PeakMemory
from bench.shared import AbsentData
from extractors.intake.kinds import Kind
from extractors.intake.render import open_source

DPI = 200
PROCESSES = 2
OCRMYPDF = "LIASSE_TEST_OCRMYPDF"
"""Variable that names an OCRmyPDF which is not on the path."""
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True, slots=True)
class Run:
    """One runner's measure. `why`: in French, why there is none."""

    name: str
    pages: int
    wall: float = 0.0
    processor: float = 0.0
    memory: int = 0
    why: str | None = None

    @property
    def pages_a_minute(self) -> float:
        return 60 * self.pages / self.wall

    @property
    def processor_a_page(self) -> float:
        return self.processor / self.pages


@dataclass(frozen=True, slots=True)
class Bag:
    """The pages of the race: a PDF, and each page of it as an image."""

    pdf: Path
    images: tuple[Path, ...]


def bag(pdf: Path, folder: Path) -> Bag:
    """`pdf` with its pages rendered into `folder` as PNG."""
    images = []
    with open_source(pdf, Kind.PDF) as source:
        for index in range(source.pages):
            path = folder / f"page-{index + 1:04d}.png"
            rendered = source.render(index, DPI).image
            cv2.imwrite(str(path), cv2.cvtColor(rendered, cv2.COLOR_RGB2BGR))
            images.append(path)
    return Bag(pdf, tuple(images))


def race(pages: Bag) -> list[Run]:
    """All runners, one after the other."""
    return [
        _start("liasse process", pages, lambda folder: _liasse(pages, folder)),
        _start(
            f"tesseract, {PROCESSES} processus", pages, lambda folder: _tesseract(pages, folder)
        ),
        _start(f"ocrmypdf --jobs {PROCESSES}", pages, lambda folder: _ocrmypdf(pages, folder)),
    ]


def peers() -> dict[str, str]:
    """Versions of the peers that are here."""
    found = {}
    if shutil.which("tesseract"):
        found["tesseract"] = version_of(["tesseract", "--version"])
    with contextlib.suppress(AbsentData):
        found["ocrmypdf"] = version_of([ocrmypdf(), "--version"])
    return found


def ocrmypdf() -> str:
    named = os.environ.get(OCRMYPDF) or shutil.which("ocrmypdf")
    if not named or not shutil.which(named):
        raise AbsentData(f"ocrmypdf absent (variable {OCRMYPDF} pour un autre chemin)")
    return named


def _liasse(pages: Bag, folder: Path) -> Sequence[str]:
    return [str(command()), "process", str(pages.pdf), "--data", str(folder / "donnees")]


def _tesseract(pages: Bag, folder: Path) -> Sequence[str]:
    if not shutil.which("tesseract"):
        raise AbsentData("tesseract absent")
    listing = folder / "pages.txt"
    listing.write_text("\n".join(map(str, pages.images)), encoding="utf-8")
    each = f"tesseract {{}} {folder}/$(basename {{}} .png) -l fra --dpi {DPI}"
    return ["xargs", "-a", str(listing), "-P", str(PROCESSES), "-I{}", "sh", "-c", each]


def _ocrmypdf(pages: Bag, folder: Path) -> Sequence[str]:
    line = [ocrmypdf(), "--jobs", str(PROCESSES), "-l", "fra", "--rotate-pages", "--deskew"]
    return [*line, str(pages.pdf), str(folder / "lu.pdf")]


def _start(name: str, pages: Bag, line: Callable[[Path], Sequence[str]]) -> Run:
    with tempfile.TemporaryDirectory(prefix="liasse-course-") as folder:
        try:
            return measured(name, len(pages.images), line(Path(folder)), ONE_THREAD)
        except AbsentData as absent:
            return Run(name, len(pages.images), why=f"ignoré: {absent}")


def measured(name: str, pages: int, line: Sequence[str], more: Mapping[str, str]) -> Run:
    """Wall and processor time and peak memory of a command with all that it starts."""
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        process = subprocess.Popen(
            line, stdout=said, stderr=subprocess.STDOUT, env={**os.environ, **more}
        )
        with PeakMemory(process.pid) as memory:
            # wait4 gives the use of the command and of all children that it waited for.
            _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            last = (said.read().decode("utf-8", "replace").strip() or "rien").splitlines()[-1]
            return Run(name, pages, why=f"code {process.returncode} : {last[:200]}")
    return Run(name, pages, wall, used.ru_utime + used.ru_stime, memory.bytes)
