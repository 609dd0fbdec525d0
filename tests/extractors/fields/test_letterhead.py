"""Who issues a paper, told by its letterhead."""

from __future__ import annotations

import pytest

from tests.extractors.fields.papers import holds, read, values
from tests.extractors.sheets import at, sheet


def facture(*rows: object) -> dict[str, str]:
    return values(read("facture", sheet(*rows)).fields)  # type: ignore[arg-type]


def feuille(*rows: object) -> dict[str, str]:
    return values(read("feuille_de_soins", sheet(*rows)).fields)  # type: ignore[arg-type]


def ordonnance(*rows: object) -> dict[str, str]:
    return values(read("ordonnance", sheet(*rows)).fields)  # type: ignore[arg-type]


def test_the_house_in_the_largest_print() -> None:
    found = facture(
        at(0.03, "Membre de la mutuelle des pharmaciens"),
        at(0.06, "PHARMACIE DES ORANGERS", height=0.024),
        at(0.10, "12, avenue Hassan II, Kénitra"),
        at(0.25, "FACTURE", height=0.02),
    )
    assert found["emetteur_nom"] == "PHARMACIE DES ORANGERS"
    assert found["emetteur_ville"] == "Kénitra"
    assert found["nature"] == "pharmacie"


def test_a_house_alone_on_its_line_with_its_name_below() -> None:
    found = facture(
        at(0.05, (0.4, "PHARMACIE"), height=0.022), at(0.08, (0.38, "DES ORANGERS"), height=0.022)
    )
    assert found["emetteur_nom"] == "PHARMACIE DES ORANGERS"


def test_the_kind_of_an_invoice_is_no_house() -> None:
    found = facture(
        at(0.04, (0.47, "FACTURE"), height=0.018), at(0.062, (0.45, "PHARMACIE"), height=0.018),
        at(0.08, (0.4, "Modèle ANAM - Assurance Maladie Obligatoire")),
    )  # fmt: skip
    assert "emetteur_nom" not in found
    assert found["nature"] == "pharmacie"


def test_a_house_named_at_the_foot_is_no_letterhead() -> None:
    assert "emetteur_nom" not in facture(at(0.3, "Note"), at(0.9, "PHARMACIE DES ORANGERS"))


@pytest.mark.parametrize("head", ["Dr Sara ALAMI", "Docteur Sara ALAMI", "Pr. Sara ALAMI"])
def test_the_doctor(head: str) -> None:
    found = ordonnance(at(0.05, f"{head}"), at(0.08, "Spécialiste en cardiologie"))
    assert found["medecin_nom"] == head
    assert "ardiologie" in found["medecin_specialite"]


def test_what_follows_the_name_of_the_doctor_is_left_out() -> None:
    found = ordonnance(at(0.05, "Dr Sara ALAMI, ancienne interne des hôpitaux"))
    assert found["medecin_nom"] == "Dr Sara ALAMI"


def test_the_box_is_that_of_the_printed_head() -> None:
    reading = sheet(at(0.06, "PHARMACIE DES ORANGERS", height=0.024), at(0.4, "Total"))
    field = read("facture", reading).fields["emetteur_nom"]
    assert field.box is not None
    assert [w.text for w in reading.words if holds(field.box, w.box)] == field.raw.split()


def test_the_second_page_has_no_letterhead() -> None:
    document = read("facture", sheet(at(0.3, "Note")), sheet(at(0.05, "PHARMACIE DES ORANGERS")))
    assert "emetteur_nom" not in document.fields


def test_a_house_without_its_city_and_without_what_small_print_adds() -> None:
    assert feuille(at(0.05, "IPM du Port — Dakar", height=0.02))["organisme_nom"] == "IPM du Port"
    said = feuille(at(0.05, "NORD PRÉVOYANCE", (0.5, "société mutuelle d'assurances")))
    assert said["organisme_nom"] == "NORD PRÉVOYANCE"


def test_labels_in_the_head_name_no_house() -> None:
    found = values(
        read(
            "bulletin_adhesion",
            sheet(
                at(0.05, "Horizon Vie", height=0.02),
                at(0.10, "Société contractante", (0.6, "Collège")),
                at(0.12, "Textiles du Nord", (0.6, "Cadre")),
            ),
        ).fields
    )
    assert found["organisme_nom"] == "Horizon Vie"


