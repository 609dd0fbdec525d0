"""Words that a reader ran together: where each begins and ends, by their letters and by the tick
boxes that stand among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, compress
from operator import not_

from models.geometry import Box

Span = tuple[int, int]
"""Characters `[start, end)` of a word."""

_GLUED = (
    re.compile(r"^(.*[^\W\d][.°)]?[:=])(\S+)$"),
    re.compile(r"^(\w*[a-zà-ÿ]{2})([A-ZÀ-Þ]\w{2,}.*)$"),
    re.compile(r"^(\w*[a-zà-ÿé]{3})([A-ZÀ-Þ][A-Za-zà-ÿ])$"),
    re.compile(r"^([a-zà-ÿ]{5,})(\d{1,3})$"),
    re.compile(r"^(\d{4,}\s?[-–])([A-Z]{2,}.*)$"),
    re.compile(r"^(\d{8,})((?:[A-Z]\.){2,}.*|[A-Z][A-Za-zà-ÿ]{2,}.*|I\.?F\b.*)$"),
    re.compile(r"^((?:[A-Z]\.){2,4}:?)(\d{4,}\S*)$"),
    re.compile(r"^(\d{6,})(N[°º].*)$"),
    re.compile(r"^([A-Z]{2,4}\d{2,4})([A-Z][a-zà-ÿ]{3,}.*)$"),
    re.compile(r"^((?:[^\W\d]+['’-])?[^\W\d]+(?:\([a-z]{1,3}\))?\.{2,})(\w.*)$"),
    re.compile(r"^(.*\(e\))(\d{4,}.*)$"),
    re.compile(r"^([^|]+\|)(?=.*[A-Za-z])([^|].*)$"),
    re.compile(r"^([^·•]*\w[^·•]*[·•])([^·•].*)$"),
    re.compile(r"^([Nn][°º])([A-Z\d][\w./-]{3,})$"),
    re.compile(r"^([A-Z]\.[A-Z])(\d{4,}\S*)$"),
    re.compile(r"^(.*[^\W\d]\?)(\w.*)$"),
    re.compile(r"^(\w*[a-zà-ÿ]\([a-z]{1,3}\))([A-ZÀ-Þ][a-zà-ÿ].*)$"),
    re.compile(r"^([XO□])([A-ZÀ-Þ][a-zà-ÿ]{2,}.*)$"),
    re.compile(r"^(IF|ICE|INPE|CNSS|RC|TP|T[ée]l|Fax|GSM|RIB|le)(\d{2,}\S*)$", re.IGNORECASE),
)
"""Words that hold two: «Nom:ALAMI», «NomALAMI», «303449690-ICE», «IF21938034», «le20/10/2025»,
«Nom....ALAMI», «Prénom(s)....Ali», «immatriculé(e)298154717», «0572761899|ICE», «292244·I.C.E:…», «N°NH-62»,
«chronique?ON», «Divorcé(e)Veuf(ve)», «OCélibataire»."""
BOX_AS_LETTER = frozenset("Xx×✓✔☒☑□☐▢冈図区囚口DO0Q8CLVU[](){}|/1Il!&%#*@")
"""What readers make of a tick box, ticked or not."""
BOX_IN_WORD = 0.5
"""Share of a tick box's width that lies in a word read over it."""
WORD_BESIDE = 0.3
"""Share of a tick box's width that the least letters beside it are wide."""
NARROWEST = 0.3
"""Width of a letter, of that of a tick box, below which a word has no room for a box."""
NARROW, WIDE = frozenset("iîïjlIftr.,:;'’|!()[]1"), frozenset("mwMWœŒæ%")
"""Letters about half and once and a half as wide as the others, in most prints."""
_SEAM = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[:?;]\w")
"""Two letters between which a word may begin anew."""
INTO_BOX = 0.25
"""Share of a tick box's width from which a word that begins so far in does not hold the box."""


