"""Every real file through the whole product: it must end in a result or in a clear refusal.

A *result*: documents were made of its pages. A *refusal*: a sentence for the depositor, with a
code. A *breakdown*: anything else, that is an exception that is none of ours. A page that was
given up inside a file that went on is counted apart, with its reason.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.markdown import decimal, table
from bench.processes import processor_seconds
from bench.shared import data
from extractors.pages.source import KeptPage
from flows.dossiers.assembly import assemble
from flows.intake.deposits import deposits
from flows.intake.receive import receive
from flows.reading.pages import read_pages
from flows.reading.pool import PageTask, ReaderPool, Unread
from flows.result import result_of
from flows.understanding import understand
from flows.workplace import Workplace, open_workplace
from models.errors import LiasseError
from models.settings import Settings
from storage.workers import this_worker

PAGES_PER_FILE = 3
FILES_PER_FOLDER = 15
WHOLE = ("peer_",)
"""Folders with this prefix are taken whole: their files are odd one by one."""
WITHOUT_PAGES = frozenset({"ref_morocco"})
TRUTH = frozenset({".json", ".xml", ".csv", ".md", ".vott", ".txt", ".bin", ""})
"""Endings of what describes the papers of a folder and is none itself."""
WORKERS = 2
BEYOND = "au-delà de la limite de la mesure"
NOON = datetime(2025, 11, 5, 12, tzinfo=ZoneInfo("Africa/Casablanca"))


class Outcome(StrEnum):
    RESULT = "résultat"
    REFUSED = "refus"
    BROKEN = "panne"


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one file. `seconds` are the processor's. `detail`: code of the refusal, or last line of the traceback."""

    folder: str
    file: str
    outcome: Outcome
    seconds: float
    read: int = 0
    given_up: tuple[str, ...] = ()
    """Reasons of the pages that were not read."""
    detail: str = ""


class _FirstPages:
    """A reader pool that leaves the pages after the first ones of each file."""

    def __init__(self, pool: ReaderPool, limit: int) -> None:
        self._pool, self._limit = pool, limit

    def read(
        self, tasks: Sequence[PageTask], dpi: int
    ) -> Iterator[tuple[PageTask, KeptPage | Unread]]:
        yield from self._pool.read([t for t in tasks if t.index < self._limit], dpi)
        for task in tasks:
            if task.index >= self._limit:
                yield task, Unread(BEYOND)


def sample(folder: Path, most: int) -> list[Path]:
    """The papers of a folder, evenly thinned to `most` unless the folder is taken whole."""
    whole = folder.name.startswith(WHOLE)
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    if whole:
        return [p for p in files if "LICENSE" not in str(p.relative_to(folder))]
    papers = [p for p in files if p.suffix.lower() not in TRUTH]
    step = max(1.0, len(papers) / most)
    return [papers[int(i * step)] for i in range(min(most, len(papers)))]


def run(
    most: int = FILES_PER_FOLDER, limit: int = PAGES_PER_FILE, minutes: float = 12
) -> list[Trial]:
    """All trials, folders taking turns. What is not begun after `minutes` is left out, and said."""
    folders = [f for f in sorted(data().iterdir()) if f.is_dir() and f.name not in WITHOUT_PAGES]
    turns = zip_longest(*(_spread(sample(folder, most)) for folder in folders))
    papers = [path for turn in turns for path in turn if path is not None]
    until = time.time() + 60 * minutes
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=spawn) as processes:
        jobs = [
            processes.submit(_work, papers[first::WORKERS], limit, until)
            for first in range(WORKERS)
        ]
        trials = [trial for job in jobs for trial in job.result()]
    if left := len(papers) - len(trials):
        print(f"{left} fichiers laissés : le temps est écoulé", file=sys.stderr)
    return sorted(trials, key=lambda t: (t.folder, t.file))


def _spread(papers: Sequence[Path]) -> list[Path]:
    """Far apart first, so that a run that is cut short has seen a bit of everything."""
    return sorted(papers, key=lambda path: zlib.crc32(path.name.encode()))


