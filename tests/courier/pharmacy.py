"""What is prescribed, sold and glued: one basket seen on an ordonnance, an invoice and a sheet of vignettes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .drugs import DRUGS, Drug
from .paper import Paper
from .values import Provider


@dataclass(frozen=True)
class Item:
    """A drug as prescribed and the number of boxes sold."""

    drug: Drug
    posologie: str
    duree: str
    boites: int = 1


def items(*rows: tuple[str, str, str, int]) -> list[Item]:
    return [Item(DRUGS[name], how, long, n) for name, how, long, n in rows]


def prescriptions(basket: list[Item], form: bool = True) -> list[dict[str, Any]]:
    """Lines of an ordonnance."""
    out = []
    for i in basket:
        line = {
            "medicament": i.drug.nom,
            "dosage": i.drug.dosage,
            "posologie": i.posologie,
            "duree": i.duree,
        }
        if form:
            line["forme"] = i.drug.forme
        if i.boites > 1:
            line["quantite"] = str(i.boites)
        out.append(line)
    return out


def invoice_lines(basket: list[Item], codes: bool) -> list[dict[str, Any]]:
    """Lines of a pharmacy's invoice."""
    out = []
    for i in basket:
        line = {
            "designation": i.drug.designation,
            "quantite": str(i.boites),
            "ppv": f"{i.drug.ppv:.2f}",
            "montant": f"{i.drug.ppv * i.boites:.2f}",
        }
        if codes:
            line["code_barres"] = i.drug.code
        out.append(line)
    return out


def total(basket: list[Item]) -> Decimal:
    return sum((i.drug.ppv * i.boites for i in basket), Decimal(0))


def labels(basket: list[Item], rng: random.Random) -> list[dict[str, Any]]:
    """One glued label per box."""
    out = []
    for i in basket:
        for _ in range(i.boites):
            out.append(
                {
                    "nom": i.drug.designation,
                    "ppv": f"{i.drug.ppv:.2f}",
                    "code": i.drug.code,
                    "lot": f"{rng.choice('ABCDFGKL')}{rng.randrange(1000, 99999)}",
                    "per": f"{rng.randrange(1, 13):02d}/{rng.randrange(2026, 2029)}",
                }
            )
    return out


def prescription(
    key: str,
    doctor: Provider,
    patient: dict[str, Any],
    on: str,
    basket: list[Item],
    family: str,
    **more: Any,
) -> Paper:
    """An ordonnance of `doctor` for these drugs."""
    extra: dict[str, Any] = {
        "couleur": "#1d4f7a",
        "titres": "",
        "arabe_nom": doctor.arabe,
        "arabe_titres": "",
        "arabe_adresse": "",
        "adresse": doctor.adresse,
        "pas": 0,
        "qsp": None,
        "size": "a5",
        "corps": None,
        "urgence": "141",
        "tampon_copie": None,
        "sig": {"signature_medecin": doctor.nom},
    }
    extra |= more.pop("extra", {})
    if family == "bilingue":
        extra["qsp"] = [f"{i.boites} boîtes" for i in basket]
    fields = {
        "medecin_nom": doctor.nom,
        "medecin_specialite": doctor.titre,
        "medecin_inpe": doctor.inpe,
        "medecin_ville": doctor.ville,
        "medecin_telephone": doctor.telephone,
        "date_prescription": on,
        **patient,
    }
    return Paper(
        key,
        "ordonnance",
        family,
        fields,
        {"prescriptions": prescriptions(basket)},
        signatures=frozenset({"signature_medecin"}),
        extra=extra,
        **more,
    )
