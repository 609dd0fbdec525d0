"""Entries as lines: JSON Lines, or CSV with a line a dossier."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum

from flows.outgoing.spreadsheets import harmless
from models.entities import JsonObject

COLUMNS = (
    "curseur", "etat", "modifie_le", "dossier", "reference", "organisme", "type", "statut", "etape",
    "prestation", "depose_le", "ouvert_le", "echeance", "forclos_le", "lot", "rattache_a", "envoi",
    "assure_immatriculation", "assure_matricule", "assure_nom", "assure_prenom",
    "beneficiaire_lien", "beneficiaire_nom", "beneficiaire_prenom",
    "montant_etat", "montant_reclame", "montant_part_organisme",
    "decision", "decision_date", "decision_montant", "decision_motif", "decision_numero",
    "pieces", "pieces_retenues",
)  # fmt: skip


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


MEDIA = {Format.JSONL: "application/x-ndjson", Format.CSV: "text/csv; charset=utf-8"}


def lines(made: Iterable[JsonObject], form: Format) -> Iterator[bytes]:
    """Each entry as bytes, its end of line with it; of a CSV the head first."""
    if form is Format.CSV:
        yield _written(COLUMNS)
    for entry in made:
        yield as_json(entry) if form is Format.JSONL else _written(_row(entry))


def as_json(entry: JsonObject) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _row(entry: JsonObject) -> list[str]:
    assure, cared = entry.get("assure", {}), entry.get("beneficiaire", {})
    amount, answer = entry.get("montant", {}), entry.get("reponse") or {}
    flat = {
        **entry,
        "assure_immatriculation": assure.get("numero_immatriculation"),
        **{f"assure_{name}": assure.get(name) for name in ("matricule", "nom", "prenom")},
        **{f"beneficiaire_{name}": cared.get(name) for name in ("lien", "nom", "prenom")},
        "montant_etat": amount.get("etat"),
        "montant_reclame": amount.get("reclame"),
        "montant_part_organisme": amount.get("part_organisme"),
        "decision": answer.get("decision"),
        **{f"decision_{name}": answer.get(name) for name in ("date", "montant", "motif", "numero")},
        "pieces": " | ".join(map(_piece, entry.get("pieces", ()))),
    }
    return [_plain(flat.get(name)) for name in COLUMNS]


def _piece(piece: JsonObject) -> str:
    """`facture sac.pdf#sha256 p. 3-4`, the pages of one file following each other."""
    by_file: dict[tuple[str, str], list[int]] = {}
    for page in piece["pages"]:
        by_file.setdefault((page["fichier"], page["sha256"]), []).append(page["page"])
    told = (
        f"{name}#{sha256} p. {', '.join(map(str, numbers))}"
        for (name, sha256), numbers in by_file.items()
    )
    return f"{piece['type']} {' + '.join(told)}"


def _plain(value: object) -> str:
    return "" if value is None else harmless(str(value))


def _written(cells: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
