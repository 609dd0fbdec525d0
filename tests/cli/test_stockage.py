"""`liasse stockage`: what is wrong is said, counted in the exit code and written as JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.intake.receive import receive
from flows.workplace import open_workplace
from models.errors import BadInput
from models.settings import Settings
from storage.blobs import FolderStore
from tests.flows.papers import NOON, one_file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Data with one envoi, refused or not: its bytes are kept."""
    with open_workplace(Settings(home=tmp_path / "maison")) as place:
        receive(place, one_file("mot.txt", b"Bonjour"), received_at=NOON)
    return tmp_path / "maison"


def run(home: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        app, ["stockage", *arguments, "--data", str(home)], standalone_mode=False
    )
    if isinstance(done.exception, BadInput):
        raise done.exception
    return done.return_value or done.exit_code, " ".join(done.output.split())


def test_what_is_whole_is_said_to_be(home: Path, tmp_path: Path) -> None:
    status, said = run(home, "verifier", "--json", str(tmp_path / "rapport.json"))
    assert (status, said.endswith("Rien ne manque.")) == (0, True)
    report = json.loads((tmp_path / "rapport.json").read_text(encoding="utf-8"))
    assert report == {
        "schema": "liasse.stockage/1", "relus": True, "attendus": 1, "entiers": 1,
        "absents": [], "endommages": [], "orphelins": [],
    }  # fmt: skip


def test_a_file_that_is_gone_is_named_by_its_envoi(home: Path, tmp_path: Path) -> None:
    store = FolderStore(home / "blobs")
    (sha256,) = store
    store.remove(sha256)
    status, said = run(home, "verifier", "--json", str(tmp_path / "rapport.json"))
    assert status == 1
    assert f"ABSENT {sha256} : " in said
    assert "de l'envoi E" in said
    report = json.loads((tmp_path / "rapport.json").read_text(encoding="utf-8"))
    assert [fault["sha256"] for fault in report["absents"]] == [sha256]


def test_orphans_alone_have_a_code_of_their_own(home: Path) -> None:
    store = FolderStore(home / "blobs")
    os.utime(store.path_for(store.put(b"depot coupe")), (0, 0))
    status, said = run(home, "verifier", "--sans-relire")
    assert status == 3
    assert "1 fichiers orphelins" in said


def test_files_still_in_use_are_not_taken_away(home: Path) -> None:
    with pytest.raises(BadInput, match="LIASSE_FICHIERS=s3"):
        run(home, "deplacer", "--vers", "s3", "--effacer")


def test_what_a_server_needs_is_named(home: Path) -> None:
    with pytest.raises(BadInput, match="LIASSE_S3_SERVEUR, LIASSE_S3_SEAU"):
        run(home, "deplacer", "--vers", "s3")
