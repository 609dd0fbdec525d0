"""A learned form as people can look at it: its printed words, and boxes where its values stand."""

from __future__ import annotations

import cv2
import numpy as np

from models.forms import FormPage
from models.geometry import Box

HEIGHT = 1400
"""Pixels of a page."""
INK, PLACE = (90, 90, 90), (170, 60, 20)
"""Colours (BGR) of printed words and of places."""
FONT = cv2.FONT_HERSHEY_SIMPLEX


def pictured(pages: tuple[FormPage, ...]) -> bytes:
    """The pages side by side, as PNG."""
    sheets = [_sheet(page) for page in pages]
    return cv2.imencode(".png", np.hstack(sheets))[1].tobytes()


def _sheet(page: FormPage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    width = max(1, round(HEIGHT * page.aspect))
    sheet = np.full((HEIGHT, width, 3), 255, np.uint8)
    cv2.rectangle(sheet, (0, 0), (width - 1, HEIGHT - 1), INK, 1)

    def corners(box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
        return (
            (round(box.x0 * width), round(box.y0 * HEIGHT)),
            (round(box.x1 * width), round(box.y1 * HEIGHT)),
        )

    for anchor in page.anchors:
        (x0, y0), (x1, y1) = corners(anchor.box)
        (wide, high), _ = cv2.getTextSize(anchor.text, FONT, 1.0, 1)
        scale = min((x1 - x0) / max(1, wide), (y1 - y0) / max(1, high))
        cv2.putText(sheet, anchor.text, (x0, y1), FONT, max(0.2, scale), INK, 1, cv2.LINE_AA)
    for place in page.places:
        upper, lower = corners(place.box)
        cv2.rectangle(sheet, upper, lower, PLACE, 2)
        told = place.name if place.option is None else f"{place.name}={place.option}"
        cv2.putText(sheet, told, (upper[0], upper[1] - 3), FONT, 0.38, PLACE, 1, cv2.LINE_AA)
    return sheet
