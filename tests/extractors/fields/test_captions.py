"""Labels in small print under the line that bears the value."""

from __future__ import annotations

from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet


def test_values_above_their_captions() -> None:
    page = sheet(
        at(0.150, "ASSURÉ(E)"),
        at(0.180, (0.08, "210725271"), (0.5, "FB804110")),
        at(
            0.194,
            (0.08, "numéro d'immatriculation"),
            (0.5, "n° de la pièce d'identité"),
            height=0.008,
        ),
        at(0.220, (0.08, "RAMDANI"), (0.5, "Lamia")),
        at(0.234, (0.08, "nom de famille"), (0.5, "prénom"), height=0.008),
        at(0.260, (0.08, "150, Derb Sidi Bouloukat"), (0.5, "Tanger")),
        at(0.274, (0.08, "adresse (rue, quartier)"), (0.5, "ville"), height=0.008),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert found["numero_immatriculation"] == "210725271"
    assert found["assure_cin"] == "FB804110"
    assert (found["assure_nom"], found["assure_prenom"]) == ("RAMDANI", "Lamia")
    assert (found["assure_adresse"], found["assure_ville"]) == (
        "150, Derb Sidi Bouloukat",
        "Tanger",
    )


def test_values_below_their_labels_stay_so() -> None:
    page = sheet(
        at(0.15, (0.08, "VOTRE NOM"), (0.5, "VOTRE PRÉNOM")),
        at(0.165, (0.08, "KHALDI"), (0.5, "Naima")),
        at(0.20, (0.08, "VOTRE NUMÉRO D'ASSURÉ"), (0.5, "CIN")),
        at(0.215, (0.08, "395725474"), (0.5, "A798412")),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("KHALDI", "Naima")
    assert (found["numero_immatriculation"], found["assure_cin"]) == ("395725474", "A798412")


def test_captions_in_capitals_hang_from_what_stands_above_them() -> None:
    told = {"N° de police": "4471830", "Nom de l'assuré": "BENNANI", "Ville": "Rabat"}
    told |= {"Prénom de l'assuré": "Youssef", "Date des soins": "17/09/2025"}
    rows = [
        row
        for n, (label, answer) in enumerate(told.items())
        for row in (at(0.150 + 0.05 * n, answer), at(0.166 + 0.05 * n, label, height=0.009))
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["numero_police"], found["assure_ville"]) == ("4471830", "Rabat")
    assert (found["assure_nom"], found["assure_prenom"]) == ("BENNANI", "Youssef")
    assert found["date_soins"] == "2025-09-17"


def test_labels_over_their_answers_are_no_captions() -> None:
    told = {"N° de police": "4471830", "Nom de l'assuré": "BENNANI", "Ville": "Rabat"}
    told |= {"Prénom de l'assuré": "Youssef", "Date des soins": "17/09/2025"}
    rows = [
        row
        for n, (label, answer) in enumerate(told.items())
        for row in (at(0.150 + 0.05 * n, label, height=0.009), at(0.164 + 0.05 * n, answer))
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["numero_police"], found["assure_nom"]) == ("4471830", "BENNANI")


def test_large_handwriting_begins_left_of_the_label_above_it() -> None:
    told = {"N° de police": "4471830", "Nom de l'assuré": "BENNANI", "Employeur": "Atlas Mines"}
    rows = [
        row
        for n, (label, answer) in enumerate(told.items())
        for row in (
            at(0.150 + 0.05 * n, (0.10, label), height=0.009),
            at(0.162 + 0.05 * n, (0.08, answer), height=0.017),
        )
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["numero_police"], found["assure_nom"]) == ("4471830", "BENNANI")
    assert found["employeur"] == "Atlas Mines"


def test_a_long_value_below_a_short_label_is_whole() -> None:
    page = sheet(at(0.15, "Adresse"), at(0.17, (0.16, "24 rue des Orangers, Hay Salam Sud")))
    found = values(read("feuille_de_soins", page).fields)
    assert found["assure_adresse"] == "24 rue des Orangers, Hay Salam Sud"


def test_a_label_with_its_answer_beside_it_is_no_caption() -> None:
    told = {"N° de police": "4471830", "Nom de l'assuré": "BENNANI", "Employeur": "Atlas Mines"}
    told |= {"Prénom de l'assuré": "Youssef", "Ville": "Rabat"}
    rows = [
        at(0.15 + 0.022 * n, (0.08 + 0.04 * n, label), (0.55 + 0.02 * n, answer))
        for n, (label, answer) in enumerate(told.items())
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["employeur"], found["assure_ville"]) == ("Atlas Mines", "Rabat")
    assert (found["assure_nom"], found["assure_prenom"]) == ("BENNANI", "Youssef")


def test_a_hand_that_fills_its_line_makes_no_caption_of_the_next_label() -> None:
    told = {"N° de police": "4471830", "Employeur": "Atlas Mines", "N° CIN": "BE458712"}
    told |= {"Téléphone": "0661234567", "Ville": "Rabat"}
    rows = [
        row
        for n, (label, answer) in enumerate(told.items())
        for row in (
            at(0.150 + 0.026 * n, label, height=0.009),
            at(0.1605 + 0.026 * n, answer, height=0.015),
        )
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["numero_police"], found["employeur"]) == ("4471830", "Atlas Mines")
    assert (found["assure_telephone"], found["assure_ville"]) == ("0661234567", "Rabat")


def test_captions_in_the_middle_of_their_lines() -> None:
    page = sheet(
        at(0.130, "MUTUALISTE"),
        at(0.150, (0.06, "495158547"), (0.37, "33659"), (0.67, "07 54 86 56 60")),
        at(0.164, (0.15, "N° MUTUALISTE"), (0.42, "MATRICULE"), (0.78, "CONTACT"), height=0.009),
        at(0.190, (0.06, "BAMBA"), (0.44, "Sékou")),
        at(0.204, (0.22, "NOM"), (0.67, "PRÉNOMS"), height=0.009),
        at(0.230, (0.06, "12/03/1979"), (0.44, "San-Pédro")),
        at(0.244, (0.20, "DATE DE NAISSANCE"), (0.66, "VILLE"), height=0.009),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert (found["numero_immatriculation"], found["matricule"]) == ("495158547", "33659")
    assert found["assure_telephone"] == "0754865660"
    assert (found["assure_nom"], found["assure_prenom"]) == ("BAMBA", "Sékou")


def test_small_letters_before_their_answers_are_no_captions() -> None:
    page = sheet(
        at(0.10, "nom BELHAJ"),
        at(0.12, "prénom KENZA"),
        at(0.14, (0.05, "naissance 12/03/1979"), (0.35, "commune FES")),
        at(0.16, (0.05, "mobile 0661234567"), (0.40, "courriel k@exemple.ma")),
    )
    found = values(read("bulletin_adhesion", page).fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("BELHAJ", "KENZA")


def test_two_captions_are_enough_where_an_answer_is_of_its_kind() -> None:
    """The rest of the form has its labels before their answers."""
    page = sheet(
        at(0.10, "Nom de l'assuré : BENNANI"),
        at(0.20, "12/03/1979", (0.50, "Rabat")),
        at(0.216, "Date de naissance", (0.50, "Ville")),
        at(0.30, "Prénom de l'assuré : Youssef"),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert found["assure_ville"] == "Rabat"
    assert found["assure_nom"] == "BENNANI"


def test_a_short_answer_ends_before_a_caption_in_the_middle_of_its_line() -> None:
    page = sheet(
        at(0.20, "0661234567", (0.53, "BE458712")),
        at(0.215, (0.20, "TÉLÉPHONE"), (0.68, "N° CIN")),
        at(0.30, "Nom de l'assuré : BENNANI"),
    )
    found = values(read("feuille_de_soins", page).fields)
    assert found["assure_telephone"] == "0661234567"
    assert found["assure_cin"] == "BE458712"


def test_captions_in_brackets_are_paired_with_the_answers_above_in_turn() -> None:
    page = sheet(
        at(0.180, (0.08, "BENNANI"), (0.5, "Youssef")),
        at(0.196, (0.20, "(nom de famille)"), (0.62, "(prénoms)"), height=0.009),
        at(0.230, (0.08, "58214"), (0.35, "01/04/2019"), (0.7, "Employé")),
        at(0.246, (0.15, "(n° de paie)"), (0.4, "(en fonctions depuis le)"), (0.8, "(catégorie)"), height=0.009),
        at(0.280, (0.08, "12/05/1980"), (0.5, "AB123456")),
        at(0.296, (0.20, "(né(e) le)"), (0.6, "(titulaire de la carte d'identité)"), height=0.009),
    )  # fmt: skip
    found = values(read("bulletin_adhesion", page).fields)
    assert (found["matricule"], found["date_embauche"]) == ("58214", "2019-04-01")
    assert found["categorie"] == "Employé"
    assert (found["assure_date_naissance"], found["assure_cin"]) == ("1980-05-12", "AB123456")


def test_captions_well_below_their_answers() -> None:
    page = sheet(
        at(0.200, (0.3, "TAZI")), at(0.230, (0.28, "nom de famille"), height=0.009),
        at(0.262, (0.3, "Omar")), at(0.292, (0.28, "prénom(s)"), height=0.009),
        at(0.324, (0.3, "02/05/2011")), at(0.354, (0.28, "date de naissance"), height=0.009),
        at(0.390, "Père : TAZI Karim"),
    )  # fmt: skip
    found = values(read("acte_naissance", page).fields)
    assert (found["nom"], found["prenom"]) == ("TAZI", "Omar")
    assert found["date_naissance"] == "2011-05-02"


def test_the_title_of_a_doctor_is_an_answer_above_a_caption() -> None:
    told = {"Dr Salma KHALDI": "nom du médecin", "14/03/2024": "date des soins"}
    told |= {"12/05/1980": "date de naissance", "551204478": "n° INPE", "0661223344": "téléphone"}
    rows = [
        row
        for n, (answer, label) in enumerate(told.items())
        for row in (at(0.150 + 0.05 * n, answer), at(0.166 + 0.05 * n, label, height=0.009))
    ]
    found = values(read("feuille_de_soins", sheet(*rows)).fields)
    assert (found["medecin_nom"], found["date_soins"]) == ("Dr Salma KHALDI", "2024-03-14")
