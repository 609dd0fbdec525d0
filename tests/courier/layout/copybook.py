"""Digits and words cut from real handwriting, where the set lies beside the project: used to build, never committed.

`../shared/data/fr_hand_copiste` («Copiste d'un jour», CC-BY 4.0, see README.md) is dealt to the splits by page, so no
writer's page serves two of them. Without it the fonts write everything."""

from __future__ import annotations

import base64
import io
import os
import random
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

HOME = Path(os.environ.get("LIASSE_SHARED", Path(__file__).parents[4] / "shared")) / "data" / "fr_hand_copiste"  # fmt: skip
SHARE = {"train": (0.0, 0.45), "dev": (0.45, 0.72), "test": (0.72, 1.0), "neuf": (0.0, 0.0)}
PLAIN = set("0123456789")
Array = np.ndarray


@dataclass(frozen=True)
class Line:
    """A line of somebody's hand: whose page, its ink (0 none … 1 full), its words and where each begins and ends."""

    writer: str
    ink: Array
    words: tuple[str, ...]
    cuts: tuple[tuple[int, int], ...]


@cache
def book(split: str) -> tuple[Line, ...]:
    """The lines of a split whose words could be told apart; none when the set is absent."""
    files = sorted((HOME / "alto").glob("*.xml")) if HOME.is_dir() else []
    low, high = SHARE[split]
    out: list[Line] = []
    for file in files[int(low * len(files)) : int(high * len(files))]:
        image = HOME / "jpg" / f"{file.stem}.jpg"
        if image.is_file():
            out += _page(file, image)
    return tuple(out)


def _page(alto: Path, image: Path) -> list[Line]:
    with Image.open(image) as sheet:
        grey = np.asarray(sheet.convert("L"))
    out = []
    for node in ET.parse(alto).getroot().iter():
        if not node.tag.endswith("}TextLine"):
            continue
        points = next((n.get("POINTS", "") for n in node.iter() if n.tag.endswith("}Polygon")), "")
        text = next((n.get("CONTENT", "") for n in node.iter() if n.tag.endswith("}String")), "")
        corners = np.array([int(float(v)) for v in points.split()], np.int32).reshape(-1, 2)
        words = tuple(text.split())
        if len(corners) < 3 or len(text) < 4 or "_" in text or ">" in text:
            continue
        ink = _ink(grey, corners)
        cuts = _cuts(ink, words)
        if cuts:
            out.append(Line(alto.stem, ink, words, cuts))
    return out


def _ink(grey: Array, corners: Array) -> Array:
    """How much ink lies where, inside a line's outline."""
    x0, y0 = np.maximum(corners.min(axis=0) - 6, 0)
    x1, y1 = corners.max(axis=0) + 6
    cut = grey[y0:y1, x0:x1].astype(np.float32)
    mask: Array = np.zeros(cut.shape, np.uint8)
    cv2.fillPoly(mask, [corners - (x0, y0)], 1)
    mask = cv2.dilate(mask, np.ones((9, 9), np.uint8))
    ground = cv2.GaussianBlur(cv2.dilate(cut, np.ones((15, 15), np.uint8)), (0, 0), 15)
    ink = np.clip((ground - cut - 28) / np.maximum(ground * 0.45, 1), 0, 1)
    ink = np.where(mask > 0, ink, 0).astype(np.float32)
    rules = cv2.morphologyEx((ink > 0.15).astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, 70), np.uint8))  # fmt: skip
    if rules.any():  # ruled paper: the rule goes, the letter that crosses it is mended
        rules = cv2.dilate(rules, np.ones((3, 1), np.uint8))
        bare = np.where(rules > 0, 0, ink).astype(np.float32)
        ink = cv2.morphologyEx(bare, cv2.MORPH_CLOSE, np.ones((5, 1), np.uint8))
    return ink


def _runs(ink: Array, least: int = 2) -> list[tuple[int, int]]:
    """Stretches of columns with ink."""
    full = np.concatenate([[0], ((ink > 0.4).sum(axis=0) > 1).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(full))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least]  # fmt: skip


