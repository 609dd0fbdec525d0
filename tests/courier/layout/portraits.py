"""Passport photographs of nobody: a shaded head, hair or scarf, under the light of a booth; and the grounds of cards."""

from __future__ import annotations

import math
import random

SKINS = ("#c79c7d", "#b98864", "#a3724f", "#8a5c3d", "#6d452d", "#d3ad92", "#54341f")
HAIRS = ("#15110f", "#241a15", "#3a2c22", "#6b645e", "#0d0c0c")
SCARVES = ("#2b2d3a", "#7a2f3c", "#d9d4cb", "#315a63", "#8a7a5c", "#1a1a1d")
CLOTHES = ("#20242e", "#3c4a63", "#e4e2dd", "#5e2d33", "#4b5a48", "#777b82")


def portrait(rng: random.Random, woman: bool | None = None) -> str:
    """Fills its box. Soft edges, grain and uneven light: seen through a copier it passes for a photograph."""
    key = rng.randrange(10**7)
    skin, hair, cloth = rng.choice(SKINS), rng.choice(HAIRS), rng.choice(CLOTHES)
    woman = rng.random() < 0.5 if woman is None else woman
    rx, ry, cx, cy = rng.uniform(10, 12), rng.uniform(13.5, 15.5), 25 + rng.gauss(0, 0.7), 28 + rng.gauss(0, 1)  # fmt: skip
    scarf = woman and rng.random() < 0.5
    back = rng.choice(["#cfd6da", "#dcdcd8", "#b9c8d4", "#e6e3dc"])
    parts = [f'<rect width="50" height="66" fill="{back}"/>']
    if scarf:
        c = rng.choice(SCARVES)
        parts.append(f'<path d="M{cx - rx - 5:.1f} 66C{cx - rx - 6:.1f} 30 {cx - 12:.1f} {cy - ry - 7:.1f} {cx:.1f} {cy - ry - 6:.1f}S{cx + rx + 6:.1f} 30 {cx + rx + 5:.1f} 66z" fill="{c}"/>')  # fmt: skip
    elif woman:
        parts.append(f'<ellipse cx="{cx}" cy="{cy + 4:.1f}" rx="{rx + 5:.1f}" ry="{ry + rng.uniform(5, 12):.1f}" fill="{hair}"/>')  # fmt: skip
    parts.append(f'<path d="M2 66c1-15 11-17 17-19l12 0c7 2 16 4 17 19z" fill="{cloth}"/><path d="M18 50l7 9 7-9z" fill="{rng.choice(["#f0eee9", skin, cloth])}"/>')  # fmt: skip
    parts.append(f'<rect x="{cx - 5:.1f}" y="{cy + ry - 5:.1f}" width="10" height="13" rx="4" fill="{skin}"/><rect x="{cx - 5:.1f}" y="{cy + ry - 3:.1f}" width="10" height="5" fill="#000" opacity=".25"/>')  # fmt: skip
    parts.append(f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{skin}"/><ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="url(#l{key})"/>')  # fmt: skip
    if not scarf:
        low = rng.uniform(-8, -4)
        parts.append(f'<path d="M{cx - rx - 0.6:.1f} {cy + rng.uniform(-3, 1):.1f}C{cx - rx - 2:.1f} {cy - ry - 8:.1f} {cx + rx + 2:.1f} {cy - ry - 8:.1f} {cx + rx + 0.6:.1f} {cy + rng.uniform(-3, 1):.1f}C{cx + rx * 0.7:.1f} {cy + low:.1f} {cx - rx * 0.5:.1f} {cy + low - 4:.1f} {cx - rx - 0.6:.1f} {cy - 1:.1f}z" fill="{hair}"/>')  # fmt: skip
    else:
        parts.append(f'<path d="M{cx - rx:.1f} {cy - 3:.1f}C{cx - rx:.1f} {cy - ry - 4:.1f} {cx + rx:.1f} {cy - ry - 4:.1f} {cx + rx:.1f} {cy - 3:.1f}C{cx + rx * 0.6:.1f} {cy - ry + 3:.1f} {cx - rx * 0.6:.1f} {cy - ry + 3:.1f} {cx - rx:.1f} {cy - 3:.1f}z" fill="{rng.choice(SCARVES)}"/>')  # fmt: skip
    for side in (-1, 1):
        ex = cx + side * rx * 0.42
        parts.append(f'<path d="M{ex - 2.6:.1f} {cy - 4.4 + rng.gauss(0, 0.2):.1f}q2.6 -1.4 5.2 0" stroke="{hair}" stroke-width="{rng.uniform(0.7, 1.3):.1f}" fill="none"/><ellipse cx="{ex:.1f}" cy="{cy - 1.6:.1f}" rx="2.1" ry="1" fill="#efe9e2"/><circle cx="{ex:.1f}" cy="{cy - 1.6:.1f}" r="1" fill="#1c1410"/><path d="M{ex - 2.3:.1f} {cy - 2:.1f}q2.3 -1.2 4.6 0" stroke="#2a1c14" stroke-width=".5" fill="none"/>')  # fmt: skip
        if not scarf and not woman:
            parts.append(f'<ellipse cx="{cx + side * (rx + 0.4):.1f}" cy="{cy:.1f}" rx="1.4" ry="2.8" fill="{skin}"/>')  # fmt: skip
    parts.append(f'<path d="M{cx - 0.6:.1f} {cy - 1:.1f}l-1.4 5.4q1.9 1.2 3.8 0" stroke="#000" stroke-opacity=".35" stroke-width=".7" fill="none"/><path d="M{cx - 3.4:.1f} {cy + 7.8:.1f}q3.4 {rng.uniform(0.4, 1.8):.1f} 6.8 0" stroke="#7c3a33" stroke-width="{rng.uniform(0.9, 1.7):.1f}" fill="none"/>')  # fmt: skip
    if not woman and rng.random() < 0.55:
        parts.append(f'<path d="M{cx - rx * 0.92:.1f} {cy + 3:.1f}C{cx - rx * 0.8:.1f} {cy + ry + 2.5:.1f} {cx + rx * 0.8:.1f} {cy + ry + 2.5:.1f} {cx + rx * 0.92:.1f} {cy + 3:.1f}C{cx + 5:.1f} {cy + 6:.1f} {cx - 5:.1f} {cy + 6:.1f} {cx - rx * 0.92:.1f} {cy + 3:.1f}z" fill="{hair}" opacity="{rng.uniform(0.35, 0.85):.2f}"/>')  # fmt: skip
    if rng.random() < 0.25:
        parts.append(f'<g fill="none" stroke="#222" stroke-width=".6"><rect x="{cx - 8.2:.1f}" y="{cy - 4:.1f}" width="7" height="5" rx="2"/><rect x="{cx + 1.2:.1f}" y="{cy - 4:.1f}" width="7" height="5" rx="2"/><path d="M{cx - 1.2:.1f} {cy - 2:.1f}h2.4"/></g>')  # fmt: skip
    lit = rng.choice([0.3, 0.4, 0.6, 0.7])
    return (
        f'<svg width="100%" height="100%" viewBox="0 0 50 66" preserveAspectRatio="none"><defs><radialGradient id="l{key}" cx="{lit}" cy=".4" r=".7"><stop offset="0" stop-color="#fff" stop-opacity=".28"/><stop offset=".55" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".5"/></radialGradient>'
        f'<filter id="p{key}"><feGaussianBlur stdDeviation=".55" result="s"/><feTurbulence type="fractalNoise" baseFrequency=".9" numOctaves="2" seed="{key % 997}"/><feColorMatrix type="saturate" values="0"/><feComposite in2="s" operator="arithmetic" k1="0" k2=".18" k3="1" k4="-.09"/></filter></defs><g filter="url(#p{key})">{"".join(parts)}</g></svg>'
    )


def guilloche(rng: random.Random) -> str:
    """The fine waves of security printing, with a rosette, behind a card's text."""
    hues = rng.sample(["#9cc3a5", "#d9a6a0", "#a3b6d9", "#d6c79a", "#b9a3cf", "#8fc7c9"], 3)
    lines = []
    amp, beat = rng.uniform(2, 5), rng.uniform(0.12, 0.3)
    for k in range(26):
        y0 = k * 2.6 - 3
        pts = " ".join(f"{x},{y0 + amp * math.sin(x * beat + k * 0.35) + 1.6 * math.sin(x * beat * 2.3 - k * 0.2):.1f}" for x in range(0, 104, 3))  # fmt: skip
        lines.append(f'<polyline points="{pts}" stroke="{hues[k % 3]}"/>')
    cx, cy, petals = rng.uniform(55, 85), rng.uniform(18, 42), rng.choice([7, 9, 12])
    for q in range(5):
        pts = " ".join(f"{cx + (9 + 3 * q + 3 * math.sin(petals * a / 20 + q)) * math.cos(a / 20):.1f},{cy + (9 + 3 * q + 3 * math.sin(petals * a / 20 + q)) * math.sin(a / 20):.1f}" for a in range(127))  # fmt: skip
        lines.append(f'<polyline points="{pts}" stroke="{hues[q % 3]}"/>')
    return f'<svg class="ab" style="left:0;top:0;width:100%;height:100%;opacity:{rng.uniform(0.25, 0.6):.2f}" viewBox="0 0 100 63" preserveAspectRatio="none" fill="none" stroke-width=".28">{"".join(lines)}</svg>'
