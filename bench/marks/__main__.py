"""Learns which stamp a role asks for:

python -m bench.marks --courier DIR … --readings DIR … [--check DIR … --check-readings DIR …] [--write]

`--readings` are those that `bench.evaluate --courier DIR --readings DIR` keeps, with the images of
their pages; one for each courier, in order. Only `train` splits may be learned from. Stamps and
signatures are seen anew on the images, so that the roles go with the network of the day
(`bench.marks.network` teaches it). Figures of what was learned from are by trees that know nothing of a
page's layout.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.marks import roles
from bench.marks.papers import Place, documents, papers
from extractors.marks import trust
from extractors.marks.trees import Trees
from models.reading import PageReading

LEASTS = (0.3, 0.5, 0.8, 0.9)


def main() -> None:
    """Learn, show how many are told rightly, and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--courier", "--readings"):
        parser.add_argument(name, type=Path, nargs="+", required=True)
    for name in ("--check", "--check-readings"):
        parser.add_argument(name, type=Path, nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    pairs = roles.pairs(documents(asked.courier), _seen(asked.courier, asked.readings))
    roles.show("rôles des cachets, appris", pairs, roles.held_out(pairs), LEASTS)
    learned = roles.learned(pairs)
    if asked.check:
        others = _seen(asked.check, asked.check_readings)
        pairs = roles.pairs(documents(asked.check), others)
        told = learned.chances(np.array([pair.row for pair in pairs]))
        roles.show("rôles des cachets, contrôle", pairs, told, LEASTS)
    if asked.write:
        trust.LEARNED.write_bytes(_packed(learned))


def _seen(couriers: Sequence[Path], readings: Sequence[Path]) -> dict[Place, PageReading]:
    return {paper.place: paper.seen_anew() for paper in papers(couriers, readings)}


def _packed(trees: Trees) -> bytes:
    data = {
        "names": trees.names,
        "base": round(trees.base, 4),
        "feature": trees.feature.tolist(),
        "limit": np.round(trees.limit, 4).tolist(),
        "leaf": np.round(trees.leaf, 4).tolist(),
    }
    return gzip.compress(json.dumps(data, separators=(",", ":")).encode(), mtime=0)


if __name__ == "__main__":
    main()
