"""What scanners, faxes, telephones and mailrooms do to a page, with the map from clean to damaged points."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

Array = np.ndarray


@dataclass(frozen=True)
class Recipe:
    """How bad a scan is. Angles in degrees, lengths in mm, noise in grey levels; a chance where a word says «chance»."""

    dpi: int = 150
    skew: float = 0.5
    noise: float = 2.0
    blur: float = 0.45
    quality: int = 42
    white: float = 246.0
    black: float = 18.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    edge_shadow: float = 0.0
    holes: bool = False
    staple: bool = False
    fold: bool = False
    bleed: float = 0.0
    specks: int = 12
    grey: bool = False
    bilevel: bool = False
    photo: bool = False


RECIPES = {
    "bureau": Recipe(),
    "propre": Recipe(skew=0.2, noise=1.2, blur=0.35, specks=4, quality=46),
    "use": Recipe(
        skew=0.9, noise=2.6, blur=0.6, fold=True, specks=30, white=241, tint=(1.0, 0.985, 0.95)
    ),
    "agrafe": Recipe(skew=0.7, staple=True, specks=16),
    "perfore": Recipe(skew=0.6, holes=True, specks=14, edge_shadow=0.5),
    "photocopie": Recipe(
        skew=0.8, noise=3.0, blur=0.75, grey=True, white=243, black=40, specks=60, edge_shadow=0.6
    ),
    "travers": Recipe(skew=1.5, noise=2.2, specks=18, edge_shadow=0.7),
    "verso": Recipe(skew=0.6, noise=1.8, bleed=0.10, specks=18, white=246),
    "fax": Recipe(dpi=120, skew=0.6, noise=5, blur=0.7, bilevel=True, grey=True, specks=120),
    "photo": Recipe(
        dpi=150, noise=4.5, blur=0.8, quality=52, photo=True, specks=0, white=232, black=30
    ),
}


@dataclass
class Scan:
    """A damaged page and the 3x3 map (fractions to fractions) from the clean page to it."""

    image: Image.Image
    map: Array
    recipe: Recipe

    def box(self, box: tuple[float, float, float, float]) -> list[float]:
        """The box of what was at `box` before."""
        x0, y0, x1, y1 = box
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]).T
        q = self.map @ corners
        xs, ys = q[0] / q[2], q[1] / q[2]
        return [round(float(np.clip(v, 0, 1)), 4) for v in (xs.min(), ys.min(), xs.max(), ys.max())]

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.image.save(
            out,
            "JPEG",
            quality=self.recipe.quality,
            optimize=True,
            progressive=True,
            subsampling=2,
            dpi=(self.recipe.dpi, self.recipe.dpi),
        )
        return out.getvalue()


def scan(
    page: Image.Image,
    recipe: Recipe,
    rng: random.Random,
    dpi_in: int,
    verso: Image.Image | None = None,
) -> Scan:
    """Damages an upright page as `recipe` says. `verso` is what shows through from the other side."""
    noise = np.random.default_rng(rng.randrange(2**32))
    ink = np.asarray(page, np.float32)
    mm = dpi_in / 25.4
    if verso is not None and recipe.bleed:
        back = cv2.GaussianBlur(
            np.asarray(verso.resize(page.size), np.float32)[:, ::-1], (0, 0), 2.2
        )
        ink = ink - (255 - back) * recipe.bleed
    if recipe.fold:
        ink = _fold(ink, rng, mm)
    if recipe.holes:
        ink = _holes(ink, mm)
    if recipe.staple:
        ink = _staple(ink, rng, mm)
    h, w = ink.shape[:2]
    scale = recipe.dpi / dpi_in
    size = (round(w * scale), round(h * scale))
    warp = _photo(w, h, size, rng) if recipe.photo else _skew(w, h, size, recipe, rng, mm)
    out = cv2.warpPerspective(
        ink,
        warp,
        size,
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(118, 98, 80) if recipe.photo else (250, 250, 250),
    )
    out = cv2.GaussianBlur(out, (0, 0), recipe.blur)
    out = out * ((recipe.white - recipe.black) / 255) + recipe.black
    out *= np.array(recipe.tint, np.float32)
    if recipe.grey:
        out = np.repeat(out.mean(axis=2, keepdims=True), 3, axis=2)
    if recipe.edge_shadow:
        out = _edge(out, recipe.edge_shadow, rng)
    if recipe.photo:
        out = _lamp(out, rng)
    out = _specks(out, recipe.specks, rng)
    grain = noise.normal(0, recipe.noise, out.shape[:2]).astype(np.float32)
    out = out + cv2.GaussianBlur(grain, (0, 0), 0.6)[..., None] * 1.4
    if recipe.bilevel:
        out = np.where(out.mean(axis=2, keepdims=True) < 150, 0.0, 255.0).repeat(3, axis=2)
    elif not recipe.photo:
        out = np.where(out > recipe.white - 5, recipe.white + (out - recipe.white) * 0.45, out)
    unit = np.diag([1 / size[0], 1 / size[1], 1.0]) @ warp @ np.diag([w, h, 1.0])
    return Scan(Image.fromarray(np.clip(out, 0, 255).astype(np.uint8)), unit, recipe)


def _skew(
    w: int, h: int, size: tuple[int, int], recipe: Recipe, rng: random.Random, mm: float
) -> Array:
    angle = rng.uniform(0.35, 1.0) * recipe.skew * rng.choice([-1, 1])
    m = np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0), [0, 0, 1]])
    shift = np.array([[1, 0, rng.gauss(0, 0.7) * mm], [0, 1, rng.gauss(0, 0.7) * mm], [0, 0, 1]])
    return np.diag([size[0] / w, size[1] / h, 1.0]) @ shift @ m


def _photo(w: int, h: int, size: tuple[int, int], rng: random.Random) -> Array:
    inset = lambda: rng.uniform(0.025, 0.075)  # noqa: E731
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    a, b = size
    target = np.array(
        [
            [a * inset(), b * inset()],
            [a * (1 - inset()), b * inset()],
            [a * (1 - inset()), b * (1 - inset())],
            [a * inset(), b * (1 - inset())],
        ],
        np.float32,
    )
    return cv2.getPerspectiveTransform(source, target)


def _lamp(out: Array, rng: random.Random) -> Array:
    h, w = out.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    far = np.hypot((x / w - rng.uniform(0.2, 0.7)), (y / h - rng.uniform(0.1, 0.5)))
    out = out * (1.04 - 0.30 * far)[..., None]
    edge = (x / w * rng.uniform(0.5, 1.2) + y / h) - rng.uniform(1.25, 1.5)
    shade = 1 - 0.16 / (1 + np.exp(-edge * 28))
    return out * shade[..., None] * np.array([1.0, 0.985, 0.94], np.float32)


def _edge(out: Array, strength: float, rng: random.Random) -> Array:
    w = out.shape[1]
    width = rng.uniform(0.006, 0.016) * w
    x = np.arange(w, dtype=np.float32)
    if rng.random() < 0.5:
        x = x[::-1]
    return out * (1 - strength * 0.6 * np.exp(-x / width))[None, :, None]


def _fold(ink: Array, rng: random.Random, mm: float) -> Array:
    h = ink.shape[0]
    y = np.arange(h, dtype=np.float32)
    tone = np.ones(h, np.float32)
    for part in (1 / 3, 2 / 3):
        at = h * (part + rng.gauss(0, 0.008))
        tone -= 0.075 * np.exp(-(((y - at) / (0.5 * mm)) ** 2)) + 0.02 * np.exp(
            -np.abs(y - at) / (5 * mm)
        )
    return ink * tone[:, None, None]


def _holes(ink: Array, mm: float) -> Array:
    ink = ink.copy()
    h = ink.shape[0]
    for dy in (-40, 40):
        centre = (int(12 * mm), int(h / 2 + dy * mm))
        cv2.circle(ink, centre, int(2.9 * mm), (92, 92, 92), -1, cv2.LINE_AA)
        cv2.circle(
            ink, (centre[0] + 2, centre[1] + 2), int(2.6 * mm), (120, 120, 120), -1, cv2.LINE_AA
        )
    return ink


def _staple(ink: Array, rng: random.Random, mm: float) -> Array:
    ink = ink.copy()
    x, y = int(rng.uniform(7, 14) * mm), int(rng.uniform(7, 12) * mm)
    dx, dy = int(9 * mm * rng.uniform(0.7, 0.9)), int(-6 * mm * rng.uniform(0.5, 0.9))
    cv2.line(
        ink, (x + 3, y + 4), (x + dx + 3, y + dy + 4), (190, 190, 190), int(0.9 * mm), cv2.LINE_AA
    )
    cv2.line(ink, (x, y), (x + dx, y + dy), (96, 98, 104), max(2, int(0.55 * mm)), cv2.LINE_AA)
    return ink


def _specks(out: Array, count: int, rng: random.Random) -> Array:
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
    return out