def test_the_city_of_the_address_at_the_foot() -> None:
    found = facture(
        at(0.05, "Labo Riad", height=0.02),
        at(0.93, "Labo Riad — 81, rue de la Paix, Salé — Tél. 0537"),
    )
    assert found["emetteur_ville"] == "Salé"


@pytest.mark.parametrize(
    ("sigle", "address", "city"),
    [
        ("IPRES", "Villa 24, Cité Sicap Foire, Dakar - BP 161", "Dakar"),
        ("MUGEF-CI", "Immeuble Alpha, Abidjan - 01 BP 8550", "Abidjan"),
    ],
)
def test_houses_of_senegal_and_of_cote_d_ivoire(sigle: str, address: str, city: str) -> None:
    head = feuille(at(0.05, sigle, height=0.02))
    assert head["organisme_nom"] == sigle
    foot = facture(at(0.05, "Labo Horizon", height=0.02), at(0.93, address))
    assert foot["emetteur_ville"] == city


def test_words_of_forms_beside_a_label_name_no_house() -> None:
    found = facture(
        at(0.05, "HÔPITAL SIDI MÂAROUF", height=0.02),
        at(0.20, "Le Régisseur soussigné déclare avoir facturé"),
    )
    assert found["emetteur_nom"] == "HÔPITAL SIDI MÂAROUF"


@pytest.mark.parametrize(
    "line",
    [
        "Mutuelle Attadamoun · Assurance groupe maladie-maternité",
        "demande de remboursement – Mutuelle Attadamoun",
        "B Mutuelle Attadamoun",
    ],
)
def test_the_part_of_a_line_that_names_somebody(line: str) -> None:
    assert feuille(at(0.05, line))["organisme_nom"] == "Mutuelle Attadamoun"


def test_an_acronym_is_a_whole_name() -> None:
    found = feuille(at(0.04, "CNOPS", height=0.014), at(0.057, "Siège : avenue Al Araar"))
    assert found["organisme_nom"] == "CNOPS"


def test_the_city_where_a_letter_is_dated_before_that_of_a_name() -> None:
    found = read(
        "demande_prise_en_charge",
        sheet(
            at(0.03, (0.7, "Settat, le 15/11/2025")),
            at(0.05, "Clinique Oued Fès"),
            at(0.15, "Objet : demande de garantie de paiement"),
        ),
    ).fields["ville"]
    assert found.value == "Settat"


def test_the_city_of_a_name_alone_is_doubtful() -> None:
    found = read("facture", sheet(at(0.05, "Clinique Oued Fès", height=0.02))).fields
    assert found["emetteur_ville"].value == "Fès"
    assert found["emetteur_ville"].confidence < 0.9


def test_the_city_of_the_last_rows_of_half_a_sheet() -> None:
    found = ordonnance(
        at(0.2, "Le 23/09/2025"), at(0.81, "Dr Houda TAZI"), at(0.83, "Tétouan · 05 27 02 97 11")
    )
    assert found["medecin_ville"] == "Tétouan"


def test_a_house_before_its_address_on_one_line() -> None:
    found = facture(at(0.03, "CLINIQUE ARRAZI - 19, HAY MOHAMMADI, RUE 9 - SALÉ"))
    assert (found["emetteur_nom"], found["emetteur_ville"]) == ("CLINIQUE ARRAZI", "Salé")


def test_an_arrival_stamp_before_a_name() -> None:
    found = feuille(at(0.03, "DÉCLARATION DE MALADIE", (0.6, "BUREAU D'ORDRE Compagnie Atlas Vie")))
    assert found["organisme_nom"] == "Compagnie Atlas Vie"


def test_an_acronym_far_right_of_a_title() -> None:
    found = feuille(at(0.03, "FEUILLE DE SOINS", (0.9, "CNOPS")))
    assert found["organisme_nom"] == "CNOPS"


def test_a_doctor_of_whose_title_a_letter_was_read() -> None:
    found = ordonnance(at(0.03, "D Amine MIKOU"), at(0.05, "Rhumatologie"))
    assert found["medecin_nom"] == "Dr Amine MIKOU"
    assert found["medecin_specialite"] == "Rhumatologie"


