"""Sheets in a file: what is made with the courier is learned from where the courier is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

GENRES = ("cachet", "signature")
"""`extractors.marks.network.KINDS`, which cannot be loaded where the network learns."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A JPEG at the network's resolution, its layout, and its marks: x0, y0, x1, y1 as fractions and
    the number in `GENRES`, shape (marks, 5)."""

    jpeg: bytes
    family: str
    marks: npt.NDArray[np.float32]


def save(path: Path, made: Sequence[Sheet]) -> None:
    """Write the sheets for `loaded`."""
    marks = [np.column_stack([np.full(len(s.marks), i), s.marks]) for i, s in enumerate(made)]
    pixels = [np.frombuffer(sheet.jpeg, np.uint8) for sheet in made]
    np.savez(
        path,
        pixels=np.concatenate(pixels),
        ends=np.cumsum([len(own) for own in pixels]),
        marks=np.concatenate(marks),
        families=np.array([sheet.family for sheet in made]),
    )


def loaded(path: Path) -> list[Sheet]:
    """The sheets of a file that `save` wrote."""
    with np.load(path) as kept:
        pixels, ends, marks = kept["pixels"], kept["ends"].tolist(), kept["marks"]
        families = kept["families"].tolist()
    starts = [0, *ends[:-1]]
    return [
        Sheet(pixels[start:end].tobytes(), family, marks[marks[:, 0] == i, 1:].astype(np.float32))
        for i, (start, end, family) in enumerate(zip(starts, ends, families, strict=True))
    ]
