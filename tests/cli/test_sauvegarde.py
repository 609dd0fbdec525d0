"""`liasse sauvegarde` and `liasse restauration`, as an operator types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.intake.receive import receive
from flows.workplace import open_workplace
from models.errors import BadInput
from models.settings import Settings
from storage.blobs import FolderStore
from storage.records import audit
from tests.flows.papers import NOON, one_file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_workplace(Settings(home=tmp_path / "maison")) as place:
        receive(place, one_file("mot.txt", b"Bonjour"), received_at=NOON)
    return tmp_path / "maison"


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(a) for a in arguments], standalone_mode=False)
    if isinstance(done.exception, BadInput):
        raise done.exception
    return done.return_value or done.exit_code, " ".join(done.output.split())


def test_two_commands_bring_it_all_back_elsewhere(home: Path, tmp_path: Path) -> None:
    status, said = run("sauvegarde", tmp_path / "disque", "--data", home)
    assert status == 0
    assert "1 fichier (" in said
    assert "Tête du journal, à noter ailleurs : 1:" in said
    status, said = run("restauration", tmp_path / "disque", "--data", tmp_path / "neuf")
    assert status == 0
    assert said.endswith("Lignes, journal et fichiers sont ceux de la sauvegarde.")
    assert list(FolderStore(tmp_path / "neuf" / "blobs")) == list(FolderStore(home / "blobs"))
    assert run("stockage", "verifier", "--data", tmp_path / "neuf")[0] == 0
    for where, action in ((home, "sauvegarde"), (tmp_path / "neuf", "restauration")):
        with open_workplace(Settings(home=where)) as place, place.database.reading() as session:
            assert audit.entries(session, limit=1)[0].action == action


def test_a_spoilt_backup_keeps_nobody_from_another(home: Path, tmp_path: Path) -> None:
    run("sauvegarde", tmp_path / "disque", "--data", home)
    (good,) = (tmp_path / "disque" / "sauvegardes").iterdir()
    spoilt = good.with_name("2999-01-01T000000Z")
    spoilt.mkdir()
    (spoilt / "manifeste.json").write_text("{")
    with pytest.raises(BadInput, match="n'est pas le manifeste"):
        run("restauration", tmp_path / "disque", "--data", tmp_path / "neuf")
    status, said = run(
        "restauration", tmp_path / "disque", "--sauvegarde", good.name, "--data", tmp_path / "neuf"
    )
    assert (status, f"Sauvegarde {good.name} restaurée" in said) == (0, True)


def test_a_backup_that_lacks_a_file_says_so(home: Path, tmp_path: Path) -> None:
    store = FolderStore(home / "blobs")
    store.remove(next(iter(store)))
    status, said = run("sauvegarde", tmp_path / "disque", "--data", home)
    assert status == 1
    assert "INCOMPLÈTE : 1 fichier absent ou altéré" in said
    status, said = run("restauration", tmp_path / "disque", "--data", tmp_path / "neuf")
    assert status == 1
    assert "PERDU" in said


def test_what_cannot_be_is_said(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="autre disque"):
        run("sauvegarde", home / "sauvegardes", "--data", home)
    with pytest.raises(BadInput, match="aucune sauvegarde"):
        run("restauration", tmp_path / "vide", "--data", tmp_path / "neuf")
    run("sauvegarde", tmp_path / "disque", "--data", home)
    with pytest.raises(BadInput, match="Il y a : 20"):
        run("restauration", tmp_path / "disque", "--sauvegarde", "hier", "--data", tmp_path / "n")
    with pytest.raises(BadInput, match="déjà une base"):
        run("restauration", tmp_path / "disque", "--data", home)
