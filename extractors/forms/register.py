"""A page laid over a form: which of its words are the form's, and where each place of the form is.

Words that both have are paired; RANSAC finds the affine map (a homography when the pairs are many)
that most of them share. What is left between a printed word and its place (curled paper, a table
longer than the example's) is taken from the words nearest to the place wanted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from extractors.forms.printed import anchor_text
from extractors.layout import Layout, Token
from models.forms import Anchor, FormPage
from models.geometry import Box

Array = npt.NDArray[np.float64]

NEAR = 0.012
"""Share of the page height within which a word is where the map says."""
SHIFTED = 0.3
"""How far down or up a part of a page may have moved, as tables grow."""
ASIDE = 0.02
"""How far to the side a word of such a part may be."""
PAIRS = 6
"""Pairs of one word at most: «de» stands everywhere and tells nothing."""
LEAST = 4
"""Words that must agree for a map."""
ENOUGH = 16
"""Words from which the map may be a homography."""
ON_LINE = 0.3
"""Share of a line's height that two boxes of it have in common."""
ROUNDS = 2
"""How often what was found helps to find more."""
ALIKE = 75
"""Likeness (of 100) of a word misread to what stands in its place."""
TURN, SCALE = 0.3, (0.5, 2.0)
"""Most turning (sine) and scaling of a page that was laid out upright."""


@dataclass(frozen=True)
class Registration:
    """How a page lies under a form's page. `found`: each anchor's word, by the anchor's position."""

    form: FormPage
    page: Layout
    matrix: Array
    found: Mapping[int, Token]
    inliers: frozenset[int]
    """Anchors whose word is where the map alone puts it."""

    def at(self, box: Box) -> Box:
        """Where on the page the form's `box` is, told by the map and the words around it."""
        x0, y0, x1, y1 = self._mapped(box)
        dx, dy = self._left_over(box)
        return Box(min(x0, x1) + dx, min(y0, y1) + dy, max(x0, x1) + dx, max(y0, y1) + dy)

    def back(self) -> Callable[[Box], Box]:
        """From the page's boxes to the form's: the map turned round, and what words are off by."""
        inverse: Array = np.asarray(np.linalg.inv(self.matrix), dtype=np.float64)
        words = sorted(self.found.items())

        def mapped(x: float, y: float) -> tuple[float, float]:
            ((x, y),) = _mapped(self.page.aspect, self.form.aspect, inverse, np.array([[x, y]]))
            return float(x), float(y)

        def turned(box: Box) -> Box:
            cx, cy = mapped(box.cx, box.cy)
            if words:
                index, token = min(words, key=lambda one: _gap(one[1].box, box, self.page.aspect))
                tx, ty = mapped(token.box.cx, token.box.cy)
                anchor = self.form.anchors[index].box
                cx, cy = cx + anchor.cx - tx, cy + anchor.cy - ty
            scale = float(np.sqrt(abs(np.linalg.det(inverse[:2, :2]))))
            wide = box.width * self.page.aspect / self.form.aspect * scale / 2
            high = box.height * scale / 2
            return Box(cx - wide, cy - high, cx + wide, cy + high)

        return turned

    def support(self, box: Box) -> tuple[float, bool]:
        """How near a printed word of the form was found, and whether one stands on the same line."""
        gaps = [_gap(self.form.anchors[i].box, box, self.form.aspect) for i in self.found]
        level = any(on_one_line(self.form.anchors[i].box, box) for i in self.found)
        return min(gaps, default=1.0), level

    def _mapped(self, box: Box) -> tuple[float, float, float, float]:
        corners = np.array([[box.x0, box.cy], [box.x1, box.cy]])
        (x0, a), (x1, b) = _mapped(self.form.aspect, self.page.aspect, self.matrix, corners)
        half = box.height / 2
        cy = (a + b) / 2
        return float(x0), float(cy - half), float(x1), float(cy + half)

    def _left_over(self, box: Box) -> tuple[float, float]:
        """What the words nearest to the place are off by; those of its own row first."""
        if not self.found:
            return 0.0, 0.0
        form = self.form
        gaps = {i: _gap(form.anchors[i].box, box, form.aspect) for i in self.found}
        nearest = sorted(gaps, key=gaps.__getitem__)[:3]
        weights = np.array([1 / gaps[i] ** 2 for i in nearest])
        off = np.array([self._off(i) for i in nearest])
        dx, dy = (weights[:, None] * off).sum(axis=0) / weights.sum()
        return float(dx), float(dy)

    def _off(self, index: int) -> tuple[float, float]:
        x0, y0, x1, y1 = self._mapped(self.form.anchors[index].box)
        box = self.found[index].box
        return box.cx - (x0 + x1) / 2, box.cy - (y0 + y1) / 2


