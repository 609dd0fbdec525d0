"""The type files say what DOMAIN §2, §3 and §6 say: the table below is copied from there by hand."""

import pytest

from models.documents.schema import DocumentType, Kind, document_types

CORE = {"feuille_de_soins", "facture", "bulletin_adhesion", "ordonnance"}

# DOMAIN §6, `compte_rendu_*` spelt out.
CONFIDENTIAL = {
    "pli_confidentiel", "certificat_longue_duree", "compte_rendu_hospitalisation", "compte_rendu_operatoire",
    "rapport_medical", "resultats_examens", "rapport_contre_visite",
}  # fmt: skip

REQUEST = "assure_nom assure_prenom numero_immatriculation date_document objet"
CIVIL = "nom prenom date_document emetteur_nom"
CARD = "numero_immatriculation nom prenom date_naissance numero_police date_effet"
REPORT = "patient_nom patient_prenom date_document medecin_nom"

FIELDS = {
    "feuille_de_soins": """organisme_nom numero_feuille numero_police numero_immatriculation matricule assure_nom
        assure_prenom assure_cin assure_date_naissance assure_adresse assure_ville assure_telephone employeur
        beneficiaire_lien beneficiaire_nom beneficiaire_prenom beneficiaire_date_naissance beneficiaire_sexe
        nature_maladie maladie_chronique accident medecin_nom medecin_specialite medecin_inpe date_soins
        montant_total nombre_pieces date_signature""",
    "facture": """nature numero_facture date_facture emetteur_nom emetteur_ice emetteur_if emetteur_inpe
        emetteur_ville patient_nom patient_prenom assure_nom assure_prenom numero_immatriculation
        numero_prise_en_charge date_entree date_sortie montant_total part_organisme part_assure tva
        montant_lettres mention date_delivrance""",
    "bulletin_adhesion": """numero_bulletin organisme_nom souscripteur numero_police matricule assure_nom
        assure_prenom assure_cin assure_date_naissance assure_lieu_naissance assure_sexe situation_familiale
        assure_adresse assure_ville assure_telephone assure_email date_embauche categorie date_effet rib
        conjoint_nom conjoint_prenom conjoint_cin conjoint_date_naissance date_mariage nombre_enfants
        date_signature""",
    "ordonnance": """medecin_nom medecin_specialite medecin_inpe medecin_ville medecin_telephone patient_nom
        patient_prenom patient_age date_prescription renouvellement code_acte libelle_acte""",
    "demande_prise_en_charge": """motif urgence etablissement_nom inpe assure_nom assure_prenom beneficiaire_nom
        beneficiaire_prenom beneficiaire_lien numero_immatriculation diagnostic code_acte cotation
        date_hospitalisation duree_prevue date_demande ville modele_imprime etablissement_statut pays""",
    "attestation_prise_en_charge": """numero_prise_en_charge date_attestation beneficiaire_nom
        beneficiaire_prenom numero_immatriculation montant_accorde mention original""",
    "certificat_longue_duree": "patient_nom patient_prenom maladie medecin_nom medecin_inpe date_certificat duree",
    "pli_confidentiel": "nom_enveloppe ouvert",
    "compte_rendu_hospitalisation": REPORT,
    "compte_rendu_operatoire": REPORT,
    "rapport_medical": REPORT
    + """ affection protocole doses_journalieres poids taille surface_corporelle
        duree nombre_cures nombre_seances metastase""",
    "resultats_examens": REPORT + " nature_examen",
    "devis": "emetteur_nom montant_total date_document",
    "cnie": "cin nom prenom date_naissance date_validite sexe adresse profession",
    "carte_immatriculation": CARD,
    "certificat_garantie": CARD,
    "rib": "rib banque titulaire",
    "photo_identite": "",
    "acte_naissance": "nom prenom date_naissance pere mere",
    "acte_mariage": "epoux_nom epouse_nom date_mariage",
    "certificat_scolarite": "nom prenom annee_scolaire etablissement_nom",
    "attestation_celibat": CIVIL,
    "certificat_non_emploi": CIVIL,
    "attestation_medicale_handicap": CIVIL,
    "attestation_seances": "patient_nom seances_par_semaine medecin_nom date_document",
    "convocation_contre_visite": """assure_nom numero_dossier date_convocation date_contre_visite
        date_visite_effectuee medecin_controleur ville""",
    "bordereau_envoi": "numero_bordereau emetteur_nom date_bordereau nombre_dossiers special_chronique",
    "reponse_compagnie": "decision numero_dossier date_document",
    "reclamation": "assure_nom numero_dossier objet date_document",
    "demande_acces_tiers_payant": "etablissement_nom inpe date_document",
    "fiche_enregistrement_anam": "etablissement_nom inpe date_document",
    "demande_remboursement_direct": REQUEST,
    "demande_entente_prealable": REQUEST,
    "demande_incorporation": REQUEST,
    "demande_retrait": REQUEST,
    "listing_adherents": "emetteur_nom date_document nombre manuscrit",
    "etat_global_rib": "emetteur_nom date_document nombre manuscrit",
    "bordereau_declaration_salaires": "emetteur_nom date_document nombre manuscrit",
    # «other types: date_document and the names on them»
    "rapport_contre_visite": "assure_nom assure_prenom medecin_nom date_document",
    "accuse_reception": "numero_dossier nom prenom date_document",
    "bon_soins": REQUEST,
    "decompte": CIVIL,
    "avenant": "numero_dossier nom prenom date_document",
    "autre": "assure_nom assure_prenom medecin_nom date_document",
    "mandat_ayant_droit": REQUEST,
    "vignettes": "nom prenom date_document",
    "feuille_separatrice": "emetteur_nom date_document",
    "page_blanche": "",
}

