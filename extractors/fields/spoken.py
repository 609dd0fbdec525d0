"""Phrases of the vocabulary (`models.reference.wording`), looked for word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.fields.understood import LINKS, Said
from models.reference.columns import column_headings
from models.reference.wording import whole, wording

TELLING = 3
"""Letters of a heading that is looked for word by word."""
ENDINGS = frozenset({"e", "s", "es", "se", "trice", "euse", "ne", "ee"})
"""What brackets add to a word: «assuré(e)», «prénom(s)», «époux(se)»."""

INTRODUCING = frozenset({
    "le", "la", "les", "l", "notre", "nos", "votre", "vos", "son", "sa", "ses", "mon", "ma", "mes", "leur",
})  # fmt: skip
"""Small words with which a label may begin: «notre INPE», «son prénom»."""


@dataclass(frozen=True, slots=True)
class Node:
    """Words that may follow, and what the phrase up to here means."""

    edges: dict[str, Node]
    meanings: list[str]


@dataclass(frozen=True, slots=True)
class Match:
    """What was said, and the word after it."""

    meanings: Sequence[str]
    end: int


def walk(node: Node, said: Sequence[Said], at: int) -> Match | None:
    """The longest phrase that begins at `at`, small words between its words let pass."""
    found = walks(node, said, at)
    return found[-1] if found else None


def walks(node: Node, said: Sequence[Said], at: int) -> list[Match]:
    """Every phrase that begins at `at`, the shortest first."""
    found: list[Match] = []
    here: list[tuple[Node, bool]] = [(node, False)]
    for end in range(at, len(said)):
        word = said[end].word
        there = [(n.edges[word], True) for n, _ in here if word in n.edges]
        meanings = list(dict.fromkeys(m for n, _ in there for m in n.meanings))
        if meanings:
            found.append(Match(meanings, end + 1))
        # A small word may be the phrase's own («né en») or stand between its words.
        there += [state for state in here if word in LINKS or (state[1] and word in ENDINGS)]
        if not there:
            break
        here = there
    return found


def _grown(phrases: Iterable[tuple[tuple[str, ...], Sequence[str]]]) -> Node:
    root = Node({}, [])
    for phrase, meanings in phrases:
        node = root
        for word in phrase:
            node = node.edges.setdefault(word, Node({}, []))
        node.meanings.extend(m for m in meanings if m not in node.meanings)
    return root


@cache
def roles() -> Node:
    """Persons and houses, by what papers call them."""
    return _grown((phrase, (name,)) for phrase, name in wording().role_phrases.items())


@cache
def notions() -> Node:
    """What papers ask for, by how they say it."""
    return _grown(wording().notion_phrases.items())


@cache
def counting() -> Node:
    """What papers ask for with a number behind it, without «n°»."""
    return _grown((phrase, (name,)) for phrase, name in wording().counting_phrases.items())


@cache
def headed() -> Node:
    """Columns, by the headings that papers of any type bear."""
    return _grown(
        (whole(text), (name,))
        for name, texts in column_headings().items()
        for text in texts
        if len(text) >= TELLING
    )


@cache
def houses() -> frozenset[str]:
    """Roles that are houses."""
    return frozenset(name for name, role in wording().roles.items() if role.maison)


@cache
def prefixes() -> Mapping[str, str]:
    """The role that a field's name begins with."""
    found: dict[str, str] = {}
    for name, role in wording().roles.items():
        for prefix in role.prefixes:
            if prefix:
                found.setdefault(prefix, name)
        for field in role.champs:
            if "_" in field and role.maison:
                found.setdefault(field.split("_", 1)[0], name)
    return found
