"""An export on disk: the lines, where it stopped, and the images of the papers that it names."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flows.exchange.entries import entries
from flows.exchange.writing import Format, lines
from flows.workplace import Workplace
from models.entities import JsonObject
from models.permissions import DOSSIER, Action, Actor, Role, may
from storage.records import audit


@dataclass
class Exported:
    """What an export told, and from where the next goes on."""

    cursor: int
    dossiers: int = 0
    withdrawn: int = 0
    images: int = 0

    def through(self, made: Iterable[JsonObject]) -> Iterator[JsonObject]:
        """The same entries, counted as they pass."""
        for entry in made:
            yield entry
            self.cursor = entry["curseur"]
            if entry["etat"] == "retire":
                self.withdrawn += 1
            else:
                self.dossiers += 1


def allowed(actor: Actor) -> bool:
    """Whether somebody may take dossiers out at all: who answers for them, or reads all of them."""
    supervises = not actor.roles.isdisjoint({Role.GESTIONNAIRE, Role.MEDECIN_CONSEIL})
    return supervises and may(actor, Action.VOIR_CONTENU, DOSSIER)


def export(
    place: Workplace,
    actor: Actor,
    out: BinaryIO,
    form: Format,
    cursor: int = 0,
    *,
    organismes: Collection[str] = (),
    images: Path | None = None,
    who: str | None = None,
) -> Exported:
    """Write all that changed after `cursor`; the audit trail says who took what out."""
    done = Exported(cursor)
    made = done.through(entries(place, actor, cursor, organismes=organismes))
    if images is not None:
        made = _with_images(place, made, images, done)
    for line in lines(made, form):
        out.write(line)

    place.database.write(
        lambda session: audit.record(
            session,
            actor=who or actor.name,
            action="exporter",
            thing=f"echange/{done.cursor}",
            after={"depuis": cursor, "dossiers": done.dossiers, "retires": done.withdrawn},
        )
    )
    return done


def _with_images(
    place: Workplace, made: Iterable[JsonObject], folder: Path, done: Exported
) -> Iterator[JsonObject]:
    """Each page's image under its name (`ab/abcd….jpg`), before the line that names it."""
    for entry in made:
        for piece in entry.get("pieces", ()):
            for page in piece["pages"]:
                sha256 = page["image"]
                if sha256 is not None and _put(place, folder, sha256):
                    done.images += 1
        yield entry


def _put(place: Workplace, folder: Path, sha256: str) -> bool:
    target = folder / sha256[:2] / f"{sha256}.jpg"
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.write_bytes(place.blobs.get(sha256))
    unfinished.replace(target)
    return True
