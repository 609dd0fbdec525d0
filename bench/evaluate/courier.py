"""A whole split of courier through the command `liasse process`, as a user would."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.evaluate.inputs import Source, Truth
from bench.shared import AbsentData

TRUTHS = ("truth.json", "verite.json")
PARTS = ("envois", "documents", "dossiers", "lots")
SECONDS, SECONDS_A_PAGE = 300, 60
"""How long a command may take: to start, and for each page."""
TAKEN_IN, SOME_REFUSED = 0, 1


@dataclass(frozen=True, slots=True)
class Failure:
    """Sources whose command did not end as it should: they are scored as if nothing was read."""

    sources: tuple[str, ...]
    why: str


@dataclass(slots=True)
class Processed:
    """The result of all sources as one, what it took, and what failed."""

    result: dict[str, Any] = field(
        default_factory=lambda: {"schema": "liasse.result/1", **{part: [] for part in PARTS}}
    )
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def add(self, result: dict[str, Any]) -> None:
        for part in PARTS:
            self.result[part] += result.get(part) or []


def truth_file(folder: Path) -> Path:
    for name in TRUTHS:
        if (path := folder / name).is_file():
            return path
    raise AbsentData(f"aucune vérité ({' ou '.join(TRUTHS)}) dans « {folder} »")


def find_sources(folder: Path, truth: Truth) -> dict[str, Path]:
    """Where each source of the truth lies in the folder; `AbsentData` names the first missing one."""
    names = {source.name for source in truth.sources}
    found = {path.name: path for path in sorted(folder.rglob("*")) if path.name in names}
    for name in sorted(names - found.keys()):
        raise AbsentData(f"« {name} » absent de « {folder} »")
    return found


def process(folder: Path, truth: Truth, keep: Path | None = None) -> Processed:
    """Every source by its channel and moment, the organisme untold.

    Sources that arrived alike are given to one command; each command has a home of its own.
    What is read so far is written to `keep` after each.
    """
    places = find_sources(folder, truth)
    done = Processed()
    begun = time.monotonic()
    groups = list(alike(truth.sources))
    for number, group in enumerate(groups, 1):
        paths = [places[source.name] for source in group]
        print(f"{number}/{len(groups)} {', '.join(p.name for p in paths)}", file=sys.stderr)
        outcome = _run(paths, group[0], people(folder, group[0]), sum(s.pages for s in group))
        if isinstance(outcome, str):
            done.failures.append(Failure(tuple(s.name for s in group), outcome))
        else:
            done.add(outcome)
        if keep is not None:
            keep.write_text(json.dumps(done.result, ensure_ascii=False), encoding="utf-8")
    done.seconds = time.monotonic() - begun
    return done


def command() -> Path:
    """The command `liasse` of this very environment."""
    path = Path(sys.executable).with_name("liasse")
    if not path.exists():
        raise AbsentData(f"la commande « {path} » absente : lancez « make setup »")
    return path


def alike(sources: Iterable[Source]) -> Iterable[Sequence[Source]]:
    """The sources by channel, moment and list of persons: each group is one command."""
    groups: dict[tuple[str | None, ...], list[Source]] = {}
    for source in sources:
        key = (source.channel, source.received_at, source.assures)
        groups.setdefault(key, []).append(source)
    return groups.values()


def people(folder: Path, source: Source) -> Path | None:
    """The list of insured persons that the truth names, else the split's own."""
    path = folder / (source.assures or "assures.csv")
    return path if path.is_file() else None


def _run(
    paths: Sequence[Path], like: Source, people: Path | None, pages: int
) -> dict[str, Any] | str:
    """The result of one command, or in French why there is none."""
    with tempfile.TemporaryDirectory(prefix="liasse-mesure-") as home:
        out = Path(home) / "resultat.json"
        line = [str(command()), "process", *map(str, paths)]
        line += ["--data", str(Path(home) / "donnees"), "--json", str(out)]
        line += ["--channel", like.channel] if like.channel else []
        line += ["--received-at", like.received_at] if like.received_at else []
        line += ["--assures", str(people)] if people else []
        try:
            ended = subprocess.run(
                line,
                capture_output=True,
                text=True,
                timeout=SECONDS + SECONDS_A_PAGE * pages,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "délai dépassé"
        if ended.returncode not in (TAKEN_IN, SOME_REFUSED) or not out.is_file():
            last = (ended.stderr.strip() or "rien").splitlines()[-1]
            return f"code {ended.returncode} : {last[:300]}"
        whole: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return whole
