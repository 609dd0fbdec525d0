"""Handwriting and print fonts, found where npm put them, and the words written with them."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass
from pathlib import Path

FONTS = Path(__file__).parent / "node_modules" / "@fontsource"
PRINT = {
    "arimo": (400, 700),
    "tinos": (400, 700),
    "cousine": (400, 700),
    "roboto-condensed": (400, 700),
    "special-elite": (400,),
    "amiri": (400, 700),
}


@dataclass(frozen=True)
class Hand:
    """A writer: font, size against 10 pt print, slant in degrees, and how unsteady."""

    font: str
    size: float
    slant: float = 0.0
    wobble: float = 1.0
    weight: int = 400


HANDS = {
    "caveat": Hand("caveat", 1.45, 0, 1.0, 500),
    "kalam": Hand("kalam", 1.08, -2, 1.0),
    "patrick": Hand("patrick-hand", 1.2, 0, 0.8),
    "handlee": Hand("handlee", 1.15, -3, 1.0),
    "mansalva": Hand("mansalva", 1.1, 0, 1.0),
    "shadows": Hand("shadows-into-light", 1.25, -4, 1.0),
    "cedarville": Hand("cedarville-cursive", 1.12, 0, 0.8),
    "marck": Hand("marck-script", 1.25, 0, 0.8),
    "bad": Hand("bad-script", 1.12, -4, 0.9),
    "apple": Hand("homemade-apple", 0.92, 0, 0.8),
    "reenie": Hand("reenie-beanie", 1.55, 0, 1.3),
    "aurore": Hand("la-belle-aurore", 1.3, 0, 0.8),
    "nothing": Hand("nothing-you-could-do", 1.05, 0, 0.8),
    "delicious": Hand("delicious-handrawn", 1.3, 0, 1.0),
}


def faces() -> str:
    """The @font-face rules of every font, by file address."""
    if not FONTS.is_dir():
        raise SystemExit(
            "polices absentes : lancer « npm install --no-package-lock » dans tests/courier"
        )
    rules = []
    wanted = dict(PRINT) | {h.font: (h.weight,) for h in HANDS.values()}
    for name, weights in wanted.items():
        for weight in weights:
            for subset in ("arabic", "latin-ext", "latin"):
                file = FONTS / name / "files" / f"{name}-{subset}-{weight}-normal.woff2"
                if not file.is_file():
                    continue
                scope = {
                    "arabic": "U+0600-06FF,U+FB50-FDFF,U+FE70-FEFF",
                    "latin-ext": "U+0100-02FF,U+1E00-1EFF",
                }.get(subset, "U+0000-00FF,U+0131,U+0152-0153,U+2000-206F,U+20AC,U+2122")
                rules.append(
                    f"@font-face{{font-family:'{name}';font-weight:{weight};unicode-range:{scope};"
                    f"src:url('{file.as_uri()}')}}"
                )
    return "\n".join(rules)


def write(text: str, hand: Hand, rng: random.Random, ink: str) -> str:
    """The words of `text` as a hand writes them: each a little turned, raised and stretched."""
    out = []
    w = hand.wobble
    for word in text.split(" "):
        style = (
            f"transform:translateY({rng.gauss(0, 0.045) * w:.3f}em) rotate({rng.gauss(0, 1.1) * w:.2f}deg) "
            f"skewX({hand.slant + rng.gauss(0, 2):.1f}deg) scale({1 + rng.gauss(0, 0.03):.3f},"
            f"{1 + rng.gauss(0, 0.04):.3f})"
        )
        out.append(f'<span class="w" style="{style}">{html.escape(word)}</span>')
    gap = f"margin-right:{rng.uniform(0.02, 0.12):.2f}em"
    body = f'<span style="{gap}"> </span>'.join(out)
    return (
        f'<span class="hw n{rng.randrange(6)}" style="font-family:\'{hand.font}\';font-weight:{hand.weight};'
        f'font-size:{hand.size}em;color:{ink}">{body}</span>'
    )
