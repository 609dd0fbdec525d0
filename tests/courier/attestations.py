"""Letters and attestations of one page, one entry a type: sentences with their fields, on an invented letterhead."""

from __future__ import annotations

import random
from typing import Any

from .paper import Paper, Stamp
from .values import Person, Provider

Entry = dict[str, Any]


def attestations(who: Person, child: Person, dr: Provider, number: str) -> dict[str, Entry]:
    """What each type says, for one insured person, one child and one doctor."""
    patient = {"patient_nom": who.nom, "patient_prenom": who.prenom}
    named = {"nom": who.nom, "prenom": who.prenom}
    asked = {
        "assure_nom": who.nom,
        "assure_prenom": who.prenom,
        "numero_immatriculation": who.immatriculation,
    }
    doctor = {"medecin_nom": dr.nom}
    care = {
        "emetteur": dr.nom,
        "entete": [dr.titre, dr.adresse, f"{dr.ville} – INPE {dr.inpe}"],
        "arabe": dr.arabe,
        "cachet": "cachet_medecin",
        "signature": "signature_medecin",
        "stamp": (dr.nom, dr.titre, f"INPE {dr.inpe}"),
    }
    office = {
        "emetteur": "Cabinet Conseil Rif",
        "entete": ["Conseil en assurances de personnes", "Casablanca"],
        "cachet": "cachet",
        "signature": "signature",
        "stamp": ("CABINET CONSEIL RIF", "Service Santé"),
    }
    fund = {
        "emetteur": "CNOPS",
        "entete": [
            "Caisse Nationale des Organismes de Prévoyance Sociale",
            "Département du contrôle médical",
        ],
        "arabe": "الصندوق الوطني لمنظمات الاحتياط الاجتماعي",
        "cachet": "cachet_organisme",
        "signature": "signature_organisme",
        "stamp": ("CNOPS", "CONTRÔLE MÉDICAL", "RABAT"),
    }
    own = {
        "emetteur": who.full,
        "entete": [who.adresse, who.ville],
        "cachet": "cachet",
        "signature": "signature",
        "stamp": (),
    }
    town = {
        "emetteur": "ROYAUME DU MAROC",
        "entete": ["Ministère de l'Intérieur", f"Commune de {who.ville} – Bureau d'état civil"],
        "arabe": "المملكة المغربية",
        "cachet": "cachet",
        "signature": "signature",
        "stamp": ("OFFICIER", "D'ÉTAT CIVIL", who.ville.upper()),
        "rond": True,
    }
    return {
        "certificat_longue_duree": care
        | {
            "titre": "CERTIFICAT MÉDICAL DE LONGUE DURÉE",
            "champ_date": "date_certificat",
            "champs": patient
            | doctor
            | {
                "medecin_inpe": dr.inpe,
                "maladie": "Insuffisance rénale chronique",
                "duree": "12 mois",
                "date_certificat": "2025-09-15",
            },
            "paragraphes": [
                "Je soussigné, {medecin_nom} (INPE {medecin_inpe}), certifie que M./Mme {patient_nom} {patient_prenom} est suivi(e) à ma consultation pour l'affection chronique suivante : {maladie}.",
                "Cette affection de longue durée impose un traitement continu et une surveillance régulière pendant {duree}.",
                "Certificat établi à la demande de l'intéressé(e), sous pli confidentiel, pour le médecin conseil.",
            ],
        },
        "attestation_prise_en_charge": fund
        | {
            "titre": "ATTESTATION DE PRISE EN CHARGE",
            "champ_date": "date_attestation",
            "cadre": True,
            "champs": {
                "numero_prise_en_charge": "PEC25-0" + number,
                "date_attestation": "2025-10-01",
                "beneficiaire_nom": who.nom,
                "beneficiaire_prenom": who.prenom,
                "numero_immatriculation": who.immatriculation,
                "montant_accorde": "4250.00",
                "mention": "definitive",
            },
            "montre": {"mention": "définitive"},
            "reference": "N° de prise en charge : {numero_prise_en_charge}",
            "paragraphes": [
                "La Caisse atteste prendre en charge, au titre du tiers payant, les soins délivrés à {beneficiaire_nom} {beneficiaire_prenom}, immatriculé(e) sous le numéro {numero_immatriculation}.",
                "Montant accordé : {montant_accorde} dirhams. Prise en charge {mention}.",
                "La présente attestation, en original, est jointe à la facture du prestataire.",
            ],
        },
        "compte_rendu_operatoire": care
        | {
            "titre": "COMPTE RENDU OPÉRATOIRE",
            "champ_date": "date_document",
            "champs": patient | doctor | {"date_document": "2025-10-08"},
            "paragraphes": [
                "Patient : {patient_nom} {patient_prenom}. Opérateur : {medecin_nom}. Anesthésie générale, décubitus dorsal.",
                "Indication : lithiase vésiculaire symptomatique. Voie cœlioscopique, quatre trocarts.",
                "Dissection du triangle de Calot, clips sur le canal et l'artère cystiques, cholécystectomie rétrograde. Hémostase satisfaisante, lavage, drain retiré à J1.",
                "Suites simples. Pièce adressée en anatomopathologie.",
            ],
        },
        "rapport_medical": care
        | {
            "titre": "RAPPORT MÉDICAL",
            "champ_date": "date_document",
            "champs": patient
            | doctor
            | {
                "date_document": "2025-10-20",
                "affection": "Adénocarcinome mammaire gauche",
                "protocole": "AC60 puis docétaxel",
                "poids": "64",
                "taille": "162",
                "surface_corporelle": "1.70",
                "nombre_cures": "6",
                "duree": "18 semaines",
            },
            "paragraphes": [
                "Concerne : {patient_nom} {patient_prenom}. Affection : {affection}.",
                "Protocole envisagé : {protocole}. Poids : {poids} kg, taille : {taille} cm, surface corporelle : {surface_corporelle} m².",
                "Nombre de cures : {nombre_cures}. Durée prévue : {duree}.",
                "Rapport établi par {medecin_nom} à l'attention du médecin conseil.",
            ],
        },
        "acte_naissance": town
        | {
            "titre": "EXTRAIT D'ACTE DE NAISSANCE",
            "champ_date": "date_document",
            "champs": {
                "nom": child.nom,
                "prenom": child.prenom,
                "date_naissance": child.naissance.isoformat(),
                "pere": "Driss",
                "mere": "Rkia FASSI",
                "date_document": "2025-09-02",
            },
            "paragraphes": [
                "Nom : {nom}",
                "Prénom : {prenom}",
                "Né(e) le {date_naissance|long}",
                "Père : {pere}",
                "Mère : {mere}",
                "Extrait délivré conforme au registre de l'état civil, année en cours.",
            ],
        },
        "acte_mariage": town
        | {
            "titre": "EXTRAIT D'ACTE DE MARIAGE",
            "champ_date": "date_document",
            "champs": {
                "epoux_nom": "HAJJI Karim",
                "epouse_nom": who.full,
                "date_mariage": "2014-05-24",
                "date_document": "2025-08-20",
            },
            "paragraphes": [
                "Les adouls près le tribunal de première instance attestent le mariage de :",
                "L'époux : {epoux_nom}",
                "L'épouse : {epouse_nom}",
                "contracté le {date_mariage|long}.",
            ],
        },
        "certificat_scolarite": town
        | {
            "emetteur": "",
            "champ_emetteur": "etablissement_nom",
            "entete": ["Enseignement supérieur", who.ville],
            "titre": "CERTIFICAT DE SCOLARITÉ",
            "champ_date": "date_document",
            "champs": {
                "nom": child.nom,
                "prenom": child.prenom,
                "annee_scolaire": "2025-2026",
                "etablissement_nom": "École Supérieure Ibn Rochd",
                "date_document": "2025-09-29",
            },
            "stamp": ("ÉCOLE SUPÉRIEURE", "IBN ROCHD", "SCOLARITÉ"),
            "paragraphes": [
                "Le directeur des études certifie que l'étudiant(e) {nom} {prenom} est régulièrement inscrit(e) dans l'établissement au titre de l'année scolaire {annee_scolaire}.",
                "Certificat délivré pour servir et valoir ce que de droit.",
            ],
        },
        "attestation_celibat": town
        | {
            "titre": "ATTESTATION DE CÉLIBAT",
            "champ_date": "date_document",
            "champ_emetteur": "emetteur_nom",
            "champs": {
                "nom": child.nom,
                "prenom": child.prenom,
                "date_document": "2025-09-30",
                "emetteur_nom": "Annexe administrative n° 7",
            },
            "paragraphes": [
                "L'autorité locale soussignée atteste, au vu de la déclaration de deux témoins, que {nom} {prenom} n'est pas marié(e) à ce jour."
            ],
        },
        "certificat_non_emploi": town
        | {
            "titre": "CERTIFICAT DE NON EMPLOI",
            "champ_date": "date_document",
            "champ_emetteur": "emetteur_nom",
            "champs": named
            | {"date_document": "2025-10-03", "emetteur_nom": "Annexe administrative n° 12"},
            "paragraphes": [
                "Le caïd chef de l'annexe certifie que M./Mme {nom} {prenom} n'exerce aucune activité rémunérée, dans le secteur public comme dans le secteur privé."
            ],
        },
        "attestation_medicale_handicap": fund
        | {
            "titre": "ATTESTATION MÉDICALE DE HANDICAP",
            "champ_date": "date_document",
            "champ_emetteur": "emetteur_nom",
            "champs": {
                "nom": child.nom,
                "prenom": child.prenom,
                "date_document": "2025-07-11",
                "emetteur_nom": "CNOPS – Département du Contrôle médical",
            },
            "paragraphes": [
                "Après examen, le médecin contrôleur atteste que {nom} {prenom} présente un handicap qui le (la) met dans l'incapacité totale et permanente de se livrer à une activité rémunérée."
            ],
        },
        "attestation_seances": care
        | {
            "titre": "ATTESTATION DE SÉANCES D'HÉMODIALYSE",
            "champ_date": "date_document",
            "champs": {
                "patient_nom": who.nom,
                "seances_par_semaine": "3",
                "date_document": "2025-10-12",
            }
            | doctor,
            "paragraphes": [
                "Je soussigné {medecin_nom} atteste que l'état de M./Mme {patient_nom} nécessite {seances_par_semaine} séances d'hémodialyse par semaine."
            ],
        },
        "convocation_contre_visite": office
        | {
            "titre": "CONVOCATION À UNE CONTRE-VISITE MÉDICALE",
            "champ_date": "date_convocation",
            "champs": {
                "assure_nom": who.full,
                "numero_dossier": "D-" + number,
                "date_convocation": "2025-10-22",
                "date_contre_visite": "2025-11-03",
                "medecin_controleur": dr.nom,
                "ville": who.ville,
            },
            "reference": "Dossier n° {numero_dossier}",
            "paragraphes": [
                "M./Mme {assure_nom} est prié(e) de se présenter le {date_contre_visite} au cabinet de {medecin_controleur}, médecin contrôleur à {ville}.",
                "Le médecin porte ci-dessous la date de la visite effectuée et son cachet, et nous retourne la présente.",
            ],
        },
        "rapport_contre_visite": care
        | {
            "titre": "RAPPORT DE CONTRE-VISITE",
            "champ_date": "date_document",
            "champs": patient | doctor | {"date_document": "2025-11-03"},
            "paragraphes": [
                "J'ai examiné ce jour {patient_nom} {patient_prenom} à la demande de la compagnie.",
                "Constatations : l'état décrit au dossier est confirmé ; les soins prescrits sont justifiés.",
                "Médecin contrôleur : {medecin_nom}.",
            ],
        },
        "accuse_reception": office
        | {
            "titre": "ACCUSÉ DE RÉCEPTION",
            "champ_date": "date_document",
            "champs": {"date_document": "2025-11-04", "numero_bordereau": "B-" + number},
            "paragraphes": [
                "Nous accusons réception des dossiers énumérés au bordereau n° {numero_bordereau}, après comptage et vérification contradictoire."
            ],
        },
        "mandat_ayant_droit": own
        | {
            "titre": "MANDAT",
            "champ_date": "date_document",
            "champs": {"date_document": "2025-10-15", "nom": who.full},
            "paragraphes": [
                "Je soussigné(e) {nom} donne mandat à mon fils pour signer en mon nom la facture des soins d'oncologie qui me sont délivrés, et tout document s'y rapportant."
            ],
        },
        "reponse_compagnie": office
        | {
            "emetteur": "Assurances Al Amane",
            "titre": "RÉPONSE À VOTRE DEMANDE",
            "champ_date": "date_document",
            "champs": {
                "decision": "complement_information",
                "numero_dossier": "D-" + number,
                "date_document": "2025-10-30",
            },
            "reference": "Dossier n° {numero_dossier}",
            "montre": {"decision": "un complément d'information est demandé"},
            "paragraphes": [
                "Après étude de votre dossier, {decision}.",
                "Merci de nous adresser l'ordonnance datée et cachetée ainsi que les vignettes manquantes. Passé le délai du contrat, le dossier sera classé.",
            ],
        },
        "reclamation": own
        | {
            "titre": "RÉCLAMATION",
            "champ_date": "date_document",
            "destinataire": ["Cabinet Conseil Rif", "Service Santé", "Casablanca"],
            "champs": {
                "assure_nom": who.full,
                "numero_dossier": "D-" + number,
                "objet": "remboursement non reçu",
                "date_document": "2025-10-28",
            },
            "reference": "Objet : {objet} – dossier n° {numero_dossier}",
            "paragraphes": [
                "Madame, Monsieur,",
                "Je soussigné(e) {assure_nom} n'ai pas reçu le remboursement du dossier cité, déposé il y a plus de deux mois. Je vous demande de me dire où il en est.",
                "Avec mes salutations distinguées.",
            ],
        },
        "avenant": office
        | {
            "emetteur": "Assurances Al Amane",
            "titre": "AVENANT D'INCORPORATION",
            "champ_date": "date_document",
            "champs": {"date_document": "2025-10-10", "nom": child.full},
            "paragraphes": [
                "À compter de la date ci-dessous, est incorporé(e) au contrat le bénéficiaire {nom}. Toutes autres clauses sans changement."
            ],
        },
        "demande_remboursement_direct": own
        | {
            "titre": "DEMANDE DE REMBOURSEMENT DIRECT",
            "champ_date": "date_document",
            "champs": asked | {"date_document": "2025-10-21", "objet": "soins hors réseau"},
            "reference": "Objet : {objet}",
            "paragraphes": [
                "Je soussigné(e) {assure_nom} {assure_prenom}, immatriculé(e) {numero_immatriculation}, demande le remboursement direct des factures jointes."
            ],
        },
        "demande_incorporation": own
        | {
            "titre": "DEMANDE D'INCORPORATION",
            "champ_date": "date_document",
            "champs": asked
            | {"date_document": "2025-10-09", "objet": "incorporation d'un nouveau-né"},
            "reference": "Objet : {objet}",
            "paragraphes": [
                "Je soussigné(e) {assure_nom} {assure_prenom}, immatriculé(e) {numero_immatriculation}, demande que mon enfant soit ajouté à mon contrat."
            ],
        },
        "demande_retrait": own
        | {
            "titre": "DEMANDE DE RETRAIT",
            "champ_date": "date_document",
            "champs": asked
            | {"date_document": "2025-10-17", "objet": "retrait pour départ de l'entreprise"},
            "reference": "Objet : {objet}",
            "paragraphes": [
                "Merci de retirer du contrat l'adhérent {assure_nom} {assure_prenom}, immatriculé {numero_immatriculation}."
            ],
        },
        "autre": office
        | {
            "titre": "NOTE D'INFORMATION",
            "champ_date": "date_document",
            "champs": {"date_document": "2025-10-01"},
            "paragraphes": [
                "Nos bureaux seront fermés le jeudi 6 novembre, jour férié. Les dépôts reprennent le lendemain à 8 h 30."
            ],
        },
    }


def paper(key: str, kind: str, entry: Entry, ville: str, rng: random.Random) -> Paper:
    """The paper of one entry."""
    extra = {
        "police": rng.choice(["tinos", "arimo"]),
        "couleur": rng.choice(["#1d3f6e", "#222222", "#6b2032", "#155a43"]),
        "champ_emetteur": None,
        "arabe": "",
        "destinataire": None,
        "reference": None,
        "haut": None,
        "cadre": False,
        "tableau": None,
        "forme_date": None,
        "pied": "",
        "lieu": ville,
    } | entry
    stamps = (
        {
            entry["cachet"]: Stamp(
                entry["stamp"],
                "round" if entry.get("rond") else "rect",
                rng.choice(["#2b3fa0", "#5a2f93", "#1d1f2b"]),
                40,
            )
        }
        if entry["stamp"]
        else {}
    )
    return Paper(
        key,
        kind,
        "commun/attestation",
        entry["champs"],
        stamps=stamps,
        signatures=frozenset({entry["signature"]}),
        extra=extra,
        recipes=(rng.choice(["bureau", "use", "agrafe", "perfore", "travers"]),),
    )
