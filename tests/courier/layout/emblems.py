"""Invented emblems of letterheads: signs, monograms, word marks; always the same for one issuer."""

from __future__ import annotations

import html
import math
import random

SHADES = ("#0a6b3d", "#b3202c", "#1b4f9c", "#d07a13", "#3a3a3a", "#6b2d86", "#0b7d8c", "#8a6a1f")


def logo(key: str, size: float = 16) -> str:
    """An emblem about `size` mm high."""
    rng = random.Random(f"logo:{key}")
    two = rng.choice(SHADES) if rng.random() < 0.6 else "currentColor"
    letters = "".join(w[0] for w in key.replace("'", " ").split() if w[0].isalpha())[:3].upper()
    draw = rng.choice(
        [_cross, _petals, _monogram, _word, _pulse, _crescent, _shield, _drops, _hands, _globe, _pharmacy, _waves]
    )  # fmt: skip
    wide, body = draw(rng, two, letters or "S")
    return f'<svg width="{size * wide:.1f}mm" height="{size}mm" viewBox="0 0 {40 * wide:.0f} 40">{body}</svg>'


def _cross(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    w = rng.uniform(8, 13)
    ring = f'<circle cx="20" cy="20" r="18" fill="none" stroke="{two}" stroke-width="{rng.uniform(1, 3):.1f}"/>' if rng.random() < 0.5 else ""  # fmt: skip
    return 1, f'{ring}<path d="M20 6v28M6 20h28" stroke="currentColor" stroke-width="{w:.1f}"/><path d="M20 12c6 4-6 8 0 12" stroke="#fff" stroke-width="1.6" fill="none"/>'  # fmt: skip


def _petals(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    n = rng.choice([3, 5, 6, 8])
    one = "".join(
        f'<ellipse cx="20" cy="9" rx="{rng.uniform(3, 5.5):.1f}" ry="8" fill="{(two, "currentColor")[i % 2]}" fill-opacity=".85" transform="rotate({360 * i / n:.0f} 20 20)"/>'
        for i in range(n)
    )
    return 1, one


def _monogram(rng: random.Random, two: str, letters: str) -> tuple[float, str]:
    box = rng.choice([
        '<rect x="1" y="1" width="38" height="38" rx="{r}" fill="currentColor"/>', '<circle cx="20" cy="20" r="19" fill="currentColor"/>',
        '<path d="M20 1l18 12v14L20 39 2 27V13z" fill="currentColor"/>',
    ]).format(r=rng.choice([0, 4, 10]))  # fmt: skip
    return 1, f'{box}<text x="20" y="27" text-anchor="middle" font-size="{22 - 4 * len(letters)}" font-weight="700" fill="#fff">{letters}</text>'  # fmt: skip


def _word(rng: random.Random, two: str, letters: str) -> tuple[float, str]:
    said = html.escape(letters)
    bar = f'<path d="M2 35h{rng.randrange(40, 72)}" stroke="{two}" stroke-width="{rng.uniform(1.5, 4):.1f}"/>'
    slant = rng.choice(["", 'font-style="italic"'])
    return 2, f'<text x="2" y="29" font-size="32" font-weight="700" letter-spacing="{rng.uniform(-3, 2):.1f}" fill="currentColor" {slant}>{said}</text>{bar}'  # fmt: skip


def _pulse(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    return 1.4, f'<path d="M28 36C4 22 6 6 17 6c6 0 9 4 11 8 2-4 5-8 11-8 11 0 13 16-11 30z" fill="{two}" fill-opacity=".85"/><path d="M0 22h16l4-9 6 17 5-12 3 4h22" fill="none" stroke="currentColor" stroke-width="2.4"/>'  # fmt: skip


def _crescent(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    star = " ".join(
        f"{20 + (8 if i % 2 == 0 else 3.3) * math.sin(math.pi * i / 5):.1f},{20 - (8 if i % 2 == 0 else 3.3) * math.cos(math.pi * i / 5):.1f}"
        for i in range(10)
    )
    return 1, f'<path d="M30 5a17 17 0 1 0 0 30 14 14 0 1 1 0-30z" fill="currentColor"/><polygon points="{star}" fill="{two}" transform="translate(6 0) scale(.95)"/>'  # fmt: skip


def _shield(rng: random.Random, two: str, letters: str) -> tuple[float, str]:
    return 1, f'<path d="M20 2l16 5c0 16-4 25-16 31C8 32 4 23 4 7z" fill="none" stroke="currentColor" stroke-width="2.6"/><path d="M20 9v22M10 17h20" stroke="{two}" stroke-width="{rng.uniform(3, 6):.1f}"/>'  # fmt: skip


def _drops(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    one = "".join(
        f'<path d="M{x} {y}c6 9 9 12 9 17a9 9 0 0 1-18 0c0-5 3-8 9-17z" fill="{c}" fill-opacity=".8" transform="scale({k:.2f})"/>'
        for x, y, c, k in ((14, 2, "currentColor", 1), (36, 14, two, 0.8), (20, 28, two, 0.75))
    )
    return 1.1, one


def _hands(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    return 1.2, f'<circle cx="24" cy="8" r="6" fill="{two}"/><path d="M4 20c8 2 12 8 20 8s12-6 20-8c-4 12-10 18-20 18S8 32 4 20z" fill="currentColor"/>'  # fmt: skip


def _globe(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    return 1, f'<g fill="none" stroke="currentColor" stroke-width="1.8"><circle cx="20" cy="20" r="17"/><ellipse cx="20" cy="20" rx="8" ry="17"/><path d="M4 14h32M4 26h32"/></g><path d="M20 13v14M13 20h14" stroke="{two}" stroke-width="5"/>'  # fmt: skip


def _pharmacy(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    return 1, f'<path d="M10 4h20c0 9-6 10-6 14s2 6 2 8H14c0-2 2-4 2-8S10 13 10 4z" fill="none" stroke="currentColor" stroke-width="2.2"/><path d="M12 37h16M20 26v11" stroke="currentColor" stroke-width="2.4"/><path d="M28 30c6-4-12-8-8-14s12-1 10 3" stroke="{two}" stroke-width="2.2" fill="none"/>'  # fmt: skip


def _waves(rng: random.Random, two: str, _: str) -> tuple[float, str]:
    rows = "".join(
        f'<path d="M2 {12 + 8 * i}c8-7 12-7 18 0s12 7 18 0" fill="none" stroke="{(two, "currentColor")[i % 2]}" stroke-width="3"/>'
        for i in range(3)
    )
    return 1, rows
