"""What befalls the machines of a round: a list of blows, drawn from a seed, given one after the other."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bench.soak.grounds import Grounds, Worker, revive
from bench.soak.network import Host

WORKER = "ouvrier"
"""Machines whose name begins so are workers; the others are servers."""


class Kind(StrEnum):
    """How a machine is struck."""

    KILLED = "tué"
    CUT = "coupé du réseau"


@dataclass(frozen=True, slots=True)
class Blow:
    """`after` seconds after the one before, a machine is struck; `lasts` seconds later it is back."""

    after: float
    machine: str
    kind: Kind
    lasts: float

    def __str__(self) -> str:
        return f"{self.machine} {self.kind} {self.lasts:.0f} s"


def drawn(chance: random.Random, count: int, machines: Sequence[str], *, cuts: bool) -> list[Blow]:
    """So many blows; each machine is struck as often as any other, give or take one."""
    order: list[str] = []
    while len(order) < count:
        order += chance.sample(list(machines), len(machines))
    kinds = list(Kind) if cuts else [Kind.KILLED]
    return [_blow(chance, machine, kinds) for machine in order[:count]]


def _blow(chance: random.Random, machine: str, kinds: Sequence[Kind]) -> Blow:
    kind = chance.choice(kinds)
    # a cut shorter than the lease, or longer: the worker may come back to find his work another's
    lasts = chance.uniform(2, 18) if kind is Kind.CUT else chance.uniform(0.5, 4)
    return Blow(chance.uniform(1, 6), machine, kind, lasts)


def strike(
    grounds: Grounds, workers: Sequence[Worker], blows: Sequence[Blow], over: Callable[[], bool]
) -> list[Blow]:
    """Give the blows, until all is `over`; those that were given. Every machine is back at the end."""
    given = []
    for blow in blows:
        if _elapsed(blow.after, over):
            break
        given.append(blow)
        if blow.kind is Kind.CUT:
            host = _host(grounds, workers, blow.machine)
            host.cut()
            try:
                time.sleep(blow.lasts)
            finally:
                host.join()
        else:
            _kill(grounds, workers, blow)
    return given


def _kill(grounds: Grounds, workers: Sequence[Worker], blow: Blow) -> None:
    if blow.machine.startswith(WORKER):
        worker = _worker(workers, blow.machine)
        worker.kill()
        time.sleep(blow.lasts)
        worker.start()
        return
    server = {"base": grounds.postgres, "prefect": grounds.prefect, "s3": grounds.s3}[blow.machine]
    assert server is not None
    server.kill()
    time.sleep(blow.lasts)
    revive(server)


def _elapsed(seconds: float, over: Callable[[], bool]) -> bool:
    """Wait so long; true as soon as all is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if over():
            return True
        time.sleep(0.3)
    return False


def _worker(workers: Sequence[Worker], name: str) -> Worker:
    return next(worker for worker in workers if worker.host.name == name)


def _host(grounds: Grounds, workers: Sequence[Worker], name: str) -> Host:
    return grounds.hosts.get(name) or _worker(workers, name).host
