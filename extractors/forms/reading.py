"""Papers understood with the help of known forms: their type, and what stands in their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractors import fields as fields_stage
from extractors.fields.second_look import Asking
from extractors.forms.known import read_by_form, recognised
from extractors.forms.recognise import KnownForms, signs
from extractors.layout import lay_out
from models.documents import document_type
from models.reading import Document, DocumentDraft, PageReading, TypedPage

TYPED = 0.95
"""Probability of the type of a page that is a known form."""
WHOLE = 0.6
"""Share of a page's printed words that are the form's before it tells the type: two cards
photocopied on one sheet are not one of them."""


def typed_by_form(page: TypedPage, reading: PageReading, known: KnownForms) -> TypedPage:
    """The page with the type of the form that it is, people having said what that form is."""
    if not known or page.separator is not None:
        return page
    match = known.recognise(lay_out(reading, page.number))
    if match is None or signs(match.registration)["page expliquée"] < WHOLE:
        return page
    if page.scores.get(match.form.type, 0.0) >= TYPED:
        return page
    rest = sum(much for name, much in page.scores.items() if name != match.form.type) or 1.0
    scores = {name: much * (1 - TYPED) / rest for name, much in page.scores.items()}
    return replace(page, scores=scores | {match.form.type: TYPED}, titled=match.order == 0)


def reading_document(
    draft: DocumentDraft, readings: Mapping[int, PageReading], known: KnownForms
) -> Asking[Document]:
    """`fields.reading_document`, its values against what the places of a known form say."""
    document = yield from fields_stage.reading_document(draft, readings)
    if not known:
        return document
    kind = document_type(draft.type)
    found = recognised(known, [lay_out(readings[n], n) for n in draft.pages], kind)
    fields = yield from read_by_form(document.fields, found, kind)
    return replace(document, fields=fields)
