"""What a clerk types: taken as written, refused when it is no such value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.review.errors import BadValueError
from flows.review.spots import Spot, label_of
from flows.review.typed import check, checked, shown
from models.documents import FieldSpec, Kind, document_types
from models.entities import Target

GOOD = [
    (Kind.DATE, "12/3/25", "2025-03-12"),
    (Kind.DATE, "12/03/2025", "2025-03-12"),
    (Kind.DATE, "12032025", "2025-03-12"),
    (Kind.DATE, "120325", "2025-03-12"),
    (Kind.DATE, "12.03.61", "1961-03-12"),
    (Kind.DATE, "1er mars 2025", "2025-03-01"),
    (Kind.DATE, "12 août 2025", "2025-08-12"),
    (Kind.DATE, "2025-03-12", "2025-03-12"),
    (Kind.DATE, "١٢/٠٣/٢٠٢٥", "2025-03-12"),
    (Kind.MONTANT, "1250", "1250.00"),
    (Kind.MONTANT, "1 250,5", "1250.50"),
    (Kind.MONTANT, "1250.50 dh", "1250.50"),
    (Kind.MONTANT, "1.250,50", "1250.50"),
    (Kind.MONTANT, "1,250.50", "1250.50"),
    (Kind.MONTANT, "12 500 FCFA", "12500.00"),
    (Kind.MONTANT, "0,05", "0.05"),
    (Kind.ENTIER, "007", "7"),
    (Kind.DECIMAL, "1,75", "1.75"),
    (Kind.IDENTIFIANT, "f-2025 / 0187", "F-2025/0187"),
    (Kind.CIN, "ab 123456", "AB123456"),
    (Kind.CIN, "k-12345", "K12345"),
    (Kind.INPE, "061 234 567", "061234567"),
    (Kind.TELEPHONE, "05 22 20 30 40", "0522203040"),
    (Kind.TELEPHONE, "+212 522 20 30 40", "+212522203040"),
    (Kind.EMAIL, "S.Tahiri@Exemple.MA", "s.tahiri@exemple.ma"),
    (Kind.NOM, "el mansouri", "EL MANSOURI"),
    (Kind.PRENOM, "  Fatima   Zahra ", "Fatima Zahra"),
    (Kind.JOURS, "2 semaines", "14"),
    (Kind.AGE, "42 ans", "42"),
    (Kind.BOOLEEN, "Oui", "true"),
    (Kind.BOOLEEN, "n", "false"),
    (Kind.TEXTE, " deux  mots ", "deux mots"),
]
BAD = [
    (Kind.DATE, "31/02/2025"),
    (Kind.DATE, "12/13/2025"),
    (Kind.DATE, "demain"),
    (Kind.DATE, "12/03"),
    (Kind.DATE, "12/03/0025"),
    (Kind.MONTANT, "douze"),
    (Kind.MONTANT, "-12"),
    (Kind.MONTANT, "12,345,6"),
    (Kind.MONTANT, "1 25,00"),
    (Kind.ENTIER, "3,5"),
    (Kind.CIN, "123456"),
    (Kind.CIN, "ABC123"),
    (Kind.INPE, "12345678"),
    (Kind.ICE, "123"),
    (Kind.TELEPHONE, "12"),
    (Kind.EMAIL, "chez moi"),
    (Kind.NOM, "12"),
    (Kind.NOM, "R2D2"),
    (Kind.AGE, "300"),
    (Kind.BOOLEEN, "peut-être"),
    (Kind.IDENTIFIANT, "///"),
    (Kind.TEXTE, "   "),
    (Kind.TEXTE, "x" * 501),
]


def spec(kind: Kind) -> FieldSpec:
    return FieldSpec(libelle="Essai", genre=kind)


@pytest.mark.parametrize(("kind", "typed", "value"), GOOD)
def test_a_value_as_clerks_write_it(kind: Kind, typed: str, value: str) -> None:
    assert checked(spec(kind), typed).value == value


@pytest.mark.parametrize(("kind", "typed"), BAD)
def test_what_is_no_such_value_is_refused_with_what_is_expected(kind: Kind, typed: str) -> None:
    with pytest.raises(BadValueError) as refused:
        checked(spec(kind), typed)
    assert refused.value.code == "valeur_invalide"
    assert refused.value.hint in refused.value.message


def test_a_wrong_check_digit_is_said_and_kept() -> None:
    right = checked(spec(Kind.EAN13), "6118000040064")
    wrong = checked(spec(Kind.EAN13), "6118000040065")
    assert {right.remark is None, wrong.remark is None} == {True, False}
    assert checked(spec(Kind.RIB), "0" * 24).remark is not None


def test_a_thousand_with_a_point_is_read_back() -> None:
    assert checked(spec(Kind.MONTANT), "1.250").remark == "Compris : 1\u202f250,00."


def test_a_choice_by_its_words_or_its_beginning() -> None:
    spot = Spot(Target.FIELD, "nature")
    assert check("facture", spot, "Pharmacie").value == "pharmacie"
    assert check("facture", spot, "phar").value == "pharmacie"
    with pytest.raises(BadValueError, match="clinique"):
        check("facture", spot, "épicerie")


def test_an_exemplaire_is_of_any_paper() -> None:
    assert (
        check("rib", Spot(Target.FIELD, "exemplaire"), "copie conforme").value == "copie_conforme"
    )


@given(st.sampled_from([k for k in Kind if k is not Kind.CHOIX]), st.text(max_size=60))
def test_anything_typed_is_a_value_or_a_sentence(kind: Kind, typed: str) -> None:
    try:
        found = checked(spec(kind), typed)
    except BadValueError:
        return
    assert found.value
    assert checked(spec(kind), found.value).value == found.value
    assert shown(kind, found.value)


@pytest.mark.parametrize("type_", sorted(document_types()))
def test_every_spot_has_a_label_and_finds_itself_again(type_: str) -> None:
    kind = document_types()[type_]
    spots = [Spot(Target.FIELD, name) for name in kind.fields]
    spots += [Spot(Target.MARK, name) for name in kind.marks]
    spots += [
        Spot(Target.LINE, table, 3, column)
        for table, spec_ in kind.lines.items()
        for column in spec_.colonnes
    ]
    for spot in spots:
        assert Spot.parse(str(spot)) == spot
        assert label_of(type_, spot) != ""
