"""A mailbox on an IMAP server, as bytes: what waits in it, and marks on what is kept."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from models.errors import StepFailed
from models.settings import Settings

KEPT = "$LiasseRecu"
"""The keyword on a letter that we keep (RFC 3501: a server may refuse keywords of clients)."""
SEEN = r"\Seen"
TIMEOUT = 60.0
_BATCH = 50
UNREACHABLE = "La boîte aux lettres ne répond pas. Rien n'est perdu : nouvel essai dans un moment."


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as the server keeps it: its UID, its bytes, and when it arrived there."""

    uid: str
    data: bytes
    arrived: datetime


class ImapBox:
    """An open folder of a mailbox. Its letters are only looked at (PEEK) until they are marked."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box
        self._mark = KEPT if self._takes_keywords() else SEEN

    def waiting(self) -> Iterator[Letter]:
        """The letters not marked yet, in the order of their arrival, each fetched when asked for."""
        wanted = f"UNKEYWORD {KEPT}" if self._mark == KEPT else "UNSEEN"
        with _told():
            uids = self._box.uids(wanted)
        for uid in uids:
            with _told():
                letter = self._fetch(uid)
            if letter is not None:
                yield letter

    def mark(self, uids: Sequence[str]) -> None:
        """Say on the server that these are kept: they wait no longer."""
        for first in range(0, len(uids), _BATCH):
            with _told():
                self._box.flag(list(uids[first : first + _BATCH]), {self._mark, SEEN}, True)

    def wait(self, seconds: float) -> None:
        """Until the server tells of something new (IDLE), or for so long; no answer is no news."""
        if self.tells:
            with _told():
                self._box.idle.wait(timeout=seconds)

    @property
    def tells(self) -> bool:
        """Whether `wait` waits: some servers do not know IDLE, and are asked now and then."""
        return "IDLE" in self._box.client.capabilities

    def _fetch(self, uid: str) -> Letter | None:
        """The letter, to the byte; `None` when somebody has removed it since."""
        status, found = self._box.client.uid("FETCH", uid, "(UID INTERNALDATE BODY.PEEK[])")
        if status != "OK":
            raise StepFailed(UNREACHABLE)
        for part in found or ():
            if isinstance(part, tuple):
                moment = imaplib.Internaldate2tuple(part[0])
                arrived = datetime(*moment[:6]).astimezone(UTC) if moment else datetime.now(UTC)
                return Letter(uid, part[1], arrived)
        return None

    def _takes_keywords(self) -> bool:
        _, flags = self._box.client.response("PERMANENTFLAGS")
        told = b" ".join(flag for flag in flags or () if isinstance(flag, bytes))
        return rb"\*" in told or KEPT.encode() in told


@contextmanager
def opened(settings: Settings) -> Iterator[ImapBox]:
    """The mailbox of the settings; `StepFailed` when it cannot be reached or refuses us."""
    assert settings.imap_hote is not None
    password = settings.imap_mot_de_passe.get_secret_value() if settings.imap_mot_de_passe else ""
    with _told():
        box = _connected(settings, settings.imap_hote)
    try:
        with _told():
            box.login(settings.imap_compte or "", password, initial_folder=settings.imap_dossier)
        yield ImapBox(box)
    finally:
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):  # it may be gone already
            box.logout()
        with suppress(OSError):  # of a server that went away, the socket is still ours
            box.client.shutdown()


def _connected(settings: Settings, host: str) -> BaseMailBox:
    if not settings.imap_tls:
        return MailBoxUnencrypted(host, settings.imap_port, timeout=TIMEOUT)
    secure = ssl.create_default_context()
    return MailBox(host, settings.imap_port, timeout=TIMEOUT, ssl_context=secure)


@contextmanager
def _told() -> Iterator[None]:
    """What a server or a network does wrong, as a failure of ours that may be tried again."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise StepFailed(UNREACHABLE) from error
