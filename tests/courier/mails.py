"""The two e-mails of the sample: a pharmacy's chronic dossier and an employer's new member."""

from __future__ import annotations

from . import writing
from .cast import Cast, assured_fields, cared, doctor_fields, doctor_stamp, insured
from .paper import Attachment, Dossier, Envoi, Fault, Ink, Paper, Stamp
from .pharmacy import items, prescription


def chronic(c: Cast) -> Envoi:
    """ofppt chronique_pec: everything is there, the certificate in a sealed envelope that only the médecin conseil opens."""
    who, dr, ph = c.berrada, c.dr_hajji, c.ph_anfa
    basket = items(
        ("AMAREL 4 mg", "1 cp le matin avant le repas", "3 mois", 2),
        ("GLUCOPHAGE 850 mg", "1 cp 3 fois par jour", "3 mois", 9),
        ("AMLOR 5 mg", "1 cp le soir", "3 mois", 3),
    )
    declaration = Paper(
        "mail1-fs",
        "feuille_de_soins",
        "declaration",
        {
            "organisme_nom": "OFPPT",
            "numero_police": c.police,
            **assured_fields(who),
            "employeur": "OFPPT - ISTA Ain Borja",
            "beneficiaire_lien": "assure",
            "beneficiaire_nom": who.nom,
            "beneficiaire_prenom": who.prenom,
            "beneficiaire_date_naissance": who.naissance.isoformat(),
            "maladie_chronique": True,
            **doctor_fields(dr),
            "nature_maladie": "Diabète de type 2 et hypertension artérielle",
            "date_soins": "2025-11-03",
            "date_signature": "2025-11-03",
        },
        stamps={"cachet_medecin": doctor_stamp(dr, "#22338f")},
        signatures=frozenset({"signature_medecin", "signature_assure"}),
        ink=Ink.HAND,
        hand="handlee",
        pen="#1a1d28",
        extra={
            "assureur": "Assurances Al Amane",
            "cabinet": "Cabinet Conseil Rif",
            "chronique": True,
            "sig": {"signature_medecin": dr.nom},
        },
        recipes=("bureau",),
        exemplaire="copie",
    )
    seal = Paper(
        "mail1-pli",
        "pli_confidentiel",
        "enveloppe",
        {"nom_enveloppe": who.full},
        stamps={"expediteur": doctor_stamp(dr, "#22338f", 44)},
        ink=Ink.HAND,
        hand="handlee",
        pen="#1a1d28",
        extra={
            "cabinet": "Cabinet Conseil Rif, Casablanca",
            "maladie_masquee": "à ouvrir par lui seul",
        },
        recipes=("bureau",),
        exemplaire="copie",
    )
    rx = prescription(
        "mail1-ord",
        dr,
        {"patient_nom": who.nom, "patient_prenom": who.prenom, "patient_age": "55"},
        "2025-11-03",
        basket,
        "informatique",
        stamps={"cachet_medecin": doctor_stamp(dr, "#22338f")},
        recipes=("photo",),
        exemplaire="copie",
        extra={"titres": "Médecine interne – Diabète – Hypertension", "size": "a5"},
    )
    papers = [declaration, seal, rx]
    dossier = Dossier(
        "mail1-D1",
        "ofppt",
        "chronique_pec",
        papers,
        insured(who),
        cared(who),
        "ambulatoire",
        "a_verifier",
        ("a_verifier",),
        (
            Fault(
                "pli_scelle_a_verifier",
                "a_verifier",
                ("pli", "certificat", "longue"),
                "Le certificat de longue durée est sous pli scellé : son contenu et sa date sont à vérifier par le médecin conseil.",
            ),
        ),
    )
    mail = {
        "de": f"{ph.nom} <pharmacie.duphare@courriel.example>",
        "a": "Cabinet Conseil Rif <sante@cabinet-rif.example>",
        "objet": "Dossier maladie chronique OFPPT - M. BERRADA Fouad",
        "date": "Wed, 05 Nov 2025 10:42:00 +0100",
        "id": "<20251105.1042.phare@courriel.example>",
        "texte": "Bonjour,\n\nVeuillez trouver ci-joint le dossier de prise en charge maladie chronique de M. BERRADA Fouad (OFPPT),\ndéposé ce matin à 9 h 30 "
        "à la pharmacie : déclaration de maladie, photo de l'ordonnance et pli confidentiel\nà l'attention du médecin conseil.\n\n"
        f"Merci de nous répondre sous 48 h par retour de mail.\n\n{ph.personne}\n{ph.nom} - {ph.ville}\nTél. {writing.phone(ph.telephone)} - INPE {ph.inpe}\n",
    }
    return Envoi(
        "courriel-pharmacie.eml",
        "email",
        "2025-11-05T10:42:00+01:00",
        [
            Attachment("dossier_chronique_berrada.pdf", [declaration, seal], "scan"),
            Attachment("IMG_20251105_103811.jpg", [rx], "jpeg"),
        ],
        [dossier],
        mail,
    )


