"""Spoilt deposits, one after the other, into the intake: what breaks is kept for whoever mends it.

python -m bench.fuzz [--minutes 30] [--keep DIR] [--seed N] [--only KIND …]

Each deposit must end in files or refusals: an exception, a failure that no reader foresaw, a crash of
the process, more than `SECONDS` of processor time or more memory than `MEMORY` is a finding. Its bytes
are kept in DIR, and `python -m bench.fuzz --again FILE` does it once more.

Where atheris is installed (`pip install atheris` in an environment of its own, ours on its
PYTHONPATH), mutations follow the code that they reach; else they are drawn blindly.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import hashlib
import importlib.util
import io
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FunctionType

from flows.intake.tables import rows_of
from flows.mailbox.collect import identity_of
from models.errors import BadInput
from tests.extractors.intake.spoiling import INTERESTING, SEEDS, check

SECONDS = 20
"""Of processor time that one deposit may take; those spoilt here are small."""
MEMORY = 4 * 1024**3
PROCESS = 20_000
"""Deposits that one process looks at, so that leaks do not count as findings."""
FOLLOWED = ("extractors.intake", "flows.intake", "flows.mailbox", "email", "zipfile", "PIL", "csv")
"""Modules whose code atheris follows; all of them would take minutes."""
AT_HAND = "a-la-main"
CHILD = "--enfant"


def looked_at(data: bytes) -> None:
    """Everything that takes bytes from outside takes these."""
    check(data)
    identity_of(data)
    with suppress(BadInput):
        for _ in rows_of(data):
            pass


def table() -> bytes:
    """A directory as a spreadsheet writes it."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(("nom", "courriel", "inpe", "ville"))
    sheet.append(("Pharmacie Atlas", "atlas@exemple.ma", "104012345", "Fès"))
    book.save(out)
    return out.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    **SEEDS,
    "csv": lambda: "nom;courriel\nPharmacie du Port;port@exemple.ma\n".encode("cp1252"),
    "xlsx": table,
}


def spoilt(seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """One of the deposits with bytes changed, repeated, taken out, or put in from another."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.randint(1, 10)):
        at, length = rng.randrange(len(data) + 1), 1 << rng.randrange(10)
        other = rng.choice(seeds)
        start = rng.randrange(len(other))
        match rng.randrange(6):
            case 0:
                blow = rng.choice(INTERESTING)
                data[at : at + len(blow)] = blow
            case 1:
                data[at:at] = other[start : start + length]
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length] * rng.randint(1, 8)
            case 4:
                data[at : at + 4] = rng.randbytes(4)
            case _:
                if rng.random() < 0.2:
                    del data[max(1, at) :]
    return bytes(data[: 1 << 20])


# --- the process that looks ------------------------------------------------------------------


def look(seeds: Sequence[bytes], rng: random.Random, until: float, keep: Path) -> None:
    """Look at deposits until the time is over; the one at hand lies in `keep` meanwhile."""
    at_hand = keep / AT_HAND
    for _ in range(PROCESS):
        if time.monotonic() > until:
            break
        data = spoilt(seeds, rng)
        at_hand.write_bytes(data)
        _limited(data)
        with (keep / "combien").open("ab") as count:
            count.write(b".")
    at_hand.unlink(missing_ok=True)


def follow(seeds: Sequence[bytes], until: float, keep: Path) -> None:
    """The same with atheris: its corpus grows in `keep`, its findings are left there."""
    import atheris  # type: ignore[import-untyped]

    corpus = keep / "corpus"
    corpus.mkdir(exist_ok=True)
    for seed in seeds:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and str(one.__module__).startswith(FOLLOWED):
            atheris.instrument_func(one)
    left = max(1, int(until - time.monotonic()))
    arguments = [
        sys.argv[0], str(corpus), f"-max_total_time={left}", f"-timeout={SECONDS}",
        f"-rss_limit_mb={MEMORY >> 20}", f"-artifact_prefix={keep}/trouve-", "-max_len=200000",
        "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(arguments, looked_at)
    atheris.Fuzz()


def _limited(data: bytes) -> None:
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal ends the process
    looked_at(data)
    signal.setitimer(signal.ITIMER_PROF, 0)


# --- the process that watches it -------------------------------------------------------------


def watch(minutes: float, keep: Path, seed: int, only: Sequence[str]) -> int:
    """Have deposits looked at for so long; how many broke something."""
    until = time.monotonic() + 60 * minutes
    rng = random.Random(seed)
    lives = 0
    while (left := until - time.monotonic()) > 1:
        lives += 1
        told = (keep / f"journal-{lives}").open("wb")
        command = [sys.executable, "-m", "bench.fuzz", CHILD, f"{left}", "--keep", str(keep)]
        command += ["--seed", str(rng.randrange(1 << 30)), "--only", *only]
        with told:
            status = subprocess.run(command, stdout=told, stderr=told, check=False).returncode
        at_hand = keep / AT_HAND
        if status and at_hand.exists():
            found = keep / f"trouve-{hashlib.sha256(at_hand.read_bytes()).hexdigest()[:16]}"
            at_hand.rename(found)
            print(f"{found} : statut {status}, journal-{lives}")
    looked = (keep / "combien").stat().st_size if (keep / "combien").exists() else 0
    findings = sorted(keep.glob("trouve-*"))
    how = f"{looked} dépôts gâtés" if looked else f"journaux de {lives} processus"
    print(f"{how} : {len(findings)} trouvailles dans {keep}")
    return len(findings)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=[*KINDS])
    parser.add_argument("--again", type=Path, nargs="+", default=[])
    parser.add_argument(CHILD, dest="child", type=float, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    for file in asked.again:
        print(file)
        looked_at(file.read_bytes())
    if asked.again:
        return 0
    asked.keep.mkdir(parents=True, exist_ok=True)
    if asked.child is None:
        return min(1, watch(asked.minutes, asked.keep, asked.seed, asked.only))
    faulthandler.enable()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    until = time.monotonic() + asked.child
    seeds = [KINDS[kind]() for kind in asked.only]
    if importlib.util.find_spec("atheris") is not None:
        follow(seeds, until, asked.keep)
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        look(seeds, random.Random(asked.seed), until, asked.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
