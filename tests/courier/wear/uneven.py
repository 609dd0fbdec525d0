"""Damage that is not the same all over the page: shadow, soft focus, toner, moiré, tape, dirt, a fax that loses lines."""

from __future__ import annotations

import io
import random

import cv2
import numpy as np
from PIL import Image

Array = np.ndarray


def _field(h: int, w: int, rng: random.Random, cells: int = 3) -> Array:
    """A slow random field in 0..1 over the page."""
    seed = np.random.default_rng(rng.randrange(2**32))
    small = seed.random((cells + 1, cells)).astype(np.float32)
    return np.clip(cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC), 0, 1)


def shade(out: Array, depth: float, rng: random.Random) -> Array:
    """A local shadow: a lid half open, a sheet that lies on another, a hand."""
    h, w = out.shape[:2]
    field = _field(h, w, rng)
    if rng.random() < 0.5:  # towards one corner only
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        cx, cy = rng.choice([0, w]), rng.choice([0, h])
        field *= np.exp(-np.hypot((x - cx) / w, (y - cy) / h) * rng.uniform(1.5, 3.5))
    return out * (1 - depth * field)[..., None]


def soften(out: Array, sigma: float, rng: random.Random) -> Array:
    """Focus that is lost towards one side."""
    h, w = out.shape[:2]
    soft = cv2.GaussianBlur(out, (0, 0), sigma)
    along = np.linspace(0, 1, h if rng.random() < 0.5 else w, dtype=np.float32)[:: rng.choice([1, -1])]  # fmt: skip
    weight = np.clip((along - rng.uniform(0.1, 0.6)) * rng.uniform(1.5, 4), 0, 1)
    mix = (weight[:, None] if len(along) == h else weight[None, :])[..., None]
    return out * (1 - mix) + soft * mix


def toner(out: Array, strength: float, rng: random.Random) -> Array:
    """A tired drum: pale bands along the feed, dark ghosts that come back at each turn, a dirty edge."""
    h, w = out.shape[:2]
    tone = np.zeros(w, np.float32)
    x = np.arange(w, dtype=np.float32)
    for _ in range(rng.randrange(1, 4)):
        tone += np.exp(-(((x - rng.randrange(w)) / (w * rng.uniform(0.004, 0.04))) ** 2))
    out = out + (255 - out) * (strength * np.clip(tone, 0, 1) * rng.uniform(0.4, 1.0))[None, :, None]  # fmt: skip
    turn, left, start = int(h * rng.uniform(0.2, 0.32)), rng.randrange(w), rng.randrange(h)
    for k in range(-5, 6):
        y = start + k * turn
        if 0 <= y < h:
            cv2.ellipse(out, (left, y), (rng.randrange(1, 5), rng.randrange(1, 9)), 0, 0, 360, (90, 90, 90), -1)  # fmt: skip
    for _ in range(rng.randrange(0, 3)):
        at = rng.randrange(w)
        out[:, at : at + rng.choice([1, 2])] -= 60 * strength * _field(h, 1, rng, 6)[..., None]
    return out


def moire(out: Array, depth: float, rng: random.Random) -> Array:
    """Interference of a screen or of a copier's raster with the sensor."""
    h, w = out.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    fx, fy = rng.uniform(-0.5, 0.5), rng.uniform(0.25, 0.6)
    bend = 12 * _field(h, w, rng, 4)
    wave = np.sin(fx * x + fy * y + bend) * _field(h, w, rng)
    return out + (depth * 255) * wave[..., None]


def blocks(out: Array, quality: int) -> Array:
    """Saved as a small JPEG once already, by somebody's telephone or mail program."""
    data = io.BytesIO()
    Image.fromarray(np.clip(out, 0, 255).astype(np.uint8)).save(data, "JPEG", quality=quality)
    return np.asarray(Image.open(data).convert("RGB"), np.float32)


