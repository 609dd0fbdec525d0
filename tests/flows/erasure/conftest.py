"""An office that one person went through, copied for each test; once on PostgreSQL too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.workplace import open_workplace
from tests.flows.erasure.persons import Office, fill, in_folder
from tests.storage.sealed import new_key


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office]:
    """An office on SQLite, filled once for all tests of this folder."""
    folder = tmp_path_factory.mktemp("bureau")
    with open_workplace(in_folder(folder, new_key(folder / "cle"))) as place:
        return folder, fill(place)


@pytest.fixture
def office(filled: tuple[Path, Office], tmp_path: Path) -> Iterator[Office]:
    folder, made = filled
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with open_workplace(in_folder(tmp_path, tmp_path / "cle")) as place:
        yield replace(made, place=place)


@pytest.fixture
def anywhere(database_url: str, tmp_path: Path, office: Office) -> Iterator[Office]:
    """The same, on each database engine."""
    if database_url.startswith("sqlite"):
        yield office
        return
    (tmp_path / "pg").mkdir()
    settings = in_folder(tmp_path / "pg", new_key(tmp_path / "pg" / "cle"))
    with open_workplace(
        settings.model_copy(update={"database_url": SecretStr(database_url)})
    ) as place:
        yield fill(place)
