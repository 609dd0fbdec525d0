"""Whatever people do to pages, in whatever order: no page is lost or doubled, and all can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from flows.review import Desk, Done, fields, pages
from flows.review.errors import ReviewError
from flows.review.fields import Spot
from flows.review.undo import undo
from flows.workplace import open_workplace
from models.entities import Document, DocumentPage, Dossier, Page, Target
from models.settings import Settings
from storage.records import audit, documents
from tests.flows.review.office import (
    EVERYBODY,
    INVOICE_END,
    PRESCRIPTION,
    SHEET,
    Office,
    bag,
    tabled_invoice,
)

Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "split", "merge", "move", "extract", "home", "turn", "blank", "retype",
                "secret", "correct", "undo",
            ]
        ),
        st.integers(0, 6), st.integers(0, 6), st.integers(0, 3),
    ),
    min_size=1, max_size=7,
)  # fmt: skip
TYPES = ("facture", "ordonnance", "devis", "rapport_medical")


class Desks:
    """People who do what a random sequence says, as far as it can be done."""

    def __init__(self, office: Office, envoi_id: str) -> None:
        self.office, self.envoi_id = office, envoi_id
        self.done: list[int] = []

    def step(self, step: Step) -> None:
        name, one, other, extra = step
        with self.office.place.database.reading() as session:
            rows = [*documents.of_envoi(session, self.envoi_id)]
            sheets = [*session.scalars(select(Page).filter_by(envoi_id=self.envoi_id))]
            homes = {h.page_id: h.document_id for h in session.scalars(select(DocumentPage))}
            dossiers = [*session.scalars(select(Dossier).order_by(Dossier.id))]
        row, into = rows[one % len(rows)], rows[other % len(rows)]
        page = sorted(sheets, key=lambda p: p.number)[one % len(sheets)]
        holder = next(r for r in rows if r.id == homes[page.id])
        acts: dict[str, Callable[[Desk], Done]] = {
            "split": lambda d: pages.split(d, row.id, 1 + extra, seen=row.revision),
            "merge": lambda d: pages.merge(
                d, row.id, into.id, seen=row.revision, into_seen=into.revision
            ),
            "move": lambda d: pages.move_page(
                d, page.id, into.id, seen=holder.revision, into_seen=into.revision, position=extra
            ),
            "extract": lambda d: pages.extract_page(d, page.id, seen=holder.revision),
            "home": lambda d: pages.move_document(
                d, row.id, dossiers[extra].id if extra < len(dossiers) else None,
                seen=row.revision,
            ),
            "turn": lambda d: pages.turn(
                d, page.id, (90, 180, 270)[extra % 3], seen=holder.revision
            ),
            "blank": lambda d: pages.mark_blank(
                d, page.id, not page.blank, seen=holder.revision
            ),
            "retype": lambda d: pages.retype(d, row.id, TYPES[extra], seen=row.revision),
            "secret": lambda d: pages.mark_secret(
                d, page.id, not page.confidential, seen=holder.revision
            ),
            "correct": lambda d: fields.correct(
                d, row.id, Spot(Target.FIELD, "montant_total"), f"{100 + extra}",
                seen=fields.sheet(d.session, row.id).seen.get(
                    Spot(Target.FIELD, "montant_total"), 0
                ),
            ),
        }  # fmt: skip
        if name == "undo":
            self.undo_last()
            return
        with suppress(ReviewError):  # what cannot be done as things are
            self.done.append(self.office.do(EVERYBODY, acts[name]).act)

    def undo_last(self) -> None:
        if self.done:
            act = self.done.pop()
            self.office.do(EVERYBODY, lambda desk: undo(desk, act))

    def state(self) -> dict[str, Any]:
        """All that screens show of the papers."""
        with self.office.place.database.reading() as session:
            rows = documents.of_envoi(session, self.envoi_id)
            current = documents.laid(session, [row.id for row in rows])
            seen = [
                (p.number, p.rotation, p.blank, p.confidential, p.image_sha256, p.width)
                for p in session.scalars(select(Page).order_by(Page.number))
            ]
            kept = [
                (d.id, d.organisme, d.type, d.statut, d.deadline, d.assure, d.etape)
                for d in session.scalars(select(Dossier).order_by(Dossier.id))
            ]
        return {
            "documents": {
                r.id: (r.type, r.type_confidence, r.cut_confidence, r.dossier_id, current[r.id])
                for r in rows
            },
            "pages": seen,
            "dossiers": kept,
        }

    def every_page_is_in_one_document(self, count: int) -> None:
        with self.office.place.database.reading() as session:
            held = session.execute(
                select(DocumentPage.page_id, Document.retired_at, Document.envoi_id).join(
                    Document, Document.id == DocumentPage.document_id
                )
            ).all()
            rows = documents.of_envoi(session, self.envoi_id)
            found = [n for some in documents.pages(session, [r.id for r in rows]).values()
                     for n in (p.number for p in some)]  # fmt: skip
        assert len(held) == count
        assert all(retired is None for _, retired, _ in held)
        assert sorted(found) == list(range(1, count + 1))


@contextmanager
def _opened(url: str | None) -> Iterator[Office]:
    with TemporaryDirectory() as folder:
        home = Settings(home=Path(folder) / "maison", database_url=url)
        with open_workplace(home) as place:
            yield Office(place)


def _story(office: Office, steps: list[Step], name: str) -> None:
    papers = bag(
        office.place, SHEET, PRESCRIPTION, tabled_invoice(), INVOICE_END, name=f"{name}.pdf"
    )
    people = Desks(office, papers.envoi_id)
    first = people.state()
    for step in steps:
        people.step(step)
        people.every_page_is_in_one_document(4)
    while people.done:
        people.undo_last()
        people.every_page_is_in_one_document(4)
    assert people.state() == first
    with office.place.database.reading() as session:
        assert audit.verify(session) is None
        assert audit.altered_decisions(session) == []
        assert audit.altered_deeds(session) == []


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds
)
@given(STEPS)
def test_any_sequence_keeps_every_page_and_is_undone(steps: list[Step]) -> None:
    with _opened(None) as office:
        _story(office, steps, "sac")


@pytest.mark.parametrize(
    "steps",
    [
        [("split", 2, 0, 0), ("retype", 3, 0, 3), ("correct", 2, 0, 1), ("merge", 3, 1, 0)],
        [("extract", 2, 0, 0), ("blank", 2, 0, 0), ("turn", 3, 0, 0), ("home", 0, 0, 3)],
        [("correct", 2, 0, 0), ("merge", 2, 1, 0), ("undo", 0, 0, 0), ("move", 2, 0, 0)],
    ],
)
def test_sequences_on_each_engine(office: Office, steps: list[Step]) -> None:
    _story(office, steps, "sac")
