"""Cells of a line put right by their own form: two columns' values in one, codes, units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.columns import Headed
from extractors.fields.names import split_name
from models.documents import TableSpec
from models.reading import Field
from models.values.identifiers import ean13_valid

_PER_LITRE = re.compile(r"/[1I|](?!\w)")
"""«g/l» of which the l was read as a one."""
_MEASURED = re.compile(
    r"^\s*([<>]?\s?\d+(?:[.,]\d+)?)\s*((?:[a-zA-Zµμ%/]|10[\^*]?\d).{0,11}?)(?:\s+[(<>\d].*)?$"
)
"""«9,4 mg/l», the unit written beside the value."""
_EIGHT = re.compile(r"^8\s+(?=\d{2,3}$)")
"""«B 60» of which the letter key was read as an eight: no key is a figure."""
_COTATION = re.compile(r"^([A-Z]{1,4})\s*[*x×]?\s*(\d+(?:[.,]\d+)?)$")


def split_cells(
    cells: dict[str, Field], spec: TableSpec, columns: Sequence[Headed]
) -> dict[str, Field]:
    """Cells that hold two columns' values: «Nom et prénom», «K 30» under «Cotation»."""
    headed = {c.name for c in columns}
    halves = {"nom", "prenom"}
    result = dict(cells)
    if halves <= set(spec.colonnes) and len(halves & headed) == 1:
        (name,) = halves & headed
        parts = split_name(cells[name].value) if name in cells else None
        if parts is not None:
            result |= {
                half: replace(cells[name], value=value)
                for half, value in zip(("nom", "prenom"), parts, strict=True)
            }
    if "coefficient" in spec.colonnes and "coefficient" not in cells and "code" in cells:
        match = _COTATION.match(_EIGHT.sub("B ", cells["code"].value))
        if match is not None:
            result["code"] = replace(cells["code"], value=match.group(1))
            result["coefficient"] = replace(cells["code"], value=match.group(2).replace(",", "."))
    return result


def recognised(cells: dict[str, Field], spec: TableSpec) -> dict[str, Field]:
    """Cells moved to the column that their own form tells, and signs misread put right."""
    result = dict(cells)
    code = result.get("code")
    if code is not None and "code_barres" in spec.colonnes and ean13_valid(code.value):
        result.setdefault("code_barres", code)
        del result["code"]
    if code is not None and "code" in result and len(code.value) <= 4:
        result["code"] = replace(code, value=code.value.upper())
    unit = result.get("unite")
    if unit is not None:
        result["unite"] = replace(unit, value=_PER_LITRE.sub("/l", unit.value))
    value = result.get("valeur")
    if value is not None and "unite" in spec.colonnes and unit is None:
        after = _MEASURED.match(value.raw)
        if after is not None:
            result["valeur"] = replace(value, value=after.group(1).replace(",", "."))
            result["unite"] = replace(value, value=_PER_LITRE.sub("/l", after.group(2)))
    return result
