"""ZIP: its members, in their natural order, inflated under watch."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.intake.kinds import ZIP_TABLE_BYTES
from extractors.intake.limits import Limits
from extractors.intake.natural import is_litter, natural_key, safe_name
from extractors.intake.refusals import Code, bad_file
from models.errors import BadInput

_CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_UTF8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others inflate without a bound on what one read gives."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `data` is `None` for what is left aside, with `code` saying why."""

    name: str
    data: bytes | None
    code: Code | None = None


def members(data: bytes, limits: Limits, allowed: int) -> Iterator[Member]:
    """Each file of the archive `data`; litter and links come without data nor code.

    `allowed`: bytes that may still be inflated in this deposit. `BadInput` when the archive is
    to be refused as a whole; what came before is then to be forgotten.
    """
    with _opened(data) as archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        if len(infos) > limits.zip_members:
            raise bad_file(Code.ZIP_BOMBE)
        if infos and all(info.flag_bits & _ENCRYPTED for info in infos):
            raise bad_file(Code.ZIP_CHIFFRE)
        named = sorted(((_name(info), info) for info in infos), key=lambda n: natural_key(n[0]))
        wanted = [info for name, info in named if not _aside(name, info)]
        _check_sum(sum(info.file_size for info in wanted), len(data), limits, allowed)
        inflated = 0
        for name, info in named:
            if _aside(name, info):
                yield Member(name, None)
            elif info.flag_bits & _ENCRYPTED:
                yield Member(name, None, Code.ZIP_CHIFFRE)
            elif info.compress_type not in _METHODS:
                yield Member(name, None, Code.ZIP_METHODE)
            else:
                content = _inflated(archive, info, limits, allowed - inflated)
                if content is not None:
                    inflated += len(content)
                    _check_sum(inflated, len(data), limits, allowed)
                yield Member(name, content, None if content is not None else Code.ZIP_ABIME)


def _opened(data: bytes) -> zipfile.ZipFile:
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") in range(
        ZIP_TABLE_BYTES, 0xFFFFFFFF
    ):
        raise bad_file(Code.ZIP_BOMBE)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # BadZipFile, struct.error, ValueError … of hostile bytes
        raise bad_file(Code.ZIP_ABIME) from error


def _aside(name: str, info: zipfile.ZipInfo) -> bool:
    return is_litter(name) or stat.S_ISLNK(info.external_attr >> 16)


def _check_sum(inflated: int, compressed: int, limits: Limits, allowed: int) -> None:
    absurd = inflated > limits.zip_ratio_from and inflated > limits.zip_ratio * compressed
    if inflated > allowed or absurd:
        raise bad_file(Code.ZIP_BOMBE)


def _inflated(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, allowed: int
) -> bytes | None:
    """The member's bytes; `None` when it is damaged. Stops as soon as it is too much,
    whatever size the archive declares."""
    most = min(limits.zip_member_bytes, allowed)
    if info.file_size > most:
        raise bad_file(Code.ZIP_BOMBE)
    taken = bytearray()
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                taken += chunk
                if len(taken) > most:
                    raise bad_file(Code.ZIP_BOMBE)
    except BadInput:
        raise
    except Exception:  # zlib.error, BadZipFile, EOFError … the other members may be good
        return None
    return bytes(taken)


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name, in the alphabet that its maker forgot to declare."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850")
    return safe_name(name)
