"""What most commands share: the option `--data` and its workplace, files given, who acts, listings."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.workplace import Workplace, open_workplace
from models.errors import BadInput
from models.organismes import organismes
from models.permissions import PARTNERS, Actor, Role
from models.settings import load_settings
from storage.records.accounts import HUMAN

LINES = 15
"""Lines of a file that are told of; a report has them all."""
SOME_REFUSED = 1
"""The status where some lines of a file were refused."""
Data = Annotated[Path | None, typer.Option(help="Dossier où tout est conservé.")]
Json = Annotated[bool, typer.Option("--json", help="Répond en JSON.")]


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


def role_option(help: str) -> Any:
    """`--role`, of those that a person at this machine may have (`at_home`)."""
    return typer.Option(help=help, metavar=f"<{'|'.join(r for r in Role if r in HUMAN)}>")


def at_home(role: Role) -> None:
    """`BadInput` for the role of nobody at this machine: a partner's, or the pipeline's own."""
    if role in PARTNERS:
        raise BadInput(
            f"« {role.value} » est le rôle d'un partenaire, que l'écran Partenaires invite.",
            code="role_de_partenaire",
        )
    if role not in HUMAN:
        raise BadInput(
            f"« {role.value} » est la chaîne elle-même, le rôle de personne.",
            code="role_de_personne",
        )


def operator(role: Role) -> Actor:
    """Who types the command, in the role that he gave himself: the machine's own operator."""
    at_home(role)
    return Actor("opérateur local", frozenset({role}))


def say(*sentences: str) -> None:
    """Sentences for people, as they are: no colour, no wrapping, no markup read into names."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for sentence in sentences:
        console.print(sentence)


def show(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    whole: Collection[str] = (),
) -> None:
    """A listing: no markup read into names, long ones folded. `whole`: columns never broken."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in whole)
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def bytes_of(file: Path, code: str) -> bytes:
    """A file that the operator named; `BadInput` when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        raise BadInput(
            f"Le fichier « {file} » ne peut pas être lu. Vérifiez son nom et vos droits.", code=code
        ) from None


def day(written: str | None) -> date | None:
    """A day that the operator named, if any; `BadInput` when it is none."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput(
            f"La date « {written} » n'est pas de la forme AAAA-MM-JJ.", code="date_invalide"
        ) from None


def say_lines(lines: Sequence[str]) -> None:
    """The first of the lines of a file about which there is something to say."""
    say(*(f"  {line}" for line in lines[:LINES]))
    if len(lines) > LINES:
        say(f"  … et {len(lines) - LINES} autres lignes.")


def named_organismes(given: Sequence[str] | None) -> list[str]:
    """Those named; `BadInput` when one is not known."""
    if unknown := sorted(set(given or ()) - set(organismes())):
        raise BadInput(
            f"Organisme inconnu : {', '.join(unknown)}. Connus : {', '.join(sorted(organismes()))}.",
            code="organisme_inconnu",
        )
    return list(given or ())


def typist() -> str:
    """Who types the command, for the audit trail."""
    try:
        return f"commande ({getpass.getuser()})"
    except (KeyError, OSError):  # a container's nameless user
        return "commande"
