"""Administrative forms of one page, one entry a type: parts, labelled fields, a table, boxes to sign."""

from __future__ import annotations

import random
from typing import Any

from .paper import Ink, Paper, Stamp
from .values import Person, Provider

Entry = dict[str, Any]
LIENS = [
    ("assure", "Assuré"),
    ("conjoint", "Conjoint"),
    ("enfant", "Enfant"),
    ("ascendant", "Ascendant"),
]


def formulaires(
    who: Person, others: list[Person], dr: Provider, clinic: Provider, number: str
) -> dict[str, Entry]:
    """What each form holds, for one insured person, some colleagues, a doctor and a clinic."""
    asked = {
        "assure_nom": who.nom,
        "assure_prenom": who.prenom,
        "numero_immatriculation": who.immatriculation,
    }
    people = [{"nom": p.nom, "prenom": p.prenom} for p in others]
    place = {"etablissement_nom": clinic.nom, "inpe": clinic.inpe}
    cnops = {
        "emetteur": "CNOPS",
        "entete": ["Caisse Nationale des Organismes de Prévoyance Sociale"],
        "arabe": "الصندوق الوطني",
        "couleur": "#0d6b49",
    }
    anam = {
        "emetteur": "ANAM",
        "entete": ["Agence Nationale de l'Assurance Maladie"],
        "arabe": "",
        "couleur": "#1f5f8f",
    }
    pmas = {
        "emetteur": "Mutuelle Téranga Santé",
        "entete": ["Dakar – Plateau", "Gestion pour compte"],
        "arabe": "",
        "couleur": "#7a4a12",
    }
    firm = {
        "emetteur": "Société Atlas Textiles",
        "entete": ["Direction des ressources humaines", "Casablanca"],
        "arabe": "",
        "couleur": "#333333",
    }
    sign = [
        (
            "Cachet et signature de l'établissement",
            "cachet_etablissement",
            "signature_etablissement",
        )
    ]
    table = lambda nom, *cols: {"nom": nom, "colonnes": list(cols)}  # noqa: E731
    people_table = table("personnes", ("nom", "Nom"), ("prenom", "Prénom"))
    return {
        "demande_prise_en_charge": cnops
        | {
            "titre": "DEMANDE DE PRISE EN CHARGE – HOSPITALISATION",
            "champs": asked
            | place
            | {
                "modele_imprime": "hospitalisation",
                "motif": "medecine",
                "urgence": False,
                "beneficiaire_nom": who.nom,
                "beneficiaire_prenom": who.prenom,
                "beneficiaire_lien": "assure",
                "diagnostic": "Pyélonéphrite aiguë",
                "code_acte": "K",
                "cotation": "50",
                "date_hospitalisation": "2025-11-04",
                "duree_prevue": "4",
                "date_demande": "2025-11-03",
                "ville": clinic.ville,
            },
            "parties": [
                (
                    "ÉTABLISSEMENT",
                    [
                        [("Dénomination :", "etablissement_nom"), ("INPE :", "inpe")],
                        [("Ville :", "ville"), ("Date de la demande :", "date_demande")],
                    ],
                ),
                (
                    "BÉNÉFICIAIRE",
                    [
                        [("N° d'immatriculation :", "numero_immatriculation")],
                        [("Assuré – nom :", "assure_nom"), ("prénom :", "assure_prenom")],
                        [
                            ("Malade – nom :", "beneficiaire_nom"),
                            ("prénom :", "beneficiaire_prenom"),
                        ],
                        [("Lien :", ("beneficiaire_lien", LIENS))],
                    ],
                ),
                (
                    "MOTIF DE L'ADMISSION",
                    [
                        [
                            (
                                "Motif :",
                                (
                                    "motif",
                                    [
                                        ("medecine", "Médecine"),
                                        ("chirurgie", "Chirurgie"),
                                        ("reanimation", "Réanimation"),
                                        ("couveuse", "Couveuse"),
                                    ],
                                ),
                            )
                        ],
                        [("Urgence :", ("urgence", [(True, "Oui"), (False, "Non")]))],
                        [("Diagnostic :", "diagnostic")],
                        [("Code de l'acte :", "code_acte"), ("Cotation :", "cotation")],
                        [
                            ("Date d'hospitalisation :", "date_hospitalisation"),
                            ("Durée prévue (jours) :", "duree_prevue"),
                        ],
                    ],
                ),
            ],
            "cases": [
                ("Cachet et signature du médecin", "cachet_medecin", "signature_medecin"),
                ("Cachet de l'établissement", "cachet_etablissement", ""),
            ],
            "deduit": {"modele_imprime": "hospitalisation"},
        },
        "bulletin_adhesion": firm
        | {
            "emetteur": "Ivoire Assurances Santé",
            "entete": ["Abidjan – Plateau", "Contrat collectif"],
            "titre": "BULLETIN D'ADHÉSION",
            "champs": {
                "souscripteur": "Société Atlas Textiles",
                "numero_police": "CI-" + number,
                "assure_nom": who.nom,
                "assure_prenom": who.prenom,
                "assure_sexe": who.sexe,
                "assure_date_naissance": who.naissance.isoformat(),
                "situation_familiale": "celibataire",
                "assure_adresse": who.adresse,
                "assure_ville": who.ville,
                "assure_telephone": who.telephone,
                "date_effet": "2025-12-01",
                "date_signature": "2025-10-31",
            },
            "parties": [
                (
                    "SOUSCRIPTEUR",
                    [
                        [("Raison sociale :", "souscripteur"), ("N° de police :", "numero_police")],
                        [("Date d'effet :", "date_effet")],
                    ],
                ),
                (
                    "ASSURÉ PRINCIPAL",
                    [
                        [("Nom :", "assure_nom"), ("Prénoms :", "assure_prenom")],
                        [
                            ("Né(e) le :", "assure_date_naissance"),
                            ("Sexe :", ("assure_sexe", [("M", "M"), ("F", "F")])),
                        ],
                        [
                            (
                                "Situation :",
                                (
                                    "situation_familiale",
                                    [
                                        ("celibataire", "Célibataire"),
                                        ("marie", "Marié(e)"),
                                        ("divorce", "Divorcé(e)"),
                                        ("veuf", "Veuf(ve)"),
                                    ],
                                ),
                            )
                        ],
                        [("Adresse :", "assure_adresse"), ("Ville :", "assure_ville")],
                        [("Téléphone :", "assure_telephone"), ("Fait le :", "date_signature")],
                    ],
                ),
            ],
            "cases": [
                ("Signature de l'assuré", "", "signature_assure"),
                ("Cachet de l'employeur", "cachet_employeur", ""),
            ],
        },
        "demande_acces_tiers_payant": cnops
        | {
            "titre": "DEMANDE D'ACCÈS AU TIERS PAYANT",
            "champs": place | {"date_document": "2025-09-18"},
            "parties": [
                (
                    "ÉTABLISSEMENT DEMANDEUR",
                    [
                        [("Dénomination :", "etablissement_nom")],
                        [("INPE :", "inpe"), ("Date :", "date_document")],
                    ],
                )
            ],
            "cases": sign,
        },
        "fiche_enregistrement_anam": anam
        | {
            "titre": "FICHE D'ENREGISTREMENT D'UN ÉTABLISSEMENT DE SOINS",
            "champs": place | {"date_document": "2024-02-12"},
            "parties": [
                (
                    "IDENTIFICATION",
                    [
                        [("Établissement :", "etablissement_nom")],
                        [("INPE attribué :", "inpe"), ("Enregistré le :", "date_document")],
                    ],
                )
            ],
            "cases": sign,
        },
        "demande_entente_prealable": pmas
        | {
            "titre": "DEMANDE D'ENTENTE PRÉALABLE",
            "champs": asked
            | {"date_document": "2025-10-14", "objet": "Prothèse dentaire, trois couronnes"},
            "parties": [
                (
                    "PARTICIPANT",
                    [
                        [("Nom :", "assure_nom"), ("Prénom :", "assure_prenom")],
                        [("Matricule de prise en charge :", "numero_immatriculation")],
                    ],
                ),
                ("SOINS DEMANDÉS", [[("Nature :", "objet")], [("Date :", "date_document")]]),
            ],
            "cases": [
                (
                    "Cachet et signature du praticien",
                    "cachet_etablissement",
                    "signature_etablissement",
                )
            ],
        },
        "bon_soins": pmas
        | {
            "titre": "BON DE SOINS",
            "champs": {"date_document": "2025-10-30", "nom": who.nom, "prenom": who.prenom},
            "parties": [
                (
                    "BÉNÉFICIAIRE",
                    [
                        [("Nom :", "nom"), ("Prénom :", "prenom")],
                        [("Valable à compter du :", "date_document")],
                    ],
                )
            ],
            "cases": sign,
        },
        "devis": firm
        | {
            "emetteur": clinic.nom,
            "entete": [clinic.adresse, clinic.ville],
            "titre": "DEVIS",
            "champs": {
                "emetteur_nom": clinic.nom,
                "montant_total": "6800.00",
                "date_document": "2025-10-16",
            },
            "parties": [
                (
                    "PROPOSITION",
                    [
                        [("Établi par :", "emetteur_nom")],
                        [("Date :", "date_document"), ("Montant total (DH) :", "montant_total")],
                    ],
                )
            ],
            "cases": sign,
        },
        "decompte": cnops
        | {
            "titre": "DÉCOMPTE DE REMBOURSEMENT",
            "champs": {"date_document": "2025-10-24", "nom": who.nom, "prenom": who.prenom},
            "parties": [
                (
                    "ASSURÉ",
                    [
                        [("Nom :", "nom"), ("Prénom :", "prenom")],
                        [("Décompte du :", "date_document")],
                    ],
                )
            ],
            "cases": [("Visa", "cachet_etablissement", "")],
        },
        "certificat_garantie": firm
        | {
            "emetteur": "Assurances Al Amane",
            "entete": ["Branche Santé"],
            "titre": "CERTIFICAT DE GARANTIE",
            "champs": {
                "numero_immatriculation": who.immatriculation,
                "nom": who.nom,
                "prenom": who.prenom,
                "date_naissance": who.naissance.isoformat(),
                "numero_police": "4120" + number,
                "date_effet": "2019-01-01",
            },
            "parties": [
                (
                    "L'ASSURÉ(E)",
                    [
                        [
                            ("N° d'immatriculation :", "numero_immatriculation"),
                            ("Police :", "numero_police"),
                        ],
                        [("Nom :", "nom"), ("Prénom :", "prenom")],
                        [("Né(e) le :", "date_naissance"), ("Date d'effet :", "date_effet")],
                    ],
                )
            ],
            "cases": sign,
        },
        "bordereau_envoi": firm
        | {
            "emetteur": "Cabinet Conseil Rif",
            "entete": ["Service Santé"],
            "titre": "BORDEREAU D'ENVOI DE DOSSIERS",
            "champs": {
                "numero_bordereau": "B-" + number,
                "emetteur_nom": "Cabinet Conseil Rif",
                "date_bordereau": "2025-11-04",
                "nombre_dossiers": str(len(others)),
            },
            "parties": [
                (
                    "ENVOI",
                    [
                        [("N° :", "numero_bordereau"), ("Date :", "date_bordereau")],
                        [
                            ("Émetteur :", "emetteur_nom"),
                            ("Nombre de dossiers :", "nombre_dossiers"),
                        ],
                    ],
                )
            ],
            "lines": {
                "dossiers": [
                    {
                        "nom": p.full,
                        "numero_immatriculation": p.immatriculation,
                        "montant": f"{310 + 97 * i}.50",
                    }
                    for i, p in enumerate(others)
                ]
            },
            "tableau": table(
                "dossiers",
                ("nom", "Assuré"),
                ("numero_immatriculation", "N° d'immatriculation"),
                ("montant", "Montant (DH)"),
            ),
            "cases": sign,
        },
        "listing_adherents": pmas
        | {
            "titre": "LISTE DES ADHÉRENTS",
            "champs": {
                "emetteur_nom": "Coopérative Sahel Pêche",
                "date_document": "2025-10-02",
                "nombre": str(len(others)),
            },
            "parties": [
                (
                    "SOUSCRIPTEUR",
                    [
                        [("Raison sociale :", "emetteur_nom")],
                        [("Date :", "date_document"), ("Nombre d'adhérents :", "nombre")],
                    ],
                )
            ],
            "lines": {"personnes": people},
            "tableau": people_table,
            "cases": sign,
        },
        "etat_global_rib": firm
        | {
            "titre": "ÉTAT GLOBAL DES RELEVÉS D'IDENTITÉ BANCAIRE",
            "champs": {
                "emetteur_nom": "Société Atlas Textiles",
                "date_document": "2025-10-06",
                "nombre": str(len(others)),
            },
            "parties": [
                (
                    "EMPLOYEUR",
                    [
                        [("Raison sociale :", "emetteur_nom"), ("Date :", "date_document")],
                        [("Nombre :", "nombre")],
                    ],
                )
            ],
            "lines": {
                "personnes": [a | {"rib": p.rib} for a, p in zip(people, others, strict=True)]
            },
            "tableau": table("personnes", ("nom", "Nom"), ("prenom", "Prénom"), ("rib", "RIB")),
            "cases": sign,
        },
        "bordereau_declaration_salaires": firm
        | {
            "titre": "BORDEREAU DE DÉCLARATION DE SALAIRES",
            "champs": {
                "emetteur_nom": "Société Atlas Textiles",
                "date_document": "2025-10-05",
                "nombre": str(len(others)),
            },
            "parties": [
                (
                    "EMPLOYEUR",
                    [
                        [("Raison sociale :", "emetteur_nom")],
                        [("Période – date :", "date_document"), ("Salariés déclarés :", "nombre")],
                    ],
                )
            ],
            "lines": {"personnes": people},
            "tableau": people_table,
            "cases": sign,
        },
    }


