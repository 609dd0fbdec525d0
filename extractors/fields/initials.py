"""Options of one letter each, «C □ M □ D □ V □» or «O □ N □»: which box is whose is told by the
order of all boxes and letters, not one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.fields.evidence import told
from extractors.fields.labels import LabelHit
from extractors.fields.named import named
from extractors.layout import Layout, Token
from models.documents import FieldSpec, Kind
from models.geometry import Box
from models.reading import Field, How, SeenMark
from models.values.text import folded

GROUP = 6.0
"""Letter heights between two boxes of one group."""
EDGE = 3.0
"""Letter heights from the first and last box within which letters are of the group."""
LETTERS = 4
"""Letters that a reader runs together in one word."""
EXPLAINED = re.compile(r"(?<!\w)([A-Za-z])\s?[:=]\s?([^,;:=–()]+)")
"""«A : l'assuré, C : le conjoint», which explains the letters."""
SURE = 0.9
"""Certainty of a box whose letter was read, and every other."""
GUESSED = 0.75
"""The same where a letter is told by the rest of them."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The boxes of one row, left to right, and the letters beside them, each with its middle."""

    boxes: tuple[SeenMark, ...]
    letters: tuple[tuple[str, float], ...]


def ticked_letter(
    page: Layout,
    spec: FieldSpec,
    anchors: Sequence[LabelHit],
    boxes: Sequence[SeenMark],
    stops: Sequence[LabelHit],
) -> Field | None:
    """The value of the one ticked box among options of one letter, beside a label of the field."""
    for anchor in anchors:
        group = _group(page, anchor, boxes, stops)
        if group is None:
            continue
        on = [i for i, m in enumerate(group.boxes) if m.present]
        if len(on) != 1 or any(m.present is None for m in group.boxes):
            continue
        meaning = _meaning(page, spec)
        owner, sure = _owners(spec, group, meaning)
        value = owner.get(on[0])
        if value is not None:
            box = group.boxes[on[0]]
            certainty = box.confidence * anchor.quality * sure
            return told(page, value, "X", certainty, [box.box], How.CASE_COCHEE)
    return None


def _group(
    page: Layout, anchor: LabelHit, boxes: Sequence[SeenMark], stops: Sequence[LabelHit]
) -> _Group | None:
    """The boxes after the label, up to the next label, that stand close, and their letters."""
    unit = page.letter / page.aspect
    end = min(
        (s.box.x0 for s in stops if not s.option and s.box.x0 > anchor.box.x1 and len(folded(s.label)) > LETTERS and _level(page, anchor.box, s.box)),
        default=1.0,
    )  # fmt: skip
    row = sorted(
        (
            m
            for m in boxes
            if anchor.box.x1 - unit < m.box.cx < end
            and _level(page, anchor.box, page.straight(m.box))
        ),
        key=lambda m: m.box.x0,
    )
    own: list[SeenMark] = []
    for mark in row:
        if own and mark.box.x0 - own[-1].box.x1 > GROUP * unit:
            break
        own.append(mark)
    if len(own) < 2:
        return None
    reach = EDGE * unit
    letters = [
        (sign, place)
        for token in page.tokens
        if _level(page, anchor.box, token.box) and token not in anchor.tokens
        for sign, place in _letters(token, own)
        if own[0].box.x0 - reach < place < min(own[-1].box.x1 + reach, end)
        and place > anchor.box.x1
    ]
    return _Group(tuple(own), tuple(sorted(letters, key=lambda found: found[1])))


def _letters(token: Token, boxes: Sequence[SeenMark]) -> list[tuple[str, float]]:
    """The letters of a short word that are not what a reader made of a box."""
    text = token.text
    step = token.word.box.width / len(text)
    signs = [
        (folded(c), token.word.box.x0 + (i + 0.5) * step) for i, c in enumerate(text) if c.isalpha()
    ]
    if not 0 < len(signs) <= LETTERS:
        return []
    alone = len(text) == 1 and any(_over(token.word.box, m.box) for m in boxes)
    return [] if alone else signs


def _over(word: Box, box: Box) -> bool:
    shared = min(word.x1, box.x1) - max(word.x0, box.x0)
    return shared > 0.5 * min(word.width, box.width)


def _meaning(page: Layout, spec: FieldSpec) -> Mapping[str, str]:
    """The value of each letter, where the page itself explains them or they are usual."""
    if spec.genre is Kind.BOOLEEN:
        return {"o": "true", "n": "false"}
    said: dict[str, str] = {}
    for row in page.rows:
        text = " ".join(t.text for t in row.tokens)
        pairs = [(letter, named(spec, words)) for letter, words in EXPLAINED.findall(text)]
        told_of = {folded(letter): value for letter, value in pairs if value is not None}
        if len(told_of) >= 2 and len(set(told_of.values())) == len(told_of):
            said |= told_of
    usual: dict[str, str] = {}
    for value, words in spec.choix.items():
        for word in (value, *words):
            letter = folded(word)
            if len(letter) == 1 or word == value:
                usual.setdefault(letter[:1], value)
    return usual | said


def _owners(
    spec: FieldSpec, group: _Group, meaning: Mapping[str, str]
) -> tuple[dict[int, str], float]:
    """The value of each box of the group (by its place), and how sure that is."""
    values = [(meaning[c], x) for c, x in group.letters if c in meaning]
    many = len(group.boxes)
    if len({v for v, _ in values}) != len(values) or len(values) > many:
        return {}, 0.0
    if len(values) == many:
        return {i: v for i, (v, _) in enumerate(values)}, SURE
    if spec.genre is Kind.BOOLEEN and many == 2 and not values:
        return {0: "true", 1: "false"}, GUESSED  # yes before no, as everywhere
    everything = {"true", "false"} if spec.genre is Kind.BOOLEEN else set(spec.choix)
    ways = [w for side in (0, 1) if (w := _placed(group, values, side)) is not None]
    if not values or not ways:
        return {}, 0.0
    for way in ways:
        lacking = [i for i in range(many) if i not in way]
        rest = everything - set(way.values())
        if len(lacking) == 1 and len(rest) == 1:
            way[lacking[0]] = rest.pop()
    agreed = {i: v for i, v in ways[0].items() if all(way.get(i) == v for way in ways)}
    return agreed, GUESSED


def _placed(group: _Group, values: Sequence[tuple[str, float]], side: int) -> dict[int, str] | None:
    """Each value's box when boxes stand after their letters (`side` 0) or before them (1)."""
    placed: dict[int, str] = {}
    for value, x in values:
        place = sum(m.box.cx < x for m in group.boxes) - side
        if not 0 <= place < len(group.boxes) or place in placed:
            return None
        placed[place] = value
    return placed


def _level(page: Layout, a: Box, b: Box) -> bool:
    return abs(a.cy - b.cy) <= 0.8 * max(page.letter, a.height)
