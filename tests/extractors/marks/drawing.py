"""Pages drawn for the tests: print, rules, pen, rubber stamps, tick boxes, as a scanner sees them."""

from __future__ import annotations

import io
import math
import random
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from models.geometry import Box

DPI = 200
MM = DPI / 25.4
BLUE, VIOLET, RED, GREEN, BLACK = (
    (40, 60, 160),
    (95, 50, 150),
    (185, 35, 45),
    (20, 120, 70),
    (35, 35, 35),
)
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
)


def font(mm: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Print `mm` high (the whole line), from the machine's fonts or Pillow's own."""
    for path in FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, max(6, round(mm * MM)))
    return ImageFont.load_default(max(6, round(mm * MM)))


class Paper:
    """An A4 page at 200 dpi on which millimetres are drawn."""

    def __init__(self, seed: int = 1, width: float = 210, height: float = 297) -> None:
        self.random = random.Random(seed)
        self.width, self.height = width, height
        self.canvas = Picture.new("RGB", (round(width * MM), round(height * MM)), (250, 249, 246))
        self.pen = ImageDraw.Draw(self.canvas)

    def box(self, x: float, y: float, w: float, h: float) -> Box:
        return Box(x / self.width, y / self.height, (x + w) / self.width, (y + h) / self.height)

    def text(
        self, x: float, y: float, text: str, mm: float = 3.4, ink: tuple[int, int, int] = BLACK
    ) -> None:
        self.pen.text((x * MM, y * MM), text, font=font(mm), fill=ink)

    def print_lines(
        self, y0: float, y1: float, x0: float = 20, ink: tuple[int, int, int] = BLACK
    ) -> None:
        """Lines of running print from `y0` to `y1`."""
        words = [
            "le",
            "présent",
            "contrat",
            "garantit",
            "à",
            "l'assuré",
            "le",
            "remboursement",
            "des",
            "frais",
            "de",
            "soins",
            "engagés",
        ]
        y = y0
        while y < y1:
            line = " ".join(self.random.choice(words) for _ in range(11))
            self.text(x0, y, line, 3.4, ink)
            y += 5.2

    def grid(
        self,
        x: float,
        y: float,
        columns: int,
        rows: int,
        w: float = 22,
        h: float = 8,
        ink: tuple[int, int, int] = BLACK,
    ) -> None:
        for i in range(columns + 1):
            self.pen.line(
                [((x + i * w) * MM, y * MM), ((x + i * w) * MM, (y + rows * h) * MM)], ink, 2
            )
        for j in range(rows + 1):
            self.pen.line(
                [(x * MM, (y + j * h) * MM), ((x + columns * w) * MM, (y + j * h) * MM)], ink, 2
            )

    def stroke(
        self, points: list[tuple[float, float]], ink: tuple[int, int, int] = BLACK, mm: float = 0.45
    ) -> None:
        curve = np.array(_smooth(points)) * MM
        self.pen.line(
            [tuple(p) for p in curve], fill=ink, width=max(1, round(mm * MM)), joint="curve"
        )

    def signature(
        self, x: float, y: float, w: float = 42, h: float = 18, ink: tuple[int, int, int] = BLACK
    ) -> Box:
        """A big initial, some waves, a flourish back under them."""
        r = self.random
        points = [(0.05, 0.6), (0.12, 0.03), (0.08, 0.95), (0.25, 0.4)]
        at = 0.25
        for _ in range(r.randrange(4, 7)):
            points += [(at + 0.06, r.uniform(0.3, 0.45)), (at + 0.09, r.uniform(0.6, 0.75))]
            at += 0.1
        points += [(0.97, 0.1), (0.4, 0.92), (0.03, 0.85), (1.0, 0.7)]
        self.stroke([(x + px * w, y + py * h) for px, py in points], ink)
        return self.box(x, y, w, h)

    def hand(
        self, x: float, y: float, text: str, mm: float = 3.2, ink: tuple[int, int, int] = BLUE
    ) -> None:
        """Cursive on a line: loops whose heights follow the letters of `text`."""
        r = self.random
        for word in text.split():
            points = []
            for letter in word:
                top = 1.9 if letter in "bdfhklt" else 1.0
                low = -0.8 if letter in "gjpqy" else 0.0
                step = mm * r.uniform(0.55, 0.8)
                points += [
                    (x, y),
                    (x + step * 0.4, y - mm * top * r.uniform(0.85, 1.1)),
                    (x + step * 0.6, y - mm * low),
                ]
                x += step
            points.append((x, y))
            self.stroke(points, ink, 0.4)
            x += mm * 1.3

    def stamp(
        self,
        x: float,
        y: float,
        lines: list[str],
        *,
        w: float = 46,
        shape: str = "rect",
        tilt: float = 5.0,
        ink: tuple[int, int, int] = BLUE,
        strength: float = 0.85,
    ) -> Box:
        """A rubber stamp with uneven ink whose untilted top-left is at (x, y) mm; its box once tilted."""
        pitch = 4.6
        h = w if shape == "round" else pitch * len(lines) + 4
        size = (round((w + 2) * MM), round((h + 2) * MM))
        alpha = Picture.new("L", size, 0)
        pen = ImageDraw.Draw(alpha)
        inner = (round(MM), round(MM), size[0] - round(MM), size[1] - round(MM))
        if shape == "rect":
            pen.rectangle(inner, outline=255, width=4)
        elif shape in ("round", "oval"):
            pen.ellipse(inner, outline=255, width=5)
            pen.ellipse(
                [inner[0] + 5 * MM, inner[1] + 5 * MM, inner[2] - 5 * MM, inner[3] - 5 * MM],
                outline=255,
                width=2,
            )
        for i, line in enumerate(lines):
            fnt = font(3.6 if i == 0 else 2.9)
            long = pen.textlength(line, font=fnt)
            top = (h - pitch * len(lines)) / 2 + 1 + i * pitch
            pen.text(((size[0] - long) / 2, top * MM), line, font=fnt, fill=255)
        noise = np.array(
            [
                [self.random.random() for _ in range(size[0] // 40 + 2)]
                for _ in range(size[1] // 40 + 2)
            ],
            np.float32,
        )
        uneven = cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC)
        alpha = Picture.fromarray(
            (np.asarray(alpha) * np.clip(0.35 + 0.9 * uneven, 0, 1) * strength).astype(np.uint8)
        )
        left_ink, top_ink, right_ink, bottom_ink = alpha.getbbox() or (0, 0, *size)
        alpha = alpha.crop((left_ink, top_ink, right_ink, bottom_ink))
        alpha = alpha.rotate(tilt, expand=True, resample=Picture.Resampling.BICUBIC)
        left = x * MM + (size[0] - alpha.size[0]) / 2
        top = y * MM + (size[1] - alpha.size[1]) / 2
        self.canvas.paste(Picture.new("RGB", alpha.size, ink), (round(left), round(top)), alpha)
        return self.box(left / MM, top / MM, alpha.size[0] / MM, alpha.size[1] / MM)

    def tick_box(
        self, x: float, y: float, state: str = "", mm: float = 4.0, ink: tuple[int, int, int] = BLUE
    ) -> Box:
        """A printed square, empty or with a `cross`, a `tick`, a `blot` or a `speck` in it."""
        self.pen.rectangle([x * MM, y * MM, (x + mm) * MM, (y + mm) * MM], outline=BLACK, width=2)
        if state == "cross":
            self.stroke([(x - 0.4, y - 0.3), (x + mm + 0.5, y + mm + 0.2)], ink)
            self.stroke([(x + mm + 0.3, y - 0.5), (x - 0.2, y + mm + 0.4)], ink)
        elif state == "tick":
            self.stroke(
                [
                    (x + mm * 0.2, y + mm * 0.5),
                    (x + mm * 0.45, y + mm * 0.9),
                    (x + mm * 1.4, y - mm * 0.5),
                ],
                ink,
                0.55,
            )
        elif state == "blot":
            self.pen.rectangle(
                [(x + 0.5) * MM, (y + 0.6) * MM, (x + mm - 0.4) * MM, (y + mm - 0.5) * MM], fill=ink
            )
        elif state == "speck":
            self.stroke([(x + mm * 0.4, y + mm * 0.5), (x + mm * 0.65, y + mm * 0.55)], ink, 0.4)
        return self.box(x, y, mm, mm)

    def scanned(
        self,
        skew: float = 0.3,
        blur: float = 0.6,
        noise: float = 2.0,
        quality: int = 50,
        bilevel: int | None = None,
    ) -> np.ndarray:
        """The page as RGB pixels after a scanner; boxes given before stay right within the skew."""
        page = np.asarray(
            self.canvas.rotate(skew, fillcolor=(250, 249, 246), resample=Picture.Resampling.BICUBIC)
        )
        page = cv2.GaussianBlur(page, (0, 0), blur).astype(np.float32)
        page += np.random.default_rng(self.random.randrange(10**6)).normal(0, noise, page.shape)
        page = np.clip(page, 0, 255).astype(np.uint8)
        if bilevel is not None:
            grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
            return cv2.cvtColor(((grey > bilevel) * 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)
        stream = io.BytesIO()
        Picture.fromarray(page).save(stream, "JPEG", quality=quality)
        return np.asarray(Picture.open(stream).convert("RGB"))


def _smooth(points: list[tuple[float, float]], steps: int = 10) -> list[tuple[float, float]]:
    """Catmull-Rom through all points."""
    p = [points[0], *points, points[-1]]
    out = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        for i in range(steps):
            t = i / steps
            out.append(
                tuple(
                    0.5
                    * (
                        2 * b[k]
                        + (c[k] - a[k]) * t
                        + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t
                        + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3
                    )
                    for k in (0, 1)
                )
            )
    out.append(points[-1])
    return [(x, y) for x, y in out if math.isfinite(x)]
