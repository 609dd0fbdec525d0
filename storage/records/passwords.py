"""Passwords: kept as argon2id's hash, and what one must be."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.errors import BadInput

LEAST = 12
"""Characters of a password, at least: length is what protects, not odd signs."""
MOST = 256

_hasher = PasswordHasher()  # argon2id, the library's own (RFC 9106) parameters
_NOBODY = _hasher.hash("personne ne porte ce mot de passe")


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is that password. Of nobody (`None`) it takes as long to say no."""
    try:
        return _hasher.verify(kept or _NOBODY, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def check(password: str, login: str) -> None:
    """`BadInput` for a password that is too short, too long, or too easily guessed."""
    if len(password) < LEAST:
        raise BadInput(
            f"Le mot de passe doit avoir au moins {LEAST} caractères : plusieurs mots font l'affaire.",
            code="mot_de_passe_court",
        )
    if len(password) > MOST:
        raise BadInput(f"Le mot de passe a plus de {MOST} caractères.", code="mot_de_passe_long")
    if login.casefold() in password.casefold() or len(set(password)) < 5:
        raise BadInput(
            "Ce mot de passe se devine : il contient l'identifiant, ou se répète.",
            code="mot_de_passe_faible",
        )
