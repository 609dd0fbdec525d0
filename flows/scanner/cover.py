"""What the folder of a deposit and its cover sheet say of it: whose it is, and how much to expect.

A cover sheet carries `LIASSE:ENVOI:organisme=ofppt;site=Agadir;operateur=KB;pages=140;dossiers=12`;
folders are `ROOT/<organisme>/<site>/…`. What the sheet says goes before what the folder says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from models.organismes import organismes

DOSSIER = "LIASSE:SEP:DOSSIER"
DOCUMENT = "LIASSE:SEP:DOCUMENT"
SECRET = f"{DOCUMENT}:CONFIDENTIEL"
"""What separator sheets bear. Organisme and type may follow a dossier's."""
RESERVED = "Réservé au médecin conseil"
"""The words of a confidential sheet, for where its code is lost."""
_FOLD = re.compile(f"^{SECRET}|{RESERVED}", re.IGNORECASE | re.MULTILINE)
_CODE = re.compile(r"^\s*LIASSE:ENVOI:([^\r\n]*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cover:
    """Of an arrival; `None` where nobody said. `pages` and `dossiers` are the numbers expected."""

    organisme: str | None = None
    site: str | None = None
    operateur: str | None = None
    pages: int | None = None
    dossiers: int | None = None

    @property
    def code(self) -> str:
        """The text of the sheet's QR code."""
        said = {
            "organisme": self.organisme,
            "site": self.site,
            "operateur": self.operateur,
            "pages": self.pages,
            "dossiers": self.dossiers,
        }
        parts = [f"{key}={_clean(str(value))}" for key, value in said.items() if value is not None]
        return "LIASSE:ENVOI:" + ";".join(parts)

    def beside(self, other: Cover) -> Cover:
        """This one, with what only `other` says."""
        return Cover(
            self.organisme or other.organisme,
            self.site or other.site,
            self.operateur or other.operateur,
            self.pages if self.pages is not None else other.pages,
            self.dossiers if self.dossiers is not None else other.dossiers,
        )


def opens_fold(said: str) -> bool:
    """Whether a sheet that says so begins what only the médecin conseil may see."""
    return _FOLD.search(said) is not None


def of_folder(name: str) -> Cover:
    """What the folders above a file say, `name` being relative to the watched folder."""
    folders = PurePosixPath(name).parts[:-1]
    if not folders:
        return Cover()
    known = folders[0].lower() if folders[0].lower() in organismes() else None
    sites = folders[1:] if known else folders
    return Cover(organisme=known, site=sites[0] if sites else None)


def of_codes(texts: Iterable[str]) -> Cover:
    """What the cover sheets among the barcodes of the pages say, the first one first."""
    cover = Cover()
    for text in texts:
        for said in _CODE.findall(text):
            cover = cover.beside(_parsed(said))
    return cover


def differences(cover: Cover, pages: int, dossiers: int) -> list[str]:
    """Where what was found is not what was announced, as French sentences."""
    told = []
    if cover.pages is not None and cover.pages != pages:
        told.append(f"{cover.pages} pages annoncées, {pages} trouvées : à vérifier.")
    if cover.dossiers is not None and cover.dossiers != dossiers:
        told.append(f"{cover.dossiers} dossiers annoncés, {dossiers} trouvés : à vérifier.")
    return told


def _parsed(said: str) -> Cover:
    parts = dict(part.split("=", 1) for part in said.split(";") if "=" in part)
    given = {key.strip().lower(): value.strip() for key, value in parts.items() if value.strip()}
    name = given.get("organisme", "").lower()
    return Cover(
        organisme=name if name in organismes() else None,
        site=given.get("site"),
        operateur=given.get("operateur"),
        pages=_number(given.get("pages")),
        dossiers=_number(given.get("dossiers")),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else None


def _clean(text: str) -> str:
    """Without the signs that part the code's entries."""
    return re.sub(r"[;=\s]+", " ", text).strip()
