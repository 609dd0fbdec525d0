"""What is worked out of the whole dossier's dates, amounts and tables."""

from __future__ import annotations

from datetime import date

from models.checklists.conditions import normalised
from models.checklists.facts import DossierFacts, Piece
from models.checklists.readings import row_dates, sure_date, sure_values

KIDNEY_WORDS = frozenset({"uree", "creatinine", "clairance"})
PAST_DATES = (
    "date_facture",
    "date_prescription",
    "date_soins",
    "date_signature",
    "date_delivrance",
    "date_entree",
    "date_sortie",
    "date_certificat",
    "date_attestation",
    "date_document",
    "date_demande",
    "date_bordereau",
)
"""Dates of past events: none of them may be after the reception (DOMAIN §3)."""
BILLED_DATES = ("date_facture", "date_delivrance", "date_entree", "date_sortie")
"""What an invoice is never drawn up before."""


def last_act(facts: DossierFacts) -> date | None:
    """The date of the last act, from lines and sheets of care."""
    days: list[date] = []
    for piece in facts.pieces:
        if piece.document.type == "feuille_de_soins":
            day = sure_date(facts, piece, "date_soins")
            days += [day] if day else []
        days += row_dates(facts, piece, ("actes", "lignes"))
    return max(days, default=None)


def first_care(facts: DossierFacts) -> date | None:
    """The date of the first care (DOMAIN ruling 5)."""
    days: list[date] = []
    for piece in facts.pieces:
        for name in ("date_soins", "date_entree", "date_delivrance"):
            day = sure_date(facts, piece, name)
            days += [day] if day else []
        days += row_dates(facts, piece, ("actes", "lignes"))
    return min(days, default=None)


def invoice_total(facts: DossierFacts) -> float | None:
    """Sum of the invoices' totals, when every one was read."""
    return _sum(facts, "facture", "montant_total")


def organisme_share(facts: DossierFacts) -> float | None:
    """Sum of what the invoices ask of the organisme, when every one says it."""
    return _sum(facts, "facture", "part_organisme")


def granted(facts: DossierFacts) -> float | None:
    """Sum of what the attestations grant, when every one says it."""
    return _sum(facts, "attestation_prise_en_charge", "montant_accorde")


def _sum(facts: DossierFacts, kind: str, name: str) -> float | None:
    amounts = []
    for piece in facts.by_type.get(kind, ()):
        amount = sure_values(facts, piece).get(name)
        if not isinstance(amount, float):
            return None
        amounts.append(amount)
    return round(sum(amounts), 2) if amounts else None


def invoice_dates(facts: DossierFacts) -> tuple[date, ...] | None:
    """Dates of all invoices, sorted, when every one was read."""
    days = [sure_date(facts, piece, "date_facture") for piece in facts.by_type.get("facture", ())]
    read = [day for day in days if day is not None]
    return tuple(sorted(read)) if read and len(read) == len(days) else None


def invoiced_since(facts: DossierFacts, until: date) -> date | None:
    """A day that the last invoice does not precede: its date where all were read, else the latest day
    that one bears or bills, up to `until`."""
    if read := invoice_dates(facts):
        return read[-1]
    days: list[date] = []
    for piece in facts.by_type.get("facture", ()):
        own = (sure_date(facts, piece, name) for name in BILLED_DATES)
        days += [*(day for day in own if day), *row_dates(facts, piece, ("lignes",))]
    return max((day for day in days if day <= until), default=None)


def dates_after(facts: DossierFacts, piece: Piece, limit: date) -> tuple[str, ...]:
    """Names of the trusted past-event dates of a piece that lie after `limit`."""
    late = []
    for name in PAST_DATES:
        day = sure_date(facts, piece, name)
        if day is not None and day > limit:
            late.append(name)
    return tuple(late)


def of_lines(piece: Piece) -> dict[str, str | float | bool]:
    """What the tables of a piece prove; left out when they prove nothing."""
    found: dict[str, str | float | bool] = {}
    lines = texts(piece, "lignes")
    if lines:
        found["nombre_lignes"] = float(len(lines))
    words = {
        w for row in texts(piece, "mesures") for w in normalised(row.get("analyse", "")).split()
    }
    if words >= KIDNEY_WORDS:
        found["bilan_renal"] = True
    return found


def texts(piece: Piece, table: str) -> tuple[dict[str, str], ...]:
    """The cells of a table that say something, whatever their confidence."""
    rows = piece.document.lines.get(table, ())
    return tuple({name: cell.value for name, cell in row.items() if cell.value} for row in rows)
