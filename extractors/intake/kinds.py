"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    """The kinds told apart. Those after `MAIL` are refused, each with its own sentence."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    BMP = "bmp"
    GIF = "gif"
    ZIP = "zip"
    MAIL = "mail"

    EMPTY = "vide"
    EXECUTABLE = "executable"
    SCRIPT = "script"
    OFFICE = "bureautique"
    OUTLOOK = "outlook"
    WINMAIL = "winmail"
    SEALED = "chiffre"
    """A sealed or encrypted message (S/MIME, PGP)."""
    ARCHIVE = "archive"
    """An archive that is not a ZIP: RAR, 7z, tar, gzip."""
    IMAGE_OTHER = "image_autre"
    """An image or drawing format that is not read: PSD, SVG, JPEG 2000, EPS."""
    MEDIA = "media"
    HTML = "html"
    TEXT = "texte"
    UNKNOWN = "inconnu"

    @property
    def is_image(self) -> bool:
        return self in _IMAGES

    @property
    def has_pages(self) -> bool:
        """Whether pages can be rendered of it."""
        return self is Kind.PDF or self in _IMAGES


_IMAGES = frozenset(
    {Kind.TIFF, Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC, Kind.BMP, Kind.GIF},
)

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"\x7fELF", Kind.EXECUTABLE),
    (b"\xca\xfe\xba\xbe", Kind.EXECUTABLE),
    (b"\xfe\xed\xfa\xce", Kind.EXECUTABLE),
    (b"\xfe\xed\xfa\xcf", Kind.EXECUTABLE),
    (b"\xce\xfa\xed\xfe", Kind.EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", Kind.EXECUTABLE),
    (b"\x00asm", Kind.EXECUTABLE),
    (b"dex\n", Kind.EXECUTABLE),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Kind.EXECUTABLE),  # Windows shortcut
    (b"!<arch>\n", Kind.EXECUTABLE),
    (b"#!", Kind.SCRIPT),
    (b"{\\rtf", Kind.OFFICE),
    (b'x\x9f>"', Kind.WINMAIL),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b\x08", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\x00", Kind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),
    (b"MSCF\x00\x00\x00\x00", Kind.ARCHIVE),
    (b"8BPS", Kind.IMAGE_OTHER),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", Kind.IMAGE_OTHER),
    (b"\xff\x4f\xff\x51", Kind.IMAGE_OTHER),
    (b"%!PS", Kind.IMAGE_OTHER),
    (b"AT&TFORM", Kind.IMAGE_OTHER),
    (b"ID3", Kind.MEDIA),
    (b"OggS", Kind.MEDIA),
    (b"\x1aE\xdf\xa3", Kind.MEDIA),
    (b"-----BEGIN PGP MESSAGE-----", Kind.SEALED),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF_BRANDS = frozenset(
    b"heic heix heim heis hevc hevx hevm hevs mif1 mif2 msf1 miaf".split(),
)
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
ZIP_TABLE_BYTES = 4 * 1024 * 1024
"""Bytes of the longest table of contents that is read: about 40,000 names."""
_PDF_JUNK = 1024
"""Bytes of junk that readers of PDF accept before the header."""
_SEALED_OIDS = tuple(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07" + bytes([n]) for n in (2, 3))

_HEADER = re.compile(rb"^([!-9;-~]{1,76})[ \t]*:(.*)$")
_MAIL_SURE = frozenset(
    b"from received message-id return-path delivered-to x-received x-mailer mime-version".split(),
)
_MAIL_LIKELY = _MAIL_SURE | frozenset(
    b"to cc subject date reply-to content-type sender in-reply-to references dkim-signature".split(),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|script|meta|p|div)\b", re.I)
_SVG = re.compile(rb"<svg\b", re.I)
_BATCH = re.compile(rb"\s*(?:@echo\s+off|setlocal\b|<script\b|<job\b|<\?php|wscript\.)", re.I)


def kind_of(data: bytes) -> Kind:
    """The kind of `data`. A PDF may hide behind 1024 bytes of junk, as its readers allow."""
    if not data:
        return Kind.EMPTY
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:2] == b"MZ" and _is_dos_program(data):
        return Kind.EXECUTABLE
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06") or data[:8] == b"PK\x07\x08PK\x03\x04":
        return _zip_kind(data)
    if data.startswith(_OLE):
        return Kind.OUTLOOK if "__substg1.0_".encode("utf-16-le") in data else Kind.OFFICE
    boxed = _riff_or_box(data)
    if boxed is not None:
        return boxed
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return Kind.BMP
    if data[257:262] == b"ustar":
        return Kind.ARCHIVE
    if data[:1] == b"\x30" and any(oid in data[:64] for oid in _SEALED_OIDS):
        return Kind.SEALED
    if looks_like_mail(data):
        return Kind.MAIL
    if b"%PDF-" in data[: _PDF_JUNK + 5]:
        return Kind.PDF
    return _text_kind(data)


def looks_like_mail(data: bytes) -> bool:
    """Whether the first lines are the headers of RFC 822 mail: at least two known ones, one
    of them of the kind that only mails have."""
    head = data[:16_384].lstrip(b"\xef\xbb\xbf\r\n\t ")
    known: set[bytes] = set()
    for number, line in enumerate(head.splitlines()[:200]):
        if not line.strip():
            break
        if line[:1] in b" \t" or (number == 0 and line.startswith((b"From ", b">From "))):
            continue
        match = _HEADER.match(line)
        if match is None:
            if number == 0:
                return False
            continue  # a damaged header line does not make the rest less of a mail
        known.add(match[1].lower())
    return bool(known & _MAIL_SURE) and len(known & _MAIL_LIKELY) >= 2


def _is_dos_program(data: bytes) -> bool:
    """`MZ` is also how a text may begin: a program has bytes that no text has."""
    return b"\x00" in data[:256]


def _zip_kind(data: bytes) -> Kind:
    """A ZIP, or one of the formats that are ZIPs inside."""
    names = zip_names(data)
    if "[Content_Types].xml" in names or "mimetype" in names:
        return Kind.OFFICE
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        return Kind.EXECUTABLE
    return Kind.ZIP


def zip_names(data: bytes) -> frozenset[str]:
    """Names in an archive's table; none when it cannot be read or is absurdly long."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(data[end + 12 : end + 16], "little") > ZIP_TABLE_BYTES:
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except Exception:  # whatever zipfile makes of hostile bytes, the archive is refused later
        return frozenset()


def _riff_or_box(data: bytes) -> Kind | None:
    if data[:4] == b"RIFF":
        return Kind.WEBP if data[8:12] == b"WEBP" else Kind.MEDIA
    if data[4:8] != b"ftyp":
        return None
    size = min(max(int.from_bytes(data[:4], "big"), 16), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}
    if data[8:12] == b"avif" or b"avif" in brands:
        return Kind.IMAGE_OTHER
    return Kind.HEIC if brands & _HEIF_BRANDS else Kind.MEDIA


def _text_kind(data: bytes) -> Kind:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    if _BATCH.match(head):
        return Kind.SCRIPT
    if _SVG.search(head):
        return Kind.IMAGE_OTHER
    if _HTML.search(head[:1024]):
        return Kind.HTML
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return Kind.TEXT if controls == 0 else Kind.UNKNOWN
