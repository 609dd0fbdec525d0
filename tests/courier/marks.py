"""Stamps, signatures and barcodes, drawn as SVG."""

from __future__ import annotations

import html
import math
import random

import numpy as np
import zxingcpp

from .paper import Stamp


def signature(
    rng: random.Random, width: float = 38.0, height: float = 15.0, ink: str = "#1a2a7a"
) -> str:
    """A hurried signature in one of several manners: loops, a name half written, an initial with a flourish."""
    manner = rng.choice(["boucles", "nom", "paraphe"])
    rising = rng.uniform(-0.25, 0.06)
    points = []
    if manner == "boucles":
        turns, r = rng.randrange(3, 6), height * rng.uniform(0.25, 0.42)
        for i in range(turns * 8):
            a = i / 8 * 2 * math.pi
            shrink = 1 - 0.5 * i / (turns * 8)
            points.append(
                (
                    width * 0.15 + width * 0.55 * i / (turns * 8) + r * shrink * math.cos(a),
                    height * 0.5 + r * shrink * math.sin(a) * rng.uniform(0.85, 1.1),
                )
            )
        points.append((width * rng.uniform(0.85, 1.0), height * rng.uniform(0.4, 0.6)))
    else:
        x, y = width * 0.1, height * 0.65
        points = [
            (x, y),
            (x + rng.uniform(1, 5), height * rng.uniform(0.0, 0.18)),
            (x + rng.uniform(-3, 2), height * rng.uniform(0.8, 1.0)),
        ]
        if rng.random() < 0.5:
            points += [
                (x - rng.uniform(2, 4), height * 0.5),
                (x + rng.uniform(5, 9), height * rng.uniform(0.1, 0.3)),
            ]
        x += rng.uniform(3, 7)
        for _ in range(rng.randrange(3, 6) if manner == "paraphe" else rng.randrange(6, 12)):
            x += rng.uniform(0.8, 3.2)
            points.append((x, height * rng.uniform(0.2 if rng.random() < 0.2 else 0.38, 0.5)))
            x += rng.uniform(0.2, 1.6) if rng.random() < 0.8 else -0.8
            points.append((x, height * rng.uniform(0.54, 0.98 if rng.random() < 0.2 else 0.68)))
    if manner == "paraphe":
        points += [
            (width * rng.uniform(0.75, 0.97), height * rng.uniform(0.05, 0.4)),
            (width * rng.uniform(0.2, 0.5), height * rng.uniform(0.8, 1.05)),
            (width * 0.02, height * rng.uniform(0.72, 0.95)),
            (width * rng.uniform(0.8, 1.05), height * rng.uniform(0.6, 0.95)),
        ]
    points = [(px, py + rising * (px - width / 2) * 0.5) for px, py in points]
    path = smooth(points)
    return (
        f'<svg width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" style="overflow:visible">'
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{rng.uniform(0.34, 0.52):.2f}" '
        f'stroke-linecap="round" stroke-linejoin="round" opacity=".88"/></svg>'
    )


def smooth(points: list[tuple[float, float]]) -> str:
    """A path through all points (Catmull-Rom turned into Béziers)."""
    p = [points[0], *points, points[-1]]
    out = [f"M{p[1][0]:.2f} {p[1][1]:.2f}"]
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        out.append(
            f"C{b[0] + (c[0] - a[0]) / 5:.2f} {b[1] + (c[1] - a[1]) / 5:.2f} "
            f"{c[0] - (d[0] - b[0]) / 5:.2f} {c[1] - (d[1] - b[1]) / 5:.2f} {c[0]:.2f} {c[1]:.2f}"
        )
    return "".join(out)


def stamp(s: Stamp, rng: random.Random) -> str:
    """A rubber stamp with uneven ink."""
    return _round(s, rng) if s.shape == "round" else _rect(s, rng)


