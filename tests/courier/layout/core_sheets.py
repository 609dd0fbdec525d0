"""How the core four are composed from sections, in the order of their family."""

from __future__ import annotations

import random
from typing import Any

from markupsafe import Markup

from .. import writing
from .family import Family
from .heads import ARABIC, head
from .quill import Quill
from .slots import Slots

TITLES = {
    "A": ("Assuré(e)", "PARTIE RÉSERVÉE À L'ASSURÉ", "Renseignements sur l'adhérent", "Identification de l'assuré", "Volet 1 – L'assuré"),
    "B": ("Bénéficiaire des soins", "LE MALADE", "Personne soignée", "Identification du malade", "Volet 2 – Le bénéficiaire"),
    "M": ("Partie réservée au médecin", "MÉDECIN TRAITANT", "Renseignements médicaux", "À remplir par le praticien", "Volet 3 – Le prescripteur"),
    "T": ("Actes effectués", "FRAIS ENGAGÉS", "Détail des soins", "Relevé des prestations", "Décompte des frais"),
    "O": ("Souscripteur", "ENTREPRISE", "Contrat", "Cadre de l'employeur", "Affiliation"),
    "C": ("Conjoint", "LE CONJOINT", "Renseignements sur le conjoint", "Ayant droit – conjoint", "Époux / épouse"),
    "E": ("Enfants à charge", "LES ENFANTS", "Descendants", "Ayants droit – enfants", "Enfants assurés"),
    "Q": ("Questionnaire de santé", "QUESTIONNAIRE MÉDICAL", "État de santé", "Déclaration de santé", "Renseignements de santé"),
}  # fmt: skip


class Sheet:
    """One paper being composed."""

    def __init__(self, pen: Quill, family: Family) -> None:
        self.pen, self.family = pen, family
        self.slots = Slots(pen, family)
        self.fixed = random.Random(f"{family.name}:plan")
        self.x: dict[str, Any] = pen.paper.extra

    def title_of(self, key: str) -> str:
        return random.Random(f"{self.family.name}:{key}").choice(TITLES[key])

    def without(self, rows: list[list[str]], droppable: set[str]) -> list[list[str]]:
        """Rows less what this family never asks."""
        gone = {n for n in sorted(droppable) if self.fixed.random() < 0.3}
        return [r for r in ([n for n in row if n not in gone] for row in rows) if r]

    def head(self, name: Markup, lines: list[str], right: Markup, key: str, titre: str | None = None) -> Markup:
        arabic = ARABIC.get(self.family.type, "الصحة") if self.family.has("ar") else ""
        chronic = Markup('<div class="b" style="border:.5mm solid;padding:1mm;display:inline-block">Dossier maladie chronique</div>') if self.x.get("mention_chronique") else Markup("")
        return self.pen.arrival() + chronic + head(self.family.head, name, lines, self.family.titre if titre is None else titre, right, arabic, key)

    def pages(self, parts: list[Markup], cut: int) -> list[str]:
        """One page, or two when the family prints on both sides."""
        if not self.family.has("two"):
            return [str(Markup("").join(parts))]
        return [str(Markup("").join(parts[:cut])), str(Markup("").join(parts[cut:]))]


