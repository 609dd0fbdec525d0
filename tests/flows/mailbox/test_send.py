"""Mail given to a real Exim: it leaves once, or says why it did not."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.mailbox.send import Handed, send_due
from flows.workplace import Workplace, open_workplace
from models.entities import OutState
from models.settings import Liaison, Settings
from storage.records import outbox
from tests.flows.papers import NOON
from tests.mail_servers import ThrowawayExim


@pytest.fixture
def place(exim: ThrowawayExim, tmp_path: Path) -> Iterator[Workplace]:
    exim.clear()
    settings = Settings(
        home=tmp_path, smtp_hote="127.0.0.1", smtp_port=exim.port, smtp_liaison=Liaison.CLAIRE,
        expediteur="pec@liasse.ma",
    )  # fmt: skip
    with open_workplace(settings) as place:
        yield place


def put(place: Workplace, recipient: str = "pharmacie@exemple.ma", **more: str) -> None:
    sha256 = place.blobs.put(b"%PDF-1.7 un papier")
    with place.database.transaction() as session:
        outbox.put(
            session, more.get("key", f"essai:{recipient}"), recipient=recipient,
            subject=more.get("subject", "Accusé de réception D25-00412-7"),
            text="Bonjour,\nvotre demande est arrivée.\n", domain="liasse.ma", now=NOON,
            in_reply_to="<1@pharmacie.exemple.ma>",
            attachments=[{"name": "accusé.pdf", "sha256": sha256, "media_type": "application/pdf"}],
        )  # fmt: skip


def handed(place: Workplace) -> list[Handed]:
    return list(send_due(place, NOON))


def test_a_mail_leaves_once_in_its_thread(place: Workplace, exim: ThrowawayExim) -> None:
    put(place)
    (sent,) = handed(place)
    assert (sent.state, sent.why) == (OutState.ENVOYE, None)
    put(place)
    assert handed(place) == []
    (letter,) = exim.letters()
    assert letter["To"] == "pharmacie@exemple.ma"
    assert letter["In-Reply-To"] == "<1@pharmacie.exemple.ma>"
    assert letter["Auto-Submitted"] == "auto-generated"
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == "accusé.pdf"
    assert attached.get_payload(decode=True) == b"%PDF-1.7 un papier"


def test_what_the_server_refuses_is_given_up_or_tried_later(place: Workplace) -> None:
    put(place, "refuse@exemple.ma")
    put(place, "plus-tard@exemple.ma")
    ended = {mail.recipient: mail for mail in handed(place)}
    assert "exemple.ma" not in "".join(mail.sentence for mail in ended.values())
    refused, later = ended["refuse@exemple.ma"], ended["plus-tard@exemple.ma"]
    assert (refused.state, later.state) == (OutState.ABANDONNE, OutState.A_ENVOYER)
    assert "550" in (refused.why or "")
    assert "451" in (later.why or "")
    assert handed(place) == []


def test_a_server_that_is_away_is_tried_later(place: Workplace, exim: ThrowawayExim) -> None:
    put(place)
    exim.stop()
    (failed,) = handed(place)
    assert failed.state is OutState.A_ENVOYER
    exim.start()
    with place.database.reading() as session:
        (mail,) = outbox.every(session)
    assert [h.state for h in send_due(place, mail.due_at)] == [OutState.ENVOYE]
    assert len(exim.letters()) == 1


def test_a_connection_lost_once_the_text_was_given_is_a_doubt(
    place: Workplace, exim: ThrowawayExim, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(place)
    real = smtplib.SMTP.send_message

    def cut(server: smtplib.SMTP, *given: object, **named: object) -> None:
        real(server, *given, **named)  # type: ignore[arg-type]
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "send_message", cut)
    (doubtful,) = handed(place)
    assert doubtful.state is OutState.INCERTAIN
    assert handed(place) == []
    assert len(exim.letters()) == 1


def test_held_mail_stays(place: Workplace, exim: ThrowawayExim) -> None:
    put(place)
    held = place.settings.model_copy(update={"courriels_retenus": True})
    assert list(send_due(Workplace(held, place.database, place.blobs), NOON)) == []
    assert exim.letters() == []
    assert [h.state for h in handed(place)] == [OutState.ENVOYE]


def test_headers_cannot_be_injected(place: Workplace, exim: ThrowawayExim) -> None:
    put(place, subject="Accusé\r\nBcc: espion@exemple.com\r\n\r\nautre texte")
    assert [h.state for h in handed(place)] == [OutState.ENVOYE]
    (letter,) = exim.letters()
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Accusé Bcc: espion@exemple.com autre texte"