def _cuts(ink: Array, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where each word begins and ends: wide gaps part words, and a word is about as long as its letters are many.

    The best partition of the line's stretches of ink into as many words; none when it stays doubtful."""
    runs = _runs(ink)
    n, many = len(runs), len(words)
    if n < many or not words:
        return ()
    letter = (runs[-1][1] - runs[0][0]) / (sum(map(len, words)) + 0.9 * (many - 1))
    gap = [(runs[i + 1][0] - runs[i][1]) / letter for i in range(n - 1)] + [1.0]
    wide = np.concatenate([[0.0], np.cumsum(np.maximum(0.0, np.array(gap) - 0.6))])
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for w, word in enumerate(words):
        row: dict[int, tuple[float, int]] = {}
        for end in range(w + 1, n - (many - w - 1) + 1):
            for start, (cost, _) in best[w].items():
                if start >= end:
                    continue
                off = (runs[end - 1][1] - runs[start][0]) / letter - len(word)
                inside = float(wide[end - 1] - wide[start])
                price = cost + off * off / (len(word) + 1) + 2 * inside + 1.5 * max(0.0, 0.7 - gap[end - 1])  # fmt: skip
                if end not in row or price < row[end][0]:
                    row[end] = (price, start)
        best.append(row)
    if n not in best[-1] or best[-1][n][0] / many > 0.55:
        return ()
    cuts, end = [], n
    for w in range(many, 0, -1):
        start = best[w][end][1]
        cuts.append((runs[start][0], runs[end - 1][1]))
        end = start
    return tuple(reversed(cuts))


@cache
def digits(split: str) -> dict[str, dict[str, tuple[Array, ...]]]:
    """For each writer who left enough, the digits that stand alone: writer → sign → pieces of ink."""
    found: dict[str, dict[str, list[Array]]] = {}
    for line in book(split):
        for word, (a, b) in zip(line.words, line.cuts, strict=True):
            if not re.fullmatch(r"\(?\d{2,4}[).,;:]*", word):
                continue
            piece = line.ink[:, a:b]
            runs = _runs(piece)
            if len(runs) != len(word):
                continue
            own = [(s, _trim(piece[:, x0:x1])) for s, (x0, x1) in zip(word, runs, strict=True) if s in PLAIN]  # fmt: skip
            tall = float(np.median([p.shape[0] for _, p in own]))
            good = [(s, p) for s, p in own if _likely(s, p, tall)]
            if tall < 22 or len(good) < max(2, len(own) - 1):
                continue  # two doubtful digits, and the number may be cut wrongly
            for sign, ink in good:
                found.setdefault(line.writer, {}).setdefault(sign, []).append(ink)
    return _completed({w: {s: tuple(p) for s, p in own.items()} for w, own in sorted(found.items()) if len(own) >= 3})  # fmt: skip


HOLES = {"0": (1, 2), "1": (0, 0), "2": (0, 1), "3": (0, 0), "4": (0, 1), "5": (0, 0), "6": (1, 1), "7": (0, 0), "8": (1, 2), "9": (0, 1)}  # fmt: skip


def _likely(sign: str, ink: Array, tall: float) -> bool:
    """Whether a piece of ink has the size and the closed loops of this digit."""
    h, w = ink.shape
    if not 0.72 * tall < h < 1.4 * tall or not (0.02 if sign == "1" else 0.25) * h < w < (0.75 if sign == "1" else 1.05) * h:  # fmt: skip
        return False
    dark: Array = np.pad((ink > 0.2).astype(np.uint8), 4)
    dark = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    parts, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sizes = sorted(stats[1:, cv2.CC_STAT_AREA], reverse=True)
    if parts < 2 or sum(sizes[1:]) > 0.3 * sizes[0]:
        return False
    holes, _, areas, _ = cv2.connectedComponentsWithStats(1 - dark, connectivity=4)
    closed = sum(1 for n in range(1, holes) if areas[n, cv2.CC_STAT_AREA] > 8) - 1
    low, high = HOLES[sign]
    return low <= closed <= high


def _completed(found: dict[str, dict[str, tuple[Array, ...]]]) -> dict[str, dict[str, tuple[Array, ...]]]:  # fmt: skip
    """A writer who lacks some digits borrows them from the one whose digits are nearest in size."""
    size = {w: np.median([p.shape[0] for ps in own.values() for p in ps]) for w, own in found.items()}  # fmt: skip
    whole = {}
    for writer, own in found.items():
        near = sorted(found, key=lambda o: (abs(size[o] - size[writer]), o))
        lent = {s: next((found[o][s] for o in near if s in found[o]), ()) for s in sorted(PLAIN)}
        if all(lent.values()) and len(own) >= 4:
            whole[writer] = {**lent, **own}
    return whole


def _trim(ink: Array) -> Array:
    rows = np.flatnonzero((ink > 0.3).sum(axis=1) > 0)
    return ink[rows[0] : rows[-1] + 1] if len(rows) else ink


def writers(split: str) -> list[str]:
    return sorted(digits(split))


def picture(ink: Array, colour: str) -> str:
    """A piece of ink as the address of a picture in this colour."""
    rgb = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    rgba = np.empty((*ink.shape, 4), np.uint8)
    rgba[..., :3] = rgb
    rgba[..., 3] = (np.clip(ink * 1.15, 0, 1) * 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(rgba).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def figures(text: str, split: str, writer: str, rng: random.Random, colour: str, em: float) -> str:
    """`text`, a date or an amount, in this writer's own digits; `em` is the height of one in em."""
    own = digits(split)[writer]
    usual = float(np.median([p.shape[0] for ps in own.values() for p in ps]))
    out = []
    for sign in text:
        shift = rng.gauss(0, 0.025)
        if sign in PLAIN:
            ink = rng.choice(own[sign])
            high = em * ink.shape[0] / usual
            out.append(f'<img src="{picture(ink, colour)}" style="height:{high:.2f}em;vertical-align:{shift - max(0.0, high - em) * 0.4:.2f}em;margin:0 {rng.uniform(0.02, 0.08):.2f}em">')  # fmt: skip
        else:
            out.append(_sign(sign, rng, colour, em))
    return f'<span class="hw" style="top:0;color:{colour}">{"".join(out)}</span>'


def _sign(sign: str, rng: random.Random, colour: str, em: float) -> str:
    j = lambda a: rng.gauss(0, a)  # noqa: E731
    path = {
        "/": f"M{8 + j(0.8):.1f} {2 + j(0.8):.1f}L{2 + j(0.8):.1f} {22 + j(0.8):.1f}", "-": f"M1 {12 + j(1):.1f}L9 {11.5 + j(1):.1f}",
        ",": f"M5 {18 + j(0.5):.1f}L{3 + j(0.5):.1f} {23 + j(0.6):.1f}", ".": f"M4 19.5L{4.6 + j(0.2):.1f} 20",
    }.get(sign, "")  # fmt: skip
    wide = 0.44 if sign in "/-" else 0.34
    stroke = f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.6" stroke-linecap="round"/>' if path else ""  # fmt: skip
    return f'<svg viewBox="0 0 10 24" style="height:{em:.2f}em;width:{wide * em:.2f}em;overflow:visible" preserveAspectRatio="none">{stroke}</svg>'


def note(split: str, rng: random.Random, most: int = 6) -> tuple[Array, str] | None:
    """Some words that follow each other on one line of a real page, and what they say."""
    pool = book(split)
    if not pool:
        return None
    line = rng.choice(pool)
    many = min(len(line.words), rng.randrange(2, most + 1))
    at = rng.randrange(len(line.words) - many + 1)
    x0, x1 = line.cuts[at][0], line.cuts[at + many - 1][1]
    return _trim(line.ink[:, x0:x1]), " ".join(line.words[at : at + many])
