"""Whatever the bytes are: files or refusals, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.intake.kinds import kind_of
from extractors.intake.render import RenderedPage, Source, open_source
from extractors.intake.unpack import Unpacked, unpack
from models.errors import BadInput
from tests.extractors.intake.deposits import (
    encoded,
    line,
    mail,
    pdf,
    picture,
    shared_folder,
    zipped,
)


def seeds() -> list[bytes]:
    small = picture(40, 60)
    message = mail()
    message.add_attachment(pdf(line("x")), maintype="application", subtype="pdf", filename="f.pdf")
    message.add_attachment(encoded(small, "PNG"), maintype="image", subtype="png", filename="i.png")
    return [
        pdf(line("un"), line("deux")),
        *(encoded(small, kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP")),
        encoded(small, "TIFF", save_all=True, append_images=[small], compression="tiff_lzw"),
        zipped({"a.png": encoded(small, "PNG"), "b.pdf": pdf(line("x"))}),
        message.as_bytes(),
    ]


SEEDS = seeds()
STARTS = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"From: a@b\r\nTo: c@d\r\n", b"II*\x00\x08\0\0\0"]
STARTS += [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x10\0\0\0WEBP", b"\0\0\0\x18ftypheic"]
FAST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(result: Unpacked, data: bytes) -> None:
    assert result.files or result.refusals, "a deposit never vanishes"
    for file in result.files:
        assert file.pages >= 1
        assert file.kind.has_pages
    for refusal in result.refusals:
        assert refusal.message.startswith("« ")
    if kind_of(data).has_pages:
        assert len(result.files) + len(result.refusals) == 1


@FAST
@given(start=st.sampled_from(STARTS), data=st.binary(max_size=2_000), name=st.text(max_size=30))
def test_random_bytes(start: bytes, data: bytes, name: str) -> None:
    check(unpack(name, start + data), start + data)


@FAST
@given(
    seed=st.sampled_from(SEEDS),
    blows=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=12)), max_size=6),
    kept=st.floats(0.1, 1),
)
def test_damaged_files(seed: bytes, blows: list[tuple[float, bytes]], kept: float) -> None:
    data = bytearray(seed)
    for where, blow in blows:
        at = int(where * len(data))
        data[at : at + len(blow)] = blow
    cut = bytes(data[: max(1, int(len(data) * kept))])
    result = unpack("x", cut)
    check(result, cut)
    for file in result.files:
        with open_source(file.data, file.kind) as source:
            for index in range(min(3, source.pages)):
                render_or_refuse(source, index)


def render_or_refuse(source: Source, index: int) -> RenderedPage | None:
    try:
        page = source.render(index, 50)
    except BadInput:
        return None
    assert page.image.ndim == 3
    assert page.image.shape[2] == 3
    return page


FOLDERS = [
    "barcodes_zxing",
    "facturx_fr",
    "fr_hand_copiste",
    "fr_hand_cremma_mss20",
    "fr_signatures_hyperlex",
    "funsd",
    "invoice2data",
    "ma_cnie_specimen",
    "ma_invoices",
    "peer_deskew",
    "peer_docspell",
    "peer_ocrmypdf",
    "peer_paperless",
    "peer_tesseract",
    "peer_unstructured",
    "sroie",
    "tn_cnam_bulletin",
    "tn_invoices_photos",
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_real_files_end_in_pages_or_in_a_refusal(folder: str) -> None:
    """The first files of each extension; the whole set is run by hand."""
    seen: dict[str, int] = {}
    for path in sorted(shared_folder(folder).rglob("*")):
        ending = path.suffix.lower()
        if not path.is_file() or seen.setdefault(ending, 0) >= 12:
            continue
        seen[ending] += 1
        data = path.read_bytes()
        result = unpack(path.name, data)
        check(result, data)
        for file in result.files:
            with open_source(file.data, file.kind) as source:
                assert source.pages == file.pages
                assert render_or_refuse(source, 0) is not None or file.pages > 1, path.name


def test_real_encrypted_and_broken_files_are_named() -> None:
    codes = {
        path.name: unpack(path.name, path.read_bytes()).refusals[0].code.value
        for folder, name in (
            ("peer_paperless", "password-is-test.pdf"),
            ("peer_ocrmypdf", "invalid.pdf"),
            ("peer_docspell", "20K-gray.png"),
        )
        for path in shared_folder(folder).rglob(name)
    }
    assert codes == {
        "password-is-test.pdf": "pdf_chiffre",
        "invalid.pdf": "pdf_tronque",
        "20K-gray.png": "image_trop_grande",
    }
