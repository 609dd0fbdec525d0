"""`models.reading` values to JSON and back, exactly.

Words are many, so a word is a list: `[text, x0, y0, x1, y1, confidence, how, line]`.
Everything else is spelt out.
"""

from __future__ import annotations

from typing import Any

from models.entities import JsonList, JsonObject
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

_FORMAT = 1


def box_to_json(box: Box | None) -> JsonList | None:
    """`[x0, y0, x1, y1]`, not rounded."""
    return None if box is None else [float(v) for v in (box.x0, box.y0, box.x1, box.y1)]


def box_from_json(data: JsonList | None) -> Box | None:
    return None if data is None else Box(*data)


def page_reading_to_json(reading: PageReading) -> JsonObject:
    """All of `reading`, for `Page.reading`."""
    return {
        "format": _FORMAT,
        "rotation": int(reading.rotation),
        "rotation_confidence": float(reading.rotation_confidence),
        "skew": float(reading.skew),
        "blank": bool(reading.blank),
        "width": int(reading.width),
        "height": int(reading.height),
        "dpi": int(reading.dpi),
        "words": [_word_to_json(word) for word in reading.words],
        "barcodes": [
            {"text": b.text, "symbology": b.symbology, "box": box_to_json(b.box)}
            for b in reading.barcodes
        ],
        "marks": [
            {
                "kind": m.kind.value,
                "box": box_to_json(m.box),
                "confidence": float(m.confidence),
                "present": m.present,
            }
            for m in reading.marks
        ],
        "reader": reading.reader,
        "unread": reading.unread,
    }


def page_reading_from_json(data: JsonObject) -> PageReading:
    """The reading that `page_reading_to_json` wrote."""
    _check(data)
    return PageReading(
        rotation=Rotation(data["rotation"]),
        rotation_confidence=data["rotation_confidence"],
        skew=data["skew"],
        blank=data["blank"],
        width=data["width"],
        height=data["height"],
        dpi=data["dpi"],
        words=tuple(_word_from_json(item) for item in data["words"]),
        barcodes=tuple(
            Barcode(b["text"], b["symbology"], Box(*b["box"])) for b in data["barcodes"]
        ),
        marks=tuple(
            SeenMark(
                MarkKind(m["kind"]),
                Box(*m["box"]),
                m["confidence"],
                m["present"],
            )
            for m in data["marks"]
        ),
        reader=data["reader"],
        unread=data["unread"],
    )


def document_to_json(document: Document) -> JsonObject:
    """All of `document`."""
    return {
        "format": _FORMAT,
        "pages": [int(page) for page in document.pages],
        "type": document.type,
        "type_confidence": float(document.type_confidence),
        "cut_confidence": float(document.cut_confidence),
        "fields": {name: _field_to_json(f) for name, f in document.fields.items()},
        "lines": {
            name: [{column: _field_to_json(f) for column, f in row.items()} for row in rows]
            for name, rows in document.lines.items()
        },
        "marks": {
            name: {
                "present": m.present,
                "confidence": float(m.confidence),
                "page": m.page,
                "box": box_to_json(m.box),
            }
            for name, m in document.marks.items()
        },
    }


def document_from_json(data: JsonObject) -> Document:
    """The document that `document_to_json` wrote."""
    _check(data)
    return Document(
        pages=tuple(data["pages"]),
        type=data["type"],
        type_confidence=data["type_confidence"],
        fields={name: _field_from_json(f) for name, f in data["fields"].items()},
        lines={
            name: tuple({column: _field_from_json(f) for column, f in row.items()} for row in rows)
            for name, rows in data["lines"].items()
        },
        marks={
            name: Mark(m["present"], m["confidence"], m["page"], box_from_json(m["box"]))
            for name, m in data["marks"].items()
        },
        cut_confidence=data["cut_confidence"],
    )


def rivals_to_json(rivals: tuple[tuple[str, float], ...]) -> JsonList | None:
    """`[[text, score], …]`, best first; `None` when there are none."""
    return [[text, float(score)] for text, score in rivals] or None


def rivals_from_json(data: JsonList | None) -> tuple[tuple[str, float], ...]:
    return tuple((text, score) for text, score in data or ())


def _check(data: JsonObject) -> None:
    if data["format"] != _FORMAT:
        raise ValueError(f"a reading in format {data['format']!r}, which this code cannot read")


def _word_to_json(word: Word) -> list[Any]:
    box = word.box
    return [
        word.text,
        *(float(v) for v in (box.x0, box.y0, box.x1, box.y1)),
        float(word.confidence),
        word.how.value,
        int(word.line),
    ]


def _word_from_json(item: list[Any]) -> Word:
    text, x0, y0, x1, y1, confidence, how, line = item
    return Word(text, Box(x0, y0, x1, y1), confidence, How(how), line)


def _field_to_json(field: Field) -> JsonObject:
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": float(field.confidence),
        "page": field.page,
        "box": box_to_json(field.box),
        "how": field.how.value,
        "controle": field.controle,
        "rivals": rivals_to_json(field.rivals),
    }


def _field_from_json(data: JsonObject) -> Field:
    return Field(
        value=data["value"],
        raw=data["raw"],
        confidence=data["confidence"],
        page=data["page"],
        box=box_from_json(data["box"]),
        how=How(data["how"]),
        controle=data["controle"],
        rivals=rivals_from_json(data["rivals"]),
    )
