"""Mail made to do harm: each ends as an ordinary envoi or as a clear entry in quarantine."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from flows.intake.receive import Received, receive
from flows.mailbox.follow import follow
from flows.steps import close
from flows.workplace import Workplace
from models.entities import EnvoiState, Refusal, SourceFile
from storage.records import envois
from tests.extractors.intake.deposits import encoded, huge_png, line, pdf, picture, zipped
from tests.flows.mailbox.house import FRIDAY, House, letter
from tests.flows.papers import one_file

PAGE = pdf(line("ORDONNANCE"))


def winmail(*files: tuple[str, bytes]) -> bytes:
    """What Outlook makes of attachments: a signature, a key, then attributes."""

    def attribute(level: int, id_: int, value: bytes) -> bytes:
        length, checksum = len(value).to_bytes(4, "little"), (sum(value) % 65536)
        return (
            bytes([level])
            + id_.to_bytes(4, "little")
            + length
            + value
            + checksum.to_bytes(2, "little")
        )

    body = attribute(1, 0x00089006, b"\x00\x00\x01\x00")
    for name, data in files:
        body += attribute(2, 0x00069002, bytes(14))
        body += attribute(2, 0x00018010, name.encode("cp1252") + b"\x00")
        body += attribute(2, 0x0006800F, data)
    return b"\x78\x9f\x3e\x22\x01\x00" + body


@pytest.fixture
def house(here: Workplace) -> House:
    made = House(here)
    made.know()
    return made


def base() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Pharmacie Ibn Sina <contact@ibnsina.exemple.ma>"
    message["Subject"] = "PEC"
    message["Message-ID"] = "<hostile@ibnsina.exemple.ma>"
    message.set_content("Bonjour.")
    return message


def attach(message: EmailMessage, name: str, data: bytes = PAGE) -> EmailMessage:
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def arrive(place: Workplace, data: bytes) -> Received:
    """Kept as any letter is, followed, closed: no step may fail."""
    received = receive(place, one_file("courriel.eml", data), received_at=FRIDAY)
    if not received.pages:
        follow(place, received.envoi_id, FRIDAY)
        close(place, [received.envoi_id])
    return received


def taken(place: Workplace, received: Received) -> list[SourceFile]:
    with place.database.reading() as session:
        return list(envois.files(session, received.envoi_id))


def refused(place: Workplace, received: Received) -> list[Refusal]:
    with place.database.reading() as session:
        return list(envois.refusals(session, received.envoi_id))


def test_ten_thousand_attachments_are_one_refusal(house: House) -> None:
    lines = ["From: a@exemple.ma", "Subject: x", "MIME-Version: 1.0"]
    lines += ['Content-Type: multipart/mixed; boundary="b"', ""]
    part = (
        'Content-Type: application/pdf\nContent-Disposition: attachment; filename="{}.pdf"\n\n%PDF'
    )
    lines += [f"--b\n{part.format(n)}" for n in range(10_000)] + ["--b--"]
    received = arrive(house.place, "\n".join(lines).encode())
    assert received.pages == 0
    (one,) = refused(house.place, received)
    assert one.code == "courriel_trop_profond"
    assert house.envoi(received.envoi_id).state is EnvoiState.QUARANTAINE
    assert house.mails() == []


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/x.pdf",
        "..\\..\\windows\\x.pdf",
        "/etc/passwd",
        "facture\u202efdp.exe",
        "a\x00b.pdf",
        "x" * 5_000 + ".pdf",
        "CON.pdf",
        "",
        "\u2066\u200f\u200e.pdf",
        "ordonnance\r\nBcc: espion@exemple.com.pdf",
    ],
)
def test_names_lead_nowhere_and_show_nothing_false(house: House, name: str) -> None:
    message = base()
    message.make_mixed()
    part = EmailMessage()
    part.set_content(PAGE, maintype="application", subtype="pdf")
    coded = base64.b64encode(name.encode()).decode()
    part["Content-Disposition"] = f'attachment; filename="=?utf-8?b?{coded}?="'
    message.attach(part)
    received = arrive(house.place, message.as_bytes())
    (file,) = taken(house.place, received)
    assert file.name
    assert len(file.name) <= 255
    assert not file.name.startswith("/")
    assert ".." not in file.name.split("/")
    assert all(c.isprintable() for c in file.name)
    assert not any(c in file.name for c in "\u202e\u2066\u200f\u200e\r\n\x00\\")


def nested(depth: int) -> EmailMessage:
    message = attach(base(), "o.pdf")
    for number in range(depth):
        outer = base()
        outer.replace_header("Subject", f"TR: {number}")
        outer.add_attachment(message)
        message = outer
    return message


def test_a_message_in_a_message_gives_its_papers(house: House) -> None:
    received = arrive(house.place, nested(3).as_bytes())
    assert received.pages == 1
    assert refused(house.place, received) == []


def test_messages_without_end_are_refused(house: House) -> None:
    received = arrive(house.place, nested(40).as_bytes())
    assert received.pages == 0
    assert [one.code for one in refused(house.place, received)] == ["courriel_trop_profond"]


def test_multiparts_without_end_are_refused(house: House) -> None:
    depth = 3_000
    lines = ["From: a@exemple.ma", "Subject: x"]
    for number in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{number}"', "", f"--b{number}"]
    lines += ["Content-Type: text/plain", "", "fin"]
    received = arrive(house.place, "\n".join(lines).encode())
    assert received.pages == 0
    assert refused(house.place, received)


def test_bombs_are_refused_without_being_let_off(house: House) -> None:
    message = attach(base(), "image.png", huge_png(60_000, 60_000))
    attach(message, "bombe.zip", zipped({f"{n}.pdf": bytes(20_000_000) for n in range(10)}))
    attach(message, "o.pdf")
    received = arrive(house.place, message.as_bytes())
    assert received.pages == 1
    codes = {one.code for one in refused(house.place, received)}
    assert codes == {"image_trop_grande", "zip_bombe"}


def test_html_is_shown_as_words(house: House) -> None:
    message = base()
    message.set_content(
        "<html><head><script>alert('secret')</script><style>p{}</style></head><body onload='x()'>"
        "<p>Bonjour <b>docteur</b></p><img src='http://espion.exemple.com/p.gif'>"
        "<a href='javascript:alert(1)'>ici</a></body></html>",
        subtype="html",
    )
    received = arrive(house.place, attach(message, "o.pdf").as_bytes())
    text = (house.envoi(received.envoi_id).mail or {})["text"]
    assert "Bonjour docteur" in text
    for dangerous in ("alert", "<", "espion", "javascript", "onload"):
        assert dangerous not in text


def test_programs_and_macros_are_refused_whatever_they_are_called(house: House) -> None:
    message = attach(base(), "facture.pdf", b"MZ" + bytes(300))
    attach(message, "ordonnance.pdf", b"#!/bin/sh\nrm -rf /\n")
    attach(message, "o.exe")
    received = arrive(house.place, message.as_bytes())
    assert [file.name for file in taken(house.place, received)] == ["o.exe"], "a PDF by its bytes"
    assert {one.code for one in refused(house.place, received)} == {"executable"}


def test_logos_are_left_aside_and_heif_bytes_that_lie_are_refused(house: House) -> None:
    message = attach(base(), "photo.heic", b"\0\0\0\x18ftypheic" + bytes(100))
    message.get_payload()[0].add_related(  # type: ignore[union-attr, index]
        encoded(picture(200, 80), "PNG"), maintype="image", subtype="png", cid="<logo>"
    )
    received = arrive(house.place, message.as_bytes())
    assert [one.code for one in refused(house.place, received)] == ["image_illisible"]
    assert taken(house.place, received) == []


def test_headers_that_lie_do_not_stop_the_house(house: House) -> None:
    data = letter(1, FRIDAY, 1)
    for bad in (
        b"Date: Thu, 99 Foo 99999 99:99:99 +9999",
        b"From: =?utf-8?q?=FF=FE?= <\xff@\x00exemple.ma>",
        b"Message-ID: " + b"x" * 100_000,
        b"References: " + b"<a@b> " * 20_000,
        b"Subject: =?utf-8?b?////?=\x00\x1b[31m",
        b"Content-Type: text/plain; charset=\xff\xfe",
    ):
        received = arrive(house.place, bad + b"\r\n" + data)
        assert received.pages or refused(house.place, received)


def test_what_outlook_wrapped_is_opened(house: House) -> None:
    inner = winmail(("o.pdf", PAGE))
    message = attach(base(), "winmail.dat", winmail(("éàç.pdf", PAGE), ("a\\..\\b.pdf", PAGE)))
    received = arrive(house.place, attach(message, "winmail.dat", winmail(("w", inner))).as_bytes())
    assert [f.name for f in taken(house.place, received)] == ["éàç.pdf", "b.pdf", "o.pdf"]
    assert refused(house.place, received) == []


@pytest.mark.parametrize(
    "data",
    [winmail(), winmail(("o.pdf", PAGE))[:60], b"\x78\x9f\x3e\x22" + bytes(400)],
)
def test_what_outlook_wrapped_badly_is_refused(house: House, data: bytes) -> None:
    received = arrive(house.place, attach(base(), "winmail.dat", data).as_bytes())
    assert [one.code for one in refused(house.place, received)] == ["winmail"]


def test_outlook_within_outlook_without_end_is_refused(house: House) -> None:
    data = winmail(("o.pdf", PAGE))
    for _ in range(20):
        data = winmail(("w.dat", data))
    received = arrive(house.place, attach(base(), "winmail.dat", data).as_bytes())
    assert [one.code for one in refused(house.place, received)] == ["courriel_trop_profond"]
