"""The code printed on a paper that leaves, so that it is known when it comes back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from storage.records.numbers import is_number


class Coded(StrEnum):
    DOSSIER = "DOSSIER"
    LOT = "LOT"
    CERTIFICAT = "CERTIFICAT"
    """Of a certificate that an insured prints: it is looked up in the audit trail."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a paper belongs to. It holds a number of ours, never a person's."""

    kind: Coded
    numero: str

    @property
    def text(self) -> str:
        """`LIASSE:DOSSIER:D25-00412-7`: beside `LIASSE:SEP` and `LIASSE:ENVOI` of separators."""
        return f"LIASSE:{self.kind}:{self.numero}"


_SHAPE = re.compile(r"^\s*LIASSE:(DOSSIER|LOT):(\S+)\s*$", re.IGNORECASE | re.MULTILINE)


def code_in(text: str) -> Code | None:
    """The code of a paper of ours in what its barcodes say; `None` when there is none, or a wrong number."""
    for kind, numero in _SHAPE.findall(text):
        if is_number(numero):
            return Code(Coded(kind.upper()), numero.upper())
    return None
