"""An office on each database engine."""

from __future__ import annotations

import pytest

from flows.workplace import Workplace
from tests.flows.review.office import Office


@pytest.fixture
def office(place: Workplace) -> Office:
    """An office; the test runs once on SQLite and once on PostgreSQL."""
    return Office(place)


@pytest.fixture
def here_office(here: Workplace) -> Office:
    """An office on SQLite, for what does not depend on the engine."""
    return Office(here)
