"""`liasse effacement`: one person found everywhere, shown, and erased when a second person confirms."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.common import Data, opened, say, show, typist
from cli.outputs import check_writable, write_whole
from cli.passwords import given_password
from cli.stockage import progress
from flows.erasure.carrying_out import Asked, carry_out, prepare
from flows.erasure.finding import Found, Sought, find
from flows.erasure.proof import proof
from flows.outgoing.gather import dossier_named
from flows.workplace import Workplace
from models.entities import (
    Envoi,
    Erasure,
    ErasureReason,
    ErasureState,
    JsonObject,
    Page,
    utcnow,
)
from models.errors import BadInput
from models.permissions import Action, Actor, Sort, Thing, may
from storage.records import accounts, audit, erasures
from storage.upkeep.purging import purge

app = typer.Typer(
    name="effacement",
    help="Effacer une personne : la chercher, préparer, confirmer à deux, prouver.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Names = Annotated[list[str] | None, typer.Option("--nom", help="Nom et prénom (répétable).")]
Numbers = Annotated[
    list[str] | None,
    typer.Option("--numero", help="Immatriculation, matricule, CIN (répétable)."),
]
Login = Annotated[
    str, typer.Option("--compte", help="Compte de qui agit (gestionnaire ou administrateur).")
]
Stdin = Annotated[
    bool,
    typer.Option("--mot-de-passe-entree", help="Lire le mot de passe sur l'entrée standard."),
]
Number = Annotated[int, typer.Argument(help="Numéro de l'effacement.")]
_STATES = {
    ErasureState.PREPAREE: "à confirmer",
    ErasureState.FAITE: "fait",
    ErasureState.ABANDONNEE: "abandonné",
}
_REASONS = {
    ErasureReason.DEMANDE: "demande de la personne",
    ErasureReason.CONSERVATION: "terme de la conservation",
}


@app.callback()
def effacement() -> None:
    """Effacer une personne : la chercher, préparer, confirmer à deux, prouver."""


@app.command("chercher")
def search(nom: Names = None, numero: Numbers = None, data: Data = None) -> None:
    """Montre tout ce qui nomme la personne : ses dossiers, et ce qui la cite ailleurs. Rien n'est changé."""
    sought = Sought(tuple(nom or ()), tuple(numero or ()))
    with opened(data) as place:
        with place.database.transaction() as session:
            found = find(session, sought)
            audit.record(
                session, actor=typist(), action="effacement.chercher",
                thing=audit.reference("effacement", "recherche"),
                after={"dossiers": sorted(found.dossiers)},
            )  # fmt: skip
        _show(found)


@app.command("preparer")
def ready(
    compte: Login,
    nom: Names = None,
    numero: Numbers = None,
    dossier: Annotated[
        list[str] | None,
        typer.Option("--dossier", help="Dossier à effacer (répétable) ; sans : tous ceux trouvés."),
    ] = None,
    page: Annotated[
        list[str] | None,
        typer.Option("--page", help="Page à effacer aussi, ENVOI/NUMÉRO (répétable)."),
    ] = None,
    stdin: Stdin = False,
    data: Data = None,
) -> None:
    """Demande l'effacement. Rien n'est changé avant qu'une autre personne le confirme."""
    sought = Sought(tuple(nom or ()), tuple(numero or ()))
    with opened(data) as place:
        actor = person(place, compte, stdin)
        with place.database.reading() as session:
            found = find(session, sought)
            chosen = _dossiers(session, dossier) if dossier else sorted(found.dossiers)
            pages = [_page(session, label) for label in page or ()]
        if not chosen and not pages and not found.assures:
            raise BadInput("Rien n'est trouvé : il n'y a rien à effacer.", code="effacement_vide")
        _show(found)
        row = prepare(place, actor, Asked(chosen, pages, sought), ErasureReason.DEMANDE)
        _tell(place, row)
    say(
        f"Effacement n° {row.number} préparé par {actor}. Une autre personne le confirme : liasse effacement "
        f"confirmer {row.number} --compte …",
    )


