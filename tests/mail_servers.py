"""Dovecot and Exim for one test run: letters to fetch, and a place for those that leave."""

from __future__ import annotations

import email
import email.policy
import os
import pwd
import shutil
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from tests.servers import ThrowawayServer

PASSWORD = "essai"

_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = maildir:{folder}/mail/%u
mail_uid = nobody
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""

_EXIM = """
primary_hostname = localhost
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
keep_environment =
smtputf8_advertise_hosts = *
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny local_parts = refuse
       message = unknown user
  defer local_parts = plus-tard
       message = come back later
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  envelope_to_add
  user = Debian-exim
"""


class ThrowawayDovecot(ThrowawayServer):
    """An IMAP server; any account exists, with the password `PASSWORD`."""

    greeting = b"* OK"

    def __init__(self, binary: str) -> None:
        super().__init__("imap")
        self._binary = binary

    def command(self) -> Sequence[str]:
        _owned(self.folder / "mail", "nobody")
        configuration = self.folder / "dovecot.conf"
        text = _DOVECOT.format(folder=self.folder, port=self.port, password=PASSWORD)
        configuration.write_text(text)
        return [self._binary, "-F", "-c", str(configuration)]


class ThrowawayExim(ThrowawayServer):
    """An SMTP server that keeps what it is given; it refuses `refuse@…` and puts off `plus-tard@…`."""

    greeting = b"220"

    def __init__(self, binary: str) -> None:
        super().__init__("smtp")
        self._binary = binary

    def command(self) -> Sequence[str]:
        for name in ("spool", "log", "mail"):
            _owned(self.folder / name, "Debian-exim")
        configuration = self.folder / "exim.conf"
        configuration.write_text(_EXIM.format(folder=self.folder, port=self.port))
        configuration.chmod(0o644)
        return [self._binary, "-C", str(configuration), "-bdf", "-odi"]

    def clear(self) -> None:
        shutil.rmtree(self.folder / "mail" / "new", ignore_errors=True)

    def letters(self) -> list[EmailMessage]:
        """What was delivered, in the order of delivery."""
        files = sorted((self.folder / "mail" / "new").glob("*"), key=lambda p: p.stat().st_mtime_ns)
        found = []
        for path in files:
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            found.append(message)
        return found


def _owned(folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    owner = pwd.getpwnam(name)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
