"""Whether words stand on their row as a label does, or as an answer or a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.fields.labels import announces
from extractors.fields.understood import Said
from extractors.layout import Row
from models.reference.given_names import is_given_name
from models.reference.wording import NUMBER, wording
from models.values.text import folded, squeezed

WEAK = 3
"""A single word of at most this many printed letters needs a colon or «n°» beside it."""
WHOLE_NUMBER = 8
"""Digits from which a number before a label is the answer to another."""
NAME_WORDS = 4
"""Words of a person's name, at most."""
_NUMBER = re.compile(
    r"(?!(?:19|20)\d\d$|0[5-7]\d{8}$|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|[A-Z]{1,2}\d{5,7}$)"
    r"(?:[A-Z]{1,4}[-/])*[A-Z]{0,4}[-/]?\d[\d/-]*\d{3}"
)


def begins(row: Row, said: Sequence[Said], at: int) -> bool:
    """Whether the word begins the row, or stands apart from what precedes it."""
    first = said[at].token
    if first == 0:
        return True
    if row.tokens[first].text.startswith(("—", "–", "|", "/", "•", "·")):
        return True
    before = row.tokens[first - 1]
    if not any(c.isalpha() for c in before.text) and len(before.text) <= 3:
        return True  # «1.», «-», «II)»: numbering
    numbers = takewhile(str.isdecimal, (t.text for t in reversed(row.tokens[:first])))
    if sum(map(len, numbers)) >= WHOLE_NUMBER:
        return True  # the answer to another label
    if before.text.rstrip("._").endswith((";", "|", "/", "-", "–", "—", ")")):
        return True
    return at == 0


def stands_as_label(
    row: Row, said: Sequence[Said], at: int, end: int, both: bool, words: Sequence[str]
) -> bool:
    """Whether words are a label here: they begin a run or announce something."""
    first, last = said[at].token, said[end - 1].token
    announced = announces(row, last)
    weak = len(squeezed(row.tokens[first].text)) <= WEAK and words[0] != NUMBER
    if len(words) == 1 and weak:
        return announced or (first == 0 and number_after(row, last))  # «PEC     RT-2026-00871»
    if announced or NUMBER in words:
        return True
    return begins(row, said, at) or (both and first != last and not _in_prose(row, first))


def before_a_name(row: Row, last: int) -> bool:
    """Whether a person's name follows, up to the next label: «Participant Youssef BOUCETTA»,
    «Débiteur ALAMI Rachid N° d'immatriculation …»."""
    known = wording().vocabulary
    texts = (t.text for t in row.tokens[last + 1 :])
    words = list(
        takewhile(
            lambda w: w[0].isupper() and w.replace("-", "").isalpha() and folded(w) not in known,
            texts,
        )
    )
    return 2 <= len(words) <= NAME_WORDS and any(is_given_name(w) for w in words)


def number_after(row: Row, last: int) -> bool:
    """Whether the next word is a number of a file or person: no year, date, amount or telephone."""
    after = [t.text for t in row.tokens[last + 1 :] if any(c.isalnum() for c in t.text)]
    return bool(after) and _NUMBER.fullmatch(after[0].strip(".,;:()")) is not None


def _in_prose(row: Row, first: int) -> bool:
    before = row.tokens[first - 1].text if first else ""
    return before.islower() and before.isalpha()
