"""The files that arrive besides plain PDF bags: multi-page TIFF, zipped pictures, PDFs joined from several."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image

from .bag import image_pdf

__all__ = ["image_pdf", "join_pdf", "tiff", "zipped"]


def tiff(jpegs: list[bytes], bilevel: list[bool]) -> bytes:
    """A multi-page TIFF: Group 4 where the page is black and white, else JPEG."""
    pages = []
    for data, two in zip(jpegs, bilevel, strict=True):
        image = Image.open(io.BytesIO(data))
        dpi = image.info.get("dpi", (150, 150))
        page = (
            image.convert("1", dither=Image.Dither.NONE)
            if two
            else image.convert("RGB" if image.mode != "L" else "L")
        )
        page.encoderinfo = {"compression": "group4" if two else "jpeg", "dpi": dpi}
        page.info["dpi"] = dpi
        pages.append((page, page.encoderinfo))
    out = io.BytesIO()
    first, info = pages[0]
    first.save(out, "TIFF", save_all=True, append_images=[p for p, _ in pages[1:]], **info)
    return out.getvalue()


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        for name, data in files:
            z.writestr(zipfile.ZipInfo(name, (2025, 11, 24, 9, 0, 0)), data)
    return out.getvalue()


def join_pdf(parts: list[bytes]) -> bytes:
    """One PDF from several, byte-identical from the same parts."""
    whole = pdfium.PdfDocument.new()
    for part in parts:
        whole.import_pages(pdfium.PdfDocument(part))
    out = io.BytesIO()
    whole.save(out)
    data = re.sub(rb"/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]", b"", out.getvalue())
    return re.sub(rb"\(D:\d{14}[^)]*\)", b"(D:20251104093000+00'00')", data)
