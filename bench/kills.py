"""`python -m bench.kills`: `kill -9` at random moments, and whether anything is lost or double.

A command is killed, started again on the same folder, killed again …, then left to end. Its
result, the rows of its database and its blobs must be those of a run that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.markdown import decimal, table
from models.entities import PageState, StepState
from storage.blobs.folder import FolderStore

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample"
RECEIVED = "2025-11-05T09:12:00+01:00"
GONE_SECONDS = 20.0
"""How long what a killed command started may take to notice and end."""
NUMBERS = frozenset({"numero", "reference"})
"""Names in the result that come from counters: identifiers like the others."""
CHANGING = frozenset({"alembic_version", "counter", "step"})
"""Tables whose rows may differ: numbers are skipped, attempts counted."""


STEPS = ("documents", "dossiers")


@dataclass(frozen=True, slots=True)
class Run:
    """`liasse process` on `inputs`, everything in `home`; run again, it is the same command."""

    inputs: Sequence[Path]
    home: Path
    people: Path | None = None

    @property
    def result(self) -> Path:
        return self.home / "resultat.json"

    def start(self) -> subprocess.Popen[bytes]:
        """The command, in a session of its own."""
        self.home.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", "from cli.main import main; main()", "process"]
        command += [str(path) for path in self.inputs]
        command += ["--data", str(self.home), "--received-at", RECEIVED, "--json", str(self.result)]
        if self.people is not None:
            command += ["--assures", str(self.people)]
        with (self.home / "sortie.txt").open("ab") as said:
            return subprocess.Popen(
                command, cwd=ROOT, stdout=said, stderr=said, start_new_session=True
            )

    def finish(self) -> int:
        """Run to the end; its exit status."""
        return self.start().wait()

    def killed_after(self, seconds: float) -> bool:
        """Run, and kill the command alone at a moment; false when its work was over by then.

        Envois are closed all at once, after their result was handed over: a command that is killed
        later, on its way out, has nothing left to go on with, and the same inputs would be new ones.
        """
        process = self.start()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            left = survivors(process.pid)
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            if left:
                raise AssertionError(f"{len(left)} processes outlive the command by far") from None
            return not self._over()
        return False

    def _over(self) -> bool:
        try:
            with closing(sqlite3.connect(self.home / "liasse.db")) as database:
                query = "SELECT count(*) FROM envoi WHERE finished_at IS NOT NULL"
                return bool(database.execute(query).fetchone()[0])
        except sqlite3.Error:  # killed before there was a database
            return False

    def comparable(self) -> Any:
        """The result without what may differ from run to run."""
        return comparable(json.loads(self.result.read_text(encoding="utf-8")))

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        with closing(sqlite3.connect(self.home / "liasse.db")) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for (name,) in names.fetchall()
                if name not in CHANGING and not name.startswith("sqlite_")
            }

    def blobs(self) -> list[str]:
        """The names of the blobs, each read and found intact."""
        store = FolderStore(self.home / "blobs")
        return [sha256 for sha256 in store if store.get(sha256) is not None]

    def progress(self) -> tuple[int, str]:
        """Pages kept and, in words, how far the command had come."""
        try:
            with closing(sqlite3.connect(self.home / "liasse.db")) as database:

                def count(query: str) -> int:
                    return int(database.execute(f"SELECT count(*) FROM {query}").fetchone()[0])

                envois = count("envoi")
                read = count(f"page WHERE state <> '{PageState.ATTENDUE}'")
                done = [
                    count(f"step WHERE state = '{StepState.FAIT}' AND name = '{n}'") for n in STEPS
                ]
                ended = count("envoi WHERE finished_at IS NOT NULL")
        except sqlite3.Error:
            return 0, "rien encore, ou la base en train de naître"
        if not envois:
            return 0, "base prête, rien de reçu"
        told = f"{envois} envois reçus, documents de {done[0]}, dossiers de {done[1]}"
        return read, told + (f", {ended} terminés" if ended else "")


def comparable(result: Mapping[str, Any]) -> Any:
    """`result` with its ids replaced by positions, and its numbers left out."""
    names = {
        thing["id"]: f"{kind} {position}"
        for kind in ("envois", "documents", "dossiers", "lots")
        for position, thing in enumerate(result[kind])
    }

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if k not in NUMBERS}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return names.get(value, value) if isinstance(value, str) else value

    return plain(result)


def differences(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """Where two comparable results differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            yield from differences(one.get(name), other.get(name), f"{where}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (first, second) in enumerate(zip(one, other, strict=True)):
            yield from differences(first, second, f"{where}[{number}]")
    elif one != other:
        yield f"{where} : {one!r:.200} → {other!r:.200}"


def survivors(session: int, seconds: float = GONE_SECONDS) -> list[int]:
    """The processes of a session that are still there after `seconds`, none as soon as none is."""
    until = time.monotonic() + seconds
    while (left := _of_session(session)) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def _of_session(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, _, _, its_session, *_ = (
                (entry / "stat").read_text().rpartition(")")[2].split(maxsplit=4)
            )
        except OSError:
            continue  # it ended meanwhile
        if int(its_session) == session and state not in ("Z", "X"):
            found.append(int(entry.name))
    return found


@dataclass(frozen=True, slots=True)
class Kill:
    """What was found after a kill."""

    lap: int
    seconds: float
    pages: int
    state: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("inputs", nargs="*", type=Path, metavar="INPUT")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    inputs = given.inputs or [SAMPLE / "sac-0001.pdf", *sorted(SAMPLE.glob("*.eml"))]
    people = None if given.inputs else SAMPLE / "assures.csv"
    with tempfile.TemporaryDirectory(prefix="liasse-kills-") as folder:
        quiet = Run(inputs, Path(folder) / "tranquille", people)
        started = time.monotonic()
        status = quiet.finish()
        whole = time.monotonic() - started
        read, state = quiet.progress()
        print(
            f"Sans interruption : {decimal(whole, 0)} s, {read} pages, {state}, sortie {status}.",
            flush=True,
        )
        kills: list[Kill] = []
        verdicts: list[str] = []
        while len(kills) < given.kills:
            lap = len(verdicts) + 1
            run = Run(inputs, Path(folder) / f"tour-{lap}", people)
            kills += _lap(run, lap, chance, whole, read, given.kills - len(kills))
            verdicts.append(verdict(run, quiet))
    head = ("Coup", "Tour", "Moment (s)", "Pages gardées", "État trouvé", "Issue du tour")
    rows = [
        (n, k.lap, decimal(k.seconds, 1), k.pages, k.state, verdicts[k.lap - 1])
        for n, k in enumerate(kills, start=1)
    ]
    print(table(head, rows, left=0))
    same = all(told == SAME for told in verdicts)
    print("Le résultat final est", "le même." if same else "DIFFÉRENT.")
    return 0 if same else 1


SAME = "même résultat, rien de perdu ni de double"


def _lap(
    run: Run, lap: int, chance: random.Random, whole: float, pages: int, most: int
) -> list[Kill]:
    """One command killed over and over, at any moment of what is left of it, then left to end."""
    kills: list[Kill] = []
    left = whole
    while len(kills) < most:
        moment = chance.uniform(0.5, max(left, 3.0))
        if not run.killed_after(moment):
            return kills
        read, state = run.progress()
        kills.append(Kill(lap, moment, read, state))
        print(f"  tué après {moment:.1f} s : {read} pages, {state}", file=sys.stderr)
        # Starting anew costs about a third of such a run; the rest is pages.
        left = whole * (0.35 + 0.65 * (1 - read / max(pages, 1)))
    run.finish()
    return kills


def verdict(run: Run, quiet: Run) -> str:
    """What differs from the undisturbed run."""
    found = []
    if not run.result.exists():
        found.append("pas de résultat")
    elif unlike := list(differences(quiet.comparable(), run.comparable())):
        found.append("autre résultat")
        print("\n".join(unlike[:50]), file=sys.stderr)
    rows, expected = run.rows(), quiet.rows()
    found += [
        f"{name} : {rows.get(name)} lignes au lieu de {n}"
        for name, n in expected.items()
        if rows.get(name) != n
    ]
    if run.blobs() != quiet.blobs():
        found.append("autres fichiers gardés")
    return " ; ".join(found) or SAME


if __name__ == "__main__":
    sys.exit(main())