@app.command("confirmer")
def confirm(numero: Number, compte: Login, stdin: Stdin = False, data: Data = None) -> None:
    """Efface, pour de bon. Coupée, la commande se relance."""
    with opened(data) as place:
        row = carry_out(place, person(place, compte, stdin), numero, utcnow())
        with place.database.reading() as session:
            say(*_certificate(row, proof(session, row)))
        sealed = place.settings.cle_maitre is not None
    say(
        "Restent les sauvegardes d'avant : liasse effacement sauvegardes CIBLE, pour chaque dossier de "
        "sauvegardes"
        + (
            " ; puis, pour les copies hors d'atteinte, liasse cles tourner."
            if sealed
            else ". Celles qui sont hors d'atteinte ont encore ses fichiers en clair."
        ),
        "Redémarrez le service : des vignettes peuvent être encore dans sa mémoire.",
    )


@app.command("abandonner")
def abandon(numero: Number, compte: Login, stdin: Stdin = False, data: Data = None) -> None:
    """Renonce à un effacement préparé ; ce qui était cherché est oublié."""
    with opened(data) as place:
        actor = person(place, compte, stdin)
        with place.database.transaction() as session:
            row = _row(session, numero)
            if row.state is not ErasureState.PREPAREE:
                raise BadInput(
                    f"L'effacement n° {numero} n'est plus à confirmer.", code="effacement_inconnu"
                )
            erasures.abandon(session, row, actor=actor, now=utcnow())
    say(f"Effacement n° {numero} abandonné.")


@app.command("lister")
def listed(data: Data = None) -> None:
    """Montre les effacements : à confirmer, faits, abandonnés."""
    with opened(data) as place, place.database.reading() as session:
        rows = erasures.listed(session)
    show(
        ("N°", "État", "Motif", "Dossiers", "Préparé par", "Confirmé par", "Le"),
        [
            (
                str(row.number), _STATES[row.state], _REASONS[row.reason],
                str(len(row.scope.get("dossiers", ()))), row.prepared_by, row.confirmed_by or "",
                f"{row.at:%d/%m/%Y}" if row.at else "",
            )
            for row in rows
        ],
    )  # fmt: skip


