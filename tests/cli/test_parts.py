"""Parts of the service that come back after a failure of this machine: they say so."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from cli.parts import House
from flows.mailbox import watch as mailbox
from flows.mailbox.collect import Collected, collect
from flows.mailbox.imap import ImapBox
from flows.service import parts
from flows.workplace import Workplace, open_workplace
from models.settings import Settings
from tests.cli.serving import until
from tests.mail_servers import PASSWORD, ThrowawayDovecot


def test_a_mailbox_is_well_again_though_nothing_new_is_in_it(
    dovecot: ThrowawayDovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        home=tmp_path, imap_hote="127.0.0.1", imap_port=dovecot.port, imap_tls=False,
        imap_compte="pleine", imap_mot_de_passe=SecretStr(PASSWORD),
    )  # fmt: skip
    failed, room = threading.Event(), threading.Event()

    def full(place: Workplace, box: ImapBox) -> Iterator[Collected]:
        if not failed.is_set():
            failed.set()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        room.wait(60)
        return collect(place, box)

    monkeypatch.setattr(mailbox, "collect", full)
    monkeypatch.setattr(parts, "WAITS", (0.0,))
    monkeypatch.setattr(mailbox, "IDLE", 0.1)
    with open_workplace(settings) as place:
        house = House(place)
        part = house.service.part("courriels")
        part.start(house.service.stop)
        until(lambda: part.state.failing)
        room.set()
        until(lambda: not part.state.failing)
        house.service.stop.set()
        assert part.join(60)
