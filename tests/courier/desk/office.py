"""Writes what funds, employers, establishments and the insured themselves send."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ..paper import Paper
from ..town import elsewhere
from ..town.story import COUNTRY, Story, person
from ..values import Person
from .core import drug_lines, fund, money
from .kit import iso, named, stamp_of, writer
from .seals import letter

FRENCH_OBJECTS = [
    "Remboursement tardif",
    "Contestation du montant remboursé",
    "Absence de réponse à ma demande",
    "Rejet de dossier",
]


@writer("attestation_prise_en_charge")
def cover(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"deduit": {"original": o.get("exemplaire", "original") == "original"}}
    amount = (
        drug_lines(s)[1]
        if s.nature == "pharmacie"
        else sum((a.prix * n for a, n in s.actes), start=Decimal(0))
    )
    fields = {
        "numero_prise_en_charge": s.pec,
        "date_attestation": iso(s.soins, -6),
        **named("beneficiaire_", s.malade, s, extra),
        "numero_immatriculation": s.assure.immatriculation,
        "montant_accorde": money(s.price(amount)),
        "mention": s.rng.choice(["definitive", "definitive", "sous_reserve"]),
    }
    extra["montre"] = {
        "mention": "définitive" if fields["mention"] == "definitive" else "accordée sous réserve"
    }
    return letter(
        s,
        fields,
        extra,
        "fund",
        marks=("cachet_organisme", "signature_organisme"),
        exemplaire="original",
    )


@writer("convocation_contre_visite")
def summons(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"provider": s.medecin}
    fields = {
        "assure_nom": s.assure.full,
        "numero_dossier": f"D25-{s.rng.randrange(10000, 99999)}",
        "date_convocation": iso(s.soins),
        "date_contre_visite": iso(s.soins, 8),
        "date_visite_effectuee": iso(s.soins, 8),
        "medecin_controleur": s.medecin.nom,
        "ville": s.assure.ville,
    }
    p = letter(s, fields, extra, "cabinet", marks=("cachet_medecin", "signature_medecin"))
    p.stamps["cachet_medecin"] = stamp_of(s.medecin, s.rng)
    return p


@writer("bordereau_envoi")
def slip(s: Story, o: dict[str, Any]) -> Paper:
    total = sum((s.price(a.prix) * n for a, n in s.actes), start=Decimal(0))
    rows = [
        {
            "nom": s.malade.full,
            "numero_immatriculation": s.assure.immatriculation,
            "montant": money(total),
        }
    ]
    extra: dict[str, Any] = {
        "deduit": {"special_chronique": bool(o.get("special"))},
        "special": o.get("special"),
        "provider": s.lieu,
    }
    fields = {
        "numero_bordereau": f"BE{s.rng.randrange(100, 999)}/25",
        "emetteur_nom": s.lieu.nom,
        "date_bordereau": iso(s.recu, -1),
        "nombre_dossiers": str(len(rows)),
    }
    return letter(s, fields, extra, "place", lines={"dossiers": rows})


@writer("listing_adherents", "etat_global_rib", "bordereau_declaration_salaires")
def listing(s: Story, o: dict[str, Any]) -> Paper:
    people: list[Person] = list(o.get("people", [s.assure]))
    if o["type"] != "listing_adherents":  # an employer's lists name his whole staff
        people += [another(s) for _ in range(s.rng.randrange(3, 16))]
        people.sort(key=lambda p: p.nom)
    rows = []
    for p in people:
        row = {"nom": p.nom, "prenom": p.prenom, "matricule": p.matricule}
        rows.append(
            row
            | (
                {"rib": p.rib}
                if o["type"] == "etat_global_rib"
                else {"date_naissance": p.naissance.isoformat()}
            )
        )
    extra: dict[str, Any] = {"deduit": {"manuscrit": False}}
    fields = {
        "emetteur_nom": s.employeur,
        "date_document": iso(s.recu, -3),
        "nombre": str(len(rows)),
    }
    return letter(s, fields, extra, "employer", lines={"personnes": rows})


@writer("reponse_compagnie", "decompte", "avenant", "accuse_reception")
def answer(s: Story, o: dict[str, Any]) -> Paper:
    shown = {
        "accord": "accord",
        "complement_information": "complément d'information",
        "rejet_administratif": "rejet administratif",
        "contre_visite": "contre-visite",
    }
    extra: dict[str, Any] = {}
    fields: dict[str, Any] = {
        "numero_dossier": f"D25-{s.rng.randrange(10000, 99999)}",
        "date_document": iso(s.recu, -2),
    }
    if o["type"] == "reponse_compagnie":
        fields["decision"] = o.get("decision") or s.rng.choice(sorted(shown))
        extra["montre"] = {"decision": shown[fields["decision"]]}
    extra["nom_libre"] = s.assure.full
    return letter(s, fields, extra, "fund")


@writer("reclamation")
def complaint(s: Story, _o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"libre": True}
    fields = {
        "assure_nom": s.assure.full,
        "numero_dossier": f"D25-{s.rng.randrange(10000, 99999)}",
        "objet": s.rng.choice(elsewhere.COMPLAINTS if s.new else FRENCH_OBJECTS),
        "date_document": iso(s.recu, -4),
    }
    return letter(s, fields, extra, "own", s.assure.full)


@writer(
    "demande_remboursement_direct",
    "demande_entente_prealable",
    "demande_incorporation",
    "demande_retrait",
    "bon_soins",
    "mandat_ayant_droit",
)
def ask(s: Story, o: dict[str, Any]) -> Paper:
    objects = {
        "demande_remboursement_direct": "Remboursement de frais hors réseau", "demande_entente_prealable": s.actes[0][0].designation,
        "demande_incorporation": "Incorporation d'un nouveau-né" if s.enfants else "Incorporation du conjoint", "demande_retrait": s.rng.choice(["Départ de l'entreprise", "Limite d'âge atteinte", "Retrait à la demande du souscripteur", "Démission"]),
        "bon_soins": "Consultation et pharmacie", "mandat_ayant_droit": "Signature des factures",
    }  # fmt: skip
    if s.new:
        objects |= elsewhere.OBJECTS | {"demande_retrait": s.rng.choice(elsewhere.LEAVING)}
    extra: dict[str, Any] = {"emetteur": fund(s), "provider": s.lieu}
    fields = {
        **named("assure_", s.assure, s, extra),
        "numero_immatriculation": s.assure.immatriculation,
        "date_document": iso(s.soins, 1),
        "objet": objects[o["type"]],
    }
    return letter(s, fields, extra, "fund", s.assure.full)


@writer("demande_acces_tiers_payant", "fiche_enregistrement_anam")
def access(s: Story, _o: dict[str, Any]) -> Paper:
    fields = {
        "etablissement_nom": s.lieu.nom,
        "inpe": s.lieu.inpe,
        "date_document": iso(s.recu, -8),
    }
    p = letter(s, fields, {"provider": s.lieu, "sig": {"signature": s.lieu.personne}}, "place")
    p.stamps = {"cachet": stamp_of(s.lieu, s.rng)}
    return p


def another(s: Story) -> Person:
    """Somebody who has nothing to do with the case."""
    sexe = s.rng.choice("MF")
    return person(
        s.rng,
        s.split,
        COUNTRY[s.organisme],
        sexe,
        date(1975, 4, 9) + timedelta(days=s.rng.randrange(8000)),
    )
