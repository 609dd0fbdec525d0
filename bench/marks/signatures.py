"""Learning of what a signature looks like."""

from __future__ import annotations

from typing import Final

import numpy as np

from bench.marks.boosting import boosted
from bench.marks.papers import Paper
from extractors.marks.asking import FAR_MM
from extractors.marks.pengroups import LOOKS
from extractors.marks.trees import Array, Trees
from models.geometry import Box

SAME: Final = 0.35
"""Intersection over union from which a group of strokes is a true signature, …"""
APART: Final = (0.25, 0.1, 0.3)
"""… and shares of the smaller, unions with a signature and with a stamp under which it is none;
what lies between is not learned from."""
TRUE_WEIGHT: Final = 1.5
UNLABELLED: Final = 0.4
"""Weight of each group once more, as if no word of the page asked for a signature: letters and
contracts have none."""
ROUNDS: Final = 130


def learned(rows: Array, truth: Array) -> Trees:
    """The trees for groups of strokes of which `truth` is 1 or 0."""
    unlabelled = rows.copy()
    unlabelled[:, LOOKS.index("under_label")] = FAR_MM
    weights = np.where(truth == 1, TRUE_WEIGHT, 1.0)
    return boosted(
        np.vstack([rows, unlabelled]),
        np.concatenate([truth, truth]),
        np.concatenate([weights, UNLABELLED * weights]),
        LOOKS,
        rounds=ROUNDS,
    )


def label(box: Box, paper: Paper) -> bool | None:
    """Whether the group is a true signature."""
    stamp = max((box.iou(other) for other in paper.stamps), default=0.0)
    same = max((box.iou(other) for other in paper.signatures), default=0.0)
    shared = max(
        (box.intersection(o) / max(1e-9, min(box.area, o.area)) for o in paper.signatures),
        default=0.0,
    )
    if same >= SAME and same > stamp:
        return True
    apart = shared < APART[0] or (same < APART[1] and stamp < APART[2])
    return False if apart else None
