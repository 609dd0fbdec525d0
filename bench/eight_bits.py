"""`python -m bench.eight_bits --courier DIR [--write]`: which convolutions of the detector stand bytes.

What each convolution is given is measured on pages of a train split. Then each is rounded alone: one
that moves more than a share of the points of text to the other side of the threshold is left in full
numbers. Without `--write` the bounds of the product stay as they are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import mean

import cv2
import numpy as np
import numpy.typing as npt
import openvino
from openvino import opset13

from bench.markdown import percent, table
from extractors.inference import FloatArray, Network
from extractors.intake.pdf import PdfFile
from extractors.words.ppocr import session
from extractors.words.ppocr.eight_bits import Bounds, convolutions, in_eight_bits

PAGES, LOOKED_AT = 24, 4
"""Pages that bounds are measured on, and those of them that each convolution is tried on."""
A4 = (1664, 1184)
DPI = 200
RARE = 10
"""Per cent of the pages whose least and most are left outside the bounds: a blot, a bar code."""
TEXT = 0.3
MOST = 0.006
"""Share of the points of text that a convolution may move, alone."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.eight_bits", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--courier", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    pages = _pages(sorted(given.courier.glob("*.pdf")))
    bounds = _bounds(pages)
    full = _network({})
    seen = [full(page[None]) for page in pages[:LOOKED_AT]]
    moved = {name: _moved({name: bounds[name]}, pages, seen) for name in bounds}
    kept = {name: bounds[name] for name in bounds if moved[name] <= MOST}
    rows = [
        (name, percent(share), "oui" if name in kept else "non")
        for name, share in sorted(moved.items(), key=lambda item: -item[1])
    ]
    print(table(["convolution", "points déplacés, seule", "en octets"], rows))
    print(f"ensemble : {percent(_moved(kept, pages, seen))} des points de texte déplacés")
    if given.write:
        rounded = {name: [round(value, 4) for value in kept[name]] for name in sorted(kept)}
        session.BOUNDS.write_text(json.dumps(rounded, indent=0) + "\n", encoding="utf-8")


def _pages(sources: Sequence[Path]) -> list[npt.NDArray[np.uint8]]:
    """Pages spread over the bags, standing, filled up to A4 at the detector's scale."""
    found: list[npt.NDArray[np.uint8]] = []
    for number in range(PAGES):
        with closing(PdfFile(sources[number % len(sources)])) as pdf:
            image = pdf.render(number * 5 % pdf.pages, DPI).image
        scale = min(A4[0] / image.shape[0], A4[1] / image.shape[1], 1.0)
        small = cv2.resize(image, None, fx=scale, fy=scale)
        below, beside = A4[0] - small.shape[0], A4[1] - small.shape[1]
        filled = cv2.copyMakeBorder(small, 0, below, 0, beside, cv2.BORDER_REPLICATE)
        found.append(np.asarray(filled, np.uint8))
    return found


def _bounds(pages: Sequence[npt.NDArray[np.uint8]]) -> dict[str, Bounds]:
    """What each convolution that sees an image is given; those of one pixel cost nothing."""
    model = session.full_detection_model()
    model.reshape([1, *A4, 3])
    nodes = [
        node for node in convolutions(model) if list(node.input_value(0).get_shape())[2:] != [1, 1]
    ]
    # layers made by us have another name in every process
    nodes = [node for node in nodes if node.get_friendly_name().startswith("Conv.")]
    probe = openvino.Model(
        [opset13.result(node.input_value(0)) for node in nodes], model.get_parameters()
    )
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}
    request = openvino.Core().compile_model(probe, "CPU", settings).create_infer_request()
    least, most = [], []
    for page in pages:
        request.infer([page[None]])
        tensors = [request.get_output_tensor(index).data for index in range(len(nodes))]
        least.append([float(t.min()) for t in tensors])
        most.append([float(t.max()) for t in tensors])
    low = np.percentile(np.array(least), RARE, axis=0).tolist()
    high = np.percentile(np.array(most), 100 - RARE, axis=0).tolist()
    names = [str(node.get_friendly_name()) for node in nodes]
    return dict(zip(names, zip(low, high, strict=True), strict=True))


def _moved(
    bounds: Mapping[str, Bounds],
    pages: Sequence[npt.NDArray[np.uint8]],
    seen: Sequence[FloatArray],
) -> float:
    """Share of the points of text that lie on the other side of the threshold."""
    rounded = _network(bounds)
    shares = []
    for page, before in zip(pages, seen, strict=False):
        text = before > TEXT
        shares.append(float(((rounded(page[None]) > TEXT) != text).sum() / max(1, text.sum())))
    return mean(shares)


def _network(bounds: Mapping[str, Bounds]) -> Network:
    model = in_eight_bits(session.full_detection_model(), bounds)
    model.reshape([1, *A4, 3])
    return Network(model)


if __name__ == "__main__":
    main()
