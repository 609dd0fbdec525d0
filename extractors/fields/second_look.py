"""Doubtful numbers and dates read again on the image, larger, with the characters of their kind.

The second reading never puts a value where there was none: it confirms the first one, offers a
rival, or takes its place when it is clearly better read or when only it passes its check digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from extractors.fields.evidence import MOST_RIVALS
from extractors.fields.parsed import Parsed
from extractors.fields.parsing import parse
from extractors.words.crop import AMOUNT, DATE, DIGITS, IDENTIFIER, Candidate, read_crop
from extractors.words.reader import Image
from models.documents import DocumentType, FieldSpec, Kind
from models.geometry import Box
from models.reading import Field, How

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What does the one line in `box` of page number `page` say, in these characters?"""

    page: int
    box: Box
    alphabet: frozenset[str]


Answer = tuple[Candidate, ...]
"""Best first; empty when the image is not kept, or nothing of the alphabet is written there."""
Asking = Generator[Sequence[Question], Sequence[Answer], T]
"""Work that asks for looks at the image on its way: whoever runs it says who looks, and where."""
Look = Callable[[Sequence[Question]], Sequence[Answer]]

SPACED = DIGITS | frozenset(" ")
ALPHABETS: Mapping[Kind, Collection[str]] = {
    Kind.DATE: DATE,
    Kind.MONTANT: AMOUNT,
    Kind.ENTIER: DIGITS,
    Kind.IDENTIFIANT: IDENTIFIER | frozenset("/-. "),
    Kind.CIN: IDENTIFIER | frozenset(" "),
    Kind.INPE: SPACED,
    Kind.ICE: SPACED,
    Kind.RIB: SPACED,
    Kind.EAN13: SPACED,
    Kind.TELEPHONE: SPACED | frozenset("+.-/"),
}
KEYED = frozenset({Kind.ICE, Kind.RIB, Kind.EAN13})
"""Kinds with a check digit: it chooses among the candidates."""
DOUBTFUL = 0.9
"""Values surer than this are not looked at again."""
CLEARLY = 0.75
"""Share of the looks' weight from which another value takes the place of the first."""
AGREED = 0.6
"""How much of its doubt an entire agreement takes from a value."""
DISAGREED = 0.85
"""What is left of the confidence of a value that the second look reads otherwise."""
KEY_FOUND = 0.95


def nothing_seen(questions: Sequence[Question]) -> Sequence[Answer]:
    """The `Look` of who has no image."""
    return [()] * len(questions)


def answered(asking: Asking[T], look: Look) -> T:
    """The result of `asking`, its questions put to `look`."""
    try:
        questions = next(asking)
        while True:
            questions = asking.send(look(questions))
    except StopIteration as end:
        result: T = end.value
        return result


def together(askings: Sequence[Asking[T]]) -> Asking[list[T]]:
    """All of `askings` side by side: what they ask at the same time is one list of questions."""
    done: dict[int, T] = {}
    given: dict[int, Sequence[Answer] | None] = dict.fromkeys(range(len(askings)))
    while given:
        asked: dict[int, Sequence[Question]] = {}
        for index, answer in given.items():
            try:
                # a generator that has not begun takes None, as next() would send
                asked[index] = askings[index].send(answer)  # type: ignore[arg-type]
            except StopIteration as end:
                done[index] = end.value
        questions = [question for some in asked.values() for question in some]
        seen = iter((yield questions) if questions else ())
        given = {index: list(islice(seen, len(some))) for index, some in asked.items()}
    return [done[index] for index in range(len(askings))]


def answers(image: Image | None, questions: Sequence[Question]) -> list[Answer]:
    """To questions about one page, from its upright RGB image."""
    if image is None:
        return [()] * len(questions)
    return [read_crop(image, question.box, question.alphabet) for question in questions]


def looked_again(fields: Mapping[str, Field], kind: DocumentType) -> Asking[dict[str, Field]]:
    """The fields, each doubtful one as both looks make it."""
    asked = {
        name: question
        for name, field in fields.items()
        if (question := _question(field, kind.fields[name])) is not None
    }
    seen = dict(zip(asked, (yield list(asked.values())), strict=True)) if asked else {}
    return {
        name: settled(field, kind.fields[name], seen[name]) if name in seen else field
        for name, field in fields.items()
    }


def _question(field: Field, spec: FieldSpec) -> Question | None:
    alphabet = ALPHABETS.get(spec.genre)
    if alphabet is None or field.how is not How.OCR or field.page is None or field.box is None:
        return None
    if field.confidence >= DOUBTFUL and field.controle is None:
        return None
    return Question(field.page, field.box, frozenset(alphabet))


def settled(field: Field, spec: FieldSpec, candidates: Sequence[Candidate]) -> Field:
    """What the first reading and the candidates of the second make together."""
    weights: defaultdict[str, float] = defaultdict(float)
    found: dict[str, Parsed] = {}
    raws: dict[str, str] = {}
    for candidate in candidates:
        parsed = parse(spec.genre, candidate.text)
        if parsed is not None:
            weights[parsed.value] += candidate.score * candidate.confidence
            found.setdefault(parsed.value, parsed)
            raws.setdefault(parsed.value, candidate.text)
    if not weights:
        return field
    if spec.genre in KEYED:
        right = [value for value, parsed in found.items() if parsed.controle is None]
        if field.controle is not None and len(right) == 1:
            return _taken(field, right[0], raws[right[0]], KEY_FOUND)
    best = max(weights, key=weights.__getitem__)
    if best == field.value:
        doubt = (1 - field.confidence) * (1 - AGREED * min(1.0, weights[best]))
        return replace(field, confidence=round(1 - doubt, 4))
    better = weights[best] >= CLEARLY and weights[best] > field.confidence
    if better and found[best].controle is None:
        return _taken(field, best, raws[best], weights[best] * DISAGREED)
    rivals = [r for r in field.rivals if r[0] != best]
    rivals.append((best, round(weights[best], 4)))
    rivals.sort(key=lambda rival: -rival[1])
    return replace(
        field,
        confidence=round(field.confidence * DISAGREED, 4),
        rivals=tuple(rivals[:MOST_RIVALS]),
    )


def _taken(field: Field, value: str, raw: str, confidence: float) -> Field:
    """The second reading in place of the first, which stays as a rival."""
    rivals = ((field.value, field.confidence), *field.rivals)
    return replace(
        field,
        value=value,
        raw=raw,
        confidence=round(confidence, 4),
        controle=None,
        rivals=tuple(r for r in rivals if r[0] != value)[:MOST_RIVALS],
    )
