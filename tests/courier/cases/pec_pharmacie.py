"""A dossier of cnops pec_pharmacie, from its papers to what must be said of it (DOMAIN.md §4)."""

from __future__ import annotations

from datetime import date

from .. import writing
from ..cast import (
    Cast,
    cared,
    doctor_stamp,
    insured,
    pharmacy_stamp,
)
from ..paper import Dossier, Fault, Ink, Paper
from ..pharmacy import items, prescription
from ..values import Person, mrz_td1


def drug_cover(c: Cast, key: str) -> tuple[Dossier, list[Paper]]:
    """cnops pec_pharmacie whose identity card is out of date."""
    who, ph, dr = c.ouazzani, c.ph_fes, c.dr_daoudi
    basket = items(
        ("PLAVIX 75 mg", "1 comprimé par jour à midi", "3 mois", 6),
        ("CRESTOR 10 mg", "1 comprimé le soir", "3 mois", 3),
        ("COAPROVEL 300/12,5 mg", "1 comprimé le matin", "3 mois", 3),
    )
    names = {"nom": who.nom, "prenom": who.prenom}
    ask = Paper(
        f"{key}-dem",
        "demande_prise_en_charge",
        "anam_pharmacie",
        {
            "motif": "pharmacie",
            "etablissement_nom": ph.nom,
            "inpe": ph.inpe,
            "ville": ph.ville,
            "assure_nom": who.nom,
            "assure_prenom": who.prenom,
            "beneficiaire_nom": who.nom,
            "beneficiaire_prenom": who.prenom,
            "beneficiaire_lien": "assure",
            "numero_immatriculation": who.immatriculation,
            "date_demande": "2025-10-30",
            "modele_imprime": "pharmacie",
        },
        stamps={"cachet_etablissement": pharmacy_stamp(ph, "round", "#1f4aa8")},
        signatures=frozenset({"signature_pharmacien"}),
        ink=Ink.HAND,
        hand="patrick",
        pen="#22357f",
        arrival="14,250:05 NOV. 2025",
        recipes=("bureau",),
        extra={
            "organisme": "CNOPS",
            "telephone": writing.phone(ph.telephone),
            "cin": who.cin,
            "deduit": {"motif": "pharmacie"},
            "sig": {"signature_pharmacien": ph.personne},
            "medicaments": [
                (i.drug.designation, i.drug.code, str(i.boites), writing.amount(i.drug.ppv))
                for i in basket
            ],
        },
    )
    rx = prescription(
        f"{key}-ord",
        dr,
        {
            "patient_nom": who.nom,
            "patient_prenom": who.prenom,
            "patient_age": "67",
            "renouvellement": "Traitement à renouveler pendant trois mois",
        },
        "2025-10-28",
        basket,
        "informatique",
        stamps={"cachet_medecin": doctor_stamp(dr, "#20242e")},
        recipes=("photocopie",),
        exemplaire="copie",
        extra={
            "titres": "Échographie Doppler – Holter – Épreuve d'effort",
            "size": "",
            "corps": "12pt",
        },
    )
    papers = [
        ask,
        rx,
        identity_card(f"{key}-cnie", who, "2024-06-14", "2014-06-14"),
        Paper(
            f"{key}-carte",
            "carte_immatriculation",
            "carte",
            {
                **names,
                "numero_immatriculation": who.immatriculation,
                "date_naissance": who.naissance.isoformat(),
                "date_effet": "2006-03-01",
            },
            recipes=("photocopie",),
            exemplaire="copie",
        ),
    ]
    fault = Fault(
        "cnie_perimee",
        "non_conforme",
        ("cnie", "identite"),
        "La carte nationale d'identité a expiré le 14/06/2024 : une CNIE en cours de validité est exigée.",
    )
    return Dossier(
        key,
        "cnops",
        "pec_pharmacie",
        papers,
        insured(who),
        cared(who),
        "ambulatoire",
        "incomplet",
        ("incomplet",),
        (fault,),
    ), papers


def identity_card(key: str, who: Person, until: str, made: str) -> Paper:
    """Both faces of an identity card photocopied on one sheet."""
    return Paper(
        key,
        "cnie",
        "photocopie",
        {
            "cin": who.cin,
            "nom": who.nom,
            "prenom": who.prenom,
            "date_naissance": who.naissance.isoformat(),
            "date_validite": until,
            "sexe": who.sexe,
            "adresse": f"{who.adresse} {who.ville}",
        },
        recipes=("photocopie",),
        exemplaire="copie",
        extra={
            "ne": "Né le" if who.sexe == "M" else "Née le",
            "lieu": (who.lieu_naissance or who.ville).upper(),
            "arabe_nom": "الوزاني",
            "arabe_prenom": "عبد الحق",
            "parents": "DRISS et RKIA",
            "etat_civil": "214/1958",
            "largeur": 98,
            "haut": 38,
            "legende": "",
            "mrz": mrz_td1(who, who.cin[:2] + "7" + who.cin[-5:], date.fromisoformat(until)),
            "delivree": made,
        },
    )
