"""E-mail: who wrote what when, and the parts it carries, whatever its headers claim."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parseaddr, parsedate_to_datetime

from extractors.intake.html_text import html_to_text
from extractors.intake.limits import Limits
from extractors.intake.natural import safe_name
from extractors.intake.refusals import Code, bad_file
from models.errors import BadInput

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
_CID = re.compile(r"cid:([^\"'\s>)]{1,400})", re.I)
_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]|>?From ")
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_HEADER_CHARS = 2_000
_MACHINE_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
_FILE_STARTS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG", b"PK\x03\x04", b"II*\x00", b"MM\x00*")
_CHARSETS = ("utf-8", "cp1252")


@dataclass(frozen=True, slots=True)
class MailHead:
    """What a mail says of itself. `sender` is the bare address. `date` is the sender's own,
    without a zone when it names none. `auto_submitted`: a machine wrote it, do not answer.
    `text` is its text, then that of the mails attached to it."""

    message_id: str | None
    sender: str
    sender_name: str
    subject: str
    date: datetime | None
    text: str
    in_reply_to: str | None
    references: tuple[str, ...]
    auto_submitted: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a mail carries. `shown`: its text shows it, as it shows a logo.
    `declared` is the type in its header, which proves nothing."""

    name: str | None
    data: bytes
    declared: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Mail:
    """An opened mail. `damaged`: its structure announces parts that could not be found."""

    head: MailHead
    parts: tuple[Part, ...]
    damaged: bool


@dataclass(frozen=True, slots=True)
class _Leaf:
    message: Message
    data: bytes
    related: bool

    @property
    def body(self) -> bool:
        """Text that the reader of the mail sees, and not a file that it carries."""
        message = self.message
        if message.get_content_type() not in ("text/plain", "text/html", "text/enriched"):
            return False
        if (message.get_content_disposition() or "inline") != "inline" or _file_name(message):
            return False
        return not self.data.startswith(_FILE_STARTS)


def read_mail(data: bytes, limits: Limits) -> Mail:
    """The mail in `data`; `BadInput` when nothing can be made of it."""
    try:
        message = email.message_from_bytes(_mended(data))
        leaves = list(_leaves(message, limits))
        bodies = [leaf for leaf in leaves if leaf.body]
        plain = [_text(b) for b in bodies if b.message.get_content_type() != "text/html"]
        pages = [_text(b) for b in bodies if b.message.get_content_type() == "text/html"]
        cids = {cid.lower() for page in pages for cid in _CID.findall(page)}
        parts = tuple(_part(leaf, cids) for leaf in leaves if not leaf.body)
        text = _best_text(
            plain, [html_to_text(page[: limits.mail_text_chars * 5]) for page in pages]
        )
        damaged = any(leaf.message.get_content_maintype() == "multipart" for leaf in leaves)
        return Mail(_head(message, text[: limits.mail_text_chars]), parts, damaged)
    except BadInput:
        raise
    except Exception as error:  # the email package fails in many ways on hostile structure
        raise bad_file(Code.COURRIEL_ILLISIBLE) from error


def _mended(data: bytes) -> bytes:
    """Without what stands before the headers, and without lines among them that are none: the
    parser would take the rest, attachments and all, for text."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n\t ")
    blank = _BLANK_LINE.search(data)
    head = data[: blank.start()] if blank else data
    lines = [line for line in head.splitlines(keepends=True) if _HEADER_LINE.match(line)]
    return b"".join(lines) + data[len(head) :]


def _leaves(message: Message, limits: Limits) -> Iterator[_Leaf]:
    """Everything that is not a container, in the mail's order; mails within are leaves."""
    waiting: list[tuple[Message, bool]] = [(message, False)]
    seen = 0
    while waiting:
        part, related = waiting.pop()
        seen += 1
        if seen > limits.mail_parts:
            raise bad_file(Code.COURRIEL_TROP_PROFOND)
        inner = part.get_payload()
        if part.get_content_type() in ("message/rfc822", "message/global"):
            yield _Leaf(part, _nested(part), related)
        elif isinstance(inner, list):
            inside = related or part.get_content_type() == "multipart/related"
            children = [child for child in inner if isinstance(child, Message)]
            waiting.extend((child, inside) for child in reversed(children))
        else:
            yield _Leaf(part, _bytes(part), related)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _nested(part: Message) -> bytes:
    """The mail within, also when a careless program encoded it as base64."""
    inner = part.get_payload()
    if not isinstance(inner, list) or not inner or not isinstance(inner[0], Message):
        return _bytes(part)
    encoding = _raw(part, "Content-Transfer-Encoding").strip().lower()
    if encoding in ("base64", "quoted-printable") and not inner[0].keys():
        inner[0]["Content-Transfer-Encoding"] = encoding
        return _bytes(inner[0])
    return inner[0].as_bytes()


