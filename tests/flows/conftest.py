"""A workplace of the test's own, on each database engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.workplace import Workplace, open_workplace
from models.settings import Settings


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Workplace]:
    """An empty workplace; the test runs once on SQLite and once on PostgreSQL."""
    settings = Settings(home=tmp_path / "maison", database_url=database_url)
    with open_workplace(settings) as opened:
        yield opened


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workplace]:
    """An empty workplace on SQLite, for what does not depend on the engine."""
    with open_workplace(Settings(home=tmp_path / "maison")) as opened:
        yield opened
