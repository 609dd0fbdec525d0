"""Two writings of one name, and two names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.dossiers.names import comparable, is_whole, likeness, same_number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EL IDRISSI Mohamed", "Med El Idrissi"),
        ("EL IDRISSI Mohamed", "ELIDRISSI Mohammed"),
        ("ZOUHAIR Houda", "ZUHAIR Houda"),
        ("BENNANI Fatima Zahra", "F.Z. BENNANI née ALAOUI Fatima Zahra"),
        ("Mme EL GHAZI Naïma", "EL GHAZI Naima épouse IDRISSI"),
        ("TRAORÉ Aïcha", "traore aicha"),
    ],
)
def test_one_name_written_twice(one: str, other: str) -> None:
    assert likeness(comparable(one), comparable(other)) >= 88


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EL OUALI Zakaria", "EL OUALI Noureddine"),
        ("ALAMI Rachid", "TOURE Aminata"),
        ("EL ALAMI", "EL IDRISSI Mohamed"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert likeness(comparable(one), comparable(other)) < 76


def test_a_surname_alone_is_no_whole_name() -> None:
    assert not is_whole(comparable("EL IDRISSI"))
    assert is_whole(comparable("EL IDRISSI Med"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("204587613", "204587673", True),
        ("204587613", "20458613", True),
        ("20458", "20459", False),
        ("204587613", "204587999", False),
    ],
)
def test_numbers_with_a_wrong_character(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same


words = st.lists(st.sampled_from(["el", "alami", "rachid", "med", "bennani", "x", ""]), max_size=4)


@given(words, words)
def test_likeness_is_a_share_and_goes_both_ways(one: list[str], other: list[str]) -> None:
    first, second = comparable(" ".join(one)), comparable(" ".join(other))
    assert 0 <= likeness(first, second) <= 100
    assert likeness(first, second) == pytest.approx(likeness(second, first))
