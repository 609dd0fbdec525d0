"""Makes the sample courier: python -m tests.courier.make_sample [--out sample] [--seed 2025] [--png DIR]."""

from __future__ import annotations

import argparse
import csv
import json
import random
from pathlib import Path

from PIL import Image

from . import bag
from .degrade import RECIPES, Scan, scan
from .paper import Attachment, Envoi, Paper
from .press import DPI, Press, Spot
from .sample import ASSURES_COLUMNS, README, insured_rows, sample_envois
from .truth import Truth


def scanned(
    press: Press, paper: Paper, seed: str, before: Image.Image | None
) -> tuple[list[Scan], list[list[Spot]], Image.Image]:
    """The pages of one paper as the scanner gives them (turned as its `turns` say), their spots, and the last clean page."""
    sides = press.sides(paper, seed)
    scans = []
    clean = before
    for i, side in enumerate(sides):
        rng = random.Random(f"{seed}:{paper.id}:{i}:scan")
        made = scan(side.image, RECIPES[paper.recipe(i)], rng, DPI, verso=clean)
        made.image = made.image.rotate(paper.turn(i), expand=True) if paper.turn(i) else made.image
        scans.append(made)
        clean = side.image
    assert clean is not None
    return scans, [s.spots for s in sides], clean


def attach(
    press: Press,
    envoi: Envoi,
    piece: Attachment,
    truth: Truth,
    first: int,
    seed: str,
    png: Path | None,
) -> tuple[bytes, int]:
    """Makes one file (a bag or an attachment), writes its truth, returns its bytes and its number of pages."""
    jpegs: list[bytes] = []
    born = b""
    clean: Image.Image | None = None
    count = 0
    for paper in piece.papers:
        where = (piece.name, count + 1) if envoi.channel == "email" else None
        if piece.kind == "texte":
            born, found = press.pdf(paper, seed)
            truth.document(
                envoi, paper, first + count, [(spots, lambda b: list(b)) for spots in found], where
            )
            count += len(found)
            continue
        scans, found, clean = scanned(press, paper, seed, clean)
        truth.document(
            envoi,
            paper,
            first + count,
            [(spots, s.box) for spots, s in zip(found, scans, strict=True)],
            where,
        )
        for s in scans:
            jpegs.append(s.jpeg())
            count += 1
            if png:
                (png / f"{Path(piece.name).stem}-{count:02d}-{paper.type}.jpg").write_bytes(
                    jpegs[-1]
                )
    if piece.kind == "texte":
        return born, count
    return (jpegs[0] if piece.kind == "jpeg" else bag.image_pdf(jpegs)), count


def write_envois(out: Path, seed: str, envois: list[Envoi], png: Path | None) -> None:
    """Writes these envois and their `verite.json` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    if png:
        png.mkdir(parents=True, exist_ok=True)
    truth = Truth()
    with Press() as press:
        for envoi in envois:
            files = []
            pages = 0
            for piece in envoi.attachments:
                data, count = attach(press, envoi, piece, truth, pages + 1, seed, png)
                files.append((piece.name, data))
                pages += count
            whole = bag.email(envoi.mail, files) if envoi.channel == "email" else files[0][1]
            (out / envoi.source).write_bytes(whole)
            truth.source(envoi, whole, pages)
            for dossier in envoi.dossiers:
                truth.dossier(envoi, dossier)
            print(f"{envoi.source}: {pages} pages, {len(whole) / 1e6:.2f} Mo")
    text = json.dumps(truth.as_json(), ensure_ascii=False, indent=1) + "\n"
    (out / "verite.json").write_text(text, encoding="utf-8")


def build(out: Path, seed: str, png: Path | None) -> None:
    """Writes the whole sample folder."""
    write_envois(out, seed, sample_envois(seed), png)
    with (out / "assures.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ASSURES_COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(insured_rows(seed))
    (out / "LISEZMOI.md").write_text(README, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("sample"))
    parser.add_argument("--seed", default="2025")
    parser.add_argument("--png", type=Path, help="aussi chaque page en image, pour les regarder")
    args = parser.parse_args()
    build(args.out, args.seed, args.png)
