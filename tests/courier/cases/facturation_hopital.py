"""A dossier of cnops facturation_hopital, from its papers to what must be said of it (DOMAIN.md §4)."""

from __future__ import annotations

from decimal import Decimal

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
)
from ..hospital import hospital_story, invoice_rows, laboratory
from ..paper import Dossier, Fault, Ink, Paper, Stamp


def hospital_billing(c: Cast, key: str) -> tuple[Dossier, list[Paper]]:
    """cnops facturation_hopital without any ordonnance."""
    who, father, h, dr = c.aya, c.mansouri, c.hopital, c.dr_naciri
    rows, parts, cuts = invoice_rows()
    t = sum((Decimal(r["montant"]) for r in rows), Decimal(0))
    carried = [
        f"{sum((Decimal(r['montant']) for r in rows[:cut]), Decimal(0)):.2f}" for cut in cuts
    ]
    share = (t * Decimal("0.9")).quantize(Decimal("0.01"))
    seal = Stamp(
        ("SERVICE", "FACTURATION", "RABAT"),
        "round",
        "#2b3fa0",
        38,
        ring="HÔPITAL D'ENFANTS AL AMAL – CHU",
    )
    sheet = Paper(
        f"{key}-fs",
        "feuille_de_soins",
        "fonds",
        {
            "organisme_nom": "CNOPS",
            "numero_feuille": "2275190",
            **assured_fields(father),
            "employeur": "Ministère de l'Équipement",
            **beneficiary_fields(who),
            "accident": False,
            **doctor_fields(dr),
            "nature_maladie": "Pneumopathie aiguë lobaire",
            "date_soins": "2025-10-06",
            "montant_total": f"{t:.2f}",
            "date_signature": "2025-10-10",
        },
        {
            "actes": [
                {
                    "date": "2025-10-06",
                    "code": "C",
                    "coefficient": "1",
                    "designation": "Consultation d'admission",
                    "montant": "80.00",
                },
                {
                    "date": "2025-10-10",
                    "code": "HOSP",
                    "designation": "Hospitalisation 4 jours (facture)",
                    "montant": f"{t - 80:.2f}",
                },
            ]
        },
        {"cachet_medecin": doctor_stamp(dr, "#1d1f2b"), "cachet_etablissement": seal},
        frozenset({"signature_medecin", "signature_assure"}),
        Ink.HAND,
        "patrick",
        "#1b2f86",
        {"lieu": "Rabat", "sig": {"signature_medecin": dr.nom}},
        "58,268:05 NOV. 2025",
        ("agrafe",),
    )
    bill = Paper(
        f"{key}-fac",
        "facture",
        "hopital",
        {
            **issuer_fields(h),
            "numero_facture": "2025-H-018846",
            "date_facture": "2025-10-13",
            "patient_nom": who.nom,
            "patient_prenom": who.prenom,
            "assure_nom": father.nom,
            "assure_prenom": father.prenom,
            "numero_immatriculation": father.immatriculation,
            "date_entree": "2025-10-06",
            "date_sortie": "2025-10-10",
            "montant_total": f"{t:.2f}",
            "part_organisme": f"{share:.2f}",
            "part_assure": f"{t - share:.2f}",
            "montant_lettres": writing.dirhams(t),
            "mention": "original",
            "exemplaire": "original",
        },
        {"lignes": rows},
        {"cachet_etablissement": seal},
        frozenset({"signature_etablissement", "signature_assure"}),
        extra={
            "arabe": h.arabe,
            "entree": "25/11402",
            "service": "Pédiatrie B – Pneumologie",
            "rubriques": parts,
            "coupes": cuts,
            "reports": carried,
            "patient": who.full,
            "taux": 90,
            "deduit": {"nature": "hopital_public"},
            "sig": {"signature_assure": f"{key}-fssignature_assure"},
        },
        recipes=("bureau", "use", "bureau"),
        turns=(0, 90, 0),
    )
    labs = laboratory(
        f"{key}-res", who.full, {"patient_nom": who.nom, "patient_prenom": who.prenom}
    )
    report = Paper(
        f"{key}-crh",
        "compte_rendu_hospitalisation",
        "service",
        {
            "patient_nom": who.nom,
            "patient_prenom": who.prenom,
            "date_document": "2025-10-10",
            "medecin_nom": dr.nom,
        },
        stamps={"service": doctor_stamp(dr, "#1d1f2b")},
        signatures=frozenset({"medecin"}),
        extra=hospital_story(dr) | {"sig": {"medecin": dr.nom}},
        recipes=("perfore",),
    )
    papers = [sheet, bill, labs, report]
    fault = Fault(
        "manque_ordonnance",
        "manquant",
        ("ordonnance",),
        "Aucune ordonnance médicale n'est jointe à la facture, qui porte des médicaments et des analyses.",
    )
    return Dossier(
        key,
        "cnops",
        "facturation_hopital",
        papers,
        insured(father),
        cared(who),
        "hospitalisation",
        "incomplet",
        ("incomplet",),
        (fault,),
    ), papers
