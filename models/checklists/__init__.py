"""Checklists as data, and the pure function that applies them (DOMAIN §4).

`judge(facts, checklist("cnops", "pec_pharmacie"), on)` gives a `Judgement`;
`guess_dossier_type(facts)` ranks the types that the papers may make.
"""

from models.checklists.due import Due, deadline_for
from models.checklists.engine import judge, statut_of
from models.checklists.facts import Channel, DossierFacts, History, Person, Piece, Policy
from models.checklists.judgement import (
    Evidence,
    EvidenceKind,
    Finding,
    Gravite,
    Judgement,
    Resultat,
    Signalement,
    Statut,
)
from models.checklists.loading import BadChecklist, Checklist, checklist, checklists
from models.checklists.recognition import Guess, countries_told, guess_dossier_type, hinted

__all__ = [
    "BadChecklist",
    "Channel",
    "Checklist",
    "DossierFacts",
    "Due",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "Gravite",
    "Guess",
    "History",
    "Judgement",
    "Person",
    "Piece",
    "Policy",
    "Resultat",
    "Signalement",
    "Statut",
    "checklist",
    "checklists",
    "countries_told",
    "deadline_for",
    "guess_dossier_type",
    "hinted",
    "judge",
    "statut_of",
]
