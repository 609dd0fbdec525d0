"""From the words beside a label to a value."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.parsed import Parsed
from extractors.fields.parsing import parse
from models.documents import Kind
from models.values.identifiers import rib_key

SHAPES = {
    Kind.DATE: r"\d{4}-\d\d-\d\d",
    Kind.MONTANT: r"\d+\.\d\d",
    Kind.ENTIER: r"\d{1,4}",
    Kind.DECIMAL: r"\d+(\.\d+)?",
    Kind.IDENTIFIANT: r"[^\s]+",
    Kind.CIN: r"[A-Z]{1,2}[0-9]{4,7}",
    Kind.INPE: r"[0-9]{9}",
    Kind.ICE: r"[0-9]{15}",
    Kind.RIB: r"[0-9]{24}",
    Kind.EAN13: r"[0-9]{13}",
    Kind.TELEPHONE: r"\+?[0-9]{9,15}",
    Kind.EMAIL: r"[^\s@]+@[^\s@]+\.[^\s@]+",
    Kind.AGE: r"[0-9]{1,3}",
}
"""How values of each kind are kept (DOMAIN §3)."""
figures = st.text(alphabet="0123456789OIlSBZ .,:/-+@|²፩٣DHFabk", max_size=50)


@given(st.sampled_from(list(Kind)), st.one_of(st.text(), figures))
def test_any_text_gives_a_value_of_its_kind_or_none(kind: Kind, text: str) -> None:
    parsed = parse(kind, text)
    if parsed is None:
        return
    assert parsed.value == parsed.value.strip() != ""
    assert 0 < parsed.certainty <= 1
    shape = SHAPES.get(kind)
    assert shape is None or re.fullmatch(shape, parsed.value, re.ASCII), parsed


def value(kind: Kind, text: str) -> str | None:
    parsed = parse(kind, text)
    return parsed.value if parsed else None


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Kind.DATE, "05/11/2025", "2025-11-05"),
        (Kind.DATE, "٠٥/١١/٢٠٢٥", "2025-11-05"),
        (Kind.MONTANT, ": 1 250,00 DH", "1250.00"),
        (Kind.MONTANT, "125O,5O", "1250.50"),
        (Kind.MONTANT, "l25,00", "125.00"),
        (Kind.MONTANT, "45DH", "45.00"),
        (Kind.MONTANT, "|1250,00|", "1250.00"),
        (Kind.MONTANT, "TVA 20,00 % 250,00", "250.00"),
        (Kind.ENTIER, "trois (03) pièces", "3"),
        (Kind.DECIMAL, "x 1,5", "1.5"),
        (Kind.IDENTIFIANT, "FA-2025/114", "FA-2025/114"),
        (Kind.IDENTIFIANT, ": 12 345 678", "12345678"),
        (Kind.CIN, "bk 123456", "BK123456"),
        (Kind.CIN, "B K 1 2 3 4 5 6", "BK123456"),
        (Kind.INPE, "INPE : 091 234 567", "091234567"),
        (Kind.TELEPHONE, "05 22 20 30 40 / 06 61 12 34 56", "0522203040"),
        (Kind.EMAIL, "Cabinet@exemple.ma Tél 0522", "cabinet@exemple.ma"),
        (Kind.EMAIL, "cabinet @ exemple . ma", "cabinet@exemple.ma"),
        (Kind.NOM, ": Mme EL FASSI", "EL FASSI"),
        (Kind.NOM, "M. / Mme ALAMI", "ALAMI"),
        (Kind.NOM, "BENNIS Yasmine est inscrite en 3e", "BENNIS Yasmine"),
        (Kind.PRENOM, "Sara née le", "Sara"),
        (Kind.NOM, "Mohamed el Amrani", "Mohamed el Amrani"),
        (Kind.NOM, "de Saint-Aubin", "de Saint-Aubin"),
        (Kind.NOM, "AL4MI", None),
        (Kind.NOM, "ALAM1", "ALAMI"),
        (Kind.NOM, "néant", None),
        (Kind.NOM, "..........", None),
        (Kind.PRENOM, "Fatima-Zahra", "Fatima-Zahra"),
        (Kind.VILLE, "Rabat, le 3 mars 2025", "Rabat"),
        (Kind.TEXTE, " - consultation  spécialisée . ", "consultation spécialisée"),
        (Kind.TEXTE, "____", None),
        (Kind.DUREE, "pendant 3  mois", "3 mois"),
        (Kind.AGE, "42 ans", "42"),
        (Kind.AGE, "142 ans", None),
        (Kind.MONTANT_LETTRES, "MILLE DEUX CENTS DIRHAMS", "MILLE DEUX CENTS DIRHAMS"),
        (Kind.MONTANT_LETTRES, "cent dirhams (100,00 DH) pour soins", "cent dirhams"),
        (
            Kind.MONTANT_LETTRES,
            "deux cents dirhams et vingt centimes, en espèces",
            "deux cents dirhams et vingt centimes",
        ),
        (Kind.MONTANT_LETTRES, "voir au dos", None),
        (Kind.CHOIX, "assuré", None),
        (Kind.BOOLEEN, "oui", None),
    ],
)
def test_values_as_papers_have_them(kind: Kind, text: str, expected: str | None) -> None:
    assert value(kind, text) == expected


@given(
    st.dates(date(1941, 1, 1), date(2040, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%y", "%d%m%Y"]),
)
def test_dates_are_kept_as_iso(day: date, form: str) -> None:
    assert value(Kind.DATE, f"le {day.strftime(form)} à Rabat") == day.isoformat()


@given(st.text("0123456789", min_size=22, max_size=22))
def test_a_rib_with_its_key_is_proven_another_is_kept_and_flagged(first: str) -> None:
    key = rib_key(first)
    good = parse(Kind.RIB, f"RIB {first[:3]} {first[3:6]} {first[6:]} {key}")
    assert good == Parsed(first + key, 0.995)
    wrong = f"{(int(key) + 1) % 100:02d}"
    bad = parse(Kind.RIB, f"{first} {wrong}")
    assert bad is not None
    assert bad.value == first + wrong  # flagged, not repaired
    assert bad.certainty < 0.5
    assert bad.controle is not None
    assert "RIB" in bad.controle


def test_a_pattern_narrows_the_text() -> None:
    assert parse(Kind.IDENTIFIANT, "du 12/05/2025 n° 4711", r"n°\s*(\d+)") == Parsed("4711", 0.9)
    assert parse(Kind.IDENTIFIANT, "du 12/05/2025", r"n°\s*(\d+)") is None
    assert parse(Kind.DATE, "", None) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXTE, "oxaliplatine 143 mg.Poids 67 kg", "oxaliplatine 143 mg"),
        (Kind.PRENOM, "Ahmed.Chirurgien", "Ahmed"),
        (Kind.VILLE, "12/05/1971 à Fès", "Fès"),
        (Kind.MONTANT_LETTRES, "de trois mille dirhams", "trois mille dirhams"),
    ],
)
def test_what_runs_into_a_value_is_left_out(kind: Kind, text: str, value: str) -> None:
    parsed = parse(kind, text)
    assert parsed is not None
    assert parsed.value == value
