"""A dossier of ofppt maladie_remboursement, from its papers to what must be said of it (DOMAIN.md §4)."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from .. import writing
from ..cast import (
    Cast,
    assured_fields,
    beneficiary_fields,
    cared,
    doctor_fields,
    doctor_stamp,
    insured,
    issuer_fields,
    pharmacy_stamp,
)
from ..paper import Dossier, Ink, Paper
from ..pharmacy import invoice_lines, items, labels, prescription, total
from ..values import Person, Provider


def reimbursement(c: Cast, key: str) -> tuple[Dossier, list[Paper]]:
    """ofppt maladie_remboursement, nothing lacking; typed form, bilingual ordonnance by hand, till invoice."""
    rng = random.Random(key)
    basket = items(
        ("SYMBICORT 100/6 µg", "1 inhalation matin et soir", "1 mois", 1),
        ("ZYRTEC 10 mg/ml", "10 gouttes le soir", "15 jours", 1),
        ("SOLUPRED 5 mg", "4 comprimés le matin", "5 jours", 1),
        ("AUGMENTIN 1 g/125 mg", "1 sachet matin et soir", "6 jours", 1),
    )
    drugs, visit, who, dr = total(basket), Decimal("300.00"), c.nawal, c.dr_bouazza
    sheet = Paper(
        f"{key}-fs",
        "feuille_de_soins",
        "groupe",
        {
            "organisme_nom": "OFPPT",
            "numero_feuille": "0418873",
            "numero_police": c.police,
            **assured_fields(c.chraibi),
            "employeur": "OFPPT - Direction régionale Casablanca",
            **beneficiary_fields(who),
            "accident": False,
            "maladie_chronique": False,
            **doctor_fields(dr),
            "nature_maladie": "Bronchite asthmatiforme",
            "date_soins": "2025-10-20",
            "montant_total": f"{drugs + visit:.2f}",
            "nombre_pieces": "4",
            "date_signature": "2025-10-27",
        },
        {
            "actes": [
                {
                    "date": "2025-10-20",
                    "code": "CS",
                    "coefficient": "1",
                    "designation": "Consultation spécialiste",
                    "montant": f"{visit:.2f}",
                },
                {
                    "date": "2025-10-21",
                    "code": "PH",
                    "designation": "Médicaments selon ordonnance",
                    "montant": f"{drugs:.2f}",
                },
            ]
        },
        {"cachet_medecin": doctor_stamp(dr)},
        frozenset({"signature_medecin", "signature_assure"}),
        Ink.TYPED,
        extra={
            "assureur": "Assurances Al Amane",
            "assureur_pied": "Branche Santé – Gestion : Cabinet Conseil Rif",
            "sig": {"signature_medecin": dr.nom},
        },
        arrival="118,262:05 NOV. 2025",
        recipes=("agrafe", "bureau"),
    )
    rx = prescription(
        f"{key}-ord",
        dr,
        {"patient_nom": who.nom, "patient_prenom": who.prenom, "patient_age": "41"},
        "2025-10-20",
        basket,
        "bilingue",
        stamps={"cachet_medecin": doctor_stamp(dr)},
        ink=Ink.HAND,
        hand="kalam",
        pen="#1c2a7c",
        recipes=("bureau",),
        extra={
            "titres": "Diplômée de la Faculté de Médecine<br>Asthme – Allergies – Explorations fonctionnelles",
            "arabe_titres": "اختصاصية في أمراض الجهاز التنفسي<br>الربو والحساسية",
            "arabe_adresse": "شارع غاندي، الطابق الثاني، الدار البيضاء",
        },
    )
    pharmacy = till_invoice(
        f"{key}-fac1", c.ph_atlas, who, basket, "2025-10-21", "2025-10-20", "25/01874"
    )
    labels_sheet = Paper(
        f"{key}-vig",
        "vignettes",
        "feuille",
        extra={
            "titre": "Vignettes – SEFRIOUI Nawal – ord. du 20/10/2025",
            "vignettes": labels(basket, rng),
        },
        ink=Ink.HAND,
        hand="patrick",
        recipes=("perfore",),
    )
    fee = Paper(
        f"{key}-fac2",
        "facture",
        "consultation",
        {
            **issuer_fields(dr),
            "numero_facture": "0957",
            "date_facture": "2025-10-20",
            "patient_nom": who.nom,
            "patient_prenom": who.prenom,
            "montant_total": f"{visit:.2f}",
            "montant_lettres": writing.dirhams(visit),
        },
        {
            "lignes": [
                {"designation": "Consultation spécialisée", "code": "CS", "montant": f"{visit:.2f}"}
            ]
        },
        {"cachet_etablissement": doctor_stamp(dr)},
        frozenset({"signature_etablissement"}),
        Ink.HAND,
        "kalam",
        "#1c2a7c",
        {
            "specialite": dr.titre,
            "adresse": dr.adresse,
            "telephone": writing.phone(dr.telephone),
            "deduit": {"nature": "consultation"},
            "sig": {"signature_etablissement": dr.nom},
        },
        recipes=("travers",),
    )
    papers = [sheet, rx, pharmacy, labels_sheet, fee]
    return Dossier(
        f"{key}",
        "ofppt",
        "maladie_remboursement",
        papers,
        insured(c.chraibi),
        cared(who),
        "ambulatoire",
        "complet",
        ("complet", "a_verifier"),
    ), papers


def till_invoice(
    key: str, ph: Provider, who: Person, basket: list[Any], on: str, rx: str, number: str
) -> Paper:
    """A pharmacy's computer-printed invoice."""
    t = total(basket)
    return Paper(
        key,
        "facture",
        "pharmacie_caisse",
        {
            **issuer_fields(ph),
            "numero_facture": number,
            "date_facture": on,
            "patient_nom": who.nom,
            "patient_prenom": who.prenom,
            "montant_total": f"{t:.2f}",
            "montant_lettres": writing.dirhams(t),
        },
        {"lignes": invoice_lines(basket, codes=False)},
        {"cachet_etablissement": pharmacy_stamp(ph)},
        frozenset({"signature_etablissement"}),
        extra={
            "personne": ph.personne,
            "adresse": ph.adresse,
            "telephone": writing.phone(ph.telephone),
            "ordonnance": rx,
            "patente": "35410278",
            "rc": "118204",
            "deduit": {"nature": "pharmacie", "date_delivrance": on},
            "alt": {"emetteur_nom": [ph.nom.upper()]},
            "sig": {"signature_etablissement": ph.personne},
        },
    )
