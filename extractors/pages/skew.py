"""By how much the print leans on an upright page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.words.ppocr.detector import Quad

LONG = 5.0
"""Only lines this many times wider than high tell an angle."""
STEEPEST = 15.0
"""Degrees; what leans more is a stamp or a scribble."""


def skew(quads: Sequence[Quad]) -> float:
    """Degrees, counter-clockwise positive: the weighted median over long lines (0 if none)."""
    angles: list[tuple[float, float]] = []
    for quad in quads:
        along = (quad[1] - quad[0] + quad[2] - quad[3]) / 2
        width = float(np.linalg.norm(along))
        height = float(np.linalg.norm(quad[3] - quad[0]))
        angle = -float(np.degrees(np.arctan2(along[1], along[0])))
        if width >= LONG * height and abs(angle) <= STEEPEST:
            angles.append((angle, width))
    if not angles:
        return 0.0
    angles.sort()
    half = sum(weight for _, weight in angles) / 2
    passed = 0.0
    for angle, weight in angles:
        passed += weight
        if passed >= half:
            return angle
    return angles[-1][0]
