"""A document's fields, lines and marks, from the readings of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.barcodes import read_barcodes
from extractors.fields.certainty import believed
from extractors.fields.checks import checked
from extractors.fields.columns import Headed
from extractors.fields.deduced import deduced
from extractors.fields.exemplaire import read_exemplaire
from extractors.fields.family import not_of_others, read_family
from extractors.fields.finding import find_fields
from extractors.fields.knowledge import with_known_drugs, with_known_words
from extractors.fields.patients import read_of_patients
from extractors.fields.prescriptions import read_prescriptions
from extractors.fields.questions import read_questions
from extractors.fields.second_look import Asking, Look, answered, looked_again, nothing_seen
from extractors.fields.sums import told_by_sums
from extractors.fields.tables import table_from
from extractors.fields.unheaded import read_measures, read_till, read_unheaded
from extractors.fields.witness import witnessed
from extractors.layout import Layout, lay_out
from extractors.marks.roles import role_marks
from models.documents import DocumentType, document_type
from models.geometry import Box
from models.reading import Document, DocumentDraft, Field, PageReading
from models.reading import Row as TableRow

VERSION = "champs/6"


def read_document(
    draft: DocumentDraft, readings: Mapping[int, PageReading], look: Look = nothing_seen
) -> Document:
    """What the document says, as its type's file describes it; doubtful values looked at again."""
    return answered(reading_document(draft, readings), look)


def reading_document(draft: DocumentDraft, readings: Mapping[int, PageReading]) -> Asking[Document]:
    """`read_document` on its way: it asks for second looks, of all documents at once if need be."""
    kind = document_type(draft.type)
    pages = [lay_out(readings[number], number) for number in draft.pages]
    found = find_fields(kind, pages)
    seen = yield from looked_again(found.fields, kind)
    fields = with_known_words(seen, kind)
    lines = _lines(kind, pages, fields)
    fields |= deduced(fields, lines, kind.fields)
    summed = told_by_sums(fields, lines, pages, kind.fields)
    fields |= summed
    told = {n: t for n, t in witnessed(found, seen, pages).items() if n not in summed}
    fields = {
        name: believed(field, name, kind.fields[name].genre, draft.type_confidence, told.get(name))
        for name, field in checked(fields, lines).items()
    }
    fields["exemplaire"] = read_exemplaire(pages)
    return Document(
        pages=draft.pages,
        type=draft.type,
        type_confidence=draft.type_confidence,
        fields=fields,
        lines=lines,
        marks=role_marks(kind.marks, [(p.number, p.reading) for p in pages]),
        cut_confidence=draft.cut_confidence,
    )


def _lines(
    kind: DocumentType, pages: Sequence[Layout], fields: Mapping[str, Field]
) -> dict[str, tuple[TableRow, ...]]:
    lines: dict[str, tuple[TableRow, ...]] = {}
    for name, spec in kind.lines.items():
        rows: tuple[TableRow, ...] = ()
        columns: Sequence[Headed] = ()
        for page in pages:
            found, columns = table_from(page, spec, columns)
            if name == "prescriptions" and not any("medicament" in row for row in found):
                found = read_prescriptions(page, _boxes(fields, page.number))
            rows += not_of_others(found, page, name) or read_questions(page, spec)
        headed = rows
        if not any(set(spec.obligatoires) <= row.keys() for row in rows):
            rows = ()  # one of its columns has no heading
        if not rows:
            rows = tuple(row for p in pages for row in read_family(p, name, spec))
        if not rows:
            rows = tuple(row for p in pages for row in read_till(p, spec))
        if not rows:
            rows = tuple(row for p in pages for row in read_of_patients(p, spec))
        if not rows:
            rows = next(filter(None, (read_unheaded(p, spec) for p in pages)), ())
            rows = rows or tuple(row for p in pages for row in read_measures(p, spec)) or headed
        if name == "prescriptions":
            rows = with_known_drugs(rows)
        lines[name] = read_barcodes(rows, pages) if name == "lignes" else rows
    return lines


def _boxes(fields: Mapping[str, Field], page: int) -> list[Box]:
    return [f.box for f in fields.values() if f.box is not None and f.page == page]
