"""Unknown is a truth value: Kleene's logic, and no way round it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.checklists.conditions import BadCondition, Name, NameKind, condition

VOCABULARY = {
    "a.x": Name(NameKind.BOOLEEN, "x"),
    "a.y": Name(NameKind.BOOLEEN, "y"),
    "a.z": Name(NameKind.BOOLEEN, "z"),
    "a.jour": Name(NameKind.DATE, "le jour"),
    "a.mois": Name(NameKind.NOMBRE, "les mois"),
    "a.nom": Name(NameKind.TEXTE, "le nom"),
    "a.choix": Name(NameKind.TEXTE, "le choix", ("un", "deux")),
}
KLEENE = st.sampled_from([True, False, None])


def holds(source: str, **values: Any) -> bool | None:
    known = {name: value for name, value in values.items() if value is not None}
    return condition(source, VOCABULARY).holds({"a": known})


def kleene_and(x: bool | None, y: bool | None) -> bool | None:
    if x is False or y is False:
        return False
    return None if x is None or y is None else True


def kleene_not(x: bool | None) -> bool | None:
    return None if x is None else not x


def kleene_or(x: bool | None, y: bool | None) -> bool | None:
    return kleene_not(kleene_and(kleene_not(x), kleene_not(y)))


@given(KLEENE, KLEENE, KLEENE)
def test_cel_follows_kleene(x: bool | None, y: bool | None, z: bool | None) -> None:
    values = {"x": x, "y": y, "z": z}
    assert holds("a.x && a.y", **values) is kleene_and(x, y)
    assert holds("a.x || a.y", **values) is kleene_or(x, y)
    assert holds("!a.x", **values) is kleene_not(x)
    assert holds("(a.x || a.y) && !a.z", **values) is kleene_and(kleene_or(x, y), kleene_not(z))
    assert holds("a.x || a.y && a.z", **values) is kleene_or(x, kleene_and(y, z))


@given(st.sets(st.sampled_from(["x", "y", "z"])), st.tuples(*[st.booleans()] * 3))
def test_knowing_more_never_turns_a_verdict_round(hidden: set[str], values: Any) -> None:
    """What was said with facts withheld stays said when they come."""
    full = dict(zip("xyz", values, strict=True))
    known = {name: value for name, value in full.items() if name not in hidden}
    for source in ("a.x || a.y && !a.z", "!(a.x && a.y) || a.z", "a.x && (a.y || a.z)"):
        before = holds(source, **known)
        assert before is None or before is holds(source, **full)


def test_missing_facts_are_named() -> None:
    checked = condition("a.x && a.mois > 2", VOCABULARY)
    assert checked.missing({"a": {"x": True}}) == ("a.mois",)
    assert checked.missing({}) == ("a.x", "a.mois")


def test_functions() -> None:
    assert holds('plus_mois(a.jour, 12) == "2025-02-28"', jour="2024-02-29")
    assert holds("plus_jours(a.jour, a.mois) > a.jour", jour="2025-01-31", mois=2)
    assert holds('dit(a.nom, "sans profession")', nom="Mention : SANS PROFESSION.")
    assert not holds('dit(a.nom, "casablanca")', nom="Casablancas")
    assert holds('dit(a.nom, "casablanca")') is None


@pytest.mark.parametrize(
    "source",
    [
        "has(a.x)",
        "a.x ? true : false",
        "[1, 2].exists(i, i == 1)",
        "a == {}",
        "'x' in a",
        'a["x"] == true',
        "size(a.nom) > 0",
        "type(a.x) == bool",
        "a.nom",
        "a.nom || a.x",
        "a.mois == 'douze'",
        "a.x == 1",
        'a.choix == "trois"',
        'a.choix in ["un", "trois"]',
        "a.inconnu",
        "b.x",
        "a.x &&",
        "a.nom.matches('.*')",
        "a.choix in a.nom",
    ],
)
def test_what_could_turn_unknown_into_a_verdict_is_refused(source: str) -> None:
    with pytest.raises(BadCondition):
        condition(source, VOCABULARY)


@pytest.mark.parametrize(
    "written",
    [
        "a.x",
        "' || true || '",
        '" == "" || true',
        "true",
        "\\\\' || a.x || '",
        "\0",
        "${a.x}",
        "x" * 100_000,
    ],
)
def test_what_a_paper_says_is_a_value_and_never_a_condition(written: str) -> None:
    """CEL injection: values are bound by name, no condition is ever put together from them."""
    assert holds("a.nom == 'ALAMI'", nom=written, x=True) is False
    assert holds("dit(a.nom, 'alami') || a.y", nom=written, x=True, y=False) is False


@pytest.mark.parametrize(
    "source", ["a.x" + " || a.x" * 20_000, "(" * 20_000 + "a.x" + ")" * 20_000]
)
def test_a_condition_without_end_is_refused_and_stops_nothing(source: str) -> None:
    with suppress(BadCondition):
        assert condition(source, VOCABULARY).holds({"a": {"x": True}}) in (True, None)
