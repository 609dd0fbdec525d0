"""Learns what stamps and signatures look like, and which stamp a role asks for:

python -m bench.marks --courier DIR … --readings DIR … [--check DIR … --check-readings DIR …] [--write [PART …]]

`--readings` are those that `bench.evaluate --courier DIR --readings DIR` keeps, with the images of
their pages; one for each courier, in order. Only `train` splits may be learned from. Figures of what
was learned from are by trees that know nothing of a page's layout; so are the stamps that
signatures are learned beside.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.marks import roles
from bench.marks import signatures as pens
from bench.marks import stamps as rubber
from bench.marks.folds import Candidates
from bench.marks.papers import Paper, Place, documents, papers
from extractors.marks import signatures, stamps, trust
from extractors.marks.frames import page_tilt
from extractors.marks.trees import Array, Trees
from models.reading import Ink, PageReading, SeenMark

PARTS = ("stamps", "signatures", "roles")
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
    parser.add_argument("--write", nargs="*", choices=PARTS, help="sans nom : tout")
    asked = parser.parse_args()
    own = papers(asked.courier, asked.readings)
    found = _stamps(own)
    held_out = found.held_out(rubber.learned)
    _show("cachets appris", found, held_out)
    of_stamps = found.learned(rubber.learned)
    groups = _signatures(own, found, held_out)
    signed = groups.candidates.held_out(pens.learned)
    _show("signatures apprises", groups.candidates, signed)
    of_signatures = groups.candidates.learned(pens.learned)
    pairs = roles.pairs(documents(asked.courier), groups.readings(signed))
    roles.show("rôles des cachets, appris", pairs, roles.held_out(pairs), LEASTS)
    of_roles = roles.learned(pairs)
    if asked.check:
        others = papers(asked.check, asked.check_readings)
        found = _stamps(others)
        chances = found.by(of_stamps)
        _show("cachets de contrôle", found, chances)
        groups = _signatures(others, found, chances)
        signed = groups.candidates.by(of_signatures)
        _show("signatures de contrôle", groups.candidates, signed)
        pairs = roles.pairs(documents(asked.check), groups.readings(signed))
        told = of_roles.chances(np.array([pair.row for pair in pairs]))
        roles.show("rôles des cachets, contrôle", pairs, told, LEASTS)
    if asked.write is not None:
        made = {
            "stamps": (stamps.LEARNED, of_stamps),
            "signatures": (signatures.LEARNED, of_signatures),
            "roles": (trust.LEARNED, of_roles),
        }
        for part in asked.write or PARTS:
            path, trees = made[part]
            path.write_bytes(_packed(trees))


def _stamps(own: Sequence[Paper]) -> Candidates:
    found = []
    for paper in own:
        page, segments = paper.looked_at()
        found.append(stamps.stamp_candidates(page, paper.reading.words, segments))
    return Candidates.of(own, found, rubber.label)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of strokes of papers, with their inks, and the stamps that they are judged beside."""

    candidates: Candidates
    inks: Sequence[Sequence[Ink]]
    stamps: Sequence[tuple[SeenMark, ...]]

    def readings(self, chances: Sequence[Array]) -> dict[Place, PageReading]:
        """The readings of the papers with these stamps, and the signatures that the chances tell."""
        seen = {}
        for i, paper in enumerate(self.candidates.papers):
            rows = self.candidates.rows[i].tolist()
            groups = list(zip(self.inks[i], self.candidates.boxes[i], rows, strict=True))
            signed = signatures.chosen(groups, chances[i], self.stamps[i])
            seen[paper.place] = replace(paper.reading, marks=(*self.stamps[i], *signed))
        return seen


def _signatures(own: Sequence[Paper], found: Candidates, chances: Sequence[Array]) -> Groups:
    """Groups of strokes beside the stamps that `chances` tell."""
    groups, inks, beside = [], [], []
    for i, paper in enumerate(own):
        page, segments = paper.looked_at()
        places = list(zip(found.boxes[i], found.rows[i].tolist(), strict=True))
        told = stamps.chosen(page, places, chances[i])
        words = paper.reading.words
        seen = list(signatures.candidates(page, words, told, page_tilt(segments)))
        groups.append([(box, row) for _, box, row in seen])
        inks.append([ink for ink, _, _ in seen])
        beside.append(told)
    return Groups(Candidates.of(own, groups, pens.label), inks, beside)


def _show(name: str, found: Candidates, chances: Sequence[Array]) -> None:
    truth, told = np.concatenate(found.truth), np.concatenate(chances)
    print(f"{name} : {len(found.papers)} pages, {int((truth == 1).sum())} places vraies")
    for least in LEASTS:
        seen = told >= least
        right, wrong = int((seen & (truth == 1)).sum()), int((seen & (truth == 0)).sum())
        print(f"  à {least} et plus : {right} justes, {wrong} fausses")


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
