"""Real invoices through the reading of documents, against values read by eye or embedded in them.

Each is read as the invoice that it is; whether it was recognised as one is counted apart. Foreign
ones among them (`invoice2data`) show what carries over, not what the product is for.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2  # type: ignore[import-untyped]

from bench.evaluate.compare import equal, nearly
from bench.markdown import percent, table
from bench.real.pictures import kind
from bench.shared import data
from extractors.fields import read_document
from extractors.intake.unpack import unpack
from extractors.pages.reading import PageReader
from extractors.pages.source import read_source_page
from extractors.types import classify
from models.errors import LiasseError
from models.reading import Document, DocumentDraft, PageReading

NAMES = {
    "number": "numero_facture",
    "invoice_number": "numero_facture",
    "date": "date_facture",
    "net_a_payer": "montant_total",
    "total_ttc": "montant_total",
    "amount": "montant_total",
    "tva": "tva",
    "amount_tax": "tva",
    "supplier": "emetteur_nom",
    "issuer": "emetteur_nom",
    "supplier_ice": "emetteur_ice",
}
"""Our field for each name of the gold files; the first name present counts."""
MOST_PAGES = 3
CII = {
    "numero_facture": "ExchangedDocument/ID",
    "date_facture": "ExchangedDocument/IssueDateTime/*",
}
CII |= {"emetteur_nom": "SellerTradeParty/Name", "montant_total": "GrandTotalAmount"}
CII |= {"tva": "TaxTotalAmount"}


@dataclass(frozen=True, slots=True)
class Invoice:
    path: Path
    gold: Mapping[str, str]


def report() -> str:
    sets = {
        "ma_invoices": list(_by_eye("ma_invoices")),
        "tn_invoices_photos": list(_by_eye("tn_invoices_photos")),
        "facturx_fr": list(_embedded()),
        "invoice2data": list(_beside()),
    }
    reader = PageReader()
    rows = []
    wrong: list[str] = []
    for name, invoices in sets.items():
        taken = Counter[str]()
        for invoice in invoices:
            taken += _judged(reader, invoice, wrong)
        found = taken["juste"] + taken["faux"]
        total = found + taken["absent"]
        rows.append(
            (
                name,
                len(invoices),
                taken["facture"],
                total,
                taken["juste"],
                taken["presque"],
                taken["faux"],
                taken["absent"],
                percent(taken["juste"] / found if found else None),
                percent(taken["juste"] / total if total else None),
            )
        )
    head = ["factures", "fichiers", "prises pour une facture", "valeurs", "justes", "dont presque"]
    head = [*head[:5], "à une lettre près", "fausses", "absentes", "précision", "rappel"]
    return table(head, rows) + "\n\n" + "\n".join(wrong)


def _judged(reader: PageReader, invoice: Invoice, wrong: list[str]) -> Counter[str]:
    """Counts of one invoice; its wrong values are told."""
    taken = Counter[str]()
    try:
        document, kind_right = _read(reader, invoice.path)
    except LiasseError as error:
        wrong.append(f"- {invoice.path.name} : {error.message}")
        taken["absent"] = len(invoice.gold)
        return taken
    taken["facture"] += kind_right
    for name, true in invoice.gold.items():
        field = document.fields.get(name)
        if field is None:
            taken["absent"] += 1
        elif equal(name, field.value, true):
            taken["juste"] += 1
        else:
            taken["presque"] += nearly(name, field.value, true)
            taken["faux"] += 1
            said = f"lu « {field.value} » ({field.confidence:.2f}), vrai « {true} »"
            wrong.append(f"- {invoice.path.name} {name} : {said}")
    return taken


def _read(reader: PageReader, path: Path) -> tuple[Document, bool]:
    """The file's pages read as one invoice, and whether its first page was typed as one."""
    opened = unpack(path.name, path.read_bytes())
    readings: dict[int, PageReading] = {}
    with tempfile.TemporaryDirectory(prefix="liasse-") as folder:
        for source in opened.files:
            kept = Path(folder) / source.sha256
            kept.write_bytes(source.data)
            for index in range(min(source.pages, MOST_PAGES)):
                page = read_source_page(reader, kept, source.kind, index, 200)
                readings[len(readings) + 1] = page.reading
    typed = classify(readings[1], 1)
    draft = DocumentDraft(tuple(readings), "facture", typed.confidence)
    return read_document(draft, readings), typed.type == "facture"


def _by_eye(folder: str) -> Iterable[Invoice]:
    gold = json.loads(data(folder, "gold.json").read_text(encoding="utf-8"))
    for name, values in gold.items():
        if (path := data(folder) / name).is_file() and isinstance(values, dict):
            yield Invoice(path, _ours(values))


def _beside() -> Iterable[Invoice]:
    for path in sorted(data("invoice2data", "compare").glob("*.json")):
        if (paper := path.with_suffix(".pdf")).is_file():
            yield Invoice(paper, _ours(json.loads(path.read_text(encoding="utf-8"))[0]))


def _ours(values: Mapping[str, object]) -> dict[str, str]:
    gold: dict[str, str] = {}
    for theirs, ours in NAMES.items():
        value = values.get(theirs)
        if value is not None and ours not in gold:
            gold[ours] = f"{value:.2f}" if isinstance(value, float) else str(value)
    return gold


def _embedded() -> Iterable[Invoice]:
    """Factur-X: the XML that each PDF carries."""
    for path in sorted(data("facturx_fr").rglob("*.pdf")):
        xml = _attached_xml(path)
        if xml is not None and (gold := _cii(xml)):
            yield Invoice(path, gold)


def _attached_xml(path: Path) -> bytes | None:
    if kind(path) != "pdf":
        return None
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            if attachment.get_name().lower().endswith(".xml"):
                return bytes(attachment.get_data())
    finally:
        document.close()
    return None


def _cii(xml: bytes) -> dict[str, str]:
    """The values of an invoice in Cross Industry Invoice XML, in our formats."""
    root = ElementTree.fromstring(xml)
    gold: dict[str, str] = {}
    for name, where in CII.items():
        steps = "/".join(step if step == "*" else "{*}" + step for step in where.split("/"))
        text = (root.findtext(f".//{steps}") or "").strip()
        if name == "date_facture" and len(text) == 8:
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        if text:
            gold[name] = text
    return gold
