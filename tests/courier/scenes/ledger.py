"""The truth of parcels: the sample's truth writer, told where each sheet really lies."""

from __future__ import annotations

from typing import Any

from ..paper import Envoi, Paper
from ..press import Spot
from ..truth import Place, Truth

Sides = list[tuple[list[Spot], Place]]


class Ledger(Truth):
    """Adds papers whose pages lie anywhere in the envoi."""

    def paper(
        self,
        envoi: Envoi,
        paper: Paper,
        where: list[int],
        sides: Sides,
        pieces: list[tuple[str, int]] | None,
        guest: dict[str, Any] | None = None,
    ) -> None:
        """`where`: page numbers in the envoi, side by side; `pieces`: the same within attachments."""
        start = len(self.pages)
        self.document(envoi, paper, 1, sides)
        for i, page in enumerate(self.pages[start:]):
            page["page"] = where[i]
            if pieces:
                page["piece"], page["piece_page"] = pieces[i]
        document = self.documents[-1]
        document["pages"] = list(where)
        if paper.extra.get("marge"):  # a real hand's note in the margin, no value of the paper
            document["note_en_marge"] = paper.extra["marge"]
        if paper.extra.get("observations"):
            document["observations"] = paper.extra["observations"]
        if paper.extra.get("chiffres_reels"):  # digits cut from this writer's page
            document["main_reelle"] = paper.extra["main_reelle"][1]
        if guest:
            document["autre_piece"] = guest

    def close(self) -> None:
        """Pages in the order of the sources."""
        order = {s["source"]: n for n, s in enumerate(self.sources)}
        self.pages.sort(key=lambda p: (order[p["source"]], p["page"]))
