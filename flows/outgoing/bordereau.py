"""The bordereau d'envoi of a lot: one A4 page for thirty dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from flows.outgoing import french
from flows.outgoing.blocks import TO_WRITE, facts_table, stamps
from flows.outgoing.codes import Code, Coded
from flows.outgoing.facts import Amount, LotLine, LotSheet
from flows.outgoing.french import CURRENCIES, Currency
from flows.outgoing.page import WIDE, Sheet, room, to_pdf
from flows.outgoing.style import BOLD, INK, ITALIC, RULE, SHADE, SOFT, Fit, marked, safe, text
from models.organismes.stationery import LotSender

SIDE = 12 * mm
SMALLEST_ROW, LARGEST_ROW = 3.9 * mm, 6.2 * mm
STAMPS, LOW_STAMPS, TIGHT = 27 * mm, 21 * mm, 36
"""Height of the places for stamps, and where there are more rows than that."""
NOT_SURE = "à vérifier"
DRAFT = "Provisoire : le lot n'est pas clôturé"


def bordereau(lot: LotSheet) -> bytes:
    """The PDF that travels with the lot."""
    stationery = lot.sender.stationery
    sheet = Sheet(stationery, Code(Coded.LOT, lot.numero), "Bordereau d'envoi", side=SIDE)
    columns = _columns(lot)
    rows = 2 + len(lot.lines) + (len(_types(lot)) if len(_types(lot)) > 1 else 0)
    before = list(_before(lot))
    after = list(_after(lot, LOW_STAMPS if rows > TIGHT else STAMPS))
    left = room(sheet) - sum(_height(part) for part in (*before, *after))
    height = min(LARGEST_ROW, max(SMALLEST_ROW, left / rows - 0.05))
    return to_pdf(sheet, [*before, _table(lot, columns, height), *after])


def title(lot: LotSheet) -> str:
    """What the bordereau is called."""
    special = lot.sender.stationery.bordereau_special_chronique
    return special if lot.special and special else "Bordereau d'envoi"


def sender_lines(lot: LotSheet) -> str:
    """Who sends the lot."""
    stationery = lot.sender.stationery
    if stationery.expediteur_des_lots is LotSender.ETABLISSEMENT:
        return lot.etablissement
    return " · ".join(filter(None, (stationery.emetteur, stationery.service)))


def _types(lot: LotSheet) -> list[str]:
    return list(dict.fromkeys(line.type for line in lot.lines))


def _before(lot: LotSheet) -> Iterator[Flowable]:
    yield text(title(lot).upper(), "title")
    about = f"{lot.nature} · {lot.prestation}"
    types = _types(lot)
    yield text(f"{about} · {types[0]}" if len(types) == 1 else about, "subtitle")
    if lot.open:
        yield marked(f"<b>{safe(DRAFT.upper())}</b>", "subtitle")
    yield facts_table(
        (
            ("Expéditeur", sender_lines(lot) or TO_WRITE),
            ("N° de bordereau", lot.numero),
            ("Destinataire", " · ".join(lot.sender.stationery.destinataire)),
            ("Date du bordereau", french.day(lot.day)),
            ("Établissement", lot.etablissement if lot.etablissement != sender_lines(lot) else ""),
            ("Nombre de dossiers", str(len(lot.lines))),
        ),
        WIDE - 2 * SIDE,
    )
    yield Spacer(1, 2.5 * mm)


def _columns(lot: LotSheet) -> list[tuple[str, float, str]]:
    """Heading, width and side of each column; the parts only where there are some."""
    short = CURRENCIES[lot.sender.profile.devise].short
    parts = any(line.part is not None for line in lot.lines)
    fixed = [("N°", 7, "right"), ("Dossier", 22, "left")]
    money = [(f"Montant ({short})", 23, "right")]
    if parts:
        money.append((f"Part org. ({short})", 22, "right"))
    money.append(("Pièces", 11, "right"))
    names = 186 - sum(w for _, w, _ in (*fixed, *money)) - 25
    people = [
        ("Assuré", names * 0.54, "left"),
        ("Immatriculation", 25, "left"),
        ("Bénéficiaire", names * 0.46, "left"),
    ]
    return [*fixed, *people, *money]


def _table(lot: LotSheet, columns: Sequence[tuple[str, float, str]], height: float) -> Table:
    currency = CURRENCIES[lot.sender.profile.devise]
    size = min(7.6, height / mm * 1.42)
    rows: list[list[Any]] = [[Fit(name, size, font=BOLD, align=side) for name, _, side in columns]]
    style: list[tuple[Any, ...]] = [
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("LEFTPADDING", (0, 0), (-1, -1), 1 * mm),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1 * mm),
        ("LINEBELOW", (0, 1), (-1, -2), 0.25, RULE),
    ]
    number, several = 0, len(_types(lot)) > 1
    for type_, lines in groupby(lot.lines, lambda line: line.type):
        group = list(lines)
        if several:
            band = f"{type_} ({french.count(len(group), 'dossier')})"
            style += [
                ("SPAN", (0, len(rows)), (-1, len(rows))),
                ("BACKGROUND", (0, len(rows)), (-1, len(rows)), SHADE),
            ]
            rows.append([Fit(band, size, font=ITALIC), *[""] * (len(columns) - 1)])
        for line in group:
            number += 1
            rows.append(_row(number, line, columns, currency, size))
    rows.append(_total(lot, columns, currency, size))
    style += [
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.8, INK),
        ("BACKGROUND", (0, -1), (-1, -1), SHADE),
        ("SPAN", (0, -1), (4, -1)),
    ]
    return Table(
        rows, [w * mm for _, w, _ in columns], [height] * len(rows), repeatRows=1,
        style=TableStyle(style),
    )  # fmt: skip


def _row(
    number: int,
    line: LotLine,
    columns: Sequence[tuple[str, float, str]],
    currency: Currency,
    size: float,
) -> list[Flowable]:
    said = [str(number), line.numero, line.assure, line.immatriculation, line.beneficiaire]
    if line.amount is Amount.A_VERIFIER:
        money = NOT_SURE
    else:
        money = french.figures(line.montant, currency) if line.montant is not None else "–"
    said.append(money)
    if len(columns) > 7:
        said.append(french.figures(line.part, currency) if line.part is not None else "–")
    said.append(f"{line.pieces} *" if line.sealed else str(line.pieces))
    cells: list[Flowable] = []
    for what, (_, _, side) in zip(said, columns, strict=True):
        doubt = what == NOT_SURE
        cells.append(
            Fit(what, size, align=side, font=ITALIC, colour=SOFT)
            if doubt
            else Fit(what, size, align=side)
        )
    return cells


def _total(
    lot: LotSheet, columns: Sequence[tuple[str, float, str]], currency: Currency, size: float
) -> list[Any]:
    said = f"Total : {french.count(len(lot.lines), 'dossier')}"
    if lot.unsure:
        said += f", dont {french.count(len(lot.unsure), 'montant')} à vérifier, non compté"
        said += "s" if len(lot.unsure) > 1 else ""
    last = [french.figures(lot.total, currency)]
    if len(columns) > 7:
        last.append(french.figures(lot.part, currency) if lot.part is not None else "–")
    last.append(str(sum(line.pieces for line in lot.lines)))
    figures = [Fit(what, size, font=BOLD, align="right") for what in last]
    return [Fit(said, size, font=BOLD), "", "", "", "", *figures]


def _after(lot: LotSheet, high: float) -> Iterator[Flowable]:
    currency = CURRENCIES[lot.sender.profile.devise]
    yield Spacer(1, 2 * mm)
    if any(line.montant is not None for line in lot.lines):
        words = french.amount_in_words(lot.total, currency)
        yield marked(
            "Arrêté le présent bordereau à la somme de : "
            f"<b>{safe(words)}</b> ({safe(french.figures(lot.total, currency))} {currency.short}).",
            "left",
        )
    notes = []
    if any(line.sealed for line in lot.lines):
        notes.append("* dont pièces confidentielles, à remettre sous pli fermé au médecin conseil.")
    rule = lot.sender.stationery.regle_du_lot
    if rule is not None:
        source = lot.sender.stationery.source(rule.citation)
        notes.append(f"{rule.phrase} ({source})")
    if notes:
        yield Spacer(1, 1 * mm)
        yield text(" ".join(notes), "label")
    yield Spacer(1, 2 * mm)
    yield stamps(
        (
            ("L'expéditeur", "Nom, date, cachet et signature"),
            ("Remis par", "Nom, date et heure, signature"),
            ("Accusé de réception", f"Dossiers reçus : ........ sur {len(lot.lines)}\nReçu le, cachet et signature"),
        ),
        WIDE - 2 * SIDE,
        high,
    )  # fmt: skip


def _height(part: Flowable) -> float:
    """What it takes, with the space around it."""
    _, high = part.wrap(WIDE - 2 * SIDE, 10_000)
    return float(high + part.getSpaceBefore() + part.getSpaceAfter())
