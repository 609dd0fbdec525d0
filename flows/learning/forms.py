"""From what people decided to known forms.

Before an envoi is understood, the papers decided about since the last time are gone through: one
that a person has been through teaches a form, or makes the form that it is of a better one.
A form whose proposals people correct is asked about these fields no longer, then set aside.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from extractors.forms.learn import example, improved, teaches
from extractors.forms.recognise import KnownForms, Match
from extractors.layout import Layout, lay_out
from models.entities import Dossier, Etape, FormState, KnownForm, Target
from models.forms import Form
from models.reading import Document, Field, How, PageReading
from storage.records import decisions, documents, forms, pages

SURE = 0.9
"""Confidence of a value that nobody decided about, from which it shows a place."""
BLANK_TYPES = frozenset({"autre", "page_blanche", "feuille_separatrice", "photo_identite"})
"""Types whose papers have no layout in common."""
FIELD_ERROR, FORM_ERROR = 0.2, 0.1
"""Share of errors that a field, or a whole form, has at most to be asked about."""
DOUBT = 1.645
"""Standard deviations: it is surely over the limit (19 chances in 20) before it is set aside."""

logger = logging.getLogger(__name__)


def learn(session: Session) -> None:
    """Go through what people decided since the last time."""
    seen = forms.looked_up_to(session)
    if forms.decided_since(session, seen)[0] == seen:
        return
    forms.hold(session)
    seen = forms.looked_up_to(session)  # another process may have gone through them meanwhile
    last, document_ids, dossier_ids = forms.decided_since(session, seen)
    if last == seen:
        return
    settled = {
        row.id
        for dossier_id in dossier_ids
        if (dossier := session.get(Dossier, dossier_id)) and dossier.etape is Etape.VALIDE
        for row in documents.of_dossier(session, dossier_id)
    }
    _watch(session, document_ids)
    ids = list(dict.fromkeys([*document_ids, *settled]))
    done = forms.taught(session, ids)
    for document_id in ids:
        if document_id not in done:
            _try_to_learn(session, document_id, last, validated=document_id in settled)
    forms.note(session, last)


def known(session: Session) -> KnownForms:
    """The forms that papers are read by."""
    return KnownForms(forms.in_use(session))


def _try_to_learn(session: Session, document_id: str, last: int, *, validated: bool) -> None:
    """Learn from one paper; one that cannot be learned from keeps no envoi from being read."""
    try:
        with session.begin_nested():
            _learn_from(session, document_id, last, validated=validated)
    except OperationalError:  # the database's fault, not the paper's
        raise
    except Exception:
        logger.exception("papier_non_appris", extra={"reference": document_id})
        forms.note(session, last, document_id)


def _learn_from(session: Session, document_id: str, last: int, *, validated: bool) -> None:
    row = documents.get(session, document_id)
    if row.retired_at is not None or row.type in BLANK_TYPES:
        return
    document = documents.current(session, [document_id])[document_id]
    shown = _shown(session, document_id)
    if not validated and not _gone_through(document):
        return
    readings = _readings(session, document_id)
    if set(readings) != set(document.pages):
        return
    pages_taught = example(_trusted(document), readings, shown)
    if not teaches(pages_taught):
        forms.note(session, last, document_id)
        return
    layouts = [lay_out(readings[number], number) for number in document.pages]
    match = _same(known(session), layouts, document.type)
    if match is None:
        form = forms.add(session, Form("", document.type, pages_taught))
    else:
        form = improved(match.form, pages_taught, dict(enumerate(layouts)))
        forms.improve(session, form)
    forms.note(session, last, document_id, form.id)


def _same(known: KnownForms, layouts: Sequence[Layout], type: str) -> Match | None:
    """The form that the paper is already of."""
    return next(filter(None, (known.recognise(page, type) for page in layouts)), None)


def _gone_through(document: Document) -> bool:
    """Whether a person has decided about a value, and left no doubtful one undecided."""
    fields = document.fields.values()
    return any(f.how is How.RELECTEUR for f in fields) and all(_holds(f) for f in fields)


def _holds(field: Field) -> bool:
    return field.how is How.RELECTEUR or field.confidence >= SURE


def _trusted(document: Document) -> Document:
    """The paper with what a person decided and what was surely read: a wrong place is learned badly.

    The rest stays as it is for telling the form's words from somebody's.
    """
    kept = {name: field for name, field in document.fields.items() if _holds(field)}
    left = {name: field for name, field in document.fields.items() if name not in kept}
    lines = {**document.lines, "": (left,)} if left else document.lines
    return replace(document, fields=kept, lines=lines)


def _shown(session: Session, document_id: str) -> frozenset[str]:
    """Fields whose place a person pointed at on the page."""
    rows = decisions.standing(documents.decided(session, document_id))
    return frozenset(
        row.name for row in rows if row.target is Target.FIELD and row.name and row.box is not None
    )


def _readings(session: Session, document_id: str) -> dict[int, PageReading]:
    sheets = documents.pages(session, [document_id])[document_id]
    kept = pages.readings_of(session, [page.id for page in sheets])
    return {page.number: kept[page.id] for page in sheets if page.id in kept}


# --- forms that do harm ----------------------------------------------------------------------


def _watch(session: Session, document_ids: Iterable[str]) -> None:
    """Set aside the fields, or the whole, of forms whose proposals people correct."""
    for form_id in forms.behind(session, list(document_ids)):
        row = session.get_one(KnownForm, form_id)
        if row.state is FormState.EN_SERVICE:
            _judge(session, row)


def _judge(session: Session, row: KnownForm) -> None:
    judged = forms.outcomes(session, row.id)
    harmful = {name for name, (n, wrong) in judged.items() if _surely_over(wrong, n, FIELD_ERROR)}
    row.aside = sorted({*row.aside, *harmful})
    kept = [counts for name, counts in judged.items() if name not in row.aside]
    number, wrong = (sum(column) for column in zip(*kept, strict=True)) if kept else (0, 0)
    if _surely_over(wrong, number, FORM_ERROR) or (judged and not kept and len(row.aside) > 1):
        every, all_wrong = (sum(column) for column in zip(*judged.values(), strict=True))
        why = f"{all_wrong} valeurs corrigées sur {every} proposées et relues"
        forms.set_state(session, row, FormState.ECARTE, why)
    session.flush()


def _surely_over(wrong: int, number: int, limit: float) -> bool:
    """Whether so many errors say that their share is over the limit (Wilson's lower bound)."""
    if number == 0 or wrong < 2:
        return False
    share, z2 = wrong / number, DOUBT**2
    middle = share + z2 / (2 * number)
    spread = DOUBT * math.sqrt(share * (1 - share) / number + z2 / (4 * number**2))
    return (middle - spread) / (1 + z2 / number) > limit
