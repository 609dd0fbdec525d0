"""Writes what a provider deposits once a month: one invoice for many patients and the bordereau that lists them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..paper import Paper
from ..town.story import Story
from .core import CENT, act_lines, drug_lines, money
from .kit import iso, office_stamp, stamp_of
from .seals import letter


def due(s: Story) -> Decimal:
    """What one patient of the month owes."""
    return (drug_lines(s) if s.nature == "pharmacie" else act_lines(s))[1]


def invoice(patients: list[Story], key: str) -> Paper:
    """One line a patient and an act, or a patient and his whole basket."""
    s = patients[0]
    rng, p = s.rng, s.lieu
    rows: list[dict[str, Any]] = []
    for one in patients:
        nom = one.malade.full
        if one.nature == "pharmacie":
            rows.append(_line(one, nom, "Médicaments", drug_lines(one)[1]))
        else:
            rows += [_line(one, nom, r["designation"], Decimal(r["montant"])) for r in act_lines(one)[0][:3]]  # fmt: skip
    total = sum((Decimal(r["montant"]) for r in rows), Decimal(0))
    share = (total * Decimal(rng.choice(["0.7", "0.8", "0.9"]))).quantize(CENT)
    fields: dict[str, Any] = {
        "numero_facture": f"{rng.choice(['FM', 'M-25/', '11-'])}{rng.randrange(100, 990)}", "date_facture": iso(max(o.sortie for o in patients), 2),
        "emetteur_nom": p.nom, "emetteur_ice": p.ice, "emetteur_inpe": p.inpe, "emetteur_ville": p.ville,
        "montant_total": money(total), "part_organisme": money(share), "part_assure": money(total - share), "mention": "original",
    }  # fmt: skip
    if s.currency != "DH":
        fields.pop("emetteur_ice")
        fields.pop("emetteur_inpe")
    extra: dict[str, Any] = {
        "provider": p, "mensuelle": True, "deduit": {"nature": s.nature},
        "sig": {"signature_etablissement": p.personne},
    }  # fmt: skip
    return Paper(
        f"{key}-facture", "facture", "", fields, {"lignes": rows}, {"cachet_etablissement": stamp_of(p, rng)},
        frozenset({"signature_etablissement"}), extra=extra, exemplaire="original",
    )  # fmt: skip


def _line(s: Story, nom: str, what: str, amount: Decimal) -> dict[str, Any]:
    return {
        "date": iso(s.soins), "patient_nom": nom, "numero_immatriculation": s.assure.immatriculation,
        "designation": what, "montant": money(amount),
    }  # fmt: skip


def slip(patients: list[Story], key: str) -> Paper:
    """The bordereau of the month: every insured with what is billed for him."""
    s = patients[0]
    rows = [
        {"nom": o.malade.full, "numero_immatriculation": o.assure.immatriculation, "montant": money(due(o))}
        for o in patients
    ]  # fmt: skip
    fields = {
        "numero_bordereau": f"BM{s.rng.randrange(100, 999)}/25", "emetteur_nom": s.lieu.nom,
        "date_bordereau": iso(max(o.sortie for o in patients), 3), "nombre_dossiers": str(len(rows)),
    }  # fmt: skip
    extra: dict[str, Any] = {"deduit": {"special_chronique": False}, "provider": s.lieu}
    paper = letter(s, fields, extra, "place", lines={"dossiers": rows})
    paper.id, paper.type = f"{key}-bordereau_envoi", "bordereau_envoi"
    paper.stamps = {"cachet": office_stamp(s.lieu.nom, s.rng)}
    return paper
