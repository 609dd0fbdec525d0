"""What pages say, kept to be searched: SQLite finds it by FTS5, PostgreSQL by a tsvector.

Both compare the same folded words, made here, so that both find the same pages. Words are not
reduced to French stems: names and numbers are what people look for, and the beginning of a word
finds its plural. Numbers are found however they are spaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, Integer, column, delete, func, select, table, text
from sqlalchemy.orm import Session

from models.entities import PageText
from models.geometry import Box
from models.reading import PageReading, Word
from models.values.text import folded
from storage.records import vault

MOST_TERMS = 8
BEGINS = 3
"""Letters from which on a term stands for all words that begin so."""
MANY = 1000
"""Pages from which on a word is one that many bear."""
_LONGEST = 60
_SERIES = 3
"""Letters at most before a number that belong to it (`BE 451221`, `F-2025/0187`)."""


def keep(session: Session, page_id: str, reading: PageReading | None) -> None:
    """Have a page found by what was read on it, and by nothing that was read before."""
    found = sorted({term for term, _ in _terms(reading)}) if reading else []
    if reading is None or not found:
        session.execute(delete(PageText).where(PageText.page_id == page_id))
        return
    said = reading.text
    if (seals := vault.of(session)) is not None:
        said = vault.sealed(session, seals, page_id, said)
        found = sorted(set(vault.tokens(session, seals, found)))
    row = session.scalar(select(PageText).where(PageText.page_id == page_id))
    if row is None:
        row = PageText(page_id=page_id)
    # both at once: what was written for a moment stays in the index's file
    row.text, row.words = said, " ".join(found)
    session.add(row)
    session.flush()


def said(session: Session, kept: Mapping[str, str]) -> dict[str, str]:
    """What pages (by id) say, of what their `PageText` keeps of it."""
    sealed = vault.have_keys(session, kept)
    in_clear = {page_id: text for page_id, text in kept.items() if page_id not in sealed}
    return in_clear | vault.opened(session, {page_id: kept[page_id] for page_id in sealed})


def wanted(typed: str) -> tuple[str, ...]:
    """The terms that a page must bear, all of them, to be found by `typed`."""
    terms = list(dict.fromkeys(term[:_LONGEST] for term in folded(typed).split()))
    if any(len(term) > 1 for term in terms):
        terms = [term for term in terms if len(term) > 1]
    return tuple(terms[:MOST_TERMS])


def bears(session: Session, terms: Sequence[str]) -> ColumnElement[bool]:
    """Whether a `PageText` bears all of `terms` (`wanted`). Of those that are sealed, whole words alone
    are known, by their hash; of others also how words begin."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    begins, either, both = (":*", " | ", " & ") if postgresql else ("*", " OR ", " AND ")
    mark = "'" if postgresql else '"'
    ways = [[f"{mark}{t}{mark}{begins if len(t) >= BEGINS else ''}"] for t in terms]
    if (seals := vault.of(session)) is not None:
        for way, token in zip(ways, vault.tokens(session, seals, terms), strict=True):
            way.append(f"{mark}{token}{mark}")
    asked = both.join(f"({either.join(way)})" for way in ways)
    if postgresql:
        return PageText.words.op("@@")(func.to_tsquery("simple", asked))
    index = table("page_text_fts", column("rowid", Integer))
    found = text("page_text_fts MATCH :asked").bindparams(asked=asked)
    return PageText.seq.in_(select(index.c.rowid).where(found))


def among(session: Session, terms: Sequence[str]) -> ColumnElement[bool]:
    """The same, said in the way that is answered quickly, few pages bear the terms or many.

    Few: the index over words names them all. Many: the newest pages are gone through until enough
    bear them. The database cannot know beforehand which, words do not stand together by chance.
    """
    few = select(PageText.seq).where(bears(session, terms)).limit(MANY)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))
        found = session.scalars(few).all()
        session.execute(text("SET LOCAL enable_seqscan = on"))
    else:
        found = session.scalars(few).all()
    return PageText.seq.in_(found) if len(found) < MANY else bears(session, terms)


def places(reading: PageReading, terms: Sequence[str]) -> list[Box]:
    """Where on the page the words stand by which it was found."""
    hit = {id(w): w for term, on in _terms(reading) if _is_meant(term, terms) for w in on}
    lines = groupby(sorted(hit.values(), key=lambda word: word.line), lambda word: word.line)
    return [word.box for _, words in lines for word in words]


def excerpt(said: str, terms: Sequence[str]) -> list[tuple[str, bool]]:
    """The line of a text that bears most of `terms`: its words, and whether each is one looked for."""
    best: list[tuple[str, bool]] = []
    most = 0
    for line in said.split("\n"):
        words = line.split()
        parts = [tuple(folded(word).split()) for word in words]
        hits: set[int] = set()
        for term, on in _runs(parts):
            if _is_meant(term, terms):
                hits.update(on)
        if len(hits) > most:
            best, most = [(word, n in hits) for n, word in enumerate(words)], len(hits)
    return best


def _is_meant(word: str, terms: Iterable[str]) -> bool:
    return any(
        vault.stem(word) == vault.stem(t) or (len(t) >= BEGINS and word.startswith(t))
        for t in terms
    )


def _terms(reading: PageReading) -> Iterator[tuple[str, list[Word]]]:
    """What a page is found by, each with the words that bear it."""
    for _, group in groupby(reading.words, lambda word: word.line):
        line = list(group)
        parts = [tuple(folded(word.text).split()) for word in line]
        for term, on in _runs(parts):
            yield term[:_LONGEST], [line[n] for n in on]


def _runs(parts: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, list[int]]]:
    """The folded words of a line, then its numbers without what stands between their groups.

    `parts`: what each word of the line is folded to. With each term, the words that bear it.
    """
    flat = [(part, n) for n, folded_to in enumerate(parts) for part in folded_to]
    for part, n in flat:
        yield part, [n]
    before: tuple[str, int] | None = None
    for digits, group in groupby(flat, lambda item: item[0].isdecimal()):
        run = list(group)
        if digits:
            number, on = "".join(part for part, _ in run), [n for _, n in run]
            if len(run) > 1:
                yield number, on
            if before is not None and len(before[0]) <= _SERIES:
                yield before[0] + number, [before[1], *on]
        before = run[-1]