def on_one_line(one: Box, other: Box) -> bool:
    """Whether two boxes share a line of the page."""
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > ON_LINE * min(one.height, other.height)


def _gap(word: Box, box: Box, aspect: float) -> float:
    """How far a word is from a place for telling where it lies: words of its own row are near."""
    side = max(word.x0 - box.x1, box.x0 - word.x1, 0.0) * aspect
    level = max(0.0, abs(word.cy - box.cy) - 0.5 * max(word.height, box.height))
    return 0.25 * side + 2 * level + 0.002


def register(form: FormPage, page: Layout) -> Registration | None:
    """The page laid over the form, `None` when too few words agree."""
    tokens: defaultdict[str, list[Token]] = defaultdict(list)
    for token in page.tokens:
        tokens[anchor_text(token)].append(token)
    anchors: defaultdict[str, list[int]] = defaultdict(list)
    for index, anchor in enumerate(form.anchors):
        anchors[anchor.text].append(index)
    pairs = [
        (index, token)
        for text, indices in anchors.items()
        if 0 < len(indices) * len(tokens[text]) <= PAIRS
        for index in indices
        for token in tokens[text]
    ]
    if len({index for index, _ in pairs}) < LEAST:
        return None
    source = np.array([_centre(form.anchors[i].box, form.aspect) for i, _ in pairs])
    target = np.array([_centre(t.box, page.aspect) for _, t in pairs])
    matrix = _affine(source, target)
    if matrix is None:
        return None
    placed = _placed(form, page, matrix, anchors, tokens, NEAR)
    if len(placed) >= ENOUGH:
        matrix = _homography(form, page, matrix, placed)
        placed = _placed(form, page, matrix, anchors, tokens, NEAR)
    if len(placed) < LEAST:
        return None
    found = placed | _moved(form, page, matrix, anchors, tokens, placed)
    return Registration(form, page, matrix, found, frozenset(placed))


def refined(registration: Registration) -> Registration:
    """With the words that were misread or moved, and stand where their neighbours put them."""
    for _ in range(ROUNDS):
        found = {**registration.found, **_beside(registration)}
        registration = replace(registration, found=found)
    return registration


def _beside(registration: Registration) -> dict[int, Token]:
    form, page = registration.form, registration.page
    used = {id(token) for token in registration.found.values()}
    free = [token for token in page.tokens if id(token) not in used]
    if not free:
        return {}
    centres = np.array([[t.box.cx * page.aspect, t.box.cy] for t in free])
    close: list[tuple[float, int, Token]] = []
    for index, anchor in enumerate(form.anchors):
        if index in registration.found:
            continue
        there = registration.at(anchor.box)
        away = np.hypot(centres[:, 0] - there.cx * page.aspect, centres[:, 1] - there.cy)
        for place in np.flatnonzero(away <= NEAR):
            if fuzz.ratio(anchor_text(free[place]), anchor.text) >= ALIKE:
                close.append((float(away[place]), index, free[place]))
    return _each_once(close)


def _affine(source: Array, target: Array) -> Array | None:
    found, _ = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=NEAR, maxIters=2000
    )
    if found is None:
        return None
    scale = float(np.hypot(found[0, 0], found[1, 0]))
    if not SCALE[0] <= scale <= SCALE[1] or abs(found[1, 0]) > TURN * scale:
        return None
    return np.vstack([found, [0.0, 0.0, 1.0]])


