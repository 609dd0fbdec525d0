"""All figures together, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from bench.evaluate.calibration import Calibration, calibration
from bench.evaluate.counts import Counts
from bench.evaluate.doctypes import Types, types
from bench.evaluate.dossiers import Dossiers, dossiers
from bench.evaluate.fields import Fields
from bench.evaluate.fields import fields as score_fields
from bench.evaluate.inputs import Result, Truth
from bench.evaluate.lines import Lines, lines
from bench.evaluate.marks import Marks, marks
from bench.evaluate.matching import Matching, match
from bench.evaluate.rotation import Rotations, rotations
from bench.evaluate.segmentation import Segmentation, segmentation

LEFT_OUT = frozenset({"statements", "wrong", "missing"})
"""Parts of the scores that are material for reports and no figures."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of the truth, and what the result made of them."""

    true: int
    read: int
    duplicated: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Scores:
    pages: Pages
    segmentation: Segmentation
    types: Types
    rotations: Rotations
    fields: Fields
    lines: Lines
    marks: Marks
    dossiers: Dossiers
    calibration: Calibration | None
    matching: Matching


def evaluate(truth: Truth, result: Result) -> Scores:
    """Every figure of `result` against `truth`."""
    matching = match(truth, result)
    read = score_fields(matching)
    return Scores(
        Pages(len(truth.pages), len(matching.claims), matching.duplicated, matching.unknown),
        segmentation(matching),
        types(matching),
        rotations(matching),
        read,
        lines(matching),
        marks(matching),
        dossiers(matching, result),
        calibration(read.statements),
        matching,
    )


def as_json(scores: Scores) -> dict[str, Any]:
    """The figures under the names of the modules that make them."""
    whole = {
        f.name: _plain(getattr(scores, f.name)) for f in fields(Scores) if f.name != "matching"
    }
    whole["segmentation"]["perfect_bags"] = scores.segmentation.perfect_bags
    whole["dossiers"]["recognised"] = scores.dossiers.recognised
    whole["dossiers"]["dangerous"] = len(scores.dossiers.dangers)
    return whole


def _plain(value: Any) -> Any:
    if isinstance(value, Counts):
        return value.as_json()
    if isinstance(value, Counter) and all(isinstance(key, tuple) for key in value):
        return [[*key, number] for key, number in value.most_common()]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in LEFT_OUT
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value
