"""Turns clean pages into scanned ones and keeps the map from clean points to damaged points."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from . import uneven
from .damage import creases, folds, lamp, specks, stain, staple, streaks, wave
from .recipes import Wear, today

Array = np.ndarray
Box = tuple[float, float, float, float]


@dataclass
class Scan:
    """A damaged page; `map` takes fractions of the clean page to fractions of it."""

    image: Image.Image
    map: Array
    wear: Wear

    def box(self, box: Box) -> list[float]:
        x0, y0, x1, y1 = box
        q = self.map @ np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]).T
        xs, ys = q[0] / q[2], q[1] / q[2]
        return [round(float(np.clip(v, 0, 1)), 4) for v in (xs.min(), ys.min(), xs.max(), ys.max())]

    def jpeg(self, turn: int = 0) -> bytes:
        """The page turned as it lay in the feeder (`turn` brings it upright again), as a JPEG file."""
        image = self.image.rotate(turn, expand=True) if turn else self.image
        if self.wear.mode != "color":
            image = image.convert("L")
        out = io.BytesIO()
        quality = 30 if self.wear.mode == "bilevel" else self.wear.quality
        image.save(
            out,
            "JPEG",
            quality=quality,
            optimize=True,
            subsampling=2,
            dpi=(self.wear.dpi, self.wear.dpi),
        )
        return out.getvalue()


def scan(
    page: Image.Image, wear: Wear, rng: random.Random, dpi_in: int, verso: Image.Image | None = None
) -> Scan:
    """Damages an upright page as `wear` says; `verso` is what shows through."""
    wear = today(wear, rng)
    noise = np.random.default_rng(rng.randrange(2**32))
    ink = np.asarray(page, np.uint8)
    mm = dpi_in / 25.4
    if verso is not None and wear.bleed:
        back = cv2.GaussianBlur(np.asarray(verso.resize(page.size))[:, ::-1], (0, 0), 2.2)
        ink = np.clip(
            ink.astype(np.int16) - ((255 - back.astype(np.int16)) * wear.bleed).astype(np.int16),
            0,
            255,
        ).astype(np.uint8)
    ink = ink.copy()
    if wear.folds:
        ink = folds(ink, wear.folds, rng, mm)
    if wear.crease:
        ink = creases(ink, wear.crease, rng, mm)
    if wear.stain and rng.random() < 0.25:
        ink = stain(ink, rng, mm)
    if wear.holes:
        uneven.punched(ink, wear.holes, rng, mm)
    if wear.staple:
        staple(ink, rng, mm)
    if rng.random() < wear.dirt:
        ink = uneven.smudge(ink, rng, mm)
    if rng.random() < wear.dirt * 0.4:
        ink = uneven.tape(ink, rng, mm)
    if rng.random() < wear.dirt * 0.4:
        ink = uneven.dog_ear(ink, rng, mm)
    if not wear.staple and rng.random() < wear.dirt:
        uneven.unstapled(ink, rng, mm)
    if wear.wave:
        ink = wave(ink, wear.wave * mm, rng)
    h, w = ink.shape[:2]
    size = (round(w * wear.dpi / dpi_in), round(h * wear.dpi / dpi_in))
    warp = (
        _perspective(w, h, size, wear.photo, rng)
        if wear.photo
        else _skew(w, h, size, wear.skew, rng, mm)
    )
    ground = wear.table if wear.photo else ((8, 8, 8) if wear.border else (250, 250, 250))
    out = cv2.warpPerspective(
        ink,
        warp,
        size,
        flags=cv2.INTER_AREA if wear.dpi <= dpi_in else cv2.INTER_LINEAR,
        borderValue=ground,
    )
    out = cv2.GaussianBlur(out, (0, 0), wear.blur * wear.dpi / 150).astype(np.float32)
    if wear.gamma != 1.0:
        out = 255 * (out / 255) ** wear.gamma
    out = out * ((wear.white - wear.black) / 255) + wear.black
    out *= np.array(wear.paper, np.float32)
    if wear.fade:
        x = np.linspace(0, 1, out.shape[1], dtype=np.float32)
        out = (
            out
            + (255 - out)
            * (wear.fade * (0.5 + 0.5 * np.sin(x * rng.uniform(3, 9) + rng.uniform(0, 6))))[
                None, :, None
            ]
        )
    if wear.mode == "grey":
        out = np.repeat(out.mean(axis=2, keepdims=True), 3, axis=2)
    if wear.edge:
        x = np.arange(out.shape[1], dtype=np.float32)[:: rng.choice([1, -1])]
        out *= (1 - wear.edge * 0.6 * np.exp(-x / (rng.uniform(0.006, 0.016) * out.shape[1])))[
            None, :, None
        ]
    if wear.photo:
        out = lamp(out, wear.shadow, rng)
    if wear.shade:
        out = uneven.shade(out, wear.shade, rng)
    if wear.soften:
        out = uneven.soften(out, wear.soften * wear.dpi / 150, rng)
    if wear.toner:
        out = uneven.toner(np.ascontiguousarray(out, np.float32), wear.toner, rng)
    if wear.moire:
        out = uneven.moire(out, wear.moire, rng)
    streaks(out, wear.streaks, rng)
    specks(out, wear.specks, rng)
    grain = noise.standard_normal(out.shape[:2], dtype=np.float32) * wear.noise
    out += (cv2.GaussianBlur(grain, (0, 0), 0.6) * 1.4)[..., None]
    if wear.mode == "bilevel":
        out = uneven.bad_line(_bilevel(out, wear), wear.lost, rng)
    elif not wear.photo:
        out = np.where(out > wear.white - 5, wear.white + (out - wear.white) * 0.45, out)
    if wear.blocks:
        out = uneven.blocks(out, wear.blocks)
    unit = np.diag([1 / size[0], 1 / size[1], 1.0]) @ warp @ np.diag([w, h, 1.0])
    return Scan(Image.fromarray(np.clip(out, 0, 255).astype(np.uint8)), unit, wear)


def _bilevel(out: Array, wear: Wear) -> Array:
    """Black and white. The darkest channel decides, so that a pale blue or red stamp is not wiped out."""
    grey = np.clip(0.5 * out.min(axis=2) + 0.5 * out.mean(axis=2), 0, 255)
    if wear.threshold:
        flat = np.where(grey < wear.threshold + 22, 0.0, 255.0)
    else:
        local = cv2.GaussianBlur(grey, (0, 0), 25)
        flat = np.where(grey < local - 22, 0.0, 255.0)
    return np.repeat(flat[..., None], 3, axis=2)


def _skew(
    w: int, h: int, size: tuple[int, int], skew: float, rng: random.Random, mm: float
) -> Array:
    angle = rng.uniform(0.2, 1.0) * skew * rng.choice([-1, 1])
    m = np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0), [0, 0, 1]])
    shift = np.array([[1, 0, rng.gauss(0, 0.9) * mm], [0, 1, rng.gauss(0, 0.9) * mm], [0, 0, 1]])
    return np.diag([size[0] / w, size[1] / h, 1.0]) @ shift @ m


def _perspective(w: int, h: int, size: tuple[int, int], inset: float, rng: random.Random) -> Array:
    i = lambda: rng.uniform(0.25, 1.3) * inset  # noqa: E731
    a, b = size
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    target = np.array(
        [
            [a * i(), b * i()],
            [a * (1 - i()), b * i()],
            [a * (1 - i()), b * (1 - i())],
            [a * i(), b * (1 - i())],
        ],
        np.float32,
    )
    return cv2.getPerspectiveTransform(source, target)
