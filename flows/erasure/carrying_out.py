"""An erasure done: in one transaction, then what is stored is taken away. Cut off, it is done again."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.erasure.finding import Sought, find
from flows.erasure.planning import Plan, plan
from flows.workplace import Workplace
from models.entities import (
    Erasure,
    ErasureReason,
    ErasureState,
    Page,
    SourceFile,
)
from models.errors import BadInput
from storage import locks
from storage.blobs import BlobStore, SealedStore
from storage.records import blobs, emptying, erasures
from storage.upkeep import freed

_EMPTY = (595.0, 842.0)
"""A page of his in a file that is written anew, in points."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants erased: dossiers and pages chosen (ids), and whom it was all about."""

    dossiers: Sequence[str]
    pages: Sequence[str] = ()
    sought: Sought | None = None


def prepare(place: Workplace, actor: str, asked: Asked, reason: ErasureReason) -> Erasure:
    """Ask for an erasure. Nothing is changed before another person confirms it."""
    with place.database.transaction() as session:
        made = _planned(session, asked)
        return erasures.prepare(
            session,
            actor=actor,
            reason=reason,
            sought={
                "qui": asked.sought.to_json() if asked.sought else None,
                "dossiers": sorted(asked.dossiers),
                "pages": sorted(asked.pages),
            },
            scope=made.scope,
        )


def planned(session: Session, row: Erasure) -> Plan:
    """What a prepared erasure would do as things are now; `BadInput` when that has changed."""
    told = row.sought or {}
    who = Sought.from_json(told["qui"]) if told.get("qui") else None
    made = _planned(session, Asked(told["dossiers"], told["pages"], who))
    if made.scope.to_json() != row.scope:
        raise BadInput(
            f"Depuis que l'effacement n° {row.number} a été préparé, ce qu'il touche a changé : abandonnez-le "
            "et préparez-en un autre.",
            code="effacement_change",
        )
    return made


def carry_out(place: Workplace, actor: str, number: int, now: datetime) -> Erasure:
    """Do it, if `actor` is another person than who asked. Done before, what was left is taken away."""
    with place.database.reading() as session:
        row = erasures.get(session, number)
        if row is None or row.state is ErasureState.ABANDONNEE:
            raise BadInput(
                f"Il n'y a pas d'effacement n° {number} à confirmer.", code="effacement_inconnu"
            )
        if row.state is ErasureState.PREPAREE:
            if row.prepared_by == actor:
                raise BadInput(
                    "Qui a préparé un effacement ne le confirme pas : une autre personne le fait.",
                    code="seconde_personne",
                )
            before = planned(session, row)
            images = {file_id: _images(session, file_id, before) for file_id in before.mixed}
    if row.state is ErasureState.PREPAREE:
        anew = {file_id: _rewritten(place, kept) for file_id, kept in images.items()}
        row = place.database.write(lambda session: _do(session, number, actor, now, anew))
    _take_away(place, row)
    freed.forget(place.database)
    return row


def _planned(session: Session, asked: Asked) -> Plan:
    found = find(session, asked.sought) if asked.sought else None
    return plan(session, asked.dossiers, asked.pages, found)


@dataclass(frozen=True, slots=True)
class _Anew:
    """A file written anew: the name of its bytes, and how many."""

    sha256: str
    size: int


def _images(session: Session, file_id: str, made: Plan) -> list[tuple[str | None, int]]:
    """The image of each page of a file, in its order, and its dots per inch; none for his."""
    query = select(Page).where(Page.source_file_id == file_id).order_by(Page.index)
    his = set(made.scope.pages)
    return [
        (None if page.id in his else page.image_sha256, page.dpi or 200)
        for page in session.scalars(query)
    ]


def _rewritten(place: Workplace, kept: Sequence[tuple[str | None, int]]) -> _Anew:
    """A PDF of the images of the others, a blank page in the place of each of his."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for sha256, dpi in kept:
        if sha256 is None:
            canvas.setPageSize(_EMPTY)
        else:
            image = place.blobs.get(sha256)
            with Image.open(io.BytesIO(image)) as opened:
                width, height = (side * 72 / dpi for side in opened.size)
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(io.BytesIO(image)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    data = out.getvalue()
    return _Anew(place.blobs.put(data), len(data))


def _do(
    session: Session, number: int, actor: str, now: datetime, anew: Mapping[str, _Anew]
) -> Erasure:
    row = session.get_one(Erasure, number, populate_existing=True)
    if row.state is not ErasureState.PREPAREE:
        return row
    for dossier_id in row.scope["dossiers"]:
        locks.hold(session, f"dossier:{dossier_id}")
    made = planned(session, row)
    files = {file.id: file for file in _files(session, anew)}
    replaced = {files[id].sha256: one.sha256 for id, one in anew.items()}
    told = emptying.empty(session, made.scope, number=number, now=now)
    for id, one in anew.items():
        blobs.record(session, one.sha256, size=one.size, media_type="application/pdf")
        file = session.get_one(SourceFile, id)
        file.sha256, file.kind = one.sha256, "pdf"
    session.flush()
    gone = blobs.erase(session, made.blobs, now)
    outcome = {
        **told,
        "envois_entiers": list(made.whole),
        "fichiers": [{"sha256": one.sha256, "conserve": one.stored, "cle": one.key} for one in gone],
        "remplaces": replaced,
    }  # fmt: skip
    return erasures.done(session, row, actor=actor, now=now, outcome=outcome)


def _files(session: Session, ids: Mapping[str, _Anew]) -> Sequence[SourceFile]:
    return session.scalars(select(SourceFile).where(SourceFile.id.in_([*ids]))).all()


def _take_away(place: Workplace, row: Erasure) -> None:
    """Of what may have been deposited again meanwhile, the new bytes are stored under another name, or
    are needed: they stay."""
    below = place.blobs.below if isinstance(place.blobs, SealedStore) else place.blobs
    assert isinstance(below, BlobStore)
    for one in (row.outcome or {})["fichiers"]:
        with place.database.reading() as session:
            needed = blobs.stored_as(session, one["conserve"]) is not None
        if not needed:
            below.remove(one["conserve"])
