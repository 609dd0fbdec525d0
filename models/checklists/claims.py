"""What the papers claim: drugs, tests, a stay; and the family that makes for lots.

Each function answers true, false or `None` (cannot be told). One sure «yes» is enough;
«no» takes that every paper that could say otherwise was read well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.checklists.conditions import normalised
from models.checklists.facts import DossierFacts, Piece
from models.checklists.readings import is_trusted, sure_date, sure_values
from models.checklists.schema import Prestation
from models.reading import Field

STAY_NATURES = frozenset({"clinique", "hopital_public", "oncologie", "dialyse"})
"""Invoices whose lines tell whether drugs, tests or a stay were billed."""
CENT = 0.01


@dataclass(frozen=True, slots=True)
class Telling:
    """How a kind of claim is told: natures of invoices, codes and words of lines, columns."""

    natures: frozenset[str] = frozenset()
    code: re.Pattern[str] = re.compile("(?!)")
    words: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()


DRUGS = Telling(
    natures=frozenset({"pharmacie"}),
    code=re.compile(r"(PH|PHN|PHARM|MED)\d*"),
    words=frozenset(
        {"pharmacie", "medicament", "medicaments", "pharmaceutique", "pharmaceutiques"}
    ),
    columns=frozenset({"ppv", "code_barres"}),
)
TESTS = Telling(
    natures=frozenset({"laboratoire", "radiologie"}),
    code=re.compile(r"(B|BP|Z|ZM|PRA|KZ)\d*"),
    words=frozenset(
        {
            *("analyse", "analyses", "biologie", "biologique", "biologiques", "bilan"),
            *("radiologie", "radiographie", "radio", "scanner", "irm", "mammographie"),
            *("echographie", "echo", "nfs", "hemogramme", "glycemie", "creatinine"),
        }
    ),
)
STAY = Telling(
    words=frozenset(
        {
            *("sejour", "hospitalisation", "chambre", "bloc", "nuitee", "nuitees"),
            *("reanimation", "couveuse"),
        }
    ),
)
STAY_MOTIVES = frozenset(
    {
        *("medecine", "reanimation", "soins_intensifs", "couveuse", "chirurgie"),
        *("chimiotherapie", "curietherapie", "iratherapie", "greffe_moelle"),
    }
)
REPORTS = ("compte_rendu_hospitalisation", "compte_rendu_operatoire")


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
    labels = [
        True if facts.is_sure(piece) else None for piece in facts.by_type.get("vignettes", ())
    ]
    if not labels:
        return _claimed(facts, DRUGS)
    return any_of([*labels, _claimed(facts, DRUGS)])


def examens(facts: DossierFacts) -> bool | None:
    """Whether biology or imaging is billed or claimed."""
    return _claimed(facts, TESTS)


def _claimed(facts: DossierFacts, what: Telling) -> bool | None:
    invoices = [_bills(facts, piece, what) for piece in facts.by_type.get("facture", ())]
    sheets = [_acts(facts, piece, what) for piece in facts.by_type.get("feuille_de_soins", ())]
    if not invoices and not sheets:
        return None
    if invoices and any_of(invoices) is False:
        # Drugs and tests are paid on an invoice; the sheet alone only adds a «yes».
        return any(sheets) is True
    return any_of([*invoices, *sheets])


def _bills(facts: DossierFacts, piece: Piece, what: Telling) -> bool | None:
    """Whether an invoice bills that. Stays are billed with everything: there only lines tell,
    and they say «no» only when they make up the whole total."""
    nature = sure_values(facts, piece).get("nature")
    if nature in what.natures:
        return True
    lines = _lines(facts, piece, "lignes", what)
    if not facts.is_sure(piece) or lines is not False:
        return lines if facts.is_sure(piece) else None
    if not isinstance(nature, str):
        return None
    return None if nature in STAY_NATURES and not _adds_up(facts, piece) else False


def _acts(facts: DossierFacts, piece: Piece, what: Telling) -> bool | None:
    if not facts.is_sure(piece):
        return None
    lines = _lines(facts, piece, "actes", what)
    return lines if lines is not False or piece.document.lines.get("actes") else None


def _lines(facts: DossierFacts, piece: Piece, table: str, what: Telling) -> bool | None:
    """Whether a line tells of it; a doubtful line that does leaves it open."""
    return any_of(
        answer
        for row in piece.document.lines.get(table, ())
        for answer in _told(row, what, facts.policy.reading)
    )


def _told(row: Mapping[str, Field], what: Telling, threshold: float) -> Iterable[bool | None]:
    for name, cell in row.items():
        code = name == "code" and what.code.fullmatch(re.sub(r"[^A-Z0-9]", "", cell.value.upper()))
        word = name == "designation" and what.words & set(normalised(cell.value).split())
        if cell.value and (code or word or name in what.columns):
            yield True if is_trusted(cell, threshold) else None


def _adds_up(facts: DossierFacts, piece: Piece) -> bool:
    """Whether the amounts of the lines make the total: then no line was left unread."""
    total = sure_values(facts, piece).get("montant_total")
    cells = [row.get("montant") for row in piece.document.lines.get("lignes", ())]
    try:
        amounts = [float(cell.value) for cell in cells if cell is not None]
    except ValueError:
        return False
    return isinstance(total, float) and bool(amounts) and abs(sum(amounts) - total) < CENT


def hospitalisation(facts: DossierFacts) -> bool | None:
    """Whether there was (or will be) a stay."""
    answers: list[bool | None] = []
    for kind in REPORTS:
        answers += [True if facts.is_sure(p) else None for p in facts.by_type.get(kind, ())]
    for piece in facts.by_type.get("demande_prise_en_charge", ()):
        motif = sure_values(facts, piece).get("motif")
        answers.append(motif in STAY_MOTIVES if isinstance(motif, str) else None)
    answers += [_bills_stay(facts, piece) for piece in facts.by_type.get("facture", ())]
    return any_of(answers) if answers else None


def _bills_stay(facts: DossierFacts, piece: Piece) -> bool | None:
    fields = piece.document.fields
    if sure_date(facts, piece, "date_entree") or sure_date(facts, piece, "date_sortie"):
        return True
    if "date_entree" in fields or "date_sortie" in fields:
        return None
    return _bills(facts, piece, STAY)


def prestation(facts: DossierFacts, wanted: Prestation | None) -> str | None:
    """The family for lots; `None` for a type that travels in none, or when not told yet."""
    if wanted is not Prestation.SELON_DOSSIER:
        return wanted.value if wanted else None
    stay = hospitalisation(facts)
    if stay is None:
        return None
    return (Prestation.HOSPITALISATION if stay else Prestation.AMBULATOIRE).value
