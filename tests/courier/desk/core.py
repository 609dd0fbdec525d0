"""Writes the core four: feuille de soins, facture, bulletin d'adhésion, ordonnance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .. import writing
from ..paper import Paper
from ..pharmacy import Item, labels
from ..town import elsewhere
from ..town.story import Story
from .kit import iso, named, office_stamp, stamp_of, writer

CENT = Decimal("0.01")
QUESTIONS = [
    "Suivez-vous actuellement un traitement médical ?",
    "Avez-vous été hospitalisé(e) au cours des cinq dernières années ?",
    "Êtes-vous atteint(e) d'une maladie chronique ?",
    "Avez-vous subi une intervention chirurgicale ?",
    "Êtes-vous titulaire d'une pension d'invalidité ?",
    "Fumez-vous plus de dix cigarettes par jour ?",
]
FUND = {
    "ofppt": ["Assurances Al Amane", "Compagnie Atlas Vie", "Cabinet Conseil du Bouregreg"],
    "cnops": ["CNOPS"],
    "pmas": ["PMAS"],
    "ci": ["Assurances Lagune", "Branche Santé Ivoire"],
}


def money(value: Decimal) -> str:
    return f"{value.quantize(CENT):.2f}"


def fund(s: Story) -> str:
    return s.rng.choice((elsewhere.FUND if s.new else FUND)[s.organisme])


def act_lines(s: Story) -> tuple[list[dict[str, Any]], Decimal]:
    """The acts of a case as lines, and their sum."""
    rows, total = [], Decimal(0)
    for act, many in s.actes:
        price = s.price(act.prix)
        row = {
            "designation": act.designation,
            "code": act.code,
            "quantite": str(many),
            "prix_unitaire": money(price),
            "montant": money(price * many),
            "date": iso(s.soins),
        }
        if act.coefficient:
            row["coefficient"] = act.coefficient
        rows.append(row)
        total += price * many
    return rows, total


def drug_lines(s: Story) -> tuple[list[dict[str, Any]], Decimal]:
    rows, total = [], Decimal(0)
    for drug, _how, _long, many in s.basket:
        price = s.price(drug.ppv)
        rows.append(
            {
                "designation": drug.designation,
                "quantite": str(many),
                "ppv": money(price),
                "montant": money(price * many),
                "code_barres": drug.code,
            }
        )
        total += price * many
    return rows, total


@writer("feuille_de_soins")
def care_sheet(s: Story, o: dict[str, Any]) -> Paper:
    who, sick, dr, rng = s.assure, s.malade, s.medecin, s.rng
    extra: dict[str, Any] = {"chronique": o.get("chronique", False), "lieu": who.ville}
    rows, total = act_lines(s)
    if s.nature == "pharmacie" or o.get("consultation"):
        rows = [
            {
                "date": iso(s.soins),
                "code": rng.choice(["C", "CS", "V"]),
                "designation": "Consultation",
                "montant": money(s.price(Decimal(rng.choice([150, 200, 250, 300])))),
            }
        ]
        drugs = drug_lines(s)[1] if s.nature == "pharmacie" else total
        total = drugs + Decimal(rows[0]["montant"])
        rows.append(
            {
                "date": iso(s.soins, 1),
                "designation": "Pharmacie" if s.nature == "pharmacie" else "Soins facturés",
                "montant": money(drugs),
            }
        )
    fields: dict[str, Any] = {
        "organisme_nom": fund(s), "numero_feuille": f"{rng.randrange(10**6, 10**7)}", "numero_police": s.police,
        "numero_immatriculation": who.immatriculation, "matricule": who.matricule,
        **named("assure_", who, s, extra), "assure_cin": who.cin, "assure_date_naissance": who.naissance.isoformat(),
        "assure_adresse": who.adresse, "assure_ville": who.ville, "assure_telephone": who.telephone,
        "employeur": s.employeur, "beneficiaire_lien": sick.lien, **named("beneficiaire_", sick, s, extra),
        "beneficiaire_date_naissance": sick.naissance.isoformat(), "beneficiaire_sexe": sick.sexe,
        "nature_maladie": s.maladie, "maladie_chronique": bool(o.get("chronique")), "accident": rng.random() < 0.08,
        "medecin_nom": dr.nom, "medecin_specialite": dr.titre, "medecin_inpe": dr.inpe, "date_soins": iso(s.soins),
        "montant_total": money(total), "nombre_pieces": str(rng.randrange(2, 6)), "date_signature": iso(s.soins, 2),
    }  # fmt: skip
    if s.organisme == "cnops":
        fields.pop("numero_police")
    stamps = {"cachet_medecin": stamp_of(dr, rng)}
    if s.nature not in ("consultation", "pharmacie"):
        stamps["cachet_etablissement"] = stamp_of(s.lieu, rng)
    extra["sig"] = {"signature_medecin": dr.nom, "signature_assure": who.full}
    return Paper(
        "",
        "",
        "",
        fields,
        {"actes": rows},
        stamps,
        frozenset({"signature_medecin", "signature_assure"}),
        extra=extra,
    )


@writer("ordonnance")
def prescription(s: Story, o: dict[str, Any]) -> Paper:
    dr, sick = s.medecin, s.malade
    extra: dict[str, Any] = {"sig": {"signature_medecin": dr.nom}, "provider": dr}
    fields: dict[str, Any] = {
        "medecin_nom": dr.nom, "medecin_specialite": dr.titre, "medecin_inpe": dr.inpe, "medecin_ville": dr.ville,
        "medecin_telephone": dr.telephone, **named("patient_", sick, s, extra), "date_prescription": iso(s.soins),
    }  # fmt: skip
    age = (s.soins - sick.naissance).days // 365
    if s.rng.random() < 0.5 and age > 1:
        fields["patient_age"] = str(age)
    rows: list[dict[str, Any]] = []
    act = o.get("acte")
    if act:
        fields |= {"code_acte": act[0], "libelle_acte": act[1]}
    elif s.nature in ("pharmacie", "hopital_public", "oncologie") or o.get("drugs"):
        for drug, how, long, many in s.basket:
            row = {
                "medicament": drug.nom,
                "dosage": drug.dosage,
                "forme": drug.forme,
                "posologie": how,
                "duree": long,
            }
            rows.append(row | ({"quantite": str(many)} if many > 1 else {}))
        if s.rng.random() < 0.3:
            fields["renouvellement"] = s.rng.choice(
                ["À renouveler 2 fois", "À renouveler pendant 3 mois", "Renouvelable 1 fois"]
            )
    else:
        extra["actes"] = [a.designation for a, _ in s.actes]
    return Paper(
        "",
        "",
        "",
        fields,
        {"prescriptions": rows},
        {"cachet_medecin": stamp_of(dr, s.rng)},
        frozenset({"signature_medecin"}),
        extra=extra,
    )


@writer("facture")
def invoice(s: Story, o: dict[str, Any]) -> Paper:
    p, sick, who, rng = s.lieu, s.malade, s.assure, s.rng
    drugs = s.nature == "pharmacie"
    extra: dict[str, Any] = {"provider": p, "arabe": p.arabe}
    rows, total = drug_lines(s) if drugs else act_lines(s)
    if o.get("long") and not drugs:  # one line an act a day, as hospitals bill
        days = range((s.sortie - s.soins).days + 1)
        daily = {"HJ", "RA", "PH", "AMI", "AMM", "B"}
        rows = [
            r | {"date": iso(s.soins, d), "quantite": "1", "montant": r["prix_unitaire"]}
            for d in days
            for r in rows
            if d == 0 or r["code"] in daily
        ]
        total = sum((Decimal(r["montant"]) for r in rows), Decimal(0))
    share = (total * Decimal(rng.choice(["0.7", "0.8", "0.9"]))).quantize(CENT)
    stay = s.nature in ("clinique", "hopital_public", "oncologie", "dialyse")
    fields: dict[str, Any] = {
        "numero_facture": rng.choice(["F-2025/", "FA25", "2025-", "", "N"]) + f"{rng.randrange(120, 9800):04d}",
        "date_facture": iso(s.sortie if stay else s.soins), "emetteur_nom": p.nom, "emetteur_ice": p.ice,
        "emetteur_if": p.identifiant_fiscal, "emetteur_inpe": p.inpe, "emetteur_ville": p.ville,
        **named("patient_", sick, s, extra), **named("assure_", who, s, extra),
        "numero_immatriculation": who.immatriculation, "montant_total": money(total),
        "part_organisme": money(share), "part_assure": money(total - share), "mention": "original",
    }  # fmt: skip
    if s.currency != "DH":
        for name in ("emetteur_ice", "emetteur_inpe", "emetteur_if"):
            fields.pop(name)
    if total < 10**6:
        words = writing.dirhams(total)
        fields["montant_lettres"] = (
            words if s.scale == 1 else words.replace("dirhams", "francs CFA")
        )
    rate = {"pharmacie": 7, "optique": 20, "clinique": 20, "dialyse": 20, "oncologie": 10, "laboratoire": 20}.get(s.nature, 0)  # fmt: skip
    if rate and rng.random() < 0.35:  # prices hold the tax, which the paper shows apart
        rate = rate if s.currency == "DH" else 18
        fields["tva"] = money(total * rate / (100 + rate))
        extra["taxe"] = (f"{rate} %", money(total - Decimal(fields["tva"])))
    if rng.random() < 0.35:
        extra["echeance"] = iso(s.sortie, rng.choice([30, 45, 60]))
    if o.get("pec"):
        fields["numero_prise_en_charge"] = s.pec
    if stay:
        fields |= {"date_entree": iso(s.soins), "date_sortie": iso(s.sortie)}
    if drugs:
        fields["date_delivrance"] = iso(s.soins)
        basket = [Item(d, how, long, n) for d, how, long, n in s.basket]
        extra["vignettes"] = [
            v | {"ppv": money(s.price(Decimal(v["ppv"])))} for v in labels(basket, rng)
        ]
    extra["deduit"] = {"nature": s.nature}
    extra["sig"] = {"signature_etablissement": p.personne, "signature_assure": who.full}
    return Paper(
        "",
        "",
        "",
        fields,
        {"lignes": rows},
        {"cachet_etablissement": stamp_of(p, rng)},
        frozenset(
            {"signature_etablissement", "signature_assure"}
            if o.get("signe_assure")
            else {"signature_etablissement"}
        ),
        extra=extra,
        exemplaire="original",
    )


@writer("bulletin_adhesion")
def bulletin(s: Story, _o: dict[str, Any]) -> Paper:
    who, rng = s.assure, s.rng
    extra: dict[str, Any] = {"lieu": who.ville, "photo": True}
    kids = [
        {
            "nom": k.nom,
            "prenom": k.prenom,
            "date_naissance": k.naissance.isoformat(),
            "sexe": k.sexe,
        }
        for k in s.enfants
    ]
    married = bool(kids) or rng.random() < 0.6
    fields: dict[str, Any] = {
        "numero_bulletin": f"{rng.randrange(1000, 99999):06d}", "organisme_nom": fund(s), "souscripteur": s.employeur.split(" - ")[0],
        "numero_police": s.police, "matricule": who.matricule, "assure_nom": who.nom, "assure_prenom": who.prenom,
        "assure_cin": who.cin, "assure_date_naissance": who.naissance.isoformat(), "assure_lieu_naissance": who.lieu_naissance,
        "assure_sexe": who.sexe, "situation_familiale": "marie" if married else "celibataire",
        "assure_adresse": who.adresse, "assure_ville": who.ville, "assure_telephone": who.telephone,
        "assure_email": f"{who.prenom[0].lower()}.{who.nom.lower().replace(' ', '').replace(chr(39), '')}@courriel.example",
        "date_embauche": f"{rng.randrange(2005, 2024)}-0{rng.randrange(1, 9)}-01", "categorie": rng.choice(["Cadre", "Employé", "Agent de maîtrise", "Formateur"]),
        "date_effet": iso(s.recu.replace(day=1)), "nombre_enfants": str(len(kids)), "date_signature": iso(s.soins),
    }  # fmt: skip
    if s.currency == "DH":
        fields["rib"] = who.rib
    if married and s.conjoint:
        c = s.conjoint
        fields |= {
            "conjoint_nom": c.nom,
            "conjoint_prenom": c.prenom,
            "conjoint_cin": c.cin,
            "conjoint_date_naissance": c.naissance.isoformat(),
            "date_mariage": f"{rng.randrange(2000, 2022)}-07-{rng.randrange(10, 28)}",
        }
    extra["sig"] = {"signature_assure": who.full}
    quiz = [
        {"question": q, "reponse": rng.random() < 0.15}
        for q in (elsewhere.QUESTIONS if s.new else QUESTIONS)
    ]
    return Paper(
        "",
        "",
        "",
        fields,
        {"enfants": kids, "questionnaire": quiz},
        {
            "cachet_employeur": office_stamp(fields["souscripteur"], rng, "Ressources humaines"),
        },
        frozenset({"signature_assure"}),
        extra=extra,
    )
