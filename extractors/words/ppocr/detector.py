"""Where the lines of text are on an image."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.words.ppocr.session import detector

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
"""Four corners in pixels: top-left, top-right, bottom-right, bottom-left of the text."""

LONGEST_SIDE = 1664
"""Images are looked at no larger than this (pixels, A4 at about 140 dpi): measured, finer
resolutions find no more lines on our pages and cost in proportion."""
MULTIPLE = 32


class LineDetector:
    """PP-OCRv6 text detection. Opening the model is lazy and once a process."""

    def __init__(self) -> None:
        # Not at the top: it takes half a second to import, and most commands read no page.
        from rapidocr.ch_ppocr_det.utils import DBPostProcess

        self._quads = DBPostProcess(
            thresh=0.3, box_thresh=0.5, max_candidates=1500, unclip_ratio=1.6, use_dilation=True
        )

    def quads(self, image: Image, longest_side: int = LONGEST_SIDE) -> list[Quad]:
        """Corners of each line of text on an RGB image, from top to bottom.

        A line leaning or standing upright keeps its own corners: its first side is
        the top of the box as seen, not of the text.
        """
        height, width = image.shape[:2]
        scale = min(1.0, longest_side / max(height, width))
        size = (_multiple(width * scale), _multiple(height * scale))
        # A little larger than half, interpolating loses no pixel, and is many times faster.
        how = cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_AREA
        heat = detector()(np.asarray(cv2.resize(image, size, interpolation=how), np.uint8))
        boxes, _ = self._quads(heat, (height, width))
        found = [np.asarray(box, dtype=np.float32) for box in boxes]
        return sorted(found, key=lambda quad: (float(quad[:, 1].min()), float(quad[:, 0].min())))


def _multiple(pixels: float) -> int:
    return max(MULTIPLE, round(pixels / MULTIPLE) * MULTIPLE)


def cut(image: Image, quad: Quad) -> Image:
    """The line inside `quad`, straightened to a horizontal strip (RGB)."""
    width = int(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3])))
    height = int(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))
    width, height = max(width, 2), max(height, 2)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(quad, corners)
    strip = cv2.warpPerspective(
        image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(strip, dtype=np.uint8)
