"""Signatures as a pen draws them: strokes with pressure, of many manners; one person's structure stays the same."""

from __future__ import annotations

import math
import random
from itertools import pairwise

Point = tuple[float, float]
Stroke = list[Point]

# Cursive shapes on a unit grid: x grows right, y grows down, baseline 0, height of a small letter 1.
LETTERS: dict[str, list[Stroke]] = {
    "e": [[(0, 0), (0.5, -0.55), (0.28, -1), (0.06, -0.5), (0.35, 0), (0.7, -0.1)]],
    "l": [[(0, 0), (0.5, -1.7), (0.3, -2.4), (0.08, -1.7), (0.3, 0), (0.6, -0.1)]],
    "n": [[(0, -0.6), (0.1, -0.95), (0.14, 0), (0.35, -0.9), (0.52, -0.85), (0.55, 0), (0.8, -0.15)]],
    "m": [[(0, -0.6), (0.08, -0.9), (0.1, 0), (0.3, -0.9), (0.42, 0), (0.62, -0.85), (0.75, 0), (1, -0.1)]],
    "u": [[(0, -0.9), (0.06, -0.1), (0.3, 0), (0.48, -0.9), (0.55, 0), (0.8, -0.15)]],
    "a": [[(0.5, -0.85), (0.15, -0.95), (0.02, -0.3), (0.3, 0), (0.5, -0.8), (0.55, 0), (0.8, -0.15)]],
    "g": [[(0.5, -0.85), (0.12, -0.9), (0.05, -0.2), (0.45, -0.3), (0.5, 0.9), (0.2, 1.5), (0.05, 0.9), (0.8, -0.2)]],
    "i": [[(0, -0.3), (0.2, -0.95), (0.24, 0), (0.5, -0.15)], [(0.22, -1.5), (0.27, -1.45)]],
    "t": [[(0, -0.3), (0.22, -1.9), (0.26, 0), (0.55, -0.15)], [(-0.1, -1.3), (0.6, -1.4)]],
    "s": [[(0, -0.1), (0.35, -1), (0.42, -0.4), (0.15, 0), (0.6, -0.1)]],
    "~": [[(0, -0.3), (0.35, -0.5), (0.7, -0.15), (1.1, -0.35)]],
    "r": [[(0, -0.3), (0.15, -0.95), (0.35, -0.8), (0.4, 0), (0.65, -0.1)]],
    "h": [[(0, 0), (0.4, -1.7), (0.22, -2.3), (0.1, -1.5), (0.12, 0), (0.4, -0.85), (0.52, 0), (0.8, -0.1)]],
    "y": [[(0, -0.9), (0.1, -0.1), (0.45, -0.8), (0.45, 0.6), (0.1, 1.4), (0, 0.7), (0.75, -0.2)]],
}  # fmt: skip
CAPITALS: list[list[Stroke]] = [
    [[(0, -0.2), (0.9, -2.6), (1.2, -2.2), (1.3, 0.1)], [(0.3, -0.9), (1.8, -1.1)]],  # A
    [[(0.3, -2.4), (0.2, 0.2)], [(-0.2, -2), (0.8, -2.9), (1.4, -2), (0.4, -1.3), (1.5, -0.9), (1.1, 0.1), (0, 0)]],  # B
    [[(1.5, -2.1), (0.9, -2.7), (0, -1.2), (0.6, 0.1), (1.6, -0.4)]],  # C
    [[(0.4, -2.5), (0.3, 0), (1.5, -0.2), (1.9, -1.7), (0.6, -2.8), (-0.5, -2)]],  # D
    [[(0.1, 0.1), (0.3, -2.4), (1, -0.7), (1.8, -2.6), (1.9, 0.1)]],  # M
    [[(1.3, -2.3), (0.6, -2.7), (0.3, -1.9), (1.2, -0.9), (0.8, 0.1), (-0.2, -0.2)]],  # S
    [[(-0.2, -2.3), (0.8, -2.5), (1.7, -2.3)], [(0.8, -2.4), (0.6, 0.1), (0.1, -0.1)]],  # T
    [[(0.1, -2.4), (0.1, 0.1)], [(1.2, -2.5), (1.2, 0.1)], [(0, -1.1), (1.4, -1.3)]],  # H
    [[(0.2, -2.5), (0.1, 0.1)], [(1.3, -2.4), (0.2, -1.1), (1.5, 0.2)]],  # K
    [[(0, -2), (0.9, -2.8), (0.4, 0.9), (-0.4, 1.2), (0.2, 0.1), (1.2, -0.4)]],  # J
    [[(0, -2.3), (0.6, -0.3), (1.4, -2.6), (1.2, -1), (0.4, 1.3)]],  # Y
    [[(-0.1, -2.4), (1.4, -2.5), (0, 0), (1.7, -0.1)]],  # Z
]  # fmt: skip