def _homography(form: FormPage, page: Layout, matrix: Array, placed: Mapping[int, Token]) -> Array:
    source = np.array([_centre(form.anchors[i].box, form.aspect) for i in placed])
    target = np.array([_centre(t.box, page.aspect) for t in placed.values()])
    found, kept = cv2.findHomography(source, target, cv2.RANSAC, NEAR / 2)
    if found is None or kept.sum() < 0.7 * len(placed):
        return matrix
    # a page is nearly flat: what would fold it comes of words that lie on one line
    return matrix if abs(found[2, :2]).max() > 0.15 else np.asarray(found, dtype=np.float64)


def _placed(
    form: FormPage,
    page: Layout,
    matrix: Array,
    anchors: Mapping[str, Sequence[int]],
    tokens: Mapping[str, Sequence[Token]],
    near: float,
) -> dict[int, Token]:
    """Each anchor's word where the map puts it; no word for two anchors."""
    close: list[tuple[float, int, Token]] = []
    for text, indices in anchors.items():
        if not tokens.get(text):
            continue
        centres = np.array([[form.anchors[i].box.cx, form.anchors[i].box.cy] for i in indices])
        for index, (x, y) in zip(
            indices, _mapped(form.aspect, page.aspect, matrix, centres), strict=True
        ):
            for token in tokens[text]:
                far = float(np.hypot((token.box.cx - x) * page.aspect, token.box.cy - y))
                if far <= near:
                    close.append((far, index, token))
    return _each_once(close)


def _moved(
    form: FormPage,
    page: Layout,
    matrix: Array,
    anchors: Mapping[str, Sequence[int]],
    tokens: Mapping[str, Sequence[Token]],
    placed: Mapping[int, Token],
) -> dict[int, Token]:
    """Anchors found higher or lower than the map says, those of a row together."""
    used = {id(token) for token in placed.values()}
    shifts: list[tuple[float, int, Token]] = []
    for text, indices in anchors.items():
        left = [t for t in tokens.get(text, ()) if id(t) not in used]
        for index in indices:
            if index in placed or not left:
                continue
            box = form.anchors[index].box
            ((x, y),) = _mapped(form.aspect, page.aspect, matrix, np.array([[box.cx, box.cy]]))
            for token in left:
                aside, down = abs(token.box.cx - x) * page.aspect, token.box.cy - y
                if aside <= ASIDE and abs(down) <= SHIFTED:
                    shifts.append((float(down), index, token))
    agreed = []
    for down, index, token in shifts:
        level = form.anchors[index].box.cy
        helpers = {
            other
            for far, other, _ in shifts
            if other != index
            and abs(far - down) <= NEAR
            and abs(form.anchors[other].box.cy - level) <= SHIFTED
        }
        if helpers:
            agreed.append((abs(down) - 0.05 * min(4, len(helpers)), index, token))
    return _each_once(agreed)


def _each_once(close: list[tuple[float, int, Token]]) -> dict[int, Token]:
    found: dict[int, Token] = {}
    used: set[int] = set()
    for _, index, token in sorted(close, key=lambda one: one[:2]):
        if index not in found and id(token) not in used:
            found[index] = token
            used.add(id(token))
    return found


def _mapped(of: float, to: float, matrix: Array, points: Array) -> Array:
    """Fractions of a plane whose aspect is `of` to fractions of one whose aspect is `to`."""
    level = np.column_stack([points[:, 0] * of, points[:, 1], np.ones(len(points))])
    mapped = level @ matrix.T
    plane: Array = mapped[:, :2] / mapped[:, 2:]
    plane[:, 0] /= to
    return plane


def _centre(box: Box, aspect: float) -> tuple[float, float]:
    return box.cx * aspect, box.cy


def weight(anchor: Anchor) -> float:
    """How much an anchor tells: long words more than short ones."""
    return min(8, len(anchor.text)) * anchor.seen
