"""Feuilles de soins and ordonnances, section by section, in the order of their family."""

from __future__ import annotations

from markupsafe import Markup

from .sheet import Sheet


def care_sheet(s: Sheet) -> list[str]:
    pen, sl = s.pen, s.slots
    right = Markup(f"{sl.label('numero_feuille')} <b>{pen.f('numero_feuille', by='print')}</b>")
    parts = [
        s.head(pen.f("organisme_nom", by="print"), ["Assurance maladie"], right, s.family.name)
    ]
    body: dict[str, Markup] = {}
    body["A"] = sl.rows(s.without(
        [["numero_immatriculation", "matricule"], ["assure_nom", "assure_prenom"], ["assure_cin", "assure_date_naissance"],
         ["assure_adresse", "assure_ville"], ["assure_telephone", "employeur"], ["numero_police"]],
        {"matricule", "assure_telephone", "employeur", "assure_date_naissance", "assure_adresse"}))  # fmt: skip
    body["B"] = sl.rows(
        s.without(
            [
                ["beneficiaire_lien", "beneficiaire_sexe"],
                *(
                    [["beneficiaire_nom", "beneficiaire_prenom"], ["beneficiaire_date_naissance"]]
                    if s.family.has("comb")
                    else [
                        ["beneficiaire_nom", "beneficiaire_prenom", "beneficiaire_date_naissance"]
                    ]
                ),
            ],
            {"beneficiaire_sexe"},
        )
    )
    body["M"] = sl.rows(
        s.without(
            [
                ["medecin_nom", "medecin_specialite"],
                ["medecin_inpe", "date_soins"],
                ["nature_maladie"],
                ["accident", "nombre_pieces"],
            ],
            {"medecin_specialite", "date_soins", "nombre_pieces", "accident"},
        )
    )
    if s.fixed.random() < 0.6:
        body["M"] += Markup(
            f"<div>{pen.box('maladie_chronique')} {sl.label('maladie_chronique')}</div>"
        )
    columns = s.fixed.choice(
        [
            ["date", "code", "coefficient", "designation", "montant"],
            ["date", "designation", "code", "montant"],
            ["designation", "code", "coefficient", "date", "montant"],
            ["code", "date", "designation", "montant"],
        ]
    )
    total = Markup(f'<div class="r b">{sl.label("montant_total")} : {pen.f("montant_total")}</div>')
    body["T"] = sl.table("actes", columns, s.fixed.choice([4, 5, 6, 7])) + total
    if "T" not in s.family.order:
        body["M"] += sl.rows([["montant_total"]])
    places = [
        ("Cachet et signature du médecin", "cachet_medecin", "signature_medecin"),
        ("Cachet de l'établissement", "cachet_etablissement", ""),
        ("Signature de l'assuré(e)", "", "signature_assure"),
    ]
    body["S"] = sl.rows([["date_signature"]]) + sl.marks(
        places
        if "cachet_etablissement" in pen.paper.stamps or s.fixed.random() < 0.5
        else [places[0], places[2]]
    )
    for number, key in enumerate(s.family.order, 1):
        parts.append(body[key] if key == "S" else sl.section(s.title_of(key), body[key], number))
    return s.pages(parts, 3)


def prescription(s: Sheet) -> list[str]:
    pen, sl, x = s.pen, s.slots, s.x
    p = x["provider"]
    name = pen.f("medecin_nom", by="print")
    spec = pen.f("medecin_specialite", by="print")
    contact = (
        Markup(f"Tél. {pen.f('medecin_telephone', by='print')}")
        if s.fixed.random() < 0.8
        else Markup("")
    )
    inpe = (
        Markup(f"{sl.label('medecin_inpe')} : {pen.f('medecin_inpe', by='print')}")
        if s.fixed.random() < 0.75
        else Markup("")
    )
    arabic = f'<div class="ar">{p.arabe}</div>' if s.family.has("ar") else ""
    where = Markup(
        f'<div class="r">{pen.f("medecin_ville", by="print")}, {sl.label("date_prescription").lower()} {pen.f("date_prescription")}</div>'
    )
    body: dict[str, Markup] = {
        "H": s.head(name, [str(spec), str(inpe), p.adresse], contact + Markup(arabic), p.nom),
        "D": where,
        "P": sl.rows(
            [
                ["patient_nom", "patient_prenom"]
                + (["patient_age"] if pen.has("patient_age") else [])
            ]
        ),
    }
    items = []
    layout = s.fixed.randrange(3)
    for i in range(len(pen.paper.lines.get("prescriptions", []))):
        c = lambda n: pen.c("prescriptions", i, n)  # noqa: E731, B023
        mark = pen.echo([f"{i + 1}/", "-", f"{i + 1}°)"][layout])
        boxes = (
            pen.c(
                "prescriptions",
                i,
                "quantite",
                show=f"{pen.paper.lines['prescriptions'][i].get('quantite', '')} bte",
            )
            if pen.paper.lines["prescriptions"][i].get("quantite")
            else ""
        )
        first = f"{mark} {c('medicament')} &nbsp;{c('dosage')} &nbsp;{c('forme')} {boxes}"
        items.append(
            f'<div style="margin:{pen.rng.uniform(2, 5):.1f}mm 0 0 {pen.rng.uniform(0, 7):.0f}mm">{first}<div style="margin:1.6mm 0 0 9mm">{c("posologie")} &nbsp; {c("duree")}</div></div>'
        )
    if pen.has("libelle_acte"):
        items.append(
            f'<div style="margin:9mm 4mm">{pen.f("code_acte")} &nbsp; {pen.f("libelle_acte")}</div>'
        )
    for act in x.get("actes", []):
        items.append(f'<div style="margin:4mm 6mm">{pen.echo("- " + act)}</div>')
    if pen.has("renouvellement"):
        items.append(f'<div style="margin:5mm 6mm">{pen.f("renouvellement")}</div>')
    body["R"] = Markup(f'<div style="min-height:62mm;font-size:1.12em">{"".join(items)}</div>')
    body["S"] = (
        Markup(f'<div class="{"free" if s.fixed.random() < 0.7 else ""}" style="margin-left:38%">')
        + sl.marks([("", "cachet_medecin", "signature_medecin")])
        + Markup("</div>")
    )
    foot = Markup(f'<div class="foot">{p.adresse} – {p.ville}</div>')
    return [str(Markup("").join(body[k] for k in s.family.order) + foot)]
