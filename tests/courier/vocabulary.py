"""What DOMAIN.md §3 calls the marks and the kinds of fields: copied by hand, tied to no rule code."""

from __future__ import annotations

MARKS: dict[str, tuple[str, ...]] = {
    "feuille_de_soins": (
        "cachet_medecin",
        "signature_medecin",
        "signature_assure",
        "cachet_etablissement",
    ),
    "facture": (
        "cachet_etablissement",
        "signature_etablissement",
        "signature_assure",
        "ppv_colles",
        "codes_barres_colles",
    ),
    "bulletin_adhesion": ("signature_assure", "cachet_employeur", "photo"),
    "ordonnance": ("cachet_medecin", "signature_medecin"),
    "certificat_longue_duree": ("cachet_medecin", "signature_medecin"),
    "attestation_prise_en_charge": ("cachet_organisme", "signature_organisme"),
    "demande_prise_en_charge": (
        "cachet_medecin",
        "signature_medecin",
        "cachet_etablissement",
        "signature_pharmacien",
    ),
    "rapport_medical": ("cachet_medecin", "signature_medecin"),
    "attestation_seances": ("cachet_medecin", "signature_medecin"),
    "convocation_contre_visite": ("cachet_medecin",),
}
AMOUNTS = {
    "montant_total",
    "part_organisme",
    "part_assure",
    "tva",
    "montant_accorde",
    "montant",
    "prix_unitaire",
    "ppv",
}
PHONES = {"assure_telephone", "medecin_telephone"}


def is_date(name: str) -> bool:
    return name == "date" or name.startswith("date_") or name.endswith("_date_naissance")
