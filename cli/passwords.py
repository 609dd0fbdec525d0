"""The password of who types a command that asks for a person."""

from __future__ import annotations

import getpass
import sys

from models.errors import BadInput


def given_password(stdin: bool) -> str:
    """Asked for on a terminal; one line of the standard input otherwise."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInput(
            "Sans terminal, donnez le mot de passe sur l'entrée standard avec --mot-de-passe-entree.",
            code="mot_de_passe_absent",
        )
    return getpass.getpass("Mot de passe : ")
