"""Readings and documents of any content, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from models.geometry import Box
from models.reading import (
    Barcode,
    Document,
    Field,
    How,
    Mark,
    MarkKind,
    PageReading,
    Rotation,
    SeenMark,
    Word,
)

unit = st.floats(0, 1)
text = st.text(max_size=8)
"""Any text that a reader may give, half surrogates and NUL included."""
names = st.text("abcdef_", min_size=1, max_size=6)
plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
"""Text that a database keeps as it is."""


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, x1 = sorted((draw(unit), draw(unit)))
    y0, y1 = sorted((draw(unit), draw(unit)))
    return Box(x0, y0, x1, y1)


words = st.builds(Word, text, boxes(), unit, st.sampled_from(How), st.integers(0, 200))
page_readings = st.builds(
    PageReading,
    st.sampled_from([Rotation(d) for d in (0, 90, 180, 270)]),
    unit,
    st.floats(-45, 45),
    st.booleans(),
    st.integers(0, 40000),
    st.integers(0, 40000),
    st.integers(0, 1200),
    st.lists(words, max_size=4).map(tuple),
    st.lists(st.builds(Barcode, text, text, boxes()), max_size=2).map(tuple),
    st.lists(
        st.builds(
            SeenMark,
            st.sampled_from(MarkKind),
            boxes(),
            unit,
            st.sampled_from([True, False, None]),
        ),
        max_size=2,
    ).map(tuple),
    text,
    st.none() | text,
)
pages = st.none() | st.integers(1, 500)


def fields(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Field]:
    return st.builds(
        Field,
        texts,
        texts,
        unit,
        pages,
        st.none() | boxes(),
        st.sampled_from(How),
        st.none() | texts,
        st.lists(st.tuples(texts, unit), max_size=2).map(tuple),
    )


def documents(texts: st.SearchStrategy[str] = text) -> st.SearchStrategy[Document]:
    rows = st.dictionaries(names, fields(texts), max_size=3)
    return st.builds(
        Document,
        st.lists(st.integers(1, 99), min_size=1, max_size=3, unique=True).map(tuple),
        names,
        unit,
        st.dictionaries(names, fields(texts), max_size=3),
        st.dictionaries(names, st.lists(rows, max_size=3).map(tuple), max_size=2),
        st.dictionaries(
            names,
            st.builds(Mark, st.sampled_from([True, False, None]), unit, pages, st.none() | boxes()),
            max_size=2,
        ),
        unit,
    )
