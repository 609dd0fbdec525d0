"""`python -m bench.calibrate`: learn how far a reading can be believed, from courier whose truth is known.

python -m bench.calibrate --courier DIR --readings DIR [--courier DIR --readings DIR …]
    [--forget 0.3 …] [--write]

Each value that is read becomes an example: its traits (`extractors.fields.certainty`) and
whether it is right. The figures told come from folds that share no layout family with what
their weights were learned on; `--write` then learns from all and writes the weights.

Our lists of labels know our own courier, its held-out families too, as they will not know the
papers of a house to come. `--forget` understands the courier once more with that share of the
labels unknown: what is then taken for an unknown label's value, or for one that a neighbour's label
should have ended, teaches what doubt looks like. These values are examples as the others; the
figures are told apart.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import numpy as np

from bench.evaluate.calibration import Statement, calibration
from bench.evaluate.courier import truth_file
from bench.evaluate.inputs import load_truth
from bench.evaluate.replay import replay
from bench.evaluate.scores import evaluate
from bench.markdown import decimal, percent
from bench.shared import ROOT
from extractors.fields import certainty, finding, read
from extractors.fields.labels import LabelHit
from extractors.fields.witness import By, Told
from extractors.layout import Layout
from extractors.logit import Array, Indices, fit
from models.documents import DocumentType, Kind
from models.reading import Field
from models.reference.trust import ALL, STEPS
from models.values.text import squeezed

OUT = ROOT / "extractors" / "fields" / certainty.WEIGHTS
CURVES = ROOT / "models" / "reference" / "confiance.json"
FOLDS = 5
ROUNDS = 40
"""Steps of the learning, at most."""
PENALTY = {"champ": 4.0, "genre": 2.0, "lu par": 2.0}
"""Ridge on the weights of traits by the first words of their names: how many contrary examples
it takes to move them. Others have `LIGHT`."""
LIGHT = 0.5
EVEN = 0.5
"""0 when each value counts as much, 1 when each layout family does."""
SIGNS: Mapping[str, int] = {
    **dict.fromkeys(("lu", "type", "confirmé", "compris", "connu", "répété", "second avis"), 1),
    **dict.fromkeys(
        (
            "rival", "rivaux", "contredit", "forme", "étiquette douteuse", "loin", "mots mal lus",
            "inconnu", "second avis contraire", "mots de formulaire", "sans majuscule",
        ),
        -1,
    ),
}  # fmt: skip
"""Which way a trait moves certainty, where reason tells."""
HERE = ZoneInfo("Africa/Casablanca")

Key = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Example:
    traits: Mapping[str, float]
    right: bool
    family: str
    name: str
    forgotten: bool = False
    """Whether some labels were unknown when it was read."""

    @property
    def genre(self) -> str:
        return next(t.removeprefix("genre ") for t in self.traits if t.startswith("genre "))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--courier", type=Path, action="append", required=True)
    parser.add_argument("--readings", type=Path, action="append", required=True)
    parser.add_argument("--forget", type=float, nargs="*", default=[], metavar="PART")
    parser.add_argument("--write", action="store_true", help="écrire les poids appris de tout")
    given = parser.parse_args()
    examples: list[Example] = []
    for courier, readings in zip(given.courier, given.readings, strict=True):
        for share in (0.0, *given.forget):
            examples += gathered(courier, readings, share)
    stated = held_out(examples)
    for forgotten in (False, True):
        some = [s for e, s in zip(examples, stated, strict=True) if e.forgotten is forgotten]
        if some:
            print("étiquettes oubliées :" if forgotten else "telles quelles :", told(some))
    if given.write:
        write(examples, stated)
        print(f"Écrit : {OUT.name}, {CURVES.name}")
    return 0


def write(examples: Sequence[Example], stated: Sequence[Statement]) -> None:
    """The weights learned of all `examples`, and the error at each confidence as held out."""
    version = f"confiance/{datetime.now(HERE):%Y-%m-%d}"
    kept = {"version": version, "courbes": curves(examples, stated)}
    CURVES.write_text(json.dumps(kept, ensure_ascii=False) + "\n", encoding="utf-8")
    text = {
        "version": version,
        "exemples": len(examples),
        "familles": len({example.family for example in examples}),
        "poids": {name: round(weight, 4) for name, weight in sorted(learned(examples).items())},
    }
    OUT.write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def gathered(courier: Path, readings: Path, forgotten: float = 0.0) -> list[Example]:
    """Every value that is read of a courier, before it is believed more or less, that share of
    the labels unknown."""
    seen: dict[Key, Mapping[str, float]] = {}

    def recorded(
        field: Field, name: str, genre: Kind, type_confidence: float, told: Told | None = None
    ) -> Field:
        traits = certainty.traits(field, name, genre, type_confidence, told or Told(By.DEDUCTION))
        seen[name, field.value, field.page] = traits
        return field

    truth = load_truth(truth_file(courier))
    with (
        mock.patch.object(read, "believed", recorded),
        mock.patch.object(finding, "labels_on", partial(_forgetful, finding.labels_on, forgotten)),
    ):
        result = replay(courier, truth, readings).result
    found = []
    for statement in evaluate(truth, result).fields.statements:
        traits = seen.get((statement.name, *_value_and_page(statement.given)))
        if traits is not None:
            found.append(
                Example(traits, statement.right, statement.family, statement.name, forgotten > 0)
            )
    return found


def _forgetful(
    labels_on: Callable[[DocumentType, Layout, Sequence[LabelHit]], list[LabelHit]],
    share: float,
    kind: DocumentType,
    page: Layout,
    headings: Sequence[LabelHit],
) -> list[LabelHit]:
    """The labels of a page without those that are forgotten, the same on all papers of a type."""
    return [
        hit
        for hit in labels_on(kind, page, headings)
        if hit.option
        or zlib.crc32(f"{share} {kind.type} {squeezed(hit.label)}".encode()) >= share * 2**32
    ]


def held_out(examples: Sequence[Example]) -> list[Statement]:
    """Each example with the probability given by weights that never saw its family."""
    folds = [zlib.crc32(example.family.encode()) % FOLDS for example in examples]
    weights = [
        learned([e for e, own in zip(examples, folds, strict=True) if own != fold])
        for fold in range(FOLDS)
    ]
    return [_stated(example, weights[fold]) for example, fold in zip(examples, folds, strict=True)]


def _stated(example: Example, weights: Mapping[str, float]) -> Statement:
    score = sum(weights.get(t, 0.0) * much for t, much in example.traits.items())
    chance = certainty.probability(score)
    return Statement(chance, example.right, example.name, example.family, {})


def curves(
    examples: Sequence[Example], stated: Sequence[Statement]
) -> dict[str, list[tuple[float, int, int]]]:
    """By kind of value and of all: at each step how many were as sure, and how many wrong."""
    groups: dict[str, list[Statement]] = {ALL: list(stated)}
    for example, statement in zip(examples, stated, strict=True):
        groups.setdefault(example.genre, []).append(statement)
    return {
        genre: [
            (step, len(sure), sum(not s.right for s in sure))
            for step in STEPS
            if (sure := [s for s in group if s.confidence >= step])
        ]
        for genre, group in sorted(groups.items())
    }


def learned(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of a logistic regression; a trait whose weight has not the sign that reason
    gives it (`SIGNS`) is left out, so that better evidence never makes a value less sure."""
    left_out: set[str] = set()
    while True:
        weights = _fitted(examples, left_out)
        against = {n for n, w in weights.items() if w * SIGNS.get(n, 0) < 0}
        if not against:
            return weights
        left_out |= against


