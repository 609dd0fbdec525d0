from __future__ import annotations

import pytest

from flows.outgoing.codes import Code, Coded, code_in
from storage.records.numbers import is_number


@pytest.mark.parametrize(("kind", "numero"), [("DOSSIER", "D25-00001-4"), ("LOT", "L25-00012-8")])
def test_what_is_printed_is_read_back(kind: str, numero: str) -> None:
    assert is_number(numero)
    code = Code(Coded(kind), numero)
    assert code_in(f"PATCHT\n{code.text.lower()}\n") == code


@pytest.mark.parametrize(
    "text", ["", "LIASSE:SEP:DOSSIER:ofppt", "LIASSE:DOSSIER:D25-00001-5", "LIASSE:ENVOI:E25-1"]
)
def test_no_code_or_a_wrong_number_is_nothing(text: str) -> None:
    assert code_in(text) is None
