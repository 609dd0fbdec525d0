"""Puts pages into envelopes: an image-only PDF, or an e-mail with attachments."""

from __future__ import annotations

import io
from email.message import EmailMessage
from email.policy import SMTP

from PIL import Image


def image_pdf(jpegs: list[bytes]) -> bytes:
    """A PDF whose pages are these JPEGs as they are, at their own resolution."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for data in jpegs:
        image = Image.open(io.BytesIO(data))
        w, h = image.size
        dpi = float(image.info.get("dpi", (150, 150))[0])
        pw, ph = w * 72 / dpi, h * 72 / dpi
        space = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
        n = len(objects) + 1
        kids.append(n)
        drawing = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (pw, ph)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Resources << /XObject << /I %d 0 R >> >> "
            b"/Contents %d 0 R >>" % (pw, ph, n + 1, n + 2)
        )
        objects.append(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 "
            b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
            % (w, h, space, len(data), data)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % k for k in kids),
    )
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for i, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def email(head: dict[str, str], files: list[tuple[str, bytes]]) -> bytes:
    """An .eml with a plain text and attachments; `head` has de, a, objet, date, id, texte."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = head["de"], head["a"], head["objet"]
    mail["Date"], mail["Message-ID"] = head["date"], head["id"]
    mail.set_content(head["texte"])
    for name, data in files:
        kind = ("application", "pdf") if name.endswith(".pdf") else ("image", "jpeg")
        mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    mail.set_boundary("=_liasse_" + head["id"].strip("<>").split("@")[0])
    return mail.as_bytes()
