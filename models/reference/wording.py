"""How papers name what they ask: notions («date de naissance») and persons («du malade»).

The facts are in `etiquettes.toml`; here they become sequences of plain words that
`extractors.fields.wording` looks for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product

from pydantic import BaseModel, ConfigDict

from models.values.text import folded

NUMBER = "numero"
"""Stands for every way of writing «n°»."""
_PIECE = re.compile(r"\[([^\]]*)\]|\(([^)]*)\)|([^\s\[(]+)")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(_Frozen):
    """A person or house that a label may speak of."""

    prefixes: tuple[str, ...]
    """Beginnings of field names, the first that a type has is meant; `""` for bare names."""
    champs: tuple[str, ...] = ()
    """Fields that hold this person's whole name, where the type has none by prefix."""
    maison: bool = False
    """A house, whose name begins with the same words («Clinique Al Amal»)."""
    mots: tuple[str, ...]


class Notion(_Frozen):
    """Something asked for. Either of a person (`suffixes`) or a field by itself (`champs`)."""

    suffixes: tuple[str, ...] = ()
    champs: tuple[str, ...] = ()
    """The first of them that the type has is meant; none: nothing that we keep."""
    roles: tuple[str, ...] = ()
    """Asked of these roles alone, which the label then names."""
    numero: bool = False
    """Whether «n°» may stand before or after the words."""
    numero_requis: bool = False
    mots: tuple[str, ...]
    devant_chiffres: tuple[str, ...] = ()
    """Words after which a number says as much as «n°» does: «Dossier D25-12189»."""


class _Sections(_Frozen):
    mots: tuple[str, ...]
    liaisons: tuple[str, ...]


class _Neighbours(_Frozen):
    mots: tuple[str, ...]


class _English(_Frozen):
    mots: tuple[str, ...]


class _Tails(_Frozen):
    mots: tuple[str, ...]


class _Periods(_Frozen):
    sejour: tuple[str, ...]
    autres: tuple[str, ...]


class _File(_Frozen):
    roles: Mapping[str, Role]
    abreges: Mapping[str, tuple[str, ...]]
    voisins: _Neighbours
    notions: Mapping[str, Notion]
    sections: _Sections
    suites: _Tails
    anglais: _English
    periodes: _Periods


@dataclass(frozen=True)
class Wording:
    """All of `etiquettes.toml`, its phrases as tuples of plain words."""

    roles: Mapping[str, Role]
    notions: Mapping[str, Notion]
    role_phrases: Mapping[tuple[str, ...], str]
    notion_phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    """Phrase -> the notions that it may mean."""
    counting_phrases: Mapping[tuple[str, ...], str]
    """Phrase -> the notion that it means where a number follows."""
    section_words: frozenset[str]
    section_links: frozenset[str]
    vocabulary: frozenset[str]
    neighbours: frozenset[str]
    """Words that are no misreading of ours, however near."""
    tails: frozenset[str]
    """Words that may follow a label and still belong to it."""
    english: frozenset[str]
    """Words of English labels, which French ones may repeat."""
    stays: frozenset[str]
    no_stays: frozenset[str]
    """Words that say of what two dates are first and last: of care given, of something else."""
    shortened: Mapping[str, str]
    """Abbreviation -> the word that it stands for; phrases are kept in whole words."""


@cache
def wording() -> Wording:
    """The file as loaded; `pydantic.ValidationError` when it is not well-formed."""
    text = resources.files("models.reference").joinpath("etiquettes.toml").read_text("utf-8")
    file = _File.model_validate(tomllib.loads(text))
    shortened = {
        folded(short): folded(word)
        for word, short_forms in file.abreges.items()
        for short in short_forms
    }
    role_phrases = {
        _whole(p, shortened): name for name, role in file.roles.items() for p in _phrases(role.mots)
    }
    notion_phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, notion in file.notions.items():
        for phrase in dict.fromkeys(_whole(p, shortened) for p in _numbered(notion)):
            notion_phrases[phrase] = (*notion_phrases.get(phrase, ()), name)
    counting = {
        _whole(p, shortened): name
        for name, notion in file.notions.items()
        for p in _phrases(notion.devant_chiffres)
    }
    words = {w for phrase in (*role_phrases, *notion_phrases) for w in phrase}
    section_words = frozenset(w for p in _phrases(file.sections.mots) for w in p)
    links = frozenset(w for p in _phrases(file.sections.liaisons) for w in p)
    return Wording(
        file.roles,
        file.notions,
        role_phrases,
        notion_phrases,
        counting,
        section_words,
        links,
        frozenset(words | section_words),
        frozenset(w for p in _phrases(file.voisins.mots) for w in p),
        frozenset(w for p in _phrases(file.suites.mots) for w in p),
        frozenset(map(folded, file.anglais.mots)),
        frozenset(map(folded, file.periodes.sejour)),
        frozenset(map(folded, file.periodes.autres)),
        shortened,
    )


def whole(text: str) -> tuple[str, ...]:
    """The words of a text, abbreviations as the words that they stand for."""
    return _whole(tuple(folded(text).split()), wording().shortened)


def _whole(phrase: tuple[str, ...], shortened: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(shortened.get(word, word) for word in phrase)


def spelled_out(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every phrase that a pattern stands for: `[x|y]` may be left out, `(x|y)` must be chosen."""
    choices: list[list[str]] = []
    for optional, chosen, plain in _PIECE.findall(pattern):
        if plain:
            choices.append([plain])
        else:
            choices.append((optional or chosen).split("|") + ([""] if optional else []))
    for parts in product(*choices):
        phrase = tuple(folded(" ".join(parts)).split())
        if phrase:
            yield phrase


def _phrases(patterns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (phrase for pattern in patterns for phrase in spelled_out(pattern))


def _numbered(notion: Notion) -> Iterator[tuple[str, ...]]:
    for phrase in dict.fromkeys(_phrases(notion.mots)):
        if not notion.numero_requis:
            yield phrase
        if notion.numero:
            yield (NUMBER, *phrase)
            yield (*phrase, NUMBER)
