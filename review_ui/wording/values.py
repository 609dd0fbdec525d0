"""Values as people read them. The stored value stays what DOMAIN §3 says it is."""

from __future__ import annotations

import unicodedata
from datetime import date

from models.documents import Kind
from review_ui.wording.words import CHOICES, plain

_TRUTH = {"true": "Oui", "false": "Non"}


def shown(value: str, kind: Kind | None) -> str:
    """`05/11/2025`, `1 250,00`, `Oui`; what is not of its kind's form is shown as it is."""
    if kind is Kind.DATE:
        return _date(value)
    if kind is Kind.MONTANT:
        return _amount(value)
    if kind is Kind.BOOLEEN:
        return _TRUTH.get(value, value)
    if kind is Kind.CHOIX:
        return CHOICES.get(value) or plain(value)
    if kind is Kind.RIB and len(value) == 24:
        return " ".join((value[:3], value[3:6], value[6:22], value[22:]))
    return value


def differs(raw: str, *others: str) -> bool:
    """Whether what stood on the paper says more than the value: not case, spaces, accents."""
    return bool(raw) and _core(raw) not in {_core(other) for other in others}


def _date(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def _amount(value: str) -> str:
    whole, _, cents = value.partition(".")
    if not (whole.removeprefix("-").isdecimal() and len(cents) == 2 and cents.isdecimal()):
        return value
    return f"{int(whole):,}".replace(",", "\u202f") + f",{cents}"


def _core(text: str) -> str:
    plain_text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain_text if c.isalnum())
