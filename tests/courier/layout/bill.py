"""Invoices, their pages and the labels glued on them."""

from __future__ import annotations

from markupsafe import Markup

from .. import writing
from .sheet import Sheet


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
    ids = Markup(" &nbsp; ").join(
        Markup(f"{sl.label(n)} : {pen.f(n, by='print')}")
        for n in ("emetteur_ice", "emetteur_if", "emetteur_inpe")
        if pen.has(n)
    )
    body: dict[str, Markup] = {
        "H": s.head(pen.f("emetteur_nom", by="print"), [p.adresse, f"{pen.f('emetteur_ville', by='print')} – Tél. {p.telephone}", str(ids)], Markup(""), p.nom),
        "M": sl.rows([["numero_facture", "date_facture"], ["date_delivrance", "numero_prise_en_charge"], ["date_entree", "date_sortie"]], by, True),
        "P": sl.rows(s.without([["patient_nom", "patient_prenom"], ["assure_nom", "assure_prenom"], ["numero_immatriculation"]], {"numero_immatriculation"} if s.family.size else set()), by, True),
        "W": Markup(f'<div class="wrap" style="margin-top:2mm">Arrêtée la présente facture à la somme de : <b>{pen.f("montant_lettres", by=by)}</b></div>') if pen.has("montant_lettres") else Markup(""),
    }  # fmt: skip
    pharmacy = bool(x.get("vignettes"))
    options = (
        [
            ["designation", "quantite", "ppv", "montant"],
            ["code_barres", "designation", "quantite", "ppv", "montant"],
            ["quantite", "designation", "ppv", "montant"],
        ]
        if pharmacy
        else [
            ["designation", "code", "coefficient", "quantite", "prix_unitaire", "montant"],
            ["code", "designation", "quantite", "montant"],
            ["designation", "quantite", "prix_unitaire", "montant"],
            ["date", "code", "coefficient", "designation", "montant"],
        ]
    )
    columns = s.fixed.choice(options)
    if s.family.size == "ticket":
        columns = ["designation", "quantite", "montant"]
    if x.get("mensuelle"):
        columns = s.fixed.choice(
            [
                ["date", "patient_nom", "numero_immatriculation", "designation", "montant"],
                ["numero_immatriculation", "patient_nom", "date", "designation", "montant"],
                ["patient_nom", "numero_immatriculation", "designation", "date", "montant"],
            ]
        )
    if x.get("echeance"):
        body["M"] += _other_dates(s)
    tax = _tax(s, by) if pen.has("tva") else ""
    total = tax + "".join(
        f'<div class="r{" b" if n == "montant_total" else ""}">{sl.label(n)} : {pen.f(n, by=by)} {x.get("devise", "DH")}</div>'
        for n in ("montant_total", "part_organisme", "part_assure")
        if pen.has(n)
    )
    mention = (
        Markup(
            f'<div class="b">{pen.f("mention", show=str(pen.paper.fields.get("mention", "")).upper(), by="print")}</div>'
        )
        if pen.has("mention") and s.fixed.random() < 0.7
        else Markup("")
    )
    body["S"] = sl.marks(
        [("Cachet et signature", "cachet_etablissement", "signature_etablissement")]
        + (
            [("Signature de l'assuré", "", "signature_assure")]
            if "signature_assure" in pen.paper.signatures or s.fixed.random() < 0.4
            else []
        )
    )
    tall = s.fixed.choice([0, 0, 18, 45, 75]) if s.family.size != "ticket" else 0
    many = len(pen.paper.lines["lignes"])
    per = 9 if s.family.size else 18
    cuts = [(a, min(a + per, many)) for a in range(0, max(many, 1), per)]
    pages, before = [], Markup("")
    for n, (a, b) in enumerate(cuts):
        part = sl.table("lignes", columns, 0, a, b, by, tall if n == len(cuts) - 1 else 0)
        if n < len(cuts) - 1:
            part += Markup(f'<div class="r">À reporter – page {n + 1}/{len(cuts)}</div>')
            pages.append(str((_until(body, s.family.order) if n == 0 else before) + part))
            before = Markup(
                f'<div class="row"><b>{p.nom}</b><span class="r g1">{sl.label("numero_facture")} {pen.paper.fields["numero_facture"]} – page {n + 2}/{len(cuts)}</span></div>'
            )
            continue
        start = before if n else _until(body, s.family.order)
        pages.append(str(start + part + Markup(total) + mention + _after(body, s.family.order)))
    if pharmacy and s.family.has("glue") and not x.get("sans_vignettes"):
        pages.append(
            str(
                Markup(
                    f'<div class="b">Vignettes et codes à barres – {sl.label("numero_facture")} {pen.paper.fields["numero_facture"]}</div>'
                )
                + labels_sheet(s)
            )
        )
    return pages


DUE = {"train": ("Échéance", "À régler avant le"), "dev": ("Date limite de paiement", "Échéance le"), "test": ("Payable au plus tard le", "Date d'échéance")}  # fmt: skip
NET = {"train": ("Total HT", "Montant H.T."), "dev": ("Sous-total hors taxe", "HT"), "test": ("Base hors taxes", "Total net HT")}  # fmt: skip


def _other_dates(s: Sheet) -> Markup:
    """The day by which to pay, and when the paper was printed: dates that are not the invoice's."""
    split, x = s.family.split, s.x
    said = f"{s.fixed.choice(DUE[split])} : {s.pen.echo(writing.day(x['echeance']), by='print')}"
    if s.fixed.random() < 0.3:
        said += f" &nbsp; Édité le {writing.day(x['echeance'], s.fixed.choice('-.'))} à {s.pen.rng.randrange(8, 18)}:{s.pen.rng.randrange(10, 59)}"
    return Markup(f'<div style="font-size:.9em">{said}</div>')


def _tax(s: Sheet, by: str) -> str:
    rate, net = s.x["taxe"]
    devise = s.x.get("devise", "DH")
    return (
        f'<div class="r">{s.fixed.choice(NET[s.family.split])} : {s.pen.echo(writing.amount(net), by=by)} {devise}</div>'
        f'<div class="r">{s.slots.label("tva")} ({rate}) : {s.pen.f("tva", by=by)} {devise}</div>'
    )


def _until(body: dict[str, Markup], order: str) -> Markup:
    return Markup("").join(body[k] for k in order[: order.index("T")] if k in body)


def _after(body: dict[str, Markup], order: str) -> Markup:
    return Markup("").join(body[k] for k in order[order.index("T") + 1 :] if k in body)
