"""Barcodes on zxing's own samples: damaged, blurred, rotated, and pictures that hold none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.markdown import percent, table
from bench.real.pictures import IMAGES, first_page, thinned
from bench.shared import data
from extractors.marks.barcodes import find_barcodes
from models.errors import LiasseError

CONTROLS = re.compile(r"[\x00-\x20\u2400-\u2421]|<(?:RS|GS|EOT)>")
"""Control characters, as such or as zxing shows them."""
SAMPLES = 12
"""Pictures read of each folder."""
NONE = "falsepositives"
OURS = frozenset(
    {"ean13", "ean8", "upca", "code128", "code39", "code93", "itf", "codabar"}
    | {"qrcode", "datamatrix", "pdf417", "aztec"}
)
"""Folders (without their number) of the symbologies that the product reads."""


def report() -> str:
    folders: dict[str, list[Path]] = {}
    for folder in sorted(data("barcodes_zxing").iterdir()):
        symbology = folder.name.rpartition("-")[0]
        if symbology in OURS or symbology == NONE:
            folders.setdefault(symbology, []).extend(_pictures(folder))
    rows = []
    total = Counter[str]()
    for symbology, pictures in folders.items():
        taken = Counter(_outcome(path, symbology) for path in thinned(pictures, SAMPLES))
        total += taken
        rows.append((symbology, taken.total(), *_figures(taken)))
    rows.append(("**en tout**", total.total(), *_figures(total)))
    head = ["codes (zxing)", "images", "justes", "faux", "non lus", "justes"]
    return table(head, rows)


def _pictures(folder: Path) -> Iterable[Path]:
    """Those whose text is known; all of those that hold none."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in IMAGES and (
            folder.name.startswith(NONE) or path.with_suffix(".txt").is_file()
        ):
            yield path


def _outcome(path: Path, symbology: str) -> str:
    try:
        page = first_page(path)
    except LiasseError:
        return "non lu"
    found = {_bare(code.text) for code in find_barcodes(page.image, page.dpi)}
    if symbology == NONE:
        return "faux" if found else "juste"
    if not found:
        return "non lu"
    true = _bare(path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace"))
    return "juste" if true in found else "faux"


def _bare(text: str) -> str:
    """Without spaces and control characters, however written; an UPC-A as the EAN-13 that it is."""
    text = CONTROLS.sub("", text)
    return "0" + text if text.isdecimal() and len(text) == 12 else text


def _figures(taken: Counter[str]) -> tuple[object, ...]:
    share = taken["juste"] / taken.total() if taken else None
    return taken["juste"], taken["faux"], taken["non lu"], percent(share)
