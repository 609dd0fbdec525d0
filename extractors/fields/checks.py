"""Checks between the values of one document: they move confidences and leave a remark.

A failed check rejects nothing and repairs nothing (DOMAIN §3): the values stay as read,
flagged, under the threshold at which they would go through alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from models.reading import Field, How
from models.reading import Row as TableRow
from models.values.amounts import amount_in_words, written

CONFIRMED = 0.97
"""Confidence of amounts that an independent sum confirms."""
CONTRADICTED = 0.5
LEAST_DIGITS = 3
"""Digits of an amount that must have been read for the others to be told by a sum."""
TOLERANCE = Decimal("0.05")
"""What rounding of printed amounts may leave."""


def checked(
    fields: Mapping[str, Field], lines: Mapping[str, Sequence[TableRow]]
) -> dict[str, Field]:
    """The same fields, surer or flagged."""
    result = dict(fields)
    _parts(result)
    _sum_of_lines(result, lines)
    _words(result)
    _dates(result)
    _delivery(result)
    return result


def _parts(fields: dict[str, Field]) -> None:
    names = ("montant_total", "part_organisme", "part_assure")
    if all(name in fields for name in names):
        total, organisme, assure = (Decimal(fields[name].value) for name in names)
        _settle(
            fields,
            names,
            abs(organisme + assure - total) <= TOLERANCE,
            "La part organisme et la part assuré ne font pas le total : à relire.",
        )


def _sum_of_lines(fields: dict[str, Field], lines: Mapping[str, Sequence[TableRow]]) -> None:
    for name in ("lignes", "actes"):
        rows = lines.get(name, ())
        amounts = [Decimal(row["montant"].value) for row in rows if "montant" in row]
        if "montant_total" not in fields or not amounts or len(amounts) != len(rows):
            continue
        total = sum(amounts, Decimal(0))
        fields["montant_total"] = _completed(fields["montant_total"], total)
        right = abs(total - Decimal(fields["montant_total"].value)) <= TOLERANCE
        if right:
            _settle(fields, ("montant_total",), True, "")
        elif fields["montant_total"].confidence < CONFIRMED:
            _settle(
                fields,
                ("montant_total",),
                False,
                "La somme des lignes lues ne fait pas le total : à relire.",
            )


def _completed(field: Field, known: Decimal) -> Field:
    """The amount that was meant, when letters were read for digits of it («S 210,00» of 5 210,00)
    and a sum or its words tell which."""
    value = written(known)
    seen = re.sub(r"[\s.,'’]", "", field.raw.split(":")[-1])
    meant = value.replace(".", "")
    digits = sum(c.isdigit() for c in seen)
    if field.value == value or len(seen) != len(meant) or digits < LEAST_DIGITS:
        return field
    if any(a.isdigit() and a != b for a, b in zip(seen, meant, strict=True)):
        return field
    return replace(field, value=value, rivals=((field.value, field.confidence), *field.rivals))


def _words(fields: dict[str, Field]) -> None:
    if "montant_lettres" not in fields or "montant_total" not in fields:
        return
    spelled = amount_in_words(fields["montant_lettres"].raw)
    if spelled is None:
        return
    fields["montant_total"] = _completed(fields["montant_total"], spelled)
    _settle(
        fields,
        ("montant_total",),
        spelled == Decimal(fields["montant_total"].value),
        "Le montant en lettres diffère du montant en chiffres : à relire.",
    )


def _dates(fields: dict[str, Field]) -> None:
    pair = ("date_entree", "date_sortie")
    if all(name in fields for name in pair) and fields[pair[1]].value < fields[pair[0]].value:
        _settle(fields, pair, False, "La date de sortie précède la date d'entrée : à relire.")


def _delivery(fields: dict[str, Field]) -> None:
    """A pharmacy's drugs are handed over the day they are invoiced, unless it says otherwise."""
    nature, issued = fields.get("nature"), fields.get("date_facture")
    if nature is None or nature.value != "pharmacie" or issued is None:
        return
    if "date_delivrance" not in fields:
        fields["date_delivrance"] = replace(
            issued, how=How.DEDUIT, confidence=round(0.9 * issued.confidence, 4), rivals=()
        )


def _settle(fields: dict[str, Field], names: Sequence[str], right: bool, remark: str) -> None:
    for name in names:
        field = fields[name]
        if right:
            fields[name] = replace(
                field, confidence=max(field.confidence, CONFIRMED), controle=None
            )
        else:
            fields[name] = replace(
                field, confidence=min(field.confidence, CONTRADICTED), controle=remark
            )
