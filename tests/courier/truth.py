"""The truth file: what was put on paper and where it ended up. Written from the plan, never from a rule."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from .paper import Dossier, Envoi, Ink, Paper
from .press import Spot
from .vocabulary import MARKS

Place = Callable[[tuple[float, float, float, float]], list[float]]
COPY = {
    "inconnu": ["original", "copie"],
    "copie": ["inconnu", "original"],
    "original": ["inconnu", "copie"],
}

UNASKED = {
    "acte_naissance": ("date_document",),
    "acte_mariage": ("date_document",),
    "certificat_scolarite": ("date_document",),
}
"""What stands on these papers though DOMAIN §3 does not ask for it."""


class Truth:
    """Gathers pages, documents and dossiers of several envois."""

    def __init__(self) -> None:
        self.sources: list[dict[str, Any]] = []
        self.pages: list[dict[str, Any]] = []
        self.documents: list[dict[str, Any]] = []
        self.dossiers: list[dict[str, Any]] = []

    def source(self, envoi: Envoi, data: bytes, pages: int) -> None:
        self.sources.append(
            {
                "source": envoi.source,
                "sha256": hashlib.sha256(data).hexdigest(),
                "channel": envoi.channel,
                "received_at": envoi.received_at,
                "pages": pages,
            }
        )

    def document(
        self,
        envoi: Envoi,
        paper: Paper,
        first: int,
        sides: list[tuple[list[Spot], Place]],
        piece: tuple[str, int] | None = None,
    ) -> None:
        """One document whose pages start at page `first` of the envoi (and at `piece`'s page of an attachment)."""
        blank = paper.type == "page_blanche"
        for i in range(len(sides)):
            entry = {
                "source": envoi.source,
                "page": first + i,
                "document": paper.id,
                "type": paper.type,
                "rotation": paper.turn(i),
                "blank": blank,
            }
            if piece:
                entry |= {"piece": piece[0], "piece_page": piece[1] + i}
            self.pages.append(entry)
        fields: dict[str, Any] = {}
        cells: dict[tuple[str, int, str], Any] = {}
        boxes: dict[str, Any] = {}
        for number, (spots, place) in enumerate(sides, 1):
            for spot in spots:
                if spot.kind == "field" and spot.name not in fields:
                    fields[spot.name] = {
                        "value": paper.fields[spot.name],
                        "raw": spot.raw,
                        "source": spot.source,
                        "page": number,
                        "box": place(spot.box),
                        "alt": [],
                        "optional": False,
                    }
                elif spot.kind == "line":
                    table, row, column = spot.name.split(".")
                    cells[(table, int(row), column)] = paper.lines[table][int(row)][column]
                elif spot.kind == "mark" and spot.name not in boxes:
                    boxes[spot.name] = {"page": number, "box": place(spot.box)}
        for name in paper.extra.get("alt", {}):
            if name in fields:
                fields[name]["alt"] = paper.extra["alt"][name]
        for name in paper.extra.get("deduit", {}):
            fields.setdefault(
                name,
                {
                    "value": paper.extra["deduit"][name],
                    "raw": "",
                    "source": "deduced",
                    "page": 1,
                    "box": None,
                    "alt": [],
                    "optional": True,
                },
            )
        for name in UNASKED.get(paper.type, ()):
            fields.pop(name, None)
        if "exemplaire" not in fields and paper.type not in ("page_blanche", "feuille_separatrice"):
            value = "copie" if envoi.channel == "email" else paper.exemplaire
            fields["exemplaire"] = {
                "value": value,
                "raw": "",
                "source": "deduced",
                "page": 1,
                "box": None,
                "alt": COPY[value] if envoi.channel != "email" else [],
                "optional": True,
            }
        lines: dict[str, list[dict[str, Any]]] = {t: [] for t in paper.lines}
        for key in sorted(cells, key=lambda k: (k[0], k[1])):
            rows = lines[key[0]]
            while len(rows) <= key[1]:
                rows.append({})
            rows[key[1]][key[2]] = cells[key]
        sources = {f["source"] for f in fields.values()} - {"deduced", "checkbox"}
        mode = (
            "mixed"
            if len(sources) > 1
            else "hand"
            if sources == {"handwritten"}
            else "typed"
            if paper.ink is Ink.TYPED
            else "print"
        )
        self.documents.append(
            {
                "id": paper.id,
                "type": paper.type,
                "source": envoi.source,
                "family": paper.family,
                "mode": mode,
                "pages": list(range(first, first + len(sides))),
                "fields": fields,
                "lines": {k: v for k, v in lines.items() if v},
                "marks": {m: m in boxes for m in MARKS.get(paper.type, ())},
                "mark_boxes": boxes,
            }
        )

    def dossier(self, envoi: Envoi, d: Dossier) -> None:
        self.dossiers.append(
            {
                "id": d.id,
                "organisme": d.organisme,
                "type": d.type,
                "documents": [p.id for p in d.papers],
                "assure": d.assure,
                "beneficiaire": d.beneficiaire,
                "prestation": d.prestation,
                "statut": d.statut,
                "statuts_acceptes": list(d.statuts_acceptes),
                "source": envoi.source,
                "fautes": [
                    {
                        "code": f.code,
                        "resultat": f.resultat,
                        "mots": list(f.mots),
                        "description": f.description,
                    }
                    for f in d.fautes
                ],
            }
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "schema": "liasse.verite/1",
            "sources": self.sources,
            "pages": self.pages,
            "documents": self.documents,
            "dossiers": self.dossiers,
        }
