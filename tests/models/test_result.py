"""The result file's names and kinds are those of RESULT.md."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from models.result import DocumentResult, PageResult, Result

EXAMPLE: dict[str, Any] = {
    "schema": "liasse.result/1",
    "envois": [
        {
            "id": "e1",
            "source": "sac-0412.pdf",
            "sha256": "0" * 64,
            "channel": "courrier",
            "received_at": "2025-11-05T09:12:00+01:00",
            "pages": 37,
            "erreurs": [{"code": "pdf_chiffre", "message": "Chiffré.", "page": None}],
            "numero": "E25-00001-0",
        }
    ],
    "documents": [
        {
            "id": "d1",
            "envoi": "e1",
            "type": "facture",
            "type_confidence": 0.98,
            "pages": [{"source": "sac-0412.pdf", "page": 4, "rotation": 90}],
            "fields": {
                "numero_facture": {
                    "value": "F-2025/0187",
                    "raw": "N° F-2025/0187",
                    "confidence": 0.97,
                    "page": 4,
                    "box": [0.61, 0.12, 0.83, 0.15],
                    "source": "ocr",
                    "controle": None,
                }
            },
            "lines": {"lignes": [{"designation": "AUGMENTIN 1G SACHET", "quantite": "1"}]},
            "marks": {
                "cachet_etablissement": {
                    "present": True,
                    "confidence": 0.95,
                    "page": 4,
                    "box": [0.5, 0.7, 0.8, 0.8],
                }
            },
        }
    ],
    "dossiers": [
        {
            "id": "o1",
            "reference": "D25-00001-0",
            "organisme": "cnops",
            "type": "facturation_pharmacie",
            "rattache_a": None,
            "documents": ["d1"],
            "lot": "l1",
            "assure": {"nom": "EL MANSOURI"},
            "beneficiaire": {"lien": "conjoint"},
            "prestation": "ambulatoire",
            "statut": "incomplet",
            "deadline": "2025-11-07T09:12:00+01:00",
            "forclos_le": "2026-02-05",
            "signalements": [{"code": "original_attendu", "message": "Attendu."}],
            "checklist": [
                {
                    "exigence": "ordonnance_originale",
                    "resultat": "manquant",
                    "gravite": "bloquant",
                    "documents": [],
                    "raison": "Manque.",
                    "citation": "003 …",
                }
            ],
        }
    ],
    "lots": [
        {
            "id": "l1",
            "organisme": "cnops",
            "prestation": "ambulatoire",
            "dossiers": ["o1"],
            "statut": "ouvert",
        }
    ],
}


def test_the_example_of_the_specification_goes_through_unchanged() -> None:
    written = json.loads(Result.model_validate(EXAMPLE).model_dump_json(by_alias=True))
    written["envois"][0].pop("doublon_de")
    assert written == EXAMPLE


def test_types_without_lines_or_marks_have_none_in_the_file() -> None:
    paper = DocumentResult(
        id="d",
        envoi="e",
        type="rib",
        type_confidence=0.9,
        pages=[PageResult(source="s", page=1, rotation=0)],
        fields={},
    )
    written = json.loads(paper.model_dump_json())
    assert "lines" not in written
    assert "marks" not in written
    empty = paper.model_copy(update={"lines": {"lignes": []}})
    assert json.loads(empty.model_dump_json())["lines"] == {"lignes": []}


def test_what_is_not_in_the_schema_is_refused() -> None:
    with pytest.raises(ValidationError):
        Result.model_validate({**EXAMPLE, "autre": 1})
    with pytest.raises(ValidationError):
        Result.model_validate({**EXAMPLE, "schema": "liasse.result/2"})
