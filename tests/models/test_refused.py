"""Refusals of the system are told in French, with the place and what to do."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from pathlib import Path

import pytest

from models.refused import refusal, sentence, sentence_by_folder


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.EACCES, "l'accès est refusé"),
        (errno.ENOSPC, "le disque est plein"),
        (errno.EROFS, "le disque n'accepte plus d'écriture"),
        (errno.ENOENT, "le fichier ou le dossier n'est pas là"),
    ],
)
def test_what_where_and_what_to_do(number: int, why: str) -> None:
    said = sentence(OSError(number, os.strerror(number), "/srv/depot/Rabat"))
    assert said.startswith(f"« /srv/depot/Rabat » : {why}. ")
    assert said.endswith(".")
    assert os.strerror(number) not in said


def test_without_a_path_it_is_still_a_sentence() -> None:
    assert sentence(OSError(errno.ENOSPC, "x")).startswith("Le disque est plein. Faites")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_word_of_the_system_gets_through(number: int) -> None:
    assert os.strerror(number) not in sentence(OSError(number, os.strerror(number)))


def test_what_is_no_number_of_the_system_is_not_taken_for_one() -> None:
    assert "chiffrée" in refusal(ssl.SSLError(1, "handshake")).why
    assert "nom du serveur" in refusal(socket.gaierror(-2, "Name or service not known")).why
    assert "ne répond plus" in refusal(TimeoutError("timed out")).why
    assert refusal(OSError("lib says no")).why == "une opération a échoué (OSError)"


def test_many_see_the_folder_and_not_the_file(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "ALAMI Rachid.pdf"))
    assert sentence_by_folder(error).startswith(f"« {tmp_path} » : ")
    error.filename = os.fsencode(tmp_path)
    assert sentence_by_folder(error).startswith(f"« {tmp_path} » : ")
