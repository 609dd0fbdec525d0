"""Tables that readings are compared with."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import document_types
from models.reference import (
    city_named,
    nearest_city,
    nearest_given_name,
    nearest_speciality,
    speciality_in,
)
from models.reference.columns import column_headings
from models.reference.drugs import drug_of_code, is_drug, nearest_drug
from models.reference.given_names import is_given_name
from models.reference.places import towns
from models.reference.specialities import SPECIALITIES
from models.values.text import folded


@pytest.mark.parametrize("city", towns())
def test_every_city_is_found_in_an_address_whatever_its_case_and_accents(city: str) -> None:
    assert city_named(f"12, rue des Orangers, 20 000 {city.upper()}") == city
    assert city_named(f"Fait à {folded(city)}, le 3 mars 2025") == city


def test_no_city_is_listed_twice() -> None:
    text = resources.files("models.reference").joinpath("villes.toml").read_text("utf-8")
    listed = [
        town for of in tomllib.loads(text).values() for names in of.values() for town in names
    ]
    assert len({folded(town) for town in listed}) == len(listed)


def test_no_town_is_a_given_name() -> None:
    """A town that many people are called by would part their names."""
    assert [town for town in towns() if " " not in town and is_given_name(town)] == []


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
    assert city_named(text) in (None, *towns())
    assert speciality_in(text) in (None, *SPECIALITIES)


def test_a_drug_by_its_code() -> None:
    drug = drug_of_code("6118010000263")
    assert drug is not None
    assert (drug.nom, drug.dosage) == ("A-GRAM", "500 MG")


def test_a_misread_drug_is_brought_near_when_its_dosage_agrees() -> None:
    assert nearest_drug("SNTROM", "4 mg") == "SINTROM"
    assert nearest_drug("SNTROM", "900 mg") is None
    assert nearest_drug("SNTROM", None) is None
    assert nearest_drug("SINTROM", "4 mg") is None


@given(st.text(max_size=20), st.text(max_size=8))
def test_any_name_may_be_asked(name: str, dosage: str) -> None:
    found = nearest_drug(name, dosage)
    assert found is None or is_drug(found)


@pytest.mark.parametrize("name", ["Babacar", "FATIMA", "Fatima-Ezzahra", "Youssef"])
def test_given_names_are_known_in_any_case(name: str) -> None:
    assert is_given_name(name)


def test_surnames_are_no_given_names() -> None:
    assert not any(map(is_given_name, ("WADE", "BENJELLOUN", "OUHABI", "")))


def test_every_column_of_every_table_has_common_headings_or_its_own() -> None:
    shared = column_headings()
    for kind in document_types().values():
        for table in kind.lines.values():
            assert all(
                column.entetes or shared.get(name) for name, column in table.colonnes.items()
            )


@pytest.mark.parametrize(
    ("read", "known"),
    [
        ("Béni Meilal", "Béni Mellal"),
        ("Casablonca", "Casablanca"),
        ("Fès", None),
        ("Ouagadougou", None),
    ],
)
def test_a_city_misread(read: str, known: str | None) -> None:
    assert nearest_city(read) == known


@pytest.mark.parametrize(
    ("read", "known"),
    [("Endocrinotogie", "Endocrinologie"), ("Ophtalmologe", None), ("Rue", None)],
)
def test_a_speciality_misread(read: str, known: str | None) -> None:
    assert nearest_speciality(read) == known


@pytest.mark.parametrize(("read", "known"), [("Noureddlne", "Noureddine"), ("Salma", None)])
def test_a_given_name_misread(read: str, known: str | None) -> None:
    assert nearest_given_name(read) == known
