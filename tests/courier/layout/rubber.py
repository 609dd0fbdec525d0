"""Rubber stamps as they come out: uneven ink, a side that did not print, struck twice, askew, sometimes hardly legible."""

from __future__ import annotations

import html
import math
import random
from dataclasses import dataclass

from ..paper import Stamp


@dataclass(frozen=True)
class Strike:
    """How this stamp met this paper."""

    angle: float
    opacity: float
    holes: float  # share of the rubber that did not print, large patches
    grain: float  # fine lack of ink
    fade: float  # 0 none; else how far a whole side vanishes
    blur: float  # too much ink, mm
    double: float  # a second impression this far off, mm


def strike(rng: random.Random, firm: bool) -> Strike:
    """Drawn anew for each impression; `firm` when the page will be thresholded and pale ink would vanish altogether."""
    kind = rng.choices(("net", "usé", "partiel", "baveux", "double", "pâle"), (34, 24, 14, 12, 8, 8))[0]  # fmt: skip
    if firm and kind in ("pâle", "partiel"):
        kind = "usé"
    angle = rng.gauss(0, 6) if rng.random() < 0.82 else rng.uniform(-38, 38)
    if rng.random() < 0.025:
        angle += 180
    opacity = {"pâle": rng.uniform(0.36, 0.5), "baveux": rng.uniform(0.75, 0.95)}.get(kind, rng.uniform(0.62, 0.9))  # fmt: skip
    return Strike(
        angle, max(opacity, 0.8) if firm else opacity, {"usé": 0.32, "partiel": 0.4, "pâle": 0.3}.get(kind, 0.12) * rng.uniform(0.6, 1.2),
        rng.uniform(0.15, 0.5), rng.uniform(0.35, 0.6) if kind == "partiel" else 0.0,
        rng.uniform(0.1, 0.2) if kind == "baveux" else 0.0, rng.uniform(0.4, 1.4) if kind == "double" else 0.0,
    )  # fmt: skip


def stamp(s: Stamp, own: random.Random, now: random.Random, firm: bool, fonts: list[str]) -> str:
    """`own` draws the rubber (the same wherever its owner stamps), `now` the impression."""
    font = own.choice(fonts)
    body, w, h = _round(s, own, font) if s.shape == "round" else _rect(s, own, font)
    return _printed(body, w, h, strike(now, firm), now)


def _rect(s: Stamp, own: random.Random, font: str) -> tuple[str, float, float]:
    w = s.width * own.uniform(0.88, 1.08)
    pitch = w * own.uniform(0.072, 0.1)
    h = pitch * (len(s.lines) + own.choice([0.7, 0.9, 1.4]))
    wide, upper = own.uniform(0.5, 0.62), own.random() < 0.3
    left = own.random() < 0.2
    texts = []
    for i, line in enumerate(s.lines):
        size = pitch * (own.uniform(0.92, 1.12) if i == 0 else 0.8)
        said = line.upper() if upper and i else line
        fit = min(w * 0.92, len(said) * size * wide)
        x, anchor = (w * 0.05, "start") if left else (w / 2, "middle")
        texts.append(
            f'<text x="{x:.1f}" y="{pitch * (i + 1.12):.2f}" text-anchor="{anchor}" font-size="{size:.2f}" font-weight="{700 if i == 0 else 400}" '
            f'textLength="{fit:.1f}" lengthAdjust="spacingAndGlyphs">{html.escape(said)}</text>'
        )
    frame, round_ = "", own.choice([0, 0.6, 2.5])
    if s.shape != "plain":
        edge = lambda d, t: f'<rect x="{d}" y="{d}" width="{w - 2 * d:.2f}" height="{h - 2 * d:.2f}" rx="{round_}" fill="none" stroke="{s.ink}" stroke-width="{t}"/>'  # noqa: E731  # fmt: skip
        frame = edge(0.4, own.choice([0.35, 0.55, 0.8]))
        if own.random() < 0.25:
            frame += edge(1.3, 0.25)
    elif own.random() < 0.3:
        frame = f'<path d="M{w * 0.1:.1f} {pitch * 1.45:.1f}H{w * 0.9:.1f}" stroke="{s.ink}" stroke-width=".3"/>'
    return f'{frame}<g fill="{s.ink}" font-family="{font}">{"".join(texts)}</g>', w, h


