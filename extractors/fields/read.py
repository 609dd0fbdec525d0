"""A document's fields, lines and marks, from the readings of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.acts import read_act
from extractors.fields.addresses import with_parted_addresses
from extractors.fields.anchored import candidates, unreadable
from extractors.fields.barcodes import read_barcodes
from extractors.fields.candidates import Candidate
from extractors.fields.card import read_card
from extractors.fields.certainty import believed
from extractors.fields.checks import checked
from extractors.fields.choices import read_choice
from extractors.fields.columns import Headed
from extractors.fields.deduced import deduced
from extractors.fields.exemplaire import read_exemplaire
from extractors.fields.knowledge import with_known_drugs, with_known_words
from extractors.fields.labels import (
    LabelHit,
    find_headings,
    find_options,
    labels_in_row,
    longest,
)
from extractors.fields.letterhead import beside_the_doctor, read_letterhead
from extractors.fields.mrz import read_mrz
from extractors.fields.persons import read_person
from extractors.fields.phrases import read_phrases
from extractors.fields.prescriptions import read_prescriptions
from extractors.fields.questions import read_questions
from extractors.fields.running import read_running
from extractors.fields.second_look import Asking, Look, answered, looked_again, nothing_seen
from extractors.fields.tables import table_from
from extractors.fields.tails import with_tails
from extractors.fields.unheaded import read_measures, read_unheaded
from extractors.fields.unlabelled import read_unlabelled
from extractors.fields.wording import composed_headings, composed_labels
from extractors.layout import Layout, lay_out
from extractors.marks.roles import role_marks
from models.documents import DocumentType, Kind, document_type
from models.geometry import Box
from models.reading import Document, DocumentDraft, Field, PageReading
from models.reading import Row as TableRow
from models.values.text import squeezed

VERSION = "champs/2"
COMMON_LABELS = (
    "CIN", "C.I.N.", "CNIE", "tél", "téléphone", "GSM", "fax", "e-mail", "email", "adresse",
    "code postal", "ville", "INPE", "ICE", "I.C.E.", "identifiant fiscal", "patente", "R.C.",
    "né(e) le", "date de naissance", "nom", "prénom", "matricule", "police", "spécialité",
)  # fmt: skip
"""Labels that stand on papers of any type: they end a value even where no field has them."""
CHOSEN = frozenset({Kind.CHOIX, Kind.BOOLEEN})


def read_document(
    draft: DocumentDraft, readings: Mapping[int, PageReading], look: Look = nothing_seen
) -> Document:
    """What the document says, as its type's file describes it; doubtful values looked at again."""
    return answered(reading_document(draft, readings), look)


