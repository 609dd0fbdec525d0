"""Content decides, names do not exist here."""

from __future__ import annotations

import pillow_heif
import pytest
from PIL import Image

from extractors.intake.kinds import Kind, kind_of, looks_like_mail
from tests.extractors.intake.deposits import encoded, mail, pdf, picture, zipped


@pytest.mark.parametrize(
    ("format_", "kind"),
    [
        ("TIFF", Kind.TIFF),
        ("JPEG", Kind.JPEG),
        ("PNG", Kind.PNG),
        ("WEBP", Kind.WEBP),
        ("BMP", Kind.BMP),
        ("GIF", Kind.GIF),
    ],
)
def test_images_by_content(format_: str, kind: Kind) -> None:
    assert kind_of(encoded(picture(40, 40), format_)) is kind
    assert kind.has_pages


def test_heic_by_content() -> None:
    heif = pillow_heif.from_pillow(Image.new("RGB", (64, 64), "white"))
    import io

    out = io.BytesIO()
    heif.save(out)
    assert kind_of(out.getvalue()) is Kind.HEIC


def test_pdf_behind_junk() -> None:
    assert kind_of(pdf("")) is Kind.PDF
    assert (
        kind_of(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + pdf("")) is Kind.PDF
    )
    assert kind_of(b"\x00" * 900 + pdf("")) is Kind.PDF
    assert kind_of(b"\x00" * 5000 + pdf("")) is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Kind.EMPTY),
        (b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00", Kind.EXECUTABLE),
        (b"\x7fELF\x02\x01\x01" + bytes(50), Kind.EXECUTABLE),
        (b"#!/bin/sh\nrm -rf /\n", Kind.SCRIPT),
        (b"@echo off\r\nstart calc", Kind.SCRIPT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Kind.OFFICE),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_001A001F".encode("utf-16-le"),
            Kind.OUTLOOK,
        ),
        (b"{\\rtf1\\ansi", Kind.OFFICE),
        (b"x\x9f>\x22" + bytes(20), Kind.WINMAIL),
        (b"Rar!\x1a\x07\x01\x00", Kind.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", Kind.ARCHIVE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", Kind.IMAGE_OTHER),
        (b"<!DOCTYPE html><html><body>x</body></html>", Kind.HTML),
        (b"Bonjour, voici ma facture.\n", Kind.TEXT),
        (b"MZ est aussi le nom d'un gaz.\n" * 20, Kind.TEXT),
        (b"BMCE BANK, avis de virement\n", Kind.TEXT),
        (b"\x00\x01\x02\x03garbage", Kind.UNKNOWN),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", Kind.MEDIA),
    ],
)
def test_what_is_refused_is_named(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind
    assert not kind.has_pages


def test_formats_that_are_zips_inside() -> None:
    assert kind_of(zipped({"a.jpg": b"x"})) is Kind.ZIP
    assert kind_of(zipped({"word/a.xml": b"x", "[Content_Types].xml": b"x"})) is Kind.OFFICE
    assert kind_of(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})) is Kind.OFFICE
    assert kind_of(zipped({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"})) is Kind.EXECUTABLE


def test_mail_by_its_headers() -> None:
    assert kind_of(mail().as_bytes()) is Kind.MAIL
    assert kind_of(b"\xef\xbb\xbf\r\n" + mail().as_bytes()) is Kind.MAIL
    assert kind_of(b"From moi@x.fr Sat Jan 3 01:05:34 1996\n" + mail().as_bytes()) is Kind.MAIL
    assert looks_like_mail(b"Received: from a by b\r\nthis line is damaged\r\nSubject: x\r\n\r\nhi")
    assert not looks_like_mail(b"Note: voir page 2\nSubject: rien\n\ntexte")
    assert not looks_like_mail(b"Cher Monsieur,\nFrom: lundi\nTo: mardi\n")
