"""Letters from a mailbox into the house: kept first, marked on the server afterwards."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.intake.limits import Limits
from extractors.intake.mail import read_mail
from flows.intake.deposits import Deposit
from flows.intake.receive import Received, receive
from flows.mailbox.imap import ImapBox, Letter
from flows.workplace import Workplace
from models.entities import Channel
from models.errors import BadInput

_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Collected:
    """A letter that is kept: what it is called, and its envoi."""

    name: str
    received: Received


def collect(place: Workplace, box: ImapBox) -> Iterator[Collected]:
    """Each letter that waits: kept, then marked. One that was kept before is only marked.

    `StepFailed` when the server goes away: what was not marked is found again, and known.
    """
    for letter in box.waiting():
        name = name_of(letter)
        received = receive(
            place,
            Deposit(name, ((name, letter.data),)),
            received_at=letter.arrived,
            channel=Channel.EMAIL,
            delivery=identity_of(letter.data),
        )
        box.mark([letter.uid])
        yield Collected(name, received)


def identity_of(data: bytes) -> str:
    """Of a letter, however often and by whatever way it comes: its Message-ID and its body.

    Headers are left out: each server on the way adds its own. Without a Message-ID, the date, the
    sender and the subject stand for it, since one text may be sent twice on purpose.
    """
    blank = _BLANK.search(data)
    try:
        head = read_mail(data, Limits()).head
        said = head.message_id or f"{head.sender}\n{head.date}\n{head.subject}"
        body = data[blank.end() :] if blank else b"" if head.message_id else data
    except BadInput:  # damaged: kept, and put in quarantine by its bytes
        said, body = "", data
    content = said.encode() + b"\0" + body.replace(b"\r\n", b"\n").strip()
    return f"courriel:{hashlib.sha256(content).hexdigest()}"


def name_of(letter: Letter) -> str:
    """What the letter's file is called: mails have no name, and subjects may be anything."""
    return f"courriel-{letter.arrived:%Y%m%d-%H%M%S}-{letter.uid}.eml"
