"""`liasse sauvegarde`, `liasse restauration`: everything that is kept, into a folder and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.common import Data, opened, say, typist
from cli.stockage import progress
from flows.outgoing.french import count
from models.entities import utcnow
from models.errors import BadInput
from models.settings import Settings, load_settings
from storage.blobs import store_of
from storage.database import Database
from storage.records import audit
from storage.upkeep.backup import POOL, Backup, back_up, backup_of, names
from storage.upkeep.pruning import Pruned, prune
from storage.upkeep.restoring import restore

LACKING = 1


def sauvegarde(
    cible: Annotated[Path, typer.Argument(help="Dossier des sauvegardes, hors des données.")],
    relire: Annotated[
        bool,
        typer.Option("--relire", help="Relire aussi les fichiers des sauvegardes précédentes."),
    ] = False,
    data: Data = None,
) -> None:
    """Sauvegarde la base et les fichiers tels qu'ils sont ensemble, sans arrêter le service.

    Les fichiers qu'une sauvegarde précédente du même dossier a déjà ne sont pas copiés de nouveau ;
    ceux qu'aucune de celles qui restent ne nomme plus en sont ôtés.
    """
    with opened(data) as place:
        if cible.absolute().is_relative_to(place.home.absolute()):
            raise BadInput(
                "Une sauvegarde ne se garde pas dans le dossier des données : choisissez un autre "
                "disque ou une autre machine.",
                code="cible_refusee",
            )
        with progress("Sauvegarde") as told:
            files = store_of(place.settings)
            made = back_up(place.database, files, cible, utcnow(), told, reread=relire)
        manifest = made.manifest
        # A file that cannot be had may have its last copy among what nothing names.
        pruned = prune(cible) if not manifest.absents else Pruned()
        after = {"tete": manifest.tete_du_journal, "otes": pruned.removed}
        _note(place.database, "sauvegarde", made, after)
    say(
        f"Sauvegarde {made.name} : {count(sum(manifest.lignes.values()), 'ligne')}, {count(manifest.fichiers, 'fichier')} "
        f"({manifest.octets / 1e6:.1f} Mo), dont {count(made.copied, 'copié')} cette fois.",
        f"Tête du journal, à noter ailleurs : {manifest.tete_du_journal}",
    )
    if pruned.removed:
        say(
            f"Ôté de « {cible / POOL} » ce qu'aucune des sauvegardes gardées ne nomme plus : "
            f"{count(pruned.removed, 'fichier')} ({pruned.octets / 1e6:.1f} Mo)."
        )
    if pruned.why:
        say(
            f"Des fichiers qu'aucune liste ne nomme restent dans « {cible / POOL} », par prudence : {pruned.why}"
        )
    if manifest.absents:
        say(
            f"INCOMPLÈTE : {count(len(manifest.absents), 'fichier absent ou altéré', 'fichiers absents ou altérés')}, sans copie. "
            f"Rien n'est ôté de « {cible / POOL} » tant que cela dure. Voyez : liasse stockage verifier.",
        )
        raise typer.Exit(LACKING)


def restauration(
    source: Annotated[Path, typer.Argument(help="Dossier des sauvegardes.")],
    nom: Annotated[
        str | None, typer.Option("--sauvegarde", help="Laquelle (par défaut : la dernière).")
    ] = None,
    data: Data = None,
) -> None:
    """Remet une sauvegarde là où il n'y a rien, puis compare avec ce qu'elle était."""
    settings = load_settings(data)
    chosen = _chosen(source, nom)
    store = store_of(settings)
    with progress("Restauration") as told:
        done = restore(chosen, source, settings.database(), store, told)
    database = Database(settings.database())
    _note(database, "restauration", chosen, {"differences": len(done.wrong) + len(done.lost)})
    database.close()
    say(
        f"Sauvegarde {chosen.name} restaurée {_where(settings)} : {count(done.rows, 'ligne')}, {count(done.files, 'fichier')}."
    )
    if not done.whole:
        say(*(f"DIFFÉRENT : {sentence}." for sentence in done.wrong))
        say(*(f"PERDU : le fichier {sha256}." for sha256 in done.lost))
        raise typer.Exit(LACKING)
    say("Lignes, journal et fichiers sont ceux de la sauvegarde.")


def _note(database: Database, action: str, backup: Backup, after: dict[str, object]) -> None:
    """In the trail: who copied everything out, or put it back."""
    with database.transaction() as session:
        thing = audit.reference("sauvegarde", backup.name)
        audit.record(session, actor=typist(), action=action, thing=thing, after=after)


def _chosen(source: Path, name: str | None) -> Backup:
    found = names(source)
    if not found:
        raise BadInput(
            f"Le dossier « {source} » ne contient aucune sauvegarde achevée.",
            code="sauvegarde_absente",
        )
    if name is None:
        name = found[-1]
    if name not in found:
        raise BadInput(
            f"Aucune sauvegarde ne s'appelle « {name} ». Il y a : {', '.join(found)}.",
            code="sauvegarde_absente",
        )
    return backup_of(source, name)


def _where(settings: Settings) -> str:
    return f"dans « {settings.home} »" if settings.database_url is None else "dans sa base"
