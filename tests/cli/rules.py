"""What RESULT.md says of every result, beyond the names and kinds of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from models.documents import document_types
from models.result import Result

SOURCES = {"texte_pdf", "ocr", "manuscrit", "code_barres", "mrz", "case_cochee", "deduit"}
STATUTS = {"complet", "incomplet", "a_verifier", "forclos", "rejete"}
RESULTATS = {"conforme", "manquant", "non_conforme", "a_verifier", "sans_objet"}


def broken_rules(result: Mapping[str, Any]) -> list[str]:
    """Each rule that `result` breaks, in words."""
    Result.model_validate(result, strict=True)
    return [
        *_envois(result),
        *_pages(result),
        *_documents(result),
        *_dossiers(result),
        *_lots(result),
    ]


def _envois(result: Mapping[str, Any]) -> Iterator[str]:
    if result["schema"] != "liasse.result/1":
        yield f"schema {result['schema']}"
    for envoi in result["envois"]:
        if datetime.fromisoformat(envoi["received_at"]).tzinfo is None:
            yield f"received_at without offset: {envoi['received_at']}"
        if len(envoi["sha256"]) != 64:
            yield f"sha256 {envoi['sha256']!r}"
        for error in envoi["erreurs"]:
            if not error["message"].rstrip().endswith((".", "!", "»", ")")):
                yield f"no sentence: {error['message']!r}"


def _pages(result: Mapping[str, Any]) -> Iterator[str]:
    given = Counter((d["envoi"], p["page"]) for d in result["documents"] for p in d["pages"])
    for envoi in result["envois"]:
        for page in range(1, envoi["pages"] + 1):
            if (times := given.pop((envoi["id"], page), 0)) != 1:
                yield f"page {page} of {envoi['source']} is in {times} documents"
    for (_, page), _ in given.items():
        yield f"page {page} is of no envoi"
    sources = {envoi["id"]: envoi["source"] for envoi in result["envois"]}
    for document in result["documents"]:
        for page in document["pages"]:
            if page["source"] != sources.get(document["envoi"]):
                yield f"source {page['source']!r}"
            if page["rotation"] not in (0, 90, 180, 270):
                yield f"rotation {page['rotation']}"


def _documents(result: Mapping[str, Any]) -> Iterator[str]:
    for document in result["documents"]:
        kind = document_types().get(document["type"])
        if kind is None:
            yield f"type {document['type']!r}"
            continue
        own = {page["page"] for page in document["pages"]}
        if ("lines" in document) != bool(kind.lines) or ("marks" in document) != bool(kind.marks):
            yield f"{document['type']}: lines or marks where there are none, or none where some"
        if document.get("marks", {}).keys() != dict(kind.marks).keys():
            yield f"{document['type']}: marks {sorted(document.get('marks', {}))}"
        yield from _unit(document["type"], document["type_confidence"])
        for name, field in document["fields"].items():
            yield from _unit(f"{document['type']}.{name}", field["confidence"])
            if field["source"] not in SOURCES:
                yield f"{name}: source {field['source']}"
            if name not in kind.fields and name != "exemplaire":
                yield f"{document['type']} has no field {name}"
        for name, thing in [*document["fields"].items(), *document.get("marks", {}).items()]:
            yield from _box(f"{document['type']}.{name}", thing["box"])
            if thing["page"] is not None and thing["page"] not in own:
                yield f"{document['type']}.{name} is on page {thing['page']}, not one of {own}"


def _dossiers(result: Mapping[str, Any]) -> Iterator[str]:
    known = {document["id"] for document in result["documents"]}
    homes = Counter(d for dossier in result["dossiers"] for d in dossier["documents"])
    for document, times in homes.items():
        if times > 1 or document not in known:
            yield f"document {document} is in {times} dossiers"
    lots = {lot["id"] for lot in result["lots"]}
    for dossier in result["dossiers"]:
        if dossier["statut"] not in STATUTS:
            yield f"statut {dossier['statut']}"
        if dossier["lot"] is not None and dossier["lot"] not in lots:
            yield f"lot {dossier['lot']} is unknown"
        if (dossier["prestation"] is None) != (dossier["lot"] is None):
            yield f"prestation {dossier['prestation']}, lot {dossier['lot']}"
        if dossier["deadline"] and datetime.fromisoformat(dossier["deadline"]).tzinfo is None:
            yield f"deadline {dossier['deadline']}"
        if dossier["forclos_le"]:
            date.fromisoformat(dossier["forclos_le"])
        if not dossier["checklist"]:
            yield f"{dossier['type']} has no checklist"
        for finding in dossier["checklist"]:
            if finding["resultat"] not in RESULTATS:
                yield f"resultat {finding['resultat']}"
            if not set(finding["documents"]) <= known:
                yield f"{finding['exigence']} rests on documents that are not there"
            if not finding["raison"] or not finding["citation"]:
                yield f"{finding['exigence']} says not why, or not by which rule"


def _lots(result: Mapping[str, Any]) -> Iterator[str]:
    dossiers = {d["id"]: d for d in result["dossiers"]}
    for lot in result["lots"]:
        if not 1 <= len(lot["dossiers"]) <= 30:
            yield f"a lot of {len(lot['dossiers'])} dossiers"
        for dossier in filter(None, map(dossiers.get, lot["dossiers"])):
            if (dossier["organisme"], dossier["prestation"], dossier["lot"]) != (
                lot["organisme"],
                lot["prestation"],
                lot["id"],
            ):
                yield f"a dossier {dossier['organisme']} {dossier['prestation']} in another's lot"


def _unit(what: str, confidence: float) -> Iterator[str]:
    if not 0 <= confidence <= 1:
        yield f"{what}: confidence {confidence}"


def _box(what: str, box: list[float] | None) -> Iterator[str]:
    if box is None:
        return
    x0, y0, x1, y1 = box
    if not (0 <= x0 <= x1 <= 1 and 0 <= y0 <= y1 <= 1):
        yield f"{what}: box {box}"