def paper(
    key: str, kind: str, entry: Entry, issuer: Provider, dr: Provider, rng: random.Random
) -> Paper:
    """The paper of one form, filled by hand or by machine."""
    by_hand = rng.random() < 0.5
    extra = {
        "pied": "Document à conserver. Toute rature ou surcharge doit être approuvée.",
        "tableau": None,
    } | entry
    stamps = {}
    for _, name, _signature in entry["cases"]:
        if not name:
            continue
        who = dr if name == "cachet_medecin" else issuer
        lines = (who.nom[:30], who.titre, f"{who.ville} – {who.inpe}")
        if name != "cachet_medecin" and "etablissement_nom" not in entry["champs"]:
            lines = (entry["emetteur"].upper(), *entry["entete"][-2:])
        stamps[name] = Stamp(
            lines,
            "rect",
            rng.choice(["#2b3fa0", "#5a2f93", "#1d1f2b"]),
            46,
        )
    return Paper(
        key,
        kind,
        "commun/formulaire",
        entry["champs"],
        entry.get("lines", {}),
        stamps,
        frozenset(s for _, _, s in entry["cases"] if s),
        Ink.HAND if by_hand else Ink.TYPED,
        rng.choice(["patrick", "kalam", "handlee", "delicious", "reenie", "mansalva"]),
        rng.choice(["#1b2f86", "#1a1d28"]),
        extra,
        recipes=(rng.choice(["bureau", "use", "agrafe", "photocopie", "travers"]),),
    )