def tape(ink: Array, rng: random.Random, mm: float) -> Array:
    """A strip of adhesive tape across an edge, yellowed, with its own two edges."""
    h, w = ink.shape[:2]
    layer = np.zeros((h, w), np.float32)
    length, wide = rng.uniform(25, 60) * mm, 18 * mm
    cx, cy = rng.choice([rng.uniform(0, w), 0, w]), rng.choice([0, h, rng.uniform(0, h)])
    box = cv2.boxPoints(((cx, cy), (length, wide), rng.uniform(-35, 35)))
    cv2.fillPoly(layer, [box.astype(np.int32)], 1.0, cv2.LINE_AA)
    rim = cv2.morphologyEx(layer, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    colour = np.array([0.985, 0.96, rng.uniform(0.82, 0.93)], np.float32)
    out = ink * (1 - layer[..., None] * (1 - colour)) - 16 * rim[..., None]
    return np.clip(out, 0, 255).astype(np.uint8)


def smudge(ink: Array, rng: random.Random, mm: float) -> Array:
    """Greasy fingers, coffee drops, dirt of the counter."""
    h, w = ink.shape[:2]
    layer: Array = np.zeros((h, w), np.float32)
    for _ in range(rng.randrange(1, 5)):
        size = (int(rng.uniform(1.5, 9) * mm), int(rng.uniform(1.5, 6) * mm))
        cv2.ellipse(layer, (rng.randrange(w), rng.randrange(h)), size, rng.uniform(0, 180), 0, 360, rng.uniform(0.06, 0.28), -1)  # fmt: skip
    layer = cv2.GaussianBlur(layer, (0, 0), rng.uniform(0.3, 1.8) * mm)
    return np.clip(ink * (1 - layer[..., None] * np.array([0.6, 0.8, 1.0], np.float32)), 0, 255).astype(np.uint8)  # fmt: skip


def dog_ear(ink: Array, rng: random.Random, mm: float) -> Array:
    """A corner folded over: what lies under it cannot be read, so it stays small."""
    h, w = ink.shape[:2]
    size = int(rng.uniform(4, 8) * mm)
    right, low = rng.random() < 0.5, rng.random() < 0.5
    x, y = (w if right else 0), (h if low else 0)
    dx, dy = (-size if right else size), (-int(size * 0.8) if low else int(size * 0.8))
    out = ink.copy()
    cv2.fillPoly(out, [np.array([(x, y), (x + dx, y), (x, y + dy)], np.int32)], (150, 148, 145))
    cv2.fillPoly(out, [np.array([(x + dx, y), (x, y + dy), (x + dx, y + dy)], np.int32)], (226, 224, 220), cv2.LINE_AA)  # fmt: skip
    cv2.line(out, (x + dx, y), (x, y + dy), (120, 120, 120), max(1, int(0.2 * mm)), cv2.LINE_AA)
    return out


def punched(ink: Array, count: int, rng: random.Random, mm: float) -> None:
    """Holes as the scanner sees them: black, grey or white, seldom at the same height, sometimes torn."""
    h = ink.shape[0]
    gap, side = (80 if count == 2 else 62), rng.uniform(8, 13)
    shift, tone = rng.gauss(0, 8) * mm, rng.choice([20, 70, 130, 235])
    for i in range(count):
        y = int(h / 2 + shift + (i - (count - 1) / 2) * gap * mm)
        x, r = int(side * mm), int(rng.uniform(2.6, 3.1) * mm)
        cv2.circle(ink, (x + 2, y + 2), r, (170, 170, 170), 2, cv2.LINE_AA)
        cv2.circle(ink, (x, y), r, (tone, tone, tone), -1, cv2.LINE_AA)
        if rng.random() < 0.15:
            cv2.line(ink, (0, y + rng.randrange(-8, 8)), (x, y), (150, 150, 150), 2, cv2.LINE_AA)


def unstapled(ink: Array, rng: random.Random, mm: float) -> None:
    """The two small holes and the crease that a drawn staple leaves."""
    x, y = rng.uniform(5, 16) * mm, rng.uniform(5, 12) * mm
    for dx in (0.0, 9.0):
        at = (int(x + dx * mm), int(y - dx * 0.5 * mm))
        cv2.circle(ink, at, max(1, int(0.35 * mm)), (60, 58, 55), -1, cv2.LINE_AA)
        cv2.circle(ink, at, max(2, int(0.8 * mm)), (205, 203, 198), 1, cv2.LINE_AA)
    end = int(rng.uniform(22, 34) * mm)
    cv2.line(ink, (0, end), (end, 0), (206, 206, 204), max(1, int(0.3 * mm)), cv2.LINE_AA)


def bad_line(flat: Array, count: int, rng: random.Random) -> Array:
    """A fax on a poor line: rows lost or repeated, a stretch that slips sideways."""
    h = flat.shape[0]
    for _ in range(count):
        y, n = rng.randrange(h - 8), rng.choice([1, 1, 2, 3])
        kind = rng.random()
        if kind < 0.4:
            flat[y : y + n] = 255
        elif kind < 0.75:
            flat[y : y + n] = flat[y]
        else:
            flat[y : y + n] = np.roll(flat[y : y + n], rng.randrange(-9, 10), axis=1)
    return flat
