"""What was typed into a PDF's form boxes: shown on the page, yet absent from its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 in the PDF's own points, origin bottom left."""

_HIDDEN = 0x02 | 0x20
"""Annotation flags: hidden, and not for the screen."""
_LETTER_WIDTH = 0.5
"""Width of a letter for one of text height, as a typical font has it."""
_LINE_HEIGHT = 14.0
"""Points: more than the tallest line of a box that holds several."""
_PARENTS = 5


def typed_words(page: PDFPage) -> Iterator[tuple[str, Rect]]:
    """Each word typed into a box or written over the page, and about where it stands."""
    for reference in resolve1(page.annots) or ():
        annotation = resolve1(reference)
        if not isinstance(annotation, dict):
            continue
        value = _value(annotation)
        rect = _rect(annotation.get("Rect"))
        flags = resolve1(annotation.get("F", 0))
        if value and rect and not (isinstance(flags, int) and flags & _HIDDEN):
            yield from _spread(value, rect)


def _value(annotation: dict[str, Any]) -> str:
    subtype = _name(annotation.get("Subtype"))
    if subtype == "FreeText":
        return _text(annotation.get("Contents"))
    if subtype != "Widget" or _name(_inherited(annotation, "FT")) not in ("Tx", "Ch"):
        return ""
    return _text(_inherited(annotation, "V"))


def _inherited(annotation: dict[str, Any], key: str) -> Any:
    """A field's entry, which its parent may hold."""
    node: Any = annotation
    for _ in range(_PARENTS):
        if not isinstance(node, dict):
            return None
        if key in node:
            return resolve1(node[key])
        node = resolve1(node.get("Parent"))
    return None


def _name(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _text(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, bytes):
        value = decode_text(value)
    return value.strip() if isinstance(value, str) else ""


def _rect(value: Any) -> Rect | None:
    value = resolve1(value)
    if not isinstance(value, list) or len(value) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(resolve1(v)) for v in value)
    except (TypeError, ValueError):
        return None
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _spread(value: str, rect: Rect) -> Iterator[tuple[str, Rect]]:
    """The words of `value` along the lines of `rect`, a letter taking the same room each."""
    x0, y0, x1, y1 = rect
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    height = (y1 - y0) if len(lines) == 1 else min(_LINE_HEIGHT, (y1 - y0) / len(lines))
    for number, line in enumerate(lines):
        top = y1 - number * height
        step = min((x1 - x0) / max(len(line), 1), height * _LETTER_WIDTH)
        at = 0
        for word in line.split():
            at = line.index(word, at)
            yield word, (x0 + at * step, top - height, x0 + (at + len(word)) * step, top)
            at += len(word)
