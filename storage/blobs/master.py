"""The master key: a file outside of everything that is kept, with which the keys of files are wrapped.

    liasse-cle-maitre:1:<key, base64>

It is known by its fingerprint, which tells nothing of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from models.errors import BadInput, StepFailed

_HEAD = "liasse-cle-maitre:1:"
_BYTES = 32


class KeyUnusableError(StepFailed):
    code = "cle_inutilisable"

    def __init__(self) -> None:
        super().__init__(
            "La clé d'un fichier conservé ne s'ouvre pas avec la clé maîtresse : l'une des deux a été "
            "altérée. Prévenez l'exploitant : elle se restaure depuis une sauvegarde."
        )


@dataclass(frozen=True, slots=True)
class Master:
    """A master key. It hides itself when printed."""

    key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Master:
        return cls(os.urandom(_BYTES))

    @property
    def fingerprint(self) -> str:
        told = hmac.new(self.key, b"liasse: empreinte de la cle maitresse", hashlib.sha256)
        return told.hexdigest()[:16]

    def wrapped(self, key: bytes) -> bytes:
        return aes_key_wrap(self.key, key)

    def unwrapped(self, wrapped: bytes) -> bytes:
        """`KeyUnusableError` when it was altered, or wrapped by another."""
        try:
            return aes_key_unwrap(self.key, wrapped)
        except (InvalidUnwrap, ValueError):
            raise KeyUnusableError from None


def read(path: Path) -> Master:
    """The key in a file that its owner alone can read; `BadInput` says what is wrong with it."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            f"La clé maîtresse « {path} » (LIASSE_CLE_MAITRE) ne peut pas être lue. Sans elle, rien de "
            "ce qui est scellé ne s'ouvre : vérifiez le chemin et les droits.",
            code="cle_absente",
        ) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadInput(
            f"La clé maîtresse « {path} » est lisible par d'autres : chmod 400, et son propriétaire "
            "est le compte du service.",
            code="cle_exposee",
        )
    try:
        key = base64.b64decode(text.removeprefix(_HEAD), validate=True)
    except ValueError:
        key = b""
    if not text.startswith(_HEAD) or len(key) != _BYTES:
        raise BadInput(
            f"« {path} » n'est pas une clé maîtresse de liasse (liasse cles creer).",
            code="cle_invalide",
        )
    return Master(key)


def write(path: Path, master: Master) -> None:
    """A new file for its owner alone, on the disk when this returns; nothing is written over."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        raise BadInput(
            f"« {path} » existe déjà : une clé ne s'écrit jamais par-dessus une autre.",
            code="cle_existante",
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{_HEAD}{base64.b64encode(master.key).decode()}\n")
        file.flush()
        os.fsync(file.fileno())
