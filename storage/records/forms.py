"""Learned forms: kept a version a lesson, set aside or forgotten by their state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.documents import document_types
from models.entities import (
    Decision,
    Document,
    FormLesson,
    FormState,
    FormVersion,
    JsonObject,
    KnownForm,
    Proposal,
    Target,
    ThingKind,
)
from models.forms import Anchor, Form, FormPage, Place
from models.geometry import Box
from storage import locks
from storage.records import codec, sealed_values
from storage.records.decisions import standing

LOCK = "formulaires"


def hold(session: Session) -> None:
    """One process learns at a time."""
    locks.hold(session, LOCK)


def add(session: Session, form: Form) -> Form:
    """Keep a new form; it gets its identifier and its number."""
    number = (session.scalar(select(func.max(KnownForm.number))) or 0) + 1
    row = KnownForm(number=number, type=form.type)
    session.add(row)
    session.flush()
    form = replace(form, id=row.id, label=label(row))
    _keep(session, form)
    return form


def improve(session: Session, form: Form) -> None:
    """Keep what a form became of a further paper."""
    _keep(session, form)


def in_use(session: Session) -> list[Form]:
    """The forms that papers are read by, as they are now."""
    rows = session.scalars(select(KnownForm).filter_by(state=FormState.EN_SERVICE)).all()
    return _forms(session, rows)


def every(session: Session) -> Sequence[KnownForm]:
    """All forms, set aside and forgotten ones too, by number."""
    return session.scalars(select(KnownForm).order_by(KnownForm.number)).all()


def by_number(session: Session, number: int) -> KnownForm | None:
    return session.scalar(select(KnownForm).filter_by(number=number))


def current(session: Session, row: KnownForm) -> Form:
    """The form as it is now."""
    (form,) = _forms(session, [row])
    return form


def set_state(session: Session, row: KnownForm, state: FormState, why: str | None) -> None:
    row.state, row.why = state, why
    session.flush()


def label(row: KnownForm) -> str:
    """«formulaire nº 3 (feuille de soins)»."""
    kind = document_types().get(row.type)
    return f"formulaire nº {row.number} ({(kind.libelle if kind else row.type).lower()})"


def reason(session: Session, used: str) -> str | None:
    """Why a proposal of the form `used` (`ID/VERSION`) was made, for people."""
    row = session.get(KnownForm, used.partition("/")[0])
    return f"lu d'après le {label(row)}, appris de papiers corrigés" if row is not None else None


# --- what was looked at ----------------------------------------------------------------------


def looked_up_to(session: Session) -> int:
    """The last decision that was gone through for what it teaches."""
    return session.scalar(select(func.max(FormLesson.decision_seq))) or 0


def note(
    session: Session, up_to: int, document_id: str | None = None, form_id: str | None = None
) -> None:
    """Keep that decisions were gone through, or that a paper was looked at and what it taught."""
    session.add(FormLesson(decision_seq=up_to, document_id=document_id, form_id=form_id))
    session.flush()


def taught(session: Session, document_ids: Collection[str]) -> set[str]:
    """Those of the papers that were looked at already."""
    query = select(FormLesson.document_id).where(FormLesson.document_id.in_(document_ids))
    return {id for id in session.scalars(query) if id is not None}


def lessons(session: Session, form_id: str) -> Sequence[FormLesson]:
    """The papers that a form was learned from, the first one first."""
    query = select(FormLesson).filter_by(form_id=form_id).order_by(FormLesson.seq)
    return session.scalars(query).all()


def decided_since(session: Session, seq: int) -> tuple[int, list[str], list[str]]:
    """The last decision, and the documents and dossiers that people decided about since `seq`."""
    query = select(Decision.seq, Decision.thing_kind, Decision.thing_id)
    rows = session.execute(query.where(Decision.seq > seq).order_by(Decision.seq)).all()
    last = rows[-1].seq if rows else seq

    def of(kind: ThingKind) -> list[str]:
        return list(dict.fromkeys(row.thing_id for row in rows if row.thing_kind is kind))

    return last, of(ThingKind.DOCUMENT), of(ThingKind.DOSSIER)


def behind(session: Session, document_ids: Collection[str]) -> list[str]:
    """The forms that proposed values of these papers."""
    query = select(Proposal.form).where(
        Proposal.document_id.in_(document_ids), Proposal.form.is_not(None)
    )
    return sorted({(form or "").partition("/")[0] for form in session.scalars(query)})


def outcomes(session: Session, form_id: str) -> dict[str, tuple[int, int]]:
    """By field, how often what the form proposed was judged by a person, and how often corrected.

    A value counts when a person decided about it; what nobody looked at tells nothing.
    """
    query = (
        select(Proposal)
        .join(Document, Document.id == Proposal.document_id)
        .where(Proposal.form.like(f"{form_id}/%"), Proposal.target == Target.FIELD)
        .order_by(Proposal.seq)
    )
    proposed = {(p.document_id, p.name or ""): p.value for p in session.scalars(query)}
    said = _standing(session, {document_id for document_id, _ in proposed})
    judged: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, value in proposed.items():
        if place in said:
            judged[place[1]][0] += 1
            judged[place[1]][1] += said[place] != value
    return {name: (number, wrong) for name, (number, wrong) in judged.items()}


def _standing(
    session: Session, document_ids: Collection[str]
) -> Mapping[tuple[str, str], str | None]:
    sealed_values.warm(session, document_ids)
    query = select(Decision).where(
        Decision.thing_kind == ThingKind.DOCUMENT,
        Decision.thing_id.in_(document_ids),
        Decision.target == Target.FIELD,
    )
    rows = session.scalars(query.order_by(Decision.seq)).all()
    return {(row.thing_id, row.name or ""): row.value for row in standing(rows)}


# --- a form as JSON --------------------------------------------------------------------------


def _keep(session: Session, form: Form) -> None:
    session.add(FormVersion(form_id=form.id, version=form.version, content=to_json(form)))
    session.flush()


def _forms(session: Session, rows: Sequence[KnownForm]) -> list[Form]:
    latest = (
        select(func.max(FormVersion.seq))
        .where(FormVersion.form_id.in_([row.id for row in rows]))
        .group_by(FormVersion.form_id)
    )
    versions = session.scalars(select(FormVersion).where(FormVersion.seq.in_(latest)))
    kept = {version.form_id: version for version in versions}
    return [from_json(row, kept[row.id]) for row in rows]


def to_json(form: Form) -> JsonObject:
    """What a version keeps: words that are printed and boxes."""
    return {
        "examples": form.examples,
        "pages": [
            {
                "aspect": page.aspect,
                "anchors": [[a.text, *_numbers(a), a.seen] for a in page.anchors],
                "places": [
                    {
                        "name": p.name,
                        "option": p.option,
                        "boxes": [codec.box_to_json(b) for b in p.boxes],
                    }
                    for p in page.places
                ],
            }
            for page in form.pages
        ],
    }


def from_json(row: KnownForm, kept: FormVersion) -> Form:
    return Form(
        id=row.id,
        type=row.type,
        pages=tuple(_page(page) for page in kept.content["pages"]),
        examples=kept.content["examples"],
        version=kept.version,
        label=label(row),
        aside=frozenset(row.aside),
    )


def _page(data: JsonObject) -> FormPage:
    return FormPage(
        data["aspect"],
        tuple(Anchor(text, Box(*box), seen) for text, *box, seen in data["anchors"]),
        tuple(
            Place(p["name"], tuple(Box(*b) for b in p["boxes"]), p["option"])
            for p in data["places"]
        ),
    )


def _numbers(anchor: Anchor) -> list[float]:
    return [round(v, 5) for v in (anchor.box.x0, anchor.box.y0, anchor.box.x1, anchor.box.y1)]
