"""Arabic as a PDF prints it: each letter in the form that its neighbours call for, right to left.

The forms are those of Unicode itself («presentation forms»), told by its character database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from functools import cache

_RUN = re.compile(r"[\u0600-\u06ff](?:[\u0600-\u06ff\u200c\u200d 0-9]*[\u0600-\u06ff])?")
_FORMS = range(0xFE70, 0xFF00)
_LAM = "\u0644"
_TATWEEL = "\u0640"


class Form(StrEnum):
    """Where a letter stands in its word."""

    ISOLATED = "<isolated>"
    INITIAL = "<initial>"
    MEDIAL = "<medial>"
    FINAL = "<final>"


@cache
def _forms() -> dict[tuple[str, Form], str]:
    """The form of each letter (or of lam with alef), by where it stands."""
    found = {}
    for code in _FORMS:
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if kind in list(Form):
            found["".join(chr(int(c, 16)) for c in letters), Form(kind)] = chr(code)
    return found


def shaped(text: str, glyphs: Collection[int]) -> str:
    """The text with its Arabic in printed order and forms; a run that the font lacks is left out."""

    def printed(match: re.Match[str]) -> str:
        run = _joined(_without_marks(match.group()))
        known = all(ord(char) in glyphs for char in run)
        return _turned(run) if known else ""

    return re.sub(r"  +", " ", _RUN.sub(printed, text))


def _without_marks(run: str) -> str:
    """Letters alone: vowels and joiners are seldom printed, and few fonts place them."""
    return "".join(c for c in run if unicodedata.category(c) not in ("Mn", "Cf"))


def _joined(run: str) -> str:
    forms = _forms()
    letters = _with_ligatures(run)
    said = []
    for place, letter in enumerate(letters):
        before = letters[place - 1] if place else " "
        after = letters[place + 1] if place + 1 < len(letters) else " "
        ahead = _leads(before) and _follows(letter)
        behind = _leads(letter) and _follows(after)
        form = (
            (Form.MEDIAL if behind else Form.FINAL)
            if ahead
            else (Form.INITIAL if behind else Form.ISOLATED)
        )
        said.append(forms.get((letter, form), letter))
    return "".join(said)


def _with_ligatures(run: str) -> list[str]:
    """The letters, lam and the alef after it as one."""
    letters: list[str] = []
    for char in run:
        if letters and letters[-1] == _LAM and (_LAM + char, Form.ISOLATED) in _forms():
            letters[-1] = _LAM + char
        else:
            letters.append(char)
    return letters


def _leads(letter: str) -> bool:
    """Whether it joins the letter after it."""
    return letter == _TATWEEL or (letter, Form.INITIAL) in _forms()


def _follows(letter: str) -> bool:
    """Whether it joins the letter before it."""
    return letter == _TATWEEL or (letter, Form.FINAL) in _forms()


def _turned(run: str) -> str:
    """Right to left; numbers keep their own order."""
    return "".join(
        part if part.isdigit() else part[::-1] for part in reversed(re.split(r"(\d+)", run))
    )
