"""Deposits made by hand: good ones, and the hostile ones that no library writes."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

Box = tuple[int, int, int, int]


def shared_folder(name: str) -> Path:
    """A folder of real files beside the repository; the test is skipped where there is none."""
    root = Path(__file__).resolve().parents[3]
    shared = Path(os.environ.get("LIASSE_SHARED") or root.parent / "shared") / "data" / name
    if not shared.is_dir():
        pytest.skip(f"real files absent: no {name} in ../shared/data (LIASSE_SHARED says where)")
    return shared


def pdf(
    *contents: str,
    media: Box = (0, 0, 400, 600),
    crop: Box | None = None,
    rotate: int = 0,
    annotations: str = "",
    extra: dict[int, str] | None = None,
) -> bytes:
    """A PDF of one page a content stream, in Helvetica as /F1."""
    first, count = 4, len(contents)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(count))
    form = " /AcroForm << /Fields [90 0 R] >>" if annotations else ""
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R{form} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    cropped = f" /CropBox [{' '.join(map(str, crop))}]" if crop else ""
    for i, content in enumerate(contents):
        objects[first + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{' '.join(map(str, media))}]{cropped}"
            f" /Rotate {rotate} /Resources << /Font << /F1 3 0 R >> >>"
            f" /Annots [{annotations}] /Contents {first + 2 * i + 1} 0 R >>"
        )
        objects[first + 2 * i + 1] = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
    objects.update(extra or {})
    return assembled(objects)


def assembled(objects: dict[int, str]) -> bytes:
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, text in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(body)
    size = max(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        place = places.get(number)
        body += f"{place or 0:010} 00000 {'f' if place is None else 'n'} \n".encode()
    body += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(body)


def line(text: str, x: float = 60, y: float = 500, size: int = 14) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


def locked_pdf(user_password: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user_password, ownerPassword="maître"))
    canvas.drawString(100, 700, "Feuille de soins confidentielle")
    canvas.save()
    return out.getvalue()


def picture(width: int = 600, height: int = 800, *, mark: str = "black") -> Image.Image:
    """A white page whose top left corner is marked."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 8), fill=mark)
    return image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG header that announces so many pixels; the few bytes of data announce a bomb."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(200_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_flag(archive: bytes, flag: int) -> bytes:
    """Every member's general purpose flag raised, as an encrypting program does."""
    data = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= flag
            at = data.find(mark, at + 4)
    return bytes(data)


def mail(subject: str = "Mes documents", text: str = "Bonjour, voici mes papiers.") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Fatima Zahra <Fatima@Exemple.ma>"
    message["To"] = "courrier@mutuelle.ma"
    message["Subject"] = subject
    message["Message-ID"] = "<a1@exemple.ma>"
    message["Date"] = "Wed, 05 Nov 2025 09:12:00 +0100"
    message.set_content(text)
    return message