def test_the_name_of_a_speciality_is_no_label() -> None:
    found = ordonnance(
        at(0.03, "Dr Coumba MANGA"), at(0.045, "Médecine générale"), at(0.06, "211, Rue Al Baraka")
    )
    assert found["medecin_specialite"] == "Médecine générale"


def test_an_answer_to_a_label_is_no_letterhead() -> None:
    found = feuille(
        at(0.08, "Assurances Al Amane · Assurance groupe maladie-maternité"),
        at(0.24, "Entreprise souscriptrice"),
        at(0.26, "Ministère de l'Équipement", height=0.03),
    )
    assert found["organisme_nom"] == "Assurances Al Amane"


def test_a_house_whose_first_letter_was_lost() -> None:
    assert feuille(at(0.03, "ompagnie Atlas Vie"))["organisme_nom"] == "Compagnie Atlas Vie"


def test_a_company_named_by_its_legal_form() -> None:
    found = values(read("etat_global_rib", sheet(at(0.03, "Textiles du Bouregreg SA"))).fields)
    assert found["emetteur_nom"] == "Textiles du Bouregreg SA"


def test_the_ministry_over_a_hospital_does_not_issue_its_invoice() -> None:
    found = facture(
        at(0.03, "Royaume du Maroc"),
        at(0.04, "Ministère de la Santé et de la Protection Sociale"),
        at(0.055, "Centre Hospitalier Les Iris"),
    )
    assert found["emetteur_nom"] == "Centre Hospitalier Les Iris"


def test_a_line_that_answers_only_in_part_names_its_house() -> None:
    found = facture(at(0.03, "CLINIQUE ARRAZI INPE 286545171", height=0.012))
    assert found["emetteur_inpe"] == "286545171"
    assert found["emetteur_nom"].startswith("CLINIQUE ARRAZI")


def test_what_was_completed_is_said() -> None:
    house = read("feuille_de_soins", sheet(at(0.03, "ompagnie Atlas Vie"))).fields["organisme_nom"]
    doctor = read("ordonnance", sheet(at(0.03, "D Amine MIKOU"))).fields["medecin_nom"]
    for field in (house, doctor):
        assert field.controle is not None
        assert field.confidence <= 0.6


def test_a_person_called_by_a_town_is_no_city_of_the_doctor() -> None:
    page = sheet(
        at(0.04, "Dr Naïma BENNIS"),
        at(0.06, "Cabinet de pédiatrie, 12 rue des Orangers, Kénitra"),
        at(0.10, "M./Mme AIT BAHA Ayoub"),
        at(0.30, "1) DOLIPRANE 1000 mg"),
    )
    assert read("ordonnance", page).fields["medecin_ville"].value == "Kénitra"


def test_a_speciality_that_names_what_is_ill() -> None:
    found = ordonnance(at(0.05, "Dr Sara ALAMI"), at(0.07, "Maladies de la peau"))
    assert found["medecin_specialite"] == "Maladies de la peau"


def test_a_telephone_between_the_town_and_the_number_of_a_doctor() -> None:
    found = ordonnance(
        at(0.03, (0.4, "Dr Sara ALAMI")),
        at(0.07, (0.2, "12, Rue des Iris - Salé | 05 37 11 22 33 | Code praticien 123456789")),
    )
    assert found["medecin_telephone"] == "0537112233"
    assert found["medecin_ville"] == "Salé"


def test_a_town_at_the_foot_after_any_kind_of_street() -> None:
    found = ordonnance(at(0.3, "Je soussigné Dr Sara ALAMI"), at(0.95, "12, Derb des Iris, Salé"))
    assert found["medecin_ville"] == "Salé"


def test_the_pharmacist_under_the_name_of_the_pharmacy() -> None:
    found = facture(
        at(0.03, "Pharmacie du Lac"),
        at(0.05, "Docteur en pharmacie : Dr Sara ALAMI - 12, Rue des Iris, Salé"),
    )
    assert found["emetteur_nom"] == "Pharmacie du Lac"


def test_a_number_and_a_day_in_the_corner() -> None:
    found = facture(
        at(0.03, "Dr Sara ALAMI - Dentiste", (0.8, "2026-0411")),
        at(0.05, "12, Rue des Iris, Salé", (0.8, "03/02/2026")),
    )
    assert (found["numero_facture"], found["date_facture"]) == ("2026-0411", "2026-02-03")
