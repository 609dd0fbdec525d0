"""Readers leave no trace outside what they are given: no telemetry, no identifier in the home folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

READ = """
import numpy as np
from extractors.pages.reading import PageReader
page = np.full((400, 600, 3), 255, np.uint8)
page[100:120, 50:300] = 0
PageReader().read(page, 100)
"""


def test_reading_a_page_writes_nothing_in_the_home_folder(tmp_path: Path) -> None:
    home = tmp_path / "maison"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("XDG_CACHE_HOME", None)
    subprocess.run(
        [sys.executable, "-c", READ],
        check=True,
        env=environment,
        cwd=Path(__file__).parents[3],
        timeout=300,
    )
    assert [p for p in home.rglob("*") if p.is_file()] == []
