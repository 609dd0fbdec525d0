"""What forms print to ask for a stamp or a signature, understood by its parts: what is to be done
(«cachet et signature») and by which hand («du praticien»)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, zip_longest
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractors.marks.lines import pieces
from extractors.marks.stampwords import plain
from models.geometry import Box
from models.reading import MarkKind, PageReading, Word
from models.reference.signing import signing

LIKE: Final = 0.83
"""How near a word must be to one of ours to be it misread."""
LEAST: Final = 5
"""Letters of a word that can be told though misread."""
NEXT_LINE: Final = 2.2
"""A phrase goes on in the next line when that begins within this many line heights."""
MOST_AROUND: Final = 5
"""Words that may stand between two parts of a phrase."""
LOWER: Final = 0.33
"""A hand alone on its line asks to sign below here; above it is a heading."""
UNKNOWN, UNREAD = "inconnue", "illisible"
"""The hand of «signature du …» whose word is none of ours, and of one that was not clearly read."""
CLEARLY: Final = 0.8
NONE: Final[frozenset[str]] = frozenset()
OF: Final = frozenset({"de", "du", "des", "d", "of", "par"})
LEADING: Final = OF | {"l", "la", "le", "les", "et", "ou"}
NO_MISREADING: Final = frozenset({"medecine", "assurances", "clients", "visite", "greffe"})
"""Words that are none of ours, however near."""
BESIDE: Final = 2
"""Words at most between a hand and the gesture after it that is asked of it."""
JOINING: Final = frozenset({"et", "ou", "and", "or"})


@dataclass(frozen=True, slots=True)
class Request:
    """A phrase that asks for marks, and whose. No hand: anybody's; no genre: a hand alone."""

    box: Box
    genres: frozenset[str]
    hands: frozenset[str]
    letters: int
    led_to: bool = True
    """Whether «de» leads to the hand, or it comes first: else it may be a stamp's word."""


_Told = Sequence[tuple[str, Word]]
"""A line's words as they were meant, each with the reader's word that holds it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A phrase of ours in a line: its words `start` to `end`."""

    start: int
    end: int
    genres: frozenset[str]
    hands: frozenset[str]
    joined: bool = False
    """Whether «et» leads to it."""
    of_anybody: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The parts of one request in its line: gestures, and whose they are."""

    gestures: Sequence[_Part]
    whose: Sequence[_Part]

    @property
    def span(self) -> tuple[int, int]:
        parts = [*self.gestures, *self.whose]
        return min(p.start for p in parts), max(p.end for p in parts)

    def of(self, line: _Told) -> Request:
        start, end = self.span
        return Request(
            Box.around(word.box for _, word in line[start:end]),
            NONE.union(*(p.genres for p in self.gestures)),
            NONE.union(*(p.hands for p in self.whose)),
            sum(len(meant) for meant, _ in line[start:end]),
            all(part.start == start or line[part.start - 1][0] in LEADING for part in self.whose),
        )


def find_requests(page: PageReading) -> tuple[Request, ...]:
    """All phrases of the page that ask for a mark; none of one that could not be read."""
    if not page.words:
        return ()
    read = [(p, told) for p in pieces(page.words, page.paper_mm[0]) if (told := _told(p))]
    found: list[Request] = []
    for piece, line in read:
        labels = piece[-1].text.endswith(":")
        alone = None if labels else _alone(line)
        requests = [alone] if alone is not None else [one.of(line) for one in _phrases(line)]
        found += requests
        if requests and not requests[-1].hands:
            found += _continued(line, [below for _, below in read])
    stamps = [mark.box for mark in page.marks if mark.kind is MarkKind.CACHET]
    return tuple(one for one in found if _is_read(one, stamps))


def _is_read(request: Request, stamps: Sequence[Box]) -> bool:
    """Not where the word that should name the hand is illegible, or may be a stamp's."""
    stamped = any(request.box.intersection(stamp) > 0 for stamp in stamps)
    doubtful = UNKNOWN in request.hands or not request.led_to
    return UNREAD not in request.hands and not (stamped and doubtful)


def _told(piece: Sequence[Word]) -> _Told:
    return [
        (meant, word)
        for word in piece
        for part in plain(word.text).replace("'", " ").split()
        for meant in _meant(part)
    ]


@lru_cache(maxsize=8192)
def _meant(part: str) -> tuple[str, ...]:
    """The word of ours that it is, misread or not; the words that it is when they were read as one."""
    known = signing().vocabulary
    if part in known or len(part) < LEAST:
        return (part,)
    near = process.extractOne(
        part, _tellable(), scorer=Levenshtein.normalized_similarity, score_cutoff=LIKE
    )
    if near is not None:
        return (near[0],) if near[0] in known else (part,)
    glued = _split(part)
    return glued if glued and max(map(len, glued)) >= LEAST else (part,)


