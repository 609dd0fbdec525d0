"""One paper being composed: its pen, its blanks, its head."""

from __future__ import annotations

import random
from typing import Any

from markupsafe import Markup

from .family import Family
from .heads import ARABIC, head
from .quill import Quill
from .slots import Slots

TITLES = {
    "A": ("Assuré(e)", "PARTIE RÉSERVÉE À L'ASSURÉ", "Renseignements sur l'adhérent", "Identification de l'assuré", "Volet 1 – L'assuré"),
    "B": ("Bénéficiaire des soins", "LE MALADE", "Personne soignée", "Identification du malade", "Volet 2 – Le bénéficiaire"),
    "M": ("Partie réservée au médecin", "MÉDECIN TRAITANT", "Renseignements médicaux", "À remplir par le praticien", "Volet 3 – Le prescripteur"),
    "T": ("Actes effectués", "FRAIS ENGAGÉS", "Détail des soins", "Relevé des prestations", "Décompte des frais"),
    "O": ("Souscripteur", "ENTREPRISE", "Contrat", "Cadre de l'employeur", "Affiliation"),
    "C": ("Conjoint", "LE CONJOINT", "Renseignements sur le conjoint", "Ayant droit – conjoint", "Époux / épouse"),
    "E": ("Enfants à charge", "LES ENFANTS", "Descendants", "Ayants droit – enfants", "Enfants assurés"),
    "Q": ("Questionnaire de santé", "QUESTIONNAIRE MÉDICAL", "État de santé", "Déclaration de santé", "Renseignements de santé"),
}  # fmt: skip


class Sheet:
    """One paper being composed."""

    def __init__(self, pen: Quill, family: Family) -> None:
        self.pen, self.family = pen, family
        self.slots = Slots(pen, family)
        self.fixed = random.Random(f"{family.name}:plan")
        self.x: dict[str, Any] = pen.paper.extra

    def title_of(self, key: str) -> str:
        return random.Random(f"{self.family.name}:{key}").choice(TITLES[key])

    def without(self, rows: list[list[str]], droppable: set[str]) -> list[list[str]]:
        """Rows less what this family never asks."""
        gone = {n for n in sorted(droppable) if self.fixed.random() < 0.3}
        return [r for r in ([n for n in row if n not in gone] for row in rows) if r]

    def head(
        self, name: Markup, lines: list[str], right: Markup, key: str, titre: str | None = None
    ) -> Markup:
        arabic = ARABIC.get(self.family.type, "الصحة") if self.family.has("ar") else ""
        chronic = (
            Markup(
                '<div class="b" style="border:.5mm solid;padding:1mm;display:inline-block">Dossier maladie chronique</div>'
            )
            if self.x.get("mention_chronique")
            else Markup("")
        )
        return (
            self.pen.arrival()
            + chronic
            + head(
                self.family.head,
                name,
                lines,
                self.family.titre if titre is None else titre,
                right,
                arabic,
                key,
            )
        )

    def pages(self, parts: list[Markup], cut: int) -> list[str]:
        """One page, or two when the family prints on both sides."""
        if not self.family.has("two"):
            return [str(Markup("").join(parts))]
        return [str(Markup("").join(parts[:cut])), str(Markup("").join(parts[cut:]))]