def reading_document(draft: DocumentDraft, readings: Mapping[int, PageReading]) -> Asking[Document]:
    """`read_document` on its way: it asks for second looks, of all documents at once if need be."""
    kind = document_type(draft.type)
    pages = [lay_out(readings[number], number) for number in draft.pages]
    fields = _fields(kind, pages)
    fields = with_known_words((yield from looked_again(fields, kind)), kind)
    lines = _lines(kind, pages, fields)
    fields |= deduced(fields, lines, kind.fields)
    fields = {
        name: believed(field, name, kind.fields[name].genre, draft.type_confidence)
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


def _fields(kind: DocumentType, pages: Sequence[Layout]) -> dict[str, Field]:
    """One value a field: what check digits prove first, then the best placed reading."""
    labelled = {n: s for n, s in kind.fields.items() if s.genre not in CHOSEN}
    chosen = {n: s for n, s in kind.fields.items() if s.genre in CHOSEN}
    fields: dict[str, Field] = {}
    for page in pages:
        fields |= {n: f for n, f in read_mrz(page, kind).items() if n not in fields}
        fields |= read_card(page, kind, fields)
    found: list[Candidate] = []
    unread: frozenset[str] = frozenset()
    for order, page in enumerate(pages):
        headings = [
            *find_headings(page, _headings(kind), _options(kind)),
            *composed_headings(page),
        ]
        stops = _stops(kind, page, headings)
        hits = [h for h in stops if any(h.means(n, s) for n, s in labelled.items())]
        unread |= unreadable(page, labelled, hits, stops)
        later = 1 - 0.05 * min(order, 4)
        found += [
            replace(c, score=c.score * later)
            for c in candidates(page, labelled, hits, headings, stops)
        ]
        for name, spec in chosen.items():
            field = read_choice(page, name, spec, stops)
            if field is not None and (
                name not in fields or field.confidence > fields[name].confidence
            ):
                fields[name] = field
    proven, fields = fields, _assigned([c for c in found if c.name not in unread])
    for page in pages:
        soft, sure = read_phrases(page, kind)
        fields = soft | fields | sure
    fields |= proven
    for page in pages[:1]:
        fields = read_letterhead(page, kind) | fields
        fields = beside_the_doctor(page, kind, fields) | fields
    for page in pages:
        running = read_running(page, kind) | read_act(page, kind)
        fields = {n: f for n, f in running.items() if n not in unread} | fields
    fields = read_person(pages, kind, fields) | fields
    for page in pages:
        fields = read_unlabelled(page, kind, fields) | fields
    return with_parted_addresses(fields, kind)


def _assigned(found: Sequence[Candidate]) -> dict[str, Field]:
    """Best first; words given to one field are not given to another."""
    fields: dict[str, Field] = {}
    used: dict[int, str] = {}
    for candidate in sorted(found, key=lambda c: -c.score):
        if candidate.name in fields:
            fields[candidate.name] = _with_rival(fields[candidate.name], candidate)
            continue
        owners = {used[id(t)] for t in candidate.tokens if id(t) in used}
        if owners and not (candidate.shared and _pairs(candidate.name, owners)):
            continue
        fields[candidate.name] = candidate.field
        used |= {id(t): candidate.name for t in candidate.tokens}
    return fields


def _pairs(name: str, owners: set[str]) -> bool:
    """Whether `name` is the other half of a name whose words are already used."""
    stem = name.removesuffix("_prenom").removesuffix("_nom")
    return owners <= {f"{stem}_nom", f"{stem}_prenom", "nom", "prenom"}


def _with_rival(field: Field, candidate: Candidate) -> Field:
    if candidate.field.value == field.value or len(field.rivals) >= 4:
        return field
    rival = (candidate.field.value, candidate.field.confidence)
    return replace(field, rivals=(*field.rivals, rival))


def _stops(kind: DocumentType, page: Layout, headings: Sequence[LabelHit]) -> list[LabelHit]:
    """Every label of the type on the page: a value ends where the next label begins."""
    labels = {label for spec in kind.fields.values() for label in spec.etiquettes}
    known = {squeezed(label) for label in labels}
    labels |= {label for label in COMMON_LABELS if squeezed(label) not in known}
    labels |= {anchor for mark in kind.marks.values() for anchor in mark.ancres}
    found: list[LabelHit] = []
    for row in page.rows:
        listed = labels_in_row(row, sorted(labels))
        found += with_tails(longest([*listed, *composed_labels(row, kind, page.aspect)]))
    return [*found, *headings, *find_options(page, _options(kind))]


def _headings(kind: DocumentType) -> tuple[str, ...]:
    return tuple(sorted({title for spec in kind.fields.values() for title in spec.section}))


def _options(kind: DocumentType) -> tuple[str, ...]:
    """Words printed beside tick boxes, all choices of the type together."""
    return tuple(
        sorted({w for spec in kind.fields.values() for words in spec.choix.values() for w in words})
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
            if name == "prescriptions" and not found:
                found = read_prescriptions(page, _boxes(fields, page.number))
            rows += found or read_questions(page, spec)
        if not rows:
            rows = next(filter(None, (read_unheaded(p, spec) for p in pages)), ())
            rows = rows or tuple(row for p in pages for row in read_measures(p, spec))
        if name == "prescriptions":
            rows = with_known_drugs(rows)
        lines[name] = read_barcodes(rows, pages) if name == "lignes" else rows
    return lines


def _boxes(fields: Mapping[str, Field], page: int) -> list[Box]:
    return [f.box for f in fields.values() if f.box is not None and f.page == page]
