"""Medical specialities as doctors print them on their letterheads."""

from __future__ import annotations

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
    "Rhumatologie", "Rhumatologue", "Urologie", "Urologue",
)  # fmt: skip


def speciality_in(text: str) -> str | None:
    """The longest known speciality that `text` names, as the table writes it, or `None`."""
    plain = f" {folded(text)} "
    named = [s for s in SPECIALITIES if f" {folded(s)} " in plain]
    return max(named, key=len) if named else None