def _work(papers: Sequence[Path], limit: int, until: float) -> list[Trial]:
    """One reader with a home of its own, until the papers are done or time is up."""
    done: list[Trial] = []
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="liasse-robustesse-")))
        settings = Settings(home=home, readers=1)
        place = stack.enter_context(open_workplace(settings))
        pool = stack.enter_context(ReaderPool(1, settings.page_seconds, settings.pages_per_reader))
        for path in papers:
            if time.time() > until:
                break
            folder = path.relative_to(data()).parts[0]
            trial = replace(_try(place, _FirstPages(pool, limit), path), folder=folder)
            print(
                f"{trial.outcome:8} {trial.seconds:6.1f} s  {folder}/{path.name}", file=sys.stderr
            )
            done.append(trial)
    return done


def _try(place: Workplace, pool: _FirstPages, path: Path) -> Trial:
    begun = processor_seconds(os.getpid())
    trial = Trial("", path.name, Outcome.BROKEN, 0.0)
    try:
        trial = _through(place, pool, path)
    except LiasseError as error:
        trial = replace(trial, outcome=Outcome.REFUSED, detail=error.code)
    except Exception as error:  # the very thing that is counted here
        where = traceback.extract_tb(error.__traceback__)[-1]
        place_of = f"{Path(where.filename).name}:{where.lineno}"
        trial = replace(trial, detail=f"{type(error).__name__} {place_of} {error}"[:200])
    return replace(trial, seconds=processor_seconds(os.getpid()) - begun)


def _through(place: Workplace, pool: _FirstPages, path: Path) -> Trial:
    """The stages of `flows.pipeline`, without Prefect around them."""
    (deposit,) = deposits([str(path)])
    envoi = receive(place, deposit, received_at=NOON)
    if envoi.pages:
        read_pages(place, envoi.envoi_id, pool, lambda done, total: None)  # type: ignore[arg-type]
        holder = this_worker()
        understand(place, envoi.envoi_id, holder)
        assemble(place, envoi.envoi_id, holder, NOON.date())
    with place.database.reading() as session:
        result = result_of(session, [envoi.envoi_id])
    faults = [e for e in result.envois[0].erreurs if e.message != BEYOND]
    beyond = len(result.envois[0].erreurs) - len(faults)
    given_up = tuple(e.message for e in faults if e.code == "page_non_lue")
    refusals = [e.code for e in faults if e.code != "page_non_lue"]
    if not envoi.pages:
        if not refusals:
            raise AssertionError("ni page ni refus")
        return Trial("", path.name, Outcome.REFUSED, 0.0, detail=refusals[0])
    if not result.documents:
        raise AssertionError("des pages et aucun document")
    read = envoi.pages - beyond - len(given_up)
    return Trial("", path.name, Outcome.RESULT, 0.0, read, given_up, ", ".join(refusals))


def report(trials: Sequence[Trial]) -> str:
    """The table of counts a folder, then what deserves a look."""
    rows = [_row(name, [t for t in trials if t.folder == name]) for name in _folders(trials)]
    rows.append(_row("**en tout**", trials))
    head = ["dossier", "fichiers", "résultats", "refus clairs", "pannes", "pages lues"]
    head += ["pages abandonnées", "s de processeur par page", "refus"]
    lines = [table(head, rows), ""]
    lines += [
        f"- panne : {t.folder}/{t.file} : {t.detail}" for t in trials if t.outcome is Outcome.BROKEN
    ]
    reasons = Counter((f"{t.folder}/{t.file}", why) for t in trials for why in t.given_up)
    lines += [f"- {file} : {n} page(s) : {why}" for (file, why), n in sorted(reasons.items())]
    return "\n".join(lines)


def _folders(trials: Sequence[Trial]) -> list[str]:
    return sorted({t.folder for t in trials})


def _row(name: str, trials: Sequence[Trial]) -> list[object]:
    count = Counter(t.outcome for t in trials)
    pages = sum(t.read for t in trials)
    spent = sum(t.seconds for t in trials if t.read)
    codes = Counter(t.detail for t in trials if t.outcome is Outcome.REFUSED)
    return [
        name,
        len(trials),
        count[Outcome.RESULT],
        count[Outcome.REFUSED],
        count[Outcome.BROKEN],
        pages,
        sum(len(t.given_up) for t in trials),
        decimal(spent / pages if pages else None),
        ", ".join(f"{code} {n}" for code, n in codes.most_common(6)),
    ]
