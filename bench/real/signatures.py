"""Signatures found on real company papers, against boxes drawn by others (IoU of 0.3 and more)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.evaluate.counts import Counts
from bench.markdown import percent, table
from bench.real.pictures import first_page
from bench.shared import data
from extractors.pages.reading import PageReader
from models.geometry import Box
from models.reading import MarkKind

IOU = 0.3
SIGNATURE, INITIALS = "signature", "paraphe"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box drawn by a person around a signature or initials."""

    kind: str
    box: Box


def report() -> str:
    """Precision is over all finds, each right when it meets a signature or initials."""
    reader = PageReader()
    counts = {SIGNATURE: Counts(), INITIALS: Counts()}
    finds = right = pages = 0
    overlooked: list[str] = []
    for picture, drawn in papers():
        rendered = first_page(picture)
        page = reader.read(rendered.image, rendered.dpi).reading
        boxes = [m.box for m in page.marks if m.kind is MarkKind.SIGNATURE]
        upright = [Drawn(d.kind, d.box.turned(page.rotation)) for d in drawn]
        met = pairs(upright, boxes)
        for number, one in enumerate(upright):
            counts[one.kind].right += number in met
            counts[one.kind].missing += number not in met
        if missing := sum(n not in met and d.kind == SIGNATURE for n, d in enumerate(upright)):
            overlooked.append(f"{picture.name} ({missing})")
        finds, right, pages = finds + len(boxes), right + len(met), pages + 1
    rows: list[Sequence[object]] = [
        (kind, c.right + c.missing, c.right, percent(c.recall)) for kind, c in counts.items()
    ]
    found = percent(right / finds if finds else None)
    return (
        table(["signatures (hyperlex)", "tracées", "trouvées", "rappel"], rows)
        + f"\n\n{pages} pages ; {finds} trouvailles, dont justes {right} (précision {found})."
        + (f" Signatures manquées : {', '.join(overlooked)}." if overlooked else "")
    )


def papers() -> Iterable[tuple[Path, list[Drawn]]]:
    """The pages that are there, with their boxes as fractions."""
    folder = data("fr_signatures_hyperlex", "dataset")
    for path in sorted((folder / "per_img_labels").glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        picture = folder / label["asset"]["name"]
        if picture.is_file():
            size = label["asset"]["size"]
            yield (
                picture,
                [
                    _drawn(r, size)
                    for r in label["regions"]
                    if r["tags"][0] in (SIGNATURE, INITIALS)
                ],
            )


def pairs(drawn: Sequence[Drawn], found: Sequence[Box]) -> dict[int, int]:
    """Drawn boxes met by finds, the best overlap first, each once."""
    overlaps = sorted(
        ((d.box.iou(box), n, m) for n, d in enumerate(drawn) for m, box in enumerate(found)),
        reverse=True,
    )
    met: dict[int, int] = {}
    for overlap, number, find in overlaps:
        if overlap >= IOU and number not in met and find not in met.values():
            met[number] = find
    return met


def _drawn(region: dict[str, object], size: dict[str, float]) -> Drawn:
    box = region["boundingBox"]
    tags = region["tags"]
    assert isinstance(box, dict)
    assert isinstance(tags, list)
    x0, y0 = box["left"] / size["width"], box["top"] / size["height"]
    x1, y1 = x0 + box["width"] / size["width"], y0 + box["height"] / size["height"]
    return Drawn(tags[0], Box(max(0.0, x0), max(0.0, y0), min(1.0, x1), min(1.0, y1)))
