"""Learning of what a stamp looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bench.marks.boosting import boosted
from bench.marks.papers import Paper
from extractors.marks.asking import FAR_MM
from extractors.marks.stamplooks import LOOKS
from extractors.marks.stampwords import is_mail_stamp, is_mention
from extractors.marks.trees import Array, Trees
from models.geometry import Box

SAME: Final = 0.35
"""Intersection over union from which a place is a true stamp, …"""
APART: Final = (0.25, 0.1)
"""… and share of the smaller, or union, under which it is none; what lies between is not learned from."""
SIGNED: Final = 0.5
"""Union with a signature from which a place is the pen over a stamp."""
UNREAD: Final = 0.4
"""Weight of each place once more, as if no word of the page had been read."""
WORDS: Final = ("words", "sure_words", "confidence", "telling", "named", "numbers", "read_share")
WORDED: Final = ("is_word", "is_lean", "also_word", "also_lean")
ROUNDS: Final = 250


def learned(rows: Array, truth: Array) -> Trees:
    """The trees for places of which `truth` is 1 or 0."""
    of = {name: column for column, name in enumerate(LOOKS)}
    drawn = rows[:, of["is_word"]] + rows[:, of["is_lean"]] == 0
    unread = rows[drawn]
    unread[:, [of[name] for name in (*WORDS, *WORDED)]] = 0.0
    unread[:, of["asking"]] = FAR_MM
    weights = np.concatenate([np.ones(len(rows)), np.full(len(unread), UNREAD)])
    return boosted(
        np.vstack([rows, unread]), np.concatenate([truth, truth[drawn]]), weights, LOOKS,
        rounds=ROUNDS,
    )  # fmt: skip


def label(box: Box, paper: Paper) -> bool | None:
    """Whether the place is a true stamp. The truth names no stamp of a mailroom, nor what says «COPIE»."""
    same = max((box.iou(stamp) for stamp in paper.stamps), default=0.0)
    if same >= SAME:
        return True
    words = paper.reading.words
    if is_mail_stamp(words, box) or is_mention(words, box):
        return None
    if same < APART[1] or _shared(box, paper.stamps) < APART[0]:
        return False
    return False if any(box.iou(pen) >= SIGNED for pen in paper.signatures) else None


def _shared(box: Box, others: Sequence[Box]) -> float:
    return max(
        (box.intersection(o) / max(1e-9, min(box.area, o.area)) for o in others), default=0.0
    )
