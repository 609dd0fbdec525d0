"""Medical specialities as doctors print them on their letterheads."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.text import folded

SPECIALITIES = (
    "Médecine générale", "Médecin généraliste", "Médecine interne", "Omnipraticien",
    "Anesthésie-réanimation", "Cardiologie", "Cardiologue", "Chirurgie générale",
    "Chirurgie orthopédique", "Traumatologie orthopédie", "Chirurgie dentaire",
    "Chirurgien dentiste", "Dermatologie", "Dermatologue", "Endocrinologie",
    "Endocrinologie-Diabétologie", "Endocrinologue", "Gastro-entérologie", "Gastro-entérologue",
    "Gynécologie-obstétrique", "Gynécologue", "Hématologie", "Néphrologie", "Néphrologue",
    "Neurologie", "Neurologue", "Neurochirurgie", "Oncologie", "Oncologue", "Ophtalmologie",
    "Ophtalmologiste", "Ophtalmologue", "ORL", "Oto-rhino-laryngologie", "Pédiatrie", "Pédiatre",
    "Pneumologie", "Pneumologue", "Psychiatrie", "Psychiatre", "Radiologie", "Radiologue",
    "Rhumatologie", "Rhumatologue", "Urologie", "Urologue", "O.R.L.", "Gynécologie",
    "Allergologie", "Allergologue", "Anesthésie", "Anesthésiste", "Biologie médicale", "Biologiste",
    "Chirurgie cardiovasculaire", "Chirurgie infantile", "Chirurgie pédiatrique", "Chirurgie plastique",
    "Chirurgie vasculaire", "Chirurgie viscérale", "Chirurgie thoracique", "Diabétologie", "Diabétologue",
    "Gériatrie", "Hépato-gastro-entérologie", "Infectiologie", "Médecine du sport", "Médecine du travail",
    "Médecine nucléaire", "Médecine physique et réadaptation", "Médecine d'urgence", "Neurochirurgien",
    "Neuropsychiatrie", "Nutrition", "Odontologie", "Orthodontie", "Orthopédie", "Pédopsychiatrie",
    "Radiothérapie", "Rééducation", "Réanimation", "Sénologie", "Stomatologie", "Traumatologie",
    "Traumatologie orthopédie", "Chirurgie orthopédique", "Traumato-orthopédie", "Oncologie médicale",
    "Maladies du cœur", "Maladies du cœur et des vaisseaux", "Maladies de la peau", "Maladies infectieuses",
    "Maladies de l'appareil digestif", "Maladies des yeux", "Maladies du sang", "Maladies des poumons",
    "Maladies respiratoires", "Maladies des enfants", "Maladies des reins", "Maladies des articulations",
    "Gynécologue accoucheur", "Gynécologue obstétricien", "Généraliste", "Interniste", "Médecin de famille",
    "Médecin pédiatre", "Hépato-gastro-entérologue", "Chirurgien orthopédiste", "Chirurgien viscéral",
    "Anatomie pathologique", "Orthophonie", "Kinésithérapie", "Sage-femme",
)  # fmt: skip


FEWEST, MOST_EDITS = 6, 2
"""Letters from which a speciality may be misread, and by how many."""


def nearest_speciality(text: str) -> str | None:
    """The one speciality that `text` is a misreading of, or `None`."""
    plain = folded(text)
    if len(plain) < FEWEST:
        return None
    found = process.extract(
        plain,
        {s: folded(s) for s in SPECIALITIES},
        scorer=Levenshtein.distance,
        score_cutoff=min(MOST_EDITS, len(plain) // FEWEST),
        limit=2,
    )
    if not found or (len(found) == 2 and found[0][1] == found[1][1]):
        return None
    return str(found[0][2])


def speciality_in(text: str) -> str | None:
    """The longest known speciality that `text` names, as the table writes it, or `None`."""
    plain = f" {folded(text)} "
    named = [s for s in SPECIALITIES if f" {folded(s)} " in plain]
    return max(named, key=len) if named else None
