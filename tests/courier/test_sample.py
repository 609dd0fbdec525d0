"""The committed sample courier is what its truth says (the generator itself needs Chromium and fonts; this does not)."""

from __future__ import annotations

import csv
import email
import email.policy
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image

SAMPLE = Path(__file__).parents[2] / "sample"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return json.loads((SAMPLE / "verite.json").read_text(encoding="utf-8"))


def pages_of(source: Path) -> list[Image.Image]:
    """Every page of a bag or of an e-mail's attachments, as 200 dpi images."""
    if source.suffix == ".pdf":
        files = [(source.name, source.read_bytes())]
    else:
        mail = email.message_from_bytes(source.read_bytes(), policy=email.policy.default)
        files = [(str(a.get_filename()), a.get_content()) for a in mail.iter_attachments()]
    out: list[Image.Image] = []
    for name, data in files:
        if name.endswith(".pdf"):
            out += [page.render(scale=200 / 72).to_pil() for page in pdfium.PdfDocument(data)]
        else:
            out.append(Image.open(io.BytesIO(data)))
    return out


def test_files_and_pages_are_those_of_the_truth(truth: dict[str, Any]) -> None:
    for source in truth["sources"]:
        file = SAMPLE / source["source"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == source["sha256"]
        assert len(pages_of(file)) == source["pages"]
        numbers = [p["page"] for p in truth["pages"] if p["source"] == source["source"]]
        assert numbers == list(range(1, source["pages"] + 1))


def test_every_page_is_in_exactly_one_document(truth: dict[str, Any]) -> None:
    owned = [(d["source"], n) for d in truth["documents"] for n in d["pages"]]
    assert sorted(owned) == sorted((p["source"], p["page"]) for p in truth["pages"])
    assert len(owned) == len(set(owned))


def test_sample_stays_small() -> None:
    assert (SAMPLE / "sac-0001.pdf").stat().st_size < 2_200_000


def test_separators_decode_to_their_payload(truth: dict[str, Any]) -> None:
    bag = pages_of(SAMPLE / "sac-0001.pdf")
    seps = [p["page"] for p in truth["pages"] if p["type"] == "feuille_separatrice"]
    found = [zxingcpp.read_barcodes(bag[n - 1]) for n in seps]
    assert [f[0].text for f in found] == [
        "LIASSE:SEP:DOSSIER:ofppt:maladie_remboursement",
        "LIASSE:SEP:DOSSIER:cnops:pec_pharmacie",
        "LIASSE:SEP:DOSSIER",
    ]


def test_glued_labels_decode_to_the_drugs_billed(truth: dict[str, Any]) -> None:
    bag = pages_of(SAMPLE / "sac-0001.pdf")
    bill = next(d for d in truth["documents"] if d["family"] == "pharmacie_anam")
    billed = {line["code_barres"] for line in bill["lines"]["lignes"]}
    assert {b.text for b in zxingcpp.read_barcodes(bag[bill["pages"][1] - 1])} == billed


def test_sums_are_right(truth: dict[str, Any]) -> None:
    for d in truth["documents"]:
        for table in ("lignes", "actes"):
            rows = d["lines"].get(table)
            if rows and "montant_total" in d["fields"]:
                total = Decimal(d["fields"]["montant_total"]["value"])
                assert sum(Decimal(r["montant"]) for r in rows) == total, d["id"]
        parts = [
            d["fields"][n]["value"] for n in ("part_organisme", "part_assure") if n in d["fields"]
        ]
        if len(parts) == 2:
            assert sum(map(Decimal, parts)) == Decimal(d["fields"]["montant_total"]["value"])


def test_insured_of_every_dossier_but_the_newcomer_are_listed(truth: dict[str, Any]) -> None:
    with (SAMPLE / "assures.csv").open(encoding="utf-8") as file:
        known = {row["numero_immatriculation"] for row in csv.DictReader(file)}
    for d in truth["dossiers"]:
        assert d["type"] == "adhesion" or d["assure"]["numero_immatriculation"] in known


def test_one_bag_dossier_is_complete_and_three_lack_one_thing(truth: dict[str, Any]) -> None:
    bag = [d for d in truth["dossiers"] if d["source"] == "sac-0001.pdf"]
    assert sorted(len(d["fautes"]) for d in bag) == [0, 1, 1, 1]
    assert all((d["statut"] == "complet") == (not d["fautes"]) for d in bag)
