"""Single damages: folds, creases, staples, stains, lamps, streaks, specks, waves."""

from __future__ import annotations

import random

import cv2
import numpy as np

Array = np.ndarray


def _shade(ink: Array, tone: Array) -> Array:
    return np.clip(ink * tone[..., None] if tone.ndim == 2 else ink * tone, 0, 255).astype(np.uint8)


def folds(ink: Array, count: int, rng: random.Random, mm: float) -> Array:
    h = ink.shape[0]
    y = np.arange(h, dtype=np.float32)
    tone = np.ones(h, np.float32)
    for i in range(count):
        at = h * ((i + 1) / (count + 1) + rng.gauss(0, 0.01))
        tone -= 0.08 * np.exp(-(((y - at) / (0.5 * mm)) ** 2)) + 0.025 * np.exp(
            -np.abs(y - at) / (5 * mm)
        )
    return np.clip(ink * tone[:, None, None], 0, 255).astype(np.uint8)


def creases(ink: Array, depth: float, rng: random.Random, mm: float) -> Array:
    """Crumpled paper: soft facets and a few sharp lines across."""
    h, w = ink.shape[:2]
    small = (
        np.random.default_rng(rng.randrange(2**32))
        .standard_normal((h // 260 + 2, w // 260 + 2))
        .astype(np.float32)
    )
    tone = 1 + depth * 0.12 * cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR)
    for _ in range(rng.randrange(3, 8)):
        x, y = float(rng.randrange(w)), float(rng.randrange(h))
        way = rng.uniform(0, 6.28)
        line = np.zeros((h, w), np.float32)
        for _ in range(rng.randrange(3, 9)):  # a crease wanders, and is not as deep everywhere
            way += rng.gauss(0, 0.45)
            step = rng.uniform(8, 30) * mm
            to = (x + step * np.cos(way), y + step * np.sin(way))
            cv2.line(line, (int(x), int(y)), (int(to[0]), int(to[1])), rng.uniform(0.25, 1.0), max(1, int(rng.uniform(0.3, 0.6) * mm)), cv2.LINE_AA)  # fmt: skip
            x, y = to
        tone -= depth * 1.4 * cv2.GaussianBlur(line, (0, 0), 0.3 * mm)
    return _shade(ink, np.minimum(tone, 1.03))


def stain(ink: Array, rng: random.Random, mm: float) -> Array:
    """The ring of a cup."""
    h, w = ink.shape[:2]
    tone = np.zeros((h, w), np.float32)
    cv2.circle(
        tone,
        (rng.randrange(w), rng.randrange(h)),
        int(rng.uniform(28, 40) * mm),
        1.0,
        int(2.2 * mm),
        cv2.LINE_AA,
    )
    tone = cv2.GaussianBlur(tone, (0, 0), 0.6 * mm) * rng.uniform(0.08, 0.2)
    return np.clip(
        ink * (1 - tone[..., None] * np.array([0.4, 0.7, 1.0], np.float32)), 0, 255
    ).astype(np.uint8)


def staple(ink: Array, rng: random.Random, mm: float) -> None:
    x, y = int(rng.uniform(6, 14) * mm), int(rng.uniform(6, 12) * mm)
    dx, dy = int(9 * mm * rng.uniform(0.7, 0.9)), int(-6 * mm * rng.uniform(0.3, 0.9))
    cv2.line(
        ink,
        (x + 3, y + 4),
        (x + dx + 3, y + dy + 4),
        (190, 190, 190),
        max(2, int(0.9 * mm)),
        cv2.LINE_AA,
    )
    cv2.line(ink, (x, y), (x + dx, y + dy), (96, 98, 104), max(2, int(0.55 * mm)), cv2.LINE_AA)


def wave(ink: Array, size: float, rng: random.Random) -> Array:
    """Paper that does not lie flat: a slow displacement of less than a millimetre."""
    h, w = ink.shape[:2]
    seed = np.random.default_rng(rng.randrange(2**32))
    field = [
        cv2.resize(
            seed.standard_normal((6, 5)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC
        )
        * size
        for _ in range(2)
    ]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    return cv2.remap(
        ink, x + field[0], y + field[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def lamp(out: Array, shadow: float, rng: random.Random) -> Array:
    """A telephone's picture: falling light and the shadow of the hand that holds it."""
    h, w = out.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    far = np.hypot(x / w - rng.uniform(0.2, 0.7), y / h - rng.uniform(0.1, 0.5))
    edge = (x / w * rng.uniform(0.5, 1.2) + y / h) - rng.uniform(1.1, 1.5)
    tone = (1.04 - 0.3 * far) * (1 - shadow / (1 + np.exp(-edge * rng.uniform(10, 30))))
    return (
        out
        * tone[..., None]
        * np.array([1.0, rng.uniform(0.96, 1.0), rng.uniform(0.88, 0.97)], np.float32)
    )


def streaks(out: Array, count: int, rng: random.Random) -> None:
    """Dust on the glass of a feeder: thin lines along the page."""
    for _ in range(count):
        x = rng.randrange(out.shape[1])
        out[:, x : x + rng.choice([1, 1, 2])] -= rng.uniform(25, 90)


def specks(out: Array, count: int, rng: random.Random) -> None:
    h, w = out.shape[:2]
    for _ in range(count):
        tone = rng.uniform(60, 190)
        cv2.circle(
            out,
            (rng.randrange(w), rng.randrange(h)),
            rng.choice([0, 0, 1, 1, 2]),
            (tone, tone, tone),
            -1,
        )
