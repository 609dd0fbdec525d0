"""What is known of a dossier whose papers are already together: for judging it again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.dossiers.assembly import SEPARATOR, Papers, facts_of
from flows.dossiers.cited import with_cited
from flows.dossiers.earlier import earlier
from flows.dossiers.grouping import announcement
from flows.dossiers.mentions import Traces, traces_of
from flows.dossiers.monthly import is_monthly
from flows.dossiers.noted import noted_on
from flows.dossiers.people import Directory, directory
from flows.dossiers.rivals import WEAK, rivals_of, under_all, weakly_typed
from flows.review.desk import Desk
from models.checklists import (
    Channel,
    Checklist,
    DossierFacts,
    Judgement,
    Signalement,
    guess_dossier_type,
    hinted,
)
from models.entities import (
    Assure,
    Document,
    Dossier,
    Envoi,
    Page,
    PageState,
    Target,
    ThingKind,
)
from models.reading import Document as ReadDocument
from models.reading import PageReading
from storage.records import assures, decisions, documents, envois, pages, thresholds

CONFIRMED_TYPE = "type"
"""Name of the decision that confirms what a dossier is."""


def facts_now(
    desk: Desk, dossier: Dossier, rule: Checklist
) -> tuple[DossierFacts, tuple[Signalement, ...]]:
    """What is known of a dossier as its papers now stand, and what must be said of its persons."""
    session = desk.session
    envoi = envois.get(session, dossier.envoi_id)
    rows = [*documents.of_dossier(session, dossier.id)]
    members = range(len(rows))
    rows += _invoices_of_several(session, envoi, {row.id for row in rows})
    ids = [row.id for row in rows]
    read = documents.current(session, ids)
    said = said_on(session, ids)
    texts = ["\n".join(page.text for page in said[id]) for id in ids]
    noted = [next((page.noted for page in said[id] if page.noted), None) for id in ids]
    found = [read[id] for id in ids]
    plain = tuple(traces_of(document) for document in found)
    papers, known = _people(desk, envoi.organisme, plain, tuple(texts))
    facts, told = facts_of(
        envoi,
        Papers(members, found, ids, texts, papers, noted),
        thresholds.policy(session, desk.settings),
        _doubtful(session, envoi.id),
        known,
    )
    channels = _channels(session, rows, envoi)
    pieces = tuple(
        replace(p, channel=channels[p.id]) if p.id in channels else p for p in facts.pieces
    )
    facts = replace(facts, pieces=pieces, deposited_at=facts.deposited_at)
    codes = [code for id in ids[: len(members)] for page in said[id] for code in page.codes]
    past = earlier(session, facts, rule, codes, dossier)
    if dossier.rattache_a is None and past.joined is not None:
        dossier.rattache_a = past.joined.id
    return replace(facts, history=past.history), (*told, *past.told)


def _invoices_of_several(session: Session, envoi: Envoi, besides: set[str]) -> list[Document]:
    """The invoices of several patients of the envoi, at home in no dossier."""
    query = select(Document).filter_by(
        envoi_id=envoi.id, dossier_id=None, retired_at=None, type="facture"
    )
    rows = [row for row in session.scalars(query) if row.id not in besides]
    read = documents.current(session, [row.id for row in rows])
    return [row for row in rows if is_monthly(read[row.id])]


def _channels(session: Session, rows: Sequence[Document], envoi: Envoi) -> dict[str, Channel]:
    """How papers came that came with another envoi."""
    others = {row.envoi_id for row in rows if row.envoi_id != envoi.id}
    came = {id: Channel(envois.get(session, id).channel.value) for id in others}
    return {row.id: came[row.envoi_id] for row in rows if row.envoi_id in came}


def _doubtful(session: Session, envoi_id: str) -> int:
    """Pages of the envoi that were not read, or of which nobody knows what they are."""
    unread = select(func.count()).select_from(Page).where(
        Page.envoi_id == envoi_id, Page.state != PageState.LUE
    )  # fmt: skip
    unknown = select(Document.id).where(
        Document.envoi_id == envoi_id,
        Document.type == "autre",
        Document.retired_at.is_(None),
        Document.type_confidence < 1.0,  # nobody said that it is of no known type
    )
    ids = list(session.scalars(unknown))
    sheets = sum(len(found) for found in documents.pages(session, ids).values()) if ids else 0
    return (session.scalar(unread) or 0) + sheets


# --- what is kept of pages and of the base between two judgements ------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What a page says: its words, its codes, the second paper that it bears."""

    text: str = ""
    codes: tuple[str, ...] = ()
    noted: ReadDocument | None = None


_MOST_PAGES, _MOST_BASES = 4096, 64
_said_by_page: OrderedDict[tuple[str, int | None, str | None], _Said] = OrderedDict()
_bases: OrderedDict[tuple[object, ...], tuple[list[Traces], Directory]] = OrderedDict()
_writings: dict[tuple[object, ...], tuple[tuple[str, str], ...]] = {}
_cache = Lock()


