"""Good deposits of every kind, spoilt: files or refusals, never an exception, never without end.

`LIASSE_TEST_FUZZ=20000` makes it look that many times (minutes to hours, by hand).
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from extractors.intake.kinds import Kind, kind_of
from extractors.intake.limits import MIB, Limits
from extractors.intake.refusals import Code
from extractors.intake.render import open_source
from extractors.intake.unpack import Unpacked, unpack
from flows.mailbox.collect import identity_of
from models.errors import BadInput
from tests.extractors.intake.deposits import encoded, line, locked_pdf, mail, pdf, picture, zipped
from tests.flows.mailbox.test_hostile import winmail

SMALL = Limits(file_bytes=4 * MIB, pages=40, zip_total_bytes=8 * MIB, mail_parts=60)
"""As the house's own, so small that a seed can overstep them."""
TIMES = int(os.environ.get("LIASSE_TEST_FUZZ", "60"))
LOOK = settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
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


@st.composite
def spoilt(draw: st.DrawFn, seed: bytes) -> bytes:
    """`seed` with bytes changed, put in, taken out, repeated, or its end cut off."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        blow = draw(st.sampled_from(INTERESTING) | st.binary(min_size=1, max_size=6))
        match draw(st.sampled_from(("over", "in", "out", "again", "bit", "cut"))):
            case "over":
                data[at : at + len(blow)] = blow
            case "in":
                data[at:at] = blow
            case "out":
                del data[at : at + draw(st.integers(1, 64))]
            case "again":
                data[at:at] = data[at : at + draw(st.integers(1, 400))] * draw(st.integers(1, 6))
            case "bit":
                if data:
                    data[at] ^= 1 << draw(st.integers(0, 7))
            case _:
                del data[max(1, at) :]
    return bytes(data[: 2 * MIB])


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


@pytest.mark.timeout(0 if TIMES > 1000 else 300)
@pytest.mark.parametrize("kind", SEEDS)
def test_a_spoilt_deposit_is_taken_or_refused(kind: str) -> None:
    seed = SEEDS[kind]()
    whole = check(seed)
    assert whole.files or kind == "pdf_ferme"

    @LOOK
    @given(data=spoilt(seed))
    def spoil(data: bytes) -> None:
        check(data)
        if data.startswith(b"From: ") and b"\n\n" in data and kind_of(data) is Kind.MAIL:
            assert identity_of(data) == identity_of(b"Received: by mx\r\n" + data)

    spoil()


@LOOK
@given(
    head=st.sampled_from(("From: a@b.ma\r\nSubject: x\r\n", "Received: x\r\nDate: y\r\n", "")),
    lines=st.lists(
        st.tuples(
            st.sampled_from(
                ("Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Date", "From",
                 "Subject", "References", "Message-ID", "Content-ID", "Auto-Submitted")
            ),
            st.text(max_size=60) | st.sampled_from(
                ("multipart/mixed; boundary=b", "message/rfc822", "base64", "text/html", "x-uuencode",
                 'attachment; filename*=utf-8\'\'%FF%00..%2F', "application/ms-tnef", "multipart/report")
            ),
        ),
        max_size=12,
    ),
    body=st.lists(
        st.sampled_from(("--b\r\n", "--b--\r\n", "\r\n", "JVBERi0xLjQK\r\n", "%PDF-1.4\r\n"))
        | st.text(max_size=40),
        max_size=20,
    ),
)  # fmt: skip
def test_letters_of_any_structure(head: str, lines: list[tuple[str, str]], body: list[str]) -> None:
    text = head + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n" + "".join(body)
    data = text.encode("utf-8", "surrogatepass")
    check(data)
    identity_of(data)
