"""How every other type is composed: letters, forms, cards, lists, envelopes."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from .. import writing
from .core_sheets import Sheet, bulletin, care_sheet, invoice, labels_sheet, portrait, prescription
from .wordings import ISSUERS

HOUSES = {
    "town": ("ROYAUME DU MAROC", "Ministère de l'Intérieur – Bureau d'état civil"),
    "school": ("Établissement d'enseignement", "Service de la scolarité"),
    "bank": ("Agence bancaire", "Service clientèle"),
    "cabinet": ("Cabinet Conseil en assurances", "Gestion des régimes de prévoyance"),
    "employer": ("Direction des ressources humaines", "Bureau du personnel"),
    "fund": ("Service des prestations santé", "Département médical"),
}

# What any such paper says besides, to no purpose of ours; each split has its own sentences.
FILLERS = {
    "train": [
        "Cette pièce est délivrée à l'intéressé(e) pour servir et valoir ce que de droit.",
        "Toute rature ou surcharge non approuvée annule le présent document.",
        "Conformément aux dispositions en vigueur, les renseignements ci-dessus engagent la responsabilité du signataire.",
        "Nous vous prions d'agréer l'expression de nos salutations distinguées.",
    ],
    "dev": [
        "Fait pour valoir ce que de droit auprès des services compétents.",
        "Document établi sur la foi des registres et à la demande de la personne nommée plus haut.",
        "Veuillez conserver un exemplaire ; aucun duplicata ne sera remis sans motif écrit.",
    ],
    "test": [
        "Le présent écrit est remis en main propre et n'a de valeur que revêtu du cachet du signataire.",
        "Les informations portées ici sont couvertes par le secret professionnel et ne peuvent être transmises à des tiers.",
        "Pour toute question, rappelez les références du présent courrier.",
        "Avec nos sentiments dévoués.",
    ],
}


def _house(s: Sheet) -> tuple[Markup, list[str], str]:
    """Who writes: name, lines below, key of the emblem."""
    pen, x = s.pen, s.x
    issuer = x.get("issuer") or ISSUERS.get(s.family.type, "")
    p = x.get("provider")
    if issuer in ("", "doctor", "place") and p:
        return Markup(p.nom), [p.titre.capitalize() if p.nom.startswith("Dr") else "", p.adresse, f"{p.ville} – Tél. {p.telephone}"], p.nom
    if issuer == "own":
        return Markup(""), [], "own"
    first, second = HOUSES.get(issuer, HOUSES["fund"])
    seals = [st.ring or st.lines[0] for st in pen.paper.stamps.values()]
    if issuer in ("fund", "bank", "school", "employer") and (x.get("emetteur") or seals):
        first = str(x.get("emetteur") or seals[0].title())
    return Markup(first), [second], first


def _marks(s: Sheet, legend: str = "Cachet et signature") -> Markup:
    stamps = sorted(s.pen.paper.stamps)
    signatures = sorted(s.pen.paper.signatures)
    pairs = max(len(stamps), len(signatures), 1)
    return s.slots.marks([
        (legend if i == 0 else "", stamps[i] if i < len(stamps) else "", signatures[i] if i < len(signatures) else "") for i in range(pairs)
    ])  # fmt: skip


def letter(s: Sheet) -> list[str]:
    """Sentences on a letterhead. A sentence none of whose values is known is not said."""
    pen, f = s.pen, s.family
    name, lines, key = _house(s)
    out = [s.head(name, lines, Markup(""), key)] if name else [pen.arrival(), Markup(f'<div class="ti b">{f.titre}</div>')]
    if pen.paper.extra.get("libre"):
        out.append(Markup(f'<div class="r">{pen.echo("À Monsieur le Directeur du service prestations")}</div>'))
    gap = s.fixed.choice([2.5, 4, 6])
    for sentence in f.wording:
        if pen.paper.extra.get("copie") and "original" in sentence.lower():
            continue
        known = []
        for part in re.split(r"(?<=[.;]) ", sentence):
            names = re.findall(r"\{([a-z_]+)", part)
            if not names or any(pen.has(n) or n in ("date_visite_effectuee",) for n in names):
                known.append(part)
        if known:
            text = _spoken(s, " ".join(known))
            out.append(Markup(f'<div class="p wrap" style="margin:{gap}mm 0;line-height:1.6">{text}</div>'))
    if pen.paper.extra.get("nom_libre"):
        out.append(Markup(f'<div class="p">Concerne : {pen.echo(pen.paper.extra["nom_libre"])}</div>'))
    filler = FILLERS[f.split]
    if not pen.paper.extra.get("libre"):
        for said in s.fixed.sample(filler, s.fixed.choice([1, 2, 2, 3])):
            out.append(Markup(f'<div class="p wrap" style="line-height:1.5">{said}</div>'))
    date = next((n for n in ("date_document", "date_certificat", "date_attestation") if pen.has(n)), "")
    if date:
        form = s.fixed.choice(["long", "/", "."])
        out.append(Markup(f'<div class="r" style="margin-top:8mm">{s.slots.label(date)} : {pen.f(date, form=form)}</div>'))
    free = "free" if s.fixed.random() < 0.75 else ""
    out.append(Markup(f'<div class="{free}" style="margin:6mm 0 0 {s.fixed.choice([5, 40, 50])}%">') + _marks(s, "") + Markup("</div>"))
    if s.fixed.random() < 0.6:
        out.append(Markup(f'<div class="foot">{" – ".join(x for x in (key, *lines) if x)[:150]}</div>'))
    out[1:1] = [Markup(f'<div style="height:{s.fixed.choice([2, 8, 18, 34])}mm"></div>')]
    style = f"font-size:{s.fixed.choice([1.15, 1.25, 1.4])}em;padding:{s.fixed.choice([4, 9, 14])}mm"
    frame = ";border:.5mm double" if f.has("frame") else ""
    return [f'<div style="{style}{frame}">{Markup("").join(out)}</div>']


def _spoken(s: Sheet, text: str) -> Markup:
    """A sentence; on a letter written by hand its own words are by hand too."""
    if not s.pen.paper.extra.get("libre"):
        return s.pen.text(text)
    out = []
    for i, part in enumerate(re.split(r"\{([a-z_|/.]+)\}", text)):
        if i % 2:
            out.append(s.pen.f(part.partition("|")[0]))
        else:
            out += [s.pen.echo(w) + " " for w in part.split()]
    return Markup("").join(out)


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
    name, lines, key = _house(s)
    groups = FORMS.get(kind) or FORMS["lists" if kind in ("listing_adherents", "etat_global_rib", "bordereau_declaration_salaires") else "default"]
    if s.family.order in "13" and len(groups) > 2:
        groups = [groups[1], groups[0], *groups[2:]]
    titre = s.family.titre
    model = s.x.get("modele", "")
    if model and model != "pharmacie":
        titre += {"hospitalisation": " – HOSPITALISATION", "forfait": " – FORFAIT (CHIRURGIE)", "dialyse": " – DIALYSE", "oncologie": " – ONCOLOGIE"}[model]
    elif model:
        titre += " – PHARMACIE"
    if s.x.get("special"):
        titre += " SPÉCIAL MALADIES CHRONIQUES"
    out = [s.head(name, lines, Markup(""), key, titre)]
    loose = kind in ("certificat_garantie", "rib", "devis", "bordereau_envoi", "listing_adherents", "etat_global_rib", "bordereau_declaration_salaires")
    if kind == "demande_prise_en_charge" and "medicaments" in s.x:
        groups = [*groups[:3], [["motif"]]]
    for n, rows in enumerate(groups, 1):
        out.append(sl.section(s.fixed.choice(NAMES) if n == 1 else NAMES[n - 1], sl.rows(rows, only_known=loose), n))
    for table, columns in (("dossiers", ["nom", "numero_immatriculation", "montant"]), ("personnes", ["nom", "prenom", "matricule", "date_naissance", "rib"])):
        have = pen.paper.lines.get(table)
        if have:
            out.append(sl.table(table, [c for c in columns if c in have[0]], 4))
    for title, rows in (("Médicaments demandés", s.x.get("medicaments")), ("Prestations", s.x.get("devis"))):
        if rows:
            cells = "".join("<tr>" + "".join(f"<td>{pen.echo(v)}</td>" for v in row) + "</tr>" for row in rows)
            out.append(Markup(f'<div class="b">{title}</div><table class="t t-{s.family.table}">{cells}</table>'))
    if pen.has("montant_total"):
        out.append(Markup(f'<div class="r b">{sl.label("montant_total")} : {pen.f("montant_total")}</div>'))
    if s.x.get("nom_libre"):
        out.append(Markup(f"<div>Patient : {pen.echo(s.x['nom_libre'])}</div>"))
    stamps, signs = pen.paper.stamps, pen.paper.signatures
    if kind == "demande_prise_en_charge":
        places = [("Cachet de l'établissement", "cachet_etablissement", "signature_pharmacien"), ("Médecin traitant", "cachet_medecin", "signature_medecin")]
        if "medicaments" in s.x:
            places = places[:1]
        out.append(sl.marks(places))
    elif stamps or signs:
        out.append(_marks(s))
    return [str(Markup("").join(out))]


def identity(s: Sheet) -> list[str]:
    """Both faces of an identity card photocopied on a sheet."""
    pen, x, rng = s.pen, s.x, s.pen.rng
    land = {"pmas": ("RÉPUBLIQUE DU SÉNÉGAL", ""), "ci": ("RÉPUBLIQUE DE CÔTE D'IVOIRE", "")}.get(x["pays"], ("ROYAUME DU MAROC", "المملكة المغربية"))
    w = s.fixed.choice([86, 94, 108]) * rng.uniform(0.97, 1.03)
    h = w * 0.63
    where = [((50, 30), (52, 30 + h + 14)), ((12, 40), (28, 40 + h + 30)), ((58, 60), (56, 66 + h)), ((30, 22), (30, 26 + h))][int(s.family.order)]
    a = lambda left, top, what, more="": f'<span class="ab" style="left:{left}%;top:{top}%;white-space:nowrap;{more}">{what}</span>'  # noqa: E731
    born = "Née le" if pen.paper.fields.get("sexe") == "F" else "Né le"
    face = (
        a(3, 3, f'<b>{land[0]}</b>') + a(3, 10, "CARTE NATIONALE D'IDENTITÉ", "font-size:.8em") + a(68, 2, f'<span class="ar b">{land[1]}</span>')
        + f'<div class="ab" style="left:4%;top:22%;width:27%;height:56%">{portrait(rng)}</div>' + a(36, 24, f"<b>{pen.f('nom', upper=True)}</b>") + a(36, 36, f"<b>{pen.f('prenom', upper=True)}</b>")
        + a(36, 48, f"{born} {pen.f('date_naissance', form=s.fixed.choice('./'))}") + a(36, 58, f"à {x['lieu']}") + a(4, 86, f"N° <b>{pen.f('cin')}</b>") + a(50, 86, f"Valable jusqu'au <b>{pen.f('date_validite', form=s.fixed.choice('./'))}</b>")
    )  # fmt: skip
    job = f"Profession : {pen.f('profession')}" if pen.has("profession") else ""
    mrz = "\n".join(x["mrz"])
    back = (
        a(4, 5, f"N° {pen.echo(pen.paper.fields['cin'])}") + a(72, 5, f"Sexe <b>{pen.f('sexe')}</b>") + a(4, 16, f"Fils / Fille de {x['parents']}") + a(4, 27, f"Adresse {pen.f('adresse', upper=True)}", "font-size:.85em")
        + a(4, 38, job) + f'<div class="ab" style="left:3%;bottom:4%;font:{w * 0.107:.2f}pt/1.3 cousine;white-space:pre;color:#111">{mrz}</div>'
    )  # fmt: skip
    cards = "".join(
        f'<div class="card" style="left:{x0}mm;top:{y0}mm;width:{w:.1f}mm;height:{h:.1f}mm;font:{w * 0.085:.1f}pt arimo;color:#222;{pen.tilt(1.6)}">{body}</div>'
        for (x0, y0), body in zip(where, (face, back), strict=True)
    )
    return [str(pen.arrival() + Markup(cards))]


def card(s: Sheet) -> list[str]:
    """A plastic or paper card on a sheet."""
    pen, sl = s.pen, s.slots
    name, _, key = _house(s)
    w, left, top = s.fixed.choice([(92, 58, 40), (110, 20, 70), (128, 40, 24), (100, 55, 95)])
    rows = "".join(f"<div>{sl.label(n)} : <b>{pen.f(n, upper=n == 'nom')}</b></div>" for n in s.fixed.sample(["nom", "prenom", "numero_immatriculation", "date_naissance"], 4) + ["date_effet", "numero_police"] if pen.has(n))
    style = f"left:{left}mm;top:{top}mm;width:{w}mm;height:{w * 0.62:.0f}mm;padding:3mm;font-size:{w / 11:.1f}pt;{pen.tilt(1.5)}"
    return [str(pen.arrival() + Markup(f'<div class="card" style="{style}"><div class="b" style="color:{s.family.color}">{name} – {s.family.titre}</div>{rows}</div>'))]


def bank(s: Sheet) -> list[str]:
    if int(s.family.order) % 2 == 0:
        return form(s)
    pen = s.pen  # a specimen cheque
    rib = pen.f("rib", show=writing.groups(pen.paper.fields["rib"], 3, 3, 16))
    cheque = (
        f'<div class="card" style="left:12mm;top:35mm;width:180mm;height:82mm;padding:4mm;{pen.tilt(1)}"><div class="row"><b class="g1">{pen.f("banque")}</b><b>CHÈQUE N° {pen.rng.randrange(10**6, 10**7)}</b></div>'
        f'<div style="margin-top:6mm">Payez contre ce chèque ...............................................................</div><div style="margin-top:12mm" class="row"><div class="g1">R.I.B. {rib}<br>Titulaire : {pen.f("titulaire")}</div></div>'
        f'<div class="ab b" style="left:50mm;top:30mm;font-size:30pt;opacity:.35;transform:rotate(-14deg)">SPÉCIMEN</div></div>'
    )
    return [str(pen.arrival() + Markup(cheque))]


def photograph(s: Sheet) -> list[str]:
    n = s.fixed.choice([1, 2, 4])
    boxes = "".join(f'<div style="width:36mm;height:46mm;{s.pen.tilt(3)}">{portrait(s.pen.rng)}</div>' for _ in range(n))
    left, top = s.fixed.randrange(20, 90), s.fixed.randrange(20, 150)
    return [str(Markup(f'<div class="ab row" style="left:{left}mm;top:{top}mm;width:{40 * min(n, 2)}mm;flex-wrap:wrap">{boxes}</div><div class="ab" style="left:{left}mm;top:{top + 105}mm">{s.pen.echo(s.x["legende"])}</div>'))]


def envelope(s: Sheet) -> list[str]:
    pen, f = s.pen, s.family
    turn = s.fixed.choice([0, 0, -4, 3])
    who = pen.f("nom_enveloppe")
    seal = "".join(str(pen.stamp(n)) for n in pen.paper.stamps)
    return [str(pen.arrival() + Markup(
        f'<div style="border:.4mm solid #888;height:118mm;width:176mm;margin:{s.fixed.randrange(20, 80)}mm 4mm;padding:8mm;transform:rotate({turn}deg);background:#f6f1e4;position:relative">'
        f'<div class="b" style="font-size:18pt;border:.8mm solid;display:inline-block;padding:2mm 5mm">{f.titre}</div><div style="margin:14mm 0 0 45mm;font-size:1.3em">À l\'attention du médecin conseil<br>Patient : {who}</div><div class="ab" style="left:10mm;bottom:8mm">{seal}</div></div>'
    ))]  # fmt: skip


def glued(s: Sheet) -> list[str]:
    return [str(s.pen.arrival() + Markup(f'<div class="b">{s.family.titre}</div>') + labels_sheet(s, False))]


def results(s: Sheet) -> list[str]:
    pen, sl = s.pen, s.slots
    name, lines, key = _house(s)
    out = [s.head(name, lines, Markup(""), key, None if pen.paper.lines.get("mesures") else {"radiologie": "COMPTE RENDU D'IMAGERIE", "anatomopathologie": "COMPTE RENDU ANATOMOPATHOLOGIQUE"}.get(str(s.x["deduit"]["nature_examen"]), "RÉSULTATS"))]
    out.append(Markup(f'<div class="row" style="margin:3mm 0"><div class="g1">Patient : <b>{pen.f("patient_nom", upper=True)} {pen.f("patient_prenom")}</b><br>Prescripteur : {pen.f("medecin_nom")}</div><div>{sl.label("date_document")} : {pen.f("date_document")}</div></div>'))
    rows = pen.paper.lines.get("mesures", [])
    if rows:
        norms = s.x.get("normes", [""] * len(rows))
        cells = "".join(f"<tr><td>{pen.c('mesures', i, 'analyse')}</td><td class='ce'><b>{pen.c('mesures', i, 'valeur')}</b></td><td class='ce'>{pen.c('mesures', i, 'unite')}</td><td class='sm'>{norms[i]}</td></tr>" for i in range(len(rows)))
        out.append(Markup(f'<table class="t t-{s.family.table}"><tr><th>{sl.label("analyse")}</th><th>{sl.label("valeur")}</th><th>{sl.label("unite")}</th><th>Valeurs usuelles</th></tr>{cells}</table>'))
    else:
        out.append(Markup('<div class="p" style="line-height:1.6">Technique : examen réalisé selon le protocole habituel. Constatations : structures de morphologie conservée, sans anomalie focale suspecte en dehors de la lésion connue. Conclusion : aspect compatible avec le diagnostic évoqué.</div>'))
    out.append(_marks(s, "Le biologiste" if rows else "Le médecin"))
    return [str(Markup("").join(out))]


def blank(s: Sheet) -> list[str]:
    return [""]


def separator(s: Sheet) -> list[str]:
    x = s.x
    return [str(Markup(
        f'<div style="border:1.5mm solid #111;height:100%;padding:12mm;text-align:center;color:#111"><div style="font-size:36pt;font-weight:700">FEUILLE<br>SÉPARATRICE</div><div style="font-size:24pt;margin:8mm 0 14mm">— NOUVEAU DOSSIER —</div>'
        f'{s.pen.barcode(x["code"], "QRCode", 1.7)}<div style="font:11pt cousine;margin-top:5mm">{x["code"]}</div><div style="font-size:16pt;margin-top:12mm"><b>{x["organisme"].upper()}</b><br>{x["libelle"]}</div></div>'
    ))]  # fmt: skip


SHEETS: dict[str, Callable[[Sheet], list[str]]] = {
    "feuille_de_soins": care_sheet, "facture": invoice, "bulletin_adhesion": bulletin, "ordonnance": prescription, "cnie": identity,
    "carte_immatriculation": card, "rib": bank, "photo_identite": photograph, "pli_confidentiel": envelope, "vignettes": glued,
    "resultats_examens": results, "page_blanche": blank, "feuille_separatrice": separator,
} | dict.fromkeys(ISSUERS, letter)  # fmt: skip


def compose(s: Sheet) -> list[str]:
    """The bodies of the sides of a paper; a type without a sheet of its own is a form."""
    return SHEETS.get(s.family.type, form)(s)