def said_on(session: Session, document_ids: Sequence[str]) -> dict[str, list[_Said]]:
    """What each page of each document says.

    Pages do not change but by acts, which give them a version: what they say is kept in memory.
    """
    sheets = documents.pages(session, document_ids)
    keys = {p.id: (p.id, p.version_seq, p.image_sha256) for some in sheets.values() for p in some}
    with _cache:
        known = {id: _said_by_page[key] for id, key in keys.items() if key in _said_by_page}
    missing = [id for id in keys if id not in known]
    seen = pages.readings_of(session, missing) if missing else {}
    numbers = {p.id: p.number for some in sheets.values() for p in some}
    fresh = {id: _said(seen.get(id), numbers[id]) for id in missing}
    with _cache:
        for id, said in fresh.items():
            _said_by_page[keys[id]] = said
        while len(_said_by_page) > _MOST_PAGES:
            _said_by_page.popitem(last=False)
    known |= fresh
    return {id: [known[page.id] for page in some] for id, some in sheets.items()}


def _said(seen: PageReading | None, number: int) -> _Said:
    if seen is None:
        return _Said()
    codes = tuple(code.text for code in seen.barcodes)
    return _Said(seen.text, codes, noted_on({number: seen}))


def _people(
    desk: Desk, owner: str | None, plain: tuple[Traces, ...], texts: tuple[str, ...]
) -> tuple[list[Traces], Directory]:
    """The traces, those of the words too, and the families of the base that come near them.

    Searching a base of 100 000 names takes long; most corrections change nothing of who it is.
    """
    stamp = desk.session.execute(
        select(func.count(), func.max(Assure.updated_at)).select_from(Assure)
    ).one()
    if not stamp[0]:
        return [*plain], Directory()
    amounts = [traces.amounts for traces in plain]  # they tell nobody apart in the base
    bare = tuple(replace(traces, amounts=frozenset()) for traces in plain)
    base = (str(desk.place.database.engine.url), owner, *stamp)
    with _cache:
        known = _bases.get((*base, bare, texts))
        writings = _writings.get(base)
    if known is None:
        if writings is None:
            writings = tuple(assures.writings(desk.session, organisme=owner))
        papers = with_cited(bare, texts, [name for _, name in writings])
        known = (papers, directory(desk.session, papers, owner, writings))
    with _cache:
        _bases[(*base, bare, texts)] = known
        _bases.move_to_end((*base, bare, texts))
        while len(_bases) > _MOST_BASES:
            _bases.popitem(last=False)
        if writings is not None:
            _writings.clear()  # one base at a time is worth its memory
            _writings[base] = writings
    found = [replace(one, amounts=some) for one, some in zip(known[0], amounts, strict=True)]
    return found, known[1]


# --- the type --------------------------------------------------------------------------------


def type_is_settled(session: Session, dossier: Dossier) -> bool:
    """Whether a person, or the separator sheet before its papers, said what the dossier is."""
    said = decisions.latest(
        session, ThingKind.DOSSIER, dossier.id, Target.ATTRIBUTE, name=CONFIRMED_TYPE
    )
    if said is not None:
        return said.value == f"{dossier.organisme}/{dossier.type}"
    own = documents.of_dossier(session, dossier.id)
    sheets = documents.pages(session, [d.id for d in own if d.envoi_id == dossier.envoi_id])
    numbers = [page.number for some in sheets.values() for page in some]
    if not numbers:
        return False
    separators = select(Document.id).filter_by(
        envoi_id=dossier.envoi_id, type=SEPARATOR, retired_at=None
    )
    before: list[tuple[int, str]] = []
    for id, some in documents.pages(session, list(session.scalars(separators))).items():
        before += [(page.number, id) for page in some if page.number < min(numbers)]
    if not before:
        return False
    there = said_on(session, [max(before)[1]])[max(before)[1]]
    lines = "\n".join("\n".join((*page.codes, page.text)) for page in there)
    return announcement(lines).type == dossier.type


def doubted(
    session: Session, dossier: Dossier, found: Judgement, facts: DossierFacts, rule: Checklist
) -> Judgement:
    """The verdict, with the doubts about the type that its assembly would have."""
    envoi = envois.get(session, dossier.envoi_id)
    guesses = guess_dossier_type(hinted(facts), envoi.organisme)
    own = (rule.organisme, rule.type)
    rivals = rivals_of(facts, envoi.organisme, guesses, rule)
    found = under_all(found, facts, rivals, found.judged_on)
    score = next((g.score for g in guesses if (g.organisme, g.type) == own), 0.0)
    return weakly_typed(found, facts) if score < WEAK else found
