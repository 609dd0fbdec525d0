"""Stamps and signatures of a page, seen by a small network: `python -m bench.marks.network` taught it.

It looks at the page at 75 dots an inch, where no word can be read: a stamp is told by its look alone,
in any ink, under a pen and over print.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import openvino
from openvino.preprocess import PrePostProcessor

from extractors.inference import FloatArray, Network
from extractors.marks.sheet import Image, Sheet, softly_resized
from models.geometry import MM_PER_INCH, Box
from models.reading import MarkKind, SeenMark

LEARNED: Final = Path(__file__).parent / "data" / "marks.xml"
DPI: Final = 75
CELL: Final = 8
"""Pixels of a side of what the network answers for."""
MULTIPLE: Final = 64
"""Sides are filled up to multiples of so many pixels: the network halves them five times, and each new
size costs it time."""
KINDS: Final = (MarkKind.CACHET, MarkKind.SIGNATURE)
LEAST: Final = 0.1
"""Chance from which a mark is told at all."""
MOST_SURE: Final = 0.97
SAME: Final = 0.35
"""Intersection over union of two boxes of one mark, …"""
WITHIN: Final = 0.7
"""… or the share of the smaller one."""
PART, OVER = 0.3, 0.12
"""Chance of what may be a part of a signature, and share of the smaller part that lies over another."""


def stamps_and_signatures(image: Image, page: Sheet) -> tuple[SeenMark, ...]:
    """Those of the upright page in RGB, the most certain first. `page` is made from `image`."""
    scale = DPI / MM_PER_INCH * page.width_mm / image.shape[1]
    small = softly_resized(image, scale)
    height, width = small.shape[:2]
    filled = np.full((_up(height), _up(width), 3), 255, np.uint8)
    filled[:height, :width] = small
    answers = _network()(filled[np.newaxis])[0]
    marks = [
        SeenMark(kind, box, min(MOST_SURE, round(chance, 3)), True)
        for number, kind in enumerate(KINDS)
        for chance, box in _whole(
            kind, _boxes(answers[number], answers[2 + 4 * number :][:4], (width, height))
        )
    ]
    return tuple(sorted(marks, key=lambda mark: -mark.confidence))


def _boxes(
    chances: FloatArray, sides: FloatArray, size: tuple[int, int]
) -> Sequence[tuple[float, Box]]:
    """Chance and box of each mark of one kind: the likeliest of the cells that tell of it.

    `chances`: rows × columns of cells; `sides`: the same for the way in cells from a cell's middle to
    the left, upper, right and lower side.
    """
    rows, columns = np.nonzero(chances >= LEAST)
    middle = np.stack([columns, rows, columns, rows], axis=1) + 0.5
    away = sides[:, rows, columns].T * np.array([-1, -1, 1, 1])
    width, height = size
    fractions = (middle + away) * CELL / np.array([width, height, width, height])
    found: list[tuple[float, Box]] = []
    for i in np.argsort(-chances[rows, columns], kind="stable"):
        x0, y0, x1, y1 = np.clip(fractions[i], 0.0, 1.0).tolist()
        if x1 <= x0 or y1 <= y0:
            continue
        box = Box(x0, y0, x1, y1)
        if not any(_same(box, other) for _, other in found):
            found.append((float(chances[rows[i], columns[i]]), box))
    return found


def _whole(kind: MarkKind, found: Sequence[tuple[float, Box]]) -> Sequence[tuple[float, Box]]:
    """The marks, a large signature put together: it is told in parts that lie over one another."""
    if kind is not MarkKind.SIGNATURE:
        return found
    whole: list[tuple[float, Box]] = []
    for chance, box in found:
        for i, (sure, other) in enumerate(whole):
            shared = box.intersection(other)
            if chance >= PART and shared > OVER * min(box.area, other.area):
                whole[i] = sure, Box.around((box, other))
                break
        else:
            whole.append((chance, box))
    return whole


def _same(one: Box, other: Box) -> bool:
    shared = one.intersection(other)
    return one.iou(other) > SAME or shared > WITHIN * min(one.area, other.area)


def _up(pixels: int) -> int:
    return -(-pixels // MULTIPLE) * MULTIPLE


@cache
def _network() -> Network:
    """Pages (1, height, width, 3) in bytes to (1, 10, height / 8, width / 8): two chances, two times
    four sides."""
    model = openvino.Core().read_model(str(LEARNED))
    steps = PrePostProcessor(model)
    given, wanted = steps.input().tensor(), steps.input().model()
    given.set_element_type(openvino.Type.u8).set_layout(openvino.Layout("NHWC"))
    wanted.set_layout(openvino.Layout("NCHW"))
    steps.input().preprocess().convert_element_type(openvino.Type.f32).scale(255.0)
    return Network(steps.build())