def _fitted(examples: Sequence[Example], left_out: AbstractSet[str]) -> dict[str, float]:
    """Ridge logistic regression: a value is right against one without any trait."""
    names = sorted({name for example in examples for name in example.traits} - left_out)
    place = {name: index for index, name in enumerate(names)}
    rows: Array = np.zeros((len(examples), 2, len(names)))
    for row, example in zip(rows, examples, strict=True):
        for name, much in example.traits.items():
            if name in place:
                row[1, place[name]] = much
    right: Indices = np.array([int(example.right) for example in examples])
    ridge: Array = np.array([_penalty(name) for name in names])
    weights = fit(rows, right, _even(examples), np.zeros(len(names)), ridge, ROUNDS)
    return dict(zip(names, map(float, weights), strict=True))


def _even(examples: Sequence[Example]) -> Array:
    """How much each example counts: a family of many papers speaks for itself, not for all."""
    sizes = Counter(example.family for example in examples)
    counted: Array = np.array([sizes[example.family] ** -EVEN for example in examples])
    return counted * (len(examples) / counted.sum())


def told(statements: Sequence[Statement]) -> str:
    """How well the held-out probabilities hold."""
    found = calibration(statements)
    if found is None:
        return "aucune valeur"
    lines = [
        f"{found.number} valeurs, ECE {decimal(found.ece, 3)}",
        f"à 0,95 et plus : {percent(found.straight.share)}, dont fausses {percent(found.straight.error)}",
    ]
    for each in found.bins:
        said = f"confiance {decimal(each.confidence)} pour {percent(each.right)} de justes"
        lines.append(f"  {decimal(each.start, 1)} : {each.number} valeurs, {said}")
    if found.worst is not None:
        lines.append(f"pire famille : {found.worst.name}, ECE {decimal(found.worst.ece, 3)}")
    return "\n".join(lines)


def _penalty(name: str) -> float:
    return next((much for start, much in PENALTY.items() if name.startswith(start)), LIGHT)


def _value_and_page(given: Mapping[str, Any]) -> tuple[str, int | None]:
    return given["value"], given.get("page")


if __name__ == "__main__":
    sys.exit(main())
