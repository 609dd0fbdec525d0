"""ZIP: natural order, litter aside, bombs and nests refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.intake.limits import MIB, Limits
from extractors.intake.natural import natural_key, safe_name
from extractors.intake.refusals import Code
from extractors.intake.unpack import unpack
from tests.extractors.intake.deposits import (
    encoded,
    line,
    locked_pdf,
    mail,
    pdf,
    picture,
    with_flag,
    zipped,
)

PAGE = encoded(picture(80, 120), "PNG")


def test_members_in_the_order_a_person_numbers_them() -> None:
    archive = zipped(
        {"page10.png": PAGE, "Page2.png": PAGE, "page1.png": PAGE, "a.pdf": pdf(line("x"), "")}
    )
    result = unpack("sac.zip", archive)
    assert [f.name for f in result.files] == ["a.pdf", "page1.png", "Page2.png", "page10.png"]
    assert result.pages == 5
    assert result.refusals == ()


def test_litter_is_left_aside_and_listed() -> None:
    archive = zipped(
        {"__MACOSX/._p.png": b"x", ".DS_Store": b"x", "d/Thumbs.db": b"x", "d/p.png": PAGE}
    )
    result = unpack("sac.zip", archive)
    assert [f.name for f in result.files] == ["d/p.png"]
    assert {note.name for note in result.ignored} == {
        "__MACOSX/._p.png",
        ".DS_Store",
        "d/Thumbs.db",
    }
    assert result.refusals == ()


def test_bad_members_are_refused_with_their_bytes_and_the_rest_is_taken() -> None:
    secret, word = locked_pdf("x"), zipped({"[Content_Types].xml": b"x"})
    archive = zipped(
        {"a.png": PAGE, "b.pdf": secret, "c.docx": word, "d.pdf": b"", "e.pdf": b"\x7fELF"}
    )
    result = unpack("sac.zip", archive)
    assert [f.name for f in result.files] == ["a.png"]
    assert [(r.name, r.code, r.data) for r in result.refusals] == [
        ("b.pdf", Code.PDF_CHIFFRE, secret),
        ("c.docx", Code.DOCUMENT_BUREAUTIQUE, word),
        ("d.pdf", Code.FICHIER_VIDE, b""),
        ("e.pdf", Code.EXECUTABLE, b"\x7fELF"),
    ]


def test_zip_within_a_zip() -> None:
    inner = zipped({"a.png": PAGE})
    result = unpack("sac.zip", zipped({"b.png": PAGE, "dedans.zip": inner}))
    assert [f.name for f in result.files] == ["b.png"]
    assert [(r.code, r.data) for r in result.refusals] == [(Code.ZIP_DANS_ZIP, inner)]
    alone = unpack("sac.zip", zipped({"dedans.zip": inner}))
    assert alone.files == ()
    assert [r.code for r in alone.refusals] == [Code.ZIP_DANS_ZIP]


def test_bomb_by_its_declared_size() -> None:
    archive = zipped({"a.png": PAGE, "bombe.bin": bytes(90 * MIB)})
    assert [r.code for r in unpack("b.zip", archive).refusals] == [Code.ZIP_BOMBE]
    assert unpack("b.zip", archive).files == ()


def test_bomb_that_lies_about_its_size_gives_no_more_than_it_declares() -> None:
    archive = bytearray(zipped({"bombe.bin": bytes(8 * MIB)}))
    size = (8 * MIB).to_bytes(4, "little")
    assert archive.count(size) == 2
    lying = bytes(archive).replace(size, (1000).to_bytes(4, "little"))
    result = unpack("b.zip", lying, Limits(zip_member_bytes=MIB))
    assert result.files == ()
    assert [r.code for r in result.refusals] == [Code.ZIP_ABIME]


def test_bombs_side_by_side_share_one_limit() -> None:
    part = zipped({"a.bin": bytes(3 * MIB)})
    message = mail()
    for n in range(3):
        message.add_attachment(part, maintype="application", subtype="zip", filename=f"{n}.zip")
    result = unpack("m.eml", message.as_bytes(), Limits(zip_total_bytes=5 * MIB))
    assert [r.code for r in result.refusals] == [Code.TYPE_INCONNU, Code.ZIP_BOMBE, Code.ZIP_BOMBE]


def test_too_many_members() -> None:
    archive = zipped({f"{n}.png": b"x" for n in range(30)})
    assert [r.code for r in unpack("b.zip", archive, Limits(zip_members=20)).refusals] == [
        Code.ZIP_BOMBE
    ]


def test_encrypted_zip() -> None:
    archive = with_flag(zipped({"a.png": PAGE, "b.png": PAGE}), 1)
    (refusal,) = unpack("secret.zip", archive).refusals
    assert refusal.code is Code.ZIP_CHIFFRE


def test_other_compressions_are_refused_a_member_at_a_time() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.png", PAGE)
        archive.writestr("b.png", PAGE, zipfile.ZIP_LZMA)
    result = unpack("sac.zip", out.getvalue())
    assert [f.name for f in result.files] == ["a.png"]
    assert [(r.code, r.data) for r in result.refusals] == [(Code.ZIP_METHODE, None)]


@pytest.mark.parametrize("cut", [30, 0.5, 0.9])
def test_zip_cut_short(cut: float) -> None:
    archive = zipped({"a.png": PAGE, "b.png": PAGE})
    data = archive[: int(cut if cut > 1 else len(archive) * cut)]
    assert [r.code for r in unpack("sac.zip", data).refusals] == [Code.ZIP_ABIME]


def test_one_damaged_member_leaves_the_others() -> None:
    archive = bytearray(zipped({"a.png": PAGE, "b.png": PAGE}))
    at = archive.find(b"b.png") + 20
    archive[at : at + 8] = b"\xff" * 8
    result = unpack("sac.zip", bytes(archive))
    assert [f.name for f in result.files] == ["a.png"]
    assert [r.code for r in result.refusals] == [Code.ZIP_ABIME]


def test_empty_zip() -> None:
    assert [r.code for r in unpack("sac.zip", zipped({})).refusals] == [Code.ZIP_VIDE]
    assert [r.code for r in unpack("sac.zip", zipped({".DS_Store": b"x"})).refusals] == [
        Code.ZIP_VIDE
    ]


def test_names_that_climb_are_harmless() -> None:
    archive = zipped({"../../etc/a.png": PAGE, "C:\\temp\\b.png": PAGE, "/abs/c.png": PAGE})
    assert {f.name for f in unpack("sac.zip", archive).files} == {
        "etc/a.png",
        "temp/b.png",
        "abs/c.png",
    }
    assert safe_name("..") == "sans-nom"
    assert safe_name("a\n\x1b[31mb.pdf") == "a[31mb.pdf"


def test_a_member_without_a_name() -> None:
    archive = zipped({"a.png": PAGE}).replace(b"a.png", b"\0.png")
    assert [f.kind.value for f in unpack("sac.zip", archive).files] == ["png"]


def test_links_are_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("lien.pdf")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.png", PAGE)
    result = unpack("sac.zip", out.getvalue())
    assert [f.name for f in result.files] == ["a.png"]
    assert [note.name for note in result.ignored] == ["lien.pdf"]


def test_french_names_of_old_windows() -> None:
    archive = zipped({"re\x87u.png": PAGE})
    patched = archive.replace("re\x87u.png".encode(), b"re\x87 u.png")
    raw = bytearray(patched)
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        raw[raw.find(mark) + offset] &= ~0x08  # no longer declared as UTF-8
    assert [f.name for f in unpack("sac.zip", bytes(raw)).files] == ["reç u.png"]


def test_mail_within_a_zip_is_opened() -> None:
    message = mail()
    message.add_attachment(pdf(line("x")), maintype="application", subtype="pdf", filename="f.pdf")
    result = unpack("sac.zip", zipped({"m.eml": message.as_bytes()}))
    assert [f.name for f in result.files] == ["f.pdf"]
    assert result.mail is None


def test_natural_order() -> None:
    names = ["p10", "p9", "P1", "é2", "e1", "p١", "p" + "9" * 30]
    ordered = sorted(names, key=natural_key)
    assert ordered.index("P1") < ordered.index("p9") < ordered.index("p10")
    assert ordered.index("e1") < ordered.index("é2")
