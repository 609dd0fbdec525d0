"""Signatures are told from print, rules and handwriting; over a stamp both are seen."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from extractors.marks.pengroups import LOOKS
from extractors.marks.seen import find_marks
from extractors.marks.sheet import sheet
from extractors.marks.signatures import LINES, chosen, find_signatures
from models.geometry import Box
from models.reading import Ink, MarkKind, SeenMark
from tests.extractors.marks.drawing import BLACK, BLUE, VIOLET, Paper
from tests.extractors.marks.shared import shared_data


@pytest.mark.parametrize(("ink", "name"), [(BLACK, Ink.NOIRE), (BLUE, Ink.BLEUE)])
def test_a_signature_is_found_with_its_ink(ink: tuple[int, int, int], name: Ink) -> None:
    paper = Paper(2)
    paper.print_lines(30, 150)
    box = paper.signature(120, 180, ink=ink)
    found = find_signatures(sheet(paper.scanned(), 200), (), ())
    assert len(found) == 1
    assert found[0].box.iou(box) > 0.6
    assert found[0].ink is name


def test_a_signature_crosses_a_rule_and_print() -> None:
    paper = Paper(4)
    paper.print_lines(30, 150)
    paper.grid(110, 176, 1, 1, w=70, h=15)
    paper.text(120, 186, "Le directeur général", 3.4)
    box = paper.signature(122, 176)
    found = find_signatures(sheet(paper.scanned(skew=0.8), 200), (), ())
    assert len(found) == 1
    assert found[0].box.iou(box) > 0.5


@pytest.mark.parametrize("stamp_ink", [VIOLET, BLACK])
def test_a_signature_over_a_stamp_yields_both(stamp_ink: tuple[int, int, int]) -> None:
    paper = Paper(7)
    paper.print_lines(30, 120)
    stamp = paper.stamp(
        110,
        170,
        ["Dr ALAOUI", "Cardiologue", "Fes"],
        shape="round",
        ink=stamp_ink,
        w=38,
        strength=1.0,
    )
    pen = paper.signature(125, 185, 48, 18, BLUE)
    marks = find_marks(paper.scanned(), (), 200, ())
    stamps = [m for m in marks if m.kind is MarkKind.CACHET]
    signatures = [m for m in marks if m.kind is MarkKind.SIGNATURE]
    assert len(stamps) == len(signatures) == 1
    assert stamps[0].box.iou(stamp) > 0.6
    assert signatures[0].box.intersection(pen) > 0.4 * pen.area


def test_print_rules_and_frames_are_no_signatures() -> None:
    paper = Paper(8)
    paper.print_lines(40, 120)
    paper.grid(20, 130, 6, 8)
    paper.pen.ellipse([300, 1800, 700, 2000], outline=BLACK, width=2)
    assert find_signatures(sheet(paper.scanned(skew=0.5), 200), (), ()) == ()


def test_a_handwritten_page_is_not_full_of_signatures() -> None:
    paper = Paper(9)
    for row in range(20):
        paper.hand(
            22, 30 + row * 10, "amoxicilline gelule matin et soir pendant sept jours", 2.8, BLUE
        )
    assert len(find_signatures(sheet(paper.scanned(), 200), (), ())) <= 1


def test_real_signatures_are_found() -> None:
    """Without words; image_11's box in the truth holds no signature."""
    root = shared_data("fr_signatures_hyperlex") / "dataset"
    found = wrong = truth = 0
    for label in sorted((root / "per_img_labels").glob("*.json")):
        asset = json.loads(label.read_text(encoding="utf-8"))
        path = root / str(asset["asset"]["name"])
        if not path.exists() or path.name == "image_11.jpg":
            continue
        width, height = asset["asset"]["size"]["width"], asset["asset"]["size"]["height"]
        boxes: dict[str, list[Box]] = {"signature": [], "paraphe": []}
        for region in asset["regions"]:
            b = region["boundingBox"]
            box = Box(
                max(0, b["left"] / width), max(0, b["top"] / height),
                min(1, (b["left"] + b["width"]) / width), min(1, (b["top"] + b["height"]) / height),
            )  # fmt: skip
            boxes[region["tags"][0]].append(box)
        marks = find_signatures(sheet(np.asarray(Image.open(path).convert("RGB")), 200), (), ())
        known = boxes["signature"] + boxes["paraphe"]
        truth += len(boxes["signature"])
        found += sum(
            any(m.box.intersection(box) > 0.6 * m.box.area for m in marks)
            for box in boxes["signature"]
        )
        wrong += sum(
            not any(m.box.intersection(box) > 0.3 * m.box.area for box in known) for m in marks
        )
    assert truth >= 15
    assert found / truth >= 0.85
    assert wrong <= 4


@pytest.mark.parametrize(
    ("out", "rim", "sure"), [(5.0, 0.1, 0.9), (0.8, 0.1, LINES), (5.0, 0.3, LINES)]
)
def test_strokes_around_a_stamp_in_its_ink_are_sure_when_they_leave_it(
    out: float, rim: float, sure: float
) -> None:
    stamp = SeenMark(MarkKind.CACHET, Box(0.5, 0.6, 0.7, 0.7), 0.95, True, Ink.BLEUE)
    row = dict.fromkeys(LOOKS, 0.0) | {"out": out, "main_rim": rim, "across_rows": 1.0}
    group = Ink.BLEUE, Box(0.45, 0.58, 0.75, 0.72), list(row.values())
    (mark,) = chosen([group], np.array([0.9]), [stamp])
    assert mark.confidence == sure
