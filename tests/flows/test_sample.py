"""The sample from recorded readings: documents, dossiers, lots and result, in seconds."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from bench.kills import RECEIVED, differences
from flows.dossiers.assembly import assemble
from flows.intake.deposits import deposits
from flows.intake.receive import receive
from flows.result import result_of
from flows.understanding import understand
from flows.workplace import Workplace, open_workplace
from models.result import Result
from models.settings import Settings
from storage.records import documents, dossiers, envois, lots, pages
from storage.workers import this_worker
from tests.cli.rules import broken_rules
from tests.flows.golden import make


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Result:
    home = tmp_path_factory.mktemp("rejeu")
    with open_workplace(Settings(home=home)) as place:
        return make.replay(place)


def test_the_result_is_the_one_that_was_looked_at(replayed: Result) -> None:
    expected = json.loads(make.RESULT.read_text(encoding="utf-8"))
    found = make.written(replayed)
    unlike = list(differences(expected, found))
    assert not unlike, (
        "\n".join(unlike[:20])
        + "\nWanted? `python -m tests.flows.golden.make`, then look at its difference."
    )


def test_the_result_keeps_the_rules_of_the_result_file(replayed: Result) -> None:
    assert broken_rules(json.loads(replayed.model_dump_json(by_alias=True))) == []


def test_the_recorded_readings_are_of_this_sample() -> None:
    from storage.blobs import sha256_of

    found = {sha256_of(path.read_bytes()) for path in make.INPUTS}
    assert found == set(make.recorded()), "`python -m tests.flows.golden.make --read`"
    assert make.READINGS.stat().st_size < 600_000


def test_on_both_engines_the_same(place: Workplace, replayed: Result) -> None:
    mail = make.INPUTS[1:]
    result = make.replay(place, mail)
    kinds = [(d.organisme, d.type, d.statut) for d in result.dossiers]
    sources = {e.id for e in replayed.envois if e.source != "sac-0001.pdf"}
    home = {d.id: d.envoi for d in replayed.documents}
    there = [d for d in replayed.dossiers if home[d.documents[0]] in sources]
    assert kinds == [(d.organisme, d.type, d.statut) for d in there]
    with place.database.reading() as session:
        for envoi in result.envois:
            assert envois.get(session, envoi.id).state.finished
            assert dossiers.of_envoi(session, envoi.id)


def test_done_again_nothing_changes(here: Workplace) -> None:
    """Every step of a finished envoi started again, as after a kill between two steps."""
    result = make.replay(here, make.INPUTS[1:2])
    (envoi,) = result.envois
    moment = datetime.fromisoformat(RECEIVED)
    for _ in range(2):
        understand(here, envoi.id, this_worker())
        assemble(here, envoi.id, this_worker(), moment.date())
    with here.database.reading() as session:
        assert result_of(session, [envoi.id]) == result
        assert len(documents.of_envoi(session, envoi.id)) == len(result.documents)
        assert len(lots.newest(session)) == len(result.lots)


def test_after_an_update_of_the_readers_what_was_begun_is_ended(
    here: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between documents and dossiers, then updated: the documents stand."""
    path: Path = make.INPUTS[1]
    moment = datetime.fromisoformat(RECEIVED)
    (deposit,) = deposits([str(path)])
    envoi_id = receive(here, deposit, received_at=moment).envoi_id
    make.keep(here, envoi_id, make.recorded())
    understand(here, envoi_id, this_worker())
    with here.database.reading() as session:
        before = [d.id for d in documents.of_envoi(session, envoi_id)]
    monkeypatch.setattr("flows.understanding.VERSION", "plus récente")
    understand(here, envoi_id, this_worker())
    assemble(here, envoi_id, this_worker(), moment.date())
    monkeypatch.setattr("flows.dossiers.assembly.VERSION", "plus récente")
    assemble(here, envoi_id, this_worker(), moment.date())
    with here.database.reading() as session:
        assert [d.id for d in documents.of_envoi(session, envoi_id)] == before
        assert dossiers.of_envoi(session, envoi_id)
        assert len(pages.of_envoi(session, envoi_id)) == 3
