"""Puts dossiers into envois as mailrooms get them: bags, TIFFs, zipped pictures, e-mails; with their disorder."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ..layout.family import Family
from ..layout.registry import pick
from ..paper import Paper
from ..wear.recipes import COPIER, FAXES, PHOTOS, USUAL
from .case import Case, Written

OVERSTRUCK = {
    "train": ("PAYÉ", "SAISI", "VU", "CONTRÔLÉ", "TRANSMIS", "DOSSIER OUVERT", "À CLASSER"),
    "dev": ("ACQUITTÉ", "VÉRIFIÉ", "ENREGISTRÉ", "BON À PAYER"),
}
UNSTRUCK = {"cnie", "photo_identite", "page_blanche", "feuille_separatrice", "rib"}
KINDS = ("pdf", "pdf", "pdf", "mixte", "tiff", "zip", "eml")


@dataclass
class Piece:
    """One file of an envoi: papers in the order in which their sheets lie."""

    name: str
    kind: str  # scan, born
    written: list[Written]


@dataclass
class Parcel:
    """One arrival before it is printed."""

    source: str
    kind: str
    channel: str
    received_at: str
    pieces: list[Piece]
    cases: list[Case]
    swaps: list[tuple[int, int]] = field(default_factory=list)
    pasted: dict[str, Written] = field(default_factory=dict)
    lone: set[str] = field(default_factory=set)


class Mailroom:
    """Makes parcels of one split."""

    def __init__(self, split: str, seed: str) -> None:
        self.split, self.rng = split, random.Random(f"{seed}:{split}:mailroom")
        self.count = 0

    def parcels(self, cases: list[Case]) -> list[Parcel]:
        out: list[Parcel] = []
        queue = list(cases)
        while queue:
            alone = len(queue) < 2 or not queue[1].joined
            if alone and (queue[0].scenario.channel == "email" or self.rng.random() < 0.1):
                out.append(self._mail(queue.pop(0)))
                continue
            many = self.rng.choice([2, 3, 4, 5, 6, 8])
            group: list[Case] = []
            while queue and (
                queue[0].joined or (len(group) < many and queue[0].scenario.channel != "email")
            ):
                group.append(queue.pop(0))
            out.append(self._bag(group))
        return out

    # -- bags ---------------------------------------------------------------------------------------------------

    def _bag(self, group: list[Case]) -> Parcel:
        rng = self.rng
        self.count += 1
        kind = rng.choice(["pdf", "pdf", "pdf", "mixte", "tiff", "zip"])
        suffix = {"pdf": "pdf", "mixte": "pdf", "tiff": "tif", "zip": "zip"}[kind]
        source = f"{self.split}-sac-{self.count:03d}.{suffix}"
        seps, duplex = rng.random() < 0.5, rng.random() < 0.3
        divider = pick("feuille_separatrice", self.split, "", rng)  # one model a mailroom
        blank = pick("page_blanche", self.split, "", rng)
        usual = rng.choice(USUAL[self.split])
        parcel = Parcel(
            source,
            kind,
            "courrier",
            f"2025-11-{rng.randrange(24, 29)}T{rng.randrange(8, 16):02d}:{rng.randrange(60):02d}:00+01:00",
            [],
            group,
        )
        written: list[Written] = []
        for case in group:
            if seps:
                written.append(self._sheet(f"{case.dossier.id}-sep", divider, self._code(case)))
            own = list(case.written)
            if rng.random() < 0.25:
                rng.shuffle(own)
            own = self._paste(own, parcel)
            for w in own:
                self._worn(w, usual)
                self._struck(w)
                written.append(w)
                if duplex and rng.random() < 0.6:
                    written.append(self._sheet(f"{w.paper.id}-dos", blank, {}))
            own[0].paper.arrival = self._arrival()
        if len(group) > 1 and rng.random() < 0.3 and not seps:
            self._stray(written)
        if rng.random() < 0.2:
            parcel.swaps.append((rng.randrange(1000), rng.randrange(1000)))
        upside = rng.random() < 0.06
        for w in written:
            turn = rng.choices([0, 180, 90, 270], [88, 6, 3, 3])[0]
            w.paper.turns = tuple(
                180 if upside and rng.random() < 0.8 else (turn if rng.random() < 0.7 else 0)
                for _ in range(8)
            )
            if (
                kind == "mixte"
                and not w.copy
                and w.paper.ink == "print"
                and rng.random() < 0.45
                and w.paper.id not in parcel.pasted
            ):
                w.paper.extra["ne_numerique"] = True
                w.paper.turns = (0,) * 8
        parcel.pieces = [Piece(source, "scan", written)]
        return parcel

    def _code(self, case: Case) -> dict[str, str]:
        s = case.scenario
        if self.rng.random() < 0.3:
            return {"code": "LIASSE:SEP:DOSSIER", "organisme": "", "libelle": ""}
        return {
            "code": f"LIASSE:SEP:DOSSIER:{s.organisme}:{s.type}",
            "organisme": s.organisme,
            "libelle": s.type.replace("_", " "),
        }

    def _sheet(self, key: str, family: Family, extra: dict[str, str]) -> Written:
        paper = Paper(key, family.type, family.name, extra=dict(extra))
        paper.hand = "none"
        paper.recipes = (self.rng.choice(USUAL[self.split]),)
        return Written(paper, family, family.type)

    def _arrival(self) -> str:
        rng = self.rng
        if rng.random() < 0.45:
            return ""
        return f"{rng.randrange(6, 110)},{rng.choice([4, 9, 180, 235, 255])}:{rng.randrange(20, 25)} NOV. 2025"

    def _worn(self, w: Written, usual: str) -> None:
        chance = self.rng.random()
        if w.copy and chance < 0.75:
            w.paper.recipes = (self.rng.choice(COPIER[self.split]),)
        elif chance > 0.94:
            w.paper.recipes = (self.rng.choice(FAXES[self.split]),)
        elif chance > 0.91:
            w.paper.recipes = (self.rng.choice(PHOTOS[self.split]),)
        else:
            w.paper.recipes = (usual if chance < 0.6 else self.rng.choice(USUAL[self.split]),)

    def _struck(self, w: Written) -> None:
        """The mailroom, or whoever paid, struck a stamp on the sheet wherever it fell."""
        rng = random.Random(f"{w.paper.id}:surcharge")
        if self.split in OVERSTRUCK and w.paper.type not in UNSTRUCK and rng.random() < 0.09:
            w.paper.extra["surcharge"] = rng.choice(OVERSTRUCK[self.split])

    def _paste(self, own: list[Written], parcel: Parcel) -> list[Written]:
        """Two papers on one sheet: a card beside the identity card, an ordonnance stapled on a form."""
        if self.rng.random() > 0.14:
            return own
        hosts = {
            "cnie": ("carte_immatriculation",),
            "carte_immatriculation": ("cnie",),
            "feuille_de_soins": ("ordonnance",),
            "demande_remboursement_direct": ("ordonnance",),
            "facture": ("ordonnance",),
        }
        for host in own:
            for guest in own:
                if (
                    guest.paper.type in hosts.get(host.paper.type, ())
                    and guest is not host
                    and guest.family.size in ("", "a5")
                ):
                    parcel.pasted[host.paper.id] = guest
                    return [w for w in own if w is not guest]
        return own

    def _stray(self, written: list[Written]) -> None:
        """One paper ends up among another dossier's."""
        i = self.rng.randrange(len(written))
        w = written.pop(i)
        written.insert(self.rng.randrange(len(written) + 1), w)

    # -- mails --------------------------------------------------------------------------------------------------

    def _mail(self, case: Case) -> Parcel:
        rng = self.rng
        self.count += 1
        source = f"{self.split}-courriel-{self.count:03d}.eml"
        parcel = Parcel(
            source,
            "eml",
            "email",
            f"2025-11-{rng.randrange(24, 29)}T{rng.randrange(8, 17):02d}:{rng.randrange(60):02d}:00+01:00",
            [],
            [case],
        )
        rest: list[Written] = []
        usual = rng.choice(USUAL[self.split])
        for w in case.written:
            how = rng.random()
            w.paper.turns = (rng.choices([0, 90, 180], [86, 8, 6])[0],) * 8
            if (
                w.paper.ink == "print"
                and w.paper.type not in ("cnie", "pli_confidentiel", "photo_identite")
                and how < 0.3
            ):
                w.paper.turns = (0,) * 8
                parcel.pieces.append(
                    Piece(
                        f"{w.paper.type}_{case.story.assure.nom.split()[-1].lower().replace(chr(39), '')}.pdf",
                        "born",
                        [w],
                    )
                )
            elif how < 0.6:
                w.paper.recipes = (rng.choice(PHOTOS[self.split]),)
                parcel.pieces.append(
                    Piece(
                        f"IMG_2025112{rng.randrange(1, 8)}_{rng.randrange(10**5, 10**6)}.jpg",
                        "photo",
                        [w],
                    )
                )
            else:
                self._worn(w, usual)
                rest.append(w)
        if rest:
            parcel.pieces.insert(0, Piece("dossier_numerise.pdf", "scan", rest))
        return parcel
