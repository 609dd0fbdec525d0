"""What is worked out of the whole dossier: are drugs claimed, was there a stay …

Each function answers true, false or `None` (cannot be told). One sure «yes» is enough;
«no» takes that every paper that could say otherwise was read well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from models.checklists.conditions import normalised
from models.checklists.facts import DossierFacts, Piece
from models.checklists.readings import row_dates, sure_date, sure_values
from models.checklists.schema import Prestation

PHARMACY = "pharmacie"
TEST_NATURES = frozenset({"laboratoire", "radiologie"})
STAY_NATURES = frozenset({"clinique", "hopital_public", "oncologie", "dialyse"})
"""Invoices whose lines tell whether drugs or tests were billed, and whether one stayed."""

TEST_CODE = re.compile(r"(B|BP|Z|ZM|PRA|KZ)\d*")
DRUG_CODE = re.compile(r"(PH|PHN|PHARM|MED)\d*")
TEST_WORDS = frozenset(
    [
        "analyse",
        "analyses",
        "biologie",
        "biologique",
        "biologiques",
        "bilan",
        "radiologie",
        "radiographie",
        "radio",
        "scanner",
        "irm",
        "echographie",
        "echo",
        "nfs",
        "hemogramme",
        "glycemie",
        "creatinine",
        "mammographie",
    ]
)
DRUG_WORDS = frozenset(
    ["pharmacie", "medicament", "medicaments", "pharmaceutique", "pharmaceutiques"]
)
STAY_WORDS = frozenset(
    [
        "sejour",
        "hospitalisation",
        "chambre",
        "bloc",
        "nuitee",
        "nuitees",
        "forfait",
        "reanimation",
        "couveuse",
    ]
)
STAY_MOTIVES = frozenset(
    [
        "medecine",
        "reanimation",
        "soins_intensifs",
        "couveuse",
        "chirurgie",
        "chimiotherapie",
        "curietherapie",
        "iratherapie",
        "greffe_moelle",
    ]
)
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

Test = Callable[[DossierFacts, Piece], bool | None]


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Three-valued «or»; false of nothing."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def medicaments(facts: DossierFacts) -> bool | None:
    """Whether drugs are billed or claimed."""
    if any(facts.is_sure(piece) for piece in facts.by_type.get("vignettes", ())):
        return True
    return _claimed(facts, _bills_drugs, lambda f, p: _acts(f, p, DRUG_CODE, DRUG_WORDS))


def examens(facts: DossierFacts) -> bool | None:
    """Whether biology or imaging is billed or claimed."""
    return _claimed(facts, _bills_tests, lambda f, p: _acts(f, p, TEST_CODE, TEST_WORDS))


def _claimed(facts: DossierFacts, bills: Test, acts: Test) -> bool | None:
    invoices = [bills(facts, piece) for piece in facts.by_type.get("facture", ())]
    sheets = [acts(facts, piece) for piece in facts.by_type.get("feuille_de_soins", ())]
    if not invoices and not sheets:
        return None
    if invoices and any_of(invoices) is False:
        # Drugs and tests are paid on an invoice; the sheet alone only adds a «yes».
        return any(sheets) is True
    return any_of([*invoices, *sheets])


def _nature(facts: DossierFacts, piece: Piece) -> str | None:
    nature = sure_values(facts, piece).get("nature")
    return nature if isinstance(nature, str) else None


def _bills_drugs(facts: DossierFacts, piece: Piece) -> bool | None:
    nature = _nature(facts, piece)
    if nature == PHARMACY:
        return True
    if not facts.is_sure(piece):
        return None
    priced = any("ppv" in row or "code_barres" in row for row in _rows(piece, "lignes"))
    if priced or _lines(facts, piece, "lignes", DRUG_CODE, DRUG_WORDS):
        return True
    if nature is None or (nature in STAY_NATURES and not _rows(piece, "lignes")):
        return None
    return False


def _bills_tests(facts: DossierFacts, piece: Piece) -> bool | None:
    nature = _nature(facts, piece)
    if nature in TEST_NATURES:
        return True
    if not facts.is_sure(piece):
        return None
    if _lines(facts, piece, "lignes", TEST_CODE, TEST_WORDS):
        return True
    if nature is None or (nature in STAY_NATURES and not _rows(piece, "lignes")):
        return None
    return False


def _acts(
    facts: DossierFacts, piece: Piece, code: re.Pattern[str], words: frozenset[str]
) -> bool | None:
    if not facts.is_sure(piece):
        return None
    if _lines(facts, piece, "actes", code, words):
        return True
    return False if _rows(piece, "actes") else None


def _rows(piece: Piece, table: str) -> tuple[dict[str, str], ...]:
    rows = piece.document.lines.get(table, ())
    return tuple({name: cell.value for name, cell in row.items() if cell.value} for row in rows)


def _lines(
    facts: DossierFacts, piece: Piece, table: str, code: re.Pattern[str], words: frozenset[str]
) -> bool:
    """Whether a line bears such a code or word. A doubtful line may well be one: it counts."""
    for row in _rows(piece, table):
        if code.fullmatch(re.sub(r"[^A-Z0-9]", "", row.get("code", "").upper())):
            return True
        if words & set(normalised(row.get("designation", "")).split()):
            return True
    return False


def hospitalisation(facts: DossierFacts) -> bool | None:
    """Whether there was (or will be) a stay."""
    reports = ("compte_rendu_hospitalisation", "compte_rendu_operatoire")
    answers: list[bool | None] = []
    for kind in reports:
        answers += [True if facts.is_sure(p) else None for p in facts.by_type.get(kind, ())]
    for piece in facts.by_type.get("demande_prise_en_charge", ()):
        motif = sure_values(facts, piece).get("motif")
        answers.append(motif in STAY_MOTIVES if isinstance(motif, str) else None)
    for piece in facts.by_type.get("facture", ()):
        answers.append(_bills_stay(facts, piece))
    return any_of(answers) if answers else None


def _bills_stay(facts: DossierFacts, piece: Piece) -> bool | None:
    fields = piece.document.fields
    if sure_date(facts, piece, "date_entree") or sure_date(facts, piece, "date_sortie"):
        return True
    if not facts.is_sure(piece) or "date_entree" in fields or "date_sortie" in fields:
        return None
    nature = _nature(facts, piece)
    if nature is None:
        return None
    if nature not in STAY_NATURES:
        return False
    words = {
        w for row in _rows(piece, "lignes") for w in normalised(row.get("designation", "")).split()
    }
    return bool(words & STAY_WORDS) if words else None


def prestation(facts: DossierFacts, wanted: Prestation | None) -> str | None:
    """The family for lots; `None` for a type that travels in none, or when not told yet."""
    if wanted is not Prestation.SELON_DOSSIER:
        return wanted.value if wanted else None
    stay = hospitalisation(facts)
    if stay is None:
        return None
    return (Prestation.HOSPITALISATION if stay else Prestation.AMBULATOIRE).value


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
    totals = []
    for piece in facts.by_type.get("facture", ()):
        total = sure_values(facts, piece).get("montant_total")
        if not isinstance(total, float):
            return None
        totals.append(total)
    return round(sum(totals), 2) if totals else None


def invoice_dates(facts: DossierFacts) -> tuple[date, ...] | None:
    """Dates of all invoices, sorted, when every one was read."""
    days = [sure_date(facts, piece, "date_facture") for piece in facts.by_type.get("facture", ())]
    read = [day for day in days if day is not None]
    return tuple(sorted(read)) if read and len(read) == len(days) else None


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
    lines = _rows(piece, "lignes")
    if lines:
        found["nombre_lignes"] = float(len(lines))
    words = {
        w for row in _rows(piece, "mesures") for w in normalised(row.get("analyse", "")).split()
    }
    if words >= KIDNEY_WORDS:
        found["bilan_renal"] = True
    return found
