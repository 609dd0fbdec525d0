"""Hosts on one switch: network namespaces on a bridge, each of which can be cut off.

Root only (`ip netns`). Whoever is not root has hosts that share the machine's own network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models.errors import LiasseError


class NoNetworkError(LiasseError):
    """Namespaces cannot be made here."""


@dataclass(frozen=True, slots=True)
class Host:
    """A machine of the switch: its address, and what a command is put behind to run on it."""

    name: str
    address: str
    inside: tuple[str, ...] = ()
    plug: str | None = None
    switch: str | None = None

    @property
    def can_be_cut(self) -> bool:
        return self.plug is not None

    def cut(self) -> None:
        """Pull its plug: nothing comes through, and nobody is told."""
        if self.plug:
            _ip("link", "set", self.plug, "nomaster")

    def join(self) -> None:
        """Plug it in again."""
        if self.plug and self.switch:
            _ip("link", "set", self.plug, "master", self.switch)


class Network:
    """A switch, and this process beside it at `.1`."""

    def __init__(self) -> None:
        number = os.getpid() % 10_000
        self._name = f"ls{number}"
        self._subnet = f"10.213.{number % 256}"
        self._hosts: list[Host] = []

    @staticmethod
    def why_not() -> str | None:
        """Why there can be no namespaces here, in French; `None` where there can."""
        if os.geteuid() != 0:
            return "il faut être root pour faire des espaces de noms réseau"
        if shutil.which("ip") is None:
            return "la commande « ip » (paquet iproute2) est absente"
        probe = f"ls{os.getpid() % 10_000}-essai"
        if subprocess.run(["ip", "netns", "add", probe], capture_output=True).returncode:
            return "cette machine n'admet pas d'espaces de noms réseau"
        subprocess.run(["ip", "netns", "del", probe], check=False)
        return None

    def open(self) -> None:
        """Make the switch."""
        _ip("link", "add", self._name, "type", "bridge")
        _ip("addr", "add", f"{self._subnet}.1/24", "dev", self._name)
        _ip("link", "set", self._name, "up")

    def host(self, name: str) -> Host:
        """One more machine."""
        number = len(self._hosts) + 2
        space, plug = f"{self._name}-{name}", f"{self._name}v{number}"
        address = f"{self._subnet}.{number}"
        host = Host(name, address, ("ip", "netns", "exec", space), plug, self._name)
        self._hosts.append(host)
        _ip("netns", "add", space)
        _ip("link", "add", plug, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", plug, "master", self._name, "up")
        _ip("-n", space, "addr", "add", f"{address}/24", "dev", "eth0")
        _ip("-n", space, "link", "set", "eth0", "up")
        _ip("-n", space, "link", "set", "lo", "up")
        return host

    def close(self) -> None:
        """Unmake it all."""
        for host in self._hosts:
            subprocess.run(["ip", "netns", "del", host.inside[3]], capture_output=True, check=False)
        subprocess.run(["ip", "link", "del", self._name], capture_output=True, check=False)


class SameMachine:
    """In the place of a `Network`: every host is this machine, and none can be cut off."""

    def host(self, name: str) -> Host:
        """This machine under another name."""
        return Host(name, "127.0.0.1")


@contextmanager
def network(*, apart: bool) -> Iterator[Network | SameMachine]:
    """A switch of namespaces if `apart`, else this machine's own loopback."""
    if not apart:
        yield SameMachine()
        return
    made = Network()
    try:
        made.open()
        yield made
    finally:
        made.close()


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoNetworkError(f"« ip {' '.join(arguments)} » a échoué : {done.stderr.strip()}")
