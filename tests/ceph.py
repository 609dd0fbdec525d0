"""Ceph's S3 server (radosgw) over one monitor and one disk in a file, in a temporary folder.

From Debian's `ceph-mon ceph-osd radosgw`; there is no lighter real S3 server among its packages.
"""

from __future__ import annotations

import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.servers import ThrowawayWebServer, free_port, kill_group

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "monmaptool")
ACCESS_KEY, SECRET_KEY = "liasse-essai", "secret-d-essai"
_READY_SECONDS = 300

_CONFIGURATION = """
[global]
fsid = {fsid}
mon host = v1:{address}:{mon_port}
mon initial members = a
public addr = {address}
cluster addr = {address}
ms bind ipv6 = false
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
keyring = /dev/null
run dir = {folder}/run
pid file = {folder}/run/$name.pid
admin socket = {folder}/run/$name.asok
log file = {folder}/log/$name.log
crash dir = {folder}/run
osd objectstore = bluestore
bluestore block size = 4294967296
osd memory target = 939524096
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 1
[mon.a]
mon data = {folder}/mon
[osd.0]
osd data = {folder}/osd
[client.rgw]
rgw data = {folder}/rgw
rgw frontends = beast endpoint={address}:{port}
rgw dns name = {address}
rgw thread pool size = 32
"""


def is_installed() -> bool:
    """Whether all of its programs are there."""
    return all(map(shutil.which, PROGRAMS))


class ThrowawayCeph(ThrowawayWebServer):
    """A running S3 server; `kill` hits what answers S3, `stop` all that is behind it too."""

    start_seconds = 180

    def __init__(self) -> None:
        super().__init__("ceph")
        self._mon_port = free_port()
        self._osd = str(uuid.uuid4())
        self._behind: list[subprocess.Popen[bytes]] = []

    @property
    def endpoint(self) -> str:
        return f"{self.address}:{self.port}"

    def log(self) -> str:
        return "\n".join(
            f"{path.name}\n{path.read_text(errors='replace')[-1500:]}"
            for path in sorted((self.folder / "log").glob("*.log"))
        )

    def command(self) -> Sequence[str]:
        return ["radosgw", *self._configured(), "-n", "client.rgw", "-f"]

    def start(self) -> None:
        new = not (self.folder / "mon").exists()
        self.port = self.port or free_port()
        if new:
            self._make()
        if not any(one.poll() is None for one in self._behind):
            self._start_behind(new=new)
        super().start()
        if new:
            self._run(
                "radosgw-admin", "user", "create", "--uid=essai", "--display-name=essai",
                f"--access-key={ACCESS_KEY}", f"--secret-key={SECRET_KEY}",
            )  # fmt: skip

    def stop(self) -> None:
        """All of it at once, as a machine falls."""
        self.kill()
        for process in self._behind:
            kill_group(process)
        self._behind.clear()

    def _make(self) -> None:
        for name in ("mon", "osd", "run", "log", "rgw"):
            (self.folder / name).mkdir()
        fsid = str(uuid.uuid4())
        self._path.write_text(
            _CONFIGURATION.format(
                fsid=fsid,
                folder=self.folder,
                address=self.address,
                port=self.port,
                mon_port=self._mon_port,
            )
        )
        monitors = str(self.folder / "monmap")
        where = f"[v1:{self.address}:{self._mon_port}]"
        self._run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", where, monitors)
        self._run("ceph-mon", "-i", "a", "--mkfs", "--monmap", monitors)

    def _start_behind(self, *, new: bool) -> None:
        self._behind = [self._daemon("ceph-mon", "-i", "a")]
        self._until_said("osd stat", "osds")
        if new:
            self._run("ceph", "osd", "new", self._osd, "0")
            self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", self._osd)
        self._behind.append(self._daemon("ceph-osd", "-i", "0"))
        self._until_said("osd stat", "1 up", meanwhile=self._restart_disk)

    def _restart_disk(self) -> None:
        """It ends when its first word with the monitor comes too soon («wrong fsid»)."""
        if self._behind[-1].poll() is not None:
            self._behind[-1] = self._daemon("ceph-osd", "-i", "0")

    def _until_said(
        self, question: str, answer: str, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        until = time.monotonic() + _READY_SECONDS
        while time.monotonic() < until:
            done = subprocess.run(
                [*self.inside, "timeout", "10", "ceph", *self._configured(), *question.split()],
                capture_output=True,
                text=True,
                check=False,
            )
            if answer in done.stdout:
                return
            meanwhile()
            time.sleep(0.2)
        raise RuntimeError(f"ceph did not start:\n{self.log()}")

    def _daemon(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.inside, program, *self._configured(), *arguments, "-f"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )

    def _run(self, program: str, *arguments: str) -> None:
        configured = [] if program == "monmaptool" else self._configured()
        command = [*self.inside, program, *configured, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stderr}")

    @property
    def _path(self) -> Path:
        return self.folder / "ceph.conf"

    def _configured(self) -> list[str]:
        return ["-c", str(self._path)]