def part_of(box: Box, text: str, span: Span) -> Box:
    """The box of some characters of a word, as if all were as wide."""
    start, end = (place / len(text) for place in span)
    return Box(box.x0 + box.width * start, box.y0, box.x0 + box.width * end, box.y1)


def words_in(text: str, box: Box, ticks: Sequence[Box]) -> list[Span]:
    """The words that one read word holds, left to right, without what was made of tick boxes.

    `box` is the word's, `ticks` the boxes of the page, all as they lie on it.
    """
    return [
        (start + a, start + b)
        for start, end in _beside_boxes(text, box, ticks)
        for a, b in _glued(text[start:end])
    ]


def _glued(text: str) -> list[Span]:
    """A label and its value that were run together («Nom:ALAMI») in two."""
    match = next((m for pattern in _GLUED if (m := pattern.match(text))), None)
    if match is None:
        return [(0, len(text))]
    at = match.end(1)
    return [*_glued(text[:at]), *((at + a, at + b) for a, b in _glued(text[at:]))]


def _beside_boxes(text: str, box: Box, ticks: Sequence[Box]) -> list[Span]:
    """A word without what a reader made of a tick box in it («冈Conjoint», «OuiXNon»)."""
    for tick in ticks:
        shared = min(tick.x1, box.x1) - max(tick.x0, box.x0)
        if shared < BOX_IN_WORD * tick.width or not box.y0 <= tick.cy <= box.y1:
            continue
        step = box.width / len(text)
        outside = [
            not tick.x0 - 0.3 * step <= box.x0 + (i + 0.5) * step <= tick.x1 + 0.3 * step
            for i in range(len(text))
        ]
        if all(outside) or not set(compress(text, map(not_, outside))) <= BOX_AS_LETTER:
            if at := _joint(text, box, tick):
                before = Box(box.x0, box.y0, tick.x0, box.y1)
                after = Box(tick.x1, box.y0, box.x1, box.y1)
                return [
                    *_beside_boxes(text[:at], before, ticks),
                    *((at + a, at + b) for a, b in _beside_boxes(text[at:], after, ticks)),
                ]
            continue
        if any(outside) and _own_capital(text, box, tick, outside.index(True)):
            continue
        return [
            (start + a, start + b)
            for start, end in _runs(outside)
            for a, b in _beside_boxes(text[start:end], part_of(box, text, (start, end)), ticks)
        ]
    return [(0, len(text))]


def _joint(text: str, box: Box, tick: Box) -> int:
    """How many letters stand before a box that a reader left out between two words («ouinon» for
    «oui □ non»); 0 where the letters leave no room for it."""
    room = box.width - tick.width
    if min(tick.x0 - box.x0, box.x1 - tick.x1) < WORD_BESIDE * tick.width:
        return 0
    if room < NARROWEST * tick.width * len(text):
        return 0
    before = list(accumulate(map(_breadth, text), initial=0.0))
    place = (tick.x0 - box.x0) / room * before[-1]
    near = sorted(range(1, len(text)), key=lambda i: abs(before[i] - place))[:3]
    return next((i for i in near if _SEAM.fullmatch(text[i - 1 : i + 1])), near[0] if near else 0)


def _breadth(letter: str) -> float:
    """How wide a letter is beside most of them."""
    if letter in NARROW:
        return 0.5
    return 1.5 if letter in WIDE else 1.0


def _own_capital(text: str, box: Box, tick: Box, length: int) -> bool:
    """Whether the letter over a box begins the word itself: the word begins within the box, under
    the tail of a tick, and goes on in small letters («☑Chimiothérapie»)."""
    began = box.x0 - tick.x0 > INTO_BOX * tick.width
    head, rest = text[:length], text[length:]
    return began and length == 1 and head.isalpha() and head.isupper() and rest[0].islower()


def _runs(kept: Sequence[bool]) -> list[Span]:
    """`[start, end)` of each run of true values."""
    edges = [
        i for i in range(len(kept) + 1) if (i < len(kept) and kept[i]) != (i > 0 and kept[i - 1])
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))
