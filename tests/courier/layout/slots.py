"""Blanks of a form in the style of its family: dotted lines, boxes, combs, grids … and tables."""

from __future__ import annotations

import random

from markupsafe import Markup

from ..vocabulary import is_date
from .family import Family
from .labels import label
from .quill import Quill

COMBS = {"numero_immatriculation": 9, "medecin_inpe": 9, "inpe": 9, "emetteur_inpe": 9, "rib": 24, "assure_telephone": 10, "matricule": 7, "assure_cin": 9}  # fmt: skip
TICKS: dict[str, list[tuple[object, str]]] = {
    "beneficiaire_lien": [("assure", "Assuré"), ("conjoint", "Conjoint"), ("enfant", "Enfant"), ("ascendant", "Ascendant")],
    "beneficiaire_sexe": [("M", "M"), ("F", "F")],
    "assure_sexe": [("M", "M"), ("F", "F")],
    "accident": [(True, "Oui"), (False, "Non")],
    "urgence": [(True, "Oui"), (False, "Non")],
    "situation_familiale": [("celibataire", "Célibataire"), ("marie", "Marié(e)"), ("divorce", "Divorcé(e)"), ("veuf", "Veuf(ve)")],
    "motif": [("medecine", "Médecine"), ("chirurgie", "Chirurgie"), ("reanimation", "Réanimation"), ("dialyse", "Dialyse"),
              ("chimiotherapie", "Chimiothérapie"), ("radiotherapie", "Radiothérapie"), ("curietherapie", "Curiethérapie"),
              ("iratherapie", "Irathérapie"), ("greffe_moelle", "Greffe de moelle"), ("pharmacie", "Pharmacie"), ("ambulatoire", "Ambulatoire")],
}  # fmt: skip
WIDE = {"assure_adresse", "nature_maladie", "diagnostic", "employeur", "assure_email", "rib", "motif", "etablissement_nom", "objet", "beneficiaire_lien", "libelle_acte", "titulaire", "emetteur_nom", "situation_familiale"}  # fmt: skip

ASSURED_ON_BILL = {"assure_nom": ["Assuré", "Nom de l'assuré", "Adhérent", "Assuré(e) – nom"], "assure_prenom": ["Prénom", "Prénom de l'assuré", "Prénom adhérent", "Assuré(e) – prénom"]}  # fmt: skip


ARABIC = {
    "assure_nom": "الاسم العائلي", "assure_prenom": "الاسم الشخصي", "assure_cin": "رقم البطاقة الوطنية", "assure_date_naissance": "تاريخ الازدياد",
    "numero_immatriculation": "رقم التسجيل", "assure_adresse": "العنوان", "assure_ville": "المدينة", "assure_telephone": "الهاتف", "employeur": "المشغل",
    "beneficiaire_nom": "اسم المريض", "beneficiaire_prenom": "الاسم الشخصي", "beneficiaire_date_naissance": "تاريخ الازدياد", "medecin_nom": "الطبيب",
    "nature_maladie": "نوع المرض", "date_signature": "التاريخ", "patient_nom": "المريض", "date_facture": "التاريخ", "numero_facture": "رقم الفاتورة",
    "etablissement_nom": "المؤسسة", "diagnostic": "التشخيص", "rib": "رقم الحساب البنكي", "objet": "الموضوع", "date_document": "التاريخ", "nombre_enfants": "عدد الأطفال",
}  # fmt: skip


