"""Images of any size, by networks of a few sizes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import openvino
import pytest
from openvino import opset13

from extractors.words.ppocr.heat import SIDES, HeatMaps


class Model:
    """Says how red each pixel is; counts how often it is opened."""

    def __init__(self) -> None:
        self.opened = 0

    def __call__(self) -> openvino.Model:
        self.opened += 1
        given = opset13.parameter([1, -1, -1, 3], np.uint8)
        pixels = opset13.transpose(opset13.convert(given, "f32"), [0, 3, 1, 2])
        bounds = ([0], [1], [1], [1])
        red = opset13.slice(pixels, *(opset13.constant(b) for b in bounds))
        return openvino.Model([red], [given])


def image(height: int, width: int) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(height).integers(0, 255, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    "size", [(1664, 1184), (1664, 1152), (1184, 1664), (1500, 1000), (64, 64), (4000, 300)]
)
def test_each_pixel_of_the_image_is_answered_for_and_none_beside(size: tuple[int, int]) -> None:
    page = image(*size)
    heat = HeatMaps(Model())(page)
    assert heat.shape == (1, 1, *size)
    assert np.array_equal(heat[0, 0], page[..., 0].astype(np.float32))


def test_pages_of_one_scanner_are_looked_at_by_one_network() -> None:
    model = Model()
    maps = HeatMaps(model)
    for width in (1184, 1120, 1152, 1184):
        maps(image(SIDES[-1], width))
    assert model.opened == 1


def test_parts_of_a_page_are_looked_at_by_one_network_whatever_their_size() -> None:
    model = Model()
    maps = HeatMaps(model)
    for height, width in ((320, 416), (96, 800), (704, 704)):
        maps(image(height, width))
    assert model.opened == 1