def _rect(s: Stamp, rng: random.Random) -> str:
    w = s.width
    pitch = w * 0.098
    h = pitch * (len(s.lines) + 0.9)
    texts = []
    for i, line in enumerate(s.lines):
        size = pitch * (0.95 if i == 0 else 0.8)
        fit = min(w * 0.92, len(line) * size * 0.56)
        texts.append(
            f'<text x="{w / 2}" y="{pitch * (i + 1.15):.2f}" text-anchor="middle" font-size="{size:.2f}" '
            f'font-weight="{700 if i == 0 else 400}" textLength="{fit:.1f}" lengthAdjust="spacingAndGlyphs">'
            f"{html.escape(line)}</text>"
        )
    frame = (
        ""
        if s.shape == "plain"
        else (
            f'<rect x=".4" y=".4" width="{w - 0.8}" height="{h - 0.8:.2f}" rx="1" fill="none" stroke="{s.ink}" stroke-width=".55"/>'
        )
    )
    return _svg(w, h, frame + f'<g fill="{s.ink}" font-family="arimo">{"".join(texts)}</g>', rng)


def _round(s: Stamp, rng: random.Random) -> str:
    d = s.width
    r = d / 2
    ring = s.ring or s.lines[0]
    key = rng.randrange(10**6)
    arc = r * 0.73
    body = (
        f'<circle cx="{r}" cy="{r}" r="{r - 0.5:.2f}" fill="none" stroke="{s.ink}" stroke-width=".7"/>'
        f'<circle cx="{r}" cy="{r}" r="{r * 0.62:.2f}" fill="none" stroke="{s.ink}" stroke-width=".35"/>'
        f'<path id="a{key}" d="M{r - arc:.2f} {r} a{arc:.2f} {arc:.2f} 0 1 1 {2 * arc:.2f} 0 a{arc:.2f} {arc:.2f} 0 1 1 '
        f'{-2 * arc:.2f} 0" fill="none"/>'
        f'<g fill="{s.ink}" font-family="arimo" font-weight="700"><text font-size="{min(d * 0.1, 2 * math.pi * arc / (len(ring) + 4) * 1.5):.2f}" '
        f'textLength="{2 * math.pi * arc * 0.95:.2f}"><textPath href="#a{key}">{html.escape(ring)} ★</textPath></text>'
    )
    inner = s.lines
    for i, line in enumerate(inner):
        chord = 2 * math.sqrt(
            max((r * 0.58) ** 2 - ((abs(i - (len(inner) - 1) / 2) + 0.4) * d * 0.115) ** 2, 1)
        )
        size = min(d * 0.1, chord / (len(line) * 0.64))
        y = r + (i - (len(inner) - 1) / 2) * d * 0.115 + size * 0.35
        body += f'<text x="{r}" y="{y:.2f}" text-anchor="middle" font-size="{size:.2f}">{html.escape(line)}</text>'
    return _svg(d, d, body + "</g>", rng)


def _svg(w: float, h: float, body: str, rng: random.Random) -> str:
    key, seed = rng.randrange(10**6), rng.randrange(999)
    bare = rng.uniform(-0.75, 0.1)
    return (
        f'<svg class="stamp" width="{w}mm" height="{h:.2f}mm" viewBox="0 0 {w} {h:.2f}" '
        f'style="transform:rotate({rng.gauss(0, 5):.1f}deg);opacity:{rng.uniform(0.68, 0.9):.2f}">'
        f'<filter id="u{key}" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="fractalNoise" baseFrequency=".09" '
        f'numOctaves="3" seed="{seed}"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -4.2 {3.75 + bare * 0.5:.2f}"/>'
        f'<feComposite in="SourceGraphic" operator="in"/></filter><g filter="url(#u{key})">{body}</g></svg>'
    )


def barcode(text: str, kind: str, unit: float, height: float = 0.0) -> str:
    """A true barcode of `kind` (EAN13, Code128, QRCode …); one module is `unit` mm wide."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=1)
    grid = np.array(made) < 128
    rows = grid if kind == "QRCode" else grid[len(grid) // 3 : len(grid) // 3 + 1]
    tall = unit if kind == "QRCode" else height
    rects = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = x
            while run < len(row) and row[run]:
                run += 1
            if run > x:
                rects.append(
                    f'<rect x="{x * unit:.3f}" y="{y * tall:.3f}" width="{(run - x) * unit:.3f}" height="{tall:.3f}"/>'
                )
            x = run + 1
    w, h = rows.shape[1] * unit, rows.shape[0] * tall
    return (
        f'<svg width="{w:.2f}mm" height="{h:.2f}mm" viewBox="0 0 {w:.3f} {h:.3f}" shape-rendering="crispEdges">'
        f"{''.join(rects)}</svg>"
    )