class Slots:
    """Draws the blanks of one paper as its family does."""

    def __init__(self, pen: Quill, family: Family) -> None:
        self.pen, self.family = pen, family

    def label(self, name: str) -> str:
        if self.family.type == "facture" and name in ("assure_nom", "assure_prenom"):
            words = ASSURED_ON_BILL[name]
            return words[sum(map(ord, self.family.name)) % len(words)]
        return label(self.family.split, self.family.name, name)

    def value(self, name: str, by: str = "") -> Markup:
        """What is written in the blank: ticks, a comb, or the value."""
        pen = self.pen
        if name in TICKS and self.family.type in (
            "feuille_de_soins",
            "bulletin_adhesion",
            "demande_prise_en_charge",
        ):
            return (
                Markup('<span class="tks">')
                + Markup("").join(
                    Markup(f"<span>{pen.tick(name, option)} {text}</span>")
                    for option, text in TICKS[name]
                )
                + Markup("</span>")
            )
        if (
            self.family.has("comb")
            and (name in COMBS or (is_date(name) and name.endswith(("naissance", "signature"))))
            and not by
        ):
            return pen.comb(name, COMBS.get(name, 8), seps="" if name in COMBS else "2 4")
        form = "/"
        if is_date(name) and not by:
            form = pen.rng.choice(
                ["/", "/", "-", ".", "short"] if pen.paper.ink == "hand" else ["/"]
            )
            if form == "short" and "naissance" in name:
                form = "/"
        upper = name.endswith("_nom") and name not in (
            "medecin_nom",
            "emetteur_nom",
            "etablissement_nom",
        )
        return pen.f(name, form=form, by=by, upper=upper and pen.paper.ink != "hand")

    def slot(self, name: str, by: str = "", text: str | None = None) -> Markup:
        """A blank with its printed name."""
        words = self.label(name) if text is None else text
        wide = 1.8 if name in WIDE else 1.15 if name.endswith(("_nom", "_prenom")) else 0.9
        return Markup(
            f'<div class="s s-{self.family.field}" style="flex:{wide}"><label>{words}</label><span class="d">{self.value(name, by)}</span>{self._arabic(name)}</div>'
        )

    def _arabic(self, name: str) -> str:
        """The same words in Arabic, where the printer sets both."""
        own = random.Random(f"{self.family.name}:bilingue").random() < 0.6
        said = ARABIC.get(name) if self.family.has("ar") and own else None
        return (
            f'<span class="ar" style="font-size:.85em;padding-left:1mm">{said}</span>'
            if said
            else ""
        )

    def rows(self, rows: list[list[str]], by: str = "", only_known: bool = False) -> Markup:
        """Rows of blanks; `only_known` leaves out those without a value (a printed paper shows no empty blank)."""
        out = []
        for row in rows:
            cells = [self.slot(n, by) for n in row if not only_known or self.pen.has(n)]
            if cells:
                out.append(f'<div class="row wr">{"".join(cells)}</div>')
        return Markup("".join(out))

    def table(
        self,
        name: str,
        columns: list[str],
        least: int = 0,
        first: int = 0,
        last: int = 999,
        by: str = "",
        tall: float = 0.0,
    ) -> Markup:
        """A table of the paper's lines; `least` rows are printed even when empty, then one blank row `tall` mm high."""
        lines = self.pen.paper.lines.get(name, [])
        head = "".join(f'<th class="c-{c}">{self.label(c)}</th>' for c in columns)
        body = []
        for i in range(first, min(last, max(len(lines), first + least))):
            cells = "".join(
                f'<td class="c-{c}">{self.pen.cell_if(name, i, c, by=by)}</td>' for c in columns
            )
            body.append(f"<tr>{cells}</tr>")
        if tall:
            body.append(
                f'<tr class="opt"><td style="height:{tall}mm"></td>{"<td></td>" * (len(columns) - 1)}</tr>'
            )
        return Markup(
            f'<table class="t t-{self.family.table}"><tr>{head}</tr>{"".join(body)}</table>'
        )

    def section(self, title: str, body: Markup, number: int = 0) -> Markup:
        extra = f'<b class="no">{number}</b>' if self.family.section == "number" and number else ""
        return Markup(
            f'<div class="sec sec-{self.family.section}"><div class="st">{extra}{title}</div><div class="sb">{body}</div></div>'
        )

    def marks(self, places: list[tuple[str, str, str]]) -> Markup:
        """Places to stamp and sign: (legend, stamp, signature)."""
        rng, out = self.pen.rng, []
        for legend, stamp, signature in places:
            x, y = (
                rng.uniform(-3, 14),
                rng.uniform(-1, 9),
            )  # over the rule and the legend as often as not
            sx, sy = x + rng.uniform(-5, 24), y + rng.uniform(-3, 13)
            seal = self.pen.stamp(stamp) if stamp else ""
            name = self.pen.signature(signature, rng.uniform(28, 42)) if signature else ""
            out.append(
                f'<div class="place pl"><span class="xs">{legend}</span><div class="ab" style="left:{x:.0f}mm;top:{y:.0f}mm">{seal}</div>'
                f'<div class="ab" style="left:{sx:.0f}mm;top:{sy:.0f}mm">{name}</div></div>'
            )
        return Markup(f'<div class="row top">{"".join(out)}</div>')
