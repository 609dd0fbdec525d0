"""Letters and certificates: sentences on a letterhead."""

from __future__ import annotations

import re

from markupsafe import Markup

from .prose import prose
from .sheet import Sheet
from .wordings import ISSUERS

LANDS = {"pmas": "RÉPUBLIQUE DU SÉNÉGAL", "ci": "RÉPUBLIQUE DE CÔTE D'IVOIRE"}
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


def house(s: Sheet) -> tuple[Markup, list[str], str]:
    """Who writes: name, lines below, key of the emblem."""
    pen, x = s.pen, s.x
    issuer = x.get("issuer") or ISSUERS.get(s.family.type, "")
    p = x.get("provider")
    if issuer in ("", "doctor", "place") and p:
        return (
            Markup(p.nom),
            [
                p.titre.capitalize() if p.nom.startswith("Dr") else "",
                p.adresse,
                f"{p.ville} – Tél. {p.telephone}",
            ],
            p.nom,
        )
    if issuer == "own":
        return Markup(""), [], "own"
    first, second = HOUSES.get(issuer, HOUSES["fund"])
    if issuer == "town":
        first = LANDS.get(x.get("pays", ""), first)
    seals = [st.ring or st.lines[0] for st in pen.paper.stamps.values()]
    if issuer in ("fund", "bank", "school", "employer") and (x.get("emetteur") or seals):
        first = str(x.get("emetteur") or seals[0].title())
    return Markup(first), [second], first


def marks(s: Sheet, legend: str = "Cachet et signature") -> Markup:
    stamps = sorted(s.pen.paper.stamps)
    signatures = sorted(s.pen.paper.signatures)
    pairs = max(len(stamps), len(signatures), 1)
    return s.slots.marks([
        (legend if i == 0 else "", stamps[i] if i < len(stamps) else "", signatures[i] if i < len(signatures) else "") for i in range(pairs)
    ])  # fmt: skip


def letter(s: Sheet) -> list[str]:
    """Sentences on a letterhead. A sentence none of whose values is known is not said."""
    pen, f = s.pen, s.family
    name, lines, key = house(s)
    out = (
        [s.head(name, lines, Markup(""), key)]
        if name
        else [pen.arrival(), Markup(f'<div class="ti b">{f.titre}</div>')]
    )
    if pen.paper.extra.get("libre"):
        out.append(
            Markup(
                f'<div class="r">{pen.echo("À Monsieur le Directeur du service prestations")}</div>'
            )
        )
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
            out.append(
                Markup(f'<div class="p wrap" style="margin:{gap}mm 0;line-height:1.6">{text}</div>')
            )
    if pen.paper.extra.get("nom_libre"):
        out.append(
            Markup(f'<div class="p">Concerne : {pen.echo(pen.paper.extra["nom_libre"])}</div>')
        )
    told = [] if pen.paper.extra.get("libre") else prose(f.type, f.split, s.pen.rng)
    for said in told:
        out.append(Markup(f'<div class="p wrap" style="line-height:1.35">{said}</div>'))
    filler = FILLERS[f.split]
    if not pen.paper.extra.get("libre"):
        for said in s.fixed.sample(filler, s.fixed.choice([1, 2, 2, 3])):
            out.append(Markup(f'<div class="p wrap" style="line-height:1.5">{said}</div>'))
    date = next(
        (n for n in ("date_document", "date_certificat", "date_attestation") if pen.has(n)), ""
    )
    if date:
        form = s.fixed.choice(["long", "/", "."])
        out.append(
            Markup(
                f'<div class="r" style="margin-top:8mm">{s.slots.label(date)} : {pen.f(date, form=form)}</div>'
            )
        )
    free = "free" if s.fixed.random() < 0.75 else ""
    out.append(
        Markup(f'<div class="{free}" style="margin:6mm 0 0 {s.fixed.choice([5, 40, 50])}%">')
        + marks(s, "")
        + Markup("</div>")
    )
    if s.fixed.random() < 0.6:
        out.append(
            Markup(f'<div class="foot">{" – ".join(x for x in (key, *lines) if x)[:150]}</div>')
        )
    out[1:1] = [
        Markup(f'<div style="height:{s.fixed.choice([2, 8, 18, 34])}mm"></div>'),
        _references(s),
    ]
    style = f"font-size:{s.fixed.choice([1.0, 1.08, 1.2, 1.3])}em;padding:{s.fixed.choice([4, 9, 14])}mm"
    frame = ";border:.5mm double" if f.has("frame") else ""
    return [f'<div style="{style}{frame}">{Markup("").join(out)}</div>']


def _references(s: Sheet) -> Markup:
    """«N/Réf.», who handles the case, what is enclosed: as offices write, to no purpose of ours."""
    if s.x.get("issuer", ISSUERS.get(s.family.type, "")) not in (
        "fund",
        "cabinet",
        "place",
        "employer",
    ):
        return Markup("")
    own, now = s.fixed, s.pen.rng
    said = [f"{own.choice(['N/Réf.', 'Nos réf.', 'Service'])} : {own.choice(['DPS', 'SAF', 'DM', 'GRH'])}/{now.randrange(10, 99)}/{own.choice(['PR', 'SC', 'MC'])}"]  # fmt: skip
    if own.random() < 0.5:
        said.append(
            f"Affaire suivie par : {own.choice(['Mme H. S.', 'M. A. B.', 'le bureau 12', 'poste 214'])}"
        )
    if own.random() < 0.4:
        said.append(own.choice(["P.J. : néant", "P.J. : 1", "Pièces jointes : dossier"]))
    if own.random() < 0.35:
        return Markup("")
    return Markup(f'<div style="font-size:.78em;margin-bottom:2mm">{"<br>".join(said)}</div>')


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
