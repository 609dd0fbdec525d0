"""E-mail: attachments by content, logos aside, bodies kept as evidence."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest

from extractors.intake.html_text import html_to_text
from extractors.intake.refusals import Code
from extractors.intake.unpack import unpack
from tests.extractors.intake.deposits import encoded, line, mail, pdf, picture, zipped

PDF = pdf(line("Facture"))
PHOTO = encoded(picture(1200, 1600), "JPEG")
LOGO = encoded(picture(200, 60, mark="blue"), "PNG")
PIXEL = encoded(picture(1, 1), "GIF")


def attached(*files: tuple[str, str, bytes]) -> EmailMessage:
    message = mail()
    for name, type_, data in files:
        main, sub = type_.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


def test_head_and_text() -> None:
    message = attached(("f.pdf", "application/pdf", PDF))
    message.replace_header("Subject", "Réclamation — dossier n° 12")
    message["In-Reply-To"] = "<avant@mutuelle.ma>"
    message["References"] = "<un@mutuelle.ma> <avant@mutuelle.ma>"
    head = unpack("m.eml", message.as_bytes()).mail
    assert head is not None
    assert head.message_id == "<a1@exemple.ma>"
    assert (head.sender, head.sender_name) == ("fatima@exemple.ma", "Fatima Zahra")
    assert head.subject == "Réclamation — dossier n° 12"
    assert head.date == datetime(2025, 11, 5, 9, 12, tzinfo=timezone(timedelta(hours=1)))
    assert head.text == "Bonjour, voici mes papiers."
    assert head.in_reply_to == "<avant@mutuelle.ma>"
    assert head.references == ("<un@mutuelle.ma>", "<avant@mutuelle.ma>")
    assert not head.auto_submitted


@pytest.mark.parametrize(
    ("header", "value"),
    [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("Return-Path", "<>")],
)
def test_machines_are_known(header: str, value: str) -> None:
    message = mail()
    message[header] = value
    head = unpack("m.eml", message.as_bytes()).mail
    assert head is not None
    assert head.auto_submitted


def test_attachments_by_content_whatever_the_header_says() -> None:
    message = attached(
        ("scan", "application/octet-stream", PDF),
        ("photo.pdf", "application/pdf", PHOTO),
        ("note.txt", "text/plain", PDF),
        ("facture.pdf", "application/pdf", b"MZ\x90\x00" + bytes(200)),
    )
    result = unpack("m.eml", message.as_bytes())
    assert [(f.name, f.kind.value) for f in result.files] == [
        ("scan", "pdf"),
        ("photo.pdf", "jpeg"),
        ("note.txt", "pdf"),
    ]
    assert [r.code for r in result.refusals] == [Code.EXECUTABLE]


def test_mail_without_attachment_is_refused() -> None:
    result = unpack("m.eml", mail().as_bytes())
    assert result.files == ()
    (refusal,) = result.refusals
    assert refusal.code is Code.COURRIEL_SANS_PIECE
    assert "n’a pas de pièce jointe" in refusal.message
    assert result.mail is not None, "the text is kept as evidence"


def test_inline_pdf_and_photo_are_taken() -> None:
    message = mail()
    message.add_attachment(PDF, "application", "pdf", filename="f.pdf", disposition="inline")
    message.add_attachment(PHOTO, "image", "jpeg", filename="p.jpg", disposition="inline")
    assert len(unpack("m.eml", message.as_bytes()).files) == 2


def with_html(html: str, *images: tuple[str, bytes, str]) -> EmailMessage:
    message = mail(text="Bonjour, voici mes papiers en pièces jointes.")
    message.add_alternative(html, subtype="html")
    page = list(message.iter_parts())[1]
    assert isinstance(page, EmailMessage)
    for cid, data, sub in images:
        page.add_related(data, "image", sub, cid=f"<{cid}>", filename=f"{cid}.{sub}")
    return message


def test_logos_and_tracking_pixels_are_listed_but_not_read() -> None:
    html = '<p>Bonjour</p><img src="cid:logo"><img src="cid:pixel"><img src="cid:carte">'
    message = with_html(
        html, ("logo", LOGO, "png"), ("pixel", PIXEL, "gif"), ("carte", PHOTO, "jpeg")
    )
    message.add_attachment(PDF, "application", "pdf", filename="f.pdf")
    result = unpack("m.eml", message.as_bytes())
    assert [f.name for f in result.files] == ["carte.jpeg", "f.pdf"]
    assert [(n.name, n.code) for n in result.ignored] == [
        ("logo.png", "logo"),
        ("pixel.gif", "logo"),
    ]


def test_a_small_image_that_is_attached_is_no_logo() -> None:
    message = attached(("cin.png", "image/png", encoded(picture(400, 250), "PNG")))
    assert [f.name for f in unpack("m.eml", message.as_bytes()).files] == ["cin.png"]


def test_only_a_logo_is_no_attachment() -> None:
    message = with_html('<img src="cid:logo">', ("logo", LOGO, "png"))
    assert [r.code for r in unpack("m.eml", message.as_bytes()).refusals] == [
        Code.COURRIEL_SANS_PIECE
    ]


def test_mail_within_mail_is_opened_and_its_text_kept() -> None:
    inner = attached(("f.pdf", "application/pdf", PDF))
    outer = mail("Tr: documents", "Je vous transfère ceci.")
    outer.add_attachment(inner)
    result = unpack("m.eml", outer.as_bytes())
    assert [f.name for f in result.files] == ["f.pdf"]
    assert result.mail is not None
    assert result.mail.text.startswith("Je vous transfère ceci.")
    assert "voici mes papiers" in result.mail.text


@pytest.mark.parametrize("type_", ["message/rfc822", "application/octet-stream"])
def test_mail_within_mail_encoded_as_base64(type_: str) -> None:
    inner = base64.encodebytes(attached(("f.pdf", "application/pdf", PDF)).as_bytes()).decode()
    raw = (
        "From: a@b.fr\r\nTo: c@d.fr\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: {type_}\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}"
    )
    assert [f.name for f in unpack("m.eml", raw.encode()).files] == ["f.pdf"]


def test_mails_nested_without_end() -> None:
    message = mail()
    for _ in range(30):
        outer = mail()
        outer.add_attachment(message)
        message = outer
    assert [r.code for r in unpack("m.eml", message.as_bytes()).refusals] == [
        Code.COURRIEL_TROP_PROFOND
    ]


def test_zip_within_a_mail_is_opened_but_no_deeper() -> None:
    inner = zipped({"c.pdf": PDF})
    message = attached(("sac.zip", "application/zip", zipped({"b.pdf": PDF, "d.zip": inner})))
    result = unpack("m.eml", message.as_bytes())
    assert [f.name for f in result.files] == ["b.pdf"]
    assert [r.code for r in result.refusals] == [Code.ZIP_DANS_ZIP]


def test_winmail_is_refused_clearly() -> None:
    message = attached(("winmail.dat", "application/ms-tnef", b"x\x9f>\x22" + bytes(90)))
    (refusal,) = unpack("m.eml", message.as_bytes()).refusals
    assert refusal.code is Code.WINMAIL
    assert refusal.data is not None


def test_calendars_cards_and_signatures_are_no_documents() -> None:
    message = attached(
        ("rdv.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"),
        ("moi.vcf", "text/vcard", b"BEGIN:VCARD\r\nEND:VCARD"),
        ("f.pdf", "application/pdf", PDF),
    )
    result = unpack("m.eml", message.as_bytes())
    assert len(result.files) == 1
    assert result.refusals == ()
    assert {n.name for n in result.ignored} == {"rdv.ics", "moi.vcf"}


def test_malformed_headers_and_charsets() -> None:
    raw = (
        b"From: =?x-inconnu?Q?Fran=E7ois?= <f@x.fr>\r\n"
        b"To: \r\nSubject: =?utf-8?B?pas du base64!?= caf\xe9\r\n"
        b"Date: hier, vers midi\r\nligne sans deux points\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain; charset=charabia\r\n\r\nd\xe9j\xe0 vu\r\n--b\r\n"
        b"Content-Type: application/pdf; name==?utf-8?Q?re=C3=A7u=2Epdf?=\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(PDF) + b"\r\n"
    )  # and the last boundary never comes
    result = unpack("m.eml", raw)
    assert [f.name for f in result.files] == ["reçu.pdf"]
    assert result.mail is not None
    assert result.mail.sender == "f@x.fr"
    assert "café" in result.mail.subject
    assert result.mail.date is None
    assert result.mail.text == "déjà vu"


def test_mail_whose_parts_are_lost() -> None:
    raw = (
        b"From: a@b.fr\r\nTo: c@d.fr\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="ailleurs"\r\n\r\nrien ici\r\n'
    )
    assert [r.code for r in unpack("m.eml", raw).refusals] == [Code.COURRIEL_ILLISIBLE]


def test_html_only_mail() -> None:
    message = mail()
    message.set_content(
        "<html><head><title>t</title><style>p{}</style></head><body><p>Bonjour&nbsp;&agrave; tous,</p>"
        "<script>alert('x')</script><!-- caché --><div>Cordialement<br>F.</div></body></html>",
        subtype="html",
    )
    head = unpack("m.eml", message.as_bytes()).mail
    assert head is not None
    assert head.text == "Bonjour à tous,\n\nCordialement\nF."


@pytest.mark.timeout(20)
def test_hostile_html_takes_linear_time() -> None:
    for bait in ("<!--", "<script", "<", "</", "<a ", "&#", "<p>"):
        html_to_text(bait * 150_000)
    assert html_to_text("a < b et <b>c</b> > d") == "a < b et c > d"
    assert html_to_text("<script>jamais fermé") == ""
