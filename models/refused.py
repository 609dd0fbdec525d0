"""What the operating system refused, in French: what, where, and what to do about it."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

_RIGHTS = (
    "Donnez à l'utilisateur sous lequel liasse tourne le droit d'y lire et d'y écrire (chown, chmod), "
    "ou choisissez un autre endroit."
)
_ROOM = "Faites de la place sur ce disque, puis recommencez."
_PATH = "Vérifiez le chemin, et que le disque ou le partage est monté."
_SHARE = "Vérifiez le disque, le partage ou le serveur, puis recommencez."
_LONGER = "Recommencez ; si cela dure, prévenez l'exploitant."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why, as the end of a sentence; and what to do, as a sentence."""

    why: str
    todo: str


_KNOWN = {
    errno.EACCES: Refusal("l'accès est refusé", _RIGHTS),
    errno.EPERM: Refusal("l'accès est refusé", _RIGHTS),
    errno.ENOSPC: Refusal("le disque est plein", _ROOM),
    errno.EDQUOT: Refusal("le disque est plein", _ROOM),
    errno.EFBIG: Refusal("le fichier est trop grand pour ce disque", _ROOM),
    errno.EROFS: Refusal(
        "le disque n'accepte plus d'écriture",
        "Voyez s'il est monté en lecture seule ; pour le service, si ReadWritePaths= nomme ce dossier.",
    ),
    errno.ENOENT: Refusal("le fichier ou le dossier n'est pas là", _PATH),
    errno.ENOTDIR: Refusal("ce n'est pas un dossier", _PATH),
    errno.EISDIR: Refusal("c'est un dossier, il fallait un fichier", _PATH),
    errno.EEXIST: Refusal("quelque chose a déjà ce nom", "Choisissez un autre nom."),
    errno.ENOTEMPTY: Refusal("le dossier n'est pas vide", "Choisissez un autre dossier."),
    errno.ENAMETOOLONG: Refusal("le nom est trop long", "Donnez un nom plus court."),
    errno.EXDEV: Refusal(
        "les deux endroits sont sur des disques différents", "Mettez-les sur le même disque."
    ),
    errno.EBUSY: Refusal("il est tenu par un autre programme", _LONGER),
    errno.EMFILE: Refusal("trop de fichiers sont ouverts", _LONGER),
    errno.ENFILE: Refusal("trop de fichiers sont ouverts", _LONGER),
    errno.ENOMEM: Refusal("la mémoire manque", _LONGER),
    errno.EIO: Refusal("le disque ou le partage est en panne", _SHARE),
    errno.ESTALE: Refusal("le partage ne répond plus", _SHARE),
    errno.ENOTCONN: Refusal("le partage ne répond plus", _SHARE),
    errno.EHOSTDOWN: Refusal("le partage ne répond plus", _SHARE),
    errno.ETIMEDOUT: Refusal("le partage ou le serveur ne répond plus", _SHARE),
    errno.EHOSTUNREACH: Refusal("le serveur est hors d'atteinte", _SHARE),
    errno.ENETUNREACH: Refusal("le réseau est hors d'atteinte", _SHARE),
    errno.ECONNREFUSED: Refusal("le serveur refuse la liaison", _SHARE),
    errno.ECONNRESET: Refusal("le serveur a coupé la liaison", _SHARE),
    errno.EPIPE: Refusal("la liaison a été coupée", _SHARE),
    errno.EADDRINUSE: Refusal(
        "un autre programme écoute déjà à cette adresse", "Arrêtez-le, ou changez de port."
    ),
}
CLOSED = (errno.EACCES, errno.EPERM)
"""The errors of a place that is not open to us."""


def refusal(error: OSError) -> Refusal:
    """Why and what to do; none of the system's own words."""
    if isinstance(error, ssl.SSLError):  # its number is not one of the system's
        return Refusal("la liaison chiffrée n'a pas pu se faire", _SHARE)
    if isinstance(error, socket.gaierror):
        return Refusal("le nom du serveur n'est pas connu", _SHARE)
    if isinstance(error, TimeoutError) and error.errno is None:
        return _KNOWN[errno.ETIMEDOUT]
    number = error.errno or 0
    name = errno.errorcode.get(number, type(error).__name__)
    return _KNOWN.get(number) or Refusal(f"une opération a échoué ({name})", _LONGER)


def sentence(error: OSError) -> str:
    """What was refused, on which path if any, and what to do: for whoever typed the command."""
    return _said(error, _path(error))


def sentence_by_folder(error: OSError) -> str:
    """The same with the folder alone, for what many see: the name of a file may be a person's."""
    return _said(error, folder_of(error))


def folder_of(error: OSError) -> Path | None:
    """The folder in which it was refused, if it is known."""
    path = _path(error)
    return path if path is None or path.is_dir() else path.parent


def _said(error: OSError, path: Path | None) -> str:
    found = refusal(error)
    where = f"« {path} » : {found.why}." if path else f"{found.why[:1].upper()}{found.why[1:]}."
    return f"{where} {found.todo}"


def _path(error: OSError) -> Path | None:
    if not isinstance(error.filename, str | bytes) or not error.filename:
        return None
    return Path(os.fsdecode(error.filename)).absolute()