def signature(own: random.Random, now: random.Random, width: float, ink: str) -> str:
    """`own` draws what is the signer's (always the same), `now` what differs today; an SVG `width` mm wide."""
    manner = own.choices(("nom", "initiales", "gribouillis", "paraphe", "boucle"), (32, 22, 20, 18, 8))[0]  # fmt: skip
    strokes = {
        "nom": _name, "initiales": _initials, "gribouillis": _scribble, "paraphe": _flourish, "boucle": _loops,
    }[manner](own)  # fmt: skip
    strokes += _underline(own) if manner in ("nom", "initiales") and own.random() < 0.6 else []
    slant, rise = own.gauss(0.25, 0.22), own.gauss(0.08, 0.09) + now.gauss(0, 0.02)
    squeeze = max(0.7, own.gauss(1, 0.15) * now.gauss(1, 0.05))
    placed = [
        [
            (x * squeeze - y * slant + now.gauss(0, 0.025), y - x * rise + now.gauss(0, 0.025))
            for x, y in s
        ]
        for s in strokes
    ]
    xs, ys = [x for s in placed for x, _ in s], [y for s in placed for _, y in s]
    span = max(max(xs) - min(xs), 0.5)
    scale = min(width / span, width * 0.62 / max(max(ys) - min(ys), 0.5))
    nib = own.choices(((0.2, 0.16), (0.26, 0.2), (0.42, 0.16), (0.34, 0.55), (0.6, 0.3)), (30, 30, 12, 16, 12))[0]  # fmt: skip
    body = "".join(
        _inked([((x - min(xs)) * scale, (y - min(ys)) * scale) for x, y in s], nib, ink, now)
        for s in placed
        if len(s) > 1
    )
    w, h = span * scale, (max(ys) - min(ys)) * scale
    return (
        f'<svg width="{w:.1f}mm" height="{h:.1f}mm" viewBox="0 0 {w:.2f} {h:.2f}" style="overflow:visible;display:block" '
        f'fill="none" stroke="{ink}" stroke-linecap="round" opacity="{now.uniform(0.8, 0.97):.2f}">{body}</svg>'
    )


def _at(shape: list[Stroke], x: float, y: float, size: float) -> list[Stroke]:
    return [[(x + a * size, y + b * size) for a, b in s] for s in shape]


def _joined(rng: random.Random, count: int, x: float, fall: float) -> list[Stroke]:
    """Letters in one sweep that get smaller and flatter; crossings and dots come after."""
    sweep: Stroke = []
    loose: list[Stroke] = []
    size = 1.0
    for i in range(count):
        hurried = rng.random() < i / (count + 1) * 0.7
        shape = LETTERS["~" if hurried else rng.choice("elnmuagitsrhy")]
        made = _at(shape, x, 0, size)
        sweep += made[0]
        loose += made[1:] if rng.random() < 0.6 else []
        x = made[0][-1][0] + rng.uniform(-0.05, 0.12)
        size *= fall
    if rng.random() < 0.55:
        sweep.append((x + rng.uniform(1, 3.5), rng.uniform(-0.6, 0.5)))
    return [sweep, *loose]


def _name(rng: random.Random) -> list[Stroke]:
    first = _at(rng.choice(CAPITALS), 0, 0, rng.uniform(0.8, 1.35))
    out = first + _joined(rng, rng.randrange(4, 9), rng.uniform(1.2, 1.9), rng.uniform(0.9, 1.0))
    if rng.random() < 0.35:
        out += [[(x - 2.2, y) for x, y in s] for s in _at(rng.choice(CAPITALS), 0, 0, 0.9)]
    return out


def _initials(rng: random.Random) -> list[Stroke]:
    out: list[Stroke] = []
    x = 0.0
    for _ in range(rng.choice([1, 2, 2, 3])):
        out += _at(rng.choice(CAPITALS), x, rng.uniform(-0.2, 0.2), rng.uniform(0.9, 1.4))
        x += rng.uniform(0.7, 1.5)
    out[-1] = [*out[-1], (x + rng.uniform(0.5, 3), rng.uniform(-1.5, 0.6))]
    return out


