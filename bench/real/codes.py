"""Barcodes on zxing's own samples: damaged, blurred, rotated, and pictures that hold none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from time import process_time

from bench.markdown import percent, table
from bench.real.pictures import IMAGES, first_page
from bench.shared import data
from extractors.marks.barcodes import find_barcodes
from models.errors import LiasseError

CONTROLS = re.compile(r"[\x00-\x20\u2400-\u2421]|<[A-Z][A-Z0-9]{1,2}>")
"""Control characters, as such or as zxing shows them."""
GS1 = re.compile(r"\((\d{2,4})\)")
"""An application identifier as zxing shows it; the truth has its digits alone."""
NO_TRUTH = frozenset(
    {"datamatrix-3/dm-2x2-b.webp"}  # its truth says «unknown»
    | {"ean13-2/23.webp", "ean13-2/28.webp"}  # the number printed under the bars is another
    | {"ean8-1/single-line.png", "itf-1/with-tail.png"}  # 1 and 4 pixels high: not pictures
)
ILLEGIBLE = frozenset(
    {"ean13-2/02.webp", "upca-2/10.webp", "upca-5/01.webp"}  # out of focus
    | {f"qrcode-4/{n}.webp" for n in ("05", "13", "30", "31", "33")}  # on crumpled cloth
)
"""Read by none of some 150 treatments (size, turn, contrast, threshold) of zxing-cpp, nor by the
decoders of OpenCV."""
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
    total, legible = Counter[str](), Counter[str]()
    for symbology, pictures in folders.items():
        started = process_time()
        outcomes = {path: _outcome(path, symbology) for path in pictures}
        spent = (process_time() - started) / max(1, len(pictures))
        taken = Counter(outcomes.values())
        total += taken
        legible += Counter(o for path, o in outcomes.items() if _name(path) not in ILLEGIBLE)
        rows.append((symbology, taken.total(), *_figures(taken), f"{spent:.3f}"))
    rows.append(("**en tout**", total.total(), *_figures(total), ""))
    rows.append(("**des lisibles**", legible.total(), *_figures(legible), ""))
    head = ["codes (zxing)", "images", "justes", "faux", "non lus", "justes", "s de processeur"]
    return table(head, rows)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _pictures(folder: Path) -> Iterable[Path]:
    """Those whose text is known; all of those that hold none."""
    for path in sorted(folder.iterdir()):
        if _name(path) in NO_TRUTH:
            continue
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
    text = GS1.sub(r"\1", CONTROLS.sub("", text))
    return "0" + text if text.isdecimal() and len(text) == 12 else text


def _figures(taken: Counter[str]) -> tuple[object, ...]:
    share = taken["juste"] / taken.total() if taken else None
    return taken["juste"], taken["faux"], taken["non lu"], percent(share)
