"""Where the real scans are, when this machine has them."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "LIASSE_SHARED"
ROOT = Path(__file__).parents[1]


class AbsentData(Exception):
    """What a measure needs is not on this machine. The message says what and where."""


def shared() -> Path:
    """The folder `shared` beside the repository, or the one that `LIASSE_SHARED` names."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else ROOT.parent / "shared"
    if not folder.is_dir():
        raise AbsentData(f"dossier « {folder} » absent (variable {VARIABLE} pour un autre)")
    return folder


def data(*names: str) -> Path:
    """A folder or file of `shared/data`; `AbsentData` when it is not there."""
    path = shared().joinpath("data", *names)
    if not path.exists():
        raise AbsentData(f"« {path} » absent")
    return path
