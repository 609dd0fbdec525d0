"""The file of the pharmacies that write to us: CSV or XLSX, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.checklists.conditions import normalised
from models.errors import BadInput
from models.values.identifiers import compact, inpe_valid

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "courriel": ("email", "e mail", "mail", "adresse", "adresse electronique", "adresse e mail"),
    "nom": ("pharmacie", "raison sociale", "nom de la pharmacie", "denomination"),
    "inpe": ("n inpe", "numero inpe", "code inpe"),
    "ville": ("localite", "commune"),
}
"""Columns we know, and how else files head them (no case, no accents)."""
_ADDRESS = re.compile(r"[^@\s,;<>]*@[^@\s,;<>]+\.[^@\s,;<>.]+")
"""An address, or `@exemple.ma` for all of a domain."""
_SHARED = frozenset(
    f"@{domain}"
    for domain in (
        "gmail.com", "hotmail.com", "hotmail.fr", "outlook.com", "outlook.fr", "yahoo.com",
        "yahoo.fr", "live.com", "live.fr", "icloud.com", "menara.ma", "iam.net.ma",
    )
)  # fmt: skip
"""Domains whose addresses belong to anybody."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A line of the file for one of its addresses."""

    address: str
    nom: str
    inpe: str | None
    ville: str | None


@dataclass
class Checked:
    """The senders that can be kept, and why others cannot (line, reason)."""

    senders: list[Sender] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def check(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Checked:
    """What can be kept of a file's rows; `BadInput` when it is no such file."""
    filled = [(line, row) for line, row in rows if any(row)]
    if not filled:
        raise BadInput(f"Le fichier « {name} » est vide.", code="annuaire_vide")
    (_, head), *lines = filled
    names = [_column(title) for title in head]
    for wanted in ("courriel", "nom"):
        if names.count(wanted) != 1:
            raise BadInput(
                f"Le fichier « {name} » doit avoir une colonne « {wanted} ». Sa première ligne nomme "
                "les colonnes : nom, courriel, inpe, ville.",
                code="annuaire_colonnes",
            )
    found = Checked()
    seen: dict[str, int] = {}
    for line, row in lines:
        _take(found, seen, line, {n: v for n, v in zip(names, row, strict=False) if n})
    return found


def _take(found: Checked, seen: dict[str, int], line: int, row: Mapping[str, str]) -> None:
    written = re.split(r"[\s,;]+", row.get("courriel", "").strip().lower())
    inpe = compact(row.get("inpe", "")) or None
    why = _wrong(row, written, inpe)
    if why is not None:
        found.refused.append((line, why))
        return
    for address in dict.fromkeys(written):
        first = seen.setdefault(address, line)
        if first != line:
            found.refused.append((line, f"L'adresse {address} est déjà à la ligne {first}."))
        else:
            found.senders.append(
                Sender(address, row["nom"].strip(), inpe, row.get("ville", "").strip() or None)
            )


def _wrong(row: Mapping[str, str], written: Sequence[str], inpe: str | None) -> str | None:
    if not row.get("nom", "").strip():
        return "La colonne « nom » est vide."
    if not any(written):
        return "La colonne « courriel » est vide."
    bad = next((one for one in written if not _ADDRESS.fullmatch(one)), None)
    if bad is not None:
        return f"« {bad} » n'est pas une adresse."
    shared = next((one for one in written if one in _SHARED), None)
    if shared is not None:
        return f"« {shared} » est à tout le monde : écrire l'adresse entière."
    if inpe is not None and not inpe_valid(inpe):
        return f"L'INPE « {inpe} » n'a pas neuf chiffres."
    return None


def _column(title: str) -> str:
    said = normalised(title)
    return next((n for n, others in COLUMNS.items() if said == n or said in others), "")
