"""The seam behind which originals and page images are kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from models.errors import StepFailed

_SHA256 = re.compile("[0-9a-f]{64}")
CHUNK = 1 << 20


class BlobState(StrEnum):
    INTACT = "intact"
    DAMAGED = "endommage"
    MISSING = "absent"


class BlobMissingError(StepFailed):
    code = "blob_absent"

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"Le fichier conservé sous {sha256[:12]}… est introuvable. "
            "Prévenez l'exploitant : il se restaure depuis une sauvegarde."
        )


class BlobDamagedError(StepFailed):
    code = "blob_endommage"

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"Le fichier conservé sous {sha256[:12]}… a été altéré et n'est plus lu. "
            "Prévenez l'exploitant : il se restaure depuis une sauvegarde."
        )


class BlobErasedError(BlobMissingError):
    code = "blob_efface"

    def __init__(self, when: datetime) -> None:
        StepFailed.__init__(
            self,
            f"Ce fichier a été effacé le {when:%d/%m/%Y}, avec les données d'une personne ou au terme "
            "de sa conservation : il ne peut plus être lu.",
        )


class StoreUnreachableError(StepFailed):
    code = "conservation_injoignable"

    def __init__(self, why: str = "") -> None:
        super().__init__(
            "Le serveur où sont conservés les fichiers ne répond pas ou refuse l'accès"
            f"{why and f' ({why})'}. "
            "Rien n'est perdu : l'opération se relance d'elle-même ou à la main."
        )


@dataclass(frozen=True, slots=True)
class BlobStat:
    """What a store says of a blob without reading it."""

    size: int
    written_at: datetime


@runtime_checkable  # Prefect describes the parameters of a flow with it
class Blobs(Protocol):
    """Where bytes are put once, for good: what all who keep and read files need.

    What was put is safe when the call returns, whatever is killed next. What is read is
    checked: other bytes than were put are never given (`BlobDamagedError`), and none for
    a blob that is not there (`BlobMissingError`) or was erased (`BlobErasedError`).
    """

    def put(self, data: bytes) -> str:
        """Keep `data`; its SHA-256. Put before: nothing changes, but damage is mended."""

    def put_file(self, path: Path) -> str:
        """Keep a file without holding it in memory; its SHA-256."""

    def get(self, sha256: str) -> bytes:
        """All of a blob."""

    def open(self, sha256: str) -> BinaryIO:
        """A blob to read from; the caller closes it."""

    def path_for(self, sha256: str) -> Path:
        """A local file with the blob, only to be read: there for a day at least, or, of a blob that
        is sealed, for as long as this very path object is held."""

    def exists(self, sha256: str) -> bool:
        """Whether a blob is there (not whether it is intact)."""

    def answers(self) -> bool:
        """Whether the store is reached at this moment. Nothing is written to try it: a full disk, or
        a key that may only read, is not seen here."""


@runtime_checkable
class BlobStore(Blobs, Protocol):
    """A place of bytes under their own SHA-256, that can be listed, checked and moved."""

    def stat(self, sha256: str) -> BlobStat | None:
        """Its size and when it was put; `None` where there is none."""

    def verify(self, sha256: str) -> BlobState:
        """Read a blob through and say how it is."""

    def remove(self, sha256: str) -> None:
        """Take a blob away for good: it was moved and verified, sealed, or is to be erased."""

    def __iter__(self) -> Iterator[str]:
        """The SHA-256 of every blob, in their order."""


def sha256_of(data: bytes) -> str:
    """The name of `data`."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path: Path) -> str:
    """The name of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checked_name(sha256: str) -> str:
    """`sha256`, or `ValueError`: nothing else ever becomes part of a path."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256[:80]!r}")
    return sha256