def care_sheet(s: Sheet) -> list[str]:
    pen, sl = s.pen, s.slots
    right = Markup(f'{sl.label("numero_feuille")} <b>{pen.f("numero_feuille", by="print")}</b>')
    parts = [s.head(pen.f("organisme_nom", by="print"), ["Assurance maladie"], right, s.family.name)]
    body: dict[str, Markup] = {}
    body["A"] = sl.rows(s.without(
        [["numero_immatriculation", "matricule"], ["assure_nom", "assure_prenom"], ["assure_cin", "assure_date_naissance"],
         ["assure_adresse", "assure_ville"], ["assure_telephone", "employeur"], ["numero_police"]],
        {"matricule", "assure_telephone", "employeur", "assure_date_naissance", "assure_adresse"}))  # fmt: skip
    body["B"] = sl.rows(s.without([["beneficiaire_lien", "beneficiaire_sexe"], *([["beneficiaire_nom", "beneficiaire_prenom"], ["beneficiaire_date_naissance"]] if s.family.has("comb") else [["beneficiaire_nom", "beneficiaire_prenom", "beneficiaire_date_naissance"]])], {"beneficiaire_sexe"}))
    body["M"] = sl.rows(s.without([["medecin_nom", "medecin_specialite"], ["medecin_inpe", "date_soins"], ["nature_maladie"], ["accident", "nombre_pieces"]], {"medecin_specialite", "date_soins", "nombre_pieces", "accident"}))
    if s.fixed.random() < 0.6:
        body["M"] += Markup(f'<div>{pen.box("maladie_chronique")} {sl.label("maladie_chronique")}</div>')
    columns = s.fixed.choice([["date", "code", "coefficient", "designation", "montant"], ["date", "designation", "code", "montant"], ["designation", "code", "coefficient", "date", "montant"], ["code", "date", "designation", "montant"]])
    total = Markup(f'<div class="r b">{sl.label("montant_total")} : {pen.f("montant_total")}</div>')
    body["T"] = sl.table("actes", columns, s.fixed.choice([4, 5, 6, 7])) + total
    if "T" not in s.family.order:
        body["M"] += sl.rows([["montant_total"]])
    places = [("Cachet et signature du médecin", "cachet_medecin", "signature_medecin"), ("Cachet de l'établissement", "cachet_etablissement", ""), ("Signature de l'assuré(e)", "", "signature_assure")]
    body["S"] = sl.rows([["date_signature"]]) + sl.marks(places if "cachet_etablissement" in pen.paper.stamps or s.fixed.random() < 0.5 else [places[0], places[2]])
    number = 0
    for key in s.family.order:
        number += 1
        parts.append(body[key] if key == "S" else sl.section(s.title_of(key), body[key], number))
    parts.append(Markup('<div class="xs">Quiconque se rend coupable de fraude ou de fausse déclaration est passible des sanctions prévues par la loi.</div>'))
    return s.pages(parts, 3)


def bulletin(s: Sheet) -> list[str]:
    pen, sl = s.pen, s.slots
    photo = Markup("")
    if s.family.has("photo"):
        face = f'<div data-mark="photo" style="{pen.tilt(3)};width:27mm;height:34mm">{portrait(pen.rng)}</div>' if s.x.get("photo") else ""
        photo = Markup(f'<div style="width:29mm;height:36mm;border:.25mm dashed" class="xs">{face or "Photo"}</div>')
    right = Markup(f'{sl.label("numero_bulletin")} <b>{pen.f("numero_bulletin", by="print")}</b>') + photo
    parts = [s.head(pen.f("organisme_nom", by="print"), ["Service des adhésions"], right, s.family.name)]
    body: dict[str, Markup] = {
        "O": sl.rows(s.without([["souscripteur", "numero_police"], ["matricule", "date_embauche"], ["categorie", "date_effet"]], {"categorie", "date_embauche"})),
        "A": sl.rows(s.without([["assure_nom", "assure_prenom"], ["assure_cin", "assure_date_naissance", "assure_sexe"], ["assure_lieu_naissance", "situation_familiale"],
                                ["assure_adresse", "assure_ville"], ["assure_telephone", "assure_email"], ["rib"]], {"assure_lieu_naissance", "assure_email", "assure_sexe"})),
        "C": sl.rows([["conjoint_nom", "conjoint_prenom"], ["conjoint_cin", "conjoint_date_naissance", "date_mariage"]]),
        "E": sl.rows([["nombre_enfants"]]) + sl.table("enfants", s.fixed.choice([["nom", "prenom", "date_naissance", "sexe"], ["prenom", "nom", "sexe", "date_naissance"], ["nom", "prenom", "date_naissance"]]), 4),
        "S": sl.rows([["date_signature"]]) + sl.marks([("Signature de l'adhérent", "", "signature_assure"), ("Cachet de l'employeur", "cachet_employeur", "")]),
    }  # fmt: skip
    if "Q" in s.family.order:
        rows = "".join(
            f'<tr><td class="wrap">{pen.c("questionnaire", i, "question", by="print")}</td><td class="ce">{pen.line_tick("questionnaire", i, "reponse", True)} Oui &nbsp; {pen.line_tick("questionnaire", i, "reponse", False)} Non</td></tr>'
            for i in range(len(pen.paper.lines["questionnaire"]))
        )
        body["Q"] = Markup(f'<table class="t t-{s.family.table}">{rows}</table>')
    for n, key in enumerate(s.family.order, 1):
        parts.append(body[key] if key == "S" else sl.section(s.title_of(key), body[key], n))
    return s.pages(parts, 3)


