"""The fonts that lines are written with, where npm put them; those of held-out hands apart."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from tests.courier.hands import FONTS as OF_COURIER
from tests.courier.layout.scripts import SCRIPTS, Script

OWN = Path(__file__).parent / "node_modules" / "@fontsource"
PRINT = ("arimo", "tinos", "cousine", "roboto-condensed", "special-elite", "carlito", "caladea")
FACES = 2
"""Weights of a font used at most."""
_WEIGHT = re.compile(r"-(300|400|500|600|700)-normal")


def hands() -> list[Path]:
    """Hands to learn from: those of the train courier and others that no courier is written with."""
    named = [(OF_COURIER, script.font) for split in ("train", "neuf") for script in _scripts(split)]
    held = {script.font for split in ("dev", "test") for script in _scripts(split)}
    others = sorted(path.name for path in OWN.iterdir()) if OWN.is_dir() else []
    named += [(OWN, name) for name in others if name not in held]
    return [face for folder, name in named for face in _faces(folder, name)[:FACES]]


def held_out() -> list[Path]:
    """The hands of the dev courier: only measured with."""
    return [_faces(OF_COURIER, script.font)[0] for script in _scripts("dev")]


def prints() -> list[Path]:
    return [face for name in PRINT for face in _faces(OF_COURIER, name)[:FACES]]


@cache
def at_size(face: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face), size)


def writes(face: Path, text: str) -> bool:
    """Whether the font has every character of `text`."""
    return set(text) - {" "} <= _characters(face)


@cache
def _characters(face: Path) -> frozenset[str]:
    return frozenset(chr(code) for code in TTFont(face).getBestCmap())


def _faces(folder: Path, name: str) -> list[Path]:
    files = sorted(folder.glob(f"{name}/files/{name}-latin-*-normal.woff2"))
    found = [path for path in files if _WEIGHT.search(path.name)]
    if not found:
        raise SystemExit(f"police absente : {name} (npm install --no-package-lock dans {folder})")
    return found


def _scripts(split: str) -> list[Script]:
    return list(SCRIPTS[split].values())
