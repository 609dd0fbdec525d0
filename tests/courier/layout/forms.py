"""Small forms, lists and results of examinations."""

from __future__ import annotations

from markupsafe import Markup

from .letters import house, marks
from .prose import prose
from .sheet import Sheet

FORMS: dict[str, list[list[list[str]]]] = {
    "demande_prise_en_charge": [[["etablissement_nom", "inpe"], ["ville", "date_demande"]], [["assure_nom", "assure_prenom"], ["numero_immatriculation"]],
                                [["beneficiaire_lien"], ["beneficiaire_nom", "beneficiaire_prenom"]], [["motif"], ["urgence", "date_hospitalisation", "duree_prevue"], ["diagnostic"], ["code_acte", "cotation"]]],
    "default": [[["assure_nom", "assure_prenom"], ["numero_immatriculation"]], [["objet"], ["date_document"]]],
    "bordereau_envoi": [[["numero_bordereau", "date_bordereau"], ["emetteur_nom", "nombre_dossiers"]]],
    "lists": [[["emetteur_nom"], ["date_document", "nombre"]]],
    "devis": [[["emetteur_nom", "date_document"]]],
    "certificat_garantie": [[["nom", "prenom"], ["date_naissance", "numero_immatriculation"], ["numero_police", "date_effet"]]],
    "rib": [[["titulaire"], ["banque"], ["rib"]]],
}  # fmt: skip


NAMES = ["Cadre 1", "Identification", "Bénéficiaire", "Prestations"]


def form(s: Sheet) -> list[str]:
    """A form of blanks in sections, perhaps a table, and places to sign."""
    pen, sl, kind = s.pen, s.slots, s.family.type
    name, lines, key = house(s)
    groups = (
        FORMS.get(kind)
        or FORMS[
            "lists"
            if kind in ("listing_adherents", "etat_global_rib", "bordereau_declaration_salaires")
            else "default"
        ]
    )
    if s.family.order in "13" and len(groups) > 2:
        groups = [groups[1], groups[0], *groups[2:]]
    titre = s.family.titre
    model = s.x.get("modele", "")
    if model and model != "pharmacie":
        titre += {
            "hospitalisation": " – HOSPITALISATION",
            "forfait": " – FORFAIT (CHIRURGIE)",
            "dialyse": " – DIALYSE",
            "oncologie": " – ONCOLOGIE",
        }[model]
    elif model:
        titre += " – PHARMACIE"
    if s.x.get("special"):
        titre += " SPÉCIAL MALADIES CHRONIQUES"
    out = [s.head(name, lines, Markup(""), key, titre)]
    loose = kind in (
        "certificat_garantie",
        "rib",
        "devis",
        "bordereau_envoi",
        "listing_adherents",
        "etat_global_rib",
        "bordereau_declaration_salaires",
    )
    if kind == "demande_prise_en_charge" and "medicaments" in s.x:
        groups = [*groups[:3], [["motif"]]]
    for n, rows in enumerate(groups, 1):
        out.append(
            sl.section(
                s.fixed.choice(NAMES) if n == 1 else NAMES[n - 1],
                sl.rows(rows, only_known=loose),
                n,
            )
        )
    for table, columns in (
        ("dossiers", ["nom", "numero_immatriculation", "montant"]),
        ("personnes", ["nom", "prenom", "matricule", "date_naissance", "rib"]),
    ):
        have = pen.paper.lines.get(table)
        if have:
            out.append(sl.table(table, [c for c in columns if c in have[0]], 4))
    for title, items in (
        ("Médicaments demandés", s.x.get("medicaments")),
        ("Prestations", s.x.get("devis")),
    ):
        if items:
            cells = "".join(
                "<tr>" + "".join(f"<td>{pen.echo(v)}</td>" for v in row) + "</tr>" for row in items
            )
            out.append(
                Markup(
                    f'<div class="b">{title}</div><table class="t t-{s.family.table}">{cells}</table>'
                )
            )
    if pen.has("montant_total"):
        out.append(
            Markup(f'<div class="r b">{sl.label("montant_total")} : {pen.f("montant_total")}</div>')
        )
    if s.x.get("nom_libre"):
        out.append(Markup(f"<div>Patient : {pen.echo(s.x['nom_libre'])}</div>"))
    stamps, signs = pen.paper.stamps, pen.paper.signatures
    if kind == "demande_prise_en_charge":
        places = [
            ("Cachet de l'établissement", "cachet_etablissement", "signature_pharmacien"),
            ("Médecin traitant", "cachet_medecin", "signature_medecin"),
        ]
        if "medicaments" in s.x:
            places = places[:1]
        out.append(sl.marks(places))
    elif stamps or signs:
        out.append(marks(s))
    return [str(Markup("").join(out))]


def results(s: Sheet) -> list[str]:
    pen, sl = s.pen, s.slots
    name, lines, key = house(s)
    out = [
        s.head(
            name,
            lines,
            Markup(""),
            key,
            None
            if pen.paper.lines.get("mesures")
            else {
                "radiologie": "COMPTE RENDU D'IMAGERIE",
                "anatomopathologie": "COMPTE RENDU ANATOMOPATHOLOGIQUE",
            }.get(str(s.x["deduit"]["nature_examen"]), "RÉSULTATS"),
        )
    ]
    out.append(
        Markup(
            f'<div class="row" style="margin:3mm 0"><div class="g1">Patient : <b>{pen.f("patient_nom", upper=True)} {pen.f("patient_prenom")}</b><br>Prescripteur : {pen.f("medecin_nom")}</div><div>{sl.label("date_document")} : {pen.f("date_document")}</div></div>'
        )
    )
    rows = pen.paper.lines.get("mesures", [])
    if rows:
        norms = s.x.get("normes", [""] * len(rows))
        cells = "".join(
            f"<tr><td>{pen.c('mesures', i, 'analyse')}</td><td class='ce'><b>{pen.c('mesures', i, 'valeur')}</b></td><td class='ce'>{pen.c('mesures', i, 'unite')}</td><td class='sm'>{norms[i]}</td></tr>"
            for i in range(len(rows))
        )
        out.append(
            Markup(
                f'<table class="t t-{s.family.table}"><tr><th>{sl.label("analyse")}</th><th>{sl.label("valeur")}</th><th>{sl.label("unite")}</th><th>Valeurs usuelles</th></tr>{cells}</table>'
            )
        )
    else:
        for said in prose(s.family.type, s.family.split, pen.rng):
            out.append(Markup(f'<div class="p" style="line-height:1.45">{said}</div>'))
    out.append(marks(s, "Le biologiste" if rows else "Le médecin"))
    return [str(Markup("").join(out))]
