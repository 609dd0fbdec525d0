"""Bulletins d'adhésion, section by section, in the order of their family."""

from __future__ import annotations

from markupsafe import Markup

from .portraits import portrait
from .sheet import Sheet


def bulletin(s: Sheet) -> list[str]:
    pen, sl = s.pen, s.slots
    photo = Markup("")
    if s.family.has("photo"):
        face = (
            f'<div data-mark="photo" style="{pen.tilt(3)};width:27mm;height:34mm">{portrait(pen.rng, pen.paper.fields.get("assure_sexe") == "F")}</div>'
            if s.x.get("photo")
            else ""
        )
        photo = Markup(
            f'<div style="width:29mm;height:36mm;border:.25mm dashed" class="xs">{face or "Photo"}</div>'
        )
    right = (
        Markup(f"{sl.label('numero_bulletin')} <b>{pen.f('numero_bulletin', by='print')}</b>")
        + photo
    )
    parts = [
        s.head(pen.f("organisme_nom", by="print"), ["Service des adhésions"], right, s.family.name)
    ]
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
