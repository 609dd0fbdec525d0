"""`liasse journal`: the audit trail verified, and who was shown what is secret."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from cli.common import Data, opened, say
from models.errors import BadInput
from storage.records import audit, looks
from storage.records.audit import Head

app = typer.Typer(
    name="journal",
    help="Le journal de tout ce qui a été fait.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_TAMPERED = 1


@app.callback()
def journal() -> None:
    """Le journal de tout ce qui a été fait."""


@app.command("verifier")
def verify(
    data: Data = None,
    tete: Annotated[
        str | None,
        typer.Option(
            "--tete",
            help="Tête notée ailleurs lors d'une vérification passée (numéro:empreinte).",
        ),
    ] = None,
) -> None:
    """Vérifie que rien du journal n'a été changé, retiré ou ajouté après coup."""
    earlier = _head(tete) if tete else None
    with opened(data) as place, place.database.reading() as session:
        broken = audit.verify(session, earlier=earlier)
        altered = audit.altered_decisions(session)
        hours = looks.altered(session)
        unbound = audit.altered_deeds(session)
        end, count = audit.head(session), audit.count(session)
    say(f"Journal : {count} entrées.")
    if broken is not None:
        say(f"ALTÉRÉ à l'entrée {broken.seq} : {broken.reason}.")
    for seq in altered:
        say(f"ALTÉRÉE : la décision {seq} n'est plus ce que dit le journal.")
    for seq in unbound:
        say(f"ALTÉRÉ : l'acte {seq} n'est plus ce que dit le journal.")
    for hour in hours:
        say(f"ALTÉRÉS : les regards de l'heure {hour} (UTC) ne sont plus ce que dit le journal.")
    if broken is not None or altered or unbound or hours:
        raise typer.Exit(_TAMPERED)
    say("La chaîne est entière ; décisions, actes et regards sont ce qu'elle dit.")
    say(f"Tête, à noter ailleurs pour la prochaine fois : {end.seq}:{end.hash}")


@app.command("regards")
def looks_at(
    data: Data = None,
    qui: Annotated[str | None, typer.Option("--qui", help="Cette personne seulement.")] = None,
    chose: Annotated[
        str | None, typer.Option("--chose", help="Cette chose seulement (dossier/…, page/…).")
    ] = None,
    nombre: Annotated[int, typer.Option("--nombre", min=1, help="Combien, au plus.")] = 100,
) -> None:
    """Dit qui de la maison a vu quel secret médical, une fois par heure, le dernier d'abord."""
    with opened(data) as place, place.database.reading() as session:
        found = looks.listed(session, thing=chose, actor=qui, limit=nombre)
    say(*(f"{look.at:%Y-%m-%d %H:%M:%S} UTC  {look.actor}  {look.thing}" for look in found))
    if not found:
        say("Aucun regard.")


def _head(written: str) -> Head:
    match = re.fullmatch(r"(\d+):([0-9a-f]{64})", written.strip())
    if match is None:
        raise BadInput(
            "La tête du journal s'écrit « numéro:empreinte », comme la vérification l'a donnée.",
            code="tete_invalide",
        )
    return Head(int(match[1]), match[2])
