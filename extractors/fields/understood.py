"""Words of a row as the vocabulary of labels writes them: misread letters and lost spaces mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractors.layout import Row, Token
from models.reference.wording import NUMBER, wording
from models.values.text import folded

NUMBER_WORDS = frozenset(
    {"n", "no", "n0", "num", "numero", "nr", "nro", "numeros", "ref", "reference"}
)
SPELLED_FROM, FAR_FROM = 6, 10
"""Letters from which a word may be one letter, then two letters, off."""
RUN_TOGETHER = 7
"""Letters from which a word may be several words that lost their spaces."""
WITHIN = 1.6
"""Letter heights: words of one label are no farther apart."""
MISREAD, TOGETHER = 0.93, 0.97
"""Quality of a label of which a word was misread, or spaces were lost."""
LINKS = frozenset({
    "de", "du", "des", "d", "la", "le", "l", "les", "a", "au", "aux", "en", "et", "ou",
    "un", "une", "votre", "vos", "son", "sa", "ses", "mon", "ma", "cette", "ce", "par", "pour",
    "dans", "of", "the",
})  # fmt: skip
"""Small words that may stand between the words of a label."""
OF = frozenset({"de", "du", "des", "d"})
"""Words by which a label goes on with whose or of what it is: «Nature de l'accord»."""


_INITIALS = re.compile(r"\W*((?:[A-Za-z]\.){2,}[A-Za-z]?)\W*")
"""«P.P.R.», «C.N.I.E»: the letters of one word."""
_ELIDED = re.compile(r"^([^\w]*)[1I|]['’](?=[A-Za-zÀ-ÿ])")
"""«1'assuré»: an l read as a one."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a row as understood: `token` is the index of the token that holds it."""

    word: str
    token: int
    quality: float


def runs(row: Row, aspect: float) -> list[list[Said]]:
    """The words of a row, parted where a gap is too wide for one label («Nom     Prénom»)."""
    runs: list[list[Said]] = []
    last: Token | None = None
    for index, token in enumerate(row.tokens):
        apart = last is None or (token.box.x0 - last.box.x1) * aspect > WITHIN * max(
            token.box.height, last.box.height
        )
        if apart:
            runs.append([])
        runs[-1].extend(Said(word, index, quality) for word, quality in _understood(token.text))
        last = token
    return runs


@lru_cache(maxsize=32768)
def _understood(text: str) -> tuple[tuple[str, float], ...]:
    """The words of a token as the vocabulary writes them, each with its quality."""
    found: list[tuple[str, float]] = []
    initials = _INITIALS.fullmatch(text)
    if initials and (word := folded(initials[1].replace(".", ""))) in wording().vocabulary:
        return ((word, 1.0),)
    words = folded(_ELIDED.sub(r"\1l'", text)).split()
    if text.startswith(("N°", "n°", "Nº", "nº", "N*", "№")) and len(words) > 0:
        rest = folded(text[1:].lstrip("°º*")).split() if not text.startswith("№") else words[1:]
        return ((NUMBER, 1.0), *(w for word in rest for w in _word(word)))
    for word in words:
        found.extend(_word(word))
    return tuple(found)


def _word(word: str) -> Iterator[tuple[str, float]]:
    vocabulary = wording().vocabulary
    if word in NUMBER_WORDS:
        yield NUMBER, 1.0
    elif word in wording().shortened:
        yield wording().shortened[word], 1.0
    elif word in vocabulary or word in wording().neighbours or not word.isalpha():
        yield word, 1.0
    elif (near := _near(word)) is not None:
        yield near, MISREAD
    elif (parts := _parts(word)) is not None:
        yield from ((NUMBER if p in NUMBER_WORDS else p, TOGETHER) for p in parts)
    else:
        yield word, 1.0


def _near(word: str) -> str | None:
    """The one word of the vocabulary that `word` may be a misreading of."""
    if len(word) < SPELLED_FROM:
        return _beheaded().get(word)
    off = 2 if len(word) >= FAR_FROM else 1
    found = process.extract(
        word, _long_words(), scorer=Levenshtein.distance, score_cutoff=off, limit=2
    )
    if not found or (len(found) == 2 and found[0][1] == found[1][1]):
        return None
    return str(found[0][0])


def _parts(word: str) -> tuple[str, ...] | None:
    """«datedenaissance» as its words, every one of them known."""
    if len(word) < RUN_TOGETHER:
        return None
    known = wording().vocabulary | LINKS
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 18), end):
            before, piece = ways[start], word[start:end]
            if before is None or piece not in known:
                continue
            if len(piece) < 3 and piece not in LINKS and not (start == 0 and piece in NUMBER_WORDS):
                continue
            way = (*before, piece)
            best = ways[end]
            if best is None or len(way) < len(best):
                ways[end] = way
    found = ways[-1]
    telling = [p for p in found or () if len(p) >= 3]
    return found if (found and len(telling) >= 2) or (found and found[0] in NUMBER_WORDS) else None


@cache
def _beheaded() -> dict[str, str]:
    """Words without their first letter, cut off at the edge of a scan: «lient», «atient»."""
    known = wording().vocabulary | wording().neighbours
    cut = [(w[1:], w) for w in _long_words() if len(w) == SPELLED_FROM]
    return {
        rest: w for rest, w in cut if rest not in known and [r for r, _ in cut].count(rest) == 1
    }


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(sorted(w for w in wording().vocabulary if len(w) >= SPELLED_FROM - 1))
