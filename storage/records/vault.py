"""Columns of what pages say, sealed once there is a master key: AES-256-GCM under a key a page.

Such a key is a row of `data_key` by the page's own id: it is wrapped, rewrapped, backed up and
destroyed as those of files are, and what it sealed is then gone from every copy. What is sealed is
compressed first, and bound to its page. Without a master key all of this does nothing.

Who opens a database with its master key gives it the `Vault` (`Database.seal_with`); every session
of that database then has it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from models.entities import DataKey, safe_text
from models.errors import StepFailed
from storage.records import data_keys
from storage.records.data_keys import Wrapped

NAME = "liasse.vault"
"""What a session's vault is called among its `info`."""
INDEX = "recherche"
"""The id of the key that words of the search index are hashed with: one for all pages."""
_NONCE, _KEY = 12, 32
_TOKEN = 7
"""Bytes kept of a word's hash: two words of an office share one by chance about never."""
_MARK = "zq"
"""How a hash begins, and no word that anybody looks for."""
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A hash in letters alone: an index takes digits apart."""


class Vault(Protocol):
    """What opens and wraps keys: the master key in use."""

    def wrap(self, session: Session, key: bytes) -> tuple[bytes, str]:
        """A key wrapped, and the fingerprint of what it is wrapped with."""

    def unwrap(self, key: Wrapped) -> bytes:
        """A key again."""

    def index_key(self, session: Session) -> bytes:
        """The key `INDEX`."""

    def keys(self, ids: Collection[str]) -> list[DataKey]:
        """The keys of these ids, asked beside any session: while one is loading rows."""


class SealedError(StepFailed):
    """A sealed column that cannot be opened."""

    code = "colonne_scellee"


class NoKeyError(SealedError):
    """A process without the master key, where others have one: it shows and keeps nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Ce que disent les pages et les pièces est scellé ici, et ce programme n'a pas la clé "
            "maîtresse : réglez LIASSE_CLE_MAITRE sur son fichier, puis relancez-le."
        )


def of(session: Session) -> Vault | None:
    """What this session seals with; `None`: it is kept in clear."""
    vault: Vault | None = session.info.get(NAME)
    if vault is None and data_keys.current(session) is not None:
        raise NoKeyError
    return vault


def sealed(session: Session, vault: Vault, page_id: str, said: str) -> str:
    """What a page says, sealed under its key, which is made at first need."""
    nonce = os.urandom(_NONCE)
    data = zlib.compress(safe_text(said).encode())
    box = AESGCM(_key(session, vault, page_id)).encrypt(nonce, data, _bound(page_id))
    return base64.b64encode(nonce + box).decode()


def opened(session: Session, kept: Mapping[str, str]) -> dict[str, str]:
    """What pages (by id) say, of what `sealed` made of it; those of erased pages are left out."""
    vault = session.info.get(NAME)
    found: dict[str, str] = {}
    for key in data_keys.of(session, kept):
        if vault is None:
            raise NoKeyError
        if key.wrapped is not None:
            wrapped = Wrapped(key.id, key.wrapped, key.master)
            found[key.id] = _open(vault.unwrap(wrapped), key.id, kept[key.id])
    return found


def have_keys(session: Session, page_ids: Collection[str]) -> set[str]:
    """Those of these pages of which what they say is sealed."""
    return {key.id for key in data_keys.of(session, page_ids)}


def tokens(session: Session, vault: Vault, words: Iterable[str]) -> list[str]:
    """What words are in the search index: their hash. A French plural is found with its singular."""
    key = vault.index_key(session)
    return [_token(key, word) for word in words]


def stem(word: str) -> str:
    """A word as its hash knows it: a French plural as its singular."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _token(key: bytes, word: str) -> str:
    digest = hmac.new(key, safe_text(stem(word)).encode(), hashlib.sha256).digest()[:_TOKEN]
    return _MARK + digest.hex().translate(_LETTERS)


def _key(session: Session, vault: Vault, page_id: str) -> bytes:
    for key in data_keys.of(session, [page_id]):
        if key.wrapped is None:
            raise SealedError("Cette page a été effacée : rien n'en est plus conservé.")
        return vault.unwrap(Wrapped(key.id, key.wrapped, key.master))
    fresh = os.urandom(_KEY)
    if data_keys.add(session, page_id, *vault.wrap(session, fresh)):
        return fresh
    return _key(session, vault, page_id)


def _open(key: bytes, page_id: str, kept: str) -> str:
    data = base64.b64decode(kept)
    try:
        plain = AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], _bound(page_id))
    except InvalidTag:
        raise SealedError(
            "Ce que dit une page a été altéré dans la base : restaurez une sauvegarde."
        ) from None
    return zlib.decompress(plain).decode()


def _bound(page_id: str) -> bytes:
    return b"liasse.page/1:" + page_id.encode()
