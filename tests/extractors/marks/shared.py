"""The real scans kept beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_data(name: str) -> Path:
    """The folder of a real set; the test is skipped where it is absent."""
    root = Path(__file__).resolve().parents[3]
    folder = Path(os.environ.get("LIASSE_SHARED") or root.parent / "shared") / "data" / name
    if not folder.is_dir():
        pytest.skip(f"real files absent: no {name} in ../shared/data (LIASSE_SHARED says where)")
    return folder
