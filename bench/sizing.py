"""What a fund needs to read its courier in time: a day simulated with service times that were measured.

python -m bench.sizing [--dossiers 100000] [--pages 6] [--write]

Every envoi is cut into pieces as `liasse ouvrier` does (LIASSE_MORCEAU_PAGES); hosts take the next one, express before
bulk. What a page costs and how well the processors of a host are used come from docs/benchmarks.md. The rest is
supposed, said in `SUPPOSED`, and to be replaced by one's own figures. `--write` renews the table in docs/exploitation.md.
"""

from __future__ import annotations

import argparse
import heapq
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bench.markdown import NARROW, decimal, percent, put_between, table
from bench.shared import ROOT
from models.settings import Settings

MEASURES = ROOT / "docs" / "benchmarks.md"
PAGE = ROOT / "docs" / "exploitation.md"
BEGIN = "<!-- dimensionnement : écrit par « python -m bench.sizing --write » -->"
END = "<!-- fin du dimensionnement -->"

HOUR = 3600.0
OPENS, CLOSES = 8 * HOUR, 18 * HOUR
"""Scanners work in these hours, evenly; mails and deposits come around the clock, most of them then."""
BAG, EXPRESS = 200, 6
"""Pages of a scanned bag, and of a mail."""
EXPRESS_SHARE = 0.2
MONDAY = 1.6
"""The heaviest day against the mean one."""
SPREAD = 0.5
"""Of what a page costs: standard deviation against the mean."""
CORES, CREW = 16, 4
"""Of a host; and of one `liasse ouvrier` on it (LIASSE_READERS), so that few wait for the last page of a piece."""
PIECE: int = Settings.model_fields["morceau_pages"].default
LOSS = 11 * HOUR
LEASE: int = Settings.model_fields["bail"].default
SOON, SAME_NIGHT = 0.5 * HOUR, 14 * HOUR
"""Wanted: express read within so long nineteen times of twenty, every bag before the next morning."""
SUPPOSED = (
    f"sacs de {BAG} pages numérisés de 8 h à 18 h, {percent(EXPRESS_SHARE, 0)} des pages par courriel ou dépôt ({EXPRESS} pages)"
    f", jour le plus chargé {decimal(MONDAY, 1)} fois la moyenne, machines de {CORES} cœurs comme ceux des mesures, à {CORES // CREW} ouvriers de {CREW} lecteurs, morceaux de "
    f"{PIECE} pages, express d'abord"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor seconds that a page costs, and the share of a host's processors that works."""

    seconds: float
    used: float


@dataclass(frozen=True, slots=True)
class Day:
    """What one day gave, in seconds and pages."""

    hosts: int
    busy: float
    express: float
    bag: float
    last: float
    waiting: int

    @property
    def holds(self) -> bool:
        """Whether it was good enough."""
        return self.express <= SOON and self.last <= SAME_NIGHT


def measured() -> Measured:
    """From the line of `liasse process` in docs/benchmarks.md."""
    told = MEASURES.read_text(encoding="utf-8")
    line = re.search(r"^\| liasse process \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|", told, re.M)
    cores = re.search(r"^- cœurs : (\d+)", told, re.M)
    assert line is not None
    assert cores is not None
    _, a_minute, seconds = (float(cell.replace(",", ".")) for cell in line.groups())
    return Measured(seconds, a_minute / 60 * seconds / int(cores[1]))


def arrivals(pages: int, rng: random.Random) -> list[tuple[float, bool, int]]:
    """When each envoi comes, whether it is express, its pages."""
    found = []
    for _ in range(round(pages * EXPRESS_SHARE / EXPRESS)):
        at = (
            rng.gauss((OPENS + CLOSES) / 2, 3 * HOUR)
            if rng.random() < 0.85
            else rng.uniform(0, 24 * HOUR)
        )
        found.append((min(max(at, 0.0), 24 * HOUR), True, EXPRESS))
    for _ in range(round(pages * (1 - EXPRESS_SHARE) / BAG)):
        found.append((rng.uniform(OPENS, CLOSES), False, BAG))
    return sorted(found)


def day(hosts: int, pages: int, cost: Measured, *, lost: int = 0, seed: int = 1) -> Day:
    """One day. `lost` hosts die at eleven with the piece they have, which is taken up after its lease."""
    rng = random.Random(seed)  # nosec B311 # a simulation
    a_page = cost.seconds / (CREW * cost.used)
    coming = arrivals(pages, rng)
    left = [-(-count // PIECE) for _, _, count in coming]
    ended = [0.0] * len(coming)
    free = [(0.0, crew * CREW // CORES) for crew in range(hosts * CORES // CREW)]
    waiting: list[tuple[bool, int, int]] = []  # bulk, envoi, pages: express first, then by arrival
    again: list[tuple[float, bool, int, int]] = []
    worked, longest, queued, at = 0.0, 0, 0, 0
    while at < len(coming) or waiting or again:
        moment, host = heapq.heappop(free)
        if host < lost and moment >= LOSS:
            continue  # it is gone
        if not waiting:
            moment = max(moment, min([one[0] for one in (*coming[at : at + 1], *again[:1])]))
        while at < len(coming) and coming[at][0] <= moment:
            _, express, count = coming[at]
            for first in range(0, count, PIECE):
                heapq.heappush(waiting, (not express, at, min(PIECE, count - first)))
            at, queued = at + 1, queued + count
        while again and again[0][0] <= moment:
            heapq.heappush(waiting, heapq.heappop(again)[1:])
        longest = max(longest, queued)
        piece = heapq.heappop(waiting)
        _, envoi, size = piece
        costs = [max(0.2, rng.gauss(1, SPREAD)) for _ in range(size)]
        takes = max(a_page * sum(costs), cost.seconds * max(costs))  # a page has one reader
        if host < lost and moment + takes >= LOSS:
            heapq.heappush(again, (max(moment, LOSS) + LEASE, *piece))
            continue
        heapq.heappush(free, (moment + takes, host))
        queued, worked, left[envoi] = queued - size, worked + takes, left[envoi] - 1
        ended[envoi] = max(ended[envoi], moment + takes)
    assert not any(left), "every envoi is read to its end"
    waited = [(express, end - came) for (came, express, _), end in zip(coming, ended, strict=True)]
    bags = sorted(seconds for express, seconds in waited if not express)
    quick = sorted(seconds for express, seconds in waited if express)
    return Day(
        hosts,
        worked * CREW / CORES / ((hosts - lost) * 24 * HOUR + lost * LOSS),
        quick[len(quick) * 19 // 20],
        bags[len(bags) * 19 // 20],
        max(bags[-1], quick[-1]),
        longest,
    )


def least(pages: int, cost: Measured) -> int:
    """The fewest hosts that hold the heaviest day."""
    hosts = max(1, int(pages * cost.seconds / (CORES * cost.used * 24 * HOUR)))
    while not day(hosts, pages, cost).holds:
        hosts += 1
    return hosts


def lines(volumes: Sequence[int], pages: int) -> str:
    """The table, with what it supposes."""
    cost = measured()
    rows = []
    for dossiers in volumes:
        heavy = round(dossiers * pages * MONDAY)
        hosts = least(heavy, cost)
        for more, lost in ((0, 0), (1, 1)):
            found = day(hosts + more, heavy, cost, lost=lost)
            rows.append(
                [
                    _thousands(dossiers),
                    f"{hosts + more}" + (f", dont {lost} s'arrête à 11 h" if lost else ""),
                    percent(found.busy, 0),
                    _length(found.express),
                    _length(found.bag),
                    _length(found.last),
                    _thousands(found.waiting),
                ]
            )
    head = ["dossiers par jour", f"machines de {CORES} cœurs", "occupées", "express, 19 sur 20", "sacs, 19 sur 20", "le plus long", "pages en file, au plus"]  # fmt: skip
    return (
        f"Mesuré (docs/benchmarks.md) : {decimal(cost.seconds)} s de processeur par page, cœurs employés à "
        f"{percent(cost.used, 0)}. Supposé : {pages} pages par dossier, {SUPPOSED}.\n\n"
        + table(head, rows, left=2)
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", NARROW)


def _length(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < HOUR else f"{decimal(seconds / HOUR, 1)} h"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--pages", type=int, default=6, help="pages d'un dossier")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    told = lines(asked.dossiers, asked.pages)
    if asked.write:
        page = put_between(PAGE.read_text(encoding="utf-8"), BEGIN, END, told)
        PAGE.write_text(page, encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
