"""Which document of the result is which document of the truth: told by their pages alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bench.evaluate.inputs import PageKey, Result, TrueDocument, Truth


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the result with the pages of the truth that it claims.

    A page claimed by an earlier document is not among them.
    """

    raw: Mapping[str, Any]
    pages: frozenset[PageKey]

    @property
    def type(self) -> str | None:
        return self.raw.get("type")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the result says of one page: the document (its position) and the rotation."""

    document: int
    rotation: int
    type: str | None


@dataclass(frozen=True, slots=True)
class Matching:
    """`pairs`: position of each matched truth document → position of its `found` document."""

    truth: Truth
    found: tuple[Found, ...]
    claims: Mapping[PageKey, Claim]
    pairs: Mapping[int, int]
    duplicated: int
    """Pages claimed again by another document."""
    unknown: int
    """Pages that no source has."""

    def documents(self) -> Iterable[tuple[TrueDocument, Found | None]]:
        """Each truth document with its match."""
        for position, document in enumerate(self.truth.documents):
            other = self.pairs.get(position)
            yield document, None if other is None else self.found[other]

    def strangers(self) -> Iterable[Found]:
        """Documents of the result that match none."""
        used = set(self.pairs.values())
        return (f for position, f in enumerate(self.found) if position not in used)


def match(truth: Truth, result: Result) -> Matching:
    pages = _Pages(truth, result)
    claims: dict[PageKey, Claim] = {}
    found: list[Found] = []
    duplicated = unknown = 0
    for position, raw in enumerate(result.get("documents", ())):
        mine: set[PageKey] = set()
        for page in raw.get("pages", ()):
            key = pages.find(str(page.get("source", "")), page.get("page"), raw.get("envoi"))
            if key is None:
                unknown += 1
            elif key in claims:
                duplicated += 1
            else:
                claims[key] = Claim(position, page.get("rotation") or 0, raw.get("type"))
                mine.add(key)
        found.append(Found(raw, frozenset(mine)))
    pairs = best_pairs([d.pages for d in truth.documents], [f.pages for f in found])
    return Matching(truth, tuple(found), claims, pairs, duplicated, unknown)


def best_pairs(
    truth: Sequence[AbstractSet[PageKey]], found: Sequence[AbstractSet[PageKey]]
) -> dict[int, int]:
    """Positions paired greedily, most shared pages (over all pages of both) first."""
    holders: dict[PageKey, list[int]] = {}
    for position, pages in enumerate(found):
        for page in pages:
            holders.setdefault(page, []).append(position)
    candidates = [
        (-len(pages & found[other]) / len(pages | found[other]), position, other)
        for position, pages in enumerate(truth)
        for other in {o for page in pages for o in holders.get(page, ())}
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, position, other in sorted(candidates):
        if position not in pairs and other not in taken:
            pairs[position] = other
            taken.add(other)
    return pairs


class _Pages:
    """Pages of the truth by the names that a result may give them.

    The name of the source is the rule (RESULT.md); the name of an attachment is understood where
    the envoi tells its source, or where only one source has such an attachment.
    """

    def __init__(self, truth: Truth, result: Result) -> None:
        self._known = truth.pages
        self._sources = {key.source for key in truth.pages} | {s.name for s in truth.sources}
        self._envois = {
            envoi.get("id"): _name(str(envoi.get("source", "")))
            for envoi in result.get("envois", ())
        }
        self._pieces: dict[PageKey, list[PageKey]] = {}
        for page in truth.pages.values():
            if page.piece is not None:
                self._pieces.setdefault(page.piece, []).append(page.key)

    def find(self, source: str, number: Any, envoi: Any) -> PageKey | None:
        name = _name(source)
        if name in self._sources:
            key = PageKey(name, number)
            return key if key in self._known else None
        host = next((s for s in self._sources if s in source), self._envois.get(envoi))
        for piece in (name, re.split(r"[!#:/\\]", source)[-1]):
            places = self._pieces.get(PageKey(piece, number), [])
            at_host = [key for key in places if key.source == host]
            if at_host:
                return at_host[-1]
            if len(places) == 1:
                return places[0]
        return None


def _name(path: str) -> str:
    return PurePosixPath(path).name
