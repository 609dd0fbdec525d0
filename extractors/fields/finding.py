"""The fields of a document, each from the best of its readings, with how the paper told them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.fields.acts import read_act
from extractors.fields.addresses import with_parted_addresses
from extractors.fields.ages import read_age
from extractors.fields.anchored import candidates, unreadable
from extractors.fields.asked import fields_asked
from extractors.fields.birthplaces import read_birthplaces
from extractors.fields.boxes import around, tick_boxes
from extractors.fields.broken import not_completing, with_broken
from extractors.fields.candidates import Candidate
from extractors.fields.card import read_card, read_card_address
from extractors.fields.choices import read_choice
from extractors.fields.clients import with_clients
from extractors.fields.columns import AS_COLUMN, heads
from extractors.fields.dated import only_day, placed_day, read_placed, told_by_place
from extractors.fields.evidence import CHOSEN
from extractors.fields.facing import facing
from extractors.fields.gathering import Gathering, assigned
from extractors.fields.headings import composed_headings
from extractors.fields.in_answers import without_house_names, without_values
from extractors.fields.labels import (
    LabelHit,
    announces,
    find_headings,
    find_options,
    labels_in_row,
    longest,
    not_options,
)
from extractors.fields.letterhead import beside_the_doctor, better_named, read_letterhead
from extractors.fields.matrix import matrix_candidates
from extractors.fields.measured import read_measured
from extractors.fields.mrz import read_mrz
from extractors.fields.people import DOCTOR
from extractors.fields.periods import read_dated, read_stay
from extractors.fields.persons import read_person
from extractors.fields.phrases import read_phrases
from extractors.fields.places import CIVILITIES
from extractors.fields.running import read_running
from extractors.fields.tails import with_tails
from extractors.fields.unlabelled import read_unlabelled
from extractors.fields.witness import By, Told
from extractors.fields.wording import composed_labels
from extractors.layout import Layout
from models.documents import DocumentType, FieldSpec, Kind
from models.geometry import Box
from models.reading import Field
from models.values.text import folded, squeezed

COMMON_LABELS = (
    "CIN", "C.I.N.", "CNIE", "tél", "téléphone", "GSM", "fax", "e-mail", "email", "adresse",
    "code postal", "ville", "INPE", "ICE", "I.C.E.", "identifiant fiscal", "patente", "R.C.",
    "né(e) le", "date de naissance", "nom", "prénom", "matricule", "police", "spécialité",
)  # fmt: skip
"""Labels that stand on papers of any type: they end a value even where no field has them."""
ISSUERS = frozenset({"emetteur_nom", "etablissement_nom"})


@dataclass(frozen=True, slots=True)
class Found:
    """`told`: how each field was told. `understood`: share of the fields that labels of the
    paper ask for which were found beside them."""

    fields: dict[str, Field]
    told: dict[str, Told]
    understood: float


def find_fields(kind: DocumentType, pages: Sequence[Layout]) -> Found:
    """One value a field: what check digits prove first, then the best placed reading."""
    pages = [facing(page, kind) for page in pages]
    labelled = {n: s for n, s in kind.fields.items() if s.genre not in CHOSEN}
    proven: dict[str, Field] = {}
    for page in pages:
        proven |= {n: f for n, f in read_mrz(page, kind).items() if n not in proven}
        proven |= read_card(page, kind, proven)
    chosen = {n: s for n, s in kind.fields.items() if s.genre in CHOSEN}
    found: list[Candidate] = []
    ticked: dict[str, Field] = {}
    asked: set[str] = set()
    before: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    first: list[LabelHit] = []
    ends: dict[int, list[LabelHit]] = {}
    for order, page in enumerate(pages):
        titles = find_headings(page, _headings(kind), _options(kind))
        headings = not_completing(page, [*titles, *composed_headings(page)])
        stops = labels_on(kind, page, headings)
        asking = [h for h in stops if not _greets(h)]
        hits = [h for h in asking if any(h.means(n, s) for n, s in labelled.items())]
        hits = with_clients(_not_heads(not_options(hits, stops), page, kind), labelled)
        first = first or hits
        ends[page.number] = stops
        asked |= {n for h in hits for n, s in labelled.items() if h.means(n, s)}
        unread |= unreadable(page, labelled, hits, stops)
        later = 1 - 0.05 * min(order, 4)
        found += [
            replace(c, score=c.score * later)
            for c in (
                *candidates(page, labelled, hits, headings, stops, before),
                *matrix_candidates(page, labelled, stops),
            )
        ]
        ticked |= _ticked(page, chosen, stops, proven | ticked)
        if order + 1 < len(pages):
            before |= fields_asked(page, labelled, hits, headings, stops)
    day = placed_day(pages)
    got = assigned([c for c in told_by_place(found, day) if c.name not in unread])
    said = _by_phrases(kind, pages)
    got.add(By.PHRASE, said[0])
    got.complete(
        By.PHRASE, {n: f for n, f in said[0].items() if kind.fields[n].genre is Kind.TEXTE}
    )
    for page in pages:
        got.add(By.PHRASE, read_measured(page, kind))
    got.replace(By.PHRASE, said[1])
    got.replace(By.CHOIX, ticked)
    got.replace(By.PREUVE, {n: f for n, f in proven.items() if n not in ticked})
    for page in pages[:1]:
        head = read_letterhead(page, kind, first, _answered_boxes(page, got))
        got.add(By.ENTETE, head)
        got.replace(
            By.ENTETE,
            {
                n: f
                for n, f in head.items()
                if n in ISSUERS and better_named(got.fields[n], got.told[n], f)
            },
        )
        got.add(By.ENTETE, beside_the_doctor(page, kind, got.fields))
    for page in pages:
        got.add(By.PHRASE, read_stay(page, kind))
        got.add(By.PHRASE, read_dated(page, kind, got.fields))
        got.add(By.PHRASE, read_birthplaces(page, kind, got.fields, ends[page.number]))
    got.add(By.PHRASE, read_placed(day, kind.fields, got.fields))
    for page in pages:
        running = read_running(page, kind) | read_act(page, kind)
        free = {n: f for n, f in running.items() if n not in unread and not got.has_told(f)}
        got.add(By.TEXTE, free)
    got.add(By.TEXTE, read_person(pages, kind, got.fields))
    for page in pages:
        got.add(By.PHRASE, read_age(page, kind, got.fields))
        got.add(By.FORME, read_card_address(page, kind))
        got.add(By.FORME, read_unlabelled(page, kind, got.fields))
    got.add(By.TEXTE, only_day(pages, kind.fields, got.fields))
    met = [n for n in asked if n in got.fields]
    understood = len(met) / len(asked) if asked else 1.0
    return Found(with_parted_addresses(got.fields, kind), got.told, understood)


def _not_heads(hits: Sequence[LabelHit], page: Layout, kind: DocumentType) -> list[LabelHit]:
    """The hits without those that head a column of a table: what stands below is of its lines.

    What a column says of the whole paper stays.
    """
    columns = heads(page, kind.lines.values())
    own = {n for n in kind.fields if n in AS_COLUMN and n != "montant_total"}
    return [
        h
        for h in hits
        if any(h.means(n, kind.fields[n]) for n in own)
        or not any(h.row is row and box.x0 <= h.box.cx <= box.x1 for row, box in columns)
    ]


def _ticked(
    page: Layout,
    specs: Mapping[str, FieldSpec],
    stops: Sequence[LabelHit],
    known: Mapping[str, Field],
) -> dict[str, Field]:
    """Choices that this page tells more surely than those before it."""
    read = {n: read_choice(page, n, spec, stops) for n, spec in specs.items()}
    return {
        n: f
        for n, f in read.items()
        if f is not None and (n not in known or f.confidence > known[n].confidence)
    }


def _answered_boxes(page: Layout, got: Gathering) -> list[Box]:
    """Where answers to labels stand that are no name of who issues the paper."""
    return [
        field.box
        for name, field in got.fields.items()
        if field.box is not None
        and field.page == page.number
        and name not in ISSUERS
        and got.told[name].by is By.ETIQUETTE
    ]


def _by_phrases(
    kind: DocumentType, pages: Sequence[Layout]
) -> tuple[dict[str, Field], dict[str, Field]]:
    """Fields told by sentences, and those told more surely than by a label."""
    soft: dict[str, Field] = {}
    sure: dict[str, Field] = {}
    for page in pages:
        some, more = read_phrases(page, kind)
        soft = some | soft
        sure |= more
    return soft, sure


def labels_on(kind: DocumentType, page: Layout, headings: Sequence[LabelHit]) -> list[LabelHit]:
    """Every label of the type on the page: a value ends where the next label begins."""
    own = {label for spec in kind.fields.values() for label in spec.etiquettes}
    known = {squeezed(label) for label in own}
    labels = own | {label for label in COMMON_LABELS if squeezed(label) not in known}
    marked = {anchor for mark in kind.marks.values() for anchor in mark.ancres}
    labels |= marked
    found: list[LabelHit] = []
    boxes = tick_boxes(page)
    for row in page.rows:
        listed = labels_in_row(row, sorted(labels))
        # Of equals the first is kept: what asks for a field before what only ends a value, and
        # the place of a stamp («Médecin prescripteur») before a label that nothing answers.
        asking = [h for h in listed if h.label in own]
        composed = [
            h
            for h in composed_labels(row, kind, page.aspect)
            if not (_bare(h) and around(page, h.box, boxes).before)  # «□ commune □ individuelle»
        ]
        asking += [h for h in composed if _answered(h)]
        stamps = [h for h in listed if h.label in marked]
        hits = longest([*asking, *stamps, *composed, *listed])
        found += without_values(with_tails([h for h in hits if not _begins_answer(h)]))
    found = without_house_names(page, kind, found)
    found = with_broken(page, kind, {squeezed(label): label for label in labels}, found, headings)
    return [*found, *headings, *find_options(page, _options(kind))]


def _bare(hit: LabelHit) -> bool:
    """Whether a label that asks for something is one word that announces nothing."""
    return bool(hit.names) and hit.first == hit.last and not announces(hit.row, hit.last)


def _begins_answer(hit: LabelHit) -> bool:
    """Whether a «le» right after a colon is a word of the answer: «Naissance : le 19 juin 1982»."""
    said = folded(hit.tokens[0].text) == "le" and len(hit.tokens) == 1
    return said and hit.first > 0 and hit.row.tokens[hit.first - 1].text.endswith(":")


def _greets(hit: LabelHit) -> bool:
    """Whether words are those that a letter begins with: «Madame, Monsieur,»."""
    civil = all(w in CIVILITIES for t in hit.tokens for w in folded(t.text).split())
    return civil and hit.tokens[-1].text.endswith(",")


def _answered(hit: LabelHit) -> bool:
    """Whether a label's answer is plainly beside it: after a colon, or a doctor's title."""
    after = hit.row.tokens[hit.last + 1 : hit.last + 2]
    return announces(hit.row, hit.last) or any(folded(t.text) in DOCTOR for t in after)


def _headings(kind: DocumentType) -> tuple[str, ...]:
    return tuple(sorted({title for spec in kind.fields.values() for title in spec.section}))


def _options(kind: DocumentType) -> tuple[str, ...]:
    """Words printed beside tick boxes, all choices of the type together."""
    return tuple(
        sorted({w for spec in kind.fields.values() for words in spec.choix.values() for w in words})
    )
