"""`liasse serve` while its mailbox is away at the start, comes, goes in the middle and comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

from tests.cli.serving import Serving, until
from tests.extractors.intake.deposits import mail
from tests.mail_servers import PASSWORD, ThrowawayDovecot

ACCOUNT = "absente"


@pytest.fixture
def away(dovecot: ThrowawayDovecot) -> Iterator[ThrowawayDovecot]:
    """The server, stopped; afterwards it runs as others expect it."""
    dovecot.stop()
    yield dovecot
    if dovecot.process is None:
        dovecot.start()


@pytest.fixture
def serving(away: ThrowawayDovecot, tmp_path: Path) -> Iterator[Serving]:
    made = Serving(
        tmp_path / "maison",
        LIASSE_IMAP_HOTE="127.0.0.1",
        LIASSE_IMAP_PORT=str(away.port),
        LIASSE_IMAP_TLS="false",
        LIASSE_IMAP_COMPTE=ACCOUNT,
        LIASSE_IMAP_MOT_DE_PASSE=PASSWORD,
    )
    made.start()
    yield made
    made.client.close()
    if made.process.poll() is None:
        made.kill()


def write(server: ThrowawayDovecot, number: int) -> None:
    """A word without papers, which needs no reader."""
    message = mail()
    message.replace_header("Message-ID", f"<{number}@exemple.ma>")
    with MailBoxUnencrypted("127.0.0.1", server.port).login(ACCOUNT, PASSWORD) as box:
        box.append(message.as_bytes(), "INBOX")


def kept(serving: Serving) -> int:
    with closing(sqlite3.connect(serving.home / "liasse.db")) as base:
        number: int = base.execute("SELECT count(*) FROM envoi").fetchone()[0]
    return number


def test_a_mailbox_that_comes_and_goes_is_shown_as_it_is(
    serving: Serving, away: ThrowawayDovecot
) -> None:
    def becomes(state: str) -> None:
        until(
            lambda: serving.client.get("/pret").json()["parties"]["courriels"] == state,
            alive=serving._alive,
        )

    becomes("en_panne")
    for number in (1, 2):
        away.start()
        becomes("ok")
        write(away, number)
        until(lambda: kept(serving) == number, alive=serving._alive)  # noqa: B023
        away.stop()
        becomes("en_panne")
    away.start()
    becomes("ok")
    assert kept(serving) == 2, "what was marked before the server went is not taken twice"
    assert serving.stop() == 0
    told = [
        line["evenement"]
        for line in serving.lines()
        if line.get("partie") == "courriels" and line["evenement"] != "partie_dit"
    ]
    assert told == ["partie_en_panne", "partie_retablie"] * 3
