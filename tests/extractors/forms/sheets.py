"""A layout that no file of ours describes, filled in by one person after the other."""

from __future__ import annotations

from dataclasses import replace

from models.geometry import Box
from models.reading import Document, Field, How, PageReading, Rotation, Word

TITLE = "Relevé de remboursement des frais médicaux engagés"
ROWS = (
    ("Personne assurée et adresse", "assure_nom"),
    ("Police souscrite par l'employeur", "numero_police"),
    ("Montant total des frais présentés", "montant_total"),
    ("Date de la demande du présent relevé", "date_signature"),
)
FOOT = "Joindre les factures et ordonnances originales à la présente demande de remboursement"
VALUES = {
    "assure_nom": "ZEMMOURI",
    "numero_police": "4471829",
    "montant_total": "1250,00",
    "date_signature": "03/11/2025",
}
NORMAL = {"montant_total": "1250.00", "date_signature": "2025-11-03"}
LEFT = 0.45
"""Where values begin."""


def page(
    values: dict[str, str], *, right: float = 0.0, down: float = 0.0, scale: float = 1.0
) -> PageReading:
    """The sheet filled in, laid on the glass a little to the right and down, or smaller."""
    lines = [(0.08, TITLE, 0.1)]
    for number, (label, name) in enumerate(ROWS):
        y = 0.2 + 0.06 * number
        lines += [(y, label, 0.08), (y, values.get(name, ""), LEFT)]
    lines.append((0.6, FOOT, 0.08))
    words: list[Word] = []
    for number, (y, text, x) in enumerate(lines):
        for part in text.split():
            width = 0.009 * len(part)
            box = Box(
                x * scale + right,
                y * scale + down,
                (x + width) * scale + right,
                (y + 0.016) * scale + down,
            )
            words.append(Word(part, box, 0.96, How.OCR, number))
            x += width + 0.008
    return PageReading(Rotation(0), 0.99, 0.0, False, 1654, 2339, 200, tuple(words), reader="essai")


def corrected(values: dict[str, str], seen: PageReading) -> Document:
    """The sheet as a person leaves it: each value with its place."""
    fields = {}
    for name, written in values.items():
        word = next(w for w in seen.words if w.text == written)
        value = NORMAL.get(name, written) if values is VALUES else written
        fields[name] = Field(value, written, 1.0, 1, word.box, How.RELECTEUR)
    return Document((1,), "feuille_de_soins", 1.0, fields)


def other_layout() -> PageReading:
    """Another form of the same type, with many of the same words elsewhere."""
    lines = (
        "Demande de remboursement",
        "Date de la demande : 04/11/2025 Montant des frais : 310,00",
        "Factures et ordonnances originales à joindre à la demande",
        "Personne assurée : BENJELLOUN Adresse de l'employeur",
        "Police souscrite : 998877 Frais médicaux engagés et présentés",
    )
    seen = page({})
    words = []
    for number, line in enumerate(lines):
        x = 0.3
        for part in line.split():
            width = 0.009 * len(part)
            y = 0.75 - 0.09 * number
            words.append(Word(part, Box(x, y, x + width, y + 0.016), 0.96, How.OCR, number))
            x += width + 0.008
    return replace(seen, words=tuple(words))
