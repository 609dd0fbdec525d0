"""Pictures of one written line: ink of a font that trembles, on the paper of a form, scanned.

A picture is RGB, bytes, (height, width, 3); ink and rules are shares of 0 to 1, (height, width).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Drawing
from PIL import ImageDraw

from bench.hand.fonts import at_size, writes
from bench.hand.texts import text as some_text
from bench.hand.texts import words
from extractors.words.ppocr.recogniser import HEIGHT
from extractors.words.reader import Image

Ink = npt.NDArray[np.float32]
Colour = tuple[float, float, float]

SIZE = 56
"""Of the font, in pixels; pictures are brought to the size of scans at the end."""
HAND_SHARE = 0.8
"""The rest is print: what was read well must stay so."""
PENS: tuple[Colour, ...] = (
    *((27, 47, 134), (20, 20, 28), (34, 56, 157), (26, 29, 40), (42, 42, 48)),
    *((14, 74, 138), (59, 59, 70), (60, 60, 140), (30, 30, 30), (90, 90, 120)),
)
BLACK: Colour = (20, 20, 20)
PALEST = 180
WIDEST = 1200


@dataclass(frozen=True, slots=True)
class Line:
    """A picture and what is written in it."""

    picture: Image
    text: str


def line(
    rng: random.Random, hands: Sequence[Path], prints: Sequence[Path], by_hand: bool | None = None
) -> Line | None:
    """A line written by one of `hands` or set in one of `prints`; None when nothing shows."""
    by_hand = rng.random() < HAND_SHARE if by_hand is None else by_hand
    text, face = some_text(rng), rng.choice(hands if by_hand else prints)
    if not writes(face, text):
        return None
    ink = tight(written(text, face, SIZE, rng, rng.uniform(0.2, 1.4) if by_hand else 0.0))
    if ink is None:
        return None
    if by_hand:
        ink = tight(_penned(ink, rng))
        if ink is not None and rng.random() < 0.14:
            label = rng.choice(words("labels")) + rng.choice((" :", ":", "", " :"))
            ink, text = _labelled(ink, label, rng.choice(prints), rng), f"{label} {text}"
    if ink is None:
        return None
    return Line(_on_paper(ink, text, rng, (hands, prints), by_hand), text)


def written(text: str, face: Path, size: int, rng: random.Random, wobble: float) -> Ink:
    """`text` in a font, words (or letters) each a little turned, raised and stretched."""
    font, height = at_size(face, size), int(size * 2.4)
    ink = np.zeros((height, int(font.getlength(text) * 1.3 + size * 3 + 220)), np.float32)
    space = font.getlength(" ") * rng.uniform(1.0, 1.8)
    by_letter = rng.random() < 0.55
    x, margin = float(size), size * 0.6
    for word in text.split(" "):
        raised = rng.gauss(0, 0.03 * wobble) * size
        for piece in word if by_letter else [word]:
            own = rng.gauss(0, 0.018 * wobble) * size if by_letter else 0.0
            drawn = Drawing.new("L", (int(font.getlength(piece) + size * 1.6), height), 0)
            place = (margin, height * 0.28 + raised + own)
            ImageDraw.Draw(drawn).text(place, piece, font=font, fill=255)
            turned = np.asarray(drawn, np.float32) / np.float32(255)
            if rng.random() < 0.6:
                turned = _turned(turned, rng.gauss(0, (2.2 if by_letter else 1.4) * wobble), rng)
            left = max(0, int(x - margin))
            right = min(ink.shape[1], left + turned.shape[1])
            ink[:, left:right] = np.maximum(ink[:, left:right], turned[:, : right - left])
            x += font.getlength(piece) + (rng.gauss(0, 0.025 * wobble) * size if by_letter else 0)
        x += space
    return ink[:, : min(ink.shape[1], int(x + size * 0.4))]


def scanned(picture: npt.NDArray[np.float32], rng: random.Random) -> Image:
    """The picture as a scanner and its compression leave it, at the height that lines have."""
    height, width = picture.shape[:2]
    if rng.random() < 0.35:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.gauss(0, 0.7), 1)
        picture = _warped(picture, turn)
    wanted = rng.choice((rng.randint(15, 22), rng.randint(18, 34), rng.randint(28, 60)))
    size = (max(8, int(width * wanted / height)), wanted)
    seen = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
    if rng.random() < 0.6:
        blur = rng.uniform(0.2, 0.85) * min(1.0, wanted / 26)
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur), np.float32)
    if rng.random() < 0.8:
        grains = np.random.default_rng(rng.randint(0, 1 << 30))
        seen = seen + grains.normal(0, rng.uniform(0.5, 7), seen.shape).astype(np.float32)
    if rng.random() < 0.35:
        seen = np.repeat(seen.mean(2, keepdims=True), 3, 2)
    if rng.random() < 0.07:
        gray = seen.mean(2)
        above = gray > np.percentile(gray, 92) * rng.uniform(0.66, 0.85)
        seen = np.repeat((above * np.float32(255))[..., None], 3, 2)
    result: Image = np.clip(seen, 0, 255).astype(np.uint8)
    if rng.random() < 0.75:
        quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(30, 92)]
        _, packed = cv2.imencode(".jpg", result[:, :, ::-1], quality)
        result = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1]
    return np.ascontiguousarray(result)


def strip(picture: Image, stretch: float) -> Image:
    """The picture as the recogniser is shown it: its height, `stretch` times as wide."""
    shrinks = picture.shape[0] > HEIGHT
    width = min(WIDEST, max(8, math.ceil(HEIGHT * stretch * picture.shape[1] / picture.shape[0])))
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, HEIGHT), interpolation=how), np.uint8)


def _penned(ink: Ink, rng: random.Random) -> Ink:
    """The line slanted, its strokes thicker or thinner, its foot a wave."""
    height, width = ink.shape
    if rng.random() < 0.6:
        slant = rng.gauss(0, 0.14)
        shear = np.array([[1, -slant, slant * height / 2], [0, 1, 0]], np.float32)
        ink = np.asarray(cv2.warpAffine(ink, shear, (width, height)), np.float32)
    stroke = rng.random()
    if stroke < 0.36:
        thicker = stroke < 0.25
        kernel = np.ones((rng.choice((2, 3)) if thicker else 2,) * 2, np.uint8)
        changed = cv2.dilate(ink, kernel) if thicker else cv2.erode(ink, kernel)
        ink = np.asarray(changed, np.float32)
    if rng.random() < 0.3:
        high, long, at = rng.uniform(0.5, 2.5), rng.uniform(150, 500), rng.uniform(0, math.tau)
        columns = np.tile(np.arange(width, dtype=np.float32), (height, 1))
        rows = np.arange(height, dtype=np.float32)[:, None]
        rows = rows + high * np.sin(columns / long * math.tau + at)
        bent = cv2.remap(ink, columns, rows.astype(np.float32), cv2.INTER_LINEAR)
        ink = np.asarray(bent, np.float32)
    return ink


def _labelled(ink: Ink, label: str, face: Path, rng: random.Random) -> Ink:
    """The line after the printed label that the detector did not part from it."""
    printed = tight(written(label, face, int(SIZE * rng.uniform(0.5, 0.85)), rng, 0.0))
    if printed is None:
        return ink
    height = max(ink.shape[0], printed.shape[0])
    start = printed.shape[1] + rng.randint(12, 70)
    both = np.zeros((height, start + ink.shape[1]), np.float32)
    down = int((height - printed.shape[0]) * rng.uniform(0.4, 0.9))
    both[down : down + printed.shape[0], : printed.shape[1]] = printed
    down = int((height - ink.shape[0]) * rng.uniform(0.2, 1))
    both[down : down + ink.shape[0], start:] = ink
    return both


def _on_paper(
    ink: Ink,
    text: str,
    rng: random.Random,
    faces: tuple[Sequence[Path], Sequence[Path]],
    by_hand: bool,
) -> Image:
    height, width = ink.shape
    top, below = (int(height * rng.uniform(0.03, 0.3)) for _ in range(2))
    left, right = int(height * rng.uniform(0.02, 0.5)), int(height * rng.uniform(0.02, 0.6))
    shape = (height + top + below, width + left + right)
    paper = plain(shape, rng)
    if rng.random() < 0.08:
        paper *= np.array([rng.uniform(0.85, 1) for _ in range(3)], np.float32)
    if by_hand:
        rules = _rules(shape, top + height - int(height * rng.uniform(-0.05, 0.25)), text, rng)
        gray = rng.uniform(60, 200)
        blue = (rng.uniform(80, 190), rng.uniform(100, 200), rng.uniform(120, 210))
        colour = blue if rng.random() < 0.3 else (gray, gray, gray)
        paper = inked(paper, rules * np.float32(rng.uniform(0.5, 1)), colour)
    if rng.random() < 0.16:
        hands, prints = faces
        _neighbour(paper, top, rng, rng.choice([*prints, *hands]))
    colour = pen(rng) if by_hand else BLACK
    place = (slice(top, top + height), slice(left, left + width))
    paper[place] = inked(paper[place], ink * np.float32(rng.uniform(0.65, 1)), colour)
    return scanned(paper, rng)


def plain(shape: tuple[int, int], rng: random.Random) -> npt.NDArray[np.float32]:
    """Paper, nearly white."""
    tint = np.array([rng.uniform(0.96, 1), rng.uniform(0.96, 1), rng.uniform(0.9, 1)])
    return np.ones((*shape, 3), np.float32) * (rng.uniform(225, 255) * tint).astype(np.float32)


def pen(rng: random.Random) -> Colour:
    """The ink of a pen, paler or darker."""
    shade = rng.uniform(0.8, 1.3)
    red, green, blue = rng.choice(PENS)
    return min(red * shade, PALEST), min(green * shade, PALEST), min(blue * shade, PALEST)


def _rules(shape: tuple[int, int], base: int, text: str, rng: random.Random) -> Ink:
    """What a form prints where one writes: a line, dots, a frame, the sides of a comb, nothing."""
    rules = np.zeros(shape, np.float32)
    height, width = shape
    thick = rng.choice((1, 1, 2, 2, 3))
    foot = max(0, min(height - 2, base))
    kind = rng.random()
    if kind < 0.28:
        rules[foot : base + thick] = 1
    elif kind < 0.5:
        for x in range(rng.randint(0, 9), width, rng.randint(5, 12)):
            rules[foot : base + thick, x : x + max(2, thick)] = 1
    elif kind < 0.6:
        rules[: thick + rng.randint(0, 2)] = rules[-thick - 1 :] = 1
        if rng.random() < 0.6:
            rules[:, : thick + 1] = 1
        if rng.random() < 0.6:
            rules[:, -thick - 1 :] = 1
    elif kind < 0.66 and len(text) > 3:
        for number in range(len(text) + 1):
            x = max(0, int(number * width / len(text) + rng.uniform(-2, 2)))
            rules[int(height * 0.3) :, x : x + thick] = 1
    return rules


def _neighbour(paper: npt.NDArray[np.float32], margin: int, rng: random.Random, face: Path) -> None:
    """Feet of the line above, or heads of the one below, that the cut took in."""
    text = some_text(rng) if rng.random() < 0.5 else rng.choice(words("labels"))
    ink = tight(written(text, face, SIZE, rng, 0.0))
    if ink is None:
        return
    deep = min(ink.shape[0], max(1, int(margin * rng.uniform(0.2, 0.8))))
    above = rng.random() < 0.5
    piece = (ink[-deep:] if above else ink[:deep])[:, : paper.shape[1]] * np.float32(0.9)
    left = rng.randint(0, paper.shape[1] - piece.shape[1])
    rows = slice(0, deep) if above else slice(paper.shape[0] - deep, paper.shape[0])
    place = (rows, slice(left, left + piece.shape[1]))
    paper[place] = inked(paper[place], piece, (40, 40, 40))


def inked(paper: npt.NDArray[np.float32], ink: Ink, colour: Colour) -> npt.NDArray[np.float32]:
    """The paper with ink of a colour on it."""
    share = ink[..., None]
    return paper * (1 - share) + np.array(colour, np.float32) * share


def tight(ink: Ink) -> Ink | None:
    """The ink without the blank around it."""
    rows, columns = (np.flatnonzero(ink.max(axis) > 0.2) for axis in (1, 0))
    if not rows.size:
        return None
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _turned(ink: Ink, degrees: float, rng: random.Random) -> Ink:
    height, width = ink.shape
    grown = max(0.8, rng.gauss(1, 0.04))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, grown)
    return np.asarray(cv2.warpAffine(ink, turn, (width, height)), np.float32)


def _warped(picture: npt.NDArray[np.float32], matrix: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    size = (picture.shape[1], picture.shape[0])
    warped = cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.float32)
