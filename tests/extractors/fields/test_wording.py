"""Labels understood by their pieces: notions and roles combined as no file lists them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.headings import composed_headings
from extractors.fields.meant import role_of
from extractors.fields.wording import composed_labels
from extractors.layout import lay_out
from models.documents import document_type, document_types
from models.reference.wording import NUMBER, spelled_out, wording
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import at, sheet, tick

CLAIM = document_type("feuille_de_soins")


def meant(text: str, kind: str = "feuille_de_soins") -> list[tuple[str, ...]]:
    page = lay_out(sheet(at(0.3, text)), 1)
    return [
        hit.names or ()
        for row in page.rows
        for hit in composed_labels(row, document_type(kind), page.aspect)
    ]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Date de naissance du sociétaire :", "assure_date_naissance"),
        ("Dte naiss. de l'affilié(e) :", "assure_date_naissance"),
        ("Datedenaissance du malade :", "beneficiaire_date_naissance"),
        ("Date de naissanee de la patiente :", "beneficiaire_date_naissance"),
        ("Adresse de la participante :", "assure_adresse"),
        ("Tél. portable de l'adhérent :", "assure_telephone"),
        ("N° de la pièce d'identité du salarié :", "assure_cin"),
        ("Mutualiste - nom :", "assure_nom"),
        ("Prénoms du bénéficiaire des soins :", "beneficiaire_prenom"),
        ("Numéro de carte d'adhérent :", "numero_immatriculation"),
        ("Spécialité du prescripteur :", "medecin_specialite"),
        ("Code INPE du praticien traitant :", "medecin_inpe"),
        ("Réf. du contrat groupe :", "numero_police"),
        ("Dt naiss. de l'adh. :", "assure_date_naissance"),
        ("Nbre d'annexes :", "nombre_pieces"),
        ("Adresse et téléphone de l'assuré :", "assure_adresse"),
        ("De quelle maladie s'agit-il ?", "nature_maladie"),
    ],
)
def test_a_label_never_listed(label: str, field: str) -> None:
    assert meant(label) == [(field,)]


@pytest.mark.parametrize(
    "label", ["Nom et adresse du médecin", "Nom, prénom et spécialité du praticien", "Physician"]
)
def test_the_role_may_follow_what_is_asked_for_besides(label: str) -> None:
    page = sheet(at(0.3, f"{label} : Dr Karim TAZI"))
    found = values(read("feuille_de_soins", page).fields)
    assert found["medecin_nom"] == "Dr Karim TAZI"
    assert "assure_nom" not in found


@pytest.mark.parametrize("label", ["Nature de l'accord :", "Type d'accord :"])
def test_a_noun_of_another_kind_keeps_its_genitive(label: str) -> None:
    assert not any(meant(label, "attestation_prise_en_charge"))


@pytest.mark.parametrize(
    ("kind", "text", "field"),
    [
        ("reponse_compagnie", "Dossier D25-78739", "numero_dossier"),
        ("facture", "adhérente : 479285980", "numero_immatriculation"),
        ("facture", "Facture 2025/08817 du 12/03/2025", "numero_facture"),
    ],
)
def test_a_number_says_as_much_as_its_sign(kind: str, text: str, field: str) -> None:
    assert values(read(kind, sheet(at(0.3, text))).fields)[field] in text


@pytest.mark.parametrize(
    "text", ["Adhérent TAZI Karim", "Adhérent 0661234567", "Adhérent : 12/03/2025", "Adhérent 2025"]
)
def test_a_name_a_telephone_or_a_date_is_no_number_of_a_person(text: str) -> None:
    found = values(read("facture", sheet(at(0.3, text))).fields)
    assert "numero_immatriculation" not in found


def test_names_that_look_like_abbreviations_are_names() -> None:
    page = sheet(at(0.3, "Assuré(e) : BEN YAHYA Med Amine"))
    assert values(read("feuille_de_soins", page).fields)["assure_nom"] == "BEN YAHYA"


@pytest.mark.parametrize("label", ["Nom de la mère :", "Adresse de l'agence :", "Nom du témoin :"])
def test_labels_of_persons_that_we_do_not_keep_mean_no_field(label: str) -> None:
    assert meant(label) == [()]


@pytest.mark.parametrize(
    "text", ["Clinique Al Amal", "Agent de maîtrise principal du service", "au nom du malade guéri"]
)
def test_names_and_sentences_are_no_labels(text: str) -> None:
    assert not any(meant(text))


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("II - CADRE RÉSERVÉ AU PRATICIEN", "medecin"),
        ("Renseignements relatifs à la sociétaire", "assure"),
        ("A remplir obligatoirement par l'affilié(e)", "assure"),
        ("Identité de la personne soignée", "patient"),
        ("Informations concernant l'époux", "epoux"),
    ],
)
def test_a_heading_names_whose_part_it_opens(heading: str, role: str) -> None:
    (hit,) = composed_headings(lay_out(sheet(at(0.3, heading)), 1))
    assert hit.role == role


def test_the_part_of_the_paper_decides_whose_a_bare_label_is() -> None:
    document = read(
        "feuille_de_soins",
        sheet(
            at(0.05, "FEUILLE DE REMBOURSEMENT", height=0.02),
            at(0.12, "Renseignements relatifs au sociétaire"),
            at(0.15, "Patronyme : ALAMI", (0.5, "Prénom usuel : Karim")),
            at(0.18, "Naiss. : 02/03/1975"),
            at(0.24, "Coordonnées de la personne soignée"),
            at(0.27, "Patronyme : ALAMI", (0.5, "Prénom usuel : Lina")),
            at(0.30, "Naiss. : 09/10/2012"),
        ),
    )
    found = values(document.fields)
    assert found["assure_prenom"] == "Karim"
    assert found["beneficiaire_prenom"] == "Lina"
    assert found["assure_date_naissance"] == "1975-03-02"
    assert found["beneficiaire_date_naissance"] == "2012-10-09"


def test_captions_above_their_values() -> None:
    document = read(
        "feuille_de_soins",
        sheet(
            at(0.20, "Nom du participant", (0.5, "Prénom du participant"), height=0.009),
            at(0.215, "BENNIS", (0.5, "Salma"), height=0.014),
            at(0.25, "N° de carte", (0.5, "Date de naissance du participant"), height=0.009),
            at(0.265, "204587613", (0.5, "11/12/1980"), height=0.014),
        ),
    )
    found = values(document.fields)
    assert (found["assure_nom"], found["assure_prenom"]) == ("BENNIS", "Salma")
    assert found["numero_immatriculation"] == "204587613"
    assert found["assure_date_naissance"] == "1980-12-11"


def test_a_note_after_a_label_is_no_value() -> None:
    document = read("feuille_de_soins", sheet(at(0.2, "Nom de l'affilié (en majuscules) : TAZI")))
    assert values(document.fields)["assure_nom"] == "TAZI"


def test_every_field_and_role_of_the_file_is_known() -> None:
    known = {name for kind in document_types().values() for name in kind.fields}
    book = wording()
    for name, notion in book.notions.items():
        assert set(notion.champs) <= known, name
        assert set(notion.roles) <= set(book.roles), name
        if notion.suffixes:
            assert any(n == s or n.endswith(f"_{s}") for n in known for s in notion.suffixes), name
    for name, role in book.roles.items():
        assert set(role.champs) <= known, name


def test_number_signs_are_written_once() -> None:
    assert all(phrase.count(NUMBER) <= 1 for phrase in wording().notion_phrases)


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("nom [de] famille", {("nom", "famille"), ("nom", "de", "famille")}),
        ("(total|net) [ttc]", {("total",), ("net",), ("total", "ttc"), ("net", "ttc")}),
    ],
)
def test_patterns_spelled_out(pattern: str, phrases: set[tuple[str, ...]]) -> None:
    assert set(spelled_out(pattern)) == phrases


@given(st.text(max_size=60))
def test_any_text_is_looked_through(text: str) -> None:
    words = text.split()
    if words and all(w.strip() for w in words):
        page = lay_out(sheet(at(0.3, text)), 1)
        for row in page.rows:
            for hit in composed_labels(row, CLAIM, page.aspect):
                assert 0 <= hit.first <= hit.last < len(row.tokens)
                assert set(hit.names or ()) <= set(CLAIM.fields)


def test_roles_of_field_names() -> None:
    assert role_of("beneficiaire_nom") == role_of("patient_nom") == "patient"
    assert role_of("nom") is None


def test_a_trade_is_no_part_of_its_label() -> None:
    found = read("bulletin_adhesion", sheet(at(0.3, "Fonction Agent de maîtrise"))).fields
    assert found["categorie"].value == "Agent de maîtrise"


def test_initials_of_a_label() -> None:
    row = at(0.3, "C.I.N. F87485", (0.5, "D. N."), (0.6, "02/04/1970"))
    found = read("feuille_de_soins", sheet(at(0.2, "Renseignements sur l'assuré"), row)).fields
    assert found["assure_date_naissance"].value == "1970-04-02"


def test_the_word_of_a_tick_box_is_no_label() -> None:
    found = read(
        "demande_prise_en_charge",
        sheet(
            at(0.13, "NOM OU RAISON SOCIALE", (0.66, "VILLE")),
            at(0.145, "Clinique Annakhil", (0.66, "Salé")),
            at(0.55, "CHAMBRE", (0.68, "commune"), (0.81, "individuelle")),
            marks=[tick(0.66, 0.55, False), tick(0.79, 0.55, False)],
        ),
    ).fields
    assert found["ville"].value == "Salé"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Je suis inscrit(e) chez vous sous le 185736405", "numero_immatriculation", "185736405"),
        ("Je travaille chez Conserveries du Loukkos SA", "employeur", "Conserveries du Loukkos SA"),
        ("J'habite 166, Impasse des Orangers", "assure_adresse", "166, Impasse des Orangers"),
        ("On me joint au 07 96 21 47 00", "assure_telephone", "0796214700"),
        ("Quel mal avez-vous traité ? Sciatique L5", "nature_maladie", "Sciatique L5"),
        ("À partir de quel jour ? 03/09/2025", "date_soins", "2025-09-03"),
        ("La personne soignée a vu le jour le 17/07/1997", "beneficiaire_date_naissance", "1997-07-17"),
    ],
)  # fmt: skip
def test_sentences_that_ask(text: str, field: str, value: str) -> None:
    assert read("feuille_de_soins", sheet(at(0.3, text))).fields[field].value == value


def test_a_date_numbers_nothing() -> None:
    row = at(0.3, "Matricule", (0.5, "01/04/2019"))
    assert "matricule" not in read("feuille_de_soins", sheet(row)).fields


def test_an_answer_goes_on_where_its_next_word_had_no_room() -> None:
    found = read(
        "rapport_medical",
        sheet(
            at(0.30, "Patient : RAMI Anas. Affection en cause : Insuffisance"),
            at(0.32, "cardiaque. L'évolution est suivie par examen clinique"),
            at(0.34, "et par imagerie tous les trois mois, sans autre prise."),
            at(0.36, "Le traitement est bien supporté depuis le mois de mai."),
            at(0.38, "Il sera poursuivi jusqu'à la prochaine consultation."),
            at(
                0.50, "Pied de page en petits caractères, plus large que le texte " * 2, height=0.01
            ),
        ),
    ).fields["affection"]
    assert found.value == "Insuffisance cardiaque"
