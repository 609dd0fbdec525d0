"""`python -m bench.exchange` : export pour le système de gestion, sa mémoire à 10 000 et 100 000 dossiers.

Dossiers of every kind are judged by the product and copied inside the database, all accepted. Each
export runs in a process of its own, whose peak memory is the kernel's; CSV and JSON Lines.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

from bench.dossiers.volume_fill import fill
from flows.exchange.files import export
from flows.exchange.writing import Format
from flows.workplace import open_workplace
from models.permissions import Actor, Role
from models.settings import Settings

_ACCEPTED = (
    "UPDATE dossier SET etape = 'valide'",
    "UPDATE page SET confidential = 0",  # read, and no medical secret: their papers are told of
    "INSERT INTO exchange_entry (seq, dossier_id, accepted, at) "
    "SELECT (SELECT coalesce(max(seq), 0) FROM exchange_entry) + row_number() OVER (ORDER BY id), "
    "id, 1, created_at FROM dossier WHERE id NOT IN (SELECT dossier_id FROM exchange_entry)",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.exchange", description=__doc__)
    parser.add_argument("--dossiers", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--formats", type=Format, nargs="+", default=list(Format))
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--format", type=Format, default=Format.JSONL, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.home is not None:
        print(json.dumps(_measure(asked.home, asked.format)))
        return 0
    told = [one for number in asked.dossiers for one in _of(number, asked.formats)]
    print(
        "| dossiers | format | Mo écrits | mémoire de pointe (Mo) | dont avant (Mo) | processeur (s) |"
    )
    print("|---:|---|---:|---:|---:|---:|")
    for one in told:
        print(
            f"| {one['dossiers']} | {one['format']} | {one['octets'] / 1e6:.0f} | {one['pointe']:.0f} | "
            f"{one['avant']:.0f} | {one['processeur']:.0f} |"
        )
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


def _of(number: int, formats: Sequence[Format]) -> list[dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with open_workplace(Settings(home=home)) as place:
            fill(place, number, 1000)
            with place.database.transaction() as session:
                for statement in _ACCEPTED:
                    session.execute(text(statement))
        return [_apart(home, form) for form in formats]


def _apart(home: Path, form: Format) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.exchange", "--home", str(home)]
    done = subprocess.run(
        [*command, "--format", form.value], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measure(home: Path, form: Format) -> dict[str, object]:
    actor = Actor("mesure", frozenset({Role.GESTIONNAIRE}))
    with open_workplace(Settings(home=home)) as place, (home / "export").open("wb") as out:
        before, began = _peak(), time.process_time()
        done = export(place, actor, out, form)
        size = out.tell()
    return {
        "dossiers": done.dossiers,
        "format": form.value,
        "octets": size,
        "pointe": _peak(),
        "avant": before,
        "processeur": time.process_time() - began,
    }


def _peak() -> float:
    """The most memory that this process ever held, in megabytes: of its own, not (as `getrusage`
    tells) of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