def portrait(rng: random.Random) -> str:
    skin, hair = rng.choice(["#8d7a6c", "#a08c7d", "#75665c"]), rng.choice(["#1f1d1d", "#3b302a", "#55504c"])
    return (
        f'<svg width="100%" height="100%" viewBox="0 0 50 66" preserveAspectRatio="none"><rect width="50" height="66" fill="#cdd1d3"/><path d="M3 66c2-19 12-23 22-23s20 4 22 23z" fill="{hair}"/>'
        f'<ellipse cx="25" cy="28" rx="{rng.uniform(10, 12.5):.1f}" ry="{rng.uniform(13, 16):.1f}" fill="{skin}"/><path d="M13 26c-1-18 25-18 24 0-5-8-18-8-24 0z" fill="{hair}"/></svg>'
    )


def prescription(s: Sheet) -> list[str]:
    pen, sl, x = s.pen, s.slots, s.x
    p = x["provider"]
    name = pen.f("medecin_nom", by="print")
    spec = pen.f("medecin_specialite", by="print")
    contact = Markup(f'Tél. {pen.f("medecin_telephone", by="print")}') if s.fixed.random() < 0.8 else Markup("")
    inpe = Markup(f'{sl.label("medecin_inpe")} : {pen.f("medecin_inpe", by="print")}') if s.fixed.random() < 0.75 else Markup("")
    arabic = f'<div class="ar">{p.arabe}</div>' if s.family.has("ar") else ""
    where = Markup(f'<div class="r">{pen.f("medecin_ville", by="print")}, {sl.label("date_prescription").lower()} {pen.f("date_prescription")}</div>')
    body: dict[str, Markup] = {
        "H": s.head(name, [str(spec), str(inpe), p.adresse], contact + Markup(arabic), p.nom),
        "D": where,
        "P": sl.rows([["patient_nom", "patient_prenom"] + (["patient_age"] if pen.has("patient_age") else [])]),
    }
    items = []
    layout = s.fixed.randrange(3)
    for i in range(len(pen.paper.lines.get("prescriptions", []))):
        c = lambda n: pen.c("prescriptions", i, n)  # noqa: E731, B023
        mark = pen.echo([f"{i + 1}/", "-", f"{i + 1}°)"][layout])
        boxes = pen.c("prescriptions", i, "quantite", show=f"{pen.paper.lines['prescriptions'][i].get('quantite', '')} bte") if pen.paper.lines["prescriptions"][i].get("quantite") else ""
        first = f'{mark} {c("medicament")} &nbsp;{c("dosage")} &nbsp;{c("forme")} {boxes}'
        items.append(f'<div style="margin:{pen.rng.uniform(2, 5):.1f}mm 0 0 {pen.rng.uniform(0, 7):.0f}mm">{first}<div style="margin:1.6mm 0 0 9mm">{c("posologie")} &nbsp; {c("duree")}</div></div>')
    if pen.has("libelle_acte"):
        items.append(f'<div style="margin:9mm 4mm">{pen.f("code_acte")} &nbsp; {pen.f("libelle_acte")}</div>')
    for act in x.get("actes", []):
        items.append(f'<div style="margin:4mm 6mm">{pen.echo("- " + act)}</div>')
    if pen.has("renouvellement"):
        items.append(f'<div style="margin:5mm 6mm">{pen.f("renouvellement")}</div>')
    body["R"] = Markup(f'<div style="min-height:62mm;font-size:1.12em">{"".join(items)}</div>')
    body["S"] = Markup(f'<div class="{"free" if s.fixed.random() < 0.7 else ""}" style="margin-left:38%">') + sl.marks([("", "cachet_medecin", "signature_medecin")]) + Markup("</div>")
    foot = Markup(f'<div class="foot">{p.adresse} – {p.ville}</div>')
    return [str(Markup("").join(body[k] for k in s.family.order) + foot)]


def labels_sheet(s: Sheet, marks: bool = True) -> Markup:
    """Glued price labels with their bar codes, askew."""
    out = []
    pen = s.pen
    for i, v in enumerate(s.x.get("vignettes", [])[:20]):
        ppv = ' data-mark="ppv_colles"' if i == 0 and marks else ""
        bars = ' data-mark="codes_barres_colles"' if i == 0 and marks else ""
        out.append(
            f'<div class="vig" style="{pen.tilt(pen.rng.choice([1.5, 3.5, 6]))}"><div class="b" style="font:700 8pt arimo;white-space:nowrap">{v["nom"]}</div><div style="font:6.5pt arimo">Lot {v["lot"]} Per {v["per"]}</div>'
            f'<div class="b" style="font:700 9pt arimo"{ppv}>PPV : {writing.amount(v["ppv"])} {s.x.get("devise", "DH")}</div><div{bars}>{pen.barcode(v["code"], "EAN13", 0.35, 9)}</div><div style="font:6.4pt cousine;letter-spacing:1px">{v["code"]}</div></div>'
        )
    return Markup(f'<div class="vg">{"".join(out)}</div>')


