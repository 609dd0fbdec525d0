"""Fields told by their form alone, anywhere in running text (`ou = ["texte"]`)."""

from __future__ import annotations

import re

from extractors.fields.parsing import parse
from extractors.layout import Layout, Row, Token
from models.documents import DocumentType, FieldSpec, Kind, Place
from models.geometry import Box
from models.reading import Field
from models.values.text import folded

_DATED = re.compile(r"(?:\ble\b|\bdate\b|,)\s*:?\s*(.{6,22})", re.IGNORECASE)
"""«Fait à Rabat, le 3 mars 2025»: how letters are dated."""
CLIENTS = frozenset({"client", "cliente", "acheteur", "destinataire", "facture a"})
SOFT = 0.72
"""Certainty of what no label says."""


def read_running(page: Layout, kind: DocumentType) -> dict[str, Field]:
    """The first match of each such field on the page."""
    found: dict[str, Field] = {}
    for name, spec in kind.fields.items():
        if Place.TEXTE not in spec.ou or spec.genre in (Kind.CHOIX, Kind.BOOLEEN):
            continue
        for row in page.rows:
            if name.startswith("emetteur_") and _of_a_client(row):
                continue
            field = _in_row(page, row, spec)
            if field is not None:
                found[name] = field
                break
    return found


def _of_a_client(row: Row) -> bool:
    """«ICE client : …»: a number that is not the issuer's."""
    return any(folded(t.text).strip() in CLIENTS for t in row.tokens)


def _in_row(page: Layout, row: Row, spec: FieldSpec) -> Field | None:
    text = " ".join(t.text for t in row.tokens)
    if spec.motif is not None:
        match = re.search(spec.motif, text, re.IGNORECASE)
        parsed = parse(spec.genre, match.group(match.lastindex or 0)) if match else None
    elif spec.genre is Kind.DATE:
        match = _DATED.search(text)
        parsed = parse(spec.genre, match.group(1)) if match else None
    else:
        return None
    if match is None or parsed is None:
        return None
    tokens = _between(row, match.start(match.lastindex or 0), match.end())
    if not tokens:
        return None
    read = min(t.word.confidence for t in tokens)
    return Field(
        parsed.value,
        match.group(match.lastindex or 0),
        round(SOFT * read * parsed.certainty, 4),
        page.number,
        Box.around(t.word.box for t in tokens),
        tokens[0].word.how,
        parsed.controle,
    )


def _between(row: Row, start: int, end: int) -> list[Token]:
    kept: list[Token] = []
    at = 0
    for token in row.tokens:
        if at < end and at + len(token.text) > start:
            kept.append(token)
        at += len(token.text) + 1
    return kept
