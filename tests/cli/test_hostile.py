"""Every bad input of issue 2 beside one good PDF, in one command: the good one is processed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractors.intake.refusals import SENTENCES, Code
from storage.blobs import sha256_of
from storage.blobs.folder import FolderStore
from storage.database import Database
from storage.records import blobs, envois
from tests.cli.command import Done, liasse, read
from tests.cli.rules import broken_rules
from tests.extractors.intake.deposits import (
    assembled,
    huge_png,
    line,
    locked_pdf,
    mail,
    pdf,
    zipped,
)

INSIDE = {"courriel.eml", "poupee.zip"}
"""Of these a part is refused, not the whole."""
GOOD = pdf(line("FACTURE", y=520, size=18) + line("Facture N. 2025/0187", y=480))
INNER = zipped({"a.pdf": GOOD})
BAD: dict[str, tuple[bytes, Code]] = {
    "secret.pdf": (locked_pdf("sésame"), Code.PDF_CHIFFRE),
    "coupe.pdf": (GOOD[: len(GOOD) // 2], Code.PDF_TRONQUE),
    "vide.pdf": (b"", Code.FICHIER_VIDE),
    "sans-page.pdf": (
        assembled({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [] /Count 0 >>"}),
        Code.PDF_SANS_PAGE,
    ),
    "affiche.png": (huge_png(40_000, 40_000), Code.IMAGE_TROP_GRANDE),
    "poupee.zip": (zipped({"dedans.zip": INNER}), Code.ZIP_DANS_ZIP),
    "bombe.zip": (zipped({"zeros.pdf": bytes(70 * 1024 * 1024)}), Code.ZIP_BOMBE),
    "programme.pdf": (b"MZ\x90\0" + bytes(400), Code.EXECUTABLE),
    "courriel.eml": (mail().as_bytes(), Code.COURRIEL_SANS_PIECE),
}  # fmt: skip


@dataclass(frozen=True)
class Ended:
    done: Done
    home: Path
    result: Any


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    folder = tmp_path_factory.mktemp("hostile")
    inputs = []
    for name, data in [("bonne.pdf", GOOD), *((name, data) for name, (data, _) in BAD.items())]:
        (folder / name).write_bytes(data)
        inputs.append(folder / name)
    home, result = folder / "donnees", folder / "resultat.json"
    done = liasse(
        "process", *inputs, "-", "--data", home, "--json", result, given=b"\x7fELF" + bytes(99)
    )
    return Ended(done, home, read(result))


def test_the_command_ends_with_the_status_of_a_refusal(ended: Ended) -> None:
    assert ended.done.status == 1, ended.done.err


def test_the_good_one_is_processed(ended: Ended) -> None:
    good = ended.result["envois"][0]
    assert (good["source"], good["pages"], good["erreurs"]) == ("bonne.pdf", 1, [])
    (document,) = (d for d in ended.result["documents"] if d["envoi"] == good["id"])
    assert document["type"] == "facture"


@pytest.mark.parametrize("name", BAD)
def test_each_bad_one_is_refused_in_french_and_kept(ended: Ended, name: str) -> None:
    data, code = BAD[name]
    (envoi,) = (e for e in ended.result["envois"] if e["source"] == name)
    assert envoi["sha256"] == sha256_of(data)
    (error,) = envoi["erreurs"]
    assert error["code"] == code
    assert SENTENCES[code] in error["message"]
    assert error["message"] in ended.done.out
    assert FolderStore(ended.home / "blobs").get(sha256_of(data)) == data
    database = Database(ended.home / "liasse.db")
    with database.reading() as session:
        (refusal,) = envois.refusals(session, envoi["id"])
        assert refusal in envois.quarantine(session)
        assert envois.get(session, envoi["id"]).state == "quarantaine"
        assert blobs.known(session, sha256_of(data)) is not None
        if refusal.sha256:
            assert blobs.known(session, refusal.sha256) is not None
    database.close()


def test_standard_input_is_refused_like_a_file(ended: Ended) -> None:
    (error,) = ended.result["envois"][-1]["erreurs"]
    assert error["code"] == Code.EXECUTABLE


def test_nothing_is_said_in_english_and_no_trace_shown(ended: Ended) -> None:
    assert ended.done.foreign == [], ended.done.err


def test_the_result_keeps_the_rules(ended: Ended) -> None:
    assert broken_rules(ended.result) == []
