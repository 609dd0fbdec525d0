"""Heat maps of text, from images of any size by networks made for a few sizes.

A network made for one size works in two fifths of the memory of one made for all (200 MB for A4 instead
of 490) and in a tenth less time, but takes a third of a second to make; so sizes are filled up to
few ones.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import openvino

from extractors.inference import FloatArray, Network

ByteArray = npt.NDArray[np.uint8]

SIDES: Final = (832, 1184, 1280, 1472, 1664)
"""Pixels of the sides that images are filled up to: A4 and letter at the detector's scale among them."""
SMALL: Final = 900_000
"""Pixels of an image up to which the network made for all sizes is asked: parts of pages, cards."""
KEPT: Final = 3
"""Networks kept open: pages that stand and lie, and one size more."""


class HeatMaps:
    """Heat maps by the model that `model` opens (images in bytes, shape (1, height, width, 3))."""

    def __init__(self, model: Callable[[], openvino.Model]) -> None:
        self._made = lru_cache(maxsize=KEPT)(partial(_made, model))
        self._last: Network | None = None

    def __call__(self, image: ByteArray) -> FloatArray:
        """(1, 1, height, width): how surely each pixel of `image` (height, width, 3) is text."""
        height, width = image.shape[:2]
        size = _filled(height), _filled(width)
        if height * width <= SMALL or None in size:
            return self._by(self._made(None), image)
        below, beside = size[0] - height, size[1] - width
        if below or beside:
            image = np.asarray(
                cv2.copyMakeBorder(image, 0, below, 0, beside, cv2.BORDER_REPLICATE), np.uint8
            )
        return self._by(self._made(size), image)[:, :, :height, :width]

    def _by(self, network: Network, image: ByteArray) -> FloatArray:
        if self._last is not None and self._last is not network:
            self._last.release()
        self._last = network
        return network(image[None])


def _filled(side: int) -> int | None:
    return next((longer for longer in SIDES if longer >= side), None)


def _made(model: Callable[[], openvino.Model], size: tuple[int, int] | None) -> Network:
    opened = model()
    if size is not None:
        opened.reshape([1, *size, 3])
    return Network(opened)