def _round(s: Stamp, own: random.Random, font: str) -> tuple[str, float, float]:
    d = s.width * own.uniform(0.85, 1.05)
    high = d * (own.uniform(0.62, 0.75) if own.random() < 0.25 else 1.0)  # oval
    rx, ry = d / 2, high / 2
    key = own.randrange(10**6)
    ring = s.ring
    arc = rx - d * 0.115
    oval = high < d
    body = f'<g fill="none" stroke="{s.ink}"><ellipse cx="{rx:.2f}" cy="{ry:.2f}" rx="{rx - 0.4:.2f}" ry="{ry - 0.4:.2f}" stroke-width="{own.choice([0.5, 0.8, 1.0])}"/>'
    if own.random() < 0.75:
        body += f'<ellipse cx="{rx:.2f}" cy="{ry:.2f}" rx="{rx * 0.66:.2f}" ry="{ry * 0.62:.2f}" stroke-width=".3"/>'
    body += "</g>"
    around = math.pi * (3 * (arc + arc * high / d) - math.sqrt((3 * arc + arc * high / d) * (arc + 3 * arc * high / d)))  # fmt: skip
    part = own.choice([0.94, 0.94, 0.6])
    size = min(d * 0.092, around * part / (len(ring) + 3) * 1.55)
    ay = arc * high / d
    body += (
        f'<path id="a{key}" fill="none" d="M{rx - arc:.2f} {ry:.2f} A{arc:.2f} {ay:.2f} 0 1 1 {rx + arc:.2f} {ry:.2f} A{arc:.2f} {ay:.2f} 0 1 1 {rx - arc:.2f} {ry:.2f}"/>'
        f'<g fill="{s.ink}" font-family="{font}"><text font-size="{size:.2f}" font-weight="700" textLength="{around * part:.1f}"><textPath href="#a{key}">{html.escape(ring)} {own.choice("★•*")}</textPath></text>'
    )
    for i, line in enumerate(s.lines):
        off = i - (len(s.lines) - 1) / 2
        chord = 2 * rx * 0.58 * math.sqrt(max(0.15, 1 - (off * d * 0.115 / (ry * 0.62)) ** 2))
        size = min(d * (0.08 if oval else 0.1), chord / (len(line) * 0.6))
        body += f'<text x="{rx:.2f}" y="{ry + off * d * 0.115 + size * 0.35:.2f}" text-anchor="middle" font-size="{size:.2f}">{html.escape(line)}</text>'
    return body + "</g>", d, high


def _printed(body: str, w: float, h: float, k: Strike, now: random.Random) -> str:
    key = now.randrange(10**7)
    seed = now.randrange(999)
    side = now.choice(["0 0 1 0", "1 0 0 0", "0 0 0 1", "0 1 0 0", "0 0 1 1", "1 1 0 0"]).split()
    mask = (
        f'<defs><linearGradient id="g{key}" x1="{side[0]}" y1="{side[1]}" x2="{side[2]}" y2="{side[3]}"><stop offset="{k.fade * 0.4:.2f}" stop-color="#000"/>'
        f'<stop offset="{k.fade:.2f}" stop-color="#fff"/></linearGradient><mask id="m{key}"><rect x="-5" y="-5" width="{w + 10}" height="{h + 10}" fill="url(#g{key})"/></mask></defs>'
        if k.fade
        else ""
    )
    thick = (
        f'<feMorphology operator="dilate" radius="{k.blur * 0.45:.2f}"/><feGaussianBlur stdDeviation="{k.blur:.2f}" result="ink"/>'
        if k.blur
        else '<feOffset dx="0" result="ink"/>'
    )
    again = (
        f'<g transform="translate({now.uniform(-1, 1) * k.double:.2f} {now.choice([-1, 1]) * k.double:.2f}) rotate({now.gauss(0, 1.2):.2f})" opacity=".55">{body.replace("id=", "data-id=")}</g>'
        if k.double
        else ""
    )
    return (
        f'<svg class="stamp" width="{w:.1f}mm" height="{h:.1f}mm" viewBox="0 0 {w:.2f} {h:.2f}" style="overflow:visible;transform:rotate({k.angle:.1f}deg);opacity:{k.opacity:.2f}">'
        f'<filter id="u{key}" x="-10%" y="-10%" width="120%" height="120%">{thick}'
        f'<feTurbulence type="fractalNoise" baseFrequency="{now.uniform(0.05, 0.13):.3f}" numOctaves="2" seed="{seed}"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -7 {7 * (0.86 - k.holes * 0.6):.2f}" result="a"/>'
        f'<feTurbulence type="fractalNoise" baseFrequency="{now.uniform(0.7, 1.4):.2f}" numOctaves="1" seed="{seed + 7}"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -5 {5 * (0.92 - k.grain * 0.36):.2f}" result="b"/>'
        f'<feComposite in="ink" in2="a" operator="in"/><feComposite in2="b" operator="in"/></filter>{mask}'
        f'<g filter="url(#u{key})"><g{f" mask={chr(34)}url(#m{key}){chr(34)}" if k.fade else ""}>{body}{again}</g></g></svg>'
    )
