"""The small words of French («le», «dont», «leurs»), as spaCy lists them."""

from __future__ import annotations

from functools import cache


@cache
def small_words() -> frozenset[str]:
    """In lower case, with their accents."""
    # Not at the top: spaCy's French takes a second or two to open, and most commands read no word.
    from spacy.lang.fr.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)