@cache
def _tellable() -> tuple[str, ...]:
    return tuple(sorted(w for w in signing().vocabulary | NO_MISREADING if len(w) >= LEAST))


@lru_cache(maxsize=8192)
def _split(part: str) -> tuple[str, ...] | None:
    """Words of ours that were read as one: «signaturedelassuré»."""
    if not part:
        return ()
    for size in range(len(part), 0, -1):
        word = part[:size]
        if word in signing().vocabulary and (size > 1 or word in "ld"):
            rest = _split(part[size:])
            if rest is not None:
                return (word, *rest)
    return None


def _parts(line: _Told) -> list[list[_Part]]:
    """Runs of our phrases with nothing but words that say no hand between them."""
    known = signing()
    content = [i for i, (word, _) in enumerate(line) if word not in known.links and len(word) > 1]
    runs: list[list[_Part]] = [[]]
    at = 0
    while at < len(content):
        for size in range(min(known.longest, len(content) - at), 0, -1):
            phrase = tuple(line[i][0] for i in content[at : at + size])
            genres, hands = known.gestures.get(phrase), known.hands.get(phrase)
            if genres or hands:
                first, last = content[at], content[at + size - 1]
                joined = first > 0 and line[first - 1][0] in JOINING
                if runs[-1] and first - runs[-1][-1].end > MOST_AROUND:
                    runs.append([])
                anybody = phrase in known.of_anybody
                runs[-1].append(
                    _Part(first, last + 1, genres or NONE, hands or NONE, joined, anybody)
                )
                at += size
                break
        else:
            word = content[at]
            if line[word][0] not in known.around:
                if runs[-1] and runs[-1][-1].genres and _of(line, runs[-1][-1].end, word):
                    hand = UNKNOWN if line[word][1].confidence >= CLEARLY else UNREAD
                    runs[-1].append(_Part(word, word + 1, NONE, frozenset({hand})))
                runs.append([])
            at += 1
    return [run for run in runs if run]


def _of(line: _Told, start: int, end: int) -> bool:
    """Whether the words between a gesture and the next word say that it is somebody's."""
    return bool(OF.intersection(word for word, _ in line[start:end]))


def _phrases(line: _Told) -> list[_Phrase]:
    """What the line asks for: gestures, then the hands that they are asked of; or the hand first."""
    found: list[_Phrase] = []
    for run in _parts(line):
        groups = [list(parts) for _, parts in groupby(run, key=lambda part: bool(part.genres))]
        before: list[_Part] = []
        nobody: list[_Part] = []
        for group, after in zip_longest(groups, groups[1:], fillvalue=nobody):
            if not group[0].genres:
                before = group
                continue
            near = before and (group[0].start - before[-1].end <= BESIDE or group[0].joined)
            named = [part for part in after if UNKNOWN not in part.hands]
            whose = named or (before if near else after)
            if whose or any(part.of_anybody for part in group):
                found.append(_Phrase(group, whose))
    return found


def _continued(line: _Told, lines: Sequence[_Told]) -> list[Request]:
    """The line's last request with the hand that the next line names: «… du / médecin traitant»."""
    links, box = signing().links, _box(line)
    found = []
    for below in lines:
        under = 0 < _box(below).cy - box.cy < NEXT_LINE * box.height
        if under and _overlap(box, _box(below)) and {line[-1][0], below[0][0]} & links:
            both = [*line, *below]
            found += [
                phrase.of(both)
                for phrase in _phrases(both)
                if phrase.span[0] < len(line) < phrase.span[1]
            ]
    return found


def _alone(line: _Told) -> Request | None:
    """A hand that has the line to itself: «Le prescripteur», «Pour la clinique»."""
    known = signing()
    box = _box(line)
    words = [meant for meant, _ in line]
    opening = max((len(o) for o in known.openings if tuple(words[: len(o)]) == o), default=0)
    rest = line[opening:]
    if not opening or not rest or box.cy < LOWER:
        return None
    parts = [part for run in _parts(rest) for part in run]
    said = {i for part in parts for i in range(part.start, part.end)}
    if any(part.genres for part in parts) or any(
        i not in said and word not in known.links for i, (word, _) in enumerate(rest)
    ):
        return None
    return Request(box, NONE, NONE.union(*(p.hands for p in parts)), sum(map(len, words)))


def _box(line: _Told) -> Box:
    return Box.around(word.box for _, word in line)


def _overlap(one: Box, other: Box) -> bool:
    beside = min(one.x1, other.x1) - max(one.x0, other.x0)
    return beside > 0.3 * min(one.width, other.width)
