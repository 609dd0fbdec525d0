"""Two worlds in one office. A test that changes it puts it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from storage.blobs import FolderStore
from storage.database import Database
from storage.records import passwords
from tests.review_ui.partners.worlds import House
from tests.review_ui.site import place_of


@pytest.fixture(scope="package")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("partenaires")
    database = Database.open(f"sqlite:///{folder / 'liasse.db'}")
    with pytest.MonkeyPatch.context() as patch:
        quicker = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_hasher", quicker)
        yield House(place_of(database, FolderStore(folder / "blobs")))
    database.close()
