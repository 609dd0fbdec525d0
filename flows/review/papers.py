"""What acts on papers have in common: the rights they need, and what is read again after them."""

from __future__ import annotations

from collections.abc import Sequence

from flows.review import carrying, rereading
from flows.review.desk import Desk
from flows.review.doing import Doing, begin, end
from flows.review.done import Done
from flows.review.grip import Grip, touch
from flows.secrecy import document_thing, page_thing
from models.documents import document_types
from models.entities import Document, Page, Target, ThingKind
from models.permissions import Action, Thing
from storage.records import decisions, documents


def organise(held: Grip, *document_ids: str) -> list[tuple[Action, Thing]]:
    """What one must be entitled to: to organise each of these documents."""
    return [
        (Action.ORGANISER, document_thing(held.document(id), held.pages[id]))
        for id in dict.fromkeys(document_ids)
    ]


def on_page(held: Grip, page: Page, row: Document) -> list[tuple[Action, Thing]]:
    """To change a page: to organise it, and the document that is read again with it."""
    return [(Action.ORGANISER, page_thing(page, row)), *organise(held, row.id)]


def begin_on(
    desk: Desk,
    kind: str,
    held: Grip,
    rows: Sequence[Document],
    needs: Sequence[tuple[Action, Thing]],
) -> Doing:
    """Begin an act on documents and all their pages."""
    sheets = {page.id for row in rows for page in held.pages.get(row.id, ())}
    things = [f"document/{row.id}" for row in rows] + [f"page/{id}" for id in sheets]
    return begin(desk, kind, things, needs)


def cut(desk: Desk, doing: Doing, rows: Sequence[Document], sentence: str) -> Done:
    """After pages changed place: empty documents go, the others are read again."""
    session = desk.session
    ids = [row.id for row in rows]
    was = carrying.before(desk, [id for id in ids if doing.before[f"document/{id}"]["pages"]])
    homes = {row.dossier_id for row in rows if row.dossier_id}
    now = documents.pages(session, ids)
    for row in rows:
        row.retired_at = None if now[row.id] else desk.now
        if row.retired_at is not None:
            row.dossier_id = None
        _decide_cut(desk, row)
    touch(rows)
    session.flush()
    open_before = {page.id for sheets in now.values() for page in sheets if not page.confidential}
    rereading.read_again(desk, was, rows)
    sealed = [
        p for sheets in now.values() for p in sheets if p.id in open_before and p.confidential
    ]
    said = " ".join([sentence, *map(_now_secret, sealed)])
    return end(doing, said, documents=ids, dossiers=homes)


def _now_secret(page: Page) -> str:
    return f"Page {page.number} réservée au médecin conseil ({page.confidential_why})."


def reread(desk: Desk, doing: Doing, row: Document, sentence: str, home: str | None = None) -> Done:
    """After a page or a type changed: the document is read again. `home`: its dossier before."""
    was = carrying.before(desk, [row.id])
    touch([row])
    rereading.read_again(desk, was, [row])
    return end(doing, sentence, documents=[row.id], dossiers=[home] if home else [])


def _decide_cut(desk: Desk, row: Document) -> None:
    decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.DOCUMENT, thing_id=row.id,
        target=Target.CUT, value=None,
    )  # fmt: skip


def decide(desk: Desk, page: Page, name: str, value: str) -> None:
    """Note what a person settled of a page."""
    decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.PAGE, thing_id=page.id,
        target=Target.ATTRIBUTE, name=name, value=value,
    )  # fmt: skip


def libelle(row: Document) -> str:
    """What people call papers of its type."""
    kind = document_types().get(row.type)
    return kind.libelle if kind else row.type
