"""Which papers go together, as the checklists tell it: what each dossier type expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from models.checklists import checklists

OPENING = frozenset(
    {
        "feuille_de_soins",
        "demande_prise_en_charge",
        "bulletin_adhesion",
        "demande_acces_tiers_payant",
        "demande_remboursement_direct",
        "demande_entente_prealable",
        "demande_incorporation",
        "demande_retrait",
        "reclamation",
        "convocation_contre_visite",
        "reponse_compagnie",
        "bon_soins",
    }
)
"""Papers with which a dossier begins, and of which it has one."""
ALONE = frozenset(
    {"facture", "ordonnance", "rapport_medical", "attestation_prise_en_charge", "devis"}
    | {"certificat_longue_duree", "pli_confidentiel", "compte_rendu_hospitalisation", "autre"}
    | {"compte_rendu_operatoire", "rapport_contre_visite", "decompte", "acte_naissance"}
    | {"etat_global_rib", "listing_adherents", "avenant", "fiche_enregistrement_anam"}
)
"""Papers that may stand for a dossier whose opening paper is lacking."""
NEW = (-0.5, -1.5, -2.6)
"""Log-odds that an opening paper, a paper that may stand alone, or another begins a dossier."""
UNEXPECTED, FILLS = -1.5, 0.5
"""A paper that the dossier type has no use for; a required one that was lacking."""
TWICE = -2.5
"""A second paper of a kind of which there is one."""
SEVERAL = {
    "cnie": 2, "acte_naissance": 9, "photo_identite": 9, "facture": 9, "ordonnance": 4,
    "resultats_examens": 9, "vignettes": 9, "certificat_scolarite": 2, "autre": 99,
    "rapport_medical": 2, "devis": 2, "certificat_garantie": 2, "decompte": 9, "acte_mariage": 2,
}  # fmt: skip
"""Papers of which a dossier may well have several, and how many."""
AGAIN = -0.6
"""A further paper of a kind of which there may be several."""
COMPANIES = frozenset({"listing_adherents", "bordereau_declaration_salaires", "etat_global_rib"})
"""With one of these, a dossier is that of a company and holds a bulletin for each member."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The papers of a dossier type: all those that it has a use for; sets, one of each needed."""

    welcome: frozenset[str]
    required: tuple[frozenset[str], ...]


@cache
def expectations() -> tuple[Expected, ...]:
    """What each dossier type of the checklists expects."""
    return tuple(
        Expected(
            frozenset(d for r in c.requirements for d in r.documents)
            | {k.document for k in c.dossier_type.se_reconnait_a if k.document and k.poids > 0},
            tuple(frozenset(r.documents) for r in c.requirements if r.piece_exigee and not r.quand),
        )
        for c in checklists().values()
    )


@cache
def _fit(types: tuple[str, ...]) -> float:
    present = set(types) - {"autre"}
    best = -99.0
    for expected in expectations():
        strange = sum(t not in expected.welcome for t in present)
        filled = sum(bool(present & wanted) for wanted in expected.required)
        best = max(best, UNEXPECTED * strange + FILLS * filled)
    return best


def fit(types: Iterable[str]) -> float:
    """How well these papers make one dossier of some type, in log-odds (0: nothing said)."""
    counted = Counter(types)
    return _fit(tuple(sorted(counted))) + _repeats(counted)


def _repeats(counted: Mapping[str, int]) -> float:
    of_company = any(t in counted for t in COMPANIES)
    total = 0.0
    for kind, number in counted.items():
        most = SEVERAL.get(kind, 1)
        if of_company and kind == "bulletin_adhesion":
            most = 99
        total += AGAIN * (min(number, most) - 1) if kind != "autre" else 0.0
        total += TWICE * max(0, number - most)
    return total


def begins(kind: str) -> float:
    """Log-odds that a paper of this type begins a dossier."""
    opening, alone, other = NEW
    return opening if kind in OPENING else alone if kind in ALONE else other
