"""What is compared: a truth file and a result file, as small values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

SEPARATORS = frozenset({"page_blanche", "feuille_separatrice"})
"""Types that carry no content: left out of the «contenu» variants."""


class PageKey(NamedTuple):
    """A page of a source file, numbered from 1."""

    source: str
    page: int


@dataclass(frozen=True, slots=True)
class TruePage:
    key: PageKey
    document: str
    type: str
    rotation: int
    blank: bool
    piece: PageKey | None
    """The page within the attachment or archive member that it came in."""


@dataclass(frozen=True, slots=True)
class TrueField:
    """A value on paper. `accepted`: the value first, then the others that count as right.
    `written`: as it stands there."""

    accepted: tuple[Any, ...]
    written: str
    source: str
    optional: bool
    page: int
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class TrueDocument:
    id: str
    type: str
    family: str
    """Layout family, named only by our own courier: else «inconnue»."""
    pages: frozenset[PageKey]
    order: tuple[PageKey, ...]
    fields: Mapping[str, TrueField]
    lines: Mapping[str, list[dict[str, Any]]]
    marks: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something planted in a dossier; one of `words` names it."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrueDossier:
    id: str
    organisme: str
    type: str
    pages: frozenset[PageKey]
    assure: Mapping[str, str]
    beneficiaire: Mapping[str, str]
    statut: str
    accepted: frozenset[str]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An envoi's file. `settings`: how it is to be deposited."""

    name: str
    channel: str | None
    received_at: str | None
    assures: str | None
    pages: int


@dataclass(frozen=True, slots=True)
class Truth:
    sources: tuple[Source, ...]
    pages: Mapping[PageKey, TruePage]
    documents: tuple[TrueDocument, ...]
    dossiers: tuple[TrueDossier, ...]

    def only(self, sources: AbstractSet[str]) -> Truth:
        """The part of these sources."""
        documents = tuple(d for d in self.documents if d.order[0].source in sources)
        kept = {key for d in documents for key in d.order}
        return Truth(
            tuple(s for s in self.sources if s.name in sources),
            {key: page for key, page in self.pages.items() if key.source in sources},
            documents,
            tuple(d for d in self.dossiers if d.pages <= kept),
        )

    def is_content(self, key: PageKey) -> bool:
        return self.pages[key].type not in SEPARATORS


Result = Mapping[str, Any]
"""A `liasse.result/1` file as it is."""


def load_truth(path: Path) -> Truth:
    return truth_from(json.loads(path.read_text(encoding="utf-8")))


def truth_from(raw: Mapping[str, Any]) -> Truth:
    pages = [_page(p) for p in raw["pages"]]
    documents = tuple(_document(d) for d in raw["documents"])
    by_id = {d.id: d.pages for d in documents}
    return Truth(
        tuple(_source(s, raw.get("assures")) for s in raw["sources"]),
        {p.key: p for p in pages},
        documents,
        tuple(_dossier(d, by_id) for d in raw["dossiers"]),
    )


def value_of(field: Any) -> Any:
    """A field's value, whether it is written with its evidence or bare."""
    return field.get("value") if isinstance(field, Mapping) else field


def _source(raw: Mapping[str, Any], assures: str | None) -> Source:
    return Source(
        raw["source"],
        raw.get("channel"),
        raw.get("received_at"),
        raw.get("assures", assures),
        raw.get("pages", 0),
    )


def _page(raw: Mapping[str, Any]) -> TruePage:
    piece = PageKey(raw["piece"], raw["piece_page"]) if raw.get("piece") else None
    key = PageKey(raw["source"], raw["page"])
    return TruePage(key, raw["document"], raw["type"], raw["rotation"], raw["blank"], piece)


def _document(raw: Mapping[str, Any]) -> TrueDocument:
    order = tuple(PageKey(raw["source"], n) for n in raw["pages"])
    return TrueDocument(
        raw["id"],
        raw["type"],
        raw.get("family", "inconnue"),
        frozenset(order),
        order,
        {name: _field(f) for name, f in raw["fields"].items()},
        raw.get("lines") or {},
        raw.get("marks") or {},
    )


def _field(raw: Mapping[str, Any]) -> TrueField:
    box = raw.get("box")
    return TrueField(
        (raw["value"], *(raw.get("alt") or ())),
        str(raw.get("raw") or raw["value"]),
        raw["source"],
        bool(raw.get("optional")),
        raw.get("page") or 1,
        (box[0], box[1], box[2], box[3]) if box else None,
    )


def _dossier(raw: Mapping[str, Any], pages: Mapping[str, frozenset[PageKey]]) -> TrueDossier:
    return TrueDossier(
        raw["id"],
        raw["organisme"],
        raw["type"],
        frozenset().union(*(pages[name] for name in raw["documents"])),
        raw.get("assure") or {},
        raw.get("beneficiaire") or {},
        raw["statut"],
        frozenset(raw["statuts_acceptes"]),
        tuple(Lack(f["code"], tuple(f["mots"])) for f in raw["fautes"]),
    )
