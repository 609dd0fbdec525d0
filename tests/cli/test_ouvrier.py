"""Envois that workers read: handed over by who takes them in, who waits for them or does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import crew
from cli.main import app
from cli.progress import Reporter
from flows.crew import ending
from flows.crew.pieces import Waiting
from flows.intake.receive import Received, receive
from flows.workplace import Workplace, open_workplace
from models.entities import EnvoiState
from models.errors import BadInput
from models.settings import Settings
from storage.records import steps
from tests.flows.papers import NOON, envoi_of, one_file


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(Settings(home=tmp_path / "maison")) as opened:
        yield opened


def refused(place: Workplace) -> Received:
    return receive(place, one_file("mot.txt", b"Bonjour"), received_at=NOON)


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({}, "prefect_inconnu"),
        ({"LIASSE_PREFECT_URL": "http://127.0.0.1:1/api"}, "base_non_partagee"),
    ],
)
def test_a_worker_needs_a_queue_and_a_shared_database(
    tmp_path: Path, variables: dict[str, str], code: str
) -> None:
    done = CliRunner().invoke(
        app, ["ouvrier", "--data", str(tmp_path)], env=variables, standalone_mode=False
    )
    assert isinstance(done.exception, BadInput)
    assert done.exception.code == code


def test_a_command_waits_until_workers_have_finished_its_envois(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Worked:
        """In the place of a dispatcher: what is handed over is done at once."""

        def __init__(self, settings: Settings) -> None:
            pass

        def send(self, waiting: Sequence[Waiting]) -> None:
            for one in waiting:
                ending.conclude(place, one.piece.envoi_id)

    monkeypatch.setattr(crew, "connected", lambda settings: None)
    monkeypatch.setattr(crew, "Dispatcher", Worked)
    envoi = refused(place)
    with Reporter() as reporter:
        assert crew.by_workers(place, [envoi], reporter) == {}
    assert envoi_of(place, envoi.envoi_id).state is EnvoiState.QUARANTAINE


def test_it_says_which_of_them_failed(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        """In the place of a dispatcher: whatever is handed over fails."""

        def __init__(self, settings: Settings) -> None:
            pass

        def send(self, waiting: Sequence[Waiting]) -> None:
            with place.database.transaction() as session:
                for piece in (one.piece for one in waiting):
                    claim = steps.claim(
                        session, piece.envoi_id, piece.name, piece.version, holder="a"
                    )
                    assert claim is not None
                    steps.release(session, claim, wait=timedelta(minutes=1))

    monkeypatch.setattr(crew, "connected", lambda settings: None)
    monkeypatch.setattr(crew, "Dispatcher", Failing)
    envoi = refused(place)
    with Reporter() as reporter:
        failed = crew.by_workers(place, [envoi], reporter)
    assert list(failed) == [envoi.envoi_id]
