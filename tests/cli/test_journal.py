"""`liasse journal verifier`: a whole chain said to be so, a tampered one found out."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.review import act, comments
from flows.workplace import open_workplace
from models.entities import Channel
from models.errors import BadInput
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import dossiers, envois, looks
from tests.flows.papers import NOON

ANNA = Actor("Anna", frozenset({Role.RELECTEUR}))
runner = CliRunner()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Data in which somebody commented on a dossier."""
    with open_workplace(Settings(home=tmp_path)) as place:
        with place.database.transaction() as session:
            envoi = envois.take_in(
                session, source="sac.pdf", sha256="0" * 64, size=1, channel=Channel.COURRIER,
                received_at=NOON,
            ).envoi  # fmt: skip
            row = dossiers.open_dossier(
                session, envoi_id=envoi.id, organisme="ofppt", type="maladie_remboursement",
                documents=(),
            )  # fmt: skip
        act(place, ANNA, lambda desk: comments.comment(desk, row.id, "Appelé l'assuré."))
    return tmp_path


def verified(home: Path, *more: str) -> tuple[int, str]:
    outcome = runner.invoke(
        app, ["journal", "verifier", "--data", str(home), *more], standalone_mode=False
    )
    return (outcome.return_value or 0, outcome.output)


def test_a_whole_chain_is_said_to_be_whole(home: Path) -> None:
    status, said = verified(home)
    assert status == 0
    assert "La chaîne est entière" in said
    head = said.strip().rsplit(" ", 1)[-1]
    assert verified(home, "--tete", head)[0] == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE audit_entry SET actor = 'Brahim'", "ALTÉRÉ à l'entrée 1 : entrée modifiée"),
        ("UPDATE deed SET actor = 'Brahim'", "l'acte 1 n'est plus"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(home: Path, change: str, told: str) -> None:
    connection = sqlite3.connect(home / "liasse.db")
    for table in ("audit_entry", "deed"):
        connection.execute(f"DROP TRIGGER {table}_no_update")
    connection.execute(change)
    connection.commit()
    connection.close()
    status, said = verified(home)
    assert status == 1
    assert told in said


def test_an_end_cut_off_shows_against_an_earlier_head(home: Path) -> None:
    status, said = verified(home, "--tete", f"9:{'0' * 64}")
    assert status == 1
    assert "la fin de la chaîne manque" in said


def test_who_was_shown_a_secret_is_told(home: Path) -> None:
    with open_workplace(Settings(home=home)) as place, place.database.transaction() as session:
        looks.record(session, "Dr Chraibi", ["page/une"], NOON)
    asked = ["journal", "regards", "--data", str(home)]
    assert "Dr Chraibi  page/une" in runner.invoke(app, asked).output
    assert "Aucun regard." in runner.invoke(app, [*asked, "--qui", "Anna"]).output


def test_a_mistyped_head_or_folder_is_said(home: Path, tmp_path: Path) -> None:
    for arguments in (["--tete", "douze"], ["--data", str(tmp_path / "ailleurs")]):
        outcome = runner.invoke(
            app, ["journal", "verifier", "--data", str(home), *arguments], standalone_mode=False
        )
        assert isinstance(outcome.exception, BadInput)
