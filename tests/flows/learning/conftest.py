"""An office at work, as in the tests of reviewing."""

from __future__ import annotations

import pytest

from flows.workplace import Workplace
from tests.flows.review.office import Office


@pytest.fixture
def office(here: Workplace) -> Office:
    return Office(here)
