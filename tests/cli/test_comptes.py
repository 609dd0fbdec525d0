"""`liasse comptes`: opening, listing, changing and closing accounts from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from models.errors import BadInput
from storage.database import Database
from storage.records import accounts

PASSWORD = "quatre mots font affaire\n"
runner = CliRunner()


def said(*arguments: str, given: str = "") -> str:
    outcome = runner.invoke(app, ["comptes", *arguments], input=given, catch_exceptions=False)
    return outcome.output


def added(home: Path, login: str = "s.tahiri") -> str:
    return said(
        "ajouter", login, "--role", "relecteur", "--role", "gestionnaire", "--nom", "Samira Tahiri",
        "--mot-de-passe-entree", "--data", str(home), given=PASSWORD,
    )  # fmt: skip


def test_an_account_is_opened_listed_and_closed(tmp_path: Path) -> None:
    assert "Compte ouvert : s.tahiri" in added(tmp_path)
    assert "relecteur" in said("lister", "--data", str(tmp_path))
    new = "cinq mots font mieux affaire\n"
    assert "changé" in said("mot-de-passe", "s.tahiri", "--mot-de-passe-entree", "--data", str(tmp_path), given=new)  # fmt: skip
    assert "Sessions terminées" in said("fermer", "s.tahiri", "--sessions", "--data", str(tmp_path))
    assert "Compte fermé" in said("fermer", "s.tahiri", "--data", str(tmp_path))
    assert "fermé le" in said("lister", "--data", str(tmp_path))
    database = Database.open(tmp_path / "liasse.db")
    with database.reading() as session:
        account = accounts.by_login(session, "s.tahiri")
    database.close()
    assert account is not None
    assert not accounts.proven(account, new.strip())


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["ajouter", "x.y", "--role", "chef", "--mot-de-passe-entree"], "n'est pas un rôle"),
        (["ajouter", "x.y", "--role", "systeme", "--mot-de-passe-entree"], "n'est pas un rôle"),
        (["ajouter", "É", "--role", "admin", "--mot-de-passe-entree"], "identifiant"),
        (["ajouter", "x.y", "--role", "admin"], "entrée standard"),
    ],
)
def test_what_is_wrong_is_said(arguments: list[str], why: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=why):
        said(*arguments, "--data", str(tmp_path), given=PASSWORD)


def test_an_empty_folder_is_not_made_into_an_office(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--data"):
        said("lister", "--data", str(tmp_path / "ailleurs"))
    assert not (tmp_path / "ailleurs").exists()
