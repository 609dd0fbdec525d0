"""Writes what doctors, laboratories and hospitals send: certificates, reports, results, requests for cover."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..paper import Paper
from ..town import acts, elsewhere
from ..town.story import Story
from .core import money
from .kit import iso, named, stamp_of, writer

LABS = [
    ("Urée", "g/l", "0.31", "0.15 – 0.45"),
    ("Créatinine", "mg/l", "9.4", "6 – 12"),
    ("Clairance de la créatinine", "ml/min", "88", "> 60"),
    ("Glycémie à jeun", "g/l", "1.42", "0.70 – 1.10"),
    ("HbA1c", "%", "8.1", "4 – 6"),
    ("Hémoglobine", "g/dl", "12.6", "12 – 16"),
    ("Leucocytes", "/mm3", "7800", "4000 – 10000"),
    ("Plaquettes", "/mm3", "245000", "150000 – 400000"),
    ("CRP", "mg/l", "6", "< 5"),
    ("TSH", "mUI/l", "2.31", "0.4 – 4"),
    ("Cholestérol total", "g/l", "1.98", "< 2"),
    ("Potassium", "mmol/l", "4.2", "3.5 – 5"),
]


def _doctor(s: Story, extra: dict[str, Any]) -> dict[str, Any]:
    extra["sig"] = {"signature_medecin": s.medecin.nom, "signature": s.medecin.nom}
    extra["provider"] = s.medecin
    return {"medecin_nom": s.medecin.nom}


def _paper(s: Story, fields: dict[str, Any], extra: dict[str, Any], **more: Any) -> Paper:
    marks = more.pop("marks", ("cachet_medecin", "signature_medecin"))
    return Paper(
        "",
        "",
        "",
        fields,
        more.pop("lines", {}),
        {marks[0]: stamp_of(s.medecin, s.rng)},
        frozenset({marks[1]}),
        extra=extra,
        **more,
    )


@writer("certificat_longue_duree")
def long_illness(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {}
    fields = {
        **named("patient_", s.malade, s, extra),
        "maladie": s.maladie,
        **_doctor(s, extra),
        "medecin_inpe": s.medecin.inpe,
        "date_certificat": iso(s.soins, -20),
        "duree": s.rng.choice(["12 mois", "un an", "6 mois"]),
    }
    return _paper(s, fields, extra)


@writer("compte_rendu_hospitalisation", "compte_rendu_operatoire", "attestation_medicale_handicap")
def report(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"recit": True}
    day = iso(s.sortie)
    if o["type"] == "attestation_medicale_handicap":
        fields = {
            **named("", s.malade, s, extra),
            "date_document": iso(s.soins, -60),
            "emetteur_nom": "Contrôle médical CNOPS",
        }
        extra["issuer"] = "fund"
        return _paper(s, fields, extra, marks=("cachet", "signature"))
    fields = {**named("patient_", s.malade, s, extra), **_doctor(s, extra), "date_document": day}
    extra["provider"] = s.lieu
    return _paper(s, fields, extra, marks=("cachet", "signature"))


@writer("rapport_medical")
def medical_report(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {}
    rng = s.rng
    cancer = s.nature == "oncologie"
    fields: dict[str, Any] = {
        **named("patient_", s.malade, s, extra),
        **_doctor(s, extra),
        "date_document": iso(s.soins, -4),
        "affection": rng.choice((elsewhere if s.new else acts).CANCERS) if cancer else s.maladie,
    }
    if cancer:
        weight, height = rng.randrange(52, 92), rng.randrange(152, 186)
        fields |= {
            "poids": str(weight),
            "taille": str(height),
            "surface_corporelle": f"{(weight * height / 3600) ** 0.5:.2f}",
            "duree": rng.choice(["18 semaines", "4 mois", "6 semaines"]),
            "metastase": False,
        }
        if o.get("seances"):
            fields["nombre_seances"] = str(rng.choice([25, 30, 33]))
        else:
            fields |= {
                "protocole": rng.choice(
                    elsewhere.PROTOCOLS
                    if s.new
                    else ["FOLFOX 4", "AC60 puis docétaxel", "R-CHOP", "FOLFIRI"]
                ),
                "doses_journalieres": f"oxaliplatine {rng.randrange(120, 170)} mg",
                "nombre_cures": rng.choice(["3", "6"]),
            }
    return _paper(s, fields, extra)


@writer("resultats_examens")
def results(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"provider": s.lieu}
    kind = o.get("examen", "biologie")
    fields = {
        **named("patient_", s.malade, s, extra),
        "medecin_nom": s.medecin.nom,
        "date_document": iso(s.soins, -2),
        "nature_examen": kind,
    }
    rows: list[dict[str, Any]] = []
    if kind == "biologie":
        own = elsewhere.LABS if s.new else LABS
        pick = own[:3] + s.rng.sample(own[3:], 4) if o.get("rein") else s.rng.sample(own, 6)
        for name, unit, value, norm in pick:
            v = Decimal(value) * Decimal(s.rng.choice(["0.9", "1", "1.1", "1.3"]))
            rows.append({"analyse": name, "valeur": f"{v.normalize():f}", "unite": unit})
            extra.setdefault("normes", []).append(norm)
    extra["deduit"] = {"nature_examen": kind}
    extra["alt"] = extra.get("alt", {})
    return _paper(s, fields, extra, lines={"mesures": rows}, marks=("cachet", "signature"))


@writer("attestation_seances")
def sessions(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {}
    fields = {
        "patient_nom": s.malade.full,
        "seances_par_semaine": s.rng.choice(["2", "3"]),
        **_doctor(s, extra),
        "date_document": iso(s.soins, -1),
    }
    return _paper(s, fields, extra)


@writer("rapport_contre_visite", "autre")
def control_report(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {}
    return _paper(
        s,
        {
            **named("assure_", s.assure, s, extra),
            **_doctor(s, extra),
            "date_document": iso(s.soins),
        },
        extra,
        marks=("cachet", "signature"),
    )


@writer("demande_prise_en_charge")
def request(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"provider": s.lieu}
    motif = o.get("motif", "pharmacie")
    model = o.get("modele", "pharmacie" if motif == "pharmacie" else "hospitalisation")
    act, _ = s.actes[0]
    fields: dict[str, Any] = {
        "motif": motif, "etablissement_nom": s.lieu.nom, "inpe": s.lieu.inpe, "ville": o.get("ville", s.lieu.ville),
        **named("assure_", s.assure, s, extra), **named("beneficiaire_", s.malade, s, extra), "beneficiaire_lien": s.malade.lien,
        "numero_immatriculation": s.assure.immatriculation, "date_demande": o.get("date", iso(s.soins, -3)),
    }  # fmt: skip
    stamps = {"cachet_etablissement": stamp_of(s.lieu, s.rng)}
    if motif == "pharmacie":
        signed = {"signature_pharmacien"}
        extra["medicaments"] = [
            (d.designation, d.code, str(n), money(d.ppv)) for d, _h, _l, n in s.basket
        ]
    else:
        signed = {"signature_medecin"}
        stamps["cachet_medecin"] = stamp_of(s.medecin, s.rng)
        fields |= {
            "diagnostic": o.get("diagnostic", s.maladie),
            "urgence": bool(o.get("urgence")),
            "code_acte": act.code,
            "date_hospitalisation": iso(s.soins),
            "duree_prevue": str(o.get("duree") or max(1, (s.sortie - s.soins).days)),
        }
        if act.coefficient:
            fields["cotation"] = act.code + act.coefficient
    if s.organisme == "cnops":
        extra["deduit"] = {"modele_imprime": model}
        extra["modele"] = model
    if s.currency != "DH":
        fields.pop("inpe")
    extra["sig"] = {"signature_pharmacien": s.lieu.personne, "signature_medecin": s.medecin.nom}
    return Paper("", "", "", fields, {}, stamps, frozenset(signed), extra=extra)


@writer("devis")
def quote(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {
        "provider": s.lieu,
        "devis": [(a.designation, str(n), money(s.price(a.prix) * n)) for a, n in s.actes],
    }
    total = sum((s.price(a.prix) * n for a, n in s.actes), Decimal(0))
    fields = {
        "emetteur_nom": s.lieu.nom,
        "montant_total": money(total),
        "date_document": iso(s.soins, -6),
    }
    extra["nom_libre"] = s.malade.full
    return Paper(
        "",
        "",
        "",
        fields,
        {},
        {"cachet": stamp_of(s.lieu, s.rng)},
        frozenset({"signature"}),
        extra=extra,
    )


@writer("pli_confidentiel")
def sealed(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"provider": s.medecin, "deduit": {"ouvert": False}}
    return Paper(
        "",
        "",
        "",
        {"nom_enveloppe": s.malade.full},
        {},
        {"expediteur": stamp_of(s.medecin, s.rng)},
        extra=extra,
    )


@writer("vignettes")
def glued(s: Story, o: dict[str, Any]) -> Paper:
    from .core import invoice

    nature, s.nature = s.nature, "pharmacie"
    extra = {"vignettes": invoice(s, {"type": "facture"}).extra["vignettes"], "provider": s.lieu}
    s.nature = nature
    return Paper("", "", "", {}, {}, extra=extra)
