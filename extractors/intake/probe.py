"""Whether pages can be got out of a file, and how many, before anything is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.intake.kinds import Kind
from extractors.intake.limits import Limits
from extractors.intake.pdf import PdfFile
from extractors.intake.pictures import Picture
from extractors.intake.refusals import Code, bad_file
from models.errors import BadInput

_TAIL = 64 * 1024
"""Bytes at the end of a PDF among which its end mark is looked for: junk may follow it."""
_EMPTY_TREE = (b"/Count 0", b"/Kids[]", b"/Kids []", b"/Kids [ ]")


@dataclass(frozen=True, slots=True)
class Probed:
    """`whole`: nothing suggests that a part of the file is missing."""

    pages: int
    whole: bool


def probe(data: bytes, kind: Kind, limits: Limits) -> Probed:
    """Open `data` and try its pages until one is good; `BadInput` when none is."""
    return _probe_pdf(data, limits) if kind is Kind.PDF else _probe_picture(data, kind, limits)


def _probe_pdf(data: bytes, limits: Limits) -> Probed:
    whole = b"%%EOF" in data[-_TAIL:] and b"startxref" in data[-_TAIL:]
    try:
        pdf = PdfFile(data, limits)
    except BadInput as refused:
        hollow = whole and any(mark in data for mark in _EMPTY_TREE)
        if refused.code == Code.PDF_TRONQUE and hollow:
            raise bad_file(Code.PDF_SANS_PAGE) from refused
        raise
    try:
        if pdf.pages == 0:
            raise bad_file(Code.PDF_SANS_PAGE if whole else Code.PDF_TRONQUE)
        if pdf.pages > limits.pages:
            raise bad_file(Code.TROP_DE_PAGES)
        good, last = 0, bad_file(Code.PDF_TRONQUE)
        for index in range(pdf.pages):
            try:
                makeup = pdf.makeup(index)
                # of a file cut short, a page without anything on it has lost its content
                good += whole or not makeup.empty
            except BadInput as error:
                last = error
            if good and whole:
                break
        if not good:
            too_large = last.code == Code.IMAGE_TROP_GRANDE
            raise bad_file(Code.IMAGE_TROP_GRANDE if too_large else Code.PDF_TRONQUE)
        return Probed(pdf.pages, whole)
    finally:
        pdf.close()


def _probe_picture(data: bytes, kind: Kind, limits: Limits) -> Probed:
    picture = Picture(data, kind, limits)
    try:
        if picture.pages > limits.pages:
            raise bad_file(Code.TROP_DE_PAGES)
        last = bad_file(Code.IMAGE_ILLISIBLE)
        for index in range(picture.pages):
            try:
                return Probed(picture.pages, picture.check(index))
            except BadInput as error:
                last = error
        raise bad_file(Code(last.code))
    finally:
        picture.close()
