"""Addresses without the city and the telephone that stand on their line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from extractors.fields.parsing import parse
from models.documents import DocumentType, Kind
from models.reading import Field
from models.reference import city_named, nearest_city
from models.values.text import folded

ADDRESS = "adresse"
HOUSES = frozenset({"etablissement_nom", "emetteur_nom"})
"""Fields that name a house, without its town: «Clinique Al Amal, Fès»."""
PARTED = 0.95
"""Share of the certainty of the line that its city or telephone keeps."""
_PHONE = re.compile(
    r"[\s,;\-–]*(?:t[ée]l\.?|gsm)?\s*:?\s*(\+?\d{2,3}(?:[\s.\-]?\d{2,3}){3,5})\s*$", re.IGNORECASE
)
_COUNTRY = re.compile(
    r"[\s,;()\-–/]+(?:maroc|s[ée]n[ée]gal|c[ôo]te d['’]ivoire)[\s.)]*$", re.IGNORECASE
)
_CODE = re.compile(r"(?<!B\.P\.)(?<!B\.P)(?<!BP)[\s,;\-–]+\d{2}[\s.]?\d{3}[\s,.\-–]*$")
"""A post code behind an address or its city; the number of a «BP» is none."""
_BREAK = re.compile(r"[\s,;/\-–(]+")
STREETS = frozenset({
    "rue", "avenue", "av", "ave", "bd", "bld", "blvd", "boulevard", "route", "rte", "place", "pl", "angle", "km",
    "quartier", "qt", "hay", "derb", "cite", "secteur", "zone", "ilot", "bloc", "lot", "lotissement", "residence",
    "res", "immeuble", "imm", "villa", "appt", "apt", "etage", "bp",
})  # fmt: skip
"""Words of addresses, folded: what follows names a street, and a number among them is a house's."""
_NAMED_AFTER = re.compile(rf"(?:^|\s)(?:d|de|du|des|la|le|el|al|{'|'.join(sorted(STREETS))})$")
"""What ends before a city in the name of a street: «12, rue de Fès»."""
_APART = re.compile(r"\s*[,;(/]\s*|\s[-–]\s|,?\s+à\s+")
_EDGE = " ,;.-–/()"


def with_parted_addresses(fields: Mapping[str, Field], kind: DocumentType) -> dict[str, Field]:
    """The fields, each address and house alone; city and telephone in their own fields if these lack."""
    result = dict(fields)
    for name in HOUSES & fields.keys():
        house, comma, town = fields[name].value.rpartition(",")
        if comma and _city(town.strip(_EDGE)) is not None:
            result[name] = replace(fields[name], value=house.strip(_EDGE))
    for name, field in fields.items():
        if not name.endswith(ADDRESS):
            continue
        owner = name.removesuffix(ADDRESS)
        for other, parted in (
            (f"{owner}telephone", _without_phone),  # it stands behind the city
            (f"{owner}ville", _without_city),
        ):
            rest, value = parted(field.value)
            if other not in kind.fields or value is None or not rest:
                continue
            field = result[name] = replace(field, value=rest)
            told = round(PARTED * field.confidence, 4)
            result.setdefault(other, replace(field, value=value, confidence=told))
    return result


def _without_phone(text: str) -> tuple[str, str | None]:
    match = _PHONE.search(text)
    parsed = parse(Kind.TELEPHONE, match.group(1)) if match is not None else None
    if match is None or parsed is None:
        return text, None
    return text[: match.start()].strip(_EDGE), parsed.value


def _without_city(text: str) -> tuple[str, str | None]:
    """A line without the city that ends it, its post code and its country."""
    line = _COUNTRY.sub("", text)
    line = _CODE.sub("", line) or line
    for start in sorted({m.end() for m in _BREAK.finditer(line)}):
        city = _city(line[start:].strip(_EDGE))
        rest = _CODE.sub("", line[:start].strip().removesuffix(" à").strip(_EDGE))
        if city is not None and not _NAMED_AFTER.search(folded(rest)):
            return rest, city
    apart = list(_APART.finditer(line))  # a misread city, which is known to be one by its place
    tail = line[apart[-1].end() :].strip(_EDGE) if apart else ""
    if tail and not any(c.isdigit() for c in tail) and nearest_city(tail) is not None:
        return _CODE.sub("", line[: apart[-1].start()].strip(_EDGE)), tail
    return text, None


def _city(text: str) -> str | None:
    city = city_named(text)
    return city if city is not None and folded(city) == folded(text) else None
