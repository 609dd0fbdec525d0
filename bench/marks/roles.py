"""Learning of which stamp seen is the one that a role asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bench.marks.boosting import boosted
from bench.marks.folds import FOLDS, fold_of
from bench.marks.papers import Document, Place
from extractors.marks.roles import evidence, phrases
from extractors.marks.sights import Sight
from extractors.marks.trees import Array, Trees
from extractors.marks.trust import LOOKS
from models.documents import MarkSpec, document_types
from models.geometry import Box
from models.reading import MarkKind, PageReading

MET: Final = 0.3
"""Share of the smaller from which a mark seen is the true one."""
ABSENT: Final = 2.0
"""Weight of the marks of papers on which the role's is missing: few are, in our courier."""
ROUNDS: Final = 80
GENRE: Final = "cachet"
INK: Final = (MarkKind.CACHET, MarkKind.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A role and a mark that may be its own, on one document as it is, or as if it were not there."""

    document: int
    role: str
    there: bool
    row: list[float]
    own: bool
    family: str
    imagined: bool


def pairs(documents: Sequence[Document], readings: Mapping[Place, PageReading]) -> list[Pair]:
    """All pairs of a role and a stamp. Where a role's mark is there, once more without it: the same paper unsigned."""
    types = document_types()
    found: list[Pair] = []
    for index, document in enumerate(documents):
        specs = types[document.type].marks if document.type in types else {}
        pages = [(place[2], readings[place]) for place in document.pages if place in readings]
        for role, sight, row in _rows(specs, pages):
            there = document.marks.get(role)
            if there is None or (there and role not in document.boxes):
                continue
            own = there and _met(sight, *document.boxes[role])
            found.append(Pair(index, role, there, row, own, document.family, imagined=False))
        for role, (number, box) in document.boxes.items():
            if role in specs and specs[role].genre == GENRE:
                bare = [(n, _without(page, box) if n == number else page) for n, page in pages]
                found += [
                    Pair(index, role, False, row, False, document.family, imagined=True)
                    for other, _, row in _rows(specs, bare)
                    if other == role
                ]
    return found


def learned(found: Sequence[Pair]) -> Trees:
    """Trees that say how likely a mark is the role's."""
    return boosted(
        np.array([pair.row for pair in found]),
        np.array([float(pair.own) for pair in found]),
        np.array([1.0 if pair.there or pair.imagined else ABSENT for pair in found]),
        LOOKS,
        rounds=ROUNDS,
    )


def held_out(found: Sequence[Pair]) -> Array:
    """Each pair's chance by trees that know nothing of its family."""
    folds = np.array([fold_of(pair.family) for pair in found])
    chances = np.zeros(len(found))
    for fold in range(FOLDS):
        trees = learned([pair for pair, own in zip(found, folds, strict=True) if own != fold])
        own = folds == fold
        if own.any():
            chances[own] = trees.chances(
                np.array([pair.row for pair, mine in zip(found, own, strict=True) if mine])
            )
    return chances


def show(name: str, found: Sequence[Pair], chances: Array, leasts: Sequence[float]) -> None:
    """Roles by their likeliest mark: rightly present, by another mark, present and not there."""
    best: dict[tuple[int, str, bool], tuple[float, Pair]] = {}
    for pair, chance in zip(found, chances, strict=True):
        key = pair.document, pair.role, pair.imagined
        best[key] = max(best.get(key, (0.0, pair)), (float(chance), pair), key=lambda one: one[0])
    there = sum(pair.there for _, pair in best.values())
    print(f"{name} : {there} rôles dont la marque est là et où il y en a une de vue")
    for least in leasts:
        told = [pair for chance, pair in best.values() if chance >= least]
        imagined = sum(p.imagined for p in told)
        wrong = sum(not p.there and not p.imagined for p in told)
        other = sum(p.there and not p.own for p in told)
        print(
            f"  à {least} et plus : {sum(p.own for p in told)} justes, {other} par une autre marque, "
            f"{wrong} absentes dites présentes, {imagined} de plus une fois la marque ôtée"
        )


def _rows(
    specs: Mapping[str, MarkSpec], pages: Sequence[tuple[int, PageReading]]
) -> Iterator[tuple[str, Sight, list[float]]]:
    roles = [role for role, spec in specs.items() if spec.genre == GENRE]
    if not roles or not pages:
        return
    shown = evidence(GENRE, roles, phrases(specs, pages), pages)
    for role in roles:
        for sight in shown.sights:
            yield role, sight, shown.of(role, sight)


def _met(sight: Sight, number: int, box: Box) -> bool:
    shared = sight.mark.box.intersection(box)
    return sight.number == number and shared > MET * min(sight.mark.box.area, box.area)


def _without(page: PageReading, box: Box) -> PageReading:
    """The page as if nobody had stamped or signed there."""
    left = tuple(
        mark
        for mark in page.marks
        if mark.kind not in INK or mark.box.intersection(box) <= MET * min(mark.box.area, box.area)
    )
    return replace(page, marks=left)
