"""`liasse cles`, as an operator types it: made, put to use, turned, and backups that still come back."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.intake.receive import receive
from flows.workplace import open_workplace
from models.errors import BadInput
from models.settings import Settings
from storage.blobs import FolderStore, sha256_of
from storage.records import envois, pages
from tests.flows.papers import NOON, one_file, reading

TEXT = "Bonjour, je suis Šíma Ölçer-N'Diaye".encode()


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(a) for a in arguments], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.return_value or done.exit_code, " ".join(done.output.split())


def test_from_clear_to_sealed_to_turned_and_back_from_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, key, disk = tmp_path / "maison", tmp_path / "cle", tmp_path / "disque"
    with open_workplace(Settings(home=home)) as place:
        envoi = receive(place, one_file("mot.txt", TEXT), received_at=NOON).envoi_id
        with place.database.transaction() as session:
            file = envois.add_file(
                session, envoi, ordinal=9, name="page.pdf", sha256=sha256_of(TEXT), kind="pdf", pages=1,
                first_page=1,
            )  # fmt: skip
            pages.expect(session, file)
            pages.keep_reading(
                session, envoi, 1, reading("Interféron deux fois"), reader_version="1", image_sha256=None,
            )  # fmt: skip
    with pytest.raises(BadInput, match="conservés en clair"):
        run("cles", "verifier", "--data", home)

    assert "empreinte" in run("cles", "creer", key)[1]
    monkeypatch.setenv("LIASSE_CLE_MAITRE", str(key))
    status, said = run("cles", "verifier", "--data", home)
    assert (status, "1 fichiers sont encore en clair" in said) == (1, True)
    assert "Ce que disent 1 pages est encore en clair" in said
    assert b"interferon" in (home / "liasse.db").read_bytes()
    said = run("cles", "sceller", "--data", home)[1]
    assert ("1 fichiers scellés" in said, "1 pages, pièces et dossiers scellés" in said) == (
        True,
        True,
    )
    for path in home.glob("liasse.db*"):
        assert b"interf" not in path.read_bytes().lower()
    (stored,) = FolderStore(home / "blobs")
    assert stored != sha256_of(TEXT)
    assert TEXT not in FolderStore(home / "blobs").get(stored)
    for command in (("cles", "verifier"), ("stockage", "verifier"), ("journal", "verifier")):
        assert run(*command, "--data", home)[0] == 0
    with open_workplace(Settings(home=home, cle_maitre=key)) as place:
        assert place.blobs.get(sha256_of(TEXT)) == TEXT

    assert run("sauvegarde", disk, "--data", home)[0] == 0
    (first,) = [path.name for path in (disk / "sauvegardes").iterdir()]
    assert "3 clés enveloppées" in run("cles", "tourner", "--data", home)[1]
    with pytest.raises(BadInput, match="d'avant le changement de clé"):
        run("cles", "oublier", disk, "--data", home)
    monkeypatch.setattr("cli.sauvegarde.utcnow", lambda: NOON)
    assert run("sauvegarde", disk, "--data", home)[0] == 0
    assert "est détruite ici" in run("cles", "oublier", disk, "--data", home)[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cle", "disque", "maison"]

    fresh = tmp_path / "neuf"  # a backup from before, its master key destroyed
    status, said = run("restauration", disk, "--sauvegarde", first, "--data", fresh)
    assert (status, said.endswith("sont ceux de la sauvegarde.")) == (0, True)
    with open_workplace(Settings(home=fresh, cle_maitre=key)) as place:
        assert place.blobs.get(sha256_of(TEXT)) == TEXT
    monkeypatch.delenv("LIASSE_CLE_MAITRE")
    with pytest.raises(BadInput, match="réglez LIASSE_CLE_MAITRE"):
        run("stockage", "verifier", "--data", fresh)


def test_the_clear_copies_of_before_go_with_their_backups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, disk = tmp_path / "maison", tmp_path / "disque"
    with open_workplace(Settings(home=home)) as place:
        receive(place, one_file("mot.txt", TEXT), received_at=NOON)
    assert run("sauvegarde", disk, "--data", home)[0] == 0
    (clear,) = (disk / "sauvegardes").iterdir()
    run("cles", "creer", tmp_path / "cle")
    monkeypatch.setenv("LIASSE_CLE_MAITRE", str(tmp_path / "cle"))
    run("cles", "sceller", "--data", home)
    monkeypatch.setattr("cli.sauvegarde.utcnow", lambda: NOON)
    assert "Ôté" not in run("sauvegarde", disk, "--data", home)[1]
    assert sha256_of(TEXT) in set(FolderStore(disk / "fichiers")), "a backup still counts on it"
    shutil.rmtree(clear)
    monkeypatch.setattr("cli.sauvegarde.utcnow", lambda: NOON + timedelta(days=1))
    status, said = run("sauvegarde", disk, "--data", home)
    assert (status, "ne nomme plus : 1 fichier (0.0 Mo)." in said) == (0, True)
    assert list(FolderStore(disk / "fichiers")) == list(FolderStore(home / "blobs"))


def test_while_files_cannot_be_had_no_copy_goes(tmp_path: Path) -> None:
    home, disk = tmp_path / "maison", tmp_path / "disque"
    with open_workplace(Settings(home=home)) as place:
        receive(place, one_file("mot.txt", TEXT), received_at=NOON)
    FolderStore(home / "blobs").remove(sha256_of(TEXT))
    nobodys = FolderStore(disk / "fichiers").put(b"de personne")
    assert run("sauvegarde", disk, "--data", home)[0] == 1
    assert list(FolderStore(disk / "fichiers")) == [nobodys]
