"""A value as it was written, and what stands around one that is no part of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value and how plainly it was written (`certainty` 0..1); `controle` when a check fails."""

    value: str
    certainty: float
    controle: str | None = None


Parser = Callable[[str], Parsed | None]

TRIM = " :;.,…_-–—|*=()[]{}«»\"'`~/\\°"
"""Signs around a value."""
SENTENCE_END = re.compile(r"(?<=[a-zà-ÿ]{2})\.(?=[A-ZÀ-Þ][a-zà-ÿ]{2})")
"""«143 mg.Poids 67 kg», «Ahmed.Chirurgien»: the next sentence, its space not read."""
