"""`liasse courriels`, run as an operator runs it, on a real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

from storage.database import Database
from storage.records import envois
from tests.cli.command import liasse
from tests.extractors.intake.deposits import line, mail, pdf
from tests.mail_servers import PASSWORD, ThrowawayDovecot


def test_a_mailbox_is_emptied_into_dossiers(
    dovecot: ThrowawayDovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = mail()
    page = pdf(line("ORDONNANCE"))
    message.add_attachment(page, maintype="application", subtype="pdf", filename="o.pdf")
    with MailBoxUnencrypted("127.0.0.1", dovecot.port).login("pec", PASSWORD) as box:
        box.append(message.as_bytes(), "INBOX")
    for name, value in {
        "HOTE": "127.0.0.1", "PORT": str(dovecot.port), "TLS": "false", "COMPTE": "pec",
        "MOT_DE_PASSE": PASSWORD,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"LIASSE_IMAP_{name}", value)
    for _ in range(2):
        done = liasse("courriels", "--data", tmp_path, "--une-fois")
        assert done.status == 0, done.err
        assert done.foreign == [], done.out + done.err
        assert PASSWORD not in done.out + done.err
    database = Database.open(tmp_path / "liasse.db")
    with database.reading() as session:
        (envoi,) = envois.newest(session)
        assert envoi.state.finished
    database.close()


def test_without_a_mailbox_the_settings_are_named(tmp_path: Path) -> None:
    done = liasse("courriels", "--data", tmp_path)
    assert done.status == 2
    assert "LIASSE_IMAP_HOTE" in done.err
