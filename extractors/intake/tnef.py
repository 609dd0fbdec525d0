"""`winmail.dat`, in which Outlook wraps attachments (MS-OXTNEF): the files in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.intake.natural import safe_name
from extractors.intake.refusals import Code, bad_file

SIGNATURE = b"\x78\x9f\x3e\x22"
_HEAD = 6
"""Bytes before the first attribute: the signature, and a key that nothing here needs."""
_ATTACHMENT = 2
"""Level of the attributes that describe attachments; 1 is the message's own."""
_BEGIN = 0x00069002
"""attAttachRendData: what follows is of the next attachment."""
_TITLE = 0x00018010
_DATA = 0x0006800F
_TAIL = 2
"""Bytes of checksum after an attribute."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A file in a `winmail.dat`; `name` is empty when it says none."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Attribute:
    level: int
    id: int
    value: bytes


def wrapped(data: bytes, most: int) -> list[Wrapped]:
    """The files in it, in order; `BadInput` when it is damaged, holds none, or more than `most`."""
    found: list[Wrapped] = []
    name, content = "", None
    for one in _attributes(data):
        if one.level != _ATTACHMENT:
            continue
        if one.id == _BEGIN:
            found += [Wrapped(name, content)] if content is not None else []
            name, content = "", None
        elif one.id == _TITLE:
            name = safe_name(_text(one.value), "").rsplit("/", 1)[-1]
        elif one.id == _DATA:
            content = one.value
        if len(found) > most:
            raise bad_file(Code.COURRIEL_TROP_PROFOND)
    found += [Wrapped(name, content)] if content is not None else []
    if not found:
        raise bad_file(Code.WINMAIL)
    return found


def _attributes(data: bytes) -> Iterator[_Attribute]:
    """Each attribute: a level, an id, a length (little end first), that many bytes, a checksum."""
    if not data.startswith(SIGNATURE):
        raise bad_file(Code.WINMAIL)
    at = _HEAD
    while at + 9 <= len(data):
        length = int.from_bytes(data[at + 5 : at + 9], "little")
        value = data[at + 9 : at + 9 + length]
        if len(value) != length:
            raise bad_file(Code.WINMAIL)
        yield _Attribute(data[at], int.from_bytes(data[at + 1 : at + 5], "little"), value)
        at += 9 + length + _TAIL


def _text(value: bytes) -> str:
    raw = value.split(b"\x00", 1)[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
