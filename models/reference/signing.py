"""How forms ask for stamps and signatures: what is to be done («cachet et signature») by which
hand («du praticien»).

The facts are in `mains.toml`; here they become sequences of plain words that
`extractors.marks.requests` looks for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from models.reference.wording import spelled_out

Phrase = tuple[str, ...]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Gestures(_Frozen):
    cachet: tuple[str, ...]
    signature: tuple[str, ...]
    les_deux: tuple[str, ...]


class _Around(_Frozen):
    mots: tuple[str, ...]
    liens: tuple[str, ...]


class _Alone(_Frozen):
    debuts: tuple[str, ...]


class _Hand(_Frozen):
    mots: tuple[str, ...]


class _File(_Frozen):
    gestes: _Gestures
    autour: _Around
    seule: _Alone
    mains: Mapping[str, _Hand]
    tournures: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Signing:
    """All of `mains.toml`, its phrases as tuples of plain words without articles and prepositions."""

    gestures: Mapping[Phrase, frozenset[str]]
    """Phrase -> the genres of mark that it asks for."""
    of_anybody: frozenset[Phrase]
    """Those that ask even where no hand is named."""
    hands: Mapping[Phrase, frozenset[str]]
    openings: frozenset[Phrase]
    """What stands before a hand that is alone on its line; articles and prepositions kept."""
    around: frozenset[str]
    links: frozenset[str]
    vocabulary: frozenset[str]
    longest: int
    """Words of the longest phrase."""


@cache
def _file() -> _File:
    text = resources.files("models.reference").joinpath("mains.toml").read_text("utf-8")
    return _File.model_validate(tomllib.loads(text))


@cache
def signing() -> Signing:
    """The file as loaded; `pydantic.ValidationError` when it is not well-formed."""
    file = _file()
    links = frozenset(file.autour.liens)
    gestures = {
        phrase: frozenset(genres)
        for words, genres in (
            (file.gestes.cachet, ("cachet",)),
            (file.gestes.signature, ("signature",)),
            (file.gestes.les_deux, ("cachet", "signature")),
        )
        for phrase in _bare(words, links)
    }
    hands: dict[Phrase, frozenset[str]] = {}
    for name, hand in file.mains.items():
        for phrase in _bare(hand.mots, links):
            hands[phrase] = hands.get(phrase, frozenset()) | {name}
    around = frozenset(word for phrase in _bare(file.autour.mots, links) for word in phrase)
    openings = frozenset(phrase for p in file.seule.debuts for phrase in spelled_out(p))
    return Signing(
        gestures,
        frozenset(_bare((*file.gestes.cachet, *file.gestes.signature), links)),
        hands,
        openings,
        around,
        links,
        frozenset(w for phrase in (*gestures, *hands, *openings) for w in phrase) | around | links,
        max(map(len, (*gestures, *hands))),
    )


def hand_names() -> frozenset[str]:
    """What `mains` of a mark may name."""
    return frozenset(_file().mains)


def common_phrases(name: str) -> tuple[str, ...]:
    """The phrases that `tournures` of a mark names; `ValueError` where there are none."""
    if name not in _file().tournures:
        raise ValueError(f"tournures inconnues : {name}")
    return _file().tournures[name]


def _bare(patterns: Iterable[str], links: frozenset[str]) -> set[Phrase]:
    spelled = {
        tuple(word for word in phrase if word not in links)
        for pattern in patterns
        for phrase in spelled_out(pattern)
    }
    return spelled - {()}
