"""The keys as they are today, beside the backups: one file for all of them, written anew each time.

A backup's own database holds the keys of its day, wrapped by the master key of that day. Restoring
takes today's instead: so what was erased since stays erased, and a backup from before the master
key was turned opens with the one in use.

    liasse.cles/1 <fingerprint of the master key in use>
    <id> <fingerprint> <wrapped, base64>
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models.errors import BadInput
from storage.records import data_keys
from storage.records.data_keys import Wrapped
from storage.upkeep.on_disk import written

NAME = "cles.txt"
_SCHEMA = "liasse.cles/1"


@dataclass(frozen=True, slots=True)
class KeysCopy:
    """What such a file says."""

    master: str
    keys: Mapping[str, Wrapped]


def write(session: Session, target: Path) -> int:
    """Write today's keys to a folder of backups, if files are sealed at all; how many."""
    current = data_keys.current(session)
    if current is None:
        return 0
    done = 0
    with written(target / NAME) as file:
        file.write(f"{_SCHEMA} {current}\n")
        for key in data_keys.living(session):
            file.write(f"{key.id} {key.master} {base64.b64encode(key.wrapped).decode()}\n")
            done += 1
    return done


def read(target: Path) -> KeysCopy | None:
    """What the last backup of a folder wrote; `None`: files were not sealed."""
    path = target / NAME
    if not path.exists():
        return None
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        schema, master = lines[0].split()
        rows = [line.split() for line in lines[1:]]
        keys = {id: Wrapped(id, base64.b64decode(told), by) for id, by, told in rows}
    except (ValueError, IndexError):
        schema, master, keys = "", "", {}
    if schema != _SCHEMA:
        raise BadInput(
            f"« {path} » n'est pas le fichier de clés d'une sauvegarde que cette version comprend.",
            code="sauvegarde_illisible",
        )
    return KeysCopy(master, keys)


def take_up(session: Session, today: KeysCopy, now: datetime) -> int:
    """Have a restored database go by today's keys; how many of its files were erased since."""
    if data_keys.current(session) is None:
        return 0
    data_keys.use(session, today.master, now)
    return data_keys.replace(session, today.keys, now)
