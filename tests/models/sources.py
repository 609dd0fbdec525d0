"""The documents that rules quote: beside the project (`../shared/seeds`), not in it."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("LIASSE_SHARED", Path(__file__).parents[3] / "shared"))
SEEDS = SHARED / "seeds"
beside = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="no ../shared/seeds: the sources are not beside the project"
)


def stands_in(citation: str, words: str) -> bool:
    """Whether the source that a citation begins with has these words."""
    return _plain(words) in _texts()[citation[:3]]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("*", ""))


@cache
def _texts() -> dict[str, str]:
    return {f.name[:3]: _plain(f.read_text(encoding="utf-8")) for f in SEEDS.glob("00*.txt")}
