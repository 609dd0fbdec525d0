"""Text made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_LOOKALIKES = str.maketrans({
    "O": "0", "o": "0", "Q": "0", "D": "0",
    "I": "1", "l": "1", "|": "1", "!": "1", "i": "1",
    "Z": "2", "z": "2", "S": "5", "s": "5", "G": "6", "B": "8",
})  # fmt: skip


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Lower case, no accents, punctuation made space, single spaces. Arabic letters are kept."""
    small = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", small.replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(
        c if c.isalnum() and not _is_ideogram(c) else " "
        for c in plain
        if not unicodedata.combining(c)
    )
    return _SPACES.sub(" ", letters).strip()


def _is_ideogram(char: str) -> bool:
    """Readers that know Chinese see ideograms in tick boxes and seals: they are no letters here."""
    return "\u2e80" <= char <= "\u9fff"


@lru_cache(maxsize=65536)
def squeezed(text: str) -> str:
    """`folded` without its spaces: what is compared when spacing cannot be trusted."""
    return folded(text).replace(" ", "")


def latin_digits(text: str) -> str:
    """The same text with the digits of every script written 0 to 9 («١٢» → «12»)."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def as_digits(text: str) -> str:
    """Letters that readers take for digits turned back (O → 0, l → 1, S → 5 …)."""
    return text.translate(_LOOKALIKES)
