"""Arrivals are kept before anything else; the same bytes again are resumed or flagged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.intake.deposits import Deposit, deposits
from flows.intake.receive import Received, receive, turn_away
from flows.steps import close
from flows.workplace import Workplace
from models.entities import Channel, EnvoiState, PageState
from models.errors import BadInput
from storage.blobs import sha256_of
from storage.records import audit, blobs, envois, pages
from tests.extractors.intake.deposits import encoded, line, mail, pdf, picture, zipped
from tests.flows.papers import NOON, envoi_of, one_file

SAC = pdf(line("un"), line("deux"), line("trois"))


def take(place: Workplace, name: str, data: bytes, **options: Any) -> Received:
    return receive(place, one_file(name, data), received_at=NOON, **options)


def test_what_is_received_is_kept_and_its_pages_expected(place: Workplace) -> None:
    got = take(place, "sac.pdf", SAC, organisme="cnops")
    assert (got.pages, got.resumed, got.duplicate) == (3, False, False)
    assert place.blobs.get(sha256_of(SAC)) == SAC
    with place.database.reading() as session:
        envoi = envois.get(session, got.envoi_id)
        assert (envoi.source, envoi.sha256, envoi.size) == ("sac.pdf", sha256_of(SAC), len(SAC))
        assert (envoi.channel, envoi.organisme) == (Channel.COURRIER, "cnops")
        assert envoi.received_at == NOON
        assert [p.number for p in pages.of_envoi(session, envoi.id)] == [1, 2, 3]
        assert all(p.state is PageState.ATTENDUE for p in pages.of_envoi(session, envoi.id))
        assert all(p.confidential for p in pages.of_envoi(session, envoi.id))
        row = blobs.known(session, sha256_of(SAC))
        assert row is not None
        assert row.media_type == "application/pdf"
        assert audit.head(session).seq == 1


def test_bytes_are_kept_before_rows(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(envois, "take_in", fail)
    with pytest.raises(RuntimeError):
        take(place, "sac.pdf", SAC)
    assert place.blobs.get(sha256_of(SAC)) == SAC
    monkeypatch.undo()
    assert not take(place, "sac.pdf", SAC).resumed


def test_the_same_bytes_go_on_while_unfinished_then_are_duplicates(place: Workplace) -> None:
    first = take(place, "sac.pdf", SAC)
    again = take(place, "sac-copie.pdf", SAC)
    assert (again.envoi_id, again.resumed, again.duplicate) == (first.envoi_id, True, False)
    close(place, [first.envoi_id])
    copy = take(place, "sac.pdf", SAC)
    assert (copy.resumed, copy.duplicate) == (False, True)
    assert copy.envoi_id != first.envoi_id
    assert envoi_of(place, copy.envoi_id).duplicate_of == first.envoi_id
    third = take(place, "sac.pdf", SAC)
    assert (third.envoi_id, third.resumed) == (copy.envoi_id, True)


def test_the_same_file_twice_in_a_command_is_two_envois_also_when_resumed(
    place: Workplace,
) -> None:
    one = take(place, "sac.pdf", SAC)
    two = take(place, "sac.pdf", SAC, besides=[one.envoi_id])
    assert two.envoi_id != one.envoi_id
    assert two.duplicate
    assert take(place, "sac.pdf", SAC).envoi_id == one.envoi_id
    assert take(place, "sac.pdf", SAC, besides=[one.envoi_id]).envoi_id == two.envoi_id


def test_received_twice_nothing_is_double(place: Workplace) -> None:
    both = zipped({"bon.pdf": SAC, "vide.pdf": b""})
    first = take(place, "deux.zip", both)
    take(place, "deux.zip", both)
    with place.database.reading() as session:
        assert len(envois.files(session, first.envoi_id)) == 1
        assert len(pages.of_envoi(session, first.envoi_id)) == 3
        assert len(envois.refusals(session, first.envoi_id)) == 1
        assert audit.head(session).seq == 1


def test_what_is_refused_is_kept_in_quarantine_with_its_blob(place: Workplace) -> None:
    got = take(place, "deux.zip", zipped({"bon.pdf": SAC, "programme.pdf": b"MZ" + bytes(90)}))
    assert got.pages == 3
    with place.database.reading() as session:
        (refusal,) = envois.quarantine(session)
        assert refusal.envoi_id == got.envoi_id
        assert refusal.sha256 == sha256_of(b"MZ" + bytes(90))
        assert blobs.known(session, refusal.sha256) is not None
        assert "programme.pdf" in refusal.message
    assert place.blobs.get(sha256_of(b"MZ" + bytes(90))).startswith(b"MZ")


def test_an_envoi_of_which_nothing_can_be_read_ends_in_quarantine(place: Workplace) -> None:
    got = take(place, "vide.pdf", b"")
    assert got.pages == 0
    assert place.blobs.get(sha256_of(b"")) == b""
    assert not envoi_of(place, got.envoi_id).state.finished
    close(place, [got.envoi_id])
    envoi = envoi_of(place, got.envoi_id)
    assert envoi.state is EnvoiState.QUARANTAINE
    assert envoi.finished_at is not None


def test_of_an_email_the_head_is_kept(place: Workplace) -> None:
    message = mail(subject="Dossier été 2025")
    message.add_attachment(SAC, maintype="application", subtype="pdf", filename="fdm.pdf")
    got = take(place, "courriel.eml", message.as_bytes())
    envoi = envoi_of(place, got.envoi_id)
    assert envoi.channel is Channel.EMAIL
    assert envoi.sender is not None
    assert "exemple.ma" in envoi.sender.lower()
    assert envoi.mail is not None
    assert envoi.mail["subject"] == "Dossier été 2025"
    assert envoi.mail["date"].startswith("2025-11-05T09:12:00")
    assert place.blobs.get(sha256_of(message.as_bytes())) == message.as_bytes()
    with place.database.reading() as session:
        (file,) = envois.files(session, got.envoi_id)
    assert file.sha256 == sha256_of(SAC)


def test_the_channel_that_was_said_wins(place: Workplace) -> None:
    got = take(place, "courriel.eml", mail().as_bytes(), channel=Channel.DEPOT_WEB)
    assert envoi_of(place, got.envoi_id).channel is Channel.DEPOT_WEB


def test_a_folder_of_images_is_numbered_through(place: Workplace, tmp_path: Path) -> None:
    folder = tmp_path / "lot"
    folder.mkdir()
    for name, shade in (("2", "red"), ("10", "blue"), ("1", "black")):
        (folder / f"{name}.png").write_bytes(encoded(picture(80, 100, mark=shade), "PNG"))
    (deposit,) = deposits([str(folder)])
    got = receive(place, deposit, received_at=NOON)
    with place.database.reading() as session:
        files = envois.files(session, got.envoi_id)
    assert [(f.name, f.first_page) for f in files] == [("1.png", 1), ("2.png", 2), ("10.png", 3)]
    assert envoi_of(place, got.envoi_id).sha256 == Deposit.digest(deposit.read(), bundle=True)


def test_a_deposit_without_bytes_is_noted(place: Workplace) -> None:
    turn_away(place, one_file("sac.pdf", b""), BadInput("Illisible.", code="fichier_illisible"))
    with place.database.reading() as session:
        (refusal,) = envois.quarantine(session)
    assert (refusal.name, refusal.code, refusal.envoi_id) == ("sac.pdf", "fichier_illisible", None)
