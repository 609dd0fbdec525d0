"""`make soak`: three workers on hosts of their own, everything killed and cut off at random.

    python -m bench.soak --court
    python -m bench.soak [--tours 100] [--reels 5] [--coups 6] [--graine 1] [--debit] [--out FILE.md]

Each round is a bag and two e-mails, deposited, read and judged by `liasse ouvrier` on three hosts,
over PostgreSQL, Ceph's S3 and a Prefect server on hosts of their own; what a blow hits, and whether
it kills (-9) or cuts off the network, is drawn from the seed. Afterwards every deposit must be one
finished envoi, the result and the rows of every table those of an undisturbed run in one process,
and `liasse stockage verifier` content.

`--tours` replay recorded readings (a page then takes `SECONDS`); `--reels` have real readers on 60
pages (`--pages`). `--debit`: throughput with one, two and three workers, and in one process. Namespaces need root:
`--sans-reseau` has all hosts on the loopback instead, where nothing can be cut off. `--court`: the one
round that CI runs, on the loopback and a folder, where one worker is killed at a piece that it holds.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.machine import machine
from bench.markdown import decimal, table
from bench.soak import courier, recorded
from bench.soak.courier import Outcome
from bench.soak.grounds import Grounds, grounds
from bench.soak.network import Network
from bench.soak.rounds import Plan, Told, play, strikes
from bench.soak.short import short_round
from flows.engine import connected
from flows.reading.pool import ReaderPool
from tests import ceph

SECONDS = 0.4
"""A recorded page takes so long: its reader waits, and needs no processor."""
REAL_PAGES = 60
FLOW_PAGES = 120


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--tours", type=int, default=100)
    parser.add_argument("--reels", type=int, default=5)
    parser.add_argument("--pages", type=int, default=REAL_PAGES, help="d'un tour de vrais lecteurs")
    parser.add_argument("--coups", type=int, default=6)
    parser.add_argument("--graine", type=int, default=1)
    parser.add_argument("--debit", action="store_true")
    parser.add_argument("--sans-reseau", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--court", action="store_true")
    given = parser.parse_args()
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # all that was started is ended then too
    if given.court:
        faults = short_round()
        print("\n".join(faults) or "Le tour court tient.")
        return 1 if faults else 0
    why_not = Network.why_not()
    if why_not and not given.sans_reseau:
        print(f"Pas d'endurance en réseau ici : {why_not}. Autrement : --sans-reseau.")
        return 2
    with_s3 = ceph.is_installed()
    if not with_s3:
        print(
            "Ceph absent (ceph-mon, ceph-osd, radosgw) : les fichiers sont dans un dossier commun."
        )
    with (
        tempfile.TemporaryDirectory(prefix="liasse-endurance-") as name,
        grounds(Path(name), workers=3, apart=not given.sans_reseau, with_s3=with_s3) as ground,
    ):
        soak = Soak(ground)
        parts = []
        if given.tours:
            parts.append(soak.recorded_rounds(given.tours, given.coups, given.graine))
        if given.reels:
            parts.append(soak.real_rounds(given.reels, given.pages, given.coups, given.graine))
        if given.debit:
            parts.append(soak.throughput())
    facts = " ; ".join(f"{name} : {value}" for name, value in machine().items())
    said = "Tout tient." if soak.sound else "Quelque chose ne tient pas."
    report = "\n\n".join([*parts, facts, said])
    print(report)
    if given.out:
        given.out.write_text(report + "\n", encoding="utf-8")
    return 0 if soak.sound else 1


class Soak:
    """The rounds on some grounds, and whether all was as it must be."""

    def __init__(self, ground: Grounds) -> None:
        self._ground = ground
        self.sound = True
        self._long = courier.long_sample(ground.folder / "sac-long.pdf", FLOW_PAGES)
        ground.readings = ground.folder / "lectures.json"
        courier.record(ground.readings, [self._long[0]])
        os.environ[recorded.READINGS] = str(ground.readings)
        connected(ground.settings(ground.folder / "pilote", "pilote", "postgresql:///"))

    def recorded_rounds(self, count: int, blows: int, seed: int) -> str:
        """Rounds on the recorded readings of the sample."""
        paths = courier.sample()
        expected, _ = self._undisturbed(paths, 0.0)
        told = self._play(paths, SECONDS, expected, count, blows, seed)
        return _report(f"{count} tours sur lectures gardées", told)

    def real_rounds(self, count: int, pages: int, blows: int, seed: int) -> str:
        """Rounds with real readers, on so many pages."""
        paths = self._real(pages)
        expected, _ = self._undisturbed(paths, None)
        told = self._play(paths, None, expected, count, blows, seed)
        return _report(f"{count} tours de vrais lecteurs, {pages} pages", told)

    def throughput(self) -> str:
        """The same courier by one, two and three workers, and in one process."""
        rows: list[Sequence[str]] = []
        for name, paths, seconds in (
            (f"{FLOW_PAGES} pages gardées, {decimal(SECONDS, 1)} s d'attente", self._long, SECONDS),
            (f"{REAL_PAGES} pages, vrais lecteurs", self._real(REAL_PAGES), None),
        ):
            expected, alone = self._undisturbed(paths, seconds)
            pages = FLOW_PAGES if seconds is not None else REAL_PAGES
            rows.append((name, "sans Prefect, un lecteur", *_speed(pages, alone)))
            for workers in (1, 2, 3):
                told = play(self._ground, Plan(paths, workers, seconds), expected)
                self._heed(told)
                title = f"{workers} ouvrier{'s' if workers > 1 else ''} d'un lecteur"
                rows.append((name, title, *_speed(pages, told.seconds)))
        return table(("courrier", "qui lit", "durée (s)", "pages par minute"), rows, left=2)

    def _real(self, pages: int) -> list[Path]:
        return courier.long_sample(self._ground.folder / f"sac-{pages}.pdf", pages)

    def _undisturbed(self, paths: Sequence[Path], seconds: float | None) -> tuple[Outcome, float]:
        """What the courier comes to, and in how long, in this process with one reader."""
        url = self._ground.postgres.create_database()
        name = f"reference-{time.monotonic_ns()}"
        settings = self._ground.settings(self._ground.folder / name, name, url)
        if seconds is not None:
            os.environ[recorded.SECONDS] = str(seconds)
        pool = ReaderPool.of(settings) if seconds is None else recorded.pool(settings)
        with pool:
            pool.opening().result()
            began = time.monotonic()
            done = courier.undisturbed(settings, paths, pool)
            return done, time.monotonic() - began

    def _play(
        self,
        paths: Sequence[Path],
        seconds: float | None,
        expected: Outcome,
        count: int,
        blows: int,
        seed: int,
    ) -> list[Told]:
        told = []
        for number in range(count):
            one = play(self._ground, Plan(paths, 3, seconds, blows, seed + number), expected)
            self._heed(one)
            struck = ", ".join(map(str, one.blows))
            how = "bon" if not one.faults else "\n  ".join(["FAUTES", *one.faults])
            print(f"tour {number + 1}, graine {seed + number} : {one.seconds:.0f} s, {struck} ; {how}",
                  flush=True)  # fmt: skip
            told.append(one)
        return told

    def _heed(self, told: Told) -> None:
        self.sound = self.sound and not told.faults


def _speed(pages: int, seconds: float) -> tuple[str, str]:
    return decimal(seconds, 0), decimal(60 * pages / seconds, 0)


def _report(title: str, told: Sequence[Told]) -> str:
    good = sum(not one.faults for one in told)
    blows = "\n".join(f"- {name} : {count} fois" for name, count in sorted(strikes(told).items()))
    seconds = sorted(one.seconds for one in told)
    again = sum(one.attempts for one in told)
    return (
        f"{title} : {good} bons sur {len(told)} ; un tour prend {decimal(seconds[len(seconds) // 2], 0)} s "
        f"(le plus long {decimal(seconds[-1], 0)}) ; étapes reprises après un coup : {again}.\n\n{blows}"
    )


if __name__ == "__main__":
    sys.exit(main())
