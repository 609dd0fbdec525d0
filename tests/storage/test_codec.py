from __future__ import annotations

import json

import pytest
from hypothesis import given

from models.reading import Document, PageReading
from storage.records import codec, proposals
from tests.storage import strategies


def through_text(data: object) -> object:
    return json.loads(json.dumps(data, allow_nan=False))


@given(strategies.page_readings)
def test_a_reading_comes_back_exactly(reading: PageReading) -> None:
    data = through_text(codec.page_reading_to_json(reading))
    assert codec.page_reading_from_json(data) == reading  # type: ignore[arg-type]


@given(strategies.documents())
def test_a_document_comes_back_exactly(document: Document) -> None:
    data = through_text(codec.document_to_json(document))
    back = codec.document_from_json(data)  # type: ignore[arg-type]
    assert back == document
    assert list(back.fields) == list(document.fields)


@given(strategies.documents())
def test_a_document_is_its_proposals(document: Document) -> None:
    rows = proposals.from_document(document, "d", "1")
    back = proposals.to_document(document.pages, rows)
    assert back == document
    assert list(back.fields) == list(document.fields)


@given(strategies.documents(), strategies.documents())
def test_of_two_readings_the_later_counts(first: Document, second: Document) -> None:
    rows = [*proposals.from_document(first, "d", "1"), *proposals.from_document(second, "d", "2")]
    assert proposals.to_document(second.pages, rows) == second
    assert {row.version for row in proposals.latest_reading(rows)} == {"2"}


def test_a_format_of_tomorrow_is_not_misread(reading: PageReading) -> None:
    data = codec.page_reading_to_json(reading) | {"format": 2}
    with pytest.raises(ValueError, match="format 2"):
        codec.page_reading_from_json(data)
