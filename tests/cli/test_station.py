"""A command that stays: what follows a processed envoi is done before the envoi is closed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cli.station import Station
from flows import pipeline
from flows.intake.receive import receive
from flows.workplace import Workplace
from models.settings import Settings
from storage.records import envois
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import NOON, one_file


async def processed(*given: object) -> None:
    """Stands for the pipeline, whose own tests are elsewhere."""


def test_what_follows_is_not_forgotten_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def then(place: Workplace, envoi_id: str, now: datetime) -> None:
        asked.append(envoi_id)
        if len(asked) == 1:
            raise OSError("power cut")

    monkeypatch.setattr(pipeline, "process_envoi", processed)
    monkeypatch.setattr(Station, "_started", lambda station: None)
    with Station(Settings(home=tmp_path), then=then) as station:
        deposit = one_file("sac.pdf", pdf(line("x")))
        envoi_id = receive(station.place, deposit, received_at=NOON).envoi_id
        assert not station.process(envoi_id, NOON)
        with station.place.database.reading() as session:
            assert not envois.get(session, envoi_id).state.finished
        station.resume()
        with station.place.database.reading() as session:
            assert envois.get(session, envoi_id).state.finished
    assert asked == [envoi_id, envoi_id]