def invoice(s: Sheet) -> list[str]:
    pen, sl, x = s.pen, s.slots, s.x
    p = x["provider"]
    by = "print" if pen.paper.ink == "hand" and not s.fixed.random() < 0.5 else ""
    ids = Markup(" &nbsp; ").join(Markup(f"{sl.label(n)} : {pen.f(n, by='print')}") for n in ("emetteur_ice", "emetteur_if", "emetteur_inpe") if pen.has(n))
    right = Markup("") if "M" in s.family.order else Markup("")
    body: dict[str, Markup] = {
        "H": s.head(pen.f("emetteur_nom", by="print"), [p.adresse, f"{pen.f('emetteur_ville', by='print')} – Tél. {p.telephone}", str(ids)], right, p.nom),
        "M": sl.rows([["numero_facture", "date_facture"], ["date_delivrance", "numero_prise_en_charge"], ["date_entree", "date_sortie"]], by, True),
        "P": sl.rows(s.without([["patient_nom", "patient_prenom"], ["assure_nom", "assure_prenom"], ["numero_immatriculation"]], {"numero_immatriculation"} if s.family.size else set()), by, True),
        "W": Markup(f'<div class="wrap" style="margin-top:2mm">Arrêtée la présente facture à la somme de : <b>{pen.f("montant_lettres", by=by)}</b></div>') if pen.has("montant_lettres") else Markup(""),
    }  # fmt: skip
    pharmacy = bool(x.get("vignettes"))
    options = [["designation", "quantite", "ppv", "montant"], ["code_barres", "designation", "quantite", "ppv", "montant"], ["quantite", "designation", "ppv", "montant"]] if pharmacy else [
        ["designation", "code", "coefficient", "quantite", "prix_unitaire", "montant"], ["code", "designation", "quantite", "montant"], ["designation", "quantite", "prix_unitaire", "montant"], ["date", "code", "coefficient", "designation", "montant"]]
    columns = s.fixed.choice(options)
    if s.family.size == "ticket":
        columns = ["designation", "quantite", "montant"]
    total = "".join(f'<div class="r{" b" if n == "montant_total" else ""}">{sl.label(n)} : {pen.f(n, by=by)} {x.get("devise", "DH")}</div>' for n in ("montant_total", "part_organisme", "part_assure") if pen.has(n))
    mention = Markup(f'<div class="b">{pen.f("mention", show=str(pen.paper.fields.get("mention", "")).upper(), by="print")}</div>') if pen.has("mention") and s.fixed.random() < 0.7 else Markup("")
    body["S"] = sl.marks([("Cachet et signature", "cachet_etablissement", "signature_etablissement")] + ([("Signature de l'assuré", "", "signature_assure")] if "signature_assure" in pen.paper.signatures or s.fixed.random() < 0.4 else []))
    many = len(pen.paper.lines["lignes"])
    per = 9 if s.family.size else 24
    cuts = [(a, min(a + per, many)) for a in range(0, max(many, 1), per)]
    pages, before = [], Markup("")
    for n, (a, b) in enumerate(cuts):
        part = sl.table("lignes", columns, 0, a, b, by)
        if n < len(cuts) - 1:
            part += Markup(f'<div class="r">À reporter – page {n + 1}/{len(cuts)}</div>')
            pages.append(str((_until(body, s.family.order) if n == 0 else before) + part))
            before = Markup(f'<div class="row"><b>{p.nom}</b><span class="r g1">{sl.label("numero_facture")} {pen.paper.fields["numero_facture"]} – page {n + 2}/{len(cuts)}</span></div>')
            continue
        start = before if n else _until(body, s.family.order)
        pages.append(str(start + part + Markup(total) + mention + _after(body, s.family.order)))
    if pharmacy and s.family.has("glue") and not x.get("sans_vignettes"):
        pages.append(str(Markup(f'<div class="b">Vignettes et codes à barres – {sl.label("numero_facture")} {pen.paper.fields["numero_facture"]}</div>') + labels_sheet(s)))
    return pages


def _until(body: dict[str, Markup], order: str) -> Markup:
    return Markup("").join(body[k] for k in order[: order.index("T")] if k in body)


def _after(body: dict[str, Markup], order: str) -> Markup:
    return Markup("").join(body[k] for k in order[order.index("T") + 1 :] if k in body)
