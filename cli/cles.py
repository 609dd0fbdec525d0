"""`liasse cles`: the master key with which the keys of kept files and pages are wrapped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cli.common import Data, opened, say, typist
from cli.stockage import progress
from flows.workplace import Workplace
from models.errors import BadInput
from storage import sealing
from storage.blobs import SealedStore, master
from storage.blobs.master import KeyUnusableError, Master
from storage.records import audit, blobs, data_keys, pages, sealed_values
from storage.sealing import BEFORE, Keyring
from storage.upkeep import freed, keys_copy

app = typer.Typer(
    name="cles",
    help="Les clés des fichiers et des pages, et la clé maîtresse qui les enveloppe.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
FAULTY = 1
_Backups = Annotated[Path, typer.Argument(help="Dossier des sauvegardes.")]


@app.callback()
def cles() -> None:
    """Les clés des fichiers et des pages, et la clé maîtresse qui les enveloppe."""


@app.command("creer")
def create(
    fichier: Annotated[Path, typer.Argument(help="Fichier à écrire, hors des données.")],
) -> None:
    """Écrit une nouvelle clé maîtresse ; LIASSE_CLE_MAITRE la met en service."""
    made = Master.new()
    master.write(fichier, made)
    say(
        f"Clé maîtresse écrite dans « {fichier} » (empreinte {made.fingerprint}).",
        "Gardez-en une copie dans un coffre : perdue, rien de ce qu'elle scelle ne s'ouvre plus. Ne la "
        "mettez ni dans le dossier des données, ni avec les sauvegardes.",
        f"Mise en service : LIASSE_CLE_MAITRE={fichier.absolute()}, service arrêté, puis liasse cles "
        "sceller pour ce qui est déjà conservé.",
    )


@app.command("verifier")
def verify(data: Data = None) -> None:
    """Ouvre chaque clé avec la clé maîtresse ; 1 si une ne s'ouvre pas, ou si un fichier ou une page reste en clair."""
    with _keys(data) as (place, keyring), place.database.reading() as session:
        living, destroyed = data_keys.count(session)
        in_clear, said = len(blobs.in_clear(session)), len(pages.in_clear(session))
        values = len(sealed_values.in_clear(session))
        current = data_keys.current(session) or ""
        wrong = [key.id for key in data_keys.living(session) if not _opens(keyring, key)]
    say(
        f"Clé maîtresse {current} : {living} clés (fichiers, pages, pièces, dossiers, recherche), "
        f"{destroyed} détruites."
    )
    say(*(f"INUTILISABLE : la clé {id}." for id in wrong))
    if in_clear:
        say(f"{in_clear} fichiers sont encore en clair : liasse cles sceller.")
    if said:
        say(f"Ce que disent {said} pages est encore en clair dans la base : liasse cles sceller.")
    if values:
        say(
            f"Ce qui est lu ou dit de {values} pièces et dossiers est encore en clair dans la base : "
            "liasse cles sceller."
        )
    before = _before(keyring)
    if before.exists():
        say(
            f"L'ancienne clé maîtresse est encore là (« {before} ») : après la prochaine sauvegarde, "
            "liasse cles oublier."
        )
    if wrong or in_clear or said or values:
        raise typer.Exit(FAULTY)
    say(
        "Toutes s'ouvrent ; de ce qui se scelle, rien n'est en clair : fichiers, pages, pièces, dossiers."
    )


@app.command("sceller")
def seal(data: Data = None) -> None:
    """Scelle ce qui est en clair d'avant la clé maîtresse (fichiers, textes, pièces, dossiers), service arrêté ; coupée, elle se relance."""
    with _keys(data) as (place, _):
        assert isinstance(place.blobs, SealedStore)
        done = said = 0
        with progress("Scellement des fichiers") as told:
            for done, total in sealing.seal_all(place.database, place.blobs):
                told(done, total)
        with progress("Scellement des pages, des pièces et des dossiers") as told:
            for said, total in sealing.seal_columns(place.database):
                told(said, total)
        freed.forget(place.database)
        if done or said:
            _note(place, "cles.sceller", {"fichiers": done, "pages_et_pieces": said})
    say(
        f"{done} fichiers scellés, leur copie en clair effacée ; {said} pages, pièces et dossiers scellés dans la base.",
        "Les sauvegardes faites avant les contiennent encore en clair.",
    )


@app.command("tourner")
def turn(data: Data = None) -> None:
    """Change la clé maîtresse : chaque clé est enveloppée de nouveau, aucun fichier n'est touché."""
    with _keys(data) as (place, keyring):
        done = sealing.turn(place.database, keyring)
        with place.database.reading() as session:
            current = data_keys.current(session) or ""
        _note(place, "cles.tourner", {"cles": done, "empreinte": current})
        before = _before(keyring)
    say(
        f"{done} clés enveloppées par la nouvelle clé maîtresse (empreinte {current}), dans le même "
        "fichier ; un service en marche la prend de lui-même. Copiez-la au coffre et sur les autres machines.",
        f"L'ancienne reste dans « {before} » : les sauvegardes en ont besoin jusqu'à la prochaine. Faites-"
        "la, puis liasse cles oublier : ce qui a été effacé l'est alors aussi des sauvegardes d'avant.",
    )


@app.command("oublier")
def forget(sauvegardes: _Backups, data: Data = None) -> None:
    """Détruit l'ancienne clé maîtresse, dès qu'une sauvegarde a les clés enveloppées par la nouvelle."""
    with _keys(data) as (place, keyring):
        before = _before(keyring)
        if not before.exists():
            raise BadInput(
                "Il n'y a pas d'ancienne clé maîtresse à oublier.", code="cle_ancienne_absente"
            )
        copy = keys_copy.read(sauvegardes)
        with place.database.reading() as session:
            current = data_keys.current(session)
        if copy is None or copy.master != current:
            raise BadInput(
                f"La dernière sauvegarde de « {sauvegardes} » est d'avant le changement de clé : faites-en "
                "une d'abord. Rien n'est détruit.",
                code="sauvegarde_ancienne",
            )
        old = master.read(before).fingerprint
        before.unlink()
        _note(place, "cles.oublier", {"empreinte": old})
    say(
        f"L'ancienne clé maîtresse (empreinte {old}) est détruite ici. Détruisez aussi sa copie au coffre "
        "et sur les autres machines.",
    )


@contextmanager
def _keys(data: Path | None) -> Iterator[tuple[Workplace, Keyring]]:
    """The place and its keys; `BadInput` where there is no master key."""
    with opened(data) as place:
        if place.settings.cle_maitre is None:
            raise BadInput(
                "Aucune clé maîtresse n'est réglée : les fichiers sont conservés en clair (liasse cles creer, "
                "LIASSE_CLE_MAITRE).",
                code="cle_absente",
            )
        keyring = sealing.opened(place.database, place.settings.cle_maitre, place.home)
        try:
            yield place, keyring
        finally:
            keyring.close()


def _opens(keyring: Keyring, key: data_keys.Wrapped) -> bool:
    try:
        keyring.master(key.master).unwrapped(key.wrapped)
    except (KeyUnusableError, sealing.WrongMasterError):
        return False
    return True


def _before(keyring: Keyring) -> Path:
    return keyring.path.with_name(keyring.path.name + BEFORE)


def _note(place: Workplace, action: str, after: dict[str, object]) -> None:
    with place.database.transaction() as session:
        audit.record(
            session, actor=typist(), action=action, thing=audit.reference("cles", "maitre"), after=after
        )  # fmt: skip
