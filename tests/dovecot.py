"""A Dovecot server for one test run: its mailboxes in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

_START_SECONDS = 30
PASSWORD = "essai"

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 0
mail_uid = {uid}
mail_gid = {gid}
default_internal_user = {internal}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
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
service anvil {{
  chroot =
}}
"""


def find_dovecot() -> str | None:
    """The server, where this process may run it: Dovecot starts as root only."""
    if os.geteuid() != 0:
        return None
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")


class ThrowawayDovecot:
    """A server on a free loopback port; any account exists, with the password `PASSWORD`."""

    def __init__(self, binary: str) -> None:
        self._binary = binary
        self.folder = Path(tempfile.mkdtemp(prefix="liasse-imap-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """On the port that it had before, if it was stopped; returns once it answers."""
        self.port = self.port or _free_port()
        owner = pwd.getpwnam("nobody")
        (self.folder / "mail").mkdir(exist_ok=True)
        (self.folder / "home").mkdir(exist_ok=True)
        for name in ("mail", "home"):
            os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(
            _CONFIGURATION.format(
                folder=self.folder,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                port=self.port,
                password=PASSWORD,
                internal="dovecot",
                login="dovenull",
            )
        )
        self._process = subprocess.Popen(
            [self._binary, "-F", "-c", str(configuration)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Dovecot did not start:\n{self._log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """At once, with the connections that are open."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as probe:
                return probe.recv(4) == b"* OK"
        except OSError:
            return False

    def _log(self) -> str:
        log = self.folder / "dovecot.log"
        return log.read_text(errors="replace") if log.exists() else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
