"""Tables that readings are compared with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reference import city_named, speciality_in
from models.reference.places import CITIES
from models.reference.specialities import SPECIALITIES
from models.values.text import folded


@pytest.mark.parametrize("city", CITIES)
def test_every_city_is_found_in_an_address_whatever_its_case_and_accents(city: str) -> None:
    assert city_named(f"12, rue des Orangers, 20 000 {city.upper()}") == city
    assert city_named(f"Fait à {folded(city)}, le 3 mars 2025") == city


def test_no_city_is_listed_twice() -> None:
    assert len({folded(city) for city in CITIES}) == len(CITIES)


def test_the_last_city_counts_because_addresses_end_with_it() -> None:
    assert city_named("Boulevard de Marrakech, Casablanca") == "Casablanca"
    assert city_named("Route de Casablanca - Béni-Mellal") == "Béni Mellal"


def test_a_city_inside_another_word_is_none() -> None:
    assert city_named("Les Rabatteurs, avenue Salésienne") is None
    assert city_named("") is None


@pytest.mark.parametrize("speciality", SPECIALITIES)
def test_every_speciality_is_found(speciality: str) -> None:
    assert speciality_in(f"Spécialiste en {speciality.upper()} - diplômé") == speciality


def test_the_longest_speciality_is_kept() -> None:
    assert speciality_in("Endocrinologie-Diabétologie, nutrition") == "Endocrinologie-Diabétologie"
    assert speciality_in("ORL") == "ORL"
    assert speciality_in("CORLISS") is None


@given(st.text())
def test_any_text_names_a_known_city_or_none(text: str) -> None:
    assert city_named(text) in (None, *CITIES)
    assert speciality_in(text) in (None, *SPECIALITIES)
