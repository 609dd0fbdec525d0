"""The amount of a dossier, as a bordereau lists it: sure, to be looked at, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from flows.outgoing.facts import Amount
from models.checklists.facts import Policy
from models.checklists.readings import is_sure
from models.checklists.schema import Voie
from models.reading import Document

COPIES = frozenset({"copie", "duplicata"})
GRANTED = (("attestation_prise_en_charge", "montant_accorde"), ("devis", "montant_total"))
"""Where the amount of a cover is written, the best first."""


MONEY = frozenset({"facture", "feuille_de_soins", *(kind for kind, _ in GRANTED)})
"""Papers that bear an amount."""


@dataclass(frozen=True, slots=True)
class Claimed:
    amount: Amount
    montant: Decimal | None = None
    part: Decimal | None = None


NONE, DOUBT = Claimed(Amount.SANS), Claimed(Amount.A_VERIFIER)


def claimed(papers: Sequence[Document], lane: Voie, policy: Policy) -> Claimed:
    """What the papers of a dossier claim together.

    Reimbursements: the sheet of care and the invoices must agree where both are there, for
    nothing tells whether the sheet counts the invoices in. Covers: what was granted, or
    estimated. Everything else: the invoices.
    """
    if lane in (Voie.PEC, Voie.URGENCE):
        for kind, name in GRANTED:
            found = _sum([p for p in papers if p.type == kind], name, policy)
            if found is not NONE:
                return found
        return NONE
    invoices = _invoices([p for p in papers if p.type == "facture"], policy)
    if lane is Voie.FACTURATION:
        return invoices
    sheets = _sum([p for p in papers if p.type == "feuille_de_soins"], "montant_total", policy)
    if NONE in (invoices, sheets):
        return sheets if invoices is NONE else invoices
    agree = invoices.montant is not None and invoices.montant == sheets.montant
    return sheets if agree else DOUBT


def _invoices(papers: Sequence[Document], policy: Policy) -> Claimed:
    """Each invoice once: a second copy of the same number adds nothing."""
    once: dict[str, Document] = {}
    for place, paper in enumerate(papers):
        number = paper.fields.get("numero_facture")
        known = is_sure(paper, "numero_facture", policy)
        key = f"n° {number.value}" if known and number is not None else f"sans n° {place}"
        if key not in once or _is_copy(once[key]):
            once[key] = paper
    kept = list(once.values())
    found = _sum(kept, "montant_total", policy)
    if found.montant is None:
        return found
    if any(_patients(paper) > 1 for paper in kept) or _perhaps_twice(kept):
        return DOUBT
    part = _sum(kept, "part_organisme", policy)
    return Claimed(Amount.SUR, found.montant, part.montant)


def _sum(papers: Sequence[Document], name: str, policy: Policy) -> Claimed:
    """The sum over papers; in doubt as soon as one is."""
    if not any(name in paper.fields for paper in papers):
        return DOUBT if papers and name == "montant_total" else NONE
    total = Decimal(0)
    for paper in papers:
        field = paper.fields.get(name)
        if paper.type_confidence < policy.type or not is_sure(paper, name, policy):
            return DOUBT
        try:
            total += Decimal(field.value if field else "")
        except InvalidOperation:
            return DOUBT
    return Claimed(Amount.SUR, total.quantize(Decimal("0.01")))


def _is_copy(paper: Document) -> bool:
    said = paper.fields.get("exemplaire")
    return said is not None and said.value in COPIES


def _perhaps_twice(papers: Sequence[Document]) -> bool:
    """Whether a copy has the total of another invoice: perhaps the same one."""
    totals = [paper.fields["montant_total"].value for paper in papers]
    return any(
        _is_copy(paper) and totals.count(paper.fields["montant_total"].value) > 1
        for paper in papers
    )


def _patients(paper: Document) -> int:
    """How many people a monthly invoice names on its lines."""
    rows = paper.lines.get("lignes", ())
    return len({row["patient_nom"].value for row in rows if "patient_nom" in row})
