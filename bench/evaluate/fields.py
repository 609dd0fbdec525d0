"""Whether the values of fields are right, by type, name and way of writing.

A value that is wrong counts twice: as one too many and as one missing. An optional value that is
not given, or is right, is not counted. A value where the truth has none is one too many, except
when it says of itself that it is deduced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.evaluate.calibration import Statement
from bench.evaluate.compare import equal, nearly
from bench.evaluate.counts import Counts
from bench.evaluate.inputs import TrueDocument, TrueField, value_of
from bench.evaluate.matching import Matching

WRITTEN = {
    "handwritten": "manuscrit",
    "printed": "imprime",
    "checkbox": "case_cochee",
    "stamp": "cachet",
    "deduced": "deduit",
}
DEDUCED = "deduit"


@dataclass(frozen=True, slots=True)
class WrongField:
    """A value that is not what the paper says; `true` is `None` where the paper has none."""

    document: TrueDocument
    name: str
    true: TrueField | None
    given: Mapping[str, Any]

    @property
    def confidence(self) -> float:
        return float(self.given.get("confidence") or 0.0)


@dataclass(slots=True)
class Fields:
    strict: Counts = field(default_factory=Counts)
    lenient: Counts = field(default_factory=Counts)
    by_type: dict[str, Counts] = field(default_factory=dict)
    by_field: dict[str, Counts] = field(default_factory=dict)
    """By `type.name`."""
    by_name: dict[str, Counts] = field(default_factory=dict)
    by_writing: dict[str, Counts] = field(default_factory=dict)
    """By print, hand …; values that the truth lacks have none."""
    deduced: int = 0
    """Values said to be deduced where the truth has none: not counted."""
    wrong: list[WrongField] = field(default_factory=list)
    missing: list[tuple[TrueDocument, str]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def fields(matching: Matching) -> Fields:
    score = Fields()
    for document, found in matching.documents():
        given = (found.raw.get("fields") or {}) if found else {}
        for name, true in document.fields.items():
            _expected(score, document, name, true, given.get(name))
        for name, value in _written(given):
            if name not in document.fields:
                _unexpected(score, document, name, value)
    for stranger in matching.strangers():
        extra = sum(1 for _ in _written(stranger.raw.get("fields") or {}))
        score.strict.extra += extra
        score.lenient.extra += extra
    return score


def _expected(
    score: Fields, document: TrueDocument, name: str, true: TrueField, given: Any
) -> None:
    value = value_of(given)
    right = value is not None and any(equal(name, value, one) for one in true.accepted)
    near = right or (value is not None and any(nearly(name, value, one) for one in true.accepted))
    if value is not None:
        _state(score, document, name, given, right, WRITTEN.get(true.source) != DEDUCED)
    if true.optional and (value is None or near):
        return
    strict = list(_books(score, document, name, WRITTEN.get(true.source, true.source)))
    for counts, good in (*((book, right) for book in strict), (score.lenient, near)):
        if good:
            counts.right += 1
            continue
        counts.extra += value is not None
        counts.missing += not true.optional
    if value is None:
        score.missing.append((document, name))
    elif not right:
        score.wrong.append(WrongField(document, name, true, _evidence(given)))


def _unexpected(score: Fields, document: TrueDocument, name: str, given: Any) -> None:
    if _evidence(given).get("source") == DEDUCED:
        score.deduced += 1
        return
    for counts in (*_books(score, document, name, None), score.lenient):
        counts.extra += 1
    _state(score, document, name, given, right=False)
    score.wrong.append(WrongField(document, name, None, _evidence(given)))


def _books(
    score: Fields, document: TrueDocument, name: str, writing: str | None
) -> Iterator[Counts]:
    """The strict counts that a value goes into."""
    yield score.strict
    yield score.by_type.setdefault(document.type, Counts())
    yield score.by_field.setdefault(f"{document.type}.{name}", Counts())
    yield score.by_name.setdefault(name, Counts())
    if writing is not None:
        yield score.by_writing.setdefault(writing, Counts())


def _state(
    score: Fields, document: TrueDocument, name: str, given: Any, right: bool, seen: bool = True
) -> None:
    confidence = _evidence(given).get("confidence")
    if confidence is not None:
        family = f"{document.type}/{document.family}"
        score.statements.append(
            Statement(float(confidence), right, name, family, _evidence(given), seen)
        )


def _written(given: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return ((name, one) for name, one in given.items() if value_of(one) not in (None, ""))


def _evidence(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {"value": given}
