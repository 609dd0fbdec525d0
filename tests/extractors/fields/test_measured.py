"""Facts that their unit alone tells, however the sentence goes."""

from __future__ import annotations

import pytest

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def told(*lines: str) -> dict[str, str]:
    page = sheet(*(at(0.3 + 0.02 * i, line) for i, line in enumerate(lines)))
    return values(read("rapport_medical", page).fields)


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("L'infirmière a relevé 81,5 kilogrammes à l'admission.", "poids", "81.5"),
        ("Pèse ce jour 64 kilos.", "poids", "64"),
        ("Debout, le malade mesure 176 centimètres.", "taille", "176"),
        ("Il mesure 1 m 76.", "taille", "176"),
        ("soit une surface de 1,97 m².", "surface_corporelle", "1.97"),
        ("m² de peau : 1.79", "surface_corporelle", "1.79"),
        ("La surface est de 1.8o m².", "surface_corporelle", "1.80"),
        ("Il reçoit chaque jour de la lénalidomide 25 mg le soir.", "doses_journalieres", "lénalidomide 25 mg"),
        ("Cela devrait durer 4 mois.", "duree", "4 mois"),
        ("Nous prévoyons de la traiter sur 9 semaines.", "duree", "9 semaines"),
    ],
)  # fmt: skip
def test_a_unit_tells_what_a_number_is(line: str, name: str, value: str) -> None:
    assert told(line)[name] == value


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Perte de 6 kg depuis l'été.", "poids"),
        ("Dose de 10 mg/kg, puis 2 kg/m² de charge.", "poids"),
        ("Nodule de 112 cm au scanner.", "taille"),
        ("Périmètre abdominal de 104 cm.", "taille"),
        ("Carboplatine 2,5 m²/jour.", "surface_corporelle"),
        ("Elle est suivie depuis 18 mois.", "duree"),
        ("À revoir dans 3 semaines, traitement poursuivi.", "duree"),
        ("Le taux est de 12 mg/l ce jour.", "doses_journalieres"),
    ],
)
def test_a_measure_of_something_else_is_not_the_patients(line: str, name: str) -> None:
    assert name not in told(line)


def test_two_weights_tell_none() -> None:
    assert "poids" not in told("Il faisait 92 kg en janvier,", "et fait 78 kg en mars.")
