"""What most commands share: the option `--data`, the workplace it names, who acts, where answers go."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.workplace import Workplace, open_workplace
from models.errors import BadInput
from models.permissions import Actor, Role
from models.settings import load_settings

Data = Annotated[Path | None, typer.Option(help="Dossier où tout est conservé.")]


@contextmanager
def opened(data: Path | None, *, make: bool = False) -> Iterator[Workplace]:
    """The workplace of `--data`; unless `make`, `BadInput` where there is none yet.

    So nothing is made in a folder whose name was mistyped.
    """
    settings = load_settings(data)
    if not make and settings.database_url is None and not (settings.home / "liasse.db").is_file():
        raise BadInput(
            f"Le dossier « {settings.home} » ne contient pas de données de liasse : vérifiez --data.",
            code="donnees_absentes",
        )
    with open_workplace(settings) as place:
        yield place


def operator(role: Role) -> Actor:
    """Who types the command, in the role that he gave himself: the machine's own operator."""
    return Actor("opérateur local", frozenset({role}))


def say(*sentences: str) -> None:
    """Sentences for people, as they are: no colour, no wrapping, no markup read into names."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for sentence in sentences:
        console.print(sentence)


def typist() -> str:
    """Who types the command, for the audit trail."""
    try:
        return f"commande ({getpass.getuser()})"
    except (KeyError, OSError):  # a container's nameless user
        return "commande"
