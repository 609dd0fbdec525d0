"""Every screen of the application as people ask for it, with things of the office at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bench.dossiers.people import MEN, SURNAMES, WOMEN
from models.entities import Document, DocumentNumber, Dossier, DossierWord, Envoi, Lot, Page
from models.permissions import Role

SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Ask:
    """A screen and who asks for it; `{…}` stands for a thing taken at random each time."""

    name: str
    role: Role
    path: str


_R, _M, _G, _A, _C = (
    Role.RELECTEUR, Role.MEDECIN_CONSEIL, Role.GESTIONNAIRE, Role.ADMIN, Role.COURRIER,
)  # fmt: skip
ASKS = (
    Ask("file", _R, "/"),
    Ask("file, médecin conseil", _M, "/"),
    Ask("file, courrier", _C, "/"),
    Ask("file, en retard", _R, "/?retard=1"),
    Ask("file, d'un organisme", _R, "/?organisme=cnops"),
    Ask("file, incomplets d'un type", _R, "/?organisme=ofppt&type=pec_programmee&statut=incomplet"),
    Ask("file, d'un canal", _R, "/?canal=email"),
    Ask("file, tous les dossiers", _R, "/?etat=tous"),
    Ask("file, 200e page de tous", _R, "/?etat=tous&page=200"),
    Ask("file, d'un lot", _R, "/?etat=tous&lot={lot}"),
    Ask("dossier", _R, "/dossiers/{dossier}"),
    Ask("dossier, médecin conseil", _M, "/dossiers/{dossier}"),
    Ask("dossier, mot cherché", _R, "/dossiers/{dossier}?cherche=total"),
    Ask("document", _R, "/documents/{document}"),
    Ask("image de page", _M, "/pages/{page}/image"),
    Ask("vignette", _M, "/pages/{page}/vignette"),
    Ask("envois", _R, "/envois"),
    Ask("envois, 500e page", _R, "/envois?page=500"),
    Ask("envoi", _R, "/envois/{envoi}"),
    Ask("lots", _R, "/lots"),
    Ask("lots, 20e page", _G, "/lots?page=20"),
    Ask("recherche : nom et prénom", _R, "/recherche?q={personne}"),
    Ask("recherche : nom courant", _R, "/recherche?q={nom}"),
    Ask("recherche : immatriculation", _R, "/recherche?q={numero}"),
    Ask("recherche : numéro de papier", _R, "/recherche?q={papier}"),
    Ask("recherche : mot rare des pages", _R, "/recherche?q={mot}"),
    Ask("recherche : mot de beaucoup de pages", _R, "/recherche?q=facture"),
    Ask("recherche : trois mots des pages", _R, "/recherche?q=ordonnance+{mot}+{mot}"),
    Ask("recherche : mots fréquents, jamais ensemble", _R, "/recherche?q=ordonnance+hospitalisation"),
    Ask("recherche : rien", _R, "/recherche?q=zzyzx"),
    Ask("pilotage", _G, "/pilotage"),
    Ask("pilotage, d'un organisme", _G, "/pilotage?organisme=ofppt"),
    Ask("pilotage, un an", _G, "/pilotage?du=2025-06-16&au=2026-06-15"),
    Ask("pilotage, XLSX", _G, "/pilotage.xlsx"),
    Ask("file, sortis sans qu'on y touche", _G, "/?etat=tous&fait=sorti&du=2026-05-17&au=2026-06-15&main=sans"),
    Ask("qualité", _R, "/qualite"),
    Ask("journal", _G, "/journal"),
    Ask("mon compte", _R, "/compte"),
    Ask("comptes", _A, "/comptes"),
)  # fmt: skip


class Things:
    """Things of the office, to ask for."""

    def __init__(self, session: Session) -> None:
        self._rng = rng = random.Random(5)

        def some(column: object) -> list[str]:
            return list(session.scalars(select(column).order_by(text("random()")).limit(SAMPLE)))  # type: ignore[call-overload]

        lines = session.execute(text("SELECT text FROM page_text LIMIT :many"), {"many": SAMPLE})
        said = [line[0].split() for line in lines]
        self.known = {
            "dossier": some(Dossier.id),
            "document": some(Document.id),
            "envoi": some(Envoi.id),
            "page": list(session.scalars(select(Page.id).limit(SAMPLE))),
            "lot": some(Lot.id),
            "papier": some(DocumentNumber.number),
            "mot": [words[-3] for words in said],
            "nom": list(SURNAMES),
            "personne": [f"{rng.choice(SURNAMES)}+{rng.choice(MEN + WOMEN)[:4]}" for _ in range(99)],
            "numero": list(
                session.scalars(
                    select(DossierWord.word)
                    .where(DossierWord.word >= "1", DossierWord.word < "9")
                    .limit(SAMPLE)
                )
            ),
        }  # fmt: skip

    def paths(self, ask: Ask, times: int) -> Iterator[str]:
        """That screen, each time of other things."""
        for _ in range(times):
            path = ask.path
            for name, known in self.known.items():
                while f"{{{name}}}" in path:
                    path = path.replace(f"{{{name}}}", self._rng.choice(known), 1)
            yield path
