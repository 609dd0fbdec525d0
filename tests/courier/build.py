"""Builds a split of the large courier: python -m tests.courier.build --out DIR --split dev --dossiers 40 --seed 1."""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path

from .builder import Builder
from .layout.printshop import Printshop
from .layout.registry import ALL
from .sample import ASSURES_COLUMNS
from .scenes.case import Case
from .scenes.plan import cases
from .scenes.post import Mailroom


def write_insured(path: Path, made: list[Case]) -> None:
    """The base of insured persons that goes with a split."""
    rows = []
    for case in made:
        s = case.story
        people = [s.assure, *([s.conjoint] if s.conjoint else []), *s.enfants]
        if case.scenario.type in ("adhesion", "adhesion_groupe", "acces_tiers_payant"):
            continue
        for p in people:
            number = (
                p.immatriculation
                if p is s.assure
                else f"{s.assure.immatriculation}-{people.index(p)}"
            )
            rows.append(
                {
                    "numero_immatriculation": number,
                    "matricule": p.matricule if p is s.assure else "",
                    "nom": p.nom,
                    "prenom": p.prenom,
                    "cin": p.cin,
                    "date_naissance": p.naissance.isoformat(),
                    "lien": "assure" if p is s.assure else p.lien,
                    "numero_immatriculation_assure": s.assure.immatriculation,
                    "date_effet": "2012-01-01",
                    "rib": p.rib if p is s.assure else "",
                }
            )
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ASSURES_COLUMNS, lineterminator="\n", extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)


def build(out: Path, split: str, dossiers: int, seed: str) -> int:
    """Writes a split's files, `truth.json` and `assures.csv` into `out`; returns the number of pages."""
    out.mkdir(parents=True, exist_ok=True)
    made = cases(split, dossiers, seed)
    start = time.monotonic()
    write_insured(out / "assures.csv", made)
    with Printshop() as shop:
        builder = Builder(shop, out, split, seed)
        for parcel in Mailroom(split, seed).parcels(made):
            builder.parcel(parcel)
            print(
                f"{parcel.source}: {builder.pages} pages en tout, {(time.monotonic() - start) / builder.pages:.2f} s la page",
                flush=True,
            )
        builder.ledger.close()
        if shop.lost:
            print("hors de la feuille, donc hors de la vérité :", sorted(set(shop.lost)))
    text = json.dumps(builder.ledger.as_json(), ensure_ascii=False, indent=1) + "\n"
    (out / "truth.json").write_text(text, encoding="utf-8")
    return builder.pages


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=ALL, required=True)
    parser.add_argument("--dossiers", type=int, default=40)
    parser.add_argument("--seed", default="2025")
    args = parser.parse_args()
    build(args.out, args.split, args.dossiers, args.seed)
