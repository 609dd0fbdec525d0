"""Fields that a paper says without a label of their own: they follow from its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.reading import Field, How
from models.reading import Row as TableRow

FIRST_OF = {"date_soins": ("actes", "date")}
"""The field that is the earliest of a column (DOMAIN §3: `date_soins`, «first act»)."""


def deduced(
    fields: Mapping[str, Field],
    lines: Mapping[str, Sequence[TableRow]],
    asked: Mapping[str, object],
) -> dict[str, Field]:
    """What `asked` (the fields of the type) can be told from the lines; what was read stays as read.

    The value keeps the place and the confidence of its cell, lowered to that of the least sure
    cell of the column, for any other could have been the earliest.
    """
    found: dict[str, Field] = {}
    for name, (table, column) in FIRST_OF.items():
        cells = [row[column] for row in lines.get(table, ()) if column in row]
        if name not in asked or name in fields or not cells:
            continue
        earliest = min(cells, key=lambda cell: cell.value)
        least = min(cell.confidence for cell in cells)
        found[name] = replace(earliest, confidence=least, rivals=(), how=How.DEDUIT)
    return found
