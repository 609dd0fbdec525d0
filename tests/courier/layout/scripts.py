"""The handwriting fonts of each split and the letters written with them, no two alike."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass
from functools import cache

from ..hands import FONTS


@dataclass(frozen=True)
class Script:
    """A writer's font: size against 10 pt print, slant, how unsteady, and whether its letters are joined."""

    font: str
    size: float
    slant: float = 0.0
    wobble: float = 1.0
    joined: bool = False


SCRIPTS: dict[str, dict[str, Script]] = {
    "train": {
        "caveat": Script("caveat", 1.42),
        "kalam": Script("kalam", 1.08, -2),
        "patrick": Script("patrick-hand", 1.2),
        "handlee": Script("handlee", 1.15, -3),
        "marck": Script("marck-script", 1.22, 0, 0.6, True),
        "apple": Script("homemade-apple", 0.88, 0, 0.6, True),
        "indie": Script("indie-flower", 1.15, -2),
        "gaegu": Script("gaegu", 1.3, -3, 1.2),
        "school": Script("schoolbell", 1.12, -5),
        "gloria": Script("gloria-hallelujah", 0.92, 2, 1.2),
        "short": Script("short-stack", 0.92),
        "dancing": Script("dancing-script", 1.22, 0, 0.5, True),
        "feutre": Script("caveat-brush", 1.18, -2),
        "ecolier": Script("playpen-sans", 0.94, -6, 1.2),
        "gras": Script("rock-salt", 0.78, 0, 0.8),
    },
    "dev": {
        "shadows": Script("shadows-into-light", 1.25, -4),
        "cedarville": Script("cedarville-cursive", 1.12, 0, 0.6, True),
        "nothing": Script("nothing-you-could-do", 1.02, 0, 0.8),
        "gochi": Script("gochi-hand", 1.2, -2, 1.1),
        "neucha": Script("neucha", 1.2, -5),
        "girl": Script("the-girl-next-door", 1.05, 0, 1.1),
    },
    "neuf": {
        "zeyada": Script("zeyada", 1.45, 0, 0.7, True),
        "bientot": Script("coming-soon", 1.0, -4, 1.1),
        "arc": Script("over-the-rainbow", 1.08, 0, 0.8),
        "ranch": Script("rancho", 1.3, -2, 0.8),
        "soignee": Script("crafty-girls", 0.98, -2, 0.9),
        "annie": Script("annie-use-your-telescope", 1.22, -3, 1.0),
        "gloire": Script("give-you-glory", 1.2, 0, 0.9),
        "presse": Script("just-another-hand", 1.45, -6, 1.1),
        "mali": Script("mali", 0.98, -5, 1.2),
        "sedgwick": Script("sedgwick-ave", 1.05, -2, 0.9),
        "sriracha": Script("sriracha", 1.05, -3, 0.9),
    },
    "test": {
        "reenie": Script("reenie-beanie", 1.5, 0, 1.2),
        "mansalva": Script("mansalva", 1.1, -3),
        "aurore": Script("la-belle-aurore", 1.28, 0, 0.6, True),
        "bad": Script("bad-script", 1.12, -4, 0.6, True),
        "delicious": Script("delicious-handrawn", 1.28, -2, 1.1),
        "architects": Script("architects-daughter", 1.02, -2),
        "covered": Script("covered-by-your-grace", 1.3, -3, 1.1),
        "nanum": Script("nanum-pen-script", 1.4, -2, 1.2),
        "sue": Script("sue-ellen-francisco", 1.35, 0, 1.1),
    },
}
PENS = ("#1b2f86", "#14141c", "#22389c", "#1a1d28", "#2a2a30", "#0e4a8a", "#3b3b46")
RANGES = {
    "arabic": "U+0600-06FF,U+FB50-FDFF,U+FE70-FEFF",
    "latin-ext": "U+0100-02FF,U+1E00-1EFF",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+2000-206F,U+20AC,U+2122",
}


@cache
def face(font: str) -> str:
    """The @font-face rules of one font."""
    rules = []
    for weight in (400, 700):
        for subset, scope in RANGES.items():
            file = FONTS / font / "files" / f"{font}-{subset}-{weight}-normal.woff2"
            if file.is_file():
                rules.append(
                    f"@font-face{{font-family:'{font}';font-weight:{weight};unicode-range:{scope};src:url('{file.as_uri()}')}}"
                )
    if not rules:
        raise SystemExit(
            f"police absente : {font} (npm install --no-package-lock dans tests/courier)"
        )
    return "".join(rules)


def missing() -> list[str]:
    """Fonts named here that npm has not brought."""
    names = {s.font for own in SCRIPTS.values() for s in own.values()}
    return sorted(n for n in names if not (FONTS / n).is_dir())


def letters(text: str, script: Script, rng: random.Random, ink: str, grow: float = 1.0) -> str:
    """`text` as this hand writes it: each letter has its own size, tilt, height and pressure."""
    w = script.wobble * (0.45 if script.joined else 1.0)
    drift, at = rng.gauss(0, 0.9) * script.wobble, 0.0
    slant = script.slant + rng.gauss(0, 2.5)
    words = []
    for word in text.split(" "):
        out = []
        for sign in word:
            at += rng.gauss(0, 0.012)
            size = 1 + rng.gauss(0, 0.05) * w
            style = (
                f"transform:translate({rng.gauss(0, 0.018) * w:.3f}em,{at + rng.gauss(0, 0.03) * w:.3f}em) "
                f"rotate({rng.gauss(0, 2.6) * w:.1f}deg) skewX({slant + rng.gauss(0, 2.2) * w:.1f}deg) "
                f"scale({size * (1 + rng.gauss(0, 0.05) * w):.3f},{size:.3f});color:{ink}{min(255, max(150, int(rng.gauss(228, 18)))):02x}"
            )
            out.append(f'<i class="l" style="{style}">{html.escape(sign)}</i>')
        gap = rng.gauss(0.33, 0.06)
        words.append(f'<i class="w" style="margin-right:{max(0.2, gap):.2f}em">{"".join(out)}</i>')
    spacing = 0.0 if script.joined else rng.gauss(0.005, 0.015)
    return (
        f'<span class="hw" style="font-family:\'{script.font}\';font-size:{script.size * grow * 1.12:.2f}em;color:{ink};'
        f'letter-spacing:{spacing:.3f}em;transform:rotate({drift * 0.4:.2f}deg)">{"".join(words)}</span>'
    )
