"""A dossier of cnops facturation_pharmacie, from its papers to what must be said of it (DOMAIN.md §4)."""

from __future__ import annotations

import random
from decimal import Decimal

from .. import writing
from ..cast import (
    Cast,
    cared,
    doctor_stamp,
    insured,
    issuer_fields,
    pharmacy_stamp,
)
from ..paper import Dossier, Fault, Ink, Paper
from ..pharmacy import invoice_lines, items, labels, prescription, total


def drug_billing(c: Cast, key: str) -> tuple[Dossier, list[Paper]]:
    """cnops facturation_pharmacie without the attestation de prise en charge."""
    rng = random.Random(key)
    who, ph, dr = c.brahim, c.ph_kech, c.dr_ramdani
    basket = items(
        ("LANTUS SOLOSTAR 100 UI/ml", "22 unités le soir en sous-cutané", "3 mois", 2),
        ("JANUMET 50/1000 mg", "1 cp matin et soir", "3 mois", 3),
        ("TAHOR 10 mg", "1 cp le soir", "3 mois", 3),
        ("APROVEL 150 mg", "1 cp le matin", "3 mois", 3),
        ("KARDEGIC 160 mg", "1 sachet par jour", "3 mois", 3),
    )
    t = total(basket)
    share = (t * Decimal("0.7")).quantize(Decimal("0.01"))
    bill = Paper(
        f"{key}-fac",
        "facture",
        "pharmacie_anam",
        {
            **issuer_fields(ph),
            "numero_facture": "FP-2025/0642",
            "date_facture": "2025-10-02",
            "date_delivrance": "2025-10-02",
            "assure_nom": who.nom,
            "assure_prenom": who.prenom,
            "patient_nom": who.nom,
            "patient_prenom": who.prenom,
            "numero_immatriculation": who.immatriculation,
            "numero_prise_en_charge": "PEC25-0931847",
            "montant_total": f"{t:.2f}",
            "part_organisme": f"{share:.2f}",
            "part_assure": f"{t - share:.2f}",
            "montant_lettres": writing.dirhams(t),
        },
        {"lignes": invoice_lines(basket, codes=True)},
        {"cachet_etablissement": pharmacy_stamp(ph)},
        frozenset({"signature_etablissement", "signature_assure"}),
        recipes=("bureau", "propre"),
        turns=(180, 0),
        arrival="120,272:05 NOV. 2025",
        extra={
            "organisme": "CNOPS",
            "adresse": ph.adresse,
            "par_page": 20,
            "vignettes": labels(basket, rng),
            "deduit": {"nature": "pharmacie"},
            "sig": {"signature_etablissement": ph.personne},
        },
    )
    rx = prescription(
        f"{key}-ord",
        dr,
        {"patient_nom": who.nom, "patient_prenom": who.prenom},
        "2025-09-29",
        basket,
        "bilingue",
        stamps={"cachet_medecin": doctor_stamp(dr, "#6a2a8a", 48)},
        ink=Ink.HAND,
        hand="caveat",
        pen="#161a26",
        recipes=("use",),
        exemplaire="original",
        extra={
            "couleur": "#7b2d43",
            "titres": "Ancienne interne du CHU – Diabète, thyroïde, nutrition",
            "arabe_titres": "اختصاصية في أمراض الغدد والسكري",
            "arabe_adresse": "زنقة الحرية، جليز، مراكش",
            "pas": 3.5,
        },
    )
    papers = [bill, rx]
    fault = Fault(
        "manque_attestation_prise_en_charge",
        "manquant",
        ("attestation", "prise en charge"),
        "L'original de l'attestation de prise en charge n'est pas joint.",
    )
    return Dossier(
        key,
        "cnops",
        "facturation_pharmacie",
        papers,
        insured(who),
        cared(who),
        "ambulatoire",
        "incomplet",
        ("incomplet",),
        (fault,),
    ), papers