def adhesion(c: Cast) -> Envoi:
    """ofppt adhesion sent by the employer: a bulletin with a text layer, and the bank slip as a photo."""
    who, spouse = c.tazi, c.kabbaj
    questions = [
        ("Êtes-vous actuellement en arrêt de travail pour raison de santé ?", False),
        ("Suivez-vous un traitement médical régulier ?", False),
        ("Avez-vous été hospitalisé(e) au cours des cinq dernières années ?", True),
        ("Êtes-vous atteint(e) d'une maladie chronique ou d'une infirmité ?", False),
        ("Une intervention chirurgicale est-elle prévue dans les douze mois ?", False),
        ("Avez-vous subi un refus d'assurance pour raison de santé ?", False),
    ]
    children = [
        {"nom": spouse.nom, "prenom": "Lina", "date_naissance": "2019-02-23", "sexe": "F"},
        {"nom": spouse.nom, "prenom": "Adam", "date_naissance": "2022-07-09", "sexe": "M"},
    ]
    own = assured_fields(who)
    own.pop("numero_immatriculation")
    bulletin = Paper(
        "mail2-bul",
        "bulletin_adhesion",
        "employeur",
        {
            "numero_bulletin": "BA-2025-00731",
            "souscripteur": "OFPPT",
            "organisme_nom": "OFPPT",
            "numero_police": c.police,
            **own,
            "assure_lieu_naissance": who.lieu_naissance,
            "assure_sexe": "F",
            "situation_familiale": "marie",
            "assure_email": who.email,
            "date_embauche": "2025-10-01",
            "categorie": "Formateur",
            "date_effet": "2025-11-01",
            "rib": who.rib,
            "conjoint_nom": spouse.nom,
            "conjoint_prenom": spouse.prenom,
            "conjoint_cin": spouse.cin,
            "conjoint_date_naissance": spouse.naissance.isoformat(),
            "date_mariage": "2017-06-10",
            "nombre_enfants": "2",
            "date_signature": "2025-10-31",
        },
        {
            "enfants": children,
            "questionnaire": [{"question": q, "reponse": a} for q, a in questions],
        },
        {
            "cachet_employeur": Stamp(
                ("DIRECTION RÉGIONALE", "TANGER - TÉTOUAN", "RESSOURCES HUMAINES"),
                "round",
                "#27399a",
                40,
                ring="OFPPT – FORMATION PROFESSIONNELLE",
            )
        },
        frozenset({"signature_assure"}),
        Ink.PRINT,
        extra={
            "assureur": "Assurances Al Amane",
            "assureur_pied": "Branche Santé et Prévoyance<br>Gestion : Cabinet Conseil Rif",
            "photo": True,
            "deduit": {"organisme_nom": "OFPPT"},
        },
        exemplaire="copie",
    )
    slip = Paper(
        "mail2-rib",
        "rib",
        "banque",
        {"rib": who.rib, "banque": who.banque, "titulaire": who.full},
        recipes=("photo",),
        exemplaire="copie",
        extra={
            "agence": f"{who.ville} Malabata",
            "telephone": "05 39 34 11 20",
            "adresse": f"{who.adresse}, {who.ville}",
            "swift": "XXXXMAMC",
        },
    )
    dossier = Dossier(
        "mail2-D1",
        "ofppt",
        "adhesion",
        [bulletin, slip],
        {"numero_immatriculation": "", "nom": who.nom, "prenom": who.prenom},
        cared(who),
        None,
        "complet",
        ("complet", "a_verifier"),
    )
    mail = {
        "de": "OFPPT DR Tanger - RH <rh.tanger@ofppt-dr.example>",
        "a": "Cabinet Conseil Rif <sante@cabinet-rif.example>",
        "objet": "Nouvelle adhésion : Mme TAZI Zineb",
        "date": "Wed, 05 Nov 2025 11:15:00 +0100",
        "id": "<20251105.1115.rh@ofppt-dr.example>",
        "texte": "Bonjour,\n\nCi-joint le bulletin d'adhésion de Mme TAZI Zineb, recrutée le 01/10/2025, avec son RIB.\nMerci de nous adresser le certificat de "
        "garantie.\n\nCordialement,\nService des ressources humaines\n",
    }
    return Envoi(
        "courriel-2.eml",
        "email",
        "2025-11-05T11:15:00+01:00",
        [
            Attachment("bulletin_adhesion_tazi.pdf", [bulletin], "texte"),
            Attachment("rib_tazi.jpg", [slip], "jpeg"),
        ],
        [dossier],
        mail,
    )
