"""Bad input: each is refused with a sentence, nothing is raised, the rest is taken."""

from __future__ import annotations

import pillow_heif
import pytest

from extractors.intake import unpack as unpacking
from extractors.intake.kinds import Kind
from extractors.intake.limits import Limits
from extractors.intake.probe import Probed, probe
from extractors.intake.refusals import KIND_CODES, SENTENCES, Code
from extractors.intake.unpack import Unpacked, unpack
from tests.extractors.intake.deposits import (
    assembled,
    encoded,
    huge_png,
    line,
    locked_pdf,
    pdf,
    picture,
    zipped,
)


def only_refusal(result: Unpacked) -> Code:
    assert result.files == ()
    (refusal,) = result.refusals
    assert refusal.data is None, "the deposit itself is kept by whoever holds it"
    assert len(refusal.sha256) == 64
    assert refusal.name in refusal.message
    return refusal.code


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Code)
    assert all(text.endswith(".") and text.count(".") >= 1 for text in SENTENCES.values())
    assert set(KIND_CODES.values()) <= set(Code)


def test_zero_byte_file() -> None:
    assert only_refusal(unpack("vide.pdf", b"")) is Code.FICHIER_VIDE


def test_pdf_that_needs_a_password() -> None:
    assert only_refusal(unpack("secret.pdf", locked_pdf("sésame"))) is Code.PDF_CHIFFRE


def test_pdf_encrypted_without_a_password_to_open_is_read() -> None:
    result = unpack("protege.pdf", locked_pdf(""))
    assert [f.pages for f in result.files] == [1]
    assert result.refusals == ()


def test_pdf_cut_before_anything_can_be_read() -> None:
    whole = pdf(line("Une page"))
    assert only_refusal(unpack("coupe.pdf", whole[:60])) is Code.PDF_TRONQUE
    assert only_refusal(unpack("coupe.pdf", whole[: len(whole) // 2])) is Code.PDF_TRONQUE
    assert only_refusal(unpack("coupe.pdf", b"%PDF-1.4\n")) is Code.PDF_TRONQUE


def test_pdf_cut_that_can_be_repaired_is_taken_with_a_warning() -> None:
    whole = pdf(*(line(f"Page {n}") for n in range(6)))
    result = unpack("coupe.pdf", whole[: whole.rindex(b"startxref")])
    assert [f.pages for f in result.files] == [6]
    assert [note.code for note in result.warnings] == ["fichier_incomplet"]


def test_pdf_cut_whose_pages_have_lost_their_content() -> None:
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 9 0 R >>",
    }
    whole = assembled(objects)
    cut = whole[: whole.rindex(b"startxref")]
    assert only_refusal(unpack("coupe.pdf", cut)) is Code.PDF_TRONQUE


def test_pdf_without_pages() -> None:
    assert only_refusal(unpack("creux.pdf", pdf())) is Code.PDF_SANS_PAGE


def test_pdf_with_a_broken_page_keeps_the_others() -> None:
    data = pdf(line("bonne"), line("autre")).replace(
        b"6 0 obj\n<< /Type /Page", b"6 0 obj\n<< /Tpye /Xxxx"
    )
    result = unpack("abime.pdf", data)
    assert [f.pages for f in result.files] == [2]


@pytest.mark.parametrize("size", [(40_000, 40_000), (40_000, 20), (20, 40_000)])
def test_image_of_40_000_pixels_is_never_decoded(size: tuple[int, int]) -> None:
    assert only_refusal(unpack("bombe.png", huge_png(*size))) is Code.IMAGE_TROP_GRANDE


def test_image_cut_short() -> None:
    png = encoded(picture(), "PNG")
    assert only_refusal(unpack("coupe.png", png[:60])) is Code.IMAGE_ILLISIBLE
    jpeg = encoded(picture(), "JPEG")
    assert only_refusal(unpack("coupe.jpg", jpeg[:100])) is Code.IMAGE_ILLISIBLE


def test_photo_without_its_end_is_taken_with_a_warning() -> None:
    jpeg = encoded(picture(), "JPEG")
    result = unpack("coupe.jpg", jpeg[: len(jpeg) * 2 // 3])
    assert [f.pages for f in result.files] == [1]
    assert [note.code for note in result.warnings] == ["fichier_incomplet"]


@pytest.mark.parametrize("start", [b"MZ\x90\x00" + bytes(60), b"\x7fELF\x02\x01\x01\x00"])
def test_executable_renamed_pdf(start: bytes) -> None:
    assert only_refusal(unpack("facture.pdf", start + pdf(""))) is Code.EXECUTABLE


def test_pages_beyond_the_limit() -> None:
    few = Limits(pages=2)
    assert only_refusal(unpack("gros.pdf", pdf("", "", ""), few)) is Code.TROP_DE_PAGES
    assert (
        only_refusal(unpack("gros.pdf", pdf("", ""), Limits(file_bytes=50)))
        is Code.FICHIER_TROP_GROS
    )


def test_a_name_that_climbs_is_harmless() -> None:
    result = unpack("../../etc/pass\x00wd.pdf", pdf(line("x")))
    assert result.files[0].name == "passwd.pdf"


def test_the_sentence_is_for_a_clerk() -> None:
    (refusal,) = unpack("secret.pdf", locked_pdf("x")).refusals
    assert refusal.message.startswith("« secret.pdf » est un PDF protégé par un mot de passe.")
    assert "déposez-le à nouveau" in refusal.message


def test_a_photo_whose_file_holds_no_image(monkeypatch: pytest.MonkeyPatch) -> None:
    class Empty:
        """What libheif gives for a container whose only image it could not use."""

        @property
        def size(self) -> tuple[int, int]:
            raise IndexError("list index out of range")

    monkeypatch.setattr(pillow_heif, "open_heif", lambda *given, **named: Empty())
    data = b"\0\0\0\x18ftypheic" + bytes(100)
    assert only_refusal(unpack("photo.heic", data)) is Code.IMAGE_ILLISIBLE


def test_what_no_reader_foresaw_is_refused_and_the_rest_is_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(data: bytes, kind: Kind, limits: Limits) -> Probed:
        if kind is Kind.PNG:
            raise RuntimeError("a fault of ours")
        return probe(data, kind, limits)

    monkeypatch.setattr(unpacking, "probe", failing)
    bag = zipped({"a.png": encoded(picture(), "PNG"), "b.pdf": pdf(line("x"))})
    result = unpack("sac.zip", bag)
    assert [file.name for file in result.files] == ["b.pdf"]
    assert [(r.name, r.code) for r in result.refusals] == [("a.png", Code.FICHIER_ABIME)]
    (told,) = caplog.records
    assert told.message == "fichier_imprevu", "who keeps the service running hears of it"
    assert told.exc_info is not None
