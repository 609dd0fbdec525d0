"""`make soak-memory`: a very long bag through `liasse process`, its memory watched to the end.

python -m bench.memory [--pages 2000] [--bag FILE.pdf …] [--out FILE.md]

The bag repeats the given PDFs. Memory must stay flat while pages are read (the last quarter
within a tenth of the first) and under 2.5 GB in all; every page must be in the result.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pypdfium2  # type: ignore[import-untyped]

from bench.evaluate.courier import command
from bench.machine import machine
from bench.markdown import decimal, table
from bench.processes import processor_seconds, resident_bytes
from bench.shared import ROOT
from models.entities import PageState

EVERY = 2.0
"""Seconds between two looks."""
FLAT = 1.10
MOST = 2.5e9
WARM = 0.1
"""Share of the pages after which models and caches are in memory."""


@dataclass(frozen=True, slots=True)
class Look:
    seconds: float
    pages: int
    bytes: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--bag", type=Path, nargs="+", default=[ROOT / "sample" / "sac-0001.pdf"])
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liasse-endurance-") as folder:
        bag = Path(folder) / "sac.pdf"
        long_bag(bag, given.bag, given.pages)
        report, sound = soak(bag, given.pages, Path(folder) / "donnees")
    print(report)
    if given.out:
        given.out.write_text(report + "\n", encoding="utf-8")
    return 0 if sound else 1


def long_bag(path: Path, bags: Sequence[Path], pages: int) -> None:
    """The pages of `bags`, again and again, up to `pages`."""
    with closing(pypdfium2.PdfDocument.new()) as written:
        while len(written) < pages:
            for bag in bags:
                with closing(pypdfium2.PdfDocument(bag)) as source:
                    left = pages - len(written)
                    written.import_pages(source, list(range(min(left, len(source)))))
        written.save(path)


def page_count(pdf: Path) -> int:
    with closing(pypdfium2.PdfDocument(pdf)) as source:
        return len(source)


def soak(bag: Path, pages: int, home: Path) -> tuple[str, bool]:
    """What happened, as Markdown, and whether it is as it must be."""
    result = home.with_name("resultat.json")
    line = [str(command()), "process", str(bag), "--data", str(home), "--json", str(result)]
    begun = time.monotonic()
    looks: list[Look] = []
    processor = 0.0
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            done = pages_read(home / "liasse.db")
            looks.append(Look(time.monotonic() - begun, done, resident_bytes(process.pid)))
            processor = max(processor, processor_seconds(process.pid))
            time.sleep(EVERY)
    wall = time.monotonic() - begun
    reading = [look for look in looks if WARM * pages <= look.pages < pages]
    after = [look.bytes for look in looks if look.pages >= pages]
    first = mean(look.bytes for look in reading if look.pages < 0.25 * pages + WARM * pages)
    last = mean(look.bytes for look in reading if look.pages >= 0.75 * pages)
    peak = max(look.bytes for look in looks)
    kept = pages_in_result(result)
    rows = [
        ("code de sortie", str(process.returncode), "0"),
        ("pages dans un document du résultat", str(kept), str(pages)),
        ("durée (s)", decimal(wall, 0), ""),
        ("pages par minute", decimal(60 * pages / wall, 1), ""),
        ("s de processeur par page", decimal(processor / pages, 2), ""),
        ("mémoire, premier quart (Mo)", decimal(first / 1e6, 0), ""),
        ("mémoire, dernier quart (Mo)", decimal(last / 1e6, 0), f"≤ {decimal(FLAT, 2)} × premier"),
        ("mémoire, plus haute (Mo)", decimal(peak / 1e6, 0), f"≤ {decimal(MOST / 1e6, 0)}"),
        ("mémoire, après lecture (Mo)", decimal(max(after, default=0) / 1e6, 0), ""),
    ]
    sound = process.returncode == 0 and kept == pages and last <= FLAT * first and peak <= MOST
    facts = " ; ".join(f"{name} : {value}" for name, value in machine().items())
    said = "Tout tient." if sound else "Quelque chose ne tient pas."
    return f"{table(['mesure', 'valeur', 'voulu'], rows)}\n\n{facts}\n\n{said}", sound


def pages_read(database: Path) -> int:
    """Pages read so far, whatever the command is doing."""
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            query = "select count(*) from page where state <> ?"
            return int(opened.execute(query, [PageState.ATTENDUE.value]).fetchone()[0])
    except sqlite3.OperationalError:  # its tables are being made
        return 0


def pages_in_result(path: Path) -> int:
    if not path.is_file():
        return 0
    documents = json.loads(path.read_text(encoding="utf-8"))["documents"]
    return len({page["page"] for document in documents for page in document["pages"]})


if __name__ == "__main__":
    sys.exit(main())
