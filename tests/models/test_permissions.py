from __future__ import annotations

from itertools import combinations, product

import pytest

from models.permissions import (
    CONTENT,
    HOUSE,
    MEDICAL_READERS,
    SENSITIVE_FIELDS,
    SYSTEME,
    TABLE,
    Action,
    Actor,
    Role,
    Sort,
    Thing,
    may,
)

PEOPLE = [role for role in Role if role is not Role.SYSTEME]


def actor(*roles: Role) -> Actor:
    return Actor("x", frozenset(roles))


def who(action: Action, sort: Sort, *, secret: bool = False, name: str | None = None) -> set[str]:
    """The initials of the roles that may: c r m g a s."""
    thing = Thing(sort, confidential=secret, name=name)
    return {role.value[0] for role in HOUSE if may(actor(role), action, thing)}


@pytest.mark.parametrize(
    ("action", "sort", "plain", "secret"),
    [
        (Action.VOIR, Sort.PAGE, "crmgs", "crmgs"),
        (Action.VOIR, Sort.DOCUMENT, "rmgs", "rmgs"),
        (Action.VOIR, Sort.ORIGINAL, "crmgas", "crmgas"),
        (Action.VOIR, Sort.JOURNAL, "ga", "ga"),
        (Action.VOIR_CONTENU, Sort.PAGE, "crmgs", "ms"),
        (Action.VOIR_CONTENU, Sort.ORIGINAL, "crmgs", "ms"),
        (Action.VOIR_CONTENU, Sort.DOCUMENT, "rmgs", "ms"),
        (Action.VOIR_CONTENU, Sort.CHAMP, "rmgs", "ms"),
        (Action.VOIR_CONTENU, Sort.REFUS, "cgs", "s"),
        (Action.CORRIGER, Sort.CHAMP, "rm", "m"),
        (Action.CONTROLER, Sort.CHAMP, "rm", "m"),
        (Action.TRANCHER, Sort.CHAMP, "rmg", "m"),
        (Action.VOIR, Sort.PILOTAGE, "g", "g"),
        (Action.ORGANISER, Sort.PAGE, "rm", "m"),
        (Action.CLASSER_SECRET, Sort.PAGE, "rm", "m"),
        (Action.DECIDER, Sort.DOSSIER, "rmg", "rmg"),
        (Action.DECIDER_MEDICAL, Sort.DOSSIER, "m", "m"),
        (Action.CLOTURER, Sort.LOT, "rg", "rg"),
        (Action.DEPOSER, Sort.ENVOI, "crgs", "crgs"),
        (Action.RETENTER, Sort.REFUS, "cg", "cg"),
        (Action.TRAITER, Sort.PAGE, "s", "s"),
        (Action.ADMINISTRER, Sort.COMPTE, "a", "a"),
        (Action.CORRIGER, Sort.JOURNAL, "", ""),
        (Action.ADMINISTRER, Sort.JOURNAL, "", ""),
    ],
)
def test_who_may_what(action: Action, sort: Sort, plain: str, secret: str) -> None:
    assert who(action, sort) == set(plain)
    assert who(action, sort, secret=True) == set(secret)


@pytest.mark.parametrize("name", sorted(SENSITIVE_FIELDS))
def test_a_diagnosis_on_a_form_is_for_those_who_check_it(name: str) -> None:
    assert who(Action.VOIR_CONTENU, Sort.CHAMP, name=name) == set("rms")
    assert who(Action.VOIR_CONTENU, Sort.CHAMP, secret=True, name=name) == set("ms")
    assert who(Action.VOIR, Sort.CHAMP, name=name) == set("rmgs")


@pytest.mark.parametrize(("action", "sort"), list(product(sorted(CONTENT), Sort)))
def test_no_combination_of_roles_without_the_medecin_conseil_reads_a_secret(
    action: Action, sort: Sort
) -> None:
    others = [role for role in PEOPLE if role is not Role.MEDECIN_CONSEIL]
    thing = Thing(sort, confidential=True, name="maladie")
    for size in range(len(others) + 1):
        for roles in combinations(others, size):
            assert not may(actor(*roles), action, thing)


@pytest.mark.parametrize(("action", "sort", "secret"), list(product(Action, Sort, [True, False])))
def test_more_roles_never_take_a_right_away_and_no_role_gives_none(
    action: Action, sort: Sort, secret: bool
) -> None:
    thing = Thing(sort, confidential=secret)
    assert not may(actor(), action, thing)
    for roles in combinations(Role, 2):
        assert may(actor(*roles), action, thing) == any(
            may(actor(role), action, thing) for role in roles
        )


@pytest.mark.parametrize(("action", "sort"), list(product(Action, Sort)))
def test_what_is_secret_is_never_for_more_people(action: Action, sort: Sort) -> None:
    assert who(action, sort, secret=True) <= who(action, sort)


def test_who_sees_the_content_sees_that_it_is_there() -> None:
    for action, sort in TABLE:
        if action in (Action.VOIR_CONTENU, Action.CORRIGER, Action.DECIDER):
            assert TABLE[action, sort] <= TABLE[Action.VOIR, sort]


def test_the_machine_decides_nothing() -> None:
    for action in (Action.DECIDER, Action.DECIDER_MEDICAL, Action.CORRIGER, Action.CLOTURER):
        assert not any(may(SYSTEME, action, Thing(sort, confidential=False)) for sort in Sort)
    assert Role.SYSTEME in MEDICAL_READERS  # it reads the pages in the first place
