"""One page of every document type, to look at and to widen: python -m tests.courier.gallery --out DIR [--seed N]."""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

from . import attestations, formulaires, values
from .cases.facturation_pharmacie import drug_billing
from .cases.maladie_remboursement import reimbursement
from .cast import Cast
from .mails import adhesion
from .make_sample import write_envois
from .paper import Attachment, Envoi, Ink, Paper


def gallery(seed: str) -> Envoi:
    """A bag with one paper of each type that the sample does not have."""
    rng = random.Random(f"{seed}:gallery")
    c = Cast(seed)
    who = values.invent(rng, "F", date(1974, 5, 3))
    child = values.invent(rng, "M", date(2003, 1, 19), nom="BENNANI")
    others = [values.invent(rng, rng.choice("MF"), date(1970 + i, 1 + i, 3 + i)) for i in range(6)]
    clinic = replace(
        c.hopital,
        nom="Clinique Les Oliviers",
        titre="Clinique",
        ville=who.ville,
        adresse="7, Avenue de la Plage",
    )
    number = values.digits(rng, 6)
    papers: list[Paper] = []
    for kind, entry in attestations.attestations(who, child, c.dr_hajji, number).items():
        papers.append(attestations.paper(f"galerie-{kind}", kind, entry, who.ville, rng))
    for kind, entry in formulaires.formulaires(who, others, clinic, number).items():
        papers.append(formulaires.paper(f"galerie-{kind}", kind, entry, clinic, c.dr_hajji, rng))
    papers.append(
        Paper(
            "galerie-photo",
            "photo_identite",
            "planche",
            ink=Ink.HAND,
            hand="kalam",
            extra={"gauche": 60, "haut": 50, "legende": who.full},
        )
    )
    papers += core_families(c, rng)
    return Envoi(
        "galerie.pdf",
        "courrier",
        "2025-11-05T09:00:00+01:00",
        [Attachment("galerie.pdf", papers, "scan")],
        [],
    )


def core_families(c: Cast, rng: random.Random) -> list[Paper]:
    """The core types in the families that the sample does not show, filled by hand."""
    sheet, rx = reimbursement(c, "g1")[1][:2]
    rx2 = drug_billing(c, "g2")[1][1]
    bulletin = adhesion(c).attachments[0].papers[0]
    made = [
        (sheet, "carnet"),
        (rx, "bloc"),
        (rx2, "hopital"),
        (bulletin, "assureur"),
        (bulletin, "mutuelle"),
    ]
    hands = ["delicious", "mansalva", "reenie", "shadows", "handlee"]
    return [
        replace(
            p,
            id=f"galerie-{p.type}-{family}",
            family=family,
            ink=Ink.HAND,
            hand=hand,
            arrival="",
            recipes=(rng.choice(["bureau", "use", "travers", "photo", "fax"]),),
        )
        for (p, family), hand in zip(made, hands, strict=True)
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", default="2025")
    args = parser.parse_args()
    write_envois(args.out, args.seed, [gallery(args.seed)], args.out)