def _part(leaf: _Leaf, cids: set[str]) -> Part:
    cid = _raw(leaf.message, "Content-ID").strip().strip("<>").lower()
    location = _raw(leaf.message, "Content-Location").strip().lower()
    shown = (bool(cid) and (cid in cids or leaf.related)) or bool(location and leaf.related)
    attached = leaf.message.get_content_disposition() == "attachment"
    return Part(
        _file_name(leaf.message),
        leaf.data,
        leaf.message.get_content_type(),
        shown and not (attached and cid not in cids),
    )


def _file_name(message: Message) -> str | None:
    for header, key in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        try:
            alone = Message()
            alone[header] = _raw(message, header)
            stated = alone.get_param(key, None, header)
            if stated:
                name = safe_name(decoded(collapse_rfc2231_value(stated)), "")
                if name:
                    return name.rsplit("/", 1)[-1]
        except Exception:  # nosec B112 # malformed parameters: the part goes by another name
            continue
    return None


def _raw(message: Message, name: str) -> str:
    """The first header of this name, the bytes that have no business there read as text."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            raw = str(value)[:_HEADER_CHARS]
            if any("\udc80" <= c <= "\udcff" for c in raw):
                raw = decode_text(raw.encode("utf-8", "surrogateescape"), None)
            return raw
    return ""


def _text(leaf: _Leaf) -> str:
    return decode_text(leaf.data, leaf.message.get_content_charset())


def decode_text(data: bytes, charset: str | None) -> str:
    """`data` in the declared charset when that works, else in the likely ones."""
    for name in (charset, *_CHARSETS):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def decoded(raw: str) -> str:
    """A header as text on one line, its encoded words read as far as they can be."""
    try:
        pieces = [
            piece if isinstance(piece, str) else decode_text(piece, charset)
            for piece, charset in decode_header(raw)
        ]
    except Exception:  # malformed encoded words are shown as they came
        pieces = [raw]
    text = "".join(pieces)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _best_text(plain: list[str], pages: list[str]) -> str:
    """The plain text, unless it is only a word about the HTML that says the rest."""
    as_plain = _clean("\n\n".join(plain))
    as_page = _clean("\n\n".join(pages))
    return as_plain if 2 * len(as_plain) >= len(as_page) else as_page


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c.isprintable() or c in "\n\t").strip()


def _head(message: Message, text: str) -> MailHead:
    def header(name: str) -> str:
        return decoded(_raw(message, name))

    name, address = parseaddr(_raw(message, "From"))
    replied = _MESSAGE_ID.search(header("In-Reply-To"))
    return MailHead(
        message_id=header("Message-ID")[:500] or None,
        sender=decoded(address).lower(),
        sender_name=decoded(name),
        subject=header("Subject"),
        date=_date(header("Date")),
        text=text,
        in_reply_to=replied[0] if replied else None,
        references=tuple(_MESSAGE_ID.findall(header("References"))),
        auto_submitted=_by_machine(message),
    )


def _date(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except Exception:  # malformed dates raise TypeError, ValueError, IndexError, OverflowError
        return None


def _by_machine(message: Message) -> bool:
    """Out-of-office, list, bounce: what RFC 3834 says not to answer."""
    submitted = decoded(_raw(message, "Auto-Submitted") or "no").lower()
    precedence = decoded(_raw(message, "Precedence")).lower()
    return (
        not submitted.startswith("no")
        or precedence in _MACHINE_PRECEDENCE
        or decoded(_raw(message, "Return-Path")) == "<>"
        or message.get_content_type() == "multipart/report"
    )