@app.command("certificat")
def certificate(
    numero: Number,
    json: Annotated[Path | None, typer.Option(help="Fichier où l'écrire aussi, en JSON.")] = None,
    data: Data = None,
) -> None:
    """La preuve de ce qui a été effacé : comptes, empreintes, entrée du journal, sans un nom."""
    if json is not None:
        check_writable(json, "--json")
    with opened(data) as place, place.database.reading() as session:
        row = _row(session, numero)
        if row.state is not ErasureState.FAITE:
            raise BadInput(f"L'effacement n° {numero} n'est pas fait.", code="effacement_inconnu")
        told = proof(session, row)
    say(*_certificate(row, told))
    if json is not None:
        write_whole(json, (json_text.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())


@app.command("sauvegardes")
def backups(
    cible: Annotated[Path, typer.Argument(help="Dossier des sauvegardes.")], data: Data = None
) -> None:
    """Efface aussi des sauvegardes d'avant ce qui a été effacé ici ; coupée, la commande se relance."""
    with opened(data) as place, progress("Sauvegardes") as told:
        done = purge(place.database, cible, utcnow(), told)
        with place.database.transaction() as session:
            audit.record(
                session, actor=typist(), action="effacement.sauvegardes",
                thing=audit.reference("sauvegarde", cible.name),
                after={"refaites": list(done.rewritten), "fichiers": done.removed},
            )  # fmt: skip
    say(
        f"{len(done.rewritten)} sauvegardes refaites sans ce qui est effacé, {done.removed} fichiers retirés.",
    )
    if done.beyond:
        say(
            f"{len(done.beyond)} sauvegardes de PostgreSQL ne se réécrivent pas : leur base le dit encore, une "
            "restauration l'efface de nouveau. À supprimer quand de plus récentes suffisent : "
            + ", ".join(done.beyond)
        )


def person(place: Workplace, login: str, stdin: bool) -> str:
    """Who acts, by his password; `BadInput` unless it is his, and he may."""
    with place.database.reading() as session:
        account = accounts.by_login(session, login)
    password = given_password(stdin)
    if not accounts.proven(account, password) or account is None:
        raise BadInput("Ce compte et ce mot de passe ne vont pas ensemble.", code="compte_refuse")
    actor = Actor(account.login, accounts.roles(account))
    if not may(actor, Action.ADMINISTRER, Thing(Sort.ASSURE, confidential=False)):
        raise BadInput(
            "Un effacement est préparé et confirmé par un gestionnaire ou un administrateur.",
            code="role_refuse",
        )
    return account.login


def _row(session: Session, number: int) -> Erasure:
    row = erasures.get(session, number)
    if row is None:
        raise BadInput(f"Il n'y a pas d'effacement n° {number}.", code="effacement_inconnu")
    return row


def _dossiers(session: Session, references: Sequence[str]) -> list[str]:
    return sorted({dossier_named(session, reference).id for reference in references})


def _page(session: Session, label: str) -> str:
    numero, _, number = label.partition("/")
    id = number.isdecimal() and session.scalar(
        select(Page.id)
        .join(Envoi, Envoi.id == Page.envoi_id)
        .where(Envoi.numero == numero.strip().upper(), Page.number == int(number))
    )
    if not id:
        raise BadInput(f"Aucune page ne s'appelle « {label} ».", code="page_inconnue")
    return id


def _show(found: Found) -> None:
    show(
        ("Dossier", "Organisme", "Assuré", "Bénéficiaire", "Étape", "Trouvé par"),
        [
            (
                row.reference, row.organisme, _name(row.assure), _name(row.beneficiaire),
                row.etape.value, ", ".join(hows),
            )
            for row, hows in found.dossiers.values()
        ],
        title="Ses dossiers",
        whole=["Dossier"],
    )  # fmt: skip
    say(f"Dans la base des assurés : {len(found.assures)} lignes.")
    for one in found.elsewhere:
        where = f"dossier {one.dossier}, d'un autre" if one.dossier else "dans aucun dossier"
        say(f"CITÉ sur la page {one.label} ({where}) : --page {one.label} l'effacerait entière.")
    for reference in found.comments:
        say(f"CITÉ dans un commentaire du dossier {reference}, d'un autre.")


def _tell(place: Workplace, row: Erasure) -> None:
    counts = {name: len(ids) for name, ids in row.scope.items()}
    say(
        f"À effacer : {counts['dossiers']} dossiers, {counts['documents']} documents, {counts['pages']} pages, "
        f"{counts['assures']} lignes de la base des assurés ; en-têtes de {counts['heads']} envois."
    )


def _name(person: dict[str, Any]) -> str:
    return " ".join(str(person.get(key) or "") for key in ("nom", "prenom")).strip()


def _certificate(row: Erasure, told: JsonObject) -> Iterator[str]:
    keys = sum(1 for one in told["fichiers"] if one["cle"])
    yield (
        f"Effacement n° {told['numero']} ({_REASONS[row.reason]}), préparé par {told['prepare_par']}, confirmé par "
        f"{told['confirme_par']} le {row.at:%d/%m/%Y à %H:%M} UTC."
    )
    yield f"Dossiers : {', '.join(told['dossiers']) or 'aucun'}."
    yield (
        f"{sum(told['lignes'].values())} lignes vidées dans {len(told['lignes'])} tables, {len(told['fichiers'])} "
        f"fichiers effacés, {keys} clés détruites, {len(told['remplaces'])} originaux réécrits sans ses pages."
    )
    yield f"Journal : entrée {told['journal']['entree']}, empreinte {told['journal']['empreinte']}."
    for table, why in told["reste"].items():
        yield f"Reste ({table}) : {why}."
