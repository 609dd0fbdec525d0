"""Passwords: kept as argon2id's hash, and what one must be."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.errors import BadInput

LEAST = 12
"""Characters of a password, at least: length is what protects, not odd signs."""
MOST = 256

_CONSONANTS, _VOWELS = "bcdfgjklmnprstvz", "aeiou"
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


def drawn() -> str:
    """A password by chance, easily said and typed: `bado-kiru-melo-sati-nuvo-pagi`, 72 bits."""
    pairs = ["".join(map(secrets.choice, (_CONSONANTS, _VOWELS))) for _ in range(12)]
    return "-".join(map("".join, zip(pairs[::2], pairs[1::2], strict=True)))


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
