"""Conditions in CEL, with a third truth value: unknown (`None`).

Facts that are not known are left out of the names, so that evaluating a condition that
needs one raises; that is «unknown». CEL's own `||` and `&&` already do what three-valued
logic asks (`true || unknown` is true). What would turn unknown into a verdict is
refused when a file is loaded: `has`, macros, whole maps, and any name, type or choice
that the vocabulary does not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

import cel

from models.deadlines import add_months


class NameKind(StrEnum):
    """What a name of the vocabulary holds."""

    TEXTE = "texte"
    NOMBRE = "nombre"
    BOOLEEN = "booleen"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Name:
    """A name conditions may use: its kind, how it is said in French, its choices."""

    kind: NameKind
    libelle: str
    choix: tuple[str, ...] = ()


class BadCondition(ValueError):
    """A condition that cannot be trusted; the message says which and why."""


OPERATORS = frozenset(
    {"_&&_", "_||_", "!_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_+_", "_-_", "@in", "-_"}
)
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_TOKEN = re.compile(
    r"""(?P<text>"[^"\\]*"|'[^'\\]*')|(?P<number>\d+(?:\.\d+)?)|(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"""
    r"""|(?P<op>==|!=|<=|>=|&&|\|\||[<>!()\[\],+-])|(?P<space>\s+)"""
)


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """Lower case, no accents, single spaces between letters and digits."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()


def _plus_mois(day: str, months: int) -> str:
    return add_months(date.fromisoformat(day), months).isoformat()


def _plus_jours(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _dit(text: str, words: str) -> bool:
    """Whether the words stand in the text, whatever the case and accents."""
    return f" {normalised(words)} " in f" {normalised(text)} "


def _fin_annee(day: str) -> str:
    """The 31 December of that day's year."""
    return f"{day[:4]}-12-31"


def _part(amount: float, percent: float) -> float:
    return round(amount * percent / 100, 2)


def _proche(one: float, other: float) -> bool:
    """Two amounts that differ by a rounding at most."""
    return abs(one - other) <= ROUNDING


ROUNDING = 1.0
"""One unit of money: parts are often rounded."""
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "plus_mois": _plus_mois,
    "plus_jours": _plus_jours,
    "fin_annee": _fin_annee,
    "part": _part,
    "proche": _proche,
    "dit": _dit,
}
"""What a condition may call. None of them raises on the values the context gives."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A checked condition. Compare and hash by its source."""

    source: str
    paths: tuple[str, ...]

    def holds(self, names: Mapping[str, Any]) -> bool | None:
        """True, false, or `None` when a fact it needs is not known."""
        context = cel.Context(variables=_needed(self.paths, names), functions=dict(FUNCTIONS))
        try:
            value = _program(self.source).execute(context)
        except (KeyError, RuntimeError, TypeError, ValueError):
            return None
        return value if isinstance(value, bool) else None

    def missing(self, names: Mapping[str, Any]) -> tuple[str, ...]:
        """The paths it uses that are not known."""
        return tuple(path for path in self.paths if not _known(path, names))


def _needed(paths: Iterable[str], names: Mapping[str, Any]) -> dict[str, Any]:
    """The known values of these paths, nested as the condition reads them."""
    needed: dict[str, Any] = {}
    for path in paths:
        *outer, last = path.split(".")
        source: Any = names
        target = needed
        for part in outer:
            source = source.get(part, {})
            target = target.setdefault(part, {})
        if last in source:
            target[last] = source[last]
    return needed


def _known(path: str, names: Mapping[str, Any]) -> bool:
    here: Any = names
    for part in path.split("."):
        if not isinstance(here, Mapping) or part not in here:
            return False
        here = here[part]
    return True


@cache
def _program(source: str) -> cel.Program:
    return cel.compile(source)


def condition(source: str, vocabulary: Mapping[str, Name]) -> Condition:
    """Compiles and checks; raises `BadCondition`."""
    try:
        program = _program(source)
    except (ValueError, RuntimeError) as error:
        raise BadCondition(f"«{source}» : {error}") from None
    foreign = set(program.functions()) - OPERATORS - set(FUNCTIONS)
    if foreign:
        raise BadCondition(f"«{source}» : {', '.join(sorted(foreign))} n'est pas admis")
    tokens = _tokens(source)
    paths = [t.text for t in tokens if t.group == "path" and not t.is_word]
    for path in paths:
        if path not in vocabulary:
            raise BadCondition(f"«{source}» : {path} est inconnu")
    _check_types(source, tokens, vocabulary)
    return Condition(source, tuple(dict.fromkeys(paths)))


@dataclass(frozen=True, slots=True)
class _Token:
    group: str
    text: str

    @property
    def is_word(self) -> bool:
        return self.text in FUNCTIONS or self.text in ("true", "false", "in")


def _tokens(source: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise BadCondition(f"«{source}» : signe inattendu «{source[at]}»")
        if match.lastgroup and match.lastgroup != "space":
            tokens.append(_Token(match.lastgroup, match.group()))
        at = match.end()
    return tokens


def _check_types(source: str, tokens: list[_Token], vocabulary: Mapping[str, Name]) -> None:
    """A name is compared with a value of its kind, or stands alone and is a boolean."""
    nothing = _Token("op", "")
    inside = _inside_calls(tokens)
    for at, token in enumerate(tokens):
        if token.group != "path" or token.is_word:
            continue
        name = vocabulary[token.text]
        before = tokens[at - 1] if at else nothing
        after = tokens[at + 1] if at + 1 < len(tokens) else nothing
        if after.text in COMPARISONS:
            literals = tokens[at + 2 : at + 3]
        elif before.text in COMPARISONS:
            literals = tokens[at - 2 : at - 1] if at >= 2 else []
        elif after.text == "in":
            if tokens[at + 2 : at + 3] != [_Token("op", "[")]:
                raise BadCondition(f"«{source}» : « in » demande une liste écrite [ … ]")
            literals = [t for t in _list_after(tokens, at + 2) if t.text != ","]
        elif inside[at] or before.text in ("+", "-") or after.text in ("+", "-"):
            continue
        elif name.kind is not NameKind.BOOLEEN:
            raise BadCondition(f"«{source}» : {token.text} n'est pas vrai ou faux")
        else:
            continue
        for literal in literals:
            _check_literal(source, token.text, name, literal)


def _check_literal(source: str, path: str, name: Name, literal: _Token) -> None:
    kinds = {
        "text": (NameKind.TEXTE, NameKind.DATE),
        "number": (NameKind.NOMBRE,),
    }.get(literal.group)
    if literal.text in ("true", "false"):
        kinds = (NameKind.BOOLEEN,)
    if kinds is not None and name.kind not in kinds:
        raise BadCondition(f"«{source}» : {path} ({name.kind}) comparé à {literal.text}")
    if literal.group == "text" and name.choix and literal.text[1:-1] not in name.choix:
        raise BadCondition(f"«{source}» : {path} ne vaut jamais {literal.text}")


def _list_after(tokens: list[_Token], bracket: int) -> list[_Token]:
    items: list[_Token] = []
    for token in tokens[bracket + 1 :]:
        if token.text == "]":
            break
        items.append(token)
    return items


def _inside_calls(tokens: list[_Token]) -> list[bool]:
    """For each token, whether it stands between the parentheses of a function."""
    stack: list[bool] = []
    inside = []
    for at, token in enumerate(tokens):
        if token.text == "(":
            stack.append(at > 0 and tokens[at - 1].text in FUNCTIONS)
        elif token.text == ")" and stack:
            stack.pop()
        inside.append(any(stack))
    return inside