# Columns of `personnes` are ours: DOMAIN names the table only.
LINES = {
    "feuille_de_soins": {"actes": "date code coefficient designation montant"},
    "facture": {
        "lignes": """designation code coefficient quantite prix_unitaire montant ppv code_barres date
            patient_nom numero_immatriculation"""
    },
    "bulletin_adhesion": {
        "enfants": "nom prenom date_naissance sexe",
        "questionnaire": "question reponse",
    },
    "ordonnance": {"prescriptions": "medicament dosage forme posologie duree quantite"},
    "resultats_examens": {"mesures": "analyse valeur unite"},
    "bordereau_envoi": {"dossiers": "nom numero_immatriculation montant"},
    "listing_adherents": {
        "personnes": "nom prenom matricule numero_immatriculation cin date_naissance lien"
    },
    "etat_global_rib": {"personnes": "nom prenom matricule numero_immatriculation cin rib banque"},
    "bordereau_declaration_salaires": {
        "personnes": "nom prenom matricule numero_immatriculation date_naissance salaire mouvement"
    },
}

DOCTOR = "cachet_medecin signature_medecin"
MARKS = {
    "feuille_de_soins": DOCTOR + " signature_assure cachet_etablissement",
    "facture": """cachet_etablissement signature_etablissement signature_assure ppv_colles
        codes_barres_colles""",
    "bulletin_adhesion": "signature_assure cachet_employeur photo",
    "ordonnance": DOCTOR,
    "certificat_longue_duree": DOCTOR,
    "rapport_medical": DOCTOR,
    "attestation_seances": DOCTOR,
    "attestation_prise_en_charge": "cachet_organisme signature_organisme",
    "demande_prise_en_charge": DOCTOR + " cachet_etablissement signature_pharmacien",
    "convocation_contre_visite": "cachet_medecin",
}

# Not in DOMAIN §3; §4 asks for signed lists and avenants, the others help the reviewer.
MORE_MARKS = {
    "cnie": "photo",
    "carte_immatriculation": "photo",
    "bordereau_envoi": "cachet_emetteur",
    "accuse_reception": "cachet_organisme",
    "listing_adherents": "signature_souscripteur",
    "etat_global_rib": "signature_souscripteur",
    "avenant": "signature_souscripteur",
    "mandat_ayant_droit": "signature_assure",
    "vignettes": "ppv_colles codes_barres_colles",
}

DOCUMENTS = sorted(document_types().items())


def test_every_type_of_the_domain_has_a_file_and_no_other() -> None:
    assert set(document_types()) == set(FIELDS)


def test_the_core_four_are_marked() -> None:
    assert {name for name, kind in DOCUMENTS if kind.coeur} == CORE


def test_medical_secrets_are_those_of_the_domain() -> None:
    assert {name for name, kind in DOCUMENTS if kind.confidentiel} == CONFIDENTIAL


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_fields_have_the_names_of_the_domain(name: str, kind: DocumentType) -> None:
    assert set(kind.fields) == set(FIELDS[name].split())


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_lines_have_the_names_of_the_domain(name: str, kind: DocumentType) -> None:
    expected = {table: set(columns.split()) for table, columns in LINES.get(name, {}).items()}
    assert {table: set(spec.colonnes) for table, spec in kind.lines.items()} == expected


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_marks_have_the_names_of_the_domain(name: str, kind: DocumentType) -> None:
    expected = MARKS.get(name, "").split() + MORE_MARKS.get(name, "").split()
    assert set(kind.marks) == set(expected)


def test_medical_content_of_administrative_forms_is_sensitive() -> None:
    sensitive = {
        (name, field) for name, kind in DOCUMENTS for field, s in kind.fields.items() if s.sensible
    }
    assert sensitive == {
        ("feuille_de_soins", "nature_maladie"),
        ("demande_prise_en_charge", "diagnostic"),
        ("demande_entente_prealable", "objet"),
    }


@pytest.mark.parametrize(
    ("type_name", "field", "values"),
    [
        ("feuille_de_soins", "beneficiaire_lien", "assure conjoint enfant ascendant"),
        ("feuille_de_soins", "beneficiaire_sexe", "M F"),
        (
            "facture",
            "nature",
            "pharmacie clinique laboratoire radiologie dialyse oncologie hopital_public consultation optique dentaire",
        ),
        ("facture", "mention", "original duplicata copie"),
        ("bulletin_adhesion", "assure_sexe", "M F"),
        ("bulletin_adhesion", "situation_familiale", "celibataire marie divorce veuf"),
        ("attestation_prise_en_charge", "mention", "definitive sous_reserve"),
        (
            "demande_prise_en_charge",
            "motif",
            "medecine reanimation soins_intensifs couveuse chirurgie dialyse chimiotherapie radiotherapie "
            "curietherapie iratherapie greffe_moelle pharmacie ambulatoire",
        ),
        ("demande_prise_en_charge", "beneficiaire_lien", "assure conjoint enfant ascendant"),
        (
            "demande_prise_en_charge",
            "modele_imprime",
            "hospitalisation forfait dialyse oncologie pharmacie",
        ),
        ("demande_prise_en_charge", "etablissement_statut", "public prive"),
        ("resultats_examens", "nature_examen", "biologie radiologie anatomopathologie"),
        (
            "reponse_compagnie",
            "decision",
            "remboursement_total remboursement_partiel rejet_administratif rejet_contractuel "
            "complement_information contre_visite accord",
        ),
    ],
)
def test_choices_are_those_of_the_domain(type_name: str, field: str, values: str) -> None:
    spec = document_types()[type_name].fields[field]
    assert spec.genre is Kind.CHOIX
    assert set(spec.choix) == set(values.split())