def _scribble(rng: random.Random) -> list[Stroke]:
    """Up and down in haste, then away."""
    x, out = 0.0, [(0.0, rng.uniform(-1, 0))]
    high = rng.uniform(1.4, 2.6)
    for i in range(rng.randrange(5, 12)):
        x += abs(rng.gauss(0.28, 0.18))
        out.append((x, (-1 if i % 2 == 0 else 1) * high * rng.uniform(0.25, 1.0)))
        high *= rng.uniform(0.78, 1.02)
    out += [(x + rng.uniform(0.5, 1.4), rng.uniform(-0.6, 0.6)), (x + rng.uniform(1.5, 4), rng.uniform(-1.8, 0.4))]  # fmt: skip
    more = [[(x * 0.2, 1.2), (x * 0.7, 0.7), (x * 1.3, 0.9)]] if rng.random() < 0.4 else []
    return [out, *more]


def _flourish(rng: random.Random) -> list[Stroke]:
    """A capital whose tail goes back under the whole and crosses itself."""
    head = _at(rng.choice(CAPITALS), 0, 0, rng.uniform(1.0, 1.5))
    x = rng.uniform(2.5, 5)
    tail = [
        head[-1][-1], (x * 0.6, rng.uniform(-1.2, -0.2)), (x, rng.uniform(-1.6, -0.4)), (x * 0.85, rng.uniform(0.2, 0.7)),
        (-rng.uniform(0.4, 1.6), rng.uniform(0.3, 1.1)), (x * 0.4, rng.uniform(0.5, 1.3)), (x + rng.uniform(0.3, 1.8), rng.uniform(-0.1, 0.9)),
    ]  # fmt: skip
    return [*head, tail]


def _loops(rng: random.Random) -> list[Stroke]:
    out: Stroke = []
    turns = rng.randrange(2, 5)
    for i in range(turns * 9):
        a, t = i / 9 * 2 * math.pi, i / (turns * 9)
        r = (1 - 0.55 * t) * rng.uniform(0.86, 1.14)
        out.append((t * rng.uniform(2.6, 3) + r * math.cos(a), r * math.sin(a) * rng.uniform(0.8, 1.5)))  # fmt: skip
    return [out, *_at(rng.choice(CAPITALS), -0.8, 0.6, 0.8)]


def _underline(rng: random.Random) -> list[Stroke]:
    w, kind = rng.uniform(3, 6), rng.randrange(4)
    if kind == 0:
        return [[(-0.4, 0.7), (w * 0.5, rng.uniform(0.5, 0.8)), (w, rng.uniform(0.2, 0.9))]]
    if kind == 1:
        return [[(w, 0.5), (0.2, 0.8), (w * 0.2, 1.0), (w * 0.9, 0.8), (w * 0.3, 1.3)]]
    if kind == 2:
        return [[(-0.6, 0.9), (w, 0.4), (w * 0.6, 1.1), (w * 0.7, 0.3)], [(w * 0.9, 0.9), (w * 0.93, 0.95)]]  # fmt: skip
    return [[(w * 0.8, -2.3), (-0.8, -1.6), (-0.6, 0.7), (w, 0.6), (w * 1.05, -1.4), (w * 0.4, -2.4)]]  # fmt: skip


def _curve(points: Stroke) -> Stroke:
    """Close points along a Catmull-Rom curve through `points`."""
    p = [points[0], *points, points[-1]]
    out: Stroke = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        steps = max(3, min(14, int(math.dist(b, c) / 0.5)))
        for k in range(steps):
            t = k / steps
            out.append(tuple(  # type: ignore[arg-type]
                0.5 * (2 * q + (r - o) * t + (2 * o - 5 * q + 4 * r - s) * t * t + (3 * q - o - 3 * r + s) * t**3)
                for o, q, r, s in zip(a, b, c, d, strict=True)
            ))  # fmt: skip
    return [*out, points[-1]]


def _inked(points: Stroke, nib: tuple[float, float], ink: str, rng: random.Random) -> str:
    """Short strokes, wide where the pen comes down and slow, thin where it flies; a ball-point skips."""
    base, contrast = nib
    line = _curve(points)
    press, out = 1.0, []
    skip = rng.random() < 0.25
    for i, (a, b) in enumerate(pairwise(line)):
        dy = (b[1] - a[1]) / max(math.dist(a, b), 1e-6)
        ends = min(1.0, (i + 2) / 5, (len(line) - i) / 6)
        press += (1 + dy * contrast * 2 - press) * 0.35
        if skip and rng.random() < 0.04:
            continue
        w = max(0.1, base * press * max(ends, 0.45) * rng.uniform(0.93, 1.07))
        out.append(f'<path d="M{a[0]:.2f} {a[1]:.2f}L{b[0]:.2f} {b[1]:.2f}" stroke-width="{w:.2f}"/>')  # fmt: skip
    return "".join(out)
