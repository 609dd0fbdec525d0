"""Prints, damages and packs parcels, and writes down where everything lies."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from . import bag, formats
from .layout.printshop import Printshop
from .layout.scripts import SCRIPTS
from .paper import Envoi
from .press import Side, Spot
from .scenes.case import Written
from .scenes.ledger import Ledger, Sides
from .scenes.post import Parcel, Piece
from .truth import Place
from .wear.bed import lay
from .wear.margins import annotate
from .wear.paste import paste
from .wear.recipes import RECIPES
from .wear.scanner import scan

UNMARKED = {"page_blanche", "feuille_separatrice", "cnie", "photo_identite"}


@dataclass
class Leaf:
    """One finished page: its bytes (a JPEG, or a one-page PDF when born digital) and which side of what it is."""

    data: bytes
    born: bool
    bilevel: bool
    written: Written
    side: int
    spots: list[Spot]
    place: Place


class Builder:
    """Prints, damages and packs parcels, and keeps the ledger."""

    def __init__(self, shop: Printshop, out: Path, split: str, seed: str) -> None:
        self.shop, self.out, self.split, self.seed = shop, out, split, seed
        self.ledger = Ledger()
        self.pages = 0

    def parcel(self, parcel: Parcel) -> None:
        envoi = Envoi(parcel.source, parcel.channel, parcel.received_at, [], [])
        leaves: list[tuple[Piece, list[Leaf]]] = []
        for piece in parcel.pieces:
            leaves.append((piece, self._leaves(piece, parcel)))
        whole = self._pack(parcel, leaves)
        (self.out / parcel.source).write_bytes(whole)
        flat = [(piece, n, leaf) for piece, own in leaves for n, leaf in enumerate(own, 1)]
        self.ledger.source(envoi, whole, len(flat))
        self._record(parcel, envoi, flat)
        for case in parcel.cases:
            kept = {d["id"] for d in self.ledger.documents}
            if (
                any(w.paper.id in parcel.pasted for w in case.written)
                and case.dossier.statut == "complet"
            ):
                case.dossier.statuts_acceptes = (
                    "complet",
                    "a_verifier",
                    "incomplet",
                )  # until a person splits them
            case.dossier.papers = [p for p in case.dossier.papers if p.id in kept]
            self.ledger.dossier(envoi, case.dossier)
        self.pages += len(flat)

    def _record(self, parcel: Parcel, envoi: Envoi, flat: list[tuple[Piece, int, Leaf]]) -> None:
        done: set[str] = set()
        for _, _, leaf in flat:
            paper = leaf.written.paper
            if paper.id in done:
                continue
            done.add(paper.id)
            own = sorted(
                (
                    (x.side, n, piece, at)
                    for n, (piece, at, x) in enumerate(flat, 1)
                    if x.written is leaf.written
                ),
                key=lambda t: t[0],
            )
            sides: Sides = [(flat[n - 1][2].spots, flat[n - 1][2].place) for _, n, _, _ in own]
            pieces = (
                [
                    (self._member(piece, at, parcel), 1 if parcel.kind == "zip" else at)
                    for _, _, piece, at in own
                ]
                if parcel.kind in ("eml", "zip")
                else None
            )
            guest = parcel.pasted.get(paper.id)
            note = {"type": guest.paper.type, "family": guest.family.name} if guest else None
            self.ledger.paper(envoi, paper, [n for _, n, _, _ in own], sides, pieces, note)

    @staticmethod
    def _member(piece: Piece, at: int, parcel: Parcel) -> str:
        return f"page-{at:03d}.jpg" if parcel.kind == "zip" else piece.name

    def _leaves(self, piece: Piece, parcel: Parcel) -> list[Leaf]:
        out: list[Leaf] = []
        for w in piece.written:
            before: Image.Image | None = None  # only the other side of the same sheet shows through
            if w.paper.hand == "none" or w.paper.hand not in SCRIPTS[self.split]:
                w.paper.hand = sorted(SCRIPTS[self.split])[0]
            if piece.kind == "born" or w.paper.extra.get("ne_numerique"):
                out += self._born(w)
                continue
            for n, side in enumerate(self._sides(w, parcel)):
                rng = random.Random(f"{self.seed}:{w.paper.id}:{n}:scan")
                wear = RECIPES[self.split][w.paper.recipe(n)]
                made = scan(side.image, wear, rng, self.shop.dpi, before if n % 2 else None)
                before = side.image
                out.append(
                    Leaf(
                        made.jpeg(w.paper.turn(n)),
                        False,
                        wear.mode == "bilevel",
                        w,
                        n,
                        side.spots,
                        made.box,
                    )
                )
        for a, b in parcel.swaps if piece is parcel.pieces[0] and len(out) > 3 else []:
            i = a % (len(out) - 1)
            if (
                out[i].written.paper.type not in ("feuille_separatrice",)
                and out[i + 1].written.paper.type != "feuille_separatrice"
            ):
                out[i], out[i + 1] = out[i + 1], out[i]
            del b
        if (
            piece.kind == "photo" and len(out) > 1
        ):  # a telephone sends one picture a file: the rest goes as a scan
            piece.kind, piece.name = "scan", piece.name.replace(".jpg", ".pdf")
        return out

    def _sides(self, w: Written, parcel: Parcel) -> list[Side]:
        sides = self.shop.sides(w.paper, w.family, self.seed)
        guest = parcel.pasted.get(w.paper.id)
        if guest is not None:
            guest.paper.hand = (
                guest.paper.hand
                if guest.paper.hand in SCRIPTS[self.split]
                else sorted(SCRIPTS[self.split])[0]
            )
            other = self.shop.sides(guest.paper, guest.family, self.seed)[0]
            sides[-1] = paste(
                sides[-1], other, random.Random(f"{self.seed}:{w.paper.id}:paste"), self.shop.dpi
            )
        rng = random.Random(f"{self.seed}:{w.paper.id}:bed")
        if w.family.size in ("a5", "ticket") and rng.random() < (0.7 if w.family.size == "ticket" else 0.35):  # fmt: skip
            sides = [lay(side, rng, self.shop.dpi) for side in sides]
        rng = random.Random(f"{self.seed}:{w.paper.id}:margin")
        if w.paper.type not in UNMARKED and rng.random() < 0.12:
            sides[0], note = annotate(sides[0], self.split, rng, self.shop.dpi)
            w.paper.extra["marge"] = note
        return sides

    def _born(self, w: Written) -> list[Leaf]:
        data, found = self.shop.pdf(w.paper, w.family, self.seed)
        same: Place = lambda b: list(b)  # noqa: E731
        return [
            Leaf(data if n == 0 else b"", True, False, w, n, spots, same)
            for n, spots in enumerate(found)
        ]

    def _pack(self, parcel: Parcel, leaves: list[tuple[Piece, list[Leaf]]]) -> bytes:
        if parcel.kind == "eml":
            files = [
                (p.name, own[0].data if p.kind == "photo" else self._pdf(own)) for p, own in leaves
            ]
            return bag.email(self._head(parcel), files)
        own = leaves[0][1]
        if parcel.kind == "tiff":
            return formats.tiff([x.data for x in own], [x.bilevel for x in own])
        if parcel.kind == "zip":
            return formats.zipped([(f"page-{n:03d}.jpg", x.data) for n, x in enumerate(own, 1)])
        return self._pdf(own)

    @staticmethod
    def _pdf(own: list[Leaf]) -> bytes:
        if not any(x.born for x in own):
            return bag.image_pdf([x.data for x in own])
        if all(x.born for x in own) and sum(bool(x.data) for x in own) == 1:
            return own[0].data
        parts: list[bytes] = []
        run: list[bytes] = []
        for x in own:
            if x.born:
                if run:
                    parts.append(bag.image_pdf(run))
                    run = []
                if x.data:
                    parts.append(x.data)
            else:
                run.append(x.data)
        if run:
            parts.append(bag.image_pdf(run))
        return formats.join_pdf(parts)

    def _head(self, parcel: Parcel) -> dict[str, str]:
        case = parcel.cases[0]
        s = case.story
        key = parcel.source.split(".")[0]
        return {
            "de": f"{s.lieu.nom} <{key}@courriel.example>", "a": "Prestations santé <sante@gestion.example>",
            "objet": f"Dossier {case.scenario.type.replace('_', ' ')} {s.organisme.upper()} - {s.assure.full}", "date": "Mon, 24 Nov 2025 09:40:00 +0100",
            "id": f"<{key}@courriel.example>", "texte": f"Bonjour,\n\nVeuillez trouver ci-joint le dossier de {s.assure.full}.\n\nCordialement,\n{s.lieu.personne}\n{s.lieu.nom} - {s.lieu.ville}\n",
        }  # fmt: skip
