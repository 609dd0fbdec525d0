"""A deposit opened: the files whose pages will be read, in order, and what was refused."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from hashlib import sha256

from extractors.intake.archive import members
from extractors.intake.kinds import Kind, kind_of
from extractors.intake.limits import Limits
from extractors.intake.mail import MailHead, Part, read_mail
from extractors.intake.natural import safe_name
from extractors.intake.pictures import Picture
from extractors.intake.probe import probe
from extractors.intake.refusals import (
    KIND_CODES,
    Code,
    Note,
    Refusal,
    bad_file,
    refuse,
    refuse_member,
    sentence,
)
from extractors.intake.tnef import wrapped
from models.errors import BadInput

logger = logging.getLogger(__name__)

_NOT_FOR_READING = (b"BEGIN:VCALENDAR", b"BEGIN:VCARD", b"-----BEGIN PGP SIGNATURE", b"Version: 1")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
_REPORTS = ("message/delivery-status", "text/rfc822-headers", "message/disposition-notification")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file with pages. `name` is its path within what was deposited."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    kind: Kind
    pages: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a deposit is made of.

    `files` in the order of their pages. `ignored`: left aside on purpose (logos, what systems
    leave in archives). `warnings`: taken all the same. `mail`: of a deposited e-mail.
    """

    files: tuple[SourceFile, ...]
    refusals: tuple[Refusal, ...]
    ignored: tuple[Note, ...]
    warnings: tuple[Note, ...]
    mail: MailHead | None

    @property
    def pages(self) -> int:
        return sum(file.pages for file in self.files)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the deposit a file lies."""

    inside: bool = False
    in_zip: bool = False
    mails: int = 0


def unpack(name: str, data: bytes, limits: Limits | None = None) -> Unpacked:
    """What can be read of the deposit `data`, called `name`; never raises on bad content."""
    work = _Unpacking(limits or Limits())
    work.open(safe_name(name.rsplit("/", 1)[-1]), data, _Place())
    return Unpacked(
        tuple(work.files),
        tuple(work.refusals),
        tuple(work.ignored),
        tuple(work.warnings),
        work.mail,
    )


class _Unpacking:
    """One deposit being unpacked, with what it has cost so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.files: list[SourceFile] = []
        self.refusals: list[Refusal] = []
        self.ignored: list[Note] = []
        self.warnings: list[Note] = []
        self.mail: MailHead | None = None
        self._inflated = 0

    def open(self, name: str, data: bytes, place: _Place) -> None:
        """Take or refuse one file. What no reader foresaw is refused too: one file that nobody can
        open must not stop the channel that brought it."""
        try:
            self._open(name, data, place)
        except Exception:
            logger.exception("fichier_imprevu", extra={"reference": sha256(data).hexdigest()})
            self._refuse(name, Code.FICHIER_ABIME, data, place)

    def _open(self, name: str, data: bytes, place: _Place) -> None:
        if len(data) > self.limits.file_bytes:
            self._refuse(name, Code.FICHIER_TROP_GROS, data, place)
            return
        kind = kind_of(data)
        if kind is Kind.ZIP and place.in_zip:
            self._refuse(name, Code.ZIP_DANS_ZIP, data, place)
        elif kind is Kind.ZIP:
            self._open_zip(name, data, place)
        elif kind is Kind.MAIL:
            self._open_mail(name, data, place)
        elif kind is Kind.WINMAIL:
            self._open_winmail(name, data, place)
        elif kind.has_pages:
            self._take(name, data, kind, place)
        else:
            self._refuse(name, KIND_CODES[kind], data, place)

    def _take(self, name: str, data: bytes, kind: Kind, place: _Place) -> None:
        left = self.limits.pages - sum(file.pages for file in self.files)
        try:
            probed = probe(data, kind, replace(self.limits, pages=left))
        except BadInput as bad:
            self._refuse(name, Code(bad.code), data, place)
            return
        if not probed.whole:
            message = (
                f"« {name} » est incomplet : ce qui pouvait en être lu l’a été, le reste manque. "
                "Vérifiez ses pages et redemandez-le si besoin."
            )
            self.warnings.append(Note(name, "fichier_incomplet", message))
        digest = sha256(data).hexdigest()
        self.files.append(SourceFile(name, data, digest, kind, probed.pages))

    def _open_zip(self, name: str, data: bytes, place: _Place) -> None:
        try:
            found = list(members(data, self.limits, self.limits.zip_total_bytes - self._inflated))
        except BadInput as bad:
            self._refuse(name, Code(bad.code), data, place)
            return
        before = len(self.files) + len(self.refusals)
        within = replace(place, inside=True, in_zip=True)
        for member in found:
            if member.data is not None:
                self._inflated += len(member.data)
                self.open(member.name, member.data, within)
            elif member.code is not None:
                message = sentence(member.name, member.code)
                self.refusals.append(Refusal(member.name, member.code, message, None, None, ""))
            else:
                self._ignore(member.name, "fichier_systeme", "est un fichier du système")
        if len(self.files) + len(self.refusals) == before:
            self._refuse(name, Code.ZIP_VIDE, data, place)

    def _open_mail(self, name: str, data: bytes, place: _Place) -> None:
        if place.mails >= self.limits.mail_depth:
            self._refuse(name, Code.COURRIEL_TROP_PROFOND, data, place)
            return
        try:
            mail = read_mail(data, self.limits)
        except BadInput as bad:
            self._refuse(name, Code(bad.code), data, place)
            return
        self._keep_head(mail.head, place)
        files, refusals = len(self.files), len(self.refusals)
        within = replace(place, inside=True, mails=place.mails + 1)
        for number, part in enumerate(mail.parts, start=1):
            self._open_part(part, number, within)
        if len(self.files) > files or len(self.refusals) > refusals:
            return
        if mail.damaged:
            self._refuse(name, Code.COURRIEL_ILLISIBLE, data, place)
        elif place.mails:  # a mail attached for its text: the one that carries it answers for it
            self._ignore(name, "courriel_joint", "est un courriel joint sans pièce")
        else:
            self._refuse(name, Code.COURRIEL_SANS_PIECE, data, place)

    def _open_winmail(self, name: str, data: bytes, place: _Place) -> None:
        """What Outlook wrapped, as if it were attached to the mail itself."""
        try:
            if place.mails >= self.limits.mail_depth:
                raise bad_file(Code.COURRIEL_TROP_PROFOND)
            found = wrapped(data, self.limits.mail_parts)
        except BadInput as bad:
            self._refuse(name, Code(bad.code), data, place)
            return
        within = replace(place, inside=True, mails=place.mails + 1)
        for number, one in enumerate(found, start=1):
            part = Part(one.name or None, one.data, "application/octet-stream", shown=False)
            self._open_part(part, number, within)

    def _keep_head(self, head: MailHead, place: _Place) -> None:
        if not place.inside:
            self.mail = head
        elif self.mail is not None and head.text:
            title = f"--- {head.subject or 'courriel joint'} ({head.sender}) ---"
            text = f"{self.mail.text}\n\n{title}\n{head.text}".strip()
            self.mail = replace(self.mail, text=text[: self.limits.mail_text_chars])

    def _open_part(self, part: Part, number: int, place: _Place) -> None:
        kind = kind_of(part.data)
        name = part.name or f"piece-{number}{_EXTENSIONS.get(kind, '')}"
        if part.declared in _REPORTS or part.data.lstrip().startswith(_NOT_FOR_READING):
            self._ignore(name, "hors_document", "n’est pas un document (agenda, carte, signature)")
        elif kind is Kind.SEALED and part.declared in _SIGNATURES:
            self._ignore(
                name, "signature_electronique", "est la signature électronique du courriel"
            )
        elif kind is Kind.EMPTY and part.name is None:
            return
        elif kind.is_image and self._is_ornament(part, kind):
            self._ignore(name, "logo", "est une petite image du texte (logo, bandeau)")
        elif kind in (Kind.TEXT, Kind.HTML) and _is_attached_text(part):
            self._ignore(name, "texte_du_courriel", "est un bout du texte du courriel")
        else:
            self.open(name, part.data, place)

    def _is_ornament(self, part: Part, kind: Kind) -> bool:
        """A logo or a banner of the text, an icon, a tracking pixel; a doubt keeps the image."""
        try:
            picture = Picture(part.data, kind, self.limits)
        except BadInput:
            return part.shown
        try:
            if picture.pages > 1:
                return False
            sides = picture.size(0)
        except BadInput:
            return part.shown
        finally:
            picture.close()
        if max(sides) <= self.limits.pixel_side:
            return True
        small = max(sides) <= self.limits.logo_side or min(sides) <= self.limits.logo_band
        return part.shown and small

    def _ignore(self, name: str, code: str, what: str) -> None:
        self.ignored.append(Note(name, code, f"« {name} » {what} : laissé de côté."))

    def _refuse(self, name: str, code: Code, data: bytes, place: _Place) -> None:
        self.refusals.append((refuse_member if place.inside else refuse)(name, code, data))


_EXTENSIONS = {
    Kind.PDF: ".pdf",
    Kind.TIFF: ".tif",
    Kind.JPEG: ".jpg",
    Kind.PNG: ".png",
    Kind.WEBP: ".webp",
    Kind.HEIC: ".heic",
    Kind.ZIP: ".zip",
    Kind.MAIL: ".eml",
    Kind.WINMAIL: ".dat",
}


def _is_attached_text(part: Part) -> bool:
    """What Outlook cuts off a mail's text and attaches as `ATT00001.txt`."""
    return part.name is None or part.name.upper().startswith("ATT0")
