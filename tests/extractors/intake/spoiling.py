"""Good deposits of every kind, to be spoilt, and what must hold of whatever they become."""

from __future__ import annotations

import io
from collections.abc import Callable

import pillow_heif
from PIL import Image

from extractors.intake.limits import MIB, Limits
from extractors.intake.refusals import Code
from extractors.intake.render import open_source
from extractors.intake.unpack import Unpacked, unpack
from models.errors import BadInput
from tests.extractors.intake.deposits import encoded, line, locked_pdf, mail, pdf, picture, zipped
from tests.flows.mailbox.test_hostile import winmail

SMALL = Limits(file_bytes=4 * MIB, pages=40, zip_total_bytes=8 * MIB, mail_parts=60)
"""As the house's own, so small that a seed can overstep them."""
INTERESTING = (
    b"\x00", b"\xff" * 4, b"\x7f\xff\xff\xff", b"%%EOF", b"\r\n\r\n", b"--", b"PK\x05\x06", b"<<",
    b">>", b"endobj", b"/Kids", b"Content-Type: message/rfc822", b"=?utf-8?b?",
)  # fmt: skip


def _photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(60, 80).save(out, "JPEG", exif=exif)
    return out.getvalue()


def _tiff(compression: str) -> bytes:
    image = picture(60, 80).convert("1" if compression == "group4" else "RGB")
    return encoded(image, "TIFF", save_all=True, append_images=[image], compression=compression)


def _letter() -> bytes:
    message = mail()
    page, photo = pdf(line("un")), _photo()
    message.add_attachment(page, maintype="application", subtype="pdf", filename="f.pdf")
    message.add_attachment(photo, maintype="image", subtype="jpeg", filename="p.jpg")
    message.add_attachment(
        winmail(("o.pdf", page)), maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    inner = mail()
    inner.add_attachment(page, maintype="application", subtype="pdf", filename="g.pdf")
    message.add_attachment(inner)
    return message.as_bytes()


def _heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture(64, 64)).save(out)
    return out.getvalue()


SEEDS: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: pdf(line("un"), line("deux"), rotate=90),
    "pdf_ferme": lambda: locked_pdf("secret"),
    "jpeg": _photo,
    "png": lambda: encoded(picture(60, 80), "PNG"),
    "gif": lambda: encoded(picture(60, 80), "GIF"),
    "bmp": lambda: encoded(picture(60, 80), "BMP"),
    "webp": lambda: encoded(picture(60, 80), "WEBP"),
    "tiff_lzw": lambda: _tiff("tiff_lzw"),
    "tiff_g4": lambda: _tiff("group4"),
    "tiff_jpeg": lambda: _tiff("jpeg"),
    "heic": _heic,
    "zip": lambda: zipped({"a.png": encoded(picture(60, 80), "PNG"), "d/b.pdf": pdf(line("x"))}),
    "winmail": lambda: winmail(("o.pdf", pdf(line("x"))), ("p.jpg", _photo())),
    "courriel": _letter,
}


def check(data: bytes) -> Unpacked:
    """Unpacked without an exception; what is taken can be opened, or is refused page by page."""
    result = unpack("envoi", data, SMALL)
    assert result.files or result.refusals
    assert sum(file.pages for file in result.files) <= SMALL.pages
    for refusal in result.refusals:
        assert refusal.message.startswith("« ")
        assert refusal.code is not Code.FICHIER_ABIME, "a way to fail that no reader foresaw"
    for file in result.files:
        assert file.kind.has_pages
        assert file.pages >= 1
        with open_source(file.data, file.kind) as source:
            for index in range(min(2, source.pages)):
                try:
                    page = source.render(index, 40)
                except BadInput:
                    continue
                assert page.image.ndim == 3
    return result
