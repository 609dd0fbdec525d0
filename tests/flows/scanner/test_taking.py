"""From a watched folder into the house: each arrival kept once, refused ones said."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from flows.scanner.folder import ASIDE, DONE, NOTE, DropFolder
from flows.scanner.taking import Taken, outcome, take
from flows.steps import close
from flows.workplace import Workplace
from models.errors import StepFailed
from models.result import EnvoiResult, Erreur, Result
from storage.records import envois
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import NOON

BAG = pdf(line("ORDONNANCE"), line("FACTURE"))


@pytest.fixture
def drop(tmp_path: Path) -> DropFolder:
    root = tmp_path / "depot"
    (root / ".liasse-en-cours").mkdir(parents=True)
    return DropFolder(root, 0.0)


def taken(here: Workplace, drop: DropFolder) -> list[Taken]:
    return list(take(here, drop, NOON))


def note(drop: DropFolder, where: str, name: str) -> str:
    return (drop.root / where / f"{NOON:%Y-%m-%d}" / (name + NOTE)).read_text(encoding="utf-8")


def test_an_arrival_is_kept_then_put_away_with_a_note(here: Workplace, drop: DropFolder) -> None:
    (drop.root / "ofppt" / "Agadir").mkdir(parents=True)
    (drop.root / "ofppt" / "Agadir" / "sac.pdf").write_bytes(BAG)
    (arrival,) = taken(here, drop)
    assert arrival.received is not None
    assert arrival.received.pages == 2
    with here.database.reading() as session:
        envoi = envois.get(session, arrival.received.envoi_id)
        assert (envoi.organisme, envoi.source) == ("ofppt", "ofppt/Agadir/sac.pdf")
    assert envoi.numero in note(drop, DONE, "ofppt/Agadir/sac.pdf")
    assert taken(here, drop) == []


def test_what_cannot_be_read_goes_to_quarantine_with_the_reason(
    here: Workplace, drop: DropFolder
) -> None:
    (drop.root / "vide.pdf").write_bytes(b"")
    (arrival,) = taken(here, drop)
    assert arrival.refused
    assert arrival.refused in note(drop, ASIDE, "vide.pdf")
    assert (drop.root / ASIDE / f"{NOON:%Y-%m-%d}" / "vide.pdf").exists()


def test_a_pile_scanned_twice_is_taken_and_said(here: Workplace, drop: DropFolder) -> None:
    (drop.root / "sac.pdf").write_bytes(BAG)
    (first,) = taken(here, drop)
    assert first.received is not None
    close(here, [first.received.envoi_id])
    (drop.root / "encore.pdf").write_bytes(BAG)
    (second,) = taken(here, drop)
    assert second.received is not None
    assert second.received.duplicate
    assert "doublon" in note(drop, DONE, "encore.pdf")


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "disk full"), StepFailed("S3 injoignable")]
)
def test_what_cannot_be_kept_now_stays_where_the_scanner_put_it(
    here: Workplace, drop: DropFolder, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    (drop.root / "sac.pdf").write_bytes(BAG)

    def full(data: bytes) -> str:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(here.blobs, "put", full)
        with pytest.raises(type(error)):
            taken(here, drop)
    assert (drop.root / "sac.pdf").read_bytes() == BAG
    (arrival,) = taken(here, drop)
    assert arrival.received is not None
    assert not arrival.received.duplicate


def test_what_became_of_an_arrival_is_told(here: Workplace, drop: DropFolder) -> None:
    (drop.root / "sac.pdf").write_bytes(BAG)
    (arrival,) = taken(here, drop)
    result = Result(
        envois=[
            EnvoiResult(
                id="e", source="sac.pdf", sha256="", channel="courrier", received_at="", pages=2,
                erreurs=[Erreur(code="page_non_lue", message="À scanner de nouveau.", page=2)],
                numero="E25-1",
            )
        ],
        documents=[], dossiers=[], lots=[],
    )  # fmt: skip
    told = outcome(here, arrival, result)
    assert told[0].endswith(": 2 pages, 0 document, 0 dossier.")
    assert told[1:] == ["Page 2 : À scanner de nouveau."]
